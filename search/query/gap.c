/* gap.c - see glance.h: whom no plan of some comes from. */
#include "glance.h"

#include "node.h"
#include "terms.h"

#include <stdlib.h>

enum { COUNT_US = 4000 };

static int
by_value(const void *a, const void *b)
{
    const struct kho_count *x = a, *y = b;
    const size_t n = x->value.n < y->value.n ? x->value.n : y->value.n;
    const int r = n == 0 ? 0 : memcmp(x->value.p, y->value.p, n);

    return r != 0 ? r : (x->value.n > y->value.n) - (x->value.n < y->value.n);
}

static int
by_count(const void *a, const void *b)
{
    const struct kho_count *x = a, *y = b;

    return x->count != y->count ? (x->count > y->count ? -1 : 1) : by_value(a, b);
}

static enum kho_status
values(struct kho_store *s, const struct kho_node *query, enum kho_fields_id field,
       struct kho_arena *arena, struct kho_facet *f, bool *exact, struct kho_err *err)
{
    struct kho_search what = {
        .query = query, .facets = f, .n_facets = 1, .exact = true, .count_us = COUNT_US};
    struct kho_results r;
    enum kho_status st;

    *f = (struct kho_facet){.slot = (uint32_t)kho_fields[field].slot};
    st = kho_store_search(s, KHO_DB_PLANS, &what, arena, &r, err);
    *exact = *exact && st == KHO_OK && r.exact;
    return st;
}

/* What the archive has and the chosen documents have not, of one level. */
static enum kho_status
part(struct kho_store *s, const struct kho_node *chosen, const char *level, struct kho_arena *arena,
     struct kho_gap *out, struct kho_err *err)
{
    const enum kho_fields_id field = level == NULL ? KHO_FIELDS_PLACE : KHO_FIELDS_ISSUER;
    struct kho_gap_part *p = &out->parts[out->n];
    struct kho_node *all =
        kho_node_term(arena, kho_term_flag(arena, KHO_FIELDS_TYPE, KHO_SV("KH")));
    struct kho_facet have, got;
    size_t k = 0;
    enum kho_status st;

    if (level != NULL)
        all = kho_node_two(
            arena, KHO_OP_AND, all,
            kho_node_term(arena, kho_term_flag(arena, KHO_FIELDS_LEVEL, kho_sv_from(level))));
    st = values(s, all, field, arena, &have, &out->exact, err);
    if (st == KHO_OK)
        st = values(s, chosen, field, arena, &got, &out->exact, err);
    if (st != KHO_OK || have.n == 0)
        return st;
    qsort(have.counts, have.n, sizeof *have.counts, by_value);
    qsort(got.counts, got.n, sizeof *got.counts, by_value);
    *p = (struct kho_gap_part){
        .level = level, .missing = KHO_NEW_N(arena, have.n, struct kho_count), .of = have.n};
    for (size_t i = 0; i < have.n; i++) {
        while (k < got.n && by_value(&got.counts[k], &have.counts[i]) < 0)
            k++;
        if (k == got.n || by_value(&got.counts[k], &have.counts[i]) != 0)
            p->missing[p->n++] = have.counts[i];
    }
    qsort(p->missing, p->n, sizeof *p->missing, by_count);
    out->n++;
    return KHO_OK;
}

enum kho_status
kho_gap(struct kho_store *s, const kho_sv *ids, size_t n, struct kho_arena *arena,
        struct kho_gap *out, struct kho_err *err)
{
    struct kho_nodes l = {NULL, NULL, 0};
    const struct kho_node *chosen;
    enum kho_status st;

    *out = (struct kho_gap){.exact = n <= KHO_GAP_IDS};
    for (size_t i = 0; i < n && i < KHO_GAP_IDS; i++)
        kho_nodes_add(&l, kho_node_term(arena, kho_term_raw(arena, KHO_FIELDS_KEY, ids[i])));
    if (l.n == 0)
        return KHO_OK;
    chosen = kho_nodes_joined(arena, KHO_OP_OR, &l);
    st = part(s, chosen, NULL, arena, out, err);
    for (size_t i = 1; st == KHO_OK && i < KHO_GLANCE_LEVELS; i++)
        st = part(s, chosen, kho_glance_levels[i], arena, out, err);
    return st;
}
