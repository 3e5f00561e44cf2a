/* Long and odd input: time and memory grow with the length, no more (a quadratic step meets the
 * time limit). */
#include "arena.h"
#include "decode.h"
#include "fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LONG ((size_t)1 << 19)

/* LONG bytes of the same piece again and again. */
static char *
repeat(const char *piece)
{
    const size_t n = strlen(piece);
    char *p = test_malloc(LONG);

    for (size_t i = 0; i < LONG; i++)
        p[i] = piece[i % n];
    return p;
}

static void
every_call_is_linear(void **state)
{
    static const char *const pieces[] = {"a",
                                         "\xe1\xbb\x87",
                                         "\xcc\x81",
                                         "a\xcc\xa3\xcc\x82",
                                         "\xcd\x84\xcc\x96",
                                         "\xc2\xad",
                                         "\xd0\x90",
                                         "\xd0\x90\xd0\x91",
                                         "\xff",
                                         "\r",
                                         "\x01",
                                         "\xd7\xdd ",
                                         "x\xb5",
                                         "\xe1\x84\x80\xe1\x85\xa1",
                                         "\xe0\xa6\xbe",
                                         "\xef\xb7\xba",
                                         "\xc3\xa1\xc2\xbb\xe2\x80\xa1 ",
                                         "\xa7 ",
                                         "U\xfb "};

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct kho_arena *a = kho_arena_new(LONG * 40);
        char *p = repeat(pieces[i]);
        const kho_sv in = {p, LONG};
        struct kho_decoded d;
        struct kho_word w;
        kho_sv text;

        assert_int_equal(KHO_OK, kho_text_normalise(a, in, &text, NULL));
        assert_int_equal(KHO_OK, kho_decode(a, in, &d, NULL));
        for (size_t pos = 0; kho_word_next(in, &pos, &w);)
            assert_true(w.bare_n > 0);
        (void)kho_fold_exact(a, in);
        test_free(p);
        kho_arena_free(a);
    }
}

static void
too_long_is_said_not_died_of(void **state)
{
    struct kho_arena *a = kho_arena_new(1000);
    char *p = repeat("\xff ");
    const kho_sv in = {p, 4000};
    struct kho_err err = {.what = ""};
    struct kho_decoded d;
    kho_sv text;

    (void)state;
    assert_int_equal(KHO_LIMIT, kho_text_normalise(a, in, &text, &err));
    assert_int_equal(KHO_LIMIT, kho_decode(a, in, &d, &err));
    memset(p, 'x', 4000);
    assert_int_equal(KHO_WORD_MAX, kho_fold_bare(a, in).n);
    test_free(p);
    kho_arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_call_is_linear),
                                       cmocka_unit_test(too_long_is_said_not_died_of)};

    return cmocka_run_group_tests_name("fold_long", tests, NULL, NULL);
}
