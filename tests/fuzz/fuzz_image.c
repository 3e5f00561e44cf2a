/* fuzz_image.c - any bytes as a picture: what is decoded keeps to its limit and is all there.
 * Recognising is left out: it sees decoded pictures only, and takes seconds. */
#include "ocr.h"

#include <stdlib.h>

enum { PIXELS = 1 << 20, PAGES = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kho_ocr ocr;
    const struct kho_ocr_file file = {.bytes = data, .n = size};
    char what[256];
    uint32_t pages, sum = 0;

    if (ocr.engine == NULL && !kho_ocr_load(&ocr, what, sizeof what))
        abort();
    pages = ocr.engine->pages(&file, PAGES);
    if (pages > PAGES)
        abort();
    for (uint32_t i = 0; i < pages; i++) {
        struct kho_ocr_raster r;
        const enum kho_ocr_end end = ocr.engine->decode(&file, i, PIXELS, &r);

        if (end != KHO_OCR_OK && r.grey != NULL)
            abort();
        if ((uint64_t)r.width * r.height > PIXELS)
            abort();
        for (size_t k = 0; r.grey != NULL && k < (size_t)r.width * r.height; k++)
            sum += r.grey[k];
        free(r.grey);
    }
    return sum == UINT32_MAX;
}
