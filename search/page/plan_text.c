/* plan_text.c - the full text of a document with its citations linked and its tasks marked; its
 * outline.  See view.h. */
#include "view.h"

#include <stdlib.h>

/* A place in the text where a link begins. */
struct link {
    struct kho_span span;
    kho_sv key;
};

static int
by_offset(const void *a, const void *b)
{
    const struct link *x = a, *y = b;

    return x->span.offset < y->span.offset ? -1 : x->span.offset > y->span.offset;
}

static size_t
links(struct kho_view *v, const struct kho_plan *p, struct link **out)
{
    size_t n = 0, at = 0;

    for (size_t i = 0; i < p->n_citations; i++)
        n += p->citations[i].n_parts;
    *out = KHO_NEW_N(v->arena, n + 1, struct link);
    for (size_t i = 0; i < p->n_citations; i++)
        for (size_t k = 0; k < p->citations[i].n_parts; k++)
            if (p->citations[i].key.p != NULL)
                (*out)[at++] = (struct link){p->citations[i].parts[k], p->citations[i].key};
    qsort(*out, at, sizeof **out, by_offset);
    return at;
}

/* The text on its way out: links, sections and tasks not yet behind us. */
struct walk {
    struct kho_view *v;
    const struct kho_lines *t;
    const struct link *links;
    size_t n_links, link;
    struct place {
        uint32_t from, to; /* bytes */
        size_t index;
    } * sections, *tasks; /* by from */
    size_t n_sections, section, n_tasks, task;
    uint32_t wide;     /* tables so far that may be wider than the window */
    uint32_t task_end; /* of the tasks that have begun: where the last of them ends */
};

static int
by_from(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    return x->from != y->from ? (x->from < y->from ? -1 : 1)
                              : (x->index > y->index) - (x->index < y->index);
}

static void
places(struct walk *w, const struct kho_plan *p)
{
    w->sections = KHO_NEW_N(w->v->arena, p->n_sections + 1, struct place);
    w->tasks = KHO_NEW_N(w->v->arena, p->n_tasks + 1, struct place);
    for (size_t i = 0; i < p->n_sections; i++)
        w->sections[w->n_sections++] = (struct place){p->sections[i].span.offset, 0, i};
    for (size_t i = 0; i < p->n_tasks; i++)
        if (p->tasks[i].span.length > 0)
            w->tasks[w->n_tasks++] = (struct place){
                p->tasks[i].span.offset, p->tasks[i].span.offset + p->tasks[i].span.length, i};
    qsort(w->sections, w->n_sections, sizeof *w->sections, by_from);
    qsort(w->tasks, w->n_tasks, sizeof *w->tasks, by_from);
}

/* Marks to jump to, of what begins in the line. */
static void
anchors(struct walk *w, uint32_t end)
{
    for (; w->section < w->n_sections && w->sections[w->section].from < end; w->section++)
        kho_buf_fmt(w->v->out, "<span id=\"s%zu\"></span>", w->sections[w->section].index);
    for (; w->task < w->n_tasks && w->tasks[w->task].from < end; w->task++) {
        kho_buf_fmt(w->v->out, "<span id=\"t%zu\"></span>", w->tasks[w->task].index);
        if (w->tasks[w->task].to > w->task_end)
            w->task_end = w->tasks[w->task].to;
    }
}

/* One line of the text with its citations as links. */
static void
line(struct walk *w, const struct kho_line *l)
{
    struct kho_view *v = w->v;
    const struct kho_lines *t = w->t;
    const struct link *ls = w->links;
    const uint32_t end = l->offset + l->length;
    uint32_t at = l->offset;

    anchors(w, end);
    while (w->link < w->n_links && ls[w->link].span.offset + ls[w->link].span.length <= at)
        w->link++;
    for (size_t i = w->link; i < w->n_links && ls[i].span.offset < end; i++) {
        const uint32_t from = ls[i].span.offset > at ? ls[i].span.offset : at;
        const uint32_t to = ls[i].span.offset + ls[i].span.length < end
                                ? ls[i].span.offset + ls[i].span.length
                                : end;

        if (to <= from)
            continue;
        kho_html_text(v->out, (kho_sv){t->text.p + at, from - at});
        kho_view_cited_link(v, ls[i].key);
        kho_html_text(v->out, (kho_sv){t->text.p + from, to - from});
        kho_html(v->out, "</a>");
        at = to;
    }
    kho_html_text(v->out, (kho_sv){t->text.p + at, end - at});
}

static void
line_open(struct walk *w, const struct kho_line *l)
{
    const uint32_t end = l->offset + l->length;
    const bool task =
        l->offset < w->task_end || (w->task < w->n_tasks && w->tasks[w->task].from < end);

    kho_html(w->v->out, "<p class=\"");
    if (l->heading > 0 || (l->flags & KHO_LINE_BOLD) != 0)
        kho_html(w->v->out, "bold ");
    if ((l->flags & KHO_LINE_FOOTNOTE) != 0)
        kho_html(w->v->out, "footnote ");
    if ((l->flags & KHO_LINE_CENTRED) != 0)
        kho_html(w->v->out, "centred ");
    if (task)
        kho_html(w->v->out, "task ");
    kho_html(w->v->out, "\">");
}

