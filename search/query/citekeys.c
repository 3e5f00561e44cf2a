/* citekeys.c - see citekeys.h. */
#include "citekeys.h"

#include "citekey.h"
#include "terms.h"

enum { AT_ONCE = 256, ROOM_FOR_ONE = 1024, BUCKETS = 1024 };

/* Keys of one number and type. */
struct kho_citekeys_same {
    kho_sv num, type;
    const struct kho_citekey *keys;
    struct kho_citekeys_same *next; /* of the same bucket */
};

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

/* Keys of all terms that begin with prefix, from a first one on, in front of *list. */
static enum kho_status
read_keys(struct kho_citekeys *k, kho_sv prefix, kho_sv from, struct kho_citekey **list,
          struct kho_err *err)
{
    struct kho_term_freq *t = KHO_NEW_N(k->arena, AT_ONCE, struct kho_term_freq);
    struct kho_terms found = {.term = t, .max = AT_ONCE, .n = AT_ONCE};
    bool again = false;
    enum kho_status st = KHO_OK;

    while (st == KHO_OK && found.n == AT_ONCE) {
        if (kho_arena_room(k->arena) < (size_t)AT_ONCE * ROOM_FOR_ONE)
            return kho_fail(err, KHO_LIMIT, "too many cited documents");
        st = kho_store_terms(k->s, prefix, from, k->arena, &found, err);
        for (size_t i = again ? 1 : 0; st == KHO_OK && i < found.n; i++) {
            struct kho_citekey *x = KHO_NEW(k->arena, struct kho_citekey);

            if (!kho_key_parse(kho_citekey_of(t[i].term), &x->key))
                continue;
            x->term = t[i].term;
            x->next = *list;
            *list = x;
        }
        again = true;
        if (found.n > 0)
            from = t[found.n - 1].term;
    }
    return st;
}

/* "85:NQ ", as it stands in front of such keys. */
static kho_sv
front_of(struct kho_arena *arena, const struct kho_key *key)
{
    char *p = KHO_NEW_N(arena, key->num.n + key->type.n + 3, char);

    memcpy(p, key->num.p, key->num.n);
    p[key->num.n] = ':';
    memcpy(p + key->num.n + 1, key->type.p, key->type.n);
    p[key->num.n + 1 + key->type.n] = ' ';
    return kho_term_raw(arena, KHO_FIELDS_CITEKEY, (kho_sv){p, key->num.n + key->type.n + 2});
}

static enum kho_status
read_same(struct kho_citekeys *k, const struct kho_key *key, const struct kho_citekey **out,
          struct kho_err *err)
{
    const kho_sv all = kho_term_raw(k->arena, KHO_FIELDS_CITEKEY, KHO_SV(""));
    struct kho_citekey *keys = NULL;
    enum kho_status st = KHO_OK;

    if (!k->has_plain)
        st = read_keys(k, all, kho_citekey_plain(k->arena), &k->plain, err);
    k->has_plain = st == KHO_OK;
    if (st == KHO_OK)
        st = read_keys(k, front_of(k->arena, key), (kho_sv){NULL, 0}, &keys, err);
    for (const struct kho_citekey *x = k->plain; st == KHO_OK && x != NULL; x = x->next)
        if (kho_sv_eq(x->key.num, key->num) && kho_sv_eq(x->key.type, key->type)) {
            struct kho_citekey *copy = KHO_NEW(k->arena, struct kho_citekey);

            *copy = *x;
            copy->next = keys;
            keys = copy;
        }
    *out = keys;
    return st;
}

enum kho_status
kho_citekeys_alike(struct kho_citekeys *k, const struct kho_key *key,
                   const struct kho_citekey **out, struct kho_err *err)
{
    struct kho_citekeys_same **bucket, *same;
    enum kho_status st;

    if (k->buckets == NULL)
        k->buckets = KHO_NEW_N(k->arena, BUCKETS, struct kho_citekeys_same *);
    bucket = &k->buckets[hash(key) % BUCKETS];
    for (same = *bucket; same != NULL; same = same->next)
        if (kho_sv_eq(same->num, key->num) && kho_sv_eq(same->type, key->type)) {
            *out = same->keys;
            return KHO_OK;
        }
    st = read_same(k, key, out, err);
    if (st != KHO_OK)
        return st;
    same = KHO_NEW(k->arena, struct kho_citekeys_same);
    *same = (struct kho_citekeys_same){.num = kho_arena_dup(k->arena, key->num),
                                       .type = kho_arena_dup(k->arena, key->type),
                                       .keys = *out,
                                       .next = *bucket};
    *bucket = same;
    return KHO_OK;
}
