/* refs.c - what plans cite: one plan, or all of them. */
#include "query.h"

#include "groups.h"
#include "terms.h"

#include <stdlib.h>

enum {
    DOCIDS_AT_ONCE = 4096,
    STALE_RETRIES = 3,
    SCRATCH = 1 << 30,
    ROOM_FOR_ONE = 64 * 1024,
    MENTION_ROOM = 1024 /* bytes a citation takes while they are grouped, about */
};

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
            const kho_sv term = kho_term_raw(arena, KHO_FIELDS_CITEKEY, r->key);

            st = kho_store_freqs(s, KHO_DB_PLANS, &term, 1, &r->citing, err);
        }
        if (r->citing == 0) /* a plan that is not in the index */
            r->citing = 1;
        if (st == KHO_OK)
            st = kho_ref_in_archive(s, arena, r, err);
    }
    if (st == KHO_OK)
        qsort(out->refs, out->n, sizeof *out->refs, by_citing);
    return st;
}

/* -- all plans ------------------------------------------------------------------------ */

/* Different citations of the archive, each once, and which plan has which. */
struct all {
    struct kho_store *s;
    struct kho_arena *scratch, *one; /* one: for a single plan */
    struct cite {
        struct kho_citation *c;
        kho_sv before;
        uint32_t plan; /* 0: any */
        uint32_t next; /* hash chain: index + 1 */
    } * cites;
    uint32_t *table; /* chains: index + 1 */
    size_t n, cap;
    struct pair {
        uint32_t cite, docid;
    } * pairs;
    size_t n_pairs, cap_pairs;
};

static void *
grown(struct kho_arena *arena, const void *old, size_t n, size_t cap, size_t size)
{
    void *more = kho_arena_alloc(arena, cap, size);

    if (n != 0)
        memcpy(more, old, n * size);
    return more;
}

static uint64_t
hash(uint64_t h, kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
    return (h ^ 0xff) * UINT64_C(0x100000001b3);
}

static uint64_t
hash_cite(const struct kho_citation *c, kho_sv before)
{
    return hash(hash(hash(hash(UINT64_C(0xcbf29ce484222325), c->key), c->date), c->symbol), before);
}

static void
more_cites(struct all *a)
{
    const size_t cap = a->cap == 0 ? 1024 : a->cap * 2;

    a->cites = grown(a->scratch, a->cites, a->n, cap, sizeof *a->cites);
    a->table = KHO_NEW_N(a->scratch, cap, uint32_t);
    a->cap = cap;
    for (size_t i = 0; i < a->n; i++) {
        const size_t at = hash_cite(a->cites[i].c, a->cites[i].before) & (cap - 1);

        a->cites[i].next = a->table[at];
        a->table[at] = (uint32_t)i + 1;
    }
}

static kho_sv
kept(struct all *a, kho_sv s)
{
    return s.n == 0 ? (kho_sv){NULL, 0} : kho_arena_dup(a->scratch, s);
}

/* Only what kho_mentions_ref and the grouping look at; it outlives its plan. */
static struct kho_citation *
copied(struct all *a, const struct kho_citation *c)
{
    struct kho_citation *to = KHO_NEW(a->scratch, struct kho_citation);

    *to = (struct kho_citation){.mention = kept(a, c->mention),
                                .type = kept(a, c->type),
                                .number = kept(a, c->number),
                                .symbol = kept(a, c->symbol),
                                .issuer = kept(a, c->issuer),
                                .date = kept(a, c->date),
                                .key = kept(a, c->key),
                                .subject = kept(a, c->subject),
                                .kind = c->kind,
                                .term = c->term};
    return to;
}

