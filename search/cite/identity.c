#include "identity.h"

#include "codes.h"
#include "tables.h"
#include "vchar.h"

/* Are these the letters of a type, but for small ones made capitals? */
static bool
same_capitals(kho_sv type, kho_sv letters)
{
    size_t i = 0, k = 0, n, m;

    while (i < type.n && k < letters.n) {
        if (kho_vchar_upper(kho_vchar(type, i, &n)) != kho_vchar(letters, k, &m))
            return false;
        i += n;
        k += m;
    }
    return i == type.n && k == letters.n;
}

kho_sv
kho_key_type(kho_sv letters)
{
    if (kho_sv_eq(letters, KHO_SV("BLUẬT")))
        return KHO_SV("LUẬT");
    for (size_t i = 0; i < kho_type_letters_n; i++)
        if (kho_sv_eq(kho_sv_from(kho_type_letters[i].letters), letters))
            return kho_sv_from(kho_type_letters[i].code);
    for (size_t i = 0; i < kho_doc_types_n; i++)
        if (kho_sv_eq(kho_sv_from(kho_doc_types[i].abbr), letters))
            return letters;
    /* "16-CTR/TU", where all is in capitals */
    for (size_t i = 0; i < kho_doc_types_n; i++)
        if (same_capitals(kho_sv_from(kho_doc_types[i].abbr), letters))
            return kho_sv_from(kho_doc_types[i].abbr);
    return letters;
}

bool
kho_key_type_is_joint(kho_sv type)
{
    static const char *const joint[] = {"CTrPH", "KHPH", "QCPH", "KHLT", "HDLT",
                                        "NQLT",  "CTLT", "TTLT", "CTPH"};

    for (size_t i = 0; i < sizeof joint / sizeof joint[0]; i++)
        if (kho_sv_eq(type, kho_sv_from(joint[i])))
            return true;
    return false;
}

size_t
kho_key_codes(struct kho_arena *arena, const struct kho_symbol *s, struct kho_issuer *codes,
              size_t max)
{
    bool joint = kho_key_type_is_joint(kho_key_type(s->type));
    size_t n = 0;

    for (size_t i = 0; i < s->n_codes && n < max; i++) {
        struct kho_issuer one = kho_issuer_letters(arena, s->codes[i]);

        if (i + 1 < s->n_codes) { /* "MTTQ-BTT" is one issuer of the table */
            size_t len = s->codes[i].n + s->codes[i + 1].n + 1;
            char *p = kho_arena_alloc(arena, len + 1, 1);
            struct kho_issuer both;

            memcpy(p, s->codes[i].p, s->codes[i].n);
            p[s->codes[i].n] = '-';
            memcpy(p + s->codes[i].n + 1, s->codes[i + 1].p, s->codes[i + 1].n);
            both = kho_issuer_of_code((kho_sv){p, len});
            if (both.known) {
                one = both;
                i++;
            }
        }
        /* an official letter (no type) names its agency and then the unit that drafted it */
        if (n > 0 && (s->type.n == 0 || (!joint && !kho_issuer_is_partner(one.code))))
            continue;
        for (size_t k = 0; k < n; k++)
            if (kho_sv_eq(codes[k].code, one.code))
                one.code.n = 0;
        if (one.code.n > 0)
            codes[n++] = one;
    }
    return n;
}

void
kho_symbol_of_letter(struct kho_symbol *s)
{
    if (s->type.n == 0 || s->n_codes == 0 || s->n_codes == KHO_SYMBOL_CODES || s->party_order ||
        kho_sv_eq(kho_key_type(s->type), KHO_SV("CV"))) /* "1310/CV-THADS" prints its type */
        return;
    for (size_t i = 0; i < s->n_codes; i++)
        if (kho_issuer_is_partner(s->codes[i]))
            return;
    memmove(s->codes + 1, s->codes, s->n_codes * sizeof s->codes[0]);
    s->codes[0] = s->type;
    s->n_codes++;
    s->type = (kho_sv){NULL, 0};
}

kho_sv
kho_key_number(struct kho_arena *arena, kho_sv printed)
{
    size_t n = 0;
    char *p;

    while (printed.n > 1 && printed.p[0] == '0' &&
           kho_vchar_is_digit((unsigned char)printed.p[1])) {
        printed.p++;
        printed.n--;
    }
    p = kho_arena_alloc(arena, printed.n + 1, 1);
    for (size_t i = 0; i < printed.n; i++)
        /* a dot with three digits behind it parts thousands */
        if (printed.p[i] != '.' || printed.n - i != 4)
            p[n++] = (char)kho_vchar_lower((unsigned char)printed.p[i]);
    return (kho_sv){p, n};
}

