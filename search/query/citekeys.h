/* citekeys.h - all keys that documents of the index cite, by number.  Inside search/query only. */
#ifndef KHO_QUERY_CITEKEYS_H
#define KHO_QUERY_CITEKEYS_H

#include "key.h"
#include "store.h"

struct kho_citekey {
    struct kho_key key;
    kho_sv term;              /* that documents which cite it have */
    struct kho_citekey *next; /* of the same bucket */
};
struct kho_citekeys {
    struct kho_citekey **buckets;
    size_t n_buckets; /* a power of two; 0: nothing was read yet */
};

/* Reads the keys, in time and memory of their number.  All in arena.  KHO_LIMIT: too many. */
enum kho_status kho_citekeys_read(struct kho_store *s, struct kho_arena *arena,
                                  struct kho_citekeys *out, struct kho_err *err);

/* Documents with a decimal number: the next key that can mean the same one as key, behind `after`
 * (NULL: the first); NULL at the end. */
const struct kho_citekey *kho_citekeys_next(const struct kho_citekeys *k, const struct kho_key *key,
                                            const struct kho_citekey *after);
#endif
