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

/* Values of fields that documents of a query have, by value. */
static enum kho_status
values(struct kho_store *s, const struct kho_node *query, struct kho_arena *arena,
       struct kho_facet *f, size_t n, bool *exact, struct kho_err *err)
{
    const struct kho_search what = {
        .query = query, .facets = f, .n_facets = n, .exact = true, .count_us = COUNT_US};
    struct kho_results r;
    const enum kho_status st = kho_store_search(s, &what, arena, &r, err);

    *exact = *exact && st == KHO_OK && r.exact;
    for (size_t i = 0; st == KHO_OK && i < n; i++)
        qsort(f[i].counts, f[i].n, sizeof *f[i].counts, by_value);
    return st;
}

static struct kho_facet
facet(enum kho_fields_id field)
{
    return (struct kho_facet){.slot = (uint32_t)kho_fields[field].slot};
}

/* What the archive has and the chosen documents have not, of one level; level NULL: provinces. */
static enum kho_status
part(struct kho_store *s, const struct kho_facet *got, const char *level, struct kho_arena *arena,
     struct kho_gap *out, struct kho_err *err)
{
    struct kho_gap_part *p = &out->parts[out->n];
    struct kho_node *all =
        kho_node_term(arena, kho_term_flag(arena, KHO_FIELDS_TYPE, KHO_SV("KH")));
    struct kho_facet have = facet(level == NULL ? KHO_FIELDS_PLACE : KHO_FIELDS_ISSUER);
    size_t k = 0;
    enum kho_status st;

    if (level != NULL)
        all = kho_node_two(
            arena, KHO_OP_AND, all,
            kho_node_term(arena, kho_term_flag(arena, KHO_FIELDS_LEVEL, kho_sv_from(level))));
    st = values(s, all, arena, &have, 1, &out->exact, err);
    if (st != KHO_OK || have.n == 0)
        return st;
    *p = (struct kho_gap_part){
        .level = level, .missing = KHO_NEW_N(arena, have.n, struct kho_count), .of = have.n};
    for (size_t i = 0; i < have.n; i++) {
        while (k < got->n && by_value(&got->counts[k], &have.counts[i]) < 0)
            k++;
        if (k == got->n || by_value(&got->counts[k], &have.counts[i]) > 0)
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
    struct kho_facet got[] = {facet(KHO_FIELDS_PLACE), facet(KHO_FIELDS_ISSUER)};
    struct kho_nodes l = {NULL, NULL, 0};
    enum kho_status st;

    *out = (struct kho_gap){.exact = n <= KHO_GAP_IDS};
    for (size_t i = 0; i < n && i < KHO_GAP_IDS; i++)
        kho_nodes_add(&l, kho_node_term(arena, kho_term_raw(arena, KHO_FIELDS_KEY, ids[i])));
    if (l.n == 0)
        return KHO_OK;
    st = values(s, kho_nodes_joined(arena, KHO_OP_OR, &l), arena, got, 2, &out->exact, err);
    if (st == KHO_OK)
        st = part(s, &got[0], NULL, arena, out, err);
    for (size_t i = 1; st == KHO_OK && i < KHO_GLANCE_LEVELS; i++)
        st = part(s, &got[1], kho_glance_levels[i], arena, out, err);
    return st;
}
