/* citekey.c - see citekey.h. */
#include "citekey.h"

#include "buf.h"
#include "key.h"
#include "terms.h"

static bool
begins(kho_sv s, const char *with)
{
    const size_t n = strlen(with);

    return s.n >= n && memcmp(s.p, with, n) == 0;
}

/* "85:NQ " in front of a key that has a number; p NULL: it stands as it is. */
static kho_sv
number_and_type(struct kho_arena *arena, kho_sv key)
{
    struct kho_buf b = {.p = NULL};
    struct kho_key k;
    kho_sv out = {NULL, 0};

    if (begins(key, "QH:") || begins(key, "UBTVQH:") || !kho_key_parse(key, &k) || k.num.n == 0 ||
        k.num.p[0] < '0' || k.num.p[0] > '9' || kho_sv_eq(k.type, KHO_SV("LUẬT")))
        return out;
    kho_buf_sv(&b, k.num);
    kho_buf_char(&b, ':');
    kho_buf_sv(&b, k.type);
    kho_buf_char(&b, ' ');
    out = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return out;
}

kho_sv
kho_citekey_term(struct kho_arena *arena, kho_sv key)
{
    const kho_sv front = number_and_type(arena, key);
    char *p;

    if (front.p == NULL)
        return kho_term_raw(arena, KHO_FIELDS_CITEKEY, key);
    p = KHO_NEW_N(arena, front.n + key.n + 1, char);
    memcpy(p, front.p, front.n);
    memcpy(p + front.n, key.p, key.n);
    return kho_term_raw(arena, KHO_FIELDS_CITEKEY, (kho_sv){p, front.n + key.n});
}

kho_sv
kho_citekey_alike(struct kho_arena *arena, kho_sv key)
{
    const kho_sv front = number_and_type(arena, key);

    return kho_term_raw(arena, KHO_FIELDS_CITEKEY, front.p == NULL ? KHO_SV("") : front);
}

kho_sv
kho_citekey_plain(struct kho_arena *arena)
{
    return kho_term_raw(arena, KHO_FIELDS_CITEKEY, KHO_SV(":")); /* behind the digits */
}

kho_sv
kho_citekey_of(kho_sv term)
{
    const size_t skip = strlen(kho_fields[KHO_FIELDS_CITEKEY].prefix);
    kho_sv key, front;

    if (term.n < skip)
        return term;
    key = (kho_sv){term.p + skip, term.n - skip};
    if (key.n > 0 && key.p[0] >= '0' && key.p[0] <= '9') {
        kho_sv rest = key;

        if (kho_sv_next(&rest, ' ', &front) && rest.n > 0)
            return rest;
    }
    return key;
}
