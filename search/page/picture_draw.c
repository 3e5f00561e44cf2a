/* picture_draw.c - a cascade as inline SVG.  See view.h. */
#include "picture.h"

enum { NAME = 24, BY = 27 }; /* letters that fit into a box */

static void
number(struct kho_view *v, int n)
{
    kho_buf_fmt(v->out, "%d", n);
}

static void
label(struct kho_view *v, kho_sv s, size_t letters)
{
    size_t at = 0;

    for (size_t n = 0; at < s.n; n++) {
        if (n == letters) {
            kho_html_text(v->out, (kho_sv){s.p, at});
            kho_html(v->out, "…");
            return;
        }
        for (at++; at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80;)
            at++;
    }
    kho_html_text(v->out, s);
}

static void
text_at(struct kho_view *v, int x, int y)
{
    kho_html(v->out, "<text x=\"");
    number(v, x);
    kho_html(v->out, "\" y=\"");
    number(v, y);
    kho_html(v->out, "\"");
}

/* Where the line of an edge goes, and its tip. */
static void
edge(struct kho_picture *p, const struct kho_edge *e, bool tip)
{
    const struct kho_box *a = &p->boxes[e->from], *b = &p->boxes[e->to];
    const bool right = b->x > a->x, back = b->x < a->x;
    const int bend = 8 + (int)(e->from % 4) * 5;
    const int x1 = right ? a->x + KHO_BOX_WIDTH : a->x, x2 = back ? b->x + KHO_BOX_WIDTH : b->x;
    const int mid = right ? x1 + bend : x1 - bend, y1 = a->y + KHO_BOX_HEIGHT / 2,
              y2 = b->y + KHO_BOX_HEIGHT / 2;

    if (tip)
        kho_buf_fmt(p->v->out, back ? "M%d %dl7 -4v8z" : "M%d %dl-7 -4v8z", x2, y2);
    else
        kho_buf_fmt(p->v->out, "M%d %dH%dV%dH%d", x1, y1, mid, y2, x2);
}

/* All lines of a kind are one path. */
static void
draw_lines(struct kho_picture *p, bool aside)
{
    struct kho_view *v = p->v;
    size_t n = 0;

    for (size_t i = 0; i < p->n_edges; i++) {
        if (p->edges[i].aside != aside)
            continue;
        if (n++ == 0) {
            kho_html(v->out, "<path class=\"");
            kho_html_str(v->out, aside ? "line aside" : "line");
            kho_html(v->out, "\" fill=\"none\" stroke=\"#888\" d=\"");
        }
        edge(p, &p->edges[i], false);
    }
    if (n > 0)
        kho_html(v->out, "\"/>");
}

static void
draw_edges(struct kho_picture *p)
{
    draw_lines(p, false);
    draw_lines(p, true);
    if (p->n_edges == 0)
        return;
    kho_html(p->v->out, "<path class=\"tip\" d=\"");
    for (size_t i = 0; i < p->n_edges; i++)
        edge(p, &p->edges[i], true);
    kho_html(p->v->out, "\"/>");
}

/* Behind all lines, so that none crosses it. */
static void
draw_lag(struct kho_picture *p, const struct kho_edge *e)
{
    struct kho_view *v = p->v;
    const struct kho_box *a = &p->boxes[e->from], *b = &p->boxes[e->to];
    const bool back = b->x < a->x;
    const int x2 = back ? b->x + KHO_BOX_WIDTH : b->x, y2 = b->y + KHO_BOX_HEIGHT / 2;

    if (!e->dated || e->least != e->most)
        return; /* of several: in the box */
    text_at(v, back ? x2 + 10 : x2 - 9, y2 - 4);
    kho_html(v->out, " class=\"lag\"");
    if (!back)
        kho_html(v->out, " text-anchor=\"end\"");
    kho_html(v->out, ">");
    KHO_FILL(v, KHO_PAGE_TEXTS_LAG, kho_view_signed(v, e->least));
    kho_html(v->out, "</text>");
}

