/* test_ics.c - days of events: beginnings of intervals, first days of recurrences. */
#include "ics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* The lines of one deadline's event that begin with "DT" or "RRULE". */
static void
expect(const char *rule, const char *date, const char *rrule, const char *made, int year,
       const char *want)
{
    struct kho_deadline due = {.text = KHO_SV("x"),
                               .rule = kho_sv_from(rule),
                               .date = date == NULL ? (kho_sv){NULL, 0} : kho_sv_from(date),
                               .rrule = rrule == NULL ? (kho_sv){NULL, 0} : kho_sv_from(rrule)};
    struct kho_task task = {.text = KHO_SV("Báo cáo"), .deadlines = &due, .n_deadlines = 1};
    struct kho_document doc = {.id = KHO_SV("00")};
    struct kho_buf out = {.p = NULL}, got = {.p = NULL};

    doc.plan.year = year;
    if (made != NULL)
        doc.plan.date = kho_sv_from(made);
    for (size_t i = 0; i < task.n_deadlines; i++)
        kho_ics_deadline(&out, &doc, &task, i, 0);
    for (const char *p = kho_buf_cstr(&out), *end; *p != '\0'; p = end + 2) {
        end = strstr(p, "\r\n");
        assert_non_null(end);
        if (strncmp(p, "DTS", 3) == 0 && strncmp(p, "DTSTAMP", 7) != 0)
            kho_buf_fmt(&got, "%.*s ", (int)(end - p - 19), p + 19);
        else if (strncmp(p, "DTEND", 5) == 0)
            kho_buf_fmt(&got, "to %.*s ", (int)(end - p - 17), p + 17);
    }
    assert_string_equal(kho_buf_cstr(&got), want);
    kho_buf_free(&out);
    kho_buf_free(&got);
}

static void
intervals(void **state)
{
    (void)state;
    expect("within:2025-12-17..2026-02-01", "2026-02-01", NULL, "2025-11-20", 2025,
           "20251217 to 20260202 ");
    expect("within:2025-Q4..2026-Q2", "2026-06-30", NULL, NULL, 0, "20251001 to 20260701 ");
    expect("within:2025-12..2026-02", "2026-02-28", NULL, NULL, 0, "20251201 to 20260301 ");
    expect("within:2025..2030", "2030-12-31", NULL, NULL, 0, "20250101 to 20310101 ");
    expect("within:2024-H2..2025-H1", "2025-06-30", NULL, NULL, 0, "20240701 to 20250701 ");
    expect("within:2025-11", "2025-11-30", NULL, NULL, 0, "20251130 ");
    expect("within:2025-15..2026-02", "2026-02-28", NULL, NULL, 0, "20260228 "); /* no month */
    expect("<2024-04-20", "2024-04-19", NULL, NULL, 0, "20240419 ");
}

static void
recurrences(void **state)
{
    (void)state;
    expect("monthly:<=day15", NULL, "FREQ=MONTHLY;BYMONTHDAY=15", "2024-01-17", 2024, "20240215 ");
    expect("monthly:<day1", NULL, "FREQ=MONTHLY;BYMONTHDAY=-1", "2024-02-10", 2024, "20240229 ");
    expect("quarterly:<day20-of-last-month", NULL, "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=19",
           "2024-03-20", 2024, "20240619 ");
    expect("quarterly", NULL, "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=19", "2024-11-20", 2024,
           "20241219 ");
    expect("weekly:<=FR", NULL, "FREQ=WEEKLY;BYDAY=FR", "2025-11-20", 2025, "20251121 ");
    expect("annual:<12-15", NULL, "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=14", "2025-12-15", 2025,
           "20261214 ");
    expect("weekly", NULL, "FREQ=WEEKLY;BYDAY=", "2025-11-20", 2025, ""); /* cut off */
    expect("monthly", NULL, "FREQ=MONTHLY;BYMONTHDAY=", "2025-11-20", 2025, "");
    expect("periodic:annual", NULL, "FREQ=YEARLY", "2024-12-20", 2025, "20250101 ");
    expect("monthly:<=day15", NULL, "FREQ=MONTHLY;BYMONTHDAY=15", NULL, 0, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(intervals), cmocka_unit_test(recurrences)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
