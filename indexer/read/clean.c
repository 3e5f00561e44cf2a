/* clean.c - see clean.h. */
#include "clean.h"

#include "vchar.h"

enum { NOTE_MAX = 199 };

/* n > 0 bytes that follow each other in the document. */
static void
put(struct kho_clean *m, size_t offset, const char *bytes, size_t n)
{
    struct kho_piece *last = NULL;

    if (m->n_pieces != 0)
        last = (struct kho_piece *)(void *)m->pieces.p + (m->n_pieces - 1);
    if (m->fresh || last == NULL || last->offset + last->length != offset) {
        const struct kho_piece p = {(uint32_t)m->at, (uint32_t)offset, (uint32_t)n};

        kho_buf_put(&m->pieces, &p, sizeof p);
        m->n_pieces += m->pieces.st == KHO_OK;
        m->fresh = false;
    } else {
        last->length += (uint32_t)n;
    }
    memcpy(m->text + m->at, bytes, n);
    m->at += n;
}

static int
superscript(uint32_t c)
{
    switch (c) {
    case 0xb9:
        return 1;
    case 0xb2:
        return 2;
    case 0xb3:
        return 3;
    default:
        return c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ? (int)(c - 0x2070) : -1;
    }
}

/* "m²", "km³" are units, no footnotes. */
static bool
is_unit(const struct kho_clean *m, size_t start)
{
    size_t i = m->at;

    if (i == start || m->text[i - 1] != 'm')
        return false;
    i--;
    if (i > start && strchr("kcdm", m->text[i - 1]) != NULL)
        i--;
    return i == start || m->text[i - 1] == ' ' ||
           (m->text[i - 1] >= '0' && m->text[i - 1] <= '9') || m->text[i - 1] == '/';
}

