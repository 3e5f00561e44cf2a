/* documents.c - what kho_index writes, and when: held back, straight into the index or in shards.
 */
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

uint64_t
kho_run_limit_notes(void)
{
    uint64_t all = 0;

    for (size_t i = 0; i < KHO_NOTES_COUNT; i++)
        all |= kho_notes[i].limit[0] != '\0' ? UINT64_C(1) << i : 0;
    return all;
}

static enum kho_status
no_memory(struct kho_err *err)
{
    return kho_fail(err, KHO_NOMEM, "no memory for the list of documents");
}

static bool
is_hidden(uint64_t notes)
{
    for (size_t i = 0; i < KHO_NOTES_COUNT; i++)
        if ((notes >> i & 1) != 0 && kho_notes[i].hidden != 0)
            return true;
    return false;
}

/* Is the document in the index, and there with this place? */
static enum kho_status
look_up(struct kho_run *r, const struct kho_input *in, const struct kho_message_document *m,
        enum kho_known *what, struct kho_err *err)
{
    const struct kho_idset_key key = kho_idset_of1(m->id);
    struct kho_document doc;
    uint32_t docs = 0;
    bool again = false;
    kho_sv term;
    enum kho_status st;

    kho_arena_reset(r->arena);
    term = kho_outlet_key(r->arena, m->id);
    st = kho_store_freqs(r->store, &term, 1, &docs, err);
    if (st != KHO_OK || docs == 0)
        return st;
    st = kho_outlet_get(r->store, r->arena, m->id, KHO_DOCUMENT_HEAD, &doc, err);
    if (st == KHO_NOTFOUND || st == KHO_DATA) { /* damaged: read and replaced */
        again = true;
        doc = (struct kho_document){.n_places = 0};
        st = KHO_OK;
    } else if (st == KHO_OK && ((is_hidden(m->notes) && doc.format.n == 0) ||
                                (doc.notes & kho_run_limit_notes()) != 0 ||
                                (in->retry && is_hidden(doc.notes | doc.plan.notes)))) {
        again =
            true; /* a name without content may be so for another reason now, limits be others */
    } else if (st == KHO_OK && (in->suspect || r->o->verify)) {
        st = kho_run_intact(r, m->id, &again, err);
        again = !again;
    }
    if (st != KHO_OK)
        return st;
    if (again && !kho_idset_has(&r->again, key)) {
        bool added;

        return kho_idset_add(&r->again, key, &added) ? KHO_OK : no_memory(err);
    }
    *what = KHO_KNOWN_MORE;
    for (size_t i = 0; i < doc.n_places; i++)
        if (kho_sv_eq(doc.places[i].input, m->input) && kho_sv_eq(doc.places[i].member, m->raw))
            *what = KHO_KNOWN_ALL;
    return KHO_OK;
}

enum kho_status
kho_run_known(void *ctx, const struct kho_input *in, const struct kho_message_document *m,
              enum kho_known *what, struct kho_err *err)
{
    struct kho_run *r = ctx;
    struct kho_message_document at = *m;
    bool added;
    enum kho_status st = KHO_OK;

    *what = KHO_KNOWN_NOT;
    at.input = kho_sv_from(in->path);
    if (in->was_known &&
        !kho_idset_add(&r->kept, kho_run_place_key(m->id, at.input, m->raw), &added))
        return no_memory(err);
    if (kho_idset_has(&r->batch, kho_idset_of1(m->id))) {
        *what = KHO_KNOWN_MORE;
        return KHO_OK;
    }
    if (!r->fresh)
        st = look_up(r, in, &at, what, err);
    if (st == KHO_OK && *what == KHO_KNOWN_NOT &&
        !kho_idset_add(&r->batch, kho_idset_of1(m->id), &added))
        return no_memory(err);
    return st;
}

/* Keep an item's document: what it owns goes over. */
static enum kho_status
hold(struct kho_held ***end, struct kho_item *it, struct kho_err *err)
{
    struct kho_held *h = calloc(1, sizeof *h);

    if (h == NULL)
        return no_memory(err);
    h->item = *it;
    it->packed = it->strings = it->detail = it->body = NULL;
    it->file = it->body_file = -1;
    **end = h;
    *end = &h->next;
    return KHO_OK;
}

