/* known.h - plans that were unpacked already, by docid: who cites a document is asked again for
 * each plan that cites it.  Inside search/query only. */
#ifndef KHO_QUERY_KNOWN_H
#define KHO_QUERY_KNOWN_H

#include "query.h"

struct kho_known_plan {
    uint32_t docid;
    struct kho_document doc; /* KHO_DOCUMENT_CITES */
    struct kho_known_plan *next;
};
struct kho_known {
    struct kho_store *s;
    struct kho_arena *arena;         /* the caller's; all of this lies in it */
    struct kho_known_plan **buckets; /* begins as NULL, and so it is made empty */
};

/* The plan, from the index when it is not known yet; where there is no room to remember it, *out
 * lies in one.  *opened: what it was read from, in one; raw.p is NULL when it was known. */
enum kho_status kho_known_get(struct kho_known *k, uint32_t docid, struct kho_arena *one,
                              const struct kho_document **out, struct kho_opened *opened,
                              struct kho_err *err);
/* Opens it, in one, when raw.p is still NULL. */
enum kho_status kho_known_open(struct kho_known *k, uint32_t docid, struct kho_arena *one,
                               struct kho_opened *opened, struct kho_err *err);
/* kho_cites, which remembers the plans; it forgets what was known when it has to begin again. */
enum kho_status kho_cites_known(struct kho_known *k, kho_sv ref, struct kho_arena *arena,
                                struct kho_cites *out, struct kho_err *err);
#endif
