/* Vietnamese alphabetical order: a ă â b c d đ e ê ... o ô ơ ... u ư; tones decide between equal
 * letters. */
#include "fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const ORDER[] = {
    "an ninh", "an toàn", "ăn uống", "âm nhạc", "bảo hiểm", "dân vận", "dz",
    "đa",      "đất",     "em",      "ê chề",   "kế hoạch", "kê khai", "làng",
    "nông",    "ông bà",  "ở nhà",   "uy tín",  "ưu tiên",  "xã hội",  "ý kiến",
};

static int
by_bytes(kho_sv a, kho_sv b)
{
    const size_t least = a.n < b.n ? a.n : b.n;
    const int r = least == 0 ? 0 : memcmp(a.p, b.p, least);

    return r != 0 ? r : (a.n > b.n) - (a.n < b.n);
}

static void
words_stand_as_in_a_dictionary(void **state)
{
    struct kho_arena *a = kho_arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < sizeof ORDER / sizeof ORDER[0]; i++)
        for (size_t k = i + 1; k < sizeof ORDER / sizeof ORDER[0]; k++) {
            const kho_sv x = kho_sv_from(ORDER[i]), y = kho_sv_from(ORDER[k]);

            if (kho_text_compare(x, y) >= 0 || kho_text_compare(y, x) <= 0)
                fail_msg("'%s' does not compare below '%s'", ORDER[i], ORDER[k]);
            if (by_bytes(kho_text_sort_key(a, x, 60), kho_text_sort_key(a, y, 60)) >= 0)
                fail_msg("the key of '%s' is not below that of '%s'", ORDER[i], ORDER[k]);
        }
    kho_arena_free(a);
}

static void
capitals_and_unicode_forms_stand_together(void **state)
{
    struct kho_arena *a = kho_arena_new(1 << 20);
    const kho_sv small = kho_text_sort_key(a, KHO_SV("đất đai"), 60),
                 caps = kho_text_sort_key(a, KHO_SV("ĐẤT ĐAI"), 60),
                 next = kho_text_sort_key(a, KHO_SV("đất đỏ"), 60),
                 apart = kho_text_sort_key(a, KHO_SV("đa\xcc\x82\xcc\x81t đai"), 60);

    (void)state;
    assert_true(by_bytes(caps, next) < 0 && by_bytes(small, next) < 0);
    assert_int_equal(0, by_bytes(small, apart));
    kho_arena_free(a);
}

static void
any_bytes_have_a_key(void **state)
{
    struct kho_arena *a = kho_arena_new(1 << 20);
    char longest[5000];

    (void)state;
    memset(longest, 'z', sizeof longest);
    assert_int_equal(0, kho_text_sort_key(a, (kho_sv){NULL, 0}, 60).n);
    assert_true(kho_text_sort_key(a, KHO_SV("\xff\xfe\x80"), 60).n <= 60);
    assert_int_equal(60, kho_text_sort_key(a, (kho_sv){longest, sizeof longest}, 60).n);
    assert_true(kho_text_sort_key(a, (kho_sv){longest, 200}, 4000).n > 100);
    kho_arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_as_in_a_dictionary),
        cmocka_unit_test(capitals_and_unicode_forms_stand_together),
        cmocka_unit_test(any_bytes_have_a_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
