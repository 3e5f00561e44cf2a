/* type.h - what the fields of a part say it is. */
#ifndef KHO_MAIL_TYPE_H
#define KHO_MAIL_TYPE_H

#include "header.h"

enum kho_mail_kind {
    KHO_MAIL_LEAF,
    KHO_MAIL_MIXED, /* any multipart that is none of these */
    KHO_MAIL_ALTERNATIVE,
    KHO_MAIL_RELATED,
    KHO_MAIL_SIGNED,
    KHO_MAIL_ENCRYPTED,
    KHO_MAIL_DIGEST
};

/* Strings are owned, in small letters but name and boundary; never NULL but boundary. */
struct kho_mail_type {
    char *type, *charset, *smime;
    char *boundary; /* NULL: none */
    char *name;     /* of the file, "" none; without controls */
    enum kho_mail_kind kind;
    bool attached; /* disposition: attachment */
    int encoding;  /* GMimeContentEncoding */
};

/* digest: a part without a type is a mail, else plain text. */
void kho_mail_type_read(struct kho_mail_type *t, struct kho_mail_header *h, bool digest);
void kho_mail_type_free(struct kho_mail_type *t);

/* Is the type, up to its end or a '/' at the end of prefix, that one? */
bool kho_mail_type_is(const struct kho_mail_type *t, const char *prefix);

/* What the part is for, in a multipart of the kind parent; nth: from 1, in it. */
struct kho_mail_spot {
    enum kho_mail_kind parent; /* KHO_MAIL_LEAF: in none */
    uint32_t nth;
    bool page; /* kho_mail_is_page */
};
enum kho_mail_role kho_mail_role_of(const struct kho_mail_type *t,
                                    const struct kho_mail_spot *spot);

/* Of a member without a name: "phan-3.pdf".  Owned by out. */
void kho_mail_name_make(struct kho_buf *out, const struct kho_mail_type *t, uint32_t index);
#endif
