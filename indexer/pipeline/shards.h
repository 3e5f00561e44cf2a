/* shards.h - the coordinator's side of the writers: documents in order -> shards, several at work
 * at once.
 *
 * A shard is a run of documents in order, so the order of documents in the joined index is that of
 * the inputs, however many writers there are.
 */
#ifndef KHO_PIPELINE_SHARDS_H
#define KHO_PIPELINE_SHARDS_H

#include "child.h"
#include "flow.h"
#include "store.h"

#define KHO_SHARD_WRITERS 16
/* Shards that wait to be joined, at most: 1.5 GB of text. */
#define KHO_SHARDS_MAX 1024

struct kho_shards {
    const char *dir; /* where they go */
    struct kho_shard_seat {
        struct kho_child child;
        struct kho_shards *shards;
        size_t open; /* shards given to it and not reported done */
    } seats[KHO_SHARD_WRITERS];
    size_t n_seats;
    struct kho_loop writers;    /* only they: for waiting */
    struct kho_shard_seat *now; /* has the shard being filled; NULL none */
    uint64_t text, docs;        /* in it: bytes, documents */
    uint64_t text_max;          /* in a shard, bytes */
    uint64_t all_text;          /* in all so far */
    uint64_t number;            /* of shards so far */
    char **names;               /* of the shards since the last join, in order */
    size_t n_names;
    uint64_t damaged; /* documents that were not what had been asked for */
};

/* Starts the writers; they also join *loop.  dir stays the caller's.  text_max: bytes of text in a
 * shard at most. */
enum kho_status kho_shards_open(struct kho_shards *s, const char *dir, unsigned writers,
                                uint64_t text_max, struct kho_loop *loop, struct kho_err *err);
/* Takes the item's document. */
enum kho_status kho_shards_put(struct kho_shards *s, struct kho_item *it, struct kho_err *err);
/* Do the writers keep up? */
bool kho_shards_ready(const struct kho_shards *s);
/* End the shard being filled, wait for all, and join them to the index. */
enum kho_status kho_shards_join(struct kho_shards *s, struct kho_store *store, struct kho_err *err);
void kho_shards_close(struct kho_shards *s);
#endif
