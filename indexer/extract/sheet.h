/* sheet.h - cells of spreadsheets in any of their formats -> tables. */
#ifndef KHO_EXTRACT_SHEET_H
#define KHO_EXTRACT_SHEET_H

#include "writer.h"

/* One sheet under way. */
struct kho_sheet {
    struct kho_writer *w;
    bool open, row_open;
    uint32_t row, col; /* the next that can be written */
};

/* The sheet's name is a heading when somebody gave it one: not "Sheet1". */
void kho_sheet_begin(struct kho_sheet *s, struct kho_writer *w, kho_sv name);
/* Go to a cell, rows and columns from 0; what lies behind is not gone back to: false. */
bool kho_sheet_cell(struct kho_sheet *s, uint32_t row, uint32_t col);
/* What was written since is the content of the cell. */
void kho_sheet_cell_end(struct kho_sheet *s);
void kho_sheet_end(struct kho_sheet *s);

/* A number as a sheet shows it that was given no format: at most 15 digits. */
void kho_sheet_number(struct kho_writer *w, double v, const struct kho_look *look);
/* Days since 30 December 1899 as 31/12/2025; what is no such day is a number. */
void kho_sheet_date(struct kho_writer *w, double v, const struct kho_look *look);
/* Is this format of numbers one for dates?  id: of the format; code: its text, empty when built in.
 */
bool kho_sheet_is_date(unsigned id, kho_sv code);
#endif
