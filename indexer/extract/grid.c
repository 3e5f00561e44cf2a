/* grid.c - see grid.h. */
#include "grid.h"

static uint16_t
at_most(uint32_t v)
{
    return (uint16_t)(v < 1 ? 1 : v > KHO_GRID_COLS ? KHO_GRID_COLS : v);
}

struct kho_grid *
kho_grid_top(struct kho_grids *gs)
{
    return gs->n == 0 || gs->n > KHO_GRID_DEPTH ? NULL : &gs->g[gs->n - 1];
}

void
kho_grid_open(struct kho_grids *gs, const struct kho_out *o)
{
    struct kho_grid *outer = kho_grid_top(gs), *g;

    if (outer != NULL && outer->row <= 0 && outer->col <= 1)
        outer->layout = true;
    gs->n++;
    g = kho_grid_top(gs);
    if (g != NULL)
        *g = (struct kho_grid){.id = ++gs->made, .row = -1, .col = -1, .lines = o->n};
}

/* Give the lines of the cell that began in this column the rows that continued it: once, at its
 * end. */
static void
settle(struct kho_grid *g, struct kho_out *o, int32_t col)
{
    uint32_t rows = g->more[col] < UINT16_MAX ? g->more[col] : UINT16_MAX - 1;

    for (size_t i = g->first[col]; rows > 0 && i < g->last[col] && i < o->n; i++)
        if (o->line[i].table == g->id)
            o->line[i].rowspan = (uint16_t)(1 + rows);
    g->more[col] = 0;
}

void
kho_grid_close(struct kho_grids *gs, struct kho_out *o)
{
    struct kho_grid *g = kho_grid_top(gs);

    for (int32_t i = 0; g != NULL && i < g->cols && i < KHO_GRID_COLS; i++)
        settle(g, o, i);
    if (g != NULL && (g->layout || (g->row <= 0 && g->cols <= 1)))
        for (size_t i = g->lines; i < o->n; i++)
            if (o->line[i].table == g->id) {
                o->line[i].table = 0;
                o->line[i].row = o->line[i].col = 0;
                o->line[i].rowspan = o->line[i].colspan = 0;
                o->line[i].flags &= ~(uint32_t)(KHO_LINE_CELL | KHO_LINE_TABHEAD);
            }
    if (gs->n > 0)
        gs->n--;
}

void
kho_grid_row(struct kho_grids *gs, bool head)
{
    struct kho_grid *g = kho_grid_top(gs);

    if (g == NULL)
        return;
    for (int i = 0; i < KHO_GRID_COLS && g->row >= 0; i++)
        g->below[i] = (uint16_t)(g->below[i] - (g->below[i] > 0));
    g->row += g->row < UINT16_MAX;
    g->col = -1;
    g->colspan = 1;
    g->head = head;
}

void
kho_grid_cell(struct kho_grids *gs, const struct kho_out *o, uint32_t colspan, uint32_t rowspan)
{
    struct kho_grid *g = kho_grid_top(gs);

    if (g == NULL)
        return;
    if (g->row < 0)
        kho_grid_row(gs, false);
    g->col = g->col < 0 ? 0 : g->col + g->colspan;
    while (g->col < KHO_GRID_COLS && g->below[g->col] > 0)
        g->col++;
    if (g->col >= KHO_GRID_COLS)
        g->col = KHO_GRID_COLS - 1;
    g->colspan = at_most(colspan);
    for (int32_t i = g->col; rowspan > 1 && i < g->col + g->colspan && i < KHO_GRID_COLS; i++)
        g->below[i] = rowspan > UINT16_MAX ? UINT16_MAX : (uint16_t)rowspan;
    g->cols = g->col + g->colspan > g->cols ? g->col + g->colspan : g->cols;
    g->start = o->n;
}

void
kho_grid_continue(struct kho_grids *gs)
{
    struct kho_grid *g = kho_grid_top(gs);

    if (g != NULL && g->col >= 0 && g->more[g->col] < UINT16_MAX)
        g->more[g->col]++;
}

void
kho_grid_cell_end(struct kho_grids *gs, struct kho_out *o)
{
    struct kho_grid *g = kho_grid_top(gs);

    if (g == NULL || g->col < 0)
        return;
    for (int32_t i = g->col; i < g->col + g->colspan && i < KHO_GRID_COLS; i++) {
        settle(g, o, i);
        g->first[i] = g->start;
        g->last[i] = o->n;
    }
}

void
kho_grid_hint(const struct kho_grids *gs, struct kho_line *l)
{
    const struct kho_grid *g = NULL;

    for (size_t i = gs->n < KHO_GRID_DEPTH ? gs->n : KHO_GRID_DEPTH; i-- > 0 && g == NULL;)
        if (!gs->g[i].layout && gs->g[i].col >= 0)
            g = &gs->g[i];
    if (g == NULL)
        return;
    l->flags |= KHO_LINE_CELL | (g->head ? (uint32_t)KHO_LINE_TABHEAD : 0);
    l->table = g->id;
    l->row = (uint16_t)g->row;
    l->col = (uint16_t)g->col;
    l->colspan = g->colspan;
    l->rowspan = 1;
    if (g->below[g->col] > 1)
        l->rowspan = g->below[g->col];
}
