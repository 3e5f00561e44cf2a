/* writer.c - trusted child: packed documents -> shards. */
#include "worker.h"

#include "put.h"

#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

struct writer {
    struct kho_channel *ch;
    struct kho_arena *arena;
    struct kho_shard *shard;
    struct kho_message_done done; /* of the shard so far */
    struct kho_err err; /* first failure: nothing is written any more, the coordinator is told */
};

static enum kho_status
put(struct writer *w, struct kho_frame *f)
{
    const struct kho_outlet to = {.shard = w->shard};
    struct kho_message_document m;
    struct kho_document doc;
    kho_sv packed = f->body;
    char *own = NULL;
    enum kho_status st;

    if (f->fd >= 0) {
        own = kho_file_bytes(f->fd, packed.n);
        packed = (kho_sv){own, own == NULL ? 0 : packed.n};
        (void)close(f->fd);
    }
    kho_arena_reset(w->arena);
    if (!kho_message_unpack(f->type, f->fields, w->arena, &m)) {
        st = kho_fail(&w->err, KHO_BUG, "malformed message to a writer");
    } else if ((st = kho_document_accept(w->arena, &m, &packed, &doc, &w->err)) == KHO_OK ||
               st == KHO_DONE) {
        w->done.damaged += st == KHO_DONE;
        w->done.plans += kho_sv_eq(doc.plan.type, KHO_SV("KH"));
        w->done.others += !kho_sv_eq(doc.plan.type, KHO_SV("KH"));
        st = kho_outlet_put(&to, w->arena, &doc, packed, &w->err);
    }
    free(own);
    return st;
}

static enum kho_status
begin(struct writer *w, const struct kho_frame *f)
{
    struct kho_message_name m;

    kho_arena_reset(w->arena);
    w->done = (struct kho_message_done){.plans = 0};
    if (w->shard != NULL || !kho_message_unpack(f->type, f->fields, w->arena, &m) ||
        m.name.p == NULL)
        return kho_fail(&w->err, KHO_BUG, "malformed message to a writer");
    return kho_shard_new(&w->shard, m.name.p, &w->err);
}

static enum kho_status
end(struct writer *w, uint64_t seq, enum kho_status so_far)
{
    if (w->shard != NULL) {
        enum kho_status closed =
            kho_shard_close(w->shard, so_far == KHO_OK, so_far == KHO_OK ? &w->err : NULL);

        so_far = so_far == KHO_OK ? closed : so_far;
        w->shard = NULL;
    }
    w->done.status = so_far;
    w->done.what = so_far == KHO_OK ? KHO_SV("") : kho_sv_from(w->err.what);
    if (kho_message_send(w->ch, KHO_FRAME_SHARD_DONE, seq, &w->done, KHO_SV(""), -1, NULL) !=
            KHO_OK ||
        kho_channel_flush(w->ch, NULL) != KHO_OK)
        return KHO_IO;
    return so_far;
}

int
kho_writer_main(struct kho_channel *ch, struct kho_heart *heart, const void *arg)
{
    struct writer w = {.ch = ch, .arena = kho_arena_new(SIZE_MAX / 2)};
    enum kho_status st = KHO_OK;
    struct kho_frame f;

    (void)arg;
    while (st == KHO_OK && kho_channel_await(ch, &f, &w.err) == KHO_OK) {
        atomic_store(&heart->seq, f.seq);
        if (f.type == KHO_FRAME_SHARD)
            st = begin(&w, &f);
        else if (f.type == KHO_FRAME_PUT && w.shard != NULL)
            st = put(&w, &f);
        else if (f.type == KHO_FRAME_SHARD_END)
            st = end(&w, f.seq, st);
        else
            st = kho_fail(&w.err, KHO_BUG, "unexpected message to a writer");
        if (st != KHO_OK && f.type != KHO_FRAME_SHARD_END)
            (void)end(&w, f.seq, st);
    }
    if (w.shard != NULL)
        (void)kho_shard_close(w.shard, false, NULL);
    kho_arena_free(w.arena);
    return st == KHO_OK ? 0 : 1;
}
