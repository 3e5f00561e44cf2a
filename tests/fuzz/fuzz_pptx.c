/* fuzz_pptx.c - a presentation: a zip as it is, or its parts. */
#include "zip_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const parts[] = {"ppt/presentation.xml", "ppt/slides/slide1.xml",
                                        "ppt/slides/slide2.xml", "ppt/notesSlides/notesSlide1.xml"};

    check_zip_parts(data, size, parts, 4, NULL, "a.pptx");
    return 0;
}
