/* page_plan.c - one document: its record, what it cites, who cites it, tasks, full text. */
#include "view.h"

#include <stdlib.h>

static void
row(struct kho_view *v, enum kho_page_texts_id label, kho_sv value)
{
    if (value.p == NULL)
        return;
    kho_html(v->out, "<tr><th scope=\"row\">");
    kho_view_say_html(v, label);
    kho_html(v->out, "</th><td>");
    kho_html_text(v->out, value);
    kho_html(v->out, "</td></tr>");
}

static void
row_list(struct kho_view *v, enum kho_page_texts_id label, const kho_sv *items, size_t n)
{
    if (n == 0)
        return;
    kho_html(v->out, "<tr><th scope=\"row\">");
    kho_view_say_html(v, label);
    kho_html(v->out, "</th><td>");
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            kho_html(v->out, "; ");
        kho_html_text(v->out, items[i]);
    }
    kho_html(v->out, "</td></tr>");
}

/* What kho concludes stands under what is stated, told apart and with its evidence. */
static void
inferred(struct kho_view *v, const struct kho_plan *p)
{
    for (size_t i = 0; i < p->n_inferred; i++) {
        const struct kho_inferred *x = &p->inferred[i];

        kho_html(v->out, "<tr class=\"inferred\"><th scope=\"row\">");
        kho_html_str(v->out, x->field);
        kho_html(v->out, " <span class=\"tag\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_INFERRED);
        kho_html(v->out, "</span></th><td>");
        if (strcmp(x->how, "not_before") == 0)
            kho_html(v->out, "≥ ");
        else if (strcmp(x->how, "not_after") == 0)
            kho_html(v->out, "≤ ");
        kho_html_text(v->out, x->value);
        kho_html(v->out, " <span class=\"evidence\">(");
        kho_html_text(v->out, x->evidence);
        kho_html(v->out, ")</span></td></tr>");
    }
}

static void
notes(struct kho_view *v, uint64_t bits)
{
    if (bits == 0)
        return;
    kho_html(v->out, "<tr><th scope=\"row\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_NOTES);
    kho_html(v->out, "</th><td><ul class=\"plain\">");
    for (size_t i = 0; i < kho_notes_n; i++)
        if ((bits >> i & 1) != 0) {
            kho_html(v->out, "<li>");
            kho_html_str(v->out, v->english ? kho_notes[i].en : kho_notes[i].vi);
            kho_html(v->out, "</li>");
        }
    kho_html(v->out, "</ul></td></tr>");
}

static void
record(struct kho_view *v, const struct kho_document *doc)
{
    const struct kho_plan *p = &doc->plan;

    kho_html(v->out, "<table class=\"record\"><tbody>");
    row(v, KHO_PAGE_TEXTS_NUMBER, p->symbol);
    row(v, KHO_PAGE_TEXTS_TYPE, p->type_name);
    row(v, KHO_PAGE_TEXTS_ISSUER, p->issuer);
    row(v, KHO_PAGE_TEXTS_LEVEL, p->issuer_level);
    if (p->issuer_side.p != NULL)
        row(v, KHO_PAGE_TEXTS_SIDE, kho_view_value(v, KHO_FIELDS_SIDE, p->issuer_side));
    row_list(v, KHO_PAGE_TEXTS_LOCALITY, p->locality, p->n_locality);
    kho_html(v->out, "<tr><th scope=\"row\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_DATE);
    kho_html(v->out, "</th><td>");
    kho_view_date(v, p->date);
    kho_html(v->out, "</td></tr>");
    if (p->year != 0) {
        kho_html(v->out, "<tr><th scope=\"row\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_YEAR);
        kho_html(v->out, "</th><td>");
        kho_html_num(v->out, (uint64_t)p->year);
        kho_html(v->out, "</td></tr>");
    }
    if (p->signer.name.p != NULL) {
        const kho_sv parts[] = {p->signer.name, p->signer.position, p->signer.authority};
        kho_sv given[3];
        size_t n = 0;

        for (size_t i = 0; i < 3; i++)
            if (parts[i].p != NULL)
                given[n++] = parts[i];
        row_list(v, KHO_PAGE_TEXTS_SIGNER, given, n);
    }
    row_list(v, KHO_PAGE_TEXTS_RECIPIENTS, p->recipients, p->n_recipients);
    inferred(v, p);
    for (size_t i = 0; i < doc->n_places; i++)
        row(v, KHO_PAGE_TEXTS_SOURCE, doc->places[i].path);
    row(v, KHO_PAGE_TEXTS_FORMAT, doc->format);
    notes(v, doc->notes | p->notes);
    kho_html(v->out, "</tbody></table>");
}

static void
heading(struct kho_view *v, enum kho_page_texts_id text, const char *id, size_t n)
{
    kho_html(v->out, "<h2 id=\"");
    kho_html_str(v->out, id);
    kho_html(v->out, "\">");
    kho_view_say_html(v, text);
    if (n > 0) {
        kho_html(v->out, " <span class=\"count\">");
        kho_html_num(v->out, n);
        kho_html(v->out, "</span>");
    }
    kho_html(v->out, "</h2>");
}

/* Legal basis first, then in the order of the text; each document once. */
static void
cites(struct kho_view *v, const struct kho_plan *p)
{
    size_t shown = 0;

    if (p->n_citations == 0)
        return;
    heading(v, KHO_PAGE_TEXTS_CITES, "cites", 0);
    kho_html(v->out, "<ul>");
    for (int basis = 1; basis >= 0; basis--)
        for (size_t i = 0; i < p->n_citations && shown < 500; i++) {
            const struct kho_citation *c = &p->citations[i];
            bool again = c->legal_basis != (basis == 1);

            for (size_t k = 0; k < p->n_citations && !again; k++)
                again = kho_sv_eq(p->citations[k].key, c->key) && c->key.p != NULL &&
                        ((k < i && p->citations[k].legal_basis == c->legal_basis) ||
                         (basis == 0 && p->citations[k].legal_basis));
            if (again)
                continue;
            shown++;
            kho_html(v->out, "<li>");
            if (c->key.p != NULL)
                kho_view_cited_link(v, c->key);
            kho_html_text(v->out, c->mention);
            if (c->key.p != NULL)
                kho_html(v->out, "</a>");
            if (c->issuer.p != NULL) {
                kho_html(v->out, ", ");
                kho_html_text(v->out, c->issuer);
            }
            if (c->legal_basis) {
                kho_html(v->out, " <span class=\"tag\">");
                kho_view_say_html(v, KHO_PAGE_TEXTS_BASIS);
                kho_html(v->out, "</span>");
            }
            kho_html(v->out, "</li>");
        }
    kho_html(v->out, "</ul>");
}

static void
cited_by(struct kho_view *v, const struct kho_document *doc)
{
    struct kho_cites c;

    if (doc->plan.key.p == NULL ||
        kho_cites(v->store, doc->plan.key, v->arena, &c, NULL) != KHO_OK || c.n == 0)
        return;
    heading(v, KHO_PAGE_TEXTS_CITED_BY, "cited-by", c.docs[0].n);
    kho_html(v->out, "<ol class=\"cards\">");
    for (size_t i = 0; i < c.docs[0].n && i < 50; i++) {
        kho_html(v->out, "<li class=\"card\">");
        kho_view_card(v, &c.docs[0].citing[i].doc, NULL, 0);
        kho_html(v->out, "</li>");
    }
    kho_html(v->out, "</ol>");
}

static void
tasks(struct kho_view *v, const struct kho_plan *p)
{
    if (p->n_tasks == 0)
        return;
    heading(v, KHO_PAGE_TEXTS_TASKS, "tasks", p->n_tasks);
    kho_html(v->out, "<ol class=\"tasks\">");
    for (size_t i = 0; i < p->n_tasks; i++) {
        kho_html(v->out, "<li>");
        kho_view_task(v, &p->tasks[i]);
        kho_html(v->out, "</li>");
    }
    kho_html(v->out, "</ol>");
}

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

/* One line of the text with its citations as links; *next: first link not yet behind us. */
static void
line(struct kho_view *v, const struct kho_lines *t, const struct kho_line *l, const struct link *ls,
     size_t n, size_t *next)
{
    const uint32_t end = l->offset + l->length;
    uint32_t at = l->offset;

    while (*next < n && ls[*next].span.offset + ls[*next].span.length <= at)
        ++*next;
    for (size_t i = *next; i < n && ls[i].span.offset < end; i++) {
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
line_open(struct kho_view *v, const struct kho_line *l)
{
    if (l->heading > 0 || (l->flags & KHO_LINE_BOLD) != 0)
        kho_html(v->out, "<p class=\"bold\">");
    else if ((l->flags & KHO_LINE_FOOTNOTE) != 0)
        kho_html(v->out, "<p class=\"footnote\">");
    else
        kho_html(v->out, "<p>");
}

/* Cells of one table, row by row, as the format told. */
static size_t
table(struct kho_view *v, const struct kho_lines *t, size_t i, const struct link *ls, size_t n,
      size_t *next)
{
    const uint32_t number = t->lines[i].table;
    uint32_t row_at = UINT32_MAX, col_at = UINT32_MAX;

    kho_html(v->out, "<div class=\"wide\"><table class=\"data\"><tbody>");
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
        line_open(v, l);
        line(v, t, l, ls, n, next);
        kho_html(v->out, "</p>");
    }
    kho_html(v->out, "</td></tr></tbody></table></div>");
    return i;
}

static void
text(struct kho_view *v, const struct kho_document *doc)
{
    const struct kho_lines *t = &doc->lines;
    struct link *ls;
    const size_t n = links(v, &doc->plan, &ls);
    size_t next = 0;

    if (t->text.n == 0)
        return;
    heading(v, KHO_PAGE_TEXTS_TEXT, "text", 0);
    kho_html(v->out, "<div class=\"fulltext\" lang=\"vi\">");
    for (size_t i = 0; i < t->n;) {
        if (t->lines[i].table != 0) {
            i = table(v, t, i, ls, n, &next);
            continue;
        }
        if (t->lines[i].length > 0) {
            line_open(v, &t->lines[i]);
            line(v, t, &t->lines[i], ls, n, &next);
            kho_html(v->out, "</p>\n");
        }
        i++;
    }
    kho_html(v->out, "</div>");
}

static void
actions(struct kho_view *v, const struct kho_document *doc)
{
    kho_html(v->out, "<p class=\"actions\"><a class=\"button\" href=\"");
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/file?id=");
    kho_html_url(v->out, doc->id);
    kho_html(v->out, "\" download>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_ORIGINAL);
    kho_html(v->out, "</a> <a href=\"");
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/plan?id=");
    kho_html_url(v->out, doc->id);
    kho_html(v->out, "&amp;format=json\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_RECORD);
    kho_html(v->out, "</a></p>");
}

enum kho_status
kho_page_plan(struct kho_view *v)
{
    struct kho_document doc;
    enum kho_status st;

    if (v->params.id.n == 0)
        return kho_fail(v->err, KHO_NOTFOUND, "no id");
    st = kho_find(v->store, v->params.id, KHO_DOCUMENT_ALL, v->arena, &doc, v->err);
    if (st != KHO_OK)
        return st == KHO_ARG ? KHO_NOTFOUND : st;
    if (v->params.format == KHO_PARAM_JSON) {
        kho_document_json(&doc, v->out);
        kho_buf_char(v->out, '\n');
        return KHO_OK;
    }
    v->title = doc.plan.symbol.p != NULL ? doc.plan.symbol : doc.plan.title;
    kho_view_open(v);
    kho_html(v->out, "<article><h1>");
    kho_html_text(v->out, doc.plan.type_name);
    kho_html(v->out, " ");
    if (doc.plan.title.p != NULL)
        kho_html_text(v->out, doc.plan.title);
    else
        kho_view_say_html(v, KHO_PAGE_TEXTS_UNTITLED);
    kho_html(v->out, "</h1>");
    actions(v, &doc);
    record(v, &doc);
    cites(v, &doc.plan);
    cited_by(v, &doc);
    tasks(v, &doc.plan);
    text(v, &doc);
    kho_html(v->out, "</article>");
    kho_view_close(v);
    return KHO_OK;
}