/* The mark of a footnote at s[at]: "¹²" or "[12]".  Bytes it takes, 0 for none. */
static size_t
note_mark(kho_sv s, size_t at, uint32_t *note)
{
    size_t i = at, n;
    uint32_t v = 0;

    if (s.p[at] == '[') {
        for (i++; i < s.n && i < at + 4 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
            v = v * 10 + (uint32_t)(s.p[i] - '0');
        if (i == at + 1 || i >= s.n || s.p[i] != ']' || v == 0 || v > NOTE_MAX)
            return 0;
        *note = v;
        return i + 1 - at;
    }
    for (int d; i < s.n && v <= NOTE_MAX && (d = superscript(kho_vchar(s, i, &n))) >= 0; i += n)
        v = v * 10 + (uint32_t)d;
    if (i == at || v == 0 || v > NOTE_MAX)
        return 0;
    *note = v;
    return i - at;
}

/* "$^{1}$", "$^1$": how some recognisers of scans write the mark of a footnote.  Bytes, 0 for none.
 */
static size_t
raised_mark(kho_sv s, size_t at, uint32_t *note)
{
    const bool brace = at + 2 < s.n && s.p[at + 2] == '{';
    const size_t digits = at + (brace ? 3 : 2);
    size_t i = digits;
    uint32_t v = 0;

    if (at + 1 >= s.n || s.p[at + 1] != '^')
        return 0;
    for (; i < s.n && i < digits + 3 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    if (v == 0 || v > NOTE_MAX)
        return 0;
    if (brace && (i >= s.n || s.p[i++] != '}'))
        return 0;
    if (i >= s.n || s.p[i] != '$')
        return 0;
    *note = v;
    return i + 1 - at;
}

/* The number between "<sup>" and "</sup>"; its bytes, 0 for none. */
static size_t
raised_text(kho_sv s, size_t at, uint32_t *note)
{
    size_t i = at;
    uint32_t v = 0;

    for (; i < s.n && i < at + 3 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    if (v == 0 || v > NOTE_MAX || i >= s.n || s.p[i] != '<')
        return 0;
    *note = v;
    return i - at;
}

enum tag { TAG_OTHER, TAG_BREAK, TAG_RAISED };

/* "<br>", "</sup>" ...: tags that stand in Markdown.  Bytes, 0 for none. */
static size_t
tag_at(kho_sv s, size_t at, enum tag *which)
{
    static const char *const names[] = {"br", "sup", "sub",    "b", "i",
                                        "u",  "em",  "strong", "p", "center"};
    const bool close = at + 1 < s.n && s.p[at + 1] == '/';
    const size_t from = at + 1 + close;

    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        const size_t n = strlen(names[k]);
        size_t end = from + n;

        if (end >= s.n || memcmp(s.p + from, names[k], n) != 0)
            continue;
        while (end < s.n && end < from + n + 2 && (s.p[end] == ' ' || s.p[end] == '/'))
            end++;
        if (end < s.n && s.p[end] == '>') {
            *which = k == 0 ? TAG_BREAK : k == 1 && !close ? TAG_RAISED : TAG_OTHER;
            return end + 1 - at;
        }
    }
    return 0;
}

/* Stars are marks, but "(*)" is printed. */
static bool
is_printed_star(kho_sv s, size_t at, size_t run)
{
    return at > 0 && s.p[at - 1] == '(' && at + run < s.n && s.p[at + run] == ')';
}

/* Two underscores at a word are marks; longer rows are blanks to fill in. */
static bool
is_underline(kho_sv s, size_t at)
{
    const bool before = at > 0 && s.p[at - 1] != ' ', after = at + 2 < s.n && s.p[at + 2] != ' ';

    return at + 1 < s.n && s.p[at + 1] == '_' && !(at > 0 && s.p[at - 1] == '_') &&
           !(at + 2 < s.n && s.p[at + 2] == '_') && (before || after);
}

/* What may be a mark, the anchor of a footnote or a blank too many. */
static bool
is_special(uint32_t c)
{
    switch (c) {
    case '*':
    case '_':
    case '\\':
    case '<':
    case '$':
    case '[':
    case ' ':
    case '\t':
    case '\n':
    case '\r':
        return true;
    default:
        return c >= 0x80 && (superscript(c) >= 0 || kho_vchar_is_blank(c));
    }
}

/* Copies what stands at s[at] up to the next special character, single blanks between words too;
 * its bytes. */
static size_t
copy_plain(struct kho_clean *m, kho_sv s, size_t at, size_t base, struct kho_copied *c)
{
    size_t i = at, letters = 0, n;

    while (i < s.n) {
        const uint32_t ch = kho_vchar(s, i, &n);

        if (is_special(ch) && (ch != ' ' || i == at || s.p[i - 1] == ' '))
            break;
        letters += kho_vchar_is_letter(ch);
        c->chars++;
        i += n;
    }
    c->letters += letters;
    c->bold_letters += m->bold ? letters : 0;
    if (i > at)
        put(m, base + at, s.p + at, i - at);
    return i - at;
}

void
kho_clean_copy(struct kho_clean *m, kho_sv s, size_t base, bool bullet_star, struct kho_copied *c)
{
    const size_t start = m->at;

    for (size_t i = 0, n; i < s.n; i += n) {
        uint32_t ch, note = 0;
        enum tag tag = TAG_OTHER;
        size_t took;

        i += copy_plain(m, s, i, base, c);
        ch = kho_vchar(s, i, &n);
        if (n == 0)
            break;
        if (ch == '*' && !(bullet_star && i == 0)) {
            size_t run = 1;

            while (i + run < s.n && s.p[i + run] == '*')
                run++;
            n = run;
            if (!is_printed_star(s, i, run)) {
                if (run >= 2)
                    m->bold = !m->bold;
                m->fresh = true;
                continue;
            }
            put(m, base + i, s.p + i, run);
            c->chars += (uint32_t)run;
            continue;
        }
        if (ch == '_' && is_underline(s, i)) {
            n = 2;
            m->fresh = true;
            continue;
        }
        if (ch == '\\' && i + 1 < s.n && strchr("*#|_-.[]()+>!\\`", s.p[i + 1]) != NULL) {
            m->fresh = true;
            continue;
        }
        if (ch == '<' && (took = tag_at(s, i, &tag)) > 0) {
            n = took;
            if (tag == TAG_RAISED && (took = raised_text(s, i + n, &note)) > 0) {
                n += took;
                c->note = m->at == start ? note : c->note;
            } else if (tag == TAG_BREAK && m->at > start && m->text[m->at - 1] != ' ') {
                m->fresh = true;
                put(m, base + i + n - 1, " ", 1); /* on its last byte: what lies between is a tag */
                c->chars++;
            }
            m->fresh = true;
            continue;
        }
        if (ch == '$' && (took = raised_mark(s, i, &note)) > 0) {
            c->note = m->at == start ? note : c->note;
            n = took;
            m->fresh = true;
            continue;
        }
        if ((ch == '[' || superscript(ch) >= 0) && !is_unit(m, start) &&
            (took = note_mark(s, i, &note)) > 0) {
            if (m->at == start)
                c->note = note;
            n = took;
            m->fresh = true;
            continue;
        }
        if (kho_vchar_is_blank(ch)) {
            if (m->at > start && m->text[m->at - 1] != ' ') {
                put(m, base + i, " ", 1);
                c->chars++;
            }
            m->fresh = m->fresh || n > 1;
            continue;
        }
        put(m, base + i, s.p + i, n);
        c->chars++;
    }
    while (m->at > start && m->text[m->at - 1] == ' ') { /* blanks at the end */
        struct kho_piece *p = (struct kho_piece *)(void *)m->pieces.p + (m->n_pieces - 1);

        m->at--;
        c->chars--;
        if (--p->length == 0) {
            m->n_pieces--;
            m->pieces.n -= sizeof *p;
        }
    }
}
