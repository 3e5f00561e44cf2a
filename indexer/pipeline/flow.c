/* flow.c - items in order; see flow.h. */
#include "flow.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define HELD_MAX   ((size_t)12 << 20) /* bytes of contents and results under way */
#define ARENA_ROOM ((size_t)8 << 20)
#define ITEMS_MAX                                                                                  \
    8192 /* items under way; one reading of the walker's channel brings at most some 6,500 more */
#define PICTURES_MAX 6    /* documents that wait for a recogniser; their contents lie in files */
#define LOOK_EVERY   0.25 /* seconds between looks of the watchdog */

enum kho_status
kho_flow_open(struct kho_flow *f, const struct kho_sink *sink, const struct kho_limits *limits,
              unsigned readers, struct kho_loop *loop, struct kho_err *err)
{
    *f = (struct kho_flow){.sink = sink, .limits = limits, .loop = loop, .how = {.limits = limits}};
    f->n_seats = readers < 1 ? 1 : readers > KHO_FLOW_READERS ? KHO_FLOW_READERS : readers;
    f->ring = calloc(KHO_FLOW_WINDOW, sizeof(struct kho_item *));
    if (f->ring == NULL)
        return kho_fail(err, KHO_NOMEM, "no memory for the queue of members");
    f->arena = kho_arena_new(ARENA_ROOM);
    f->walker.frame = kho_flow_member;
    f->walker.ended = kho_flow_walker_ended;
    f->walker.ctx = f;
    loop->children[loop->n++] = &f->walker;
    for (size_t i = 0; i < f->n_seats; i++) {
        struct kho_reader_seat *s = &f->seats[i];

        s->flow = f;
        s->child.frame = kho_flow_result;
        s->child.ended = kho_flow_reader_ended;
        s->child.ctx = s;
        loop->children[loop->n++] = &s->child;
    }
    kho_flow_ocr_open(f);
    return KHO_OK;
}

enum kho_status
kho_flow_start(struct kho_flow *f, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    if (f->extract == NULL) {
        if ((st = kho_preload(&f->extract, err)) != KHO_OK)
            return st;
        f->how.extract = f->extract;
    }
    if (f->walker.pid == 0)
        st = kho_child_start(&f->walker, "kho-walk", kho_walker_main, &f->how, err);
    return st;
}

uint64_t
kho_flow_late(const struct kho_flow *f, double wall, double cpu)
{
    const uint64_t note = UINT64_C(1) << KHO_NOTES_TIMEOUT;

    if (cpu > (double)f->limits->value[KHO_LIMITS_CPU_SECONDS])
        return note | UINT64_C(1) << KHO_NOTES_LIMIT_CPU_SECONDS;
    if (wall > (double)f->limits->value[KHO_LIMITS_WALL_SECONDS])
        return note | UINT64_C(1) << KHO_NOTES_LIMIT_WALL_SECONDS;
    return 0;
}

static void
drop(struct kho_flow *f, struct kho_item *it)
{
    if (it == NULL)
        return;
    kho_flow_drop_body(f, it);
    if (it->file >= 0)
        (void)close(it->file);
    free(it->packed);
    free(it->strings);
    free(it->detail);
    free(it);
}

void
kho_flow_drop_body(struct kho_flow *f, struct kho_item *it)
{
    f->held -= it->body == NULL ? 0 : it->body_n;
    free(it->body);
    it->body = NULL;
    if (it->body_file >= 0)
        (void)close(it->body_file);
    it->body_file = -1;
}

void
kho_flow_stop(struct kho_flow *f)
{
    (void)kho_child_stop(&f->walker);
    for (size_t i = 0; i < f->n_seats; i++)
        (void)kho_child_stop(&f->seats[i].child);
    for (size_t i = 0; i < f->n_ocr_seats; i++)
        (void)kho_child_stop(&f->ocr_seats[i].child);
}

