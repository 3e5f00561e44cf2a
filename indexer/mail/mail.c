/* mail.c - see mail.h. */
#include "state.h"

#include "tables.h"

#include <iconv.h>
#include <pthread.h>
#include <stdlib.h>

#define NOTE(id) ((uint64_t)1 << KHO_NOTES_##id)

enum { PARTS_MAX = 100000 };

static void
load(void)
{
    /* Converters are libraries the C library loads when one is asked for and drops when no handle
     * is open.  gmime needs them for file names in the way of RFC 2231 that are not UTF-8, nothing
     * else: so only those Vietnamese is written in. */
    static const char *const charsets[] = {"CP1258", "CP1252", "ISO-8859-1", "VISCII", "TCVN"};
    static iconv_t kept[sizeof charsets / sizeof *charsets];

    g_mime_init();
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
        kept[i] = iconv_open("UTF-8", charsets[i]);
    (void)kept;
}

void
kho_mail_preload(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, load);
}

static size_t
read_memory(const void *ctx, int64_t at, void *p, size_t n)
{
    const kho_sv *s = ctx;

    if (at < 0 || (uint64_t)at >= s->n)
        return 0;
    if (n > s->n - (size_t)at)
        n = s->n - (size_t)at;
    memcpy(p, s->p + at, n);
    return n;
}

struct kho_mail_source
kho_mail_memory(const kho_sv *bytes)
{
    return (struct kho_mail_source){read_memory, bytes};
}

/* -- multiparts ------------------------------------------------------------------------------- */

static void
leave(struct kho_mail *m)
{
    free(m->multi[--m->depth].boundary);
    m->in.n_boundaries = m->depth;
}

/* False: no memory. */
static bool
enter(struct kho_mail *m)
{
    const size_t n = strlen(m->type.boundary);
    struct multipart *p = &m->multi[m->depth];
    char *b = malloc(n + 3);

    if (b == NULL)
        return false;
    b[0] = b[1] = '-';
    memcpy(b + 2, m->type.boundary, n + 1);
    *p = (struct multipart){.boundary = b, .kind = m->type.kind, .id = ++m->multiparts};
    m->in.boundary[m->depth++] = (kho_sv){b, n + 2};
    m->in.n_boundaries = m->depth;
    return true;
}

/* Up to the next boundary, or the end. */
static void
pass_over(struct kho_mail *m)
{
    const char *p;

    while (kho_mail_piece(&m->in, &p) > 0)
        ;
}

static void
drop_filter(struct kho_mail *m)
{
    if (m->filter != NULL)
        g_object_unref(m->filter);
    m->filter = NULL;
}

/* What the subject of a mail in the mail is. */
static void
name_by_subject(struct kho_mail *m)
{
    const int64_t at = kho_mail_tell(&m->in);
    struct kho_mail_header h = {.have = 0};
    size_t from = m->name.n;

    kho_mail_header_read(&h, &m->in);
    kho_mail_readable(&m->name, &h, KHO_MAIL_H_SUBJECT);
    kho_mail_header_free(&h);
    kho_mail_seek(&m->in, at);
    if (m->name.n > 200) {
        m->name.n = 200;
        while (m->name.n > from && ((unsigned char)m->name.p[m->name.n] & 0xc0) == 0x80)
            m->name.n--;
    }
    for (size_t i = from; i < m->name.n; i++)
        if (m->name.p[i] == '/' || m->name.p[i] == '\\')
            m->name.p[i] = '-';
    if (m->name.n > from)
        kho_buf_str(&m->name, ".eml");
}

static void
name_part(struct kho_mail *m)
{
    kho_buf_str(&m->name, m->type.name);
    if (m->name.n == 0 && kho_mail_type_is(&m->type, "message/rfc822") &&
        (m->type.encoding != GMIME_CONTENT_ENCODING_BASE64))
        name_by_subject(m);
    if (m->name.n == 0)
        kho_mail_name_make(&m->name, &m->type, m->index);
}

/* The part whose fields were read is one without parts. */
static enum kho_status
give(struct kho_mail *m, struct kho_mail_part *part, struct kho_err *err)
{
    const struct multipart *in = m->depth == 0 ? NULL : &m->multi[m->depth - 1];
    const struct kho_mail_spot spot = {.parent = in == NULL ? KHO_MAIL_LEAF : in->kind,
                                       .nth = in == NULL ? 1 : in->parts,
                                       .page = m->page};

    *part = (struct kho_mail_part){.choices = m->choice};
    part->role = m->in_text ? KHO_MAIL_TEXT : kho_mail_role_of(&m->type, &spot);
    if (m->type.kind != KHO_MAIL_LEAF && !m->in_text) { /* too deep to be opened */
        part->role = KHO_MAIL_BELONGS;
        m->notes |= NOTE(DEPTH);
    }
    if (part->role == KHO_MAIL_LOCKED)
        m->notes |= NOTE(ENCRYPTED);
    kho_buf_reset(&m->name);
    if (part->role == KHO_MAIL_MEMBER)
        name_part(m);
    if (m->name.st != KHO_OK)
        return kho_fail(err, KHO_NOMEM, "naming an attachment");
    part->html =
        part->role == KHO_MAIL_TEXT && (kho_mail_type_is(&m->type, "text/html") ||
                                        kho_mail_type_is(&m->type, "application/xhtml+xml"));
    part->charset = kho_sv_from(m->type.charset);
    part->name = kho_buf_view(&m->name);
    part->index = m->index++;
    for (size_t i = 0; i < m->depth; i++)
        if (m->multi[i].kind == KHO_MAIL_ALTERNATIVE)
            m->choice[part->n_choices++] =
                (struct kho_mail_choice){m->multi[i].id, m->multi[i].parts};
    switch (m->in_text ? GMIME_CONTENT_ENCODING_DEFAULT : (GMimeContentEncoding)m->type.encoding) {
    case GMIME_CONTENT_ENCODING_BASE64:
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
    case GMIME_CONTENT_ENCODING_UUENCODE:
        m->filter = g_mime_filter_basic_new((GMimeContentEncoding)m->type.encoding, FALSE);
        break;
    case GMIME_CONTENT_ENCODING_DEFAULT:
    case GMIME_CONTENT_ENCODING_7BIT:
    case GMIME_CONTENT_ENCODING_8BIT:
    case GMIME_CONTENT_ENCODING_BINARY:
        break;
    }
    m->letters = 0;
    m->part_notes = 0;
    m->ended = false;
    m->where = IN_PART;
    return KHO_OK;
}

