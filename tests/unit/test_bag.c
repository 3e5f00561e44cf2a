/* Bags of words: the same documents and weights as from Xapian's own operators, names that stand
 * for words, words that need not be there, time that is up, and several databases that answer as
 * one. */
#include "store.h"

#include <math.h>
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

enum { DOCS = 3000, WORDS = 12, LONGEST = 40, SHARDS = 3 };

struct fix {
    struct kho_scratch at;
    struct kho_arena *arena;
    struct kho_store *s;             /* that is asked */
    struct kho_store *shard[SHARDS]; /* the same documents, each in one of them */
    uint32_t seed;
};

static uint32_t
dice(struct fix *f, uint32_t sides)
{
    f->seed = f->seed * 1664525 + 1013904223;
    return (f->seed >> 8) % sides;
}

/* "w0" stands nearly everywhere, "w11" hardly anywhere; "short" in some. */
static void
put_one(struct fix *f, uint32_t number)
{
    struct kho_posting p[LONGEST + 1];
    char names[LONGEST][8], key[16], value[8];
    struct kho_slot slot = {0, {value, 2}};
    struct kho_store_doc d = {.data = KHO_SV("x"), .postings = p, .slots = &slot};
    struct kho_err err;

    (void)snprintf(key, sizeof key, "Q%u", (unsigned)number);
    d.key = kho_sv_from(key);
    for (size_t n = 3 + dice(f, LONGEST - 4); d.n_postings < n; d.n_postings++) {
        uint32_t word = 0;

        while (word + 1 < WORDS && dice(f, 10) < 6)
            word++;
        (void)snprintf(names[d.n_postings], 8, "w%u", (unsigned)word);
        p[d.n_postings] =
            (struct kho_posting){kho_sv_from(names[d.n_postings]), (uint32_t)d.n_postings + 1, 1};
    }
    if (number % 50 == 0)
        p[d.n_postings++] = (struct kho_posting){KHO_SV("short"), 0, 1};
    (void)snprintf(value, sizeof value, "%02u", (unsigned)(number * 7 % 23));
    d.n_slots = number % 5 != 0;
    assert_int_equal(KHO_OK, kho_store_put(f->s, &d, &err));
    assert_int_equal(KHO_OK, kho_store_put(f->shard[number % SHARDS], &d, &err));
}

static int
setup(void **state)
{
    struct fix *f = calloc(1, sizeof *f);
    struct kho_err err;

    if (f == NULL)
        return -1;
    f->arena = kho_arena_new((size_t)1 << 27);
    f->seed = 7;
    *state = f;
    if (!kho_scratch_make(&f->at))
        return -1;
    if (kho_store_open(&f->s, f->at.db, KHO_STORE_CREATE, &err) != KHO_OK)
        return -1;
    for (unsigned i = 0; i < SHARDS; i++) {
        char path[96];

        (void)snprintf(path, sizeof path, "%s/%u", f->at.dir, i);
        if (kho_store_open(&f->shard[i], path, KHO_STORE_CREATE, &err) != KHO_OK)
            return -1;
    }
    for (uint32_t i = 0; i < DOCS; i++)
        put_one(f, i);
    for (unsigned i = 0; i < SHARDS; i++) {
        if (kho_store_commit(f->shard[i], &err) != KHO_OK)
            return -1;
        kho_store_close(f->shard[i]);
    }
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
term(struct fix *f, kho_sv name)
{
    struct kho_node *n = KHO_NEW(f->arena, struct kho_node);

    *n = (struct kho_node){.op = KHO_OP_TERM, .term = name};
    return n;
}

/* Some of the words; the same words for the same from and step. */
static struct kho_node *
words(struct fix *f, enum kho_op op, uint32_t from, uint32_t step, double factor)
{
    struct kho_node *n = KHO_NEW(f->arena, struct kho_node);
    const struct kho_node **last = &n->kids;

    n->op = op;
    n->factor = factor;
    for (uint32_t i = from; i < WORDS; i += step) {
        char name[8];
        struct kho_node *t;

        (void)snprintf(name, sizeof name, "w%u", (unsigned)i);
        t = term(f, kho_arena_dup(f->arena, kho_sv_from(name)));
        *last = t;
        last = &t->next;
    }
    return n;
}

static struct kho_results
search(struct fix *f, const struct kho_node *q, uint32_t match_us)
{
    const struct kho_search what = {.query = q, .max = DOCS, .exact = true, .match_us = match_us};
    struct kho_results r;
    struct kho_err err;

    assert_int_equal(KHO_OK, kho_store_search(f->s, &what, f->arena, &r, &err));
    return r;
}

static double
weight_of(const struct kho_results *r, uint32_t docid)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->hits[i].docid == docid)
            return r->hits[i].weight;
    return -1;
}

