/* fields.c - what people read of the fields of a mail; see mail.h. */
#include "state.h"

#include "words.h"

void
kho_mail_readable(struct kho_buf *out, struct kho_mail_header *h, enum kho_mail_known f)
{
    struct kho_buf words = {.p = NULL};
    bool blank = true;

    kho_mail_words(&words, kho_sv_from(kho_mail_header_get(h, f)));
    for (size_t i = 0; i < words.n; i++) {
        const bool b = (unsigned char)words.p[i] <= ' ';

        if (!b)
            kho_buf_char(out, words.p[i]);
        else if (!blank)
            kho_buf_char(out, ' ');
        blank = b;
    }
    if (out->n > 0 && out->p[out->n - 1] == ' ')
        out->n--;
    kho_buf_free(&words);
}

void
kho_mail_take_fields(struct kho_mail *m)
{
    const char *date = kho_mail_header_get(&m->header, KHO_MAIL_H_DATE);
    GDateTime *when = *date == '\0' ? NULL : g_mime_utils_header_decode_date(date);

    for (int f = 0; f < KHO_MAIL_FIELDS; f++)
        kho_mail_readable(&m->field[f], &m->header, (enum kho_mail_known)f);
    if (when != NULL) {
        m->time = g_date_time_to_unix(when);
        g_date_time_unref(when);
    }
}

kho_sv
kho_mail_field(const struct kho_mail *m, enum kho_mail_field f)
{
    return kho_buf_view(&m->field[f]);
}

int64_t
kho_mail_time(const struct kho_mail *m)
{
    return m->time;
}

bool
kho_mail_is_page(const struct kho_mail *m)
{
    return m->page;
}
