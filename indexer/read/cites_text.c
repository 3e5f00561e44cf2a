#include "cites.h"

#include "begins.h"
#include "fold.h"
#include "vchar.h"

static bool
ends_phrase(kho_sv text, size_t from, size_t to)
{
    size_t n;

    if (to == from + 1 && text.p[from] == ' ')
        return false;
    for (size_t at = from; at < to; at += n) {
        uint32_t c = kho_vchar(text, at, &n);

        if (n == 0)
            break;
        if (strchr(".;:!?()[]\"", c < 0x80 ? (int)c : 'x') != NULL || c == 0x201c || c == 0x201d ||
            c == 0x2026 || c == '\n')
            return true;
    }
    return false;
}

static uint8_t
flags_of(kho_sv word)
{
    uint8_t f = 0;
    bool lower = false, upper = false;
    size_t n;

    for (size_t at = 0; at < word.n; at += n) {
        uint32_t c = kho_vchar(word, at, &n);

        if (at == 0 && kho_vchar_is_digit(c))
            f |= TOK_DIGIT;
        if (at == 0 && kho_vchar_is_upper(c))
            f |= TOK_CAP;
        lower = lower || kho_vchar_is_lower(c);
        upper = upper || kho_vchar_is_upper(c);
    }
    if (upper && !lower)
        f |= TOK_UPPER;
    return f;
}

/* The buffers serve all paragraphs of a document: the largest one decides their size.  A word is
 * some five bytes: those from pos on are counted before memory is taken for the worst case. */
static void
make_room(struct kho_arena *arena, size_t pos, struct cite_text *out)
{
    struct tok *t = out->t;
    size_t n = out->n;
    struct kho_word w;

    while (kho_word_next(out->text, &pos, &w))
        n++;
    if (n == out->n)
        return;
    out->cap = n + n / 2 + 16;
    out->t = KHO_NEW_N(arena, out->cap, struct tok);
    if (out->n > 0)
        memcpy(out->t, t, out->n * sizeof *t);
}

void
cite_text_make(struct kho_arena *arena, kho_sv text, struct cite_text *out)
{
    const size_t bytes = text.n * 2 + 2;
    struct kho_word w;
    size_t pos = 0, end = 0;

    out->text = text;
    out->n = out->bare_n = 0;
    if (bytes > out->bare_cap) {
        out->bare_cap = bytes + bytes / 2;
        out->bare = kho_arena_alloc(arena, out->bare_cap, 1);
    }
    for (;;) {
        struct tok *t;

        if (out->n == out->cap)
            make_room(arena, pos, out);
        if (out->n == out->cap || !kho_word_next(text, &pos, &w) ||
            out->bare_n + w.bare_n + 1 > out->bare_cap)
            break;
        t = &out->t[out->n];
        if (out->n > 0)
            out->bare[out->bare_n++] = ends_phrase(text, end, w.offset) ? '|' : ' ';
        *t = (struct tok){w.offset, w.length, (uint32_t)out->bare_n, 0};
        t->flags = flags_of((kho_sv){text.p + w.offset, w.length});
        memcpy(out->bare + out->bare_n, w.bare, w.bare_n);
        out->bare_n += w.bare_n;
        end = w.offset + w.length;
        out->n++;
    }
}

kho_sv
cite_bare(const struct cite_text *t, size_t i)
{
    if (i >= t->n)
        return (kho_sv){"", 0};
    return (kho_sv){t->bare + t->t[i].bare_at, t->bare_n - t->t[i].bare_at};
}

bool
cite_is(const struct cite_text *t, size_t i, const char *phrase)
{
    const kho_sv have = cite_bare(t, i);

    /* nearly always they differ at once */
    return have.n > 0 && have.p[0] == phrase[0] && kho_begins_with(have, phrase, strlen(phrase));
}

bool
cite_breaks(const struct cite_text *t, size_t i)
{
    return i + 1 >= t->n || t->bare[t->t[i + 1].bare_at - 1] == '|';
}

size_t
cite_tok_at(const struct cite_text *t, size_t at)
{
    size_t lo = 0, hi = t->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (t->t[mid].at < at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

size_t
cite_words_in(kho_sv bare, size_t bytes)
{
    size_t n = bytes > 0 ? 1 : 0;

    for (size_t i = 0; i < bytes && i < bare.n; i++)
        n += bare.p[i] == ' ' || bare.p[i] == '|' ? 1 : 0;
    return n;
}

size_t
cite_tok_end(const struct cite_text *t, size_t i)
{
    return i < t->n ? t->t[i].at + t->t[i].n : t->text.n;
}

static const char *
cue_words(size_t row)
{
    return kho_cite_cues[row].words;
}

size_t
cite_cue(const struct cite_text *t, size_t i, const char *kind)
{
    static struct kho_begins cues = {.words = cue_words};
    const kho_sv bare = cite_bare(t, i);
    size_t best = 0, n;

    cues.n = kho_cite_cues_n;
    for (int k = -1; (k = kho_begins_next(&cues, bare, k, &n)) >= 0;) {
        const struct kho_cite_cues_row *r = &kho_cite_cues[k];

        if (n > best && strcmp(r->kind, kind) == 0 &&
            (r->marked[0] == '\0' || kho_vchar_word(t->text, t->t[i].at, r->marked) > 0))
            best = n;
    }
    return best == 0 ? 0 : cite_words_in(bare, best);
}
