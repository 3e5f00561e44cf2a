/* Searches that look documents up instead of walking lists: they find and weigh what the others do.
 */
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "scratch.h"

enum { DOCS = 800, WORDS = 6, RARE = 40 /* one document of so many */ };

struct fix {
    struct kho_scratch at;
    struct kho_arena *arena;
    struct kho_store *s;
};

/* "w0" in every document, "w1" in every second ...; "rare", "some" (every third), a name. */
static void
put_one(struct fix *f, uint32_t number)
{
    struct kho_posting p[2 * WORDS + 8];
    char names[WORDS][8], key[16];
    struct kho_slot slot = {0, KHO_SV("v")};
    struct kho_store_doc d = {
        .data = KHO_SV("x"), .postings = p, .slots = &slot, .n_slots = number % 2};
    uint32_t pos = 1;
    struct kho_err err;

    (void)snprintf(key, sizeof key, "Q%u", (unsigned)number);
    d.key = kho_sv_from(key);
    for (uint32_t w = 0; w < WORDS; w++) {
        (void)snprintf(names[w], sizeof names[w], "w%u", (unsigned)w);
        for (uint32_t k = 0; number % (w + 1) == 0 && k <= number % (w + 2) % 2; k++)
            p[d.n_postings++] = (struct kho_posting){kho_sv_from(names[w]), pos++, 1};
    }
    if (number % RARE == 0)
        p[d.n_postings++] = (struct kho_posting){KHO_SV("rare"), 0, 0};
    if (number % 3 == 0)
        p[d.n_postings++] = (struct kho_posting){KHO_SV("some"), 0, 0};
    if (number % 16 == 0)
        p[d.n_postings++] = (struct kho_posting){KHO_SV("short"), 0, 1};
    assert_int_equal(KHO_OK, kho_store_put(f->s, &d, &err));
}

static int
setup(void **state)
{
    struct fix *f = calloc(1, sizeof *f);
    struct kho_err err;

    if (f == NULL)
        return -1;
    f->arena = kho_arena_new((size_t)1 << 26);
    *state = f;
    if (!kho_scratch_make(&f->at))
        return -1;
    if (kho_store_open(&f->s, f->at.db, KHO_STORE_CREATE, &err) != KHO_OK)
        return -1;
    for (uint32_t i = 0; i < DOCS; i++)
        put_one(f, i);
    return kho_store_commit(f->s, &err) == KHO_OK ? 0 : -1;
}

static int
teardown(void **state)
{
    struct fix *f = *state;

    kho_store_close(f->s);
    kho_scratch_remove(&f->at);
    kho_arena_free(f->arena);
    free(f);
    return 0;
}

static struct kho_node *
node(struct fix *f, enum kho_op op, struct kho_node *first, struct kho_node *second)
{
    struct kho_node *n = KHO_NEW(f->arena, struct kho_node);

    *n = (struct kho_node){.op = op, .kids = first};
    if (first != NULL)
        first->next = second;
    return n;
}

static struct kho_node *
term(struct fix *f, const char *name)
{
    struct kho_node *n = node(f, KHO_OP_TERM, NULL, NULL);

    n->term = kho_sv_from(name);
    return n;
}

/* w1 to w5, of which a part must be there; "short" stands for w3, w1 before w2 for w4. */
static struct kho_node *
bag(struct fix *f, double part)
{
    static const char *const names[] = {"w1", "w2", "w3", "w4", "w5"};
    struct kho_node *n = node(f, KHO_OP_BAG, NULL, NULL), *kids[7];

    for (size_t i = 0; i < 5; i++)
        kids[i] = term(f, names[i]);
    kids[5] = node(f, KHO_OP_STANDS, term(f, "short"), NULL);
    kids[5]->slot = 2;
    kids[6] = node(f, KHO_OP_STANDS, node(f, KHO_OP_PHRASE, term(f, "w1"), term(f, "w2")), NULL);
    kids[6]->slot = 3;
    kids[5]->limit = kids[6]->limit = 1;
    kids[5]->factor = kids[6]->factor = 1;
    for (size_t i = 0; i < 6; i++)
        kids[i]->next = kids[i + 1];
    n->kids = kids[0];
    n->factor = part;
    return n;
}

static struct kho_results
search(struct fix *f, const struct kho_node *q, uint32_t look_us)
{
    const struct kho_search what = {
        .query = q, .max = DOCS, .exact = look_us == 0, .look_us = look_us};
    struct kho_results r;
    struct kho_err err;

    assert_int_equal(KHO_OK, kho_store_search(f->s, &what, f->arena, &r, &err));
    return r;
}

static void
same(const struct kho_results *a, const struct kho_results *b)
{
    assert_int_equal(a->total, b->total);
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_int_equal(a->hits[i].docid, b->hits[i].docid);
        assert_true(a->hits[i].weight - b->hits[i].weight < 1e-4 &&
                    b->hits[i].weight - a->hits[i].weight < 1e-4);
    }
}

/* Of an OR the store does not know that it leaves little. */
static void
a_narrow_filter_finds_what_a_wide_one_does(void **state)
{
    struct fix *f = *state;

    for (double part = 0; part < 1.05; part += .25) {
        const struct kho_node *narrow = node(f, KHO_OP_FILTER, bag(f, part), term(f, "rare"));
        const struct kho_node *wide = node(f, KHO_OP_FILTER, bag(f, part),
                                           node(f, KHO_OP_OR, term(f, "rare"), term(f, "nowhere")));
        const struct kho_results a = search(f, narrow, 0), b = search(f, wide, 0);

        assert_true(part > 0 || a.total == DOCS / RARE);
        same(&a, &b);
    }
}

static void
terms_are_counted_as_any_query(void **state)
{
    struct fix *f = *state;
    struct kho_facet one = {.slot = 0}, two = {.slot = 0};
    struct kho_search what = {.query = node(f, KHO_OP_AND, term(f, "some"), term(f, "w1")),
                              .facets = &one,
                              .n_facets = 1,
                              .exact = true};
    struct kho_results a, b;
    struct kho_err err;

    assert_int_equal(KHO_OK, kho_store_search(f->s, &what, f->arena, &a, &err));
    what.facets = &two;
    what.query =
        node(f, KHO_OP_AND, node(f, KHO_OP_OR, term(f, "some"), term(f, "nowhere")), term(f, "w1"));
    assert_int_equal(KHO_OK, kho_store_search(f->s, &what, f->arena, &b, &err));
    assert_int_equal(a.total, (DOCS + 5) / 6);
    assert_int_equal(a.total, b.total);
    assert_int_equal(one.n, two.n);
    for (size_t i = 0; i < one.n; i++)
        assert_int_equal(one.counts[i].count, two.counts[i].count);
}

static void
time_to_look_changes_nothing_while_it_lasts(void **state)
{
    struct fix *f = *state;
    const struct kho_node *q = node(f, KHO_OP_PHRASE, term(f, "w0"), term(f, "w1"));
    const struct kho_results all = search(f, q, 0), most = search(f, q, 60000000),
                             none = search(f, node(f, KHO_OP_PHRASE, term(f, "w1"), term(f, "w0")),
                                           60000000);
    const struct kho_results little = search(f, q, 1);

    same(&all, &most);
    assert_true(all.total > 0 && none.n == 0 && none.exact);
    assert_true(little.n <= all.n && (little.n == all.n || !little.exact));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_narrow_filter_finds_what_a_wide_one_does),
        cmocka_unit_test(terms_are_counted_as_any_query),
        cmocka_unit_test(time_to_look_changes_nothing_while_it_lasts),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
