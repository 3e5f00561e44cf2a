/* tasks.c - what is to be done: one task per leaf of the operative part, with performers and
 * deadlines.
 *
 * A heading or a sentence that ends in a colon is no task but may name performers for what stands
 * under or behind it.  Lines such as "Đơn vị chủ trì: ..." speak of the tasks above them. Purposes,
 * targets and the closing are no tasks.
 */
#include "tasks.h"

#include "read.h"

#include <stdlib.h>

enum {
    GROUP_MAX = 64, /* tasks one attribute line speaks of */
    CLIMB_MAX = 32, /* levels of the outline */
    SHORT_WORDS = 8,
    TITLE_WORDS = 14,
};

static struct kho_heir
heir_of(struct kho_task_walk *w, const struct kho_names *names, bool weak)
{
    struct kho_heir h = {.weak = weak};

    kho_names_join(w->x.arena, &h.v, &h.n, names->v, names->n);
    return h;
}

/* Performers that paragraph i inherits: of the nearest heading or lead-in that names some. */
static const struct kho_heir *
inherited(const struct kho_task_walk *w, size_t i)
{
    const struct kho_para *p = w->x.parts->ps->p;
    int32_t up = p[i].parent;

    for (unsigned n = 0; n < CLIMB_MAX && up >= 0 && (size_t)up < i; n++, up = p[up].parent) {
        if (w->lead[up].n > 0)
            return &w->lead[up];
        if (w->own[up].n > 0)
            return &w->own[up];
        if (p[up].parent >= up)
            break;
    }
    return NULL;
}

static enum kho_part_kind
kind_above(const struct kho_task_walk *w, size_t i)
{
    const int32_t up = w->x.parts->ps->p[i].parent;

    return up >= 0 && (size_t)up < i ? (enum kho_part_kind)w->x.parts->section[up]
                                     : KHO_PART_UNKNOWN;
}

static bool
operative(enum kho_part_kind kind)
{
    return kind == KHO_PART_TASK || kind == KHO_PART_ORGANISE || kind == KHO_PART_UNKNOWN;
}

/* Performers that a heading or a lead-in gives to others. */
static void
hand_down(struct kho_task_walk *w, size_t i, bool heading)
{
    const struct kho_para *q = &w->x.parts->ps->p[i];
    const enum kho_part_kind above = kind_above(w, i);
    struct kho_names names = {.n = 0};
    bool weak = false;

    if (q->level == 1 && (q->flags & KHO_PARA_CAPS) != 0)
        return; /* "III. TỔ CHỨC THỰC HIỆN" */
    kho_units_heading(w->x.units, &w->x.parts->k,
                      above == KHO_PART_ORGANISE && q->label.n > 0 && !kho_parts_bullet(q->label) &&
                          w->x.parts->section[i] == (uint8_t)above,
                      &names, &weak);
    if (names.n == 0 || (weak && !heading))
        return;
    if (q->parent >= 0 && kho_parts_ends(q->text, ':') && !w->x.parts->has_under[i]) {
        if (!weak)
            w->lead[q->parent] = heir_of(w, &names, weak);
    } else {
        w->own[i] = heir_of(w, &names, weak);
    }
}

/* The value of "Đơn vị chủ trì: ..." from word i on. */
static void
split_value(struct kho_task_walk *w, enum kho_attr attr, size_t i, struct kho_names *lead,
            struct kho_names *coord)
{
    const struct kho_toks *k = &w->x.parts->k;
    struct kho_doers doers;
    size_t end = k->n;

    if (attr == KHO_ATTR_COORD) {
        kho_units_value(w->x.units, k, i, end, coord);
        return;
    }
    kho_units_doers(w->x.units, k, i, &doers);
    if (doers.coord.n > 0) { /* "Sở Nội vụ chủ trì, phối hợp với ..." */
        kho_names_all(coord, &doers.coord);
        kho_names_all(lead, &doers.lead);
        for (size_t j = i + 1; j < end; j++)
            if ((k->t[j].gap & KHO_GAP_SEMI) != 0 &&
                kho_units_list(w->x.units, k, j, false, NULL) > j &&
                kho_units_verb(w->x.units, k, kho_units_list(w->x.units, k, j, false, NULL)))
                (void)kho_units_list(w->x.units, k, j, false, lead);
        if (lead->n > 0)
            return;
        coord->n = 0;
    }
    if (doers.only && doers.lead.n > 0) /* "Phòng Nội vụ: Xây dựng tài liệu" */
        kho_names_all(lead, &doers.lead);
    else
        kho_units_value(w->x.units, k, i, end, lead);
}

