/* pictures.c - after everything is read and committed: the documents whose pages are pictures; see
 * run.h.
 *
 * They are in the index by then, with the text they have and the note OCR_WANTED, so nothing waits
 * for them; that note is also the list of what is to do, which a run that is killed leaves behind.
 * The inputs they lie in are walked again, other members pass by, and each document that was
 * recognised takes its old one's place.
 */
#include "page_cache.h"
#include "picture_inputs.h"
#include "terms.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define POSTINGS     1000
#define COMMIT_EVERY 20.0 /* seconds */

struct pictures {
    struct kho_run *r;
    struct kho_picture_inputs inputs;
    size_t next;             /* of them, to be opened */
    struct kho_idset wanted; /* documents */
    struct kho_idset given;  /* of them: given to readers */
    struct kho_idset done;   /* of them: recognised */
    double committed;
};

static enum kho_status
no_memory(struct kho_err *err)
{
    return kho_fail(err, KHO_NOMEM, "no memory for the list of scans");
}

/* A document with the note: its first place under the paths of this run. */
static enum kho_status
add_document(struct pictures *p, uint32_t docid, struct kho_err *err)
{
    struct kho_run *r = p->r;
    struct kho_document doc;
    kho_sv data;
    bool added;
    enum kho_status st;

    kho_arena_reset(r->arena);
    st = kho_store_data(r->store, docid, r->arena, &data, err);
    if (st == KHO_OK)
        st = kho_document_unpack(r->arena, data, KHO_DOCUMENT_HEAD, &doc, err);
    if (st != KHO_OK)
        return st == KHO_DATA ? KHO_OK : st; /* damaged: kho status tells */
    for (size_t i = 0; i < doc.n_places; i++) {
        if (!kho_scan_covers(r->scan, doc.places[i].input))
            continue;
        if (!kho_idset_add(&p->wanted, kho_idset_of1(doc.id), &added))
            return no_memory(err);
        return kho_picture_inputs_add(&p->inputs, &doc.places[i], err);
    }
    return KHO_OK;
}

static enum kho_status
collect(struct pictures *p, struct kho_err *err)
{
    uint32_t docid[POSTINGS], after = 0;
    struct kho_docids found;
    enum kho_status st;

    do {
        kho_sv term;

        kho_arena_reset(p->r->arena);
        term = kho_term_flag(p->r->arena, KHO_FIELDS_NOTE,
                             kho_sv_from(kho_notes[KHO_NOTES_OCR_WANTED].name));
        found = (struct kho_docids){.docid = docid, .max = POSTINGS};
        st = kho_store_postings(p->r->store, term, after, &found, err);
        for (size_t i = 0; st == KHO_OK && i < found.n; i++)
            st = add_document(p, after = docid[i], err);
    } while (st == KHO_OK && found.n == POSTINGS);
    return st;
}

