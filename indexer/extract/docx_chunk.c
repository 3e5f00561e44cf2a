/* docx_chunk.c - documents of other formats inside a Word document (w:altChunk, ECMA-376 part 1,
 * 17.17.2), as programs write them that make Word documents out of web pages. */
#include "docx.h"

#include "part.h"
#include "relation.h"

#include <string.h>

enum { CHUNK_MAX = 32 << 20, SHARE = 4 };

static bool
collect(void *ctx, const char *p, size_t n)
{
    struct kho_buf *b = ctx;

    kho_buf_put(b, p, n);
    return b->st == KHO_OK;
}

static bool
begins(kho_sv s, const char *with)
{
    const size_t n = strlen(with);

    return s.n >= n && memcmp(s.p, with, n) == 0;
}

/* By their first bytes; NULL: none that could stand there. */
static kho_reader *
reader_of(kho_sv s, kho_sv name)
{
    if (begins(s, "PK\3\4"))
        return kho_read_docx;
    if (begins(s, "{\\rtf"))
        return kho_read_rtf;
    if (begins(s, "MIME-Version:"))
        return NULL;
    return name.n > 4 && memcmp(name.p + name.n - 4, ".txt", 4) == 0 ? kho_read_txt : kho_read_html;
}

/* Its tables get numbers behind those of the document so far. */
static void
put_lines(struct kho_docx *x, const struct kho_lines *lines)
{
    const uint32_t before = x->grids.made;

    for (size_t i = 0; i < lines->n && !x->out.full && !x->out.failed; i++) {
        struct kho_line l = lines->lines[i];

        if (l.table > 0) {
            l.table += before;
            x->grids.made = l.table > x->grids.made ? l.table : x->grids.made;
        }
        l.note = 0;
        if (x->grids.n > 0)
            kho_grid_hint(&x->grids, &l);
        (void)kho_out_put(&x->out, &l, kho_line_text(lines, i));
    }
}

void
kho_docx_chunk(struct kho_docx *x, kho_sv id)
{
    char part[KHO_RELATION_BYTES];
    struct kho_buf bytes = {.limit = CHUNK_MAX};
    struct kho_extracted e = {.lines = {.text = {"", 0}}};
    struct kho_reader_in in = {.text_max = x->in->text_max / SHARE, .arena = x->in->arena};
    kho_reader *read;

    if (x->in->inside || x->chunks++ >= KHO_DOCX_CHUNKS ||
        !kho_relation_part(x->in->bytes, x->main, id, "", part)) {
        x->notes |= KHO_NOTE(TRUNCATED);
        return;
    }
    (void)kho_part_read(x->in->bytes, kho_sv_from(part), CHUNK_MAX, collect, &bytes);
    in.bytes = kho_buf_view(&bytes);
    in.inside = true;
    read = in.bytes.n == 0 ? NULL : reader_of(in.bytes, kho_sv_from(part));
    if (read == NULL || read(&in, &e, NULL) != KHO_OK)
        x->notes |= KHO_NOTE(TRUNCATED);
    x->notes |= e.notes;
    put_lines(x, &e.lines);
    kho_buf_free(&bytes);
}
