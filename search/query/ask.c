/* ask.c - a question to the index: tree, search, ranking, snippets, facets. */
#include "query.h"

#include "alike.h"
#include "facets.h"
#include "likely.h"
#include "merged.h"
#include "offers.h"
#include "rerank.h"
#include "snippet.h"
#include "tree.h"

#include <stdlib.h>

enum {
    STALE_RETRIES = 3,
    FACET_VALUES = 200,
    HITS_MAX = 1000000,
    MATCH_BUDGET = 8000,         /* microseconds for the words of a long query */
    SCRATCH = 512 * 1024 * 1024, /* bytes: texts of documents, one at a time */
    NOTHING_FOUND_TRIES = KHO_Q_WORDS
};

struct asking {
    struct kho_store *s;
    const struct kho_ask *ask;
    struct kho_arena *arena, *scratch;
    const struct kho_query *query;
    struct kho_wanted wanted;
};

static void
order(const struct kho_ask *ask, bool weighs, struct kho_search *what)
{
    enum kho_fields_id field = KHO_FIELDS_DATE;

    what->sort = KHO_SORT_SLOT_DOWN;
    switch (ask->sort) {
    case KHO_BY_RELEVANCE:
        if (weighs)
            what->sort = KHO_SORT_RELEVANCE;
        break; /* nothing to rank by: the newest first */
    case KHO_BY_DATE:
        break;
    case KHO_BY_DATE_UP:
        what->sort = KHO_SORT_SLOT_UP;
        break;
    case KHO_BY_NUMBER:
        what->sort = KHO_SORT_SLOT_UP;
        field = KHO_FIELDS_NUMBER;
        break;
    case KHO_BY_TITLE:
        what->sort = KHO_SORT_SLOT_UP;
        field = KHO_FIELDS_TITLE;
        break;
    }
    what->sort_slot = (uint32_t)kho_fields[field].slot;
}

/* Run the tree; where pairs of words rank, the best hits are fetched and sorted again. */
static enum kho_status
run(struct asking *a, const struct kho_node *tree, bool weighs, struct kho_facet *facets,
    size_t n_facets, struct kho_results *out, struct kho_err *err)
{
    struct kho_search what = {.query = tree,
                              .first = a->ask->first,
                              .max = a->ask->max,
                              .facets = facets,
                              .n_facets = n_facets,
                              .exact = true,
                              .match_us = a->ask->budget_us == 0 ? 0 : MATCH_BUDGET,
                              .count_us = a->ask->budget_us};
    uint32_t depth;
    size_t skip;
    enum kho_status st;

    order(a->ask, weighs, &what);
    depth = what.sort == KHO_SORT_RELEVANCE ? kho_rerank_depth(&a->wanted) : 0;
    if (what.first >= depth || what.max == 0)
        return kho_store_search(a->s, &what, a->arena, out, err);
    what.first = 0;
    what.max = a->ask->first + a->ask->max < depth ? depth : a->ask->first + a->ask->max;
    st = kho_store_search(a->s, &what, a->arena, out, err);
    if (st == KHO_OK)
        st = kho_rerank(a->s, &a->wanted, out->hits, out->n < depth ? out->n : depth, a->scratch,
                        err);
    if (st == KHO_OK && kho_likely_asked(&a->wanted))
        st = kho_likely_first(a->s, &a->wanted, out->hits, out->n < depth ? out->n : depth,
                              a->scratch, err);
    skip = a->ask->first < out->n ? a->ask->first : out->n;
    out->hits += skip;
    out->n -= skip;
    if (out->n > a->ask->max)
        out->n = a->ask->max;
    return st;
}