/* Performers of this attribute and of those behind it in the line; *due: one of them is a time. */
static void
gather(struct kho_task_walk *w, enum kho_attr attr, size_t value, struct kho_names *lead,
       struct kho_names *coord, bool *due)
{
    struct kho_toks *k = &w->x.parts->k;
    const size_t n = k->n;

    while (attr != KHO_ATTR_NONE) {
        size_t at, behind = 0;
        const enum kho_attr next = kho_attr_next(w->x.parts, value, &at, &behind);

        k->n = at; /* the value ends where the next attribute begins */
        if (attr == KHO_ATTR_DUE)
            *due = true;
        else if (attr == KHO_ATTR_LEAD || attr == KHO_ATTR_COORD)
            split_value(w, attr, value, lead, coord);
        k->n = n;
        attr = next;
        value = behind;
    }
}

static struct kho_draft *
add_task(struct kho_task_walk *w, size_t i, size_t from)
{
    const struct kho_para *q = &w->x.parts->ps->p[i];
    const struct kho_toks *k = &w->x.parts->k;
    const struct kho_heir *h = inherited(w, i);
    struct kho_doers doers;
    struct kho_draft *d;
    enum kho_attr attr;
    size_t at, value, start = from;
    kho_sv text = q->text;

    if (from > 0 && from < k->n) {
        text.p += k->t[from].at;
        text.n -= k->t[from].at;
    }
    if (from == 0 && k->n > 1 && (k->t[0].flags & KHO_TOK_NUM) != 0 &&
        (k->t[1].gap & KHO_GAP_CLOSE) != 0)
        start = 1; /* "(1) Các thôn huy động ..." */
    kho_units_doers(w->x.units, k, start, &doers);
    if (!doers.told && h != NULL && !h->weak && doers.lead.n > 0 && kho_tok_is(k, start, "chỉ"))
        doers.lead.n = 0; /* "Chỉ đạo Ban Dân vận các huyện ...": the unit of the heading acts */
    if (kind_above(w, i) == KHO_PART_BUDGET && doers.lead.n == 0)
        return NULL;
    d = kho_drafts_add(&w->x, i, q->path, text,
                       kho_parts_span(w->x.parts->ps, q, (size_t)(text.p - q->text.p), text.n));
    if (d == NULL)
        return NULL;
    if (w->closed) {
        w->group = w->x.n - 1;
        w->closed = false;
    }
    attr = kho_attr_next(w->x.parts, from, &at, &value);
    if (attr != KHO_ATTR_NONE) { /* "... thủ tục hành chính. Chủ trì: Văn phòng; phối hợp: ..." */
        bool due = false;

        if (attr == KHO_ATTR_LEAD)
            doers.lead.n = 0;
        gather(w, attr, value, &doers.lead, &doers.coord, &due);
    }
    kho_draft_lead(&w->x, d, &doers.lead);
    kho_draft_coord(&w->x, d, &doers.coord);
    if (h != NULL && !doers.only && (!h->weak || !d->named))
        kho_names_join(w->x.arena, &d->t.responsible, &d->t.n_responsible, h->v, h->n);
    return d;
}

