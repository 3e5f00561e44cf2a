/* gap.c - see glance.h: whom no plan of some comes from. */
#include "glance.h"

#include "node.h"
#include "terms.h"

#include <stdlib.h>

enum { COUNT_US = 4000 };

static int
by_text(const void *a, const void *b)
{
    const kho_sv *x = a, *y = b;
    const size_t n = x->n < y->n ? x->n : y->n;
    const int r = n == 0 ? 0 : memcmp(x->p, y->p, n);

    return r != 0 ? r : (x->n > y->n) - (x->n < y->n);
}

static int
by_value(const void *a, const void *b)
{
    const struct kho_count *x = a, *y = b;

    return by_text(&x->value, &y->value);
}

static int
by_count(const void *a, const void *b)
{
    const struct kho_count *x = a, *y = b;

    return x->count != y->count ? (x->count > y->count ? -1 : 1) : by_value(a, b);
}

/* Values of a field that documents of a query have, by value. */
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

struct values {
    kho_sv *value; /* in order */
    size_t n;
};

static int
by_docid(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Values of a field that documents have. */
static enum kho_status
chosen(struct kho_store *s, enum kho_fields_id field, const uint32_t *docids, size_t n,
       struct kho_arena *arena, struct values *out, struct kho_err *err)
{
    uint32_t *order = KHO_NEW_N(arena, n, uint32_t);
    enum kho_status st;

    memcpy(order, docids, n * sizeof *order);
    qsort(order, n, sizeof *order, by_docid);
    *out = (struct values){.value = KHO_NEW_N(arena, n, kho_sv), .n = n};
    st = kho_store_values(s, (uint32_t)kho_fields[field].slot, order, n, arena, out->value, err);
    if (st == KHO_OK)
        qsort(out->value, n, sizeof *out->value, by_text);
    return st;
}

static struct kho_facet
facet(enum kho_fields_id field)
{
    return (struct kho_facet){.slot = (uint32_t)kho_fields[field].slot};
}

/* What the archive has and the chosen documents have not, of one level; level NULL: provinces. */
static enum kho_status
part(struct kho_store *s, const struct values *got, const char *level, struct kho_arena *arena,
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
        while (k < got->n && by_text(&got->value[k], &have.counts[i].value) < 0)
            k++;
        if (k == got->n || by_text(&got->value[k], &have.counts[i].value) > 0)
            p->missing[p->n++] = have.counts[i];
    }
    qsort(p->missing, p->n, sizeof *p->missing, by_count);
    out->n++;
    return KHO_OK;
}

enum kho_status
kho_gap(struct kho_store *s, const uint32_t *docids, size_t n, struct kho_arena *arena,
        struct kho_gap *out, struct kho_err *err)
{
    struct values places, issuers;
    enum kho_status st;

    *out = (struct kho_gap){.exact = true};
    if (n == 0)
        return KHO_OK;
    st = chosen(s, KHO_FIELDS_PLACE, docids, n, arena, &places, err);
    if (st == KHO_OK)
        st = chosen(s, KHO_FIELDS_ISSUER, docids, n, arena, &issuers, err);
    if (st == KHO_OK)
        st = part(s, &places, NULL, arena, out, err);
    for (size_t i = 1; st == KHO_OK && i < KHO_GLANCE_LEVELS; i++)
        st = part(s, &issuers, kho_glance_levels[i], arena, out, err);
    return st;
}
