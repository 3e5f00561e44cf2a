/* walker.c - sandboxed child: files -> members. */
#include "worker.h"

#include "decode.h"
#include "fold.h"
#include "sandbox.h"

#include <stdlib.h>
#include <unistd.h>

#define BATCH      ((size_t)64 * 1024) /* bytes sent at once */
#define QUEUE      16                  /* inputs that may wait; the coordinator sends fewer */
#define NAME_SURE  0.9                 /* a decoded name below this confidence has a note */
#define NAMES_ROOM ((size_t)16 << 20)

/* An input that came while waiting for a spool file. */
struct waiting {
    struct waiting *next;
    struct kho_frame frame;
    char fields[]; /* those of the frame, which the channel would not keep */
};

struct walker {
    struct kho_channel *ch;
    struct kho_heart *heart;
    struct kho_arena *arena; /* names of one member */
    const struct kho_filter *filter;
    kho_sv name, within;          /* of the input; within as in struct kho_message_input */
    uint64_t beats;               /* members seen, for the heart */
    struct kho_vote vote;         /* of the names of one input, in which charset they are */
    struct waiting *first, **end; /* end: where the next one is hung on */
    size_t n_waiting;
    bool lost; /* the coordinator is gone or breaks the rules */
};

/* Keep an input for later. */
static void
enqueue(struct walker *w, const struct kho_frame *f)
{
    struct waiting *q = NULL;

    if (w->n_waiting < QUEUE)
        q = malloc(sizeof *q + f->fields.n);
    if (q == NULL) {
        w->lost = true;
        return;
    }
    q->next = NULL;
    q->frame = *f;
    q->frame.fields.p = q->fields;
    memcpy(q->fields, f->fields.p, f->fields.n);
    *w->end = q;
    w->end = &q->next;
    w->n_waiting++;
}

/* The one that has waited longest, to be freed; NULL for none. */
static struct waiting *
dequeue(struct walker *w)
{
    struct waiting *q = w->first;

    if (q == NULL)
        return NULL;
    w->first = q->next;
    if (w->first == NULL)
        w->end = &w->first;
    w->n_waiting--;
    return q;
}

/* kho_walk_hooks.spool: ask the coordinator, who may open files; else one in memory. */
static int
spool(void *ctx)
{
    struct walker *w = ctx;
    struct kho_frame f = {.type = KHO_FRAME_SPOOL, .fd = -1};

    if (w->lost || kho_channel_put(w->ch, &f, NULL) != KHO_OK)
        return -1;
    for (;;) {
        if (w->lost || kho_channel_await(w->ch, &f, NULL) != KHO_OK) {
            w->lost = true;
            return -1;
        }
        if (f.type == KHO_FRAME_SPOOL)
            return f.fd;
        enqueue(w, &f);
    }
}

/* Content of a member that is too big for the stream. */
static int
big_body(struct walker *w, kho_sv bytes)
{
    return kho_body_into(spool(w), bytes);
}

/* kho_walk_hooks.name */
static void
vote(void *ctx, kho_sv raw)
{
    struct walker *w = ctx;

    kho_decode_count(&w->vote, raw);
}

/* Any bytes as a name for people, on one line. */
static kho_sv
readable(struct walker *w, kho_sv raw, bool *sure)
{
    struct kho_decoded d;
    char *line;

    if (kho_decode_name(w->arena, raw, &w->vote, &d, NULL) != KHO_OK) {
        *sure = false;
        return KHO_SV("?");
    }
    *sure = *sure && d.confidence >= NAME_SURE;
    line = KHO_NEW_N(w->arena, d.text.n + 1, char);
    for (size_t i = 0; i < d.text.n; i++)
        line[i] = (char)(d.text.p[i] == '\n' || d.text.p[i] == '\t' ? ' ' : d.text.p[i]);
    return (kho_sv){line, d.text.n};
}

/* UTF-8, but of a name that was read in the wrong code page before it was packed. */
static bool
is_mojibake(struct walker *w, kho_sv raw_name)
{
    struct kho_decoded d;

    return kho_decode_name(w->arena, raw_name, &w->vote, &d, NULL) == KHO_OK &&
           strcmp(d.charset, "utf-8") != 0;
}

