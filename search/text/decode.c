/* decode.c - see decode.h.
 *
 * Two looks at a document: the first finds out which readings occur in it, from the paragraphs that
 * tell clearly; the second reads each paragraph, a short one by the help of what the first found.
 */
#include "choose.h"
#include "fold.h"
#include "letters.h"
#include "utf8.h"
#include "wide.h"

enum { SAMPLE_WORDS = 4000 /* of the first look: more than these tell nothing new */ };

#define CERTAIN 0.9

static unsigned
words(const struct kho_fit *f)
{
    return f->good + f->bad + f->open;
}

/* -- the first look --------------------------------------------------------------------------- */

struct look {
    size_t pieces;   /* that are not settled */
    size_t words;    /* in them, about */
    size_t settled;  /* words in the others, about */
    bool suspicious; /* not everything is what it seems to be */
    bool broken;     /* there are bytes that are no UTF-8 */
};

/* Is there anything to find out at all?  Nearly every document ends here. */
static struct look
look_at(kho_sv text, bool marks, struct kho_chooser *w)
{
    struct kho_pieces it = {text, marks, KHO_FONT_ANY};
    struct look l = {0};
    struct kho_piece p;

    while (kho_pieces_next(&it, &p)) {
        if (kho_piece_is_settled(&p, false)) {
            l.settled += p.good / 2;
            continue;
        }
        l.pieces++;
        l.words += (p.good + p.bad + 1) / 2;
        l.broken = l.broken || p.bad > 0;
        if (p.font != KHO_FONT_ANY)
            l.suspicious = true;
        if (!l.suspicious && p.bad == 0) {
            struct kho_fit f;

            kho_buf_reset(&w->bytes);
            kho_reading_bytes(p.s, &w->bytes);
            f = kho_reading_fit(KHO_READING_PLAIN, KHO_SOURCE_SHOWN, kho_buf_view(&w->bytes));
            l.suspicious = f.bad > 0 && kho_fit_share(&f) <= KHO_FIT_PLAIN;
        }
    }
    l.suspicious = l.suspicious || l.broken;
    return l;
}

/* Lets the pieces that tell vote, or where there are very many, each nth of them. */
static void
take_votes(kho_sv text, bool marks, const struct look *l, struct kho_chooser *w)
{
    struct kho_pieces it = {text, marks, KHO_FONT_ANY};
    const size_t stride = l->words / SAMPLE_WORDS + 1;
    size_t n = 0;
    struct kho_piece p;

    w->vote->seen[KHO_READING_PLAIN] += (double)l->settled / (double)stride;
    while (kho_pieces_next(&it, &p)) {
        struct kho_choice c;

        if (kho_piece_is_settled(&p, true) || n++ % stride != 0)
            continue;
        kho_chooser_start(w);
        c = kho_choose(w, &p, l->broken, false);
        if (kho_fit_share(&c.fit) >= KHO_FIT_LEGACY)
            w->vote->seen[c.reading] += c.fit.good * c.certainty;
    }
}

/* -- the second look -------------------------------------------------------------------------- */

struct tally {
    double seen[KHO_READINGS]; /* words */
    double sure, all;          /* words read with certainty, words */
};

static void
put_upper(kho_sv s, struct kho_buf *out)
{
    for (size_t i = 0; i < s.n;) {
        unsigned len;
        const uint32_t c = kho_utf8_get((const unsigned char *)s.p + i, s.n - i, &len);
        const struct kho_letter l = c == KHO_UTF8_BAD ? kho_letters[0] : kho_letter_of(c);

        if (l.letter_case == KHO_CASE_LOWER)
            kho_buf_str(out, kho_letter_upper[l.code][l.tone]);
        else
            kho_buf_put(out, s.p + i, len);
        i += len;
    }
}

static void
read_piece(struct kho_chooser *w, const struct kho_piece *p, const struct look *l, struct tally *t,
           struct kho_buf *out)
{
    struct kho_choice c = {.reading = KHO_READING_PLAIN, .certainty = 1};
    double share = 1;
    unsigned n;

    if (!kho_piece_is_settled(p, true)) {
        c = kho_choose(w, p, l->broken, true);
        share = kho_fit_share(&c.fit);
        if (c.reading == KHO_READING_PLAIN && p->bad == 0)
            share = c.certainty = 1;
        n = words(&c.fit) + (c.reading == KHO_READING_PLAIN && p->bad > 0);
    } else {
        n = (unsigned)(p->good / 2);
    }
    if (p->font == KHO_FONT_TCVN3_CAPS &&
        (p->good + p->bad == 0 || kho_reading_charset(c.reading) == KHO_CHARSET_TCVN3)) {
        kho_buf_reset(&w->a);
        kho_reading_put(c.reading, c.source, p->s, &w->a);
        put_upper(kho_buf_view(&w->a), out);
    } else {
        kho_reading_put(c.reading, c.source, p->s, out);
    }
    t->seen[c.reading] += n;
    t->all += n;
    t->sure += n * share * (c.certainty >= CERTAIN ? 1 : c.certainty);
}

static const char *
name_of(enum kho_reading r)
{
    return r == KHO_READING_PLAIN   ? "utf-8"
           : r == KHO_READING_TWICE ? "utf-8-twice"
                                    : kho_charset_name(kho_reading_charset(r));
}

