/* The index below everything: locks, readers beside writers, shards, damage. */
#include "store.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "scratch.h"

struct fix {
    struct kho_scratch at;
    struct kho_arena *arena;
};

static int
setup(void **state)
{
    struct fix *f = calloc(1, sizeof *f);

    if (f == NULL)
        return -1;
    f->arena = kho_arena_new((size_t)1 << 26);
    *state = f;
    if (!kho_scratch_make(&f->at))
        return -1;
    return 0;
}

static int
teardown(void **state)
{
    struct fix *f = *state;

    kho_scratch_remove(&f->at);
    kho_arena_free(f->arena);
    free(f);
    return 0;
}

static struct kho_store *
opened(struct fix *f, enum kho_store_mode mode)
{
    struct kho_store *s = NULL;
    struct kho_err err = {.what = ""};

    if (kho_store_open(&s, f->at.db, mode, &err) != KHO_OK)
        fail_msg("open: %s", err.what);
    return s;
}

/* A document with the words of text at positions 1, 2 ... and slot 0. */
static struct kho_store_doc
doc_of(struct fix *f, const char *key, const char *text, const char *date)
{
    struct kho_posting *p = KHO_NEW_N(f->arena, 64, struct kho_posting);
    struct kho_slot *slot = KHO_NEW(f->arena, struct kho_slot);
    size_t n = 0;

    for (kho_sv rest = kho_sv_from(text), w; n < 64 && kho_sv_next(&rest, ' ', &w); n++)
        p[n] = (struct kho_posting){w, (uint32_t)n + 1, 1};
    *slot = (struct kho_slot){0, kho_sv_from(date)};
    return (struct kho_store_doc){.key = kho_sv_from(key),
                                  .data = kho_sv_from(text),
                                  .postings = p,
                                  .n_postings = n,
                                  .slots = slot,
                                  .n_slots = date == NULL ? 0 : 1};
}

static void
put(struct fix *f, struct kho_store *s, const char *key, const char *text, const char *date)
{
    struct kho_store_doc d = doc_of(f, key, text, date);
    struct kho_err err;

    assert_int_equal(KHO_OK, kho_store_put(s, &d, &err));
}

static void
commit(struct kho_store *s)
{
    struct kho_err err;

    assert_int_equal(KHO_OK, kho_store_commit(s, &err));
}

static size_t
found(struct fix *f, struct kho_store *s, const char *term)
{
    struct kho_node q = {.op = KHO_OP_TERM, .term = kho_sv_from(term)};
    struct kho_search what = {.query = &q, .max = 50, .want_data = true};
    struct kho_results r;
    struct kho_err err = {.what = ""};

    if (kho_store_search(s, &what, f->arena, &r, &err) != KHO_OK)
        fail_msg("search: %s", err.what);
    return r.n;
}

static void
second_writer_is_told_by_whom(void **state)
{
    struct fix *f = *state;
    struct kho_store *a = opened(f, KHO_STORE_CREATE), *b = NULL;
    struct kho_err err;
    char pid[32];

    (void)snprintf(pid, sizeof pid, "process %d", (int)getpid());
    assert_int_equal(KHO_LOCKED, kho_store_open(&b, f->at.db, KHO_STORE_WRITE, &err));
    assert_null(b);
    assert_non_null(strstr(err.what, pid));
    kho_store_close(a);
    kho_store_close(opened(f, KHO_STORE_WRITE));
}

static void
missing_and_other_versions_are_told_apart(void **state)
{
    struct fix *f = *state;
    struct kho_store *s;
    struct kho_err err;
    char path[128];

    assert_int_equal(KHO_NOTFOUND, kho_store_open(&s, f->at.db, KHO_STORE_READ, &err));
    assert_int_equal(KHO_NOTFOUND, kho_store_open(&s, f->at.db, KHO_STORE_WRITE, &err));
    assert_int_equal(-1, access(f->at.db, F_OK)); /* looking makes nothing */
    assert_int_equal(0, mkdir(f->at.db, 0777));
    assert_int_equal(KHO_NOTFOUND, kho_store_open(&s, f->at.db, KHO_STORE_READ, &err));
    (void)snprintf(path, sizeof path, "%s/%d", f->at.db, KHO_STORE_VERSION + 1);
    assert_int_equal(0, mkdir(path, 0777));
    assert_int_equal(KHO_SCHEMA, kho_store_open(&s, f->at.db, KHO_STORE_READ, &err));
    kho_store_close(opened(f, KHO_STORE_CREATE)); /* beside the other version */
    kho_store_close(opened(f, KHO_STORE_READ));
}

