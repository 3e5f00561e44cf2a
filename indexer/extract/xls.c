/* xls.c - Excel workbooks of the days before 2007: BIFF8, and BIFF5 of Excel 5 and 95 ([MS-XLS]).
 *
 * A stream of records: type, length, bytes.
 */
#include "xls.h"

#include "ole.h"

#include <stdlib.h>
#include <string.h>

static void
put_font(struct kho_xls *x, kho_sv r)
{
    if (x->n_font == KHO_XLS_FONTS)
        return;
    if (x->n_font == 4) /* there is no font 4 */
        x->n_font++;
    (void)kho_xls_string(x, r, 14, false);
    x->font[x->n_font].bold = kho_xls_u16(r, 6) >= 600;
    x->font[x->n_font++].kind = kho_font_of(kho_buf_view(&x->text));
}

/* What stands before the sheets. */
static void
globals(struct kho_xls *x)
{
    size_t at = 0, sst_after = 0;
    unsigned type;
    kho_sv r, sst = {"", 0};

    while (kho_xls_next(x, &at, &type, &r) && type != 0x0a) {
        switch (type) {
        case 0x809: /* BOF */
            x->five = kho_xls_u16(r, 0) < 0x600;
            break;
        case 0x2f: /* FILEPASS */
            x->encrypted = true;
            return;
        case 0x42:
            x->codepage = kho_xls_u16(r, 0);
            break;
        case 0x31:
            put_font(x, r);
            break;
        case 0xe0:
            if (x->n_xf < KHO_XLS_XFS) {
                x->xf[x->n_xf].font = (uint16_t)kho_xls_u16(r, 0);
                x->xf[x->n_xf++].format = (uint16_t)kho_xls_u16(r, 2);
            }
            break;
        case 0x41e:
            (void)kho_xls_string(x, r, 2, !x->five);
            kho_sheet_format_put(&x->formats, kho_xls_u16(r, 0), kho_buf_view(&x->text));
            break;
        case 0x22:
            x->formats.from_1904 = kho_xls_u16(r, 0) == 1;
            break;
        case 0x85: /* BOUNDSHEET */
            if (x->n_sheet < KHO_XLS_SHEETS && kho_xls_u8(r, 5) == 0) {
                x->sheet[x->n_sheet].at = kho_xls_u32(r, 0);
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
        kho_xls_shared(x, sst_after, sst);
}

static struct kho_look
look_of(const struct kho_xls *x, unsigned xf)
{
    unsigned f = xf < x->n_xf ? x->xf[xf].font : 0;

    return f < x->n_font ? (struct kho_look){.font = x->font[f].kind, .bold = x->font[f].bold}
                         : (struct kho_look){.bold = false};
}

static void
put_text(struct kho_xls *x, kho_sv cell, kho_sv text)
{
    struct kho_look look = look_of(x, kho_xls_u16(cell, 4));

    if (text.n == 0 || !kho_sheet_cell(&x->table, kho_xls_u16(cell, 0), kho_xls_u16(cell, 2)))
        return;
    kho_sheet_text(x->w, text, &look);
    kho_sheet_cell_end(&x->table);
}

static void
put_number(struct kho_xls *x, unsigned row, unsigned col, unsigned xf, double v)
{
    struct kho_look look = look_of(x, xf);

    if (!kho_sheet_cell(&x->table, row, col))
        return;
    kho_sheet_value(x->w, v, &x->formats, xf < x->n_xf ? x->xf[xf].format : 0, &look);
    kho_sheet_cell_end(&x->table);
}

static double
real(kho_sv r, size_t at)
{
    uint64_t bits = kho_xls_u32(r, at) | (uint64_t)kho_xls_u32(r, at + 4) << 32;
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
formula(struct kho_xls *x, size_t at, kho_sv r)
{
    unsigned type;
    kho_sv s;

    if (kho_xls_u16(r, 12) != 0xffff) {
        put_number(x, kho_xls_u16(r, 0), kho_xls_u16(r, 2), kho_xls_u16(r, 4), real(r, 6));
        return;
    }
    /* Text stands in the next STRING record. */
    for (int i = 0; kho_xls_u8(r, 6) == 0 && i < 3 && kho_xls_next(x, &at, &type, &s); i++)
        if (type == 0x207) {
            (void)kho_xls_string(x, s, 0, true);
            put_text(x, r, kho_buf_view(&x->text));
            return;
        }
}

static void
cells(struct kho_xls *x, size_t at)
{
    unsigned type, depth = 0;
    kho_sv r;

    while (!kho_writer_done(x->w) && kho_xls_next(x, &at, &type, &r)) {
        uint32_t i;

        switch (type) {
        case 0x809:
            depth++;
            break;
        case 0x0a: /* EOF: of the sheet, or of a chart in it */
            if (--depth == 0 || depth > KHO_XLS_SHEETS)
                return;
            break;
        case 0xfd: /* LABELSST */
            i = kho_xls_u32(r, 6);
            if (depth == 1 && i < x->n_string)
                put_text(x, r,
                         (kho_sv){x->strings.p + x->string[i], x->string[i + 1] - x->string[i]});
            break;
        case 0x204: /* LABEL */
        case 0xd6:  /* RSTRING */
            if (depth == 1 && x->string == NULL) {
                if (type == 0xd6)
                    kho_xls_rich(x, r, 6);
                else
                    (void)kho_xls_string(x, r, 6, true);
                put_text(x, r, kho_buf_view(&x->text));
            }
            break;
        case 0x203:
            put_number(x, kho_xls_u16(r, 0), kho_xls_u16(r, 2), kho_xls_u16(r, 4), real(r, 6));
            break;
        case 0x205: /* BOOLERR; errors say nothing */
            if (depth == 1 && kho_xls_u8(r, 7) == 0)
                put_text(x, r, kho_xls_u8(r, 6) != 0 ? KHO_SV("TRUE") : KHO_SV("FALSE"));
            break;
        case 0x27e:
            put_number(x, kho_xls_u16(r, 0), kho_xls_u16(r, 2), kho_xls_u16(r, 4),
                       packed(kho_xls_u32(r, 6)));
            break;
        case 0xbd: /* MULRK */
            for (unsigned k = 0; 4 + (size_t)k * 6 + 8 <= r.n; k++)
                put_number(x, kho_xls_u16(r, 0), kho_xls_u16(r, 2) + k,
                           kho_xls_u16(r, 4 + (size_t)k * 6),
                           packed(kho_xls_u32(r, 6 + (size_t)k * 6)));
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
sheets(struct kho_xls *x)
{
    for (size_t i = 0; i < x->n_sheet && !kho_writer_done(x->w); i++) {
        kho_sv name = {x->s.p + x->sheet[i].name, x->s.n - x->sheet[i].name};

        (void)kho_xls_string(x, name, 0, false);
        kho_sheet_begin(&x->table, x->w, kho_buf_view(&x->text));
        cells(x, x->sheet[i].at);
        kho_sheet_end(&x->table);
    }
}

enum kho_status
kho_read_xls(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    struct kho_xls *x = calloc(1, sizeof *x);
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
    kho_buf_free(&x->places);
    kho_buf_free(&x->raw);
    kho_buf_free(&x->formats.codes);
    kho_buf_free(&x->strings);
    kho_buf_free(&stream);
    free(x);
    return st;
}
