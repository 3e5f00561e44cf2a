/* odf.c - OpenDocument texts, spreadsheets and presentations (ODF 1.3 part 3).
 *
 * styles.xml is streamed first for its styles and running headers, then content.xml.
 */
#include "odf_manifest.h"
#include "odf_styles.h"
#include "part.h"
#include "sheet.h"
#include "writer.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH = 16, LIST_DEPTH = KHO_ODF_LEVELS, SIDE_MAX = 32 << 20, ROOM = 16 << 20 };

struct odf {
    const struct kho_reader_in *in;
    struct kho_writer *w;
    struct kho_arena *mem;
    struct kho_odf_styles *styles;
    struct kho_xml *xml;
    uint32_t depth, skip_below; /* elements deeper than that are left out; 0 none */
    struct kho_look look[DEPTH];
    size_t n_look; /* paragraph and spans that are open */
    bool styles_only, in_margins, in_text;
    bool head_rows;
    uint8_t heading;
    bool centred;
    /* lists */
    const struct kho_odf_list *list;
    uint32_t count[LIST_DEPTH];
    int level;    /* of the open list, -1 none */
    bool counted; /* the item has its label already */
    bool item;
    uint32_t tables; /* open */
    bool sheets;     /* of a spreadsheet */
};

static bool
is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* Left out with all they hold: deleted text, comments, what is not shown. */
static bool
is_left_out(const char *name)
{
    static const char *const names[] = {"tracked-changes",
                                        "annotation",
                                        "note-citation",
                                        "binary-data",
                                        "ruby-text",
                                        "forms",
                                        "sequence-decls",
                                        "variable-decls",
                                        "user-field-decls",
                                        "title",
                                        "desc",
                                        "event-listeners",
                                        "database-ranges",
                                        "named-expressions",
                                        "content-validations",
                                        "calculation-settings",
                                        "covered-table-cell"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (is(name, names[i]))
            return true;
    return false;
}

static void
push_look(struct odf *x, char family, kho_sv style)
{
    static const struct kho_look plain;
    struct kho_look l = x->n_look == 0 || x->n_look > DEPTH ? plain : x->look[x->n_look - 1];
    struct kho_odf_props p = kho_odf_style(x->styles, family, style).props;

    if (family == 'p')
        l = plain;
    if (p.bold >= 0)
        l.bold = p.bold > 0;
    if (p.italic >= 0)
        l.italic = p.italic > 0;
    if (p.caps >= 0)
        l.caps = p.caps > 0;
    if (p.super >= 0)
        l.super = p.super > 0;
    if (p.hidden >= 0)
        l.hidden = p.hidden > 0;
    if (p.font >= 0)
        l.font = (enum kho_font)p.font;
    if (x->n_look < DEPTH)
        x->look[x->n_look] = l;
    x->n_look++;
}

static const struct kho_look *
look(const struct odf *x)
{
    static const struct kho_look plain;

    return x->n_look == 0              ? &plain
           : x->n_look > (size_t)DEPTH ? &x->look[DEPTH - 1]
                                       : &x->look[x->n_look - 1];
}

static void
put(struct odf *x, kho_sv s)
{
    kho_writer_text(x->w, s, look(x));
    if (kho_writer_done(x->w))
        kho_xml_stop(x->xml);
}

static void
start_para(struct odf *x, const char *name, const struct kho_xml_attrs *a)
{
    kho_sv style = kho_xml_attr(a, "style-name");
    struct kho_odf_style s = kho_odf_style(x->styles, 'p', style);

    if (kho_writer_begun(x->w) && x->n_look == 0) /* what stood beside paragraphs */
        kho_writer_para(x->w, &(struct kho_line){.flags = 0});
    x->heading = 0;
    if (is(name, "h")) {
        uint32_t level = kho_odf_number(kho_xml_attr(a, "outline-level"), 1);

        x->heading = (uint8_t)(level < 1 ? 1 : level > 9 ? 9 : level);
    }
    x->centred = s.props.centred > 0;
    push_look(x, 'p', style);
    if (x->item && !x->counted && x->level >= 0 && x->level < LIST_DEPTH) {
        const struct kho_odf_list *l = kho_odf_list(x->styles, s.list);
        struct kho_buf label = {.limit = 256};

        l = x->list != NULL ? x->list : l;
        x->counted = true;
        if (l != NULL) {
            if (x->count[x->level] == 0)
                x->count[x->level] = l->level[x->level].start;
            else
                x->count[x->level]++;
            kho_odf_label(l, x->level, x->count, &label);
            /* A label is as bold as the text behind it: it does not decide. */
            if (x->w->n < KHO_WRITER_NESTED)
                kho_buf_sv(&x->w->para[x->w->n].pen.text, kho_buf_view(&label));
        }
        kho_buf_free(&label);
    }
}

static void
end_para(struct odf *x)
{
    struct kho_line l = {.heading = x->heading,
                         .flags = x->centred ? (uint32_t)KHO_LINE_CENTRED : 0};

    if (x->level >= 0) {
        l.flags |= KHO_LINE_LIST;
        l.indent = (uint8_t)(x->level + 1);
    }
    kho_writer_para(x->w, &l);
    x->heading = 0;
    x->n_look -= x->n_look > 0;
    if (kho_writer_done(x->w))
        kho_xml_stop(x->xml);
}

static void
start_list(struct odf *x, const struct kho_xml_attrs *a)
{
    const struct kho_odf_list *l = kho_odf_list(x->styles, kho_xml_attr(a, "style-name"));
    kho_sv go_on = kho_xml_attr(a, "continue-numbering");

    x->level++;
    if (x->level == 0 || l != NULL) /* a list in a list goes on in its style */
        x->list = l;
    if (x->level < LIST_DEPTH && !kho_sv_eq(go_on, KHO_SV("true")) &&
        kho_xml_attr(a, "continue-list").n == 0)
        x->count[x->level] = 0;
}

/* Sheets that were given a name by somebody. */
static void
start_table(struct odf *x, const struct kho_xml_attrs *a)
{
    static const struct kho_look plain;
    kho_sv name = kho_xml_attr(a, "name");

    if (x->sheets && x->tables == 0 && kho_sheet_is_named(name)) {
        kho_writer_text(x->w, name, &plain);
        kho_writer_para(x->w, &(struct kho_line){.heading = 1});
    }
    x->tables++;
    kho_writer_table(x->w);
}

static void
start_cell(struct odf *x, const struct kho_xml_attrs *a)
{
    uint32_t wide = kho_odf_number(kho_xml_attr(a, "number-columns-spanned"), 1),
             again = kho_odf_number(kho_xml_attr(a, "number-columns-repeated"), 1);

    kho_writer_cell(x->w, wide > again ? wide : again,
                    kho_odf_number(kho_xml_attr(a, "number-rows-spanned"), 1));
}

static bool
start_structure(struct odf *x, const char *name, const struct kho_xml_attrs *a)
{
    if (is(name, "table")) {
        start_table(x, a);
    } else if (is(name, "table-header-rows")) {
        x->head_rows = true;
    } else if (is(name, "table-row")) {
        kho_writer_row(x->w, x->head_rows);
    } else if (is(name, "table-cell")) {
        start_cell(x, a);
    } else if (is(name, "list")) {
        start_list(x, a);
    } else if (is(name, "list-item") || is(name, "list-header")) {
        x->item = is(name, "list-item");
        x->counted = false;
    } else if (is(name, "note")) {
        kho_writer_note(x->w);
    } else if (is(name, "text-box") && x->n_look > 0) {
        kho_writer_box(x->w);
    } else {
        return false;
    }
    return true;
}

static void
start(void *ctx, const char *uri, const char *name, const struct kho_xml_attrs *a)
{
    struct odf *x = ctx;

    x->depth++;
    if (x->skip_below != 0)
        return;
    if (strstr(uri, "opendocument") == NULL && strstr(uri, "openoffice") == NULL &&
        strstr(uri, "oasis") == NULL && strstr(uri, "/math") == NULL && uri[0] != '\0') {
        if (is(name, "title") || is(name, "desc"))
            x->skip_below = x->depth;
        return;
    }
    if (is_left_out(name)) {
        x->skip_below = x->depth;
        return;
    }
    if (is(name, "body"))
        x->in_text = true;
    else if (is(name, "spreadsheet"))
        x->sheets = true;
    if (x->styles_only && (is(name, "header") || is(name, "footer"))) {
        x->in_margins = x->in_text = true;
        x->w->in_margin = true;
    }
    if (!x->in_text) {
        kho_odf_styles_start(x->styles, name, a);
        return;
    }
    if (is(name, "p") || is(name, "h")) {
        start_para(x, name, a);
    } else if (start_structure(x, name, a)) {
        return;
    } else if (is(name, "span")) {
        push_look(x, 't', kho_xml_attr(a, "style-name"));
    } else if (is(name, "s")) {
        uint32_t n = kho_odf_number(kho_xml_attr(a, "c"), 1);

        for (uint32_t i = 0; i < n && i < 64; i++)
            put(x, KHO_SV(" "));
    } else if (is(name, "tab")) {
        put(x, KHO_SV("\t"));
    } else if (is(name, "line-break")) {
        kho_writer_break(x->w);
    }
}

static void
end_structure(struct odf *x, const char *name)
{
    if (is(name, "table")) {
        kho_writer_table_end(x->w);
        x->tables -= x->tables > 0;
    } else if (is(name, "table-header-rows")) {
        x->head_rows = false;
    } else if (is(name, "table-cell")) {
        kho_writer_cell_end(x->w);
    } else if (is(name, "list")) {
        x->level -= x->level >= 0;
    } else if (is(name, "list-item")) {
        x->item = false;
    } else if (is(name, "note") || (is(name, "text-box") && x->n_look > 0)) {
        kho_writer_close(x->w);
    }
}

static void
end(void *ctx, const char *uri, const char *name)
{
    struct odf *x = ctx;
    bool skipped = x->skip_below != 0;

    (void)uri;
    if (x->skip_below == x->depth)
        x->skip_below = 0;
    x->depth -= x->depth > 0;
    if (skipped)
        return;
    if (!x->in_text) {
        kho_odf_styles_end(x->styles, name);
        return;
    }
    if (is(name, "p") || is(name, "h"))
        end_para(x);
    else if (is(name, "span"))
        x->n_look -= x->n_look > 1;
    else if (is(name, "body"))
        x->in_text = false;
    else if (x->in_margins && (is(name, "header") || is(name, "footer")))
        x->in_margins = x->in_text = x->w->in_margin = false;
    else
        end_structure(x, name);
}

static void
chars(void *ctx, kho_sv s)
{
    struct odf *x = ctx;

    if (x->skip_below != 0 || !x->in_text || x->n_look == 0)
        return;
    /* Line ends and tabs of the file are blanks. */
    for (size_t i = 0, from = 0; i <= s.n; i++)
        if (i == s.n || s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t') {
            put(x, (kho_sv){s.p + from, i - from});
            if (i < s.n)
                put(x, KHO_SV(" "));
            from = i + 1;
        }
}

static bool
feed(void *ctx, const char *p, size_t n)
{
    struct odf *x = ctx;

    return kho_xml_feed(x->xml, p, n) && !kho_writer_done(x->w);
}

static enum kho_part
read_part(struct odf *x, const char *name, size_t max)
{
    const struct kho_xml_events on = {start, end, chars, x};
    enum kho_part r;

    x->xml = kho_xml_new(&on);
    if (x->xml == NULL)
        return KHO_PART_DAMAGED;
    x->depth = x->skip_below = 0;
    x->n_look = 0;
    x->level = -1;
    x->in_text = x->in_margins = x->w->in_margin = false;
    r = kho_part_read(x->in->bytes, kho_sv_from(name), max, feed, x);
    if (r != KHO_PART_MISSING && !kho_xml_end(x->xml) && r == KHO_PART_OK && !kho_writer_done(x->w))
        r = KHO_PART_DAMAGED;
    kho_xml_free(x->xml);
    x->xml = NULL;
    return r;
}

enum kho_status
kho_read_odf(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    struct odf *x = calloc(1, sizeof *x);
    size_t max = in->text_max > (SIZE_MAX - ROOM) / 16 ? SIZE_MAX : in->text_max * 16 + ROOM;
    enum kho_status st;
    enum kho_part r;

    if (x == NULL || (x->w = kho_writer_new(in)) == NULL) {
        free(x);
        return kho_fail(err, KHO_NOMEM, "no memory to read an OpenDocument file");
    }
    x->in = in;
    x->mem = kho_arena_new((size_t)32 << 20);
    x->styles = kho_odf_styles_new(x->mem);
    x->styles_only = true;
    r = read_part(x, "styles.xml", SIDE_MAX);
    out->notes |= r == KHO_PART_MISSING ? 0 : kho_part_note(r);
    x->styles_only = false;
    out->notes |= kho_part_note(read_part(x, "content.xml", max));
    if ((out->notes & KHO_NOTE(DAMAGED)) != 0 && kho_odf_is_encrypted(in->bytes))
        out->notes = (out->notes & ~KHO_NOTE(DAMAGED)) | KHO_NOTE(ENCRYPTED);
    st = kho_writer_finish(x->w, out, err);
    kho_arena_free(x->mem);
    free(x);
    return st;
}
