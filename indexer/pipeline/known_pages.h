/* known_pages.h - what a recogniser was told of the pages of the document that comes next. */
#ifndef KHO_PIPELINE_KNOWN_PAGES_H
#define KHO_PIPELINE_KNOWN_PAGES_H

#include "buf.h"
#include "message.h"
#include "ocr.h"

struct kho_known_page {
    uint32_t page;
    struct kho_ocr_page is; /* text: only its length */
    size_t at;              /* its text in text */
};

struct kho_known_pages {
    struct kho_known_page *page; /* malloc */
    size_t n, cap;
    struct kho_buf text;
};

/* False: no memory; the page is recognised again. */
bool kho_known_pages_add(struct kho_known_pages *k, const struct kho_message_page *m, kho_sv text);
/* What was told last about a page; out->text lies in k. */
bool kho_known_pages_find(const struct kho_known_pages *k, uint32_t page, struct kho_ocr_page *out);
void kho_known_pages_clear(struct kho_known_pages *k); /* memory is given back */
#endif
