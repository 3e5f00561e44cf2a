/* docx_styles.h - what word/styles.xml and word/numbering.xml say about paragraphs and runs. */
#ifndef KHO_EXTRACT_DOCX_STYLES_H
#define KHO_EXTRACT_DOCX_STYLES_H

#include "arena.h"
#include "buf.h"
#include "xml.h"

#include <stdint.h>

/* Namespaces of WordprocessingML (ECMA-376 transitional and strict) begin or end so. */
bool kho_docx_is_w(const char *uri);

/* w:val of an on/off property: absent, "1", "true", "on" are on. */
bool kho_docx_is_on(const struct kho_xml_attrs *a);
/* A number; dflt when it is none. */
int32_t kho_docx_int(kho_sv s, int32_t dflt);

enum kho_docx_align { KHO_ALIGN_UNSET, KHO_ALIGN_SIDE, KHO_ALIGN_CENTRE };

/* Properties; -1 (or UNSET): not said. */
struct kho_docx_props {
    int8_t bold, italic, caps, hidden, super;
    int8_t align;   /* enum kho_docx_align */
    int8_t outline; /* 0-8 headings, 9 text */
    int8_t level;   /* of the list, 0-8 */
    int32_t list;   /* numId; 0: none, on purpose */
    int8_t font;    /* enum kho_font */
};

extern const struct kho_docx_props kho_docx_unset;

/* Take one property element (w:b, w:jc, ...) of a w:rPr or w:pPr. */
void kho_docx_prop(struct kho_docx_props *p, const char *name, const struct kho_xml_attrs *a);
/* What top says, else what base says. */
struct kho_docx_props kho_docx_over(const struct kho_docx_props *base,
                                    const struct kho_docx_props *top);

struct kho_docx_styles;

/* Everything lives in arena, which has to have room for it: what does not fit is left out. */
struct kho_docx_styles *kho_docx_styles_new(struct kho_arena *arena);
bool kho_docx_styles_feed(void *styles, const char *p, size_t n); /* a kho_part_sink */
void kho_docx_styles_done(struct kho_docx_styles *s);
/* Effective properties of a style, with those it is based on (paragraph styles: and the defaults of
 * the document); id empty: the default paragraph style. */
const struct kho_docx_props *kho_docx_style(const struct kho_docx_styles *s, kho_sv id);

struct kho_docx_lists;

struct kho_docx_lists *kho_docx_lists_new(struct kho_arena *arena);
bool kho_docx_lists_feed(void *lists, const char *p, size_t n); /* a kho_part_sink */
void kho_docx_lists_done(struct kho_docx_lists *s);
/* Level a paragraph style stands for in a list, -1 none. */
int kho_docx_lists_level(const struct kho_docx_lists *s, int32_t list, kho_sv style);
/* Count on and append the label ("II.", "1.1.", "a)", "-") and what separates it from the text to
 * out. */
void kho_docx_lists_next(struct kho_docx_lists *s, int32_t list, int level, struct kho_buf *out);
#endif
