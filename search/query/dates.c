/* dates.c - days and ranges as people type them. */
#include "parse.h"

#include "date.h"

#include <stdio.h>

static kho_sv
day(struct kho_arena *arena, int year, int month, int day_of_month)
{
    char b[16];
    const int n = snprintf(b, sizeof b, "%04d%02d%02d", year, month, day_of_month);

    return n == 8 ? kho_arena_dup(arena, (kho_sv){b, 8}) : (kho_sv){NULL, 0};
}

static kho_sv
trim(kho_sv s)
{
    while (s.n > 0 && s.p[0] == ' ')
        s = (kho_sv){s.p + 1, s.n - 1};
    while (s.n > 0 && s.p[s.n - 1] == ' ')
        s.n--;
    return s;
}

/* First (end false) or last day that a date can mean. */
static bool
bound(struct kho_arena *arena, kho_sv typed, bool end, kho_sv *out)
{
    struct kho_date d;
    int month, last;

    *out = (kho_sv){NULL, 0};
    if (!kho_date_parse(trim(typed), &d) || d.year <= 0)
        return false;
    month = d.month;
    if (month == 0 && d.quarter != 0)
        month = end ? d.quarter * 3 : d.quarter * 3 - 2;
    if (month == 0)
        month = end ? 12 : 1;
    last = d.day != 0 ? d.day : end ? kho_date_last_day(d.year, month) : 1;
    *out = day(arena, d.year, month, last);
    return out->n != 0;
}

bool
kho_query_days(struct kho_arena *arena, kho_sv typed, kho_sv *from, kho_sv *to)
{
    for (size_t i = 0; i + 1 < typed.n; i++) {
        const kho_sv a = trim((kho_sv){typed.p, i});
        const kho_sv b = trim((kho_sv){typed.p + i + 2, typed.n - i - 2});

        if (typed.p[i] != '.' || typed.p[i + 1] != '.')
            continue;
        *from = *to = (kho_sv){NULL, 0};
        return (a.n != 0 || b.n != 0) && (a.n == 0 || bound(arena, a, false, from)) &&
               (b.n == 0 || bound(arena, b, true, to));
    }
    return bound(arena, typed, false, from) && bound(arena, typed, true, to);
}

void
kho_query_between(struct kho_arena *arena, kho_sv typed_from, kho_sv typed_to, kho_sv *from,
                  kho_sv *to)
{
    (void)bound(arena, typed_from, false, from);
    (void)bound(arena, typed_to, true, to);
}
