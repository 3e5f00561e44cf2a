/* strips.c - see strips.h. */
#include "strips.h"

#include "clean.h"
#include "fold.h"
#include "phrase.h"
#include "signs.h"
#include "vchar.h"

enum { GAP = 4, TAB = 4, TOP_LINES = 60, RECIPIENT_LINES = 40, GLUED_BYTES = 400 };

struct maker {
    struct kho_arena *arena;
    const struct kho_lines *lines;
    struct kho_strips *out;
    struct kho_clean clean;
    size_t cap_strips;
    bool empty;     /* an empty line came before */
    bool rule;      /* a rule came before */
    uint32_t note;  /* mark of a footnote that stood alone on its line */
    uint32_t table; /* number of Markdown tables so far */
    bool in_table;  /* between the first | of a table and the empty line behind it */
    bool cell_open, cell_full;
    uint16_t row, col;
    size_t recipients; /* so many lines may still be recipients */
};

/* One strip out of s, unless nothing is left of it. */
static void
add(struct maker *m, size_t line, kho_sv s, size_t base, unsigned flags)
{
    const struct kho_line *l = &m->lines->lines[line];
    struct kho_strips *o = m->out;
    const size_t start = m->clean.at, pieces = m->clean.n_pieces;
    struct kho_copied c = {0};
    struct kho_strip *t;
    size_t i = 0, n;
    uint16_t indent = 0;
    bool bullet_star;

    if (o->n == m->cap_strips || m->clean.pieces.st != KHO_OK)
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
    m->clean.fresh = true;
    kho_clean_copy(&m->clean, (kho_sv){s.p + i, s.n - i}, base + i, bullet_star, &c);
    if (m->clean.at == start) {
        m->note = c.note;
        return;
    }
    if (c.note == 0)
        c.note = m->note;
    m->note = 0;
    t = &o->s[o->n++];
    *t = (struct kho_strip){.text = {m->clean.text + start, m->clean.at - start},
                            .first_piece = pieces,
                            .n_pieces = m->clean.n_pieces - pieces,
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
    m->clean.text[m->clean.at++] = ' ';
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
starts_column(const struct maker *m, kho_sv s, size_t at, size_t line)
{
    kho_sv right = {s.p + at, s.n - at}, left = {s.p, at};
    size_t n;

    while (left.n > 0 && kho_vchar_is_blank((unsigned char)left.p[left.n - 1]))
        left.n--;
    if (left.n == 0 || !kho_vchar_is_upper(kho_vchar(right, 0, &n)))
        return false;
    return line < TOP_LINES || m->recipients > 0 || kho_text_is_caps(right) ||
           kho_vchar_word(s, kho_vchar_skip_blanks(s, 0, s.n), "nơi") != 0 ||
           kho_vchar_is_dash(kho_vchar(s, kho_vchar_skip_blanks(s, 0, s.n), &n));
}

/* "- Lưu: VT. PHÓ CHỦ TỊCH": a line of the signature came to stand behind one of the recipients,
 * one blank between.  Where it starts, 0 for nowhere. */
static size_t
glued_office(kho_sv s)
{
    if (s.n > GLUED_BYTES || kho_sign_of(s) != KHO_SIGN_NONE)
        return 0;
    for (size_t i = 1; i + 1 < s.n; i++) {
        const kho_sv rest = {s.p + i + 1, s.n - i - 1};

        if (s.p[i] == ' ' && strchr(":;,.)", s.p[i - 1]) != NULL && kho_sign_is_caps(rest) &&
            kho_sign_of(rest) != KHO_SIGN_NONE && !kho_sign_is_caps((kho_sv){s.p, i}))
            return i + 1;
    }
    return 0;
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
            if (gap >= GAP && starts_column(m, s, i, line)) {
                add(m, line, (kho_sv){s.p, i}, base, KHO_STRIP_LEFT);
                add(m, line, (kho_sv){s.p + i, s.n - i}, base + i, KHO_STRIP_RIGHT);
                return;
            }
            gap = 0;
        }
    }
    if (m->recipients > 0 && (first = glued_office(s)) > 0) {
        add(m, line, (kho_sv){s.p, first}, base, KHO_STRIP_LEFT);
        add(m, line, (kho_sv){s.p + first, s.n - first}, base + first, KHO_STRIP_RIGHT);
        return;
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
    } else if (!m->cell_full && !m->cell_open) {
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

/* A cell; lines of it are parted by "<br>". */
static void
pipe_cell(struct maker *m, size_t line, kho_sv s, size_t base)
{
    size_t from = 0;

    for (size_t i = 0; i + 3 < s.n; i++) {
        size_t end = i + 3;

        if (memcmp(s.p + i, "<br", 3) != 0)
            continue;
        while (end < s.n && (s.p[end] == ' ' || s.p[end] == '/'))
            end++;
        if (end >= s.n || s.p[end] != '>')
            continue;
        add(m, line, (kho_sv){s.p + from, i - from}, base + from, 0);
        i = end;
        from = end + 1;
    }
    add(m, line, (kho_sv){s.p + from, s.n - from}, base + from, 0);
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
        pipe_cell(m, line, (kho_sv){s.p + from, i - from}, base + from);
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
        m->clean.bold = false;
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
    if (kho_phrase_bare_at(s, 0, "noi nhan") != 0)
        m->recipients = RECIPIENT_LINES;
    else if (m->recipients > 0)
        m->recipients--;
    if (is_rule(s))
        m->rule = true;
    else if (m->in_table)
        add(m, i, s, base, 0);
    else
        add_columns(m, i, s, base);
}

/* Two columns, or as many cells as there are bars and lines in them. */
static size_t
strips_at_most(kho_sv s)
{
    const size_t first = kho_vchar_skip_blanks(s, 0, s.n);
    size_t n = 2;

    if (first < s.n && s.p[first] == '|')
        for (size_t i = first; i < s.n; i++)
            n += s.p[i] == '|' || s.p[i] == '<';
    else if (s.n < (size_t)2 * GAP && memchr(s.p, '\t', s.n) == NULL)
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
    m.clean.pieces.limit = room / 4;
    out->s = KHO_NEW_N(arena, most, struct kho_strip);
    m.clean.text = kho_arena_alloc(arena, bytes + 1, 1);
    out->text = m.clean.text;
    for (size_t i = 0; i < n; i++)
        if (lines->lines[i].table > m.table)
            m.table = lines->lines[i].table;
    for (size_t i = 0; i < n; i++)
        add_line(&m, i);
    if (m.clean.pieces.st != KHO_OK && out->n > 0)
        out->n--; /* the last one may have lost pieces */
    if (m.clean.n_pieces > 0) {
        out->pieces = KHO_NEW_N(arena, m.clean.n_pieces, struct kho_piece);
        memcpy(out->pieces, m.clean.pieces.p, m.clean.n_pieces * sizeof *out->pieces);
    }
    kho_buf_free(&m.clean.pieces);
    kho_strips_measure(out);
}
