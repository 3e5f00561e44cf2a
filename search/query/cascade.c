/* cascade.c - plans that cite a document, plans that cite those plans, and so on. */
#include "citekeys.h"
#include "citing.h"
#include "groups.h"
#include "known.h"
#include "terms.h"

#include <stdlib.h>

enum {
    STALE_RETRIES = 3,
    PLANS_MAX = 5000, /* of one cited document */
    ARROWS_MAX = 4 * PLANS_MAX,
    TABLE = 16384,      /* more than PLANS_MAX, a power of two */
    CITERS_MAX = 20000, /* documents that may cite one plan */
    SCRATCH = 512 * 1024 * 1024
};

struct walk {
    struct kho_store *s;
    struct kho_arena *arena, *scratch, *one;
    struct kho_arena *lasting; /* for keys and known plans: of all documents asked for */
    struct kho_known known;
    struct kho_citekeys keys; /* read when they are needed first */
    uint32_t max_depth;
    struct kho_cascade *out;
    uint32_t *table; /* place in plans + 1, by id */
};

/* -- plans that are known --------------------------------------------------------------- */

static uint32_t *
slot_of(const struct walk *w, kho_sv id)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    size_t at;

    for (size_t i = 0; i < id.n; i++)
        h = (h ^ (unsigned char)id.p[i]) * UINT64_C(0x100000001b3);
    for (at = h & (TABLE - 1);
         w->table[at] != 0 && !kho_sv_eq(w->out->plans[w->table[at] - 1].citing.doc.id, id);)
        at = (at + 1) & (TABLE - 1);
    return &w->table[at];
}

static void
add_arrow(struct walk *w, uint32_t from, uint32_t to)
{
    if (w->out->n_arrows == ARROWS_MAX)
        w->out->cut = true;
    else
        w->out->arrows[w->out->n_arrows++] = (struct kho_arrow){from, to};
}

/* -- plans that cite a plan --------------------------------------------------------------- */

