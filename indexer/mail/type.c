/* type.c - see type.h. */
#include "type.h"

#include "tables.h"
#include "words.h"

#include <gmime/gmime.h>
#include <strings.h>

enum { NAME_MAX_BYTES = 1000 };

/* Text of gmime as our own. */
static char *
lower(const char *s)
{
    return g_ascii_strdown(s == NULL ? "" : s, -1);
}

/* Words must not be encoded in parameters, but most are; and gmime may lose a part of them
 * (words.h). So it sees them with another letter in place of their '='. */
static const char mark[] = "\xee\x80\x80";

static const char *
hide_words(struct kho_buf *out, struct kho_mail_header *h, enum kho_mail_known f)
{
    for (const char *s = kho_mail_header_get(h, f); *s != '\0'; s++)
        if (s[0] == '=' && s[1] == '?')
            kho_buf_str(out, mark);
        else
            kho_buf_char(out, *s);
    return kho_buf_cstr(out);
}

/* A name with its words decoded: one line, not too long, cut at a character. */
static char *
tidy(const char *s)
{
    struct kho_buf shown = {.p = NULL}, words = {.p = NULL};
    char *name;
    size_t n;

    for (; s != NULL && *s != '\0'; s++)
        if (strncmp(s, mark, sizeof mark - 1) == 0) {
            kho_buf_char(&shown, '=');
            s += sizeof mark - 2;
        } else {
            kho_buf_char(&shown, *s);
        }
    kho_mail_utf8(&shown); /* gmime decodes percent signs to what may be no text */
    kho_mail_words(&words, kho_buf_view(&shown));
    n = words.n;
    if (n > NAME_MAX_BYTES) {
        n = NAME_MAX_BYTES;
        while (n > 0 && ((unsigned char)words.p[n] & 0xc0) == 0x80)
            n--;
    }
    name = g_strndup(kho_buf_cstr(&words), n);
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)name[i] < ' ') /* NUL, too: of a hostile word */
            name[i] = ' ';
    kho_buf_free(&shown);
    kho_buf_free(&words);
    return g_strstrip(name);
}

static enum kho_mail_kind
kind_of(const char *type)
{
    static const struct {
        const char *type;
        enum kho_mail_kind kind;
    } kinds[] = {{"multipart/alternative", KHO_MAIL_ALTERNATIVE},
                 {"multipart/related", KHO_MAIL_RELATED},
                 {"multipart/signed", KHO_MAIL_SIGNED},
                 {"multipart/encrypted", KHO_MAIL_ENCRYPTED},
                 {"multipart/digest", KHO_MAIL_DIGEST}};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].type, type) == 0)
            return kinds[i].kind;
    return strncmp(type, "multipart/", 10) == 0 ? KHO_MAIL_MIXED : KHO_MAIL_LEAF;
}

/* "utf-8 (comment)" -> "utf-8" */
static void
cut_at_blank(char *s)
{
    s[strcspn(s, " \t\n")] = '\0';
}

void
kho_mail_type_read(struct kho_mail_type *t, struct kho_mail_header *h, bool digest)
{
    struct kho_buf hidden[2] = {{.p = NULL}, {.p = NULL}};
    const char *type = hide_words(&hidden[0], h, KHO_MAIL_H_TYPE),
               *disposition = hide_words(&hidden[1], h, KHO_MAIL_H_DISPOSITION),
               *encoding = kho_mail_header_get(h, KHO_MAIL_H_ENCODING), *name = NULL;
    GMimeContentType *ct;
    GMimeContentDisposition *cd = NULL;

    if (strchr(type, '/') == NULL) /* none, or nothing anybody knows: RFC 2045 5.2 */
        type = digest ? "message/rfc822" : "text/plain";
    ct = g_mime_content_type_parse(NULL, type);
    if (*disposition != '\0')
        cd = g_mime_content_disposition_parse(NULL, disposition);
    if (cd != NULL)
        name = g_mime_content_disposition_get_parameter(cd, "filename");
    if (name == NULL || *name == '\0')
        name = g_mime_content_type_get_parameter(ct, "name");
    *t = (struct kho_mail_type){
        .charset = lower(g_mime_content_type_get_parameter(ct, "charset")),
        .smime = lower(g_mime_content_type_get_parameter(ct, "smime-type")),
        .boundary = g_strdup(g_mime_content_type_get_parameter(ct, "boundary")),
        .name = tidy(name),
        .attached = cd != NULL && g_mime_content_disposition_get_disposition(cd) != NULL &&
                    strcasecmp(g_mime_content_disposition_get_disposition(cd), "attachment") == 0,
        .encoding = (int)g_mime_content_encoding_from_string(encoding)};
    t->type = g_strconcat(g_mime_content_type_get_media_type(ct), "/",
                          g_mime_content_type_get_media_subtype(ct), NULL);
    for (char *c = t->type; *c != '\0'; c++)
        *c = g_ascii_tolower(*c);
    cut_at_blank(t->charset);
    t->kind = kind_of(t->type);
    if (t->boundary != NULL && *t->boundary == '\0') {
        g_free(t->boundary);
        t->boundary = NULL;
    }
    g_object_unref(ct);
    if (cd != NULL)
        g_object_unref(cd);
    kho_buf_free(&hidden[0]);
    kho_buf_free(&hidden[1]);
}

