/* page_start.c - the start page: the archive at a glance, and the three questions people come with.
 */
#include "view.h"

enum { LATEST_SHOWN = 5 };

/* A question with its own box: answered by another page than the search. */
static void
way(struct kho_view *v, const char *path, const char *name, enum kho_page_texts_id question,
    enum kho_page_texts_id label, enum kho_page_texts_id example)
{
    kho_html(v->out, "<form class=\"way\" action=\"");
    kho_html_str(v->out, v->base);
    kho_html_str(v->out, path);
    kho_html(v->out, "\"><h2>");
    kho_view_say_html(v, question);
    kho_html(v->out, "</h2><div class=\"row\">");
    kho_view_input(v, name, label, (kho_sv){NULL, 0}, example);
    if (strcmp(path, "/tasks") == 0)
        kho_view_due_choice(v);
    kho_params_hidden(v->out, &v->params);
    kho_view_button(v);
    kho_html(v->out, "</div></form>");
}

static void
counts(struct kho_view *v, const struct kho_overview *o)
{
    kho_html(v->out, "<p class=\"lead\">");
    KHO_FILL(v, KHO_PAGE_TEXTS_STATUS_DOCS, kho_view_number(v, o->plans + o->others),
             kho_view_number(v, o->plans), kho_view_number(v, o->others),
             kho_view_number(v, o->tasks), kho_view_number(v, o->inputs));
    if (o->hidden > 0) {
        kho_html(v->out, " <a href=\"");
        kho_view_address(v, "/status", "", (kho_sv){NULL, 0});
        kho_html(v->out, "\">");
        KHO_FILL(v, KHO_PAGE_TEXTS_STATUS_HIDDEN, kho_view_number(v, o->hidden));
        kho_html(v->out, "</a>");
    }
    kho_html(v->out, "</p>");
}

static void
most_cited(struct kho_view *v, const struct kho_glance *g)
{
    if (g->n_top == 0)
        return;
    kho_view_heading(v, KHO_PAGE_TEXTS_MOST_CITED, "most-cited", 0);
    kho_html(v->out, "<ol class=\"cards short\">");
    for (size_t i = 0; i < g->n_top; i++)
        kho_view_ref(v, &g->top[i]);
    kho_html(v->out, "</ol><p><a href=\"");
    kho_view_address(v, "/refs", "", (kho_sv){NULL, 0});
    kho_html(v->out, "\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_ALL_CITED);
    kho_html(v->out, "</a></p>");
}

void
kho_view_start(struct kho_view *v, const struct kho_answer *latest)
{
    struct kho_overview o;
    struct kho_glance g;

    if (kho_overview(v->store, v->arena, &o, NULL) == KHO_OK)
        counts(v, &o);
    kho_html(v->out, "<div class=\"ways\">");
    way(v, "/cited", "key", KHO_PAGE_TEXTS_ASK_CITED, KHO_PAGE_TEXTS_NUMBER,
        KHO_PAGE_TEXTS_NUMBER_EXAMPLE);
    way(v, "/tasks", "unit", KHO_PAGE_TEXTS_ASK_TASKS, KHO_PAGE_TEXTS_UNIT,
        KHO_PAGE_TEXTS_UNIT_EXAMPLE);
    kho_html(v->out, "</div><div class=\"columns\"><div class=\"results\">");
    if (kho_glance(v->store, v->arena, &g, NULL) != KHO_OK)
        g = (struct kho_glance){.exact = true};
    if (g.n_years > 0) {
        kho_view_heading(v, KHO_PAGE_TEXTS_CHART, "chart", 0);
        if (!g.exact) {
            kho_html(v->out, "<p class=\"hint\">");
            kho_view_say_html(v, KHO_PAGE_TEXTS_ESTIMATE);
            kho_html(v->out, "</p>");
        }
        kho_view_chart(v, &g);
    }
    kho_view_heading(v, KHO_PAGE_TEXTS_LATEST, "latest", 0);
    kho_html(v->out, "<ol class=\"cards\">");
    for (size_t i = 0, shown = 0; i < latest->n && shown < LATEST_SHOWN; i++) {
        if (latest->hits[i].like != 0)
            continue;
        shown++;
        kho_html(v->out, "<li class=\"card\">");
        kho_view_card(v, &latest->hits[i].doc, NULL, 0);
        kho_html(v->out, "</li>");
    }
    kho_html(v->out, "</ol>");
    most_cited(v, &g);
    kho_html(v->out, "</div>");
    kho_view_facets(v, latest, KHO_PAGE_TEXTS_BROWSE);
    kho_html(v->out, "</div>");
}
