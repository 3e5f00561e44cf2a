/* fuzz_html.c - any bytes called .html: lines that cover valid text, within limits. */
#include "extract_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_extract(data, size, "a.html");
    return 0;
}
