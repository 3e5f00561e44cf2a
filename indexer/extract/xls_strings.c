/* xls_strings.c - records of Excel workbooks, and the strings in them.
 *
 * A string of the shared table may go on in CONTINUE records, where it says anew how wide its
 * characters are.
 */
#include "xls.h"

#include "codepage.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

bool
kho_xls_next(struct kho_xls *x, size_t *at, unsigned *type, kho_sv *r)
{
    size_t n;

    if (*at + 4 > x->s.n)
        return false;
    *type = kho_xls_u16(x->s, *at);
    n = kho_xls_u16(x->s, *at + 2);
    if (n > x->s.n - *at - 4) {
        n = x->s.n - *at - 4;
        x->damaged = true;
    }
    *r = (kho_sv){x->s.p + *at + 4, n};
    *at += 4 + n;
    return true;
}

/* Control characters but line ends and tabs are none: '\1' is kho_sheet_text's. */
static void
put(struct kho_buf *b, uint32_t c)
{
    char u[4];

    if (c >= 0x09 && (c < 0xd800 || c > 0xdfff))
        kho_buf_put(b, u, kho_utf8_put(u, c));
}

/* n characters from at, of one or two bytes. */
static void
letters(struct kho_xls *x, kho_sv r, size_t at, size_t n, bool wide)
{
    for (size_t i = 0; i < n && at + (wide ? 2u : 1u) <= r.n; i++, at += wide ? 2 : 1) {
        const uint32_t here = (uint32_t)x->text.n;

        kho_buf_put(&x->places, (const char *)&here, sizeof here);
        put(&x->text, wide      ? kho_xls_u16(r, at)
                      : x->five ? kho_codepage_char(x->codepage, (unsigned char)r.p[at])
                                : kho_codepage_char(1252, (unsigned char)r.p[at]));
    }
}

/* Puts marks of fonts into the string that was read last: text of it is taken out first and comes
 * back run by run. */
struct runs {
    size_t base, from; /* where the string began in x->text; what of it is back there */
};

static struct runs
runs_begin(struct kho_xls *x, size_t base)
{
    kho_buf_reset(&x->raw);
    kho_buf_put(&x->raw, x->text.p + base, x->text.n - base);
    x->text.n = base;
    return (struct runs){base, 0};
}

/* Another font begins at a character; in their order. */
static void
runs_put(struct kho_xls *x, struct runs *t, size_t character, unsigned font)
{
    uint32_t at;

    if (character >= x->places.n / sizeof at)
        return;
    memcpy(&at, x->places.p + character * sizeof at, sizeof at);
    if (at < t->base + t->from || at - t->base > x->raw.n)
        return;
    kho_buf_put(&x->text, x->raw.p + t->from, at - t->base - t->from);
    t->from = at - t->base;
    kho_buf_sv(&x->text, kho_font_mark(font < x->n_font ? x->font[font].kind : KHO_FONT_ANY));
}

static void
runs_end(struct kho_xls *x, const struct runs *t)
{
    if (t->from < x->raw.n)
        kho_buf_put(&x->text, x->raw.p + t->from, x->raw.n - t->from);
}

size_t
kho_xls_string(struct kho_xls *x, kho_sv r, size_t at, bool long_length)
{
    size_t n = long_length ? kho_xls_u16(r, at) : kho_xls_u8(r, at);
    unsigned flags = 0;

    kho_buf_reset(&x->text);
    kho_buf_reset(&x->places);
    at += long_length ? 2 : 1;
    if (!x->five) {
        flags = kho_xls_u8(r, at++);
        at += ((flags & 8) != 0 ? 2u : 0u) + ((flags & 4) != 0 ? 4u : 0u);
    }
    letters(x, r, at, n, (flags & 1) != 0);
    return at + n * ((flags & 1) != 0 ? 2 : 1);
}

