/* writer.h - how readers of office formats write: pieces of text, ends of paragraphs, tables,
 * footnotes -> lines with their hints.  What formats have in common stands here, once. */
#ifndef KHO_EXTRACT_WRITER_H
#define KHO_EXTRACT_WRITER_H

#include "font.h"
#include "grid.h"
#include "out.h"
#include "reader.h"

/* How a piece of text looks.  All zero: plain. */
struct kho_look {
    bool bold, italic, caps, super, hidden;
    enum kho_font font;
};

enum { KHO_WRITER_NESTED = 8 }; /* text boxes and footnotes in paragraphs of text boxes ... */

/* One paragraph under way. */
struct kho_writer_para {
    struct kho_pen pen;
    uint32_t note;      /* number of the footnote this is the text of, 0 none */
    enum kho_font font; /* of the last piece of this line */
    bool broken;        /* a line break went by: the lines are no paragraph each */
};

struct kho_writer {
    const struct kho_reader_in *in;
    struct kho_out out;    /* the document */
    struct kho_out after;  /* what comes behind the paragraph or table: footnotes, text boxes */
    struct kho_out margin; /* running headers and footers */
    struct kho_grids grids;
    struct kho_writer_para para[KHO_WRITER_NESTED];
    size_t n; /* open notes and boxes; deeper ones than para has room for are left out */
    struct kho_arena *scratch;
    uint32_t shown; /* footnotes so far */
    uint32_t page;  /* given to lines; 0 unknown */
    bool blank;     /* the last line was empty */
    bool in_margin; /* what comes belongs to headers and footers */
    bool full;      /* one paragraph is longer than all that is wanted */
};

/* NULL: no memory.  in has to stay. */
struct kho_writer *kho_writer_new(const struct kho_reader_in *in);
/* Ends the paragraph, moves the lines into out and frees w.  KHO_OK, KHO_NOMEM, KHO_LIMIT. */
enum kho_status kho_writer_finish(struct kho_writer *w, struct kho_extracted *out,
                                  struct kho_err *err);

/* Nothing more can be taken: reading on is of no use. */
bool kho_writer_done(const struct kho_writer *w);

/* UTF-8, in pieces of any size that end at a character. */
void kho_writer_text(struct kho_writer *w, kho_sv s, const struct kho_look *look);
/* One character; 0 and what is none are left out. */
void kho_writer_char(struct kho_writer *w, uint32_t c, const struct kho_look *look);
/* The automatic number at the beginning of a paragraph: how it looks does not decide how the
 * paragraph looks. */
void kho_writer_label(struct kho_writer *w, kho_sv s, enum kho_font font);
/* Line break inside a paragraph. */
void kho_writer_break(struct kho_writer *w);
/* End of a paragraph; like: heading, indent, KHO_LINE_CENTRED, KHO_LINE_LIST. */
void kho_writer_para(struct kho_writer *w, const struct kho_line *like);
/* Is something in the current paragraph? */
bool kho_writer_begun(const struct kho_writer *w);

/* A footnote here: its mark goes into the text; what comes until close is its text. */
void kho_writer_note(struct kho_writer *w);
/* A text box here: its paragraphs come behind the one that is under way. */
void kho_writer_box(struct kho_writer *w);
void kho_writer_close(struct kho_writer *w);

/* Tables in notes, boxes and margins are flattened. */
void kho_writer_table(struct kho_writer *w);
void kho_writer_row(struct kho_writer *w, bool head);
/* rowspan as html has it: the rows below leave the place out. */
void kho_writer_cell(struct kho_writer *w, uint32_t colspan, uint32_t rowspan);
void kho_writer_cell_end(struct kho_writer *w);
void kho_writer_table_end(struct kho_writer *w);
#endif
