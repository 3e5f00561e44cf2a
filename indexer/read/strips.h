/* strips.h - lines -> strips: what stands on one line in one column, clean.
 *
 * Inside of paras.c.  A line becomes one strip, or several when it holds two columns side by side
 * or the cells of a Markdown table; empty lines and rules ("-----") become none.  Marks of
 * Markdown, anchors of footnotes and runs of blanks are taken out of the text; pieces remember
 * where every byte came from.
 *
 * The texts of all strips lie behind each other in one buffer, one blank between them, so joining
 * neighbours costs nothing: the paragraph is the slice from the first to the last.
 */
#ifndef KHO_READ_STRIPS_H
#define KHO_READ_STRIPS_H

#include "arena.h"
#include "lines.h"
#include "paras.h"

enum kho_strip_flag {
    KHO_STRIP_BOLD = 1 << 0,
    KHO_STRIP_CAPS = 1 << 1,
    KHO_STRIP_CENTRED = 1 << 2,
    KHO_STRIP_BREAK = 1 << 3, /* an empty line stands before it, or it is the first */
    KHO_STRIP_RULE = 1 << 4,  /* a rule stands before it */
    KHO_STRIP_WHOLE = 1 << 5, /* the format says it is a whole paragraph */
    KHO_STRIP_NOTE = 1 << 6,  /* starts with the mark of a footnote, or the format says it is one */
    KHO_STRIP_LEFT = 1 << 7,  /* left of a wide gap */
    KHO_STRIP_RIGHT = 1 << 8, /* right of a wide gap */
    KHO_STRIP_HEADING = 1 << 9 /* the format or a # says it is a heading */
};

struct kho_strip {
    kho_sv text; /* never empty */
    size_t first_piece, n_pieces;
    uint32_t line;  /* index of its line */
    uint32_t chars; /* characters of text */
    uint32_t note;
    uint32_t table;
    uint16_t row, col, rowspan, colspan;
    uint16_t flags;  /* enum kho_strip_flag */
    uint16_t indent; /* blanks before it on its line */
    uint8_t zone;    /* enum kho_zone */
    bool cell;       /* in a data table */
};

struct kho_strips {
    struct kho_strip *s;
    size_t n;
    const char *text;         /* the buffer of all texts */
    struct kho_piece *pieces; /* ascending; at counts from text */
    bool wrapped;             /* paragraphs are broken over lines of about the same width */
    bool uneven;              /* wrapped, but lines end early for no reason */
    uint32_t width;           /* characters of a full line */
};

/* Strips i to i + n - 1 as one text: they lie side by side in the buffer. */
static inline kho_sv
kho_strips_join(const struct kho_strips *t, size_t i, size_t n)
{
    const struct kho_strip *last = &t->s[i + n - 1];

    return (kho_sv){t->s[i].text.p, (size_t)(last->text.p + last->text.n - t->s[i].text.p)};
}

/* Characters up to the first blank. */
uint32_t kho_first_word_chars(kho_sv s);

/* Sets wrapped, uneven and width of strips that are made. */
void kho_strips_measure(struct kho_strips *o);

/* Linear; takes at most about 3 times the text from arena, fewer strips when there is no room. */
void kho_strips_make(struct kho_arena *arena, const struct kho_lines *lines,
                     struct kho_strips *out);
#endif
