/* pptx.c - PowerPoint presentations (Office Open XML, ECMA-376): the text of slides, in their
 * order, with the notes of each; a slide is a page. */
#include "odf_styles.h"
#include "part.h"
#include "writer.h"
#include "xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLIDES_MAX = 1000, SLIDE_MAX = 32 << 20 };

struct pptx {
    const struct kho_reader_in *in;
    struct kho_writer *w;
    struct kho_xml *xml;
    struct kho_look look;
    bool in_text, number; /* number: a field that shows the slide's number or a date */
    uint32_t tables;
    bool has[2][SLIDES_MAX]; /* slides, notes */
};

static const char *const parts[] = {"ppt/slides/slide", "ppt/notesSlides/notesSlide"};

static bool
is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static void
start(void *ctx, const char *uri, const char *name, const struct kho_xml_attrs *a)
{
    struct pptx *x = ctx;
    kho_sv v;

    if (strstr(uri, "/drawingml/") == NULL)
        return;
    if (is(name, "t")) {
        x->in_text = !x->number;
    } else if (is(name, "fld")) {
        x->number = true;
    } else if (is(name, "rPr")) {
        v = kho_xml_attr(a, "b");
        x->look.bold = v.n == 1 && v.p[0] == '1';
        v = kho_xml_attr(a, "i");
        x->look.italic = v.n == 1 && v.p[0] == '1';
    } else if (is(name, "latin")) {
        x->look.font = kho_font_of(kho_xml_attr(a, "typeface"));
    } else if (is(name, "r")) {
        x->look = (struct kho_look){.bold = false};
    } else if (is(name, "br")) {
        kho_writer_break(x->w);
    } else if (is(name, "tbl")) {
        kho_writer_table(x->w);
        x->tables++;
    } else if (is(name, "tr")) {
        kho_writer_row(x->w, false);
    } else if (is(name, "tc")) {
        kho_writer_cell(x->w, kho_odf_number(kho_xml_attr(a, "gridSpan"), 1), 0);
    }
}

static void
end(void *ctx, const char *uri, const char *name)
{
    struct pptx *x = ctx;
    static const struct kho_line none;

    if (strstr(uri, "/drawingml/") == NULL)
        return;
    if (is(name, "t"))
        x->in_text = false;
    else if (is(name, "fld"))
        x->number = false;
    else if (is(name, "p") && kho_writer_begun(x->w))
        kho_writer_para(x->w, &none);
    else if (is(name, "tc"))
        kho_writer_cell_end(x->w);
    else if (is(name, "tbl") && x->tables > 0) {
        kho_writer_table_end(x->w);
        x->tables--;
    }
    if (kho_writer_done(x->w))
        kho_xml_stop(x->xml);
}

static void
chars(void *ctx, kho_sv s)
{
    struct pptx *x = ctx;

    if (x->in_text)
        kho_writer_text(x->w, s, &x->look);
}

static bool
feed(void *ctx, const char *p, size_t n)
{
    struct pptx *x = ctx;

    return kho_xml_feed(x->xml, p, n) && !kho_writer_done(x->w);
}

static uint64_t
read_part(struct pptx *x, const char *name)
{
    const struct kho_xml_events on = {start, end, chars, x};
    enum kho_part r;
    bool whole;

    x->in_text = x->number = false;
    x->xml = kho_xml_new(&on);
    if (x->xml == NULL)
        return KHO_NOTE(DAMAGED);
    r = kho_part_read(x->in->bytes, kho_sv_from(name), SLIDE_MAX, feed, x);
    whole = kho_xml_end(x->xml) || kho_writer_done(x->w);
    kho_xml_free(x->xml);
    for (; x->tables > 0; x->tables--) /* cut in the middle */
        kho_writer_table_end(x->w);
    return kho_part_note(r == KHO_PART_OK && !whole ? KHO_PART_DAMAGED : r);
}

static bool
on_name(void *ctx, kho_sv name)
{
    struct pptx *x = ctx;

    for (int k = 0; k < 2; k++) {
        size_t n = strlen(parts[k]);

        if (name.n > n + 4 && memcmp(name.p, parts[k], n) == 0) {
            uint32_t i = kho_odf_number((kho_sv){name.p + n, name.n - n - 4}, SLIDES_MAX);

            if (i < SLIDES_MAX)
                x->has[k][i] = true;
        }
    }
    return true;
}

enum kho_status
kho_read_pptx(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    struct pptx *x = calloc(1, sizeof *x);
    char name[64];
    enum kho_status st;

    if (x == NULL || (x->w = kho_writer_new(in)) == NULL) {
        free(x);
        return kho_fail(err, KHO_NOMEM, "no memory to read a presentation");
    }
    x->in = in;
    kho_part_names(in->bytes, on_name, x);
    for (unsigned i = 0; i < SLIDES_MAX; i++)
        for (int k = 0; k < 2 && !kho_writer_done(x->w); k++)
            if (x->has[k][i]) {
                (void)snprintf(name, sizeof name, "%s%u.xml", parts[k], i);
                x->w->page = i;
                out->notes |= read_part(x, name);
            }
    st = kho_writer_finish(x->w, out, err);
    free(x);
    return st;
}
