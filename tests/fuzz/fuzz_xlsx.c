/* fuzz_xlsx.c - a workbook: a zip as it is, or its parts. */
#include "zip_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const parts[] = {"xl/workbook.xml",     "xl/_rels/workbook.xml.rels",
                                        "xl/styles.xml",       "xl/sharedStrings.xml",
                                        "xl/worksheets/a.xml", "xl/worksheets/b.xml"};

    check_zip_parts(data, size, parts, 6, NULL, "a.xlsx");
    return 0;
}
