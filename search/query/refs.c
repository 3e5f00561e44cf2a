/* refs.c - what plans cite: one plan, or all of them. */
#include "query.h"

#include "groups.h"
#include "terms.h"

#include <stdlib.h>

enum { TERMS_AT_ONCE = 1024, SCRATCH = 512 * 1024 * 1024, ROOM_FOR_ONE = 64 * 1024 };

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

static void
window(struct kho_ref *refs, size_t groups, uint32_t first, uint32_t max, struct kho_ref **out,
       size_t *n)
{
    *out = refs + (first < groups ? first : groups);
    *n = groups - (first < groups ? first : groups);
    if (*n > max)
        *n = max;
}

/* -- one plan ----------------------------------------------------------------------- */

static enum kho_status
of_plan(struct kho_store *s, const struct kho_document *doc, struct kho_arena *arena,
        struct kho_ref **refs, size_t *groups, struct kho_err *err)
{
    const size_t n = doc->plan.n_citations;
    struct kho_mention *m = KHO_NEW_N(arena, n + 1, struct kho_mention);
    enum kho_status st = KHO_OK;

    for (size_t i = 0; i < n; i++)
        m[i] = kho_mention_of(arena, &doc->plan.citations[i], NULL);
    *groups = kho_mentions_group(arena, m, n);
    *refs = KHO_NEW_N(arena, *groups + 1, struct kho_ref);
    for (size_t g = 0; st == KHO_OK && g < *groups; g++) {
        struct kho_ref *r = &(*refs)[g];

        kho_mentions_ref(arena, m, n, g, r);
        if (r->key.n != 0) {
            const kho_sv term = kho_term_raw(arena, KHO_FIELDS_CITEKEY, r->key);

            st = kho_store_freqs(s, KHO_DB_PLANS, &term, 1, &r->citing, err);
        }
        if (r->citing == 0) /* a plan that is not in the index */
            r->citing = 1;
        if (st == KHO_OK)
            st = kho_ref_in_archive(s, arena, r, err);
    }
    return st;
}

/* -- all plans ------------------------------------------------------------------------ */

struct all {
    struct kho_ref *refs; /* only key and citing, to begin with */
    size_t n, cap;
};

static enum kho_status
all_keys(struct kho_store *s, struct kho_arena *arena, struct all *a, struct kho_err *err)
{
    const kho_sv prefix = kho_term_raw(arena, KHO_FIELDS_CITEKEY, KHO_SV(""));
    struct kho_term_freq *t = KHO_NEW_N(arena, TERMS_AT_ONCE, struct kho_term_freq);
    kho_sv from = {NULL, 0};
    size_t n = TERMS_AT_ONCE;
    enum kho_status st = KHO_OK;

    while (st == KHO_OK && n == TERMS_AT_ONCE) {
        st = kho_store_terms(s, KHO_DB_PLANS, prefix, from, arena, t, TERMS_AT_ONCE, &n, err);
        if (a->n + n > a->cap) {
            const size_t cap = (a->cap + n) * 2;
            struct kho_ref *more;

            if (kho_arena_room(arena) / 4 < cap * sizeof *more)
                return kho_fail(err, KHO_LIMIT, "too many cited documents");
            more = KHO_NEW_N(arena, cap, struct kho_ref);
            if (a->n != 0)
                memcpy(more, a->refs, a->n * sizeof *more);
            a->refs = more;
            a->cap = cap;
        }
        for (size_t i = from.n != 0 ? 1 : 0; st == KHO_OK && i < n; i++)
            a->refs[a->n++] = (struct kho_ref){
                .key = {t[i].term.p + prefix.n, t[i].term.n - prefix.n}, .citing = t[i].docs};
        if (n > 0)
            from = t[n - 1].term;
    }
    return st;
}

/* What the first plan that cites it says of it. */
static enum kho_status
describe(struct kho_store *s, struct kho_arena *arena, struct kho_arena *scratch,
         struct kho_ref *ref, struct kho_err *err)
{
    const struct kho_ref known = *ref;
    struct kho_document doc;
    uint32_t docid = 0;
    size_t n = 0;
    kho_sv data;
    enum kho_status st;

    kho_arena_reset(scratch);
    st = kho_store_postings(s, KHO_DB_PLANS, kho_term_raw(scratch, KHO_FIELDS_CITEKEY, ref->key), 0,
                            scratch, &docid, 1, &n, err);
    if (st != KHO_OK || n == 0)
        return st;
    st = kho_store_data(s, KHO_DB_PLANS, docid, scratch, &data, err);
    if (st == KHO_OK)
        st = kho_document_unpack(scratch, data, KHO_DOCUMENT_PLAN, &doc, err);
    if (st != KHO_OK)
        return st;
    for (size_t i = 0; i < doc.plan.n_citations; i++) {
        const struct kho_citation *c = &doc.plan.citations[i];
        struct kho_mention m;

        /* A long key is cut in its term. */
        if (!kho_sv_eq(kho_term_raw(scratch, KHO_FIELDS_CITEKEY, c->key),
                       kho_term_raw(scratch, KHO_FIELDS_CITEKEY, known.key)))
            continue;
        m = kho_mention_of(scratch, c, NULL);
        kho_mentions_ref(arena, &m, 1, 0, ref);
        ref->citing = known.citing;
        return kho_ref_in_archive(s, arena, ref, err);
    }
    return KHO_OK;
}

enum kho_status
kho_refs(struct kho_store *s, const struct kho_document *doc, uint32_t first, uint32_t max,
         struct kho_arena *arena, struct kho_ref **out, size_t *n, uint64_t *total,
         struct kho_err *err)
{
    struct all a = {.refs = NULL};
    struct kho_arena *scratch;
    enum kho_status st;

    *out = NULL;
    *n = 0;
    *total = 0;
    st = doc != NULL ? of_plan(s, doc, arena, &a.refs, &a.n, err) : all_keys(s, arena, &a, err);
    if (st != KHO_OK || a.n == 0)
        return st;
    *total = a.n;
    qsort(a.refs, a.n, sizeof *a.refs, by_citing);
    window(a.refs, a.n, first, max, out, n);
    if (doc != NULL)
        return KHO_OK;
    scratch = kho_arena_new(SCRATCH);
    for (size_t i = 0; st == KHO_OK && i < *n; i++) {
        if (kho_arena_room(arena) < ROOM_FOR_ONE)
            st = kho_fail(err, KHO_LIMIT, "too many cited documents");
        else
            st = describe(s, arena, scratch, &(*out)[i], err);
    }
    kho_arena_free(scratch);
    return st;
}
