/* recurrence.h - the days on which a deadline falls, also one that comes again and again. */
#ifndef KHO_RECORD_RECURRENCE_H
#define KHO_RECORD_RECURRENCE_H

#include "date.h"
#include "duty.h"
#include "plan.h"

struct kho_date kho_day_after(struct kho_date d);
/* First day of "within:2025-12-17..2026-02-01", "within:2025-Q4..2026-Q2"; false for a rule that
 * names no beginning: what is due within a month is due at its end. */
bool kho_due_first(kho_sv rule, struct kho_date *d);
/* The first day of a deadline; one that recurs counts from the day of its plan, or from the year.
 * False: nothing says when. */
bool kho_due_begins(const struct kho_plan *p, const struct kho_deadline *d, struct kho_date *day);
/* The year with whose end duties of a plan end that began on a day: of "giai đoạn 2021 - 2025" the
 * last one, else that of the day. */
int kho_plan_last_year(const struct kho_plan *p, struct kho_date first);

enum { KHO_DUE_DAYS = 400 }; /* of one deadline, at most */
/* The days (YYYYMMDD, rising) on which something is due, until the plan ends; how many.  Where it
 * is due every month, quarter or year without a day, the last day of each. */
size_t kho_due_days(const struct kho_plan *p, const struct kho_deadline *d, uint32_t *days,
                    size_t max);
#endif
