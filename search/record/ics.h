/* ics.h - deadlines of tasks as a calendar (RFC 5545), for kho tasks --format=ics and the page's
 * feed. */
#ifndef KHO_RECORD_ICS_H
#define KHO_RECORD_ICS_H

#include "buf.h"
#include "document.h"

void kho_ics_begin(struct kho_buf *out, kho_sv name); /* name of the calendar */
/* The event of whole days of deadline i, nothing where it has neither a date nor a recurrence. "từ
 * ngày ... đến ngày ..." is an event from its first day to its last; every other date is one day,
 * the last on which it can be done.  A recurrence begins with the first day that fits it, not
 * before its plan. The same deadline always gets the same UID.
 * stamp: seconds since 1970 of what it is taken from, so that the same index gives the same bytes.
 */
void kho_ics_deadline(struct kho_buf *out, const struct kho_document *doc,
                      const struct kho_task *task, size_t i, int64_t stamp);
void kho_ics_end(struct kho_buf *out);
#endif
