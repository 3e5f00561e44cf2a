/* tasks_rows.c - tasks out of tables: a row is a task; merged cells hold for all their rows.
 *
 * A row with a number and one text but neither performer nor date names a group ("I. Nhóm giải pháp
 * ..."); its number goes before those of the rows under it.  A row without number that has no text
 * either, or goes on in the middle of a sentence, continues the one above: a page cut it.
 */
#include "tasks.h"

#include <stdio.h>

enum {
    COLUMNS_MAX = 32,
    CELL_BYTES = 1 << 13 /* of one cell: a bound for joined paragraphs */
};

/* A cell: its paragraphs, and the row behind its last when it is merged downwards. */
struct cell {
    size_t from, to;
    unsigned end_row;
};

struct grid {
    struct kho_drafts *x;
    struct cell at[KHO_COL_TITLE + 1]; /* the cell that holds for each kind of column */
    struct cell merged[KHO_COL_TITLE + 1];
    kho_sv annex;                /* where the table stands: "PL", "PL2", "III.2" */
    kho_sv group[3];             /* numbers of the groups: "I", "1" */
    struct kho_names group_lead; /* "I. Sở Nội vụ": a group may be a performer */
    bool span;                   /* a cell of the row covers several columns */
    bool strong;                 /* capitals or bold */
    bool numbered;               /* rows have numbers */
};

static bool
filled(const struct grid *g, const struct cell *c)
{
    for (size_t i = c->from; i < c->to; i++)
        if (g->x->parts.ps->p[i].text.n > 0)
            return true;
    return false;
}

/* Text of a cell, its paragraphs joined by blanks. */
static kho_sv
cell_text(const struct grid *g, const struct cell *c)
{
    const struct kho_para *p = g->x->parts.ps->p;
    size_t n = 0, parts = 0;
    char *s;

    for (size_t i = c->from; i < c->to && n < CELL_BYTES; i++)
        if (p[i].text.n > 0) {
            n += p[i].text.n + 1;
            parts++;
        }
    if (parts == 0)
        return (kho_sv){"", 0};
    if (parts == 1) {
        for (size_t i = c->from; i < c->to; i++)
            if (p[i].text.n > 0)
                return p[i].text;
    }
    if (kho_arena_room(g->x->arena) / 4 < n)
        return (kho_sv){"", 0};
    s = KHO_NEW_N(g->x->arena, n + 1, char);
    n = 0;
    for (size_t i = c->from; i < c->to && n < CELL_BYTES; i++)
        if (p[i].text.n > 0) {
            if (n > 0)
                s[n++] = ' ';
            memcpy(s + n, p[i].text.p, p[i].text.n);
            n += p[i].text.n;
        }
    return (kho_sv){s, n};
}

static struct kho_span
cell_span(const struct grid *g, const struct cell *c)
{
    const struct kho_paras *ps = g->x->parts.ps;
    struct kho_span all = {0, 0};

    for (size_t i = c->from; i < c->to; i++) {
        const struct kho_span s = kho_parts_span(ps, &ps->p[i], 0, ps->p[i].text.n);

        if (s.length == 0)
            continue;
        if (all.length == 0)
            all = s;
        else if (s.offset >= all.offset)
            all.length = s.offset + s.length - all.offset;
    }
    return all;
}

/* "I", "1.", "1.2", "a)" -> without marks around. */
static kho_sv
number_text(const struct grid *g, const struct cell *c)
{
    const struct kho_para *p = g->x->parts.ps->p;
    kho_sv s = {"", 0};

    for (size_t i = c->from; i < c->to && s.n == 0; i++)
        s = p[i].text.n > 0 ? p[i].text : p[i].label;
    while (s.n > 0 && memchr(" .)(/-", s.p[s.n - 1], 6) != NULL)
        s.n--;
    while (s.n > 0 && memchr(" .)(/-", s.p[0], 6) != NULL) {
        s.p++;
        s.n--;
    }
    return s.n <= 12 ? s : (kho_sv){"", 0};
}

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
path_of(struct grid *g, kho_sv number)
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
take_group(struct grid *g, kho_sv number, kho_sv text)
{
    const unsigned rank = rank_of(number);
    struct kho_toks *k = &g->x->parts.k;
    size_t end;

    g->group_lead.n = 0;
    kho_toks_read(k, text);
    end = kho_units_list(&g->x->units, k, 0, true, NULL);
    if (k->n > 0 && end >= k->n)
        (void)kho_units_list(&g->x->units, k, 0, true, &g->group_lead);
    if (rank == 1) {
        g->group[1] = number;
        g->group[2] = (kho_sv){"", 0};
    } else {
        g->group[2] = number;
    }
}

static void
take_names(struct grid *g, const struct cell *c, enum kho_col col, struct kho_draft *d)
{
    const struct kho_para *p = g->x->parts.ps->p;
    struct kho_names names = {.n = 0}, coord = {.n = 0};
    struct kho_toks *k = &g->x->parts.k;

    for (size_t i = c->from; i < c->to; i++) {
        struct kho_doers doers;

        if (p[i].text.n == 0)
            continue;
        kho_toks_read(k, p[i].text);
        if (col == KHO_COL_LEAD) {
            /* "Sở Nội vụ chủ trì, phối hợp với ..." in one column */
            kho_units_doers(&g->x->units, k, 0, &doers);
            if (doers.coord.n > 0 && doers.lead.n > 0) {
                for (size_t j = 0; j < doers.lead.n; j++)
                    kho_names_add(&names, doers.lead.v[j]);
                for (size_t j = 0; j < doers.coord.n; j++)
                    kho_names_add(&coord, doers.coord.v[j]);
                continue;
            }
        }
        kho_units_value(&g->x->units, k, 0, k->n, &names);
    }
    if (col == KHO_COL_LEAD)
        kho_draft_lead(g->x, d, &names);
    else
        kho_draft_coord(g->x, d, &names);
    kho_draft_coord(g->x, d, &coord);
}

