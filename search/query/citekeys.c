/* citekeys.c - see citekeys.h. */
#include "citekeys.h"

#include "citekey.h"
#include "terms.h"

enum { AT_ONCE = 1024, ROOM_FOR_ONE = 1024 };

static size_t
hash(const struct kho_key *k)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < k->num.n; i++)
        h = (h ^ (unsigned char)k->num.p[i]) * UINT64_C(0x100000001b3);
    for (size_t i = 0; i < k->type.n; i++)
        h = (h ^ (unsigned char)k->type.p[i]) * UINT64_C(0x100000001b3);
    return (size_t)(h ^ h >> 32);
}

static void
spread(struct kho_arena *arena, struct kho_citekeys *k, struct kho_citekey *all)
{
    k->buckets = KHO_NEW_N(arena, k->n_buckets, struct kho_citekey *);
    for (struct kho_citekey *x = all, *next; x != NULL; x = next) {
        struct kho_citekey **bucket = &k->buckets[hash(&x->key) & (k->n_buckets - 1)];

        next = x->next;
        x->next = *bucket;
        *bucket = x;
    }
}

enum kho_status
kho_citekeys_read(struct kho_store *s, struct kho_arena *arena, struct kho_citekeys *out,
                  struct kho_err *err)
{
    const kho_sv prefix = kho_term_raw(arena, KHO_FIELDS_CITEKEY, KHO_SV(""));
    struct kho_term_freq *t = KHO_NEW_N(arena, AT_ONCE, struct kho_term_freq);
    struct kho_terms found = {.term = t, .max = AT_ONCE, .n = AT_ONCE};
    struct kho_citekey *all = NULL;
    kho_sv from = {NULL, 0};
    size_t n = 0;
    enum kho_status st = KHO_OK;

    while (st == KHO_OK && found.n == AT_ONCE) {
        if (kho_arena_room(arena) < (size_t)AT_ONCE * ROOM_FOR_ONE)
            return kho_fail(err, KHO_LIMIT, "too many cited documents");
        st = kho_store_terms(s, prefix, from, arena, &found, err);
        for (size_t i = from.n != 0 ? 1 : 0; st == KHO_OK && i < found.n; i++) {
            const kho_sv key = kho_citekey_of(t[i].term);
            struct kho_citekey *x = KHO_NEW(arena, struct kho_citekey);

            if (!kho_key_parse(key, &x->key))
                continue;
            x->term = t[i].term;
            x->next = all;
            all = x;
            n++;
        }
        if (found.n > 0)
            from = t[found.n - 1].term;
    }
    if (st != KHO_OK)
        return st;
    *out = (struct kho_citekeys){.n_buckets = 1024};
    while (out->n_buckets < n)
        out->n_buckets *= 2;
    spread(arena, out, all);
    return KHO_OK;
}

const struct kho_citekey *
kho_citekeys_next(const struct kho_citekeys *k, const struct kho_key *key,
                  const struct kho_citekey *after)
{
    const struct kho_citekey *x =
        after != NULL ? after->next : k->buckets[hash(key) & (k->n_buckets - 1)];

    while (x != NULL && !kho_key_compatible(&x->key, key))
        x = x->next;
    return x;
}