/* kho_sink.next: an input that cannot be opened any more is left for the next run. */
static enum kho_status
next_input(void *ctx, struct kho_input **out, struct kho_err *err)
{
    struct pictures *p = ctx;
    struct kho_input *in;
    struct stat st;
    int fd = -1;

    while (fd < 0 && p->next < p->inputs.n) {
        fd = open(p->inputs.item[p->next].path,
                  O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
        p->next += fd < 0;
    }
    if (fd < 0 || (p->r->o->stop != NULL && *p->r->o->stop != 0)) {
        if (fd >= 0)
            (void)close(fd);
        return KHO_DONE;
    }
    in = calloc(1, sizeof *in);
    if (in == NULL || fstat(fd, &st) != 0 ||
        (in->path = strdup(p->inputs.item[p->next].path)) == NULL ||
        (in->name = strdup(p->inputs.item[p->next].name)) == NULL) {
        if (in != NULL)
            free(in->path);
        free(in);
        (void)close(fd);
        return no_memory(err);
    }
    p->next++;
    in->fd = fd;
    in->size = (uint64_t)st.st_size;
    in->older = &p->r->inputs;
    in->newer = p->r->inputs.newer;
    in->newer->older = in;
    p->r->inputs.newer = in;
    *out = in;
    return KHO_OK;
}

/* kho_sink.known: everything is, but for what is wanted, once. */
static enum kho_status
known(void *ctx, const struct kho_input *in, const struct kho_message_document *m,
      enum kho_known *what, struct kho_err *err)
{
    struct pictures *p = ctx;
    bool added = false;

    (void)in;
    *what = KHO_KNOWN_ALL;
    if (!kho_idset_has(&p->wanted, kho_idset_of1(m->id)))
        return KHO_OK;
    if (!kho_idset_add(&p->given, kho_idset_of1(m->id), &added))
        return no_memory(err);
    if (added)
        *what = KHO_KNOWN_NOT;
    return KHO_OK;
}

/* In the place of the one that has the note; where it lies is known already. */
static enum kho_status
replace(struct pictures *p, const struct kho_item *it, struct kho_err *err)
{
    struct kho_run *r = p->r;
    const struct kho_outlet to = {.store = r->store};
    struct kho_document doc, old;
    kho_sv bytes = {it->packed, it->packed_n};
    char *own = NULL;
    enum kho_status st;

    kho_arena_reset(r->arena);
    if (it->file >= 0) {
        own = kho_file_bytes(it->file, it->packed_n);
        bytes = (kho_sv){own, own == NULL ? 0 : it->packed_n};
    }
    st = kho_document_accept(r->arena, &it->m, &bytes, &doc, err);
    if (st == KHO_OK || st == KHO_DONE)
        st = kho_outlet_get(r->store, r->arena, it->m.id, KHO_DOCUMENT_HEAD, &old, err);
    if (st == KHO_OK) {
        doc.places = old.places;
        doc.n_places = old.n_places;
        st = kho_outlet_put(&to, r->arena, &doc, (kho_sv){NULL, 0}, err);
    }
    free(own);
    return st;
}

static enum kho_status
emit(void *ctx, struct kho_item *it, struct kho_err *err)
{
    struct pictures *p = ctx;
    struct kho_picture_input *in;
    enum kho_status st;
    bool added;
    double now;

    if (it->kind == KHO_ITEM_END) {
        st = kho_picture_input_unmark(p->r, kho_picture_inputs_find(&p->inputs, it->input->path),
                                      err);
        kho_run_free_input(it->input);
        return st;
    }
    if (it->kind != KHO_ITEM_DOCUMENT || !kho_idset_has(&p->wanted, kho_idset_of1(it->m.id)))
        return KHO_OK;
    kho_run_tell(p->r, it->m.path);
    if ((it->result.notes & UINT64_C(1) << KHO_NOTES_OCR_WANTED) != 0) /* nothing came of it */
        return KHO_OK;
    if (!kho_idset_add(&p->done, kho_idset_of1(it->m.id), &added))
        return no_memory(err);
    kho_run_count(p->r, it);
    in = kho_picture_inputs_find(&p->inputs, it->input->path);
    in->limited = in->limited || (it->result.notes & kho_run_limit_notes()) != 0;
    st = kho_picture_input_mark(p->r, in, err);
    if (st == KHO_OK)
        st = replace(p, it, err);
    now = kho_now();
    if (st == KHO_OK && now - p->committed > COMMIT_EVERY) {
        p->committed = now;
        st = kho_store_commit(p->r->store, err);
    }
    return st;
}

static int
spool(void *ctx)
{
    const struct pictures *p = ctx;

    return kho_spool_file(kho_run_tmp(p->r));
}

static void
page(void *ctx, kho_sv id, kho_sv version, const struct kho_message_page *m, kho_sv text)
{
    const struct pictures *p = ctx;

    kho_page_cache_put(p->r->o->db, id, version, m, text);
    kho_run_tell(p->r, KHO_SV("OCR"));
}

static void
pages(void *ctx, kho_sv id, kho_sv version,
      void (*each)(void *to, const struct kho_message_page *m, kho_sv text), void *to)
{
    const struct pictures *p = ctx;

    kho_page_cache_each(p->r->o->db, id, version, each, to);
}

static bool
lives(void *ctx, kho_sv id)
{
    struct kho_run *r = ctx;
    uint32_t docs = 0;
    kho_sv term;

    kho_arena_reset(r->arena);
    term = kho_outlet_key(r->arena, id);
    return kho_store_freqs(r->store, &term, 1, &docs, NULL) != KHO_OK || docs > 0;
}

static enum kho_status
recognise(struct pictures *p, struct kho_err *err)
{
    struct kho_run *r = p->r;
    const struct kho_sink sink = {.ctx = p,
                                  .next = next_input,
                                  .known = known,
                                  .emit = emit,
                                  .spool = spool,
                                  .page = page,
                                  .pages = pages};
    struct kho_limits limits = r->o->limits;
    struct kho_loop loop = {.n = 0};
    struct kho_flow flow = {.n_seats = 0};
    enum kho_status st;

    limits.value[KHO_LIMITS_MEMORY] = r->o->memory.beside;
    st = kho_flow_open(&flow, &sink, &limits, 1, &loop, err);

    if (st == KHO_OK) {
        flow.stop = r->o->stop;
        flow.ocr = true;
        flow.how.ocr = r->o->ocr;
        flow.how.ocr_memory = r->o->memory.recogniser;
        flow.n_ocr_seats = r->o->memory.recognisers;
        if (flow.n_ocr_seats == 0)
            (void)snprintf(flow.ocr_lack, sizeof flow.ocr_lack, "--memory");
        p->committed = kho_now();
        st = kho_flow_run(&flow, err);
    }
    (void)snprintf(r->rep->ocr_lack, sizeof r->rep->ocr_lack, "%s", flow.ocr_lack);
    kho_flow_close(&flow);
    return st;
}

/* Documents of this run that were not reached count as they are in the index. */
static enum kho_status
count_rest(struct pictures *p, struct kho_err *err)
{
    struct kho_run *r = p->r;
    kho_sv rest = kho_buf_view(&r->pictures), id;

    for (; rest.n >= KHO_PICTURE_ID;
         rest = (kho_sv){rest.p + KHO_PICTURE_ID, rest.n - KHO_PICTURE_ID}) {
        struct kho_item it = {.file = -1};
        struct kho_document doc;
        enum kho_status st;

        id = (kho_sv){rest.p, KHO_PICTURE_ID};
        if (kho_idset_has(&p->done, kho_idset_of1(id)))
            continue;
        kho_arena_reset(r->arena);
        st = kho_outlet_get(r->store, r->arena, id, KHO_DOCUMENT_HEAD, &doc, err);
        if (st == KHO_NOTFOUND || st == KHO_DATA)
            continue;
        if (st != KHO_OK)
            return st;
        it.m = (struct kho_message_document){
            .id = doc.id, .path = doc.places[0].path, .size = doc.size};
        it.result = (struct kho_message_result){.notes = doc.notes,
                                                .plan_notes = doc.plan.notes,
                                                .plan = kho_sv_eq(doc.plan.type, KHO_SV("KH"))};
        kho_run_count(r, &it);
    }
    return KHO_OK;
}

enum kho_status
kho_run_pictures(struct kho_run *r, bool complete, struct kho_err *err)
{
    struct pictures p = {.r = r};
    enum kho_status st = KHO_OK, last;

    if (r->o->ocr == KHO_OCR_NEVER)
        return KHO_OK;
    if (complete)
        st = collect(&p, err);
    if (st == KHO_OK && p.inputs.n > 0)
        st = recognise(&p, err);
    if (st == KHO_OK || st == KHO_DONE) {
        last = count_rest(&p, err);
        for (size_t i = 0; last == KHO_OK && i < p.inputs.n; i++)
            last = kho_picture_input_unmark(r, &p.inputs.item[i], err);
        if (last == KHO_OK && p.inputs.n > 0)
            last = kho_store_commit(r->store, err);
        st = last == KHO_OK ? st : last;
    }
    if (st == KHO_OK && (r->rep->removed > 0 || p.inputs.n > 0))
        kho_page_cache_clean(r->o->db, lives, r);
    kho_picture_inputs_free(&p.inputs);
    kho_idset_free(&p.wanted);
    kho_idset_free(&p.given);
    kho_idset_free(&p.done);
    return st;
}
