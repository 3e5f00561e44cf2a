#include "key.h"

#include "date.h"
#include "identity.h"
#include "law.h"
#include "tables.h"
#include "vchar.h"

#include <stdlib.h>

enum { KEY_MAX = 1024 };

static bool
is_slug(kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') &&
            (s.p[i] != '-' || i == 0 || i + 1 == s.n))
            return false;
    return s.n > 0;
}

/* Letters, digits, '&', '-': what a code of an issuer or a type is made of. */
static bool
is_code(kho_sv s)
{
    for (size_t at = 0, n; at < s.n; at += n) {
        uint32_t c = kho_vchar(s, at, &n);

        if (!kho_vchar_is_letter(c) && !kho_vchar_is_digit(c) && c != '-' && c != '&')
            return false;
    }
    return s.n > 0;
}

static bool
all_digits(kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!kho_vchar_is_digit((unsigned char)s.p[i]))
            return false;
    return s.n > 0;
}

static bool
is_num(kho_sv s)
{
    size_t digits = 0;

    if (s.n > 1 && s.p[0] == '~')
        return is_slug((kho_sv){s.p + 1, s.n - 1});
    while (digits < s.n && kho_vchar_is_digit((unsigned char)s.p[digits]))
        digits++;
    if (digits == 0 || digits > 9 || (digits > 1 && s.p[0] == '0'))
        return false;
    if (digits + 1 < s.n && s.p[digits] == '.') { /* "66.7" of 66.7/2025/NQ-CP */
        kho_sv sub = {s.p + digits + 1, s.n - digits - 1};

        return sub.n <= 2 && all_digits(sub);
    }
    return digits == s.n || (digits + 1 == s.n && s.p[digits] >= 'a' && s.p[digits] <= 'z');
}

static bool
is_year(kho_sv s)
{
    if (s.n > 1 && s.n < 4 && s.p[0] == 'k')
        return all_digits((kho_sv){s.p + 1, s.n - 1});
    return kho_sv_eq(s, KHO_SV("?")) || (s.n == 4 && all_digits(s));
}

static bool
parse_issuer(kho_sv text, struct kho_key *out)
{
    const char *at = memchr(text.p, '@', text.n);
    kho_sv codes = text, rest, piece;

    if (at != NULL) {
        codes.n = (size_t)(at - text.p);
        rest = (kho_sv){at + 1, text.n - codes.n - 1};
        while (kho_sv_next(&rest, '.', &piece)) {
            if (out->n_loc == KHO_KEY_LOCS || (!is_slug(piece) && !kho_sv_eq(piece, KHO_SV("?"))))
                return false;
            out->loc[out->n_loc++] = piece;
        }
    }
    for (rest = codes; kho_sv_next(&rest, '+', &piece);) {
        kho_sv code = piece, topic = {NULL, 0};
        const char *hash = piece.n == 0 ? NULL : memchr(piece.p, '#', piece.n);

        if (hash != NULL) {
            code.n = (size_t)(hash - piece.p);
            topic = (kho_sv){hash + 1, piece.n - code.n - 1};
        }
        if (out->n_codes == KHO_KEY_CODES || !is_code(code) || (hash != NULL && !is_slug(topic)))
            return false;
        out->codes[out->n_codes++] = piece;
    }
    return out->n_codes > 0;
}

bool
kho_key_parse(kho_sv text, struct kho_key *out)
{
    kho_sv part[4], rest = text;
    size_t n = 0;

    memset(out, 0, sizeof *out);
    if (text.n == 0 || text.n > KEY_MAX)
        return false;
    for (kho_sv p; kho_sv_next(&rest, ':', &p); part[n++] = p)
        if (n == 4)
            return false;
    if (n < 3 || part[0].n == 0 || !parse_issuer(part[0], out) || !is_code(part[1]) ||
        !is_num(part[2]) || (n == 4 && !is_year(part[3])))
        return false;
    out->type = part[1];
    out->num = part[2];
    if (n == 4)
        out->year = part[3];
    return true;
}

