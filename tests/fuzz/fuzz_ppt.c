/* fuzz_ppt.c - any bytes as a PowerPoint 97 presentation. */
#include "extract_check.h"
#include "ole_leaks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_extract(data, size, "a.ppt");
    return 0;
}
