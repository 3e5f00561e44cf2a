/* grid.h - rows, columns and spans of tables while their cells come in. */
#ifndef KHO_EXTRACT_GRID_H
#define KHO_EXTRACT_GRID_H

#include "out.h"

enum { KHO_GRID_COLS = 256, KHO_GRID_DEPTH = 16 };

/* One open table.  Columns from KHO_GRID_COLS on all count as the last. */
struct kho_grid {
    uint32_t id;
    int32_t row, col; /* of the current cell; -1 before the first row */
    uint16_t colspan;
    bool head;                     /* the current row is a heading */
    uint16_t below[KHO_GRID_COLS]; /* rows that a cell further up still covers (html) */
    size_t first[KHO_GRID_COLS],
        last[KHO_GRID_COLS];      /* lines of the cell each column is in (docx) */
    uint32_t more[KHO_GRID_COLS]; /* rows that continue that cell */
    size_t start;                 /* line where the current cell begins */
    size_t lines;                 /* line where the table begins */
    int32_t cols;                 /* seen so far */
    bool layout;                  /* holds another table: only there to place things on the page */
};

struct kho_grids {
    struct kho_grid g[KHO_GRID_DEPTH];
    size_t n;      /* open tables, also those deeper than g has room for */
    uint32_t made; /* tables so far */
};

/* The innermost table, NULL outside. */
struct kho_grid *kho_grid_top(struct kho_grids *gs);

void kho_grid_open(struct kho_grids *gs, const struct kho_out *o);
/* A table of one cell, and one that holds tables, is none: its lines lose their cells. */
void kho_grid_close(struct kho_grids *gs, struct kho_out *o);
void kho_grid_row(struct kho_grids *gs, bool head);
/* Next cell of the row.  rowspan: 0 for "like the format says later" (docx). */
void kho_grid_cell(struct kho_grids *gs, const struct kho_out *o, uint32_t colspan,
                   uint32_t rowspan);
/* The current cell only continues the one above (docx). */
void kho_grid_continue(struct kho_grids *gs);
/* End of the cell: remembers its lines. */
void kho_grid_cell_end(struct kho_grids *gs, struct kho_out *o);

/* Hints for a line that stands here. */
void kho_grid_hint(const struct kho_grids *gs, struct kho_line *l);
#endif
