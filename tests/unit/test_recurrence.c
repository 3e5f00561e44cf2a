/* Days on which deadlines fall, counted by hand on a calendar. */
#include "recurrence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS = 60 };

static void
days_are(const char *date, const char *title, int year, const char *due, const char *rrule,
         const uint32_t *want, size_t n)
{
    const struct kho_plan p = {
        .date = kho_sv_from(date), .title = kho_sv_from(title), .year = year};
    const struct kho_deadline d = {.date = due == NULL ? (kho_sv){NULL, 0} : kho_sv_from(due),
                                   .rrule = rrule == NULL ? (kho_sv){NULL, 0} : kho_sv_from(rrule)};
    uint32_t days[DAYS];
    const size_t got = kho_due_days(&p, &d, days, DAYS);

    assert_int_equal(n, got);
    if (want != NULL)
        assert_memory_equal(want, days, n * sizeof days[0]);
}

static void
a_date_is_one_day(void **state)
{
    static const uint32_t day[] = {20240420};

    (void)state;
    days_are("2024-01-10", "năm 2024", 2024, "2024-04-20", NULL, day, 1);
    days_are("2024-01-10", "năm 2024", 2024, NULL, NULL, NULL, 0);
    days_are("2024-01-10", "năm 2024", 2024, "2024", NULL, NULL, 0);
}

static void
what_comes_again_ends_with_the_plan(void **state)
{
    static const uint32_t quarters[] = {20240319, 20240619, 20240919, 20241219},
                          rest[] = {20240619, 20240919, 20241219},
                          years[] = {20211215, 20221215, 20231215, 20241215, 20251215},
                          months[] = {20241031, 20241130, 20241231}, leap[] = {20240229, 20240331};

    (void)state;
    days_are("2024-01-10", "công tác năm 2024", 2024, NULL,
             "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=19", quarters, 4);
    days_are("2024-04-01", "công tác năm 2024", 2024, NULL,
             "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=19", rest, 3);
    days_are("2021-02-01", "giai đoạn 2021 - 2025", 2021, NULL,
             "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", years, 5);
    days_are("2024-10-05", "quý IV năm 2024", 2024, NULL, "FREQ=MONTHLY;BYMONTHDAY=-1", months, 3);
    days_are("2024-02-05", "năm 2024", 2024, NULL, "FREQ=MONTHLY;BYMONTHDAY=-1", NULL, 11);
    {
        const struct kho_plan p = {.date = KHO_SV("2024-02-05"), .year = 2024};
        const struct kho_deadline d = {.rrule = KHO_SV("FREQ=MONTHLY;BYMONTHDAY=-1")};
        uint32_t two[2];

        assert_int_equal(2, kho_due_days(&p, &d, two, 2)); /* no more than there is room for */
        assert_memory_equal(leap, two, sizeof two);
    }
    days_are("2024-01-01", "năm 2024", 2024, NULL, "FREQ=WEEKLY;BYDAY=FR", NULL, 52);
}

static void
a_period_without_a_day_ends_with_its_last(void **state)
{
    static const uint32_t quarters[] = {20240331, 20240630, 20240930, 20241231},
                          halves[] = {20240630, 20241231}, year[] = {20241231};

    (void)state;
    days_are("2024-01-10", "năm 2024", 2024, NULL, "FREQ=MONTHLY;INTERVAL=3", quarters, 4);
    days_are("2024-01-10", "năm 2024", 2024, NULL, "FREQ=MONTHLY;INTERVAL=6", halves, 2);
    days_are("2024-01-10", "năm 2024", 2024, NULL, "FREQ=YEARLY", year, 1);
    days_are("2024-01-10", "năm 2024", 2024, NULL, "FREQ=MONTHLY", NULL, 12);
    days_are("2024-01-10", "năm 2024", 2024, NULL, "FREQ=WEEKLY", NULL, 0);
    days_are("2024-01-10", "năm 2024", 2024, NULL, "FREQ=DAILY", NULL, 0);
}

static void
nothing_says_when(void **state)
{
    (void)state;
    days_are("", "", 0, NULL, "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=19", NULL, 0);
    days_are("2024-01-10", "năm 2024", 2024, NULL, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", NULL, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_date_is_one_day),
                                       cmocka_unit_test(what_comes_again_ends_with_the_plan),
                                       cmocka_unit_test(a_period_without_a_day_ends_with_its_last),
                                       cmocka_unit_test(nothing_says_when)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
