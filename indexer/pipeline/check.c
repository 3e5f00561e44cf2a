/* check.c - kho_check: tables, records, tasks, ledger; see check.h. */
#include "check_run.h"

#include "compose.h"
#include "put.h"
#include "terms.h"

#include <stdio.h>
#include <stdlib.h>

enum { PAGE = 1000 };

static enum kho_status
no_memory(struct kho_err *err)
{
    return kho_fail(err, KHO_NOMEM, "no memory for the list of inputs");
}

void
kho_check_found(struct kho_check_run *r, enum kho_findings_id kind, kho_sv id, kho_sv path,
                kho_sv detail)
{
    const struct kho_finding f = {.kind = kind, .id = id, .path = path, .detail = detail};

    r->rep->found++;
    if (r->o->found != NULL)
        r->o->found(r->o->ctx, &f);
}

/* -- the ledger ------------------------------------------------------------------ */

static int
by_key(const void *a, const void *b)
{
    const struct kho_checked_input *x = a, *y = b;

    if (x->key.a != y->key.a)
        return x->key.a < y->key.a ? -1 : 1;
    return (x->key.b > y->key.b) - (x->key.b < y->key.b);
}

struct kho_checked_input *
kho_check_input(struct kho_check_run *r, kho_sv path)
{
    const struct kho_checked_input wanted = {.key = kho_idset_of1(path)};

    return r->n_inputs == 0 ? NULL
                            : bsearch(&wanted, r->inputs, r->n_inputs, sizeof *r->inputs, by_key);
}

static enum kho_status
add_input(struct kho_check_run *r, const struct kho_ledger_entry *e, struct kho_err *err)
{
    struct kho_checked_input *in;

    if (r->n_inputs == r->cap_inputs) {
        const size_t cap = r->cap_inputs == 0 ? 256 : r->cap_inputs * 2;
        struct kho_checked_input *q = realloc(r->inputs, cap * sizeof *q);

        if (q == NULL)
            return no_memory(err);
        r->inputs = q;
        r->cap_inputs = cap;
    }
    in = &r->inputs[r->n_inputs];
    *in = (struct kho_checked_input){.key = kho_idset_of1(e->path), .entry = *e};
    in->path = strndup(e->path.p, e->path.n);
    if (in->path == NULL)
        return no_memory(err);
    in->entry.path = (kho_sv){in->path, e->path.n};
    r->n_inputs++;
    return KHO_OK;
}

static enum kho_status
read_ledger(struct kho_check_run *r, struct kho_err *err)
{
    kho_sv name = {NULL, 0}, value;
    char last[KHO_TERM_MAX];
    enum kho_status st;

    while ((st = kho_store_meta_next(r->store, KHO_SV(KHO_META_INPUT), r->arena, &name, err)) ==
           KHO_OK) {
        struct kho_ledger_entry e;

        st = kho_store_meta_get(r->store, name, r->arena, &value, err);
        if (st == KHO_OK && value.p != NULL && kho_ledger_unpack(r->arena, value, &e))
            st = add_input(r, &e, err);
        else if (st == KHO_OK)
            kho_check_found(
                r, KHO_FINDINGS_LEDGER, KHO_SV(""),
                (kho_sv){name.p + strlen(KHO_META_INPUT), name.n - strlen(KHO_META_INPUT)},
                KHO_SV(""));
        if (st != KHO_OK)
            return st;
        memcpy(last, name.p, name.n); /* a name is as short as a term */
        name.p = last;
        kho_arena_reset(r->arena);
    }
    if (st != KHO_DONE)
        return st;
    if (r->n_inputs > 1)
        qsort(r->inputs, r->n_inputs, sizeof *r->inputs, by_key);
    r->rep->inputs = r->n_inputs;
    return KHO_OK;
}

/* Does each input have as many places, and postings, as the ledger says? */
static enum kho_status
compare_ledger(struct kho_check_run *r, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    for (size_t i = 0; st == KHO_OK && i < r->n_inputs; i++) {
        const struct kho_checked_input *in = &r->inputs[i];
        const uint64_t want = in->entry.members + (in->entry.state != KHO_LEDGER_WHOLE);
        char text[120];
        uint32_t docs = 0;
        kho_sv term;

        if (in->entry.state == KHO_LEDGER_UNDER_WAY) {
            kho_check_found(r, KHO_FINDINGS_UNDER_WAY, KHO_SV(""), in->entry.path, KHO_SV(""));
            continue;
        }
        kho_arena_reset(r->arena);
        term = kho_compose_input(r->arena, in->entry.path);
        st = kho_store_freqs(r->store, &term, 1, &docs, err);
        if (st != KHO_OK || (in->places == want && in->docs == docs))
            continue;
        (void)snprintf(text, sizeof text, "%llu / %llu, %llu / %llu",
                       (unsigned long long)in->places, (unsigned long long)want,
                       (unsigned long long)docs, (unsigned long long)in->docs);
        kho_check_found(r, KHO_FINDINGS_PLACES, KHO_SV(""), in->entry.path, kho_sv_from(text));
    }
    return st;
}

/* -- documents -------------------------------------------------------------------- */

enum kho_status
kho_check_documents(struct kho_check_run *r, enum kho_document_part part, kho_check_each *on,
                    struct kho_err *err)
{
    uint32_t docid[PAGE], after = 0;
    struct kho_docids page;
    enum kho_status st;

