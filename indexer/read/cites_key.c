#include "cites.h"
#include "law.h"
#include "vchar.h"

#include <stdio.h>

static bool
begins(kho_sv s, kho_sv start)
{
    return start.n > 0 && s.n >= start.n && memcmp(s.p, start.p, start.n) == 0;
}

static bool
ends(kho_sv s, kho_sv tail)
{
    return tail.n > 0 && s.n >= tail.n && memcmp(s.p + s.n - tail.n, tail.p, tail.n) == 0;
}

static bool
one_of(kho_sv s, const char *const *list)
{
    for (; *list != NULL; list++)
        if (kho_sv_eq(s, kho_sv_from(*list)))
            return true;
    return false;
}

/* Bodies that are loosely named for one another: a decision of the Prime Minister is called one of
 * the Government, a notice of his office one of his.  There the symbol is right. */
static bool
loosely_same(kho_sv letters, kho_sv words)
{
    static const char *const groups[][8] = {{"CP", "TTg", "VPCP", NULL},
                                            {"QH", "UBTVQH", "VPQH", NULL},
                                            {"HĐND", "UBND", "VPUBND", "VP", "ĐĐBQH", NULL},
                                            {"TU", "ThU", "HU", "QU", NULL},
                                            {"MTTW", "MTTW-BTT", "MTTW-ĐCT", NULL},
                                            {"MTTQ", "MTTQ-BTT", "MTTQ-UB", NULL}};

    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
        if (one_of(letters, groups[i]) && one_of(words, groups[i]))
            return i != 3; /* committees of different levels are different */
    return begins(letters, words) || ends(letters, words);
}

/* "BDV", "BDVTU", "BDVĐU": the same department of different committees. */
static bool
same_department(kho_sv a, kho_sv b)
{
    static const char *const stems[] = {"BDV", "BTC", "BTGDV", "BTG", "UBKT", "VP", "BNC", "BCSĐ"};

    for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++)
        if (begins(a, kho_sv_from(stems[i])) && begins(b, kho_sv_from(stems[i])))
            return true;
    return false;
}

/* An organ of a body, which does not say of which. */
static bool
is_organ(kho_sv code)
{
    static const char *const organs[] = {"BCH", "BTV", "BTT", "ĐCT", "TT", NULL};

    return one_of(code, organs);
}

/* Rule R8, words beat letters: which code counts for this code of the symbol? */
static struct kho_issuer
weigh(struct cite_ctx *x, struct kho_issuer letters, const struct cite_tail *tail, bool alone)
{
    const struct kho_issuer *said = NULL;
    bool central_city;
    kho_sv province = x->base;

    for (size_t i = 0; i < tail->n_codes; i++) {
        if (kho_sv_eq(tail->codes[i].code, letters.code))
            return letters.known && letters.global == tail->codes[i].global ? letters
                                                                            : tail->codes[i];
        if (said == NULL && (same_department(letters.code, tail->codes[i].code) || alone))
            said = &tail->codes[i];
    }
    if (said == NULL || said->code.n == 0)
        return letters;
    if (begins(said->code, letters.code)) /* "BDV" of the Đảng ủy: the words complete it */
        return *said;
    if (!letters.known && ends(said->code, letters.code)) /* "NV" of the Phòng Nội vụ */
        return *said;
    if (is_organ(letters.code)) /* "BCH" of the Liên đoàn Lao động */
        return *said;
    if (loosely_same(letters.code, said->code) || !letters.known)
        return letters;
    while (province.n > 0 && memchr(province.p, '.', province.n) != NULL)
        province.n--;
    central_city = kho_is_central_city(tail->name.n > 0 ? cite_province(tail->name) : province);
    if (said->level == KHO_LEVEL_CITY && kho_sv_eq(letters.code, KHO_SV("TU"))) {
        /* the Thành ủy of a central city signs TU; elsewhere it is a slip for ThU */
        if (central_city)
            return letters;
    } else {
        x->plan->notes |= UINT64_C(1) << KHO_NOTES_SYMBOL_WORDS;
    }
    return *said;
}

/* Types that one body alone issues. */
static size_t
only_issuer(kho_sv type, struct kho_issuer *out)
{
    static const char *const of[][2] = {{"NĐ", "CP"},   {"SL", "CTN"},   {"L", "CTN"},
                                        {"LUẬT", "QH"}, {"BLUẬT", "QH"}, {"PL", "UBTVQH"}};

    for (size_t i = 0; i < sizeof of / sizeof of[0]; i++)
        if (kho_sv_eq(type, kho_sv_from(of[i][0]))) {
            *out = kho_issuer_of_code(kho_sv_from(of[i][1]));
            return 1;
        }
    return 0;
}