static void
let_go(struct kho_held *h)
{
    if (h->item.file >= 0)
        (void)close(h->item.file);
    free(h->item.packed);
    free(h->item.strings);
    free(h->item.detail);
    free(h);
}

static struct kho_held *
pop(struct kho_held **list, struct kho_held ***end)
{
    struct kho_held *h = *list;

    if (h != NULL) {
        *list = h->next;
        if (*list == NULL)
            *end = list;
    }
    return h;
}

/* There is much to write: in shards from now on. */
static enum kho_status
go_bulk(struct kho_run *r, struct kho_err *err)
{
    enum kho_status st = kho_shards_open(&r->shards, kho_run_tmp(r), (unsigned)r->flow.n_seats,
                                         r->o->memory.shard_text, &r->loop, err);

    r->bulk = true;
    for (struct kho_held *h; st == KHO_OK && (h = pop(&r->held, &r->held_end)) != NULL; let_go(h))
        st = kho_shards_put(&r->shards, &h->item, err);
    r->held_text = r->held_docs = 0;
    return st;
}

/* "member-bytes=1000, depth=3": the limits that are named in notes, with their values. */
static void
put_limits(struct kho_buf *b, const struct kho_limits *limits, uint64_t notes)
{
    for (size_t i = 0; i < KHO_NOTES_COUNT; i++)
        for (size_t k = 0; (notes >> i & 1) != 0 && k < KHO_LIMITS_COUNT; k++)
            if (strcmp(kho_notes[i].limit, kho_limits[k].name) == 0)
                kho_buf_fmt(b, "%s%s=%lld", b->n > 0 ? ", " : "", kho_limits[k].name,
                            (long long)limits->value[k]);
}

void
kho_run_count(struct kho_run *r, const struct kho_item *it)
{
    const uint64_t notes = it->result.notes | it->result.plan_notes;
    char sure[32];
    struct kho_buf detail = {.p = NULL};

    if (it->detail != NULL)
        kho_buf_str(&detail, it->detail);
    if ((notes & kho_run_limit_notes()) != 0) {
        if (it->input != NULL)
            it->input->limited = true;
        put_limits(&detail, &r->o->limits, notes);
    }

    r->rep->bytes += it->m.size;
    if (it->result.plan)
        r->rep->plans++;
    else
        r->rep->others++;
    for (unsigned i = 0; i < KHO_NOTES_COUNT; i++) {
        if ((notes >> i & 1) == 0)
            continue;
        r->rep->notes[i]++;
        if (r->o->message == NULL)
            continue;
        (void)snprintf(sure, sizeof sure, "%u %%", it->result.ocr_confidence);
        r->o->message(r->o->ctx, it->m.path, (enum kho_notes_id)i,
                      kho_notes[i].hidden != 0 ? kho_buf_view(&detail)
                      : i == KHO_NOTES_OCR     ? kho_sv_from(sure)
                                               : KHO_SV(""));
    }
    kho_buf_free(&detail);
}

enum kho_status
kho_run_document(struct kho_run *r, struct kho_item *it, struct kho_err *err)
{
    enum kho_status st;

    if (r->o->ocr != KHO_OCR_NEVER &&
        (it->result.notes & UINT64_C(1) << KHO_NOTES_OCR_WANTED) != 0 &&
        it->m.id.n == KHO_PICTURE_ID)
        kho_buf_sv(&r->pictures, it->m.id);
    else
        kho_run_count(r, it);
    if (kho_idset_has(&r->again, kho_idset_of1(it->m.id))) {
        r->late_text += it->result.text;
        return hold(&r->late_end, it, err);
    }
    if (r->bulk)
        return kho_shards_put(&r->shards, it, err);
    r->held_text += it->result.text;
    r->held_docs++;
    st = hold(&r->held_end, it, err);
    if (st == KHO_OK && (r->held_text > r->hold_text || r->held_docs > r->hold_text / 512))
        st = go_bulk(r, err);
    return st;
}

