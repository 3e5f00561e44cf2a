/* why.c - why a hit is where it is: what each part of the query weighs in it. */
#include "query.h"

#include "tree.h"

enum { PARTS_MAX = KHO_Q_WORDS + 8 };

static const double LITTLE = .005; /* nothing that would be seen */

struct weighing {
    struct kho_tree tree;
    struct kho_node *only; /* the document */
    struct kho_why *out;
    size_t n;
    double rest; /* of the weight, not told yet */
    struct kho_err *err;
};

/* What node weighs in the document; 0 where it is not found. */
static enum kho_status
weight_of(struct weighing *w, const struct kho_node *node, double *weight)
{
    struct kho_node *copy = KHO_NEW(w->tree.arena, struct kho_node);
    struct kho_search what = {.max = 1, .sort = KHO_SORT_RELEVANCE};
    struct kho_results r = {.n = 0};
    enum kho_status st = KHO_OK;

    *weight = 0;
    if (node == NULL)
        return KHO_OK;
    *copy = *node;
    copy->next = w->only;
    what.query = kho_node_new(w->tree.arena, KHO_OP_FILTER, copy);
    st = kho_store_search(w->tree.s, &what, w->tree.arena, &r, w->err);
    if (st == KHO_OK && r.n > 0)
        *weight = r.hits[0].weight;
    return st;
}

static void
tell(struct weighing *w, enum kho_why_kind kind, kho_sv part, double weight)
{
    if (w->n == PARTS_MAX || (weight < LITTLE && weight > -LITTLE))
        return;
    w->out[w->n++] = (struct kho_why){kind, part, weight};
    w->rest -= weight;
}

static enum kho_status
tell_bag(struct weighing *w, const struct kho_q *bag)
{
    double weight;
    enum kho_status st = KHO_OK;

    for (const struct kho_q *k = bag->kids; st == KHO_OK && k != NULL; k = k->next) {
        bool again = false;

        for (const struct kho_q *before = bag->kids; before != k; before = before->next)
            again = again || (kho_sv_eq(before->bare, k->bare) && before->prefix == k->prefix);
        if (again)
            continue;
        st = weight_of(w, kho_tree_word(&w->tree, KHO_FIELDS_WORD, k), &weight);
        if (st == KHO_OK)
            tell(w, KHO_WHY_PART, k->text, weight);
    }
    if (st == KHO_OK)
        st = weight_of(w, kho_tree_marks(&w->tree, bag), &weight);
    if (st == KHO_OK)
        tell(w, KHO_WHY_MARKS, (kho_sv){NULL, 0}, weight);
    if (st == KHO_OK)
        st = weight_of(w, kho_tree_title(&w->tree, bag), &weight);
    if (st == KHO_OK)
        tell(w, KHO_WHY_TITLE, (kho_sv){NULL, 0}, weight);
    return st;
}

static enum kho_status
tell_item(struct weighing *w, const struct kho_q *q)
{
    struct kho_buf b = {.p = NULL};
    double weight;
    enum kho_status st = KHO_OK;

    if (q->kind == KHO_Q_BAG)
        return tell_bag(w, q);
    if (q->kind == KHO_Q_SEQ || q->kind == KHO_Q_AND || q->kind == KHO_Q_OR) {
        for (const struct kho_q *k = q->kids; st == KHO_OK && k != NULL; k = k->next)
            st = tell_item(w, k);
        return st;
    }
    if (q->kind == KHO_Q_NOT || q->kind == KHO_Q_ALL)
        return KHO_OK;
    st = weight_of(w, kho_tree_query(&w->tree, q), &weight);
    kho_query_put(q, &b);
    if (st == KHO_OK)
        tell(w, KHO_WHY_PART, kho_arena_dup(w->tree.arena, kho_buf_view(&b)), weight);
    kho_buf_free(&b);
    return st;
}

enum kho_status
kho_why(struct kho_store *s, kho_sv query, const struct kho_answer_hit *hit,
        struct kho_arena *arena, struct kho_why **out, size_t *n, struct kho_err *err)
{
    struct weighing w = {.tree = {.arena = arena, .s = s}, .rest = hit->score, .err = err};
    struct kho_query *parsed = KHO_NEW(arena, struct kho_query);
    enum kho_status st;

    w.only = kho_node_term(arena, kho_term_raw(arena, KHO_FIELDS_KEY, hit->doc.id));
    w.out = KHO_NEW_N(arena, PARTS_MAX + 1, struct kho_why);
    kho_query_parse(arena, query, parsed);
    st = tell_item(&w, parsed->root);
    if (st == KHO_OK && w.n > 0)
        tell(&w, KHO_WHY_NEAR, (kho_sv){NULL, 0}, w.rest);
    *out = w.out;
    *n = w.n;
    return st;
}
