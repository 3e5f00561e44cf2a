/* snippet.c - see snippet.h. */
#include "snippet.h"

#include "vchar.h"

enum {
    WORDS = 40,         /* of a passage */
    PLACES_MAX = 20000, /* looked at in one text */
    MARKS_MAX = 64,     /* of a title */
    BYTES_MAX = 4096,   /* of a passage */
    LEAD = 8,           /* words before the first marked one, about */
    PROSE = 80          /* bytes of a line that is no heading */
};

struct passage {
    size_t first, last; /* places */
};

/* -- choosing ------------------------------------------------------------------------ */

/* What a word of the query is worth here: one that is everywhere in the text tells little. */
static void
weigh(const struct kho_found *f, size_t n, size_t n_words, double *worth)
{
    size_t count[KHO_WANTED_WORDS] = {0};

    for (size_t i = 0; i < n; i++)
        count[f[i].word]++;
    for (size_t i = 0; i < n_words; i++) {
        double w = 1;

        for (size_t c = count[i]; c > 1; c /= 2)
            w += .25;
        worth[i] = 1 / w;
    }
}

/* The window of at most `words` words with most in it: distinct words first, then neighbours, then
 * the number of places; the first of equal ones. */
static struct passage
best_passage(const struct kho_found *f, size_t n, size_t n_words, uint32_t words)
{
    double worth[KHO_WANTED_WORDS], value = 0, best = -1;
    size_t in[KHO_WANTED_WORDS] = {0}, left = 0;
    struct passage out = {0, 0};

    weigh(f, n, n_words, worth);
    for (size_t i = 0; i < n; i++) {
        if (in[f[i].word]++ == 0)
            value += worth[f[i].word];
        value += .02 * worth[f[i].word];
        if (i > 0 && f[i].at == f[i - 1].at + 1)
            value += .3 * worth[f[i].word];
        while (f[i].at - f[left].at >= words) {
            if (--in[f[left].word] == 0)
                value -= worth[f[left].word];
            value -= .02 * worth[f[left].word];
            left++;
            if (f[left].at == f[left - 1].at + 1)
                value -= .3 * worth[f[left].word];
        }
        if (value > best + 1e-9) {
            best = value;
            out = (struct passage){left, i};
        }
    }
    return out;
}

/* -- cutting --------------------------------------------------------------------------- */

/* Does a sentence or a line begin at text[at]? */
static bool
begins(kho_sv text, size_t at)
{
    bool blank = false;

    for (; at > 0; at--) {
        const char c = text.p[at - 1];

        if (c == '\n')
            return true;
        if (c != ' ' && c != '\t')
            return blank && (c == '.' || c == ';' || c == ':' || c == '!' || c == '?');
        blank = true;
    }
    return true;
}

/* Bytes from..to of some words of the text from the first on; a little earlier or later start where
 * a sentence begins. */
static void
extent(kho_sv text, uint32_t first, uint32_t words, uint32_t must, size_t *from, size_t *to)
{
    struct kho_word w;
    bool begun = false;
    uint32_t i = 0, last = first + words - 1;
    size_t wanted = 0;

    *from = *to = 0;
    for (size_t at = 0; i <= last && kho_word_next(text, &at, &w); i++) {
        if (i < first)
            continue;
        /* A sentence that begins between here and the first marked word is a better start. */
        if (i == first || (i <= must && !begun && begins(text, w.offset))) {
            *from = w.offset;
            last = i + words - 1;
            begun = begins(text, w.offset);
        }
        if (i <= must)
            wanted = w.offset;
        *to = w.offset + w.length;
    }
    /* Words without end are cut; the first marked one is among what stays. */
    if (*to - *from > BYTES_MAX) {
        *from = wanted - *from > BYTES_MAX / 2 ? wanted : *from;
        if (*to - *from > BYTES_MAX)
            for (*to = *from + BYTES_MAX; ((unsigned char)text.p[*to] & 0xc0) == 0x80; --*to)
                continue;
    }
    /* What opens or closes around the words belongs to them. */
    while (*from > 0 && memchr("([-+*\"", text.p[*from - 1], 6) != NULL &&
           text.p[*from - 1] != '\0')
        --*from;
    while (*to < text.n && memchr(".,;:!?)]%\"", text.p[*to], 10) != NULL)
        ++*to;
}

/* Words with nothing but blanks, hyphens and slashes between are one mark. */
static bool
touches(const char *text, size_t from, size_t to)
{
    if (to > from + 3)
        return false;
    for (; from < to; from++)
        if (text[from] != ' ' && text[from] != '-' && text[from] != '/')
            return false;
    return true;
}

static void
add_mark(struct kho_mark *marks, size_t *n, const char *text, size_t at, uint32_t length)
{
    if (*n > 0) {
        struct kho_mark *last = &marks[*n - 1];
        const size_t end = last->offset + last->length;

        if (touches(text, end, at)) {
            if (at + length > end)
                last->length = (uint32_t)(at + length - last->offset);
            return;
        }
    }
    marks[(*n)++] = (struct kho_mark){(uint32_t)at, length};
}

