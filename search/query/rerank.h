/* rerank.h - words that stand side by side in the query count where they do so in the document.
 *
 * Vietnamese words are mostly two syllables long; this finds them without a dictionary and without
 * terms for pairs (measured: docs/performance.md).  Inside search/query only.
 */
#ifndef KHO_QUERY_RERANK_H
#define KHO_QUERY_RERANK_H

#include "query.h"
#include "wanted.h"

/* How many of the best hits to look at for this query: 0 when it has no pairs, and its words have
 * marks. */
uint32_t kho_rerank_depth(const struct kho_wanted *w);

/* By weight, then docid. */
void kho_rerank_sort(struct kho_hit *hits, size_t n);

/* Adds to the weights of hits and sorts them.  arena: for positions. */
enum kho_status kho_rerank(struct kho_store *s, const struct kho_wanted *w, struct kho_hit *hits,
                           size_t n, struct kho_arena *arena, struct kho_err *err);
#endif
