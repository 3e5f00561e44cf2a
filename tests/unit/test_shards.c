/* Documents that came through shards are as those that were put into the index itself: terms, how
 * often, positions, lengths, slots, data; and they can be replaced. */
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "scratch.h"

enum { DOCS = 2600, FIRST = 1900, SHARDS = 12, POSTINGS = 600, SLOTS = 4, PAGE = 4096 };

struct fix {
    struct kho_scratch plain, joined;
    struct kho_arena *arena;
    uint32_t seed;
};

static int
setup(void **state)
{
    struct fix *f = calloc(1, sizeof *f);

    if (f == NULL || !kho_scratch_make(&f->plain) || !kho_scratch_make(&f->joined))
        return -1;
    f->arena = kho_arena_new((size_t)1 << 30);
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    struct fix *f = *state;

    kho_scratch_remove(&f->plain);
    kho_scratch_remove(&f->joined);
    kho_arena_free(f->arena);
    free(f);
    return 0;
}

static uint32_t
any(struct fix *f, uint32_t below)
{
    f->seed = f->seed * 1664525 + 1013904223;
    return (f->seed >> 8) % below;
}

/* Words that begin alike, of all lengths; bytes above 127 too.  Rare and frequent ones. */
static kho_sv
any_term(struct fix *f)
{
    const uint32_t word = any(f, 4) == 0 ? any(f, 4000) : any(f, 60);
    const size_t n = word % 97 == 0 ? KHO_TERM_MAX : 1 + word % 9;
    char *p = KHO_NEW_N(f->arena, n, char);

    memset(p, "ab\x01\xff"[word & 3], n);
    for (size_t i = 0; i < 3 && i + 1 < n; i++)
        p[n - 1 - i] = (char)(1 + (word * 7 + (word >> (2 * i))) % 255);
    return (kho_sv){p, n};
}

static kho_sv
any_bytes(struct fix *f, size_t n)
{
    char *p = KHO_NEW_N(f->arena, n + 1, char);

    for (size_t i = 0; i < n; i++)
        p[i] = (char)any(f, 256);
    return (kho_sv){p, n};
}

/* The same for the same number: now and then empty, long, with positions in any order or twice. */
static struct kho_store_doc
doc_of(struct fix *f, uint32_t number)
{
    size_t n;
    struct kho_posting *p = KHO_NEW_N(f->arena, POSTINGS, struct kho_posting);
    struct kho_slot *slots = KHO_NEW_N(f->arena, SLOTS, struct kho_slot);
    char *key = KHO_NEW_N(f->arena, 16, char);
    uint32_t pos = 0;

    f->seed = number;
    n = number % 50 == 0 ? 0 : any(f, number % 97 == 0 ? POSTINGS : 40);
    (void)snprintf(key, 16, "Q%u", (unsigned)number);
    for (size_t i = 0; i < n; i++) {
        const uint32_t kind = any(f, 8);

        pos += kind == 7 ? any(f, 1 << 20) : 1;
        p[i] = (struct kho_posting){any_term(f),
                                    kind == 0   ? 0
                                    : kind == 1 ? 1 + any(f, pos)
                                                : pos,
                                    kind == 0 ? any(f, 300) : 1};
    }
    for (uint32_t i = 0; i < SLOTS; i++)
        slots[i] = (struct kho_slot){i * 7, any_bytes(f, any(f, 3) * any(f, i == 2 ? 900 : 9))};
    return (struct kho_store_doc){
        .key = kho_sv_from(key),
        .data = any_bytes(f, number % 100 == 1 ? 30000 + any(f, 30000) : any(f, 3000)),
        .postings = p,
        .n_postings = n,
        .slots = slots,
        .n_slots = SLOTS};
}

static void
must(enum kho_status st, const struct kho_err *err)
{
    if (st != KHO_OK)
        fail_msg("%s", err->what);
}

static struct kho_store *
opened(const struct kho_scratch *at, enum kho_store_mode mode)
{
    struct kho_store *s = NULL;
    struct kho_err err = {.what = ""};

    must(kho_store_open(&s, at->db, mode, &err), &err);
    return s;
}

static void
make_plain(struct fix *f)
{
    struct kho_store *s = opened(&f->plain, KHO_STORE_CREATE);
    struct kho_err err = {.what = ""};

    for (uint32_t i = 1; i <= DOCS; i++) {
        const struct kho_store_doc d = doc_of(f, i);

        must(kho_store_put(s, &d, &err), &err);
    }
    must(kho_store_commit(s, &err), &err);
    kho_store_close(s);
}

