/* plan_record.c - the record of a document: what it states, and what kho concludes.  See view.h. */
#include "view.h"

#include "fold.h"

static void
row(struct kho_view *v, enum kho_page_texts_id label, kho_sv value)
{
    kho_html(v->out, "<tr><th scope=\"row\">");
    kho_view_say_html(v, label);
    kho_html(v->out, "</th><td>");
    if (value.n > 0) {
        kho_html_text(v->out, value);
    } else {
        kho_html(v->out, "<span class=\"count\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_NOT_STATED);
        kho_html(v->out, "</span>");
    }
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

/* The words of text that "nhon-hau" stands for, as they are written; p NULL: they are not in it. */
static kho_sv
written(kho_sv text, kho_sv slug)
{
    struct kho_word w;

    for (size_t at = 0, next = 0; kho_word_next(text, &at, &w); next = at) {
        const char *const first = text.p + w.offset;
        kho_sv rest = slug, part;

        while (kho_sv_next(&rest, '-', &part) && kho_word_next(text, &next, &w) &&
               kho_sv_eq(part, (kho_sv){w.bare, w.bare_n}))
            if (rest.p == NULL)
                return (kho_sv){first, (size_t)(text.p + w.offset + w.length - first)};
    }
    return (kho_sv){NULL, 0};
}

/* A part of the place as the document writes it: "xã Nhơn Hậu"; its bare words where it is nowhere
 * in the record. */
static void
part_of_place(struct kho_view *v, const struct kho_plan *p, kho_sv slug, bool province)
{
    const kho_sv texts[] = {p->place, p->issuer, p->title, p->signer.position};
    kho_sv found = {NULL, 0};

    for (size_t i = 0; i < p->n_locality; i++) {
        found = written(p->locality[i], slug);
        if (found.p != NULL && found.p + found.n == p->locality[i].p + p->locality[i].n) {
            kho_html_text(v->out, p->locality[i]);
            return;
        }
    }
    for (size_t i = 0; province && i < kho_provinces_n; i++)
        if (kho_sv_eq(slug, kho_sv_from(kho_provinces[i].old_slug))) {
            kho_html_str(v->out, kho_provinces[i].old_name);
            return;
        }
    found = (kho_sv){NULL, 0};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && found.p == NULL; i++)
        found = written(texts[i], slug);
    for (size_t i = 0; found.p == NULL && i < slug.n; i++)
        kho_html_text(v->out, slug.p[i] == '-' ? KHO_SV(" ") : (kho_sv){slug.p + i, 1});
    kho_html_text(v->out, found);
}

/* "binh-dinh.?.nhon-hau" as "xã Nhơn Hậu, tỉnh Bình Định": what is not known is left out. */
static void
concluded_place(struct kho_view *v, const struct kho_plan *p, kho_sv value)
{
    enum { LEVELS = 8 };
    kho_sv rest = value, part[LEVELS];
    size_t n = 0;
    bool any = false;

    while (n < LEVELS && kho_sv_next(&rest, '.', &part[n]))
        n++;
    while (n-- > 0) {
        if (kho_sv_eq(part[n], KHO_SV("?")))
            continue;
        kho_html_str(v->out, any ? ", " : "");
        part_of_place(v, p, part[n], n == 0);
        any = true;
    }
}

/* What kho concludes stands apart from what the paper states, with its evidence. */
static void
inferred(struct kho_view *v, const struct kho_plan *p)
{
    static const struct {
        const char *field;
        enum kho_page_texts_id name;
    } names[] = {{"issuer", KHO_PAGE_TEXTS_ISSUER},      {"date", KHO_PAGE_TEXTS_DATE},
                 {"symbol", KHO_PAGE_TEXTS_NUMBER},      {"locality", KHO_PAGE_TEXTS_LOCALITY},
                 {"place", KHO_PAGE_TEXTS_PLACE_SIGNED}, {"year", KHO_PAGE_TEXTS_YEAR}};

    if (p->n_inferred == 0)
        return;
    kho_view_heading(v, KHO_PAGE_TEXTS_INFERRED, "inferred", 0);
    kho_html(v->out, "<p class=\"hint\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_INFERRED_HINT);
    kho_html(v->out, "</p><table class=\"record inferred\"><tbody>");
    for (size_t i = 0; i < p->n_inferred; i++) {
        const struct kho_inferred *x = &p->inferred[i];
        const char *name = x->field;

        for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
            if (strcmp(names[k].field, x->field) == 0)
                name = kho_view_say(v, names[k].name);
        kho_html(v->out, "<tr><th scope=\"row\">");
        kho_html_str(v->out, name);
        kho_html(v->out, "</th><td>");
        if (strcmp(x->how, "not_before") == 0)
            kho_html_str(v->out, kho_view_say(v, KHO_PAGE_TEXTS_NOT_BEFORE));
        else if (strcmp(x->how, "not_after") == 0)
            kho_html_str(v->out, kho_view_say(v, KHO_PAGE_TEXTS_NOT_AFTER));
        kho_html(v->out, " ");
        if (x->value.n == 10 && strcmp(x->field, "date") == 0)
            kho_view_date(v, x->value);
        else if (strcmp(x->field, "locality") == 0)
            concluded_place(v, p, x->value);
        else
            kho_html_text(v->out, x->value);
        if (x->evidence.n > 0) {
            kho_html(v->out, " <span class=\"evidence\">(");
            kho_view_say_html(v, KHO_PAGE_TEXTS_EVIDENCE);
            kho_html(v->out, " ");
            kho_html_text(v->out, x->evidence);
            kho_html(v->out, ")</span>");
        }
        kho_html(v->out, "</td></tr>");
    }
    kho_html(v->out, "</tbody></table>");
}

static void
notes(struct kho_view *v, const struct kho_document *doc)
{
    const uint64_t bits = doc->notes | doc->plan.notes;

    if (bits == 0)
        return;
    kho_html(v->out, "<tr><th scope=\"row\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_NOTES);
    kho_html(v->out, "</th><td><ul class=\"plain\">");
    for (size_t i = 0; i < kho_notes_n; i++)
        if ((bits >> i & 1) != 0) {
            kho_html(v->out, "<li>");
            kho_html_str(v->out, v->english ? kho_notes[i].en : kho_notes[i].vi);
            if (i == KHO_NOTES_OCR) {
                kho_html(v->out, " (");
                kho_html_text(v->out, kho_view_number(v, doc->ocr_confidence));
                kho_html(v->out, " %)");
            }
            kho_html(v->out, "</li>");
        }
    kho_html(v->out, "</ul></td></tr>");
}

static void
locality(struct kho_view *v, const struct kho_plan *p)
{
    if (p->n_locality == 0)
        return;
    kho_html(v->out, "<tr><th scope=\"row\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_LOCALITY);
    kho_html(v->out, "</th><td>");
    for (size_t i = 0; i < p->n_locality; i++) {
        kho_html_str(v->out, i > 0 ? ", " : "");
        kho_view_place(v, p->locality[i]);
    }
    kho_html(v->out, "</td></tr>");
}

void
kho_view_record(struct kho_view *v, const struct kho_document *doc)
{
    const struct kho_plan *p = &doc->plan;

    kho_html(v->out, "<table class=\"record\"><tbody>");
    row(v, KHO_PAGE_TEXTS_NUMBER, p->symbol);
    row(v, KHO_PAGE_TEXTS_TYPE, p->type_name);
    row(v, KHO_PAGE_TEXTS_ISSUER, p->issuer);
    if (p->issuer_level.n > 0)
        row(v, KHO_PAGE_TEXTS_LEVEL, kho_view_value(v, KHO_FIELDS_LEVEL, p->issuer_level));
    if (p->issuer_side.p != NULL)
        row(v, KHO_PAGE_TEXTS_SIDE, kho_view_value(v, KHO_FIELDS_SIDE, p->issuer_side));
    locality(v, p);
    kho_html(v->out, "<tr><th scope=\"row\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_DATE);
    kho_html(v->out, "</th><td>");
    if (p->date.n == 10)
        kho_view_date(v, p->date);
    else
        kho_view_say_html(v, KHO_PAGE_TEXTS_NOT_STATED);
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
    for (size_t i = 0; i < doc->n_places; i++)
        row(v, KHO_PAGE_TEXTS_SOURCE, doc->places[i].path);
    kho_html(v->out, "<tr><th scope=\"row\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_FORMAT);
    kho_html(v->out, "</th><td>");
    kho_html_text(v->out, doc->format);
    kho_html(v->out, ", ");
    kho_html_text(v->out, kho_view_size(v, doc->size));
    kho_html(v->out, "</td></tr>");
    notes(v, doc);
    kho_html(v->out, "</tbody></table>");
    inferred(v, p);
}
