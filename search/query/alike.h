/* alike.h - near-identical documents: a draft and its final, one text in two formats.  Inside
 * search/query only. */
#ifndef KHO_QUERY_ALIKE_H
#define KHO_QUERY_ALIKE_H

#include "query.h"

/* Sets like of the hits of an answer: documents with the same title or number whose texts are
 * nearly the same.  Only such pairs are read again.  scratch: for their texts. */
enum kho_status kho_alike_mark(struct kho_store *s, struct kho_arena *arena,
                               struct kho_arena *scratch, struct kho_answer *a,
                               struct kho_err *err);
#endif
