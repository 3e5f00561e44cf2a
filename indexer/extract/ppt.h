/* ppt.h - the reader of PowerPoint 97-2003 presentations, shared by its files ([MS-PPT]). */
#ifndef KHO_EXTRACT_PPT_H
#define KHO_EXTRACT_PPT_H

#include "writer.h"

enum kho_ppt_type {
    KHO_PPT_DOCUMENT = 1000,
    KHO_PPT_SLIDE = 1006,
    KHO_PPT_SLIDE_ATOM = 1007,
    KHO_PPT_NOTES = 1008,
    KHO_PPT_SLIDE_PERSIST = 1011,
    KHO_PPT_TEXT_REF = 3998, /* text of a placeholder, which stands in the document */
    KHO_PPT_TEXT_HEADER = 3999,
    KHO_PPT_TEXT_CHARS = 4000, /* UTF-16 */
    KHO_PPT_TEXT_STYLE = 4001,
    KHO_PPT_TEXT_BYTES = 4008, /* its low bytes */
    KHO_PPT_FONT = 4023,
    KHO_PPT_SLIDE_LIST = 4080,
    KHO_PPT_USER_EDIT = 4085,
    KHO_PPT_PERSIST = 6002,
    KHO_PPT_TEXT_BOX = 0xf00d
};

struct kho_ppt_record {
    unsigned type, instance;
    bool container; /* body is records */
    kho_sv body;
};

/* The record at *at, and *at behind it; false at the end.  One that is cut is as long as it can. */
bool kho_ppt_next(kho_sv s, size_t *at, struct kho_ppt_record *r);

enum { KHO_PPT_FONTS = 1024 };

struct kho_ppt_fonts {
    enum kho_font font[KHO_PPT_FONTS];
};

/* Text atoms and their looks, as they stand one behind the other in records. */
struct kho_ppt_text {
    kho_sv chars, style;
    bool wide; /* two bytes a character */
};

/*
 * The next text of the records in s from *at on; false: there is none.  A TEXT_REF comes as text
 * without characters and *ref set (else -1).
 */
bool kho_ppt_text_next(kho_sv s, size_t *at, struct kho_ppt_text *t, int32_t *ref);
/* Paragraphs and breaks of a text. */
void kho_ppt_text_put(struct kho_writer *w, const struct kho_ppt_fonts *fonts,
                      const struct kho_ppt_text *t);

static inline uint32_t
kho_ppt_u16(kho_sv s, size_t at)
{
    return at + 2 > s.n ? 0 : (uint32_t)((unsigned char)s.p[at] | (unsigned char)s.p[at + 1] << 8);
}

static inline uint32_t
kho_ppt_u32(kho_sv s, size_t at)
{
    return kho_ppt_u16(s, at) | kho_ppt_u16(s, at + 2) << 16;
}
#endif
