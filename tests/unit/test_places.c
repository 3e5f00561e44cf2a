/* Places of words in tasks: what is found side by side, within so many places and in which order,
 * and the places themselves, are the same as with Xapian's lists of positions, which plans have. */
#include "store.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { DOCS = 1500, WORDS = 9, LONGEST = 30, ASKED = 400, MOST = 4, LONG_WORD = 200 };

struct fix {
    char dir[64], db[96];
    struct kho_arena *arena;
    struct kho_store *s;
    uint32_t seed;
};

static int
rm(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st, (void)flag, (void)ftw;
    return remove(path);
}

static uint32_t
dice(struct fix *f, uint32_t sides)
{
    f->seed = f->seed * 1664525 + 1013904223;
    return (f->seed >> 8) % sides;
}

/* The same words to both databases: out of order, with gaps up to some thousands, two of them at
 * one place now and then; some documents have none. */
static void
put_one(struct fix *f, uint32_t number)
{
    static char long_word[LONG_WORD + 1];
    struct kho_posting p[LONGEST + 1];
    char names[LONGEST][8], key[16];
    struct kho_store_doc d = {.data = KHO_SV("x"), .postings = p};
    struct kho_err err;
    uint32_t pos = 0;

    memset(long_word, 'l', LONG_WORD);
    (void)snprintf(key, sizeof key, "Q%u", (unsigned)number);
    for (size_t n = number % 11 == 0 ? 0 : dice(f, LONGEST); d.n_postings < n; d.n_postings++) {
        const uint32_t far = dice(f, 8);

        pos += far == 0 ? dice(f, 5000) : far == 1 ? 0 : 1;
        (void)snprintf(names[d.n_postings], 8, "w%u", (unsigned)dice(f, WORDS));
        p[d.n_postings] = (struct kho_posting){kho_sv_from(names[d.n_postings]), pos + 1, 1};
    }
    for (size_t i = d.n_postings; i > 1; i--) {
        const size_t k = dice(f, (uint32_t)i);
        const struct kho_posting swap = p[i - 1];

        p[i - 1] = p[k];
        p[k] = swap;
    }
    p[d.n_postings++] = (struct kho_posting){{long_word, LONG_WORD}, 0, 0};
    assert_int_equal(KHO_OK, kho_store_put(f->s, KHO_DB_TASKS, &d, &err));
    d.key = kho_sv_from(key);
    assert_int_equal(KHO_OK, kho_store_put(f->s, KHO_DB_PLANS, &d, &err));
}

static int
setup(void **state)
{
    struct fix *f = calloc(1, sizeof *f);
    struct kho_err err;

    if (f == NULL)
        return -1;
    (void)snprintf(f->dir, sizeof f->dir, "/tmp/kho-test-XXXXXX");
    f->arena = kho_arena_new((size_t)1 << 27);
    f->seed = 11;
    *state = f;
    if (mkdtemp(f->dir) == NULL)
        return -1;
    (void)snprintf(f->db, sizeof f->db, "%s/kho.db", f->dir);
    if (kho_store_open(&f->s, f->db, KHO_STORE_CREATE, &err) != KHO_OK)
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
    (void)nftw(f->dir, rm, 8, FTW_DEPTH | FTW_PHYS);
    kho_arena_free(f->arena);
    free(f);
    return 0;
}

static struct kho_node *
node(struct fix *f, enum kho_op op, struct kho_node *kids)
{
    struct kho_node *n = KHO_NEW(f->arena, struct kho_node);

    *n = (struct kho_node){.op = op, .kids = kids};
    return n;
}

