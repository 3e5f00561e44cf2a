/* tasks_text.c - see tasks_text.h.
 *
 * A column is a band of the page that is parted from the next by a river: a place that is blank in
 * all lines of the table.  The titles say which bands belong together.
 */
#include "tasks_text.h"

#include "phrase.h"
#include "vchar.h"

enum {
    WIDTH = 512,   /* characters of a line that are looked at */
    SEGS_MAX = 24, /* of one line */
    BANDS_MAX = 16,
    TITLE_LINES = 5,
    GAP_LINES = 3,       /* empty lines inside a table */
    LABEL_CHARS = 6,     /* "III.", "1.2.3" */
    TABLE_BASE = 1 << 20 /* numbers of tables that no file format gives */
};

/* What stands between two wide gaps of a line. */
struct seg {
    uint32_t at, n;  /* bytes in the document's text */
    uint16_t x0, x1; /* characters from the left: first, behind the last */
    uint16_t tabs;   /* on the line before it */
};

struct maker {
    struct kho_arena *arena;
    const struct kho_lines *lines;
    struct kho_paras *out;
    size_t cap, done; /* done: paragraphs of the file that are in front of the table */
    size_t n_in;
    uint32_t table;
    uint8_t band[WIDTH]; /* band of each character, once they are known */
    unsigned bands;
    bool tabs; /* columns are parted by tabs: one line is one row */
};

static size_t
segments(const struct kho_lines *t, size_t line, struct seg s[SEGS_MAX])
{
    const struct kho_line *l = &t->lines[line];
    const kho_sv text = {t->text.p + l->offset, l->length};
    size_t n = 0, len;
    unsigned x = 0, blanks = 2, tabs = 0;

    for (size_t i = 0; i < text.n && x + 1 < WIDTH; i += len) {
        const uint32_t c = kho_vchar(text, i, &len);

        if (c == ' ' || c == 0xa0 || c == '\t') {
            blanks += c == '\t' ? 2 : 1;
            tabs += c == '\t';
            x = c == '\t' ? (x / 8 + 1) * 8 : x + 1;
            continue;
        }
        if (blanks > 1) {
            if (n == SEGS_MAX)
                return n;
            s[n++] = (struct seg){
                .at = l->offset + (uint32_t)i, .x0 = (uint16_t)x, .tabs = (uint16_t)tabs};
        }
        blanks = 0;
        x++;
        s[n - 1].n = l->offset + (uint32_t)(i + len) - s[n - 1].at;
        s[n - 1].x1 = (uint16_t)x;
    }
    return n;
}

/* Nearly all lines have no segments but one. */
static bool
may_have_gap(kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\t' || s.p[i] == '\xc2' || (s.p[i] == ' ' && i > 0 && s.p[i - 1] == ' '))
            return true;
    return false;
}

static kho_sv
seg_text(const struct kho_lines *t, const struct seg *s)
{
    return (kho_sv){t->text.p + s->at, s->n};
}

/* "1", "1.2", "IV", "a)", "(3)": the head of a row. */
static bool
is_label(kho_sv s)
{
    size_t signs = 0;

    if (s.n == 0 || s.n > LABEL_CHARS)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        const char c = s.p[i];

        if ((c >= '0' && c <= '9') || strchr("IVXLABCDEGHabcdeghik", c) != NULL)
            signs++;
        else if (strchr(".)(/", c) == NULL)
            return false;
    }
    return signs > 0 && (signs <= 1 || (s.p[0] >= '0' && s.p[0] <= '9') || s.p[0] == '(' ||
                         strchr("IVX", s.p[0]) != NULL);
}

/* s: the first segment of a line. */
static bool
is_title(const struct kho_lines *t, const struct seg *s)
{
    static const char *const words[] = {"tt", "stt", "số tt"};
    const kho_sv text = seg_text(t, s);

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (kho_phrase_at(text, 0, words[i]) == text.n)
            return true;
    return false;
}

