/* xls_strings.c - records of Excel workbooks, and the strings in them.
 *
 * A string of the shared table may go on in CONTINUE records, where it says anew how wide its
 * characters are.
 */
#include "xls.h"

#include "codepage.h"
#include "utf8.h"

#include <stdlib.h>

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

static void
put(struct kho_buf *b, uint32_t c)
{
    char u[4];

    if (c != 0 && (c < 0xd800 || c > 0xdfff))
        kho_buf_put(b, u, kho_utf8_put(u, c));
}

/* n characters from at, of one or two bytes. */
static void
letters(struct kho_xls *x, kho_sv r, size_t at, size_t n, bool wide)
{
    for (size_t i = 0; i < n && at + (wide ? 2u : 1u) <= r.n; i++, at += wide ? 2 : 1)
        put(&x->text, wide      ? kho_xls_u16(r, at)
                      : x->five ? kho_codepage_char(x->codepage, (unsigned char)r.p[at])
                                : kho_codepage_char(1252, (unsigned char)r.p[at]));
}

void
kho_xls_string(struct kho_xls *x, kho_sv r, size_t at, bool long_length)
{
    size_t n = long_length ? kho_xls_u16(r, at) : kho_xls_u8(r, at);
    unsigned flags;

    kho_buf_reset(&x->text);
    at += long_length ? 2 : 1;
    if (x->five) {
        letters(x, r, at, n, false);
        return;
    }
    flags = kho_xls_u8(r, at++);
    at += ((flags & 8) != 0 ? 2u : 0u) + ((flags & 4) != 0 ? 4u : 0u);
    letters(x, r, at, n, (flags & 1) != 0);
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

static void
shared_string(struct kho_xls *x, struct sst *t)
{
    size_t n = kho_xls_u16(t->r, t->at), runs = 0, extra = 0;
    unsigned flags = kho_xls_u8(t->r, t->at + 2);

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
    skip(x, t, runs * 4 + extra);
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
