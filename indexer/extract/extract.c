/* extract.c - see extract.h. */
#include "extract.h"

#include "kind.h"
#include "reader.h"

#include <string.h>

static const struct {
    const char *name; /* as in schemas/formats.tsv */
    kho_reader *read;
} readers[] = {
    {"txt", kho_read_txt},   {"md", kho_read_md},       {"html", kho_read_html},
    {"docx", kho_read_docx}, {"odf", kho_read_odf},     {"rtf", kho_read_rtf},
    {"doc", kho_read_doc},   {"pdf", kho_read_pdf},     {"xlsx", kho_read_xlsx},
    {"xls", kho_read_xls},   {"pptx", kho_read_pptx},   {"ppt", kho_read_ppt},
    {"mail", kho_read_mail}, {"image", kho_read_image},
};

static kho_reader *
reader_of(const struct kho_formats_row *f)
{
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (strcmp(readers[i].name, f->reader) == 0)
            return readers[i].read;
    return NULL;
}

/* Is there anything to read in it? */
static bool
has_text(const struct kho_lines *l)
{
    for (size_t i = 0; i < l->text.n; i++)
        if ((unsigned char)l->text.p[i] > ' ')
            return true;
    return false;
}

void
kho_extract_ocr(struct kho_extract *x, const struct kho_ocr *ocr)
{
    x->ocr = ocr;
}

enum kho_status
kho_extract(struct kho_extract *x, struct kho_arena *arena, kho_sv bytes, kho_sv name,
            size_t text_max, struct kho_extracted *out, struct kho_err *err)
{
    enum { OVERHEAD = 65536, SHARE = 4 };
    struct kho_reader_in in = {.bytes = bytes, .text_max = text_max, .arena = arena, .ocr = x->ocr};
    size_t room = kho_arena_room(arena);
    enum kho_status st = KHO_OK;
    struct kho_kind kind;
    kho_reader *read;

    *out = (struct kho_extracted){.format = "", .lines = {.text = {"", 0}}};
    if (bytes.n == 0) {
        out->notes = KHO_NOTE(EMPTY);
        return KHO_OK;
    }
    kho_kind_find(x, bytes, name, &kind);
    out->notes = kind.notes;
    if (kind.format == KHO_FORMATS_COUNT) {
        out->notes |= KHO_NOTE(UNSUPPORTED);
        return KHO_OK;
    }
    out->format = kho_formats[kind.format].name;
    read = reader_of(&kho_formats[kind.format]);
    if ((out->notes & KHO_NOTE(ENCRYPTED)) != 0)
        return KHO_OK;
    if (read == NULL) {
        out->notes |= KHO_NOTE(UNSUPPORTED);
        return KHO_OK;
    }
    room = room > OVERHEAD ? (room - OVERHEAD) / SHARE : 0;
    if (in.text_max > room)
        in.text_max = room;
    if (in.text_max > INT32_MAX)
        in.text_max = INT32_MAX;
    st = read(&in, out, err);
    if (st == KHO_LIMIT) { /* the arena after all; what is known of the file stays */
        out->lines = (struct kho_lines){.text = {"", 0}};
        out->notes |= KHO_NOTE(TRUNCATED);
        st = KHO_OK;
    }
    if (st == KHO_OK && !has_text(&out->lines) && (out->notes & KHO_NOTE(OCR_WANTED)) == 0)
        out->notes |= KHO_NOTE(EMPTY);
    return st;
}
