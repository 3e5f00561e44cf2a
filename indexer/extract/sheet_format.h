/* sheet_format.h - numbers of spreadsheets in the formats of their cells ([ECMA-376] part
 * 1, 18.8.30).
 *
 * A format says what a value is: a day, a time, a percentage, a code with zeros in front, a figure
 * with words and signs beside it.  Figures keep their digits, at most ten, where the sheet shows
 * fewer, and have no separators of thousands, which depend on who looks: what is found is what the
 * cell holds.  Days are always in figures: 31/12/2025, 12/2025 where only that is shown.
 */
#ifndef KHO_EXTRACT_SHEET_FORMAT_H
#define KHO_EXTRACT_SHEET_FORMAT_H

#include "writer.h"

enum { KHO_SHEET_FORMATS = 4096 };

/* Formats of a workbook by their number; zero to begin with. */
struct kho_sheet_formats {
    struct kho_buf codes; /* freed by the caller */
    struct {
        uint32_t at;
        uint16_t n; /* 0: built in, or none */
    } code[KHO_SHEET_FORMATS];
    bool from_1904; /* days are counted from 1904, not from 1900 */
};

/* The format id has this code; numbers that are too big are ignored. */
void kho_sheet_format_put(struct kho_sheet_formats *f, size_t id, kho_sv code);

/* A number in the format id. */
void kho_sheet_value(struct kho_writer *w, double v, const struct kho_sheet_formats *f, size_t id,
                     const struct kho_look *look);
#endif
