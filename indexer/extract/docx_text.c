/* docx_text.c - elements of word/document.xml, headers, footers and notes. */
#include "docx.h"

#include <string.h>

static bool
is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* Left out with all they hold: deleted text, what others show already, properties of no use. */
static bool
is_left_out(const char *uri, const char *name)
{
    static const char *const names[] = {
        "del",        "moveFrom",   "sdtPr", "sectPr", "pPrChange", "rPrChange", "tblPrChange",
        "trPrChange", "tcPrChange", "rt",    "tblPr",  "instrText", "delText",   "tblGrid"};

    if (!kho_docx_is_w(uri))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (is(name, names[i]))
            return true;
    return false;
}

/* Of alternatives the first is taken; what others show is the same.  True: this one is left out. */
static bool
is_other_choice(struct kho_docx *x, const char *name)
{
    const unsigned level = x->alternates < 32 ? x->alternates : 31;

    if (is(name, "AlternateContent")) {
        x->alternates++;
        x->has_choice &= ~(UINT32_C(1) << (level < 31 ? level + 1 : 31));
        return false;
    }
    if ((x->has_choice >> level & 1) != 0)
        return true;
    x->has_choice |= UINT32_C(1) << level;
    return false;
}

static bool
is_alternative(const char *uri)
{
    return strstr(uri, "markup-compatibility") != NULL;
}

static struct kho_docx_para *
para(struct kho_docx *x)
{
    return x->n_para == 0 || x->n_para > KHO_DOCX_NESTED ? NULL : &x->para[x->n_para - 1];
}

static void
set_style(struct kho_docx *x, kho_sv id)
{
    struct kho_docx_para *p = para(x);

    if (p == NULL || id.p == NULL || id.n > sizeof p->style_buf)
        return;
    memcpy(p->style_buf, id.p, id.n);
    p->style.n = id.n;
    p->base = kho_docx_style(x->styles, p->style);
}

/* Pieces of a run. */
static void
in_run(struct kho_docx *x, const char *name, const struct kho_xml_attrs *a)
{
    if (is(name, "t")) {
        x->in_text = true;
    } else if (is(name, "tab") || is(name, "ptab")) {
        kho_docx_put(x, KHO_SV("\t"));
    } else if (is(name, "br") || is(name, "cr")) {
        kho_docx_break(x);
    } else if (is(name, "noBreakHyphen")) {
        kho_docx_put(x, KHO_SV("-"));
    } else if (is(name, "sym")) { /* a character of a symbol font */
        kho_docx_put(x, KHO_SV("•"));
    } else if (is(name, "footnoteReference")) {
        kho_docx_note_ref(x, 0, kho_docx_int(kho_xml_attr(a, "id"), -1));
    } else if (is(name, "endnoteReference")) {
        kho_docx_note_ref(x, 1, kho_docx_int(kho_xml_attr(a, "id"), -1));
    } else if (is(name, "rStyle")) {
        x->run_style = kho_docx_unset;
        if (kho_xml_attr(a, "val").n > 0) {
            x->run_style = *kho_docx_style(x->styles, kho_xml_attr(a, "val"));
            x->run_style.list = -1;
        }
    } else {
        kho_docx_prop(&x->run, name, a);
    }
}

static void
in_table(struct kho_docx *x, const char *name, const struct kho_xml_attrs *a)
{
    struct kho_grid *g = kho_grid_top(&x->grids);

    if (is(name, "tbl")) {
        kho_grid_open(&x->grids, &x->out);
    } else if (is(name, "tr")) {
        kho_grid_row(&x->grids, false);
    } else if (is(name, "tblHeader") && g != NULL) {
        g->head = kho_docx_is_on(a);
    } else if (is(name, "gridBefore") && g != NULL) {
        int32_t n = kho_docx_int(kho_xml_attr(a, "val"), 0);

        if (n > 0 && n < KHO_GRID_COLS) {
            g->col = 0;
            g->colspan = (uint16_t)n;
        }
    } else if (is(name, "tc")) {
        kho_grid_cell(&x->grids, &x->out, 1, 0);
        x->cell_continues = false;
    } else if (is(name, "gridSpan") && g != NULL) {
        int32_t n = kho_docx_int(kho_xml_attr(a, "val"), 1);

        g->colspan = (uint16_t)(n < 1 ? 1 : n > KHO_GRID_COLS ? KHO_GRID_COLS : n);
        if (g->col + g->colspan > g->cols)
            g->cols = g->col + g->colspan;
    } else if (is(name, "vMerge")) {
        kho_sv v = kho_xml_attr(a, "val");

        if (v.n != 7) { /* anything but "restart" */
            kho_grid_continue(&x->grids);
            x->cell_continues = true;
        }
    }
}

