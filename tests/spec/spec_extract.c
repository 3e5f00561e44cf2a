/* spec_extract.c - files as data -> lines with their hints.
 *
 *     html: / txt: / md: / eml: / hex:      the file's content (hex: bytes)
 *     body:                          what stands in w:body of a Word document; also styles:
 * numbering: footnotes: header: (content of those parts) name:                          file name
 *     max:                           bytes of text wanted
 *     > PBC h1 >2 [1:0,0 2x1] n1 p2|text
 *
 * P paragraph, B bold, I italic, C centred, L list item, F footnote, M margin, H table heading;
 * then heading, indent, table:row,column rowspan x colspan, note, page where they are set. Format
 * and notes are printed as "format docx" and "note damaged".
 */
#include "extract.h"

#include "blocks.h"

#include <archive.h>
#include <archive_entry.h>

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

static char zip_buf[1 << 20];

static void
add_part(struct archive *a, const char *name, const char *open, kho_sv content, const char *close)
{
    struct archive_entry *e = archive_entry_new();
    size_t n = strlen(open) + content.n + strlen(close);

    archive_entry_set_pathname(e, name);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_size(e, (la_int64_t)n);
    (void)archive_write_header(a, e);
    (void)archive_write_data(a, open, strlen(open));
    (void)archive_write_data(a, content.p, content.n);
    (void)archive_write_data(a, close, strlen(close));
    archive_entry_free(e);
}

static kho_sv
make_docx(const struct block *b)
{
    static const struct {
        const char *field, *part, *open, *close;
    } parts[] = {
        {"styles", "word/styles.xml", "<w:styles " W ">", "</w:styles>"},
        {"numbering", "word/numbering.xml", "<w:numbering " W ">", "</w:numbering>"},
        {"footnotes", "word/footnotes.xml", "<w:footnotes " W ">", "</w:footnotes>"},
        {"header", "word/header1.xml", "<w:hdr " W ">", "</w:hdr>"},
        {"body", "word/document.xml",
         "<w:document " W
         " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>",
         "</w:body></w:document>"},
    };
    struct archive *a = archive_write_new();
    size_t used = 0;

    (void)archive_write_set_format_zip(a);
    (void)archive_write_open_memory(a, zip_buf, sizeof zip_buf, &used);
    add_part(a, "[Content_Types].xml", "", KHO_SV("<Types/>"), "");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (block_get(b, parts[i].field).n > 0)
            add_part(a, parts[i].part, parts[i].open, block_get(b, parts[i].field), parts[i].close);
    (void)archive_write_free(a);
    return (kho_sv){zip_buf, used};
}

static kho_sv
from_hex(kho_sv hex)
{
    size_t n = 0;

    for (size_t i = 0; i + 1 < hex.n && n < sizeof zip_buf; i++) {
        unsigned v;

        if (hex.p[i] != ' ' && sscanf(hex.p + i, "%2x", &v) == 1) {
            zip_buf[n++] = (char)v;
            i++;
        }
    }
    return (kho_sv){zip_buf, n};
}

static void
print_line(const struct kho_lines *t, size_t i, struct kho_buf *out)
{
    static const struct {
        char letter;
        uint32_t flag;
    } letters[] = {{'P', KHO_LINE_PARA},    {'B', KHO_LINE_BOLD},   {'I', KHO_LINE_ITALIC},
                   {'C', KHO_LINE_CENTRED}, {'L', KHO_LINE_LIST},   {'F', KHO_LINE_FOOTNOTE},
                   {'M', KHO_LINE_MARGIN},  {'H', KHO_LINE_TABHEAD}};
    const struct kho_line *l = &t->lines[i];

    for (size_t k = 0; k < sizeof letters / sizeof letters[0]; k++)
        if ((l->flags & letters[k].flag) != 0)
            kho_buf_char(out, letters[k].letter);
    if (l->heading != 0)
        kho_buf_fmt(out, " h%u", l->heading);
    if (l->indent != 0)
        kho_buf_fmt(out, " >%u", l->indent);
    if ((l->flags & KHO_LINE_CELL) != 0)
        kho_buf_fmt(out, " [%u:%u,%u %ux%u]", l->table, l->row, l->col, l->rowspan, l->colspan);
    if (l->note != 0)
        kho_buf_fmt(out, " n%u", l->note);
    if (l->page != 0)
        kho_buf_fmt(out, " p%u", l->page);
    kho_buf_char(out, '|');
    kho_buf_sv(out, kho_line_text(t, i));
    kho_buf_char(out, '\n');
}

/* The promise of lines.h: in order, covering text, joined by one line end. */
static void
check_cover(const struct kho_lines *t, struct kho_buf *out)
{
    size_t at = 0;

    for (size_t i = 0; i < t->n; i++) {
        if (t->lines[i].offset != at)
            kho_buf_fmt(out, "line %zu begins at %u, not %zu\n", i, t->lines[i].offset, at);
        at += t->lines[i].length + 1;
    }
    if (t->n > 0 && at != t->text.n + 1)
        kho_buf_fmt(out, "lines end at %zu, text at %zu\n", at, t->text.n + 1);
}

static void
run(const struct block *b, struct kho_buf *out)
{
    static const char *const plain[] = {"html", "txt", "md", "eml"};
    static struct kho_extract *x;
    struct kho_arena *arena = kho_arena_new((size_t)1 << 26);
    kho_sv in = {"", 0}, name = block_get(b, "name"), max = block_get(b, "max");
    size_t text_max = (size_t)1 << 20;
    char made[16];
    struct kho_extracted e;

    if (x == NULL && kho_extract_open(&x, NULL) != KHO_OK)
        return;
    if (block_get(b, "body").n > 0) {
        in = make_docx(b);
        if (name.n == 0)
            name = KHO_SV("a.docx");
    } else if (block_get(b, "hex").n > 0) {
        in = from_hex(block_get(b, "hex"));
    }
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (block_get(b, plain[i]).n > 0) {
            in = block_get(b, plain[i]);
            if (name.n == 0)
                name = (kho_sv){made, (size_t)snprintf(made, sizeof made, "a.%s", plain[i])};
        }
    if (max.n > 0)
        text_max = strtoul(max.p, NULL, 10);
    if (kho_extract(x, arena, in, name, text_max, &e, NULL) != KHO_OK)
        kho_buf_str(out, "failed\n");
    kho_buf_fmt(out, "format %s\n", e.format);
    for (size_t i = 0; i < kho_notes_n; i++)
        if ((e.notes >> i & 1) != 0)
            kho_buf_fmt(out, "note %s\n", kho_notes[i].alias);
    for (size_t i = 0; i < e.lines.n; i++)
        print_line(&e.lines, i, out);
    check_cover(&e.lines, out);
    kho_arena_free(arena);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, run);
}
