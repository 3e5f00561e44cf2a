/* writer.c - see writer.h. */
#include "writer.h"

#include "decode.h"
#include "fold.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum { SCRATCH = 4 << 20, CAPS_MAX = 1 << 16, MARGIN_BYTES = 1 << 20 };

static const struct kho_look plain;

struct kho_writer *
kho_writer_new(const struct kho_reader_in *in)
{
    struct kho_writer *w = calloc(1, sizeof *w);

    if (w == NULL)
        return NULL;
    w->in = in;
    w->blank = true; /* no empty line at the beginning */
    w->scratch = kho_arena_new(SCRATCH);
    kho_out_init(&w->out, in->text_max);
    kho_out_init(&w->after, in->text_max);
    kho_out_init(&w->margin, in->text_max < MARGIN_BYTES ? in->text_max : MARGIN_BYTES);
    return w;
}

bool
kho_writer_done(const struct kho_writer *w)
{
    return w->full || w->out.full || w->out.failed || w->after.failed || w->margin.failed;
}

static struct kho_writer_para *
current(struct kho_writer *w)
{
    return w->n < KHO_WRITER_NESTED ? &w->para[w->n] : NULL;
}

bool
kho_writer_begun(const struct kho_writer *w)
{
    return w->n < KHO_WRITER_NESTED && w->para[w->n].pen.text.n > 0;
}

/* Word shows a byte of an old font as windows-1252 does; other programs as windows-1258, as a
 * symbol, or (PDF) as the sign that looks alike. */
static uint32_t
as_1252(uint32_t c)
{
    static const struct {
        uint16_t c;
        uint8_t byte;
    } vn[] = {{0x102, 0xc3}, {0x103, 0xe3},  {0x110, 0xd0}, {0x111, 0xf0},  {0x1a0, 0xd5},
              {0x1a1, 0xf5}, {0x1af, 0xdd},  {0x1b0, 0xfd}, {0x300, 0xcc},  {0x309, 0xd2},
              {0x303, 0xde}, {0x301, 0xec},  {0x323, 0xf2}, {0x20ab, 0xfe}, {0x2212, 0xad},
              {0x3bc, 0xb5}, {0x2219, 0xb7}, {0x2c9, 0xaf}};

    if (c > 0xf000 && c < 0xf100)
        return c & 0xff;
    for (size_t i = 0; i < sizeof vn / sizeof vn[0]; i++)
        if (vn[i].c == c)
            return vn[i].byte;
    return c;
}

static bool
is_blank(kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] > ' ')
            return false;
    return true;
}

/* Text of an old font, as windows-1252 would show it, behind the mark of the font. */
static void
put_old(struct kho_writer_para *p, kho_sv s, const struct kho_look *look)
{
    for (size_t i = 0; i < s.n;) {
        unsigned len;
        uint32_t c = kho_utf8_get((const unsigned char *)s.p + i, s.n - i, &len);
        char b[4];

        if (c != KHO_UTF8_BAD)
            kho_pen_put(&p->pen, (kho_sv){b, kho_utf8_put(b, as_1252(c))}, look->bold,
                        look->italic);
        i += len;
    }
}

/* The mark of a note: a sign, whatever the code page of the letters around it makes of its byte. */
static void
put_mark(struct kho_writer_para *p, kho_sv digits)
{
    if (p->font != KHO_FONT_SYMBOL)
        kho_buf_sv(&p->pen.text, kho_font_mark(p->font = KHO_FONT_SYMBOL));
    kho_pen_superscript(&p->pen, digits);
}

void
kho_writer_text(struct kho_writer *w, kho_sv s, const struct kho_look *look)
{
    struct kho_writer_para *p = current(w);
    enum kho_font font = look->font;

    if (p == NULL || s.n == 0 || look->hidden || kho_writer_done(w))
        return;
    if (p->note != 0 && p->pen.ink == 0 && is_blank(s)) /* behind the mark there is one already */
        return;
    if (p->pen.text.n > w->in->text_max) { /* longer than everything wanted */
        w->full = true;
        return;
    }
    if (look->caps && font == KHO_FONT_TCVN3) { /* its bytes are not the letters they seem */
        font = KHO_FONT_TCVN3_CAPS;
    } else if (look->caps && s.n <= CAPS_MAX) {
        kho_arena_reset(w->scratch);
        s = kho_text_upper(w->scratch, s);
    }
    if (font != p->font && !is_blank(s))
        kho_buf_sv(&p->pen.text, kho_font_mark(p->font = font));
    if (look->super && p->pen.ink > 0 && kho_pen_is_mark(s)) /* a mark typed by hand */
        put_mark(p, s);
    else if (p->font == KHO_FONT_ANY)
        kho_pen_put(&p->pen, s, look->bold, look->italic);
    else
        put_old(p, s, look);
    if (p->pen.text.st != KHO_OK)
        w->out.failed = true;
}

