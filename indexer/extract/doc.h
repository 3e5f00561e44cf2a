/* doc.h - the reader of Word 97-2003 documents, shared by its files ([MS-DOC]). */
#ifndef KHO_EXTRACT_DOC_H
#define KHO_EXTRACT_DOC_H

#include "writer.h"

#include <stdint.h>

/* Properties of characters and paragraphs that matter here; -1: not said. */
struct kho_doc_props {
    int8_t bold, italic, caps, hidden, super, deleted;
    int32_t font; /* index into the fonts of the file */
    int32_t char_style;
    int8_t in_table, row_end, centred;
    int8_t outline;  /* 0-8 headings, 9 text */
    int8_t level;    /* of its list */
    int32_t list;    /* override, from 1; 0: none, on purpose */
    bool head;       /* of a row: it is a heading */
    kho_sv row;      /* of a row end: its sprmTDefTable */
    uint16_t symbol; /* of a special character: what it shows, 0 none */
};

enum { KHO_DOC_FONTS = 512, KHO_DOC_STYLES = 4096 };

struct kho_doc_piece {
    uint32_t cp, fc; /* fc in bytes */
    bool narrow;     /* one byte a character */
};

/* A run of characters or a paragraph with the same properties. */
struct kho_doc_run {
    uint32_t from, to; /* fc */
    kho_sv sprms;
    uint16_t style; /* of a paragraph */
};

struct kho_doc {
    const struct kho_reader_in *in;
    struct kho_writer *w;
    kho_sv doc, table; /* streams */
    struct kho_doc_piece *piece;
    size_t n_piece, at_piece; /* the last one that was used */
    uint32_t end;             /* cp behind the last piece */
    enum kho_font font[KHO_DOC_FONTS];
    size_t n_font;
    struct kho_doc_props *style; /* of paragraphs and characters */
    size_t n_style;
    kho_sv chpx, papx;              /* their PLCs */
    struct kho_doc_run chars, para; /* the last ones */
    bool one_byte;                  /* Word 6 and 95: pieces have one byte a character */
    bool damaged;
};

static inline uint16_t
kho_doc_u16(kho_sv s, size_t at)
{
    return (uint16_t)(at + 2 > s.n ? 0 : (unsigned char)s.p[at] | (unsigned char)s.p[at + 1] << 8);
}

static inline uint32_t
kho_doc_u32(kho_sv s, size_t at)
{
    return at + 4 > s.n ? 0 : kho_doc_u16(s, at) | (uint32_t)kho_doc_u16(s, at + 2) << 16;
}

/* n bytes from at, as many of them as there are. */
static inline kho_sv
kho_doc_part(kho_sv s, size_t at, size_t n)
{
    if (at >= s.n)
        return (kho_sv){"", 0};
    return (kho_sv){s.p + at, n < s.n - at ? n : s.n - at};
}

extern const struct kho_doc_props kho_doc_unset;

/* doc_body.c */

struct kho_doc_lists;
enum {
    KHO_DOC_NOTES = 4
}; /* PLCs: where footnotes are referred to, their text; the same of endnotes */

/*
 * All text to d->w: the document with its notes, text boxes, headers and footers.  lengths: where
 * those of the parts of the text stand in the FIB; lists may be NULL.
 */
void kho_doc_body(struct kho_doc *d, struct kho_doc_lists *lists, size_t lengths,
                  const kho_sv notes[KHO_DOC_NOTES]);

/* doc_pieces.c */

/* What pair i of offset and length in the FIB points at in the table stream. */
kho_sv kho_doc_pair(const struct kho_doc *d, unsigned i);
/* The same, of a pair that stands at a byte of the FIB. */
kho_sv kho_doc_pair_at(const struct kho_doc *d, size_t at);
/* All text is one piece, of one byte a character; as above. */
bool kho_doc_piece(struct kho_doc *d, uint32_t fc, size_t end);
/* The table of pieces out of the CLX; false: there is none, or no memory. */
bool kho_doc_pieces(struct kho_doc *d, kho_sv clx);
/* The character at cp and where it is; -1 behind the end of the file. */
int32_t kho_doc_char_at(struct kho_doc *d, uint32_t cp, uint32_t *fc);
bool kho_doc_is_para_end(int32_t c);
/* cp of the mark of the paragraph that begins at cp. */
uint32_t kho_doc_para_end(struct kho_doc *d, uint32_t cp, uint32_t to);
/* Properties of the paragraph whose mark is at that cp. */
struct kho_doc_props kho_doc_props_at(struct kho_doc *d, uint32_t mark);

/* doc_props.c */
void kho_doc_sprms(struct kho_doc_props *p, const struct kho_doc_props *base, kho_sv sprms);
void kho_doc_fonts(struct kho_doc *d, kho_sv sttb);
/* False: no memory. */
bool kho_doc_styles(struct kho_doc *d, kho_sv stsh);
/* Properties of the paragraph whose mark is at fc, of a character of it at fc. */
struct kho_doc_props kho_doc_para_props(struct kho_doc *d, uint32_t fc);
struct kho_doc_props kho_doc_char_props(struct kho_doc *d, const struct kho_doc_props *para,
                                        uint32_t fc);
#endif
