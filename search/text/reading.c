/* reading.c - see reading.h. */
#include "reading.h"

#include "utf8.h"
#include "verdict.h"

enum {
    TOKEN_MAX = 48,        /* bytes; longer ones are no words */
    FIT_WORDS = 1000,      /* enough to decide */
    FIT_BYTES = 256 * 1024 /* and where to stop looking for them */
};

/* Signs that are the same in all code pages: what names of files have for blanks, too. */
static bool
is_border(unsigned char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || (c > ' ' && c < '0') ||
           (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c < 0x80);
}

static bool
tells(enum kho_reading r, unsigned char c)
{
    return c >= 0x80 ||
           (c < 0x20 && r >= KHO_READING_LEGACY && kho_charset_has(kho_reading_charset(r), c));
}

/* The next word that could tell; false at the end. */
static bool
next_token(enum kho_reading r, kho_sv bytes, size_t *pos, kho_sv *token)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    size_t i = *pos;

    while (i < bytes.n && i < FIT_BYTES) {
        size_t start;
        bool high = false;

        while (i < bytes.n && is_border(p[i]))
            i++;
        for (start = i; i < bytes.n && !is_border(p[i]); i++)
            high = high || tells(r, p[i]);
        if (high && i - start <= TOKEN_MAX) {
            *token = (kho_sv){bytes.p + start, i - start};
            *pos = i;
            return true;
        }
    }
    *pos = i;
    return false;
}

static void
put_cp1252(kho_sv bytes, struct kho_buf *out)
{
    for (size_t i = 0; i < bytes.n; i++) {
        char utf8[4];

        kho_buf_put(out, utf8, kho_utf8_put(utf8, kho_cp1252_char((unsigned char)bytes.p[i])));
    }
}

struct kho_fit
kho_reading_fit(enum kho_reading r, enum kho_source source, kho_sv bytes)
{
    struct kho_buf text = {.p = NULL};
    struct kho_fit f = {0};
    const bool utf8 = source == KHO_SOURCE_FILE ? r == KHO_READING_PLAIN : r == KHO_READING_TWICE;
    kho_sv token;

    for (size_t pos = 0;
         f.good + f.bad + f.open < FIT_WORDS && next_token(r, bytes, &pos, &token);) {
        enum kho_verdict v;

        kho_buf_reset(&text);
        if (r >= KHO_READING_LEGACY)
            kho_charset_decode(kho_reading_charset(r), token, &text);
        else if (!utf8)
            put_cp1252(token, &text);
        v = source == KHO_SOURCE_FILE && r == KHO_READING_TWICE
                ? KHO_VERDICT_ODD
                : kho_verdict_of(utf8 ? token : kho_buf_view(&text));
        f.good += v == KHO_VERDICT_GOOD || v == KHO_VERDICT_RARE;
        f.rare += v == KHO_VERDICT_RARE;
        f.bad += v == KHO_VERDICT_BAD || v == KHO_VERDICT_ODD;
        f.odd += v == KHO_VERDICT_ODD;
        f.open += v == KHO_VERDICT_OPEN;
    }
    kho_buf_free(&text);
    return f;
}

double
kho_fit_share(const struct kho_fit *f)
{
    return f->good == 0 ? 0 : (double)f->good / (f->good + f->bad);
}

/* -- what windows-1252 showed ----------------------------------------------------------------- */

static bool
is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The next piece: blanks or a word.  False at the end. */
static bool
next_piece(kho_sv *rest, kho_sv *piece)
{
    size_t i = 0;

    if (rest->n == 0)
        return false;
    while (i < rest->n && is_blank(rest->p[i]) == is_blank(rest->p[0]))
        i++;
    *piece = (kho_sv){rest->p, i};
    *rest = (kho_sv){rest->p + i, rest->n - i};
    return true;
}

/* A sign alone between blanks: a bullet, a dash.  In TCVN3 these bytes are letters that make no
 * word alone, in VISCII one is "ở". */
static bool
is_bullet(uint32_t c)
{
    return c == 0xb7 || c == 0xa7 || c == 0x2212 || c == 0x2219;
}

/*
 * The byte of the character c at word.p[i].  What printed a document to PDF knows the glyphs of
 * these fonts by their names and so makes of some bytes other characters that look alike; a minus
 * is the soft hyphen (ư in TCVN3) behind a letter or before a small one.
 */
