/* fuzz_rtf.c - any bytes as RTF. */
#include "extract_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_extract(data, size, "a.rtf");
    return 0;
}