static void
same(const struct kho_results *a, const struct kho_results *b)
{
    assert_int_equal(a->total, b->total);
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++)
        assert_true(fabs(a->hits[i].weight - weight_of(b, a->hits[i].docid)) < 1e-4);
}

static void
any_and_all_are_as_xapian_has_them(void **state)
{
    struct fix *f = *state;

    for (uint32_t step = 1; step < 5; step++)
        for (uint32_t from = 0; from + step < WORDS; from += 3) {
            struct kho_results bag = search(f, words(f, KHO_OP_BAG, from, step, 0), 0),
                               or = search(f, words(f, KHO_OP_OR, from, step, 0), 0);

            assert_true(bag.exact && bag.total > 0);
            same(&bag, & or);
            bag = search(f, words(f, KHO_OP_BAG, from, step, 1), 0);
            or = search(f, words(f, KHO_OP_AND, from, step, 0), 0);
            same(&bag, & or);
        }
}

/* More asked for is a part of less asked for, and weighs the same. */
static void
parts_lie_in_one_another(void **state)
{
    struct fix *f = *state;
    struct kho_results wide = search(f, words(f, KHO_OP_BAG, 0, 1, 0), 0);

    for (double part = .1; part < 1.05; part += .1) {
        const struct kho_results r = search(f, words(f, KHO_OP_BAG, 0, 1, part), 0);

        assert_true(r.total <= wide.total);
        for (size_t i = 0; i < r.n; i++)
            assert_true(fabs(r.hits[i].weight - weight_of(&wide, r.hits[i].docid)) < 1e-4);
        wide = r;
    }
}

static void
unknown_words_miss_only_where_all_are_wanted(void **state)
{
    struct fix *f = *state;
    struct kho_node *q = words(f, KHO_OP_BAG, 8, 1, .5), *unknown = term(f, KHO_SV("nowhere"));
    const uint64_t without = search(f, q, 0).total;

    unknown->next = q->kids;
    q->kids = unknown;
    assert_true(without > 0);
    assert_int_equal(without, search(f, q, 0).total);
    q->factor = 1;
    assert_int_equal(0, search(f, q, 0).total);
    unknown->limit = KHO_BAG_TELLS_NOTHING; /* and not even there when it tells nothing */
    assert_int_equal(search(f, words(f, KHO_OP_BAG, 8, 1, 1), 0).total, search(f, q, 0).total);
}

static void
names_stand_for_their_words(void **state)
{
    struct fix *f = *state;
    struct kho_node *q = words(f, KHO_OP_BAG, 9, 1, 1), *name = KHO_NEW(f->arena, struct kho_node);
    const struct kho_results alone = search(f, q, 0);
    struct kho_results r;
    size_t more = 0;

    *name = (struct kho_node){.op = KHO_OP_STANDS,
                              .slot = 0,
                              .limit = 3,
                              .factor = 1,
                              .kids = term(f, KHO_SV("short")),
                              .next = q->kids};
    q->kids = name;
    r = search(f, q, 0);
    for (size_t i = 0; i < r.n; i++)
        more += weight_of(&alone, r.hits[i].docid) < 0;
    assert_int_equal(alone.total + more, r.total);
    assert_int_equal(DOCS / 50, search(f, name->kids, 0).total);
    assert_true(more > 0 && more <= DOCS / 50);
    name->limit = 2; /* the third word is still wanted */
    assert_true(search(f, q, 0).total < r.total);
}

static void
without_time_the_frequent_words_are_left_out(void **state)
{
    struct fix *f = *state;
    const struct kho_results whole = search(f, words(f, KHO_OP_BAG, 0, 1, .2), 0),
                             cut = search(f, words(f, KHO_OP_BAG, 0, 1, .2), 1);

    assert_true(whole.exact);
    assert_false(cut.exact);
    assert_true(cut.n > 0);
}

/* An index of all shards: its docids are those of the one that was written at once. */
static struct kho_store *
joined(struct fix *f)
{
    struct kho_store *s = NULL;
    struct kho_err err = {.what = ""};
    char path[128];
    FILE *out;

    (void)snprintf(path, sizeof path, "%s/all", f->at.dir);
    assert_int_equal(0, mkdir(path, 0777));
    (void)snprintf(path, sizeof path, "%s/all/%d", f->at.dir, KHO_STORE_VERSION);
    assert_int_equal(0, mkdir(path, 0777));
    (void)snprintf(path, sizeof path, "%s/all/%d/main", f->at.dir, KHO_STORE_VERSION);
    out = fopen(path, "w");
    assert_non_null(out);
    for (unsigned k = 0; k < SHARDS; k++)
        (void)fprintf(out, "glass ../../%u/%d/g1\n", k, KHO_STORE_VERSION);
    assert_int_equal(0, fclose(out));
    (void)snprintf(path, sizeof path, "%s/all", f->at.dir);
    if (kho_store_open(&s, path, KHO_STORE_READ, &err) != KHO_OK)
        fail_msg("open: %s", err.what);
    return s;
}

