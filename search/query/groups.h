/* groups.h - mentions of documents put together by the document they mean.  Inside search/query
 * only.
 *
 * A key is a bucket (cite/key.h): mentions are of one document when their keys are compatible and
 * their dates do not differ.  A mention without a date joins the only dated document its key fits,
 * else it stays with the other undated ones.
 */
#ifndef KHO_QUERY_GROUPS_H
#define KHO_QUERY_GROUPS_H

#include "key.h"
#include "query.h"

struct kho_mention {
    const struct kho_citation *c;
    void *of; /* what the caller knows about it */
    struct kho_key key;
    bool has_key;
    size_t group; /* set by kho_mentions_group */
};

/* A mention of c. */
struct kho_mention kho_mention_of(struct kho_arena *arena, const struct kho_citation *c, void *of);
/* Gives every mention its group, from 0; returns how many there are. */
size_t kho_mentions_group(struct kho_arena *arena, struct kho_mention *m, size_t n);
/* What all mentions of a group say together: the best known of each part.  Counts nothing. */
void kho_mentions_ref(struct kho_arena *arena, const struct kho_mention *m, size_t n, size_t group,
                      struct kho_ref *out);
/* The document itself, when it is in the index: its id; p NULL.  KHO_OK also when it is not there.
 */
enum kho_status kho_ref_in_archive(struct kho_store *s, struct kho_arena *arena,
                                   struct kho_ref *ref, struct kho_err *err);
#endif