void
kho_flow_close(struct kho_flow *f)
{
    kho_flow_stop(f);
    for (; f->ring != NULL && f->head < f->tail; f->head++)
        drop(f, *kho_flow_slot(f, f->head));
    for (size_t i = 0; i < f->n_inputs; i++)
        if (f->inputs[i]->fd >= 0)
            (void)close(f->inputs[i]->fd);
    free(f->ring);
    kho_arena_free(f->arena);
    kho_extract_close(f->extract);
    *f = (struct kho_flow){.n_seats = 0};
}

kho_sv
kho_item_lay(char **at, kho_sv s)
{
    kho_sv copy = {*at, s.n};

    if (s.n != 0)
        memcpy(*at, s.p, s.n);
    *at += s.n;
    return copy;
}

struct kho_item *
kho_flow_add(struct kho_flow *f, enum kho_item_kind kind, struct kho_input *in,
             const struct kho_message_document *m)
{
    struct kho_item *it = calloc(1, sizeof *it);
    char *at;

    if (it == NULL)
        return NULL;
    it->strings = at = malloc(m->id.n + m->path.n + m->raw.n + 1);
    if (at == NULL) {
        free(it);
        return NULL;
    }
    it->kind = kind;
    it->input = in;
    it->m = *m;
    it->m.id = kho_item_lay(&at, m->id);
    it->m.path = kho_item_lay(&at, m->path);
    it->m.raw = kho_item_lay(&at, m->raw);
    it->m.input = kho_sv_from(in->path);
    it->file = it->body_file = -1;
    it->state = kind == KHO_ITEM_DOCUMENT ? KHO_ITEM_WAITING : KHO_ITEM_READY;
    *kho_flow_slot(f, f->tail++) = it;
    return it;
}

enum kho_status
kho_flow_bare(struct kho_flow *f, struct kho_item *it, uint64_t notes, struct kho_err *err)
{
    struct kho_document doc;
    struct kho_place place;
    struct kho_buf b = {.p = NULL};
    enum kho_status st;

    it->m.notes |= notes;
    kho_document_bare(&it->m, &place, &doc);
    st = kho_document_pack(&doc, &b, err);
    if (st != KHO_OK) {
        kho_buf_free(&b);
        return st;
    }
    kho_flow_drop_body(f, it);
    it->packed = b.p;
    it->packed_n = b.n;
    f->held += b.n;
    it->result = (struct kho_message_result){.notes = it->m.notes};
    it->state = KHO_ITEM_READY;
    return KHO_OK;
}

static enum kho_status
emit(struct kho_flow *f, struct kho_err *err)
{
    while (f->head < f->tail && (f->sink->ready == NULL || f->sink->ready(f->sink->ctx))) {
        struct kho_item *it = *kho_flow_slot(f, f->head);
        enum kho_status st;

        if (it->state != KHO_ITEM_READY)
            break;
        f->head++;
        f->held -= it->packed_n;
        st = f->sink->emit(f->sink->ctx, it, err);
        drop(f, it);
        if (st != KHO_OK)
            return st;
    }
    return KHO_OK;
}

/* Is there room for what the walker may bring with one reading of its channel? */
static bool
room(const struct kho_flow *f)
{
    return f->held < HELD_MAX && f->n_pictures < PICTURES_MAX && f->tail - f->head < ITEMS_MAX &&
           (f->sink->ready == NULL || f->sink->ready(f->sink->ctx));
}

enum kho_status
kho_flow_run(struct kho_flow *f, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    while (st == KHO_OK) {
        double now;

        if (f->stop != NULL && *f->stop != 0)
            return KHO_DONE;
        if ((st = kho_flow_feed(f, err)) != KHO_OK || (st = kho_flow_dispatch(f, err)) != KHO_OK ||
            (st = kho_flow_ocr_dispatch(f, err)) != KHO_OK || (st = emit(f, err)) != KHO_OK)
            break;
        if (f->no_more && f->n_inputs == 0 && f->head == f->tail)
            return KHO_OK;
        f->walker.paused = !room(f);
        st = kho_loop_step(f->loop, 100, err);
        now = kho_now();
        if (now - f->looked > LOOK_EVERY) {
            f->looked = now;
            kho_flow_watch_walker(f, now);
            kho_flow_watch_readers(f, now);
            kho_flow_watch_ocr(f, now);
        }
    }
    return st;
}
