/* offers.c - with nothing found: which condition was too much. */
#include "offers.h"

#include "tree.h"

enum kho_status
kho_offer_count(const struct kho_offering *o, const struct kho_q *root, uint64_t *total,
                struct kho_err *err)
{
    struct kho_tree tree = {.arena = o->arena, .s = o->s};
    const struct kho_search what = {
        .query = kho_tree_ask(&tree, root, o->ask), .exact = true, .count_us = o->ask->budget_us};
    struct kho_results r = {.total = 0};
    const enum kho_status st = kho_store_search(o->s, &what, o->arena, &r, err);

    *total = r.total;
    return st;
}

enum kho_status
kho_offer_any(const struct kho_offering *o, const struct kho_q *root, bool *any,
              struct kho_err *err)
{
    struct kho_tree tree = {.arena = o->arena, .s = o->s};
    struct kho_node *const asked = KHO_NEW(o->arena, struct kho_node);
    struct kho_search what = {.max = 1, .look_us = KHO_OFFER_US};
    struct kho_results r = {.n = 0};
    enum kho_status st;

    *asked = *kho_tree_ask(&tree, root, o->ask);
    what.query = kho_node_weighted(o->arena, KHO_OP_SCALE, 0, asked); /* the first will do */
    st = kho_store_search(o->s, &what, o->arena, &r, err);
    *any = r.n != 0 || !r.exact;
    return st;
}

static kho_sv
printed(struct kho_arena *arena, const struct kho_q *q)
{
    struct kho_buf b = {.p = NULL};
    kho_sv out;

    kho_query_put(q, &b);
    out = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return out;
}

enum kho_status
kho_offer_add(const struct kho_offering *o, enum kho_offer_kind kind, const struct kho_q *root,
              const struct kho_q *dropped, struct kho_answer *out, struct kho_err *err)
{
    uint64_t total = 0;
    enum kho_status st = KHO_OK;

    if (out->offers == NULL)
        out->offers = KHO_NEW_N(o->arena, KHO_OFFERS_MAX, struct kho_offer);
    if (out->n_offers < KHO_OFFERS_MAX && o->count != NULL)
        st = o->count(o->ctx, root, &total, err);
    else if (out->n_offers < KHO_OFFERS_MAX)
        st = kho_offer_count(o, root, &total, err);
    if (st == KHO_OK && total != 0) {
        struct kho_offer *f = &out->offers[out->n_offers++];

        *f = (struct kho_offer){.kind = kind, .query = printed(o->arena, root), .total = total};
        if (dropped != NULL)
            f->dropped = printed(o->arena, dropped);
    }
    return st;
}

/* The query without its kid number i; only that kid where only is set. */
static const struct kho_q *
part(struct kho_arena *arena, const struct kho_q *root, size_t i, bool only)
{
    struct kho_q *copy = KHO_NEW(arena, struct kho_q), **last = &copy->kids;
    size_t at = 0;

    *copy = *root;
    copy->kids = NULL;
    for (const struct kho_q *k = root->kids; k != NULL; k = k->next, at++) {
        if ((at == i) != only)
            continue;
        *last = KHO_NEW(arena, struct kho_q);
        **last = *k;
        (*last)->next = NULL;
        last = &(*last)->next;
    }
    return copy->kids != NULL && copy->kids->next == NULL ? copy->kids : copy;
}

/* A quotation or the words of a field as words anywhere. */
static enum kho_status
as_words(const struct kho_offering *o, const struct kho_q *q, struct kho_answer *out,
         struct kho_err *err)
{
    struct kho_q *bag = KHO_NEW(o->arena, struct kho_q);

    *bag = *q;
    bag->kind = KHO_Q_BAG;
    bag->field = KHO_FIELDS_WORD;
    return kho_offer_add(o, KHO_OFFER_WORDS, bag, NULL, out, err);
}

static enum kho_status
without_filters(const struct kho_offering *o, const struct kho_q *root, struct kho_answer *out,
                struct kho_err *err)
{
    struct kho_ask free = *o->ask;
    const struct kho_offering loose = {.s = o->s, .ask = &free, .arena = o->arena};

    if (free.n_filters == 0 && free.from.n == 0 && free.to.n == 0)
        return KHO_OK;
    free.n_filters = 0;
    free.from = free.to = (kho_sv){NULL, 0};
    return kho_offer_add(&loose, KHO_OFFER_NO_FILTERS, root, NULL, out, err);
}

enum kho_status
kho_offer_less(const struct kho_offering *o, const struct kho_query *query, struct kho_answer *out,
               struct kho_err *err)
{
    const struct kho_q *root = query->root;
    enum kho_status st = without_filters(o, root, out, err);
    const size_t before = out->n_offers;
    size_t i = 0;

    if (st == KHO_OK && (root->kind == KHO_Q_PHRASE || root->kind == KHO_Q_FIELD))
        return as_words(o, root, out, err);
    if (root->kind != KHO_Q_SEQ && root->kind != KHO_Q_AND)
        return st;
    for (const struct kho_q *k = root->kids; st == KHO_OK && k != NULL; k = k->next)
        st = kho_offer_add(o, KHO_OFFER_WITHOUT, part(o->arena, root, i++, false), k, out, err);
    if (out->n_offers > before)
        return st;
    i = 0;
    for (const struct kho_q *k = root->kids; st == KHO_OK && k != NULL; k = k->next, i++)
        if (k->kind != KHO_Q_NOT)
            st = kho_offer_add(o, KHO_OFFER_ONLY, part(o->arena, root, i, true), NULL, out, err);
    return st;
}
