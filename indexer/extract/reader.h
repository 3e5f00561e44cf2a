/* reader.h - what every reader is given and gives. */
#ifndef KHO_EXTRACT_READER_H
#define KHO_EXTRACT_READER_H

#include "extract.h"

struct kho_ocr;
struct kho_reader_in {
    kho_sv bytes;
    size_t text_max; /* bytes of text wanted at most; the arena has room for three times that */
    struct kho_arena *arena;
    kho_sv charset;            /* declared beside the bytes; empty: none */
    bool inside;               /* the document stands in another one: readers go no deeper */
    const struct kho_ocr *ocr; /* NULL: pages that are pictures are only noted */
};

/*
 * bytes -> lines and notes (added to those of *out).  Damage is a note, with what could be read.
 * KHO_OK, KHO_NOMEM.
 */
typedef enum kho_status kho_reader(const struct kho_reader_in *in, struct kho_extracted *out,
                                   struct kho_err *err);

kho_reader kho_read_txt, kho_read_md, kho_read_html, kho_read_docx, kho_read_odf, kho_read_rtf,
    kho_read_doc, kho_read_pdf, kho_read_xlsx, kho_read_xls, kho_read_pptx, kho_read_ppt,
    kho_read_mail, kho_read_image;

#define KHO_NOTE(id) ((uint64_t)1 << KHO_NOTES_##id)
#endif
