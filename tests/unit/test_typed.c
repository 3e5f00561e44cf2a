/* What people type from a text, they find in it: the terms of the typed words are terms of the
 * text. Without marks, in capitals, with the marks of a letter apart and in any order, with the
 * tone on the other vowel, with i for y; numbers of documents in any written form. */
#include "fold.h"
#include "letters.h"
#include "terms.h"
#include "utf8.h"

#include "buf.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SPANS = 200, TEXT_MAX = 1 << 20 };

static struct kho_arena *arena;
static unsigned seed = 1;

static unsigned
dice(unsigned sides)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % sides;
}

/* -- sets of terms ---------------------------------------------------------------------------- */

struct set {
    kho_sv *p;
    size_t n;
};

static int
compare(const void *a, const void *b)
{
    const kho_sv *x = a, *y = b;
    const int d = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);

    return d != 0 ? d : (x->n > y->n) - (x->n < y->n);
}

static void
add(struct set *s, kho_sv term)
{
    s->p[s->n++] = kho_arena_dup(arena, term);
}

static bool
contains(const struct set *s, kho_sv term)
{
    return bsearch(&term, s->p, s->n, sizeof *s->p, compare) != NULL;
}

static struct set
terms_of(kho_sv text)
{
    struct set s = {KHO_NEW_N(arena, 2 * text.n + 1, kho_sv), 0};
    struct kho_term_buf buf;
    struct kho_word w;
    struct kho_symbol symbol;
    size_t n;

    for (size_t pos = 0; kho_word_next(text, &pos, &w);) {
        const struct kho_word_term t = kho_term_word(KHO_FIELDS_WORD, &w, &buf);

        add(&s, t.bare);
        add(&s,
            kho_term_exact(arena, (kho_sv){w.bare, w.bare_n}, (kho_sv){w.exact, w.exact_n}).term);
    }
    for (size_t at = 0; at<text.n; at += n> 0 ? n : 1)
        if ((n = kho_symbol_scan(arena, text, at, &symbol)) > 0)
            add(&s, kho_term_symbol(arena, KHO_FIELDS_CITES, &symbol));
    qsort(s.p, s.n, sizeof *s.p, compare);
    return s;
}

/* -- typing ----------------------------------------------------------------------------------- */

static void
put(struct kho_buf *out, uint32_t c)
{
    char utf8[4];

    kho_buf_put(out, utf8, kho_utf8_put(utf8, c));
}

/* The letter under the marks, and its quality mark, 0 none. */
static uint32_t
quality(uint8_t code, uint32_t *base)
{
    *base = (unsigned char)kho_letter_bare[code];
    switch (code) {
    case KHO_L_AW:
        return 0x306;
    case KHO_L_AA:
    case KHO_L_EE:
    case KHO_L_OO:
        return 0x302;
    case KHO_L_OW:
    case KHO_L_UW:
        return 0x31b;
    default:
        return 0;
    }
}

/* Letters and marks apart; the marks in either order. */
static void
type_apart(kho_sv s, struct kho_buf *out)
{
    static const uint32_t tones[KHO_TONES] = {0, 0x300, 0x309, 0x303, 0x301, 0x323};

    for (size_t i = 0; i < s.n;) {
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)s.p + i, s.n - i, &len);
        const struct kho_letter l = c == KHO_UTF8_BAD ? kho_letters[0] : kho_letter_of(c);
        uint32_t base, marks[2];

        if (l.letter_case == KHO_CASE_NONE || l.code == KHO_L_DD) {
            kho_buf_put(out, s.p + i, len);
        } else {
            marks[0] = quality(l.code, &base);
            marks[1] = tones[l.tone];
            put(out, l.letter_case == KHO_CASE_UPPER ? base - 32 : base);
            for (unsigned first = dice(2), k = 0; k < 2; k++)
                if (marks[k ^ first] != 0)
                    put(out, marks[k ^ first]);
        }
        i += len;
    }
}

