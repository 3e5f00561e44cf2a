/* lines.h - a document's text as lines with what its format told about them.
 *
 * Made by indexer/extract, read by indexer/read, stored and shown by the rest.
 * text is the normalised text of the document: UTF-8, NFC, lines joined by one
 * '\n' (no CR, no NUL, no other control characters but TAB).  All offsets of a
 * plan record are bytes into it; kho show --format=text prints it.
 */
#ifndef KHO_RECORD_LINES_H
#define KHO_RECORD_LINES_H

#include "sv.h"

#include <stdint.h>

enum kho_line_flag {
    KHO_LINE_BOLD = 1 << 0,   /* all of it */
    KHO_LINE_ITALIC = 1 << 1, /* all of it */
    KHO_LINE_CENTRED = 1 << 2,
    KHO_LINE_CELL = 1 << 3,     /* in a table: table, row, col are set */
    KHO_LINE_FOOTNOTE = 1 << 4, /* text of a footnote the format marks: note is set */
    KHO_LINE_MARGIN = 1 << 5,   /* running header or footer of the page */
    KHO_LINE_PARA = 1 << 6,     /* the format says this line is a whole paragraph (docx, html);
                                 * without it paragraphs have to be guessed (txt, md) */
    KHO_LINE_LIST = 1 << 7,     /* automatic list item; its label is written into the text */
    KHO_LINE_TABHEAD = 1 << 8   /* cell of a row the format marks as table heading */
};

struct kho_line {
    uint32_t offset, length;   /* bytes into text, without the '\n' */
    uint32_t flags;            /* enum kho_line_flag */
    uint32_t page;             /* from 1, 0 unknown */
    uint32_t note;             /* footnote number, 0 none */
    uint32_t table;            /* from 1 in the document; 0 none */
    uint16_t row, col;         /* from 0 */
    uint16_t rowspan, colspan; /* at least 1 in a cell */
    uint8_t heading;           /* 1-9 as the format says, 0 none */
    uint8_t indent;            /* list or nesting level, 0 none */
};

struct kho_lines {
    kho_sv text;
    struct kho_line *lines; /* in order, covering text */
    size_t n;
};

static inline kho_sv
kho_line_text(const struct kho_lines *t, size_t i)
{
    return (kho_sv){t->text.p + t->lines[i].offset, t->lines[i].length};
}
#endif
