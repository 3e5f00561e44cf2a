/* fuzz_docx.c - a zip as it is, or the parts of a Word document, separated by NUL: document,
 * styles, numbering, footnotes; lines that cover valid text, within limits. */
#include "extract_check.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const parts[] = {"word/document.xml", "word/styles.xml",
                                        "word/numbering.xml", "word/footnotes.xml",
                                        "word/header1.xml"};
    static char zip[1 << 20];
    struct archive *a;
    size_t used = 0;
    kho_sv rest = {(const char *)data, size}, part;

    if (size >= 4 && memcmp(data, "PK\3\4", 4) == 0) {
        check_extract(data, size, "a.docx");
        return 0;
    }
    if (size == 0 || size > sizeof zip / 2)
        return 0;
    a = archive_write_new();
    (void)archive_write_set_format_zip(a);
    (void)archive_write_set_options(a, "zip:compression=store");
    (void)archive_write_open_memory(a, zip, sizeof zip, &used);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && kho_sv_next(&rest, '\0', &part); i++) {
        struct archive_entry *e = archive_entry_new();

        archive_entry_set_pathname(e, parts[i]);
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_size(e, (la_int64_t)part.n);
        (void)archive_write_header(a, e);
        (void)archive_write_data(a, part.p, part.n);
        archive_entry_free(e);
    }
    (void)archive_write_free(a);
    check_extract(zip, used, "a.docx");
    return 0;
}
