/* parts.c - parts of several pages: inputs, filters, paging.  See view.h. */
#include "view.h"

void
kho_view_input(struct kho_view *v, const char *name, enum kho_page_texts_id label, kho_sv value,
               enum kho_page_texts_id example)
{
    kho_html(v->out, "<label><span>");
    kho_view_say_html(v, label);
    kho_html(v->out, "</span> <input name=\"");
    kho_html_str(v->out, name);
    kho_html(v->out, "\" maxlength=\"200\" placeholder=\"");
    kho_view_say_html(v, example);
    kho_html(v->out, "\" value=\"");
    kho_html_text(v->out, value);
    kho_html(v->out, "\"></label> ");
}

void
kho_view_button(struct kho_view *v)
{
    kho_html(v->out, "<button>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_SEARCH_BUTTON);
    kho_html(v->out, "</button>");
}

kho_sv
kho_view_short_field(const struct kho_view *v, enum kho_fields_id id)
{
    const char *const field = kho_view_field(v, id), *bracket = strstr(field, " (");

    return bracket == NULL ? kho_sv_from(field) : (kho_sv){field, (size_t)(bracket - field)};
}

static void
chip(struct kho_view *v, const struct kho_param_change *change, kho_sv name, kho_sv value)
{
    kho_html(v->out, "<a class=\"chip\" ");
    kho_view_href(v, v->path, change);
    kho_html(v->out, " aria-label=\"");
    KHO_FILL(v, KHO_PAGE_TEXTS_REMOVE, name, value);
    kho_html(v->out, "\"><span class=\"of\">");
    kho_html_text(v->out, name);
    kho_html(v->out, ":</span> ");
    kho_html_text(v->out, value);
    kho_html(v->out, " <span aria-hidden=\"true\">×</span></a> ");
}

void
kho_view_chips(struct kho_view *v)
{
    const struct kho_params *p = &v->params;
    const struct kho_param_change clear = {.drop_filters = true}, from = {.drop_from = true},
                                  to = {.drop_to = true};
    const bool of_tasks = strcmp(v->path, "/tasks") == 0;

    if (p->n_filters == 0 && p->from.n == 0 && p->to.n == 0)
        return;
    kho_html(v->out, "<div class=\"chips\"><span>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_FILTERS);
    kho_html(v->out, ":</span> ");
    for (size_t i = 0; i < p->n_filters; i++) {
        const struct kho_param_change change = {.drop = &p->filters[i]};

        chip(v, &change, kho_view_short_field(v, p->filters[i].field),
             kho_view_value(v, p->filters[i].field, p->filters[i].value));
    }
    if (p->from.n > 0)
        chip(v, &from,
             kho_sv_from(kho_view_say(v, of_tasks ? KHO_PAGE_TEXTS_DUE_FROM : KHO_PAGE_TEXTS_FROM)),
             p->from);
    if (p->to.n > 0)
        chip(v, &to,
             kho_sv_from(kho_view_say(v, of_tasks ? KHO_PAGE_TEXTS_DUE_TO : KHO_PAGE_TEXTS_TO)),
             p->to);
    if (p->n_filters + (p->from.n > 0) + (p->to.n > 0) > 1) {
        kho_html(v->out, "<a ");
        kho_view_href(v, v->path, &clear);
        kho_html(v->out, ">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_CLEAR);
        kho_html(v->out, "</a>");
    }
    kho_html(v->out, "</div>\n");
}

static bool
filtered(const struct kho_view *v, enum kho_fields_id field, kho_sv value)
{
    for (size_t i = 0; i < v->params.n_filters; i++)
        if (v->params.filters[i].field == field && kho_sv_eq(v->params.filters[i].value, value))
            return true;
    return false;
}

void
kho_view_choice(struct kho_view *v, enum kho_fields_id field, const struct kho_count *count)
{
    const struct kho_filter add = {field, count->value};
    const struct kho_param_change change = {.add = &add, .drop_list = true};
    const bool on = filtered(v, field, add.value);

    kho_html(v->out, "<li>");
    if (on) {
        kho_html(v->out, "<b>");
    } else {
        kho_html(v->out, "<a ");
        kho_view_href(v, v->path, &change);
        kho_html(v->out, ">");
    }
    kho_html_text(v->out, kho_view_value(v, field, add.value));
    if (on)
        kho_html(v->out, "</b>");
    else
        kho_html(v->out, "</a>");
    kho_html(v->out, " <span class=\"count\">");
    kho_html_text(v->out, kho_view_number(v, count->count));
    kho_html(v->out, "</span></li>");
}

static void
choices(struct kho_view *v, enum kho_fields_id field, const struct kho_count *counts, size_t n)
{
    kho_html(v->out, "<ul>");
    for (size_t k = 0; k < n; k++)
        kho_view_choice(v, field, &counts[k]);
    kho_html(v->out, "</ul>");
}

/* How many more there are: on the page of results a link to the list of all. */
static void
rest(struct kho_view *v, enum kho_fields_id field, size_t shown, size_t all)
{
    const unsigned typed = v->params.list;
    unsigned list = KHO_PARAM_LISTS;

    while (--list > 0 && strcmp(kho_param_lists[list], kho_fields[field].name) != 0) {
    }
    kho_html(v->out, "<p class=\"count\">");
    if (list > 0 && strcmp(v->path, "/") == 0) {
        v->params.list = list;
        kho_html(v->out, "<a ");
        kho_view_href(v, v->path, NULL);
        kho_html(v->out, ">");
        v->params.list = typed;
        KHO_FILL(v, KHO_PAGE_TEXTS_LIST_ALL, kho_view_number(v, all));
        kho_html(v->out, "</a>");
    } else {
        KHO_FILL(v, KHO_PAGE_TEXTS_AND_MORE, kho_view_number(v, all - shown));
    }
    kho_html(v->out, "</p>");
}

void
kho_view_choices(struct kho_view *v, enum kho_fields_id field, const struct kho_count *counts,
                 size_t n, size_t all)
{
    enum { SHOWN = 5, MOST = 22 }; /* so that 20 results take about 40 KB at most */
    const size_t most = n < MOST ? n : MOST;

    if (n == 0)
        return;
    kho_html(v->out, "<section><h3>");
    kho_html_text(v->out, kho_view_short_field(v, field));
    kho_html(v->out, "</h3>");
    /* One value that would be put away is shorter than the line that says so. */
    if (most <= SHOWN + 1) {
        choices(v, field, counts, most);
    } else {
        choices(v, field, counts, SHOWN);
        kho_html(v->out, "<details><summary>");
        KHO_FILL(v, KHO_PAGE_TEXTS_MORE, kho_view_number(v, all - SHOWN));
        kho_html(v->out, "</summary>");
        choices(v, field, counts + SHOWN, most - SHOWN);
        if (most < all)
            rest(v, field, most, all);
        kho_html(v->out, "</details>");
    }
    kho_html(v->out, "</section>");
}

void
kho_view_facets(struct kho_view *v, const struct kho_answer *a, enum kho_page_texts_id title)
{
    kho_html(v->out, "<aside class=\"facets\" id=\"facets\"><h2>");
    kho_view_say_html(v, title);
    kho_html(v->out, "</h2>");
    if (!a->exact) {
        kho_html(v->out, "<p class=\"hint\">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_ESTIMATE);
        kho_html(v->out, "</p>");
    }
    for (size_t i = 0; i < a->n_facets; i++)
        kho_view_choices(v, a->facets[i].field, a->facets[i].counts, a->facets[i].n,
                         a->facets[i].all);
    kho_html(v->out, "</aside>\n");
}

void
kho_view_results(struct kho_view *v)
{
    kho_html(v->out, "<h2 class=\"unseen\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_RESULTS);
    kho_html(v->out, "</h2>");
}

void
kho_view_pages(struct kho_view *v, uint64_t total)
{
    const uint32_t n = v->params.n, page = v->params.page;
    const uint64_t all = (total + n - 1) / n,
                   last = all < KHO_PARAM_PAGE_MAX ? all : KHO_PARAM_PAGE_MAX;
    const bool behind_last = page > last;
    const struct kho_param_change before = {.page = behind_last ? (uint32_t)last : page - 1},
                                  behind = {.page = page + 1};

    if (total == 0 || (last <= 1 && !behind_last))
        return;
    if (behind_last) {
        kho_html(v->out, "<p class=\"note\">");
        KHO_FILL(v, KHO_PAGE_TEXTS_PAGE_NONE, kho_view_number(v, last));
        kho_html(v->out, "</p>");
    }
    kho_html(v->out, "<nav class=\"pages\" aria-label=\"");
    kho_view_say_html(v, KHO_PAGE_TEXTS_PAGES);
    kho_html(v->out, "\">");
    if (page > 1) {
        kho_html(v->out, "<a rel=\"prev\" ");
        kho_view_href(v, v->path, &before);
        kho_html(v->out, ">← ");
        kho_view_say_html(v, behind_last ? KHO_PAGE_TEXTS_PAGE_LAST : KHO_PAGE_TEXTS_PREVIOUS);
        kho_html(v->out, "</a> ");
    }
    if (!behind_last) {
        kho_html(v->out, "<span>");
        KHO_FILL(v, KHO_PAGE_TEXTS_PAGE_OF, kho_view_number(v, page), kho_view_number(v, last));
        kho_html(v->out, "</span>");
    }
    if (page < last) {
        kho_html(v->out, " <a rel=\"next\" ");
        kho_view_href(v, v->path, &behind);
        kho_html(v->out, ">");
        kho_view_say_html(v, KHO_PAGE_TEXTS_NEXT);
        kho_html(v->out, " →</a>");
    }
    kho_html(v->out, "</nav>");
}