static void
other_fields_are_refused(void **state)
{
    struct fix *f = *state;
    struct kho_store *s = opened(f, KHO_STORE_CREATE);
    struct kho_err err;

    assert_int_equal(KHO_OK, kho_store_meta_set(s, KHO_SV("kho.fields"), KHO_SV("X 1 y;"), &err));
    commit(s);
    kho_store_close(s);
    assert_int_equal(KHO_SCHEMA, kho_store_open(&s, f->at.db, KHO_STORE_READ, &err));
    assert_int_equal(KHO_SCHEMA, kho_store_open(&s, f->at.db, KHO_STORE_CREATE, &err));
}

/* Rewrites every document between two reads, so that the reader's revision is gone; fails with
 * KHO_STALE when the store does not retry. */
static void
reader_survives_a_busy_writer(void **state)
{
    struct fix *f = *state;
    struct kho_store *w = opened(f, KHO_STORE_CREATE), *r = NULL;
    char key[16], text[300];

    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 2000; i++) {
            (void)snprintf(key, sizeof key, "Q%d", i);
            (void)snprintf(text, sizeof text, "t%d %0200d", (i * 7 + round) % 500, i);
            put(f, w, key, text, "20230110");
        }
        commit(w);
        if (r == NULL)
            r = opened(f, KHO_STORE_READ);
        (void)snprintf(text, sizeof text, "t%d", 40 + round);
        assert_int_equal(4, found(f, r, text));
        kho_arena_reset(f->arena);
    }
    kho_store_close(r);
    kho_store_close(w);
}

static void
not_committed_is_not_there(void **state)
{
    struct fix *f = *state;
    struct kho_store *s = opened(f, KHO_STORE_CREATE);

    put(f, s, "Q1", "mot", NULL);
    commit(s);
    put(f, s, "Q2", "mot hai", NULL);
    kho_store_close(s);
    s = opened(f, KHO_STORE_READ);
    assert_int_equal(1, found(f, s, "mot"));
    kho_store_close(s);
}

static void
bad_terms_are_refused_before_commit(void **state)
{
    struct fix *f = *state;
    struct kho_store *s = opened(f, KHO_STORE_CREATE);
    struct kho_err err;
    char large[KHO_TERM_MAX + 2];
    const kho_sv bad[] = {{"a\0b", 3}, {"", 0}, {large, KHO_TERM_MAX + 1}};

    memset(large, 'x', sizeof large);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct kho_posting p = {.term = bad[i], .pos = 1, .wdf = 1};
        struct kho_store_doc d = {.key = KHO_SV("Q1"), .postings = &p, .n_postings = 1};

        assert_int_equal(KHO_ARG, kho_store_put(s, &d, &err));
        d = (struct kho_store_doc){.key = bad[i]};
        assert_int_equal(KHO_ARG, kho_store_put(s, &d, &err));
        assert_int_equal(KHO_ARG, kho_store_erase(s, bad[i], &err));
        assert_int_equal(KHO_ARG, kho_store_meta_set(s, bad[i], KHO_SV("v"), &err));
    }
    put(f, s, "Q2", "tot", NULL);
    commit(s);
    assert_int_equal(1, found(f, s, "tot"));
    kho_store_close(s);
}

