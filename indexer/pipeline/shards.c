/* shards.c - see shards.h. */
#include "shards.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The words of a small shard stay in the cache, and many shards take long to join.  So shards start
 * small and grow a little with what is indexed. */
#define TEXT_MIN    ((uint64_t)512 << 10) /* bytes of text in a shard */
#define TEXT_MOST   ((uint64_t)1536 << 10)
#define TEXT_PART   ((uint64_t)128)
#define DOCS_MAX    4096
#define PENDING_MAX ((size_t)2 << 20) /* bytes not sent to a writer yet */

static enum kho_status
shard_done(struct kho_child *c, struct kho_frame *f, struct kho_err *err)
{
    struct kho_shard_seat *seat = c->ctx;
    struct kho_arena *arena = kho_arena_new(2 * KHO_FRAME_FIELDS_MAX);
    struct kho_message_done done;
    enum kho_status st;

    if (f->fd >= 0)
        (void)close(f->fd);
    if (f->type != KHO_FRAME_SHARD_DONE || !kho_message_unpack(f->type, f->fields, arena, &done)) {
        st = kho_fail(err, KHO_BUG, "unexpected message from a writer");
    } else if (done.status != KHO_OK) {
        st = kho_fail(err, (enum kho_status)done.status, "%.*s", KHO_SV_FMT(done.what));
    } else {
        seat->open--;
        seat->shards->damaged += done.damaged;
        st = KHO_OK;
    }
    kho_arena_free(arena);
    return st;
}

static enum kho_status
writer_ended(struct kho_child *c, int status, struct kho_err *err)
{
    (void)c;
    return kho_fail(err, KHO_IO, "a process that writes the index ended (wait status %d)", status);
}

enum kho_status
kho_shards_open(struct kho_shards *s, const char *dir, unsigned writers, uint64_t text_max,
                struct kho_loop *loop, struct kho_err *err)
{
    *s = (struct kho_shards){.dir = dir, .text_max = text_max};
    s->names = calloc(KHO_SHARDS_MAX, sizeof *s->names);
    if (s->names == NULL)
        return kho_fail(err, KHO_NOMEM, "no memory for the list of shards");
    s->n_seats = writers < 1 ? 1 : writers > KHO_SHARD_WRITERS ? KHO_SHARD_WRITERS : writers;
    for (size_t i = 0; i < s->n_seats; i++) {
        struct kho_shard_seat *seat = &s->seats[i];
        enum kho_status st;

        seat->shards = s;
        seat->child.frame = shard_done;
        seat->child.ended = writer_ended;
        seat->child.ctx = seat;
        if ((st = kho_child_start(&seat->child, "kho-write", kho_writer_main, NULL, err)) != KHO_OK)
            return st;
        s->writers.children[s->writers.n++] = &seat->child;
        loop->children[loop->n++] = &seat->child;
    }
    return KHO_OK;
}

void
kho_shards_close(struct kho_shards *s)
{
    for (size_t i = 0; i < s->n_seats; i++)
        (void)kho_child_stop(&s->seats[i].child);
    for (size_t i = 0; i < s->n_names; i++)
        free(s->names[i]);
    free(s->names);
    *s = (struct kho_shards){.n_seats = 0};
}

static enum kho_status
begin(struct kho_shards *s, struct kho_err *err)
{
    struct kho_shard_seat *best = &s->seats[0];
    struct kho_message_name m;
    char *name = NULL;

    for (size_t i = 1; i < s->n_seats; i++)
        if (s->seats[i].open < best->open)
            best = &s->seats[i];
    if (asprintf(&name, "%s/s%06llu", s->dir, (unsigned long long)s->number) < 0)
        return kho_fail(err, KHO_NOMEM, "no memory for a shard");
    s->names[s->n_names++] = name;
    s->number++;
    s->now = best;
    s->text = s->docs = 0;
    best->open++;
    m.name = kho_sv_from(name);
    return kho_message_send(&best->child.ch, KHO_FRAME_SHARD, s->number, &m, KHO_SV(""), -1, err);
}

static enum kho_status
end(struct kho_shards *s, struct kho_err *err)
{
    const struct kho_frame f = {.type = KHO_FRAME_SHARD_END, .seq = s->number, .fd = -1};
    struct kho_child *c = &s->now->child;

    s->now = NULL;
    return kho_channel_put(&c->ch, &f, err);
}

enum kho_status
kho_shards_put(struct kho_shards *s, struct kho_item *it, struct kho_err *err)
{
    uint64_t full = s->all_text / TEXT_PART;
    enum kho_status st = KHO_OK;

    if (s->now == NULL)
        st = begin(s, err);
    if (st == KHO_OK) {
        st = kho_message_send(&s->now->child.ch, KHO_FRAME_PUT, s->number, &it->m,
                              (kho_sv){it->packed, it->packed_n}, it->file, err);
        it->file = -1; /* went along */
    }
    s->text += it->result.text;
    s->all_text += it->result.text;
    s->docs++;
    full = full < TEXT_MIN ? TEXT_MIN : full;
    full = full > TEXT_MOST ? TEXT_MOST : full;
    full = full > s->text_max ? s->text_max : full;
    return st == KHO_OK && (s->text >= full || s->docs >= DOCS_MAX) ? end(s, err) : st;
}

bool
kho_shards_ready(const struct kho_shards *s)
{
    if (s->now != NULL)
        return kho_channel_pending(&s->now->child.ch) < PENDING_MAX;
    for (size_t i = 0; i < s->n_seats; i++)
        if (kho_channel_pending(&s->seats[i].child.ch) < PENDING_MAX)
            return true;
    return false;
}

enum kho_status
kho_shards_join(struct kho_shards *s, struct kho_store *store, struct kho_err *err)
{
    enum kho_status st = s->now == NULL ? KHO_OK : end(s, err);
    union {
        char **ours;
        const char *const *theirs;
    } names = {s->names};

    for (size_t i = 0; st == KHO_OK && i < s->n_seats; i++)
        while (st == KHO_OK && s->seats[i].open > 0)
            st = kho_loop_step(&s->writers, 1000, err);
    if (st == KHO_OK && s->n_names > 0)
        st = kho_store_join(store, names.theirs, s->n_names, err);
    if (st == KHO_OK) {
        for (size_t i = 0; i < s->n_names; i++)
            free(s->names[i]);
        s->n_names = 0;
    }
    return st;
}