static void
take_values(struct grid *g, struct kho_draft *d)
{
    static const enum kho_col due[] = {KHO_COL_END, KHO_COL_DUE, KHO_COL_START};

    if (filled(g, &g->at[KHO_COL_LEAD]))
        take_names(g, &g->at[KHO_COL_LEAD], KHO_COL_LEAD, d);
    else
        kho_draft_lead(g->x, d, &g->group_lead);
    take_names(g, &g->at[KHO_COL_COORD], KHO_COL_COORD, d);
    for (size_t i = 0; i < sizeof due / sizeof *due; i++) {
        const struct kho_span s = cell_span(g, &g->at[due[i]]);

        if (s.length > 0)
            kho_draft_due(g->x, d, s);
    }
}

/* Is a row without performer and date a group?  next: number of the row below. */
static bool
names_group(const struct grid *g, kho_sv number, kho_sv next)
{
    if (rank_of(number) == 1 || g->span || g->strong)
        return true;
    return number.n > 0 && next.n > number.n && memcmp(next.p, number.p, number.n) == 0 &&
           next.p[number.n] == '.';
}

/* "III. Cải cách tài chính công" in one cell: the outline took the number off. */
static kho_sv
own_label(const struct grid *g)
{
    const struct cell *c = &g->at[KHO_COL_CONTENT];

    if (c->from == c->to || kho_parts_bullet(g->x->parts.ps->p[c->from].label))
        return (kho_sv){"", 0};
    return g->x->parts.ps->p[c->from].label;
}

/* The second half of a sentence that a page cut: it begins small where the row above ends open. */
static bool
goes_on(struct grid *g, kho_sv text)
{
    struct kho_toks *k = &g->x->parts.k;
    const struct kho_draft *above = g->x->n > 0 ? &g->x->d[g->x->n - 1] : NULL;

    if (above == NULL || g->x->parts.column[above->para] == KHO_COL_NONE ||
        !kho_parts_open(above->t.text) ||
        kho_arena_room(g->x->arena) / 4 < above->t.text.n + text.n)
        return false;
    kho_toks_read(k, text);
    return k->n > 0 && (k->t[0].flags & (KHO_TOK_UPPER | KHO_TOK_NUM)) == 0;
}

static void
go_on(struct grid *g, kho_sv text, struct kho_span span)
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

static void
take_row(struct grid *g, size_t from, kho_sv next)
{
    const bool told = filled(g, &g->at[KHO_COL_LEAD]) || filled(g, &g->at[KHO_COL_COORD]) ||
                      filled(g, &g->at[KHO_COL_DUE]) || filled(g, &g->at[KHO_COL_END]) ||
                      filled(g, &g->at[KHO_COL_START]) || filled(g, &g->at[KHO_COL_PRODUCT]);
    kho_sv number = number_text(g, &g->at[KHO_COL_NUMBER]);
    kho_sv text = cell_text(g, &g->at[KHO_COL_CONTENT]);
    struct kho_draft *d;

    if (text.n == 0 && told && g->x->n > 0 && number.n == 0) {
        take_values(g, &g->x->d[g->x->n - 1]);
        return;
    }
    if (text.n == 0)
        return;
    if (number.n == 0 && g->numbered && text.n < CELL_BYTES && goes_on(g, text)) {
        go_on(g, text, cell_span(g, &g->at[KHO_COL_CONTENT]));
        take_values(g, &g->x->d[g->x->n - 1]);
        return;
    }
    g->numbered = g->numbered || number.n > 0;
    if (number.n == 0)
        number = own_label(g);
    if (!told && names_group(g, number, next)) {
        take_group(g, number, text);
        return;
    }
    d = kho_drafts_add(g->x, from, path_of(g, number), text, cell_span(g, &g->at[KHO_COL_CONTENT]));
    if (d != NULL)
        take_values(g, d);
}

/* Cells of the row that starts at paragraph i; paragraph behind it. */
static size_t
collect(struct grid *g, size_t i)
{
    const struct kho_parts *parts = &g->x->parts;
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
        struct cell c = {.from = i, .to = i};

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
        if (kind < KHO_COL_TITLE && filled(g, &c)) {
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

size_t
kho_drafts_table(struct kho_drafts *x, size_t i)
{
    const struct kho_para *p = x->parts.ps->p;
    const uint32_t table = p[i].table;
    struct grid g = {.x = x};
    char annex[16];

    if (p[i].annex > 1) {
        (void)snprintf(annex, sizeof annex, "PL%u", (unsigned)p[i].annex);
        g.annex = kho_arena_dup(x->arena, kho_sv_from(annex));
    } else if (p[i].annex == 1) {
        g.annex = KHO_SV("PL");
    } else {
        g.annex = p[i].path;
    }
    while (i < x->parts.ps->n && p[i].table == table && x->parts.column[i] != KHO_COL_NONE) {
        const size_t from = i;
        const bool title = x->parts.column[i] == KHO_COL_TITLE;
        struct cell below = {0};

        i = collect(&g, i);
        if (title)
            continue;
        if (i < x->parts.ps->n && p[i].table == table && x->parts.column[i] == KHO_COL_NUMBER)
            below = (struct cell){.from = i, .to = i + 1};
        take_row(&g, from, number_text(&g, &below));
    }
    return i;
}
