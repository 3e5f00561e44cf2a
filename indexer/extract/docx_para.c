/* docx_para.c - paragraphs of a Word document -> lines. */
#include "docx.h"

#include "fold.h"
#include "font.h"

#include <stdio.h>
#include <stdlib.h>

enum { CAPS_MAX = 1 << 16 }; /* bytes of one run turned to capitals */

static struct kho_docx_para *
para(struct kho_docx *x)
{
    return x->n_para == 0 || x->n_para > KHO_DOCX_NESTED ? NULL : &x->para[x->n_para - 1];
}

void
kho_docx_para_open(struct kho_docx *x)
{
    struct kho_docx_para *p;

    x->n_para++;
    p = para(x);
    if (p == NULL)
        return;
    kho_pen_reset(&p->pen);
    p->own = kho_docx_unset;
    p->style = (kho_sv){p->style_buf, 0};
    p->base = kho_docx_style(x->styles, p->style);
    p->broken = p->started = false;
}

static struct kho_docx_props
props(const struct kho_docx_para *p)
{
    return kho_docx_over(p->base, &p->own);
}

/* Automatic number in front of the first text. */
static void
start(struct kho_docx *x, struct kho_docx_para *p)
{
    struct kho_docx_props all = props(p);
    struct kho_buf label = {.limit = 256};
    int level = all.level < 0 ? 0 : all.level;

    p->started = true;
    if (all.list <= 0)
        return;
    if (p->own.list < 0) { /* the list comes from the style, and often the level, too */
        int by_style = kho_docx_lists_level(x->lists, all.list, p->style);

        if (by_style >= 0)
            level = by_style;
    }
    p->own.level = (int8_t)level;
    kho_docx_lists_next(x->lists, all.list, level, &label);
    /* A label is as bold as the text behind it: it does not decide. */
    kho_buf_sv(&p->pen.text, kho_buf_view(&label));
    kho_buf_free(&label);
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
put_line(struct kho_docx *x, struct kho_docx_para *p, bool last)
{
    struct kho_docx_props all = props(p);
    struct kho_line l = {.flags = kho_pen_flags(&p->pen)};
    kho_sv s = trim(kho_buf_view(&p->pen.text));
    bool nested = x->n_para > 1, cell;

    if (all.align == KHO_ALIGN_CENTRE)
        l.flags |= KHO_LINE_CENTRED;
    if (all.outline >= 0 && all.outline < 9)
        l.heading = (uint8_t)(all.outline + 1);
    if (all.list > 0 && s.n > 0) {
        l.flags |= KHO_LINE_LIST;
        l.indent = (uint8_t)((all.level < 0 ? 0 : all.level) + 1);
    }
    if (x->margin)
        l.flags |= KHO_LINE_MARGIN;
    else if (x->collecting < 0 && !nested)
        kho_grid_hint(&x->grids, &l);
    cell = (l.flags & KHO_LINE_CELL) != 0;
    if (last && !p->broken && !has_columns(s))
        l.flags |= KHO_LINE_PARA;
    if (s.n == 0) { /* one empty line shows the gap as well as five */
        if (cell || nested || x->margin || x->blank || !last)
            return;
    }
    x->blank = s.n == 0;
    (void)kho_out_put(nested ? &x->after : &x->out, &l, s);
}

void
kho_docx_break(struct kho_docx *x)
{
    struct kho_docx_para *p = para(x);

    if (p == NULL)
        return;
    p->broken = p->broken || p->pen.ink > 0;
    put_line(x, p, false);
    kho_pen_reset(&p->pen);
}

void
kho_docx_para_close(struct kho_docx *x)
{
    struct kho_docx_para *p = para(x);

    if (p != NULL) {
        if (!p->started && !x->margin) /* numbers show in front of nothing, too: "STT" columns */
            start(x, p);
        if (p->pen.text.st != KHO_OK)
            x->out.failed = true;
        put_line(x, p, true);
    }
    if (x->n_para > 0)
        x->n_para--;
    /* Behind the outermost paragraph; in a table behind the table, so that rows stay together. */
    if (x->n_para == 0 && x->grids.n == 0 && x->after.n > 0) {
        (void)kho_out_append(&x->out, &x->after);
        x->blank = false;
    }
}

static bool
is_blank(kho_sv s)
{
    return trim(s).n == 0;
}

void
kho_docx_enough(struct kho_docx *x)
{
    x->notes |= KHO_NOTE(TRUNCATED);
    kho_xml_stop(x->xml);
}

/* The mark of a note: a sign, whatever the code page of the letters around it makes of its byte. */
static void
put_mark(struct kho_pen *pen, kho_sv digits)
{
    kho_buf_sv(&pen->text, kho_font_mark(KHO_FONT_SYMBOL));
    kho_pen_superscript(pen, digits);
    kho_buf_sv(&pen->text, kho_font_mark(KHO_FONT_ANY));
}

void
kho_docx_put(struct kho_docx *x, kho_sv s)
{
    struct kho_docx_para *p = para(x);
    struct kho_docx_props all;
    bool old;

    if (p == NULL || s.n == 0)
        return;
    if (p->pen.text.n > x->in->text_max) { /* longer than everything wanted */
        kho_docx_enough(x);
        return;
    }
    all = props(p);
    all = kho_docx_over(&all, &x->run_style);
    all = kho_docx_over(&all, &x->run);
    if (all.hidden > 0)
        return;
    if (!p->started)
        start(x, p);
    if (all.caps > 0 && all.font == KHO_FONT_TCVN3) /* its bytes are not the letters they seem */
        all.font = KHO_FONT_TCVN3_CAPS;
    else if (all.caps > 0 && s.n <= CAPS_MAX) {
        kho_arena_reset(x->scratch);
        s = kho_text_upper(x->scratch, s);
    }
    old = all.font > KHO_FONT_ANY && !is_blank(s);
    if (old)
        kho_buf_sv(&p->pen.text, kho_font_mark((enum kho_font)all.font));
    if (all.super > 0 && p->pen.ink > 0 && kho_pen_is_mark(s)) /* a mark typed by hand */
        put_mark(&p->pen, s);
    else
        kho_pen_put(&p->pen, s, all.bold > 0, all.italic > 0);
    if (old)
        kho_buf_sv(&p->pen.text, kho_font_mark(KHO_FONT_ANY));
}

int
kho_docx_note_order(const void *a, const void *b)
{
    int32_t x = ((const struct kho_docx_note *)a)->id, y = ((const struct kho_docx_note *)b)->id;

    return (x > y) - (x < y);
}

void
kho_docx_note_ref(struct kho_docx *x, int kind, int32_t id)
{
    struct kho_docx_para *p = para(x);
    struct kho_docx_note key = {.id = id}, *found;
    struct kho_pen pen = {.ink = 0};
    char digits[16];
    kho_sv number;

    if (p == NULL || x->collecting >= 0 || x->margin)
        return;
    number = (kho_sv){digits, (size_t)snprintf(digits, sizeof digits, "%u", ++x->shown)};
    if (!p->started)
        start(x, p);
    put_mark(&p->pen, number);
    found = x->n_note[kind] == 0
                ? NULL
                : bsearch(&key, x->note[kind], x->n_note[kind], sizeof key, kho_docx_note_order);
    if (found == NULL || found->text.n == 0)
        return;
    put_mark(&pen, number);
    kho_buf_char(&pen.text, ' ');
    kho_buf_sv(&pen.text, found->text);
    (void)kho_out_put(
        &x->after, &(struct kho_line){.flags = KHO_LINE_FOOTNOTE | KHO_LINE_PARA, .note = x->shown},
        kho_buf_view(&pen.text));
    found->text.n = 0; /* referred to twice, shown once: text cannot grow */
    kho_buf_free(&pen.text);
}

static void
insert(struct kho_docx *x, struct kho_docx_note n)
{
    enum { NOTES_MAX = 65536 };
    int k = x->collecting;
    size_t i = x->n_note[k];

    if (i == x->cap_note[k]) {
        size_t cap = i == 0 ? 64 : i * 2;
        struct kho_docx_note *p = i >= NOTES_MAX ? NULL : realloc(x->note[k], cap * sizeof *p);

        if (p == NULL) {
            x->notes |= KHO_NOTE(TRUNCATED);
            return;
        }
        x->note[k] = p;
        x->cap_note[k] = cap;
    }
    x->note[k][i] = n;
    x->n_note[k]++;
}

void
kho_docx_note_keep(struct kho_docx *x)
{
    kho_sv s = trim(kho_buf_view(&x->out.text));

    for (size_t i = 0; i < s.n; i++)
        if (x->out.text.p[i] == '\n')
            x->out.text.p[i] = ' ';
    if (!x->note_special && s.n > 0) {
        if (kho_arena_room(x->mem) > s.n + 4096)
            insert(x, (struct kho_docx_note){x->note_id, kho_arena_dup(x->mem, s)});
        else
            x->notes |= KHO_NOTE(TRUNCATED);
    }
    kho_buf_reset(&x->out.text);
    x->out.n = 0;
    x->blank = true;
}
