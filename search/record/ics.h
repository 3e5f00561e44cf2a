/* ics.h - deadlines of tasks as a calendar (RFC 5545), for kho tasks --format=ics and the page's
 * feed. */
#ifndef KHO_RECORD_ICS_H
#define KHO_RECORD_ICS_H

#include "buf.h"
#include "document.h"

void kho_ics_begin(struct kho_buf *out, const char *name); /* name of the calendar */
/* One event of whole days per deadline that has a date or a recurrence; a task without any gives
 * nothing. "từ ngày ... đến ngày ..." is an event from its first day to its last; every other date
 * is one day, the last on which it can be done.  A recurrence begins with the first day that fits
 * it, not before its plan. The same task always gets the same UID. */
void kho_ics_task(struct kho_buf *out, const struct kho_document *doc, const struct kho_task *task);
void kho_ics_end(struct kho_buf *out);
#endif