/* The path of a member whose name is not UTF-8, from its raw path: each level decoded by itself. */
static kho_sv
decoded_path(struct walker *w, kho_sv input, kho_sv raw, bool *sure)
{
    struct kho_buf b = {.p = NULL};
    kho_sv path;

    kho_buf_sv(&b, input);
    for (kho_sv rest = raw, level; kho_sv_next(&rest, '\0', &level);) {
        const char *colon = level.n == 0 ? NULL : memchr(level.p, ':', level.n);

        if (colon != NULL)
            level = (kho_sv){colon + 1, (size_t)(level.p + level.n - colon - 1)};
        kho_buf_str(&b, "//");
        kho_buf_sv(&b, readable(w, level, sure));
    }
    path = kho_arena_dup(w->arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return path;
}

/* The path of a member for people; *notes is corrected when its odd name could be read. */
static kho_sv
member_path(struct walker *w, const struct kho_member *m, uint64_t *notes)
{
    const uint64_t odd = UINT64_C(1) << KHO_NOTES_NAME;
    kho_sv path;

    if (m->raw.n != 0 && ((m->notes & odd) != 0 || is_mojibake(w, m->raw_name))) {
        bool sure = true;

        path = decoded_path(w, w->name, m->raw, &sure);
        if (sure)
            *notes &= ~odd;
        return path;
    }
    return kho_text_normalise(w->arena, m->path, &path, NULL) == KHO_OK ? path : w->name;
}

/* kho_walk_hooks.wish */
static enum kho_walk_wish
wish(void *ctx, const struct kho_member *m)
{
    static const enum kho_walk_wish wishes[] = {[KHO_FILTER_IN] = KHO_WALK_TAKE,
                                                [KHO_FILTER_LOOK] = KHO_WALK_LOOK,
                                                [KHO_FILTER_OUT] = KHO_WALK_LEAVE};
    struct walker *w = ctx;
    uint64_t notes = 0;
    kho_sv path;
    char *within;

    atomic_store(&w->heart->seq, ++w->beats); /* it may pass over very many */
    kho_arena_reset(w->arena);
    path = member_path(w, m, &notes);
    /* The same path, from inside the folder that was asked for. */
    path = path.n > w->name.n ? (kho_sv){path.p + w->name.n, path.n - w->name.n} : KHO_SV("");
    within = KHO_NEW_N(w->arena, w->within.n + path.n + 1, char);
    memcpy(within, w->within.p, w->within.n);
    memcpy(within + w->within.n, path.p, path.n);
    return wishes[kho_filter_ask(w->filter, w->arena, (kho_sv){within, w->within.n + path.n},
                                 false)];
}

static enum kho_status
deliver(struct walker *w, uint64_t input, const struct kho_member *m, struct kho_err *err)
{
    struct kho_message_member out = {
        .raw = m->raw, .mtime = m->mtime, .notes = m->notes, .depth = m->depth};
    kho_sv bytes = m->bytes;
    int fd = -1;

    out.path = member_path(w, m, &out.notes);
    if (bytes.n > KHO_FRAME_BODY_MAX && (fd = big_body(w, bytes)) < 0) {
        bytes.n = KHO_FRAME_BODY_MAX;
        out.notes |= UINT64_C(1) << KHO_NOTES_TRUNCATED;
    }
    return kho_message_send(w->ch, KHO_FRAME_MEMBER, input, &out, bytes, fd, err);
}

/* One file: all its members, then how it went. */
static void
walk(struct walker *w, const struct kho_worker *how, const struct kho_frame *f,
     const struct kho_message_input *in)
{
    const struct kho_walk_hooks hooks = {
        .spool = spool, .name = vote, .wish = how->filter == NULL ? NULL : wish, .ctx = w};
    struct kho_message_done done = {.what = {NULL, 0}};
    struct kho_walk *walk = NULL;
    struct kho_member m;
    struct kho_err err = {.status = KHO_OK};
    struct kho_arena *names = kho_arena_new(NAMES_ROOM);
    struct kho_arena *keep = w->arena;
    enum kho_status st;
    uint64_t taken = 0;
    bool sure = true;

    w->vote = (struct kho_vote){{0}};
    w->arena = names;
    w->name = readable(w, in->name, &sure);
    w->within = in->within;
    w->arena = keep;
    atomic_store(&w->heart->seq, ++w->beats);
    st = kho_walk_open(&walk, f->fd, w->name, how->limits, &hooks, &err);
    while (st == KHO_OK && !w->lost && (st = kho_walk_next(walk, &m, &err)) == KHO_OK) {
        atomic_store(&w->heart->seq, ++w->beats);
        if (++taken <= in->skip)
            continue;
        kho_arena_reset(w->arena);
        if (m.depth == 0 && !sure)
            m.notes |= UINT64_C(1) << KHO_NOTES_NAME;
        st = deliver(w, f->seq, &m, &err);
        if (st == KHO_OK && (in->careful || kho_channel_pending(w->ch) >= BATCH))
            st = kho_channel_flush(w->ch, &err);
    }
    done.excluded = walk == NULL ? 0 : kho_walk_left(walk);
    kho_walk_close(walk);
    done.status = st == KHO_DONE ? KHO_OK : st;
    if (done.status != KHO_OK)
        done.what = kho_sv_from(err.what);
    if (kho_message_send(w->ch, KHO_FRAME_INPUT_DONE, f->seq, &done, KHO_SV(""), -1, &err) !=
        KHO_OK)
        w->lost = true;
    kho_arena_free(names);
}

/* The next frame that comes.  What is to go out goes before blocking. */
static bool
next_frame(struct walker *w, struct kho_frame *f)
{
    enum kho_status st;

    st = kho_channel_next(w->ch, f, NULL);
    if (st == KHO_DONE && kho_channel_pending(w->ch) < BATCH) {
        (void)kho_channel_fill(w->ch, true, NULL);
        st = kho_channel_next(w->ch, f, NULL);
    }
    if (st == KHO_DONE)
        st = kho_channel_await(w->ch, f, NULL);
    return st == KHO_OK;
}

/* The next input, one that waits before one that comes; *in lives in fields.  *good: its fields are
 * what they should be.  False: the end. */
static bool
next_input(struct walker *w, struct kho_arena *fields, struct kho_frame *f,
           struct kho_message_input *in, bool *good)
{
    struct waiting *q;
    bool found;

    if (w->lost)
        return false;
    q = dequeue(w);
    if (q != NULL)
        *f = q->frame;
    else if (!next_frame(w, f))
        return false;
    found = f->type == KHO_FRAME_INPUT && f->fd >= 0;
    if (found) {
        kho_arena_reset(fields);
        *good = kho_message_unpack(f->type, f->fields, fields, in);
    }
    free(q);
    return found;
}

int
kho_walker_main(struct kho_channel *ch, struct kho_heart *heart, const void *arg)
{
    const struct kho_worker *how = arg;
    const struct kho_sandbox box = {.memory = how->limits->value[KHO_LIMITS_MEMORY],
                                    .file_bytes = kho_worker_file_bytes(how->limits),
                                    .files = 64};
    struct walker w = {
        .ch = ch, .heart = heart, .arena = kho_arena_new(NAMES_ROOM), .filter = how->filter};
    struct kho_arena *fields = kho_arena_new(2 * KHO_FRAME_FIELDS_MAX);
    struct kho_message_input in;
    struct kho_frame f;
    bool good = true;
    int code = KHO_CHILD_NO_SANDBOX;

    w.end = &w.first;
    if (kho_sandbox_enter(&box, NULL) != KHO_OK)
        goto out;
    code = 1;
    while (next_input(&w, fields, &f, &in, &good)) {
        if (!good)
            goto out;
        walk(&w, how, &f, &in);
        (void)close(f.fd);
    }
    code = 0;
out:
    for (struct waiting *q; (q = dequeue(&w)) != NULL;)
        free(q);
    kho_arena_free(w.arena);
    kho_arena_free(fields);
    return code;
}
