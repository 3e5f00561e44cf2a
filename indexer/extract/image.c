/* image.c - scans that are pictures themselves: png, jpg, tiff of several pages and so on. */
#include "ocr.h"

#include <string.h>

struct picture {
    struct kho_ocr_file file;
    uint32_t page; /* from 0 */
};

static enum kho_ocr_end
draw(void *ctx, const struct kho_ocr *o, struct kho_ocr_raster *out)
{
    const struct picture *p = ctx;

    return o->engine->decode(&p->file, p->page, o->pixels, out);
}

/* Begins as one of the kinds that are read: then it is damaged, if it is not read. */
static bool
is_common(kho_sv s)
{
    static const char *const marks[] = {"\x89PNG", "\xff\xd8\xff", "II*", "MM",
                                        "BM",      "GIF8",         "RIFF"};

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (s.n >= strlen(marks[i]) && memcmp(s.p, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

/* Moving pictures: what is in them after the first is not read. */
static bool
is_animated(kho_sv s)
{
    size_t frames = 0;

    if (s.n > 41 && memcmp(s.p, "\x89PNG", 4) == 0)
        return memmem(s.p, s.n < 4096 ? s.n : 4096, "acTL", 4) != NULL;
    if (s.n > 30 && memcmp(s.p, "RIFF", 4) == 0)
        return memmem(s.p, s.n < 4096 ? s.n : 4096, "ANIM", 4) != NULL;
    if (s.n < 6 || memcmp(s.p, "GIF8", 4) != 0)
        return false;
    for (size_t i = 6; i + 9 < s.n && frames < 2; i++) /* graphic control: 21 f9 04 ... 00 2c */
        frames += s.p[i] == 0x21 && (unsigned char)s.p[i + 1] == 0xf9 && s.p[i + 2] == 4 &&
                  s.p[i + 7] == 0 && s.p[i + 8] == 0x2c;
    return frames > 1;
}

enum kho_status
kho_read_image(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    struct kho_ocr_run run = {.ocr = in->ocr, .out = out};
    struct picture p = {.file = {.bytes = (const unsigned char *)in->bytes.p, .n = in->bytes.n}};
    const struct kho_ocr_engine *const e = in->ocr == NULL ? NULL : in->ocr->engine;
    struct kho_writer *w = kho_writer_new(in);
    uint32_t n = 1;

    if (w == NULL)
        return kho_fail(err, KHO_NOMEM, "no memory to read a picture");
    if (e != NULL) {
        n = e->pages(&p.file, in->ocr->pages + 1);
        if (n == 0) /* of a kind that is not read, or not even its head is whole */
            out->notes |= is_common(in->bytes) ? KHO_NOTE(DAMAGED) : KHO_NOTE(UNSUPPORTED);
        if (is_animated(in->bytes))
            out->notes |= KHO_NOTE(TRUNCATED);
    }
    for (p.page = 0; p.page < n && !kho_writer_done(w); p.page++) {
        w->page = p.page + 1;
        (void)kho_ocr_page(&run, w, draw, &p);
    }
    kho_ocr_finish(&run);
    w->page = 0;
    return kho_writer_finish(w, out, err);
}
