/* cited_parts.c - what is said of a cited document, and who has no plan that cites it.  See view.h.
 */
#include "view.h"

enum { FORMS_SHOWN = 6, FORMS_LOOKED_AT = 200, MISSING_SHOWN = 20 };

void
kho_view_ref_line(struct kho_view *v, const struct kho_ref *r)
{
    if (r->symbol.p != NULL) {
        kho_html(v->out, "<span class=\"number\">");
        kho_html_text(v->out, r->symbol);
        kho_html(v->out, "</span> ");
    }
    kho_html_text(v->out, r->name);
}

void
kho_view_ref_meta(struct kho_view *v, const struct kho_ref *r)
{
    const bool issuer = r->issuer.n > 0, date = r->date.n > 0;

    /* Laws are cited by title: that no date was read says nothing of them. */
    if (!issuer && !date && r->in_archive.p == NULL)
        return;
    kho_html(v->out, "<p class=\"meta\">");
    if (issuer)
        kho_html_text(v->out, r->issuer);
    if (issuer && date)
        kho_html(v->out, " · ");
    if (date)
        kho_view_date(v, r->date);
    if (r->in_archive.p != NULL) {
        if (issuer || date)
            kho_html(v->out, " · ");
        kho_view_plan_link(v, r->in_archive);
        kho_view_say_html(v, KHO_PAGE_TEXTS_IN_ARCHIVE);
        kho_html(v->out, "</a>");
    }
    kho_html(v->out, "</p>");
}

void
kho_view_ref(struct kho_view *v, const struct kho_ref *r)
{
    kho_html(v->out, "<li class=\"card\"><h3>");
    kho_view_cited_link(v, r->key);
    kho_view_ref_line(v, r);
    kho_html(v->out, "</a>");
    if (r->citing > 0) {
        kho_html(v->out, " <span class=\"count\">");
        KHO_FILL(v, KHO_PAGE_TEXTS_CITING_PLANS, kho_view_number(v, r->citing));
        kho_html(v->out, "</span>");
    }
    kho_html(v->out, "</h3>");
    kho_view_ref_meta(v, r);
    kho_html(v->out, "</li>\n");
}

/* What its mentions leave open fits more than one document. */
void
kho_view_ref_maybe(struct kho_view *v, const struct kho_ref *r)
{
    if (r->n_maybe == 0)
        return;
    kho_html(v->out, "<div class=\"note\"><p>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_MAYBE);
    kho_html(v->out, "</p><ul>");
    for (size_t i = 0; i < r->n_maybe; i++) {
        kho_html(v->out, "<li>");
        kho_view_cited_link(v, r->maybe[i].key);
        kho_view_ref_line(v, &r->maybe[i]);
        kho_html(v->out, "</a> ");
        if (r->maybe[i].date.n > 0)
            kho_view_date(v, r->maybe[i].date);
        kho_html(v->out, "</li>");
    }
    kho_html(v->out, "</ul></div>");
}

/* The different ways it is written, as far as the first plans show them. */
void
kho_view_ref_forms(struct kho_view *v, const struct kho_cascade *c)
{
    kho_sv seen[FORMS_SHOWN];
    size_t n = 0;

    for (size_t i = 0; i < c->n && i < FORMS_LOOKED_AT && n < FORMS_SHOWN; i++) {
        const kho_sv m = c->plans[i].citing.mention;
        size_t k = 0;

        if (c->plans[i].depth > 1)
            break;
        while (k < n && !kho_sv_eq(seen[k], m))
            k++;
        if (k == n && m.n > 0)
            seen[n++] = m;
    }
    if (n < 2)
        return;
    kho_html(v->out, "<p class=\"meta\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_WRITTEN);
    for (size_t k = 0; k < n; k++) {
        kho_html_str(v->out, k == 0 ? " “" : "; “");
        kho_html_text(v->out, seen[k]);
        kho_html(v->out, "”");
    }
    kho_html(v->out, "</p>");
}

static void
gap_part(struct kho_view *v, const struct kho_gap_part *p)
{
    kho_html(v->out, "<h3>");
    if (p->level == NULL)
        KHO_FILL(v, KHO_PAGE_TEXTS_GAP_PROVINCES, kho_view_number(v, p->n),
                 kho_view_number(v, p->of));
    else
        KHO_FILL(v, KHO_PAGE_TEXTS_GAP_OFFICES, kho_view_number(v, p->n), kho_view_number(v, p->of),
                 kho_view_value(v, KHO_FIELDS_LEVEL, kho_sv_from(p->level)));
    kho_html(v->out, "</h3><p>");
    for (size_t i = 0; i < p->n && i < MISSING_SHOWN; i++) {
        const struct kho_filter add = {p->level == NULL ? KHO_FIELDS_PLACE : KHO_FIELDS_ISSUER,
                                       p->missing[i].value};
        const struct kho_params all = v->params;
        const struct kho_param_change change = {.add = &add};

        if (i > 0)
            kho_html(v->out, "; ");
        kho_html(v->out, "<a ");
        v->params = (struct kho_params){.page = 1, .n = 20, .lang = all.lang};
        kho_view_href(v, "/", &change);
        v->params = all;
        kho_html(v->out, ">");
        kho_html_text(v->out, p->missing[i].value);
        kho_html(v->out, "</a> <span class=\"count\">");
        kho_html_text(v->out, kho_view_number(v, p->missing[i].count));
        kho_html(v->out, "</span>");
    }
    if (p->n > MISSING_SHOWN) {
        kho_html(v->out, "; ");
        KHO_FILL(v, KHO_PAGE_TEXTS_AND_MORE, kho_view_number(v, p->n - MISSING_SHOWN));
    }
    kho_html(v->out, "</p>");
}

/* Of which provinces and offices the archive has plans, but none that cites the document. */
void
kho_view_gap(struct kho_view *v, const struct kho_cascade *c)
{
    uint32_t *docids = KHO_NEW_N(v->arena, c->n + 1, uint32_t);
    struct kho_gap g;

    for (size_t i = 0; i < c->n; i++)
        docids[i] = c->plans[i].citing.docid;
    if (kho_gap(v->store, docids, c->n, v->arena, &g, NULL) != KHO_OK || g.n == 0)
        return;
    kho_view_heading(v, KHO_PAGE_TEXTS_GAP, "gap", 0);
    kho_html(v->out, "<p class=\"hint\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_GAP_HINT);
    if (!g.exact) {
        kho_html(v->out, " ");
        kho_view_say_html(v, KHO_PAGE_TEXTS_ESTIMATE);
    }
    kho_html(v->out, "</p>");
    for (size_t i = 0; i < g.n; i++)
        if (g.parts[i].n > 0)
            gap_part(v, &g.parts[i]);
}
