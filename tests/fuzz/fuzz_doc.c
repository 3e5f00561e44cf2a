/* fuzz_doc.c - any bytes as a Word 97 document. */
#include "extract_check.h"
#include "ole_leaks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_extract(data, size, "a.doc");
    return 0;
}
