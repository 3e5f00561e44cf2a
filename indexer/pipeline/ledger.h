/* ledger.h - what the index knows about its input files: metadata of the index.
 *
 * One entry per input.  It is there, marked as under way, before the first document of the input is
 * in the index, and marked as what it came to in the commit that completes the documents: after a
 * crash in between the input is read again, and no document has an input that the ledger does not
 * know.  Which documents came from an input is not here: they have a term for it.
 */
#ifndef KHO_PIPELINE_LEDGER_H
#define KHO_PIPELINE_LEDGER_H

#include "arena.h"
#include "buf.h"
#include "store.h"

/* Numbers are stored. */
enum kho_ledger_state {
    KHO_LEDGER_WHOLE,  /* read to its end */
    KHO_LEDGER_FAILED, /* could not be read, or not to its end: tried again when asked, or by
                        * other readers */
    KHO_LEDGER_CLOSED, /* could not be opened: tried again every time, it costs no more than that */
    KHO_LEDGER_UNDER_WAY, /* its documents come or go: read again if it stays so */
    KHO_LEDGER_STATES
};

struct kho_ledger_entry {
    kho_sv path; /* absolute, raw bytes */
    uint64_t size, inode;
    int64_t mtime, ctime; /* nanoseconds since 1970 */
    uint64_t members;     /* found in it */
    uint64_t excluded;    /* in it, but left out by patterns */
    uint64_t filter;      /* the digest of those */
    uint64_t limits;      /* the digest of the limits, when one of them was reached; else 0 */
    enum kho_ledger_state state;
    uint64_t readers; /* kho_ledger_readers() of the kho that read it; 0 unknown */
};

/* Tells apart versions of kho that read different formats, or one differently: what could not be
 * read is worth another try when it has changed.  Never 0. */
uint64_t kho_ledger_readers(void);

/* Name of an entry: "in:" and the path, its end replaced by its hash when it is long. */
kho_sv kho_ledger_name(struct kho_arena *arena, kho_sv path);
void kho_ledger_pack(const struct kho_ledger_entry *e, struct kho_buf *out);
/* False: damaged. */
bool kho_ledger_unpack(struct kho_arena *arena, kho_sv packed, struct kho_ledger_entry *out);

/* KHO_NOTFOUND: no entry (a damaged one counts as none: the input is read again). */
enum kho_status kho_ledger_get(struct kho_store *s, struct kho_arena *arena, kho_sv path,
                               struct kho_ledger_entry *out, struct kho_err *err);
enum kho_status kho_ledger_set(struct kho_store *s, struct kho_arena *arena,
                               const struct kho_ledger_entry *e, struct kho_err *err);
enum kho_status kho_ledger_forget(struct kho_store *s, struct kho_arena *arena, kho_sv path,
                                  struct kho_err *err);
/* All entries in some order; *name as kho_store_meta_next; *out is valid until the next call.
 * *arena, which holds nothing else, is emptied on the way.  Damaged entries are left out.  KHO_DONE
 * at the end. */
enum kho_status kho_ledger_next(struct kho_store *s, struct kho_arena **arena, kho_sv *name,
                                struct kho_ledger_entry *out, struct kho_err *err);
#endif