static void
metadata_is_kept_and_listed(void **state)
{
    struct fix *f = *state;
    struct kho_store *s = opened(f, KHO_STORE_CREATE);
    struct kho_err err;
    kho_sv v, name = {NULL, 0};
    char seen[64] = "";

    assert_int_equal(KHO_OK, kho_store_meta_get(s, KHO_SV("input/a"), f->arena, &v, &err));
    assert_null(v.p);
    assert_int_equal(KHO_OK, kho_store_meta_set(s, KHO_SV("input/a"), KHO_SV("1"), &err));
    assert_int_equal(KHO_OK, kho_store_meta_set(s, KHO_SV("input/b"), KHO_SV("2"), &err));
    assert_int_equal(KHO_OK, kho_store_meta_set(s, KHO_SV("other"), KHO_SV("3"), &err));
    commit(s);
    /* A join of nothing is a compaction: metadata must come through, documents or not. */
    assert_int_equal(KHO_OK, kho_store_join(s, NULL, 0, &err));
    kho_store_close(s);
    s = opened(f, KHO_STORE_READ);
    while (kho_store_meta_next(s, KHO_SV("input/"), f->arena, &name, &err) == KHO_OK) {
        assert_int_equal(KHO_OK, kho_store_meta_get(s, name, f->arena, &v, &err));
        (void)strncat(seen, v.p, 8);
    }
    assert_string_equal("12", seen);
    kho_store_close(s);
}

static void
make_shards(struct fix *f, struct kho_store *w, const char **shards, char (*names)[160], int n,
            int each)
{
    const char *tmp = kho_store_tmp(w);
    struct kho_err err;

    for (int i = 0; i < n; i++) {
        struct kho_shard *sh;

        (void)snprintf(names[i], sizeof names[i], "%s/s%d", tmp, i);
        shards[i] = names[i];
        assert_int_equal(KHO_OK, kho_shard_new(&sh, shards[i], &err));
        for (int k = 0; k < each; k++) {
            char key[32], text[64];
            struct kho_store_doc d;

            (void)snprintf(key, sizeof key, "Q%d.%d", i, k);
            (void)snprintf(text, sizeof text, "chung shard%d", i);
            d = doc_of(f, key, text, "20240101");
            assert_int_equal(KHO_OK, kho_shard_put(sh, &d, &err));
        }
        assert_int_equal(KHO_OK, kho_shard_close(sh, true, &err));
    }
}

/* Also with more shards than may be open at once. */
static void
shards_join_what_is_there_while_a_reader_reads(void **state)
{
    struct fix *f = *state;
    struct kho_store *w = opened(f, KHO_STORE_CREATE), *r;
    struct kho_store_info info;
    struct kho_err err = {.what = ""};
    const char *shards[160];
    char names[160][160], path[128];
    kho_sv v;

    put(f, w, "Qold", "chung cu", "20200101");
    assert_int_equal(KHO_OK, kho_store_meta_set(w, KHO_SV("m"), KHO_SV("x"), &err));
    commit(w);
    r = opened(f, KHO_STORE_READ);
    assert_int_equal(1, found(f, r, "chung"));
    make_shards(f, w, shards, names, 3, 5);
    if (kho_store_join(w, shards, 3, &err) != KHO_OK)
        fail_msg("join: %s", err.what);
    assert_int_equal(16, found(f, r, "chung"));
    assert_int_equal(5, found(f, r, "shard2"));
    assert_int_equal(KHO_OK, kho_store_meta_get(r, KHO_SV("m"), f->arena, &v, &err));
    assert_string_equal("x", v.p);
    assert_int_equal(KHO_OK, kho_store_info(r, &info, &err));
    assert_int_equal(16, info.documents);
    /* The new generation can be written; replacing finds documents of shards. */
    put(f, w, "Q1.3", "khac", NULL);
    assert_int_equal(KHO_OK, kho_store_erase(w, KHO_SV("Qold"), &err));
    commit(w);
    assert_int_equal(14, found(f, r, "chung"));
    (void)snprintf(path, sizeof path, "%s/%d/g1", f->at.db, KHO_STORE_VERSION);
    assert_int_equal(-1, access(path, F_OK));
    make_shards(f, w, shards, names, 160, 1);
    if (kho_store_join(w, shards, 160, &err) != KHO_OK)
        fail_msg("join: %s", err.what);
    assert_int_equal(KHO_OK, kho_store_info(r, &info, &err));
    assert_int_equal(15 + 160, info.documents);
    kho_store_close(r);
    kho_store_close(w);
    kho_store_close(opened(f, KHO_STORE_WRITE)); /* removes what is left */
    (void)snprintf(path, sizeof path, "%s/%d/tmp", f->at.db, KHO_STORE_VERSION);
    assert_int_equal(-1, access(path, F_OK));
}