/* "hoà" for "hòa" and the other way round, "thuỷ" for "thủy". */
static void
type_other_style(kho_sv s, struct kho_buf *out)
{
    static const struct {
        const char *from, *to;
    } pairs[] = {{"òa", "oà"}, {"oà", "òa"}, {"óa", "oá"}, {"oá", "óa"}, {"ọa", "oạ"},
                 {"ỏe", "oẻ"}, {"oẻ", "ỏe"}, {"ủy", "uỷ"}, {"uỷ", "ủy"}, {"úy", "uý"},
                 {"ùy", "uỳ"}, {"ỹ ", "ĩ "}, {"lý", "lí"}, {"kỹ", "kĩ"}, {"quy", "qui"}};

    for (size_t i = 0; i < s.n;) {
        size_t k = 0;

        for (; k < sizeof pairs / sizeof pairs[0]; k++) {
            const kho_sv from = kho_sv_from(pairs[k].from);
            const kho_sv to = kho_sv_from(pairs[k].to);
            const char *behind = s.p + i + from.n;

            /* at the end of a word, and not behind q or g, whose u and i are no vowels */
            if (s.n - i < from.n || memcmp(s.p + i, from.p, from.n) != 0 ||
                (i + from.n < s.n && *behind != ' ') ||
                (k < 11 && (i == 0 || (s.p[i - 1] | 0x20) == 'q')))
                continue;
            if (k == 11 &&
                (i == 0 || strchr("hklmst", s.p[i - 1]) == NULL || (i > 1 && s.p[i - 2] != ' ')))
                continue;
            if ((k == 12 || k == 13) && i > 0 && s.p[i - 1] != ' ')
                continue;
            kho_buf_sv(out, to);
            i += from.n;
            break;
        }
        if (k == sizeof pairs / sizeof pairs[0])
            kho_buf_char(out, s.p[i++]);
    }
}

enum { AS_IS, BARE, UPPER, LOWER, APART, OTHER_STYLE, HOWS };

static kho_sv
typed(kho_sv s, unsigned how, struct kho_buf *buf)
{
    kho_buf_reset(buf);
    switch (how) {
    case BARE:
        return kho_fold_bare(arena, s);
    case UPPER:
        return kho_text_upper(arena, s);
    case LOWER:
        return kho_text_lower(arena, s);
    case APART:
        type_apart(s, buf);
        return kho_buf_view(buf);
    case OTHER_STYLE:
        type_other_style(s, buf);
        return kho_buf_view(buf);
    default:
        return s;
    }
}

/* -- checks ----------------------------------------------------------------------------------- */

static void
check_words(const struct set *text, kho_sv query, unsigned how)
{
    struct kho_term_buf buf;
    struct kho_word w;

    for (size_t pos = 0; kho_word_next(query, &pos, &w);) {
        const struct kho_word_term t = kho_term_word(KHO_FIELDS_WORD, &w, &buf);
        const struct kho_exact_term e =
            kho_term_exact(arena, (kho_sv){w.bare, w.bare_n}, (kho_sv){w.exact, w.exact_n});

        if (!contains(text, t.bare))
            fail_msg("way %u: <%s> of <%.*s> is no term of the text", how, w.bare,
                     KHO_SV_FMT(query));
        if (how != BARE && !contains(text, e.term))
            fail_msg("way %u: exactly <%s> of <%.*s> is no term of the text", how, w.exact,
                     KHO_SV_FMT(query));
    }
}

