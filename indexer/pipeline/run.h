/* run.h - one run of kho_index: between index.c (the run), inputs.c (files), documents.c (what goes
 * in) and places.c (places that come and go) and pictures.c (scans). */
#ifndef KHO_PIPELINE_RUN_H
#define KHO_PIPELINE_RUN_H

#include "buf.h"
#include "flow.h"
#include "idset.h"
#include "index.h"
#include "ledger.h"
#include "put.h"
#include "scan.h"
#include "shards.h"

/* A document that is held back until it is clear how much there is to write. */
struct kho_held {
    struct kho_item item; /* strings, packed and file are ours */
    struct kho_held *next;
};

/* A further place of a document. */
struct kho_more {
    char id[33];
    size_t no;               /* in the order they were found */
    kho_sv path, input, raw; /* in one block behind this structure */
    int64_t mtime;
};

struct kho_run {
    const struct kho_index_options *o;
    struct kho_index_report *rep;
    struct kho_store *store;
    struct kho_arena *arena;   /* of one step */
    uint64_t limits;           /* their digest */
    struct kho_filter *filter; /* NULL: everything is wanted */
    struct kho_scan *scan;
    struct kho_loop loop;
    struct kho_flow flow;
    bool fresh;                /* the index has no document: nothing need be looked up */
    bool cut;                  /* an earlier run was cut short */
    bool dirty;                /* the ledger has changes that no commit covers yet */
    uint64_t readers;          /* kho_ledger_readers() */
    struct kho_idset troubled; /* inputs that have documents which could not be read */
    bool troubled_known;
    double told; /* when progress was told last */

    /* Documents under way: not yet in the index. */
    struct kho_idset batch;
    struct kho_idset again; /* in the index, but not well read: read again */
    struct kho_held *held, **held_end;
    uint64_t held_text, held_docs, hold_text; /* bytes held; how many at most */
    struct kho_held *late, **late_end;        /* replace documents of the index, after the join */
    uint64_t late_text;                       /* bytes */
    /* Documents of this run that wait for a recogniser, KHO_PICTURE_ID digits each; counted when
     * they had it. */
    struct kho_buf pictures;
    bool bulk;
    struct kho_shards shards;
    char *tmp; /* folder for shards and spool files */
    struct kho_more **more;
    size_t n_more, cap_more;

    /* Inputs. */
    struct kho_idset seen; /* paths of all */
    /* Inputs the index has documents of, and that changed or vanished: of the places in them those
     * stay that were found again.  Looked at when everything is read, as what left one input may
     * have moved to another. */
    struct kho_idset reviewed, kept;
    kho_sv *review; /* their paths, malloc */
    size_t n_review, cap_review;
    struct kho_input **through; /* read, not in the ledger yet */
    size_t n_through, cap_through;
    struct kho_input inputs; /* ring of all that are alive; this one is its anchor */
    /* folders that could not be listed, each ends with NUL: what is below is not gone */
    struct kho_buf closed;
};

/* documents.c - kho_sink.known, .emit for documents, and writing what came together. */
enum kho_status kho_run_known(void *ctx, const struct kho_input *in,
                              const struct kho_message_document *m, enum kho_known *what,
                              struct kho_err *err);
enum kho_status kho_run_document(struct kho_run *r, struct kho_item *it, struct kho_err *err);
bool kho_run_ready(void *ctx);
/* The notes that name a limit. */
uint64_t kho_run_limit_notes(void);
/* All documents so far are in the index afterwards (not committed). */
enum kho_status kho_run_settle(struct kho_run *r, struct kho_err *err);
void kho_run_drop(struct kho_run *r);

/* Notes and kind into the report. */
void kho_run_count(struct kho_run *r, const struct kho_item *it);

/* pictures.c: recognise what waits for it, in the index by now; and clean up behind it.  complete:
 * false when the run was stopped; then nothing is recognised.  KHO_DONE: stopped meanwhile. */
enum { KHO_PICTURE_ID = 32 };
enum kho_status kho_run_pictures(struct kho_run *r, bool complete, struct kho_err *err);

/* places.c */
enum kho_status kho_run_more(struct kho_run *r, const struct kho_message_document *m,
                             struct kho_err *err);
/* The places noted by kho_run_more, into their documents. */
enum kho_status kho_run_add_places(struct kho_run *r, struct kho_err *err);
/* From now on the places in this input have to be in r->kept to stay. */
enum kho_status kho_run_review(struct kho_run *r, kho_sv input, struct kho_err *err);
/* Take away the places that do not stay, and documents without a place. */
enum kho_status kho_run_drop_places(struct kho_run *r, struct kho_err *err);
struct kho_idset_key kho_run_place_key(kho_sv id, kho_sv input, kho_sv raw);

/* inputs.c */
enum kho_status kho_run_next(void *ctx, struct kho_input **out,
                             struct kho_err *err); /* kho_sink.next */
/* An input is through: its ledger entry is due with the next flush. */
enum kho_status kho_run_through(struct kho_run *r, const struct kho_item *it, struct kho_err *err);
/* Its ledger entry. */
enum kho_status kho_run_enter(struct kho_run *r, const struct kho_input *in, struct kho_err *err);
/* Inputs of the ledger under the given paths that were not found again: to be reviewed. */
enum kho_status kho_run_vanished(struct kho_run *r, struct kho_err *err);
/* Was an input that should be under the given paths not found?  Not so behind a folder that could
 * not be listed. */
bool kho_run_gone(const struct kho_run *r, kho_sv path);
/* Those that were reviewed from first on are gone: out of the ledger. */
enum kho_status kho_run_forget(struct kho_run *r, size_t first, struct kho_err *err);
void kho_run_free_input(struct kho_input *in);
/* Everything that is being read, and what kho_run_review has, into the ledger as under way, and
 * commit: before the first change of their documents. */
enum kho_status kho_run_mark(struct kho_run *r, struct kho_err *err);

/* mend.c - what earlier runs left.
 * Does an input have documents which could not be read (all of)? */
enum kho_status kho_run_troubled(struct kho_run *r, kho_sv path, bool *yes, struct kho_err *err);
/* Is a document of the index as it was put: all of it can be unpacked, its tasks are there? */
enum kho_status kho_run_intact(struct kho_run *r, kho_sv id, bool *yes, struct kho_err *err);
/* Tasks without their plan go; inputs that documents name and the ledger does not know are reviewed
 * when they were not found. */
enum kho_status kho_run_sweep(struct kho_run *r, struct kho_err *err);
/* Call progress, not too often. */
void kho_run_tell(struct kho_run *r, kho_sv path);

enum {
    KHO_RUN_COMMIT = 500 /* straight into the index: documents per commit */
};

/* index.c - commit every KHO_RUN_COMMIT calls; *n counts them. */
enum kho_status kho_run_step(struct kho_run *r, size_t *n, struct kho_err *err);
/* index.c - folder for shards and spool files, made when first asked for. */
const char *kho_run_tmp(struct kho_run *r);
/* All that is through: documents, ledger, commit. */
enum kho_status kho_run_flush(struct kho_run *r, struct kho_err *err);
#endif
