/* rtf.h - the reader of Rich Text Format, shared by its files (version 1.9.1). */
#ifndef KHO_EXTRACT_RTF_H
#define KHO_EXTRACT_RTF_H

#include "writer.h"

#include <stdint.h>

enum { KHO_RTF_DEPTH = 256, KHO_RTF_FONTS = 1024, KHO_RTF_CELLS = 256, KHO_RTF_NAME_BYTES = 64 };

enum kho_rtf_dest { KHO_RTF_TEXT, KHO_RTF_SKIP, KHO_RTF_FONT_TABLE };

struct kho_rtf_state {
    struct kho_look look;
    enum kho_rtf_dest dest;
    uint16_t codepage;
    uint8_t uc;     /* bytes that stand for a \u */
    uint8_t closes; /* what the end of the group ends: a footnote or a box; a margin */
    bool in_table;
    bool centred;
    uint8_t outline; /* 1-9, 0 none */
};

enum { KHO_RTF_CLOSES_NOTE = 1, KHO_RTF_CLOSES_MARGIN = 2 };

struct kho_rtf_font {
    int32_t id;
    uint16_t codepage;
    enum kho_font kind;
};

/* What \clvmrg and \clmrg say about the cells of the next row. */
struct kho_rtf_cell {
    bool down, across; /* goes on with the one above, on the left */
};

struct kho_rtf {
    const struct kho_reader_in *in;
    struct kho_writer *w;
    struct kho_rtf_state stack[KHO_RTF_DEPTH];
    size_t depth;
    uint16_t codepage; /* of the document */
    struct kho_rtf_font font[KHO_RTF_FONTS];
    size_t n_font;
    int32_t default_font;
    char name[KHO_RTF_NAME_BYTES]; /* of the font that is being described */
    size_t n_name;
    uint32_t skip; /* bytes still to be left out behind a \u */
    uint32_t high; /* first half of a pair */
    bool starred;  /* \* came */
    bool damaged;
    /* the table */
    struct kho_rtf_cell cell[KHO_RTF_CELLS];
    size_t n_cell; /* that \cellx ended */
    struct kho_rtf_cell next;
    size_t at; /* cell of the row */
    bool table_open, row_open, cell_open, head;
    struct kho_buf bytes; /* text of the code page, not written yet */
};

/* State of the group that is open. */
static inline struct kho_rtf_state *
kho_rtf_top(struct kho_rtf *r)
{
    return &r->stack[r->depth < KHO_RTF_DEPTH ? r->depth : KHO_RTF_DEPTH - 1];
}

/* rtf_text.c: text and tables */

/* Write the bytes that wait for their code page; before anything that changes how text looks. */
void kho_rtf_flush(struct kho_rtf *r);
/* One byte of text in the code page of its font, or of the name of a font. */
void kho_rtf_put_byte(struct kho_rtf *r, char c);
/* One UTF-16 unit or character. */
void kho_rtf_put_char(struct kho_rtf *r, uint32_t c);
void kho_rtf_end_para(struct kho_rtf *r);
void kho_rtf_end_cell(struct kho_rtf *r);
void kho_rtf_end_row(struct kho_rtf *r);
void kho_rtf_leave_table(struct kho_rtf *r);

/* rtf_words.c: do what a control word says.  has: a number v stands behind it. */
void kho_rtf_word(struct kho_rtf *r, const char *w, bool has, int32_t v);
#endif
