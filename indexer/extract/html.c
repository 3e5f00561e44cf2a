/* html.c - web pages, through libxml2's HTML parser as a stream of events.
 *
 * Elements are rows of a table; what is not in it only passes its text on.
 */
#include "decode.h"
#include "grid.h"
#include "html_tags.h"
#include "html_tame.h"
#include "out.h"
#include "reader.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { DEPTH_MAX = 1500 }; /* libxml2 looks through all open elements at each end */

#define CONFIDENT 0.9

struct frame {
    enum kho_html_kind kind;
    bool bold, italic, super, centred, pre, head, dropped;
    uint8_t heading, lists;
    bool ordered;
    char style; /* of an ordered list: '1', 'a', 'A', 'i', 'I' */
    int32_t count;
};

struct html {
    htmlParserCtxtPtr ctxt;
    struct kho_out out;
    struct kho_pen pen;
    struct kho_grids grids;
    struct frame *f; /* DEPTH_MAX + 1 */
    size_t depth;
    size_t text_max;
    bool broken; /* a line break since the block began */
    bool space;  /* a blank is due before the next text */
    bool blank;  /* the last line was empty */
    bool too_deep;
    bool item; /* the block is a list item */
};

static struct frame *
top(struct html *h)
{
    return &h->f[h->depth];
}

/* The line so far.  last: the block ends with it. */
static void
end_line(struct html *h, bool last)
{
    const struct frame *f = top(h);
    struct kho_line l = {.flags = kho_pen_flags(&h->pen), .heading = f->heading};
    kho_sv s = kho_buf_view(&h->pen.text);

    if (h->pen.text.st != KHO_OK)
        h->out.failed = true;
    h->broken = h->broken || (!last && h->pen.ink > 0);
    h->space = false;
    if (f->centred)
        l.flags |= KHO_LINE_CENTRED;
    if (h->item && h->pen.ink > 0) {
        l.flags |= KHO_LINE_LIST;
        l.indent = f->lists;
    }
    kho_grid_hint(&h->grids, &l);
    if (last && !h->broken && !f->pre)
        l.flags |= KHO_LINE_PARA;
    if (h->pen.ink > 0) {
        h->blank = false;
        (void)kho_out_put(&h->out, &l, s);
    } else if (!last && !h->blank && (l.flags & KHO_LINE_CELL) == 0) { /* <br><br> */
        h->blank = true;
        (void)kho_out_put(&h->out, &l, (kho_sv){"", 0});
    }
    kho_pen_reset(&h->pen);
    if (last)
        h->broken = h->item = false;
}

static void
put_label(struct html *h)
{
    struct frame *f = top(h);
    char label[32];
    int32_t n = f->count++;

    if (!f->ordered)
        (void)snprintf(label, sizeof label, "- ");
    else if ((f->style == 'a' || f->style == 'A') && n >= 1 && n <= 26)
        (void)snprintf(label, sizeof label, "%c) ", f->style + n - 1);
    else
        (void)snprintf(label, sizeof label, "%d. ", (int)n);
    kho_buf_str(&h->pen.text, label);
}

static void
start_list(struct frame *f, const char *name, const xmlChar **atts)
{
    const char *type = kho_html_attr(atts, "type");

    f->ordered = strcmp(name, "ol") == 0;
    f->style = (char)(type == NULL ? '1' : type[0]);
    f->count = (int32_t)kho_html_number(kho_html_attr(atts, "start"), 1);
    f->lists = (uint8_t)(f->lists + (f->lists < UINT8_MAX));
}

