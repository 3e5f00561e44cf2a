/* decode.c - see decode.h. */
#include "decode.h"

#include "buf.h"
#include "charset.h"
#include "fold.h"
#include "letters.h"
#include "utf8.h"

enum {
    BAD_PER_GOOD =
        20,           /* so many good multibyte characters excuse a bad one: a damaged UTF-8 text */
    OWN_PER_GOOD = 8, /* one in so many letters that no code page has: it is Unicode */
    NUL_SAMPLE = 4096,   /* bytes looked at for UTF-16 without a mark */
    UNWRAP_WORDS = 4,    /* evidence to read valid UTF-8 as something else */
    UNWRAP_WORDS_MIN = 2 /* if each of its words fits: a file name */
};

#define FIT_LEGACY                                                                                 \
    0.6                 /* share of words that have to be syllables to believe in a legacy charset \
                         */
#define FIT_CLEAN   0.5 /* UTF-8 text that reads better than this is what it seems to be */
#define FIT_BETTER  0.3 /* so much better another reading must be than the plain one */
#define FIT_CERTAIN 0.1 /* and than the next charset, to be certain */

/* -- UTF-16 ----------------------------------------------------------------------------------- */

enum wide { NOT_WIDE, WIDE_LE, WIDE_BE };

/*
 * Without a mark: one byte of each pair is nearly always one of the few high bytes that Vietnamese
 * has (00 01 03 1E 20) and often 00, the other nearly never 00.
 */
static enum wide
guess_wide(kho_sv raw)
{
    const size_t n = (raw.n < NUL_SAMPLE ? raw.n : (size_t)NUL_SAMPLE) & ~(size_t)1;
    size_t nul[2] = {0, 0}, usual[2] = {0, 0};

    if (n < 4 || raw.n % 2 != 0)
        return NOT_WIDE;
    for (size_t i = 0; i < n; i++) {
        const unsigned char b = (unsigned char)raw.p[i];

        nul[i % 2] += b == 0;
        usual[i % 2] += b <= 1 || b == 3 || b == 0x1e || b == 0x20;
    }
    for (unsigned high = 0; high < 2; high++)
        if (nul[high] * 3 >= n / 2 && usual[high] * 10 >= n / 2 * 9 && nul[1 - high] * 20 <= n / 2)
            return high == 1 ? WIDE_LE : WIDE_BE;
    return NOT_WIDE;
}

static void
decode_wide(kho_sv raw, enum wide wide, struct kho_buf *out)
{
    const unsigned char *p = (const unsigned char *)raw.p;
    const unsigned high = wide == WIDE_LE ? 1 : 0;

    for (size_t i = 0; i + 1 < raw.n; i += 2) {
        uint32_t c = (uint32_t)p[i + high] << 8 | p[i + 1 - high];
        char utf8[4];

        if (c >= 0xd800 && c < 0xe000) {
            uint32_t low = i + 3 < raw.n ? (uint32_t)p[i + 2 + high] << 8 | p[i + 3 - high] : 0;

            if (c < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
                i += 2;
            } else {
                c = 0xfffd;
            }
        }
        kho_buf_put(out, utf8, kho_utf8_put(utf8, c));
    }
}

/* -- UTF-8, and what went through it by mistake ----------------------------------------------- */

struct utf8_count {
    size_t good, bad; /* multibyte characters, bad bytes */
    size_t own;       /* of good, letters that only Unicode has: ạ, ế, ơ */
};

static struct utf8_count
count_utf8(kho_sv raw)
{
    struct utf8_count k = {0, 0, 0};

    for (size_t i = 0; i < raw.n;) {
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)raw.p + i, raw.n - i, &len);

        /* a character that was cut off at the end of the input is no damage */
        k.bad += c == KHO_UTF8_BAD && raw.n - i > 3;
        k.good += c != KHO_UTF8_BAD && len > 1;
        k.own += c >= 0x100 && c != KHO_UTF8_BAD && kho_letter_of(c).code != KHO_L_NONE;
        i += len;
    }
    return k;
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The bytes that windows-1252 shows as this word, appended to out; false and nothing if there are
 * none. */
static bool
unwrap_word(kho_sv word, struct kho_buf *out)
{
    const size_t before = out->n;

    for (size_t i = 0; i < word.n;) {
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)word.p + i, word.n - i, &len);
        const int byte = c == KHO_UTF8_BAD ? -1 : kho_cp1252_byte(c);

        if (byte < 0) {
            out->n = before;
            return false;
        }
        kho_buf_char(out, (char)byte);
        i += len;
    }
    return out->st == KHO_OK;
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