/* Line behind the table whose titles begin on line `from`; *rows: line of its first row. */
static size_t
extent(const struct kho_lines *t, size_t from, const struct seg *title, size_t *rows)
{
    size_t end = from + 1, empty = 0;
    struct seg s[SEGS_MAX];

    *rows = 0;
    for (size_t i = from + 1; i < t->n && empty < GAP_LINES; i++) {
        const size_t n = segments(t, i, s);
        bool label;

        if ((t->lines[i].flags & KHO_LINE_MARGIN) != 0)
            continue;
        if (n == 0) {
            empty++;
            continue;
        }
        empty = 0;
        label = s[0].x0 <= title[0].x1 + 1u && is_label(seg_text(t, s));
        if ((n > 2 && is_title(t, s)) || (n == 1 && !label && s[0].x0 + 4u < title[1].x0))
            break;
        if (label && *rows == 0)
            *rows = i;
        if (*rows == 0 && i > from + TITLE_LINES)
            break;
        end = i + 1;
    }
    return end;
}

/* Does a group stand on the line: "II   NHÓM GIẢI PHÁP VỀ NHÂN LỰC"?  Its text runs over the bands.
 */
static bool
is_group(const struct kho_lines *t, const struct seg *s, size_t n)
{
    return n == 2 && is_label(seg_text(t, s)) && strchr("IVXABCDEGH", t->text.p[s[0].at]) != NULL;
}

/* Finds the bands of lines [from, end): false when they are too few. */
static bool
find_bands(struct maker *m, size_t from, size_t rows, size_t end)
{
    bool used[WIDTH] = {false}, titled[WIDTH] = {false};
    struct seg s[SEGS_MAX];
    unsigned n = 0;
    bool named = false;

    n = (unsigned)segments(m->lines, from, s);
    m->tabs = n >= 3 && s[n - 1].tabs + 1u == n;
    if (m->tabs) {
        m->bands = n < BANDS_MAX ? n : BANDS_MAX;
        return true;
    }
    n = 0;
    for (size_t i = from; i < end; i++) {
        const size_t k = segments(m->lines, i, s);

        if (is_group(m->lines, s, k))
            continue;
        for (size_t j = 0; j < k; j++)
            for (unsigned x = s[j].x0; x < s[j].x1; x++) {
                used[x] = true;
                titled[x] |= i < rows;
            }
    }
    /* A title over a river joins what is on both sides: blanks inside a title are none. */
    for (size_t i = from; i < rows; i++) {
        const size_t k = segments(m->lines, i, s);

        for (size_t j = 0; j < k; j++)
            for (unsigned x = s[j].x0; x < s[j].x1; x++)
                used[x] = true;
    }
    for (unsigned x = 0; x < WIDTH; x++) {
        if (used[x] && (x == 0 || !used[x - 1])) {
            bool told = false; /* a band without title belongs to the one before it */

            for (unsigned y = x; y < WIDTH && used[y]; y++)
                told |= titled[y];
            if ((n == 0 || told) && n < BANDS_MAX)
                n++;
            named |= told;
        }
        m->band[x] = (uint8_t)(n > 0 ? n - 1 : 0);
    }
    m->bands = n;
    return named && n >= 3;
}

static bool
grow(struct maker *m)
{
    const size_t cap = m->cap * 2 + 64;
    struct kho_para *p;

    if (m->out->n < m->cap)
        return true;
    if (kho_arena_room(m->arena) / 4 < cap * sizeof *p)
        return false;
    p = KHO_NEW_N(m->arena, cap, struct kho_para);
    memcpy(p, m->out->p, m->out->n * sizeof *p);
    m->out->p = p;
    m->cap = cap;
    return true;
}

/* Band of the j-th of a line's segments. */
static unsigned
band_of(const struct maker *m, const struct seg *s, size_t j, bool group)
{
    if (m->tabs)
        return s[j].tabs;
    return group ? (unsigned)j : m->band[s[j].x0];
}

