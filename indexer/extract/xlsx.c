/* xlsx.c - Excel workbooks (Office Open XML, ECMA-376): each sheet is a table. */
#include "odf_styles.h"
#include "part.h"
#include "sheet.h"
#include "sheet_format.h"
#include "xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE_MAX = 64 << 20, SHEETS = 256, NAME_BYTES = 128, STYLES = 4096, ROOM = 16 << 20 };

struct xlsx;
typedef void xlsx_start(struct xlsx *x, const char *name, const struct kho_xml_attrs *a);
typedef void xlsx_end(struct xlsx *x, const char *name);

struct xlsx_sheet {
    char name[NAME_BYTES], id[32], part[NAME_BYTES];
};

struct xlsx {
    const struct kho_reader_in *in;
    struct kho_writer *w;
    struct kho_xml *xml;
    struct xlsx_sheet sheet[SHEETS];
    size_t n_sheet;
    enum kho_font font[STYLES];
    struct kho_sheet_formats formats;
    struct {
        uint16_t font, format;
    } xf[STYLES];
    size_t n_font, n_xf;
    bool in_fonts, in_xfs;
    struct kho_buf strings;
    uint32_t *string; /* where each begins; one more than there are */
    size_t n_string, cap_string;
    /* the cell */
    struct kho_sheet table;
    uint32_t row, col, style;
    char kind; /* first letter of its type; 'i' inline */
    bool collect, phonetic;
    struct kho_buf value;
    xlsx_start *on_start;
    xlsx_end *on_end;
};

static bool
is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static void
copy(char *to, size_t room, kho_sv s)
{
    size_t n = s.n < room ? s.n : 0;

    if (n > 0)
        memcpy(to, s.p, n);
    to[n] = '\0';
}

static void
start(void *ctx, const char *uri, const char *name, const struct kho_xml_attrs *a)
{
    struct xlsx *x = ctx;

    (void)uri;
    if (is(name, "rPh")) /* how Japanese is pronounced */
        x->phonetic = true;
    x->on_start(x, name, a);
}

static void
end(void *ctx, const char *uri, const char *name)
{
    struct xlsx *x = ctx;

    (void)uri;
    if (is(name, "rPh"))
        x->phonetic = false;
    x->on_end(x, name);
}

static void
chars(void *ctx, kho_sv s)
{
    struct xlsx *x = ctx;

    if (x->collect && !x->phonetic && x->value.n + s.n <= x->in->text_max)
        kho_buf_sv(&x->value, s);
}

static bool
feed(void *ctx, const char *p, size_t n)
{
    struct xlsx *x = ctx;

    return kho_xml_feed(x->xml, p, n) && !kho_writer_done(x->w);
}

static enum kho_part
read_part(struct xlsx *x, const char *name, size_t max, xlsx_start *on_start, xlsx_end *on_end)
{
    const struct kho_xml_events on = {start, end, chars, x};
    enum kho_part r;

    x->on_start = on_start;
    x->on_end = on_end;
    x->collect = x->phonetic = false;
    kho_buf_reset(&x->value);
    x->xml = kho_xml_new(&on);
    if (x->xml == NULL)
        return KHO_PART_DAMAGED;
    r = kho_part_read(x->in->bytes, kho_sv_from(name), max, feed, x);
    if (r != KHO_PART_MISSING && !kho_xml_end(x->xml) && r == KHO_PART_OK && !kho_writer_done(x->w))
        r = KHO_PART_DAMAGED;
    kho_xml_free(x->xml);
    x->xml = NULL;
    return r;
}

static void
no_end(struct xlsx *x, const char *name)
{
    (void)x, (void)name;
}

static void
on_workbook(struct xlsx *x, const char *name, const struct kho_xml_attrs *a)
{
    kho_sv from = kho_xml_attr(a, "date1904");

    if (is(name, "workbookPr"))
        x->formats.from_1904 = kho_sv_eq(from, KHO_SV("1")) || kho_sv_eq(from, KHO_SV("true"));
    if (!is(name, "sheet") || x->n_sheet == SHEETS)
        return;
    copy(x->sheet[x->n_sheet].name, NAME_BYTES, kho_xml_attr(a, "name"));
    copy(x->sheet[x->n_sheet++].id, sizeof x->sheet[0].id, kho_xml_attr(a, "id"));
}

