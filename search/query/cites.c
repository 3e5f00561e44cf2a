/* cites.c - which plans cite a document. */
#include "query.h"

#include "citekey.h"
#include "citing.h"
#include "groups.h"
#include "known.h"
#include "law.h"
#include "ref.h"
#include "terms.h"

#include <stdlib.h>

enum {
    STALE_RETRIES = 3,
    DOCS_MAX = 20000, /* citing documents that are looked at */
    TERMS_AT_ONCE = 512,
    TERMS_MAX = 200000, /* keys that are looked through for one without a number */
    SCRATCH = 512 * 1024 * 1024
};

/* A plan that cites what was asked for. */
struct citing_doc {
    uint32_t docid;
    struct kho_opened opened; /* while its mentions are taken */
    const struct kho_document *doc;
};

struct job {
    struct kho_store *s;
    struct kho_known *known;
    struct kho_arena *arena, *scratch, *one; /* one: for a single document */
    struct kho_refspec ref;
    uint32_t *docids;
    size_t n_docids;
    struct kho_mention *mentions; /* their index: in citing */
    struct kho_citing *citing;    /* what is given out of each */
    size_t n_mentions, cap_mentions;
};

/* -- candidates: documents that have one of the terms ------------------------------- */

static enum kho_status
add_docs(struct job *j, kho_sv term, struct kho_err *err)
{
    struct kho_docids more = {.docid = j->docids + j->n_docids, .max = DOCS_MAX - j->n_docids};
    enum kho_status st = kho_store_postings(j->s, term, 0, &more, err);

    j->n_docids += more.n;
    return st;
}

typedef bool term_fits(const struct job *j, kho_sv term);

/* Documents of all terms that begin with prefix, from a first one on, and fit. */
static enum kho_status
add_terms(struct job *j, kho_sv prefix, kho_sv from, term_fits *fits, struct kho_err *err)
{
    struct kho_term_freq *t = KHO_NEW_N(j->arena, TERMS_AT_ONCE, struct kho_term_freq);
    struct kho_terms found = {.term = t, .max = TERMS_AT_ONCE, .n = TERMS_AT_ONCE};
    size_t seen = 0;
    enum kho_status st = KHO_OK;

    while (st == KHO_OK && found.n == TERMS_AT_ONCE && seen < TERMS_MAX) {
        st = kho_store_terms(j->s, prefix, from, j->scratch, &found, err);
        for (size_t i = seen != 0 ? 1 : 0; st == KHO_OK && i < found.n; i++)
            if (fits(j, t[i].term))
                st = add_docs(j, t[i].term, err);
        if (found.n > 0)
            from = kho_arena_dup(j->arena, t[found.n - 1].term);
        seen += found.n;
    }
    return st;
}

/* A symbol of the asked number and type, whatever its codes and the year in it, or "217/QĐ", which
 * stands for a mention without a symbol: the citation decides, by its key. */
static bool
symbol_fits(const struct job *j, kho_sv term)
{
    const size_t skip = strlen(kho_fields[KHO_FIELDS_CITES].prefix);
    const kho_sv type = j->ref.type, value = {term.p + skip, term.n - skip};
    struct kho_symbol asked, have;

    if (j->ref.term.n == 0 || !kho_symbol_parse(j->scratch, j->ref.term, &asked) ||
        !kho_symbol_parse(j->scratch, value, &have))
        return true;
    if (type.n != 0 && value.n > type.n && value.p[value.n - type.n - 1] == '/' &&
        memcmp(value.p + value.n - type.n, type.p, type.n) == 0)
        return true;
    return kho_sv_eq(asked.type, have.type);
}

static bool
key_fits(const struct job *j, kho_sv term)
{
    struct kho_key key;

    if (!kho_key_parse(kho_citekey_of(term), &key))
        return false;
    if (j->ref.has_key && kho_key_compatible(&key, &j->ref.key))
        return true;
    if (j->ref.title.n != 0) {
        if (key.num.n > 1 && key.num.p[0] == '~' &&
            kho_sv_eq((kho_sv){key.num.p + 1, key.num.n - 1}, j->ref.title))
            return true;
        return kho_law_is(j->ref.title, key.num, key.year);
    }
    return !j->ref.has_key && j->ref.type.n != 0 && kho_sv_eq(key.type, j->ref.type);
}

