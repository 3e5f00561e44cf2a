#include "posting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static struct kho_arena *arena;

static bool
has(const struct kho_store_doc *d, kho_sv term)
{
    for (size_t i = 0; i < d->n_postings; i++)
        if (kho_sv_eq(d->postings[i].term, term))
            return true;
    return false;
}

static void
take(kho_sv text, struct kho_store_doc *out)
{
    struct kho_postings c;
    uint32_t pos = 0;

    assert_true(kho_postings_init(&c, arena, text.n));
    kho_postings_stream(&c, text, &pos);
    kho_postings_done(&c, KHO_SV("Q1"), KHO_SV("x"), out);
}

/* What the terms say about a form of a word. */
static bool
says(const struct kho_store_doc *d, const char *form)
{
    struct kho_exact_term t;
    struct kho_word w;
    size_t at = 0;

    assert_true(kho_word_next(kho_sv_from(form), &at, &w));
    t = kho_term_exact(arena, (kho_sv){w.bare, w.bare_n}, (kho_sv){w.exact, w.exact_n});
    return has(d, t.term) && (t.without.n == 0 || !has(d, t.without));
}

/* Every choice of some forms, each alone and several times: the terms tell which are there. */
static void
exact_forms_are_told_apart(void **state)
{
    static const char *const forms[] = {"các", "cạc",  "cac",  "của",  "cua",
                                        "cưa", "dưng", "đừng", "bdxx", "bđxx"};
    enum { FORMS = sizeof forms / sizeof forms[0] };
    char text[1024];

    (void)state;
    for (unsigned set = 0; set < 1u << FORMS; set++) {
        struct kho_store_doc d;
        size_t n = 0;

        kho_arena_reset(arena);
        for (unsigned round = 0; round < 2; round++)
            for (unsigned i = 0; i < FORMS; i++)
                if ((set >> i & 1) != 0)
                    n += (size_t)snprintf(text + n, sizeof text - n, "%s, ", forms[i]);
        take((kho_sv){text, n}, &d);
        for (unsigned i = 0; i < FORMS; i++) {
            const char *const form = forms[i];
            struct kho_word w;
            size_t at = 0;

            assert_true(kho_word_next(kho_sv_from(form), &at, &w));
            if (kho_sv_eq((kho_sv){w.bare, w.bare_n}, (kho_sv){w.exact, w.exact_n}))
                continue; /* a query without marks asks for all forms */
            assert_int_equal(set >> i & 1, says(&d, form));
        }
    }
}

/* A short name stands for its body without a form of its own. */
static void
short_names_have_no_marks(void **state)
{
    struct kho_store_doc d;

    (void)state;
    for (size_t i = 0; i < kho_abbreviations_n; i++) {
        kho_arena_reset(arena);
        take(kho_sv_from(kho_abbreviations[i].expansion), &d);
        for (size_t k = 0; k < kho_usual_forms_n; k++)
            if (says(&d, kho_usual_forms[k].form)) {
                const kho_sv bare = kho_sv_from(kho_usual_forms[k].bare);
                bool placed = false;

                for (size_t p = 0; p < d.n_postings; p++)
                    placed =
                        placed || (d.postings[p].pos != 0 && kho_sv_eq(d.postings[p].term, bare));
                if (!placed)
                    fail_msg("%s: %s", kho_abbreviations[i].expansion, kho_usual_forms[k].form);
            }
    }
}

static int
setup(void **state)
{
    (void)state;
    arena = kho_arena_new((size_t)64 << 20);
    return arena == NULL;
}

static int
teardown(void **state)
{
    (void)state;
    kho_arena_free(arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(exact_forms_are_told_apart),
                                       cmocka_unit_test(short_names_have_no_marks)};

    return cmocka_run_group_tests(tests, setup, teardown);
}