void
kho_mail_type_free(struct kho_mail_type *t)
{
    g_free(t->type);
    g_free(t->charset);
    g_free(t->smime);
    g_free(t->boundary);
    g_free(t->name);
    *t = (struct kho_mail_type){.type = NULL};
}

bool
kho_mail_type_is(const struct kho_mail_type *t, const char *prefix)
{
    const size_t n = strlen(prefix);

    return prefix[n - 1] == '/' ? strncmp(t->type, prefix, n) == 0 : strcmp(t->type, prefix) == 0;
}

/* The format a type or an extension of a name stands for; NULL: none that is known. */
static const struct kho_formats_row *
format_of(const struct kho_mail_type *t)
{
    const char *dot = strrchr(t->name, '.');
    const kho_sv ext = kho_sv_from(dot == NULL ? "" : dot + 1), type = kho_sv_from(t->type);

    for (size_t f = 0; f < KHO_FORMATS_COUNT; f++) {
        kho_sv one;

        for (kho_sv rest = kho_sv_from(kho_formats[f].extensions); kho_sv_next(&rest, ' ', &one);)
            if (ext.n > 0 && one.n == ext.n && strncasecmp(one.p, ext.p, ext.n) == 0)
                return &kho_formats[f];
        for (kho_sv rest = kho_sv_from(kho_formats[f].mimes); kho_sv_next(&rest, ' ', &one);)
            if (one.n > 0 && type.n >= one.n && memcmp(one.p, type.p, one.n) == 0 &&
                (type.n == one.n || strchr("/.", one.p[one.n - 1]) != NULL))
                return &kho_formats[f];
    }
    return NULL;
}

/* In multipart/related, beside the text: does it only make the text look well?  Of a mail such are
 * pictures; of a saved web page all but documents. */
static bool
is_decoration(const struct kho_mail_type *t, bool page)
{
    const struct kho_formats_row *f = format_of(t);

    if (t->attached)
        return false;
    if (kho_mail_type_is(t, "image/") || f == &kho_formats[KHO_FORMATS_IMAGE] ||
        kho_mail_type_is(t, "text/css"))
        return true;
    return page && (f == NULL || (f->reader[0] == '\0' && f != &kho_formats[KHO_FORMATS_ARCHIVE]));
}

static bool
is_locked(const struct kho_mail_type *t)
{
    const bool pkcs7 = kho_mail_type_is(t, "application/pkcs7-mime") ||
                       kho_mail_type_is(t, "application/x-pkcs7-mime");

    return pkcs7 && strcmp(t->smime, "signed-data") != 0 && strcmp(t->smime, "certs-only") != 0 &&
           strcmp(t->smime, "compressed-data") != 0;
}

enum kho_mail_role
kho_mail_role_of(const struct kho_mail_type *t, const struct kho_mail_spot *spot)
{
    const bool words = kho_mail_type_is(t, "text/plain") || kho_mail_type_is(t, "text/html") ||
                       kho_mail_type_is(t, "application/xhtml+xml"),
               beside = spot->parent == KHO_MAIL_RELATED && spot->nth > 1;

    if (spot->parent == KHO_MAIL_ENCRYPTED || is_locked(t))
        return KHO_MAIL_LOCKED;
    if ((spot->parent == KHO_MAIL_SIGNED && spot->nth > 1) ||
        kho_mail_type_is(t, "message/external-body"))
        return KHO_MAIL_BELONGS;
    if (kho_mail_type_is(t, "message/delivery-status") ||
        kho_mail_type_is(t, "message/disposition-notification") ||
        kho_mail_type_is(t, "text/rfc822-headers"))
        return KHO_MAIL_TEXT;
    if (beside)
        return is_decoration(t, spot->page) ? KHO_MAIL_BELONGS : KHO_MAIL_MEMBER;
    if (spot->parent == KHO_MAIL_ALTERNATIVE && !t->attached) {
        if (words)
            return KHO_MAIL_TEXT;
        if (kho_mail_type_is(t, "text/")) /* an invitation, the same as rich text ... */
            return KHO_MAIL_BELONGS;
    }
    /* A text with a file name was attached; the one at the top is what the mail says. */
    if (words && !t->attached &&
        (t->name[0] == '\0' || spot->parent == KHO_MAIL_LEAF || spot->parent == KHO_MAIL_RELATED))
        return KHO_MAIL_TEXT;
    return KHO_MAIL_MEMBER;
}

void
kho_mail_name_make(struct kho_buf *out, const struct kho_mail_type *t, uint32_t index)
{
    const struct kho_formats_row *f = format_of(t);
    const kho_sv subtype = kho_sv_from(strchr(t->type, '/') + 1);
    kho_sv chosen = {"", 0}, ext;

    /* "png" of "image/png", else what files of the kind are mostly called. */
    for (kho_sv rest = kho_sv_from(f == NULL ? "" : f->extensions); kho_sv_next(&rest, ' ', &ext);)
        if (chosen.n == 0 || kho_sv_eq(ext, subtype))
            chosen = ext;
    kho_buf_fmt(out, "phan-%u", index + 1);
    if (chosen.n > 0) {
        kho_buf_char(out, '.');
        kho_buf_sv(out, chosen);
    }
}