static int
by_docid(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static enum kho_status
add_docs(struct walk *w, kho_sv term, uint32_t *docids, size_t *n, struct kho_err *err)
{
    struct kho_docids more = {.max = CITERS_MAX - *n};
    enum kho_status st;

    more.docid = docids + *n;
    st = kho_store_postings(w->s, term, 0, &more, err);
    *n += more.n;
    w->out->cut = w->out->cut || *n == CITERS_MAX;
    return st;
}

/* Documents that cite a plan by what stands for its key.  Every commune has its 48/KH-UBND: by the
 * number alone they would be hundreds of times as many. */
static enum kho_status
by_key(struct walk *w, const struct kho_key *key, uint32_t *docids, size_t *n, struct kho_err *err)
{
    const struct kho_citekey *x = NULL;
    enum kho_status st = kho_citekeys_alike(&w->keys, key, &x, err);

    for (; st == KHO_OK && x != NULL; x = x->next)
        if (kho_key_compatible(&x->key, key))
            st = add_docs(w, x->term, docids, n, err);
    return st;
}

/* Documents that may cite a plan.  One without a key is known by its symbol alone. */
static enum kho_status
candidates(struct walk *w, const struct kho_plan *p, uint32_t *docids, size_t *n,
           struct kho_err *err)
{
    struct kho_symbol symbol;
    struct kho_key key;
    enum kho_status st = KHO_OK;
    size_t all = 0;

    if (kho_key_parse(p->key, &key))
        st = by_key(w, &key, docids, &all, err);
    else if (p->symbol.n != 0 && kho_symbol_parse(w->scratch, p->symbol, &symbol))
        st = add_docs(w, kho_term_symbol(w->scratch, KHO_FIELDS_CITES, &symbol), docids, &all, err);
    qsort(docids, all, sizeof *docids, by_docid);
    for (size_t i = 0; i < all; i++)
        if (*n == 0 || docids[*n - 1] != docids[i])
            docids[(*n)++] = docids[i];
    return st;
}

/* Is this citation of plan `by` one of plan p? */
static bool
is_of(struct walk *w, const struct kho_plan *p, const struct kho_citation *c,
      const struct kho_plan *by)
{
    const struct kho_citation own = {.key = p->key, .symbol = p->symbol, .date = p->date};
    const struct kho_mention head = kho_mention_of(w->one, &own, NULL, (kho_sv){NULL, 0});
    const struct kho_mention cite = kho_mention_of(w->one, c, NULL, kho_plan_when(w->one, by));

    /* Without a key on one side only number and day together tell one plan from another. */
    if (!head.has_key || !cite.has_key)
        return p->symbol.n != 0 && kho_sv_eq(p->symbol, c->symbol) && p->date.n == 10 &&
               kho_sv_eq(p->date, c->date);
    return kho_mentions_agree(&head, &cite);
}

static enum kho_status
visit(struct walk *w, uint32_t place, uint32_t docid, struct kho_err *err)
{
    const struct kho_plan *p = &w->out->plans[place].citing.doc.plan;
    const struct kho_citation *c;
    const struct kho_document *doc;
    struct kho_opened o;
    struct kho_step *step;
    size_t i = 0;
    uint32_t *slot;
    enum kho_status st;

    kho_arena_reset(w->one);
    st = kho_known_get(&w->known, docid, w->one, &doc, &o, err);
    if (st != KHO_OK || kho_sv_eq(doc->id, w->out->plans[place].citing.doc.id))
        return st;
    while (i < doc->plan.n_citations && !is_of(w, p, &doc->plan.citations[i], &doc->plan))
        i++;
    if (i == doc->plan.n_citations || kho_sv_eq(doc->id, w->out->ref.in_archive))
        return KHO_OK; /* the document itself cites what cites it: no new plan */
    c = &doc->plan.citations[i];
    slot = slot_of(w, doc->id);
    if (*slot == 0) {
        if (w->out->n == PLANS_MAX) {
            w->out->cut = true;
            return KHO_OK;
        }
        step = &w->out->plans[w->out->n];
        *step = (struct kho_step){.depth = w->out->plans[place].depth + 1, .via = place + 1};
        st = kho_known_open(&w->known, docid, w->one, &o, err);
        if (st == KHO_OK)
            st = kho_citing_of(w->arena, &o, c, &step->citing, err);
        if (st != KHO_OK)
            return st;
        step->citing.docid = docid;
        *slot = (uint32_t)++w->out->n;
    }
    add_arrow(w, *slot, place + 1);
    return KHO_OK;
}

/* -- order -------------------------------------------------------------------------------- */

struct rank {
    const struct kho_step *step;
    uint32_t old;
};

static int
by_depth(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;

    if (x->step->depth != y->step->depth)
        return x->step->depth < y->step->depth ? -1 : 1;
    return kho_citing_compare(&x->step->citing, &y->step->citing);
}

/* In order, and no longer in scratch, where there is room for as many as there may be. */
static void
arrange(struct walk *w)
{
    struct kho_cascade *c = w->out;
    struct rank *r = KHO_NEW_N(w->scratch, c->n + 1, struct rank);
    const struct kho_step *const old = c->plans;
    const struct kho_arrow *const arrows = c->arrows;
    uint32_t *to = KHO_NEW_N(w->scratch, c->n + 1, uint32_t);

    c->plans = KHO_NEW_N(w->arena, c->n + 1, struct kho_step);
    c->arrows = KHO_NEW_N(w->arena, c->n_arrows + 1, struct kho_arrow);
    for (uint32_t i = 0; i < c->n; i++)
        r[i] = (struct rank){&old[i], i};
    qsort(r, c->n, sizeof *r, by_depth);
    for (uint32_t i = 0; i < c->n; i++)
        to[r[i].old + 1] = i + 1;
    for (size_t i = 0; i < c->n; i++) {
        c->plans[i] = *r[i].step;
        c->plans[i].via = to[c->plans[i].via];
    }
    for (size_t i = 0; i < c->n_arrows; i++)
        c->arrows[i] = (struct kho_arrow){to[arrows[i].from], to[arrows[i].to]};
}

static enum kho_status
walk_one(struct walk *w, const struct kho_cited *from, struct kho_err *err)
{
    struct kho_cascade *out = w->out;
    uint32_t *docids;
    enum kho_status st = KHO_OK;

    out->ref = from->ref;
    out->plans = KHO_NEW_N(w->scratch, w->max_depth > 1 ? PLANS_MAX : from->n + 1, struct kho_step);
    out->arrows =
        KHO_NEW_N(w->scratch, w->max_depth > 1 ? ARROWS_MAX : from->n + 1, struct kho_arrow);
    w->table = KHO_NEW_N(w->scratch, TABLE, uint32_t);
    for (size_t i = 0; i < from->n; i++) {
        if (w->max_depth > 1 && out->n == PLANS_MAX) {
            out->cut = true;
            break;
        }
        out->plans[out->n++] = (struct kho_step){.citing = from->citing[i], .depth = 1};
        out->arrows[out->n_arrows++] = (struct kho_arrow){(uint32_t)out->n, 0};
        if (w->max_depth > 1)
            *slot_of(w, from->citing[i].doc.id) = (uint32_t)out->n;
    }
    docids = KHO_NEW_N(w->scratch, w->max_depth > 1 ? CITERS_MAX : 1, uint32_t);
    for (uint32_t i = 0; st == KHO_OK && i < out->n && out->plans[i].depth < w->max_depth; i++) {
        size_t n = 0;

        st = candidates(w, &out->plans[i].citing.doc.plan, docids, &n, err);
        for (size_t k = 0; st == KHO_OK && k < n; k++)
            st = visit(w, i, docids[k], err);
    }
    if (st == KHO_OK)
        arrange(w);
    return st;
}

static enum kho_status
once(struct walk *w, kho_sv ref, struct kho_cascades *out, struct kho_err *err)
{
    const uint32_t depth = w->max_depth;
    struct kho_cites c;
    enum kho_status st = kho_cites_known(&w->known, ref, w->arena, &c, err);

    *out = (struct kho_cascades){.understood = c.understood};
    if (st != KHO_OK)
        return st;
    out->docs = KHO_NEW_N(w->arena, c.n + 1, struct kho_cascade);
    for (; st == KHO_OK && out->n < c.n; out->n++) {
        kho_arena_reset(w->scratch);
        w->out = &out->docs[out->n];
        w->max_depth =
            kho_arena_room(w->arena) / 4 > PLANS_MAX * sizeof(struct kho_step) ? depth : 1;
        st = walk_one(w, &c.docs[out->n], err);
        w->out->cut = w->out->cut || w->max_depth < depth;
    }
    return st;
}

enum kho_status
kho_cascade(struct kho_store *s, kho_sv ref, uint32_t max_depth, struct kho_arena *arena,
            struct kho_cascades *out, struct kho_err *err)
{
    struct walk w = {.s = s, .arena = arena};
    enum kho_status st = KHO_STALE;

    w.scratch = kho_arena_new(SCRATCH);
    w.one = kho_arena_new(SCRATCH);
    w.lasting = kho_arena_new(SCRATCH);
    for (int i = 0; st == KHO_STALE && i < STALE_RETRIES; i++) {
        kho_arena_reset(w.lasting);
        w.keys = (struct kho_citekeys){.s = s, .arena = w.lasting};
        w.known = (struct kho_known){.s = s, .arena = w.lasting};
        w.max_depth = max_depth < KHO_CASCADE_DEPTH ? max_depth : KHO_CASCADE_DEPTH;
        st = once(&w, ref, out, err);
    }
    kho_arena_free(w.lasting);
    kho_arena_free(w.one);
    kho_arena_free(w.scratch);
    return st;
}
