/* facets.c - see facets.h. */
#include "facets.h"

#include "terms.h"

#include <stdlib.h>

enum {
    TERMS_AT_ONCE = 4096,
    DOCIDS_AT_ONCE = 65536,
    TERM_ROOM = 512 /* bytes a term takes, about */
};

/* The documents that are found, a bit each. */
struct set {
    uint64_t *bits;
    uint32_t last;
};

static bool
has(const struct set *set, uint32_t docid)
{
    return docid <= set->last && (set->bits[docid / 64] >> (docid % 64) & 1) != 0;
}

static enum kho_status
found_set(struct kho_store *s, const struct kho_node *tree, struct kho_arena *scratch,
          struct set *set, struct kho_err *err)
{
    uint32_t *docids;
    size_t n;
    const enum kho_status st = kho_store_matches(s, tree, scratch, &docids, &n, err);

    if (st != KHO_OK)
        return st;
    set->last = n == 0 ? 0 : docids[n - 1];
    set->bits = KHO_NEW_N(scratch, (size_t)set->last / 64 + 1, uint64_t);
    for (size_t i = 0; i < n; i++)
        set->bits[docids[i] / 64] |= UINT64_C(1) << docids[i] % 64;
    return KHO_OK;
}

struct counting {
    struct kho_store *s;
    struct set set;
    struct kho_arena *arena, *scratch;
    uint32_t *docids; /* DOCIDS_AT_ONCE */
    struct kho_count *best;
    size_t n, max;
};

/* How many of the set have a term. */
static enum kho_status
count_term(struct counting *c, kho_sv term, uint32_t *count, struct kho_err *err)
{
    struct kho_docids list = {.docid = c->docids, .max = DOCIDS_AT_ONCE, .n = DOCIDS_AT_ONCE};
    uint32_t after = 0;
    enum kho_status st = KHO_OK;

    *count = 0;
    while (st == KHO_OK && list.n == DOCIDS_AT_ONCE) {
        st = kho_store_postings(c->s, term, after, &list, err);
        for (size_t i = 0; st == KHO_OK && i < list.n; i++)
            *count += has(&c->set, c->docids[i]);
        after = list.n > 0 ? c->docids[list.n - 1] : after;
    }
    return st;
}

/* Keeps the list by count, then by value. */
static void
keep(struct counting *c, kho_sv value, uint32_t count)
{
    size_t at = c->n;

    if (count == 0 || (c->n == c->max && c->best[c->n - 1].count >= count))
        return;
    if (c->n < c->max)
        c->n++;
    else
        at--;
    while (at > 0 && c->best[at - 1].count < count) {
        c->best[at] = c->best[at - 1];
        at--;
    }
    c->best[at] = (struct kho_count){kho_arena_dup(c->arena, value), count};
}

static int
by_docs(const void *a, const void *b)
{
    const struct kho_term_freq *x = a, *y = b;
    const size_t n = x->term.n < y->term.n ? x->term.n : y->term.n;
    int r;

    if (x->docs != y->docs)
        return x->docs > y->docs ? -1 : 1;
    r = memcmp(x->term.p, y->term.p, n);
    return r != 0 ? r : (x->term.n > y->term.n) - (x->term.n < y->term.n);
}

/* All terms of a field that name a document: "33" and "217/QĐ" do not. */
static enum kho_status
cited_terms(struct counting *c, struct kho_term_freq **out, size_t *n, struct kho_err *err)
{
    const kho_sv prefix = kho_term_raw(c->scratch, KHO_FIELDS_CITES, (kho_sv){"", 0});
    struct kho_term_freq *some = KHO_NEW_N(c->scratch, TERMS_AT_ONCE, struct kho_term_freq), *all;
    struct kho_terms page = {.term = some, .max = TERMS_AT_ONCE, .n = TERMS_AT_ONCE};
    size_t cap = TERMS_AT_ONCE;
    kho_sv from = {NULL, 0};
    enum kho_status st = KHO_OK;

    *out = all = KHO_NEW_N(c->scratch, cap, struct kho_term_freq);
    for (*n = 0; st == KHO_OK && page.n == TERMS_AT_ONCE;) {
        if (kho_arena_room(c->scratch) / TERM_ROOM < cap + 2 * (size_t)TERMS_AT_ONCE)
            break; /* what comes later in the alphabet is left out */
        st = kho_store_terms(c->s, prefix, from, c->scratch, &page, err);
        for (size_t i = from.n != 0 ? 1 : 0; st == KHO_OK && i < page.n; i++) {
            struct kho_symbol symbol;

            if (memchr(some[i].term.p, '-', some[i].term.n) == NULL ||
                !kho_symbol_parse(c->scratch,
                                  (kho_sv){some[i].term.p + prefix.n, some[i].term.n - prefix.n},
                                  &symbol))
                continue;
            if (*n == cap) {
                struct kho_term_freq *more = KHO_NEW_N(c->scratch, cap * 2, struct kho_term_freq);

                memcpy(more, all, cap * sizeof *all);
                all = more;
                cap *= 2;
            }
            all[(*n)++] = some[i];
        }
        if (page.n > 0)
            from = some[page.n - 1].term;
    }
    *out = all;
    return st;
}

/* The most frequent first: once the list is full of higher counts, the rest cannot get in. */
static enum kho_status
count_cited(struct counting *c, struct kho_err *err)
{
    const size_t skip = strlen(kho_fields[KHO_FIELDS_CITES].prefix);
    struct kho_term_freq *t;
    size_t n;
    enum kho_status st = cited_terms(c, &t, &n, err);

    if (st == KHO_OK)
        qsort(t, n, sizeof *t, by_docs);
    for (size_t i = 0; st == KHO_OK && i < n; i++) {
        uint32_t count;

        if (c->n == c->max && c->best[c->n - 1].count >= t[i].docs)
            break;
        st = count_term(c, t[i].term, &count, err);
        keep(c, (kho_sv){t[i].term.p + skip, t[i].term.n - skip}, count);
    }
    return st;
}

static enum kho_status
count_notes(struct counting *c, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    for (size_t i = 0; st == KHO_OK && i < kho_notes_n; i++) {
        const kho_sv name = kho_sv_from(kho_notes[i].name);
        uint32_t count;

        st = count_term(c, kho_term_flag(c->scratch, KHO_FIELDS_NOTE, name), &count, err);
        keep(c, name, count);
    }
    return st;
}

enum kho_status
kho_facets_more(struct kho_store *s, const struct kho_node *tree, struct kho_arena *arena,
                struct kho_arena *scratch, struct kho_answer *out, struct kho_err *err)
{
    struct counting c = {.s = s, .arena = arena, .scratch = scratch};
    struct kho_answer_facet *f = out->facets + out->n_facets;
    enum kho_status st;

    kho_arena_reset(scratch);
    st = found_set(s, tree, scratch, &c.set, err);
    if (st != KHO_OK)
        return st;
    c.docids = KHO_NEW_N(scratch, DOCIDS_AT_ONCE, uint32_t);
    c.max = kho_notes_n;
    c.best = KHO_NEW_N(arena, c.max, struct kho_count);
    st = count_notes(&c, err);
    f[0] = (struct kho_answer_facet){KHO_FIELDS_NOTE, c.best, c.n, c.n};
    c.n = 0;
    c.max = KHO_CITED_MAX;
    c.best = KHO_NEW_N(arena, c.max, struct kho_count);
    if (st == KHO_OK)
        st = count_cited(&c, err);
    f[1] = (struct kho_answer_facet){KHO_FIELDS_CITES, c.best, c.n, c.n};
    out->n_facets += KHO_FACETS_MORE;
    return st;
}
