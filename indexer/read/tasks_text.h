/* tasks_text.h - tables of plain text: columns kept apart by blanks or tabs.  Private to read.c. */
#ifndef KHO_READ_TASKS_TEXT_H
#define KHO_READ_TASKS_TEXT_H

#include "paras.h"

/* *out: the paragraphs of in, behind them one for each cell of the tables found, flagged
 * KHO_PARA_CELL; paragraphs that the lines of such a table made before are emptied.  A table begins
 * with a line "TT   Nội dung   Cơ quan chủ trì ..." and has a number at the head of each row.
 * Linear; without tables *out is *in. */
void kho_text_tables(struct kho_arena *arena, const struct kho_paras *in, struct kho_paras *out);
#endif
