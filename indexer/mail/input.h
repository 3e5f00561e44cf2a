/* input.h - the bytes of a mail, by lines and by the pieces between two boundaries. */
#ifndef KHO_MAIL_INPUT_H
#define KHO_MAIL_INPUT_H

#include "mail.h"

enum {
    KHO_MAIL_BUFFER = 1 << 16,
    KHO_MAIL_LINE = 1 << 14, /* so much of a line is seen at once */
    KHO_MAIL_NEST = 64       /* multiparts in one another */
};

struct kho_mail_input {
    struct kho_mail_source src;
    int64_t at;    /* of buf[0] in the source */
    size_t pos, n; /* what comes next, bytes in buf */
    bool fresh;    /* pos is where a line begins */
    bool over;     /* the source has nothing behind buf */
    char held[2];  /* a line end: of the content, unless a boundary follows */
    size_t n_held;
    /* Boundaries that are open, with the two dashes; outermost first. */
    kho_sv boundary[KHO_MAIL_NEST];
    size_t n_boundaries;
    char buf[KHO_MAIL_BUFFER];
};

/* Where it is now in the source, and back to there: to the beginning of a line. */
int64_t kho_mail_tell(const struct kho_mail_input *in);
void kho_mail_seek(struct kho_mail_input *in, int64_t at);

/*
 * The line that comes next without taking it, its end included; a long one is cut at KHO_MAIL_LINE.
 * Empty: the end.  Valid until the next call.
 */
kho_sv kho_mail_line(struct kho_mail_input *in);
void kho_mail_take(struct kho_mail_input *in, size_t n); /* of that line */

/* Which boundary the next line is, innermost first; -1: none.  last: it closes. */
int kho_mail_boundary(struct kho_mail_input *in, bool *last);

/* Up to a boundary or the end, piece by piece; 0: there. */
size_t kho_mail_piece(struct kho_mail_input *in, const char **p);
bool kho_mail_at_end(struct kho_mail_input *in);
#endif
