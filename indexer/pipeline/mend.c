/* mend.c - what earlier runs left: files that could not be read, and the traces of a run that was
 * cut short or of a damaged index; see run.h. */
#include "run.h"

#include "terms.h"

enum { PAGE = 1000 }; /* documents or terms looked at at a time */

static enum kho_status
no_memory(struct kho_err *err)
{
    return kho_fail(err, KHO_NOMEM, "no memory for a list of inputs");
}

/* What to do with the head of a document; it lies in r->arena. */
typedef enum kho_status on_head(struct kho_run *r, const struct kho_document *doc, void *ctx,
                                struct kho_err *err);

/* Heads of all documents that have a term (empty: of all documents).  Damaged ones are left out. */
static enum kho_status
each_head(struct kho_run *r, kho_sv term, on_head *on, void *ctx, struct kho_err *err)
{
    uint32_t docid[PAGE], after = 0;
    struct kho_docids page;
    enum kho_status st;

    do {
        page = (struct kho_docids){.docid = docid, .max = PAGE};
        st = kho_store_postings(r->store, term, after, &page, err);
        for (size_t i = 0; st == KHO_OK && i < page.n; i++) {
            struct kho_document doc;
            kho_sv data;

            kho_arena_reset(r->arena);
            st = kho_store_data(r->store, docid[i], r->arena, &data, err);
            if (st == KHO_OK &&
                kho_document_unpack(r->arena, data, KHO_DOCUMENT_HEAD, &doc, NULL) == KHO_OK)
                st = on(r, &doc, ctx, err);
        }
        after = page.n > 0 ? docid[page.n - 1] : after;
    } while (st == KHO_OK && page.n == PAGE);
    return st;
}

static enum kho_status
note_trouble(struct kho_run *r, const struct kho_document *doc, void *ctx, struct kho_err *err)
{
    bool added;

    (void)ctx;
    for (size_t i = 0; i < doc->n_places; i++)
        if (!kho_idset_add(&r->troubled, kho_idset_of1(doc->places[i].input), &added))
            return no_memory(err);
    return KHO_OK;
}

enum kho_status
kho_run_troubled(struct kho_run *r, kho_sv path, bool *yes, struct kho_err *err)
{
    struct kho_arena *arena = kho_arena_new(SIZE_MAX / 2), *keep = r->arena;
    enum kho_status st = KHO_OK;

    r->arena = arena; /* what the caller has in his stays */
    for (size_t i = 0; st == KHO_OK && !r->troubled_known && i < KHO_NOTES_COUNT; i++) {
        char term[KHO_TERM_MAX];
        kho_sv flag;

        if (kho_notes[i].hidden == 0)
            continue;
        kho_arena_reset(arena);
        flag = kho_term_flag(arena, KHO_FIELDS_NOTE, kho_sv_from(kho_notes[i].name));
        memcpy(term, flag.p, flag.n);
        st = each_head(r, (kho_sv){term, flag.n}, note_trouble, NULL, err);
    }
    r->arena = keep;
    kho_arena_free(arena);
    r->troubled_known = r->troubled_known || st == KHO_OK;
    *yes = kho_idset_has(&r->troubled, kho_idset_of1(path));
    return st;
}

enum kho_status
kho_run_intact(struct kho_run *r, kho_sv id, bool *yes, struct kho_err *err)
{
    struct kho_document doc;
    size_t documents = 0, tasks = 0;
    enum kho_status st = kho_outlet_get(r->store, r->arena, id, KHO_DOCUMENT_ALL, &doc, err);

    *yes = false;
    if (st != KHO_OK)
        return st == KHO_NOTFOUND || st == KHO_DATA ? KHO_OK : st;
    st = kho_outlet_count(r->store, r->arena, id, &documents, &tasks, err);
    *yes = st == KHO_OK && documents == 1 && tasks == doc.plan.n_tasks;
    return st;
}

/* Entries that cannot be read: what they stood for was read again, if it is there. */
static enum kho_status
sweep_ledger(struct kho_run *r, struct kho_err *err)
{
    struct kho_arena *arena = kho_arena_new(SIZE_MAX / 2);
    struct kho_ledger_entry e;
    kho_sv name = {NULL, 0}, value;
    enum kho_status st;

    while ((st = kho_store_meta_next(r->store, KHO_SV(KHO_META_INPUT), arena, &name, err)) ==
           KHO_OK) {
        kho_arena_reset(r->arena);
        st = kho_store_meta_get(r->store, name, r->arena, &value, err);
        if (st == KHO_OK && value.p != NULL && !kho_ledger_unpack(r->arena, value, &e))
            st = kho_store_meta_set(r->store, name, KHO_SV(""), err);
        if (st != KHO_OK)
            break;
    }
    kho_arena_free(arena);
    return st == KHO_DONE ? KHO_OK : st;
}

static enum kho_status
note_stray(struct kho_run *r, const struct kho_document *doc, void *ctx, struct kho_err *err)
{
    const struct kho_idset *known = ctx;
    enum kho_status st = KHO_OK;

    for (size_t i = 0; st == KHO_OK && i < doc->n_places; i++) {
        const kho_sv input = doc->places[i].input;
        const struct kho_idset_key key = kho_idset_of1(input);

        if (!kho_idset_has(known, key) && !kho_idset_has(&r->reviewed, key) &&
            kho_run_gone(r, input))
            st = kho_run_review(r, input, err);
    }
    return st;
}

enum kho_status
kho_run_sweep(struct kho_run *r, struct kho_err *err)
{
    struct kho_arena *arena = kho_arena_new(SIZE_MAX / 2);
    struct kho_idset known = {.cap = 0};
    struct kho_ledger_entry e;
    kho_sv name = {NULL, 0};
    enum kho_status st;

    while ((st = kho_ledger_next(r->store, &arena, &name, &e, err)) == KHO_OK) {
        bool added;

        if (!kho_idset_add(&known, kho_idset_of1(e.path), &added)) {
            st = no_memory(err);
            break;
        }
    }
    if (st == KHO_DONE)
        st = sweep_ledger(r, err);
    if (st == KHO_OK)
        st = each_head(r, KHO_SV(""), note_stray, &known, err);
    kho_idset_free(&known);
    kho_arena_free(arena);
    r->dirty = true;
    return st;
}
