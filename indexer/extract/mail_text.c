/* mail_text.c - a mail's own words, or those of a web page saved as one file; see mail.h.
 *
 * First what people read of its fields, then its texts through the readers of plain text and html,
 * one of several versions.  Attachments are members of their own (indexer/archive).
 */
#include "mail.h"

#include "decode.h"
#include "out.h"
#include "reader.h"

#include <stdlib.h>

/* A text that is kept so far. */
struct text {
    struct kho_lines lines;
    uint64_t notes;
    struct kho_mail_choice *choices; /* in the arena */
    size_t n_choices;
};

struct reading {
    const struct kho_reader_in *in;
    struct text *t;
    size_t n, cap;
    size_t bytes;        /* of all texts that were read */
    struct kho_buf body; /* of the current part */
    kho_sv title;
    uint64_t notes;
};

static bool
has_ink(kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] > ' ')
            return true;
    return false;
}

/* Subject, sender and the like, a line each. */
static enum kho_status
read_fields(struct reading *r, const struct kho_mail *m, struct kho_err *err)
{
    static const char *const labels[KHO_MAIL_FIELDS] = {"", "From: ", "To: ", "Cc: ", "Date: "};
    const struct kho_line title = {.flags = KHO_LINE_BOLD | KHO_LINE_PARA, .heading = 1},
                          field = {.flags = KHO_LINE_PARA}, empty = {.flags = 0};
    struct kho_out out;
    enum kho_status st;

    kho_out_init(&out, r->in->text_max);
    for (int f = 0; f < KHO_MAIL_FIELDS; f++) {
        const kho_sv value = kho_mail_field(m, (enum kho_mail_field)f);

        if (value.n == 0)
            continue;
        kho_buf_reset(&r->body);
        kho_buf_str(&r->body, labels[f]);
        kho_buf_sv(&r->body, value);
        (void)kho_out_put(&out, f == KHO_MAIL_SUBJECT ? &title : &field, kho_buf_view(&r->body));
        if (f == KHO_MAIL_SUBJECT) /* a title that is read from the lines ends here */
            (void)kho_out_put(&out, &empty, KHO_SV(""));
    }
    if (out.full)
        r->notes |= KHO_NOTE(TRUNCATED);
    st = kho_out_finish(&out, r->in->arena, &r->t[0].lines, err);
    if (st == KHO_OK && kho_mail_field(m, KHO_MAIL_SUBJECT).n > 0)
        r->title = kho_line_text(&r->t[0].lines, 0);
    if (st == KHO_OK && out.confidence < KHO_DECODE_SURE)
        r->notes |= KHO_NOTE(CHARSET);
    kho_out_free(&out);
    r->n = 1;
    r->bytes = r->t[0].lines.text.n;
    return st;
}

/* Are they versions of one text? */
static bool
are_versions(const struct text *a, const struct text *b)
{
    for (size_t i = 0; i < a->n_choices; i++)
        for (size_t k = 0; k < b->n_choices; k++)
            if (a->choices[i].among == b->choices[k].among &&
                a->choices[i].version != b->choices[k].version)
                return true;
    return false;
}

/* The last version with anything in it is the one to keep.  Those it takes the place of came right
 * before it, for parts come in the order of the mail. */
static enum kho_status
keep(struct reading *r, const struct text *t, struct kho_err *err)
{
    while (r->n > 1 && are_versions(&r->t[r->n - 1], t))
        r->n--;
    if (r->n == r->cap) {
        const size_t cap = r->cap * 2;
        struct text *p = realloc(r->t, cap * sizeof *p);

        if (p == NULL)
            return kho_fail(err, KHO_NOMEM, "no memory for a mail");
        r->t = p;
        r->cap = cap;
    }
    r->t[r->n++] = *t;
    return KHO_OK;
}

static bool
is_pgp(kho_sv s)
{
    static const char mark[] = "-----BEGIN PGP MESSAGE-----";

    while (s.n > 0 && (unsigned char)s.p[0] <= ' ')
        s.p++, s.n--;
    return s.n >= sizeof mark - 1 && memcmp(s.p, mark, sizeof mark - 1) == 0;
}

static enum kho_status
read_text(struct reading *r, struct kho_mail *m, const struct kho_mail_part *part,
          struct kho_err *err)
{
    const size_t max = r->bytes < r->in->text_max ? r->in->text_max - r->bytes : 0;
    struct kho_reader_in in = {.text_max = max, .arena = r->in->arena, .charset = part->charset};
    struct kho_extracted x = {.lines = {.text = {"", 0}}};
    struct text t;
    enum kho_status st;
    const char *p;

