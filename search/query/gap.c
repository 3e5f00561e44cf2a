/* gap.c - see glance.h: whom no plan of some comes from. */
#include "glance.h"

#include "node.h"
#include "terms.h"

#include <stdlib.h>

enum { COUNT_US = 8000 };

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

/* What plans of the archive have and the chosen documents have not.  level NULL: of all levels;
 * else have[] is told apart by level. */
static void
part(const struct values *got, const struct kho_facet *have, const char *level,
     struct kho_arena *arena, struct kho_gap *out)
{
    struct kho_gap_part *p = &out->parts[out->n];
    size_t k = 0;

    *p = (struct kho_gap_part){.level = level,
                               .missing = KHO_NEW_N(arena, have->n + 1, struct kho_count)};
    for (size_t i = 0; i < have->n; i++) {
        kho_sv value = have->counts[i].value, of = {NULL, 0};

        if (level != NULL &&
            (!kho_sv_next(&value, '\t', &of) || !kho_sv_eq(of, kho_sv_from(level))))
            continue;
        p->of++;
        while (k < got->n && by_text(&got->value[k], &value) < 0)
            k++;
        if (k == got->n || by_text(&got->value[k], &value) > 0)
            p->missing[p->n++] = (struct kho_count){value, have->counts[i].count};
    }
    qsort(p->missing, p->n, sizeof *p->missing, by_count);
    out->n += p->of > 0;
}

enum kho_status
kho_gap(struct kho_store *s, const uint32_t *docids, size_t n, struct kho_arena *arena,
        struct kho_gap *out, struct kho_err *err)
{
    struct kho_facet have[] = {{.slot = (uint32_t)kho_fields[KHO_FIELDS_PLACE].slot},
                               {.slot = (uint32_t)kho_fields[KHO_FIELDS_ISSUER].slot,
                                .by = (uint32_t)kho_fields[KHO_FIELDS_LEVEL].slot + 1}};
    const struct kho_search plans = {
        .query = kho_node_term(arena, kho_term_flag(arena, KHO_FIELDS_TYPE, KHO_SV("KH"))),
        .facets = have,
        .n_facets = 2,
        .exact = true,
        .count_us = COUNT_US};
    struct values places, issuers;
    struct kho_results r;
    enum kho_status st;

    *out = (struct kho_gap){.exact = true};
    if (n == 0)
        return KHO_OK;
    st = chosen(s, KHO_FIELDS_PLACE, docids, n, arena, &places, err);
    if (st == KHO_OK)
        st = chosen(s, KHO_FIELDS_ISSUER, docids, n, arena, &issuers, err);
    if (st == KHO_OK)
        st = kho_store_search(s, &plans, arena, &r, err);
    if (st != KHO_OK)
        return st;
    out->exact = r.exact;
    for (size_t i = 0; i < 2; i++)
        qsort(have[i].counts, have[i].n, sizeof *have[i].counts, by_value);
    part(&places, &have[0], NULL, arena, out);
    for (size_t i = 1; i < KHO_GLANCE_LEVELS; i++)
        part(&issuers, &have[1], kho_glance_levels[i], arena, out);
    return KHO_OK;
}