static void
start_block(struct html *h, enum kho_html_kind kind, const char *name, const xmlChar **atts)
{
    struct frame *f = top(h);
    const char *value;

    switch (kind) {
    case HEADING:
        f->heading = (uint8_t)(name[1] - '0');
        f->bold = true;
        break;
    case LIST:
        start_list(f, name, atts);
        break;
    case ITEM:
        value = kho_html_attr(atts, "value");
        if (h->depth > 0 && h->f[h->depth - 1].kind == LIST) {
            if (value != NULL)
                h->f[h->depth - 1].count = (int32_t)kho_html_number(value, 1);
            *f = h->f[h->depth - 1];
            f->kind = ITEM;
            put_label(h);
            h->f[h->depth - 1].count = f->count;
            h->item = true;
        }
        break;
    case TABLE:
        kho_grid_open(&h->grids, &h->out);
        f->centred = f->bold = f->italic = false;
        f->lists = 0;
        break;
    case ROW:
        kho_grid_row(&h->grids, f->head);
        break;
    case CELL:
        kho_grid_cell(&h->grids, &h->out, kho_html_number(kho_html_attr(atts, "colspan"), 1),
                      kho_html_number(kho_html_attr(atts, "rowspan"), 1));
        if (strcmp(name, "th") == 0) {
            f->bold = true;
            if (kho_grid_top(&h->grids) != NULL && kho_grid_top(&h->grids)->row == 0)
                kho_grid_top(&h->grids)->head = true;
        }
        break;
    case CENTRE:
        f->centred = true;
        break;
    case HEAD:
        f->head = true;
        break;
    case PRE:
        f->pre = true;
        break;
    case INLINE:
    case BLOCK:
    case BREAK:
    case RULE:
    case BOLD:
    case ITALIC:
    case SUPER:
    case DROPPED:
        break;
    }
}

static bool
is_inline(enum kho_html_kind k)
{
    return k == INLINE || k == BREAK || k == BOLD || k == ITALIC || k == SUPER || k == DROPPED;
}

static void
on_start(void *ctx, const xmlChar *xname, const xmlChar **atts)
{
    struct html *h = ((htmlParserCtxtPtr)ctx)->_private;
    const char *name = (const char *)xname, *style = kho_html_attr(atts, "style"),
               *align = kho_html_attr(atts, "align");
    enum kho_html_kind kind = kho_html_kind(name);
    struct frame *f;

    if (h->depth >= DEPTH_MAX) {
        h->too_deep = true;
        xmlStopParser(h->ctxt);
        return;
    }
    if (!h->f[h->depth].dropped && !is_inline(kind))
        end_line(h, true);
    h->depth++;
    f = top(h);
    *f = h->f[h->depth - 1];
    f->kind = kind;
    f->bold = (f->bold || kind == BOLD || kho_html_has_style(style, "font-weight", "bold") ||
               kho_html_has_style(style, "font-weight", "700")) &&
              !kho_html_has_style(style, "font-weight", "normal");
    f->italic =
        (f->italic || kind == ITALIC || kho_html_has_style(style, "font-style", "italic")) &&
        !kho_html_has_style(style, "font-style", "normal");
    f->super = f->super || kind == SUPER || kho_html_has_style(style, "vertical-align", "super");
    f->dropped = f->dropped || kind == DROPPED || kho_html_has_style(style, "display", "none");
    if (align != NULL)
        f->centred = strcasecmp(align, "center") == 0;
    if (kho_html_has_style(style, "text-align", ""))
        f->centred = kho_html_has_style(style, "text-align", "center");
    if (f->dropped)
        return;
    if (kind == BREAK)
        end_line(h, false);
    start_block(h, kind, name, atts);
}

static void
on_end(void *ctx, const xmlChar *name)
{
    struct html *h = ((htmlParserCtxtPtr)ctx)->_private;
    enum kho_html_kind kind = top(h)->kind;

    (void)name;
    if (h->depth == 0)
        return;
    if (!top(h)->dropped) {
        if (!is_inline(kind))
            end_line(h, true);
        if (kind == CELL)
            kho_grid_cell_end(&h->grids, &h->out);
        if (kind == TABLE)
            kho_grid_close(&h->grids, &h->out);
    }
    h->depth--;
}

