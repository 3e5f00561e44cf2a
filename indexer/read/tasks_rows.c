/* tasks_rows.c - tasks out of tables: a row is a task; merged cells hold for all their rows.
 *
 * A row with a number and one text but neither performer nor date names a group ("I. Nhóm giải pháp
 * ..."); its number goes before those of the rows under it.  A row without number that has no text
 * either, or goes on in the middle of a sentence, continues the one above: a page cut it.
 */
#include "tasks_grid.h"

#include <stdio.h>

/* 1 "I", "A"; 2 "1"; 3 "1.1"; 4 "a" and the rest; 0 none. */
static unsigned
rank_of(kho_sv s)
{
    if (s.n == 0)
        return 0;
    if (s.p[0] >= 'A' && s.p[0] <= 'Z')
        return 1;
    if (s.p[0] >= '0' && s.p[0] <= '9')
        return memchr(s.p, '.', s.n) != NULL ? 3 : 2;
    return 4;
}

static kho_sv
joined(struct kho_arena *arena, kho_sv a, kho_sv b)
{
    char *s;

    if (a.n == 0 || b.n == 0)
        return a.n == 0 ? b : a;
    s = KHO_NEW_N(arena, a.n + b.n + 2, char);
    memcpy(s, a.p, a.n);
    s[a.n] = '.';
    memcpy(s + a.n + 1, b.p, b.n);
    return (kho_sv){s, a.n + b.n + 1};
}

static kho_sv
path_of(struct kho_grid *g, kho_sv number)
{
    struct kho_arena *arena = g->x->arena;
    const unsigned rank = rank_of(number);
    kho_sv path = g->group[1];

    if (kho_arena_room(arena) < 4096)
        return number;
    if (rank == 1)
        return joined(arena, g->annex, number);
    path = joined(arena, g->annex, path);
    if (rank != 2 && rank != 3)
        path = joined(arena, path, g->group[2]);
    /* "1.1" under the group "1" says its parents itself. */
    return joined(arena, path, number);
}

/* The row names a group. */
static void
take_group(struct kho_grid *g, kho_sv number, kho_sv text)
{
    const unsigned rank = rank_of(number);
    struct kho_toks *k = &g->x->parts->k;
    size_t end;

    g->group_lead.n = 0;
    kho_toks_read(k, text);
    end = kho_units_list(g->x->units, k, 0, true, NULL);
    if (k->n > 0 && end >= k->n)
        (void)kho_units_list(g->x->units, k, 0, true, &g->group_lead);
    if (rank == 1) {
        g->group[1] = number;
        g->group[2] = (kho_sv){"", 0};
    } else {
        g->group[2] = number;
    }
}

/* The cell of this column that holds for item n of `of`: the cell itself, or its n-th paragraph
 * when it has as many. */
static struct kho_cell
part_of_cell(const struct kho_grid *g, enum kho_col col, size_t n, size_t of)
{
    bool listed;

    return of > 1 && kho_cell_items(g, &g->at[col], &listed) == of
               ? kho_cell_item(g, &g->at[col], n)
               : g->at[col];
}

/* Performers and days of the row for its item n of `of`. */
static void
take_values(struct kho_grid *g, struct kho_draft *d, size_t n, size_t of)
{
    static const enum kho_col due[] = {KHO_COL_END, KHO_COL_DUE, KHO_COL_START};
    const struct kho_cell lead = part_of_cell(g, KHO_COL_LEAD, n, of);
    const struct kho_cell coord = part_of_cell(g, KHO_COL_COORD, n, of);

    if (kho_cell_filled(g, &lead))
        kho_cell_names(g, &lead, KHO_COL_LEAD, d);
    else
        kho_draft_lead(g->x, d, &g->group_lead);
    kho_cell_names(g, &coord, KHO_COL_COORD, d);
    for (size_t i = 0; i < sizeof due / sizeof *due; i++) {
        const struct kho_cell cell = part_of_cell(g, due[i], n, of);
        const struct kho_span s = kho_cell_span(g, &cell);

        if (s.length > 0)
            kho_draft_due(g->x, d, s);
    }
}

