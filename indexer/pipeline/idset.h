/* idset.h - a set of 128-bit hashes: contents, paths, places that were seen.  16 to 32 bytes each.
 */
#ifndef KHO_PIPELINE_IDSET_H
#define KHO_PIPELINE_IDSET_H

#include "sv.h"

#include <stdint.h>

struct kho_idset {
    uint64_t (*slots)[2]; /* 0, 0: free */
    size_t n, cap;
};

struct kho_idset_key {
    uint64_t a, b;
};
/* Hash of some strings, their borders too.  Never 0, 0. */
struct kho_idset_key kho_idset_of(const kho_sv *parts, size_t n);
static inline struct kho_idset_key
kho_idset_of1(kho_sv s)
{
    return kho_idset_of(&s, 1);
}

/* KHO_OK semantics by bool: *added tells whether it was new.  False: no memory. */
bool kho_idset_add(struct kho_idset *s, struct kho_idset_key k, bool *added);
bool kho_idset_has(const struct kho_idset *s, struct kho_idset_key k);
void kho_idset_free(struct kho_idset *s); /* empty and usable again */
#endif