    do {
        page = (struct kho_docids){.docid = docid, .max = PAGE};
        st = kho_store_postings(r->store, KHO_SV(""), after, &page, err);
        for (size_t i = 0; st == KHO_OK && i < page.n; i++) {
            struct kho_document doc;
            kho_sv data;
            bool good;

            kho_arena_reset(r->arena);
            st = kho_store_data(r->store, docid[i], r->arena, &data, err);
            good = st == KHO_OK && kho_document_unpack(r->arena, data, part, &doc, NULL) == KHO_OK;
            if (st == KHO_OK || st == KHO_CORRUPT || st == KHO_NOTFOUND)
                st = on(r, docid[i], good ? &doc : NULL, err);
        }
        after = page.n > 0 ? docid[page.n - 1] : after;
    } while (st == KHO_OK && page.n == PAGE);
    return st;
}

static kho_sv
path_of(const struct kho_document *doc)
{
    return doc->n_places > 0 ? doc->places[0].path : KHO_SV("");
}

/* Key and tasks of a document. */
static enum kho_status
check_parts(struct kho_check_run *r, const struct kho_document *doc, struct kho_err *err)
{
    size_t documents = 0, tasks = 0;
    const enum kho_status st =
        kho_outlet_count(r->store, r->arena, doc->id, &documents, &tasks, err);
    char text[64];

    if (st == KHO_OK && documents != 1)
        kho_check_found(r, KHO_FINDINGS_RECORD, doc->id, path_of(doc), KHO_SV("key"));
    if (st == KHO_OK && tasks != doc->plan.n_tasks) {
        (void)snprintf(text, sizeof text, "%zu / %zu", tasks, doc->plan.n_tasks);
        kho_check_found(r, KHO_FINDINGS_TASKS, doc->id, path_of(doc), kho_sv_from(text));
    }
    return st;
}

static enum kho_status
check_document(struct kho_check_run *r, uint32_t docid, const struct kho_document *doc,
               struct kho_err *err)
{
    char text[32];
    bool added;

    if (doc == NULL) {
        (void)snprintf(text, sizeof text, "docid %u", docid);
        kho_check_found(r, KHO_FINDINGS_RECORD, KHO_SV(""), KHO_SV(""), kho_sv_from(text));
        return KHO_OK;
    }
    for (size_t i = 0; i < doc->n_places; i++) {
        const struct kho_place *p = &doc->places[i];
        struct kho_checked_input *in = kho_check_input(r, p->input);

        if (in == NULL) {
            kho_check_found(r, KHO_FINDINGS_UNKNOWN_INPUT, doc->id, p->path, p->input);
            continue;
        }
        in->places++;
        in->docs += in->last != docid;
        in->last = docid;
        if (r->o->originals &&
            (!kho_idset_add(&r->places, kho_idset_of((kho_sv[]){doc->id, p->input, p->member}, 3),
                            &added) ||
             !kho_idset_add(&r->spots, kho_idset_of((kho_sv[]){p->input, p->member}, 2), &added)))
            return no_memory(err);
    }
    return check_parts(r, doc, err);
}

/* -- all of it ---------------------------------------------------------------------- */

static enum kho_status
check_tables(struct kho_check_run *r, bool *sound, struct kho_err *err)
{
    kho_sv damage;
    const enum kho_status st = kho_store_check(r->o->db, r->arena, &damage, err);

    if (st == KHO_OK && damage.p != NULL) {
        *sound = false;
        kho_check_found(r, KHO_FINDINGS_TABLES, KHO_SV(""), KHO_SV(""), damage);
    }
    return st;
}

static enum kho_status
check_index(struct kho_check_run *r, struct kho_err *err)
{
    struct kho_store_info info;
    enum kho_status st = kho_store_info(r->store, &info, err);

    if (st == KHO_OK)
        st = kho_store_occurrences(r->store, kho_term_raw(r->arena, KHO_FIELDS_TASK, KHO_SV("")),
                                   &r->rep->tasks, err);
    if (st == KHO_OK) {
        r->rep->documents = info.documents;
        st = read_ledger(r, err);
    }
    if (st == KHO_OK)
        st = kho_check_documents(r, KHO_DOCUMENT_ALL, check_document, err);
    if (st == KHO_OK)
        st = compare_ledger(r, err);
    return st;
}

enum kho_status
kho_check(const struct kho_check_options *o, struct kho_check_report *out, struct kho_err *err)
{
    struct kho_check_run r = {.o = o, .rep = out};
    bool sound = true;
    enum kho_status st;

    *out = (struct kho_check_report){.documents = 0};
    r.arena = kho_arena_new(SIZE_MAX / 2);
    st = kho_store_open(&r.store, o->db, KHO_STORE_STILL, err);
    if (st == KHO_OK || st == KHO_CORRUPT || st == KHO_IO) {
        const bool open = st == KHO_OK;

        st = check_tables(&r, &sound, err);
        if (st == KHO_OK && open)
            st = check_index(&r, err);
        else if (st == KHO_OK && sound) /* it cannot be opened, and nobody knows why */
            st = kho_store_open(&r.store, o->db, KHO_STORE_STILL, err);
        if (st == KHO_CORRUPT && !sound)
            st = KHO_OK; /* that is what was said */
    }
    if (st == KHO_OK && sound && o->originals) { /* it takes long: let writers come */
        kho_store_close(r.store);
        st = kho_store_open(&r.store, o->db, KHO_STORE_READ, err);
        if (st == KHO_OK)
            st = kho_check_originals(&r, err);
    }
    for (size_t i = 0; i < r.n_inputs; i++)
        free(r.inputs[i].path);
    free(r.inputs);
    kho_idset_free(&r.places);
    kho_idset_free(&r.spots);
    kho_idset_free(&r.found);
    kho_store_close(r.store);
    kho_arena_free(r.arena);
    return st;
}
