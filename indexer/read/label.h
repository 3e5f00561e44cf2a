/* label.h - the label a paragraph starts with: "I.", "2.1.", "a)", "-", "Điều 3.", "Phần thứ nhất".
 */
#ifndef KHO_READ_LABEL_H
#define KHO_READ_LABEL_H

#include "sv.h"

#include <stdint.h>

/* In the usual order from outside to inside; a document may leave out any and mix some. */
enum kho_label_kind {
    KHO_LABEL_NONE,
    KHO_LABEL_PART,          /* Phần I, Phần thứ nhất */
    KHO_LABEL_CHAPTER,       /* Chương II */
    KHO_LABEL_SECTION,       /* Mục 1 */
    KHO_LABEL_CAPITAL,       /* A. */
    KHO_LABEL_ROMAN,         /* I. I- I/ */
    KHO_LABEL_ARTICLE,       /* Điều 3. */
    KHO_LABEL_DECIMAL,       /* 1. 1/ 1- 2.1. 2.1.1 : depth tells them apart */
    KHO_LABEL_DECIMAL_PAREN, /* 1) */
    KHO_LABEL_LETTER,        /* a) a. */
    KHO_LABEL_DASH,          /* - */
    KHO_LABEL_PLUS,          /* + */
    KHO_LABEL_DOT            /* * • and other signs */
};

struct kho_label {
    enum kho_label_kind kind;
    kho_sv text;     /* as printed, without its dot */
    uint8_t depth;   /* of a decimal: how many numbers */
    uint32_t number; /* last number or ordinal; a = 1; 0 unknown */
    size_t end;      /* where the text behind it starts */
};

/*
 * The label s starts with.  A number alone ("2025 là năm ...") is none; OCR's l and 1 for I are
 * forgiven in Roman numbers ("lI.").  "C." and "D." are letters or Roman numbers: letter says which
 * is expected.
 */
struct kho_label kho_label_read(kho_sv s, bool letter);

static inline bool
kho_label_is_bullet(enum kho_label_kind k)
{
    return k >= KHO_LABEL_DASH;
}
#endif
