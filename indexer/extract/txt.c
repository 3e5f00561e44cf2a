/* txt.c - plain text.
 *
 * The text stays as it is, also where it holds marks of Markdown; indexer/read passes over them.  A
 * form feed begins a page.
 */
#include "decode.h"
#include "out.h"
#include "reader.h"

#include <stdlib.h>

#define CONFIDENT 0.9 /* below, the charset is noted as guessed */

/* Form feeds: lines that begin a page, from 0, ascending. */
struct pages {
    uint32_t *at;
    size_t n, cap;
    bool failed;
};

static void
page_at(struct pages *p, uint32_t line)
{
    if (p->n == p->cap) {
        size_t cap = p->cap == 0 ? 64 : p->cap * 2;
        uint32_t *q = realloc(p->at, cap * sizeof *q);

        p->failed = p->failed || q == NULL;
        if (q == NULL)
            return;
        p->at = q;
        p->cap = cap;
    }
    p->at[p->n++] = line;
}

/*
 * Take form feeds out: at the start of a line they vanish, else they end it.  Line ends have the
 * same byte in all charsets but UTF-16, where they go into the text as line ends without a page.
 */
static kho_sv
take_pages(kho_sv raw, char *copy, struct pages *pages)
{
    size_t n = 0;
    uint32_t line = 0;

    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];
        bool fresh = n == 0 || copy[n - 1] == '\n' || copy[n - 1] == '\r';

        if (c == '\f') {
            if (!fresh) {
                copy[n++] = '\n';
                line++;
            }
            page_at(pages, line);
            continue;
        }
        copy[n++] = c;
        if (c == '\v' || c == '\r' || (c == '\n' && (n < 2 || copy[n - 2] != '\r')))
            line++;
    }
    return (kho_sv){copy, n};
}

static void
number_pages(struct kho_lines *lines, const struct pages *pages)
{
    size_t next = 0;

    for (size_t i = 0; i < lines->n; i++) {
        while (next < pages->n && pages->at[next] <= i)
            next++;
        lines->lines[i].page = (uint32_t)next + 1;
    }
}

/* Not in the middle of a character, so that the charset is not in doubt. */
static kho_sv
cut(kho_sv raw, size_t max)
{
    if (raw.n <= max)
        return raw;
    raw.n = max & ~(size_t)1;
    for (int i = 0; i < 3 && raw.n > 0 && ((unsigned char)raw.p[raw.n] & 0xc0) == 0x80; i++)
        raw.n--;
    return raw;
}

enum kho_status
kho_read_txt(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    enum { LINE_BYTES = 16, LINES_FREE = 65536 }; /* as in out.c */
    kho_sv raw = cut(in->bytes, in->text_max);
    struct pages pages = {.at = NULL};
    struct kho_decoded d;
    char *copy = NULL;
    enum kho_status st = KHO_OK;
    size_t max = in->text_max / LINE_BYTES + LINES_FREE, room;

    if (raw.n < in->bytes.n)
        out->notes |= KHO_NOTE(TRUNCATED);
    if (raw.n > 0 && memchr(raw.p, '\f', raw.n) != NULL && memchr(raw.p, '\0', raw.n) == NULL) {
        copy = malloc(raw.n);
        if (copy == NULL)
            return kho_fail(err, KHO_NOMEM, "no memory for a text of %zu bytes", raw.n);
        raw = take_pages(raw, copy, &pages);
    }
    st = kho_decode_declared(in->arena, raw, in->charset, &d, err);
    free(copy);
    if (st == KHO_OK) {
        if (d.confidence < CONFIDENT)
            out->notes |= KHO_NOTE(CHARSET);
        room = kho_arena_room(in->arena) / sizeof(struct kho_line);
        if (!kho_out_split(in->arena, d.text, in->text_max, max < room / 2 ? max : room / 2,
                           &out->lines))
            out->notes |= KHO_NOTE(TRUNCATED);
        if (pages.n > 0 && !pages.failed)
            number_pages(&out->lines, &pages);
    }
    free(pages.at);
    return st;
}