static int
by_docid(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Documents of keys: of compatible ones, of a title, of a type. */
static enum kho_status
add_keys(struct job *j, struct kho_err *err)
{
    const kho_sv all = kho_citekey_alike(j->arena, KHO_SV(""));
    kho_sv from = {NULL, 0};

    if (j->ref.has_key) {
        const kho_sv alike = kho_citekey_alike(j->arena, kho_key_print(j->arena, &j->ref.key));

        if (!kho_sv_eq(alike, all))
            return add_terms(j, alike, from, key_fits, err);
    }
    if (j->ref.has_key || j->ref.title.n != 0)
        from = kho_citekey_plain(j->arena);
    return add_terms(j, all, from, key_fits, err);
}

static enum kho_status
find_candidates(struct job *j, struct kho_err *err)
{
    const struct kho_refspec *r = &j->ref;
    enum kho_status st = KHO_OK;
    size_t n = 0;

    j->docids = KHO_NEW_N(j->scratch, DOCS_MAX + 1, uint32_t);
    if (r->number.n != 0 && !r->has_key) { /* a key is met by keys only */
        char *begin = KHO_NEW_N(j->scratch, r->number.n + 2, char);

        memcpy(begin, r->number.p, r->number.n);
        begin[r->number.n] = '/';
        st =
            add_terms(j, kho_term_raw(j->arena, KHO_FIELDS_CITES, (kho_sv){begin, r->number.n + 1}),
                      (kho_sv){NULL, 0}, symbol_fits, err);
    }
    if (st == KHO_OK && (r->has_key || r->number.n == 0 || r->title.n != 0))
        st = add_keys(j, err);
    qsort(j->docids, j->n_docids, sizeof *j->docids, by_docid);
    for (size_t i = 0; i < j->n_docids; i++)
        if (n == 0 || j->docids[n - 1] != j->docids[i])
            j->docids[n++] = j->docids[i];
    j->n_docids = n;
    return st;
}

/* -- mentions -------------------------------------------------------------------------- */

static enum kho_status
add_mention(struct job *j, const struct kho_citation *c, const struct citing_doc *of,
            struct kho_err *err)
{
    struct kho_mention *m;
    enum kho_status st;

    if (j->n_mentions == j->cap_mentions) {
        const size_t cap = j->cap_mentions * 2 + 64;
        struct kho_mention *more = KHO_NEW_N(j->scratch, cap, struct kho_mention);
        struct kho_citing *citing = KHO_NEW_N(j->scratch, cap, struct kho_citing);

        if (j->n_mentions != 0) {
            memcpy(more, j->mentions, j->n_mentions * sizeof *more);
            memcpy(citing, j->citing, j->n_mentions * sizeof *citing);
        }
        j->mentions = more;
        j->citing = citing;
        j->cap_mentions = cap;
    }
    m = &j->mentions[j->n_mentions];
    *m = kho_mention_of(j->scratch, c, of, kho_plan_when(j->scratch, &of->doc->plan));
    m->plan = of->docid;
    m->index = (uint32_t)j->n_mentions;
    st = kho_citing_of(j->arena, &of->opened, c, &j->citing[j->n_mentions], err);
    j->citing[j->n_mentions++].docid = of->docid;
    return st;
}

static enum kho_status
find_mentions(struct job *j, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    for (size_t i = 0; st == KHO_OK && i < j->n_docids; i++) {
        struct citing_doc *d = KHO_NEW(j->scratch, struct citing_doc);

        if (kho_arena_room(j->scratch) < SCRATCH / 8 ||
            kho_arena_room(j->known->arena) < SCRATCH / 8)
            break; /* enough for any page of results */
        d->docid = j->docids[i];
        kho_arena_reset(j->one);
        st = kho_known_get(j->known, d->docid, j->one, &d->doc, &d->opened, err);
        for (size_t k = 0; st == KHO_OK && k < d->doc->plan.n_citations; k++)
            if (kho_ref_matches(j->scratch, &j->ref, &d->doc->plan.citations[k])) {
                st = kho_known_open(j->known, d->docid, j->one, &d->opened, err);
                if (st == KHO_OK)
                    st = add_mention(j, &d->doc->plan.citations[k], d, err);
            }
    }
    return st;
}

/* -- what is given out ------------------------------------------------------------------- */

static int
by_plan_date(const void *a, const void *b)
{
    return kho_citing_compare(*(const struct kho_citing *const *)a,
                              *(const struct kho_citing *const *)b);
}

/* The first mention of each plan in a group stands for the plan. */
static enum kho_status
put_group(struct job *j, const struct kho_group *groups, size_t g, struct kho_cited *out,
          struct kho_err *err)
{
    const struct kho_mention *m = j->mentions + groups[g].from;
    const struct citing_doc *last = NULL;

    const struct kho_citing **order =
        KHO_NEW_N(j->scratch, groups[g].n + 1, const struct kho_citing *);

    kho_mentions_ref(j->arena, j->mentions, groups, g, &out->ref);
    for (size_t i = 0; i < groups[g].n; i++) {
        if (m[i].of == last)
            continue;
        last = m[i].of;
        order[out->n++] = &j->citing[m[i].index];
    }
    out->ref.citing = (uint32_t)out->n;
    qsort(order, out->n, sizeof(void *), by_plan_date);
    out->citing = KHO_NEW_N(j->arena, out->n + 1, struct kho_citing);
    for (size_t i = 0; i < out->n; i++)
        out->citing[i] = *order[i];
    return kho_ref_in_archive(j->s, j->arena, &out->ref, err);
}

static int
by_citing(const void *a, const void *b)
{
    const struct kho_cited *x = a, *y = b;
    const kho_sv p = x->ref.date, q = y->ref.date;

    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    if (p.n != q.n)
        return p.n > q.n ? -1 : 1;
    return p.n == 0 ? 0 : memcmp(q.p, p.p, p.n);
}

static enum kho_status
once(struct job *j, struct kho_cites *out, struct kho_err *err)
{
    enum kho_status st = find_candidates(j, err);
    struct kho_group *groups;
    size_t n;

    if (st == KHO_OK)
        st = find_mentions(j, err);
    if (st != KHO_OK)
        return st;
    groups = kho_mentions_group(j->scratch, j->mentions, j->n_mentions, &n);
    out->docs = KHO_NEW_N(j->arena, n + 1, struct kho_cited);
    for (out->n = 0; st == KHO_OK && out->n < n; out->n++)
        st = put_group(j, groups, out->n, &out->docs[out->n], err);
    qsort(out->docs, out->n, sizeof *out->docs, by_citing);
    return st;
}

enum kho_status
kho_cites_known(struct kho_known *known, kho_sv ref, struct kho_arena *arena, struct kho_cites *out,
                struct kho_err *err)
{
    struct job j = {.s = known->s, .arena = arena};
    enum kho_status st = KHO_STALE;
    kho_sv clean;

    *out = (struct kho_cites){.n = 0};
    if (kho_text_normalise(arena, ref, &clean, NULL) != KHO_OK ||
        !kho_ref_parse(arena, clean, &j.ref))
        return KHO_OK;
    out->understood = true;
    j.scratch = kho_arena_new(SCRATCH);
    j.one = kho_arena_new(SCRATCH);
    for (int i = 0; st == KHO_STALE && i < STALE_RETRIES; i++) {
        const struct kho_refspec asked = j.ref;

        kho_arena_reset(j.scratch);
        known->buckets = NULL;
        j = (struct job){.s = known->s,
                         .known = known,
                         .arena = arena,
                         .scratch = j.scratch,
                         .one = j.one,
                         .ref = asked};
        st = once(&j, out, err);
    }
    kho_arena_free(j.one);
    kho_arena_free(j.scratch);
    return st;
}

enum kho_status
kho_cites(struct kho_store *s, kho_sv ref, struct kho_arena *arena, struct kho_cites *out,
          struct kho_err *err)
{
    struct kho_arena *lasting = kho_arena_new(SCRATCH);
    struct kho_known known = {.s = s, .arena = lasting};
    const enum kho_status st = kho_cites_known(&known, ref, arena, out, err);

    kho_arena_free(lasting);
    return st;
}
