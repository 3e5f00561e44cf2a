#include "arena.h"
#include "terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct kho_arena *arena;

#define assert_sv(want, got)                                                                       \
    do {                                                                                           \
        const kho_sv got_ = (got);                                                                 \
        assert_int_equal(strlen(want), got_.n);                                                    \
        assert_memory_equal(want, got_.p, got_.n);                                                 \
    } while (0)

static void
word_has_exact_term_only_with_marks(void **state)
{
    struct kho_term_buf buf;
    struct kho_word_term t;
    struct kho_word w;
    size_t pos = 0;

    (void)state;
    assert_true(kho_word_next(KHO_SV("Hoà 12"), &pos, &w));
    t = kho_term_word(KHO_FIELDS_TITLE, &w, &buf);
    assert_sv("Shoa", t.bare);
    assert_sv("Sh\xb6"
              "a",
              t.exact);
    t = kho_term_word(KHO_FIELDS_WORD, &w, &buf);
    assert_sv("hoa", t.bare);
    assert_true(kho_word_next(KHO_SV("Hoà 12"), &pos, &w));
    t = kho_term_word(KHO_FIELDS_WORD, &w, &buf);
    assert_sv("12", t.bare);
    assert_null(t.exact.p);
}

/* đ and d: the forms differ only in this letter */
static void
word_with_d_only(void **state)
{
    struct kho_term_buf buf;
    struct kho_word w;
    size_t pos = 0;

    (void)state;
    assert_true(kho_word_next(KHO_SV("QĐ"), &pos, &w));
    assert_sv("q\xbe", kho_term_word(KHO_FIELDS_WORD, &w, &buf).exact);
}

/* Every letter of its own, one byte each; letters of other languages as they are. */
static void
exact_forms_are_short(void **state)
{
    static const char letters[] = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợ"
                                  "ùúủũụưừứửữựỳýỷỹỵđ";
    bool seen[256] = {false};
    size_t n = 0;
    kho_sv t;

    (void)state;
    for (size_t at = 0; letters[at] != '\0'; n++) {
        const size_t used = (unsigned char)letters[at] >= 0xe0 ? 3 : 2;

        t = kho_term_raw(arena, KHO_FIELDS_WORD, (kho_sv){letters + at, used});
        assert_int_equal(t.n, 1);
        assert_true((unsigned char)t.p[0] >= 0x80);
        assert_false((unsigned char)t.p[0] > 0xc1 && (unsigned char)t.p[0] < 0xf5); /* not UTF-8 */
        assert_false(seen[(unsigned char)t.p[0]]);
        seen[(unsigned char)t.p[0]] = true;
        at += used;
    }
    assert_int_equal(n, 67);
    assert_sv("ñß\xe1\xbb", kho_term_raw(arena, KHO_FIELDS_WORD, KHO_SV("ñß\xe1\xbb")));
    assert_sv("XC:đ", kho_term_raw(arena, KHO_FIELDS_CITEKEY, KHO_SV("đ")));
}

static void
a_word_has_one_term(void **state)
{
    static const char text[] = "Ủy ban nhân dân phường Đồng Nguyên, hoà kĩ Müller ﬁ 12 ĐẶNG ǎ";
    struct kho_term_buf buf;
    struct kho_word w;

    (void)state;
    for (size_t at = 0; kho_word_next(KHO_SV(text), &at, &w);) {
        const kho_sv bare = {w.bare, w.bare_n}, exact = {w.exact, w.exact_n};
        const struct kho_word_term t = kho_term_word(KHO_FIELDS_WORD, &w, &buf);
        const struct kho_exact_term e = kho_term_exact(arena, bare, exact);

        assert_true(kho_sv_eq(e.term, t.exact.p != NULL ? t.exact : t.bare));
        assert_true(kho_sv_eq(t.bare, kho_term_raw(arena, KHO_FIELDS_WORD, bare)));
        if (e.without.n != 0) {
            assert_null(t.exact.p);
            assert_null(t.usual.p);
            assert_true(kho_sv_eq(e.without, kho_term_unusual(arena, bare)));
        }
    }
}

/* In the usual form there is no term but the bare one; in others, and without marks, the usual form
 * is named. */
static void
usual_forms_need_no_term(void **state)
{
    struct kho_term_buf buf;
    struct kho_word_term t;
    struct kho_word w;
    kho_sv bare[64];
    size_t at = 0;

    (void)state;
    assert_true(kho_word_next(KHO_SV("các cạc cac"), &at, &w));
    t = kho_term_word(KHO_FIELDS_WORD, &w, &buf);
    assert_null(t.exact.p);
    assert_null(t.usual.p);
    assert_true(kho_word_next(KHO_SV("các cạc cac"), &at, &w));
    t = kho_term_word(KHO_FIELDS_WORD, &w, &buf);
    assert_sv("c\x80"
              "c",
              t.exact);
    assert_sv("các", t.usual);
    assert_true(kho_word_next(KHO_SV("các cạc cac"), &at, &w));
    t = kho_term_word(KHO_FIELDS_WORD, &w, &buf);
    assert_null(t.exact.p);
    assert_sv("các", t.usual);
    assert_sv("cac\1", kho_term_unusual(arena, KHO_SV("cac")));
    assert_sv("cac\1", kho_term_exact(arena, KHO_SV("cac"), KHO_SV("các")).without);
    assert_true(kho_term_usual_begin(KHO_SV("c\xc3\xa1"), bare, 64) > 1);
    assert_int_equal(0, kho_term_usual_begin(KHO_SV("zzz"), bare, 64));
}

