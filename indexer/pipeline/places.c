/* places.c - places of documents that come and go without the content being read again. */
#include "run.h"

#include <stdlib.h>

#define POSTINGS 1000 /* documents of an input looked at at a time */

enum kho_status
kho_run_more(struct kho_run *r, const struct kho_message_document *m, struct kho_err *err)
{
    struct kho_more *x = malloc(sizeof *x + m->path.n + m->input.n + m->raw.n);
    char *at;

    if (r->n_more == r->cap_more) {
        size_t cap = r->cap_more == 0 ? 256 : r->cap_more * 2;
        struct kho_more **q = realloc(r->more, cap * sizeof(struct kho_more *));

        if (q == NULL) {
            free(x);
            x = NULL;
        } else {
            r->more = q;
            r->cap_more = cap;
        }
    }
    if (x == NULL)
        return kho_fail(err, KHO_NOMEM, "no memory for a list of places");
    at = (char *)(x + 1);
    memcpy(x->id, m->id.p, sizeof x->id - 1);
    x->id[sizeof x->id - 1] = '\0';
    x->path = kho_item_lay(&at, m->path);
    x->input = kho_item_lay(&at, m->input);
    x->raw = kho_item_lay(&at, m->raw);
    x->mtime = m->mtime;
    x->no = r->n_more;
    r->more[r->n_more++] = x;
    return KHO_OK;
}

/* The n places x[0 .. n) into their document. */
static enum kho_status
add(struct kho_run *r, struct kho_more *const *x, size_t n, struct kho_err *err)
{
    const kho_sv id = kho_sv_from(x[0]->id);
    struct kho_idset there = {.cap = 0}; /* a document may have very many places: the empty file */
    struct kho_document doc;
    struct kho_place *all;
    size_t have = 0;
    bool added = false;
    enum kho_status st;

    kho_arena_reset(r->arena);
    st = kho_outlet_get(r->store, r->arena, id, KHO_DOCUMENT_ALL, &doc, err);
    if (st != KHO_OK)
        return st == KHO_DATA || st == KHO_NOTFOUND
                   ? kho_fail(err, KHO_CORRUPT, "document %s is not in the index", x[0]->id)
                   : st;
    all = KHO_NEW_N(r->arena, doc.n_places + n, struct kho_place);
    for (size_t i = 0; st == KHO_OK && i < doc.n_places + n; i++) {
        const struct kho_more *m = i < doc.n_places ? NULL : x[i - doc.n_places];

        all[have] =
            m == NULL
                ? doc.places[i]
                : (struct kho_place){
                      .path = m->path, .input = m->input, .member = m->raw, .mtime = m->mtime};
        if (!kho_idset_add(&there, kho_run_place_key(id, all[have].input, all[have].member),
                           &added))
            st = kho_fail(err, KHO_NOMEM, "no memory for a list of places");
        have += added;
    }
    kho_idset_free(&there);
    if (st != KHO_OK || have == doc.n_places)
        return st;
    doc.places = all;
    doc.n_places = have;
    return kho_outlet_put(&(struct kho_outlet){.store = r->store}, r->arena, &doc,
                          (kho_sv){NULL, 0}, err);
}

/* By document, then in the order they were found. */
static int
by_id(const void *a, const void *b)
{
    const struct kho_more *x = *(struct kho_more *const *)a, *y = *(struct kho_more *const *)b;
    int c = strcmp(x->id, y->id);

    return c != 0 ? c : x->no < y->no ? -1 : x->no > y->no;
}

enum kho_status
kho_run_add_places(struct kho_run *r, struct kho_err *err)
{
    enum kho_status st = KHO_OK;
    size_t n, done = 0;

    if (r->n_more > 1)
        qsort(r->more, r->n_more, sizeof(struct kho_more *), by_id);
    for (size_t i = 0; st == KHO_OK && i < r->n_more; i += n) {
        n = 1;
        while (i + n < r->n_more && strcmp(r->more[i]->id, r->more[i + n]->id) == 0)
            n++;
        st = add(r, r->more + i, n, err);
        if (st == KHO_OK)
            st = kho_run_step(r, &done, err);
    }
    for (size_t i = 0; i < r->n_more; i++)
        free(r->more[i]);
    r->n_more = 0;
    return st;
}

struct kho_idset_key
kho_run_place_key(kho_sv id, kho_sv input, kho_sv raw)
{
    return kho_idset_of((kho_sv[]){id, input, raw}, 3);
}

