/* state.h - a mail while it is read; private to this room. */
#ifndef KHO_MAIL_STATE_H
#define KHO_MAIL_STATE_H

#include "type.h"

#include <gmime/gmime.h>

/* An open multipart. */
struct multipart {
    char *boundary; /* owned, with the dashes in front */
    enum kho_mail_kind kind;
    uint32_t id;
    uint32_t parts; /* begun so far */
};

struct kho_mail {
    struct kho_mail_input in;
    struct kho_mail_header header; /* of the current part */
    struct kho_mail_type type;     /* of it, too */
    struct kho_buf field[KHO_MAIL_FIELDS];
    int64_t time;
    bool page;
    struct multipart multi[KHO_MAIL_NEST];
    size_t depth;
    uint32_t multiparts; /* so far */
    uint32_t index;      /* of the next part */
    enum { AT_TOP, IN_PART, BETWEEN, AT_END } where;
    bool in_text; /* the content between parts is not passed over: no boundary was found */
    /* of the current part */
    struct kho_mail_choice choice[KHO_MAIL_NEST];
    struct kho_buf name;
    GMimeFilter *filter; /* NULL: content stands as it is */
    uint64_t letters;    /* of base64 */
    bool ended;
    uint64_t part_notes, notes;
};

/* Append a value as people read it: encoded words decoded, on one line. */
void kho_mail_readable(struct kho_buf *out, struct kho_mail_header *h, enum kho_mail_known f);
/* The fields and the time of the mail whose header was read. */
void kho_mail_take_fields(struct kho_mail *m);
#endif
