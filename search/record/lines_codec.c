/* lines_codec.c - see lines_codec.h. */
#include "lines_codec.h"

static bool
alike(const struct kho_line *a, const struct kho_line *b)
{
    return a->flags == b->flags && a->page == b->page && a->note == b->note &&
           a->table == b->table && a->row == b->row && a->col == b->col &&
           a->rowspan == b->rowspan && a->colspan == b->colspan && a->heading == b->heading &&
           a->indent == b->indent;
}

static void
hints(struct kho_codec *c, struct kho_line *l)
{
    kho_codec_u32(c, &l->flags);
    kho_codec_u32(c, &l->page);
    kho_codec_u32(c, &l->note);
    kho_codec_u8(c, &l->heading);
    kho_codec_u8(c, &l->indent);
    kho_codec_u32(c, &l->table);
    if (l->table == 0)
        return;
    kho_codec_u16(c, &l->row);
    kho_codec_u16(c, &l->col);
    kho_codec_u16(c, &l->rowspan);
    kho_codec_u16(c, &l->colspan);
}

/* Once for each run of lines that have the same: a plain text is one run. */
static void
runs_of_hints(struct kho_codec *c, struct kho_lines *t)
{
    for (size_t i = 0; i < t->n && !c->bad;) {
        uint64_t run = 1;

        while (c->out != NULL && i + run < t->n && alike(&t->lines[i], &t->lines[i + run]))
            run++;
        kho_codec_u64(c, &run);
        hints(c, &t->lines[i]);
        if (run == 0 || run > t->n - i) {
            c->bad = true;
            return;
        }
        for (size_t k = 1; k < run && c->out == NULL; k++) {
            t->lines[i + k] = t->lines[i];
        }
        i += run;
    }
}

/* Do the lines lie where the line feeds of the text say?  set: then place them so. */
static bool
follow_text(struct kho_lines *t, bool set)
{
    size_t at = 0;

    for (size_t i = 0; i < t->n; i++) {
        const char *feed;
        size_t length;

        if (at > t->text.n)
            return false;
        feed = at == t->text.n ? NULL : memchr(t->text.p + at, '\n', t->text.n - at);
        length = feed == NULL ? t->text.n - at : (size_t)(feed - t->text.p) - at;
        if (set) {
            t->lines[i].offset = (uint32_t)at;
            t->lines[i].length = (uint32_t)length;
        } else if (t->lines[i].offset != at || t->lines[i].length != length) {
            return false;
        }
        at += length + 1;
    }
    return true;
}

static void
lengths(struct kho_codec *c, struct kho_lines *t)
{
    size_t offset = 0;

    for (size_t i = 0; i < t->n && !c->bad; i++) {
        kho_codec_u32(c, &t->lines[i].length);
        if (c->out != NULL)
            continue;
        t->lines[i].offset = (uint32_t)offset;
        offset += (size_t)t->lines[i].length + 1;
        if (offset > t->text.n + 1)
            c->bad = true;
    }
}

void
kho_codec_lines(struct kho_codec *c, struct kho_lines *t)
{
    uint64_t n = t->n;
    bool follow;

    kho_codec_sv(c, &t->text);
    kho_codec_u64(c, &n);
    follow = c->out != NULL && follow_text(t, false);
    kho_codec_bool(c, &follow);
    if (c->out == NULL && !c->bad) {
        if (n > t->text.n + 1 || n > kho_arena_room(c->arena) / (2 * sizeof *t->lines)) {
            c->bad = true;
            return;
        }
        t->lines = n == 0 ? NULL : KHO_NEW_N(c->arena, n, struct kho_line);
        t->n = (size_t)n;
    }
    if (c->bad)
        return;
    runs_of_hints(c, t); /* first: unpacking copies whole lines */
    if (!follow)
        lengths(c, t);
    else if (c->out == NULL && !follow_text(t, true))
        c->bad = true;
}
