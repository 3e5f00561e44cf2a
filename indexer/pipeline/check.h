/* check.h - is an index what it should be?  The whole of kho check below the command line.
 *
 * Quick: the tables of Xapian, each record, tasks against records, ledger against documents.  On
 * demand the originals too: each is read again and its content compared with what was indexed.
 * Nothing is changed.  Writers are kept out during the quick part.
 */
#ifndef KHO_PIPELINE_CHECK_H
#define KHO_PIPELINE_CHECK_H

#include "status.h"
#include "sv.h"
#include "walk.h"

#include <stdint.h>

/* Something that is wrong; strings are valid during the call. */
struct kho_finding {
    enum kho_findings_id kind;
    kho_sv id;     /* of the document, empty when it is none */
    kho_sv path;   /* of document or input, for people; may be empty */
    kho_sv detail; /* more in words, may be empty */
};

struct kho_check_report {
    uint64_t documents, tasks, inputs; /* that the index holds */
    uint64_t originals, bytes;         /* members read again; unpacked */
    uint64_t found;                    /* findings */
};

struct kho_check_options {
    const char *db;
    bool originals;
    struct kho_limits limits; /* for originals; those the index was made with */
    void (*found)(void *ctx, const struct kho_finding *f);
    void *ctx;
};

/* KHO_OK when the check was made, whatever it found.  KHO_NOTFOUND, KHO_SCHEMA, KHO_LOCKED: a
 * writer is at work.  KHO_ARG: an index that joins others.  KHO_STALE: originals, and the index was
 * changed meanwhile.  KHO_IO, KHO_NOMEM. */
enum kho_status kho_check(const struct kho_check_options *o, struct kho_check_report *out,
                          struct kho_err *err);
#endif
