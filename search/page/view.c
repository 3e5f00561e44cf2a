/* view.c - see view.h. */
#include "view.h"

#include <stdio.h>
#include <string.h>

const char *
kho_view_say(const struct kho_view *v, enum kho_page_texts_id id)
{
    return v->english ? kho_page_texts[id].en : kho_page_texts[id].vi;
}

void
kho_view_say_html(struct kho_view *v, enum kho_page_texts_id id)
{
    kho_html_str(v->out, kho_view_say(v, id));
}

void
kho_view_fill(struct kho_view *v, enum kho_page_texts_id id, const kho_sv *args, size_t n)
{
    for (const char *p = kho_view_say(v, id); *p != '\0'; p++) {
        const size_t i = (size_t)(p[1] - '0');

        if (p[0] == '{' && i < n && p[2] == '}') {
            kho_html_text(v->out, args[i]);
            p += 2;
        } else {
            kho_html_text(v->out, (kho_sv){p, 1});
        }
    }
}

kho_sv
kho_view_number(struct kho_view *v, uint64_t n)
{
    char plain[24], grouped[32];
    const int len = snprintf(plain, sizeof plain, "%llu", (unsigned long long)n);
    size_t at = 0;

    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            grouped[at++] = v->english ? ',' : '.';
        grouped[at++] = plain[i];
    }
    return kho_arena_dup(v->arena, (kho_sv){grouped, at});
}

void
kho_view_href(struct kho_view *v, const char *path, const struct kho_param_change *change)
{
    static const struct kho_param_change nothing = {.add = NULL};

    kho_html(v->out, "href=\"");
    kho_html_str(v->out, v->base);
    kho_html_str(v->out, path);
    kho_params_link(v->out, &v->params, change == NULL ? &nothing : change);
    kho_html(v->out, "\"");
}

/* Links to other pages keep nothing of this one but the language. */
static void
fresh_href(struct kho_view *v, const char *path, const char *name, kho_sv value)
{
    kho_html(v->out, "href=\"");
    kho_html_str(v->out, v->base);
    kho_html_str(v->out, path);
    if (value.n > 0) {
        kho_html(v->out, "?");
        kho_html_str(v->out, name);
        kho_html(v->out, "=");
        kho_html_url(v->out, value);
    }
    if (v->params.lang != KHO_PARAM_LANG_NONE) {
        kho_html_str(v->out, value.n > 0 ? "&" : "?");
        kho_html_str(v->out, v->params.lang == KHO_PARAM_EN ? "lang=en" : "lang=vi");
    }
    kho_html(v->out, "\"");
}

void
kho_view_plan_link(struct kho_view *v, kho_sv id)
{
    kho_html(v->out, "<a ");
    fresh_href(v, "/plan", "id", id);
    kho_html(v->out, ">");
}

void
kho_view_cited_link(struct kho_view *v, kho_sv key)
{
    kho_html(v->out, "<a ");
    fresh_href(v, "/cited", "key", key);
    kho_html(v->out, ">");
}

static void
navigation(struct kho_view *v)
{
    static const struct {
        const char *path;
        enum kho_page_texts_id text;
    } items[] = {{"/", KHO_PAGE_TEXTS_NAV_SEARCH},
                 {"/tasks", KHO_PAGE_TEXTS_NAV_TASKS},
                 {"/refs", KHO_PAGE_TEXTS_NAV_REFS},
                 {"/status", KHO_PAGE_TEXTS_NAV_STATUS},
                 {"/help", KHO_PAGE_TEXTS_NAV_HELP}};
    const struct kho_param_change other = {.lang = v->english ? KHO_PARAM_VI : KHO_PARAM_EN,
                                           .page = v->params.page};

    kho_html(v->out, "<nav class=\"main\"><ul>");
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        kho_html(v->out, "<li><a ");
        fresh_href(v, items[i].path, "", (kho_sv){NULL, 0});
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
    kho_html(v->out, "/style.css\"></head>\n<body><a class=\"skip\" href=\"#main\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SKIP);
    kho_html(v->out, "</a><header class=\"site\"><a class=\"name\" ");
    fresh_href(v, "/", "", (kho_sv){NULL, 0});
    kho_html(v->out, ">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SITE);
    kho_html(v->out, "</a>");
    navigation(v);
    kho_html(v->out, "</header>\n<main id=\"main\">\n");
}

void
kho_view_close(struct kho_view *v)
{
    kho_html(v->out, "\n</main>\n</body></html>\n");
}

void
kho_view_date(struct kho_view *v, kho_sv iso)
{
    if (iso.n != 10) {
        kho_view_say_html(v, KHO_PAGE_TEXTS_UNDATED);
        return;
    }
    kho_html(v->out, "<time datetime=\"");
    kho_html_text(v->out, iso);
    kho_html(v->out, "\">");
    kho_html_text(v->out, (kho_sv){iso.p + 8, 2});
    kho_html(v->out, "/");
    kho_html_text(v->out, (kho_sv){iso.p + 5, 2});
    kho_html(v->out, "/");
    kho_html_text(v->out, (kho_sv){iso.p, 4});
    kho_html(v->out, "</time>");
}

void
kho_view_marked(struct kho_view *v, kho_sv text, const struct kho_mark *marks, size_t n)
{
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        kho_html_text(v->out, (kho_sv){text.p + at, marks[i].offset - at});
        kho_html(v->out, "<mark>");
        kho_html_text(v->out, (kho_sv){text.p + marks[i].offset, marks[i].length});
        kho_html(v->out, "</mark>");
        at = (size_t)marks[i].offset + marks[i].length;
    }
    kho_html_text(v->out, (kho_sv){text.p + at, text.n - at});
}

void
kho_view_card(struct kho_view *v, const struct kho_document *doc, const struct kho_mark *marks,
              size_t n)
{
    const struct kho_plan *p = &doc->plan;

    kho_html(v->out, "<h3>");
    kho_view_plan_link(v, doc->id);
    if (p->symbol.p != NULL) {
        kho_html(v->out, "<span class=\"number\">");
        kho_html_text(v->out, p->symbol);
        kho_html(v->out, "</span> ");
    }
    kho_html_text(v->out, p->type_name);
    if (p->title.p != NULL) {
        kho_html(v->out, " ");
        kho_view_marked(v, p->title, marks, n);
    } else {
        kho_html(v->out, " ");
        kho_view_say_html(v, p->type.p == NULL ? KHO_PAGE_TEXTS_NO_HEAD : KHO_PAGE_TEXTS_UNTITLED);
    }
    kho_html(v->out, "</a></h3><p class=\"meta\">");
    if (p->issuer.p != NULL) {
        kho_html_text(v->out, p->issuer);
        kho_html(v->out, " · ");
    }
    kho_view_date(v, p->date);
    if (p->n_locality > 0) {
        kho_html(v->out, " · ");
        kho_html_text(v->out, p->locality[0]);
    }
    kho_html(v->out, "</p>");
}

static void
units(struct kho_view *v, enum kho_page_texts_id label, const kho_sv *items, size_t n)
{
    if (n == 0)
        return;
    kho_html(v->out, "<span class=\"units\"><b>");
    kho_view_say_html(v, label);
    kho_html(v->out, ":</b> ");
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            kho_html(v->out, "; ");
        kho_html_text(v->out, items[i]);
    }
    kho_html(v->out, "</span> ");
}

