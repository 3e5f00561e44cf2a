/* pdf.c - the text layer of PDF, by poppler.
 *
 * poppler sorts the glyphs of a page into lines and columns; lines stay lines here, and
 * indexer/read joins them.  Fonts are known by name, as in other formats.  A layer whose glyphs
 * have no usable meaning is no text: better nothing than noise in the index.  Pages that are
 * pictures are recognised where that is possible (ocr.h).
 */
#include "pdf.h"

#include "ocr.h"
#include "writer.h"

#include <math.h>
#include <poppler.h>
#include <strings.h>

enum { PAGES_MAX = 20000 };

void
kho_pdf_init(void)
{
    GBytes *b = g_bytes_new_static("%PDF-1.4\n", 9);
    PopplerDocument *d = poppler_document_new_from_bytes(b, NULL, NULL);

    if (d != NULL)
        g_object_unref(d);
    g_bytes_unref(b);
}

static bool
has_word(const char *s, const char *word)
{
    return s != NULL && strcasestr(s, word) != NULL;
}

/* "ABCDEF+.VnTimeH" -> how text in it looks. */
static struct kho_look
look_of(const PopplerTextAttributes *a)
{
    const char *name = a->font_name == NULL ? "" : a->font_name, *plus = strchr(name, '+');

    if (plus == name + 6)
        name = plus + 1;
    return (struct kho_look){.bold = has_word(name, "bold"),
                             .italic = has_word(name, "italic") || has_word(name, "oblique"),
                             .font = kho_font_of(kho_sv_from(name))};
}

/* What is known of the glyphs of a page. */
struct glyphs {
    PopplerRectangle *rect;
    guint n;
    GList *attributes; /* next that counts */
};

/* Is there a gap above the glyph, or another column? */
static bool
is_apart(const struct glyphs *g, guint before, guint at)
{
    double height, gap;

    if (before >= g->n || at >= g->n)
        return false;
    height = g->rect[before].y2 - g->rect[before].y1;
    gap = g->rect[at].y1 - g->rect[before].y2;
    return gap > height * 0.8 || gap < -3 * height;
}

/* Columns that stand side by side: more than a word space between two glyphs of a line, or some
 * space that poppler, which sees the columns, did not make a blank of. */
static bool
is_far(const struct glyphs *g, guint at, bool blank)
{
    const PopplerRectangle *a, *b;
    double height;

    if (at == 0 || at >= g->n)
        return false;
    a = &g->rect[at - 1];
    b = &g->rect[at];
    height = a->y2 - a->y1;
    return b->x1 - a->x2 > (blank ? 1.2 : 0.2) * height || b->x2 < a->x1;
}

/* A blank that poppler sees where a word goes on in another font: hardly any space. */
static bool
is_no_blank(const struct glyphs *g, guint at)
{
    double height, gap;

    if (at == 0 || at + 1 >= g->n)
        return false;
    height = g->rect[at - 1].y2 - g->rect[at - 1].y1;
    gap = g->rect[at + 1].x1 - g->rect[at - 1].x2;
    return gap > -0.3 * height && gap < 0.05 * height;
}

/* Which way most glyphs follow each other: 0 to the right, 1 down, 2 to the left, 3 up. */
static unsigned
direction(const struct glyphs *g)
{
    size_t seen[4] = {0};
    unsigned most = 0;

    for (guint i = 1; i < g->n; i++) {
        const double dx = g->rect[i].x1 - g->rect[i - 1].x1, dy = g->rect[i].y1 - g->rect[i - 1].y1;

        if (dx != 0 || dy != 0)
            seen[fabs(dx) >= fabs(dy) ? (dx > 0 ? 0 : 2) : dy > 0 ? 1 : 3]++;
    }
    for (unsigned i = 1; i < 4; i++)
        if (seen[i] > seen[most])
            most = i;
    return most;
}

static PopplerRectangle
turned(PopplerRectangle r, unsigned way)
{
    return way == 1   ? (PopplerRectangle){r.y1, -r.x2, r.y2, -r.x1}
           : way == 2 ? (PopplerRectangle){-r.x2, -r.y2, -r.x1, -r.y1}
                      : (PopplerRectangle){-r.y2, r.x1, -r.y1, r.x2};
}

/* Pages that lie on a side or stand on the head: places as who reads the text sees them.  poppler
 * knows where blanks are in upright pages only; in others they fill what is between two glyphs. */
static void
turn(struct glyphs *g, kho_sv s)
{
    const unsigned way = direction(g);
    guint at = 0;

    for (guint i = 0; way != 0 && i < g->n; i++)
        g->rect[i] = turned(g->rect[i], way);
    for (size_t i = 0; way != 0 && i < s.n && at + 1 < g->n; i++) {
        if (s.p[i] == ' ' && at > 0) {
            const PopplerRectangle *before = &g->rect[at - 1];

            g->rect[at] =
                (PopplerRectangle){before->x2, before->y1, g->rect[at + 1].x1, before->y2};
        }
        at += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    }
}