/* Words that are UTF-8 once more after taking one layer off, one layer less. */
static void
unwrap_utf8(kho_sv text, struct kho_buf *out)
{
    struct kho_buf bytes = {.limit = text.n + 1};
    kho_sv piece;

    while (next_piece(&text, &piece)) {
        struct utf8_count k = {0, 0, 0};

        kho_buf_reset(&bytes);
        if (unwrap_word(piece, &bytes))
            k = count_utf8(kho_buf_view(&bytes));
        if (k.good > 0 && k.bad == 0)
            kho_buf_sv(out, kho_buf_view(&bytes));
        else
            kho_buf_sv(out, piece);
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

    while (next_piece(&text, &piece))
        if (!unwrap_word(piece, &bytes)) {
            kho_charset_decode(cs, kho_buf_view(&bytes), out);
            kho_buf_reset(&bytes);
            kho_buf_sv(out, piece);
        }
    kho_charset_decode(cs, kho_buf_view(&bytes), out);
    if (bytes.st != KHO_OK)
        out->st = bytes.st;
    kho_buf_free(&bytes);
}

/* Only the words that could have come through windows-1252, as bytes: what a charset is judged by.
 */
static void
unwrap_sample(kho_sv text, struct kho_buf *bytes)
{
    kho_sv piece;

    while (next_piece(&text, &piece))
        if (unwrap_word(piece, bytes))
            kho_buf_char(bytes, ' ');
}

/*
 * Valid UTF-8 that does not read as Vietnamese: was it made from bytes that somebody took for
 * windows-1252? True and the repaired text in out, else out is empty.
 */
static bool
repair(kho_sv text, struct kho_buf *out, struct kho_decoded *d)
{
    const struct kho_charset_fit plain = kho_charset_fit_utf8(text);
    struct kho_charset_fit f;
    struct kho_buf bytes = {.limit = text.n * 2 + 1};
    enum kho_charset cs;
    double second;

    if (plain.words == 0 || plain.share > FIT_CLEAN)
        return false;
    unwrap_utf8(text, out);
    f = kho_charset_fit_utf8(kho_buf_view(out));
    if (f.share >= plain.share + FIT_BETTER && f.share >= FIT_LEGACY) {
        d->charset = "utf-8-twice";
        d->confidence = f.share;
        return true;
    }
    kho_buf_reset(out);
    unwrap_sample(text, &bytes);
    cs = kho_charset_best(kho_buf_view(&bytes), &f, &second);
    kho_buf_free(&bytes);
    if (f.words < (f.share == 1 && f.words >= plain.words ? UNWRAP_WORDS_MIN : UNWRAP_WORDS) ||
        f.share < FIT_LEGACY || f.share < plain.share + FIT_BETTER)
        return false;
    unwrap_legacy(cs, text, out);
    d->charset = kho_charset_name(cs);
    d->confidence = f.share - second >= FIT_CERTAIN ? f.share : f.share / 2;
    return true;
}

static kho_sv
decode_utf8(kho_sv raw, struct utf8_count k, struct kho_buf *buf, struct kho_decoded *d)
{
    d->charset = "utf-8";
    d->confidence = k.bad == 0 ? 1 : (double)k.good / (double)(k.good + k.bad);
    if (k.own * OWN_PER_GOOD >= k.good) /* nearly every text ends here */
        return raw;
    return repair(raw, buf, d) ? kho_buf_view(buf) : raw;
}

static kho_sv
decode_legacy(kho_sv raw, struct kho_buf *buf, struct kho_decoded *d)
{
    struct kho_charset_fit f;
    double second;
    const enum kho_charset cs = kho_charset_best(raw, &f, &second);

    if (f.share < FIT_LEGACY) {
        d->charset = "utf-8";
        d->confidence = 0;
        return raw;
    }
    kho_charset_decode(cs, raw, buf);
    d->charset = kho_charset_name(cs);
    d->confidence = f.share - second >= FIT_CERTAIN ? f.share : f.share / 2;
    return kho_buf_view(buf);
}

enum kho_status
kho_decode(struct kho_arena *arena, kho_sv raw, struct kho_decoded *out, struct kho_err *err)
{
    struct kho_buf buf = {.limit = kho_arena_room(arena)};
    struct kho_decoded d = {{NULL, 0}, "utf-8", 1};
    enum wide wide = NOT_WIDE;
    kho_sv text;
    enum kho_status st;

    if (raw.n >= 2 && memcmp(raw.p, "\xff\xfe", 2) == 0)
        wide = WIDE_LE;
    else if (raw.n >= 2 && memcmp(raw.p, "\xfe\xff", 2) == 0)
        wide = WIDE_BE;
    else
        wide = guess_wide(raw);
    if (wide != NOT_WIDE) {
        decode_wide(raw, wide, &buf);
        text = kho_buf_view(&buf);
        d.charset = wide == WIDE_LE ? "utf-16le" : "utf-16be";
    } else {
        const struct utf8_count k = count_utf8(raw);

        text = k.bad * BAD_PER_GOOD <= k.good ? decode_utf8(raw, k, &buf, &d)
                                              : decode_legacy(raw, &buf, &d);
    }
    st = buf.st == KHO_OK ? kho_text_normalise(arena, text, &d.text, err)
                          : kho_fail(err, buf.st, "text of %zu bytes is too long", raw.n);
    kho_buf_free(&buf);
    if (st == KHO_OK)
        *out = d;
    return st;
}
