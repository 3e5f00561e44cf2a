/* header.h - the fields in front of a mail or a part. */
#ifndef KHO_MAIL_HEADER_H
#define KHO_MAIL_HEADER_H

#include "buf.h"
#include "input.h"

enum kho_mail_known {
    KHO_MAIL_H_SUBJECT, /* the first KHO_MAIL_FIELDS are those of enum kho_mail_field */
    KHO_MAIL_H_FROM,
    KHO_MAIL_H_TO,
    KHO_MAIL_H_CC,
    KHO_MAIL_H_DATE,
    KHO_MAIL_H_TYPE,
    KHO_MAIL_H_ENCODING,
    KHO_MAIL_H_DISPOSITION,
    KHO_MAIL_H_LOCATION,
    KHO_MAIL_H_VERSION,
    KHO_MAIL_H_ID,
    KHO_MAIL_H_RECEIVED,
    KHO_MAIL_H_RETURN,
    KHO_MAIL_H_COUNT
};

struct kho_mail_header {
    struct kho_buf
        value[KHO_MAIL_H_COUNT]; /* as it stands, of the first such field; NUL is a blank */
    uint32_t have;               /* bits 1 << enum kho_mail_known */
    bool whole;                  /* an empty line ended it */
};

/* Read the fields that come next, and the empty line behind them.  Ends without taking it at a line
 * that is no field, or is a boundary. */
void kho_mail_header_read(struct kho_mail_header *h, struct kho_mail_input *in);
void kho_mail_header_free(struct kho_mail_header *h);

/* The value as UTF-8 that C functions take; "" when there is none.  Bytes that are no UTF-8 become
 * the characters windows-1252 has for them.  Belongs to h. */
const char *kho_mail_header_get(struct kho_mail_header *h, enum kho_mail_known f);

/* Bytes that are no UTF-8 as a whole become the characters windows-1252 has for them. */
void kho_mail_utf8(struct kho_buf *b);

static inline bool
kho_mail_header_has(const struct kho_mail_header *h, enum kho_mail_known f)
{
    return (h->have >> f & 1) != 0;
}
#endif
