/* flow_walker.c - the coordinator's side of the walker; see flow.h. */
#include "flow.h"

#include "fold.h"
#include "hash.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOTE(id)   (UINT64_C(1) << KHO_NOTES_##id)
#define AHEAD      4 /* inputs the walker has at a time */
#define DEATHS_MAX 3 /* of walkers over one input */

/* Notes of members whose content could not be had. */
static const uint64_t unreadable = NOTE(ENCRYPTED) | NOTE(TRUNCATED) | NOTE(DAMAGED) |
                                   NOTE(UNSUPPORTED) | NOTE(DEPTH) | NOTE(BUDGET) | NOTE(BOMB) |
                                   NOTE(TIMEOUT) | NOTE(UNREADABLE);

static enum kho_status
no_memory(struct kho_err *err)
{
    return kho_fail(err, KHO_NOMEM, "no memory for a member");
}

/* Text of a walker as text: it may have been taken over. */
static kho_sv
clean(struct kho_flow *f, kho_sv s)
{
    kho_sv out;

    return kho_text_normalise(f->arena, s, &out, NULL) == KHO_OK ? out : KHO_SV("?");
}

static enum kho_status
send_input(struct kho_flow *f, size_t i, struct kho_err *err)
{
    struct kho_input *in = f->inputs[i];
    const struct kho_message_input m = {.name = kho_sv_from(in->name),
                                        .within = kho_sv_from(in->within == NULL ? "" : in->within),
                                        .skip = in->delivered,
                                        .careful = in->deaths > 0};
    int fd = fcntl(in->fd, F_DUPFD_CLOEXEC, 0); /* ours stays for a second try */

    if (fd < 0)
        return kho_fail(err, KHO_IO, "cannot pass a file on: %s", strerror(errno));
    (void)lseek(fd, 0, SEEK_SET);
    return kho_message_send(&f->walker.ch, KHO_FRAME_INPUT, f->input_no + i, &m, KHO_SV(""), fd,
                            err);
}

static enum kho_status
end_input(struct kho_flow *f, struct kho_input *in, bool failed, struct kho_err *err)
{
    const struct kho_message_document m = {.size = in->size};
    struct kho_item *it = kho_flow_add(f, KHO_ITEM_END, in, &m);

    if (it == NULL)
        return no_memory(err);
    it->failed = failed;
    if (in->fd >= 0)
        (void)close(in->fd);
    in->fd = -1;
    return KHO_OK;
}

/* An input that could not be read (to its end): a document by its name, so that it can be found. */
static enum kho_status
give_up(struct kho_flow *f, struct kho_input *in, uint64_t notes, const char *detail,
        struct kho_err *err)
{
    char id[KHO_ID_SIZE];
    struct kho_message_document m = {
        .size = in->size, .raw = KHO_SV(""), .mtime = in->mtime / 1000000000, .notes = notes};
    enum kho_known known = KHO_KNOWN_NOT;
    struct kho_item *it;
    enum kho_status st = KHO_OK;

    kho_arena_reset(f->arena);
    m.id = kho_hash_place(kho_sv_from(in->path), m.raw, id);
    m.path = clean(f, kho_sv_from(in->name));
    if (f->sink->known != NULL)
        st = f->sink->known(f->sink->ctx, in, &m, &known, err);
    if (st != KHO_OK)
        return st;
    it = kho_flow_add(f, known == KHO_KNOWN_NOT ? KHO_ITEM_DOCUMENT : KHO_ITEM_KNOWN, in, &m);
    if (it == NULL || (it->detail = strdup(detail)) == NULL)
        return no_memory(err);
    it->known = known;
    if (known == KHO_KNOWN_NOT)
        st = kho_flow_bare(f, it, 0, err);
    return st == KHO_OK ? end_input(f, in, true, err) : st;
}

