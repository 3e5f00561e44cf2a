/* md.c - Markdown: plain text whose marks become hints, so that no reader of the text meets them.
 *
 * Emphasis, escapes, heading marks and the bars of tables are taken out; a table is written with
 * bars around its cells on one line, or, as converters of web pages write it, with bars on lines of
 * their own and the cells between them.  Marks that may mean something else stay.
 */
#include "out.h"
#include "reader.h"
#include "vchar.h"

enum { HEADING_MAX = 6 };

struct md {
    struct kho_out out;
    struct kho_buf line;  /* the line being put together */
    bool bold, italic;    /* open, perhaps since an earlier line */
    size_t ink, bold_ink; /* letters of the line: all, bold */
    uint32_t table;       /* tables so far */
    bool in_table, cell_open, cell_full, empty;
    bool rows; /* the table has a row on each line */
    uint16_t row, col;
};

static kho_sv
trim(kho_sv s)
{
    while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = (kho_sv){s.p + 1, s.n - 1};
    while (s.n > 0 && strchr(" \t\r", s.p[s.n - 1]) != NULL)
        s.n--;
    return s;
}

/* Stars that are printed: a bullet at the start of a line, "(*)", a row of them, "5 * 3". */
static bool
is_printed(kho_sv s, size_t at, size_t run)
{
    const bool before = at == 0 || strchr(" \t", s.p[at - 1]) != NULL;
    const bool after = at + run >= s.n || strchr(" \t", s.p[at + run]) != NULL;

    if (run > 3 || (run == 1 && before && after))
        return true;
    return at > 0 && s.p[at - 1] == '(' && at + run < s.n && s.p[at + run] == ')';
}

/* "<br>", "<br />" at s[at]: its bytes, 0 for none. */
static size_t
break_at(kho_sv s, size_t at)
{
    size_t end = at + 3;

    if (at + 3 >= s.n || memcmp(s.p + at, "<br", 3) != 0)
        return 0;
    while (end < s.n && (s.p[end] == ' ' || s.p[end] == '/'))
        end++;
    return end < s.n && s.p[end] == '>' ? end + 1 - at : 0;
}

/* s without its marks into m->line. */
static void
clean(struct md *m, kho_sv s)
{
    m->ink = m->bold_ink = 0;
    kho_buf_reset(&m->line);
    for (size_t i = 0, n; i < s.n; i += n) {
        const uint32_t c = kho_vchar(s, i, &n);
        size_t run = 1, took;

        if (c == '*') {
            while (i + run < s.n && s.p[i + run] == '*')
                run++;
            n = run;
            if (is_printed(s, i, run)) {
                kho_buf_put(&m->line, s.p + i, run);
                continue;
            }
            m->bold = run >= 2 ? !m->bold : m->bold;
            m->italic = run != 2 ? !m->italic : m->italic;
            continue;
        }
        if (c == '\\' && i + 1 < s.n && strchr("*#|_-.[]()+>!\\`", s.p[i + 1]) != NULL) {
            kho_buf_char(&m->line, s.p[i + 1]);
            n = 2;
            continue;
        }
        if (c == '<' && (took = break_at(s, i)) > 0) {
            kho_buf_char(&m->line, '\n');
            n = took;
            continue;
        }
        if (kho_vchar_is_letter(c)) {
            m->ink++;
            m->bold_ink += m->bold;
        }
        kho_buf_put(&m->line, s.p + i, n);
    }
}

static bool
put(struct md *m, struct kho_line *like, kho_sv s)
{
    clean(m, s);
    if (m->ink > 0 && m->bold_ink == m->ink)
        like->flags |= KHO_LINE_BOLD;
    if (m->in_table) {
        like->flags |= KHO_LINE_CELL;
        like->table = m->table;
        like->row = m->row;
        like->col = m->col;
        like->rowspan = like->colspan = 1;
    }
    return kho_out_put(&m->out, like, kho_buf_view(&m->line));
}

static void
open_table(struct md *m)
{
    m->in_table = true;
    m->rows = false;
    m->table++;
    m->row = m->col = 0;
}

/* A line that is only "|" opens, closes and separates cells; two of them in a row are the end of
 * one row and the start of the next. */
static void
bar(struct md *m)
{
    if (!m->in_table) {
        open_table(m);
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
is_rule(kho_sv s)
{
    bool dash = false;

    for (size_t i = 0; i < s.n; i++) {
        if (strchr("|-: \t", s.p[i]) == NULL)
            return false;
        dash = dash || s.p[i] == '-';
    }
    return dash;
}

/* "| a | b |" */
static bool
put_row(struct md *m, const struct kho_line *like, kho_sv s)
{
    size_t from = 1;
    bool room = true;

    if (is_rule(s))
        return true;
    if (!m->in_table)
        open_table(m);
    else
        m->row = (uint16_t)(m->row + (m->row < UINT16_MAX));
    m->col = 0;
    m->rows = true;
    for (size_t i = 1; i <= s.n && room; i++) {
        struct kho_line cell = *like;
        kho_sv text;

        if (i < s.n && (s.p[i] != '|' || s.p[i - 1] == '\\'))
            continue;
        text = trim((kho_sv){s.p + from, i - from});
        m->bold = m->italic = false;
        if (text.n > 0)
            room = put(m, &cell, text);
        m->col = (uint16_t)(m->col + (m->col < UINT16_MAX));
        from = i + 1;
    }
    m->bold = m->italic = m->cell_full = m->cell_open = false;
    return room;
}

static bool
put_line(struct md *m, struct kho_line like, kho_sv s)
{
    const kho_sv bare = trim(s);
    size_t level = 0;

    if (bare.n == 0) {
        m->empty = true;
        m->bold = m->italic = false;
        if (m->in_table && !m->cell_full)
            m->in_table = false;
        return kho_out_put(&m->out, &like, (kho_sv){"", 0});
    }
    if (bare.p[0] == '|') {
        m->empty = false;
        if (bare.n > 1)
            return put_row(m, &like, bare);
        bar(m);
        return true;
    }
    if (m->in_table && (m->rows || (m->cell_full && !m->cell_open && m->col > 0 && m->empty)))
        m->in_table = false;
    m->empty = false;
    m->cell_full = m->in_table;
    while (level < bare.n && bare.p[level] == '#')
        level++;
    if (level > 0 && level <= HEADING_MAX && level < bare.n && bare.p[level] == ' ') {
        like.heading = (uint8_t)level;
        s = trim((kho_sv){bare.p + level, bare.n - level});
    }
    return put(m, &like, s);
}

enum kho_status
kho_read_md(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    struct md m = {.empty = true};
    enum kho_status st = kho_read_txt(in, out, err);
    struct kho_lines plain = out->lines;

    if (st != KHO_OK)
        return st;
    kho_out_init(&m.out, in->text_max);
    for (size_t i = 0; i < plain.n; i++)
        if (!put_line(&m, plain.lines[i], kho_line_text(&plain, i)))
            break;
    if (m.line.st != KHO_OK)
        m.out.failed = true;
    if (m.out.full)
        out->notes |= KHO_NOTE(TRUNCATED);
    st = kho_out_finish(&m.out, in->arena, &out->lines, err);
    kho_out_free(&m.out);
    kho_buf_free(&m.line);
    return st;
}