void
kho_view_task(struct kho_view *v, const struct kho_task *t)
{
    kho_html(v->out, "<p>");
    if (t->section.n > 0) {
        kho_html(v->out, "<span class=\"section\">");
        kho_html_text(v->out, t->section);
        kho_html(v->out, "</span> ");
    }
    kho_html_text(v->out, t->text);
    kho_html(v->out, "</p><p class=\"meta\">");
    units(v, KHO_PAGE_TEXTS_LEADS, t->responsible, t->n_responsible);
    units(v, KHO_PAGE_TEXTS_WITH, t->coordinating, t->n_coordinating);
    for (size_t i = 0; i < t->n_deadlines; i++) {
        kho_html(v->out, "<span class=\"due\"><b>");
        kho_view_say_html(v, KHO_PAGE_TEXTS_DUE);
        kho_html(v->out, ":</b> ");
        if (t->deadlines[i].date.p != NULL) {
            kho_view_date(v, t->deadlines[i].date);
            kho_html(v->out, " (");
            kho_html_text(v->out, t->deadlines[i].text);
            kho_html(v->out, ")");
        } else {
            kho_html_text(v->out, t->deadlines[i].text);
        }
        kho_html(v->out, "</span> ");
    }
    kho_html(v->out, "</p>");
}

const char *
kho_view_field(const struct kho_view *v, enum kho_fields_id field)
{
    return v->english ? kho_fields[field].en : kho_fields[field].vi;
}

kho_sv
kho_view_value(const struct kho_view *v, enum kho_fields_id field, kho_sv value)
{
    static const struct {
        const char *value;
        enum kho_page_texts_id text;
    } sides[] = {{"state", KHO_PAGE_TEXTS_SIDE_STATE},
                 {"party", KHO_PAGE_TEXTS_SIDE_PARTY},
                 {"mass", KHO_PAGE_TEXTS_SIDE_MASS}};

    if (field == KHO_FIELDS_SIDE)
        for (size_t i = 0; i < 3; i++)
            if (kho_sv_eq(value, kho_sv_from(sides[i].value)))
                return kho_sv_from(kho_view_say(v, sides[i].text));
    if (field == KHO_FIELDS_TYPE)
        for (size_t i = 0; i < kho_doc_types_n; i++)
            if (kho_sv_eq(value, kho_sv_from(kho_doc_types[i].abbr)))
                return kho_sv_from(kho_doc_types[i].vietnamese_name);
    if (field == KHO_FIELDS_NOTE)
        for (size_t i = 0; i < kho_notes_n; i++)
            if (kho_sv_eq(value, kho_sv_from(kho_notes[i].name)))
                return kho_sv_from(v->english ? kho_notes[i].en : kho_notes[i].vi);
    return value;
}

void
kho_view_formats(struct kho_view *v, bool csv, bool ics)
{
    static const enum kho_page_texts_id names[] = {KHO_PAGE_TEXTS_AS_JSON, KHO_PAGE_TEXTS_AS_CSV,
                                                   KHO_PAGE_TEXTS_AS_ICS};
    const bool wanted[] = {true, csv, ics};

    kho_html(v->out, "<p class=\"formats\">");
    for (unsigned i = 0; i < 3; i++) {
        const struct kho_param_change change = {.format = KHO_PARAM_JSON + i,
                                                .page = v->params.page};

        if (!wanted[i])
            continue;
        kho_html(v->out, "<a ");
        kho_view_href(v, v->path, &change);
        kho_html(v->out, " rel=\"alternate\">");
        kho_view_say_html(v, names[i]);
        kho_html(v->out, "</a> ");
    }
    kho_html(v->out, "</p>");
}
