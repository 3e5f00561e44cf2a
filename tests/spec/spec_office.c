/* spec_office.c - office files as data -> lines with their hints, printed as spec_extract does.
 *
 *     zip: NAME\nCONTENT      a part of a zip; more of them make one file, in this order
 *     raw:                    the whole file, as text
 *     file:                   the whole file, a seed of a fuzz target: doc/whole.doc
 *     name:                   file name
 */
#include "blocks.h"
#include "line_print.h"

#include <archive.h>
#include <archive_entry.h>

static char zip_buf[1 << 20];

static void
add_part(struct archive *a, kho_sv part)
{
    const char *nl = part.n == 0 ? NULL : memchr(part.p, '\n', part.n);
    struct archive_entry *e;
    char name[128];
    size_t n = nl == NULL ? 0 : (size_t)(nl - part.p);

    if (nl == NULL || n >= sizeof name)
        return;
    memcpy(name, part.p, n);
    name[n] = '\0';
    e = archive_entry_new();
    archive_entry_set_pathname(e, name);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_size(e, (la_int64_t)(part.n - n - 1));
    (void)archive_write_header(a, e);
    (void)archive_write_data(a, nl + 1, part.n - n - 1);
    archive_entry_free(e);
}

static kho_sv
make_zip(const struct block *b)
{
    struct archive *a = archive_write_new();
    size_t used = 0;

    (void)archive_write_set_format_zip(a);
    (void)archive_write_open_memory(a, zip_buf, sizeof zip_buf, &used);
    for (size_t i = 0; i < b->n_in; i++)
        if (b->in[i].n > 5 && memcmp(b->in[i].p, "zip: ", 5) == 0)
            add_part(a, (kho_sv){b->in[i].p + 5, b->in[i].n - 5});
    (void)archive_write_free(a);
    return (kho_sv){zip_buf, used};
}

static kho_sv
from_file(kho_sv name)
{
    char path[512];
    FILE *f;
    size_t n;

    (void)snprintf(path, sizeof path, KHO_TESTDIR "/fuzz/seed/%.*s", KHO_SV_FMT(name));
    f = fopen(path, "rb");
    if (f == NULL)
        return (kho_sv){"", 0};
    n = fread(zip_buf, 1, sizeof zip_buf, f);
    (void)fclose(f);
    return (kho_sv){zip_buf, n};
}

static void
run(const struct block *b, struct kho_buf *out)
{
    static struct kho_extract *x;
    struct kho_arena *arena = kho_arena_new((size_t)1 << 26);
    kho_sv in = block_get(b, "raw"), name = block_get(b, "name");
    struct kho_extracted e;

    if (x == NULL && kho_extract_open(&x, NULL) != KHO_OK)
        return;
    if (block_get(b, "file").n > 0)
        name = block_get(b, "file"), in = from_file(name);
    else if (in.n == 0)
        in = make_zip(b);
    if (kho_extract(x, arena, in, name, 1 << 20, &e, NULL) != KHO_OK)
        kho_buf_str(out, "failed\n");
    kho_buf_fmt(out, "format %s\n", e.format);
    for (size_t i = 0; i < kho_notes_n; i++)
        if ((e.notes >> i & 1) != 0)
            kho_buf_fmt(out, "note %s\n", kho_notes[i].alias);
    for (size_t i = 0; i < e.lines.n; i++)
        line_print(&e.lines, i, out);
    kho_arena_free(arena);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, run);
}