/* Is a row without performer and date a group?  next: number of the row below. */
static bool
names_group(const struct kho_grid *g, kho_sv number, kho_sv next)
{
    if (rank_of(number) == 1 || g->span || g->strong)
        return true;
    if (number.n > 0 && next.n > 0 && rank_of(next) == 4 && rank_of(number) < 4)
        return true; /* "a)" below "1" */
    return number.n > 0 && next.n > number.n && memcmp(next.p, number.p, number.n) == 0 &&
           next.p[number.n] == '.';
}

/* "III. Cải cách tài chính công" in one cell: the outline took the number off. */
static kho_sv
own_label(const struct kho_grid *g)
{
    const struct kho_cell *c = &g->at[KHO_COL_CONTENT];

    if (c->from == c->to || kho_parts_bullet(g->x->parts->ps->p[c->from].label))
        return (kho_sv){"", 0};
    return g->x->parts->ps->p[c->from].label;
}

/* The second half of a sentence that a page cut: it begins small where the row above ends open. */
static bool
goes_on(struct kho_grid *g, kho_sv text)
{
    struct kho_toks *k = &g->x->parts->k;
    const struct kho_draft *above = g->x->n > 0 ? &g->x->d[g->x->n - 1] : NULL;

    if (above == NULL || g->x->parts->column[above->para] == KHO_COL_NONE ||
        !kho_parts_open(above->t.text) ||
        kho_arena_room(g->x->arena) / 4 < above->t.text.n + text.n)
        return false;
    kho_toks_read(k, text);
    return k->n > 0 && (k->t[0].flags & (KHO_TOK_UPPER | KHO_TOK_NUM)) == 0;
}

static void
go_on(struct kho_grid *g, kho_sv text, struct kho_span span)
{
    struct kho_task *t = &g->x->d[g->x->n - 1].t;
    char *s = KHO_NEW_N(g->x->arena, t->text.n + 1 + text.n, char);

    memcpy(s, t->text.p, t->text.n);
    s[t->text.n] = ' ';
    memcpy(s + t->text.n + 1, text.p, text.n);
    t->text = (kho_sv){s, t->text.n + 1 + text.n};
    if (span.length > 0 && span.offset >= t->span.offset)
        t->span.length = span.offset + span.length - t->span.offset;
}

/* A row is one task; a cell that is nothing but a list holds a task in each of its paragraphs. */
static void
add_tasks(struct kho_grid *g, size_t from, kho_sv path, kho_sv text)
{
    const struct kho_cell *c = &g->at[KHO_COL_CONTENT];
    bool listed;
    size_t of = kho_cell_items(g, c, &listed);

    if (!listed)
        of = 1;
    for (size_t n = 0; n < of; n++) {
        const struct kho_cell item = of > 1 ? kho_cell_item(g, c, n) : *c;
        struct kho_draft *d = kho_drafts_add(
            g->x, from, path, of > 1 ? kho_cell_text(g, &item) : text, kho_cell_span(g, &item));

        if (d != NULL)
            take_values(g, d, n, of);
    }
}

static void
take_row(struct kho_grid *g, size_t from, kho_sv next)
{
    const bool told =
        kho_cell_filled(g, &g->at[KHO_COL_LEAD]) || kho_cell_filled(g, &g->at[KHO_COL_COORD]) ||
        kho_cell_filled(g, &g->at[KHO_COL_DUE]) || kho_cell_filled(g, &g->at[KHO_COL_END]) ||
        kho_cell_filled(g, &g->at[KHO_COL_START]) || kho_cell_filled(g, &g->at[KHO_COL_PRODUCT]);
    kho_sv number = kho_cell_number(g, &g->at[KHO_COL_NUMBER]);
    kho_sv text = kho_cell_text(g, &g->at[KHO_COL_CONTENT]);

    if (text.n == 0 && told && g->x->n > 0 && number.n == 0) {
        take_values(g, &g->x->d[g->x->n - 1], 0, 1);
        return;
    }
    if (text.n == 0)
        return;
    if (number.n == 0 && g->numbered && text.n < KHO_CELL_BYTES && goes_on(g, text)) {
        go_on(g, text, kho_cell_span(g, &g->at[KHO_COL_CONTENT]));
        take_values(g, &g->x->d[g->x->n - 1], 0, 1);
        return;
    }
    g->numbered = g->numbered || number.n > 0;
    if (number.n == 0)
        number = own_label(g);
    if (!told && names_group(g, number, next)) {
        take_group(g, number, text);
        return;
    }
    add_tasks(g, from, path_of(g, number), text);
}

