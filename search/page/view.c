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

kho_sv
kho_view_size(struct kho_view *v, uint64_t bytes)
{
    static const char *const units[] = {"B", "KB", "MB", "GB"};
    char text[32];
    size_t unit = 0;
    uint64_t tenths = bytes * 10;

    while (tenths >= 10240 && unit < 3) {
        tenths = (tenths + 512) / 1024;
        unit++;
    }
    if (unit > 0 && tenths < 100)
        (void)snprintf(text, sizeof text, "%u%c%u %s", (unsigned)(tenths / 10),
                       v->english ? '.' : ',', (unsigned)(tenths % 10), units[unit]);
    else
        (void)snprintf(text, sizeof text, "%llu %s", (unsigned long long)(tenths / 10),
                       units[unit]);
    return kho_arena_dup(v->arena, kho_sv_from(text));
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

void
kho_view_plan_link(struct kho_view *v, kho_sv id)
{
    kho_html(v->out, "<a href=\"");
    kho_view_address(v, "/plan", "id", id);
    kho_html(v->out, "\">");
}

void
kho_view_cited_link(struct kho_view *v, kho_sv key)
{
    kho_html(v->out, "<a href=\"");
    kho_view_address(v, "/cited", "key", key);
    kho_html(v->out, "\">");
}

void
kho_view_title(struct kho_view *v, enum kho_page_texts_id text)
{
    v->title = kho_sv_from(kho_view_say(v, text));
    kho_view_open(v);
    kho_html(v->out, "<h1>");
    kho_view_say_html(v, text);
    kho_html(v->out, "</h1>");
}

void
kho_view_heading(struct kho_view *v, enum kho_page_texts_id text, const char *id, uint64_t n)
{
    kho_html(v->out, "<h2 id=\"");
    kho_html_str(v->out, id);
    kho_html(v->out, "\">");
    kho_view_say_html(v, text);
    if (n > 0) {
        kho_html(v->out, " <span class=\"count\">");
        kho_html_text(v->out, kho_view_number(v, n));
        kho_html(v->out, "</span>");
    }
    kho_html(v->out, "</h2>");
}

void
kho_view_tag(struct kho_view *v, enum kho_page_texts_id text)
{
    kho_html(v->out, " <span class=\"tag\">");
    kho_view_say_html(v, text);
    kho_html(v->out, "</span>");
}

kho_sv
kho_view_name(const struct kho_plan *p)
{
    return p->symbol.p != NULL ? p->symbol : p->type_name;
}

const struct kho_provinces_row *
kho_view_province(kho_sv locality)
{
    const kho_sv word = KHO_SV("tỉnh ");

    if (locality.n > word.n && memcmp(locality.p, word.p, word.n) == 0)
        locality = (kho_sv){locality.p + word.n, locality.n - word.n};
    for (size_t i = 0; i < kho_provinces_n; i++)
        if (kho_sv_eq(locality, kho_sv_from(kho_provinces[i].old_name)))
            return &kho_provinces[i];
    return NULL;
}

void
kho_view_place(struct kho_view *v, kho_sv locality)
{
    const struct kho_provinces_row *row = kho_view_province(locality);

    kho_html_text(v->out, locality);
    if (row == NULL || strcmp(row->old_name, row->new_name) == 0)
        return;
    kho_html(v->out, " ");
    KHO_FILL(v, KHO_PAGE_TEXTS_PLACE_NOW, kho_sv_from(row->new_name));
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
kho_view_day_or_month(struct kho_view *v, kho_sv iso)
{
    for (size_t end = iso.n; end > 4; end -= 3) {
        kho_html_text(v->out, (kho_sv){iso.p + end - 2, 2});
        kho_html(v->out, "/");
    }
    kho_html_text(v->out, (kho_sv){iso.p, iso.n < 4 ? iso.n : 4});
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
        kho_view_place(v, p->locality[0]);
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

static void
deadlines(struct kho_view *v, const struct kho_task *t)
{
    if (t->n_deadlines == 0)
        return;
    kho_html(v->out, "<span class=\"due\"><b>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_DUE);
    kho_html(v->out, ":</b> ");
    for (size_t i = 0; i < t->n_deadlines; i++) {
        const kho_sv date = t->deadlines[i].date;

        if (i > 0)
            kho_html(v->out, "; ");
        if (date.n == 10) {
            kho_view_date(v, date);
            kho_html(v->out, " (");
            kho_html_text(v->out, t->deadlines[i].text);
            kho_html(v->out, ")");
            if (memcmp(date.p, v->today, 10) < 0)
                kho_view_tag(v, KHO_PAGE_TEXTS_PAST);
        } else {
            kho_html_text(v->out, t->deadlines[i].text);
        }
    }
    kho_html(v->out, "</span>");
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
    deadlines(v, t);
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

    static const enum kho_page_texts_id levels[KHO_GLANCE_LEVELS] = {
        KHO_PAGE_TEXTS_LEVEL_VALUE_CENTRE, KHO_PAGE_TEXTS_LEVEL_VALUE_PROVINCE,
        KHO_PAGE_TEXTS_LEVEL_VALUE_DISTRICT, KHO_PAGE_TEXTS_LEVEL_VALUE_COMMUNE};

    if (field == KHO_FIELDS_SIDE)
        for (size_t i = 0; i < 3; i++)
            if (kho_sv_eq(value, kho_sv_from(sides[i].value)))
                return kho_sv_from(kho_view_say(v, sides[i].text));
    if (field == KHO_FIELDS_LEVEL)
        for (size_t i = 0; i < KHO_GLANCE_LEVELS; i++)
            if (kho_sv_eq(value, kho_sv_from(kho_glance_levels[i])))
                return kho_sv_from(kho_view_say(v, levels[i]));
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
kho_view_formats(struct kho_view *v, unsigned formats)
{
    static const enum kho_page_texts_id names[KHO_PARAM_FORMATS] = {
        KHO_PAGE_TEXTS_SITE,      KHO_PAGE_TEXTS_AS_JSON, KHO_PAGE_TEXTS_AS_CSV,
        KHO_PAGE_TEXTS_AS_ICS,    KHO_PAGE_TEXTS_AS_ATOM, KHO_PAGE_TEXTS_AS_DOT,
        KHO_PAGE_TEXTS_AS_GRAPHML};

    kho_html(v->out, "<p class=\"formats\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_AS);
    for (unsigned i = KHO_PARAM_HTML + 1; i < KHO_PARAM_FORMATS; i++) {
        const struct kho_param_change change = {.format = i, .page = v->params.page};

        if ((formats >> i & 1) == 0)
            continue;
        kho_html(v->out, " <a ");
        kho_view_href(v, v->path, &change);
        kho_html(v->out, " rel=\"alternate\">");
        kho_view_say_html(v, names[i]);
        kho_html(v->out, "</a>");
    }
    kho_html(v->out, "</p>");
}