void
kho_writer_char(struct kho_writer *w, uint32_t c, const struct kho_look *look)
{
    char b[4];

    if (c != 0 && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff))
        kho_writer_text(w, (kho_sv){b, kho_utf8_put(b, c)}, look);
}

void
kho_writer_label(struct kho_writer *w, kho_sv s, enum kho_font font)
{
    const struct kho_look look = {.font = font};
    struct kho_writer_para *p = current(w);
    struct kho_pen before;

    if (p == NULL)
        return;
    before = p->pen;
    kho_writer_text(w, s, &look);
    p->pen.ink = before.ink;
    p->pen.bold = before.bold;
    p->pen.italic = before.italic;
}

/* Typed columns ("ỦY BAN NHÂN DÂN <tab> CỘNG HÒA ..."): no paragraph in one piece. */
static bool
has_columns(kho_sv s)
{
    enum { LEFT_MIN = 10 }; /* bytes; labels are shorter */
    const char *tab = s.n == 0 ? NULL : memchr(s.p, '\t', s.n);
    size_t at = tab == NULL ? 0 : (size_t)(tab - s.p);

    if (at < LEFT_MIN)
        return false;
    for (size_t i = at; i < s.n; i++)
        if ((unsigned char)s.p[i] > ' ')
            return true;
    return false;
}

static kho_sv
trim(kho_sv s)
{
    while (s.n > 0 && (unsigned char)s.p[0] <= ' ')
        s.p++, s.n--;
    while (s.n > 0 && (unsigned char)s.p[s.n - 1] <= ' ')
        s.n--;
    return s;
}

static void
put_line(struct kho_writer *w, struct kho_writer_para *p, const struct kho_line *like, bool last)
{
    struct kho_line l = *like;
    kho_sv s;

    s = trim(kho_buf_view(&p->pen.text));
    l.flags |= kho_pen_flags(&p->pen);
    l.page = w->page;
    if (w->in_margin)
        l.flags |= KHO_LINE_MARGIN;
    else if (w->n == 0)
        kho_grid_hint(&w->grids, &l);
    if (last && !p->broken && !has_columns(s))
        l.flags |= KHO_LINE_PARA;
    if (s.n > 0 || (w->n == 0 && !w->in_margin && !w->blank && last &&
                    (l.flags & KHO_LINE_CELL) == 0)) { /* one empty line shows a gap of five */
        struct kho_out *to = w->in_margin ? &w->margin : w->n > 0 ? &w->after : &w->out;

        if (to == &w->out)
            w->blank = s.n == 0;
        (void)kho_out_put(to, &l, s);
    }
    kho_pen_reset(&p->pen);
    p->font = KHO_FONT_ANY;
}

void
kho_writer_break(struct kho_writer *w)
{
    static const struct kho_line none;
    struct kho_writer_para *p = current(w);

    if (p == NULL)
        return;
    if (p->note != 0) {
        kho_writer_text(w, KHO_SV(" "), &plain);
        return;
    }
    p->broken = p->broken || p->pen.ink > 0;
    put_line(w, p, &none, false);
}

void
kho_writer_para(struct kho_writer *w, const struct kho_line *like)
{
    struct kho_writer_para *p = current(w);

    if (p == NULL)
        return;
    if (p->note != 0) {
        kho_writer_text(w, KHO_SV(" "), &plain);
        return;
    }
    put_line(w, p, like, true);
    p->broken = false;
    if (w->n == 0 && w->grids.n == 0 && w->after.n > 0) {
        (void)kho_out_append(&w->out, &w->after);
        w->blank = false;
    }
}

static void
open_para(struct kho_writer *w, uint32_t note)
{
    struct kho_writer_para *p;

    w->n++;
    p = current(w);
    if (p == NULL)
        return;
    kho_pen_reset(&p->pen);
    p->font = KHO_FONT_ANY;
    p->note = note;
    p->broken = false;
}

