/* put.h - documents into a shard or into the index, with their tasks.  Trusted processes only. */
#ifndef KHO_PIPELINE_PUT_H
#define KHO_PIPELINE_PUT_H

#include "document.h"
#include "message.h"
#include "store.h"

/* One of the two is set. */
struct kho_outlet {
    struct kho_store *store;
    struct kho_shard *shard;
};

/*
 * Unpack what a reader sent.  The reader may have been taken over: what is not a document, or not
 * the document that was asked for (it could replace another one), becomes the bare document of m
 * with the note CRASHED, and *packed that document packed.  KHO_OK; KHO_DONE replaced; KHO_NOMEM.
 */
enum kho_status kho_document_accept(struct kho_arena *arena, const struct kho_message_document *m,
                                    kho_sv *packed, struct kho_document *doc, struct kho_err *err);

/* Put doc; packed p NULL: packs it.  In the index it replaces the document with its id, tasks too.
 */
enum kho_status kho_outlet_put(const struct kho_outlet *to, struct kho_arena *arena,
                               const struct kho_document *doc, kho_sv packed, struct kho_err *err);
/* The document with this id, as far as part says.  KHO_NOTFOUND. */
enum kho_status kho_outlet_get(struct kho_store *s, struct kho_arena *arena, kho_sv id,
                               enum kho_document_part part, struct kho_document *doc,
                               struct kho_err *err);
/* Remove a document. */
/* How many documents have an id (2: several), and how many tasks of the first one can be found. */
enum kho_status kho_outlet_count(struct kho_store *s, struct kho_arena *arena, kho_sv id,
                                 size_t *documents, size_t *tasks, struct kho_err *err);
enum kho_status kho_outlet_erase(struct kho_store *s, struct kho_arena *arena, kho_sv id,
                                 struct kho_err *err);
/* Its unique term. */
kho_sv kho_outlet_key(struct kho_arena *arena, kho_sv id);
/* Term of all documents that have a place in an input. */
kho_sv kho_outlet_input(struct kho_arena *arena, kho_sv input);
#endif
