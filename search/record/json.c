/* json.c - see json.h. */
#include "json.h"

#include <math.h>
#include <stdio.h>

/* Length of the well-formed UTF-8 sequence at p, 0 when it is none (RFC 3629). */
static size_t
sequence(const unsigned char *p, size_t n)
{
    size_t len = p[0] < 0x80   ? 1
                 : p[0] < 0xc2 ? 0
                 : p[0] < 0xe0 ? 2
                 : p[0] < 0xf0 ? 3
                 : p[0] < 0xf5 ? 4
                               : 0;

    if (len == 0 || len > n)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
        (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
        return 0;
    return len;
}

static void
separate(struct kho_json *j)
{
    if (j->comma)
        kho_buf_char(j->out, ',');
    j->comma = true;
}

void
kho_json_open(struct kho_json *j, char bracket)
{
    separate(j);
    kho_buf_char(j->out, bracket);
    j->comma = false;
}

void
kho_json_close(struct kho_json *j, char bracket)
{
    kho_buf_char(j->out, bracket);
    j->comma = true;
}

void
kho_json_key(struct kho_json *j, const char *name)
{
    separate(j);
    kho_buf_char(j->out, '"');
    kho_buf_str(j->out, name);
    kho_buf_str(j->out, "\":");
    j->comma = false;
}

static void
escaped(struct kho_buf *out, kho_sv s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t clean = 0; /* bytes before i that can be copied as they are */

    for (size_t i = 0; i < s.n;) {
        size_t len = sequence(p + i, s.n - i);

        if (len > 1 || (len == 1 && p[i] >= 0x20 && p[i] != '"' && p[i] != '\\' && p[i] != 0x7f)) {
            i += len;
            continue;
        }
        kho_buf_put(out, s.p + clean, i - clean);
        if (len == 0)
            kho_buf_str(out, "\xEF\xBF\xBD");
        else if (p[i] == '"' || p[i] == '\\')
            kho_buf_fmt(out, "\\%c", p[i]);
        else if (p[i] == '\n')
            kho_buf_str(out, "\\n");
        else if (p[i] == '\t')
            kho_buf_str(out, "\\t");
        else
            kho_buf_fmt(out, "\\u%04x", p[i]);
        clean = ++i;
    }
    kho_buf_put(out, s.p + clean, s.n - clean);
}

void
kho_json_sv(struct kho_json *j, kho_sv s)
{
    if (s.p == NULL) {
        kho_json_null(j);
        return;
    }
    separate(j);
    kho_buf_char(j->out, '"');
    escaped(j->out, s);
    kho_buf_char(j->out, '"');
}

void
kho_json_str(struct kho_json *j, const char *s)
{
    kho_json_sv(j, kho_sv_from(s));
}

void
kho_json_int(struct kho_json *j, int64_t v)
{
    separate(j);
    kho_buf_fmt(j->out, "%lld", (long long)v);
}

void
kho_json_real(struct kho_json *j, double v)
{
    char text[40];

    if (!isfinite(v)) {
        kho_json_null(j);
        return;
    }
    separate(j);
    (void)snprintf(text, sizeof text, "%.10g", v);
    for (char *c = text; *c != '\0'; c++)
        if (*c == ',') /* a locale's decimal comma */
            *c = '.';
    kho_buf_str(j->out, text);
}

void
kho_json_bool(struct kho_json *j, bool v)
{
    separate(j);
    kho_buf_str(j->out, v ? "true" : "false");
}

void
kho_json_null(struct kho_json *j)
{
    separate(j);
    kho_buf_str(j->out, "null");
}

void
kho_csv_sv(struct kho_buf *out, bool first, kho_sv s)
{
    bool quote = false;
    const bool formula = s.n > 0 && memchr("=+-@\t\r", s.p[0], 6) != NULL;

    if (!first)
        kho_buf_char(out, ',');
    for (size_t i = 0; i < s.n && !quote; i++)
        quote = s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' || s.p[i] == '\r';
    if (quote)
        kho_buf_char(out, '"');
    if (formula)
        kho_buf_char(out, '\'');
    for (size_t i = 0, len; i < s.n; i += len == 0 ? 1 : len) {
        len = sequence((const unsigned char *)s.p + i, s.n - i);
        if (s.p[i] == '"')
            kho_buf_char(out, '"');
        if (len == 0)
            kho_buf_str(out, "\uFFFD");
        else
            kho_buf_put(out, s.p + i, len);
    }
    if (quote)
        kho_buf_char(out, '"');
}

void
kho_csv_end(struct kho_buf *out)
{
    kho_buf_str(out, "\r\n");
}