/* A symbol again as somebody types it from memory. */
static void
check_symbol(const struct set *text, const struct kho_symbol *s)
{
    static const char *const seps[][2] = {{"/", "-"},   {"-", "/"},  {" / ", "-"},
                                          {"/", " - "}, {"-", " /"}, {"/", "–"}};
    struct kho_symbol again;
    kho_sv term;

    for (size_t k = 0; k < sizeof seps / sizeof seps[0]; k++)
        for (unsigned how = 0; how < 2; how++) {
            struct kho_buf b = {.limit = 4096};
            bool first = true;

            kho_buf_fmt(&b, "%s%.*s", dice(2) == 0 ? "" : "Số: ", KHO_SV_FMT(s->number));
            if (s->year > 0)
                kho_buf_fmt(&b, "/%d", (int)s->year);
            if (s->type.n > 0) {
                kho_buf_fmt(&b, "%s%.*s", s->year > 0 ? "/" : seps[k][0], KHO_SV_FMT(s->type));
                first = false;
            }
            for (size_t i = 0; i < s->n_codes; i++, first = false)
                kho_buf_fmt(&b, "%s%.*s",
                            first   ? "/"
                            : i > 0 ? "-"
                                    : seps[k][1],
                            KHO_SV_FMT(s->codes[i]));
            term = kho_buf_view(&b);
            if (how == 1)
                term = kho_text_upper(arena, term);
            if (!kho_symbol_parse(arena, term, &again) ||
                !contains(text, kho_term_symbol(arena, KHO_FIELDS_CITES, &again)))
                fail_msg("<%.*s> is not <%.*s> of the text", KHO_SV_FMT(term), KHO_SV_FMT(s->text));
            kho_buf_free(&b);
        }
}

static size_t
check_text(kho_sv text)
{
    const struct set terms = terms_of(text);
    struct kho_buf buf = {.limit = TEXT_MAX};
    struct kho_symbol symbol;
    size_t symbols = 0, n;

    for (unsigned i = 0; i < SPANS; i++) {
        size_t from = dice((unsigned)text.n), to = from + dice(120);

        while (from > 0 && text.p[from - 1] != ' ' && text.p[from - 1] != '\n')
            from--;
        to = to > text.n ? text.n : to;
        while (to < text.n && text.p[to] != ' ' && text.p[to] != '\n')
            to++;
        for (unsigned how = 0; how < HOWS; how++)
            check_words(&terms, typed((kho_sv){text.p + from, to - from}, how, &buf), how);
    }
    for (size_t at = 0; at<text.n; at += n> 0 ? n : 1)
        if ((n = kho_symbol_scan(arena, text, at, &symbol)) > 0) {
            check_symbol(&terms, &symbol);
            symbols++;
        }
    kho_buf_free(&buf);
    return symbols;
}

static bool
is_text(const char *name)
{
    const size_t n = strlen(name);

    return n > 4 && (strcmp(name + n - 4, ".txt") == 0 || strcmp(name + n - 3, ".md") == 0);
}

static void
check_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *e;
    size_t texts = 0, symbols = 0;

    if (dir == NULL)
        skip();
    while ((e = readdir(dir)) != NULL) {
        char path[4096];
        FILE *f;
        char *p;
        kho_sv text;

        if (!is_text(e->d_name))
            continue;
        kho_arena_reset(arena);
        (void)snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        f = fopen(path, "rb");
        assert_non_null(f);
        p = KHO_NEW_N(arena, TEXT_MAX, char);
        text = (kho_sv){p, fread(p, 1, TEXT_MAX, f)};
        assert_int_equal(0, fclose(f));
        assert_int_equal(KHO_OK, kho_text_normalise(arena, text, &text, NULL));
        if (text.n > 0)
            symbols += check_text(text);
        texts++;
    }
    assert_int_equal(0, closedir(dir));
    assert_true(texts > 0);
    print_message("%zu texts, %zu document numbers\n", texts, symbols);
}

static void
samples(void **state)
{
    (void)state;
    check_folder(KHO_TESTDIR "/../samples/src");
}

static void
real_heads(void **state)
{
    const char *shared = getenv("KHO_SHARED");
    char path[4096];

    (void)state;
    if (shared == NULL)
        skip();
    (void)snprintf(path, sizeof path, "%s/heads", shared);
    check_folder(path);
}

static void
real_plans(void **state)
{
    const char *shared = getenv("KHO_SHARED");
    char path[4096];

    (void)state;
    if (shared == NULL)
        skip();
    (void)snprintf(path, sizeof path, "%s/plans", shared);
    check_folder(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples),
        cmocka_unit_test(real_heads),
        cmocka_unit_test(real_plans),
    };
    int failed;

    arena = kho_arena_new((size_t)1 << 30);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    kho_arena_free(arena);
    return failed;
}
