/* merged.h - provinces then and now (schemas/provinces.tsv).  Inside search/query only. */
#ifndef KHO_QUERY_MERGED_H
#define KHO_QUERY_MERGED_H

#include "parse.h"
#include "query.h"

/* What to tell of the first province that root asks for with dia-ban:.  root is as before. */
void kho_merged_note(struct kho_arena *arena, struct kho_q *root, struct kho_merged *out);
#endif
