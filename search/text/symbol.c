#include "symbol.h"

#include "codes.h"
#include "vchar.h"

enum {
    NUMBER_MAX = 6, /* digits; longer numbers are telephones and accounts */
    TOKEN_MAX = 24, /* characters of a code */
    BLANKS_MAX = 3, /* bytes of blanks forgiven inside a symbol: one blank or line break */
    KNOWN_MAX = 48, /* bytes of the longest known code */
    /* a number, a year and the codes with their separators */
    PRINTED_MAX = 32 + KHO_SYMBOL_CODES * (5 * TOKEN_MAX + KNOWN_MAX)
};

/* A token of letters: text as printed, or two printed parts made one ("BCSĐ UBND"). */
struct token {
    kho_sv text; /* printed */
    kho_sv code; /* without the blank inside */
    enum kho_code_kind known;
};

struct scan {
    struct kho_arena *arena;
    kho_sv s;
    size_t at;
    bool lenient; /* the whole string is said to be a symbol: any case */
};

static size_t
letters_end(const struct scan *c, size_t at, bool *shape_ok)
{
    size_t n, m, upper = 0, lower = 0, chars = 0, digits = 0;

    for (;; at += n, chars++) {
        uint32_t ch = kho_vchar(c->s, at, &n);

        if (kho_vchar_is_upper(ch))
            upper++;
        else if (kho_vchar_is_lower(ch) && (c->lenient || ch < 0x80 || ch == 0x111))
            lower++; /* TTg, CTrPH, QĐi; marked small letters are words */
        else if (kho_vchar_is_digit(ch))
            digits++;
        else if (ch != '&' || upper == 0 || !kho_vchar_is_upper(kho_vchar(c->s, at + n, &m)))
            break;
    }
    *shape_ok = chars <= TOKEN_MAX && upper + lower > 0 &&
                (c->lenient || (upper > 0 && (lower <= upper || lower == 2))) && digits <= 4 &&
                !kho_vchar_is_letter(kho_vchar(c->s, at, &n));
    return at;
}

/* "BCSĐ UBND", "QH 15", "BCĐ 35": the two make one known code.  Returns its end, or 0. */
static size_t
second_half(struct scan *c, size_t end, struct token *t)
{
    char buf[KNOWN_MAX];
    kho_sv both = {buf, 0};
    size_t next = kho_vchar_skip_blanks(c->s, end, BLANKS_MAX), stop;
    bool ok;

    if (next == end || t->known == KHO_CODE_TYPE)
        return 0;
    stop = letters_end(c, next, &ok);
    both.n = t->code.n + (stop - next);
    if (stop == next || both.n > sizeof buf)
        return 0;
    memcpy(buf, t->code.p, t->code.n);
    memcpy(buf + t->code.n, c->s.p + next, stop - next);
    if (!kho_code_is_issuer(both, false))
        return 0;
    t->code = kho_arena_dup(c->arena, both);
    t->text = (kho_sv){c->s.p + c->at, stop - c->at};
    t->known = KHO_CODE_ISSUER;
    return stop;
}

enum glue { GLUED, BLANK_BEHIND, BLANK_BEFORE };

/* "1055/UBND – TH ngày 07/02/2024": a code no table has, but a date behind it as behind every
 * symbol. */
static bool
date_follows(const struct scan *c, size_t at)
{
    if (at < c->s.n && c->s.p[at] == ',')
        at++;
    return kho_vchar_word(c->s, kho_vchar_skip_blanks(c->s, at, BLANKS_MAX), "ngày") > 0;
}

/* A code that starts at c->at.  Only a known one may stand off from its separator. */
static bool
token(struct scan *c, enum glue glue, struct token *t)
{
    static const char dotted[] = "T.Ư";
    bool ok;
    size_t end, n;

    if (c->s.n - c->at >= sizeof dotted - 1 &&
        memcmp(c->s.p + c->at, dotted, sizeof dotted - 1) == 0) {
        *t = (struct token){{c->s.p + c->at, sizeof dotted - 1}, KHO_SV("TƯ"), KHO_CODE_ISSUER};
        c->at += sizeof dotted - 1;
        return true;
    }
    end = letters_end(c, c->at, &ok);
    if (!ok || kho_vchar_is_digit(kho_vchar(c->s, c->at, &n)))
        return false;
    t->text = t->code = (kho_sv){c->s.p + c->at, end - c->at};
    t->known = kho_code_look_up(t->code);
    if (t->known == KHO_CODE_UNKNOWN && kho_code_is_issuer(kho_code_stem(t->code), false))
        t->known = KHO_CODE_ISSUER;
    n = second_half(c, end, t);
    if (n > 0) {
        c->at = n;
        return true;
    }
    if (t->known == KHO_CODE_UNKNOWN && !c->lenient &&
        !(glue == BLANK_BEFORE ? kho_code_plausible(t->text, 2) && date_follows(c, end)
                               : kho_code_plausible(t->text, glue == GLUED ? 1 : 2)))
        return false;
    c->at = end;
    return true;
}