static void
page_text(struct kho_writer *w, kho_sv s, struct glyphs *g)
{
    static const struct kho_line none;
    struct kho_look look = {.bold = false};
    guint at = 0, line = 0; /* glyphs: this one, first of the line */
    gint until = -1;        /* last glyph that look is for */

    for (size_t i = 0; i < s.n && !kho_writer_done(w);) {
        size_t n = 1;

        while (i + n < s.n && ((unsigned char)s.p[i + n] & 0xc0) == 0x80)
            n++;
        while (g->attributes != NULL && (gint)at > until) {
            const PopplerTextAttributes *a = g->attributes->data;

            look = look_of(a);
            until = a->end_index;
            g->attributes = g->attributes->next;
        }
        if (s.p[i] == '\n') {
            bool gap = at > 0 && at + 1 < g->n && is_apart(g, line, at + 1);

            kho_writer_break(w);
            if (gap)
                kho_writer_para(w, &none);
            line = at + 1;
        } else if (s.p[i] == ' ' && at > line && is_no_blank(g, at)) {
            i++;
            at++;
            continue;
        } else {
            if (at > line && is_far(g, at, s.p[i] == ' ' || s.p[i - 1] == ' '))
                kho_writer_text(w, KHO_SV("\t"), &look);
            kho_writer_text(w, (kho_sv){s.p + i, n}, &look);
        }
        i += n;
        at++;
    }
    kho_writer_break(w);
}

static void
layer(struct kho_writer *w, PopplerPage *page, const char *text)
{
    struct glyphs g = {.n = 0};
    GList *attributes = poppler_page_get_text_attributes(page);

    g.attributes = attributes;
    if (!poppler_page_get_text_layout(page, &g.rect, &g.n))
        g.n = 0;
    if (text != NULL)
        turn(&g, kho_sv_from(text));
    if (text != NULL)
        page_text(w, kho_sv_from(text), &g);
    poppler_page_free_text_attributes(attributes);
    g_free(g.rect);
}

/* all: recognise the page whatever its text is. */
static void
one_page(struct kho_writer *w, PopplerPage *page, struct kho_ocr_run *ocr, bool all)
{
    char *text = poppler_page_get_text(page);
    const kho_sv s = text == NULL ? KHO_SV("") : kho_sv_from(text);

    if (!((all || kho_pdf_is_scan(page, s)) && kho_ocr_page(ocr, w, kho_pdf_draw, page)) && s.n > 0)
        layer(w, page, text);
    g_free(text);
}

static void
read_pages(struct kho_writer *w, PopplerDocument *doc, struct kho_extracted *out, bool all)
{
    struct kho_ocr_run ocr = {.ocr = w->in->ocr, .out = out};
    int n = poppler_document_get_n_pages(doc);

    if (n <= 0) /* the tree of pages is broken: that is not a document without text */
        out->notes |= KHO_NOTE(DAMAGED);
    if (n > PAGES_MAX) {
        n = PAGES_MAX;
        out->notes |= KHO_NOTE(TRUNCATED);
    }
    for (int i = 0; i < n && !kho_writer_done(w); i++) {
        PopplerPage *page = poppler_document_get_page(doc, i);

        w->page = (uint32_t)i + 1;
        if (page == NULL) {
            out->notes |= KHO_NOTE(DAMAGED);
            continue;
        }
        one_page(w, page, &ocr, all);
        g_object_unref(page);
    }
    kho_ocr_finish(&ocr);
    w->page = 0;
}

static enum kho_status
read_document(const struct kho_reader_in *in, PopplerDocument *doc, struct kho_extracted *out,
              bool all, struct kho_err *err)
{
    struct kho_writer *w = kho_writer_new(in);

    if (w == NULL)
        return kho_fail(err, KHO_NOMEM, "no memory to read a PDF");
    read_pages(w, doc, out, all);
    return kho_writer_finish(w, out, err);
}

static void
no_text(struct kho_extracted *out)
{
    out->lines = (struct kho_lines){.text = {"", 0}};
}

enum kho_status
kho_read_pdf(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    const bool always = in->ocr != NULL && in->ocr->mode == KHO_OCR_ALWAYS;
    GError *e = NULL;
    GBytes *bytes = g_bytes_new_static(in->bytes.p, in->bytes.n);
    PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL, &e);
    enum kho_status st = KHO_OK;

    if (doc == NULL) {
        out->notes |= e != NULL && e->domain == POPPLER_ERROR && e->code == POPPLER_ERROR_ENCRYPTED
                          ? KHO_NOTE(ENCRYPTED)
                          : KHO_NOTE(DAMAGED);
        no_text(out);
    } else {
        st = read_document(in, doc, out, always, err);
    }
    /* Pages with few words each, which prove something only together. */
    if (st == KHO_OK && out->ocr_pages == 0 && kho_pdf_is_garbled(out->lines.text)) {
        no_text(out);
        if (in->ocr != NULL && in->ocr->engine != NULL)
            st = read_document(in, doc, out, true, err);
        else
            out->notes |= KHO_NOTE(GARBLED) | KHO_NOTE(OCR_WANTED);
        if (st == KHO_OK && out->ocr_pages == 0) {
            no_text(out);
            out->notes |= KHO_NOTE(GARBLED);
        }
    }
    g_clear_error(&e);
    if (doc != NULL)
        g_object_unref(doc);
    g_bytes_unref(bytes);
    return st;
}