static void
attribute(struct kho_task_walk *w, size_t i, enum kho_attr attr, size_t value)
{
    const struct kho_paras *ps = w->x.parts->ps;
    int32_t item = kho_parts_item(ps, ps->p[i].parent < (int32_t)i ? ps->p[i].parent : -1);
    const struct kho_span span = kho_parts_span(ps, &ps->p[i], 0, ps->p[i].text.n);
    struct kho_names lead = {.n = 0}, coord = {.n = 0};
    size_t from = w->x.n;
    bool due = false;

    if (ps->p[i].level > 0 && ps->p[i].level <= 2 && !kho_parts_bullet(ps->p[i].label))
        return; /* "3. Thời gian thực hiện: ...": of the plan, not of the items before it */
    if (item >= 0 && w->attr[item] != KHO_ATTR_NONE) /* "- Sở Y tế" under "b) Đơn vị thực hiện:" */
        item = kho_parts_item(ps, ps->p[item].parent < item ? ps->p[item].parent : -1);
    gather(w, attr, value, &lead, &coord, &due);
    if (attr != KHO_ATTR_LEAD && attr != KHO_ATTR_COORD && lead.n + coord.n == 0 && !due)
        return;
    while (from > w->group && w->x.n - from < GROUP_MAX && item >= 0 &&
           w->x.d[from - 1].para >= (size_t)item)
        from--;
    if (from == w->x.n && item >= 0 && w->attr[item] == KHO_ATTR_NONE &&
        operative(kind_above(w, (size_t)item)) && ps->p[item].level > 1) {
        /* Nothing under the heading but attributes: the heading is the task. */
        kho_toks_read(&w->x.parts->k, ps->p[item].text);
        (void)add_task(w, (size_t)item, 0);
    }
    for (; from < w->x.n; from++) {
        kho_draft_lead(&w->x, &w->x.d[from], &lead);
        kho_draft_coord(&w->x, &w->x.d[from], &coord);
        if (due)
            kho_draft_due(&w->x, &w->x.d[from], span);
    }
    w->closed = true;
}

static void
leaf(struct kho_task_walk *w, size_t i)
{
    const struct kho_para *q = &w->x.parts->ps->p[i];
    const struct kho_toks *k = &w->x.parts->k;
    const enum kho_part_kind kind = kind_above(w, i);
    const bool verb = kho_units_verb(w->x.units, k, 0);

    if (!operative(kind) && kind != KHO_PART_BUDGET &&
        !(kind == KHO_PART_TIME && kho_task_scheduled(w)))
        return;
    if (kho_task_opens(w, i) && !verb)
        return;
    if (kind == KHO_PART_UNKNOWN &&
        (w->outlined ? q->parent < 0 : q->label.n == 0 && q->parent < 0))
        return;
    if (kho_task_closing(q, k) || k->n < 3)
        return;
    if (kho_parts_open(q->text) && k->n <= (q->label.n == 0 ? TITLE_WORDS : SHORT_WORDS) && !verb &&
        kho_units_list(w->x.units, k, 0, false, NULL) == 0)
        return; /* a title that stands alone */
    if (kho_task_target(w, q))
        return;
    (void)add_task(w, i, 0);
}

static void
visit(struct kho_task_walk *w, size_t i)
{
    const struct kho_para *q = &w->x.parts->ps->p[i];
    enum kho_attr attr, above = KHO_ATTR_NONE;
    size_t value = 0;

    if (q->zone != KHO_ZONE_BODY || q->text.n == 0)
        return;
    kho_toks_read(&w->x.parts->k, q->text);
    attr = kho_attr_at(w->x.parts, &value);
    if (q->parent >= 0 && (size_t)q->parent < i)
        above = (enum kho_attr)w->attr[q->parent];
    w->attr[i] = (uint8_t)attr;
    if (attr == KHO_ATTR_CONTENT && value < w->x.parts->k.n && operative(kind_above(w, i)) &&
        q->level != 1) {
        (void)add_task(w, i, value);
        return;
    }
    if (attr != KHO_ATTR_NONE && !(attr == KHO_ATTR_CONTENT && w->x.parts->has_under[i] != 0)) {
        w->listing = KHO_ATTR_NONE;
        if (value < w->x.parts->k.n) {
            if (operative(kind_above(w, i)))
                attribute(w, i, attr, value);
        } else if (kho_parts_bullet(q->label)) {
            w->listing = attr;
            w->listing_label = q->label;
        }
        return;
    }
    if (above == KHO_ATTR_NONE && w->listing != KHO_ATTR_NONE) {
        /* "* Thời gian thực hiện:" and "+ Đợt 1: ..." on one level of the outline */
        if (kho_parts_bullet(q->label) && !kho_sv_eq(q->label, w->listing_label))
            above = w->listing;
        else
            w->listing = KHO_ATTR_NONE;
    }
    if (above == KHO_ATTR_LEAD || above == KHO_ATTR_COORD || above == KHO_ATTR_DUE) {
        attribute(w, i, above, 0); /* "+ Sở Xây dựng ..." under "- Cơ quan thực hiện:" */
        return;
    }
    if (above != KHO_ATTR_NONE && above != KHO_ATTR_CONTENT)
        return;
    if (kho_task_heading(w, i))
        hand_down(w, i, true);
    else
        leaf(w, i);
    if (w->x.parts->has_under[i] != 0 && !kho_task_heading(w, i)) {
        kho_toks_read(&w->x.parts->k, q->text);
        hand_down(w, i, false); /* "1. Các cơ quan ... xây dựng kế hoạch." with bullets under it */
    }
}

