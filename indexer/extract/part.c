/* part.c - see part.h. */
#include "part.h"

#include "reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

enum { NAMES_MAX = 10000, PATIENCE = 1000 };

static struct archive *
open_zip(kho_sv zip)
{
    struct archive *a = archive_read_new();

    if (a == NULL)
        return NULL;
    (void)archive_read_support_format_zip(a);
    (void)archive_read_open_memory(a, zip.p, zip.n); /* failure shows at the first header */
    return a;
}

static char
plain(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c + 32);
    return (char)(c == '\\' ? '/' : c);
}

static bool
is_same(kho_sv a, kho_sv b)
{
    while (a.n > 0 && plain(a.p[0]) == '/')
        a.p++, a.n--;
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (plain(a.p[i]) != plain(b.p[i]))
            return false;
    return true;
}

/* Next regular entry; false at the end. */
static bool
next(struct archive *a, struct archive_entry **e, kho_sv *name)
{
    for (;;) {
        int r = archive_read_next_header(a, e);

        if (r == ARCHIVE_EOF || r < ARCHIVE_WARN)
            return false;
        if (archive_entry_pathname(*e) != NULL && archive_entry_filetype(*e) == AE_IFREG) {
            *name = kho_sv_from(archive_entry_pathname(*e));
            return true;
        }
    }
}

static enum kho_part
unpack(struct archive *a, size_t max, kho_part_sink *sink, void *ctx)
{
    size_t done = 0;

    for (int idle = 0; idle < PATIENCE;) {
        const void *p = NULL;
        size_t n = 0;
        la_int64_t at = 0;
        int r = archive_read_data_block(a, &p, &n, &at);

        if (r == ARCHIVE_EOF)
            return KHO_PART_OK;
        if (r < ARCHIVE_WARN)
            return KHO_PART_DAMAGED;
        idle = n > 0 && r == ARCHIVE_OK ? 0 : idle + 1;
        if (n > max - done) {
            (void)sink(ctx, p, max - done);
            return KHO_PART_LIMIT;
        }
        done += n;
        if (n > 0 && !sink(ctx, p, n))
            return KHO_PART_OK;
        if (r == ARCHIVE_WARN) /* a wrong checksum at the end */
            return KHO_PART_DAMAGED;
    }
    return KHO_PART_DAMAGED;
}

enum kho_part
kho_part_read(kho_sv zip, kho_sv name, size_t max, kho_part_sink *sink, void *ctx)
{
    struct archive *a = open_zip(zip);
    struct archive_entry *e;
    enum kho_part r = KHO_PART_MISSING;
    kho_sv have;

    while (a != NULL && r == KHO_PART_MISSING && next(a, &e, &have))
        if (is_same(have, name))
            r = archive_entry_is_encrypted(e) ? KHO_PART_ENCRYPTED : unpack(a, max, sink, ctx);
    (void)archive_read_free(a);
    return r;
}

void
kho_part_names(kho_sv zip, bool (*each)(void *ctx, kho_sv name), void *ctx)
{
    struct archive *a = open_zip(zip);
    struct archive_entry *e;
    kho_sv name;

    for (int n = 0; a != NULL && n < NAMES_MAX && next(a, &e, &name); n++)
        if (!each(ctx, name))
            break;
    (void)archive_read_free(a);
}

struct found {
    kho_sv zip;
    enum kho_formats_id format;
};

static bool
take_mimetype(void *ctx, const char *p, size_t n)
{
    static const struct {
        const char *mime;
        enum kho_formats_id format;
    } kinds[] = {
        {"application/vnd.oasis.opendocument.text", KHO_FORMATS_ODT},
        {"application/vnd.oasis.opendocument.spreadsheet", KHO_FORMATS_ODS},
        {"application/vnd.oasis.opendocument.presentation", KHO_FORMATS_ODP},
        {"application/epub+zip", KHO_FORMATS_EPUB},
    };
    struct found *f = ctx;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (n >= strlen(kinds[i].mime) && memcmp(p, kinds[i].mime, strlen(kinds[i].mime)) == 0)
            f->format = kinds[i].format;
    return false;
}

static bool
has_prefix(kho_sv s, const char *prefix)
{
    size_t n = strlen(prefix);

    return s.n > n && is_same((kho_sv){s.p, n}, (kho_sv){prefix, n});
}

static bool
look(void *ctx, kho_sv name)
{
    struct found *f = ctx;

    if (has_prefix(name, "word/document"))
        f->format = KHO_FORMATS_DOCX;
    else if (has_prefix(name, "xl/workbook"))
        f->format = KHO_FORMATS_XLSX;
    else if (has_prefix(name, "ppt/presentation"))
        f->format = KHO_FORMATS_PPTX;
    else if (is_same(name, KHO_SV("mimetype")))
        (void)kho_part_read(f->zip, name, 256, take_mimetype, f);
    return f->format == KHO_FORMATS_ARCHIVE;
}

enum kho_formats_id
kho_part_format(kho_sv zip)
{
    struct found f = {zip, KHO_FORMATS_ARCHIVE};

    kho_part_names(zip, look, &f);
    return f.format;
}

uint64_t
kho_part_note(enum kho_part r)
{
    switch (r) {
    case KHO_PART_OK:
        return 0;
    case KHO_PART_LIMIT:
        return KHO_NOTE(TRUNCATED);
    case KHO_PART_ENCRYPTED:
        return KHO_NOTE(ENCRYPTED);
    case KHO_PART_MISSING:
    case KHO_PART_DAMAGED:
        break;
    }
    return KHO_NOTE(DAMAGED);
}
