/* pdf_scan.c - see pdf.h. */
#include "pdf.h"

#include "fold.h"
#include "ocr.h"

#include <cairo.h>
#include <poppler.h>
#include <stdlib.h>

enum {
    STAMP = 400,      /* signs that a stamp of a signature has at most */
    LAYER_WORDS = 20, /* of a page, from which on the quality of its text can be told */
    LOOK_DPI = 24     /* enough to see that something is drawn */
};
#define INCH    72.0
#define MIN_DPI 100.0 /* letters are not recognised below */
#define FULL    0.5   /* part of the page that a scan of it covers */

/* Words that are no numbers, and how many of them are Vietnamese syllables; looks at most of them.
 */
struct spelling {
    size_t words, syllables;
};

static struct spelling
spelling_of(kho_sv text)
{
    enum { MOST = 4000 };
    struct spelling s = {0, 0};
    struct kho_word w;
    size_t pos = 0;

    while (s.words < MOST && kho_word_next(text, &pos, &w)) {
        if (w.exact[0] >= '0' && w.exact[0] <= '9')
            continue;
        s.words++;
        s.syllables += kho_is_syllable((kho_sv){w.exact, w.exact_n});
    }
    return s;
}

/* Signs that are not blank, and of them those that are no letters of any script. */
struct ink {
    size_t all, odd;
};

static struct ink
ink_of(kho_sv text)
{
    struct ink k = {0, 0};

    for (size_t i = 0; i < text.n; i++) {
        const unsigned char a = (unsigned char)text.p[i];
        const unsigned char b = i + 1 < text.n ? (unsigned char)text.p[i + 1] : 0;
        const unsigned char c = i + 2 < text.n ? (unsigned char)text.p[i + 2] : 0;

        k.all += (a & 0xc0) != 0x80 && a > ' ';
        k.odd += a == 0xee || (a == 0xef && (b < 0xa4 || (b == 0xbf && c == 0xbd)));
    }
    return k;
}

bool
kho_pdf_is_garbled(kho_sv text)
{
    enum { ENOUGH = 40 };
    const struct ink k = ink_of(text);
    struct spelling s;

    if (k.all > ENOUGH && k.odd * 3 > k.all)
        return true;
    s = spelling_of(text);
    return s.words > ENOUGH && s.syllables * 10 < s.words;
}

/* Part of the page that its largest picture covers; *any: there is one at all. */
static double
covered(PopplerPage *page, bool *any)
{
    GList *all = poppler_page_get_image_mapping(page);
    double width, height, most = 0;

    poppler_page_get_size(page, &width, &height);
    for (GList *i = all; i != NULL; i = i->next) {
        const PopplerRectangle *r = &((const PopplerImageMapping *)i->data)->area;
        const double area = (r->x2 - r->x1) * (r->y2 - r->y1);

        most = area > most ? area : most;
        *any = true;
    }
    poppler_page_free_image_mapping(all);
    return width * height > 0 ? most / (width * height) : 0;
}

/* White page, drawn on; NULL: no memory, or cairo's limits. */
static cairo_surface_t *
paint(PopplerPage *page, double dpi)
{
    double width, height;
    cairo_surface_t *s;
    cairo_t *c;
    bool good;

    poppler_page_get_size(page, &width, &height);
    s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(width * dpi / INCH) + 1,
                                   (int)(height * dpi / INCH) + 1);
    c = cairo_create(s);
    cairo_set_source_rgb(c, 1, 1, 1);
    cairo_paint(c);
    cairo_scale(c, dpi / INCH, dpi / INCH);
    poppler_page_render(page, c);
    good = cairo_surface_status(s) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(c);
    if (good) {
        cairo_surface_flush(s);
        return s;
    }
    cairo_surface_destroy(s);
    return NULL;
}

static uint8_t
grey(uint32_t rgb)
{
    return (uint8_t)(((rgb >> 16 & 255) * 77 + (rgb >> 8 & 255) * 151 + (rgb & 255) * 28) >> 8);
}

static const uint32_t *
row_of(cairo_surface_t *s, int y)
{
    const void *p =
        cairo_image_surface_get_data(s) + (size_t)y * (size_t)cairo_image_surface_get_stride(s);

    return p;
}

/* Lines and curves only: letters that were made outlines. */
static bool
is_drawn_on(PopplerPage *page)
{
    double width, height;
    cairo_surface_t *s;
    bool dark = false;

    poppler_page_get_size(page, &width, &height);
    if (!(width * height < 4e7)) /* points: larger than any paper */
        return false;
    s = paint(page, LOOK_DPI);
    for (int y = 0; s != NULL && !dark && y < cairo_image_surface_get_height(s); y++)
        for (int x = 0; x < cairo_image_surface_get_width(s); x++)
            dark = dark || grey(row_of(s, y)[x]) < 200;
    cairo_surface_destroy(s);
    return dark;
}

bool
kho_pdf_is_scan(PopplerPage *page, kho_sv text)
{
    const struct ink k = ink_of(text);
    struct spelling s = {0, 0};
    bool any = false;

    if (kho_pdf_is_garbled(text))
        return true;
    if (k.all == 0)
        return covered(page, &any) > 0 || any || is_drawn_on(page);
    if (k.all > STAMP) {
        s = spelling_of(text);
        if (s.words < LAYER_WORDS || s.syllables * 10 >= s.words * 6)
            return false;
    }
    return covered(page, &any) > FULL;
}

enum kho_ocr_end
kho_pdf_draw(void *ctx, const struct kho_ocr *o, struct kho_ocr_raster *out)
{
    PopplerPage *page = ctx;
    double dpi = o->dpi, width, height;
    cairo_surface_t *s;

    poppler_page_get_size(page, &width, &height);
    while (dpi >= MIN_DPI &&
           (width * dpi / INCH + 1) * (height * dpi / INCH + 1) > (double)o->pixels)
        dpi *= 0.9;
    if (!(dpi >= MIN_DPI))
        return KHO_OCR_PIXELS;
    s = paint(page, dpi);
    if (s == NULL)
        return KHO_OCR_PIXELS;
    out->width = (uint32_t)cairo_image_surface_get_width(s);
    out->height = (uint32_t)cairo_image_surface_get_height(s);
    out->dpi = (uint32_t)dpi;
    out->grey = malloc((size_t)out->width * out->height);
    for (uint32_t y = 0; out->grey != NULL && y < out->height; y++) {
        const uint32_t *row = row_of(s, (int)y);

        for (uint32_t x = 0; x < out->width; x++)
            out->grey[(size_t)y * out->width + x] = grey(row[x]);
    }
    cairo_surface_destroy(s);
    return out->grey == NULL ? KHO_OCR_PIXELS : KHO_OCR_OK;
}
