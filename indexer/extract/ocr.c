/* ocr.c - see ocr.h. */
#include "ocr.h"

#include "fold.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    POOR = 75,    /* mean confidence below which a document is noted */
    READABLE = 50 /* below which a page has to show that it is Vietnamese */
};

void
kho_ocr_limits(struct kho_ocr *o, const int64_t *limits)
{
    o->pixels = (uint64_t)limits[KHO_LIMITS_OCR_PIXELS];
    o->pages = limits[KHO_LIMITS_OCR_PAGES] > INT32_MAX ? INT32_MAX
                                                        : (uint32_t)limits[KHO_LIMITS_OCR_PAGES];
    o->seconds =
        limits[KHO_LIMITS_OCR_SECONDS] > 100000 ? 100000 : (unsigned)limits[KHO_LIMITS_OCR_SECONDS];
    o->dpi = limits[KHO_LIMITS_OCR_DPI] > 1200 ? 1200 : (uint32_t)limits[KHO_LIMITS_OCR_DPI];
}

/* The module stands beside the program, or one up (a build), or where it is installed. */
static void *
open_module(char *what, size_t cap)
{
    static const char installed[] = "/../" KHO_MODULES;
    static const char *const places[] = {"", "/..", installed};
    char exe[4096], path[4608];
    const ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    char *slash;

    exe[n < 0 ? 0 : n] = '\0';
    slash = strrchr(exe, '/');
    if (slash != NULL)
        *slash = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        void *module;

        (void)snprintf(path, sizeof path, "%s%s/%s", exe, places[i], KHO_OCR_MODULE);
        if (access(path, R_OK) != 0)
            continue;
        if ((module = dlopen(path, RTLD_NOW | RTLD_LOCAL)) == NULL)
            (void)snprintf(what, cap, "%s", dlerror());
        return module;
    }
    (void)snprintf(what, cap, "%s is not installed", KHO_OCR_MODULE);
    return NULL;
}

bool
kho_ocr_load(struct kho_ocr *o, char *what, size_t cap)
{
    const struct kho_ocr_engine *e;
    void *module;

    /* One process is one thread, here as everywhere. */
    (void)setenv("OMP_THREAD_LIMIT", "1", 1);
    module = open_module(what, cap);
    if (module == NULL)
        return false;
    e = dlsym(module, KHO_OCR_SYMBOL);
    if (e == NULL || e->abi != KHO_OCR_ABI) {
        (void)snprintf(what, cap, "%s is of another version", KHO_OCR_MODULE);
        return false;
    }
    o->state = e->open(what, cap);
    o->engine = o->state == NULL ? NULL : e;
    return o->state != NULL;
}

/* Specks, photographs and drawings give words that nobody is sure of and that are no syllables. */
static bool
is_noise(const struct kho_ocr_lines *l)
{
    const kho_sv text = kho_buf_view(&l->text);
    struct kho_word w;
    size_t pos = 0, words = 0, good = 0;

    if (l->words == 0 || l->sure >= READABLE * (double)l->words)
        return l->words == 0;
    while (kho_word_next(text, &pos, &w)) {
        words++;
        good += (w.exact[0] >= '0' && w.exact[0] <= '9') ||
                (w.exact_n > 1 && kho_is_syllable((kho_sv){w.exact, w.exact_n}));
    }
    return good * 2 < words;
}

static void
write_page(struct kho_writer *w, kho_sv text)
{
    static const struct kho_look plain;
    static const struct kho_line none;
    kho_sv line;

    while (text.n > 0 && kho_sv_next(&text, '\n', &line) && !kho_writer_done(w)) {
        if (line.n > 0) {
            kho_writer_text(w, line, &plain);
            kho_writer_break(w);
        } else {
            kho_writer_para(w, &none);
        }
    }
    kho_writer_break(w);
}

static void
recognise(const struct kho_ocr *o, kho_ocr_draw *draw, void *ctx, struct kho_ocr_lines *l,
          struct kho_ocr_page *page)
{
    struct kho_ocr_raster raster = {.grey = NULL};

    page->end = draw(ctx, o, &raster);
    if (page->end == KHO_OCR_OK)
        page->end = o->engine->recognise(o->state, &raster, o->seconds * 1000, kho_ocr_put_word, l);
    free(raster.grey);
    kho_ocr_end_lines(l);
    if (is_noise(l)) {
        kho_buf_reset(&l->text);
        l->words = 0;
        l->sure = 0;
    }
    page->words = l->words;
    page->confidence = l->words == 0 ? 0 : (uint32_t)(l->sure / l->words + 0.5);
    page->text = kho_buf_view(&l->text);
}

static uint64_t
note_of(enum kho_ocr_end end)
{
    switch (end) {
    case KHO_OCR_TIME:
        return KHO_NOTE(OCR_LIMIT) | KHO_NOTE(LIMIT_OCR_SECONDS);
    case KHO_OCR_PIXELS:
        return KHO_NOTE(OCR_LIMIT) | KHO_NOTE(LIMIT_OCR_PIXELS);
    case KHO_OCR_BROKEN:
        return KHO_NOTE(DAMAGED);
    case KHO_OCR_OK:
        break;
    }
    return 0;
}

bool
kho_ocr_page(struct kho_ocr_run *r, struct kho_writer *w, kho_ocr_draw *draw, void *ctx)
{
    const struct kho_ocr *o = r->ocr;
    struct kho_ocr_lines lines = {.words = 0};
    struct kho_ocr_page page = {.end = KHO_OCR_OK};
    bool known;

    if (o == NULL || o->engine == NULL) {
        r->out->notes |= KHO_NOTE(OCR_WANTED);
        return false;
    }
    if (++r->asked > o->pages) {
        r->out->notes |= KHO_NOTE(OCR_LIMIT) | KHO_NOTE(LIMIT_OCR_PAGES);
        return false;
    }
    known = o->known != NULL && o->known(o->ctx, w->page, &page);
    if (!known && o->known_only) {
        r->out->notes |= KHO_NOTE(CRASHED);
        return false;
    }
    if (!known) {
        if (o->began != NULL)
            o->began(o->ctx, w->page);
        recognise(o, draw, ctx, &lines, &page);
        if (o->done != NULL)
            o->done(o->ctx, w->page, &page);
    }
    r->out->notes |= note_of(page.end);
    r->words += page.words;
    r->sure += (uint64_t)page.words * page.confidence;
    if (page.words > 0) {
        r->out->ocr_pages++;
        write_page(w, page.text);
    }
    kho_buf_free(&lines.text);
    return page.end == KHO_OCR_OK || page.words > 0;
}

void
kho_ocr_finish(struct kho_ocr_run *r)
{
    if (r->words == 0)
        return;
    r->out->ocr_confidence = (uint32_t)((r->sure + r->words / 2) / r->words);
    r->out->notes |= KHO_NOTE(OCR);
    if (r->out->ocr_confidence < POOR)
        r->out->notes |= KHO_NOTE(OCR_POOR);
}