/* Everything of the document of a hit that has to be shown. */
static enum kho_status
show(struct asking *a, const struct kho_hit *hit, struct kho_answer_hit *out, struct kho_err *err)
{
    struct kho_document full;
    struct kho_opened o;
    kho_sv data;
    enum kho_status st;

    kho_arena_reset(a->scratch);
    st = kho_store_data(a->s, hit->docid, a->scratch, &data, err);
    if (st == KHO_OK && !a->ask->snippets)
        st = kho_document_unpack(a->arena, data, KHO_DOCUMENT_HEAD, &out->doc, err);
    if (st == KHO_OK && a->ask->snippets)
        st = kho_document_open(a->scratch, data, KHO_DOCUMENT_ALL, &o, err);
    if (st == KHO_OK && a->ask->snippets)
        st = kho_document_part(a->arena, &o, KHO_DOCUMENT_HEAD, &out->doc, err);
    if (st != KHO_OK)
        return st;
    out->score = hit->weight;
    out->title_marks = kho_marks_in(a->arena, &a->wanted, out->doc.plan.title, &out->n_title_marks);
    out->snippet.text = out->snippet.section = KHO_SV("");
    if (!a->ask->snippets)
        return KHO_OK;
    st = kho_document_part(a->scratch, &o, KHO_DOCUMENT_ALL, &full, err);
    if (st == KHO_OK) {
        struct kho_snippet made;

        kho_snippet_make(a->scratch, &a->wanted, &full.lines, &full.plan, a->ask->snippet_words,
                         &made);
        out->snippet = made;
        out->snippet.text = kho_arena_dup(a->arena, made.text);
        out->snippet.section = kho_arena_dup(a->arena, made.section);
        out->snippet.marks = KHO_NEW_N(a->arena, made.n_marks + 1, struct kho_mark);
        if (made.n_marks != 0)
            memcpy(out->snippet.marks, made.marks, made.n_marks * sizeof *made.marks);
    }
    return st;
}

static int
newest_first(const void *a, const void *b)
{
    const struct kho_count *x = a, *y = b;
    const int r = memcmp(x->value.p, y->value.p, x->value.n < y->value.n ? x->value.n : y->value.n);

    return r != 0 ? -r : (x->value.n < y->value.n) - (x->value.n > y->value.n);
}

static size_t
wanted_facets(struct kho_arena *arena, const struct kho_ask *ask, struct kho_facet **facets,
              struct kho_answer_facet **out)
{
    size_t n = 0;

    *facets = KHO_NEW_N(arena, kho_fields_n + 1, struct kho_facet);
    *out = KHO_NEW_N(arena, kho_fields_n + KHO_FACETS_MORE + 1, struct kho_answer_facet);
    for (size_t i = 0; ask->facets && i < kho_fields_n; i++) {
        if (kho_fields[i].facet == 0 || kho_fields[i].slot < 0)
            continue;
        (*out)[n].field = (enum kho_fields_id)i;
        (*facets)[n].slot = (uint32_t)kho_fields[i].slot;
        (*facets)[n++].max = ask->facet_values == 0 ? FACET_VALUES : ask->facet_values;
    }
    return n;
}

/* Search, and with less asked for as long as nothing is found. */
static enum kho_status
search(struct asking *a, struct kho_results *results, struct kho_answer *out, struct kho_err *err)
{
    struct kho_tree tree = {.arena = a->arena, .s = a->s};
    struct kho_facet *facets;
    const struct kho_node *node = NULL;
    enum kho_status st = KHO_OK;

    out->n_facets = wanted_facets(a->arena, a->ask, &facets, &out->facets);
    for (tree.relax = 0; tree.relax < NOTHING_FOUND_TRIES; tree.relax++) {
        node = kho_tree_ask(&tree, a->query->root, a->ask);
        st = run(a, node, tree.weighs, facets, out->n_facets, results, err);
        if (st != KHO_OK || results->total != 0 || !tree.relaxable)
            break;
    }
    out->relaxed = tree.relax > 0 && results->total != 0;
    out->cut = a->query->cut || tree.cut;
    for (size_t i = 0; i < out->n_facets; i++) {
        out->facets[i].counts = facets[i].counts;
        out->facets[i].n = facets[i].n;
        out->facets[i].all = facets[i].all;
        if (out->facets[i].field == KHO_FIELDS_YEAR && facets[i].n > 0)
            qsort(facets[i].counts, facets[i].n, sizeof *facets[i].counts, newest_first);
    }
    out->total = results->total;
    if (st == KHO_OK && a->ask->facets && a->ask->facets_more)
        st = kho_facets_more(a->s, node, a->arena, a->scratch, out, err);
    return st;
}

