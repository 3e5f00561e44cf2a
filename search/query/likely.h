/* likely.h - how words that were typed without marks are most likely meant.
 *
 * Nothing but the archive's own text is asked: the form that most of the best hits have, where the
 * words stand side by side as they were typed ("dang bo": "Đảng bộ", not "đang bỏ").  Hits that
 * have it come first, the others stay behind them.  Inside search/query only.
 */
#ifndef KHO_QUERY_LIKELY_H
#define KHO_QUERY_LIKELY_H

#include "query.h"
#include "wanted.h"

/* Is it asked for?  Few loose words, none of them typed with marks. */
bool kho_likely_asked(const struct kho_wanted *w);

/* Adds to the weights of hits (best first) that have words in their likely form, and sorts them
 * again: by weight, then docid.  arena: for texts; it is not kept. */
enum kho_status kho_likely_first(struct kho_store *s, const struct kho_wanted *w,
                                 struct kho_hit *hits, size_t n, struct kho_arena *arena,
                                 struct kho_err *err);
#endif
