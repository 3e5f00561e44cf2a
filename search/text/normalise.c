/* normalise.c - kho_text_normalise. */
#include "fold.h"

#include "buf.h"
#include "letters.h"
#include "unicode.h"
#include "utf8.h"

#include <stdlib.h>
#include <unicode/uchar.h>

/*
 * Text that is not clean goes through the rare path in pieces: to the end of the line, or to the
 * next separator behind PIECE_SOFT characters, or to a letter behind PIECE_HARD.
 */
enum {
    PIECE_SOFT = 1024,
    PIECE_HARD = 8192,
    PIECE_FULL = PIECE_HARD + 1024, /* even if the letter has not ended */
    CHARS_MAX = PIECE_FULL + KHO_DECOMPOSED_MAX
};

struct work {
    uint32_t chars[CHARS_MAX];
    uint16_t units[CHARS_MAX * 4];
    char out[CHARS_MAX * 4];
};

/* Does c stay as it is, whatever stands beside it? */
static bool
is_clean(uint32_t c)
{
    enum kho_char_kind kind;

    if (kho_letter_of(c).code != KHO_L_NONE)
        return true;
    kind = kho_char_kind(c);
    if (kind == KHO_CHAR_OTHER)
        return kho_char_is_inert(c);
    return kind == KHO_CHAR_WORD && kho_char_lookalike(c) == 0 && kho_char_is_inert(c);
}

/* The first byte at or behind i that has to be worked on; the end if all is clean. */
static size_t
find_unclean(kho_sv in, size_t i)
{
    const unsigned char *p = (const unsigned char *)in.p;
    uint32_t last = 0;
    bool last_clean = true;

    while (i < in.n) {
        unsigned len;
        uint32_t c;

        if (p[i] < 0x80) {
            if ((p[i] < 0x20 && p[i] != '\n' && p[i] != '\t') || p[i] == 0x7f)
                return i;
            i++;
            continue;
        }
        c = kho_utf8_get(p + i, in.n - i, &len);
        if (c == KHO_UTF8_BAD)
            return i;
        if (c != last) {
            last = c;
            last_clean = is_clean(c);
        }
        if (!last_clean)
            return i;
        i += len;
    }
    return i;
}

/* Replaces the look-alikes of a finished run of letters. */
static void
finish_run(struct kho_chars *s, size_t run, bool foreign)
{
    for (size_t i = run; i < s->n; i++) {
        const uint32_t latin = s->p[i] < 0x80 ? 0 : kho_char_lookalike(s->p[i]);

        if (latin != 0 && (!foreign || kho_char_is_latin(s->p[i])))
            s->p[i] = latin;
    }
}

static bool
is_foreign(uint32_t c)
{
    uint32_t d[KHO_DECOMPOSED_MAX];
    bool foreign = false;

    if (c < 0x370)
        return false;
    for (size_t k = 0, n = kho_char_decompose(c, true, d); k < n; k++)
        foreign = foreign || kho_char_is_foreign(d[k]);
    return foreign;
}

/* One character as text has it.  CR LF is one line end. */
static void
add_char(struct kho_chars *s, uint32_t c, enum kho_char_kind kind)
{
    uint32_t d[KHO_DECOMPOSED_MAX];
    size_t n;

    switch (kind) {
    case KHO_CHAR_DROP:
        return;
    case KHO_CHAR_SPACE:
        kho_chars_add(s, ' ');
        return;
    case KHO_CHAR_NEWLINE:
        kho_chars_add(s, '\n');
        return;
    case KHO_CHAR_SYMBOL:
        kho_chars_add(s, kho_char_symbol(c));
        return;
    case KHO_CHAR_OTHER:
    case KHO_CHAR_WORD:
    case KHO_CHAR_MARK:
        break;
    }
    n = kho_char_decompose(c, false, d);
    for (size_t k = 0; k < n; k++)
        kho_chars_add(s, d[k]);
}

/* Works on the piece that begins at i and returns where it ends. */
static size_t
piece(kho_sv in, size_t i, struct work *w, struct kho_buf *out)
{
    struct kho_chars s = {.p = w->chars, .cap = CHARS_MAX};
    size_t run = 0;
    bool foreign = false, line = false;

    while (i < in.n && !line && s.n < PIECE_FULL) {
        unsigned len;
        uint32_t c = kho_utf8_get((const unsigned char *)in.p + i, in.n - i, &len);
        enum kho_char_kind kind;

        if (c == KHO_UTF8_BAD)
            c = 0xfffd;
        kind = kho_char_kind(c);
        if (s.n >= PIECE_HARD && kho_char_is_boundary(c))
            break;
        if (kind == KHO_CHAR_WORD || kind == KHO_CHAR_MARK || kind == KHO_CHAR_DROP) {
            foreign = foreign || (kind == KHO_CHAR_WORD && is_foreign(c));
        } else {
            finish_run(&s, run, foreign);
            run = s.n;
            foreign = false;
            if (s.n >= PIECE_SOFT)
                break;
        }
        i += len;
        if (c == '\r' && i < in.n && in.p[i] == '\n')
            continue;
        add_char(&s, c, kind);
        if (kind != KHO_CHAR_WORD && kind != KHO_CHAR_MARK && kind != KHO_CHAR_DROP)
            run = s.n;
        line = c == '\n' || kind == KHO_CHAR_NEWLINE;
    }
    finish_run(&s, run, foreign);
    kho_chars_order(&s, 0);
    kho_buf_put(out, w->out, kho_chars_compose(&s, w->units, w->out));
    return i;
}

/* Where the piece has to begin so that byte i is seen with what stands before it: at a blank. */
static size_t
back_to_blank(kho_sv in, size_t from, size_t i)
{
    const size_t least = i - from > PIECE_SOFT ? i - PIECE_SOFT : from;

    while (i > least && in.p[i - 1] != ' ' && in.p[i - 1] != '\n')
        i--;
    while (i > from && ((unsigned char)in.p[i] & 0xc0) == 0x80)
        i--;
    return i;
}

enum kho_status
kho_text_normalise(struct kho_arena *arena, kho_sv in, kho_sv *out, struct kho_err *err)
{
    size_t unclean = find_unclean(in, 0), done = 0;
    struct kho_buf buf = {.limit = kho_arena_room(arena)};
    struct work *w;
    enum kho_status st = KHO_OK;

    if (unclean == in.n) {
        if (in.n + 64 > kho_arena_room(arena))
            return kho_fail(err, KHO_LIMIT, "text of %zu bytes is too long", in.n);
        *out = kho_arena_dup(arena, in);
        return KHO_OK;
    }
    w = malloc(sizeof *w);
    if (w == NULL)
        return kho_fail(err, KHO_NOMEM, "no memory to normalise text");
    while (done < in.n && buf.st == KHO_OK) {
        if (unclean < in.n)
            unclean = back_to_blank(in, done, unclean);
        kho_buf_put(&buf, in.p + done, unclean - done);
        done = unclean;
        if (done < in.n) {
            done = piece(in, done, w, &buf);
            unclean = find_unclean(in, done);
        }
    }
    free(w);
    if (buf.st == KHO_OK && buf.n + 64 > kho_arena_room(arena))
        buf.st = KHO_LIMIT;
    if (buf.st == KHO_OK)
        *out = kho_arena_dup(arena, kho_buf_view(&buf));
    else
        st = kho_fail(err, buf.st, "text of %zu bytes is too long", in.n);
    kho_buf_free(&buf);
    return st;
}
