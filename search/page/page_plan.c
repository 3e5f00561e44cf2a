/* page_plan.c - one document: its record, what it cites, who cites it, tasks, full text. */
#include "view.h"

#include <stdlib.h>

/* The tag that says how a document stands to what it cites. */
static void
relation(struct kho_view *v, const struct kho_citation *c)
{
    if (c->legal_basis)
        kho_view_tag(v, KHO_PAGE_TEXTS_BASIS);
    else if (c->relation == KHO_REL_REPLACES)
        kho_view_tag(v, KHO_PAGE_TEXTS_REPLACES);
    else if (c->relation == KHO_REL_AMENDS)
        kho_view_tag(v, KHO_PAGE_TEXTS_AMENDS);
    else if (c->relation == KHO_REL_REPEALS)
        kho_view_tag(v, KHO_PAGE_TEXTS_REPEALS);
}

static void
citation(struct kho_view *v, const struct kho_citation *c)
{
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
    relation(v, c);
    kho_html(v->out, "</li>");
}

/* Mentions of one document side by side: the legal basis first, then in the order of the text. */
static int
by_document(const void *a, const void *b)
{
    const struct kho_citation *x = *(const struct kho_citation *const *)a,
                              *y = *(const struct kho_citation *const *)b;
    const size_t n = x->key.n < y->key.n ? x->key.n : y->key.n;
    const int r = n == 0 ? 0 : memcmp(x->key.p, y->key.p, n);

    if (r != 0 || x->key.n != y->key.n)
        return r != 0 ? r : (x->key.n < y->key.n ? -1 : 1);
    return x->legal_basis != y->legal_basis ? (x->legal_basis ? -1 : 1) : (x > y) - (x < y);
}

static int
by_rank(const void *a, const void *b)
{
    const struct kho_citation *x = *(const struct kho_citation *const *)a,
                              *y = *(const struct kho_citation *const *)b;

    return x->legal_basis != y->legal_basis ? (x->legal_basis ? -1 : 1) : (x > y) - (x < y);
}

/* Each document once, the legal basis first. */
static void
cites(struct kho_view *v, const struct kho_plan *p)
{
    enum { MOST = 500 };
    const struct kho_citation **all =
        KHO_NEW_N(v->arena, p->n_citations + 1, const struct kho_citation *);
    size_t n = 0;

    if (p->n_citations == 0)
        return;
    for (size_t i = 0; i < p->n_citations; i++)
        all[i] = &p->citations[i];
    qsort(all, p->n_citations, sizeof(void *), by_document);
    for (size_t i = 0; i < p->n_citations; i++)
        if (n == 0 || all[i]->key.n == 0 || !kho_sv_eq(all[i]->key, all[n - 1]->key))
            all[n++] = all[i];
    qsort(all, n, sizeof(void *), by_rank);
    kho_view_heading(v, KHO_PAGE_TEXTS_CITES, "cites", n);
    kho_html(v->out, "<ul>");
    for (size_t i = 0; i < n && i < MOST; i++)
        citation(v, all[i]);
    kho_html(v->out, "</ul>");
}

static void
cited_by(struct kho_view *v, const struct kho_document *doc)
{
    enum { SHOWN = 10 };
    const struct kho_cited *own = NULL;
    struct kho_cites c;

    if (doc->plan.key.p == NULL || kho_cites(v->store, doc->plan.key, v->arena, &c, NULL) != KHO_OK)
        return;
    for (size_t i = 0; i < c.n && own == NULL; i++)
        if (c.n == 1 || kho_sv_eq(c.docs[i].ref.in_archive, doc->id))
            own = &c.docs[i];
    if (own == NULL || own->n == 0)
        return;
    kho_view_heading(v, KHO_PAGE_TEXTS_CITED_BY, "cited-by", own->n);
    kho_html(v->out, "<ol class=\"cards short\">");
    for (size_t i = 0; i < own->n && i < SHOWN; i++) {
        kho_html(v->out, "<li class=\"card\">");
        kho_view_card(v, &own->citing[i].doc, NULL, 0);
        kho_html(v->out, "</li>");
    }
    kho_html(v->out, "</ol><p>");
    kho_view_cited_link(v, doc->plan.key);
    kho_view_say_html(v, KHO_PAGE_TEXTS_SEE_CASCADE);
    kho_html(v->out, "</a></p>");
}

static void
tasks(struct kho_view *v, const struct kho_plan *p)
{
    if (p->n_tasks == 0)
        return;
    kho_view_heading(v, KHO_PAGE_TEXTS_TASKS, "tasks", p->n_tasks);
    kho_html(v->out, "<ol class=\"tasks\">");
    for (size_t i = 0; i < p->n_tasks; i++) {
        kho_html(v->out, "<li>");
        kho_view_task(v, &p->tasks[i]);
        if (p->tasks[i].span.length > 0) {
            kho_buf_fmt(v->out, "<p><a href=\"#t%zu\">", i);
            kho_view_say_html(v, KHO_PAGE_TEXTS_IN_TEXT);
            kho_html(v->out, "</a></p>");
        }
        kho_html(v->out, "</li>\n");
    }
    kho_html(v->out, "</ol>");
}

static void
targets(struct kho_view *v, const struct kho_plan *p)
{
    enum { MOST = 200 };

    if (p->n_targets == 0)
        return;
    kho_view_heading(v, KHO_PAGE_TEXTS_TARGETS, "targets", p->n_targets);
    kho_html(v->out, "<ul>");
    for (size_t i = 0; i < p->n_targets && i < MOST; i++) {
        kho_html(v->out, "<li>");
        if (p->targets[i].section.n > 0) {
            kho_html(v->out, "<span class=\"section\">");
            kho_html_text(v->out, p->targets[i].section);
            kho_html(v->out, "</span> ");
        }
        kho_html_text(v->out, p->targets[i].text);
        kho_html(v->out, "</li>");
    }
    kho_html(v->out, "</ul>");
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
    kho_html(v->out, "</a>");
    if (doc->plan.n_tasks > 0) {
        kho_html(v->out, " <a href=\"");
        kho_view_address(v, "/tasks", "id", doc->id);
        kho_html(v->out, "\">");
        KHO_FILL(v, KHO_PAGE_TEXTS_TASKS_FOUND, kho_view_number(v, doc->plan.n_tasks));
        kho_html(v->out, "</a>");
    }
    kho_html(v->out, " <a href=\"#text\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_TEXT);
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
    if (doc.plan.symbol.p != NULL) {
        kho_html(v->out, "<span class=\"number\">");
        kho_html_text(v->out, doc.plan.symbol);
        kho_html(v->out, "</span> ");
    }
    kho_html_text(v->out, doc.plan.type_name);
    kho_html(v->out, " ");
    if (doc.plan.title.p != NULL)
        kho_html_text(v->out, doc.plan.title);
    else
        kho_view_say_html(v, KHO_PAGE_TEXTS_UNTITLED);
    kho_html(v->out, "</h1>");
    actions(v, &doc);
    kho_view_record(v, &doc);
    kho_view_outline(v, &doc.plan);
    cites(v, &doc.plan);
    cited_by(v, &doc);
    kho_view_siblings(v, &doc);
    tasks(v, &doc.plan);
    targets(v, &doc.plan);
    kho_view_text(v, &doc);
    kho_html(v->out, "</article>");
    kho_view_close(v);
    return KHO_OK;
}