static struct kho_node *
over(struct fix *f, enum kho_op op, const struct kho_node *a, struct kho_node *b)
{
    struct kho_node *n = KHO_NEW(f->arena, struct kho_node),
                    *first = KHO_NEW(f->arena, struct kho_node);

    *first = *a;
    first->next = b;
    *n = (struct kho_node){.op = op, .kids = first, .factor = 2};
    return n;
}

/* Hits, weights, totals and counts of one query, from the index that is asked and from another. */
static void
answers_alike(struct fix *f, struct kho_store *other, const struct kho_node *q, enum kho_sort sort)
{
    struct kho_store *const from[] = {f->s, other};
    struct kho_facet facet[] = {{.slot = 0}, {.slot = 0}};
    struct kho_results r[2];
    struct kho_err err = {.what = ""};

    for (size_t i = 0; i < 2; i++) {
        const struct kho_search what = {.query = q,
                                        .first = 7,
                                        .max = 400,
                                        .sort = sort,
                                        .exact = true,
                                        .facets = &facet[i],
                                        .n_facets = 1};

        if (kho_store_search(from[i], &what, f->arena, &r[i], &err) != KHO_OK)
            fail_msg("search: %s", err.what);
    }
    assert_true(r[1].exact);
    assert_true(r[0].n > 0);
    assert_int_equal(r[0].total, r[1].total);
    assert_int_equal(r[0].n, r[1].n);
    for (size_t i = 0; i < r[0].n; i++) {
        assert_int_equal(r[0].hits[i].docid, r[1].hits[i].docid);
        assert_true(fabs(r[0].hits[i].weight - r[1].hits[i].weight) < 1e-4);
    }
    assert_int_equal(facet[0].n, facet[1].n);
    for (size_t i = 0; i < facet[0].n; i++) {
        assert_true(kho_sv_eq(facet[0].counts[i].value, facet[1].counts[i].value));
        assert_int_equal(facet[0].counts[i].count, facet[1].counts[i].count);
    }
}

static void
several_databases_answer_as_one(void **state)
{
    struct fix *f = *state;
    struct kho_store *all = joined(f);
    struct kho_node *begin = term(f, KHO_SV("w1")), *bag = words(f, KHO_OP_BAG, 2, 2, .4),
                    *name = KHO_NEW(f->arena, struct kho_node),
                    *range = KHO_NEW(f->arena, struct kho_node);
    const struct kho_node *queries[7];

    begin->op = KHO_OP_PREFIX;
    begin->limit = 2; /* of w1, w10, w11 */
    *name = (struct kho_node){.op = KHO_OP_STANDS,
                              .slot = 0,
                              .limit = 2,
                              .kids = term(f, KHO_SV("short")),
                              .next = bag->kids};
    bag->kids = name;
    *range =
        (struct kho_node){.op = KHO_OP_RANGE, .slot = 0, .from = KHO_SV("03"), .to = KHO_SV("12")};
    queries[0] = term(f, KHO_SV("w3"));
    queries[1] = words(f, KHO_OP_BAG, 0, 3, 1);
    queries[2] = words(f, KHO_OP_BAG, 0, 1, .4);
    queries[3] = bag;
    queries[4] = begin;
    queries[5] = over(f, KHO_OP_FILTER, bag, range);
    queries[6] = over(f, KHO_OP_OR, words(f, KHO_OP_PHRASE, 0, 1, 0)->kids, bag);
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        answers_alike(f, all, queries[i], KHO_SORT_RELEVANCE);
        answers_alike(f, all, queries[i], KHO_SORT_SLOT_UP);
        answers_alike(f, all, queries[i], KHO_SORT_SLOT_DOWN);
    }
    kho_store_close(all);
}

static void
what_wants_all_words_has_them_in_no_time(void **state)
{
    struct fix *f = *state;
    struct kho_node *any = words(f, KHO_OP_BAG, 0, 1, 0);
    const struct kho_results all = search(f, words(f, KHO_OP_BAG, 0, 2, 1), 1);

    assert_true(all.exact);
    assert_int_equal(search(f, words(f, KHO_OP_AND, 0, 2, 0), 0).total, all.total);
    any->limit = KHO_BAG_WHOLE;
    assert_true(search(f, any, 1).exact);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_and_all_are_as_xapian_has_them),
        cmocka_unit_test(parts_lie_in_one_another),
        cmocka_unit_test(unknown_words_miss_only_where_all_are_wanted),
        cmocka_unit_test(names_stand_for_their_words),
        cmocka_unit_test(without_time_the_frequent_words_are_left_out),
        cmocka_unit_test(what_wants_all_words_has_them_in_no_time),
        cmocka_unit_test(several_databases_answer_as_one),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
