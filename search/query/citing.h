/* citing.h - what is given out of a plan that cites.  Inside search/query only. */
#ifndef KHO_QUERY_CITING_H
#define KHO_QUERY_CITING_H

#include "query.h"

/* The plan in o with its citation c, in arena, without the sentence.  KHO_LIMIT: the arena is full.
 */
enum kho_status kho_citing_of(struct kho_arena *arena, const struct kho_opened *o,
                              const struct kho_citation *c, struct kho_citing *out,
                              struct kho_err *err);
/* By date, undated last, then by id. */
int kho_citing_compare(const struct kho_citing *a, const struct kho_citing *b);
#endif
