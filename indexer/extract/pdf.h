/* pdf.h - between pdf.c (the text layer), pdf_scan.c (pages that are pictures) and who loads
 * poppler before a sandbox. */
#ifndef KHO_EXTRACT_PDF_H
#define KHO_EXTRACT_PDF_H

#include "engine.h"
#include "sv.h"

#include <stdbool.h>

struct kho_ocr;
struct _PopplerPage;

/* What poppler loads at first use. */
void kho_pdf_init(void);

/* Glyphs without a usable meaning: hardly a word of the text is a syllable.  Few words prove
 * nothing. */
bool kho_pdf_is_garbled(kho_sv text);

/*
 * Is what can be seen on the page not in its text?  There is none, though something is drawn; or
 * there is a picture as large as the page, and the text is a stamp on it or was recognised badly;
 * or it is garbled. Does not decode pictures.
 */
bool kho_pdf_is_scan(struct _PopplerPage *page, kho_sv text);

/* kho_ocr_draw: ctx is the page. */
enum kho_ocr_end kho_pdf_draw(void *ctx, const struct kho_ocr *o, struct kho_ocr_raster *out);
#endif