static void
on_relation(struct xlsx *x, const char *name, const struct kho_xml_attrs *a)
{
    kho_sv id = kho_xml_attr(a, "Id"), target = kho_xml_attr(a, "Target");
    char part[NAME_BYTES];
    int n;

    if (!is(name, "Relationship") || target.n == 0 || target.n > 100)
        return;
    if (target.p[0] == '/')
        n = snprintf(part, sizeof part, "%.*s", (int)target.n - 1, target.p + 1);
    else
        n = snprintf(part, sizeof part, "xl/%.*s", KHO_SV_FMT(target));
    for (size_t i = 0; n > 0 && i < x->n_sheet; i++)
        if (kho_sv_eq(id, kho_sv_from(x->sheet[i].id)))
            memcpy(x->sheet[i].part, part, sizeof part);
}

static void
on_style(struct xlsx *x, const char *name, const struct kho_xml_attrs *a)
{
    uint32_t id = kho_odf_number(kho_xml_attr(a, "numFmtId"), 0);

    if (is(name, "numFmt"))
        kho_sheet_format_put(&x->formats, id, kho_xml_attr(a, "formatCode"));
    else if (is(name, "fonts") || is(name, "cellXfs"))
        x->in_fonts = is(name, "fonts"), x->in_xfs = is(name, "cellXfs");
    else if (is(name, "font") && x->in_fonts && x->n_font < STYLES)
        x->font[x->n_font++] = KHO_FONT_ANY;
    else if (is(name, "name") && x->in_fonts && x->n_font > 0)
        x->font[x->n_font - 1] = kho_font_of(kho_xml_attr(a, "val"));
    else if (is(name, "xf") && x->in_xfs && x->n_xf < STYLES) {
        uint32_t f = kho_odf_number(kho_xml_attr(a, "fontId"), 0);

        x->xf[x->n_xf].font = (uint16_t)(f < STYLES ? f : 0);
        x->xf[x->n_xf++].format = (uint16_t)(id < KHO_SHEET_FORMATS ? id : 0);
    }
}

static void
end_style(struct xlsx *x, const char *name)
{
    if (is(name, "fonts") || is(name, "cellXfs"))
        x->in_fonts = x->in_xfs = false;
}

static void
keep_string(struct xlsx *x)
{
    if (x->n_string + 1 >= x->cap_string) {
        size_t cap = x->cap_string == 0 ? 1024 : x->cap_string * 2;
        uint32_t *p = realloc(x->string, cap * sizeof *p);

        if (p == NULL) {
            kho_xml_stop(x->xml);
            return;
        }
        x->string = p;
        x->cap_string = cap;
    }
    x->string[x->n_string++] = (uint32_t)x->strings.n;
    kho_buf_sv(&x->strings, kho_buf_view(&x->value));
    x->string[x->n_string] = (uint32_t)x->strings.n;
    if (x->strings.n > SIDE_MAX)
        kho_xml_stop(x->xml);
    kho_buf_reset(&x->value);
}

/* A run of text in a cell begins with the font of the cell, and may have one of its own. */
static void
on_run(struct xlsx *x, const char *name, const struct kho_xml_attrs *a)
{
    if (is(name, "r") && x->value.n > 0)
        kho_buf_str(&x->value, "\1");
    else if (is(name, "rFont"))
        kho_buf_sv(&x->value, kho_font_mark(kho_font_of(kho_xml_attr(a, "val"))));
}

static void
on_string(struct xlsx *x, const char *name, const struct kho_xml_attrs *a)
{
    on_run(x, name, a);
    x->collect = is(name, "t");
}

static void
end_string(struct xlsx *x, const char *name)
{
    x->collect = false;
    if (is(name, "si"))
        keep_string(x);
}

/* "AB12" -> column 27, row 11. */
static void
place(struct xlsx *x, kho_sv ref)
{
    uint32_t col = 0, row;
    size_t i = 0;

    for (; i < ref.n && i < 3 && ref.p[i] >= 'A' && ref.p[i] <= 'Z'; i++)
        col = col * 26 + (uint32_t)(ref.p[i] - 'A') + 1;
    row = kho_odf_number((kho_sv){ref.p + i, ref.n - i}, 0);
    if (col > 0 && row > 0) {
        x->row = row - 1;
        x->col = col - 1;
    } else {
        x->col++;
    }
}

