/* page_status.c - what is in the archive and what is not searchable; help. */
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
            kho_html(v->out, "<table class=\"data\"><thead><tr><th scope=\"col\">");
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
    v->title = kho_sv_from(kho_view_say(v, KHO_PAGE_TEXTS_NAV_STATUS));
    kho_view_open(v);
    kho_html(v->out, "<h1>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_NAV_STATUS);
    kho_html(v->out, "</h1><p>");
    KHO_FILL(v, KHO_PAGE_TEXTS_STATUS_DOCS, kho_view_number(v, o.plans + o.others),
             kho_view_number(v, o.plans), kho_view_number(v, o.others),
             kho_view_number(v, o.info.tasks), kho_view_number(v, o.inputs));
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
    kho_view_formats(v, 1 << KHO_PARAM_JSON);
    kho_view_close(v);
    return KHO_OK;
}

enum kho_status
kho_page_help(struct kho_view *v)
{
    static const struct {
        const char *query;
        enum kho_page_texts_id meaning;
    } examples[] = {
        {"\"dân vận khéo\"", KHO_PAGE_TEXTS_HELP_PHRASE},
        {"chuyển đổi số HOẶC cải cách hành chính", KHO_PAGE_TEXTS_HELP_OR},
        {"dân vận KHÔNG tôn giáo", KHO_PAGE_TEXTS_HELP_NOT},
        {"giam sat*", KHO_PAGE_TEXTS_HELP_PREFIX},
        {"co-quan:\"Ủy ban nhân dân\"", KHO_PAGE_TEXTS_HELP_ISSUER},
        {"ngay:2022..2024", KHO_PAGE_TEXTS_HELP_DATE},
        {"vien-dan:33/CT-TTg", KHO_PAGE_TEXTS_HELP_CITES},
        {"so:48/KH-UBND", KHO_PAGE_TEXTS_HELP_NUMBER},
        {"dia-ban:\"Lai Châu\"", KHO_PAGE_TEXTS_HELP_PLACE},
    };

    v->title = kho_sv_from(kho_view_say(v, KHO_PAGE_TEXTS_NAV_HELP));
    kho_view_open(v);
    kho_html(v->out, "<h1>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_NAV_HELP);
    kho_html(v->out, "</h1><p>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_HELP_INTRO);
    kho_html(v->out, "</p><table class=\"data\"><thead><tr><th scope=\"col\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_HELP_EXAMPLE);
    kho_html(v->out, "</th><th scope=\"col\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_HELP_MEANING);
    kho_html(v->out, "</th></tr></thead><tbody>");
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        kho_html(v->out, "<tr><td><a href=\"");
        kho_html_str(v->out, v->base);
        kho_html(v->out, "/?q=");
        kho_html_url(v->out, kho_sv_from(examples[i].query));
        kho_html(v->out, "\"><code>");
        kho_html_str(v->out, examples[i].query);
        kho_html(v->out, "</code></a></td><td>");
        kho_view_say_html(v, examples[i].meaning);
        kho_html(v->out, "</td></tr>");
    }
    kho_html(v->out, "</tbody></table><h2>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_HELP_FIELDS);
    kho_html(v->out, "</h2><table class=\"data\"><tbody>");
    for (size_t i = 0; i < kho_fields_n; i++) {
        if (kho_fields[i].name[0] == '-')
            continue;
        kho_html(v->out, "<tr><td><code>");
        kho_html_str(v->out, kho_fields[i].name);
        kho_html(v->out, ":</code> <code>");
        kho_html_str(v->out, kho_fields[i].alias);
        kho_html(v->out, ":</code></td><td>");
        kho_html_str(v->out, kho_view_field(v, (enum kho_fields_id)i));
        kho_html(v->out, "</td></tr>");
    }
    kho_html(v->out, "</tbody></table>");
    kho_view_close(v);
    return KHO_OK;
}
