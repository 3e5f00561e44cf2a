/* engine.c - the module: recognising by tesseract; see engine.h. */
#include "engine.h"

#include "imagefile.h"
#include "prepare.h"

#include <leptonica/allheaders.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>
#include <time.h>
#include <xxhash.h>

#define LANGUAGE "vie"

struct engine {
    TessBaseAPI *api;
    char version[128];
};

/* What the data are: their size and a digest. */
static void
describe(struct engine *e)
{
    char path[4096];
    XXH3_state_t *hash = XXH3_createState();
    FILE *f = NULL;
    char block[16384];
    size_t all = 0, n;

    if (snprintf(path, sizeof path, "%s/" LANGUAGE ".traineddata", TessBaseAPIGetDatapath(e->api)) <
        (int)sizeof path)
        f = fopen(path, "rbe");
    if (hash != NULL && f != NULL && XXH3_64bits_reset(hash) == XXH_OK)
        while ((n = fread(block, 1, sizeof block, f)) > 0) {
            (void)XXH3_64bits_update(hash, block, n);
            all += n;
        }
    (void)snprintf(e->version, sizeof e->version, "%u.%d tesseract %s " LANGUAGE " %zu-%016llx",
                   KHO_OCR_ABI, KHO_OCR_PREPARED, TessVersion(), all,
                   hash == NULL ? 0 : (unsigned long long)XXH3_64bits_digest(hash));
    if (f != NULL)
        (void)fclose(f);
    (void)XXH3_freeState(hash);
}

static void
close_engine(void *engine)
{
    struct engine *e = engine;

    if (e == NULL)
        return;
    TessBaseAPIEnd(e->api);
    TessBaseAPIDelete(e->api);
    free(e);
}

static void
no_word(void *ctx, const struct kho_ocr_word *w)
{
    (void)ctx, (void)w;
}

static enum kho_ocr_end recognise(void *engine, struct kho_ocr_raster *page, unsigned milliseconds,
                                  kho_ocr_sink *word, void *ctx);

/* What is set up at first use. */
static void
warm(struct engine *e)
{
    enum { SIDE = 200 };
    struct kho_ocr_raster r = {
        .grey = malloc(SIDE * SIDE), .width = SIDE, .height = SIDE, .dpi = KHO_OCR_DPI};

    if (r.grey == NULL)
        return;
    memset(r.grey, 255, SIDE * SIDE);
    for (size_t i = 0; i < SIDE * SIDE; i++)
        if (i / SIDE > 80 && i / SIDE < 110 && i % SIDE % 20 < 6 && i % SIDE > 40 && i % SIDE < 160)
            r.grey[i] = 0;
    (void)recognise(e, &r, 10000, no_word, NULL);
}

static void *
open_engine(char *what, size_t cap)
{
    struct engine *e = calloc(1, sizeof *e);

    setMsgSeverity(L_SEVERITY_NONE);
    if (e == NULL || (e->api = TessBaseAPICreate()) == NULL) {
        (void)snprintf(what, cap, "no memory");
        free(e);
        return NULL;
    }
    (void)TessBaseAPISetVariable(e->api, "debug_file", "/dev/null");
    if (TessBaseAPIInit2(e->api, NULL, LANGUAGE, OEM_LSTM_ONLY) != 0) {
        (void)snprintf(what, cap, "no " LANGUAGE ".traineddata");
        close_engine(e);
        return NULL;
    }
    TessBaseAPISetPageSegMode(e->api, PSM_AUTO);
    describe(e);
    warm(e);
    return e;
}

static const char *
version(const void *engine)
{
    return ((const struct engine *)engine)->version;
}