/* "2. Giai đoạn chuẩn bị (từ ngày 01/3 đến ngày 15/3/2024)": tasks under a heading that have no day
 * of their own are due when it says. */
static void
inherit_due(struct kho_task_walk *w, struct kho_draft *d)
{
    const struct kho_paras *ps = w->x.parts->ps;
    int32_t up = ps->p[d->para].parent;

    if (w->x.parts->column[d->para] != KHO_COL_NONE)
        return;
    for (unsigned n = 0;
         n < CLIMB_MAX && d->t.n_deadlines == 0 && up >= 0 && (size_t)up < d->para && !w->task[up];
         n++, up = ps->p[up].parent < up ? ps->p[up].parent : -1)
        kho_draft_due(&w->x, d, kho_parts_span(ps, &ps->p[up], 0, ps->p[up].text.n));
}

static int
by_offset(const void *a, const void *b, void *deadlines)
{
    const struct kho_deadline *d = deadlines;
    const uint32_t x = d[*(const uint32_t *)a].span.offset;
    const uint32_t y = d[*(const uint32_t *)b].span.offset;

    return x < y ? -1 : x > y;
}

static const struct kho_lex *
rate_words(void)
{
    static struct kho_lex x;

    for (size_t i = 0, n = x.n > 0 ? 0 : kho_due_cues_n; i < n; i++)
        if (strcmp(kho_due_cues[i].kind, "rate") == 0)
            kho_lex_add(&x, kho_due_cues[i].phrase, 1);
    return &x;
}

void
kho_read_tasks(struct kho_arena *arena, struct kho_parts *parts, struct kho_plan *plan)
{
    const struct kho_paras *ps = parts->ps;
    struct kho_task_walk w = {.x = {.arena = arena,
                                    .plan = plan,
                                    .parts = parts,
                                    .units = kho_units(),
                                    .rates = rate_words()}};
    uint32_t *order = KHO_NEW_N(arena, plan->n_deadlines + 1, uint32_t);
    bool sorted = true;

    for (size_t i = 0; i < plan->n_deadlines; i++) {
        order[i] = (uint32_t)i;
        sorted &= i == 0 || plan->deadlines[i - 1].span.offset <= plan->deadlines[i].span.offset;
    }
    if (!sorted)
        qsort_r(order, plan->n_deadlines, sizeof *order, by_offset, plan->deadlines);
    w.x.by_place = order;
    w.own = KHO_NEW_N(arena, ps->n + 1, struct kho_heir);
    w.lead = KHO_NEW_N(arena, ps->n + 1, struct kho_heir);
    w.attr = KHO_NEW_N(arena, ps->n + 1, uint8_t);
    w.task = KHO_NEW_N(arena, ps->n + 1, uint8_t);
    for (size_t i = 0; i < ps->n; i++)
        w.outlined |=
            ps->p[i].zone == KHO_ZONE_BODY && (ps->p[i].flags & KHO_PARA_HEADING) != 0 &&
            (w.x.parts->section[i] == KHO_PART_TASK || w.x.parts->section[i] == KHO_PART_ORGANISE);
    for (size_t i = 0; i < ps->n;)
        if (w.x.parts->column[i] != KHO_COL_NONE)
            i = kho_drafts_table(&w.x, i);
        else if ((ps->p[i].flags & KHO_PARA_CELL) != 0)
            i++;
        else
            visit(&w, i++);
    for (size_t i = 0; i < w.x.n; i++)
        w.task[w.x.d[i].para] = 1;
    plan->tasks = KHO_NEW_N(arena, w.x.n + 1, struct kho_task);
    for (size_t i = 0; i < w.x.n; i++) {
        inherit_due(&w, &w.x.d[i]);
        plan->tasks[i] = w.x.d[i].t;
    }
    plan->n_tasks = w.x.n;
}
