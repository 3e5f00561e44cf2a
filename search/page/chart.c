/* chart.c - plans by year and level of their issuer, as inline SVG and as a table.  See view.h. */
#include "view.h"

enum {
    YEARS_MAX = 16,
    PARTS = KHO_GLANCE_LEVELS + 1,
    BAR = 26,
    PITCH = 40,
    HEIGHT = 130,
    TOP = 18,
    BOTTOM = 20
};

static const enum kho_page_texts_id names[PARTS] = {
    KHO_PAGE_TEXTS_LEVEL_CENTRE, KHO_PAGE_TEXTS_LEVEL_PROVINCE, KHO_PAGE_TEXTS_LEVEL_DISTRICT,
    KHO_PAGE_TEXTS_LEVEL_COMMUNE, KHO_PAGE_TEXTS_LEVEL_UNKNOWN};
static const char *const classes[PARTS] = {"l1", "l2", "l3", "l4", "l5"};

static uint32_t
sum(const struct kho_glance_year *y)
{
    uint32_t n = 0;

    for (size_t i = 0; i < PARTS; i++)
        n += y->plans[i];
    return n;
}

static void
year_link(struct kho_view *v, int year)
{
    const struct kho_plan plan = {.year = year};
    const struct kho_filter add = {KHO_FIELDS_YEAR, kho_view_year(v, &plan)};
    const struct kho_param_change change = {.add = &add};

    kho_html(v->out, "<a ");
    kho_view_href(v, "/", &change);
    kho_html(v->out, ">");
}

static void
rect(struct kho_view *v, const char *class, int x, int y, int height)
{
    kho_html(v->out, "<rect class=\"");
    kho_html_str(v->out, class);
    kho_buf_fmt(v->out, "\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"", x, y, BAR, height);
    kho_html(v->out, "/>");
}

static void
text(struct kho_view *v, int x, int y, kho_sv s)
{
    kho_buf_fmt(v->out, "<text text-anchor=\"middle\" x=\"%d\" y=\"%d\">", x, y);
    kho_html_text(v->out, s);
    kho_html(v->out, "</text>");
}

static void
bar(struct kho_view *v, const struct kho_glance_year *y, int x, uint32_t most)
{
    const struct kho_plan plan = {.year = y->year};
    int top = TOP + HEIGHT;

    year_link(v, y->year);
    kho_html(v->out, "<g>");
    for (size_t i = 0; i < PARTS; i++) {
        int height = (int)((uint64_t)y->plans[i] * HEIGHT / most);

        if (y->plans[i] > 0 && height < 2)
            height = 2;
        if (height > top - TOP)
            height = top - TOP;
        top -= height;
        if (height > 0)
            rect(v, classes[i], x, top, height);
    }
    text(v, x + BAR / 2, top - 4, kho_view_number(v, sum(y)));
    text(v, x + BAR / 2, TOP + HEIGHT + 15, kho_view_year(v, &plan));
    kho_html(v->out, "</g></a>\n");
}

static void
legend(struct kho_view *v, const bool *used)
{
    kho_html(v->out, "<ul class=\"legend\">");
    for (size_t i = 0; i < PARTS; i++) {
        if (!used[i])
            continue;
        kho_html(v->out, "<li><svg class=\"chart\" width=\"12\" height=\"12\" aria-hidden=\"true\">"
                         "<rect class=\"");
        kho_html_str(v->out, classes[i]);
        kho_html(v->out, "\" width=\"12\" height=\"12\"/></svg> ");
        kho_view_say_html(v, names[i]);
        kho_html(v->out, "</li>");
    }
    kho_html(v->out, "</ul>");
}

static void
as_table(struct kho_view *v, const struct kho_glance_year *years, size_t n, const bool *used)
{
    kho_html(v->out, "<details><summary>");
    kho_view_say_html(v, KHO_PAGE_TEXTS_AS_TABLE);
    kho_html(v->out, "</summary><table class=\"data\"><thead><tr><th scope=\"col\">");
    kho_view_say_html(v, KHO_PAGE_TEXTS_YEAR);
    kho_html(v->out, "</th>");
    for (size_t i = 0; i < PARTS; i++) {
        if (!used[i])
            continue;
        kho_html(v->out, "<th scope=\"col\">");
        kho_view_say_html(v, names[i]);
        kho_html(v->out, "</th>");
    }
    kho_html(v->out, "</tr></thead><tbody>");
    for (size_t k = 0; k < n; k++) {
        kho_html(v->out, "<tr><th scope=\"row\">");
        year_link(v, years[k].year);
        kho_html_num(v->out, (uint64_t)years[k].year);
        kho_html(v->out, "</a></th>");
        for (size_t i = 0; i < PARTS; i++) {
            if (!used[i])
                continue;
            kho_html(v->out, "<td class=\"right\">");
            kho_html_text(v->out, kho_view_number(v, years[k].plans[i]));
            kho_html(v->out, "</td>");
        }
        kho_html(v->out, "</tr>");
    }
    kho_html(v->out, "</tbody></table></details>");
}

void
kho_view_chart(struct kho_view *v, const struct kho_glance *g)
{
    const size_t from = g->n_years > YEARS_MAX ? g->n_years - YEARS_MAX : 0, n = g->n_years - from;
    bool used[PARTS] = {false};
    uint32_t most = 1;

    if (n == 0)
        return;
    for (size_t k = from; k < g->n_years; k++) {
        if (sum(&g->years[k]) > most)
            most = sum(&g->years[k]);
        for (size_t i = 0; i < PARTS; i++)
            used[i] = used[i] || g->years[k].plans[i] > 0;
    }
    kho_html(v->out,
             "<div class=\"wide newest\"><svg class=\"chart\" role=\"group\" aria-label=\"");
    kho_view_say_html(v, KHO_PAGE_TEXTS_CHART);
    kho_html(v->out, "\"");
    kho_buf_fmt(v->out, " width=\"%d\" height=\"%d\">", (int)n * PITCH, TOP + HEIGHT + BOTTOM);
    for (size_t k = from; k < g->n_years; k++)
        bar(v, &g->years[k], (int)(k - from) * PITCH + (PITCH - BAR) / 2, most);
    kho_html(v->out, "</svg></div>");
    legend(v, used);
    as_table(v, g->years + from, n, used);
}