/* One long shard, short ones and an empty one. */
static void
make_joined(struct fix *f)
{
    struct kho_store *s = opened(&f->joined, KHO_STORE_CREATE);
    const char *tmp = kho_store_tmp(s), *paths[SHARDS + 1];
    char names[SHARDS + 1][160];
    struct kho_err err = {.what = ""};
    uint32_t next = 1;

    for (uint32_t i = 0; i <= SHARDS; i++) { /* the last one is empty */
        struct kho_shard *sh;

        (void)snprintf(names[i], sizeof names[i], "%s/s%u", tmp, (unsigned)i);
        paths[i] = names[i];
        must(kho_shard_new(&sh, paths[i], &err), &err);
        for (; next <= FIRST + (DOCS - FIRST) * i / (SHARDS - 1) && next <= DOCS; next++) {
            const struct kho_store_doc d = doc_of(f, next);

            must(kho_shard_put(sh, &d, &err), &err);
        }
        must(kho_shard_close(sh, true, &err), &err);
    }
    must(kho_store_join(s, paths, SHARDS + 1, &err), &err);
    kho_store_close(s);
}

static void
same_bytes(kho_sv a, kho_sv b)
{
    assert_int_equal(a.n, b.n);
    if (a.n > 0)
        assert_memory_equal(a.p, b.p, a.n);
}

/* Documents that have a term, and where. */
static void
same_postings(struct fix *f, struct kho_store *const s[2], kho_sv term)
{
    uint32_t docids[2][PAGE], lengths[2][PAGE];
    struct kho_positions *p[2];
    struct kho_docids list[2];
    struct kho_err err = {.what = ""};
    uint64_t times[2] = {0, 0};

    for (size_t k = 0; k < 2; k++) {
        list[k] = (struct kho_docids){.docid = docids[k], .max = PAGE};
        must(kho_store_postings(s[k], term, 0, &list[k], &err), &err);
        must(kho_store_occurrences(s[k], term, &times[k], &err), &err);
        p[k] = KHO_NEW_N(f->arena, list[k].n + 1, struct kho_positions);
        must(kho_store_positions(s[k],
                                 &(struct kho_positions_of){.docids = docids[k],
                                                            .n_docs = list[k].n,
                                                            .terms = &term,
                                                            .n_terms = 1,
                                                            .max = UINT32_MAX},
                                 f->arena, p[k], lengths[k], &err),
             &err);
    }
    assert_int_equal(times[0], times[1]);
    assert_int_equal(list[0].n, list[1].n);
    assert_memory_equal(docids[0], docids[1], list[0].n * sizeof docids[0][0]);
    assert_memory_equal(lengths[0], lengths[1], list[0].n * sizeof lengths[0][0]);
    for (size_t i = 0; i < list[0].n; i++) {
        assert_int_equal(p[0][i].n, p[1][i].n);
        if (p[0][i].n > 0)
            assert_memory_equal(p[0][i].pos, p[1][i].pos, p[0][i].n * sizeof p[0][i].pos[0]);
    }
}

static void
same_terms(struct fix *f, struct kho_store *const s[2])
{
    struct kho_term_freq found[2][64];
    struct kho_terms page[2] = {{.term = found[0], .max = 64}, {.term = found[1], .max = 64}};
    kho_sv from = {NULL, 0};
    size_t all = 0;

    do {
        struct kho_err err = {.what = ""};

        for (size_t k = 0; k < 2; k++)
            must(kho_store_terms(s[k], KHO_SV(""), from, f->arena, &page[k], &err), &err);
        assert_int_equal(page[0].n, page[1].n);
        for (size_t i = 0; i < page[0].n; i++, all++) {
            same_bytes(found[0][i].term, found[1][i].term);
            assert_int_equal(found[0][i].docs, found[1][i].docs);
            same_postings(f, s, found[0][i].term);
        }
        from = found[0][page[0].n - 1].term;
    } while (page[0].n == 64);
    assert_true(all > 1000);
}

static void
same_documents(struct fix *f, struct kho_store *const s[2])
{
    uint32_t *docids = KHO_NEW_N(f->arena, DOCS, uint32_t);
    kho_sv *values[2], data[2];
    struct kho_store_info info[2];
    struct kho_err err = {.what = ""};

    for (uint32_t i = 0; i < DOCS; i++)
        docids[i] = i + 1;
    for (size_t k = 0; k < 2; k++) {
        values[k] = KHO_NEW_N(f->arena, DOCS, kho_sv);
        must(kho_store_info(s[k], &info[k], &err), &err);
    }
    assert_int_equal(DOCS, info[0].documents);
    assert_int_equal(DOCS, info[1].documents);
    assert_true(info[0].average_length == info[1].average_length);
    for (uint32_t slot = 0; slot < SLOTS * 7; slot++) {
        for (size_t k = 0; k < 2; k++)
            must(kho_store_values(s[k], slot, docids, DOCS, f->arena, values[k], &err), &err);
        for (size_t i = 0; i < DOCS; i++)
            same_bytes(values[0][i], values[1][i]);
    }
    for (uint32_t i = 1; i <= DOCS; i++) {
        for (size_t k = 0; k < 2; k++)
            must(kho_store_data(s[k], i, f->arena, &data[k], &err), &err);
        same_bytes(data[0], data[1]);
    }
}

