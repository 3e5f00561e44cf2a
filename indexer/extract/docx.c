/* docx.c - Word documents (Office Open XML, ECMA-376).
 *
 * The parts are streamed out of the zip into SAX; nothing of them is held but styles, lists and
 * notes.
 */
#include "docx.h"

#include "decode.h"
#include "part.h"

#include <stdlib.h>
#include <string.h>

enum { SIDE_MAX = 32 << 20, MARGINS_MAX = 20, NAME_MAX_BYTES = KHO_RELATION_BYTES };

static bool
feed(void *ctx, const char *p, size_t n)
{
    struct kho_docx *x = ctx;

    return kho_xml_feed(x->xml, p, n) && !x->out.full && !x->out.failed;
}

/* Read one part with paragraphs. */
static enum kho_part
read_part(struct kho_docx *x, kho_sv name, size_t max)
{
    const struct kho_xml_events on = {kho_docx_start, kho_docx_end, kho_docx_chars, x};
    enum kho_part r;

    x->xml = kho_xml_new(&on);
    if (x->xml == NULL) {
        x->out.failed = true;
        return KHO_PART_DAMAGED;
    }
    x->depth = x->skip_below = x->alternates = x->has_choice = 0;
    x->n_para = 0;
    x->grids.n = 0;
    x->in_run = x->in_text = x->in_para_props = false;
    kho_buf_reset(&x->run_text);
    r = kho_part_read(x->in->bytes, name, max, feed, x);
    if (r != KHO_PART_MISSING && !kho_xml_end(x->xml) && r == KHO_PART_OK && !x->out.full)
        r = KHO_PART_DAMAGED;
    if (x->in_text)
        kho_docx_put(x, kho_buf_view(&x->run_text));
    while (x->n_para > 0) /* cut in the middle of a paragraph */
        kho_docx_para_close(x);
    x->grids.n = 0;
    (void)kho_out_append(&x->out, &x->after);
    kho_xml_free(x->xml);
    x->xml = NULL;
    return r;
}

static void
note_part(struct kho_docx *x, enum kho_part r)
{
    switch (r) {
    case KHO_PART_OK:
    case KHO_PART_MISSING:
        return;
    case KHO_PART_DAMAGED:
        x->notes |= KHO_NOTE(DAMAGED);
        return;
    case KHO_PART_LIMIT:
        x->notes |= KHO_NOTE(TRUNCATED);
        return;
    case KHO_PART_ENCRYPTED:
        x->notes |= KHO_NOTE(ENCRYPTED);
    }
}

/* The part that is the document, nearly always word/document.xml, and the folder its companions are
 * in, with a slash. */
static kho_sv
find_main(struct kho_docx *x)
{
    size_t n;

    if (!kho_relation_part(x->in->bytes, "", KHO_SV(""), "/officeDocument", x->main))
        memcpy(x->main, "word/document.xml", sizeof "word/document.xml");
    for (n = strlen(x->main); n > 0 && x->main[n - 1] != '/';)
        n--;
    return (kho_sv){x->main, n};
}

static kho_sv
join(char out[2 * NAME_MAX_BYTES], kho_sv dir, const char *file)
{
    size_t n = strlen(file);

    memcpy(out, dir.p, dir.n);
    memcpy(out + dir.n, file, n);
    return (kho_sv){out, dir.n + n};
}

/* Headers and footers: names of the parts. */
struct margins {
    kho_sv dir;
    char name[MARGINS_MAX][NAME_MAX_BYTES];
    size_t n;
};

static bool
on_name(void *ctx, kho_sv name)
{
    struct margins *m = ctx;
    kho_sv file;

    if (name.n <= m->dir.n || name.n >= NAME_MAX_BYTES || memcmp(name.p, m->dir.p, m->dir.n) != 0)
        return true;
    file = (kho_sv){name.p + m->dir.n, name.n - m->dir.n};
    if (file.n > 6 && (memcmp(file.p, "header", 6) == 0 || memcmp(file.p, "footer", 6) == 0)) {
        memcpy(m->name[m->n], name.p, name.n);
        m->name[m->n++][name.n] = '\0';
    }
    return m->n < MARGINS_MAX;
}

/* Running headers and footers behind the text.  Page numbers and what an earlier one says, too, are
 * left out. */