/* docids of one generation mean nothing in the next. */
static void
docids_do_not_outlive_their_generation(void **state)
{
    struct fix *f = *state;
    struct kho_store *w = opened(f, KHO_STORE_CREATE), *r;
    struct kho_node q = {.op = KHO_OP_TERM, .term = KHO_SV("a")};
    struct kho_search what = {.query = &q, .max = 50};
    struct kho_results res;
    struct kho_err err;
    kho_sv data;

    put(f, w, "Q1", "a", NULL);
    put(f, w, "Q2", "a b", NULL);
    commit(w);
    r = opened(f, KHO_STORE_READ);
    assert_int_equal(KHO_OK, kho_store_search(r, &what, f->arena, &res, &err));
    assert_int_equal(2, res.n);
    assert_int_equal(KHO_OK, kho_store_erase(w, KHO_SV("Q1"), &err));
    commit(w);
    assert_int_equal(KHO_OK, kho_store_join(w, NULL, 0, &err));
    /* Reads the old state, or says that it is gone; never another document. */
    for (size_t i = 0; i < res.n; i++) {
        enum kho_status st = kho_store_data(r, res.hits[i].docid, f->arena, &data, &err);

        assert_true(st == KHO_STALE || st == KHO_OK);
        if (st == KHO_OK)
            assert_int_equal(res.hits[i].docid == 1 ? 1 : 3, data.n);
    }
    kho_store_close(r);
    kho_store_close(w);
}

static void
facets_are_exact_and_sorted(void **state)
{
    struct fix *f = *state;
    struct kho_store *s = opened(f, KHO_STORE_CREATE);
    struct kho_node q = {.op = KHO_OP_TERM, .term = KHO_SV("chu")};
    struct kho_facet facet = {.slot = 0};
    struct kho_search what = {.query = &q, .max = 1, .facets = &facet, .n_facets = 1};
    struct kho_results r;
    struct kho_err err;

    for (int i = 0; i < 3000; i++) {
        char key[16], year[16];

        (void)snprintf(key, sizeof key, "Q%d", i);
        (void)snprintf(year, sizeof year, "%d", 2020 + i % 5 % 3);
        put(f, s, key, i % 10 == 9 ? "khac" : "chu", i % 10 == 0 ? NULL : year);
        kho_arena_reset(f->arena);
    }
    commit(s);
    assert_int_equal(KHO_OK, kho_store_search(s, &what, f->arena, &r, &err));
    assert_int_equal(2700, r.total);
    assert_true(r.exact);
    assert_int_equal(1, r.n);
    assert_int_equal(3, facet.n);
    /* Of the last digits 1-8 (0 has no date, 9 no word): 2021 has 1 4 6, 2020 has 3 5 8, 2022 2 7.
     */
    assert_string_equal("2020", facet.counts[0].value.p);
    assert_int_equal(900, facet.counts[0].count);
    assert_string_equal("2021", facet.counts[1].value.p);
    assert_int_equal(900, facet.counts[1].count);
    assert_string_equal("2022", facet.counts[2].value.p);
    assert_int_equal(600, facet.counts[2].count);
    kho_store_close(s);
}

