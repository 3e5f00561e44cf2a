/* compose.h - a document -> what the store keeps of it: postings, slots, data.
 *
 * Here and in search/query stands what is searchable and how; both use text/terms only.  Called by
 * the process that writes (indexer/pipeline), never inside a sandboxed worker.
 */
#ifndef KHO_PIPELINE_COMPOSE_H
#define KHO_PIPELINE_COMPOSE_H

#include "document.h"
#include "store.h"

/* All memory in arena.  packed: the document as kho_document_pack made it (becomes data); p NULL:
 * packs it. */
enum kho_status kho_compose_plan(struct kho_arena *arena, const struct kho_document *doc,
                                 kho_sv packed, struct kho_store_doc *out, struct kho_err *err);
/* Term of all documents that were found in an input file (its absolute path): a hash, since it
 * stands in the term list of every one of them. */
kho_sv kho_compose_input(struct kho_arena *arena, kho_sv input);
#endif
