/* known_pages.c - see known_pages.h. */
#include "known_pages.h"

#include <stdlib.h>

bool
kho_known_pages_add(struct kho_known_pages *k, const struct kho_message_page *m, kho_sv text)
{
    if (k->n == k->cap) {
        const size_t cap = k->cap == 0 ? 16 : k->cap * 2;
        struct kho_known_page *p = realloc(k->page, cap * sizeof *p);

        if (p == NULL)
            return false;
        k->page = p;
        k->cap = cap;
    }
    k->page[k->n] = (struct kho_known_page){.page = m->page,
                                            .is = {.end = (enum kho_ocr_end)m->end,
                                                   .words = m->words,
                                                   .confidence = m->confidence,
                                                   .text = {NULL, text.n}},
                                            .at = k->text.n};
    kho_buf_sv(&k->text, text);
    k->n += k->text.st == KHO_OK;
    return k->text.st == KHO_OK;
}

bool
kho_known_pages_find(const struct kho_known_pages *k, uint32_t page, struct kho_ocr_page *out)
{
    for (size_t i = k->n; i > 0; i--)
        if (k->page[i - 1].page == page) {
            *out = k->page[i - 1].is;
            out->text.p = out->text.n == 0 ? "" : k->text.p + k->page[i - 1].at;
            return true;
        }
    return false;
}

void
kho_known_pages_clear(struct kho_known_pages *k)
{
    free(k->page);
    kho_buf_free(&k->text);
    *k = (struct kho_known_pages){.n = 0};
}