static void
read_margins(struct kho_docx *x, kho_sv dir)
{
    enum { LINES_MAX = 200 };
    struct margins *m = calloc(1, sizeof *m);
    struct kho_out body = x->out;

    if (m == NULL)
        return;
    m->dir = dir;
    kho_part_names(x->in->bytes, on_name, m);
    kho_out_init(&x->out, x->in->text_max);
    x->margin = true;
    for (size_t i = 0; i < m->n; i++)
        note_part(x, read_part(x, kho_sv_from(m->name[i]), SIDE_MAX));
    x->margin = false;
    for (size_t i = 0; i < x->out.n && i < LINES_MAX; i++) {
        kho_sv s = {x->out.text.p + x->out.line[i].offset, x->out.line[i].length};
        bool fresh = false;

        for (size_t k = 0; k < s.n; k++)
            fresh = fresh || ((unsigned char)s.p[k] | 0x20) >= 'a';
        for (size_t k = 0; k < i && fresh; k++)
            fresh = !kho_sv_eq(
                s, (kho_sv){x->out.text.p + x->out.line[k].offset, x->out.line[k].length});
        if (fresh)
            (void)kho_out_put(&body, &x->out.line[i], s);
    }
    kho_out_free(&x->out);
    x->out = body;
    free(m);
}

static void
read_notes(struct kho_docx *x, kho_sv dir)
{
    static const char *const files[] = {"footnotes.xml", "endnotes.xml"};
    char name[2 * NAME_MAX_BYTES];

    for (x->collecting = 0; x->collecting < 2; x->collecting++) {
        note_part(x, read_part(x, join(name, dir, files[x->collecting]), SIDE_MAX));
        kho_buf_reset(&x->out.text);
        x->out.n = 0;
        x->out.full = false;
        if (x->n_note[x->collecting] > 0)
            qsort(x->note[x->collecting], x->n_note[x->collecting], sizeof *x->note[0],
                  kho_docx_note_order);
    }
    x->collecting = -1;
}

static void
read_all(struct kho_docx *x)
{
    enum { ROOM = 16 << 20 };
    char file[2 * NAME_MAX_BYTES];
    enum kho_part r;
    const kho_sv dir = find_main(x);
    size_t max = x->in->text_max > (SIZE_MAX - ROOM) / 16 ? SIZE_MAX : x->in->text_max * 16 + ROOM;

    (void)kho_part_read(x->in->bytes, join(file, dir, "styles.xml"), SIDE_MAX, kho_docx_styles_feed,
                        x->styles);
    kho_docx_styles_done(x->styles);
    (void)kho_part_read(x->in->bytes, join(file, dir, "numbering.xml"), SIDE_MAX,
                        kho_docx_lists_feed, x->lists);
    kho_docx_lists_done(x->lists);
    read_notes(x, dir);
    x->blank = true; /* no empty line at the beginning */
    x->shown = 0;
    r = read_part(x, kho_sv_from(x->main), max);
    if (r == KHO_PART_MISSING)
        r = KHO_PART_DAMAGED;
    note_part(x, r);
    if (!x->out.full)
        read_margins(x, dir);
}

enum kho_status
kho_read_docx(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    enum { MEM = 64 << 20, SCRATCH = 4 << 20 };
    struct kho_docx *x = calloc(1, sizeof *x);
    enum kho_status st;

    if (x == NULL)
        return kho_fail(err, KHO_NOMEM, "no memory to read a Word document");
    x->in = in;
    x->mem = kho_arena_new(MEM);
    x->scratch = kho_arena_new(SCRATCH);
    x->styles = kho_docx_styles_new(x->mem);
    x->lists = kho_docx_lists_new(x->mem);
    x->collecting = -1;
    kho_out_init(&x->out, in->text_max);
    kho_out_init(&x->after, in->text_max);
    read_all(x);
    out->notes |= x->notes | (x->out.full ? KHO_NOTE(TRUNCATED) : 0);
    st = kho_out_finish(&x->out, in->arena, &out->lines, err);
    if (x->out.confidence < KHO_DECODE_SURE)
        out->notes |= KHO_NOTE(CHARSET);
    for (size_t i = 0; i < KHO_DOCX_NESTED; i++)
        kho_buf_free(&x->para[i].pen.text);
    for (size_t i = 0; i < 2; i++)
        free(x->note[i]);
    kho_buf_free(&x->run_text);
    kho_out_free(&x->out);
    kho_out_free(&x->after);
    kho_arena_free(x->scratch);
    kho_arena_free(x->mem);
    free(x);
    return st;
}
