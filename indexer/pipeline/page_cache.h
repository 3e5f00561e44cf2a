/* page_cache.h - recognised pages, kept in the folder of the index: kho.db/ocr/ID, one file a
 * document.
 *
 * Recognising costs seconds a page, so what is done is kept at once: a run that is killed goes on
 * where it was, and an index of another version does not begin anew.  A file holds the version of
 * the engine and one record after the other; a record cut by a crash is left out.  Nothing here is
 * trusted: a record has a digest, and only a recogniser, behind its sandbox, reads the text.
 * Failures cost time, never a document, so there are no errors.  One writer at a time: whoever has
 * the lock of the index.
 */
#ifndef KHO_PIPELINE_PAGE_CACHE_H
#define KHO_PIPELINE_PAGE_CACHE_H

#include "message.h"

/* Put a page behind those of document id.  A file of another version is begun anew. */
void kho_page_cache_put(const char *db, kho_sv id, kho_sv version, const struct kho_message_page *m,
                        kho_sv text);
/* Each page that is kept, in the order they were put. */
void kho_page_cache_each(const char *db, kho_sv id, kho_sv version,
                         void (*each)(void *to, const struct kho_message_page *m, kho_sv text),
                         void *to);
/* Remove the files of documents that are no more.  id: 32 hex digits. */
void kho_page_cache_clean(const char *db, bool (*lives)(void *ctx, kho_sv id), void *ctx);
#endif