/* text is UTF-8 but for its bad bytes; what it becomes is in out, unless it can stay. */
static kho_sv
read_all(kho_sv text, bool marks, struct kho_vote *vote, struct kho_decoded *d, struct kho_buf *out)
{
    struct kho_chooser w = {.vote = vote};
    const struct look l = look_at(text, marks, &w);
    struct kho_pieces it = {text, marks, KHO_FONT_ANY};
    struct tally t = {.all = 0};
    unsigned most = KHO_READING_PLAIN;
    struct kho_piece p;

    if (l.suspicious) {
        take_votes(text, marks, &l, &w);
        kho_chooser_start(&w);
    } else {
        vote->seen[KHO_READING_PLAIN] += (double)(l.settled + l.words);
        if (!marks)
            goto done;
    }
    while (kho_pieces_next(&it, &p)) {
        if (l.suspicious)
            read_piece(&w, &p, &l, &t, out);
        else if (p.font == KHO_FONT_TCVN3_CAPS && p.good == 0)
            put_upper(p.s, out);
        else
            kho_buf_sv(out, p.s);
        if (!p.mark)
            kho_buf_put(out, p.s.p + p.s.n, p.behind);
    }
    text = kho_buf_view(out);
    if (w.bytes.st != KHO_OK || w.a.st != KHO_OK)
        out->st = KHO_NOMEM;
    for (unsigned r = 0; r < KHO_READINGS; r++)
        if (t.seen[r] > t.seen[most])
            most = r;
    d->charset = name_of((enum kho_reading)most);
    d->confidence = t.all > 0 ? t.sure / t.all : 1;
done:
    kho_chooser_free(&w);
    return text;
}

static enum kho_status
finish(struct kho_arena *arena, kho_sv text, size_t n, struct kho_buf *buf, struct kho_decoded *d,
       struct kho_decoded *out, struct kho_err *err)
{
    const enum kho_status st = buf->st == KHO_OK
                                   ? kho_text_normalise(arena, text, &d->text, err)
                                   : kho_fail(err, buf->st, "text of %zu bytes is too long", n);

    kho_buf_free(buf);
    if (st == KHO_OK)
        *out = *d;
    return st;
}

enum kho_status
kho_decode(struct kho_arena *arena, kho_sv raw, struct kho_decoded *out, struct kho_err *err)
{
    struct kho_buf wide = {.limit = kho_arena_room(arena)}, buf = wide;
    struct kho_decoded d = {{NULL, 0}, "utf-8", 1};
    struct kho_vote vote = {{0}};
    const char *charset = kho_wide_decode(raw, &wide);
    enum kho_status st;
    kho_sv text = charset != NULL ? kho_buf_view(&wide) : raw;

    text = read_all(text, false, &vote, &d, &buf);
    if (charset != NULL && strcmp(d.charset, "utf-8") == 0)
        d.charset = charset;
    if (wide.st != KHO_OK)
        buf.st = wide.st;
    st = finish(arena, text, raw.n, &buf, &d, out, err);
    kho_buf_free(&wide);
    return st;
}

/* Nearly no text has any, nor another character that begins with their first byte. */
static bool
has_marks(kho_sv text)
{
    const unsigned char *p = (const unsigned char *)text.p, *end = p + text.n;

    while (p < end && (p = memchr(p, 0xef, (size_t)(end - p))) != NULL) {
        if (kho_font_at(p, (size_t)(end - p)) >= 0)
            return true;
        p++;
    }
    return false;
}

/*
 * Text without the marks that change nothing: a reader may put one in front of each run and one
 * behind it, and a letter and its tone must not be parted by two of them.
 */
static kho_sv
squeeze(kho_sv text, struct kho_buf *out)
{
    const unsigned char *p = (const unsigned char *)text.p;
    int now = KHO_FONT_ANY, next = KHO_FONT_ANY;
    size_t from = 0;

    if (!has_marks(text))
        return text;
    for (size_t i = 0; i < text.n;) {
        const int font = p[i] < 0x80 ? -1 : kho_font_at(p + i, text.n - i);

        if (font >= 0) {
            kho_buf_put(out, text.p + from, i - from);
            from = i += KHO_FONT_MARK_BYTES;
            next = font;
            continue;
        }
        if (p[i] == '\n')
            now = next = KHO_FONT_ANY;
        if (next != now) {
            kho_buf_put(out, text.p + from, i - from);
            from = i;
            kho_buf_sv(out, kho_font_mark((enum kho_font)(now = next)));
        }
        i++;
    }
    kho_buf_put(out, text.p + from, text.n - from);
    return kho_buf_view(out);
}

enum kho_status
kho_decode_text(struct kho_arena *arena, kho_sv text, struct kho_decoded *out, struct kho_err *err)
{
    struct kho_buf few = {.limit = kho_arena_room(arena)}, buf = few;
    struct kho_decoded d = {{NULL, 0}, "utf-8", 1};
    struct kho_vote vote = {{0}};
    const size_t n = text.n;
    enum kho_status st;
    kho_sv few_text;

    few_text = squeeze(text, &few);
    text = read_all(few_text, few_text.p != text.p, &vote, &d, &buf);
    if (few.st != KHO_OK)
        buf.st = few.st;
    st = finish(arena, text, n, &buf, &d, out, err);
    kho_buf_free(&few);
    return st;
}

void
kho_decode_count(struct kho_vote *vote, kho_sv raw)
{
    struct kho_buf buf = {.p = NULL};
    struct kho_decoded d;

    (void)read_all(raw, false, vote, &d, &buf);
    kho_buf_free(&buf);
}

enum kho_status
kho_decode_name(struct kho_arena *arena, kho_sv raw, const struct kho_vote *vote,
                struct kho_decoded *out, struct kho_err *err)
{
    struct kho_buf buf = {.limit = kho_arena_room(arena)};
    struct kho_decoded d = {{NULL, 0}, "utf-8", 1};
    struct kho_vote votes = *vote; /* decoding a name twice is no second vote */

    return finish(arena, read_all(raw, false, &votes, &d, &buf), raw.n, &buf, &d, out, err);
}
