/* worker.h - what runs in the children.
 *
 *   walker   sandboxed   file -> members                          kho_walk
 *   reader   sandboxed   bytes of a member -> packed document     kho_extract, kho_read
 *   recogniser  sandboxed  a reader that can read pictures        kho_ocr_page
 *   fetcher  sandboxed   file and raw path -> bytes of a member   kho_walk_fetch
 *   writer   trusted     packed documents -> shards               kho_compose, kho_shard_put
 */
#ifndef KHO_PIPELINE_WORKER_H
#define KHO_PIPELINE_WORKER_H

#include "child.h"
#include "document.h"
#include "extract.h"
#include "filter.h"
#include "message.h"
#include "ocr.h"
#include "walk.h"

struct kho_worker {
    const struct kho_limits *limits;
    struct kho_extract *extract; /* readers only */
    struct kho_filter *filter;   /* walkers only; NULL: everything is wanted */
    enum kho_ocr_mode ocr;       /* readers only */
    int64_t ocr_memory;          /* recognisers only: bytes */
};

kho_child_main kho_walker_main;     /* arg: struct kho_worker */
kho_child_main kho_reader_main;     /* arg: struct kho_worker */
kho_child_main kho_recogniser_main; /* arg: struct kho_worker */
kho_child_main kho_fetcher_main;    /* arg: struct kho_worker */
kho_child_main kho_writer_main;     /* arg: unused */

/*
 * Load what libraries would load late: magic database, normaliser tables, locale, character set
 * converters.  In the coordinator, once, before the first child: children share the memory.
 * *out belongs to the caller, who uses it for nothing.  KHO_IO, KHO_NOMEM.
 */
enum kho_status kho_preload(struct kho_extract **out, struct kho_err *err);

/* Arena room, bytes, of a process that may use memory bytes; texts up to 1/64 of it can be read. */
size_t kho_worker_room(const struct kho_limits *limits);
/* Bytes the largest file of a process that unpacks may have: a member or an archive inside an
 * archive. */
int64_t kho_worker_file_bytes(const struct kho_limits *limits);
/* Bytes of text a reader is asked for: what the limits say and memory allows. */
uint64_t kho_worker_text_max(const struct kho_limits *limits);

/* Content of a frame in one piece: the bytes in the stream or the mapped file.  False: cannot be
 * mapped. Closes the descriptor.  Release with kho_body_drop.  For children only: a mapped file
 * that shrinks kills the process. */
struct kho_body {
    kho_sv bytes;
    bool mapped;
};
bool kho_body_take(struct kho_frame *f, struct kho_body *out);
void kho_body_drop(struct kho_body *b);

/* Content written to fd, which is given back; -1, and fd closed, when it could not be or fd is -1.
 */
int kho_body_into(int fd, kho_sv bytes);
/* Content as a memory file, for bodies over KHO_FRAME_BODY_MAX.  -1: no memory. */
int kho_body_file(kho_sv bytes);

/* The first n bytes of a file, read, not mapped, so that its maker cannot cut it under us; by
 * malloc. NULL: it is shorter, or no memory. */
char *kho_file_bytes(int fd, size_t n);

/* An empty file without a name in folder dir; in memory when that is refused.  -1: neither. */
int kho_spool_file(const char *dir);

/* A document of which only name and notes are known.  Its places are those of m. */
void kho_document_bare(const struct kho_message_document *m, struct kho_place *place,
                       struct kho_document *doc);
#endif