static void
ranges_sorts_and_operators(void **state)
{
    struct fix *f = *state;
    struct kho_store *s = opened(f, KHO_STORE_CREATE);
    struct kho_err err;
    struct kho_results r;
    struct kho_node range = {.op = KHO_OP_RANGE, .slot = 0, .to = KHO_SV("20221231")};
    struct kho_node all = {.op = KHO_OP_ALL};
    struct kho_node b = {.op = KHO_OP_TERM, .term = KHO_SV("b")};
    struct kho_node a = {.op = KHO_OP_TERM, .term = KHO_SV("a"), .next = &b};
    struct kho_node two = {.op = KHO_OP_PHRASE, .kids = &a};
    struct kho_node not_b = {.op = KHO_OP_NOT, .kids = &b};
    struct kho_node prefix = {.op = KHO_OP_PREFIX, .term = KHO_SV("b"), .limit = 8};
    struct kho_search what = {.query = &range, .max = 10, .want_data = true, .exact = true};

    put(f, s, "Q1", "a b", "20210101");
    put(f, s, "Q2", "b a", "20230101");
    put(f, s, "Q3", "a x bc", NULL);
    commit(s);
    assert_int_equal(KHO_OK, kho_store_search(s, &what, f->arena, &r, &err));
    assert_int_equal(1, r.total); /* undated ones are in no range */
    what.query = &two;
    assert_int_equal(KHO_OK, kho_store_search(s, &what, f->arena, &r, &err));
    assert_int_equal(1, r.total);
    assert_string_equal("a b", r.hits[0].data.p);
    what.query = &not_b;
    assert_int_equal(KHO_OK, kho_store_search(s, &what, f->arena, &r, &err));
    assert_int_equal(1, r.total);
    what.query = &prefix;
    assert_int_equal(KHO_OK, kho_store_search(s, &what, f->arena, &r, &err));
    assert_int_equal(3, r.total);
    what.query = &all;
    what.sort = KHO_SORT_SLOT_UP;
    assert_int_equal(KHO_OK, kho_store_search(s, &what, f->arena, &r, &err));
    assert_string_equal("a b", r.hits[0].data.p);
    assert_string_equal("a x bc", r.hits[2].data.p);
    what.sort = KHO_SORT_SLOT_DOWN;
    assert_int_equal(KHO_OK, kho_store_search(s, &what, f->arena, &r, &err));
    assert_string_equal("b a", r.hits[0].data.p);
    assert_string_equal("a x bc", r.hits[2].data.p);
    kho_store_close(s);
}

static void
terms_positions_and_postings(void **state)
{
    struct fix *f = *state;
    struct kho_store *s = opened(f, KHO_STORE_CREATE);
    struct kho_term_freq tf[4];
    struct kho_positions pos[4];
    uint32_t ids[4], lens[2], freqs[2];
    const kho_sv words[] = {KHO_SV("ba"), KHO_SV("bo")};
    const struct kho_positions_of of = {ids, 2, words, 2, 8};
    struct kho_terms terms = {.term = tf, .max = 4};
    struct kho_docids docs = {.docid = ids, .max = 4};
    struct kho_err err;
    kho_sv data;

    put(f, s, "Q1", "ba bo ba", NULL);
    put(f, s, "Q2", "bo ca", NULL);
    commit(s);
    assert_int_equal(KHO_OK, kho_store_terms(s, KHO_SV("b"), KHO_SV(""), f->arena, &terms, &err));
    assert_int_equal(2, terms.n);
    assert_string_equal("ba", tf[0].term.p);
    assert_int_equal(2, tf[1].docs);
    assert_int_equal(KHO_OK, kho_store_terms(s, KHO_SV("b"), KHO_SV("bb"), f->arena, &terms, &err));
    assert_int_equal(1, terms.n);
    assert_int_equal(KHO_OK, kho_store_freqs(s, words, 2, freqs, &err));
    assert_int_equal(1, freqs[0]);
    assert_int_equal(KHO_OK, kho_store_postings(s, KHO_SV("bo"), 0, &docs, &err));
    assert_int_equal(2, docs.n);
    assert_int_equal(KHO_OK, kho_store_positions(s, &of, f->arena, pos, lens, &err));
    assert_int_equal(2, pos[0].n);
    assert_int_equal(3, pos[0].pos[1]);
    assert_int_equal(0, pos[2].n);
    assert_int_equal(1, pos[3].pos[0]);
    assert_int_equal(3, lens[0]);
    assert_int_equal(KHO_OK, kho_store_postings(s, KHO_SV("bo"), ids[0], &docs, &err));
    assert_int_equal(1, docs.n);
    assert_int_equal(KHO_OK, kho_store_get(s, KHO_SV("Q2"), f->arena, &data, &err));
    assert_string_equal("bo ca", data.p);
    assert_int_equal(KHO_NOTFOUND, kho_store_get(s, KHO_SV("Q3"), f->arena, &data, &err));
    assert_int_equal(KHO_NOTFOUND, kho_store_data(s, 99, f->arena, &data, &err));
    kho_store_close(s);
}

