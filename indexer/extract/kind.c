/* kind.c - see kind.h. */
#include "kind.h"

#include "mail.h"
#include "ole.h"
#include "part.h"
#include "pdf.h"

#include <libxml/parser.h>
#include <magic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NOTE(id) ((uint64_t)1 << KHO_NOTES_##id)

enum {
    MAGIC_BYTES = 1 << 20, /* libmagic sees the beginning only */
    TEXT_BYTES = 1 << 16,  /* so much is looked at to tell text from the rest */
    MARKUP_BYTES = 2048,
    PLAIN_BYTES = 4096, /* so much must be plain text for libmagic not to be asked */
    OLD_BYTES = 64,     /* at least so much when it is not UTF-8, */
    OLD_PART = 2        /* and at most one byte of so many is not ASCII */
};

enum kho_status
kho_extract_open(struct kho_extract **out, struct kho_err *err)
{
    struct kho_extract *x = calloc(1, sizeof *x);

    *out = NULL;
    if (x == NULL)
        return kho_fail(err, KHO_NOMEM, "no memory for readers");
    /* Compressed files and archives are the walk's; looking into them would start programs. */
    x->magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR |
                          MAGIC_NO_CHECK_ELF | MAGIC_ERROR);
    if (x->magic == NULL || magic_load(x->magic, NULL) != 0) {
        enum kho_status st = kho_fail(err, KHO_IO, "magic database: %s",
                                      x->magic == NULL ? "no memory" : magic_error(x->magic));

        kho_extract_close(x);
        return st;
    }
    xmlInitParser();
    kho_ole_init();
    kho_mail_preload();
    kho_pdf_init();
    /* What is loaded at first use is loaded now, before a sandbox. */
    (void)magic_buffer(x->magic, "kho", 3);
    *out = x;
    return KHO_OK;
}

void
kho_extract_close(struct kho_extract *x)
{
    if (x == NULL)
        return;
    if (x->magic != NULL)
        magic_close(x->magic);
    free(x);
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char
lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* s begins with the lower-case word, in any case. */
static bool
begins(kho_sv s, const char *word)
{
    size_t i = 0;

    while (word[i] != '\0' && i < s.n && lower(s.p[i]) == word[i])
        i++;
    return word[i] == '\0';
}

static bool
in_list(const char *list, kho_sv word)
{
    for (kho_sv rest = kho_sv_from(list), piece; kho_sv_next(&rest, ' ', &piece);)
        if (piece.n == word.n && word.n > 0 && strncasecmp(piece.p, word.p, word.n) == 0)
            return true;
    return false;
}

/* Format the extension promises; KHO_FORMATS_COUNT: none that is known. */
static enum kho_formats_id
promised(kho_sv name)
{
    size_t i = name.n;

    while (i > 0 && name.p[i - 1] != '.' && name.p[i - 1] != '/')
        i--;
    if (i > 0 && name.p[i - 1] == '.')
        for (size_t f = 0; f < KHO_FORMATS_COUNT; f++)
            if (in_list(kho_formats[f].extensions, (kho_sv){name.p + i, name.n - i}))
                return (enum kho_formats_id)f;
    return KHO_FORMATS_COUNT;
}

static enum kho_formats_id
by_mime(const char *mime)
{
    kho_sv m = kho_sv_from(mime);

    for (size_t f = 0; f < KHO_FORMATS_COUNT; f++)
        for (kho_sv rest = kho_sv_from(kho_formats[f].mimes), one; kho_sv_next(&rest, ' ', &one);) {
            bool prefix = one.n > 0 && (one.p[one.n - 1] == '/' || one.p[one.n - 1] == '.');

            if (one.n > 0 && (prefix ? m.n > one.n : m.n == one.n) &&
                memcmp(one.p, m.p, one.n) == 0)
                return (enum kho_formats_id)f;
        }
    return KHO_FORMATS_COUNT;
}

/* UTF-16 with a mark, or every second byte a zero nearly always: told from binary by the other
 * half. */
static bool
is_wide_text(const unsigned char *p, size_t n)
{
    size_t nul[2] = {0, 0}, control[2] = {0, 0};

    if (n >= 2 && ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff)))
        return true;
    for (size_t i = 0; i < n; i++) {
        nul[i & 1] += p[i] == 0;
        control[i & 1] += p[i] < ' ' && p[i] != '\n' && p[i] != '\r' && p[i] != '\t';
    }
    return n >= 8 &&
           ((nul[1] * 4 > n && control[0] * 50 < n) || (nul[0] * 4 > n && control[1] * 50 < n));
}