void
kho_key_place(struct kho_key *key, enum kho_level level, kho_sv base)
{
    kho_sv parts[KHO_KEY_LOCS], rest = base, part;
    size_t have = 0, want;

    while (have < KHO_KEY_LOCS && base.n > 0 && kho_sv_next(&rest, '.', &part))
        parts[have++] = part.n > 0 ? part : KHO_SV("?");
    if (level == KHO_LEVEL_CITY)
        level = have > 0 && kho_is_central_city(parts[0]) ? KHO_LEVEL_PROVINCE : KHO_LEVEL_DISTRICT;
    want = level == KHO_LEVEL_PROVINCE   ? 1
           : level == KHO_LEVEL_DISTRICT ? 2
           : level == KHO_LEVEL_COMMUNE  ? 3
           : have > 0                    ? have
                                         : 1;
    key->n_loc = want;
    for (size_t i = 0; i < want; i++)
        key->loc[i] = i < have ? parts[i] : KHO_SV("?");
}

bool
kho_date_is_slip(kho_sv a, kho_sv b)
{
    size_t wrong = 0, first = 0, last = 0;

    if (a.n != 10 || b.n != 10 || kho_sv_eq(a, b))
        return false;
    if (memcmp(a.p + 4, b.p + 4, 6) == 0) /* "-06-03" */
        return true;
    for (size_t i = 0; i < a.n; i++)
        if (a.p[i] != b.p[i]) {
            first = wrong == 0 ? i : first;
            last = i;
            wrong++;
        }
    if (wrong == 1)
        return true;
    if (wrong == 2 && (last == first + 1 || (last == first + 2 && a.p[first + 1] == '-')) &&
        a.p[first] == b.p[last] && a.p[last] == b.p[first])
        return true;
    return memcmp(a.p, b.p, 4) == 0 && memcmp(a.p + 5, b.p + 8, 2) == 0 &&
           memcmp(a.p + 8, b.p + 5, 2) == 0;
}

enum side { SIDE_UNKNOWN, SIDE_PARTY, SIDE_STATE };

/* Committees of the Party and their departments end in the committee's letters. */
static enum side
side_of(kho_sv code)
{
    static const char *const party[] = {"TW", "TU", "HU", "ThU", "QU", "ĐU", "CB"},
                             *const state[] = {"HĐND", "UBND", "QH",  "UBTVQH",
                                               "TTg",  "CP",   "CTN", "VPCP"};
    const struct kho_issuer who = kho_issuer_of_code(code);

    /* the Fatherland Front, mass organisations and steering committees write either way */
    if (kho_sv_eq(code, KHO_SV("MTTW")) || kho_sv_eq(code, KHO_SV("BCĐTW")) ||
        memchr(code.p, '-', code.n) != NULL)
        return SIDE_UNKNOWN;
    for (size_t i = 0; i < sizeof state / sizeof state[0]; i++)
        if (kho_sv_eq(code, kho_sv_from(state[i])))
            return SIDE_STATE;
    for (size_t i = 0; i < sizeof party / sizeof party[0]; i++) {
        const kho_sv end = kho_sv_from(party[i]);

        if (code.n >= end.n && memcmp(code.p + code.n - end.n, end.p, end.n) == 0)
            return SIDE_PARTY;
    }
    /* ministries */
    return who.known && who.global && code.n > 2 && code.p[0] == 'B' ? SIDE_STATE : SIDE_UNKNOWN;
}

unsigned
kho_symbol_oddness(struct kho_arena *arena, kho_sv symbol)
{
    enum { ORDER = 4, LETTERS = 2, WORST = 100 };
    struct kho_symbol s;
    unsigned odd = 0;

    if (symbol.n == 0 || !kho_symbol_parse(arena, symbol, &s))
        return WORST;
    if (!kho_sv_eq(kho_key_type(s.type), s.type) && s.type.n > 0)
        odd++;
    for (size_t i = 0; i < s.n_codes; i++) {
        const struct kho_issuer who = kho_issuer_letters(arena, s.codes[i]);
        const enum side side = side_of(who.code);

        if (who.known && !kho_sv_eq(who.code, s.codes[i]) &&
            kho_sv_eq(kho_code_stem(s.codes[i]), s.codes[i]))
            odd += LETTERS;
        if (i == 0 && s.type.n > 0 &&
            ((side == SIDE_STATE && s.party_order) || (side == SIDE_PARTY && !s.party_order)))
            odd += ORDER;
    }
    return odd;
}
