/* source.h - bytes libarchive reads from: a file descriptor or memory.
 *
 * Nothing is opened by name.  Reading goes through pread, so several readers share one descriptor.
 */
#ifndef KHO_ARCHIVE_SOURCE_H
#define KHO_ARCHIVE_SOURCE_H

#include "mail.h"
#include "status.h"

#include <archive.h>
#include <stdbool.h>
#include <stdint.h>

/* What a file is, as far as the walk cares. */
enum kho_container {
    KHO_CONTAINER_NONE, /* a document: anything else, office files that are zips too */
    KHO_CONTAINER_ZIP,
    KHO_CONTAINER_7ZIP,
    KHO_CONTAINER_RAR,
    KHO_CONTAINER_RAR5,
    KHO_CONTAINER_CAB,
    KHO_CONTAINER_ISO,
    KHO_CONTAINER_CPIO,
    KHO_CONTAINER_TAR,
    KHO_CONTAINER_MAIL, /* a document, too; not libarchive's */
    KHO_CONTAINER_GZIP, /* from here on compressed streams: a tar inside, or one file */
    KHO_CONTAINER_BZIP2,
    KHO_CONTAINER_XZ,
    KHO_CONTAINER_LZMA,
    KHO_CONTAINER_ZSTD
};

enum { KHO_SOURCE_PREFIX = 31 };

struct kho_source {
    int fd;                   /* not owned; -1: memory */
    const unsigned char *mem; /* not owned */
    int64_t size;
    int64_t pos;        /* behind what libarchive was handed */
    unsigned char *buf; /* owned; used with fd only */
    /* Read as these bytes and then those from offset on; size counts both. */
    bool prefixed;
    int64_t offset;
    unsigned char prefix[KHO_SOURCE_PREFIX];
};

/* Up to n bytes from at on; 0 at the end or on an error of the file, which the caller takes for an
 * end. */
size_t kho_source_read(const struct kho_source *s, int64_t at, void *p, size_t n);

/* The same for indexer/mail; s must stay. */
struct kho_mail_source kho_source_mail(const struct kho_source *s);

enum kho_source_how {
    KHO_SOURCE_USUAL,
    KHO_SOURCE_SINGLE, /* a compressed stream is one file, even if it looks like a tar (zeros do) */
    KHO_SOURCE_SALVAGE /* a zip from s->pos on, where a member's header is, without its directory */
};

/* Where the next member header of a zip is, from at on; -1 none. */
int64_t kho_source_find_zip(const struct kho_source *s, int64_t at);

/*
 * A libarchive reader for this kind of container and no other, on s, which must outlive it.
 * Formats are enabled by name: "all" would take the text "hello" for an archive and may start
 * programs. NULL: no memory.  A failure to open is left in the handle for the next call to report.
 */
struct archive *kho_source_open(struct kho_source *s, enum kho_container kind,
                                enum kho_source_how how);
void kho_source_close(struct kho_source *s);
#endif