void
kho_xls_rich(struct kho_xls *x, kho_sv r, size_t at)
{
    const size_t behind = kho_xls_string(x, r, at, true);
    const unsigned n = x->five ? kho_xls_u8(r, behind) : kho_xls_u16(r, behind);
    struct runs t;

    if (n == 0 || x->text.n == 0)
        return;
    t = runs_begin(x, 0);
    for (size_t i = 0; i < n && behind + 2 + i * 2 < r.n; i++)
        if (x->five)
            runs_put(x, &t, kho_xls_u8(r, behind + 1 + i * 2), kho_xls_u8(r, behind + 2 + i * 2));
        else
            runs_put(x, &t, kho_xls_u16(r, behind + 2 + i * 4), kho_xls_u16(r, behind + 4 + i * 4));
    runs_end(x, &t);
}

/* A reader of the shared strings, over the ends of records. */
struct sst {
    size_t next; /* where the next record begins */
    kho_sv r;
    size_t at;
    bool over;
};

static void
go_on(struct kho_xls *x, struct sst *t)
{
    unsigned type = 0;

    t->at = 0;
    if (kho_xls_u16(x->s, t->next) != 0x3c || !kho_xls_next(x, &t->next, &type, &t->r)) {
        t->over = true;
        t->r = (kho_sv){"", 0};
    }
}

static void
skip(struct kho_xls *x, struct sst *t, size_t n)
{
    while (n > 0 && !t->over) {
        size_t piece = t->r.n - t->at < n ? t->r.n - t->at : n;

        t->at += piece;
        n -= piece;
        if (n > 0)
            go_on(x, t);
    }
}

/* Two bytes, which may stand on both sides of an end of a record. */
static unsigned
two_bytes(struct kho_xls *x, struct sst *t)
{
    unsigned v = 0;

    for (unsigned i = 0; i < 2; i++) {
        if (t->at >= t->r.n)
            go_on(x, t);
        v |= kho_xls_u8(t->r, t->at++) << 8 * i;
    }
    return v;
}

/* The fonts of the string that begins at base in x->text. */
static void
shared_runs(struct kho_xls *x, struct sst *t, size_t base, size_t n)
{
    struct runs runs;

    if (n == 0 || x->text.n == base)
        return;
    runs = runs_begin(x, base);
    for (; n > 0 && !t->over; n--) {
        const unsigned character = two_bytes(x, t), font = two_bytes(x, t);

        runs_put(x, &runs, character, font);
    }
    runs_end(x, &runs);
}

static void
shared_string(struct kho_xls *x, struct sst *t)
{
    size_t n = kho_xls_u16(t->r, t->at), runs = 0, extra = 0;
    const size_t base = x->text.n;
    unsigned flags = kho_xls_u8(t->r, t->at + 2);

    kho_buf_reset(&x->places);
    t->at += 3;
    if ((flags & 8) != 0)
        runs = kho_xls_u16(t->r, t->at), t->at += 2;
    if ((flags & 4) != 0)
        extra = kho_xls_u32(t->r, t->at), t->at += 4;
    while (n > 0 && !t->over) {
        size_t size = (flags & 1) != 0 ? 2 : 1, have = t->at < t->r.n ? (t->r.n - t->at) / size : 0;

        have = have < n ? have : n;
        letters(x, t->r, t->at, have, size == 2);
        t->at += have * size;
        n -= have;
        if (n > 0) {
            go_on(x, t);
            flags = (flags & ~1u) | (kho_xls_u8(t->r, t->at++) & 1);
        }
    }
    shared_runs(x, t, base, runs);
    skip(x, t, extra);
}

void
kho_xls_shared(struct kho_xls *x, size_t after, kho_sv r)
{
    struct sst t = {.next = after, .r = r, .at = 8};
    size_t n = kho_xls_u32(r, 4);

    if (x->string != NULL)
        return;
    if (n > x->s.n / 3)
        n = x->s.n / 3;
    x->string = calloc(n + 1, sizeof *x->string);
    if (x->string == NULL)
        return;
    kho_buf_reset(&x->text);
    while (x->n_string < n && !t.over) {
        if (t.at >= t.r.n)
            go_on(x, &t);
        if (t.over)
            break;
        x->string[x->n_string++] = (uint32_t)x->text.n;
        shared_string(x, &t);
        x->string[x->n_string] = (uint32_t)x->text.n;
    }
    x->damaged = x->damaged || x->n_string < n;
    x->strings = x->text;
    x->text = (struct kho_buf){.p = NULL};
}
