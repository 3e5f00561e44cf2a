/* test_memory.c - so much memory for a whole run: what it is spent on, and what is too little. */
#include "memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define MB (UINT64_C(1) << 20)

static struct kho_limits limits;
static struct kho_memory plan;
static struct kho_memory_need need;

static void
without_a_bound_the_limits_hold(void **state)
{
    (void)state;
    kho_limits_default(&limits);
    assert_true(kho_memory_plan(0, 3, &limits, &plan, &need));
    assert_int_equal(3, plan.jobs);
    assert_true(plan.worker == limits.value[KHO_LIMITS_MEMORY]);
    assert_true(kho_memory_plan(0, 0, &limits, &plan, &need));
    assert_true(plan.jobs >= 1);
}

/* More jobs, smaller workers; never more than what is there, nor than the limit. */
static void
a_bound_is_shared(void **state)
{
    int64_t last = INT64_MAX;

    (void)state;
    kho_limits_default(&limits);
    for (unsigned jobs = 1; jobs <= 4; jobs++) {
        assert_true(kho_memory_plan(1024 * MB, jobs, &limits, &plan, &need));
        assert_int_equal(jobs, plan.jobs);
        assert_true(plan.worker < last);
        assert_true((uint64_t)plan.worker * (jobs + 1) < 1024 * MB);
        last = plan.worker;
    }
    limits.value[KHO_LIMITS_MEMORY] = (int64_t)(40 * MB);
    assert_true(kho_memory_plan(4096 * MB, 2, &limits, &plan, &need));
    assert_true(plan.worker == (int64_t)(40 * MB));
}

/* Nobody asked for many jobs: rather one that can read long documents. */
static void
fewer_jobs_when_memory_is_short(void **state)
{
    (void)state;
    kho_limits_default(&limits);
    assert_true(kho_memory_plan(256 * MB, 0, &limits, &plan, &need));
    assert_int_equal(1, plan.jobs);
}

/* Recognisers fit beside what runs meanwhile, or there are none. */
static void
recognisers_fit(void **state)
{
    unsigned last = 0;

    (void)state;
    kho_limits_default(&limits);
    assert_true(kho_memory_plan(0, 4, &limits, &plan, &need));
    assert_int_equal(KHO_RECOGNISERS, plan.recognisers);
    assert_true(plan.recogniser == KHO_RECOGNISER_MEMORY);
    assert_true(plan.beside == plan.worker);
    assert_true(kho_memory_plan(0, 1, &limits, &plan, &need));
    assert_int_equal(1, plan.recognisers);
    for (uint64_t total = 300 * MB; total < 2048 * MB; total += 10 * MB) {
        assert_true(kho_memory_plan(total, 2, &limits, &plan, &need));
        assert_true(plan.recognisers >= last && plan.recognisers <= KHO_RECOGNISERS);
        assert_true(plan.beside <= plan.worker);
        assert_true(plan.recognisers * (uint64_t)plan.recogniser + 2 * (uint64_t)plan.beside <=
                    total);
        last = plan.recognisers;
    }
    assert_int_equal(KHO_RECOGNISERS, last);
    assert_true(kho_memory_plan(256 * MB, 1, &limits, &plan, &need));
    assert_int_equal(0, plan.recognisers);
}

static void
too_little_is_refused_with_what_would_do(void **state)
{
    (void)state;
    kho_limits_default(&limits);
    for (unsigned jobs = 1; jobs <= 32; jobs *= 2) {
        assert_false(kho_memory_plan(MB, jobs, &limits, &plan, &need));
        assert_true(need.least > need.fixed && need.least > need.reader);
        assert_true(kho_memory_plan(need.least + MB, jobs, &limits, &plan, &need));
        assert_false(kho_memory_plan(need.least - 2 * MB, jobs, &limits, &plan, &need));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_bound_the_limits_hold),
        cmocka_unit_test(a_bound_is_shared),
        cmocka_unit_test(fewer_jobs_when_memory_is_short),
        cmocka_unit_test(recognisers_fit),
        cmocka_unit_test(too_little_is_refused_with_what_would_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