static int
byte_of(uint32_t c, kho_sv word, size_t i, unsigned len, bool letter)
{
    const size_t behind = i + len;

    switch (c) {
    case KHO_UTF8_BAD:
        return -1;
    case 0x2219:
        return 0xb7;
    case 0x3bc:
        return 0xb5;
    case 0x2c9:
        return 0xaf;
    case 0x2212:
        return letter || (behind < word.n && ((word.p[behind] >= 'a' && word.p[behind] <= 'z') ||
                                              (word.p[behind] & 0x80) != 0))
                   ? 0xad
                   : -1;
    default:
        return kho_cp1252_byte(c);
    }
}

/* The bytes that windows-1252 shows as this word, appended to out; false and nothing if there are
 * none.  bullets: those of a bullet, too. */
static bool
unwrap_word(kho_sv word, bool bullets, struct kho_buf *out, bool *high)
{
    const size_t before = out->n;
    bool letter = false;

    *high = false;
    for (size_t i = 0; i < word.n;) {
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)word.p + i, word.n - i, &len);
        const int byte = byte_of(c, word, i, len, letter);

        if (byte < 0 || (!bullets && len == word.n && is_bullet(c))) {
            out->n = before;
            return false;
        }
        letter = byte >= 0xa0 || (byte | 0x20) >= 'a';
        *high = *high || byte >= 0x80 || byte < 0x20;
        kho_buf_char(out, (char)byte);
        i += len;
    }
    return out->st == KHO_OK;
}

void
kho_reading_bytes(kho_sv text, struct kho_buf *bytes)
{
    kho_sv piece;
    bool high;

    while (next_piece(&text, &piece)) {
        const size_t before = bytes->n;

        if (is_blank(piece.p[0]) || !unwrap_word(piece, false, bytes, &high))
            continue;
        if (high)
            kho_buf_char(bytes, ' ');
        else
            bytes->n = before;
    }
}

static bool
is_utf8(kho_sv s)
{
    for (size_t i = 0; i < s.n;) {
        unsigned len;

        if (kho_utf8_get((const unsigned char *)s.p + i, s.n - i, &len) == KHO_UTF8_BAD)
            return false;
        i += len;
    }
    return true;
}

/*
 * Words that are UTF-8 once more after taking one layer off, one layer less.  The second byte of
 * "à" is a no-break space, which often became a blank: "lÃ" before two blanks, or at the end.
 */
static void
unwrap_utf8(kho_sv text, struct kho_buf *out)
{
    struct kho_buf bytes = {.limit = text.n + 2};
    kho_sv piece;
    bool high;

    while (next_piece(&text, &piece)) {
        bool lost;

        kho_buf_reset(&bytes);
        if (is_blank(piece.p[0]) || !unwrap_word(piece, false, &bytes, &high) || !high) {
            kho_buf_sv(out, piece);
            continue;
        }
        lost = bytes.p[bytes.n - 1] == '\xc3' && (text.n == 0 || text.p[0] == ' ');
        if (lost)
            kho_buf_char(&bytes, '\xa0');
        if (!is_utf8(kho_buf_view(&bytes))) {
            kho_buf_sv(out, piece);
            continue;
        }
        kho_buf_sv(out, kho_buf_view(&bytes));
        if (lost && text.n > 1 && text.p[1] == ' ')
            text = (kho_sv){text.p + 1, text.n - 1};
    }
    if (bytes.st != KHO_OK)
        out->st = bytes.st;
    kho_buf_free(&bytes);
}

/* Runs of words that can be bytes of cs are read as such, the others stay. */
static void
unwrap_legacy(enum kho_charset cs, kho_sv text, struct kho_buf *out)
{
    struct kho_buf bytes = {.limit = text.n + 1};
    kho_sv piece;
    bool high;

    while (next_piece(&text, &piece))
        if (!unwrap_word(piece, cs != KHO_CHARSET_TCVN3, &bytes, &high)) {
            kho_charset_decode(cs, kho_buf_view(&bytes), out);
            kho_buf_reset(&bytes);
            kho_buf_sv(out, piece);
        }
    kho_charset_decode(cs, kho_buf_view(&bytes), out);
    if (bytes.st != KHO_OK)
        out->st = bytes.st;
    kho_buf_free(&bytes);
}

void
kho_reading_put(enum kho_reading r, enum kho_source source, kho_sv piece, struct kho_buf *out)
{
    if (r == KHO_READING_PLAIN)
        kho_buf_sv(out, piece);
    else if (r == KHO_READING_TWICE)
        unwrap_utf8(piece, out);
    else if (source == KHO_SOURCE_FILE)
        kho_charset_decode(kho_reading_charset(r), piece, out);
    else
        unwrap_legacy(kho_reading_charset(r), piece, out);
}
