/* export.h - the whole archive, one document after the other.
 *
 * Memory is that of one document (and of the names of those a query finds), but for the map of
 * citations, which keeps each different citation once.
 */
#ifndef KHO_QUERY_EXPORT_H
#define KHO_QUERY_EXPORT_H

#include "format.h"
#include "query.h"

struct kho_each {
    kho_sv query; /* empty: all documents; else those that it finds, as kho_ask does */
    enum kho_document_part part;
    /* doc lives until it returns; another status than KHO_OK ends the walk with it. */
    enum kho_status (*visit)(void *ctx, const struct kho_document *doc, struct kho_err *err);
    void *ctx;
    uint64_t n;       /* out: visited */
    uint64_t damaged; /* out: left out, as their records are damaged */
    char first[40];   /* out: ID of the first of those */
};

/* Every document once, by ID: the same archive gives the same order, however it came into the
 * index.  An index that is written meanwhile is fine: each document is as it was at one moment,
 * what came later may be missing. */
enum kho_status kho_each(struct kho_store *s, struct kho_each *e, struct kho_err *err);

/* --- the map of citations ------------------------------------------------------
 * kho_map_add for each document, and kho_graph_plan for each drawing; then kho_map_draw once for
 * each drawing: cited documents, and which plan cites which. */
struct kho_map;
struct kho_map *kho_map_new(void);
void kho_map_free(struct kho_map *m); /* NULL is fine */
enum kho_status kho_map_add(struct kho_map *m, const struct kho_document *doc, struct kho_err *err);
/* out: takes what is in the buffer of the drawing and empties it; called now and then. */
enum kho_status kho_map_draw(struct kho_map *m, struct kho_store *s, struct kho_graph *g,
                             enum kho_status (*out)(void *ctx, struct kho_err *err), void *ctx,
                             struct kho_err *err);
#endif