/* A word without blanks. */
static void
put(struct html *h, kho_sv s)
{
    const struct frame *f = top(h);

    if (h->space && h->pen.ink > 0)
        kho_buf_char(&h->pen.text, ' ');
    h->space = false;
    if (f->super && h->pen.ink > 0 && kho_pen_is_mark(s))
        kho_pen_superscript(&h->pen, s);
    else
        kho_pen_put(&h->pen, s, f->bold, f->italic);
}

static void
on_text(void *ctx, const xmlChar *p, int n)
{
    struct html *h = ((htmlParserCtxtPtr)ctx)->_private;
    kho_sv s = {(const char *)p, (size_t)n};
    size_t from = 0;

    if (top(h)->dropped)
        return;
    if (h->pen.text.n > h->text_max || h->out.full || h->out.failed) {
        h->out.full = h->out.full || !h->out.failed;
        xmlStopParser(h->ctxt);
        return;
    }
    if (top(h)->pre) {
        for (kho_sv rest = s, line; kho_sv_next(&rest, '\n', &line);) {
            kho_pen_put(&h->pen, line, top(h)->bold, top(h)->italic);
            if (rest.p != NULL)
                end_line(h, false);
        }
        return;
    }
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && (unsigned char)s.p[i] > ' ')
            continue;
        if (i > from)
            put(h, (kho_sv){s.p + from, i - from});
        h->space = h->space || i < s.n;
        from = i + 1;
    }
}

static void
on_error(void *ctx, const char *fmt, ...)
{
    (void)ctx, (void)fmt;
}

static bool
parse(struct html *h, kho_sv text)
{
    htmlSAXHandler sax = {.startElement = on_start,
                          .endElement = on_end,
                          .characters = on_text,
                          .ignorableWhitespace = on_text,
                          .error = on_error,
                          .warning = on_error,
                          .fatalError = on_error};

    h->ctxt = text.n > INT32_MAX ? NULL : htmlCreateMemoryParserCtxt(text.p, (int)text.n);
    if (h->ctxt == NULL)
        return false;
    *h->ctxt->sax = sax;
    h->ctxt->_private = h;
    (void)htmlCtxtUseOptions(h->ctxt, HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                          HTML_PARSE_IGNORE_ENC);
    (void)xmlSwitchEncoding(h->ctxt, XML_CHAR_ENCODING_UTF8); /* kho_decode has been there */
    (void)htmlParseDocument(h->ctxt);
    while (h->depth > 0)
        on_end(h->ctxt, NULL);
    end_line(h, true);
    if (h->ctxt->myDoc != NULL)
        xmlFreeDoc(h->ctxt->myDoc);
    htmlFreeParserCtxt(h->ctxt);
    return true;
}

enum kho_status
kho_read_html(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    struct html *h = calloc(1, sizeof *h);
    kho_sv raw = in->bytes;
    struct kho_decoded d;
    char *tame = NULL;
    enum kho_status st;

    if (h == NULL || (h->f = calloc(DEPTH_MAX + 1, sizeof *h->f)) == NULL) {
        free(h);
        return kho_fail(err, KHO_NOMEM, "no memory to read a web page");
    }
    if (raw.n > in->text_max) {
        raw.n = in->text_max & ~(size_t)1;
        out->notes |= KHO_NOTE(TRUNCATED);
    }
    h->text_max = in->text_max;
    h->blank = true;
    kho_out_init(&h->out, in->text_max);
    st = kho_decode_declared(in->arena, raw, in->charset, &d, err);
    if (st == KHO_OK) {
        bool ok = kho_html_tame(d.text, &tame);

        if (d.confidence < CONFIDENT)
            out->notes |= KHO_NOTE(CHARSET);
        if (tame != NULL)
            d.text.p = tame;
        if (!ok || !parse(h, d.text) || h->too_deep)
            out->notes |= KHO_NOTE(DAMAGED);
        free(tame);
        if (h->out.full)
            out->notes |= KHO_NOTE(TRUNCATED);
        st = kho_out_finish(&h->out, in->arena, &out->lines, err);
    }
    kho_buf_free(&h->pen.text);
    kho_out_free(&h->out);
    free(h->f);
    free(h);
    return st;
}
