/* strips.c - see strips.h. */
#include "strips.h"

#include "buf.h"
#include "fold.h"
#include "vchar.h"

enum { NOTE_MAX = 199, GAP = 4, TAB = 4, TOP_LINES = 60 };

struct maker {
    struct kho_arena *arena;
    const struct kho_lines *lines;
    struct kho_strips *out;
    char *text; /* = out->text */
    size_t at, cap_strips;
    struct kho_buf pieces; /* struct kho_piece */
    size_t n_pieces;
    bool fresh;     /* the next byte starts a new piece */
    bool bold;      /* Markdown bold is open */
    bool empty;     /* an empty line came before */
    bool rule;      /* a rule came before */
    uint32_t note;  /* mark of a footnote that stood alone on its line */
    uint32_t table; /* number of Markdown tables so far */
    bool in_table;  /* between the first | of a table and the empty line behind it */
    bool cell_open, cell_full;
    uint16_t row, col;
};

static void
put(struct maker *m, size_t offset, char c)
{
    struct kho_piece *last = NULL;

    if (m->n_pieces != 0)
        last = (struct kho_piece *)(void *)m->pieces.p + (m->n_pieces - 1);
    if (m->fresh || last == NULL || last->offset + last->length != offset) {
        const struct kho_piece p = {(uint32_t)m->at, (uint32_t)offset, 1};

        kho_buf_put(&m->pieces, &p, sizeof p);
        m->n_pieces += m->pieces.st == KHO_OK;
        m->fresh = false;
    } else {
        last->length++;
    }
    m->text[m->at++] = c;
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
is_unit(const struct maker *m, size_t start)
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

/* What a clean copy of a stretch of a line found out. */
struct copied {
    size_t letters, bold_letters;
    uint32_t chars, note;
};

/* Copy s (which starts at document offset base) without marks. */
static void
copy_clean(struct maker *m, kho_sv s, size_t base, bool bullet_star, struct copied *c)
{
    const size_t start = m->at;

    for (size_t i = 0, n; i < s.n; i += n) {
        const uint32_t ch = kho_vchar(s, i, &n);
        uint32_t note = 0;
        size_t took;

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
            for (size_t k = 0; k < run; k++)
                put(m, base + i + k, '*');
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
                put(m, base + i, ' ');
                c->chars++;
            }
            m->fresh = m->fresh || n > 1;
            continue;
        }
        if (kho_vchar_is_letter(ch)) {
            c->letters++;
            c->bold_letters += m->bold;
        }
        for (size_t k = 0; k < n; k++)
            put(m, base + i + k, s.p[i + k]);
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

/* One strip out of s, unless nothing is left of it. */
static void
add(struct maker *m, size_t line, kho_sv s, size_t base, unsigned flags)
{
    const struct kho_line *l = &m->lines->lines[line];
    struct kho_strips *o = m->out;
    const size_t start = m->at, pieces = m->n_pieces;
    struct copied c = {0};
    struct kho_strip *t;
    size_t i = 0, n;
    uint16_t indent = 0;
    bool bullet_star;

    if (o->n == m->cap_strips || m->pieces.st != KHO_OK)
        return;
    for (; i < s.n && kho_vchar_is_blank(kho_vchar(s, i, &n)); i += n)
        indent = (uint16_t)(indent + (indent < 1000 ? (s.p[i] == '\t' ? TAB : 1) : 0));
    if (i < s.n && (s.p[i] == '#' || s.p[i] == '>')) {
        size_t k = i;

        while (k < s.n && s.p[k] == s.p[i] && k < i + 6)
            k++;
        if (k == s.n || s.p[k] == ' ' || s.p[k] == '*') {
            flags |= s.p[i] == '#' ? KHO_STRIP_HEADING : 0;
            i = k;
        }
    }
    while (i < s.n && kho_vchar_is_blank(kho_vchar(s, i, &n)))
        i += n;
    bullet_star = i + 2 < s.n && s.p[i] == '*' && s.p[i + 1] == ' ' && s.p[i + 2] != '*';
    m->fresh = true;
    copy_clean(m, (kho_sv){s.p + i, s.n - i}, base + i, bullet_star, &c);
    if (m->at == start) {
        m->note = c.note;
        return;
    }
    if (c.note == 0)
        c.note = m->note;
    m->note = 0;
    t = &o->s[o->n++];
    *t = (struct kho_strip){.text = {m->text + start, m->at - start},
                            .first_piece = pieces,
                            .n_pieces = m->n_pieces - pieces,
                            .line = (uint32_t)line,
                            .chars = c.chars,
                            .note = l->note != 0 ? l->note : c.note,
                            .table = l->table,
                            .row = l->row,
                            .col = l->col,
                            .rowspan = l->rowspan,
                            .colspan = l->colspan,
                            .indent = indent};
    if ((l->flags & KHO_LINE_BOLD) != 0 || (c.letters > 0 && c.bold_letters == c.letters))
        flags |= KHO_STRIP_BOLD;
    if ((l->flags & KHO_LINE_CENTRED) != 0)
        flags |= KHO_STRIP_CENTRED;
    if ((l->flags & KHO_LINE_PARA) != 0)
        flags |= KHO_STRIP_WHOLE;
    if (c.note != 0 || (l->flags & KHO_LINE_FOOTNOTE) != 0)
        flags |= KHO_STRIP_NOTE;
    if (l->heading != 0)
        flags |= KHO_STRIP_HEADING;
    if (kho_text_is_caps(t->text))
        flags |= KHO_STRIP_CAPS;
    if (m->empty || o->n == 1)
        flags |= KHO_STRIP_BREAK;
    if (m->rule)
        flags |= KHO_STRIP_RULE;
    if (m->in_table && t->table == 0) {
        t->table = m->table;
        t->row = m->row;
        t->col = m->col;
        t->rowspan = t->colspan = 1;
        m->cell_full = true;
    }
    t->flags = (uint16_t)flags;
    m->empty = m->rule = false;
    m->text[m->at++] = ' ';
}

/* "-----", "***", "…………": drawn, not written.  A single star stands under the agency in Party
 * papers. */
static bool
is_rule(kho_sv s)
{
    size_t marks = 0, n;

    for (size_t i = 0; i < s.n; i += n) {
        uint32_t c = kho_vchar(s, i, &n);

        if (kho_vchar_is_blank(c))
            continue;
        if (c != '*' && c != '_' && c != '=' && c != '~' && c != '.' && c != 0x2026 &&
            c != 0x2500 && c != '#' && !kho_vchar_is_dash(c))
            return false;
        marks += c == '*' || c == '#' || kho_vchar_is_dash(c) || c == 0x2500 ? 2 : 1;
    }
    /* A lone dash is a bullet whose text stands on the next line. */
    return marks >= 3 ||
           (marks == 2 && (memchr(s.p, '*', s.n) != NULL || memchr(s.p, '#', s.n) != NULL));
}

/* Does a right column start at s[at] (behind a gap)?  Blank numbers and days have gaps too, but
 * what follows these is lower case, a slash or a dash. */
static bool
starts_column(kho_sv s, size_t at, size_t line)
{
    kho_sv right = {s.p + at, s.n - at}, left = {s.p, at};
    size_t n;

    while (left.n > 0 && kho_vchar_is_blank((unsigned char)left.p[left.n - 1]))
        left.n--;
    if (left.n == 0 || !kho_vchar_is_upper(kho_vchar(right, 0, &n)))
        return false;
    return line < TOP_LINES || kho_text_is_caps(right) ||
           kho_vchar_word(s, kho_vchar_skip_blanks(s, 0, s.n), "nơi") != 0 ||
           kho_vchar_is_dash(kho_vchar(s, kho_vchar_skip_blanks(s, 0, s.n), &n));
}

static void
add_columns(struct maker *m, size_t line, kho_sv s, size_t base)
{
    size_t first = kho_vchar_skip_blanks(s, 0, s.n), gap = 0;

    for (size_t i = first, n; i < s.n; i += n) {
        uint32_t c = kho_vchar(s, i, &n);

        if (kho_vchar_is_blank(c)) {
            gap += c == '\t' ? TAB : 1;
        } else {
            if (gap >= GAP && starts_column(s, i, line)) {
                add(m, line, (kho_sv){s.p, i}, base, KHO_STRIP_LEFT);
                add(m, line, (kho_sv){s.p + i, s.n - i}, base + i, KHO_STRIP_RIGHT);
                return;
            }
            gap = 0;
        }
    }
    add(m, line, s, base, 0);
}

/* A line that is only "|" opens, closes and separates the cells of a table; two of them in a row
 * are the end of one row and the start of the next. */
static void
bar(struct maker *m)
{
    if (!m->in_table) {
        m->in_table = true;
        m->table++;
        m->row = m->col = 0;
        m->cell_open = true;
    } else if (m->cell_full) {
        m->col = (uint16_t)(m->col + (m->col < UINT16_MAX));
        m->cell_open = false;
    } else if (!m->cell_open) {
        m->row = (uint16_t)(m->row + (m->row < UINT16_MAX));
        m->col = 0;
        m->cell_open = true;
    } else {
        m->col = (uint16_t)(m->col + (m->col < UINT16_MAX));
        m->cell_open = false;
    }
    m->cell_full = false;
}

/* "|---|:--:|" separates the heading of a table from its rows. */
static bool
is_bar_rule(kho_sv s)
{
    bool dash = false;

    for (size_t i = 0; i < s.n; i++) {
        if (strchr("|-: ", s.p[i]) == NULL)
            return false;
        dash = dash || s.p[i] == '-';
    }
    return dash;
}

/* "| a | b |" in one line. */
static void
pipe_row(struct maker *m, size_t line, kho_sv s, size_t base)
{
    size_t from = 1;

    if (is_bar_rule(s))
        return;
    if (!m->in_table) {
        m->in_table = true;
        m->table++;
        m->row = 0;
    } else {
        m->row = (uint16_t)(m->row + (m->row < UINT16_MAX));
    }
    m->col = 0;
    for (size_t i = 1; i <= s.n; i++) {
        if (i < s.n && (s.p[i] != '|' || s.p[i - 1] == '\\'))
            continue;
        add(m, line, (kho_sv){s.p + from, i - from}, base + from, 0);
        m->col = (uint16_t)(m->col + (m->col < UINT16_MAX));
        from = i + 1;
    }
    m->cell_full = m->cell_open = false;
}

static void
add_line(struct maker *m, size_t i)
{
    const struct kho_line *l = &m->lines->lines[i];
    kho_sv s = kho_line_text(m->lines, i);
    size_t base = l->offset, n;

    if ((l->flags & KHO_LINE_MARGIN) != 0)
        return;
    while (s.n > 0 && kho_vchar_is_blank(kho_vchar_before(s, s.n, &n)))
        s.n -= n;
    if (kho_vchar_skip_blanks(s, 0, s.n) == s.n) {
        m->empty = true;
        m->bold = false;
        if (m->in_table && !m->cell_full)
            m->in_table = false;
        return;
    }
    if ((l->flags & (KHO_LINE_PARA | KHO_LINE_CELL)) != 0) {
        if (!is_rule(s))
            add(m, i, s, base, 0);
        else
            m->rule = true;
        return;
    }
    n = kho_vchar_skip_blanks(s, 0, s.n);
    if (s.p[n] == '|') {
        if (n + 1 == s.n)
            bar(m);
        else
            pipe_row(m, i, (kho_sv){s.p + n, s.n - n}, base + n);
        return;
    }
    if (m->in_table && m->cell_full && !m->cell_open && m->col > 0 && m->empty)
        m->in_table = false;
    if (is_rule(s))
        m->rule = true;
    else if (m->in_table)
        add(m, i, s, base, 0);
    else
        add_columns(m, i, s, base);
}

static bool
ends_open(kho_sv s)
{
    size_t n;
    uint32_t c = kho_vchar_before(s, s.n, &n);

    return c != '.' && c != ';' && c != ':' && c != '!' && c != '?';
}

static bool
starts_lower(kho_sv s)
{
    size_t n;

    return kho_vchar_is_lower(kho_vchar(s, 0, &n)) &&
           !(s.n > n && (s.p[n] == ')' || s.p[n] == '.'));
}

static uint32_t
first_word_chars(kho_sv s)
{
    uint32_t k = 0;

    for (size_t i = 0, n; i < s.n && s.p[i] != ' '; i += n, k++)
        (void)kho_vchar(s, i, &n);
    return k;
}

/* Are paragraphs broken over lines, and how wide is a line?  Counted over the document: pairs of
 * neighbouring lines of which the second goes on in lower case where the first stopped without a
 * stop. */
static void
measure(struct kho_strips *o)
{
    enum { WIDEST = 400 };
    size_t width[WIDEST + 1] = {0}, pairs = 0, on = 0, early = 0, total = 0, seen = 0;
    uint32_t w = WIDEST;

    for (size_t i = 0; i < o->n; i++) {
        width[o->s[i].chars < WIDEST ? o->s[i].chars : WIDEST]++;
        total++;
    }
    while (w > 0 && seen + width[w] <= total / 20) /* the widest twentieth is no measure */
        seen += width[w--];
    o->width = w;
    for (size_t i = 0; i + 1 < o->n; i++) {
        const struct kho_strip *a = &o->s[i], *b = &o->s[i + 1];

        if ((b->flags & KHO_STRIP_BREAK) != 0 || ((a->flags | b->flags) & KHO_STRIP_WHOLE) != 0 ||
            (a->flags & KHO_STRIP_CAPS) != 0 || a->line == b->line || a->table != b->table)
            continue;
        pairs++;
        if (!ends_open(a->text) || !starts_lower(b->text))
            continue;
        on++;
        early += a->chars + first_word_chars(b->text) + 1 < w * 4 / 5;
    }
    o->wrapped = on >= 2 && on * 5 >= pairs && w <= 160;
    o->uneven = o->wrapped && early * 12 > on;
}

/* Two columns, or as many cells as there are bars. */
static size_t
strips_at_most(kho_sv s)
{
    const size_t first = kho_vchar_skip_blanks(s, 0, s.n);
    size_t n = 2;

    if (first < s.n && s.p[first] == '|')
        for (size_t i = first; i < s.n; i++)
            n += s.p[i] == '|';
    else if (s.n < 2 * GAP && memchr(s.p, '\t', s.n) == NULL)
        n = 1;
    return n;
}

void
kho_strips_make(struct kho_arena *arena, const struct kho_lines *lines, struct kho_strips *out)
{
    struct maker m = {.arena = arena, .lines = lines, .out = out, .empty = true};
    const size_t room = kho_arena_room(arena);
    size_t n = 0, most = 0, bytes = 0;

    *out = (struct kho_strips){0};
    for (; n < lines->n; n++) {
        const kho_sv s = kho_line_text(lines, n);
        const size_t more = strips_at_most(s);

        if ((most + more) * sizeof *out->s > room / 4 || bytes + s.n + more > room / 4)
            break;
        most += more;
        bytes += s.n + more;
    }
    if (n == 0)
        return;
    m.cap_strips = most;
    m.pieces.limit = room / 4;
    out->s = KHO_NEW_N(arena, most, struct kho_strip);
    m.text = kho_arena_alloc(arena, bytes + 1, 1);
    out->text = m.text;
    for (size_t i = 0; i < n; i++)
        if (lines->lines[i].table > m.table)
            m.table = lines->lines[i].table;
    for (size_t i = 0; i < n; i++)
        add_line(&m, i);
    if (m.pieces.st != KHO_OK && out->n > 0)
        out->n--; /* the last one may have lost pieces */
    if (m.n_pieces > 0) {
        out->pieces = KHO_NEW_N(arena, m.n_pieces, struct kho_piece);
        memcpy(out->pieces, m.pieces.p, m.n_pieces * sizeof *out->pieces);
    }
    kho_buf_free(&m.pieces);
    measure(out);
}
