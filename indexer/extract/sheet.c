/* sheet.c - see sheet.h. */
#include "sheet.h"

#include "tables.h"

#include <string.h>
#include <strings.h>

static const struct kho_look plain;

bool
kho_sheet_is_named(kho_sv name)
{
    size_t n = name.n;

    while (n > 0 && ((name.p[n - 1] >= '0' && name.p[n - 1] <= '9') || name.p[n - 1] == ' ' ||
                     name.p[n - 1] == '_'))
        n--;
    for (size_t i = 0; i < kho_sheet_names_n; i++)
        if (strlen(kho_sheet_names[i].name) == n &&
            strncasecmp(kho_sheet_names[i].name, name.p, n) == 0)
            return false;
    return n > 0;
}

void
kho_sheet_begin(struct kho_sheet *s, struct kho_writer *w, kho_sv name)
{
    *s = (struct kho_sheet){.w = w};
    if (kho_sheet_is_named(name)) {
        kho_writer_text(w, name, &plain);
        kho_writer_para(w, &(struct kho_line){.heading = 1});
    }
}

bool
kho_sheet_cell(struct kho_sheet *s, uint32_t row, uint32_t col)
{
    struct kho_grid *g;

    if (row < s->row || (row == s->row && s->row_open && col < s->col))
        return false;
    if (!s->open)
        kho_writer_table(s->w);
    s->open = true;
    if (!s->row_open || row > s->row) {
        kho_writer_row(s->w, false);
        s->col = 0;
        g = kho_grid_top(&s->w->grids);
        if (g != NULL && row < UINT16_MAX) /* empty rows have their numbers */
            g->row = (int32_t)row;
    }
    s->row_open = true;
    s->row = row;
    if (col > s->col)
        kho_writer_cell(s->w, col - s->col, 0);
    kho_writer_cell(s->w, 1, 0);
    s->col = col + 1;
    return true;
}

void
kho_sheet_cell_end(struct kho_sheet *s)
{
    static const struct kho_line none;

    if (kho_writer_begun(s->w))
        kho_writer_para(s->w, &none);
    kho_writer_cell_end(s->w);
}

void
kho_sheet_end(struct kho_sheet *s)
{
    if (s->open)
        kho_writer_table_end(s->w);
    s->open = s->row_open = false;
}

void
kho_sheet_text(struct kho_writer *w, kho_sv text, const struct kho_look *look)
{
    struct kho_look now = *look;
    size_t from = 0;

    for (size_t i = 0; i < text.n;) {
        const int font = kho_font_at((const unsigned char *)text.p + i, text.n - i);
        const size_t mark = font >= 0 ? KHO_FONT_MARK_BYTES : text.p[i] == '\1' ? 1 : 0;

        if (mark == 0) {
            i++;
            continue;
        }
        kho_writer_text(w, (kho_sv){text.p + from, i - from}, &now);
        now.font = font >= 0 ? (enum kho_font)font : look->font;
        from = i += mark;
    }
    kho_writer_text(w, (kho_sv){text.p + from, text.n - from}, &now);
}