enum kho_status
kho_run_review(struct kho_run *r, kho_sv input, struct kho_err *err)
{
    bool added;
    char *copy;

    if (r->n_review == r->cap_review) {
        size_t cap = r->cap_review == 0 ? 64 : r->cap_review * 2;
        kho_sv *q = realloc(r->review, cap * sizeof *q);

        if (q == NULL)
            return kho_fail(err, KHO_NOMEM, "no memory for a list of inputs");
        r->review = q;
        r->cap_review = cap;
    }
    copy = malloc(input.n + 1);
    if (copy == NULL || !kho_idset_add(&r->reviewed, kho_idset_of1(input), &added)) {
        free(copy);
        return kho_fail(err, KHO_NOMEM, "no memory for a list of inputs");
    }
    memcpy(copy, input.p, input.n);
    r->review[r->n_review++] = (kho_sv){copy, input.n};
    return KHO_OK;
}

/* Take the places that do not stay from a document. */
static enum kho_status
drop(struct kho_run *r, uint32_t docid, struct kho_err *err)
{
    struct kho_document doc;
    struct kho_place *places;
    kho_sv data;
    size_t n, keep = 0;
    enum kho_status st;

    kho_arena_reset(r->arena);
    st = kho_store_data(r->store, docid, r->arena, &data, err);
    if (st == KHO_OK)
        st = kho_document_unpack(r->arena, data, KHO_DOCUMENT_HEAD, &doc, err);
    if (st != KHO_OK)
        return st == KHO_DATA ? kho_fail(err, KHO_CORRUPT, "document number %u is damaged", docid)
                              : st;
    places = doc.places;
    n = doc.n_places;
    for (size_t i = 0; i < n; i++) {
        const struct kho_place *p = &places[i];

        if (!kho_idset_has(&r->reviewed, kho_idset_of1(p->input)) ||
            kho_idset_has(&r->kept, kho_run_place_key(doc.id, p->input, p->member)))
            places[keep++] = *p;
    }
    if (keep == n)
        return KHO_OK;
    if (keep == 0) {
        r->rep->removed++;
        return kho_outlet_erase(r->store, r->arena, doc.id, err);
    }
    st = kho_document_unpack(r->arena, data, KHO_DOCUMENT_ALL, &doc, err);
    doc.places = places;
    doc.n_places = keep;
    return st == KHO_OK ? kho_outlet_put(&(struct kho_outlet){.store = r->store}, r->arena, &doc,
                                         (kho_sv){NULL, 0}, err)
                        : st;
}

static int
by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Documents that have a place in one of the reviewed inputs; *docids by malloc. */
static enum kho_status
collect(struct kho_run *r, uint32_t **docids, size_t *n, struct kho_err *err)
{
    size_t cap = 0;
    enum kho_status st = KHO_OK;

    for (size_t i = 0; st == KHO_OK && i < r->n_review; i++) {
        uint32_t after = 0;
        struct kho_docids found;

        do {
            if (cap - *n < POSTINGS) {
                uint32_t *q = realloc(*docids, (cap = cap * 2 + POSTINGS) * sizeof *q);

                if (q == NULL)
                    return kho_fail(err, KHO_NOMEM, "no memory for a list of documents");
                *docids = q;
            }
            kho_arena_reset(r->arena);
            found = (struct kho_docids){.docid = *docids + *n, .max = POSTINGS};
            st = kho_store_postings(r->store, kho_outlet_input(r->arena, r->review[i]), after,
                                    &found, err);
            *n += found.n;
            after = *n > 0 ? (*docids)[*n - 1] : 0;
        } while (st == KHO_OK && found.n == POSTINGS);
    }
    return st;
}

enum kho_status
kho_run_drop_places(struct kho_run *r, struct kho_err *err)
{
    uint32_t *docids = NULL;
    size_t n = 0, done = 0;
    enum kho_status st = collect(r, &docids, &n, err);

    if (n > 1)
        qsort(docids, n, sizeof *docids, by_number);
    for (size_t i = 0; st == KHO_OK && i < n; i++)
        if (i == 0 || docids[i] != docids[i - 1]) {
            st = drop(r, docids[i], err);
            if (st == KHO_OK)
                st = kho_run_step(r, &done, err);
        }
    free(docids);
    return st;
}
