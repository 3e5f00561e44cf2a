/* page_status.c - what is in the archive and what is not searchable. */
#include "format.h"
#include "view.h"

static void
note_table(struct kho_view *v, const struct kho_overview *o, int hidden)
{
    bool any = false;

    for (size_t i = 0; i < o->n_notes; i++) {
        const struct kho_filter add = {KHO_FIELDS_NOTE,
                                       kho_sv_from(kho_notes[o->notes[i].note].name)};
        const struct kho_param_change change = {.add = &add};

        if (kho_notes[o->notes[i].note].hidden != hidden || o->notes[i].docs == 0)
            continue;
        if (!any) {
            kho_html(v->out, "<table class=\"data reasons\"><thead><tr><th scope=\"col\">");
            kho_view_say_html(v, KHO_PAGE_TEXTS_STATUS_REASON);
            kho_html(v->out, "</th><th scope=\"col\">");
            kho_view_say_html(v, KHO_PAGE_TEXTS_STATUS_COUNT);
            kho_html(v->out, "</th></tr></thead><tbody>");
        }
        any = true;
        kho_html(v->out, "<tr><td><a ");
        kho_view_href(v, "/", &change);
        kho_html(v->out, ">");
        kho_html_text(v->out, kho_view_value(v, KHO_FIELDS_NOTE, add.value));
        kho_html(v->out, "</a></td><td class=\"right\">");
        kho_html_text(v->out, kho_view_number(v, o->notes[i].docs));
        kho_html(v->out, "</td></tr>");
    }
    if (any)
        kho_html(v->out, "</tbody></table>");
}

/* Formats of the files, each a search. */
static void
formats(struct kho_view *v)
{
    enum { MOST = 40 };
    const kho_sv prefix = kho_sv_from(kho_fields[KHO_FIELDS_FORMAT].prefix);
    struct kho_term_freq term[MOST];
    struct kho_terms all = {.term = term, .max = MOST};

    if (kho_store_terms(v->store, prefix, prefix, v->arena, &all, NULL) != KHO_OK || all.n == 0)
        return;
    kho_view_heading(v, KHO_PAGE_TEXTS_STATUS_FORMATS, "formats", 0);
    kho_html(v->out, "<ul class=\"plain\">");
    for (size_t i = 0; i < all.n; i++) {
        const struct kho_filter add = {
            KHO_FIELDS_FORMAT, {all.term[i].term.p + prefix.n, all.term[i].term.n - prefix.n}};
        const struct kho_param_change change = {.add = &add};

        kho_html(v->out, "<li><a ");
        kho_view_href(v, "/", &change);
        kho_html(v->out, ">");
        kho_html_text(v->out, add.value);
        kho_html(v->out, "</a> <span class=\"count\">");
        kho_html_text(v->out, kho_view_number(v, all.term[i].docs));
        kho_html(v->out, "</span></li>");
    }
    kho_html(v->out, "</ul>");
}

enum kho_status
kho_page_status(struct kho_view *v)
{
    struct kho_overview o;
    enum kho_status st = kho_overview(v->store, v->arena, &o, v->err);

    if (st != KHO_OK)
        return st;
    if (v->params.format == KHO_PARAM_JSON) {
        kho_overview_json(v->out, &o);
        return KHO_OK;
    }
    kho_view_title(v, KHO_PAGE_TEXTS_NAV_STATUS);
    kho_html(v->out, "<p>");
    KHO_FILL(v, KHO_PAGE_TEXTS_STATUS_DOCS, kho_view_number(v, o.plans + o.others),
             kho_view_number(v, o.plans), kho_view_number(v, o.others), kho_view_number(v, o.tasks),
             kho_view_number(v, o.inputs));
    kho_html(v->out, "</p><p>");
    KHO_FILL(v, KHO_PAGE_TEXTS_STATUS_WHEN, kho_view_when(v, o.indexed_at));
    kho_html(v->out, "</p><h2>");
    KHO_FILL(v, KHO_PAGE_TEXTS_STATUS_HIDDEN, kho_view_number(v, o.hidden));
    kho_html(v->out, "</h2>");
    note_table(v, &o, 1);
    kho_html(v->out, "<h2>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_STATUS_REMARKS);
    kho_html(v->out, "</h2>");
    note_table(v, &o, 0);
    formats(v);
    kho_view_formats(v, 1 << KHO_PARAM_JSON);
    kho_view_close(v);
    return KHO_OK;
}
