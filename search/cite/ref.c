#include "ref.h"

#include "fold.h"
#include "identity.h"
#include "law.h"
#include "tables.h"
#include "vchar.h"

enum { REF_MAX = 512 }; /* bytes of what is typed */

struct scan {
    struct kho_arena *arena;
    kho_sv s;
    size_t at;
    struct kho_refspec *out;
};

static void
blanks(struct scan *c)
{
    size_t n;

    for (;;) {
        uint32_t ch = kho_vchar(c->s, c->at, &n);

        if (n == 0 || (!kho_vchar_is_blank(ch) && ch != ',' && ch != ':' && ch != '(' &&
                       ch != ')' && ch != '"'))
            return;
        c->at += n;
    }
}

/* Folded word at the position: bytes of the text it takes, 0 at the end. */
static size_t
word(const struct scan *c, struct kho_word *w)
{
    size_t pos = c->at;

    if (!kho_word_next(c->s, &pos, w) || w->offset != c->at)
        return 0;
    return w->length;
}

/* Does the text go on with these folded words?  Bytes it takes. */
static size_t
words(const struct scan *c, const char *bare)
{
    struct scan t = *c;
    struct kho_word w;

    for (kho_sv rest = kho_sv_from(bare), one; kho_sv_next(&rest, ' ', &one);) {
        size_t n;

        t.at = kho_vchar_skip_blanks(t.s, t.at, 16);
        n = word(&t, &w);
        if (n == 0 || !kho_sv_eq(one, (kho_sv){w.bare, w.bare_n}))
            return 0;
        t.at += n;
    }
    return t.at - c->at;
}

/* The longest type phrase: "chỉ thị", "CT"; a small "da" or "kl" is no abbreviation. */
static size_t
type_word(const struct scan *c, kho_sv *code)
{
    size_t best = 0, n;

    for (size_t i = 0; i < kho_cite_types_n; i++) {
        const struct kho_cite_types_row *r = &kho_cite_types[i];

        if ((n = words(c, r->words)) > best &&
            (r->abbr == 0 || kho_vchar_is_upper((unsigned char)c->s.p[c->at]))) {
            best = n;
            *code = kho_sv_from(r->code);
        }
    }
    return best;
}

/* Letters typed without marks: "4017/QD-UBND".  Only where the plain code is unknown. */
static void
mend_letters(struct kho_arena *arena, struct kho_symbol *s)
{
    static const struct {
        const char *typed, *meant;
    } forms[] = {{"HDND", "HĐND"}, {"BCD", "BCĐ"},     {"DU", "ĐU"},      {"LDLD", "LĐLĐ"},
                 {"TLD", "TLĐ"},   {"SGDDT", "SGDĐT"}, {"BGDDT", "BGDĐT"}};

    (void)arena;
    for (size_t i = 0; i < s->n_codes; i++)
        for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++)
            if (s->codes[i].n == strlen(forms[k].typed) &&
                kho_vchar_word(s->codes[i], 0, forms[k].typed) == 0) {
                size_t same = 0;

                while (same < s->codes[i].n && (s->codes[i].p[same] & 0x5f) == forms[k].typed[same])
                    same++;
                if (same == s->codes[i].n)
                    s->codes[i] = kho_sv_from(forms[k].meant);
            }
}

static bool
symbol(struct scan *c)
{
    struct kho_symbol s, piece;
    size_t end = c->at, n;

    /* what is typed may be in small letters: then the whole piece up to a blank must be a symbol */
    while (end < c->s.n && c->s.p[end] != ' ' && c->s.p[end] != ',')
        end++;
    n = kho_symbol_scan(c->arena, c->s, c->at, &s);
    if (n < end - c->at &&
        kho_symbol_parse(c->arena, (kho_sv){c->s.p + c->at, end - c->at}, &piece)) {
        s = piece;
        n = end - c->at;
    }
    if (n == 0)
        return false;
    c->at += n;
    mend_letters(c->arena, &s);
    c->out->term = kho_symbol_term(c->arena, &s);
    c->out->number = kho_key_number(c->arena, s.number);
    if (s.type.n > 0)
        c->out->type = kho_key_type(s.type);
    if (s.year > 0)
        c->out->date.year = (int16_t)s.year;
    return true;
}