static int
by_bytes(const void *a, const void *b)
{
    const kho_sv *x = a, *y = b;
    int c = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);

    return c != 0 ? c : x->n < y->n ? -1 : x->n > y->n;
}

kho_sv
kho_key_print(struct kho_arena *arena, const struct kho_key *k)
{
    kho_sv codes[KHO_KEY_CODES];
    size_t cap = k->type.n + k->num.n + k->year.n + 8, n = 0;
    char *p;

#define PUT(sv) (memcpy(p + n, (sv).p, (sv).n), n += (sv).n)
    for (size_t i = 0; i < k->n_codes; i++)
        cap += k->codes[i].n + 1;
    for (size_t i = 0; i < k->n_loc; i++)
        cap += k->loc[i].n + 1;
    p = kho_arena_alloc(arena, cap, 1);
    memcpy(codes, k->codes, sizeof codes);
    qsort(codes, k->n_codes, sizeof codes[0], by_bytes);
    for (size_t i = 0; i < k->n_codes; i++) {
        if (i > 0)
            p[n++] = '+';
        PUT(codes[i]);
    }
    for (size_t i = 0; i < k->n_loc; i++) {
        p[n++] = i == 0 ? '@' : '.';
        PUT(k->loc[i]);
    }
    p[n++] = ':';
    PUT(k->type);
    p[n++] = ':';
    PUT(k->num);
    if (k->year.p != NULL) {
        p[n++] = ':';
        PUT(k->year);
    }
#undef PUT
    return (kho_sv){p, n};
}

static kho_sv
topic_of(kho_sv code, kho_sv *bare_code)
{
    const char *hash = memchr(code.p, '#', code.n);

    *bare_code = code;
    if (hash == NULL)
        return (kho_sv){NULL, 0};
    bare_code->n = (size_t)(hash - code.p);
    return (kho_sv){hash + 1, code.n - bare_code->n - 1};
}

/* Same body; a topic that one of them does not state does not separate them. */
static bool
same_code(kho_sv a, kho_sv b)
{
    kho_sv x, y, s = topic_of(a, &x), t = topic_of(b, &y);

    return kho_sv_eq(x, y) && (s.p == NULL || t.p == NULL || kho_sv_eq(s, t));
}

static bool
same_codes(const struct kho_key *a, const struct kho_key *b)
{
    bool used[KHO_KEY_CODES] = {false};

    if (a->n_codes != b->n_codes)
        return false;
    for (size_t i = 0; i < a->n_codes; i++) {
        size_t k = 0;

        while (k < b->n_codes && (used[k] || !same_code(a->codes[i], b->codes[k])))
            k++;
        if (k == b->n_codes)
            return false;
        used[k] = true;
    }
    return true;
}

static bool
same_place(const struct kho_key *a, const struct kho_key *b)
{
    if (a->n_loc != b->n_loc)
        return false;
    for (size_t i = 0; i < a->n_loc; i++)
        if (!kho_sv_eq(a->loc[i], KHO_SV("?")) && !kho_sv_eq(b->loc[i], KHO_SV("?")) &&
            !kho_sv_eq(a->loc[i], b->loc[i]))
            return false;
    return true;
}

static int
to_int(kho_sv s)
{
    int v = 0;

    for (size_t i = 0; i < s.n && i < 6; i++)
        v = v * 10 + (s.p[i] - '0');
    return v;
}

/* First and last year of a national Party term. */
static bool
term_years(int term, int *from, int *to)
{
    *from = 0;
    *to = 9999;
    for (size_t i = 0; i < kho_congress_terms_n; i++) {
        const struct kho_congress_terms_row *r = &kho_congress_terms[i];
        const int number = to_int(kho_sv_from(r->number));

        if (strcmp(r->kind, "party-national") != 0)
            continue;
        if (number == term)
            *from = to_int((kho_sv){r->start, 4}); /* of "2021-01-25" */
        if (number == term + 1)
            *to = to_int((kho_sv){r->end, 4});
    }
    return *from > 0;
}

static bool
year_fits(const struct kho_key *key, kho_sv term, kho_sv year)
{
    int from, to, y = to_int(year);

    /* only the central term has known years; a local "khóa XX" says nothing here */
    if (key->n_loc > 0 || !term_years(to_int((kho_sv){term.p + 1, term.n - 1}), &from, &to))
        return true;
    return y >= from && y <= to;
}

