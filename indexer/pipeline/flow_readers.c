/* flow_readers.c - the coordinator's side of the readers; see flow.h. */
#include "flow.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define SENT_MAX     32                   /* items a reader has at a time */
#define SENT_BYTES   ((size_t)256 * 1024) /* bytes it has at a time, but for a single item */
#define TRIES        2                    /* of one item that kills its reader */
#define SECOND_TEXT  8 /* the second time it is asked for this part of the text */
#define RESULT_MAX   ((uint64_t)1 << 30)
#define EARLY_DEATHS 3

/* The seat with the least to do that can take an item of n bytes; NULL none. */
static struct kho_reader_seat *
free_seat(struct kho_flow *f, size_t n)
{
    struct kho_reader_seat *best = NULL;

    for (size_t i = 0; i < f->n_seats; i++) {
        struct kho_reader_seat *s = &f->seats[i];

        if (s->n_sent > 0 && (s->n_sent >= SENT_MAX || s->bytes + n > SENT_BYTES))
            continue;
        if (best == NULL || s->n_sent < best->n_sent)
            best = s;
    }
    return best;
}

static enum kho_status
send_item(struct kho_flow *f, struct kho_reader_seat *s, uint64_t no, struct kho_err *err)
{
    struct kho_item *it = *kho_flow_slot(f, no);
    enum kho_status st = KHO_OK;
    int fd = -1;

    if (s->child.pid == 0) {
        if ((st = kho_child_start(&s->child, "kho-read", kho_reader_main, &f->how, err)) != KHO_OK)
            return st;
        s->since = kho_now();
        s->at = KHO_HEART_NEVER;
        s->cpu = 0;
    }
    if (it->body_file >= 0 && (fd = fcntl(it->body_file, F_DUPFD_CLOEXEC, 0)) < 0)
        return kho_fail(err, KHO_IO, "cannot pass a file on: %s", strerror(errno));
    st = kho_message_send(&s->child.ch, KHO_FRAME_PARSE, no, &it->m, (kho_sv){it->body, it->body_n},
                          fd, err);
    if (s->n_sent == 0)
        s->since = kho_now();
    s->sent[s->n_sent++] = no;
    s->bytes += it->body_n;
    it->state = KHO_ITEM_SENT;
    return st;
}

enum kho_status
kho_flow_dispatch(struct kho_flow *f, struct kho_err *err)
{
    if (f->dispatch < f->head)
        f->dispatch = f->head;
    for (; f->dispatch < f->tail; f->dispatch++) {
        struct kho_item *it = *kho_flow_slot(f, f->dispatch);
        struct kho_reader_seat *s;
        enum kho_status st;

        if (it->state != KHO_ITEM_WAITING)
            continue;
        if ((s = free_seat(f, it->body_n)) == NULL)
            break;
        if ((st = send_item(f, s, f->dispatch, err)) != KHO_OK)
            return st;
    }
    return KHO_OK;
}

/* Take an item off the seat's list. */
static void
unsend(struct kho_flow *f, struct kho_reader_seat *s, size_t i)
{
    s->bytes -= (*kho_flow_slot(f, s->sent[i]))->body_n;
    s->n_sent--;
    memmove(s->sent + i, s->sent + i + 1, (s->n_sent - i) * sizeof *s->sent);
}

enum kho_status
kho_flow_take(struct kho_flow *f, struct kho_item *it, struct kho_frame *fr,
              const struct kho_message_result *r, struct kho_err *err)
{
    char *packed = NULL;

    if (fr->fd < 0) {
        packed = malloc(fr->body.n);
        if (packed == NULL)
            return kho_fail(err, KHO_NOMEM, "no memory for a document");
        memcpy(packed, fr->body.p, fr->body.n);
    }
    f->held -= it->packed_n; /* what a reader without a recogniser's means made of it */
    free(it->packed);
    if (it->file >= 0)
        (void)close(it->file);
    it->result = *r;
    it->packed = packed;
    it->packed_n = fr->body.n;
    it->file = fr->fd;
    fr->fd = -1;
    f->held += it->packed_n;
    return KHO_OK;
}

