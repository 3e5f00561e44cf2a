/* header.c - see header.h. */
#include "header.h"

#include "charset.h"
#include "utf8.h"

#include <strings.h>

enum { READ_MAX = 1 << 16, PARAM_MAX = 1 << 13 /* bytes of a value; rest is passed over */ };

static const struct {
    const char *name;
    size_t max;
} known[KHO_MAIL_H_COUNT] = {
    [KHO_MAIL_H_SUBJECT] = {"subject", READ_MAX},
    [KHO_MAIL_H_FROM] = {"from", READ_MAX},
    [KHO_MAIL_H_TO] = {"to", READ_MAX},
    [KHO_MAIL_H_CC] = {"cc", READ_MAX},
    [KHO_MAIL_H_DATE] = {"date", PARAM_MAX},
    [KHO_MAIL_H_TYPE] = {"content-type", PARAM_MAX},
    [KHO_MAIL_H_ENCODING] = {"content-transfer-encoding", PARAM_MAX},
    [KHO_MAIL_H_DISPOSITION] = {"content-disposition", PARAM_MAX},
    [KHO_MAIL_H_LOCATION] = {"content-location", PARAM_MAX},
    [KHO_MAIL_H_VERSION] = {"mime-version", PARAM_MAX},
    [KHO_MAIL_H_ID] = {"message-id", PARAM_MAX},
    [KHO_MAIL_H_RECEIVED] = {"received", PARAM_MAX},
    [KHO_MAIL_H_RETURN] = {"return-path", PARAM_MAX},
};

/* Bytes of the name of a field, without the colon; 0: the line is no field.  Between fields any
 * bytes are a name. */
static size_t
name_of(kho_sv line, bool first)
{
    size_t n = 0, end;

    while (n < line.n && line.p[n] != ':' && line.p[n] != '\n' && line.p[n] != ' ' &&
           (!first || (line.p[n] > ' ' && line.p[n] < 0x7f)))
        n++;
    for (end = n; end < line.n && (line.p[end] == ' ' || line.p[end] == '\t');)
        end++;
    return end < line.n && line.p[end] == ':' ? n : 0;
}

static enum kho_mail_known
field_of(kho_sv name)
{
    for (int f = 0; f < KHO_MAIL_H_COUNT; f++)
        if (strlen(known[f].name) == name.n && strncasecmp(known[f].name, name.p, name.n) == 0)
            return (enum kho_mail_known)f;
    return KHO_MAIL_H_COUNT;
}

static void
add(struct kho_mail_header *h, enum kho_mail_known f, kho_sv s)
{
    while (s.n > 0 && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == '\r'))
        s.n--;
    if (s.n > known[f].max - h->value[f].n)
        s.n = known[f].max - h->value[f].n;
    for (size_t i = 0; i < s.n; i++)
        kho_buf_char(&h->value[f], (char)(s.p[i] == '\0' || s.p[i] == '\r' ? ' ' : s.p[i]));
}

/* "From " of a mailbox in front of the fields is none of them. */
static bool
is_postmark(kho_sv line)
{
    return (line.n > 5 && memcmp(line.p, "From ", 5) == 0) ||
           (line.n > 6 && memcmp(line.p, ">From ", 6) == 0);
}

void
kho_mail_header_read(struct kho_mail_header *h, struct kho_mail_input *in)
{
    enum kho_mail_known now = KHO_MAIL_H_COUNT;
    bool any = false, fresh = true, last;
    kho_sv line;

    h->have = 0;
    h->whole = false;
    for (int f = 0; f < KHO_MAIL_H_COUNT; f++)
        kho_buf_reset(&h->value[f]);
    for (; (line = kho_mail_line(in)).n > 0; kho_mail_take(in, line.n)) {
        size_t name;

        if (!fresh || (any && (line.p[0] == ' ' || line.p[0] == '\t'))) {
            /* of a long line, or folded; one with blanks only ends nothing */
            if (now != KHO_MAIL_H_COUNT)
                add(h, now, line);
            fresh = line.p[line.n - 1] == '\n';
            continue;
        }
        if (kho_mail_boundary(in, &last) >= 0)
            return;
        if (line.p[0] == '\n' || (line.p[0] == '\r' && line.n == 2)) {
            h->whole = true;
            kho_mail_take(in, line.n);
            return;
        }
        name = name_of(line, !any);
        if (name == 0 && (any || !is_postmark(line)))
            return;
        fresh = line.p[line.n - 1] == '\n';
        if (name == 0)
            continue;
        any = true;
        now = field_of((kho_sv){line.p, name});
        if (now != KHO_MAIL_H_COUNT && (h->have >> now & 1) != 0)
            now = KHO_MAIL_H_COUNT; /* the first counts */
        if (now == KHO_MAIL_H_COUNT)
            continue;
        h->have |= 1u << now;
        name = (size_t)((const char *)memchr(line.p, ':', line.n) - line.p) + 1;
        while (name < line.n && (line.p[name] == ' ' || line.p[name] == '\t'))
            name++;
        add(h, now, (kho_sv){line.p + name, line.n - name});
    }
}

/* Bytes of UTF-8 from the beginning on. */
static size_t
valid_to(kho_sv s)
{
    size_t i = 0;

    while (i < s.n) {
        unsigned n;

        if (kho_utf8_get((const unsigned char *)s.p + i, s.n - i, &n) == KHO_UTF8_BAD)
            break;
        i += n;
    }
    return i;
}

void
kho_mail_utf8(struct kho_buf *b)
{
    struct kho_buf shown = {.p = NULL};

    if (valid_to(kho_buf_view(b)) == b->n)
        return;
    for (size_t i = 0; i < b->n; i++) {
        char c[4];

        kho_buf_put(&shown, c, kho_utf8_put(c, kho_cp1252_char((unsigned char)b->p[i])));
    }
    kho_buf_free(b);
    *b = shown;
}

const char *
kho_mail_header_get(struct kho_mail_header *h, enum kho_mail_known f)
{
    struct kho_buf *b = &h->value[f];
    const size_t valid = valid_to(kho_buf_view(b));

    /* A character that was cut by the limit is no sign of another charset. */
    if (b->n == known[f].max && b->n - valid < 4)
        b->n = valid;
    kho_mail_utf8(b);
    return kho_buf_cstr(b);
}

void
kho_mail_header_free(struct kho_mail_header *h)
{
    for (int f = 0; f < KHO_MAIL_H_COUNT; f++)
        kho_buf_free(&h->value[f]);
}
