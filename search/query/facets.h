/* facets.h - counts that no slot has: what kho remarked, and which documents are cited.  Inside
 * search/query only. */
#ifndef KHO_QUERY_FACETS_H
#define KHO_QUERY_FACETS_H

#include "node.h"
#include "query.h"

enum { KHO_FACETS_MORE = 2, KHO_CITED_MAX = 20 };

/* Appends the facets NOTE (all values) and CITES (the KHO_CITED_MAX most cited numbers) to out,
 * counted exactly over the total documents that tree finds.  Room for KHO_FACETS_MORE more must be
 * there. */
enum kho_status kho_facets_more(struct kho_store *s, const struct kho_node *tree,
                                struct kho_arena *arena, struct kho_arena *scratch,
                                struct kho_answer *out, struct kho_err *err);
#endif