static PIX *
pix_of(struct kho_ocr_raster *r)
{
    PIX *p = pixCreateNoInit((l_int32)r->width, (l_int32)r->height, 8);

    for (uint32_t y = 0; p != NULL && y < r->height; y++) {
        l_uint32 *line = pixGetData(p) + (size_t)y * (size_t)pixGetWpl(p);
        const uint8_t *from = r->grey + (size_t)y * r->width;

        for (uint32_t x = 0; x < r->width; x++)
            SET_DATA_BYTE(line, x, from[x]);
    }
    free(r->grey);
    r->grey = NULL;
    return p;
}

/* Is anything on it that could be a letter? */
static bool
is_blank(PIX *grey)
{
    enum { DARK = 140 };
    PIX *b = pixThresholdToBinary(grey, DARK);
    l_int32 ink = 0;

    (void)pixCountPixels(b, &ink, NULL);
    pixDestroy(&b);
    return ink < 64;
}

/* Time of this process: what others do on the machine costs a page nothing. */
static double
cpu_now(void)
{
    struct timespec t = {0, 0};

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool
is_late(void *until, int words)
{
    (void)words;
    return cpu_now() > *(const double *)until;
}

static void
tell_words(TessBaseAPI *api, kho_ocr_sink *sink, void *ctx)
{
    TessResultIterator *it = TessBaseAPIGetIterator(api);
    const TessPageIterator *at;

    if (it == NULL)
        return;
    at = TessResultIteratorGetPageIteratorConst(it);
    do {
        char *text = TessResultIteratorGetUTF8Text(it, RIL_WORD);
        struct kho_ocr_word w = {.text = text};

        if (text != NULL && text[0] != '\0') {
            w.confidence = TessResultIteratorConfidence(it, RIL_WORD);
            w.begins_line = TessPageIteratorIsAtBeginningOf(at, RIL_TEXTLINE) != 0;
            w.begins_para = TessPageIteratorIsAtBeginningOf(at, RIL_BLOCK) != 0;
            if (TessPageIteratorBoundingBox(at, RIL_WORD, &w.left, &w.top, &w.right, &w.bottom) !=
                0)
                sink(ctx, &w);
        }
        TessDeleteText(text);
    } while (TessResultIteratorNext(it, RIL_WORD) != 0);
    TessResultIteratorDelete(it);
}

static enum kho_ocr_end
recognise(void *engine, struct kho_ocr_raster *page, unsigned milliseconds, kho_ocr_sink *word,
          void *ctx)
{
    struct engine *e = engine;
    double until = cpu_now() + milliseconds / 1000.0;
    ETEXT_DESC *monitor;
    enum kho_ocr_end end;
    PIX *p = page->grey == NULL || page->width == 0 || page->height == 0 ? NULL : pix_of(page);

    if (p == NULL)
        return KHO_OCR_OK; /* an empty page */
    if (is_blank(p)) {
        pixDestroy(&p);
        return KHO_OCR_OK;
    }
    kho_ocr_prepare(&p, page->dpi);
    monitor = TessMonitorCreate();
    TessMonitorSetCancelFunc(monitor, is_late);
    TessMonitorSetCancelThis(monitor, &until);
    TessBaseAPISetImage2(e->api, p);
    TessBaseAPISetSourceResolution(e->api, (int)page->dpi);
    end = TessBaseAPIRecognize(e->api, monitor) == 0 && !is_late(&until, 0) ? KHO_OCR_OK
                                                                            : KHO_OCR_TIME;
    tell_words(e->api, word, ctx);
    TessBaseAPIClear(e->api);
    TessBaseAPIClearAdaptiveClassifier(e->api);
    TessMonitorDelete(monitor);
    pixDestroy(&p);
    return end;
}

extern const struct kho_ocr_engine kho_ocr_engine;
__attribute__((visibility("default")))
const struct kho_ocr_engine kho_ocr_engine = {.abi = KHO_OCR_ABI,
                                              .open = open_engine,
                                              .close = close_engine,
                                              .version = version,
                                              .pages = kho_imagefile_pages,
                                              .decode = kho_imagefile_decode,
                                              .recognise = recognise};
