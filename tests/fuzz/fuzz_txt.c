/* fuzz_txt.c - any bytes called .txt: lines that cover valid text, within limits. */
#include "extract_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_extract(data, size, "a.txt");
    return 0;
}
