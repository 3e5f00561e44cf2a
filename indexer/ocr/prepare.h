/* prepare.h - a page as the engine likes it: white paper, upright, straight.  Inside the module. */
#ifndef KHO_OCR_PREPARE_H
#define KHO_OCR_PREPARE_H

#include <leptonica/allheaders.h>
#include <stdint.h>

/* Of what is done here and in imagefile.c; pages that were recognised otherwise are not taken for
 * the same. */
#define KHO_OCR_PREPARED 1

/* *page: 8 bits; replaced by what comes out. */
void kho_ocr_prepare(PIX **page, uint32_t dpi);
#endif
