/* sheet.c - see sheet.h. */
#include "sheet.h"

#include <math.h>
#include <stdio.h>

static const struct kho_look plain;

void
kho_sheet_begin(struct kho_sheet *s, struct kho_writer *w, kho_sv name)
{
    *s = (struct kho_sheet){.w = w};
    if (name.n > 0 && (name.p[name.n - 1] < '0' || name.p[name.n - 1] > '9')) {
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
kho_sheet_number(struct kho_writer *w, double v, const struct kho_look *look)
{
    char b[40];
    int n;

    if (!isfinite(v))
        return;
    n = snprintf(b, sizeof b, fabs(v) < 1e15 && v == floor(v) ? "%.0f" : "%.10g", v);
    if (n > 0)
        kho_writer_text(w, (kho_sv){b, (size_t)n}, look);
}

void
kho_sheet_date(struct kho_writer *w, double v, const struct kho_look *look)
{
    enum { LAST = 73050 /* the year 2100 */, EPOCH = 693899 /* days from 1 March of the year 0 */ };
    char b[40];
    uint32_t z, era, doe, yoe, doy, mp, year;
    int n;

    if (!(v >= 61 && v < LAST)) { /* before: times of day, and the day that never was */
        kho_sheet_number(w, v, look);
        return;
    }
    z = (uint32_t)v + EPOCH;
    era = z / 146097;
    doe = z % 146097;
    yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    mp = (5 * doy + 2) / 153;
    year = yoe + era * 400 + (mp >= 10);
    n = snprintf(b, sizeof b, "%02u/%02u/%u", doy - (153 * mp + 2) / 5 + 1,
                 mp < 10 ? mp + 3 : mp - 9, year);
    kho_writer_text(w, (kho_sv){b, (size_t)n}, look);
}

bool
kho_sheet_is_date(unsigned id, kho_sv code)
{
    bool quoted = false, day = false, year = false;

    if (code.n == 0)
        return (id >= 14 && id <= 17) || id == 22;
    for (size_t i = 0; i < code.n; i++) {
        char c = (char)(code.p[i] | 0x20);

        if (code.p[i] == '"')
            quoted = !quoted;
        else if (code.p[i] == '[' || code.p[i] == ']') /* colours, languages */
            quoted = code.p[i] == '[';
        else if (!quoted) {
            day = day || c == 'd';
            year = year || c == 'y';
        }
    }
    return day || year;
}