enum kho_status
kho_flow_feed(struct kho_flow *f, struct kho_err *err)
{
    while (!f->no_more && f->n_inputs < AHEAD && f->tail - f->head < KHO_FLOW_WINDOW / 2) {
        struct kho_input *in;
        enum kho_status st = f->sink->next(f->sink->ctx, &in, err);

        if (st == KHO_DONE) {
            f->no_more = true;
            break;
        }
        if (st != KHO_OK)
            return st;
        if (in->fd < 0 && f->n_inputs == 0) {
            f->input_no++;
            st = give_up(f, in, NOTE(UNREADABLE), strerror(in->problem), err);
        } else if (in->fd < 0) {
            f->inputs[f->n_inputs++] = in; /* its turn comes when those before it are through */
        } else if ((st = kho_flow_start(f, err)) == KHO_OK) {
            f->inputs[f->n_inputs++] = in;
            st = send_input(f, f->n_inputs - 1, err);
        }
        if (st != KHO_OK)
            return st;
    }
    return KHO_OK;
}

/* inputs[0] is through; those behind it that could not be opened too. */
static enum kho_status
next_input(struct kho_flow *f, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    do {
        f->n_inputs--;
        f->input_no++;
        memmove(f->inputs, f->inputs + 1, f->n_inputs * sizeof(struct kho_input *));
        if (f->n_inputs == 0 || f->inputs[0]->fd >= 0)
            break;
        st = give_up(f, f->inputs[0], NOTE(UNREADABLE), strerror(f->inputs[0]->problem), err);
    } while (st == KHO_OK);
    return st;
}

/* Keep the content for a reader, and for the next one should the first die of it. */
static bool
keep_body(struct kho_flow *f, struct kho_item *it, struct kho_frame *fr)
{
    it->body_n = fr->body.n;
    if (fr->fd >= 0) {
        it->body_file = fr->fd;
        fr->fd = -1;
        return true;
    }
    it->body = malloc(fr->body.n + 1);
    if (it->body == NULL)
        return false;
    memcpy(it->body, fr->body.p, fr->body.n);
    f->held += it->body_n;
    return true;
}

static enum kho_status
member(struct kho_flow *f, struct kho_input *in, struct kho_frame *fr, struct kho_err *err)
{
    char id[KHO_ID_SIZE];
    struct kho_message_member raw;
    struct kho_message_document m;
    struct kho_item *it;
    enum kho_status st;
    enum kho_known known = KHO_KNOWN_NOT;
    bool bare;

    kho_arena_reset(f->arena);
    if (!kho_message_unpack(fr->type, fr->fields, f->arena, &raw) ||
        f->tail - f->head >= KHO_FLOW_WINDOW - 64)
        return KHO_DATA;
    bare = fr->body.n == 0 && (raw.notes & unreadable) != 0;
    m = (struct kho_message_document){.path = clean(f, raw.path),
                                      .raw = raw.raw.p == NULL ? KHO_SV("") : raw.raw,
                                      .mtime = raw.mtime,
                                      .size = fr->body.n,
                                      .notes = raw.notes & ((UINT64_C(1) << KHO_NOTES_COUNT) - 1),
                                      .text_max = kho_worker_text_max(f->limits)};
    if (bare)
        m.id = kho_hash_place(kho_sv_from(in->path), m.raw, id);
    else if (fr->fd < 0)
        m.id = kho_hash_bytes(fr->body, id);
    else if ((m.id = kho_hash_file(fr->fd, fr->body.n, id)).p == NULL)
        return KHO_DATA; /* the file is shorter than it says */
    in->delivered++;
    if (f->sink->known != NULL &&
        (st = f->sink->known(f->sink->ctx, in, &m, &known, err)) != KHO_OK)
        return st;
    it = kho_flow_add(f, known != KHO_KNOWN_NOT ? KHO_ITEM_KNOWN : KHO_ITEM_DOCUMENT, in, &m);
    if (it == NULL)
        return no_memory(err);
    it->known = known;
    if (known != KHO_KNOWN_NOT)
        return KHO_OK;
    if (bare)
        return kho_flow_bare(f, it, 0, err);
    return keep_body(f, it, fr) ? KHO_OK : no_memory(err);
}

static enum kho_status
input_done(struct kho_flow *f, struct kho_input *in, const struct kho_message_done *done,
           struct kho_err *err)
{
    char what[240];
    enum kho_status st;