/* The cell of a band on lines [from, end), as a paragraph like `like`. */
static void
add_cell(struct maker *m, const struct kho_para *like, size_t from, size_t end, unsigned row,
         unsigned band)
{
    struct kho_para p = {.zone = like->zone,
                         .annex = like->annex,
                         .path = like->path,
                         .parent = -1,
                         .label = {"", 0},
                         .flags = KHO_PARA_CELL,
                         .table = m->table,
                         .row = (uint16_t)(row < UINT16_MAX ? row : UINT16_MAX),
                         .col = (uint16_t)band,
                         .rowspan = 1,
                         .colspan = 1};
    size_t bytes = 0, n = 0;
    struct seg s[SEGS_MAX];
    char *text;

    for (size_t i = from; i < end; i++) {
        const size_t k = segments(m->lines, i, s);
        const bool group = is_group(m->lines, s, k);

        for (size_t j = 0; j < k; j++)
            if (band_of(m, s, j, group) == band) {
                bytes += s[j].n + 1;
                n++;
            }
    }
    if (n == 0 || kho_arena_room(m->arena) / 4 < bytes + n * sizeof *p.pieces || !grow(m))
        return;
    text = kho_arena_alloc(m->arena, bytes, 1);
    p.pieces = KHO_NEW_N(m->arena, n, struct kho_piece);
    bytes = 0;
    for (size_t i = from; i < end; i++) {
        const size_t k = segments(m->lines, i, s);
        const bool group = is_group(m->lines, s, k);

        for (size_t j = 0; j < k; j++) {
            if (band_of(m, s, j, group) != band)
                continue;
            if (bytes > 0)
                text[bytes++] = ' ';
            p.pieces[p.n_pieces++] = (struct kho_piece){(uint32_t)bytes, s[j].at, s[j].n};
            memcpy(text + bytes, m->lines->text.p + s[j].at, s[j].n);
            bytes += s[j].n;
        }
    }
    p.text = (kho_sv){text, bytes};
    m->out->p[m->out->n++] = p;
}

/* The paragraph of the file in which the table begins; those of its lines are emptied. */
static struct kho_para
replace(struct maker *m, size_t from, size_t end)
{
    const struct kho_line *l = m->lines->lines;
    struct kho_para like = {.zone = KHO_ZONE_BODY, .path = {"", 0}};
    struct kho_para *p = m->out->p;

    while (m->done < m->n_in &&
           (p[m->done].n_pieces == 0 || p[m->done].pieces[0].offset < l[from].offset))
        m->done++;
    if (m->done < m->n_in)
        like = p[m->done];
    else if (m->n_in > 0)
        like = p[m->n_in - 1];
    if (like.zone != KHO_ZONE_BODY && like.zone != KHO_ZONE_ANNEX)
        return like;
    for (; m->done < m->n_in && p[m->done].n_pieces > 0 &&
           p[m->done].pieces[0].offset < l[end - 1].offset + l[end - 1].length;
         m->done++) {
        p[m->done].text.n = 0;
        p[m->done].flags = 0;
    }
    return like;
}

static void
add_table(struct maker *m, size_t from, size_t rows, size_t end)
{
    const struct kho_para like = replace(m, from, end);
    struct seg s[SEGS_MAX];
    unsigned row = 0;

    if (like.zone != KHO_ZONE_BODY && like.zone != KHO_ZONE_ANNEX)
        return;
    m->table++;
    for (size_t i = from, next; i < end; i = next) {
        for (next = i + 1; next < end; next++) {
            const size_t n = segments(m->lines, next, s);

            if (next >= rows && n > 0 && m->band[s[0].x0] == 0 && is_label(seg_text(m->lines, s)))
                break;
        }
        for (unsigned b = 0; b < m->bands; b++)
            add_cell(m, &like, i, next, row, b);
        row++;
    }
}

void
kho_text_tables(struct kho_arena *arena, const struct kho_paras *in, struct kho_paras *out)
{
    struct maker m = {.arena = arena,
                      .lines = in->lines,
                      .out = out,
                      .cap = in->n,
                      .n_in = in->n,
                      .table = TABLE_BASE};
    struct seg s[SEGS_MAX];

    *out = *in;
    for (size_t i = 0, end = 0, rows; i < in->lines->n; i = end) {
        const struct kho_line *l = &in->lines->lines[i];
        size_t n;

        end = i + 1;
        if ((l->flags & (KHO_LINE_CELL | KHO_LINE_MARGIN | KHO_LINE_PARA)) != 0 ||
            !may_have_gap(kho_line_text(in->lines, i)))
            continue;
        n = segments(in->lines, i, s);
        if (n < 3 || !is_title(in->lines, s))
            continue;
        end = extent(in->lines, i, s, &rows);
        if (rows == 0 || !find_bands(&m, i, rows, end))
            continue;
        if (out->p == in->p) { /* a table: the paragraphs are changed in a copy */
            if (kho_arena_room(arena) / 4 < (in->n + 64) * sizeof *out->p)
                return;
            out->p = KHO_NEW_N(arena, in->n + 64, struct kho_para);
            memcpy(out->p, in->p, in->n * sizeof *out->p);
            m.cap = in->n + 64;
        }
        add_table(&m, i, rows, end);
    }
}
