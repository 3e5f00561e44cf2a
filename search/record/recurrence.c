/* recurrence.c - see recurrence.h. */
#include "recurrence.h"

#include <string.h>

enum {
    LOOK_DAYS = 800, /* among which a recurrence must have its first day: 29 February apart */
    PERIOD_MAX = 20  /* years of a plan */
};

struct kho_date
kho_day_after(struct kho_date d)
{
    if (d.day < kho_date_last_day(d.year, d.month)) {
        d.day++;
    } else {
        d.day = 1;
        d.month = (int8_t)(d.month % 12 + 1);
        d.year = (int16_t)(d.year + (d.month == 1));
    }
    return d;
}

static unsigned
digits(kho_sv s, size_t at, size_t n)
{
    unsigned v = 0;

    for (size_t i = at; i < at + n && i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        v = v * 10 + (unsigned)(s.p[i] - '0');
    return v;
}

/* First day of "within:2025-12-17..2026-02-01", "within:2025-Q4..2026-Q2"; false for a rule that
 * names no beginning: what is due within a month is due at its end. */
bool
kho_due_first(kho_sv rule, struct kho_date *d)
{
    static const char head[] = "within:";
    const size_t at = sizeof head - 1;
    unsigned month = 1, day = 1;

    if (rule.n < at + 4 || memcmp(rule.p, head, at) != 0 || memmem(rule.p, rule.n, "..", 2) == NULL)
        return false;
    if (rule.n > at + 6 && rule.p[at + 4] == '-') {
        const char c = rule.p[at + 5];

        month = c == 'Q'   ? digits(rule, at + 6, 1) * 3 - 2
                : c == 'H' ? digits(rule, at + 6, 1) * 6 - 5
                           : digits(rule, at + 5, 2);
        if (c != 'Q' && c != 'H' && rule.n > at + 9 && rule.p[at + 7] == '-')
            day = digits(rule, at + 8, 2);
    }
    *d = (struct kho_date){
        .year = (int16_t)digits(rule, at, 4), .month = (int8_t)month, .day = (int8_t)day};
    return kho_date_full(*d) && d->day <= kho_date_last_day(d->year, d->month);
}

/* Monday is 1. */
static unsigned
weekday(struct kho_date d)
{
    /* years and months from March on: February is the last month */
    const unsigned y = (unsigned)d.year - (d.month < 3),
                   m = (unsigned)(d.month + (d.month < 3 ? 9 : -3));

    return (y + y / 4 - y / 100 + y / 400 + (13 * m + 2) / 5 + (unsigned)d.day + 1) % 7 + 1;
}

/* What stands behind "BYDAY=" or another name; p is NULL when the rule does not say it. */
static kho_sv
part(kho_sv rrule, kho_sv name)
{
    const char *p = memmem(rrule.p, rrule.n, name.p, name.n);

    return p == NULL ? (kho_sv){NULL, 0}
                     : (kho_sv){p + name.n, (size_t)(rrule.p + rrule.n - p) - name.n};
}

/* Does the day fit the BY parts of the recurrence?  RFC 5545 3.8.5.3 wants the first day to. */
static bool
recurs(kho_sv rrule, struct kho_date d)
{
    static const char week[] = "MOTUWETHFRSASU";
    kho_sv v = part(rrule, KHO_SV("BYDAY="));

    if (v.p != NULL && (v.n < 2 || memcmp(v.p, week + (size_t)(weekday(d) - 1) * 2, 2) != 0))
        return false;
    v = part(rrule, KHO_SV("BYMONTHDAY="));
    if (v.n > 0 && v.p[0] == '-') {
        if (d.day != kho_date_last_day(d.year, d.month))
            return false;
    } else if (v.p != NULL && digits(v, 0, 2) != (unsigned)d.day) {
        return false;
    }
    v = part(rrule, KHO_SV("BYMONTH="));
    if (v.p == NULL)
        return true;
    for (size_t at = 0; at < v.n; at++) {
        const unsigned month = digits(v, at, 2);

        if (month == (unsigned)d.month)
            return true;
        at += month > 9 ? 2 : 1;
        if (at >= v.n || v.p[at] != ',')
            return false;
    }
    return false;
}

/* The first day of the event; a recurrence counts from the day of its plan, or from the year. */
bool
kho_due_begins(const struct kho_plan *p, const struct kho_deadline *d, struct kho_date *day)
{
    struct kho_date made = {.year = 0};

    if (d->date.n == 10 && kho_date_parse(d->date, day)) {
        struct kho_date first;

        if (d->rrule.p == NULL && kho_due_first(d->rule, &first))
            *day = first;
        return kho_date_full(*day);
    }
    if (p->date.n == 10)
        (void)kho_date_parse(p->date, &made);
    if (kho_date_full(made) && (p->year <= 0 || made.year == p->year))
        *day = made;
    else if (p->year > 0)
        *day = (struct kho_date){.year = (int16_t)p->year, .month = 1, .day = 1};
    else
        return false;
    for (unsigned n = 0; n < LOOK_DAYS && !recurs(d->rrule, *day); n++)
        *day = kho_day_after(*day);
    return recurs(d->rrule, *day);
}

/* "... giai đoạn 2021 - 2025": the last year that the title names, else that of the plan. */
int
kho_plan_last_year(const struct kho_plan *p, struct kho_date first)
{
    int last = first.year;

    for (size_t i = 0; i + 4 <= p->title.n; i++) {
        const int y = (int)digits(p->title, i, 4);

        if (y > last && y <= first.year + PERIOD_MAX && y >= 1000)
            last = y;
    }
    return last;
}

/* "hằng quý", and no day is named: the last day of each period counts.  Of what is done every day
 * or every week none does. */
static bool
ends_period(kho_sv rrule, struct kho_date d)
{
    const kho_sv every = part(rrule, KHO_SV("INTERVAL="));
    const unsigned months = part(rrule, KHO_SV("FREQ=YEARLY")).p != NULL    ? 12
                            : part(rrule, KHO_SV("FREQ=MONTHLY")).p == NULL ? 0
                            : every.p == NULL                               ? 1
                                                                            : digits(every, 0, 2);

    return months != 0 && (unsigned)d.month % months == 0 &&
           d.day == kho_date_last_day(d.year, d.month);
}

size_t
kho_due_days(const struct kho_plan *p, const struct kho_deadline *d, uint32_t *days, size_t max)
{
    struct kho_date day;
    size_t n = 0;
    bool named;
    int last;

    if (d->rrule.p == NULL) {
        if (d->date.n == 10 && max > 0 && (days[0] = kho_due_number(d->date)) != 0)
            n = 1;
        return n;
    }
    if (!kho_due_begins(p, d, &day))
        return 0;
    named = part(d->rrule, KHO_SV(";BY")).p != NULL;
    for (last = kho_plan_last_year(p, day); n < max && day.year <= last; day = kho_day_after(day))
        if (named ? recurs(d->rrule, day) : ends_period(d->rrule, day))
            days[n++] = (uint32_t)day.year * 10000 + (uint32_t)day.month * 100 + (uint32_t)day.day;
    return n;
}