static size_t
issuers(struct cite_ctx *x, struct cite *c, struct kho_issuer *out)
{
    size_t n = 0;

    if (c->has_symbol)
        n = kho_key_codes(x->arena, &c->symbol, out, KHO_KEY_CODES);
    if (n == 0) {
        for (; n < c->tail.n_codes && n < KHO_KEY_CODES; n++)
            out[n] = c->tail.codes[n];
        if (n == 0)
            n = only_issuer(c->c.type, out);
        return n;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = weigh(x, out[i], &c->tail, n == 1);
    return n;
}

/* Codes of the key with the topic of a steering committee, and issuer_code of the record. */
static void
put_codes(struct cite_ctx *x, struct cite *c, const struct kho_issuer *who, size_t n)
{
    size_t len = 0, k = 0;
    char *p;

    for (size_t i = 0; i < n; i++) {
        kho_sv code = who[i].code;

        if (c->tail.topic.n > 0 &&
            (kho_sv_eq(code, KHO_SV("BCĐ")) || kho_sv_eq(code, KHO_SV("HĐ")) ||
             kho_sv_eq(code, KHO_SV("BCĐTW")))) {
            char *q = kho_arena_alloc(x->arena, code.n + c->tail.topic.n + 2, 1);

            memcpy(q, code.p, code.n);
            q[code.n] = '#';
            memcpy(q + code.n + 1, c->tail.topic.p, c->tail.topic.n);
            code = (kho_sv){q, code.n + 1 + c->tail.topic.n};
        }
        c->key.codes[i] = code;
        len += code.n + 1;
    }
    c->key.n_codes = n;
    if (n == 0)
        return;
    p = kho_arena_alloc(x->arena, len, 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            p[k++] = '+';
        memcpy(p + k, c->key.codes[i].p, c->key.codes[i].n);
        k += c->key.codes[i].n;
    }
    c->c.issuer_code = (kho_sv){p, k};
}

static kho_sv
year_text(struct cite_ctx *x, const char *prefix, int value)
{
    char buf[16];

    (void)snprintf(buf, sizeof buf, "%s%d", prefix, value);
    return kho_arena_dup(x->arena, kho_sv_from(buf));
}

/* "10/2022/QH15" of the table of laws into number and year of the key. */
static bool
from_version(struct cite_ctx *x, struct cite *c, const struct kho_law_aliases_row *row)
{
    struct kho_symbol s;

    if (row == NULL || !kho_symbol_parse(x->arena, kho_sv_from(row->number), &s) || s.year == 0)
        return false;
    c->key.num = kho_key_number(x->arena, s.number);
    c->key.year = year_text(x, "", s.year);
    return true;
}

static kho_sv
tilde(struct cite_ctx *x, kho_sv slug)
{
    char *p = kho_arena_alloc(x->arena, slug.n + 2, 1);

    p[0] = '~';
    memcpy(p + 1, slug.p, slug.n);
    return (kho_sv){p, slug.n + 1};
}

static void
law_key(struct cite_ctx *x, struct cite *c)
{
    bool ordinance = kho_sv_eq(c->c.type, KHO_SV("PL"));
    struct kho_issuer who = kho_issuer_of_code(ordinance ? KHO_SV("UBTVQH") : KHO_SV("QH"));

    put_codes(x, c, &who, 1);
    if (!from_version(x, c, kho_law_version(c->law, c->date, x->now))) {
        c->key.num = tilde(x, c->law);
        if (c->date.year > 0)
            c->key.year = year_text(x, "", c->date.year);
    }
}

/* What had to be read as something else: "866/QĐ-Tg -> 866/QĐ-TTg". */
static void
note_repair(struct cite_ctx *x, struct cite *c)
{
    kho_sv want = {NULL, 0}, seen = c->c.symbol;
    char *p;

    for (size_t i = 0; i < c->symbol.n_codes; i++) {
        kho_sv code = c->symbol.codes[i];

        if (kho_sv_eq(code, KHO_SV("Tg")) || kho_sv_eq(code, KHO_SV("TG")) ||
            kho_sv_eq(code, KHO_SV("TTG")) || kho_sv_eq(code, KHO_SV("Ttg")))
            want = KHO_SV("TTg");
        else if (kho_sv_eq(code, KHO_SV("TƯ")))
            want = KHO_SV("TW");
        if (want.n > 0) {
            p = kho_arena_alloc(x->arena, code.n + want.n + 8, 1);
            memcpy(p, code.p, code.n);
            memcpy(p + code.n, " -> ", 4);
            memcpy(p + code.n + 4, want.p, want.n);
            c->c.repaired = (kho_sv){p, code.n + 4 + want.n};
            break;
        }
    }
    /* digits read for letters: the number is not in the mention */
    if (c->c.repaired.n == 0 && seen.n > 0) {
        size_t at = 0;

        while (at + c->symbol.number.n <= c->c.mention.n &&
               memcmp(c->c.mention.p + at, c->symbol.number.p, c->symbol.number.n) != 0)
            at++;
        if (at + c->symbol.number.n > c->c.mention.n)
            c->c.repaired = seen;
    }
    if (c->c.repaired.n > 0)
        x->plan->notes |= UINT64_C(1) << KHO_NOTES_REPAIRED;
}

/* A term runs from its congress to the closing day of the next one. */
static bool
in_term(kho_sv date, int term)
{
    const char *from = NULL, *to = NULL;

    for (size_t i = 0; i < kho_congress_terms_n; i++) {
        const struct kho_congress_terms_row *r = &kho_congress_terms[i];

        if (strcmp(r->kind, "party-national") != 0)
            continue;
        if (kho_ordinal(kho_sv_from(r->number)) == term)
            from = r->start;
        if (kho_ordinal(kho_sv_from(r->number)) == term + 1)
            to = r->end;
    }
    return from == NULL ||
           (memcmp(date.p, from, 10) >= 0 && (to == NULL || memcmp(date.p, to, 10) <= 0));
}

/* A date outside the term the text states for it is worth a note. */
static void
check_term(struct cite_ctx *x, const struct cite *c)
{
    if (c->tail.term > 0 && c->c.date.n == 10 && kho_sv_eq(c->c.issuer_code, KHO_SV("TW")) &&
        !in_term(c->c.date, c->tail.term))
        x->plan->notes |= UINT64_C(1) << KHO_NOTES_DATE_TERM;
}

void
cite_identify(struct cite_ctx *x, struct cite *c)
{
    struct kho_issuer who[KHO_KEY_CODES];
    bool local = true, congress = c->c.kind == KHO_CITE_CONGRESS;
    size_t n;
    char iso[11];

    if (kho_arena_room(x->arena) < 8192)
        return;
    if (c->date.year == 0)
        c->date = c->tail.date;
    if (kho_date_full(c->date)) {
        kho_date_iso(c->date, iso);
        c->c.date = kho_arena_dup(x->arena, (kho_sv){iso, 10});
    }
    c->c.issuer = c->tail.issuer;
    c->c.term = c->tail.term;
    c->key.type = kho_key_type(c->c.type);
    if (c->c.kind == KHO_CITE_NAMED) {
        law_key(x, c);
        return;
    }
    n = issuers(x, c, who);
    if (congress && n > 0 && who[0].level == KHO_LEVEL_DISTRICT &&
        c->tail.level == KHO_LEVEL_CITY) {
        kho_sv province = x->base;

        while (province.n > 0 && memchr(province.p, '.', province.n) != NULL)
            province.n--;
        if (kho_is_central_city(c->tail.name.n > 0 ? cite_province(c->tail.name) : province))
            who[0] = kho_issuer_of_code(KHO_SV("TU"));
    }
    for (size_t i = 0; i < n; i++)
        local = local && !who[i].global; /* a joint document with one central body is central */
    put_codes(x, c, who, n);
    if (local && n > 0)
        cite_place(x, c, who, n);
    if (c->has_symbol)
        note_repair(x, c);
    if (congress) {
        c->key.num = year_text(x, "", c->tail.term);
        return;
    }
    if (c->c.kind == KHO_CITE_UNNUMBERED)
        c->key.num = tilde(x, c->law);
    else
        c->key.num = kho_key_number(x->arena, c->c.number);
    if (c->has_symbol && c->symbol.year > 0)
        c->key.year = year_text(x, "", c->symbol.year);
    else if (c->date.year > 0)
        c->key.year = year_text(x, "", c->date.year);
    else if (c->tail.term > 0)
        c->key.year = year_text(x, "k", c->tail.term);
    else if (c->c.kind != KHO_CITE_UNNUMBERED)
        c->key.year = KHO_SV("?");
    check_term(x, c);
}
