/* blob.h - bytes being unpacked: in memory up to a size, then in a spool file. */
#ifndef KHO_ARCHIVE_BLOB_H
#define KHO_ARCHIVE_BLOB_H

#include "source.h"
#include "walk.h"

struct kho_blob {
    char *p;       /* owned: memory, or a mapping of fd once kho_blob_view was called */
    size_t cap;    /* bytes of memory; 0 when p is a mapping */
    size_t mapped; /* bytes of the mapping */
    int64_t n;     /* bytes taken */
    int fd;        /* owned; -1 none */
    bool drop;     /* nothing is kept, only counted */
    int out;       /* everything goes there instead, not owned; -1 none */
};

#define KHO_BLOB_EMPTY ((struct kho_blob){.fd = -1, .out = -1})

/*
 * Append.  KHO_OK; KHO_LIMIT: neither memory_bytes nor a spool file has room for it (nothing or a
 * part was taken); KHO_NOMEM; KHO_IO: out cannot be written.
 */
enum kho_status kho_blob_put(struct kho_blob *b, const struct kho_walk_hooks *hooks, const void *p,
                             size_t n, struct kho_err *err);

/* n zero bytes, for holes. */
enum kho_status kho_blob_zero(struct kho_blob *b, const struct kho_walk_hooks *hooks, size_t n,
                              struct kho_err *err);

/* What was taken; a spool file is mapped.  KHO_NOMEM: no address space for it. */
enum kho_status kho_blob_view(struct kho_blob *b, kho_sv *out, struct kho_err *err);

/* Read from it without mapping; the blob must stay. */
struct kho_source kho_blob_source(const struct kho_blob *b);

void kho_blob_reset(struct kho_blob *b); /* empty; memory is kept for the next */
void kho_blob_free(struct kho_blob *b);
#endif