/* Leave out the places of words that stand alone where they also stand beside others that were
 * asked for: of "chuyển đổi số" the "số" in "Kế hoạch số 32" is no find.  Number of those that
 * stay. */
static size_t
drop_lone(struct kho_found *f, size_t n)
{
    bool beside[KHO_WANTED_WORDS] = {false};
    size_t kept = 0;

    for (size_t i = 1; i < n; i++)
        if (f[i].at == f[i - 1].at + 1)
            beside[f[i].word] = beside[f[i - 1].word] = true;
    for (size_t i = 0; i < n; i++) {
        const bool after = kept > 0 && f[kept - 1].at + 1 == f[i].at;
        const bool before = i + 1 < n && f[i].at + 1 == f[i + 1].at;

        if (after || before || !beside[f[i].word])
            f[kept++] = f[i];
    }
    return kept;
}

struct kho_marked
kho_one_line(struct kho_arena *arena, kho_sv text, size_t from, size_t to,
             const struct kho_found *f, size_t n)
{
    struct kho_marked m = {.marks = KHO_NEW_N(arena, n + 1, struct kho_mark)};
    char *out = KHO_NEW_N(arena, to - from + 1, char);
    size_t len = 0, next = 0;

    for (size_t i = from; i < to; i++) {
        const char c = text.p[i];

        while (next < n && f[next].offset < i)
            next++;
        if (next < n && f[next].offset == i && i + f[next].length <= to)
            add_mark(m.marks, &m.n, out, len, f[next].length);
        if (c != '\n' && c != '\t' && c != ' ')
            out[len++] = c;
        else if (len > 0 && out[len - 1] != ' ')
            out[len++] = ' ';
    }
    while (len > 0 && out[len - 1] == ' ')
        len--;
    m.text = (kho_sv){out, len};
    return m;
}

/* The innermost section around a place. */
static kho_sv
section_at(const struct kho_plan *plan, size_t offset)
{
    kho_sv out = {"", 0};

    for (size_t i = 0; i < plan->n_sections; i++) {
        const struct kho_section *s = &plan->sections[i];

        if (s->span.offset <= offset && offset - s->span.offset < s->span.length && s->path.n != 0)
            out = s->path;
    }
    return out;
}

/* Where the running text begins, behind letterhead and title. */
static size_t
first_prose(const struct kho_lines *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->lines[i].length >= PROSE && !kho_text_is_caps(kho_line_text(t, i)))
            return t->lines[i].offset;
    return 0;
}

/* Number of the word that begins at or behind offset. */
static uint32_t
word_number(kho_sv text, size_t offset)
{
    struct kho_word w;
    uint32_t i = 0;

    for (size_t at = 0; kho_word_next(text, &at, &w) && w.offset < offset; i++)
        continue;
    return i;
}

void
kho_snippet_make(struct kho_arena *arena, const struct kho_wanted *w, const struct kho_lines *lines,
                 const struct kho_plan *plan, uint32_t words, struct kho_snippet *out)
{
    const kho_sv text = lines->text;
    size_t n, from, to;
    struct kho_found *f = kho_wanted_find(arena, w, text, PLACES_MAX, &n);
    struct passage p = {0, 0};
    struct kho_marked line;
    uint32_t first, must;

    if (words == 0)
        words = WORDS;
    if (n != 0) {
        uint32_t lead = LEAD, span;

        p = best_passage(f, n, w->n, words);
        must = f[p.first].at;
        span = f[p.last].at - must + 1;
        if (lead > words - span)
            lead = words - span;
        first = must > lead ? must - lead : 0;
    } else {
        first = must = word_number(text, first_prose(lines));
    }
    extent(text, first, words, must, &from, &to);
    *out = (struct kho_snippet){.section = section_at(plan, n != 0 ? f[p.first].offset : from)};
    while (p.first > 0 && f[p.first - 1].offset >= from)
        p.first--;
    for (p.last = p.first; p.last < n && f[p.last].offset < to;)
        p.last++;
    line =
        kho_one_line(arena, text, from, to, f + p.first, drop_lone(f + p.first, p.last - p.first));
    out->text = line.text;
    out->marks = line.marks;
    out->n_marks = line.n;
    out->cut_left = from > 0 && !begins(text, from);
    out->cut_right = to < text.n && !begins(text, to + 1 < text.n ? to + 1 : text.n);
}

struct kho_mark *
kho_marks_in(struct kho_arena *arena, const struct kho_wanted *w, kho_sv text, size_t *n)
{
    size_t found;
    struct kho_found *f = kho_wanted_find(arena, w, text, (size_t)2 * MARKS_MAX, &found);
    struct kho_mark *marks = KHO_NEW_N(arena, found + 1, struct kho_mark);

    found = drop_lone(f, found);
    *n = 0;
    for (size_t i = 0; i < found; i++)
        add_mark(marks, n, text.p, f[i].offset, f[i].length);
    return marks;
}
