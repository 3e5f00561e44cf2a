/* citekeys.h - keys that documents of the index cite, by number.  Inside search/query only. */
#ifndef KHO_QUERY_CITEKEYS_H
#define KHO_QUERY_CITEKEYS_H

#include "key.h"
#include "store.h"

struct kho_citekey {
    struct kho_key key;
    kho_sv term;                    /* that documents which cite it have */
    const struct kho_citekey *next; /* of the same number and type */
};
struct kho_citekeys {
    struct kho_store *s;
    struct kho_arena *arena; /* the caller's; all of this lies in it.  The rest begins as zeros */
    struct kho_citekeys_same **buckets;
    struct kho_citekey *plain; /* that have no number in front: few */
    bool has_plain;
};

/* Keys with the number and the type of key, which may be of the same document; read when they are
 * asked for first.  *out NULL: there are none.  KHO_LIMIT: too many. */
enum kho_status kho_citekeys_alike(struct kho_citekeys *k, const struct kho_key *key,
                                   const struct kho_citekey **out, struct kho_err *err);
#endif
