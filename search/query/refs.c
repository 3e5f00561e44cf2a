/* refs.c - what plans cite: one plan, or all of them. */
#include "query.h"

#include "citekey.h"
#include "gathered.h"
#include "terms.h"

#include <stdlib.h>

enum { DOCIDS_AT_ONCE = 4096, STALE_RETRIES = 3, SCRATCH = 1 << 30, ROOM_FOR_ONE = 64 * 1024 };

static int
by_citing(const void *a, const void *b)
{
    const struct kho_ref *x = a, *y = b;
    size_t n;
    int r;

    if (x->citing != y->citing)
        return x->citing > y->citing ? -1 : 1;
    n = x->key.n < y->key.n ? x->key.n : y->key.n;
    r = n == 0 ? 0 : memcmp(x->key.p, y->key.p, n);
    return r != 0 ? r : (x->key.n > y->key.n) - (x->key.n < y->key.n);
}

/* -- one plan ----------------------------------------------------------------------- */

static enum kho_status
of_plan(struct kho_store *s, const struct kho_document *doc, struct kho_arena *arena,
        struct kho_ref_list *out, struct kho_err *err)
{
    const size_t n = doc->plan.n_citations;
    size_t groups;
    struct kho_mention *m = KHO_NEW_N(arena, n + 1, struct kho_mention);
    struct kho_group *g;
    enum kho_status st = KHO_OK;

    for (size_t i = 0; i < n; i++) {
        m[i] =
            kho_mention_of(arena, &doc->plan.citations[i], NULL, kho_plan_when(arena, &doc->plan));
        m[i].plan = 1;
    }
    g = kho_mentions_group(arena, m, n, &groups);
    out->total = out->n = groups;
    out->refs = KHO_NEW_N(arena, groups + 1, struct kho_ref);
    for (size_t i = 0; st == KHO_OK && i < groups; i++) {
        struct kho_ref *r = &out->refs[i];

        kho_mentions_ref(arena, m, g, i, r);
        if (r->key.n != 0) {
            const kho_sv term = kho_citekey_term(arena, r->key);

            st = kho_store_freqs(s, &term, 1, &r->citing, err);
        }
        if (r->citing == 0) /* a plan that is not in the index */
            r->citing = 1;
    }
    if (st == KHO_OK)
        qsort(out->refs, out->n, sizeof *out->refs, by_citing);
    return st;
}

/* -- all plans ------------------------------------------------------------------------ */

struct all {
    struct kho_store *s;
    struct kho_gathered g;
    struct kho_arena *scratch, *one; /* one: for a single plan */
};

static enum kho_status
add_plan(struct all *a, uint32_t docid, struct kho_err *err)
{
    struct kho_document doc;
    kho_sv data;
    enum kho_status st;

    kho_arena_reset(a->one);
    st = kho_store_data(a->s, docid, a->one, &data, err);
    if (st == KHO_OK)
        st = kho_document_unpack(a->one, data, KHO_DOCUMENT_CITES, &doc, err);
    return st == KHO_OK ? kho_gather(&a->g, a->one, &doc.plan, docid, err) : st;
}

static enum kho_status
add_plans(struct all *a, struct kho_err *err)
{
    struct kho_docids some = {.max = DOCIDS_AT_ONCE, .n = DOCIDS_AT_ONCE};
    enum kho_status st = KHO_OK;
    uint32_t after = 0;

    some.docid = KHO_NEW_N(a->scratch, DOCIDS_AT_ONCE, uint32_t);
    while (st == KHO_OK && some.n == DOCIDS_AT_ONCE) {
        st = kho_store_postings(a->s, KHO_SV(""), after, &some, err);
        for (size_t i = 0; st == KHO_OK && i < some.n; i++)
            st = add_plan(a, some.docid[i], err);
        if (some.n != 0)
            after = some.docid[some.n - 1];
    }
    return st;
}

