/* zip_parts.h - fuzzed parts, separated by NUL, in a zip that is put together right. */
#ifndef KHO_FUZZ_ZIP_PARTS_H
#define KHO_FUZZ_ZIP_PARTS_H

#include "extract_check.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

static inline void
zip_part(struct archive *a, const char *name, kho_sv part)
{
    struct archive_entry *e = archive_entry_new();

    archive_entry_set_pathname(e, name);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_size(e, (la_int64_t)part.n);
    (void)archive_write_header(a, e);
    (void)archive_write_data(a, part.p, part.n);
    archive_entry_free(e);
}

/* A zip as it is, or parts called as in names; mimetype: NULL none. */
static inline void
check_zip_parts(const uint8_t *data, size_t size, const char *const *names, size_t n,
                const char *mimetype, const char *file)
{
    static char zip[1 << 20];
    kho_sv rest = {(const char *)data, size}, part;
    struct archive *a;
    size_t used = 0;

    if (size >= 4 && memcmp(data, "PK\3\4", 4) == 0) {
        check_extract(data, size, file);
        return;
    }
    if (size == 0 || size > sizeof zip / 2)
        return;
    a = archive_write_new();
    (void)archive_write_set_format_zip(a);
    (void)archive_write_set_options(a, "zip:compression=store");
    (void)archive_write_open_memory(a, zip, sizeof zip, &used);
    if (mimetype != NULL)
        zip_part(a, "mimetype", kho_sv_from(mimetype));
    for (size_t i = 0; i < n && kho_sv_next(&rest, '\0', &part); i++)
        zip_part(a, names[i], part);
    (void)archive_write_free(a);
    check_extract(zip, used, file);
}
#endif