static void
same_index(struct fix *f)
{
    struct kho_store *const s[2] = {opened(&f->plain, KHO_STORE_READ),
                                    opened(&f->joined, KHO_STORE_READ)};
    struct kho_err err = {.what = ""};
    kho_sv damage;

    same_terms(f, s);
    same_documents(f, s);
    kho_store_close(s[0]);
    kho_store_close(s[1]);
    must(kho_store_check(f->joined.db, f->arena, &damage, &err), &err);
    if (damage.p != NULL)
        fail_msg("%.*s", KHO_SV_FMT(damage));
}

/* Every third document becomes another: what is removed is what its list of terms says. */
static void
replace(struct fix *f, const struct kho_scratch *at)
{
    struct kho_store *s = opened(at, KHO_STORE_WRITE);
    struct kho_err err = {.what = ""};

    for (uint32_t i = 1; i + 10 <= DOCS; i += 3) {
        struct kho_store_doc d = doc_of(f, i + 10);

        d.key = doc_of(f, i).key;
        must(kho_store_put(s, &d, &err), &err);
    }
    must(kho_store_commit(s, &err), &err);
    kho_store_close(s);
}

static void
shards_hold_what_the_index_would(void **state)
{
    struct fix *f = *state;

    make_plain(f);
    make_joined(f);
    same_index(f);
    replace(f, &f->plain);
    replace(f, &f->joined);
    same_index(f);
}

/* Words of a document, by its key, stand where they stand in the other index. */
static void
same_words(struct fix *f, struct kho_store *const s[2], uint32_t number)
{
    const struct kho_store_doc d = doc_of(f, number);
    kho_sv *terms = KHO_NEW_N(f->arena, d.n_postings + 1, kho_sv);
    struct kho_positions *p[2];
    struct kho_err err = {.what = ""};

    for (size_t i = 0; i < d.n_postings; i++)
        terms[i] = d.postings[i].term;
    for (size_t k = 0; k < 2; k++) {
        uint32_t docid[2];
        struct kho_docids one = {.docid = docid, .max = 2};

        must(kho_store_postings(s[k], d.key, 0, &one, &err), &err);
        assert_int_equal(1, one.n);
        p[k] = KHO_NEW_N(f->arena, d.n_postings + 1, struct kho_positions);
        must(kho_store_positions(s[k],
                                 &(struct kho_positions_of){.docids = docid,
                                                            .n_docs = 1,
                                                            .terms = terms,
                                                            .n_terms = d.n_postings,
                                                            .max = UINT32_MAX},
                                 f->arena, p[k], NULL, &err),
             &err);
    }
    for (size_t i = 0; i < d.n_postings; i++) {
        assert_int_equal(p[0][i].n, p[1][i].n);
        if (p[0][i].n > 0)
            assert_memory_equal(p[0][i].pos, p[1][i].pos, p[0][i].n * sizeof p[0][i].pos[0]);
    }
}

/* Then documents come in another order: the halves must agree on it. */
static void
more_shards_than_may_be_open(void **state)
{
    const struct rlimit few = {.rlim_cur = 128, .rlim_max = 128};
    struct fix *f = *state;

    make_plain(f);
    assert_int_equal(0, setrlimit(RLIMIT_NOFILE, &few));
    make_joined(f);

    struct kho_store *const s[2] = {opened(&f->plain, KHO_STORE_READ),
                                    opened(&f->joined, KHO_STORE_READ)};

    for (uint32_t i = 1; i <= DOCS; i += 7)
        same_words(f, s, i);
    kho_store_close(s[0]);
    kho_store_close(s[1]);
}

static void
shards_refuse_what_the_index_refuses(void **state)
{
    struct fix *f = *state;
    struct kho_posting p = {KHO_SV("a"), 1, 1};
    struct kho_slot slot = {40, KHO_SV("x")};
    struct kho_store_doc d = {.key = KHO_SV(""), .postings = &p, .n_postings = 1, .slots = &slot};
    char path[300];
    struct kho_shard *sh;
    struct kho_err err = {.what = ""};

    (void)snprintf(path, sizeof path, "%s.shard", f->plain.db);
    must(kho_shard_new(&sh, path, &err), &err);
    assert_int_equal(KHO_ARG, kho_shard_put(sh, &d, &err));
    d.key = KHO_SV("Q1");
    p.term = (kho_sv){"a\0b", 3};
    assert_int_equal(KHO_ARG, kho_shard_put(sh, &d, &err));
    p.term = KHO_SV("a");
    d.n_slots = 1;
    assert_int_equal(KHO_ARG, kho_shard_put(sh, &d, &err));
    d.n_slots = 0;
    assert_int_equal(KHO_OK, kho_shard_put(sh, &d, &err));
    assert_int_equal(KHO_OK, kho_shard_close(sh, false, &err));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shards_hold_what_the_index_would, setup, teardown),
        cmocka_unit_test_setup_teardown(more_shards_than_may_be_open, setup, teardown),
        cmocka_unit_test_setup_teardown(shards_refuse_what_the_index_refuses, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
