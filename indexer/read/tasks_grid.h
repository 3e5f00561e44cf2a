/* tasks_grid.h - the table of tasks that is being read: its cells, merged downwards or not. Private
 * to tasks_rows.c (rows) and tasks_cells.c (cells).
 */
#ifndef KHO_READ_TASKS_GRID_H
#define KHO_READ_TASKS_GRID_H

#include "tasks.h"

enum { KHO_CELL_BYTES = 1 << 13 /* of one cell: a bound for joined paragraphs */ };

/* A cell: its paragraphs, and the row behind its last when it is merged downwards. */
struct kho_cell {
    size_t from, to;
    unsigned end_row;
};

struct kho_grid {
    struct kho_drafts *x;
    struct kho_cell at[KHO_COL_TITLE + 1]; /* the cell that holds for each kind of column */
    struct kho_cell merged[KHO_COL_TITLE + 1];
    kho_sv annex;                /* where the table stands: "PL", "PL2", "III.2" */
    kho_sv group[3];             /* numbers of the groups: "I", "1" */
    struct kho_names group_lead; /* "I. Sở Nội vụ": a group may be a performer */
    bool span;                   /* a cell of the row covers several columns */
    bool strong;                 /* capitals or bold */
    bool numbered;               /* rows have numbers */
};

bool kho_cell_filled(const struct kho_grid *g, const struct kho_cell *c);
/* Text of a cell, its paragraphs joined by blanks. */
kho_sv kho_cell_text(const struct kho_grid *g, const struct kho_cell *c);
struct kho_span kho_cell_span(const struct kho_grid *g, const struct kho_cell *c);
/* "I", "1.", "1.2", "a)" -> without marks around. */
kho_sv kho_cell_number(const struct kho_grid *g, const struct kho_cell *c);
/* Paragraphs of the cell that are not empty; *listed: each of them begins with a mark of a list. */
size_t kho_cell_items(const struct kho_grid *g, const struct kho_cell *c, bool *listed);
/* The n-th of them as a cell of its own. */
struct kho_cell kho_cell_item(const struct kho_grid *g, const struct kho_cell *c, size_t n);
/* Performers named in a cell of column col. */
void kho_cell_names(struct kho_grid *g, const struct kho_cell *c, enum kho_col col,
                    struct kho_draft *d);
#endif