/* '-', '/' (or '.' between codes) with forgiven blanks; 0 for none. */
static char
separator(struct scan *c, bool dot, enum glue *glue)
{
    size_t before = kho_vchar_skip_blanks(c->s, c->at, BLANKS_MAX), n, behind;
    uint32_t ch = kho_vchar(c->s, before, &n);
    char sep = '\0';

    if (kho_vchar_is_slash(ch))
        sep = '/';
    else if (kho_vchar_is_dash(ch))
        sep = '-';
    else if (dot && ch == '.' && before == c->at)
        sep = '.';
    if (sep == '\0')
        return '\0';
    behind = kho_vchar_skip_blanks(c->s, before + n, BLANKS_MAX);
    *glue = before > c->at ? BLANK_BEFORE : behind > before + n ? BLANK_BEHIND : GLUED;
    if (sep == '.' && *glue != GLUED)
        return '\0';
    /* "48 /KH-UBND": a blank before alone is as harmless as one behind */
    if (sep == '/' && before > c->at && behind == before + n)
        *glue = BLANK_BEHIND;
    c->at = behind;
    return sep;
}

static bool
is_ocr_digit(char x)
{
    return x == 'O' || x == 'o' || x == 'l' || x == 'I';
}

/* "33", "12a", "3O": takes it and tells whether letters had to be read as digits. */
static bool
number(struct scan *c, kho_sv *out, bool *mended)
{
    size_t from = c->at, digits = 0, end, n;
    enum glue glue;
    struct scan t;

    *mended = false;
    for (end = from; end < c->s.n && end - from <= NUMBER_MAX; end++) {
        if (kho_vchar_is_digit((unsigned char)c->s.p[end]))
            digits++;
        else if (is_ocr_digit(c->s.p[end]))
            *mended = true;
        else
            break;
    }
    /* "66.7/2025/NQ-CP", "1.234/QĐ-UBND": only right before a slash or dash */
    if (end + 1 < c->s.n && c->s.p[end] == '.' && !*mended) {
        size_t k = end + 1;

        while (k < c->s.n && k - end < 4 && kho_vchar_is_digit((unsigned char)c->s.p[k]))
            k++;
        if (k > end + 1 && k < c->s.n && (c->s.p[k] == '/' || c->s.p[k] == '-'))
            end = k;
    }
    n = end - from;
    if (digits == 0 || n > NUMBER_MAX + 3 || !kho_vchar_is_digit((unsigned char)c->s.p[from]))
        return false;
    t = *c;
    t.at = end + 1;
    if (end < c->s.n &&
        ((c->s.p[end] >= 'a' && c->s.p[end] <= 'e') ||
         (c->s.p[end] >= 'A' && c->s.p[end] <= 'E')) &&
        separator(&t, false, &glue) != '\0')
        end++;
    *out = (kho_sv){c->s.p + from, end - from};
    if (*mended) {
        kho_sv copy = kho_arena_dup(c->arena, *out);
        char *p = kho_arena_alloc(c->arena, copy.n + 1, 1);

        for (size_t i = 0; i < copy.n; i++)
            p[i] = (char)(!is_ocr_digit(copy.p[i])               ? copy.p[i]
                          : copy.p[i] == 'O' || copy.p[i] == 'o' ? '0'
                                                                 : '1');
        *out = (kho_sv){p, copy.n};
    }
    c->at = end;
    return true;
}

/* The year of "55/2023/NQ-HĐND": only a second token can be one, and a code must follow. */
static int
year(struct scan *c)
{
    struct scan t = *c;
    enum glue glue;
    size_t end;
    int y = 0;

    for (int i = 0; i < 4; i++, t.at++) {
        if (t.at >= t.s.n || !kho_vchar_is_digit((unsigned char)t.s.p[t.at]))
            return 0;
        y = y * 10 + (t.s.p[t.at] - '0');
    }
    end = t.at;
    if (y < 1945 || y > 2099 || separator(&t, false, &glue) == '\0')
        return 0;
    c->at = end;
    return y;
}

/* Gathers the cleaned form beside the codes. */
struct text {
    char *p;
    size_t n;
};

static void
put(struct text *t, kho_sv s)
{
    bool blank = false;
    size_t n;

    for (size_t at = 0; at < s.n; at += n) {
        bool b = kho_vchar_is_blank(kho_vchar(s, at, &n));

        if (b && !blank)
            t->p[t->n++] = ' ';
        if (!b) {
            memcpy(t->p + t->n, s.p + at, n);
            t->n += n;
        }
        blank = b;
    }
}

