/* fuzz_xls.c - any bytes as an Excel 97 workbook. */
#include "extract_check.h"
#include "ole_leaks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_extract(data, size, "a.xls");
    return 0;
}
