/* said.c - what is said beside the results of a search, and links to other searches. */
#include "view.h"

void
kho_view_instead(struct kho_view *v, kho_sv q)
{
    const kho_sv typed = v->params.q;

    v->params.q = q;
    kho_html(v->out, "<a ");
    kho_view_href(v, v->path, NULL);
    kho_html(v->out, ">");
    v->params.q = typed;
    kho_html_text(v->out, q);
    kho_html(v->out, "</a>");
}

kho_sv
kho_view_noun(const struct kho_view *v)
{
    return kho_sv_from(kho_view_say(v, strcmp(v->path, "/tasks") == 0
                                           ? KHO_PAGE_TEXTS_NOUN_TASK
                                           : KHO_PAGE_TEXTS_NOUN_DOCUMENT));
}

static void
remarks(struct kho_view *v, const struct kho_answer *a)
{
    static const enum kho_page_texts_id texts[] = {
        [KHO_REMARK_NO_FIELD] = KHO_PAGE_TEXTS_REMARK_NO_FIELD,
        [KHO_REMARK_BAD_VALUE] = KHO_PAGE_TEXTS_REMARK_BAD_VALUE,
        [KHO_REMARK_NOTHING] = KHO_PAGE_TEXTS_REMARK_NOTHING};

    for (size_t i = 0; i < a->n_remarks; i++) {
        kho_html(v->out, "<p class=\"note\">");
        KHO_FILL(v, texts[a->remarks[i].kind], a->remarks[i].field, a->remarks[i].value);
        kho_html(v->out, "</p>");
    }
}

static void
unknown(struct kho_view *v, const struct kho_answer *a)
{
    if (a->n_unknown == 0)
        return;
    kho_html(v->out, "<p class=\"note\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_UNKNOWN_WORDS);
    for (size_t i = 0; i < a->n_unknown; i++) {
        kho_html_str(v->out, i > 0 ? ", " : " ");
        kho_html_text(v->out, a->unknown[i]);
    }
    kho_html(v->out, "</p>");
}

/* The words as the archive has them. */
static void
spelling(struct kho_view *v, const struct kho_answer *a)
{
    for (size_t i = 0; i < a->n_offers; i++) {
        if (a->offers[i].kind != KHO_OFFER_SPELLING)
            continue;
        kho_html(v->out, "<p class=\"note\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_DID_YOU_MEAN);
        kho_html(v->out, " ");
        kho_view_instead(v, a->offers[i].query);
        kho_html(v->out, " <span class=\"count\">");
        kho_html_text(v->out, kho_view_number(v, a->offers[i].total));
        kho_html(v->out, "</span></p>");
    }
}

/* Other spellings, and the search without filters, have their own place on the page. */
static bool
is_condition(const struct kho_offer *o)
{
    return o->kind == KHO_OFFER_WITHOUT || o->kind == KHO_OFFER_ONLY || o->kind == KHO_OFFER_WORDS;
}

static void
offers(struct kho_view *v, const struct kho_answer *a)
{
    static const enum kho_page_texts_id texts[] = {[KHO_OFFER_WITHOUT] =
                                                       KHO_PAGE_TEXTS_OFFER_WITHOUT,
                                                   [KHO_OFFER_ONLY] = KHO_PAGE_TEXTS_OFFER_ONLY,
                                                   [KHO_OFFER_WORDS] = KHO_PAGE_TEXTS_OFFER_WORDS};
    size_t n = 0;

    for (size_t i = 0; i < a->n_offers; i++) {
        const struct kho_offer *o = &a->offers[i];

        if (!is_condition(o))
            continue;
        if (n++ == 0)
            kho_html(v->out, "<ul>");
        kho_html(v->out, "<li>");
        KHO_FILL(v, texts[o->kind], kho_view_number(v, o->total), o->dropped, kho_view_noun(v));
        kho_html(v->out, " ");
        kho_view_instead(v, o->query);
        kho_html(v->out, "</li>");
    }
    if (n > 0)
        kho_html(v->out, "</ul>");
}

void
kho_view_said(struct kho_view *v, const struct kho_answer *a)
{
    remarks(v, a);
    unknown(v, a);
    if (a->relaxed) {
        kho_html(v->out, "<p class=\"note\">");
        KHO_FILL(v, KHO_PAGE_TEXTS_RELAXED, kho_view_noun(v));
        kho_html(v->out, "</p>");
    }
    spelling(v, a);
    offers(v, a);
}

void
kho_view_alike(struct kho_view *v, const struct kho_answer *a, size_t at)
{
    for (size_t i = at + 1; i < a->n; i++) {
        const struct kho_document *d = &a->hits[i].doc;

        if (a->hits[i].like != at + 1)
            continue;
        kho_html(v->out, "<p class=\"path\">= ");
        kho_view_plan_link(v, d->id);
        kho_html_text(v->out, d->n_places > 0 ? d->places[0].path : d->id);
        kho_html(v->out, "</a> ");
        kho_view_tag(v, KHO_PAGE_TEXTS_LIKE);
        kho_html(v->out, "</p>");
    }
}