/* A table of three columns and more may be wider than a phone: it then moves sideways by itself,
 * which must be possible by the keyboard too.  Two columns always fit. */
static void
table_open(struct walk *w, size_t i)
{
    const struct kho_lines *t = w->t;
    const uint32_t number = t->lines[i].table;
    uint32_t columns = 0;

    for (; i < t->n && t->lines[i].table == number; i++)
        if (t->lines[i].col + 1U > columns)
            columns = t->lines[i].col + 1U;
    if (columns < 3) {
        kho_html(w->v->out, "<div><table class=\"data pair\"><tbody>");
        return;
    }
    kho_html(w->v->out, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"");
    KHO_FILL(w->v, KHO_PAGE_TEXTS_TABLE, kho_view_number(w->v, ++w->wide));
    kho_html(w->v->out, "\"><table class=\"data\"><tbody>");
}

/* Cells of one table, row by row, as the format told. */
static size_t
table(struct walk *w, size_t i)
{
    struct kho_view *v = w->v;
    const struct kho_lines *t = w->t;
    const uint32_t number = t->lines[i].table;
    uint32_t row_at = UINT32_MAX, col_at = UINT32_MAX;

    table_open(w, i);
    for (; i < t->n && t->lines[i].table == number; i++) {
        const struct kho_line *l = &t->lines[i];

        if (l->row != row_at) {
            if (row_at != UINT32_MAX)
                kho_html(v->out, "</td></tr>");
            kho_html(v->out, "<tr>");
            row_at = l->row;
            col_at = UINT32_MAX;
        } else if (l->col != col_at) {
            kho_html(v->out, "</td>");
        }
        if (l->col != col_at) {
            col_at = l->col;
            kho_html(v->out, "<td");
            if (l->colspan > 1) {
                kho_html(v->out, " colspan=\"");
                kho_html_num(v->out, l->colspan < 50 ? l->colspan : 50);
                kho_html(v->out, "\"");
            }
            if (l->rowspan > 1) {
                kho_html(v->out, " rowspan=\"");
                kho_html_num(v->out, l->rowspan < 1000 ? l->rowspan : 1000);
                kho_html(v->out, "\"");
            }
            kho_html(v->out, ">");
        }
        line_open(w, l);
        line(w, l);
        kho_html(v->out, "</p>");
    }
    kho_html(v->out, "</td></tr></tbody></table></div>");
    return i;
}

void
kho_view_text(struct kho_view *v, const struct kho_document *doc)
{
    const struct kho_lines *t = &doc->lines;
    struct link *ls;
    struct walk w = {.v = v, .t = t};

    if (t->text.n == 0)
        return;
    w.n_links = links(v, &doc->plan, &ls);
    w.links = ls;
    places(&w, &doc->plan);
    kho_view_heading(v, KHO_PAGE_TEXTS_TEXT, "text", 0);
    kho_html(v->out, "<div class=\"fulltext\" lang=\"vi\">");
    for (size_t i = 0; i < t->n;) {
        if (t->lines[i].table != 0) {
            i = table(&w, i);
            continue;
        }
        if (t->lines[i].length > 0) {
            line_open(&w, &t->lines[i]);
            line(&w, &t->lines[i]);
            kho_html(v->out, "</p>\n");
        }
        i++;
    }
    kho_html(v->out, "</div>");
}

/* Contents: three levels, as links into the text. */
void
kho_view_outline(struct kho_view *v, const struct kho_plan *p)
{
    enum { MOST = 300, DEEPEST = 3, OPEN_MAX = 14 };
    size_t shown = 0;

    for (size_t i = 0; i < p->n_sections; i++)
        shown += p->sections[i].heading.n > 0;
    if (shown < 2)
        return;
    kho_view_heading(v, KHO_PAGE_TEXTS_OUTLINE, "outline", 0);
    kho_html(v->out, "<details");
    if (shown <= OPEN_MAX)
        kho_html(v->out, " open");
    kho_html(v->out, "><summary>");
    KHO_FILL(v, KHO_PAGE_TEXTS_SECTIONS, kho_view_number(v, shown));
    kho_html(v->out, "</summary><ul class=\"outline\" lang=\"vi\">");
    for (size_t i = 0; i < p->n_sections && i < MOST; i++) {
        const struct kho_section *s = &p->sections[i];
        unsigned depth = 1;

        for (size_t k = 0; k < s->path.n; k++)
            depth += s->path.p[k] == '.';
        if (s->heading.n == 0 || depth > DEEPEST)
            continue;
        kho_buf_fmt(v->out, "<li class=\"d%u\"><a href=\"#s%zu\">", depth, i);
        kho_html_text(v->out, s->path);
        kho_html(v->out, " ");
        kho_html_text(v->out, s->heading);
        kho_html(v->out, "</a></li>");
    }
    kho_html(v->out, "</ul></details>");
}
