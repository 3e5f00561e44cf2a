/* mail.h - a mail, or a web page saved like one (.mht), taken apart: its fields and its parts.
 *
 *     st = kho_mail_open(&m, &source, &err);
 *     while (st == KHO_OK && (st = kho_mail_next(m, &part, &err)) == KHO_OK)
 *         while ((n = kho_mail_read(m, &p)) > 0)
 *             ...n bytes of the part's content at p...
 *     kho_mail_close(m);
 *
 * A mail is a document and a container at once: indexer/archive gives its attachments as members,
 * indexer/extract reads its own words.  Which part is which is decided here, once.
 *
 * Parts come one after the other in memory of a fixed size, whatever the mail holds.  Boundaries
 * are found here; gmime reads types and parameters and undoes transfer encodings.  (gmime's own
 * parser builds all parts in memory at once, some 1,300 bytes for one of 5, and ends the process
 * when there is no more.)
 */
#ifndef KHO_MAIL_MAIL_H
#define KHO_MAIL_MAIL_H

#include "status.h"
#include "sv.h"

#include <stdint.h>

/*
 * Load what gmime and the C library take from disk (converters of charsets).  Call before the
 * sandbox; the other calls do it otherwise.
 */
void kho_mail_preload(void);

/* Bytes somebody else holds; read as kho_source_read: up to n of them from at on, 0 at the end. */
struct kho_mail_source {
    size_t (*read)(const void *ctx, int64_t at, void *p, size_t n);
    const void *ctx;
};
struct kho_mail_source kho_mail_memory(const kho_sv *bytes); /* bytes must stay */

/* What a beginning looks like. */
enum kho_mail_look {
    KHO_MAIL_NO,    /* does not begin with a field */
    KHO_MAIL_MAYBE, /* begins with fields, as a text may, too: it needs a name that says it is a
                       mail */
    KHO_MAIL_YES    /* has fields no people type: it is one whatever it is called */
};
/* holds: set when it may have parts that are files (a YES only). */
enum kho_mail_look kho_mail_look(const struct kho_mail_source *s, bool *holds);

struct kho_mail;

/* KHO_OK; KHO_NOMEM.  Any bytes are a mail: what is no field begins the text. */
enum kho_status kho_mail_open(struct kho_mail **out, const struct kho_mail_source *s,
                              struct kho_err *err);
void kho_mail_close(struct kho_mail *m); /* NULL is fine */

/*
 * Fields people read, as UTF-8 of one line, with encoded words decoded; bytes in no known charset
 * stand as windows-1252 shows them, for search/text to find out more.  Valid until close.
 */
enum kho_mail_field {
    KHO_MAIL_SUBJECT,
    KHO_MAIL_FROM,
    KHO_MAIL_TO,
    KHO_MAIL_CC,
    KHO_MAIL_DATE,
    KHO_MAIL_FIELDS
};
kho_sv kho_mail_field(const struct kho_mail *m, enum kho_mail_field f); /* empty: has none */
int64_t kho_mail_time(const struct kho_mail *m); /* of Date, seconds since 1970; 0 unknown */
bool kho_mail_is_page(const struct kho_mail *m); /* a web page, saved: from nobody to nobody */

enum kho_mail_role {
    KHO_MAIL_TEXT,    /* words of the mail itself: plain text or html */
    KHO_MAIL_MEMBER,  /* a file of its own: an attachment, a mail in the mail */
    KHO_MAIL_BELONGS, /* to a text: a picture in it, a style sheet, a signature */
    KHO_MAIL_LOCKED   /* encrypted */
};

/* Of several versions of one text one is wanted; the last ones are the richest. */
struct kho_mail_choice {
    uint32_t among;   /* which multipart/alternative */
    uint32_t version; /* from 1 */
};

/* Valid until the next call of kho_mail_next. */
struct kho_mail_part {
    uint32_t index; /* from 0 in the mail, of all parts that hold no parts themselves */
    enum kho_mail_role role;
    bool html;      /* a TEXT that is html */
    kho_sv charset; /* declared; empty none */
    kho_sv name;    /* of a MEMBER, never empty, without NUL; UTF-8 as of fields */
    const struct kho_mail_choice *choices; /* it is under, outermost first */
    size_t n_choices;
};

/* KHO_OK: *part is set.  KHO_DONE: no more.  KHO_NOMEM. */
enum kho_status kho_mail_next(struct kho_mail *m, struct kho_mail_part *part, struct kho_err *err);

/* The next piece of the current part's content, transfer encoding undone; 0: no more of it. */
size_t kho_mail_read(struct kho_mail *m, const char **p);

/*
 * Notes (bits 1 << enum kho_notes_id).  Of the current part, once it is read: DAMAGED (cut).  Of
 * the mail, once all parts came: DAMAGED (a boundary is missing), ENCRYPTED, DEPTH (too many
 * multiparts in one another), BUDGET (too many parts; those behind are not seen).
 */
uint64_t kho_mail_part_notes(const struct kho_mail *m);
uint64_t kho_mail_notes(const struct kho_mail *m);
#endif
