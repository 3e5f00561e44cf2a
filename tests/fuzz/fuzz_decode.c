/* fuzz_decode.c - any bytes decoded: normalised text, of which clean text comes back as it is. */
#include "decode.h"

#include "fold.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kho_arena *a;
    struct kho_decoded d;
    kho_sv again;

    if (a == NULL)
        a = kho_arena_new((size_t)1 << 26);
    kho_arena_reset(a);
    if (kho_decode(a, (kho_sv){(const char *)data, size}, &d, NULL) != KHO_OK ||
        kho_text_normalise(a, d.text, &again, NULL) != KHO_OK || !kho_sv_eq(d.text, again) ||
        d.charset == NULL || !(d.confidence >= 0 && d.confidence <= 1))
        abort();
    return 0;
}