/* Citations that say the same are one; where the locality is open, the plan counts too. */
static size_t
cite_index(struct all *a, const struct kho_citation *c, kho_sv when, uint32_t plan)
{
    const kho_sv before = c->date.n == 0 ? when : (kho_sv){NULL, 0};
    const uint32_t of = c->key.n == 0 || memchr(c->key.p, '?', c->key.n) != NULL ? plan : 0;
    const uint64_t h = hash_cite(c, before);
    size_t i;

    if (a->n == a->cap)
        more_cites(a);
    for (uint32_t k = a->table[h & (a->cap - 1)]; k != 0; k = a->cites[k - 1].next) {
        struct kho_citation *x = a->cites[k - 1].c;

        if (a->cites[k - 1].plan == of && kho_sv_eq(x->key, c->key) &&
            kho_sv_eq(x->date, c->date) && kho_sv_eq(x->symbol, c->symbol) &&
            kho_sv_eq(a->cites[k - 1].before, before) &&
            (c->key.n != 0 || c->symbol.n != 0 || kho_sv_eq(x->mention, c->mention))) {
            if (x->subject.n == 0)
                x->subject = kept(a, c->subject);
            return k - 1;
        }
    }
    i = a->n++;
    a->cites[i] = (struct cite){.c = copied(a, c),
                                .before = kept(a, before),
                                .plan = of,
                                .next = a->table[h & (a->cap - 1)]};
    a->table[h & (a->cap - 1)] = (uint32_t)i + 1;
    return i;
}

static enum kho_status
add_plan(struct all *a, uint32_t docid, struct kho_err *err)
{
    struct kho_document doc;
    kho_sv data, when;
    enum kho_status st;

    kho_arena_reset(a->one);
    st = kho_store_data(a->s, KHO_DB_PLANS, docid, a->one, &data, err);
    if (st == KHO_OK)
        st = kho_document_unpack(a->one, data, KHO_DOCUMENT_CITES, &doc, err);
    if (st != KHO_OK)
        return st;
    when = kho_plan_when(a->one, &doc.plan);
    for (size_t i = 0; i < doc.plan.n_citations; i++) {
        if (kho_arena_room(a->scratch) / MENTION_ROOM < a->n + 64)
            return kho_fail(err, KHO_LIMIT, "too many cited documents");
        if (a->n_pairs == a->cap_pairs) {
            a->cap_pairs = a->cap_pairs == 0 ? 4096 : a->cap_pairs * 2;
            a->pairs = grown(a->scratch, a->pairs, a->n_pairs, a->cap_pairs, sizeof *a->pairs);
        }
        a->pairs[a->n_pairs++] =
            (struct pair){(uint32_t)cite_index(a, &doc.plan.citations[i], when, docid), docid};
    }
    return KHO_OK;
}

static enum kho_status
add_plans(struct all *a, struct kho_err *err)
{
    struct kho_docids some = {.max = DOCIDS_AT_ONCE, .n = DOCIDS_AT_ONCE};
    enum kho_status st = KHO_OK;
    uint32_t after = 0;

    some.docid = KHO_NEW_N(a->scratch, DOCIDS_AT_ONCE, uint32_t);
    while (st == KHO_OK && some.n == DOCIDS_AT_ONCE) {
        st = kho_store_postings(a->s, KHO_DB_PLANS, KHO_SV(""), after, &some, err);
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

    for (size_t i = 0; i < a->n_pairs; i++) {
        const uint32_t g = group_of[a->pairs[i].cite];

        if (last[g] == a->pairs[i].docid)
            continue;
        last[g] = a->pairs[i].docid;
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
    m = KHO_NEW_N(a->scratch, a->n + 1, struct kho_mention);
    group_of = KHO_NEW_N(a->scratch, a->n + 1, uint32_t);
    for (size_t i = 0; i < a->n; i++) {
        m[i] = kho_mention_of(a->scratch, a->cites[i].c, NULL, a->cites[i].before);
        m[i].plan = a->cites[i].plan;
        m[i].index = (uint32_t)i;
    }
    g = kho_mentions_group(a->scratch, m, a->n, &groups);
    for (size_t i = 0; i < groups; i++)
        for (size_t k = 0; k < g[i].n; k++)
            group_of[m[g[i].from + k].index] = (uint32_t)i;
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
        st = kho_ref_in_archive(a->s, arena, r, err);
    }
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
        struct all a = {.s = s, .scratch = scratch, .one = one};

        kho_arena_reset(scratch);
        st = of_all(&a, first, max, arena, out, err);
    }
    kho_arena_free(one);
    kho_arena_free(scratch);
    return st;
}
