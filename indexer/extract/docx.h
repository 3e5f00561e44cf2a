/* docx.h - the reader of Word documents, shared by its files. */
#ifndef KHO_EXTRACT_DOCX_H
#define KHO_EXTRACT_DOCX_H

#include "docx_styles.h"
#include "grid.h"
#include "out.h"
#include "reader.h"
#include "relation.h"

enum {
    KHO_DOCX_NESTED = 8, /* paragraphs in text boxes in paragraphs ... */
    KHO_DOCX_CHUNKS = 16
};

/* One open paragraph. */
struct kho_docx_para {
    struct kho_pen pen;
    struct kho_docx_props own; /* of w:pPr */
    kho_sv style;
    const struct kho_docx_props *base; /* of the style */
    bool broken;                       /* a line break went by: the lines are no paragraph each */
    bool started;                      /* list label decided */
    char style_buf[64];
};

/* A footnote's text, by its id in the file. */
struct kho_docx_note {
    int32_t id;
    kho_sv text;
};

struct kho_docx {
    const struct kho_reader_in *in;
    struct kho_arena *mem;     /* styles, lists, notes; gone with the reader */
    struct kho_arena *scratch; /* one run */
    struct kho_docx_styles *styles;
    struct kho_docx_lists *lists;
    struct kho_xml *xml;
    struct kho_out out;   /* the document */
    struct kho_out after; /* lines that come behind the paragraph: text boxes, footnotes */
    struct kho_docx_para para[KHO_DOCX_NESTED];
    size_t n_para;
    struct kho_grids grids;
    struct kho_docx_props run, run_style;
    struct kho_buf run_text;
    bool in_run, in_text, in_para_props;
    bool cell_continues;
    uint32_t depth, skip_below; /* elements deeper than that are left out; 0 none */
    bool blank;                 /* the last line was empty */
    uint64_t notes;
    /* notes of the document */
    struct kho_docx_note *note[2]; /* footnotes, endnotes */
    size_t n_note[2], cap_note[2];
    uint32_t shown; /* notes referred to so far */
    int collecting; /* 0, 1: the part that is read is made of such notes; -1 */
    int32_t note_id;
    bool note_special;               /* separators */
    bool margin;                     /* a header or footer is read */
    char main[KHO_RELATION_BYTES];   /* the part that is the document */
    unsigned chunks;                 /* documents inside it, so far */
    uint32_t alternates, has_choice; /* alternatives that are open; bits: one of them was taken */
};

/* docx_text.c: events of a part with paragraphs. */
void kho_docx_start(void *ctx, const char *uri, const char *name, const struct kho_xml_attrs *a);
void kho_docx_end(void *ctx, const char *uri, const char *name);
void kho_docx_chars(void *ctx, kho_sv s);

/* docx_para.c */
void kho_docx_para_open(struct kho_docx *x);
void kho_docx_para_close(struct kho_docx *x);
/* Text of the current run, with its properties. */
void kho_docx_put(struct kho_docx *x, kho_sv s);
/* One paragraph is longer than all that is wanted: reading ends with it. */
void kho_docx_enough(struct kho_docx *x);
void kho_docx_break(struct kho_docx *x);
/* The document that the relation id names, at this place. */
void kho_docx_chunk(struct kho_docx *x, kho_sv id);
/* A mark for a note in the text; its text comes behind the paragraph. */
void kho_docx_note_ref(struct kho_docx *x, int kind, int32_t id);
/* For qsort: by id. */
int kho_docx_note_order(const void *a, const void *b);
/* Keep what was collected as the text of a note. */
void kho_docx_note_keep(struct kho_docx *x);
#endif