bool
kho_run_ready(void *ctx)
{
    const struct kho_run *r = ctx;

    return !r->bulk || kho_shards_ready(&r->shards);
}

/* A held document into the index itself.  One that is there already keeps the places it has. */
static enum kho_status
put_held(struct kho_run *r, const struct kho_held *h, bool replaces, struct kho_err *err)
{
    const struct kho_outlet to = {.store = r->store};
    struct kho_document doc, old;
    kho_sv bytes = {h->item.packed, h->item.packed_n};
    char *own = NULL;
    enum kho_status st;

    kho_arena_reset(r->arena);
    if (h->item.file >= 0) {
        own = kho_file_bytes(h->item.file, bytes.n);
        bytes = (kho_sv){own, own == NULL ? 0 : bytes.n};
    }
    st = kho_document_accept(r->arena, &h->item.m, &bytes, &doc, err);
    if (st != KHO_OK && st != KHO_DONE) {
        free(own);
        return st;
    }
    r->rep->notes[KHO_NOTES_CRASHED] += st == KHO_DONE;
    if (replaces &&
        kho_outlet_get(r->store, r->arena, h->item.m.id, KHO_DOCUMENT_HEAD, &old, NULL) == KHO_OK) {
        struct kho_place *all = KHO_NEW_N(r->arena, old.n_places + 1, struct kho_place);
        bool there = false;

        for (size_t i = 0; i < old.n_places; i++) { /* in their order: the first names it */
            all[i] = old.places[i];
            if (kho_sv_eq(all[i].input, doc.places[0].input) &&
                kho_sv_eq(all[i].member, doc.places[0].member)) {
                all[i] = doc.places[0];
                there = true;
            }
        }
        if (!there)
            all[old.n_places] = doc.places[0];
        doc.places = all;
        doc.n_places = old.n_places + (there ? 0 : 1);
        bytes = (kho_sv){NULL, 0};
    }
    st = kho_outlet_put(&to, r->arena, &doc, bytes, err);
    free(own);
    return st;
}

static enum kho_status
put_all(struct kho_run *r, struct kho_held **list, struct kho_held ***end, bool replace,
        struct kho_err *err)
{
    enum kho_status st = KHO_OK;
    size_t n = 0;

    for (struct kho_held *h; st == KHO_OK && (h = pop(list, end)) != NULL; let_go(h)) {
        st = put_held(r, h, replace, err);
        if (st == KHO_OK)
            st = kho_run_step(r, &n, err);
    }
    return st;
}

enum kho_status
kho_run_settle(struct kho_run *r, struct kho_err *err)
{
    enum kho_status st = r->bulk ? kho_store_commit(r->store, err) : KHO_OK;

    if (st == KHO_OK && r->bulk)
        st = kho_shards_join(&r->shards, r->store, err);
    if (st == KHO_OK)
        st = put_all(r, &r->held, &r->held_end, false, err);
    if (st == KHO_OK)
        st = put_all(r, &r->late, &r->late_end, true, err);
    if (st == KHO_OK)
        st = kho_run_add_places(r, err);
    if (st != KHO_OK)
        return st;
    r->held_text = r->held_docs = r->late_text = 0;
    r->fresh = false;
    /* What is in the index now can be looked up there; what is still under way cannot. */
    kho_idset_free(&r->batch);
    kho_idset_free(&r->again);
    for (uint64_t i = r->flow.head; i < r->flow.tail; i++) {
        const struct kho_item *it = *kho_flow_slot(&r->flow, i);
        bool added;

        if (it->kind == KHO_ITEM_DOCUMENT &&
            !kho_idset_add(&r->batch, kho_idset_of1(it->m.id), &added))
            return no_memory(err);
    }
    return KHO_OK;
}

void
kho_run_drop(struct kho_run *r)
{
    for (struct kho_held *h; (h = pop(&r->held, &r->held_end)) != NULL;)
        let_go(h);
    for (struct kho_held *h; (h = pop(&r->late, &r->late_end)) != NULL;)
        let_go(h);
    if (r->bulk)
        kho_shards_close(&r->shards);
    kho_idset_free(&r->batch);
    kho_idset_free(&r->again);
}