static void
open_link(struct kho_picture *p, const struct kho_box *b)
{
    struct kho_view *v = p->v;
    const struct kho_plan *plan = &p->c->plans[b->plan].citing.doc.plan;
    const struct kho_filter by_year = {KHO_FIELDS_YEAR, kho_view_year(v, plan)};
    const struct kho_param_change change = {.add = by_year.value.n > 0 ? &by_year : NULL};

    kho_html(v->out, "<a ");
    if (b->n == 1) {
        kho_html(v->out, "href=\"");
        kho_view_address(v, "/plan", "id", p->c->plans[b->plan].citing.doc.id);
        kho_html(v->out, "\"");
    } else {
        kho_view_href(v, v->path, &change);
    }
    kho_html(v->out, ">");
}

static void
days_between(struct kho_view *v, const struct kho_box *b)
{
    kho_view_day(v, b->first);
    if (b->n == 1 || kho_sv_eq(b->first, b->last))
        return;
    kho_html(v->out, " – ");
    kho_view_day(v, b->last);
}

/* The most frequent beginning is written short, as in every office. */
static void
office(struct kho_view *v, kho_sv name)
{
    const kho_sv whole = KHO_SV("Ủy ban nhân dân ");

    if (name.n > whole.n && memcmp(name.p, whole.p, whole.n) == 0) {
        kho_html(v->out, "UBND ");
        label(v, (kho_sv){name.p + whole.n, name.n - whole.n}, BY - 5);
    } else {
        label(v, name, BY);
    }
}

/* From the first to the last of several plans, after what they came through. */
static void
lags(struct kho_picture *p, const struct kho_box *b)
{
    const size_t at = (size_t)(b - p->boxes);

    for (size_t i = 0; i < p->n_edges; i++)
        if (p->edges[i].to == at && p->edges[i].dated && p->edges[i].least != p->edges[i].most) {
            KHO_FILL(p->v, KHO_PAGE_TEXTS_LAG_RANGE, kho_view_signed(p->v, p->edges[i].least),
                     kho_view_signed(p->v, p->edges[i].most));
            return;
        }
}

static void
box_text(struct kho_picture *p, const struct kho_box *b)
{
    struct kho_view *v = p->v;
    const struct kho_ref *r = &p->c->ref;
    const struct kho_plan *plan =
        b->plan == UINT32_MAX ? NULL : &p->c->plans[b->plan].citing.doc.plan;
    const kho_sv name =
        plan == NULL ? (r->symbol.p != NULL ? r->symbol : r->name) : kho_view_name(plan);

    text_at(v, b->x + 9, b->y + 19);
    kho_html(v->out, " class=\"name\">");
    if (b->n == 1)
        label(v, name, NAME);
    else
        KHO_FILL(v, KHO_PAGE_TEXTS_PLANS_N, kho_view_number(v, b->n));
    kho_html(v->out, "</text>");
    text_at(v, b->x + 9, b->y + 36);
    kho_html(v->out, " class=\"by\">");
    if (b->n == 1)
        office(v, plan == NULL ? r->issuer : plan->issuer);
    else
        lags(p, b);
    kho_html(v->out, "</text>");
    if (b->first.n == 10) {
        text_at(v, b->x + 9, b->y + 53);
        kho_html(v->out, " class=\"by\">");
        days_between(v, b);
        kho_html(v->out, "</text>");
    }
}

