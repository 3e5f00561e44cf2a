/* input.c - see input.h. */
#include "input.h"

/* At least want bytes from pos on, unless the source ends before. */
static void
need(struct kho_mail_input *in, size_t want)
{
    if (in->n - in->pos >= want || in->over)
        return;
    memmove(in->buf, in->buf + in->pos, in->n - in->pos);
    in->at += (int64_t)in->pos;
    in->n -= in->pos;
    in->pos = 0;
    while (in->n < sizeof in->buf && !in->over) {
        size_t got = in->src.read(in->src.ctx, in->at + (int64_t)in->n, in->buf + in->n,
                                  sizeof in->buf - in->n);

        in->over = got == 0;
        in->n += got;
    }
}

int64_t
kho_mail_tell(const struct kho_mail_input *in)
{
    return in->at + (int64_t)in->pos;
}

void
kho_mail_seek(struct kho_mail_input *in, int64_t at)
{
    in->at = at;
    in->pos = in->n = in->n_held = 0;
    in->over = false;
    in->fresh = true;
}

kho_sv
kho_mail_line(struct kho_mail_input *in)
{
    const char *p, *end;
    size_t n;

    need(in, KHO_MAIL_LINE);
    p = in->buf + in->pos;
    n = in->n - in->pos < KHO_MAIL_LINE ? in->n - in->pos : KHO_MAIL_LINE;
    end = n == 0 ? NULL : memchr(p, '\n', n);
    return (kho_sv){p, end == NULL ? n : (size_t)(end - p) + 1};
}

void
kho_mail_take(struct kho_mail_input *in, size_t n)
{
    in->fresh = n > 0 && in->buf[in->pos + n - 1] == '\n';
    in->pos += n;
    in->n_held = 0;
}

static bool
is_blank(kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\r' && s.p[i] != '\n')
            return false;
    return true;
}

int
kho_mail_boundary(struct kho_mail_input *in, bool *last)
{
    kho_sv line, rest;

    *last = false;
    if (!in->fresh || in->n_boundaries == 0)
        return -1;
    line = kho_mail_line(in);
    if (line.n < 2 || line.p[0] != '-' || line.p[1] != '-')
        return -1;
    for (size_t i = in->n_boundaries; i-- > 0;) {
        const kho_sv b = in->boundary[i];

        if (line.n < b.n || memcmp(line.p, b.p, b.n) != 0)
            continue;
        rest = (kho_sv){line.p + b.n, line.n - b.n};
        *last = rest.n >= 2 && rest.p[0] == '-' && rest.p[1] == '-';
        if (*last)
            rest = (kho_sv){rest.p + 2, rest.n - 2};
        if (is_blank(rest))
            return (int)i;
    }
    *last = false;
    return -1;
}

/* Lines from pos on that are no boundary, as many as are in buf: up to the end of the last one of
 * them, or to the line end before what may be one. */
static size_t
run(struct kho_mail_input *in, const char **p)
{
    const char *from = in->buf + in->pos, *end = in->buf + in->n, *nl = from, *stop = end;

    while ((nl = memchr(nl, '\n', (size_t)(end - nl))) != NULL) {
        if (nl + 1 == end || nl[1] == '-')
            break;
        nl++;
    }
    if (nl != NULL) {
        stop = nl > from && nl[-1] == '\r' ? nl - 1 : nl;
        in->n_held = (size_t)(nl + 1 - stop);
        memcpy(in->held, stop, in->n_held);
        in->pos = (size_t)(nl + 1 - in->buf);
        in->fresh = true;
    } else {
        if (stop[-1] == '\r' && stop - from > 1) /* its LF may come */
            stop--;
        in->pos = (size_t)(stop - in->buf);
        in->fresh = false;
    }
    *p = from;
    return (size_t)(stop - from);
}

size_t
kho_mail_piece(struct kho_mail_input *in, const char **p)
{
    bool last;

    for (;;) {
        size_t n;

        need(in, KHO_MAIL_LINE);
        if (kho_mail_boundary(in, &last) >= 0) {
            in->n_held = 0;
            return 0;
        }
        if (in->n_held > 0) {
            n = in->n_held;
            in->n_held = 0;
            *p = in->held;
            return n;
        }
        if (in->pos == in->n)
            return 0;
        if ((n = run(in, p)) > 0)
            return n;
    }
}

bool
kho_mail_at_end(struct kho_mail_input *in)
{
    need(in, 1);
    return in->pos == in->n;
}