static bool
same_year(const struct kho_key *a, const struct kho_key *b)
{
    bool ta, tb;

    if (a->year.n == 0 || b->year.n == 0 || a->year.p[0] == '?' || b->year.p[0] == '?' ||
        kho_sv_eq(a->year, b->year))
        return true;
    ta = a->year.p[0] == 'k';
    tb = b->year.p[0] == 'k';
    if (ta == tb)
        return false;
    return ta ? year_fits(a, a->year, b->year) : year_fits(b, b->year, a->year);
}

static bool
slug_begins(kho_sv s, kho_sv start)
{
    size_t syllables = 1;

    if (s.n < start.n || memcmp(s.p, start.p, start.n) != 0 ||
        (s.n > start.n && s.p[start.n] != '-'))
        return false;
    for (size_t i = 0; i < start.n; i++)
        syllables += start.p[i] == '-' ? 1 : 0;
    return s.n == start.n || syllables >= 5;
}

static bool
same_num(const struct kho_key *a, const struct kho_key *b)
{
    bool na = a->num.p[0] == '~', nb = b->num.p[0] == '~';
    kho_sv x = a->num, y = b->num;

    if (kho_sv_eq(x, y))
        return true;
    if (na)
        x = (kho_sv){x.p + 1, x.n - 1};
    if (nb)
        y = (kho_sv){y.p + 1, y.n - 1};
    if (na && nb) /* subjects are cut at different places; titles of laws are exact */
        return !kho_sv_eq(a->type, KHO_SV("LUẬT")) && (slug_begins(x, y) || slug_begins(y, x));
    if (na)
        return kho_law_is(x, y, b->year);
    return nb && kho_law_is(y, x, a->year);
}

bool
kho_key_compatible(const struct kho_key *a, const struct kho_key *b)
{
    /* What tells most apart and costs least comes first. */
    return a->num.n > 0 && b->num.n > 0 && same_year(a, b) && kho_sv_eq(a->type, b->type) &&
           same_num(a, b) && same_codes(a, b) && same_place(a, b);
}

kho_sv
kho_key_of_plan(struct kho_arena *arena, const struct kho_plan *plan)
{
    struct kho_key key = {.n_codes = 0};
    struct kho_issuer codes[KHO_KEY_CODES];
    struct kho_symbol symbol;
    enum kho_level level = KHO_LEVEL_ANY;
    bool local = true;

    if (plan->number.n == 0 || plan->type.n == 0 || plan->issuer_code.n == 0)
        return (kho_sv){NULL, 0};
    if (plan->symbol.n > 0 && kho_symbol_parse(arena, plan->symbol, &symbol) &&
        symbol.n_codes > 0) {
        if (kho_sv_eq(plan->type, KHO_SV("CV")))
            kho_symbol_of_letter(&symbol);
        key.n_codes = kho_key_codes(arena, &symbol, codes, KHO_KEY_CODES);
    } else {
        codes[0] = kho_issuer_letters(arena, plan->issuer_code);
        key.n_codes = 1;
    }
    for (size_t i = 0; i < key.n_codes; i++) {
        key.codes[i] = codes[i].code;
        local = local && !codes[i].global; /* one central body makes it central */
        if (codes[i].level != KHO_LEVEL_CENTRAL && level == KHO_LEVEL_ANY)
            level = codes[i].level;
    }
    /* no table has all departments of ministries: the paper says that it is a central one */
    if (local && !kho_sv_eq(plan->issuer_level, KHO_SV("trung ương")))
        kho_key_place(&key, level, plan->loc);
    key.type = kho_key_type(plan->type);
    key.num = kho_key_number(arena, plan->number);
    key.year = plan->date.n >= 4 ? (kho_sv){plan->date.p, 4} : KHO_SV("?");
    return kho_key_parse(kho_key_print(arena, &key), &key) ? kho_key_print(arena, &key)
                                                           : (kho_sv){NULL, 0};
}
