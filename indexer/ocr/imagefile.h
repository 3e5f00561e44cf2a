/* imagefile.h - picture files -> rasters, by leptonica.  Inside the module; see engine.h. */
#ifndef KHO_OCR_IMAGEFILE_H
#define KHO_OCR_IMAGEFILE_H

#include "engine.h"

uint32_t kho_imagefile_pages(const struct kho_ocr_file *file, uint32_t max);
enum kho_ocr_end kho_imagefile_decode(const struct kho_ocr_file *file, uint32_t page,
                                      uint64_t max_pixels, struct kho_ocr_raster *out);
#endif
