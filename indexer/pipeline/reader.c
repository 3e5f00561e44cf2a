/* reader.c - sandboxed children: bytes of a member -> packed document.  A recogniser is a reader
 * that has loaded what reads pictures, and tells of each page as it goes. */
#include "worker.h"

#include "extract.h"
#include "known_pages.h"
#include "read.h"
#include "sandbox.h"

#include <stdio.h>
#include <stdlib.h>

#define BATCH        ((size_t)64 * 1024) /* bytes of results sent at once */
#define PACKED_BYTES ((int64_t)1 << 30)  /* largest memory file */

struct reader {
    const struct kho_worker *how;
    struct kho_channel *ch;
    struct kho_arena *arena;
    struct kho_buf packed;
    struct kho_ocr ocr;
    struct kho_known_pages known; /* recognisers only */
    uint64_t seq;                 /* of the document under way */
};

/* Behind the last '/' of a path: what an extension is read from. */
static kho_sv
last_name(kho_sv path)
{
    for (size_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/')
            return (kho_sv){path.p + i, path.n - i};
    return path;
}

/* The first reason explains the others: no reader takes the bytes of a damaged archive, and a
 * damaged document may well have no text. */
static uint64_t
all_notes(uint64_t walk, uint64_t extract)
{
    static const uint64_t follow = UINT64_C(1) << KHO_NOTES_UNSUPPORTED | UINT64_C(1)
                                                                              << KHO_NOTES_EMPTY;
    const uint64_t notes = walk | extract;

    for (size_t i = 0; i < kho_notes_n; i++)
        if (((notes & ~follow) >> i & 1) != 0 && kho_notes[i].hidden != 0)
            return notes & ~follow;
    return (walk & follow) != 0 ? walk | (extract & ~follow) : notes;
}

/* Which limit is the reason that a text was cut here. */
static uint64_t
cut_by(const struct reader *r, const struct kho_message_document *m, uint64_t extract)
{
    if ((extract & UINT64_C(1) << KHO_NOTES_TRUNCATED) == 0)
        return 0;
    return m->text_max == (uint64_t)r->how->limits->value[KHO_LIMITS_TEXT_BYTES]
               ? UINT64_C(1) << KHO_NOTES_LIMIT_TEXT_BYTES
               : UINT64_C(1) << KHO_NOTES_LIMIT_MEMORY;
}

/* The document is in r->packed; *result says what the coordinator wants to know about it. */
static enum kho_status
read_one(struct reader *r, const struct kho_message_document *m, kho_sv bytes,
         struct kho_message_result *result, struct kho_err *err)
{
    struct kho_extracted x = {.format = ""};
    struct kho_document doc;
    struct kho_place place;
    enum kho_status st = kho_extract(r->how->extract, r->arena, bytes, last_name(m->path),
                                     (size_t)m->text_max, &x, err);

    if (st != KHO_OK)
        return st;
    kho_document_bare(m, &place, &doc);
    doc.format = kho_sv_from(x.format);
    doc.notes = all_notes(doc.notes, x.notes | cut_by(r, m, x.notes));
    doc.lines = x.lines;
    doc.ocr_pages = x.ocr_pages;
    doc.ocr_confidence = x.ocr_confidence;
    kho_read(r->arena, &doc.lines, &doc.plan);
    if (doc.plan.type.n == 0 &&
        x.title.n > 0) /* no document of an office: called what its format says */
        doc.plan.title = x.title;
    *result = (struct kho_message_result){.text = doc.lines.text.n,
                                          .notes = doc.notes,
                                          .plan_notes = doc.plan.notes,
                                          .ocr_pages = doc.ocr_pages,
                                          .ocr_confidence = doc.ocr_confidence,
                                          .plan = kho_sv_eq(doc.plan.type, KHO_SV("KH"))};
    return kho_document_pack(&doc, &r->packed, err);
}

static enum kho_status
answer(struct reader *r, struct kho_frame *f, struct kho_err *err)
{
    struct kho_message_document m;
    struct kho_message_result result = {.text = 0};
    struct kho_body body;
    enum kho_status st;
    int fd = -1;

    kho_arena_reset(r->arena);
    kho_buf_reset(&r->packed);
    r->seq = f->seq;
    if (!kho_message_unpack(f->type, f->fields, r->arena, &m) || !kho_body_take(f, &body))
        return kho_fail(err, KHO_DATA, "malformed message");
    r->ocr.known_only = m.known_only;
    st = read_one(r, &m, body.bytes, &result, err);
    kho_body_drop(&body);
    if (st != KHO_OK)
        kho_buf_reset(&r->packed); /* an empty answer: could not be read */
    if (r->packed.n > KHO_FRAME_BODY_MAX && (fd = kho_body_file(kho_buf_view(&r->packed))) < 0)
        kho_buf_reset(&r->packed);
    st = kho_message_send(r->ch, KHO_FRAME_RESULT, f->seq, &result, kho_buf_view(&r->packed), fd,
                          err);
    if (r->packed.cap > 4 * KHO_FRAME_BODY_MAX)
        kho_buf_free(&r->packed);
    return st;
}

/* The next task; results wait until there are many or nothing else is to be done. */
static enum kho_status
next_task(struct kho_channel *ch, struct kho_frame *f, struct kho_err *err)
{
    enum kho_status st = kho_channel_next(ch, f, err);

    if (st == KHO_DONE && kho_channel_pending(ch) < BATCH) {
        (void)kho_channel_fill(ch, true, err);
        st = kho_channel_next(ch, f, err);
    } else if (st == KHO_OK && kho_channel_pending(ch) >= BATCH) {
        enum kho_status sent = kho_channel_flush(ch, err);

        return sent == KHO_OK ? st : sent;
    }
    return st == KHO_DONE ? kho_channel_await(ch, f, err) : st;
}

static bool
known_page(void *ctx, uint32_t page, struct kho_ocr_page *out)
{
    const struct reader *r = ctx;

    return kho_known_pages_find(&r->known, page, out);
}

/* At once: should this process die at the next page, this one is not lost. */
static void
tell_page(const struct reader *r, const struct kho_message_page *m, kho_sv text)
{
    if (kho_message_send(r->ch, KHO_FRAME_PAGE, r->seq, m, text, -1, NULL) == KHO_OK)
        (void)kho_channel_flush(r->ch, NULL);
}

static void
page_begins(void *ctx, uint32_t page)
{
    tell_page(ctx, &(struct kho_message_page){.page = page, .begins = true}, KHO_SV(""));
}

static void
page_done(void *ctx, uint32_t page, const struct kho_ocr_page *p)
{
    tell_page(ctx,
              &(struct kho_message_page){
                  .page = page, .end = p->end, .words = p->words, .confidence = p->confidence},
              p->text);
}

static enum kho_status
remember_page(struct reader *r, struct kho_frame *f, struct kho_err *err)
{
    struct kho_message_page m;

    kho_arena_reset(r->arena);
    if (f->fd >= 0 || !kho_message_unpack(f->type, f->fields, r->arena, &m))
        return kho_fail(err, KHO_DATA, "malformed message");
    (void)kho_known_pages_add(&r->known, &m, f->body);
    return KHO_OK;
}

static int
serve(struct reader *r, struct kho_heart *heart)
{
    struct kho_frame f;
    enum kho_status st;

    kho_extract_ocr(r->how->extract, &r->ocr);
    while ((st = next_task(r->ch, &f, NULL)) == KHO_OK) {
        if (f.type == KHO_FRAME_PAGE && r->ocr.engine != NULL) {
            st = remember_page(r, &f, NULL);
        } else if (f.type == KHO_FRAME_PARSE) {
            atomic_store(&heart->seq, f.seq);
            st = answer(r, &f, NULL);
            kho_known_pages_clear(&r->known);
        } else {
            break;
        }
        if (st != KHO_OK)
            break;
    }
    kho_arena_free(r->arena);
    kho_buf_free(&r->packed);
    return st == KHO_DONE ? 0 : 1;
}

int
kho_reader_main(struct kho_channel *ch, struct kho_heart *heart, const void *arg)
{
    const struct kho_worker *how = arg;
    const struct kho_sandbox box = {
        .memory = how->limits->value[KHO_LIMITS_MEMORY], .file_bytes = PACKED_BYTES, .files = 32};
    struct reader r = {.how = how,
                       .ch = ch,
                       .arena = kho_arena_new(kho_worker_room(how->limits)),
                       .ocr = {.mode = how->ocr}};

    if (kho_sandbox_enter(&box, NULL) != KHO_OK)
        return KHO_CHILD_NO_SANDBOX;
    return serve(&r, heart);
}

int
kho_recogniser_main(struct kho_channel *ch, struct kho_heart *heart, const void *arg)
{
    const struct kho_worker *how = arg;
    const struct kho_sandbox box = {
        .memory = how->ocr_memory, .file_bytes = PACKED_BYTES, .files = 32};
    struct reader r = {.how = how,
                       .ch = ch,
                       .arena = kho_arena_new((size_t)box.memory),
                       .ocr = {.mode = how->ocr,
                               .known = known_page,
                               .began = page_begins,
                               .done = page_done,
                               .ctx = &r}};
    struct kho_message_name version;
    char what[256] = "";
    int rc;

    kho_ocr_limits(&r.ocr, how->limits->value);
    if (!kho_ocr_load(&r.ocr, what, sizeof what)) {
        version.name = kho_sv_from(what);
        if (kho_message_send(ch, KHO_FRAME_READY, 1, &version, KHO_SV(""), -1, NULL) == KHO_OK)
            (void)kho_channel_flush(ch, NULL);
        return KHO_CHILD_NO_OCR;
    }
    if (kho_sandbox_enter(&box, NULL) != KHO_OK)
        return KHO_CHILD_NO_SANDBOX;
    (void)snprintf(what, sizeof what, "%s dpi %u pixels %llu", r.ocr.engine->version(r.ocr.state),
                   r.ocr.dpi, (unsigned long long)r.ocr.pixels);
    version.name = kho_sv_from(what);
    if (kho_message_send(ch, KHO_FRAME_READY, 0, &version, KHO_SV(""), -1, NULL) != KHO_OK)
        return 1;
    rc = serve(&r, heart);
    r.ocr.engine->close(r.ocr.state);
    return rc;
}
