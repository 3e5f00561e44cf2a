#include "ref.h"

#include "fold.h"
#include "identity.h"
#include "law.h"
#include "tables.h"
#include "vchar.h"

#include <stdio.h>

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

static bool
is_digit_at(const struct scan *c, size_t at)
{
    at = kho_vchar_skip_blanks(c->s, at, 16);
    return at < c->s.n && kho_vchar_is_digit((unsigned char)c->s.p[at]);
}

/* The longest type phrase: "chỉ thị", "CT"; a small "da" or "kl" is an abbreviation only in front
 * of a number. */
static size_t
type_word(const struct scan *c, kho_sv *code)
{
    size_t best = 0, n;

    for (size_t i = 0; i < kho_cite_types_n; i++) {
        const struct kho_cite_types_row *r = &kho_cite_types[i];

        if ((n = words(c, r->words)) > best &&
            (r->abbr == 0 || kho_vchar_is_upper((unsigned char)c->s.p[c->at]) ||
             is_digit_at(c, c->at + n))) {
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

/* "1719 QĐ/TTg": a blank for the first mark.  Bytes it takes. */
static size_t
blank_in_symbol(const struct scan *c, struct kho_symbol *s)
{
    char buf[64];
    size_t n = 0, from = c->at, end;

    while (from + n < c->s.n && n < 6 && kho_vchar_is_digit((unsigned char)c->s.p[from + n])) {
        buf[n] = c->s.p[from + n];
        n++;
    }
    if (n == 0 || from + n >= c->s.n || c->s.p[from + n] != ' ')
        return 0;
    buf[n] = '/';
    for (end = from + n + 1, n++; end < c->s.n && c->s.p[end] != ' ' && n < sizeof buf; end++)
        buf[n++] = c->s.p[end];
    if (!kho_symbol_parse(c->arena, kho_arena_dup(c->arena, (kho_sv){buf, n}), s))
        return 0;
    return s->type.n > 0 && s->n_codes > 0 ? end - from : 0;
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
        n = blank_in_symbol(c, &s);
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

/* Four digits that can be a year, 0 for none. */
static int
year_at(const struct scan *c, size_t at)
{
    int year = 0;

    for (size_t i = 0; i < 4; i++) {
        if (at + i >= c->s.n || !kho_vchar_is_digit((unsigned char)c->s.p[at + i]))
            return 0;
        year = year * 10 + (c->s.p[at + i] - '0');
    }
    if (year < 1945 || year > 2099 ||
        (at + 4 < c->s.n && c->s.p[at + 4] != ' ' && c->s.p[at + 4] != ','))
        return 0;
    return year;
}

static bool
plain_number(struct scan *c)
{
    size_t end = c->at, behind;
    int year = 0;

    while (end < c->s.n && kho_vchar_is_digit((unsigned char)c->s.p[end]))
        end++;
    if (end == c->at || end - c->at > 6)
        return false;
    behind = end;
    if (end < c->s.n && c->s.p[end] == '/') { /* "nghị định 168/2024" */
        year = year_at(c, end + 1);
        behind = end + 5;
        if (year == 0)
            return false;
    } else if (end < c->s.n && c->s.p[end] != ' ' && c->s.p[end] != ',') {
        return false;
    }
    c->out->number = kho_key_number(c->arena, (kho_sv){c->s.p + c->at, end - c->at});
    c->out->date.year = (int16_t)year;
    c->out->loose = true;
    c->at = behind;
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
        if (c->out->title.n > 0 && c->out->date.year == 0 && year_at(c, c->at) > 0) {
            c->out->date.year = (int16_t)year_at(c, c->at); /* "luật đất đai 2024" */
            c->at += 4;
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

/* The number that a word at the position says, arabic or roman or in words; *bytes what it takes.
 */
static int
ordinal(const struct scan *c, size_t *bytes)
{
    struct scan t = *c;
    struct kho_word w;
    int v;

    t.at = kho_vchar_skip_blanks(t.s, t.at, 16);
    *bytes = word(&t, &w);
    v = *bytes == 0 ? 0 : kho_ordinal((kho_sv){t.s.p + t.at, *bytes});
    *bytes += t.at - c->at;
    return v;
}

/* "nghị quyết trung ương 4 khóa XII", "kết luận hội nghị lần thứ tư Ban Chấp hành Trung ương khóa
 * XIII": the key of the meeting's resolution (indexer/read/cites_congress.c). */
static bool
plenum(struct scan *c)
{
    struct scan t = *c;
    const bool conclusion = words(c, "ket luan") > 0;
    char text[64];
    size_t n = words(c, conclusion ? "ket luan" : "nghi quyet"), bytes;
    int number, term;

    t.at += n;
    t.at += words(&t, "cua");
    n = words(&t, "hoi nghi");
    t.at += n;
    if (n > 0 && words(&t, "lan thu") > 0) {
        t.at += words(&t, "lan thu");
        number = ordinal(&t, &bytes);
        t.at += bytes;
        t.at += words(&t, "ban chap hanh");
        t.at += words(&t, "trung uong");
        t.at += words(&t, "dang");
    } else if (words(&t, "trung uong") > 0 || words(&t, "tw") > 0) {
        t.at += words(&t, "trung uong") > 0 ? words(&t, "trung uong") : words(&t, "tw");
        t.at += words(&t, "lan thu");
        number = ordinal(&t, &bytes);
        t.at += bytes;
    } else {
        return false;
    }
    blanks(&t);
    n = words(&t, "khoa");
    t.at += n;
    term = ordinal(&t, &bytes);
    if (n == 0 || number < 1 || number > 20 || term < 1 || term > 99)
        return false;
    n = (size_t)snprintf(text, sizeof text, "TW:%s:~hoi-nghi-trung-uong-%d:k%d",
                         conclusion ? "KL" : "NQ", number, term);
    c->out->has_key = kho_key_parse(kho_arena_dup(c->arena, (kho_sv){text, n}), &c->out->key);
    return c->out->has_key;
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
    if (congress(&c) || plenum(&c))
        return true;
    n = words(&c, "hien phap");
    if (n > 0) {
        out->type = KHO_SV("HP");
        out->title = KHO_SV("hien-phap");
        c.at += n;
        rest(&c);
        return true;
    }
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
