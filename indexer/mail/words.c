/* words.c - see words.h. */
#include "words.h"

#include "decode.h"

#include <glib.h>
#include <strings.h>

struct word {
    kho_sv charset, text;
    bool base64;
    size_t n; /* bytes of all of it */
};

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/* An encoded word at the beginning of s? */
static bool
word_at(kho_sv s, struct word *w)
{
    const char *q, *end;
    size_t i = 2;

    if (s.n < 8 || s.p[0] != '=' || s.p[1] != '?')
        return false;
    while (i < s.n && s.p[i] > ' ' && s.p[i] < 0x7f && s.p[i] != '?')
        i++;
    if (i == 2 || i + 2 >= s.n || s.p[i] != '?' || s.p[i + 2] != '?' ||
        strchr("bBqQ", s.p[i + 1]) == NULL)
        return false;
    w->charset = (kho_sv){s.p + 2, i - 2};
    q = memchr(w->charset.p, '*', w->charset.n); /* a language behind it */
    if (q != NULL)
        w->charset.n = (size_t)(q - w->charset.p);
    w->base64 = (s.p[i + 1] | 0x20) == 'b';
    i += 3;
    end = memmem(s.p + i, s.n - i, "?=", 2);
    /* "?=41" of quoted text that should not have a '?' in it: the word ends at a later one. */
    while (end != NULL && !w->base64 && end + 3 < s.p + s.n && g_ascii_isxdigit(end[2]) &&
           g_ascii_isxdigit(end[3]))
        end = memmem(end + 2, (size_t)(s.p + s.n - end - 2), "?=", 2);
    if (end == NULL)
        return false;
    w->text = (kho_sv){s.p + i, (size_t)(end - s.p) - i};
    w->n = (size_t)(end - s.p) + 2;
    return true;
}

static void
put_base64(struct kho_buf *out, kho_sv s)
{
    guchar piece[3 * 256 + 4];
    guint save = 0;
    gint state = 0;
    size_t letters = 0;

    for (size_t at = 0, n; at < s.n; at += n) {
        n = s.n - at < 1024 ? s.n - at : 1024;
        for (size_t i = 0; i < n; i++)
            letters += g_ascii_isalnum(s.p[at + i]) || strchr("+/=", s.p[at + i]) != NULL;
        kho_buf_put(out, piece, g_base64_decode_step(s.p + at, n, piece, &state, &save));
    }
    if (letters % 4 > 1) /* padding was left out */
        kho_buf_put(out, piece, g_base64_decode_step("==", 4 - letters % 4, piece, &state, &save));
}

static void
put_quoted(struct kho_buf *out, kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '=' && i + 2 < s.n && g_ascii_isxdigit(s.p[i + 1]) &&
            g_ascii_isxdigit(s.p[i + 2])) {
            kho_buf_char(out, (char)(g_ascii_xdigit_value(s.p[i + 1]) << 4 |
                                     g_ascii_xdigit_value(s.p[i + 2])));
            i += 2;
        } else {
            kho_buf_char(out, s.p[i] == '_' ? ' ' : s.p[i]);
        }
}

/* Bytes of words of one charset. */
static void
flush(struct kho_buf *out, struct kho_buf *bytes, kho_sv charset)
{
    const kho_sv raw = kho_buf_view(bytes);
    struct kho_arena *arena;
    struct kho_decoded d;

    if (raw.n == 0)
        return;
    arena = kho_arena_new(((size_t)1 << 20) + 64 * raw.n);
    if (kho_decode_declared(arena, raw, charset, &d, NULL) == KHO_OK)
        kho_buf_sv(out, d.text);
    kho_arena_free(arena);
    kho_buf_reset(bytes);
}

void
kho_mail_words(struct kho_buf *out, kho_sv s)
{
    struct kho_buf bytes = {.p = NULL};
    kho_sv charset = {"", 0};
    size_t at = 0;

    while (at < s.n) {
        struct word w;
        size_t to = at;

        while (bytes.n > 0 && to < s.n && is_blank(s.p[to]))
            to++;
        if (word_at((kho_sv){s.p + to, s.n - to}, &w)) {
            if (w.charset.n != charset.n || strncasecmp(w.charset.p, charset.p, charset.n) != 0)
                flush(out, &bytes, charset);
            charset = w.charset;
            if (w.base64)
                put_base64(&bytes, w.text);
            else
                put_quoted(&bytes, w.text);
            at = to + w.n;
            continue;
        }
        flush(out, &bytes, charset);
        kho_buf_char(out, s.p[at++]);
    }
    flush(out, &bytes, charset);
    if (bytes.st != KHO_OK)
        out->st = bytes.st;
    kho_buf_free(&bytes);
}
