/* Which mentions mean the document that was asked for. */
#include "identity.h"
#include "law.h"
#include "ref.h"

static bool
date_fits(const struct kho_refspec *ref, const struct kho_citation *c, const struct kho_key *key)
{
    struct kho_date d;
    int year = 0;

    if (ref->date.year == 0)
        return true;
    if (c->date.n == 10 && kho_date_parse(c->date, &d))
        return d.year == ref->date.year && (ref->date.month == 0 || d.month == ref->date.month) &&
               (ref->date.day == 0 || d.day == ref->date.day);
    if (key->year.n != 4)
        return true; /* not known of this mention */
    for (size_t i = 0; i < 4; i++)
        year = year * 10 + (key->year.p[i] - '0');
    return year == ref->date.year;
}

/* The very symbol that was asked for, year in it and all: then a date beside it that contradicts
 * the year ("46/2002/QĐ-UBND ngày 12/9/2022") is the paper's affair. */
static bool
year_in_symbol(struct kho_arena *arena, const struct kho_refspec *ref, const struct kho_citation *c)
{
    struct kho_symbol s;

    return ref->date.month == 0 && ref->term.n != 0 && c->symbol.n != 0 &&
           kho_symbol_parse(arena, c->symbol, &s) && s.year == ref->date.year &&
           kho_sv_eq(kho_symbol_term(arena, &s), ref->term);
}

static bool
symbol_fits(struct kho_arena *arena, const struct kho_refspec *ref, const struct kho_citation *c,
            const struct kho_key *key)
{
    struct kho_symbol s, asked;

    if (c->symbol.n > 0 && kho_symbol_parse(arena, c->symbol, &s) &&
        kho_sv_eq(kho_symbol_term(arena, &s), ref->term))
        return true;
    /* the same document with the year left out of its number, or printed with a slip: by its key */
    if (!kho_symbol_parse(arena, ref->term, &asked) || !kho_sv_eq(key->num, ref->number) ||
        (asked.type.n > 0 && !kho_sv_eq(key->type, kho_key_type(ref->type))) || key->n_codes == 0)
        return false;
    if (asked.n_codes == 0)
        return c->symbol.n == 0;
    {
        struct kho_issuer codes[KHO_KEY_CODES];
        size_t n = kho_key_codes(arena, &asked, codes, KHO_KEY_CODES), same = 0;

        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < key->n_codes; k++)
                same += key->codes[k].n >= codes[i].code.n &&
                                memcmp(key->codes[k].p, codes[i].code.p, codes[i].code.n) == 0 &&
                                (key->codes[k].n == codes[i].code.n ||
                                 key->codes[k].p[codes[i].code.n] == '#')
                            ? 1
                            : 0;
        return n > 0 && same == n && n == key->n_codes;
    }
}

bool
kho_ref_matches(struct kho_arena *arena, const struct kho_refspec *ref,
                const struct kho_citation *c)
{
    struct kho_key key;
    bool has_key = c->key.n > 0 && kho_key_parse(c->key, &key);

    if (!has_key)
        memset(&key, 0, sizeof key);
    if (ref->has_key)
        return has_key && kho_key_compatible(&ref->key, &key);
    if (ref->type.n > 0 && kho_sv_eq(ref->type, KHO_SV("NQĐH")))
        return has_key && kho_sv_eq(key.type, ref->type) && c->term == ref->term_no;
    if (ref->title.n > 0)
        return has_key && kho_sv_eq(key.type, ref->type) && date_fits(ref, c, &key) &&
               ((key.num.n > 1 && key.num.p[0] == '~' &&
                 kho_sv_eq((kho_sv){key.num.p + 1, key.num.n - 1}, ref->title)) ||
                kho_law_is(ref->title, key.num, key.year));
    if (!date_fits(ref, c, &key) && !year_in_symbol(arena, ref, c))
        return false;
    if (ref->term_no > 0 && c->term > 0 && c->term != ref->term_no)
        return false;
    if (ref->term.p != NULL)
        return symbol_fits(arena, ref, c, &key);
    return ref->number.n > 0 && kho_sv_eq(kho_key_number(arena, c->number), ref->number) &&
           (ref->type.n == 0 || kho_sv_eq(kho_key_type(c->type), ref->type));
}
