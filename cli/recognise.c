/* recognise.c - what the commands that read files share about pages that are pictures. */
#include "config.h"

#include <string.h>

enum kho_ocr_mode
kho_ocr_mode_of(const char *given)
{
    const char *const name = given != NULL ? given : kho_config.ocr;

    return name == NULL                  ? KHO_OCR_AUTO
           : strcmp(name, "never") == 0  ? KHO_OCR_NEVER
           : strcmp(name, "always") == 0 ? KHO_OCR_ALWAYS
                                         : KHO_OCR_AUTO;
}

void
kho_say_ocr_lack(struct kho_buf *lines, const char *lack)
{
    struct kho_buf b = {.p = NULL};

    if (lack[0] == '\0')
        return;
    kho_fill(&b, KHO_MESSAGES_OCR_LACK, KHO_ARGS(lack));
    (void)fprintf(stderr, "kho %s: %s\n", kho_cli.command, kho_buf_cstr(&b));
    if (lines != NULL)
        kho_buf_fmt(lines, "%s\n", kho_buf_cstr(&b));
    kho_buf_free(&b);
}