void
kho_writer_note(struct kho_writer *w)
{
    struct kho_writer_para *p = current(w);
    char digits[16];
    kho_sv number;

    number = (kho_sv){digits, (size_t)snprintf(digits, sizeof digits, "%u", ++w->shown)};
    if (p != NULL)
        put_mark(p, number);
    open_para(w, w->shown);
    p = current(w);
    if (p != NULL) {
        put_mark(p, number);
        kho_buf_char(&p->pen.text, ' ');
    }
}

void
kho_writer_box(struct kho_writer *w)
{
    open_para(w, 0);
}

void
kho_writer_close(struct kho_writer *w)
{
    struct kho_writer_para *p = current(w);

    if (w->n == 0)
        return;
    if (p != NULL) {
        const struct kho_line l = {.flags = p->note != 0 ? (uint32_t)KHO_LINE_FOOTNOTE : 0,
                                   .note = p->note};

        if (p->pen.ink > 0)
            put_line(w, p, &l, true);
        p->note = 0;
    }
    w->n--;
}

static bool
is_flat(const struct kho_writer *w)
{
    return w->n > 0 || w->in_margin;
}

void
kho_writer_table(struct kho_writer *w)
{
    if (!is_flat(w))
        kho_grid_open(&w->grids, &w->out);
}

void
kho_writer_row(struct kho_writer *w, bool head)
{
    if (!is_flat(w))
        kho_grid_row(&w->grids, head);
}

void
kho_writer_cell(struct kho_writer *w, uint32_t colspan, uint32_t rowspan)
{
    if (!is_flat(w))
        kho_grid_cell(&w->grids, &w->out, colspan, rowspan);
}

void
kho_writer_cell_end(struct kho_writer *w)
{
    if (!is_flat(w))
        kho_grid_cell_end(&w->grids, &w->out);
}

void
kho_writer_table_end(struct kho_writer *w)
{
    if (is_flat(w))
        return;
    if (w->grids.n > 0)
        kho_grid_close(&w->grids, &w->out);
    if (w->grids.n == 0 && w->after.n > 0)
        (void)kho_out_append(&w->out, &w->after);
    w->blank = false;
}

/* Page numbers and what an earlier header says, too, are left out. */
static void
put_margins(struct kho_writer *w)
{
    enum { LINES_MAX = 200 };

    for (size_t i = 0; i < w->margin.n && i < LINES_MAX; i++) {
        kho_sv s = {w->margin.text.p + w->margin.line[i].offset, w->margin.line[i].length};
        bool fresh = false;

        for (size_t k = 0; k < s.n; k++)
            fresh = fresh || ((unsigned char)s.p[k] | 0x20) >= 'a';
        for (size_t k = 0; k < i && fresh; k++)
            fresh = !kho_sv_eq(
                s, (kho_sv){w->margin.text.p + w->margin.line[k].offset, w->margin.line[k].length});
        if (fresh)
            (void)kho_out_put(&w->out, &w->margin.line[i], s);
    }
}

enum kho_status
kho_writer_finish(struct kho_writer *w, struct kho_extracted *out, struct kho_err *err)
{
    static const struct kho_line none;
    enum kho_status st;

    w->in_margin = false;
    while (w->n > 0)
        kho_writer_close(w);
    if (kho_writer_begun(w))
        kho_writer_para(w, &none);
    while (w->grids.n > 0)
        kho_writer_table_end(w);
    (void)kho_out_append(&w->out, &w->after);
    put_margins(w);
    if (w->full || w->out.full || w->after.full)
        out->notes |= KHO_NOTE(TRUNCATED);
    if (w->after.failed || w->margin.failed)
        w->out.failed = true;
    st = kho_out_finish(&w->out, w->in->arena, &out->lines, err);
    if (w->out.confidence < KHO_DECODE_SURE)
        out->notes |= KHO_NOTE(CHARSET);
    for (size_t i = 0; i < KHO_WRITER_NESTED; i++)
        kho_buf_free(&w->para[i].pen.text);
    kho_out_free(&w->out);
    kho_out_free(&w->after);
    kho_out_free(&w->margin);
    kho_arena_free(w->scratch);
    free(w);
    return st;
}
