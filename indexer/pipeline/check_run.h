/* check_run.h - one run of kho_check: between check.c (the index) and check_originals.c. */
#ifndef KHO_PIPELINE_CHECK_RUN_H
#define KHO_PIPELINE_CHECK_RUN_H

#include "check.h"
#include "document.h"
#include "idset.h"
#include "ledger.h"
#include "store.h"

/* What is known of an input: from the ledger, and counted in documents and originals. */
struct kho_checked_input {
    struct kho_idset_key key; /* of its path */
    char *path;
    size_t path_n;
    struct kho_ledger_entry entry; /* its path is the one above */
    uint64_t places, docs;         /* documents have in it; how many documents */
    uint32_t last;                 /* docid that was counted last */
    bool read, same; /* originals: read again; size and time are those of the ledger */
};

struct kho_check_run {
    const struct kho_check_options *o;
    struct kho_check_report *rep;
    struct kho_store *store;
    struct kho_arena *arena;          /* of one document */
    struct kho_checked_input *inputs; /* sorted by key */
    size_t n_inputs, cap_inputs;
    /* Only for originals, of documents: id, input, member; and input, member. */
    struct kho_idset places, spots;
    struct kho_idset found; /* id, input, member of what was read again, or reported */
};

void kho_check_found(struct kho_check_run *r, enum kho_findings_id kind, kho_sv id, kho_sv path,
                     kho_sv detail);
/* NULL: the ledger does not know it. */
struct kho_checked_input *kho_check_input(struct kho_check_run *r, kho_sv path);
/* Call on for every document of the index; doc is NULL where the record cannot be read. */
typedef enum kho_status kho_check_each(struct kho_check_run *r, uint32_t docid,
                                       const struct kho_document *doc, struct kho_err *err);
enum kho_status kho_check_documents(struct kho_check_run *r, enum kho_document_part part,
                                    kho_check_each *on, struct kho_err *err);
/* Read all inputs again and compare; r->inputs, places and spots are set. */
enum kho_status kho_check_originals(struct kho_check_run *r, struct kho_err *err);
#endif