static void
on_cell(struct xlsx *x, const char *name, const struct kho_xml_attrs *a)
{
    if (is(name, "row")) {
        x->row = kho_odf_number(kho_xml_attr(a, "r"), x->row + 2) - 1;
        x->col = UINT32_MAX;
    } else if (is(name, "c")) {
        kho_sv type = kho_xml_attr(a, "t");

        place(x, kho_xml_attr(a, "r").p == NULL ? KHO_SV("") : kho_xml_attr(a, "r"));
        x->style = kho_odf_number(kho_xml_attr(a, "s"), 0);
        x->kind = 'n';
        if (type.n > 0)
            x->kind = type.p[0];
        if (kho_sv_eq(type, KHO_SV("str")))
            x->kind = 'i';
        kho_buf_reset(&x->value);
    } else {
        on_run(x, name, a);
        x->collect = is(name, "v") || is(name, "t");
    }
}

static void
put_cell(struct xlsx *x)
{
    struct kho_look look = {.bold = false};
    kho_sv v = kho_buf_view(&x->value);
    char number[40];

    if (x->style < x->n_xf)
        look.font = x->font[x->xf[x->style].font];
    if (x->kind == 's') {
        uint32_t i = kho_odf_number(v, UINT32_MAX);

        if (i >= x->n_string)
            return;
        v = (kho_sv){x->strings.p + x->string[i], x->string[i + 1] - x->string[i]};
    }
    if (v.n == 0 || !kho_sheet_cell(&x->table, x->row, x->col))
        return;
    if (x->kind == 'n' && v.n < sizeof number) {
        copy(number, sizeof number, v);
        kho_sheet_value(x->w, strtod(number, NULL), &x->formats,
                        x->style < x->n_xf ? x->xf[x->style].format : 0, &look);
    } else if (x->kind == 'b') {
        kho_writer_text(x->w, v.p[0] == '1' ? KHO_SV("TRUE") : KHO_SV("FALSE"), &look);
    } else if (x->kind != 'e') {
        kho_sheet_text(x->w, v, &look);
    }
    kho_sheet_cell_end(&x->table);
    if (kho_writer_done(x->w))
        kho_xml_stop(x->xml);
}

static void
end_cell(struct xlsx *x, const char *name)
{
    x->collect = false;
    if (is(name, "c"))
        put_cell(x);
}

static uint64_t
read_all(struct xlsx *x)
{
    size_t max = x->in->text_max > (SIZE_MAX - ROOM) / 16 ? SIZE_MAX : x->in->text_max * 16 + ROOM;
    uint64_t notes = kho_part_note(read_part(x, "xl/workbook.xml", SIDE_MAX, on_workbook, no_end));
    enum kho_part r;

    (void)read_part(x, "xl/_rels/workbook.xml.rels", SIDE_MAX, on_relation, no_end);
    (void)read_part(x, "xl/styles.xml", SIDE_MAX, on_style, end_style);
    r = read_part(x, "xl/sharedStrings.xml", SIDE_MAX, on_string, end_string);
    notes |= r == KHO_PART_MISSING ? 0 : kho_part_note(r);
    for (size_t i = 0; i < x->n_sheet && !kho_writer_done(x->w); i++) {
        if (x->sheet[i].part[0] == '\0')
            (void)snprintf(x->sheet[i].part, NAME_BYTES, "xl/worksheets/sheet%zu.xml", i + 1);
        x->row = x->col = UINT32_MAX;
        kho_sheet_begin(&x->table, x->w, kho_sv_from(x->sheet[i].name));
        notes |= kho_part_note(read_part(x, x->sheet[i].part, max, on_cell, end_cell));
        kho_sheet_end(&x->table);
    }
    return notes;
}

enum kho_status
kho_read_xlsx(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    struct xlsx *x = calloc(1, sizeof *x);
    enum kho_status st;

    if (x == NULL || (x->w = kho_writer_new(in)) == NULL) {
        free(x);
        return kho_fail(err, KHO_NOMEM, "no memory to read a workbook");
    }
    x->in = in;
    out->notes |= read_all(x);
    st = kho_writer_finish(x->w, out, err);
    free(x->string);
    kho_buf_free(&x->strings);
    kho_buf_free(&x->value);
    kho_buf_free(&x->formats.codes);
    free(x);
    return st;
}
