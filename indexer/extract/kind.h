/* kind.h - which format are these bytes?  libmagic says it; the name decides where it cannot. */
#ifndef KHO_EXTRACT_KIND_H
#define KHO_EXTRACT_KIND_H

#include "extract.h"

/* Opaque to callers of extract.h. */
struct kho_extract {
    struct magic_set *magic; /* a magic_t */
    const struct kho_ocr *ocr;
};

struct kho_kind {
    enum kho_formats_id format; /* KHO_FORMATS_COUNT: unknown */
    uint64_t notes;             /* MISNAMED, ENCRYPTED */
};

/* bytes are not empty. */
void kho_kind_find(struct kho_extract *x, kho_sv bytes, kho_sv name, struct kho_kind *out);
#endif
