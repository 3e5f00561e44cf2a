/* fuzz_document.c - any bytes as a packed document: refused, or packs again to something equal. */
#include "document.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kho_arena *a;
    struct kho_buf packed = {.p = NULL}, one = {.p = NULL}, two = {.p = NULL};
    struct kho_document doc, again;

    if (a == NULL)
        a = kho_arena_new((size_t)1 << 26);
    kho_arena_reset(a);
    if (kho_document_unpack(a, (kho_sv){(const char *)data, size}, KHO_DOCUMENT_ALL, &doc, NULL) ==
        KHO_OK) {
        if (kho_document_pack(&doc, &packed, NULL) != KHO_OK ||
            kho_document_unpack(a, kho_buf_view(&packed), KHO_DOCUMENT_ALL, &again, NULL) != KHO_OK)
            abort();
        kho_document_json(&doc, &one);
        kho_document_json(&again, &two);
        if (!kho_sv_eq(kho_buf_view(&one), kho_buf_view(&two)))
            abort();
    }
    kho_buf_free(&packed);
    kho_buf_free(&one);
    kho_buf_free(&two);
    return 0;
}
