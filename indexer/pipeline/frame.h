/* frame.h - messages between the coordinator and its children.
 *
 * A channel is one end of a socket pair.  A frame has a type, a number, some fields (struct
 * kho_codec) and a body: bytes in the stream, or, when they are many, a file whose descriptor
 * travels along. The other end may be taken over by an attacker: reading is total, sizes are
 * bounded, and a frame that breaks the rules is KHO_DATA, after which the channel is of no more
 * use.
 */
#ifndef KHO_PIPELINE_FRAME_H
#define KHO_PIPELINE_FRAME_H

#include "status.h"
#include "sv.h"

#include <stdint.h>

#define KHO_FRAME_FIELDS_MAX ((size_t)1 << 20) /* bytes */
#define KHO_FRAME_BODY_MAX   ((size_t)1 << 20) /* bytes in the stream; larger bodies go as files */

enum kho_frame_type {
    KHO_FRAME_INPUT = 1, /* to the walker: seq, the file */
    KHO_FRAME_SPOOL,     /* from the walker: wants an empty file; to it: here it is (fd -1: none) */
    KHO_FRAME_MEMBER,    /* from the walker */
    KHO_FRAME_INPUT_DONE,
    KHO_FRAME_PARSE,  /* to a reader */
    KHO_FRAME_RESULT, /* from a reader */
    KHO_FRAME_SHARD,  /* to a writer: begin shard seq */
    KHO_FRAME_PUT,
    KHO_FRAME_SHARD_END,
    KHO_FRAME_SHARD_DONE, /* from a writer */
    KHO_FRAME_FETCH,      /* kho_original: raw path, the file */
    KHO_FRAME_FETCHED,
    KHO_FRAME_READY, /* from a recogniser: it has loaded what it needs */
    KHO_FRAME_PAGE,  /* from a recogniser: a page begins or is through; to it: known from before */
    KHO_FRAME_TYPE_END
};

struct kho_frame {
    enum kho_frame_type type;
    uint64_t seq;
    kho_sv fields;
    kho_sv body; /* with a descriptor only n counts: the first n bytes of that file */
    int fd;      /* -1 none.  Received: owned by the receiver. */
};

struct kho_channel {
    int fd;
    bool nowait; /* never block: the coordinator's ends */
    /* what came in: bytes in[at .. n) are not taken yet */
    char *in;
    size_t in_at, in_n, in_cap;
    int *in_fds;
    size_t n_in_fds;
    /* what is to go out */
    char *out;
    size_t out_at, out_n, out_cap;
    struct kho_out_fd {
        size_t at; /* place in out where it has to go */
        int fd;
    } * out_fds;
    size_t n_out_fds, cap_out_fds;
};

void kho_channel_init(struct kho_channel *c, int fd, bool nowait);
void kho_channel_close(struct kho_channel *c); /* all descriptors too; closing twice is fine */

/* Append a frame to what is to go out.  Copies fields and body; takes over f->fd, also on failure.
 * KHO_LIMIT: fields or body too long.  KHO_NOMEM. */
enum kho_status kho_channel_put(struct kho_channel *c, const struct kho_frame *f,
                                struct kho_err *err);
/* Bytes not sent yet. */
static inline size_t
kho_channel_pending(const struct kho_channel *c)
{
    return c->out_n - c->out_at;
}
/* Send.  KHO_OK all is gone; KHO_DONE (nowait only) the rest does not fit now; KHO_IO the other end
 * is gone. */
enum kho_status kho_channel_flush(struct kho_channel *c, struct kho_err *err);
/* Receive once; nowait ends and now = true do not block.  KHO_OK something or nothing came (see
 * kho_channel_next). KHO_DONE the other end has closed.  KHO_IO, KHO_NOMEM. */
enum kho_status kho_channel_fill(struct kho_channel *c, bool now, struct kho_err *err);
/* Take the next whole frame; its views are valid until the next fill.  KHO_DONE there is none yet.
 * KHO_DATA: not a frame. */
enum kho_status kho_channel_next(struct kho_channel *c, struct kho_frame *f, struct kho_err *err);
/* For the blocking ends: flushes, then waits for a frame.  KHO_DONE the other end has closed. */
enum kho_status kho_channel_await(struct kho_channel *c, struct kho_frame *f, struct kho_err *err);
#endif