static void
start_note(struct kho_docx *x, const struct kho_xml_attrs *a)
{
    kho_sv type = kho_xml_attr(a, "type");

    x->note_id = kho_docx_int(kho_xml_attr(a, "id"), -1);
    x->note_special = type.p != NULL && !(type.n == 6 && memcmp(type.p, "normal", 6) == 0);
}

void
kho_docx_start(void *ctx, const char *uri, const char *name, const struct kho_xml_attrs *a)
{
    struct kho_docx *x = ctx;
    struct kho_docx_para *p;

    x->depth++;
    if (x->skip_below != 0)
        return;
    if (is_left_out(uri, name) || (is_alternative(uri) && is_other_choice(x, name))) {
        x->skip_below = x->depth;
        return;
    }
    if (strstr(uri, "/math") != NULL) { /* formulas: their text */
        x->in_text = x->in_text || is(name, "t");
        return;
    }
    if (!kho_docx_is_w(uri))
        return;
    p = para(x);
    if (is(name, "p")) {
        kho_docx_para_open(x);
    } else if (is(name, "pPr")) {
        x->in_para_props = true;
    } else if (x->in_para_props) {
        if (is(name, "rPr")) /* of the paragraph mark, not of the text */
            x->skip_below = x->depth;
        else if (is(name, "pStyle"))
            set_style(x, kho_xml_attr(a, "val"));
        else if (p != NULL)
            kho_docx_prop(&p->own, name, a);
    } else if (is(name, "r")) {
        x->in_run = true;
        x->run = x->run_style = kho_docx_unset;
    } else if (is(name, "txbxContent")) {
        x->in_run = false;
    } else if ((is(name, "footnote") || is(name, "endnote")) && x->collecting >= 0) {
        start_note(x, a);
    } else if (x->in_run) {
        in_run(x, name, a);
    } else if (is(name, "altChunk") && x->n_para == 0) {
        kho_docx_chunk(x, kho_xml_attr(a, "id"));
    } else if (x->n_para == 0) { /* tables in text boxes are flattened */
        in_table(x, name, a);
    }
}

void
kho_docx_end(void *ctx, const char *uri, const char *name)
{
    struct kho_docx *x = ctx;
    bool skipped = x->skip_below != 0;

    if (x->skip_below == x->depth)
        x->skip_below = 0;
    x->depth -= x->depth > 0;
    if (skipped)
        return;
    if (is(name, "t")) {
        for (size_t i = 0; i < x->run_text.n;
             i++) /* line ends of the file are blanks of the text */
            if (x->run_text.p[i] == '\n' || x->run_text.p[i] == '\r')
                x->run_text.p[i] = ' ';
        kho_docx_put(x, kho_buf_view(&x->run_text));
        kho_buf_reset(&x->run_text);
        x->in_text = false;
    }
    if (is_alternative(uri) && is(name, "AlternateContent"))
        x->alternates -= x->alternates > 0;
    if (!kho_docx_is_w(uri))
        return;
    if (is(name, "p")) {
        kho_docx_para_close(x);
    } else if (is(name, "pPr")) {
        x->in_para_props = false;
    } else if (is(name, "r")) {
        x->in_run = false;
    } else if (is(name, "txbxContent")) {
        x->in_run = true; /* back in the run that holds the box */
    } else if ((is(name, "footnote") || is(name, "endnote")) && x->collecting >= 0) {
        kho_docx_note_keep(x);
    } else if (x->n_para == 0 && is(name, "tc")) {
        if (!x->cell_continues)
            kho_grid_cell_end(&x->grids, &x->out);
        x->cell_continues = false;
    } else if (x->n_para == 0 && is(name, "tbl")) {
        kho_grid_close(&x->grids, &x->out);
        if (x->grids.n == 0 && x->after.n > 0)
            (void)kho_out_append(&x->out, &x->after);
    }
    if (x->out.full || x->out.failed)
        kho_xml_stop(x->xml);
}

void
kho_docx_chars(void *ctx, kho_sv s)
{
    struct kho_docx *x = ctx;

    if (x->in_text && x->skip_below == 0) {
        size_t room = x->in->text_max - x->run_text.n;

        kho_buf_sv(&x->run_text, (kho_sv){s.p, s.n < room ? s.n : room});
        if (s.n > room)
            kho_docx_enough(x);
    }
}
