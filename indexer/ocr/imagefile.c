/* imagefile.c - see imagefile.h. */
#include "imagefile.h"

#include <leptonica/allheaders.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
    MIN_SIDE = 24,     /* pixels; smaller ones are bullets and lines */
    MAX_SIDE = 65500,  /* of what leptonica and libjpeg take */
    COARSE = 180,      /* dots per inch below which a page is made larger */
    FINE = 420,        /* and above which it is made smaller */
    DECODED_BYTES = 4, /* of a pixel in colour */
    MAX_BYTES = 5      /* that decoding may take for each pixel that is allowed */
};
static const double PAGE_INCHES = 8.27; /* the short side of A4 */

struct header {
    l_int32 format, width, height, bits, samples;
};

static bool
read_header(const struct kho_ocr_file *f, uint32_t page, struct header *h)
{
    l_int32 map = 0, dpi = 0;

    *h = (struct header){.format = IFF_UNKNOWN};
    if (f->n < 16 || findFileFormatBuffer(f->bytes, &h->format) != 0)
        return false;
    if (L_FORMAT_IS_TIFF(h->format))
        return readHeaderMemTiff(f->bytes, f->n, (l_int32)page, &h->width, &h->height, &h->bits,
                                 &h->samples, &dpi, &map, &h->format) == 0;
    if (page > 0)
        return false;
    switch (h->format) {
    case IFF_PNG:
    case IFF_JFIF_JPEG:
    case IFF_BMP:
    case IFF_WEBP:
        return pixReadHeaderMem(f->bytes, f->n, &h->format, &h->width, &h->height, &h->bits,
                                &h->samples, &map) == 0;
    case IFF_GIF: /* little-endian sizes behind the signature */
        h->width = f->bytes[6] | f->bytes[7] << 8;
        h->height = f->bytes[8] | f->bytes[9] << 8;
        h->bits = 8;
        h->samples = 1;
        return true;
    default:
        return false;
    }
}

uint32_t
kho_imagefile_pages(const struct kho_ocr_file *file, uint32_t max)
{
    struct header h;
    uint32_t n = 0;

    setMsgSeverity(L_SEVERITY_NONE);
    if (!read_header(file, 0, &h))
        return 0;
    do
        n++;
    while (n < max && L_FORMAT_IS_TIFF(h.format) && read_header(file, n, &h));
    return n;
}

/* By how much a JPEG has to be reduced while it is decoded: 1, 2, 4 or 8. */
static l_int32
reduction(const struct header *h, uint64_t max)
{
    l_int32 by = 1;

    while (by < 8 && (uint64_t)(h->width / by) * (uint64_t)(h->height / by) > max)
        by *= 2;
    return by;
}

static PIX *
read_pix(const struct kho_ocr_file *f, uint32_t page, const struct header *h, l_int32 reduce)
{
    PIX *p;

    if (L_FORMAT_IS_TIFF(h->format))
        return pixReadMemTiff(f->bytes, f->n, (l_int32)page);
    if (h->format != IFF_JFIF_JPEG)
        return pixReadMem(f->bytes, f->n);
    p = pixReadMemJpeg(f->bytes, f->n, 0, reduce, NULL, L_JPEG_READ_LUMINANCE);
    return p != NULL
               ? p
               : pixReadMemJpeg(f->bytes, f->n, 0, reduce, NULL, 0); /* CMYK has no luminance */
}

/* The result instead of what it was made of. */
static void
become(PIX **p, PIX *made)
{
    if (made != NULL) {
        pixDestroy(p);
        *p = made;
    }
}

/* Dots per inch: what the file says, unless a page of office paper could not be of that size. */
static uint32_t
resolution(const PIX *p)
{
    const l_int32 width = pixGetWidth(p), height = pixGetHeight(p);
    const double side = width < height ? width : height;
    const l_int32 said = pixGetXRes(p);
    const double inches = said > 0 ? side / said : 0;
    double guess = side / PAGE_INCHES;

    if (inches > 2.5 && inches < 24 && said >= 90)
        return (uint32_t)said;
    if (guess < 96) /* part of a page, more likely */
        guess = 96;
    return guess > 1200 ? 1200 : (uint32_t)guess;
}

/* Near enough to the resolution letters are known at. */
static uint32_t
scale(PIX **p, uint32_t dpi, uint64_t max)
{
    const double pixels = (double)pixGetWidth(*p) * pixGetHeight(*p);
    double by = dpi < COARSE || dpi > FINE ? (double)KHO_OCR_DPI / dpi : 1;
    PIX *made;

    if (pixels * by * by > (double)max)
        by = 1;
    if (by < 0.99 || by > 1.01) {
        made = by < 1 ? pixScaleAreaMap(*p, (l_float32)by, (l_float32)by)
                      : pixScaleGrayLI(*p, (l_float32)by, (l_float32)by);
        if (made == NULL)
            return dpi;
        become(p, made);
        return KHO_OCR_DPI;
    }
    return dpi;
}

/* Rows of leptonica are words of the machine's order. */
static uint8_t *
bytes_of(PIX *p)
{
    const size_t width = (size_t)pixGetWidth(p), height = (size_t)pixGetHeight(p);
    uint8_t *out = malloc(width * height);

    for (size_t y = 0; out != NULL && y < height; y++) {
        const l_uint32 *line = pixGetData(p) + y * (size_t)pixGetWpl(p);

        for (size_t x = 0; x < width; x++)
            out[y * width + x] = (uint8_t)GET_DATA_BYTE(line, x);
    }
    return out;
}

enum kho_ocr_end
kho_imagefile_decode(const struct kho_ocr_file *file, uint32_t page, uint64_t max_pixels,
                     struct kho_ocr_raster *out)
{
    struct header h;
    l_int32 reduce = 1;
    uint64_t pixels;
    PIX *p;

    *out = (struct kho_ocr_raster){.grey = NULL};
    setMsgSeverity(L_SEVERITY_NONE);
    if (!read_header(file, page, &h) || h.width < 1 || h.height < 1)
        return KHO_OCR_BROKEN;
    pixels = (uint64_t)h.width * (uint64_t)h.height;
    if (h.format == IFF_JFIF_JPEG)
        reduce = reduction(&h, max_pixels);
    pixels /= (uint64_t)reduce * (uint64_t)reduce;
    if (pixels > max_pixels || h.width > MAX_SIDE || h.height > MAX_SIDE ||
        (h.format != IFF_JFIF_JPEG && h.bits * h.samples > 8 &&
         pixels * (DECODED_BYTES + (uint64_t)(h.bits * h.samples / 8)) > max_pixels * MAX_BYTES))
        return KHO_OCR_PIXELS;
    if (h.width < MIN_SIDE || h.height < MIN_SIDE) { /* nothing to be read in it: an empty page */
        out->dpi = KHO_OCR_DPI;
        return KHO_OCR_OK;
    }
    p = read_pix(file, page, &h, reduce);
    if (p == NULL)
        return KHO_OCR_BROKEN;
    if (pixGetSpp(p) == 4)
        become(&p, pixRemoveAlpha(p));
    if (pixGetDepth(p) != 8 || pixGetColormap(p) != NULL)
        become(&p, pixConvertTo8(p, 0));
    if (pixGetDepth(p) == 8 && pixGetColormap(p) == NULL) {
        out->dpi = scale(&p, resolution(p), max_pixels);
        out->width = (uint32_t)pixGetWidth(p);
        out->height = (uint32_t)pixGetHeight(p);
        out->grey = bytes_of(p);
    }
    pixDestroy(&p);
    return out->grey == NULL ? KHO_OCR_BROKEN : KHO_OCR_OK;
}
