/* odf_styles.h - what an OpenDocument file says about its paragraphs, pieces of text and lists
 * (ODF 1.3 part 3, chapters 16, 17 and 20). */
#ifndef KHO_EXTRACT_ODF_STYLES_H
#define KHO_EXTRACT_ODF_STYLES_H

#include "arena.h"
#include "buf.h"
#include "writer.h"
#include "xml.h"

/* -1: not said. */
struct kho_odf_props {
    int8_t bold, italic, caps, super, hidden, centred;
    int8_t font; /* enum kho_font */
};

struct kho_odf_style {
    struct kho_odf_props props;
    kho_sv parent, list; /* "" none */
};

enum { KHO_ODF_LEVELS = 10 };

struct kho_odf_list {
    struct {
        char format;  /* '1', 'a', 'A', 'i', 'I'; 0: no number */
        uint8_t show; /* levels shown: 2 for "1.1." */
        uint32_t start;
        char before[12], behind[12];
        char bullet[8]; /* "" none */
    } level[KHO_ODF_LEVELS];
};

struct kho_odf_styles;

/* Everything lives in arena; what does not fit is left out. */
struct kho_odf_styles *kho_odf_styles_new(struct kho_arena *arena);
/* Elements of content.xml and styles.xml: takes what describes styles. */
void kho_odf_styles_start(struct kho_odf_styles *s, const char *name,
                          const struct kho_xml_attrs *a);
void kho_odf_styles_end(struct kho_odf_styles *s, const char *name);
/* With all that the style is based on; family: 'p' paragraph, 't' text, ... first letter. */
struct kho_odf_style kho_odf_style(const struct kho_odf_styles *s, char family, kho_sv name);
/* NULL: there is none of that name. */
const struct kho_odf_list *kho_odf_list(const struct kho_odf_styles *s, kho_sv name);
/* Append the label of a list item; count: numbers of the levels 0 to level. */
void kho_odf_label(const struct kho_odf_list *l, int level, const uint32_t *count,
                   struct kho_buf *out);

/* A number; dflt when it is none or absurd. */
uint32_t kho_odf_number(kho_sv s, uint32_t dflt);
#endif
