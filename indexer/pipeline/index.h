/* index.h - paths -> index.  The whole of kho index below the command line.
 *
 * The process that writes never parses an untrusted byte: walkers and readers are sandboxed
 * children (worker.h), reached by framed messages; a child that dies, hangs or eats too much costs
 * one file one note.
 */
#ifndef KHO_PIPELINE_INDEX_H
#define KHO_PIPELINE_INDEX_H

#include "document.h"
#include "extract.h"
#include "memory.h"
#include "walk.h"

struct kho_index_report {
    uint64_t inputs, unchanged, members; /* input files seen; of them unchanged; members read */
    uint64_t plans, others;              /* documents put */
    uint64_t duplicates;                 /* members whose content was known already */
    uint64_t removed;                    /* documents that left */
    uint64_t bytes;                      /* unpacked */
    uint64_t notes[KHO_NOTES_COUNT];
    uint64_t failed_inputs; /* inputs that could not be opened at all */
    uint64_t excluded;      /* files, folders and members left out by patterns */
    uint64_t remembered;    /* inputs that could not be read before, unchanged, not tried again */
    char ocr_lack[240]; /* not empty: pages had to be recognised, nothing can, and this is why */
};

/* What becomes of a file that is no reason for a note. */
enum kho_index_event {
    KHO_INDEX_READ,     /* read to its end; it has so many members */
    KHO_INDEX_EXCLUDED, /* a file or folder that patterns leave out */
    KHO_INDEX_GONE      /* known before, and not there or excluded now; its absolute path */
};

struct kho_index_options {
    const char *db;
    const char *const *paths; /* files and folders */
    size_t n_paths;
    struct kho_limits limits;
    /* kho_memory_plan has made jobs, hold_text, shard_text and limits of it. */
    struct kho_memory memory;
    bool verify; /* hash unchanged inputs too, and mend what kho_check finds */
    bool retry;  /* read again what could not be read before */
    enum kho_ocr_mode ocr;
    /* Patterns of filter.h. */
    const char *const *include, *const *exclude;
    size_t n_include, n_exclude;
    /* All may be NULL; called from the writing process between steps. */
    void (*progress)(void *ctx, const struct kho_index_report *so_far, kho_sv now_reading);
    /* One line about an input or member that has a note or could not be read.  detail: the system's
     * words, or the limit that was reached: "member-bytes=1000". */
    void (*message)(void *ctx, kho_sv path, enum kho_notes_id note, kho_sv detail);
    void (*event)(void *ctx, enum kho_index_event what, kho_sv path, uint64_t members);
    void *ctx;
    const volatile int *stop; /* not 0: finish the batch, commit, return KHO_DONE */
};

/* KHO_OK completed (notes or not).  KHO_DONE stopped by *stop.  KHO_LOCKED, KHO_IO (disk full: what
 * is committed stays), KHO_SCHEMA, KHO_CORRUPT, KHO_NOTFOUND no path exists at all. */
enum kho_status kho_index(const struct kho_index_options *o, struct kho_index_report *out,
                          struct kho_err *err);

/* Read files without an index (kho parse): each document found in paths, in order.  Sandboxed like
 * kho_index. */
struct kho_parse_options {
    const char *const *paths;
    size_t n;
    const struct kho_limits *limits;
    enum kho_ocr_mode ocr;
    char ocr_lack[240]; /* out, as in kho_index_report */
};
enum kho_status kho_parse(struct kho_parse_options *o,
                          enum kho_status (*each)(void *ctx, const struct kho_document *doc),
                          void *ctx, struct kho_err *err);

/* The original bytes of a document from one of its places to out_fd (kho show --format=raw,
 * downloads).  limits: those it was indexed with.  KHO_NOTFOUND: no place has it any more (moved or
 * changed). */
enum kho_status kho_original(const struct kho_document *doc, const struct kho_limits *limits,
                             int out_fd, struct kho_err *err);
#endif
