/* due_rule.c - rules of deadlines as text, their last day, and their recurrence (RFC 5545). */
#include "due_when.h"

#include <stdarg.h>
#include <stdio.h>

static kho_sv text_of(struct kho_arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static kho_sv
text_of(struct kho_arena *a, const char *fmt, ...)
{
    char buf[128];
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(buf, sizeof buf, fmt, ap);
    va_end(ap);
    if (n < 0)
        n = 0;
    return kho_arena_dup(a, (kho_sv){buf, (size_t)n < sizeof buf ? (size_t)n : sizeof buf - 1});
}

static kho_sv
iso(struct kho_arena *a, struct kho_date d)
{
    char buf[11];

    kho_date_iso(d, buf);
    return kho_arena_dup(a, (kho_sv){buf, 10});
}

static struct kho_date
day_before(struct kho_date d)
{
    if (d.day > 1) {
        d.day--;
    } else if (d.month > 1) {
        d.month--;
        d.day = (int8_t)kho_date_last_day(d.year, d.month);
    } else {
        d = (struct kho_date){.year = (int16_t)(d.year - 1), .month = 12, .day = 31};
    }
    return d;
}

static struct kho_date
first_day(const struct kho_when *w)
{
    struct kho_date d = {.year = w->d.year, .month = w->d.month, .day = w->d.day};

    if (w->form == KHO_WHEN_HALF)
        d.month = w->half == 2 ? 7 : 1;
    else if (d.month == 0)
        d.month = (int8_t)(w->d.quarter > 0 ? w->d.quarter * 3 - 2 : 1);
    if (d.day == 0)
        d.day = 1;
    return d;
}

static struct kho_date
last_day(const struct kho_when *w)
{
    struct kho_date d = {.year = w->d.year, .month = w->d.month, .day = w->d.day};

    if (w->form == KHO_WHEN_YEARS)
        d.year = w->year2;
    if (w->form == KHO_WHEN_HALF)
        d.month = w->half == 2 ? 12 : 6;
    else if (d.month == 0)
        d.month = (int8_t)(w->d.quarter > 0 ? (w->to > 0 ? w->to : w->d.quarter) * 3 : 12);
    else if (w->to > 0)
        d.month = w->to;
    if (d.day == 0)
        d.day = (int8_t)kho_date_last_day(d.year, d.month);
    return d;
}

/* YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Q2, YYYY-H1 */
static void
point(const struct kho_when *w, char buf[24])
{
    if (w->form == KHO_WHEN_HALF)
        (void)snprintf(buf, 24, "%04d-H%d", w->d.year, w->half);
    else if (w->d.quarter > 0)
        (void)snprintf(buf, 24, "%04d-Q%d", w->d.year, w->d.quarter);
    else if (w->d.day > 0)
        (void)snprintf(buf, 24, "%04d-%02d-%02d", w->d.year, w->d.month, w->d.day);
    else if (w->d.month > 0)
        (void)snprintf(buf, 24, "%04d-%02d", w->d.year, w->d.month);
    else
        (void)snprintf(buf, 24, "%04d", w->d.year);
}

/* The year meant where none is written: the plan's; the next when that day was over when the plan
 * was made. */
static int
year_meant(const struct kho_due_year *y, const struct kho_when *w)
{
    struct kho_when t = *w;
    struct kho_date last;

    if (y->year == 0 || y->made.year != y->year || !kho_date_full(y->made))
        return y->year;
    t.d.year = (int16_t)y->year;
    last = last_day(&t);
    if (last.month < y->made.month || (last.month == y->made.month && last.day < y->made.day))
        return y->year + 1;
    return y->year;
}

/* Rules of days that come again; false when w is none. */
static bool
recurring(struct kho_arena *a, enum kho_relation_to rel, const struct kho_when *w, unsigned mask,
          struct kho_deadline *d)
{
    static const char *const week[] = {"", "MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    static const char *const which[] = {"", "first", "second", "last"};
    const char *sign = rel == KHO_TO_BEFORE ? "<" : "<=";
    const int day = rel == KHO_TO_BEFORE ? w->d.day - 1 : w->d.day;

    switch (w->form) {
    case KHO_WHEN_MONTH_DAY:
        d->rule = text_of(a, "monthly:%sday%d", sign, w->d.day);
        d->rrule = text_of(a, "FREQ=MONTHLY;BYMONTHDAY=%d", day == 0 ? -1 : day);
        return true;
    case KHO_WHEN_QUARTER_DAY: {
        const int m = day == 0 ? (w->which + 1) % 3 + 1 : w->which;

        d->rule = text_of(a, "quarterly:%sday%d-of-%s-month", sign, w->d.day, which[w->which]);
        d->rrule = text_of(a, "FREQ=YEARLY;BYMONTH=%d,%d,%d,%d;BYMONTHDAY=%d", m, m + 3, m + 6,
                           m + 9, day == 0 ? -1 : day);
        return true;
    }
    case KHO_WHEN_WEEKDAY:
        d->rule = text_of(a, "weekly:%s%s", sign, week[w->which]);
        d->rrule = text_of(a, "FREQ=WEEKLY;BYDAY=%s",
                           week[rel == KHO_TO_BEFORE ? (w->which + 5) % 7 + 1 : w->which]);
        return true;
    case KHO_WHEN_DATE:
        break;
    case KHO_WHEN_NONE:
    case KHO_WHEN_HALF:
    case KHO_WHEN_YEARS:
        return false;
    }
    if (w->d.year != 0 || w->whole)
        return false;
    if ((mask & KHO_PERIOD_MONTH) != 0 && w->d.day > 0 && w->d.month == 0) {
        d->rule = text_of(a, "monthly:%sday%d", sign, w->d.day);
        d->rrule = text_of(a, "FREQ=MONTHLY;BYMONTHDAY=%d", day == 0 ? -1 : day);
        return true;
    }
    if ((mask & KHO_PERIOD_YEAR) != 0 && (w->d.month > 0 || w->d.quarter > 0)) {
        struct kho_date last;
        struct kho_when t = *w;

        if (t.d.month == 0) { /* "quý IV hằng năm": its last month */
            t.d.month = (int8_t)((t.to > 0 ? t.to : t.d.quarter) * 3);
            t.d.quarter = t.to = 0;
        }
        t.d.year = 2001; /* any year that has no 29 February */
        if (t.d.day > 0)
            d->rule = text_of(a, "annual:%s%02d-%02d", sign, t.d.month, t.d.day);
        else
            d->rule = text_of(a, "annual:%s%02d", sign, t.d.month);
        last = rel == KHO_TO_BEFORE ? day_before(first_day(&t)) : last_day(&t);
        d->rrule = text_of(a, "FREQ=YEARLY;BYMONTH=%d;BYMONTHDAY=%d", last.month, last.day);
        return true;
    }
    return false;
}

void
kho_rule_date(struct kho_arena *a, const struct kho_due_year *y, enum kho_relation_to rel,
              const struct kho_when *w, unsigned mask, struct kho_deadline *d)
{
    struct kho_when t = *w;
    char buf[24];

    if (recurring(a, rel, w, mask, d))
        return;
    if (t.d.year == 0)
        t.d.year = (int16_t)year_meant(y, w);
    if (t.d.year == 0 || (t.d.day > 0 && t.d.month == 0) ||
        (t.d.day > 0 && t.d.day > kho_date_last_day(t.d.year, t.d.month)))
        return; /* nothing to count from: the text alone is given */
    point(&t, buf);
    switch (rel) {
    case KHO_TO_BEFORE:
        d->rule = text_of(a, "<%.*s", KHO_SV_FMT(iso(a, first_day(&t))));
        d->date = iso(a, day_before(first_day(&t)));
        break;
    case KHO_TO_LATEST:
        d->date = iso(a, last_day(&t));
        d->rule = text_of(a, "<=%.*s", KHO_SV_FMT(d->date));
        break;
    case KHO_TO_WITHIN:
        if (t.form == KHO_WHEN_YEARS)
            d->rule = text_of(a, "within:%04d..%04d", t.d.year, t.year2);
        else if (t.to > 0 && t.d.quarter > 0)
            d->rule = text_of(a, "within:%s..%04d-Q%d", buf, t.d.year, t.to);
        else if (t.to > 0)
            d->rule = text_of(a, "within:%s..%04d-%02d", buf, t.d.year, t.to);
        else
            d->rule = text_of(a, "within:%s", buf);
        d->date = iso(a, last_day(&t));
        break;
    case KHO_TO_FROM:
        d->rule = text_of(a, "from:%s", buf);
        break;
    case KHO_TO_EVENT:
        d->rule = text_of(a, "event:%s", buf);
        break;
    }
}

void
kho_rule_interval(struct kho_arena *a, const struct kho_due_year *y, const struct kho_when *from,
                  const struct kho_when *to, struct kho_deadline *d)
{
    struct kho_when f = *from, t = *to;
    char fb[24], tb[24];
    struct kho_date x, z;

    if (t.d.year == 0)
        t.d.year = (int16_t)(f.d.year != 0 ? f.d.year : year_meant(y, &t));
    if (f.d.month == 0 && f.d.quarter == 0 && f.d.day > 0)
        f.d.month = t.d.month;
    if (f.d.year == 0) {
        f.d.year = t.d.year;
        x = first_day(&f);
        z = last_day(&t);
        if (x.month > z.month) /* "từ tháng 10 đến tháng 3/2026" */
            f.d.year--;
    }
    if (f.d.year == 0 || t.d.year == 0 || (f.d.day > 0 && f.d.month == 0) ||
        (t.d.day > 0 && t.d.month == 0))
        return;
    x = first_day(&f);
    z = last_day(&t);
    if (x.year > z.year ||
        (x.year == z.year && (x.month > z.month || (x.month == z.month && x.day > z.day))))
        return;
    if (x.day > kho_date_last_day(x.year, x.month) || z.day > kho_date_last_day(z.year, z.month))
        return;
    point(&f, fb);
    point(&t, tb);
    d->rule = text_of(a, "within:%s..%s", fb, tb);
    d->date = iso(a, z);
}

void
kho_rule_period(struct kho_arena *a, unsigned mask, struct kho_deadline *d)
{
    static const struct {
        unsigned bit;
        const char *name, *rrule;
    } periods[] = {{KHO_PERIOD_DAY, "daily", "FREQ=DAILY"},
                   {KHO_PERIOD_WEEK, "weekly", "FREQ=WEEKLY"},
                   {KHO_PERIOD_MONTH, "monthly", "FREQ=MONTHLY"},
                   {KHO_PERIOD_QUARTER, "quarterly", "FREQ=MONTHLY;INTERVAL=3"},
                   {KHO_PERIOD_HALF, "semiannual", "FREQ=MONTHLY;INTERVAL=6"},
                   {KHO_PERIOD_YEAR, "annual", "FREQ=YEARLY"}};
    const size_t n = sizeof periods / sizeof *periods;
    const char *names[sizeof periods / sizeof *periods] = {"", "", "", "", "", ""};
    const char *bars[sizeof periods / sizeof *periods] = {"", "", "", "", "", ""};
    bool any = false;

    for (size_t i = 0; i < n; i++)
        if ((mask & periods[i].bit) != 0) {
            if (!any) /* the shortest covers the longer ones */
                d->rrule = kho_sv_from(periods[i].rrule);
            else
                bars[i] = "|";
            names[i] = periods[i].name;
            any = true;
        }
    d->rule =
        any ? text_of(a, "periodic:%s%s%s%s%s%s%s%s%s%s%s", names[0], bars[1], names[1], bars[2],
                      names[2], bars[3], names[3], bars[4], names[4], bars[5], names[5])
            : KHO_SV("periodic:unspecified");
}
