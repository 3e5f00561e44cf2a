/* look.c - does a file begin like a mail? */
#include "type.h"

#include <stdlib.h>

/* Fields programs write and people do not type. */
static const enum kho_mail_known machine[] = {KHO_MAIL_H_VERSION, KHO_MAIL_H_ID,
                                              KHO_MAIL_H_RECEIVED, KHO_MAIL_H_RETURN};
static const enum kho_mail_known usual[] = {KHO_MAIL_H_SUBJECT, KHO_MAIL_H_FROM, KHO_MAIL_H_TO,
                                            KHO_MAIL_H_CC,      KHO_MAIL_H_DATE, KHO_MAIL_H_TYPE};

static unsigned
count(const struct kho_mail_header *h, const enum kho_mail_known *f, size_t n)
{
    unsigned has = 0;

    for (size_t i = 0; i < n; i++)
        has += kho_mail_header_has(h, f[i]);
    return has;
}

/* Most files are no mail, and their first bytes say so. */
static bool
may_be(const struct kho_mail_source *s)
{
    char p[80];
    const size_t n = s->read(s->ctx, 0, p, sizeof p);
    size_t i = 0;

    if (n > 5 && (memcmp(p, "From ", 5) == 0 || memcmp(p, ">From", 5) == 0))
        return true;
    while (i < n && p[i] > ' ' && p[i] < 0x7f && p[i] != ':')
        i++;
    return i > 0 && i < n && p[i] == ':';
}

enum kho_mail_look
kho_mail_look(const struct kho_mail_source *s, bool *holds)
{
    struct kho_mail_input *in = may_be(s) ? calloc(1, sizeof *in) : NULL;
    struct kho_mail_header h = {.have = 0};
    enum kho_mail_look look = KHO_MAIL_NO;
    unsigned by_machine, all;

    *holds = false;
    if (in == NULL)
        return KHO_MAIL_NO;
    kho_mail_preload();
    in->src = *s;
    in->fresh = true;
    kho_mail_header_read(&h, in);
    by_machine = count(&h, machine, sizeof machine / sizeof *machine);
    all = by_machine + count(&h, usual, sizeof usual / sizeof *usual);
    if (all > 0)
        look = KHO_MAIL_MAYBE;
    /* A mail without a text may end with its fields. */
    if (all > 1 && (h.whole || kho_mail_at_end(in)) &&
        (by_machine > 0 ||
         (kho_mail_header_has(&h, KHO_MAIL_H_TYPE) && kho_mail_header_has(&h, KHO_MAIL_H_FROM)))) {
        struct kho_mail_type t;

        look = KHO_MAIL_YES;
        kho_mail_type_read(&t, &h, false);
        *holds = t.attached || !kho_mail_type_is(&t, "text/");
        kho_mail_type_free(&t);
    }
    kho_mail_header_free(&h);
    free(in);
    return look;
}