/* Separators and codes from c->at on, as many as there are. */
static void
codes(struct scan *c, struct text *text, struct kho_symbol *out)
{
    while (out->n_codes < KHO_SYMBOL_CODES) {
        bool first = out->type.n == 0 && out->n_codes == 0;
        struct scan t = *c;
        struct token tok;
        enum glue glue = GLUED;
        char sep = separator(&t, !first, &glue);

        /* behind a dot ("QĐ-CT.UBND") only a known code: it may be the end of a sentence */
        if (sep == '\0' || !token(&t, sep == '.' ? BLANK_BEFORE : glue, &tok))
            return;
        if (first)
            out->party_order = sep == '-';
        if (first && tok.known == KHO_CODE_TYPE)
            out->type = tok.code;
        else
            out->codes[out->n_codes++] = tok.code;
        put(text, (kho_sv){&sep, 1});
        put(text, tok.text);
        *c = t;
    }
}

/* "VP&ĐP": the term has no '&', so what is read from a code must not depend on it. */
static kho_sv
without_and(struct kho_arena *arena, kho_sv code)
{
    size_t n = 0;
    char *p;

    if (memchr(code.p, '&', code.n) == NULL)
        return code;
    p = kho_arena_alloc(arena, code.n, 1);
    for (size_t i = 0; i < code.n; i++)
        if (code.p[i] != '&')
            p[n++] = code.p[i];
    return (kho_sv){p, n};
}

static void
part_glued(struct kho_arena *arena, struct kho_symbol *s)
{
    kho_sv code;
    size_t at;

    if (s->type.n > 0 || s->n_codes != 1)
        return;
    code = without_and(arena, s->codes[0]);
    at = kho_code_glued(code);
    if (at > 0) {
        s->type = (kho_sv){code.p, at};
        s->codes[0] = (kho_sv){code.p + at, code.n - at};
    }
}

static size_t
scan_symbol(struct scan *c, struct kho_symbol *out)
{
    char buf[PRINTED_MAX]; /* most numbers of a text are no symbols: nothing is kept of them */
    struct text text = {buf, 0};
    size_t from = c->at;
    enum glue glue;
    struct scan t;
    bool mended;

    memset(out, 0, sizeof *out);
    if (kho_arena_room(c->arena) < (size_t)4 * PRINTED_MAX || !number(c, &out->number, &mended))
        return 0;
    put(&text, out->number);
    t = *c;
    if (separator(&t, false, &glue) != '\0') {
        out->year = year(&t);
        if (out->year > 0) {
            put(&text, KHO_SV("/"));
            put(&text, (kho_sv){t.s.p + t.at - 4, 4});
            *c = t;
        }
    }
    codes(c, &text, out);
    if (out->type.n == 0 && (out->n_codes == 0 || mended))
        return 0;
    part_glued(c->arena, out);
    out->text = kho_arena_dup(c->arena, (kho_sv){text.p, text.n});
    return c->at - from;
}

size_t
kho_symbol_scan(struct kho_arena *arena, kho_sv text, size_t at, struct kho_symbol *out)
{
    struct scan c = {arena, text, at, false};

    if (at >= text.n || !kho_vchar_is_digit((unsigned char)text.p[at])) {
        memset(out, 0, sizeof *out);
        return 0;
    }
    return scan_symbol(&c, out);
}

/* "3/ngày" is of the shape too, once small letters are allowed. */
static bool
any_known(const struct kho_symbol *s)
{
    bool known = s->type.n > 0;

    for (size_t i = 0; i < s->n_codes && !known; i++)
        known = kho_code_is_issuer(s->codes[i], true) ||
                kho_code_is_issuer(kho_code_stem(s->codes[i]), true);
    return known;
}

bool
kho_symbol_parse(struct kho_arena *arena, kho_sv s, struct kho_symbol *out)
{
    struct scan c = {arena, s, 0, false};
    size_t from, n;

    memset(out, 0, sizeof *out);
    c.at = kho_vchar_skip_blanks(s, 0, s.n);
    n = kho_vchar_word(s, c.at, "số");
    c.at = kho_vchar_skip_blanks(s, c.at + n, s.n);
    if (n > 0 && c.at < s.n && s.p[c.at] == ':')
        c.at = kho_vchar_skip_blanks(s, c.at + 1, s.n);
    from = c.at;
    for (int lenient = 0; lenient < 2; lenient++) {
        c.at = from;
        c.lenient = lenient != 0;
        if (c.at < s.n && scan_symbol(&c, out) > 0 && kho_vchar_skip_blanks(s, c.at, s.n) == s.n &&
            (!c.lenient || any_known(out)))
            return true;
    }
    memset(out, 0, sizeof *out);
    return false;
}