static bool
plain_number(struct scan *c)
{
    size_t end = c->at;

    while (end < c->s.n && kho_vchar_is_digit((unsigned char)c->s.p[end]))
        end++;
    if (end == c->at || end - c->at > 6)
        return false;
    if (end < c->s.n && c->s.p[end] != ' ' && c->s.p[end] != ',')
        return false;
    c->out->number = kho_key_number(c->arena, (kho_sv){c->s.p + c->at, end - c->at});
    c->out->loose = true;
    c->at = end;
    return true;
}

/* "ngày 24/11/2023", "năm 2022", "khóa XI" behind the number */
static void
rest(struct scan *c)
{
    struct kho_date d;
    struct kho_word w;
    size_t n;

    for (blanks(c); c->at < c->s.n; blanks(c)) {
        n = kho_date_scan(c->s, c->at, &d);
        if (n > 0 && d.quarter == 0) {
            if (c->out->date.year == 0 || d.month > 0)
                c->out->date = d;
            c->at += n;
            continue;
        }
        n = words(c, "khoa");
        if (n > 0) {
            size_t at = kho_vchar_skip_blanks(c->s, c->at + n, 16);
            struct scan t = *c;

            t.at = at;
            n = word(&t, &w);
            if (n > 0 && kho_ordinal((kho_sv){c->s.p + at, n}) > 0) {
                c->out->term_no = (uint8_t)kho_ordinal((kho_sv){c->s.p + at, n});
                c->at = at + n;
                continue;
            }
        }
        return; /* issuer, subject: not needed to find it */
    }
}

/* "nghị quyết đại hội XIII", "đại hội đảng lần thứ mười ba" */
static bool
congress(struct scan *c)
{
    size_t n = words(c, "nghi quyet dai hoi"), best = 0;
    struct kho_word w;
    struct scan t = *c;

    if (n == 0)
        n = words(c, "dai hoi");
    if (n == 0)
        return false;
    for (t.at += n; t.at < t.s.n && best == 0;) {
        t.at = kho_vchar_skip_blanks(t.s, t.at, 64);
        n = word(&t, &w);
        if (n == 0)
            return false;
        best = (size_t)kho_ordinal((kho_sv){t.s.p + t.at, n});
        t.at += n;
    }
    if (best == 0 || best > 99)
        return false;
    c->out->type = KHO_SV("NQĐH");
    c->out->term_no = (uint8_t)best;
    return true;
}

static bool
law_title(struct scan *c)
{
    kho_sv bare = kho_fold_bare(c->arena, (kho_sv){c->s.p + c->at, c->s.n - c->at});
    size_t n = kho_law_title(bare);
    struct kho_word w;
    size_t pos = c->at, taken = 1;

    if (n == 0)
        return false;
    for (size_t i = 0; i < n; i++)
        taken += bare.p[i] == ' ' ? 1 : 0;
    c->out->title = kho_slug(c->arena, (kho_sv){bare.p, n});
    while (taken-- > 0 && kho_word_next(c->s, &pos, &w))
        ;
    c->at = pos;
    return true;
}

bool
kho_ref_parse(struct kho_arena *arena, kho_sv text, struct kho_refspec *out)
{
    struct scan c = {arena, text, 0, out};
    kho_sv code = {NULL, 0};
    size_t n;

    memset(out, 0, sizeof *out);
    if (text.n == 0 || text.n > REF_MAX || kho_arena_room(arena) < (size_t)64 * REF_MAX)
        return false;
    blanks(&c);
    if (kho_key_parse((kho_sv){text.p + c.at, text.n - c.at}, &out->key)) {
        out->has_key = true;
        return true;
    }
    memset(&out->key, 0, sizeof out->key);
    if (congress(&c))
        return true;
    n = type_word(&c, &code);
    if (n > 0) {
        out->type = kho_key_type(code);
        c.at += n;
        blanks(&c);
    }
    n = words(&c, "so");
    c.at += n;
    blanks(&c);
    if (symbol(&c) || (plain_number(&c) && code.n > 0)) {
        rest(&c);
        return true;
    }
    if (code.n > 0 &&
        (kho_sv_eq(out->type, KHO_SV("LUẬT")) || kho_sv_eq(out->type, KHO_SV("PL"))) &&
        law_title(&c)) {
        rest(&c);
        return true;
    }
    memset(out, 0, sizeof *out);
    return false;
}

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
