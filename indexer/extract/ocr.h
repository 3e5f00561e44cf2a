/* ocr.h - pages that are pictures -> text.
 *
 * Readers ask kho_ocr_page for each page that needs it.  Without an engine nothing is recognised
 * and the document gets the note OCR_WANTED, so a reader tells cheaply whether a document needs the
 * process that has one.  What was recognised before (another run, a process that died) is asked for
 * first.
 */
#ifndef KHO_EXTRACT_OCR_H
#define KHO_EXTRACT_OCR_H

#include "engine.h"
#include "extract.h"
#include "writer.h"

/* What came of a page. */
struct kho_ocr_page {
    enum kho_ocr_end end;
    uint32_t words;
    uint32_t confidence; /* mean of the words, 0 to 100 */
    kho_sv text; /* lines end with '\n', an empty one is a gap, '\t' stands between columns */
};

struct kho_ocr {
    enum kho_ocr_mode mode;
    const struct kho_ocr_engine *engine; /* NULL: nothing is recognised */
    void *state;                         /* of the engine */
    bool known_only;                     /* the engine is not asked any more: it died too often */
    uint64_t pixels;                     /* of one page at most */
    uint32_t pages;                      /* of one document at most */
    uint32_t dpi;                        /* that pages of a PDF are drawn at */
    unsigned seconds;                    /* for one page */
    /* Each may be NULL.  Pages count from 1.  known: a result from before; its text has to stay
     * until the next call. began, done: so that somebody watches. */
    bool (*known)(void *ctx, uint32_t page, struct kho_ocr_page *out);
    void (*began)(void *ctx, uint32_t page);
    void (*done)(void *ctx, uint32_t page, const struct kho_ocr_page *p);
    void *ctx;
};

/* Limits into *o. */
void kho_ocr_limits(struct kho_ocr *o, const int64_t *limits);

/* Load the engine; before a sandbox.  False: it is not there; what: why, cap bytes.  It stays
 * loaded until the process ends. */
bool kho_ocr_load(struct kho_ocr *o, char *what, size_t cap);

/* One document under way. */
struct kho_ocr_run {
    const struct kho_ocr *ocr; /* NULL: as one without engine */
    struct kho_extracted *out;
    uint32_t asked;       /* pages */
    uint64_t words, sure; /* recognised; sum of confidence over them */
};

/* Makes the raster of a page.  OK: page->grey by malloc, NULL for an empty page. */
typedef enum kho_ocr_end kho_ocr_draw(void *ctx, const struct kho_ocr *o,
                                      struct kho_ocr_raster *page);

/*
 * The text of page number w->page into w.  False: it was not recognised, and the notes say why.
 */
bool kho_ocr_page(struct kho_ocr_run *r, struct kho_writer *w, kho_ocr_draw *draw, void *ctx);
/* Notes and confidence of the document into r->out. */
void kho_ocr_finish(struct kho_ocr_run *r);

/* Words as they come -> lines of text.  Zero at first; free by kho_buf_free(&l->text). */
struct kho_ocr_lines {
    struct kho_buf text;
    uint32_t words;
    double sure; /* sum of the confidence of the words */
    struct kho_ocr_word last;
    int32_t line_top, line_bottom, line_height; /* pixels, of the line so far */
    bool pending;                               /* a line began with a word that was left out */
};
kho_ocr_sink kho_ocr_put_word; /* ctx: struct kho_ocr_lines */
void kho_ocr_end_lines(struct kho_ocr_lines *l);
#endif
