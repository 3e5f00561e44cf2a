/* frame.c - what stands around every page: head, navigation, footer.  See view.h. */
#include "view.h"

#include <time.h>

void
kho_view_address(struct kho_view *v, const char *path, const char *name, kho_sv value)
{
    kho_html_str(v->out, v->base);
    kho_html_str(v->out, path);
    if (value.n > 0) {
        kho_html(v->out, "?");
        kho_html_str(v->out, name);
        kho_html(v->out, "=");
        kho_html_url(v->out, value);
    }
    if (v->params.lang == KHO_PARAM_LANG_NONE)
        return;
    kho_html_str(v->out, value.n > 0 ? "&" : "?");
    kho_html_str(v->out, v->params.lang == KHO_PARAM_EN ? "lang=en" : "lang=vi");
}

kho_sv
kho_view_when(struct kho_view *v, int64_t at)
{
    const time_t t = (time_t)at;
    char text[64];
    struct tm tm;

    if (at == 0 || localtime_r(&t, &tm) == NULL ||
        strftime(text, sizeof text, "%d/%m/%Y %H:%M", &tm) == 0)
        return KHO_SV("—");
    return kho_arena_dup(v->arena, kho_sv_from(text));
}

static void
link_to(struct kho_view *v, const char *path)
{
    kho_html(v->out, "<a href=\"");
    kho_view_address(v, path, "", (kho_sv){NULL, 0});
    kho_html(v->out, "\"");
}

static void
navigation(struct kho_view *v)
{
    static const struct {
        const char *path;
        enum kho_page_texts_id text;
    } items[] = {{"/", KHO_PAGE_TEXTS_NAV_SEARCH},
                 {"/refs", KHO_PAGE_TEXTS_NAV_REFS},
                 {"/tasks", KHO_PAGE_TEXTS_NAV_TASKS},
                 {"/status", KHO_PAGE_TEXTS_NAV_STATUS},
                 {"/help", KHO_PAGE_TEXTS_NAV_HELP}};
    const struct kho_param_change other = {.lang = v->english ? KHO_PARAM_VI : KHO_PARAM_EN,
                                           .page = v->params.page};

    kho_html(v->out, "<nav class=\"main\" aria-label=\"");
    kho_view_say_html(v, KHO_PAGE_TEXTS_NAV);
    kho_html(v->out, "\"><ul>");
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        kho_html(v->out, "<li>");
        link_to(v, items[i].path);
        if (strcmp(items[i].path, v->path) == 0)
            kho_html(v->out, " aria-current=\"page\"");
        kho_html(v->out, ">");
        kho_view_say_html(v, items[i].text);
        kho_html(v->out, "</a></li>");
    }
    kho_html(v->out, "<li><a ");
    kho_view_href(v, v->path, &other);
    if (v->english)
        kho_html(v->out, " lang=\"vi\" hreflang=\"vi\">");
    else
        kho_html(v->out, " lang=\"en\" hreflang=\"en\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_LANGUAGE);
    kho_html(v->out, "</a></li></ul></nav>");
}

/* The way back to the search that led here. */
static void
way_back(struct kho_view *v)
{
    const kho_sv q = v->params.back;

    if (q.n == 0)
        return;
    kho_html(v->out, "<p class=\"back\"><a href=\"");
    kho_view_address(v, "/", "q", q);
    kho_html(v->out, "&amp;stay=1\">← ");
    KHO_FILL(v, KHO_PAGE_TEXTS_BACK_TO, q);
    kho_html(v->out, "</a></p>\n");
}

void
kho_view_open(struct kho_view *v)
{
    kho_html(v->out, "<!DOCTYPE html>\n<html lang=\"");
    kho_html_str(v->out, v->english ? "en" : "vi");
    kho_html(
        v->out,
        "\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\"><title>");
    if (v->title.n > 0) {
        kho_html_text(v->out, v->title);
        kho_html(v->out, " · ");
    }
    kho_view_say_html(v, KHO_PAGE_TEXTS_SITE);
    kho_html(v->out, "</title><link rel=\"stylesheet\" href=\"");
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/style.css\"><link rel=\"search\" "
                     "type=\"application/opensearchdescription+xml\" title=\"");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SITE);
    kho_html(v->out, "\" href=\"");
    kho_html_str(v->out, v->base);
    kho_html(v->out, "/opensearch.xml\"></head>\n<body><a class=\"skip\" href=\"#main\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SKIP);
    kho_html(v->out, "</a><header class=\"site\">");
    link_to(v, "/");
    kho_html(v->out, " class=\"name\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SITE);
    kho_html(v->out, "</a>");
    navigation(v);
    kho_html(v->out, "</header>\n<main id=\"main\">\n");
    way_back(v);
}

void
kho_view_close(struct kho_view *v)
{
    kho_html(v->out, "\n</main>\n<footer class=\"site\">");
    if (v->info.uuid[0] != '\0')
        KHO_FILL(v, KHO_PAGE_TEXTS_FOOTER, KHO_SV(KHO_VERSION), kho_view_when(v, v->updated),
                 kho_view_number(v, v->info.revision));
    else
        kho_html(v->out, "kho " KHO_VERSION);
    kho_html(v->out, "</footer>\n</body></html>\n");
}
