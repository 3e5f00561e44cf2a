/* glance.c - see glance.h: plans by year and level, documents cited most. */
#include "glance.h"

#include "citekey.h"
#include "groups.h"
#include "node.h"
#include "terms.h"

#include <stdlib.h>

enum {
    COUNT_US = 4000,
    YEARS_MAX = 300, /* of all levels */
    KEYS_AT_ONCE = 1024,
    KEYS_MAX = 16 * 1024, /* different cited documents that are looked at */
    WITNESSES = 3         /* plans asked for the name of a document */
};

const char *const kho_glance_levels[KHO_GLANCE_LEVELS] = {"trung ương", "tỉnh", "huyện", "xã"};

static struct kho_node *
plans(struct kho_arena *arena)
{
    return kho_node_term(arena, kho_term_flag(arena, KHO_FIELDS_TYPE, KHO_SV("KH")));
}

static int
by_year(const void *a, const void *b)
{
    const struct kho_glance_year *x = a, *y = b;

    return (x->year > y->year) - (x->year < y->year);
}

static struct kho_glance_year *
year_of(struct kho_glance *out, kho_sv value)
{
    int year = 0;

    for (size_t i = 0; i < value.n && i < 4; i++)
        year = year * 10 + (value.p[i] - '0');
    for (size_t i = 0; i < out->n_years; i++)
        if (out->years[i].year == year)
            return &out->years[i];
    out->years[out->n_years].year = year;
    return &out->years[out->n_years++];
}

/* Plans by year, those of each level apart. */
static enum kho_status
count(struct kho_store *s, struct kho_arena *arena, struct kho_glance *out, struct kho_err *err)
{
    struct kho_facet f = {.slot = (uint32_t)kho_fields[KHO_FIELDS_YEAR].slot,
                          .by = (uint32_t)kho_fields[KHO_FIELDS_LEVEL].slot + 1,
                          .max = YEARS_MAX};
    struct kho_search what = {
        .query = plans(arena), .facets = &f, .n_facets = 1, .exact = true, .count_us = COUNT_US};
    struct kho_results r;
    const enum kho_status st = kho_store_search(s, &what, arena, &r, err);

    if (st != KHO_OK)
        return st;
    out->exact = out->exact && r.exact;
    out->years = KHO_NEW_N(arena, f.n + 1, struct kho_glance_year);
    for (size_t i = 0; i < f.n; i++) {
        kho_sv year = f.counts[i].value, name = {NULL, 0};
        size_t level = 0;

        (void)kho_sv_next(&year, '\t', &name);
        while (level < KHO_GLANCE_LEVELS && !kho_sv_eq(name, kho_sv_from(kho_glance_levels[level])))
            level++;
        year_of(out, year)->plans[level] += f.counts[i].count;
    }
    return KHO_OK;
}

/* -- documents cited most ----------------------------------------------------------------- */

struct top {
    kho_sv term;
    uint32_t docs;
};

static void
keep_best(struct top *best, size_t *n, kho_sv term, uint32_t docs)
{
    size_t at;

    if (*n == KHO_GLANCE_TOP && best[*n - 1].docs >= docs)
        return;
    if (*n < KHO_GLANCE_TOP)
        ++*n;
    for (at = *n - 1; at > 0 && best[at - 1].docs < docs; at--)
        best[at] = best[at - 1];
    best[at] = (struct top){term, docs};
}

static enum kho_status
best_keys(struct kho_store *s, kho_sv prefix, struct kho_arena *arena, struct top *best, size_t *n,
          bool *all, struct kho_err *err)
{
    struct kho_terms page = {.term = KHO_NEW_N(arena, KEYS_AT_ONCE, struct kho_term_freq),
                             .max = KEYS_AT_ONCE,
                             .n = KEYS_AT_ONCE};
    kho_sv from = prefix;
    enum kho_status st = KHO_OK;

    *n = 0;
    for (size_t seen = 0; st == KHO_OK && page.n == KEYS_AT_ONCE && seen < KEYS_MAX;
         seen += page.n) {
        st = kho_store_terms(s, prefix, from, arena, &page, err);
        for (size_t i = 0; st == KHO_OK && i < page.n; i++)
            if (i > 0 || seen == 0) /* the first is the last of the page before */
                keep_best(best, n, page.term[i].term, page.term[i].docs);
        if (page.n > 0)
            from = page.term[page.n - 1].term;
    }
    *all = page.n < KEYS_AT_ONCE;
    return st;
}

/* What a few of the plans say together of a document they cite. */
static enum kho_status
describe(struct kho_store *s, kho_sv term, kho_sv key, struct kho_arena *arena, struct kho_ref *out,
         struct kho_err *err)
{
    uint32_t docids[WITNESSES];
    struct kho_mention m[WITNESSES];
    struct kho_docids by = {.docid = docids, .max = WITNESSES};
    size_t known = 0, groups;
    struct kho_group *g;
    enum kho_status st = kho_store_postings(s, term, 0, &by, err);

    for (size_t i = 0; st == KHO_OK && i < by.n; i++) {
        struct kho_document doc;
        kho_sv data;

        st = kho_store_data(s, docids[i], arena, &data, err);
        if (st == KHO_OK)
            st = kho_document_unpack(arena, data, KHO_DOCUMENT_CITES, &doc, err);
        for (size_t k = 0; st == KHO_OK && k < doc.plan.n_citations; k++)
            if (kho_sv_eq(doc.plan.citations[k].key, key)) {
                m[known] = kho_mention_of(arena, &doc.plan.citations[k], NULL,
                                          kho_plan_when(arena, &doc.plan));
                m[known].plan = (uint32_t)i + 1;
                known++;
                break;
            }
    }
    out->key = (kho_sv){NULL, 0};
    if (st != KHO_OK || known == 0)
        return st;
    g = kho_mentions_group(arena, m, known, &groups);
    kho_mentions_ref(arena, m, g, 0, out);
    return KHO_OK;
}

enum kho_status
kho_glance(struct kho_store *s, struct kho_arena *arena, struct kho_glance *out,
           struct kho_err *err)
{
    const kho_sv prefix = kho_term_raw(arena, KHO_FIELDS_CITEKEY, KHO_SV(""));
    struct top best[KHO_GLANCE_TOP];
    enum kho_status st;
    size_t n = 0;

    *out = (struct kho_glance){.exact = true};
    st = count(s, arena, out, err);
    qsort(out->years, out->n_years, sizeof *out->years, by_year);
    out->top = KHO_NEW_N(arena, KHO_GLANCE_TOP, struct kho_ref);
    if (st == KHO_OK)
        st = best_keys(s, prefix, arena, best, &n, &out->top_all, err);
    for (size_t i = 0; st == KHO_OK && i < n; i++) {
        const kho_sv key = kho_citekey_of(best[i].term);
        struct kho_ref *r = &out->top[out->n_top];

        st = describe(s, best[i].term, key, arena, r, err);
        if (r->key.n == 0)
            continue;
        r->key = key;
        r->citing = best[i].docs;
        out->n_top++;
    }
    return st;
}
