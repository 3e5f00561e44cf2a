/* out.c - see out.h. */
#include "out.h"

#include "decode.h"

#include <stdlib.h>

/* A kho_line costs as much as this many bytes of text. */
enum { BYTES_PER_LINE = 16, LINES_FREE = 65536 };

void
kho_out_init(struct kho_out *o, size_t max)
{
    *o = (struct kho_out){.max = max < UINT32_MAX / 4 ? max : UINT32_MAX / 4};
}

void
kho_out_free(struct kho_out *o)
{
    kho_buf_free(&o->text);
    free(o->line);
    *o = (struct kho_out){.max = o->max};
}

/* Bytes of the line end at s.p[i], 0 none: everything kho_text_normalise makes a line end of. */
static size_t
line_end(kho_sv s, size_t i)
{
    const unsigned char *p = (const unsigned char *)s.p + i;

    if (p[0] == '\r')
        return i + 1 < s.n && p[1] == '\n' ? 2 : 1;
    if (p[0] == '\n' || p[0] == '\v' || p[0] == '\f')
        return 1;
    if (p[0] == 0xc2 && i + 1 < s.n && p[1] == 0x85)
        return 2;
    return p[0] == 0xe2 && i + 2 < s.n && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9) ? 3 : 0;
}

static bool
put_one(struct kho_out *o, const struct kho_line *like, kho_sv s)
{
    if (o->full || o->failed)
        return false;
    if (o->n >= o->max / BYTES_PER_LINE + LINES_FREE || o->text.n + 1 >= o->max) {
        o->full = true;
        return false;
    }
    if (s.n > o->max - o->text.n - 1) {
        s.n = o->max - o->text.n - 1;
        while (s.n > 0 && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
            s.n--;
        o->full = true;
    }
    if (o->n == o->cap) {
        size_t cap = o->cap == 0 ? 256 : o->cap * 2;
        struct kho_line *p = realloc(o->line, cap * sizeof *p);

        if (p == NULL) {
            o->failed = true;
            return false;
        }
        o->line = p;
        o->cap = cap;
    }
    if (o->n > 0)
        kho_buf_char(&o->text, '\n');
    o->line[o->n] = *like;
    o->line[o->n].offset = (uint32_t)o->text.n;
    o->line[o->n++].length = (uint32_t)s.n;
    kho_buf_sv(&o->text, s);
    o->failed = o->text.st != KHO_OK;
    return !o->full && !o->failed;
}

bool
kho_out_put(struct kho_out *o, const struct kho_line *like, kho_sv text)
{
    struct kho_line part = *like;
    size_t from = 0;
    bool room = true;

    for (size_t i = 0, n; i < text.n && room; i += n) {
        n = line_end(text, i);
        if (n > 0) {
            part.flags &= ~(uint32_t)KHO_LINE_PARA;
            room = put_one(o, &part, (kho_sv){text.p + from, i - from});
            from = i + n;
        } else {
            n = 1;
        }
    }
    return room && put_one(o, &part, (kho_sv){text.n == 0 ? "" : text.p + from, text.n - from});
}

bool
kho_out_append(struct kho_out *o, struct kho_out *from)
{
    bool room = true;

    for (size_t i = 0; i < from->n && room; i++)
        room = put_one(o, &from->line[i],
                       (kho_sv){from->text.p + from->line[i].offset, from->line[i].length});
    o->full = o->full || from->full;
    o->failed = o->failed || from->failed;
    from->n = 0;
    kho_buf_reset(&from->text);
    return room;
}

enum kho_status
kho_out_finish(struct kho_out *o, struct kho_arena *arena, struct kho_lines *lines,
               struct kho_err *err)
{
    struct kho_decoded d = {.text = {"", 0}, .confidence = 1};
    enum kho_status st;
    size_t at = 0;

    o->confidence = 1;
    *lines = (struct kho_lines){.text = {"", 0}};
    if (o->failed)
        return kho_fail(err, KHO_NOMEM, "no memory for the lines of a document");
    if (o->n == 0)
        return KHO_OK;
    st = o->text.n == 0 ? KHO_OK : kho_decode_text(arena, kho_buf_view(&o->text), &d, err);
    if (st == KHO_OK && kho_arena_room(arena) / sizeof *lines->lines < o->n + 16)
        st = kho_fail(err, KHO_LIMIT, "too many lines: %zu", o->n);
    if (st != KHO_OK)
        return st;
    lines->text = d.text;
    o->confidence = d.confidence;
    lines->lines = KHO_NEW_N(arena, o->n, struct kho_line);
    for (size_t i = 0; i < o->n; i++) {
        const char *p = lines->text.p + at,
                   *nl = at < lines->text.n ? memchr(p, '\n', lines->text.n - at) : NULL;

        lines->lines[i] = o->line[i];
        lines->lines[i].offset = (uint32_t)at;
        lines->lines[i].length = (uint32_t)(nl == NULL ? lines->text.n - at : (size_t)(nl - p));
        at += lines->lines[i].length + (nl != NULL);
    }
    lines->n = o->n;
    return KHO_OK;
}

bool
kho_out_split(struct kho_arena *arena, kho_sv text, size_t max, size_t max_lines,
              struct kho_lines *lines)
{
    size_t n = 1, i = 0;
    bool all = text.n <= max;

    if (!all) {
        text.n = max;
        while (text.n > 0 && ((unsigned char)text.p[text.n] & 0xc0) == 0x80)
            text.n--;
    }
    if (text.n == 0) {
        *lines = (struct kho_lines){.text = {"", 0}};
        return all;
    }
    for (size_t k = 0; k + 1 < text.n; k++) /* a line end at the very end begins no line */
        n += text.p[k] == '\n';
    lines->text = text;
    lines->n = n < max_lines ? n : max_lines;
    lines->lines = KHO_NEW_N(arena, lines->n, struct kho_line);
    for (size_t at = 0; i < lines->n; i++) {
        const char *nl = memchr(text.p + at, '\n', text.n - at);
        size_t end = nl == NULL ? text.n : (size_t)(nl - text.p);

        lines->lines[i].offset = (uint32_t)at;
        lines->lines[i].length = (uint32_t)(end - at);
        lines->text.n = end;
        at = end + 1;
    }
    return all && n <= max_lines;
}

void
kho_pen_put(struct kho_pen *p, kho_sv text, bool bold, bool italic)
{
    size_t ink = 0;

    for (size_t i = 0; i < text.n; i++)
        ink += (unsigned char)text.p[i] > ' ';
    p->ink += ink;
    p->bold += bold ? ink : 0;
    p->italic += italic ? ink : 0;
    kho_buf_sv(&p->text, text);
}

uint32_t
kho_pen_flags(const struct kho_pen *p)
{
    return p->ink == 0 ? 0
                       : (p->bold == p->ink ? (uint32_t)KHO_LINE_BOLD : 0) |
                             (p->italic == p->ink ? (uint32_t)KHO_LINE_ITALIC : 0);
}

void
kho_pen_reset(struct kho_pen *p)
{
    kho_buf_reset(&p->text);
    p->ink = p->bold = p->italic = 0;
}

bool
kho_pen_is_mark(kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0 && s.n < 4;
}

void
kho_pen_superscript(struct kho_pen *p, kho_sv digits)
{
    static const char *const up[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

    for (size_t i = 0; i < digits.n; i++)
        if (digits.p[i] >= '0' && digits.p[i] <= '9')
            kho_buf_str(&p->text, up[digits.p[i] - '0']);
}