/* The table is in order, folded, and of syllables. */
static void
usual_forms_are_folded(void **state)
{
    (void)state;
    for (size_t i = 0; i < kho_usual_forms_n; i++) {
        const kho_sv bare = kho_sv_from(kho_usual_forms[i].bare);
        const kho_sv form = kho_sv_from(kho_usual_forms[i].form);

        if (!kho_sv_eq(bare, kho_fold_bare(arena, form)) ||
            !kho_sv_eq(form, kho_fold_exact(arena, form)) || kho_sv_eq(bare, form) ||
            !kho_is_syllable(form))
            fail_msg("%s %s", kho_usual_forms[i].bare, kho_usual_forms[i].form);
        if (i > 0)
            assert_true(strcmp(kho_usual_forms[i - 1].bare, kho_usual_forms[i].bare) < 0);
    }
}

static void
flag_is_a_slug(void **state)
{
    (void)state;
    assert_sv("XT:ke-hoach", kho_term_flag(arena, KHO_FIELDS_TYPE, KHO_SV("Kế hoạch")));
    assert_sv("XL:tinh", kho_term_flag(arena, KHO_FIELDS_LEVEL, KHO_SV("tinh")));
}

static void
long_terms_keep_their_difference(void **state)
{
    char text[1000];
    kho_sv a, b, c;

    (void)state;
    memset(text, 'x', sizeof text);
    a = kho_term_raw(arena, KHO_FIELDS_CITEKEY, (kho_sv){text, sizeof text});
    b = kho_term_raw(arena, KHO_FIELDS_CITEKEY, (kho_sv){text, sizeof text - 1});
    c = kho_term_raw(arena, KHO_FIELDS_CITEKEY, (kho_sv){text, sizeof text});
    assert_true(a.n <= KHO_TERMS_MAX && b.n <= KHO_TERMS_MAX);
    assert_false(kho_sv_eq(a, b));
    assert_true(kho_sv_eq(a, c));
    assert_memory_equal("XC:xxx", a.p, 6);
    a = kho_term_raw(arena, KHO_FIELDS_CITEKEY, (kho_sv){text, KHO_TERMS_MAX - 3});
    assert_int_equal(KHO_TERMS_MAX, a.n);
    assert_memory_equal("xxx", a.p + a.n - 3, 3);
}

static void
long_terms_are_cut_at_a_character(void **state)
{
    char text[900];
    kho_sv t;

    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = "ệ"[i % 3];
    for (size_t cut = 0; cut < 3; cut++) {
        kho_sv rest;

        t = kho_term_raw(arena, KHO_FIELDS_KEY, (kho_sv){text + cut * 3, 600});
        rest = (kho_sv){t.p + 1, t.n - 1 - 32};
        assert_int_equal(0, rest.n % 3);
    }
}

static void
no_term_has_a_nul(void **state)
{
    const kho_sv a = kho_term_raw(arena, KHO_FIELDS_KEY, KHO_SV("a\0b"));
    const kho_sv b = kho_term_raw(arena, KHO_FIELDS_KEY, KHO_SV("a\0c"));

    (void)state;
    assert_null(memchr(a.p, '\0', a.n));
    assert_false(kho_sv_eq(a, b));
    assert_sv("Q", kho_term_raw(arena, KHO_FIELDS_KEY, (kho_sv){NULL, 0}));
}

static void
expansions_go_both_ways(void **state)
{
    kho_sv out[4];

    (void)state;
    assert_int_equal(1, kho_term_expansions(KHO_SV("ubnd"), out, 4));
    assert_sv("uy ban nhan dan", out[0]);
    assert_int_equal(1, kho_term_expansions(KHO_SV("uy ban nhan dan"), out, 4));
    assert_sv("ubnd", out[0]);
    assert_int_equal(2, kho_term_expansions(KHO_SV("btc"), out, 4));
    assert_int_equal(1, kho_term_expansions(KHO_SV("btc"), out, 1));
    assert_int_equal(2, kho_term_expansions(KHO_SV("kinh te xa hoi"), out, 4));
    assert_int_equal(0, kho_term_expansions(KHO_SV("ubn"), out, 4));
    assert_int_equal(0, kho_term_expansions(KHO_SV(""), out, 4));
}

/* Searching "tu" must not become a search for every provincial committee. */
static void
no_abbreviation_reads_like_a_syllable(void **state)
{
    (void)state;
    for (size_t i = 0; i < kho_abbreviations_n; i++) {
        const kho_sv bare = kho_fold_bare(arena, kho_sv_from(kho_abbreviations[i].abbr));

        if (kho_is_syllable(bare))
            fail_msg("%s", kho_abbreviations[i].abbr);
    }
}

static int
start(void **state)
{
    (void)state;
    arena = kho_arena_new((size_t)1 << 20);
    return 0;
}

static int
end(void **state)
{
    (void)state;
    kho_arena_free(arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(word_has_exact_term_only_with_marks),
                                       cmocka_unit_test(word_with_d_only),
                                       cmocka_unit_test(exact_forms_are_short),
                                       cmocka_unit_test(a_word_has_one_term),
                                       cmocka_unit_test(usual_forms_need_no_term),
                                       cmocka_unit_test(usual_forms_are_folded),
                                       cmocka_unit_test(flag_is_a_slug),
                                       cmocka_unit_test(long_terms_keep_their_difference),
                                       cmocka_unit_test(long_terms_are_cut_at_a_character),
                                       cmocka_unit_test(no_term_has_a_nul),
                                       cmocka_unit_test(expansions_go_both_ways),
                                       cmocka_unit_test(no_abbreviation_reads_like_a_syllable)};

    return cmocka_run_group_tests_name("terms", tests, start, end);
}