static void
draw_box(struct kho_picture *p, const struct kho_box *b)
{
    struct kho_view *v = p->v;

    if (b->plan != UINT32_MAX)
        open_link(p, b);
    kho_html(v->out, "<g class=\"");
    kho_html_str(v->out, b->plan == UINT32_MAX ? "box root" : b->n > 1 ? "box many" : "box");
    kho_html(v->out, "\">");
    if (b->plan != UINT32_MAX && b->n == 1) {
        kho_html(v->out, "<title>");
        kho_html_text(v->out, p->c->plans[b->plan].citing.doc.plan.title);
        kho_html(v->out, "</title>");
    }
    kho_html(v->out, "<rect fill=\"#fff\" stroke=\"#888\" rx=\"3\" x=\"");
    number(v, b->x);
    kho_html(v->out, "\" y=\"");
    number(v, b->y);
    kho_html(v->out, "\" width=\"");
    number(v, KHO_BOX_WIDTH);
    kho_html(v->out, "\" height=\"");
    number(v, KHO_BOX_HEIGHT);
    kho_html(v->out, "\"/>");
    box_text(p, b);
    kho_html(v->out, "</g>");
    if (b->plan != UINT32_MAX)
        kho_html(v->out, "</a>");
    kho_html(v->out, "\n");
}

/* Names of the columns above them, a line where a year begins. */
static void
draw_frame(struct kho_picture *p)
{
    static const enum kho_page_texts_id names[KHO_PICTURE_COLUMNS] = {
        KHO_PAGE_TEXTS_LEVEL_DOCUMENT, KHO_PAGE_TEXTS_LEVEL_CENTRE,  KHO_PAGE_TEXTS_LEVEL_PROVINCE,
        KHO_PAGE_TEXTS_LEVEL_DISTRICT, KHO_PAGE_TEXTS_LEVEL_COMMUNE, KHO_PAGE_TEXTS_LEVEL_UNKNOWN};
    struct kho_view *v = p->v;

    for (size_t i = 0; i < KHO_PICTURE_COLUMNS; i++) {
        if (!p->used[i])
            continue;
        text_at(v, p->x_of[i], 16);
        kho_html(v->out, " class=\"column\">");
        kho_view_say_html(v, names[i]);
        kho_html(v->out, "</text>");
    }
    for (size_t i = 1; i < p->n; i++) {
        const struct kho_box *b = &p->boxes[i];
        const bool undated = b->first.n == 0;

        if (i > 1 && undated == (b[-1].first.n == 0) &&
            (undated || memcmp(b->first.p, b[-1].first.p, 4) == 0))
            continue;
        if (i == 1 && b->y == p->boxes[0].y)
            continue;
        kho_html(v->out, "<path class=\"year\" stroke=\"#bbb\" d=\"");
        kho_buf_fmt(v->out, "M8 %dH%d", b->y - 8, p->width - 8);
        kho_html(v->out, "\"/>");
        text_at(v, 8, b->y + 8);
        kho_html(v->out, " class=\"year\">");
        if (undated)
            kho_view_say_html(v, KHO_PAGE_TEXTS_UNDATED);
        else
            kho_html_text(v->out, (kho_sv){b->first.p, 4});
        kho_html(v->out, "</text>");
    }
}

void
kho_view_picture(struct kho_view *v, const struct kho_cascade *c)
{
    struct kho_picture p;

    if (!kho_picture_lay(&p, v, c))
        return;
    kho_html(v->out, "<div class=\"wide\"><svg class=\"cascade\" role=\"group\" aria-label=\"");
    kho_view_say_html(v, KHO_PAGE_TEXTS_CASCADE);
    kho_html(v->out, "\" width=\"");
    number(v, p.width);
    kho_html(v->out, "\" height=\"");
    number(v, p.height);
    kho_html(v->out, "\" viewBox=\"0 0 ");
    number(v, p.width);
    kho_html(v->out, " ");
    number(v, p.height);
    kho_html(v->out, "\">");
    draw_frame(&p);
    draw_edges(&p);
    for (size_t i = 0; i < p.n; i++)
        draw_box(&p, &p.boxes[i]);
    for (size_t i = 0; i < p.n_edges; i++)
        draw_lag(&p, &p.edges[i]);
    kho_html(v->out, "</svg></div>");
}