/* Plans of each group, each plan once.  Pairs are in the order of plans. */
static uint32_t *
count_plans(struct all *a, const uint32_t *group_of, size_t groups)
{
    uint32_t *citing = KHO_NEW_N(a->scratch, groups + 1, uint32_t);
    uint32_t *last = KHO_NEW_N(a->scratch, groups + 1, uint32_t);

    for (size_t i = 0; i < a->g.n_pairs; i++) {
        const uint32_t g = group_of[a->g.pairs[i].cite];

        if (last[g] == a->g.pairs[i].plan)
            continue;
        last[g] = a->g.pairs[i].plan;
        citing[g]++;
    }
    return citing;
}

struct row {
    uint32_t citing, group;
    kho_sv key;
};

static int
by_rank(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    const struct kho_ref p = {.citing = x->citing, .key = x->key},
                         q = {.citing = y->citing, .key = y->key};
    const int r = by_citing(&p, &q);

    return r != 0 ? r : (x->group > y->group) - (x->group < y->group);
}

static enum kho_status
of_all(struct all *a, uint32_t first, uint32_t max, struct kho_arena *arena,
       struct kho_ref_list *out, struct kho_err *err)
{
    struct kho_mention *m;
    struct kho_group *g;
    uint32_t *group_of, *citing;
    struct row *rows;
    size_t groups;
    enum kho_status st = add_plans(a, err);

    if (st != KHO_OK)
        return st;
    g = kho_gathered_group(&a->g, &m, &group_of, &groups);
    citing = count_plans(a, group_of, groups);
    rows = KHO_NEW_N(a->scratch, groups + 1, struct row);
    for (size_t i = 0; i < groups; i++)
        rows[i] = (struct row){citing[i], (uint32_t)i, m[g[i].from].c->key};
    qsort(rows, groups, sizeof *rows, by_rank);
    first = first < groups ? first : (uint32_t)groups;
    max = groups - first < max ? (uint32_t)(groups - first) : max;
    *out =
        (struct kho_ref_list){.refs = KHO_NEW_N(arena, max + 1, struct kho_ref), .total = groups};
    for (; st == KHO_OK && out->n < max; out->n++) {
        struct kho_ref *r = &out->refs[out->n];

        if (kho_arena_room(arena) < ROOM_FOR_ONE)
            return kho_fail(err, KHO_LIMIT, "too many cited documents");
        kho_mentions_ref(arena, m, g, rows[first + out->n].group, r);
        r->citing = rows[first + out->n].citing;
    }
    return st;
}

enum kho_status
kho_refs_locate(struct kho_store *s, struct kho_ref *refs, size_t n, struct kho_arena *arena,
                struct kho_err *err)
{
    struct kho_arena *one = kho_arena_new(SCRATCH); /* it looks at whole documents */
    enum kho_status st = KHO_OK;

    for (size_t i = 0; st == KHO_OK && i < n; i++) {
        kho_arena_reset(one);
        st = kho_ref_in_archive(s, one, &refs[i], err);
        if (refs[i].in_archive.n != 0)
            refs[i].in_archive = kho_arena_dup(arena, refs[i].in_archive);
    }
    kho_arena_free(one);
    return st;
}

enum kho_status
kho_refs(struct kho_store *s, const struct kho_document *doc, uint32_t first, uint32_t max,
         struct kho_arena *arena, struct kho_ref_list *out, struct kho_err *err)
{
    enum kho_status st = KHO_STALE;
    struct kho_arena *scratch, *one;

    *out = (struct kho_ref_list){.refs = NULL};
    if (doc != NULL) {
        st = of_plan(s, doc, arena, out, err);
        if (st != KHO_OK)
            return st;
        first = first < out->n ? first : (uint32_t)out->n;
        out->refs += first;
        out->n = out->n - first < max ? out->n - first : max;
        return KHO_OK;
    }
    scratch = kho_arena_new(SCRATCH);
    one = kho_arena_new(SCRATCH);
    for (int i = 0; st == KHO_STALE && i < STALE_RETRIES; i++) {
        struct all a = {.s = s, .g = {.arena = scratch}, .scratch = scratch, .one = one};

        kho_arena_reset(scratch);
        st = of_all(&a, first, max, arena, out, err);
    }
    kho_arena_free(one);
    kho_arena_free(scratch);
    return st;
}