/* How many documents bear a number, and how many cite it. */
static enum kho_status
count_number(struct asking *a, struct kho_answer *out, struct kho_err *err)
{
    const kho_sv term = a->query->root->text;
    const kho_sv terms[] = {kho_term_raw(a->arena, KHO_FIELDS_NUMBER, term),
                            kho_term_raw(a->arena, KHO_FIELDS_CITES, term)};
    uint32_t docs[2] = {0, 0};
    const enum kho_status st = kho_store_freqs(a->s, terms, 2, docs, err);

    out->number_own = docs[0];
    out->number_citing = docs[1];
    return st;
}

static enum kho_status
offer(struct asking *a, struct kho_answer *out, struct kho_err *err)
{
    const struct kho_offering o = {.s = a->s, .ask = a->ask, .arena = a->arena};
    enum kho_status st = kho_offer_spelling(&o, a->query, out, err);

    if (st == KHO_OK && out->total == 0)
        st = kho_offer_less(&o, a->query, out, err);
    return st;
}

static enum kho_status
once(struct asking *a, struct kho_answer *out, struct kho_err *err)
{
    struct kho_results results = {.exact = true};
    enum kho_status st = KHO_OK;

    *out = (struct kho_answer){.remarks = a->query->remarks, .n_remarks = a->query->n_remarks};
    if (out->n_remarks == 0 || out->remarks[0].kind != KHO_REMARK_NOTHING)
        st = search(a, &results, out, err);
    out->total = results.total;
    out->exact = results.exact;
    out->cut = out->cut || !results.exact;
    out->hits = KHO_NEW_N(a->arena, results.n + 1, struct kho_answer_hit);
    for (; st == KHO_OK && out->n < results.n; out->n++)
        st = show(a, &results.hits[out->n], &out->hits[out->n], err);
    if (st == KHO_OK && a->ask->snippets)
        st = kho_alike_mark(a->s, a->arena, a->scratch, out, err);
    if (a->query->root->kind == KHO_Q_SYMBOL && a->query->root->field == KHO_FIELDS_WORD) {
        out->number = a->query->root->typed;
        if (st == KHO_OK)
            st = count_number(a, out, err);
    }
    if (st == KHO_OK && a->ask->offers && a->ask->first == 0)
        st = offer(a, out, err);
    kho_merged_note(a->arena, a->query->root, &out->merged);
    return st;
}

enum kho_status
kho_ask(struct kho_store *s, const struct kho_ask *ask, struct kho_arena *arena,
        struct kho_answer *out, struct kho_err *err)
{
    struct kho_ask bounded = *ask;
    struct asking a = {.s = s, .ask = &bounded, .arena = arena};
    struct kho_query *query = KHO_NEW(arena, struct kho_query); /* the answer has its remarks */
    enum kho_status st = KHO_STALE;

    if (bounded.budget_us == 0)
        bounded.budget_us = KHO_ASK_BUDGET;
    else if (bounded.budget_us == UINT32_MAX)
        bounded.budget_us = 0;
    if (bounded.max > HITS_MAX)
        bounded.max = HITS_MAX;
    if (bounded.first > HITS_MAX)
        bounded.first = HITS_MAX;
    kho_query_parse(arena, ask->text, query);
    a.query = query;
    a.scratch = kho_arena_new(SCRATCH);
    kho_wanted_from(query->root, &a.wanted);
    for (int i = 0; st == KHO_STALE && i < STALE_RETRIES; i++)
        st = once(&a, out, err);
    kho_arena_free(a.scratch);
    return st;
}