/* Cut or overwrite each file of the database in turn. */
static void
damage_is_named_and_nothing_crashes(void **state)
{
    static const char *const files[] = {"iamglass", "postlist.glass", "termlist.glass",
                                        "position.glass"};
    struct fix *f = *state;
    struct kho_store *s = opened(f, KHO_STORE_CREATE);
    struct kho_err err;
    char path[256], text[300];

    for (int i = 0; i < 500; i++) {
        (void)snprintf(path, sizeof path, "Q%d", i);
        (void)snprintf(text, sizeof text, "a t%d %0200d", i, i);
        put(f, s, path, text, "20200101");
    }
    commit(s);
    kho_store_close(s);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        for (int how = 0; how < 2; how++) {
            struct kho_node q = {.op = KHO_OP_TERM, .term = KHO_SV("a")};
            struct kho_search what = {.query = &q, .max = 500, .want_data = true};
            struct kho_results r;
            struct stat st;
            char junk[4096];
            enum kho_status got;
            char *keep;
            int fd;

            (void)snprintf(path, sizeof path, "%s/%d/g1/%s", f->at.db, KHO_STORE_VERSION, files[i]);
            fd = open(path, O_RDWR | O_CLOEXEC);
            assert_true(fd >= 0 && fstat(fd, &st) == 0);
            keep = malloc((size_t)st.st_size + 1);
            assert_non_null(keep);
            assert_int_equal(st.st_size, pread(fd, keep, (size_t)st.st_size, 0));
            if (how == 0) {
                assert_int_equal(0, ftruncate(fd, st.st_size / 2));
            } else {
                memset(junk, 0xab, sizeof junk);
                for (off_t at = 0; at < st.st_size; at += (off_t)sizeof junk)
                    assert_true(pwrite(fd, junk, sizeof junk, at) > 0);
            }
            got = kho_store_open(&s, f->at.db, KHO_STORE_READ, &err);
            if (got == KHO_OK) {
                got = kho_store_search(s, &what, f->arena, &r, &err);
                kho_store_close(s);
            }
            if (got != KHO_OK && got != KHO_CORRUPT)
                fail_msg("%s %d: %s: %s", files[i], how, kho_status_name(got), err.what);
            if (i < 2)
                assert_int_equal(KHO_CORRUPT, got);
            assert_int_equal(0, ftruncate(fd, 0));
            assert_int_equal(st.st_size, pwrite(fd, keep, (size_t)st.st_size, 0));
            free(keep);
            (void)close(fd);
        }
    }
    s = opened(f, KHO_STORE_READ);
    assert_int_equal(50, found(f, s, "a"));
    kho_store_close(s);
}

/* A file size limit stands for a full disk: both end as a failing write. */
static void
full_disk_is_io_and_the_index_stays(void **state)
{
    struct fix *f = *state;
    struct kho_store *s = opened(f, KHO_STORE_CREATE);
    int status = 0;
    pid_t child;

    put(f, s, "Q1", "truoc", NULL);
    commit(s);
    kho_store_close(s);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit lim = {200000, 200000};
        struct kho_err err;
        struct kho_store *w;
        enum kho_status st = kho_store_open(&w, f->at.db, KHO_STORE_WRITE, &err);
        char key[16], text[300];

        (void)signal(SIGXFSZ, SIG_IGN);
        (void)setrlimit(RLIMIT_FSIZE, &lim);
        for (int i = 0; st == KHO_OK && i < 5000; i++) {
            struct kho_store_doc d;

            (void)snprintf(key, sizeof key, "Q%d", i + 2);
            (void)snprintf(text, sizeof text, "sau t%d %0200d", i, i);
            d = doc_of(f, key, text, NULL);
            st = kho_store_put(w, &d, &err);
        }
        if (st == KHO_OK)
            st = kho_store_commit(w, &err);
        kho_store_close(w);
        _exit((int)st);
    }
    assert_int_equal(child, waitpid(child, &status, 0));
    assert_true(WIFEXITED(status));
    assert_int_equal(KHO_IO, WEXITSTATUS(status));
    s = opened(f, KHO_STORE_READ);
    assert_int_equal(1, found(f, s, "truoc"));
    kho_store_close(s);
}