/* Bytes of a text have few control characters, in whatever charset; a few stray ones do not matter.
 */
static bool
is_text(kho_sv s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t n = s.n < TEXT_BYTES ? s.n : TEXT_BYTES, nul = 0, control = 0;

    for (size_t i = 0; i < n; i++) {
        nul += p[i] == 0;
        control += p[i] < ' ' && (p[i] < '\t' || p[i] > '\r') && p[i] != 0x1b && p[i] != 0x1a;
    }
    return (nul * 1000 <= n && control * 50 <= n) || is_wide_text(p, n);
}

/* named: the name says so, then any tag will do. */
static bool
is_html(kho_sv s, bool named)
{
    static const char *const tags[] = {"<!doctype html", "<html", "<head", "<body", "<table",
                                       "<div",           "<p>",   "<p ",   "<meta", "<title"};

    if (s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0)
        s = (kho_sv){s.p + 3, s.n - 3};
    if (s.n > MARKUP_BYTES)
        s.n = MARKUP_BYTES;
    while (s.n > 0 && ((unsigned char)s.p[0] <= ' '))
        s.p++, s.n--;
    if (s.n == 0 || s.p[0] != '<')
        return false;
    if (named && !begins(s, "<?xml"))
        return true;
    for (; s.n > 0; s.p++, s.n--)
        for (size_t i = 0; s.p[0] == '<' && i < sizeof tags / sizeof tags[0]; i++)
            if (begins(s, tags[i]))
                return true;
    return false;
}