    in->excluded = done->excluded;
    if (done->status == KHO_OK) {
        st = end_input(f, in, false, err);
    } else {
        kho_sv s = clean(f, done->what);

        (void)snprintf(what, sizeof what, "%.*s", KHO_SV_FMT(s));
        st = give_up(f, in, in->delivered > 0 ? NOTE(DAMAGED) : NOTE(UNREADABLE), what, err);
    }
    return st == KHO_OK ? next_input(f, err) : st;
}

enum kho_status
kho_flow_member(struct kho_child *c, struct kho_frame *fr, struct kho_err *err)
{
    struct kho_flow *f = c->ctx;
    struct kho_input *in = f->n_inputs > 0 ? f->inputs[0] : NULL;
    enum kho_status st = KHO_DATA;

    if (fr->type == KHO_FRAME_SPOOL && fr->fd < 0) {
        struct kho_frame answer = {.type = KHO_FRAME_SPOOL, .fd = f->sink->spool(f->sink->ctx)};

        return kho_channel_put(&c->ch, &answer, err);
    }
    if (in != NULL && fr->seq == f->input_no && fr->type == KHO_FRAME_MEMBER) {
        st = member(f, in, fr, err);
    } else if (in != NULL && fr->seq == f->input_no && fr->type == KHO_FRAME_INPUT_DONE) {
        struct kho_message_done done;

        kho_arena_reset(f->arena);
        if (kho_message_unpack(fr->type, fr->fields, f->arena, &done))
            st = input_done(f, in, &done, err);
    }
    if (fr->fd >= 0)
        (void)close(fr->fd);
    if (st == KHO_DATA) {
        /* Not a message an honest walker sends. */
        int status = kho_child_stop(c);

        return kho_flow_walker_ended(c, status, err);
    }
    return st;
}

enum kho_status
kho_flow_walker_ended(struct kho_child *c, int status, struct kho_err *err)
{
    struct kho_flow *f = c->ctx;
    const uint64_t late = f->late;
    struct kho_input *in;
    enum kho_status st = KHO_OK;

    f->late = 0;
    f->walker_since = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == KHO_CHILD_NO_SANDBOX)
        return kho_fail(err, KHO_IO, "cannot shut in the process that opens archives (no seccomp)");
    if (f->n_inputs == 0)
        return KHO_OK; /* a new one starts with the next input */
    f->early_walkers = c->last == KHO_HEART_NEVER ? f->early_walkers + 1 : 0;
    if (f->early_walkers > DEATHS_MAX)
        return kho_fail(err, KHO_BUG,
                        "the process that opens archives cannot work here (wait status %d)",
                        status);
    in = f->inputs[0];
    in->deaths++;
    /* Once more, member by member; but not when it would only die at the same place again. */
    if (late != 0 || in->deaths > DEATHS_MAX || (in->deaths > 1 && in->died_at == in->delivered)) {
        st = give_up(f, in, late != 0 ? late : NOTE(CRASHED), "", err);
        if (st == KHO_OK)
            st = next_input(f, err);
    } else {
        in->died_at = in->delivered;
    }
    if (st == KHO_OK && f->n_inputs > 0)
        st = kho_flow_start(f, err);
    for (size_t i = 0; st == KHO_OK && i < f->n_inputs; i++)
        if (f->inputs[i]->fd >= 0)
            st = send_input(f, i, err);
    return st;
}

void
kho_flow_watch_walker(struct kho_flow *f, double now)
{
    uint64_t at;

    if (f->walker.pid == 0)
        return;
    at = (f->input_no << 32) + atomic_load(&f->walker.heart->seq);
    if (f->walker_since <= 0 || at != f->walker_at || f->walker.paused || f->n_inputs == 0) {
        f->walker_at = at;
        f->walker_since = now;
        f->walker_cpu = kho_child_cpu(&f->walker);
    } else if ((f->late = kho_flow_late(f, now - f->walker_since,
                                        kho_child_cpu(&f->walker) - f->walker_cpu)) != 0) {
        (void)kill(f->walker.pid, SIGKILL); /* its end comes through the channel */
    }
}
