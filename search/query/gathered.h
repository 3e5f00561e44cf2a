/* gathered.h - the citations of many plans together: each different one once, and which plan has
 * which.  Inside search/query only. */
#ifndef KHO_QUERY_GATHERED_H
#define KHO_QUERY_GATHERED_H

#include "groups.h"

struct kho_gathered {
    struct kho_arena *arena; /* the caller's; all of this lies in it.  The rest begins as zeros */
    struct kho_gathered_cite *cites;
    uint32_t *table;
    size_t n, cap;
    struct kho_gathered_pair {
        uint32_t cite, plan;
        uint8_t relations; /* bits 1 << enum kho_relation */
        bool legal_basis;
    } * pairs; /* one per mention, in the order they came */
    size_t n_pairs, cap_pairs;
};

/* Adds what a plan cites.  number: of the plan, from 1; another one for each.  one: for this call.
 * KHO_LIMIT: too many. */
enum kho_status kho_gather(struct kho_gathered *a, struct kho_arena *one,
                           const struct kho_plan *plan, uint32_t number, struct kho_err *err);
/* The documents that are meant: (*group_of)[pairs[i].cite] is the group of pair i.  *mentions: for
 * kho_mentions_ref. */
struct kho_group *kho_gathered_group(struct kho_gathered *a, struct kho_mention **mentions,
                                     uint32_t **group_of, size_t *groups);
#endif