static struct kho_node *
phrase(struct fix *f)
{
    struct kho_node *kids = NULL, *p;
    const uint32_t n = 2 + dice(f, MOST - 1);

    for (uint32_t i = 0; i < n; i++) {
        struct kho_node *k = node(f, KHO_OP_TERM, NULL);
        char *name = KHO_NEW_N(f->arena, 8, char);

        (void)snprintf(name, 8, "w%u", (unsigned)dice(f, WORDS));
        k->term = kho_sv_from(name);
        k->next = kids;
        kids = k;
    }
    p = node(f, KHO_OP_PHRASE, kids);
    p->limit = dice(f, 2) == 0 ? 0 : n + dice(f, 12);
    return p;
}

/* What is asked: a phrase, one of two, one beside another or without it. */
static struct kho_node *
question(struct fix *f)
{
    static const enum kho_op ops[] = {KHO_OP_OR, KHO_OP_AND, KHO_OP_NOT};
    struct kho_node *p = phrase(f);

    if (dice(f, 2) == 0)
        return p;
    p->next = phrase(f);
    return node(f, ops[dice(f, 3)], p);
}

static void
same_matches(struct fix *f, const struct kho_node *query)
{
    uint32_t *docids[2];
    size_t n[2];

    for (int db = 0; db < 2; db++) {
        struct kho_err err;

        assert_int_equal(KHO_OK, kho_store_matches(f->s, db == 0 ? KHO_DB_PLANS : KHO_DB_TASKS,
                                                   query, f->arena, &docids[db], &n[db], &err));
    }
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(docids[0], docids[1], n[0] * sizeof docids[0][0]);
}

static void
same_documents(void **state)
{
    struct fix *f = *state;
    size_t some = 0;

    for (unsigned i = 0; i < ASKED; i++) {
        const struct kho_search what = {.query = question(f), .max = DOCS, .exact = true};
        struct kho_results plans, tasks;
        struct kho_err err;

        assert_int_equal(KHO_OK,
                         kho_store_search(f->s, KHO_DB_PLANS, &what, f->arena, &plans, &err));
        assert_int_equal(KHO_OK,
                         kho_store_search(f->s, KHO_DB_TASKS, &what, f->arena, &tasks, &err));
        assert_int_equal(plans.total, tasks.total);
        assert_int_equal(plans.n, tasks.n);
        for (size_t k = 0; k < plans.n; k++) /* documents of one weight in any order */
            assert_true(plans.hits[k].weight - tasks.hits[k].weight < 1e-9 &&
                        tasks.hits[k].weight - plans.hits[k].weight < 1e-9);
        same_matches(f, what.query);
        some += plans.n != 0 && plans.n < DOCS;
    }
    assert_true(some > ASKED / 4);
}

static void
same_places(void **state)
{
    struct fix *f = *state;
    uint32_t docids[DOCS], length[2][DOCS];
    char names[WORDS][8];
    kho_sv terms[WORDS];
    struct kho_positions *out[2];

    for (uint32_t i = 0; i < DOCS; i++)
        docids[i] = DOCS - i;
    for (uint32_t i = 0; i < WORDS; i++) {
        (void)snprintf(names[i], 8, "w%u", (unsigned)i);
        terms[i] = kho_sv_from(names[i]);
    }
    for (int db = 0; db < 2; db++) {
        const struct kho_positions_of of = {
            db == 0 ? KHO_DB_PLANS : KHO_DB_TASKS, docids, DOCS, terms, WORDS, 5};
        struct kho_err err;

        out[db] = KHO_NEW_N(f->arena, (size_t)DOCS * WORDS, struct kho_positions);
        assert_int_equal(KHO_OK,
                         kho_store_positions(f->s, &of, f->arena, out[db], length[db], &err));
    }
    assert_memory_equal(length[0], length[1], sizeof length[0]);
    for (size_t i = 0; i < (size_t)DOCS * WORDS; i++) {
        assert_int_equal(out[0][i].n, out[1][i].n);
        assert_memory_equal(out[0][i].pos, out[1][i].pos, out[0][i].n * sizeof(uint32_t));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_documents),
                                       cmocka_unit_test(same_places)};

    return cmocka_run_group_tests(tests, setup, teardown);
}