/* Cells of the row that starts at paragraph i; paragraph behind it. */
static size_t
collect(struct kho_grid *g, size_t i)
{
    const struct kho_parts *parts = g->x->parts;
    const struct kho_para *p = parts->ps->p;
    const unsigned row = p[i].row;
    const uint32_t table = p[i].table;

    memset(g->at, 0, sizeof g->at);
    g->span = g->strong = false;
    for (unsigned kind = 0; kind < KHO_COL_TITLE; kind++)
        if (g->merged[kind].end_row > row)
            g->at[kind] = g->merged[kind];
    while (i < parts->ps->n && p[i].table == table && p[i].row == row) {
        const enum kho_col kind = (enum kho_col)parts->column[i];
        struct kho_cell c = {.from = i, .to = i};

        while (c.to < parts->ps->n && p[c.to].table == table && p[c.to].row == row &&
               p[c.to].col == p[i].col)
            c.to++;
        if (p[i].rowspan > 1)
            c.end_row = row + p[i].rowspan;
        if (kind == KHO_COL_CONTENT || kind == KHO_COL_NUMBER) {
            if (p[i].colspan > 1)
                g->span = true;
            if (kind == KHO_COL_CONTENT && (p[i].flags & (KHO_PARA_BOLD | KHO_PARA_CAPS)) != 0)
                g->strong = true;
        }
        if (kind < KHO_COL_TITLE && kho_cell_filled(g, &c)) {
            /* "I. Nhóm nhiệm vụ ..." in one cell over the whole row: it stands in the first column.
             */
            const enum kho_col to =
                kind == KHO_COL_NUMBER && p[i].colspan > 1 ? KHO_COL_CONTENT : kind;

            g->at[to] = c;
            if (c.end_row > 0)
                g->merged[to] = c;
        }
        i = c.to;
    }
    return i;
}

/* Number of the row that starts at paragraph i, or the label of its text: "a)". */
static kho_sv
number_below(const struct kho_grid *g, size_t i, uint32_t table)
{
    const struct kho_parts *parts = g->x->parts;
    const struct kho_para *p = parts->ps->p;
    const size_t from = i;

    for (; i < parts->ps->n && p[i].table == table && p[i].row == p[from].row; i++) {
        const struct kho_cell one = {.from = i, .to = i + 1};

        if (parts->column[i] == KHO_COL_NUMBER && kho_cell_filled(g, &one))
            return kho_cell_number(g, &one);
        if (parts->column[i] == KHO_COL_CONTENT)
            return kho_parts_bullet(p[i].label) ? (kho_sv){"", 0} : p[i].label;
    }
    return (kho_sv){"", 0};
}

size_t
kho_drafts_table(struct kho_drafts *x, size_t i)
{
    const struct kho_para *p = x->parts->ps->p;
    const uint32_t table = p[i].table;
    struct kho_grid g = {.x = x};
    char annex[16];

    if (p[i].annex > 1) {
        (void)snprintf(annex, sizeof annex, "PL%u", (unsigned)p[i].annex);
        g.annex = kho_arena_dup(x->arena, kho_sv_from(annex));
    } else if (p[i].annex == 1) {
        g.annex = KHO_SV("PL");
    } else {
        g.annex = p[i].path;
    }
    while (i < x->parts->ps->n && p[i].table == table && x->parts->column[i] != KHO_COL_NONE) {
        const size_t from = i;
        const bool title = x->parts->column[i] == KHO_COL_TITLE;

        i = collect(&g, i);
        if (!title)
            take_row(&g, from, number_below(&g, i, table));
    }
    return i;
}