enum kho_status
kho_flow_result(struct kho_child *c, struct kho_frame *fr, struct kho_err *err)
{
    struct kho_reader_seat *s = c->ctx;
    struct kho_flow *f = s->flow;
    struct kho_message_result r;
    struct kho_item *it;
    enum kho_status st;

    kho_arena_reset(f->arena);
    /* Answers come in the order of the tasks. */
    if (fr->type != KHO_FRAME_RESULT || s->n_sent == 0 || fr->seq != s->sent[0] ||
        fr->body.n > RESULT_MAX || !kho_message_unpack(fr->type, fr->fields, f->arena, &r)) {
        int status = kho_child_stop(c);

        if (fr->fd >= 0)
            (void)close(fr->fd);
        return kho_flow_reader_ended(c, status, err);
    }
    it = *kho_flow_slot(f, fr->seq);
    unsend(f, s, 0);
    f->early_deaths = 0;
    if (fr->body.n == 0) {
        if (fr->fd >= 0)
            (void)close(fr->fd);
        return kho_flow_bare(f, it, UINT64_C(1) << KHO_NOTES_CRASHED, err);
    }
    st = kho_flow_take(f, it, fr, &r, err);
    if (st == KHO_OK && !kho_flow_ocr_wants(f, it)) {
        kho_flow_drop_body(f, it);
        it->state = KHO_ITEM_READY;
    }
    return st;
}

/* The item a dead reader was at: by its heart, as far as that can be believed. */
static size_t
culprit(const struct kho_reader_seat *s)
{
    for (size_t i = 0; i < s->n_sent; i++)
        if (s->sent[i] == s->child.last)
            return i;
    return 0;
}

enum kho_status
kho_flow_reader_ended(struct kho_child *c, int status, struct kho_err *err)
{
    struct kho_reader_seat *s = c->ctx;
    struct kho_flow *f = s->flow;
    const uint64_t late = s->late;
    const bool no_memory = WIFEXITED(status) && WEXITSTATUS(status) == KHO_ARENA_EXIT;
    enum kho_status st = KHO_OK;

    s->late = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == KHO_CHILD_NO_SANDBOX)
        return kho_fail(err, KHO_IO, "cannot shut in the process that reads files (no seccomp)");
    if (s->n_sent > 0) {
        const size_t i = culprit(s);
        struct kho_item *it = *kho_flow_slot(f, s->sent[i]);

        it->tries++;
        it->m.notes |= no_memory ? UINT64_C(1) << KHO_NOTES_LIMIT_MEMORY : 0;
        if (late != 0)
            st = kho_flow_bare(f, it, late, err);
        else if (it->tries >= TRIES)
            st = kho_flow_bare(f, it, UINT64_C(1) << KHO_NOTES_CRASHED, err);
        else
            it->m.text_max /= SECOND_TEXT; /* perhaps it was only too much */
    }
    /* The others were not to blame: to the next reader. */
    for (size_t i = 0; i < s->n_sent; i++) {
        struct kho_item *it = *kho_flow_slot(f, s->sent[i]);

        if (it->state == KHO_ITEM_SENT)
            it->state = KHO_ITEM_WAITING;
        if (s->sent[i] < f->dispatch)
            f->dispatch = s->sent[i];
    }
    s->n_sent = s->bytes = 0;
    if (st == KHO_OK && c->last == KHO_HEART_NEVER && ++f->early_deaths > EARLY_DEATHS)
        st = kho_fail(err, KHO_BUG,
                      "the process that reads files cannot work here (wait status %d)", status);
    return st;
}

void
kho_flow_watch_readers(struct kho_flow *f, double now)
{
    for (size_t i = 0; i < f->n_seats; i++) {
        struct kho_reader_seat *s = &f->seats[i];
        uint64_t at;

        if (s->child.pid == 0 || s->n_sent == 0)
            continue;
        at = atomic_load(&s->child.heart->seq);
        if (at != s->at) {
            s->at = at;
            s->since = now;
            s->cpu = kho_child_cpu(&s->child);
        } else if ((s->late =
                        kho_flow_late(f, now - s->since, kho_child_cpu(&s->child) - s->cpu)) != 0) {
            (void)kill(s->child.pid, SIGKILL);
        }
    }
}