/* Fields of a part come next.  *given: it was a part to be given. */
static enum kho_status
begin(struct kho_mail *m, struct kho_mail_part *part, bool *given, struct kho_err *err)
{
    const bool digest = m->depth > 0 && m->multi[m->depth - 1].kind == KHO_MAIL_DIGEST;
    int64_t at;

    if (m->where != AT_TOP) {
        kho_mail_header_read(&m->header, &m->in);
        kho_mail_type_free(&m->type);
        kho_mail_type_read(&m->type, &m->header, digest);
    }
    m->where = BETWEEN;
    m->in_text = false;
    if (m->type.kind != KHO_MAIL_LEAF && m->type.boundary != NULL && m->depth < KHO_MAIL_NEST) {
        bool last;
        int b;

        at = kho_mail_tell(&m->in);
        if (!enter(m))
            return kho_fail(err, KHO_NOMEM, "opening a mail");
        pass_over(m);
        b = kho_mail_boundary(&m->in, &last);
        if (b == (int)m->depth - 1)
            return KHO_OK;
        /* Its boundary never comes: all of it is text, as far as one can tell. */
        leave(m);
        kho_mail_seek(&m->in, at);
    }
    if (m->type.kind != KHO_MAIL_LEAF && m->depth < KHO_MAIL_NEST) {
        m->notes |= NOTE(DAMAGED);
        m->in_text = true;
    }
    *given = true;
    return give(m, part, err);
}

/* At a boundary, or at the end: what comes next? */
static enum kho_status
step(struct kho_mail *m, struct kho_mail_part *part, bool *given, struct kho_err *err)
{
    bool last;
    const int b = kho_mail_boundary(&m->in, &last);

    if (b < 0) { /* the end: multiparts that are still open were not closed */
        if (m->depth > 0)
            m->notes |= NOTE(DAMAGED);
        m->where = AT_END;
        return KHO_DONE;
    }
    while (m->depth > (size_t)b + 1) {
        m->notes |= NOTE(DAMAGED);
        leave(m);
    }
    for (bool more = true; more;) { /* a long line of blanks behind it */
        const kho_sv line = kho_mail_line(&m->in);

        kho_mail_take(&m->in, line.n);
        more = line.n == KHO_MAIL_LINE && !m->in.fresh;
    }
    m->in.fresh = true;
    if (last) {
        leave(m);
        if (m->depth == 0) {
            m->where = AT_END;
            return KHO_DONE;
        }
        pass_over(m);
        return KHO_OK;
    }
    if (m->index >= PARTS_MAX || m->multiparts >= PARTS_MAX) {
        m->notes |= NOTE(BUDGET);
        m->where = AT_END;
        return KHO_DONE;
    }
    m->multi[m->depth - 1].parts++;
    return begin(m, part, given, err);
}

enum kho_status
kho_mail_next(struct kho_mail *m, struct kho_mail_part *part, struct kho_err *err)
{
    enum kho_status st = KHO_OK;
    bool given = false;

    if (m->where == IN_PART) {
        drop_filter(m);
        if (!m->ended)
            pass_over(m);
        m->where = BETWEEN;
    } else if (m->where == AT_TOP) {
        st = begin(m, part, &given, err);
    }
    while (st == KHO_OK && !given)
        st = m->where == AT_END ? KHO_DONE : step(m, part, &given, err);
    return st;
}

uint64_t
kho_mail_part_notes(const struct kho_mail *m)
{
    return m->part_notes;
}

uint64_t
kho_mail_notes(const struct kho_mail *m)
{
    return m->notes;
}

/* -- open and close --------------------------------------------------------------------------- */

enum kho_status
kho_mail_open(struct kho_mail **out, const struct kho_mail_source *s, struct kho_err *err)
{
    struct kho_mail *m = calloc(1, sizeof *m);

    *out = NULL;
    if (m == NULL)
        return kho_fail(err, KHO_NOMEM, "opening a mail");
    kho_mail_preload();
    m->in.src = *s;
    m->in.fresh = true;
    kho_mail_header_read(&m->header, &m->in);
    kho_mail_take_fields(m);
    kho_mail_type_read(&m->type, &m->header, false);
    m->page = m->type.kind == KHO_MAIL_RELATED && !kho_mail_header_has(&m->header, KHO_MAIL_H_TO) &&
              !kho_mail_header_has(&m->header, KHO_MAIL_H_CC) &&
              !kho_mail_header_has(&m->header, KHO_MAIL_H_RECEIVED);
    *out = m;
    return KHO_OK;
}

void
kho_mail_close(struct kho_mail *m)
{
    if (m == NULL)
        return;
    drop_filter(m);
    while (m->depth > 0)
        leave(m);
    kho_mail_header_free(&m->header);
    kho_mail_type_free(&m->type);
    for (int f = 0; f < KHO_MAIL_FIELDS; f++)
        kho_buf_free(&m->field[f]);
    kho_buf_free(&m->name);
    free(m);
}