static size_t
phrase(struct fix *f, struct kho_store *s, const char *first, const char *second)
{
    const struct kho_node b = {.op = KHO_OP_TERM, .term = kho_sv_from(second)};
    const struct kho_node a = {.op = KHO_OP_TERM, .term = kho_sv_from(first), .next = &b};
    const struct kho_node q = {.op = KHO_OP_PHRASE, .kids = &a};
    const struct kho_search what = {.query = &q, .max = 9};
    struct kho_results r;
    struct kho_err err;

    assert_int_equal(KHO_OK, kho_store_search(s, &what, f->arena, &r, &err));
    return r.n;
}

/* The same words with other terms beside them, and then other words. */
static void
replaced_is_what_was_put_last(void **state)
{
    struct fix *f = *state;
    struct kho_store *s = opened(f, KHO_STORE_CREATE);
    struct kho_store_doc d = doc_of(f, "Q1", "ke hoach so", "20240101");
    struct kho_posting p[4];
    struct kho_err err;
    kho_sv data;

    memcpy(p, d.postings, 3 * sizeof *p);
    p[3] = (struct kho_posting){KHO_SV("XIone"), 0, 0};
    d.postings = p;
    d.n_postings = 4;
    assert_int_equal(KHO_OK, kho_store_put(s, &d, &err));
    commit(s);
    p[3].term = KHO_SV("XItwo");
    d.data = KHO_SV("second");
    d.n_slots = 0;
    assert_int_equal(KHO_OK, kho_store_put(s, &d, &err));
    commit(s);
    assert_int_equal(0, found(f, s, "XIone"));
    assert_int_equal(1, found(f, s, "XItwo"));
    assert_int_equal(1, found(f, s, "hoach"));
    assert_int_equal(1, phrase(f, s, "ke", "hoach"));
    assert_int_equal(KHO_OK, kho_store_get(s, KHO_SV("Q1"), f->arena, &data, &err));
    assert_true(kho_sv_eq(data, KHO_SV("second")));
    p[0].pos = 2; /* hoach ke so */
    p[1].pos = 1;
    assert_int_equal(KHO_OK, kho_store_put(s, &d, &err));
    commit(s);
    assert_int_equal(0, phrase(f, s, "ke", "hoach"));
    assert_int_equal(1, phrase(f, s, "hoach", "ke"));
    assert_int_equal(1, found(f, s, "XItwo"));
    kho_store_close(s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(replaced_is_what_was_put_last, setup, teardown),
        cmocka_unit_test_setup_teardown(second_writer_is_told_by_whom, setup, teardown),
        cmocka_unit_test_setup_teardown(missing_and_other_versions_are_told_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(other_fields_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(reader_survives_a_busy_writer, setup, teardown),
        cmocka_unit_test_setup_teardown(not_committed_is_not_there, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_terms_are_refused_before_commit, setup, teardown),
        cmocka_unit_test_setup_teardown(metadata_is_kept_and_listed, setup, teardown),
        cmocka_unit_test_setup_teardown(shards_join_what_is_there_while_a_reader_reads, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(docids_do_not_outlive_their_generation, setup, teardown),
        cmocka_unit_test_setup_teardown(facets_are_exact_and_sorted, setup, teardown),
        cmocka_unit_test_setup_teardown(ranges_sorts_and_operators, setup, teardown),
        cmocka_unit_test_setup_teardown(terms_positions_and_postings, setup, teardown),
        cmocka_unit_test_setup_teardown(damage_is_named_and_nothing_crashes, setup, teardown),
        cmocka_unit_test_setup_teardown(full_disk_is_io_and_the_index_stays, setup, teardown),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
