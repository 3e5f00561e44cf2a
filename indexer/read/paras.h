/* paras.h - lines -> paragraphs: re-joined, labelled, each with its place in the document.
 *
 * The first step of reading; head, citations, tasks, targets and deadlines all work on its result.
 * A paragraph's text is clean and contiguous: lines joined by one blank, markdown marks (* # |) and
 * footnote anchors taken out, page breaks bridged.  pieces lead back to the normalised text.
 */
#ifndef KHO_READ_PARAS_H
#define KHO_READ_PARAS_H

#include "arena.h"
#include "lines.h"
#include "plan.h"

struct kho_piece {
    uint32_t at;             /* byte in the paragraph's text where it starts */
    uint32_t offset, length; /* the same bytes in the document's text */
};

enum kho_para_flag {
    KHO_PARA_HEADING = 1 << 0, /* label + caps, bold or short without final punctuation */
    KHO_PARA_BOLD = 1 << 1,
    KHO_PARA_CAPS = 1 << 2,
    KHO_PARA_ITEM = 1 << 3,    /* bullet or labelled item */
    KHO_PARA_CELL = 1 << 4,    /* cell of a data table (not of a header or signature table) */
    KHO_PARA_CLOSING = 1 << 5, /* "Trên đây là Kế hoạch ..." */
    KHO_PARA_CENTRED = 1 << 6
};

struct kho_para {
    kho_sv text;  /* without label and bullet */
    kho_sv label; /* "II", "2.1", "a", "-" as printed, without its dot; empty none */
    kho_sv path; /* section path of the paragraph: "II.2.1"; an unlabelled paragraph has that of the
                  * item it belongs to; bullets do not add to the path */
    struct kho_piece *pieces; /* ascending in at; cover text */
    size_t n_pieces;
    uint32_t flags; /* enum kho_para_flag */
    enum kho_zone zone;
    uint8_t level;  /* depth of the label in the outline, 1 for "I."; 0 none; bullets: deeper than
                       their parent */
    int32_t parent; /* index of the heading or item it stands under; -1 none */
    uint32_t note;  /* footnote number */
    uint32_t table; /* 0 none */
    uint16_t row, col, rowspan, colspan;
    uint32_t annex; /* 1, 2 ... for paragraphs of annexes, 0 main document */
};

struct kho_paras {
    const struct kho_lines *lines;
    struct kho_para *p;
    size_t n;
};

/* Total: any lines give paragraphs.  Linear in the text.  Memory in arena. */
void kho_paras_make(struct kho_arena *arena, const struct kho_lines *lines, struct kho_paras *out);

/* Document span(s) of a byte range of a paragraph's text: writes at most max, returns how many
 * there are. Adjacent pieces are joined when no text lies between them: blanks, line ends, marks of
 * Markdown and, on one line, anchors of footnotes. */
size_t kho_para_spans(const struct kho_paras *ps, const struct kho_para *p, size_t at, size_t n,
                      struct kho_span *out, size_t max);
#endif
