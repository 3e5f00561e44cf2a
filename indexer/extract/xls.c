/* xls.c - Excel workbooks of the days before 2007: BIFF8, and BIFF5 of Excel 5 and 95 ([MS-XLS]).
 *
 * A stream of records: type, length, bytes.  A string of the shared table may go on in CONTINUE
 * records, where it says anew how wide its characters are.
 */
#include "codepage.h"
#include "ole.h"
#include "sheet.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

enum { FONTS = 1024, XFS = 4096, FORMATS = 1024, SHEETS = 256 };

struct xls_font {
    enum kho_font kind;
    bool bold;
};

struct xls {
    kho_sv s; /* the stream */
    struct kho_writer *w;
    bool five;         /* BIFF5 */
    unsigned codepage; /* of its strings */
    struct xls_font font[FONTS];
    struct {
        uint16_t font, format;
    } xf[XFS];
    bool date[FORMATS];
    struct {
        size_t at, name; /* of its records */
    } sheet[SHEETS];
    size_t n_font, n_xf, n_sheet;
    struct kho_buf text;    /* of one string */
    struct kho_buf strings; /* the shared ones */
    uint32_t *string;       /* where each begins; one more than there are */
    size_t n_string, cap_string;
    struct kho_sheet table;
    bool damaged, encrypted;
};

static unsigned
u16(kho_sv s, size_t at)
{
    return at + 2 > s.n ? 0 : (unsigned)((unsigned char)s.p[at] | (unsigned char)s.p[at + 1] << 8);
}

static uint32_t
u32(kho_sv s, size_t at)
{
    return u16(s, at) | (uint32_t)u16(s, at + 2) << 16;
}

static unsigned
u8(kho_sv s, size_t at)
{
    return at < s.n ? (unsigned char)s.p[at] : 0;
}

