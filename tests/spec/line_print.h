/* line_print.h - lines with their hints as text: how spec_office prints what a reader gave. */
#ifndef KHO_SPEC_LINE_PRINT_H
#define KHO_SPEC_LINE_PRINT_H

#include "buf.h"
#include "extract.h"

static inline void
line_print(const struct kho_lines *t, size_t i, struct kho_buf *out)
{
    static const struct {
        char letter;
        uint32_t flag;
    } letters[] = {{'P', KHO_LINE_PARA},    {'B', KHO_LINE_BOLD},   {'I', KHO_LINE_ITALIC},
                   {'C', KHO_LINE_CENTRED}, {'L', KHO_LINE_LIST},   {'F', KHO_LINE_FOOTNOTE},
                   {'M', KHO_LINE_MARGIN},  {'H', KHO_LINE_TABHEAD}};
    const struct kho_line *l = &t->lines[i];

    for (size_t k = 0; k < sizeof letters / sizeof letters[0]; k++)
        if ((l->flags & letters[k].flag) != 0)
            kho_buf_char(out, letters[k].letter);
    if (l->heading != 0)
        kho_buf_fmt(out, " h%u", l->heading);
    if (l->indent != 0)
        kho_buf_fmt(out, " >%u", l->indent);
    if ((l->flags & KHO_LINE_CELL) != 0)
        kho_buf_fmt(out, " [%u:%u,%u %ux%u]", l->table, l->row, l->col, l->rowspan, l->colspan);
    if (l->note != 0)
        kho_buf_fmt(out, " n%u", l->note);
    if (l->page != 0)
        kho_buf_fmt(out, " p%u", l->page);
    kho_buf_char(out, '|');
    kho_buf_sv(out, kho_line_text(t, i));
    kho_buf_char(out, '\n');
}
#endif