    kho_buf_reset(&r->body);
    for (size_t n; r->body.n <= max && (n = kho_mail_read(m, &p)) > 0;)
        kho_buf_put(&r->body, p, n);
    if (r->body.st != KHO_OK)
        return kho_fail(err, KHO_NOMEM, "no memory for a text of a mail");
    in.bytes = kho_buf_view(&r->body);
    if (!has_ink(in.bytes))
        return KHO_OK;
    if (max == 0) {
        r->notes |= KHO_NOTE(TRUNCATED);
        return KHO_OK;
    }
    if (is_pgp(in.bytes))
        r->notes |= KHO_NOTE(ENCRYPTED);
    st = part->html ? kho_read_html(&in, &x, err) : kho_read_txt(&in, &x, err);
    if (st != KHO_OK || !has_ink(x.lines.text))
        return st;
    t = (struct text){.lines = x.lines, .notes = x.notes | kho_mail_part_notes(m)};
    t.n_choices = part->n_choices;
    t.choices = KHO_NEW_N(r->in->arena, part->n_choices + 1, struct kho_mail_choice);
    memcpy(t.choices, part->choices, part->n_choices * sizeof *t.choices);
    r->bytes += x.lines.text.n;
    return keep(r, &t, err);
}

/* The texts that are kept, one behind the other, with an empty line between them. */
static enum kho_status
join(struct reading *r, struct kho_extracted *out, struct kho_err *err)
{
    size_t bytes = 0, lines = 0, at = 0, n = 0;
    uint32_t tables = 0, notes = 0;
    struct kho_line *line;
    char *text;

    for (size_t i = 0; i < r->n; i++) {
        bytes += r->t[i].lines.text.n + 2;
        lines += r->t[i].lines.n + 1;
    }
    if (kho_arena_room(r->in->arena) / 2 < bytes ||
        kho_arena_room(r->in->arena) / 2 / sizeof *line < lines)
        return kho_fail(err, KHO_LIMIT, "a mail of %zu bytes of text", bytes);
    text = KHO_NEW_N(r->in->arena, bytes + 1, char);
    line = KHO_NEW_N(r->in->arena, lines + 1, struct kho_line);
    for (size_t i = 0; i < r->n; i++) {
        const struct kho_lines *l = &r->t[i].lines;
        const uint32_t tables_before = tables, notes_before = notes;

        if (l->n == 0)
            continue;
        out->notes |= r->t[i].notes;
        if (n > 0)
            text[at++] = '\n';
        if (n > 0 && line[n - 1].length > 0) {
            line[n++] = (struct kho_line){.offset = (uint32_t)at};
            text[at++] = '\n';
        }
        for (size_t k = 0; k < l->n; k++) {
            struct kho_line *to = &line[n++];

            *to = l->lines[k];
            to->offset += (uint32_t)at;
            to->table += to->table == 0 ? 0 : tables_before;
            to->note += to->note == 0 ? 0 : notes_before;
            tables = to->table > tables ? to->table : tables;
            notes = to->note > notes ? to->note : notes;
        }
        memcpy(text + at, l->text.p, l->text.n);
        at += l->text.n;
    }
    out->lines = (struct kho_lines){.text = {text, at}, .lines = line, .n = n};
    return KHO_OK;
}

enum kho_status
kho_read_mail(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    const struct kho_mail_source source = kho_mail_memory(&in->bytes);
    struct reading r = {.in = in, .t = calloc(8, sizeof *r.t), .cap = 8};
    struct kho_mail *m = NULL;
    struct kho_mail_part part;
    enum kho_status st = r.t == NULL ? kho_fail(err, KHO_NOMEM, "no memory for a mail")
                                     : kho_mail_open(&m, &source, err);

    if (st == KHO_OK && !kho_mail_is_page(m))
        st = read_fields(&r, m, err);
    else
        r.n = 1;
    while (st == KHO_OK && (st = kho_mail_next(m, &part, err)) == KHO_OK)
        if (part.role == KHO_MAIL_TEXT)
            st = read_text(&r, m, &part, err);
    if (st == KHO_DONE)
        st = join(&r, out, err);
    out->title = r.title;
    if (st == KHO_OK)
        out->notes |= r.notes | kho_mail_notes(m);
    kho_mail_close(m);
    kho_buf_free(&r.body);
    free(r.t);
    return st;
}
