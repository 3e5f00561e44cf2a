/* test_param.c - parameters of a request: only what the table has, only values it allows. */
#include "param.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct kho_arena *arena;

static enum kho_status
parse(const char *query, struct kho_params *p)
{
    kho_arena_reset(arena);
    return kho_params_parse(arena, query, p, NULL);
}

static void
takes(void **state)
{
    struct kho_params p;

    (void)state;
    assert_int_equal(parse(NULL, &p), KHO_OK);
    assert_int_equal(p.page, 1);
    assert_int_equal(
        parse("q=K%E1%BA%BF+ho%E1%BA%A1ch&page=3&sort=date&lang=en&f.nam=2024&f.level=x&from=", &p),
        KHO_OK);
    assert_true(kho_sv_eq(p.q, KHO_SV("Kế hoạch")));
    assert_int_equal(p.page, 3);
    assert_int_equal(p.sort, KHO_BY_DATE);
    assert_int_equal(p.n_filters, 2);
    assert_int_equal(p.filters[0].field, KHO_FIELDS_YEAR);
    assert_int_equal(parse("&&q=a&&", &p), KHO_OK);
    assert_int_equal(parse("due=next-quarter&sort=due&list=nam&has=x", &p), KHO_OK);
    assert_int_equal(p.due, KHO_PARAM_DUE_QUARTER_NEXT);
    assert_int_equal(p.sort, KHO_PARAM_BY_DUE);
    assert_string_equal(kho_param_lists[p.list], "nam");
}

static void
refuses(void **state)
{
    static const char *const bad[] = {
        "x=1",
        "q=%",
        "q=%0",
        "q=%zz",
        "q=a%00b",
        "page=0",
        "page=-1",
        "page=501",
        "page=1e3",
        "page=99999999999",
        "n=0",
        "n=101",
        "sort=best",
        "due=quarters",
        "due=1",
        "list=noi-dung",
        "list=1",
        "format=xml",
        "lang=fr",
        "id=xyz",
        "q=a&q=b",
        "f.=1",
        "f.nam=",
        "f.khac=1",
        "f=1",
        "%71%3d=1",
        "=1",
        "page=1&page=2",
        "id=0123456789012345678901234567890123456789",
    };
    struct kho_params p;
    char *long_query = calloc(1, KHO_PARAM_QUERY_MAX + 3);

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (parse(bad[i], &p) == KHO_OK)
            fail_msg("accepted: %s", bad[i]);
    memset(long_query, 'a', KHO_PARAM_QUERY_MAX + 1);
    memcpy(long_query, "q=", 2);
    assert_int_equal(parse(long_query, &p), KHO_LIMIT);
    free(long_query);
}

static void
links_keep_and_change(void **state)
{
    struct kho_buf b = {.limit = 4096};
    struct kho_params p;
    const struct kho_filter year = {KHO_FIELDS_YEAR, KHO_SV("2024")};
    const struct kho_param_change next = {.page = 2}, drop = {.drop = &year},
                                  json = {.format = KHO_PARAM_JSON};

    (void)state;
    assert_int_equal(parse("q=a%26b&f.nam=2024&lang=en", &p), KHO_OK);
    kho_params_link(&b, &p, &next);
    assert_string_equal(kho_buf_cstr(&b), "?q=a%26b&amp;f.nam=2024&amp;page=2&amp;lang=en");
    kho_buf_reset(&b);
    kho_params_link(&b, &p, &drop);
    assert_string_equal(kho_buf_cstr(&b), "?q=a%26b&amp;lang=en");
    kho_buf_reset(&b);
    kho_params_link(&b, &p, &json);
    assert_string_equal(kho_buf_cstr(&b), "?q=a%26b&amp;f.nam=2024&amp;lang=en&amp;format=json");
    kho_buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(takes), cmocka_unit_test(refuses),
                                       cmocka_unit_test(links_keep_and_change)};
    int rc;

    arena = kho_arena_new((size_t)1 << 20);
    rc = cmocka_run_group_tests(tests, NULL, NULL);
    kho_arena_free(arena);
    return rc;
}