/* "EncryptedPackage" as an OLE directory writes it: a docx or xlsx with a password. */
static bool
is_encrypted_ole(kho_sv s)
{
    static const char word[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    size_t n = s.n < MAGIC_BYTES ? s.n : MAGIC_BYTES;

    return memmem(s.p, n, word, sizeof word - 1) != NULL;
}

static bool
is_office_zip(enum kho_formats_id f)
{
    return f == KHO_FORMATS_DOCX || f == KHO_FORMATS_XLSX || f == KHO_FORMATS_PPTX;
}

/* A mail, by its content alone or with a name that says so; KHO_FORMATS_COUNT: none. */
static enum kho_formats_id
mail_format(kho_sv bytes, const char *mime, enum kho_formats_id want)
{
    const struct kho_mail_source s = kho_mail_memory(&bytes);
    const bool named = want == KHO_FORMATS_EML || want == KHO_FORMATS_MHT;
    bool holds, page = false;
    const enum kho_mail_look look = kho_mail_look(&s, &holds);
    struct kho_mail *m;

    if (look == KHO_MAIL_NO || (look == KHO_MAIL_MAYBE && !named &&
                                (want != KHO_FORMATS_COUNT || strcmp(mime, "message/rfc822") != 0)))
        return KHO_FORMATS_COUNT;
    if (named)
        return want;
    if (kho_mail_open(&m, &s, NULL) == KHO_OK)
        page = kho_mail_is_page(m);
    kho_mail_close(m);
    return page ? KHO_FORMATS_MHT : KHO_FORMATS_EML;
}

static enum kho_formats_id
text_format(kho_sv bytes, const char *mime, enum kho_formats_id want)
{
    if (is_html(bytes, want == KHO_FORMATS_HTML))
        return KHO_FORMATS_HTML;
    if (strcmp(mime, "text/html") == 0 &&
        (want == KHO_FORMATS_COUNT || want == KHO_FORMATS_HTML || kho_formats[want].text == 0))
        return KHO_FORMATS_HTML;
    if (begins(bytes, "<?xml"))
        return KHO_FORMATS_XML;
    if (want != KHO_FORMATS_COUNT && kho_formats[want].text != 0 && want != KHO_FORMATS_HTML)
        return want;
    return KHO_FORMATS_TXT;
}

/* txt, md and csv are one another's neighbours; an office name on an OLE file that is none in
 * particular is right. */
static bool
is_misnamed(enum kho_formats_id want, enum kho_formats_id got)
{
    if (want == KHO_FORMATS_COUNT || want == got)
        return false;
    if (got == KHO_FORMATS_COUNT)
        return true;
    if (kho_formats[want].text != 0 && kho_formats[got].text != 0)
        return got == KHO_FORMATS_HTML || want == KHO_FORMATS_HTML;
    return true;
}

/* Bytes of UTF-8 from *i on, a lead with its continuations; *i is the last of them.  Those that a
 * cut at n has taken away are not missed. */
static bool
is_utf8(const unsigned char *p, size_t n, size_t *i)
{
    const unsigned char c = p[*i];
    size_t at = *i;

    if (c < 0xc2 || c > 0xf4)
        return false;
    for (size_t more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1; more > 0 && at + 1 < n; more--)
        if ((p[++at] & 0xc0) != 0x80)
            return false;
    *i = at;
    return true;
}

/*
 * Text that says it is text: named so, without controls, no markup and no mail header at its
 * beginning, and UTF-8 or else, as in the old code pages, mostly ASCII.  Whatever libmagic would
 * call it, it is read as what its name says; not asking saves a fifth of a millisecond and more,
 * which is most of the reading of a short text.
 */
static bool
is_plain(kho_sv s, enum kho_formats_id want)
{
    const unsigned char *p;
    size_t word = 0, others = 0;

    if (want != KHO_FORMATS_TXT && want != KHO_FORMATS_MD && want != KHO_FORMATS_CSV)
        return false;
    if (s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0)
        s = (kho_sv){s.p + 3, s.n - 3};
    if (s.n > PLAIN_BYTES)
        s.n = PLAIN_BYTES;
    if (s.n == 0 || strchr("%{#!", s.p[0]) != NULL)
        return false;
    while (word < s.n && (is_letter(s.p[word]) || s.p[word] == '-'))
        word++;
    if (word < s.n && s.p[word] == ':')
        return false;
    p = (const unsigned char *)s.p;
    for (size_t i = 0; i < s.n; i++) {
        if (p[i] == '<' || p[i] == 0x7f || (p[i] < ' ' && strchr("\n\r\t\f", p[i]) == NULL) ||
            p[i] == '\0')
            return false;
        if (p[i] >= 0x80 && !is_utf8(p, s.n, &i))
            others++;
    }
    return others == 0 || (p[0] < 0x80 && s.n >= OLD_BYTES && others * OLD_PART <= s.n);
}

void
kho_kind_find(struct kho_extract *x, kho_sv bytes, kho_sv name, struct kho_kind *out)
{
    enum kho_formats_id want = promised(name), got, mail;
    const char *mime;

    *out = (struct kho_kind){.format = KHO_FORMATS_COUNT};
    if (is_plain(bytes, want)) {
        out->format = want;
        return;
    }
    if (bytes.n >= 4 && memcmp(bytes.p, "PK\3\4", 4) == 0) { /* libmagic knows less of these */
        got = kho_part_format(bytes);
        if (got == KHO_FORMATS_ARCHIVE && is_office_zip(want) &&
            memmem(bytes.p, bytes.n < MARKUP_BYTES ? bytes.n : MARKUP_BYTES, "[Content_Types]",
                   15) != NULL) { /* cut before the part that would tell */
            got = want;
            out->notes |= NOTE(DAMAGED);
        }
        out->format = got;
        if (is_misnamed(want, got))
            out->notes |= NOTE(MISNAMED);
        return;
    }
    mime = magic_buffer(x->magic, bytes.p, bytes.n < MAGIC_BYTES ? bytes.n : MAGIC_BYTES);
    if (mime == NULL) /* libmagic's own trouble with hostile bytes */
        mime = "application/octet-stream";
    got = by_mime(mime);
    if (bytes.n >= 8 && memcmp(bytes.p, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0) {
        if (is_encrypted_ole(bytes)) {
            bool office = want == KHO_FORMATS_XLSX || want == KHO_FORMATS_PPTX;

            out->notes |= NOTE(ENCRYPTED);
            out->format = office ? want : KHO_FORMATS_DOCX;
            return;
        }
        /* libmagic cannot always tell OLE files apart; their names can. */
        if (got == KHO_FORMATS_COUNT || got == KHO_FORMATS_OLE)
            got = want == KHO_FORMATS_DOC || want == KHO_FORMATS_XLS || want == KHO_FORMATS_PPT ||
                          want == KHO_FORMATS_MSG
                      ? want
                      : KHO_FORMATS_OLE;
    } else if ((mail = mail_format(bytes, mime, want)) != KHO_FORMATS_COUNT) {
        got = mail;
    } else if (got == KHO_FORMATS_COUNT || kho_formats[got].text != 0 || got == KHO_FORMATS_XML ||
               got == KHO_FORMATS_EML) {
        got = is_text(bytes) ? text_format(bytes, mime, want) : KHO_FORMATS_COUNT;
    }
    out->format = got;
    if (is_misnamed(want, got))
        out->notes |= NOTE(MISNAMED);
}