/* The record at *at, and *at behind it; false at the end. */
static bool
next(struct xls *x, size_t *at, unsigned *type, kho_sv *r)
{
    size_t n;

    if (*at + 4 > x->s.n)
        return false;
    *type = u16(x->s, *at);
    n = u16(x->s, *at + 2);
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
letters(struct xls *x, kho_sv r, size_t at, size_t n, bool wide)
{
    for (size_t i = 0; i < n && at + (wide ? 2u : 1u) <= r.n; i++, at += wide ? 2 : 1)
        put(&x->text, wide      ? u16(r, at)
                      : x->five ? kho_codepage_char(x->codepage, (unsigned char)r.p[at])
                                : kho_codepage_char(1252, (unsigned char)r.p[at]));
}

/* A string behind its length at at; long_length: of two bytes. */
static void
string_at(struct xls *x, kho_sv r, size_t at, bool long_length)
{
    size_t n = long_length ? u16(r, at) : u8(r, at);
    unsigned flags;

    kho_buf_reset(&x->text);
    at += long_length ? 2 : 1;
    if (x->five) {
        letters(x, r, at, n, false);
        return;
    }
    flags = u8(r, at++);
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
go_on(struct xls *x, struct sst *t)
{
    unsigned type = 0;

    t->at = 0;
    if (u16(x->s, t->next) != 0x3c || !next(x, &t->next, &type, &t->r)) {
        t->over = true;
        t->r = (kho_sv){"", 0};
    }
}

static void
skip(struct xls *x, struct sst *t, size_t n)
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
shared_string(struct xls *x, struct sst *t)
{
    size_t n = u16(t->r, t->at), runs = 0, extra = 0;
    unsigned flags = u8(t->r, t->at + 2);

    t->at += 3;
    if ((flags & 8) != 0)
        runs = u16(t->r, t->at), t->at += 2;
    if ((flags & 4) != 0)
        extra = u32(t->r, t->at), t->at += 4;
    while (n > 0 && !t->over) {
        size_t size = (flags & 1) != 0 ? 2 : 1, have = t->at < t->r.n ? (t->r.n - t->at) / size : 0;

        have = have < n ? have : n;
        letters(x, t->r, t->at, have, size == 2);
        t->at += have * size;
        n -= have;
        if (n > 0) {
            go_on(x, t);
            flags = (flags & ~1u) | (u8(t->r, t->at++) & 1);
        }
    }
    skip(x, t, runs * 4 + extra);
}

static void
shared(struct xls *x, size_t after, kho_sv r)
{
    struct sst t = {.next = after, .r = r, .at = 8};
    size_t n = u32(r, 4);

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

static void
put_font(struct xls *x, kho_sv r)
{
    if (x->n_font == FONTS)
        return;
    if (x->n_font == 4) /* there is no font 4 */
        x->n_font++;
    string_at(x, r, 14, false);
    x->font[x->n_font].bold = u16(r, 6) >= 600;
    x->font[x->n_font++].kind = kho_font_of(kho_buf_view(&x->text));
}

/* What stands before the sheets. */
static void
globals(struct xls *x)
{
    size_t at = 0, sst_after = 0;
    unsigned type;
    kho_sv r, sst = {"", 0};

    while (next(x, &at, &type, &r) && type != 0x0a) {
        switch (type) {
        case 0x809: /* BOF */
            x->five = u16(r, 0) < 0x600;
            break;
        case 0x2f: /* FILEPASS */
            x->encrypted = true;
            return;
        case 0x42:
            x->codepage = u16(r, 0);
            break;
        case 0x31:
            put_font(x, r);
            break;
        case 0xe0:
            if (x->n_xf < XFS) {
                x->xf[x->n_xf].font = (uint16_t)u16(r, 0);
                x->xf[x->n_xf++].format = (uint16_t)u16(r, 2);
            }
            break;
        case 0x41e:
            string_at(x, r, 2, !x->five);
            if (u16(r, 0) < FORMATS)
                x->date[u16(r, 0)] = kho_sheet_is_date(u16(r, 0), kho_buf_view(&x->text));
            break;
        case 0x85: /* BOUNDSHEET */
            if (x->n_sheet < SHEETS && u8(r, 5) == 0) {
                x->sheet[x->n_sheet].at = u32(r, 0);
                x->sheet[x->n_sheet++].name = (size_t)(r.p - x->s.p) + 6;
            }
            break;
        case 0xfc:
            sst = r;
            sst_after = at;
            break;
        default:
            break;
        }
    }
    if (sst.n > 8)
        shared(x, sst_after, sst);
}

static struct kho_look
look_of(const struct xls *x, unsigned xf)
{
    unsigned f = xf < x->n_xf ? x->xf[xf].font : 0;

    return f < x->n_font ? (struct kho_look){.font = x->font[f].kind, .bold = x->font[f].bold}
                         : (struct kho_look){.bold = false};
}

static void
put_text(struct xls *x, kho_sv cell, kho_sv text)
{
    struct kho_look look = look_of(x, u16(cell, 4));

    if (text.n == 0 || !kho_sheet_cell(&x->table, u16(cell, 0), u16(cell, 2)))
        return;
    kho_writer_text(x->w, text, &look);
    kho_sheet_cell_end(&x->table);
}

static void
put_number(struct xls *x, unsigned row, unsigned col, unsigned xf, double v)
{
    struct kho_look look = look_of(x, xf);
    unsigned format = xf < x->n_xf ? x->xf[xf].format : 0;

    if (!kho_sheet_cell(&x->table, row, col))
        return;
    if (kho_sheet_is_date(format, KHO_SV("")) || (format < FORMATS && x->date[format]))
        kho_sheet_date(x->w, v, &look);
    else
        kho_sheet_number(x->w, v, &look);
    kho_sheet_cell_end(&x->table);
}

static double
real(kho_sv r, size_t at)
{
    uint64_t bits = u32(r, at) | (uint64_t)u32(r, at + 4) << 32;
    double v;

    memcpy(&v, &bits, sizeof v);
    return v;
}

static double
packed(uint32_t rk)
{
    double v;

    if ((rk & 2) != 0) {
        v = (double)((int32_t)rk >> 2);
    } else {
        uint64_t bits = (uint64_t)(rk & ~UINT32_C(3)) << 32;

        memcpy(&v, &bits, sizeof v);
    }
    return (rk & 1) != 0 ? v / 100 : v;
}

static void
formula(struct xls *x, size_t at, kho_sv r)
{
    unsigned type;
    kho_sv s;

    if (u16(r, 12) != 0xffff) {
        put_number(x, u16(r, 0), u16(r, 2), u16(r, 4), real(r, 6));
        return;
    }
    /* Text stands in the next STRING record. */
    for (int i = 0; u8(r, 6) == 0 && i < 3 && next(x, &at, &type, &s); i++)
        if (type == 0x207) {
            string_at(x, s, 0, true);
            put_text(x, r, kho_buf_view(&x->text));
            return;
        }
}

static void
cells(struct xls *x, size_t at)
{
    unsigned type, depth = 0;
    kho_sv r;

    while (!kho_writer_done(x->w) && next(x, &at, &type, &r)) {
        uint32_t i;

        switch (type) {
        case 0x809:
            depth++;
            break;
        case 0x0a: /* EOF: of the sheet, or of a chart in it */
            if (--depth == 0 || depth > SHEETS)
                return;
            break;
        case 0xfd: /* LABELSST */
            i = u32(r, 6);
            if (depth == 1 && i < x->n_string)
                put_text(x, r,
                         (kho_sv){x->strings.p + x->string[i], x->string[i + 1] - x->string[i]});
            break;
        case 0x204: /* LABEL */
        case 0xd6:  /* RSTRING */
            if (depth == 1 && x->string == NULL) {
                string_at(x, r, 6, true);
                put_text(x, r, kho_buf_view(&x->text));
            }
            break;
        case 0x203:
            put_number(x, u16(r, 0), u16(r, 2), u16(r, 4), real(r, 6));
            break;
        case 0x27e:
            put_number(x, u16(r, 0), u16(r, 2), u16(r, 4), packed(u32(r, 6)));
            break;
        case 0xbd: /* MULRK */
            for (unsigned k = 0; 4 + (size_t)k * 6 + 8 <= r.n; k++)
                put_number(x, u16(r, 0), u16(r, 2) + k, u16(r, 4 + (size_t)k * 6),
                           packed(u32(r, 6 + (size_t)k * 6)));
            break;
        case 0x06:
            if (depth == 1)
                formula(x, at, r);
            break;
        default:
            break;
        }
    }
}

static void
sheets(struct xls *x)
{
    for (size_t i = 0; i < x->n_sheet && !kho_writer_done(x->w); i++) {
        kho_sv name = {x->s.p + x->sheet[i].name, x->s.n - x->sheet[i].name};

        string_at(x, name, 0, false);
        kho_sheet_begin(&x->table, x->w, kho_buf_view(&x->text));
        cells(x, x->sheet[i].at);
        kho_sheet_end(&x->table);
    }
}

enum kho_status
kho_read_xls(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    struct xls *x = calloc(1, sizeof *x);
    struct kho_buf stream = {.p = NULL};
    enum kho_status st;

    if (x == NULL || (x->w = kho_writer_new(in)) == NULL) {
        free(x);
        return kho_fail(err, KHO_NOMEM, "no memory to read a workbook");
    }
    x->codepage = 1252;
    if (kho_ole_stream(in->bytes, "Workbook\0Book\0", &stream)) {
        x->s = kho_buf_view(&stream);
        globals(x);
        if (!x->encrypted)
            sheets(x);
    } else {
        x->damaged = true;
    }
    if (x->encrypted)
        out->notes |= KHO_NOTE(ENCRYPTED);
    else if (x->damaged && !kho_writer_done(x->w))
        out->notes |= KHO_NOTE(DAMAGED);
    st = kho_writer_finish(x->w, out, err);
    free(x->string);
    kho_buf_free(&x->text);
    kho_buf_free(&x->strings);
    kho_buf_free(&stream);
    free(x);
    return st;
}
