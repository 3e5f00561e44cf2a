/* engine.h - the border between kho and what recognises letters in pictures.
 *
 * The other side is a module of its own, kho-ocr.so, the only code that links tesseract and
 * leptonica: they bring some thirty libraries, which a search need not load.  indexer/extract/ocr.c
 * loads it in the process that recognises.  Nothing in it prints, exits or keeps what it is given;
 * it opens files in open only, so the rest works behind the sandbox.
 */
#ifndef KHO_OCR_ENGINE_H
#define KHO_OCR_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#define KHO_OCR_MODULE "kho-ocr.so"
#define KHO_OCR_SYMBOL "kho_ocr_engine" /* of type struct kho_ocr_engine */
#define KHO_OCR_ABI    1u               /* of this header */
#define KHO_OCR_DPI    300u /* what the letters were learnt at; other pictures are scaled to it */

enum kho_ocr_end {
    KHO_OCR_OK,
    KHO_OCR_TIME,   /* took longer than it may */
    KHO_OCR_PIXELS, /* more pixels than it may have */
    KHO_OCR_BROKEN  /* no picture, or damaged so that nothing can be seen */
};

/* Black on white, 8 bits a pixel, 255 is white, rows one after the other. */
struct kho_ocr_raster {
    uint8_t *grey; /* by malloc */
    uint32_t width, height;
    uint32_t dpi;
};

/* A word of a page, in reading order.  The box is in pixels of the upright page. */
struct kho_ocr_word {
    const char *text; /* UTF-8, ends with NUL; valid during the call */
    int32_t left, top, right, bottom;
    float confidence; /* 0 to 100 */
    uint8_t begins_line, begins_para;
};
typedef void kho_ocr_sink(void *ctx, const struct kho_ocr_word *word);

/* A picture file in memory.  It has to stay. */
struct kho_ocr_file {
    const unsigned char *bytes;
    size_t n;
};

struct kho_ocr_engine {
    unsigned abi;
    /* Load what recognises Vietnamese.  NULL: it is not there; what: why, in words, cap bytes. */
    void *(*open)(char *what, size_t cap);
    void (*close)(void *engine);
    /* Names of programs and data, "tesseract 5.3.0 vie 531275-6f2d...": the same version recognises
     * the same. */
    const char *(*version)(const void *engine);

    /* Pages of a picture file; 0: this is none that can be read.  Stops counting at max. */
    uint32_t (*pages)(const struct kho_ocr_file *file, uint32_t max);
    /* Page from 0, as it stands in the file but for its size: at most max_pixels are decoded.  OK:
     * release *out by free(out->grey). */
    enum kho_ocr_end (*decode)(const struct kho_ocr_file *file, uint32_t page, uint64_t max_pixels,
                               struct kho_ocr_raster *out);
    /* Turns the page upright, reads it, and tells its words.  Takes over page->grey.  milliseconds
     * of CPU time: it gives up some time after; what was read until then is told, too. */
    enum kho_ocr_end (*recognise)(void *engine, struct kho_ocr_raster *page, unsigned milliseconds,
                                  kho_ocr_sink *word, void *ctx);
};
#endif
