/* fuzz_odf.c - OpenDocument: a zip as it is, or content.xml and styles.xml. */
#include "zip_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const parts[] = {"content.xml", "styles.xml"};

    check_zip_parts(data, size, parts, 2, "application/vnd.oasis.opendocument.text", "a.odt");
    return 0;
}
