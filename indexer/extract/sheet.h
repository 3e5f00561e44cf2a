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

/* Did somebody give the sheet its name?  "Sheet1", "Trang tính 2" are a program's
 * (schemas/sheet_names.tsv). */
bool kho_sheet_is_named(kho_sv name);
/* The sheet's name is a heading when somebody gave it one. */
void kho_sheet_begin(struct kho_sheet *s, struct kho_writer *w, kho_sv name);
/* Go to a cell, rows and columns from 0; what lies behind is not gone back to: false. */
bool kho_sheet_cell(struct kho_sheet *s, uint32_t row, uint32_t col);
/* What was written since is the content of the cell. */
void kho_sheet_cell_end(struct kho_sheet *s);
void kho_sheet_end(struct kho_sheet *s);

/* Text of a cell.  Where a part of it has a font of its own stands a mark of font.h; '\1' goes back
 * to that of the cell, which is in look. */
void kho_sheet_text(struct kho_writer *w, kho_sv text, const struct kho_look *look);
#endif
