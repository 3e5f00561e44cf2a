/* content.c - the content of a part; see mail.h. */
#include "state.h"

#include "tables.h"

#define NOTE(id) ((uint64_t)1 << KHO_NOTES_##id)

static uint64_t
count_letters(const char *p, size_t n)
{
    uint64_t letters = 0;

    for (size_t i = 0; i < n; i++)
        letters += g_ascii_isalnum(p[i]) || p[i] == '+' || p[i] == '/' || p[i] == '=';
    return letters;
}

/* What is noted about a part that is at its end. */
static void
judge(struct kho_mail *m)
{
    m->ended = true;
    if ((m->depth > 0 && kho_mail_at_end(&m->in)) ||
        (m->filter != NULL && m->type.encoding == GMIME_CONTENT_ENCODING_BASE64 &&
         m->letters % 4 != 0))
        m->part_notes |= NOTE(DAMAGED);
}

size_t
kho_mail_read(struct kho_mail *m, const char **p)
{
    static const char none[1];
    size_t n, prespace;
    char *out;

    while (m->where == IN_PART && !m->ended) {
        n = kho_mail_piece(&m->in, p);
        if (n == 0)
            judge(m);
        if (m->filter == NULL)
            return n;
        m->letters += count_letters(*p, n);
        /* gmime's filters do not write to what they read, whatever their types say. */
        if (n > 0)
            g_mime_filter_filter(m->filter, (char *)(uintptr_t)*p, n, 0, &out, &n, &prespace);
        else
            g_mime_filter_complete(m->filter, (char *)(uintptr_t)none, 0, 0, &out, &n, &prespace);
        *p = out;
        if (n > 0)
            return n;
    }
    return 0;
}
