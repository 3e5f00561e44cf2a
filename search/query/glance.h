/* glance.h - what the page shows of the whole archive: plans by year and level, documents cited
 * most, who has no plan citing a document.
 *
 * Everything here is bounded in time, whatever the size of the archive; what was bounded says so.
 */
#ifndef KHO_QUERY_GLANCE_H
#define KHO_QUERY_GLANCE_H

#include "query.h"

enum { KHO_GLANCE_LEVELS = 4, KHO_GLANCE_TOP = 8 };
extern const char *const kho_glance_levels[KHO_GLANCE_LEVELS]; /* "trung ương" ... "xã" */

struct kho_glance_year {
    int year;
    uint32_t plans[KHO_GLANCE_LEVELS + 1]; /* by level; the last: level not known */
};
struct kho_glance {
    struct kho_glance_year *years; /* ascending, without gaps of none */
    size_t n_years;
    bool exact;          /* else plans are estimates */
    struct kho_ref *top; /* most cited; citing counts the plans that name it by this very key */
    size_t n_top;
    bool top_all; /* every key was looked at */
};
enum kho_status kho_glance(struct kho_store *s, struct kho_arena *arena, struct kho_glance *out,
                           struct kho_err *err);

/* Values of one field that the archive has and some of its documents have not. */
struct kho_gap_part {
    const char *level;         /* of the issuers; NULL: provinces */
    struct kho_count *missing; /* by plans the archive has of it */
    size_t n, of;              /* of: how many different ones the archive has */
};
struct kho_gap {
    struct kho_gap_part parts[KHO_GLANCE_LEVELS + 1]; /* provinces first; those with of == 0 are
                                                       * left out */
    size_t n;
    bool exact; /* the whole archive was counted */
};
/* Provinces and issuers of plans that some documents do not come from. */
enum kho_status kho_gap(struct kho_store *s, const uint32_t *docids, size_t n,
                        struct kho_arena *arena, struct kho_gap *out, struct kho_err *err);
#endif
