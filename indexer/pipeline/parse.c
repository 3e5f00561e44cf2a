/* parse.c - kho_parse: files -> documents, without an index. */
#include "flow.h"
#include "index.h"
#include "put.h"
#include "scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct parse {
    struct kho_scan *scan;
    struct kho_arena *arena;
    enum kho_status (*each)(void *ctx, const struct kho_document *doc);
    void *ctx;
};

static void
drop(struct kho_input *in)
{
    if (in != NULL) {
        free(in->path);
        free(in->name);
    }
    free(in);
}

static enum kho_status
next(void *ctx, struct kho_input **out, struct kho_err *err)
{
    struct parse *p = ctx;
    struct kho_scan_entry e;
    struct kho_input *in;
    enum kho_status st;

    do
        st = kho_scan_next(p->scan, &e, err);
    while (st == KHO_OK && e.kind == KHO_SCAN_LINK);
    if (st != KHO_OK)
        return st;
    in = calloc(1, sizeof *in);
    if (in == NULL || (in->path = strdup(e.path)) == NULL || (in->name = strdup(e.name)) == NULL) {
        drop(in);
        return kho_fail(err, KHO_NOMEM, "no memory for a file");
    }
    in->size = e.kind == KHO_SCAN_FILE ? (uint64_t)e.st.st_size : 0;
    /* What is missing or closed comes out as a document with a note. */
    in->fd = open(in->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    in->problem = errno;
    if (in->fd >= 0 && e.kind != KHO_SCAN_FILE) {
        (void)close(in->fd);
        in->fd = -1;
    }
    *out = in;
    return KHO_OK;
}

static enum kho_status
emit(void *ctx, struct kho_item *it, struct kho_err *err)
{
    struct parse *p = ctx;
    struct kho_document doc;
    kho_sv packed = {it->packed, it->packed_n};
    char *own = NULL;
    enum kho_status st;

    if (it->kind == KHO_ITEM_END) {
        drop(it->input);
        return KHO_OK;
    }
    if (it->file >= 0 && (own = kho_file_bytes(it->file, it->packed_n)) == NULL)
        return kho_fail(err, KHO_IO, "cannot read a document back");
    if (own != NULL)
        packed.p = own;
    kho_arena_reset(p->arena);
    st = kho_document_accept(p->arena, &it->m, &packed, &doc, err);
    if (st == KHO_OK || st == KHO_DONE)
        st = p->each(p->ctx, &doc);
    free(own);
    return st;
}

static int
spool(void *ctx)
{
    const char *dir = getenv("TMPDIR");

    (void)ctx;
    return kho_spool_file(dir == NULL || *dir == '\0' ? "/tmp" : dir);
}

enum kho_status
kho_parse(struct kho_parse_options *o,
          enum kho_status (*each)(void *ctx, const struct kho_document *doc), void *ctx,
          struct kho_err *err)
{
    struct parse p = {.each = each, .ctx = ctx, .arena = kho_arena_new(SIZE_MAX / 2)};
    const struct kho_sink sink = {.ctx = &p, .next = next, .emit = emit, .spool = spool};
    struct kho_loop loop = {.n = 0};
    struct kho_flow flow = {.n_seats = 0};
    enum kho_status st = kho_scan_open(&p.scan, o->paths, o->n, NULL, NULL, err);

    if (st == KHO_OK)
        st = kho_flow_open(&flow, &sink, o->limits, kho_cores(), &loop, err);
    flow.ocr = o->ocr != KHO_OCR_NEVER;
    flow.how.ocr = o->ocr;
    flow.how.ocr_memory = KHO_RECOGNISER_MEMORY;
    o->ocr_lack[0] = '\0';
    if (st == KHO_OK)
        st = kho_flow_run(&flow, err);
    (void)snprintf(o->ocr_lack, sizeof o->ocr_lack, "%s", flow.ocr_lack);
    kho_flow_close(&flow);
    kho_scan_close(p.scan);
    kho_arena_free(p.arena);
    return st;
}
