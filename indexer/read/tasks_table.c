/* tasks_table.c - which tables list tasks, and what their columns hold.
 *
 * A table of tasks has a row of titles ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", ...),
 * sometimes two (with "Cơ quan thực hiện" over "Chủ trì" and "Phối hợp"), sometimes a row of column
 * numbers.  A table without titles that follows one with as many columns is its continuation on the
 * next page.
 */
#include "tasks_parts.h"

enum {
    COLUMNS_MAX = 32,
    TITLE_ROWS = 5,   /* rows among which titles are looked for */
    TITLE_WORDS = 14, /* a longer cell is no title */
    BETWEEN_MAX = 3   /* paragraphs between a table and its continuation */
};

static const char *const col_names[] = {"number", "content", "lead", "coord",  "due",   "start",
                                        "end",    "product", "unit", "target", "group", "other"};

struct table {
    uint8_t kind[COLUMNS_MAX];
    unsigned columns;
    size_t end; /* paragraph behind its last */
    bool tasks;
};

struct row {
    size_t from, to; /* paragraphs */
    unsigned cells, titles, numbers;
};

/* "Đơn vị/cá nhân chủ trì", "Phòng, ban phối hợp": who stands there first, and in what role; "Đơn
 * vị" alone works. */
static enum kho_col
title_by_words(const struct kho_toks *k, size_t i)
{
    static const char *const who[][2] = {
        {"cơ", "quan"}, {"đơn", "vị"},   {"bộ", "phận"},  {"cá", "nhân"},
        {"cán", "bộ"},  {"tổ", "chức"},  {"lãnh", "đạo"}, {"đồng", "chí"},
        {"sở", NULL},   {"phòng", NULL}, {"ban", NULL},   {"ngành", NULL},
        {"cấp", NULL},  {"người", NULL}, {"đ", "c"},      {"khoa", NULL}};
    static const char *const work[][2] = {{"chủ", "trì"},     {"thực", "hiện"}, {"phụ", "trách"},
                                          {"trách", "nhiệm"}, {"tham", "mưu"},  {"triển", "khai"},
                                          {"được", "giao"},   {"đầu", "mối"}};
    bool named = false;

    for (size_t w = 0; w < sizeof who / sizeof *who; w++)
        named |=
            kho_tok_is(k, i, who[w][0]) && (who[w][1] == NULL || kho_tok_is(k, i + 1, who[w][1]));
    if (!named)
        return KHO_COL_NONE;
    for (size_t j = i; j < k->n; j++) {
        if (kho_tok_is(k, j, "phối") && kho_tok_is(k, j + 1, "hợp"))
            return KHO_COL_COORD;
        for (size_t w = 0; w < sizeof work / sizeof *work; w++)
            if (kho_tok_is(k, j, work[w][0]) && kho_tok_is(k, j + 1, work[w][1]))
                return KHO_COL_LEAD;
    }
    return k->n == i + 2 && (kho_tok_is(k, i, "đơn") || kho_tok_is(k, i, "cơ")) ? KHO_COL_LEAD
                                                                                : KHO_COL_NONE;
}

static enum kho_col
title_at(const struct kho_lex *x, struct kho_parts *p, const struct kho_para *q)
{
    const struct kho_toks *k = &p->k;
    size_t len, i = 0;
    unsigned kind;

    if (q->text.n > 160)
        return KHO_COL_NONE;
    kho_toks_read(&p->k, q->text);
    if (k->n == 0 || k->n > TITLE_WORDS)
        return KHO_COL_NONE;
    while (kho_tok_is(k, i, "các") || kho_tok_is(k, i, "tên") || kho_tok_is(k, i, "dự") ||
           kho_tok_is(k, i, "kiến"))
        i++;
    kind = kho_lex_match(x, k, i, &len);
    if (kind == 0 && i > 0)
        kind = kho_lex_match(x, k, 0, &len);
    return kind != 0 ? (enum kho_col)kind : title_by_words(k, i);
}

/* "(1)", "3", "A": the row that numbers the columns. */
static bool
is_index(kho_sv s)
{
    while (s.n > 0 && (s.p[0] == '(' || s.p[0] == '[')) {
        s.p++;
        s.n--;
    }
    while (s.n > 0 && (s.p[s.n - 1] == ')' || s.p[s.n - 1] == ']'))
        s.n--;
    if (s.n == 1)
        return (s.p[0] >= '0' && s.p[0] <= '9') || (s.p[0] >= 'A' && s.p[0] <= 'H');
    return s.n == 2 && s.p[0] == '1' && s.p[1] >= '0' && s.p[1] <= '9';
}

static bool
same_cell(const struct kho_para *a, const struct kho_para *b)
{
    return a->table == b->table && a->row == b->row && a->col == b->col;
}

static bool
is_cell(const struct kho_paras *ps, size_t i)
{
    return i < ps->n && (ps->p[i].flags & KHO_PARA_CELL) != 0 && ps->p[i].table != 0 &&
           (ps->p[i].zone == KHO_ZONE_BODY || ps->p[i].zone == KHO_ZONE_ANNEX);
}

/* Counts the cells of the row that starts at paragraph i. */
static struct row
look(const struct kho_lex *x, struct kho_parts *p, size_t i)
{
    const struct kho_para *q = p->ps->p;
    struct row r = {.from = i, .to = i};

    for (; is_cell(p->ps, r.to) && q[r.to].table == q[i].table && q[r.to].row == q[i].row; r.to++) {
        if (r.to > i && same_cell(&q[r.to], &q[r.to - 1]))
            continue; /* a second paragraph of the cell */
        if (q[r.to].text.n == 0 && q[r.to].label.n == 0)
            continue;
        r.cells++;
        if (title_at(x, p, &q[r.to]) != KHO_COL_NONE)
            r.titles++;
        if (is_index(q[r.to].text.n > 0 ? q[r.to].text : q[r.to].label))
            r.numbers++;
    }
    return r;
}

static void
take_titles(const struct kho_lex *x, struct kho_parts *p, const struct row *r, struct table *t)
{
    for (size_t i = r->from; i < r->to; i++) {
        const struct kho_para *q = &p->ps->p[i];
        enum kho_col kind = title_at(x, p, q);
        unsigned end = q->col + (q->colspan > 0 ? q->colspan : 1u);

        p->column[i] = KHO_COL_TITLE;
        if (i > r->from && same_cell(q, q - 1))
            continue;
        if (end > COLUMNS_MAX)
            end = COLUMNS_MAX;
        for (unsigned c = q->col; c < end && kind != KHO_COL_NONE; c++)
            t->kind[c] = (uint8_t)kind;
    }
}

static bool
has(const struct table *t, enum kho_col kind)
{
    for (unsigned c = 0; c < COLUMNS_MAX; c++)
        if (t->kind[c] == (uint8_t)kind)
            return true;
    return false;
}

static bool
lists_tasks(const struct table *t)
{
    return has(t, KHO_COL_CONTENT) &&
           (has(t, KHO_COL_LEAD) || has(t, KHO_COL_COORD) || has(t, KHO_COL_DUE) ||
            has(t, KHO_COL_END) || has(t, KHO_COL_PRODUCT));
}

static unsigned
count_columns(const struct kho_paras *ps, size_t i)
{
    const uint32_t table = ps->p[i].table;
    unsigned n = 0;

    for (; is_cell(ps, i) && ps->p[i].table == table; i++) {
        const unsigned end = ps->p[i].col + (ps->p[i].colspan > 0 ? ps->p[i].colspan : 1u);

        if (end > n)
            n = end;
    }
    return n;
}

/* One table from paragraph i on; before: the table of tasks in front of it, if any. */
static size_t
columns_of(const struct kho_lex *x, struct kho_parts *p, size_t i, struct table *before)
{
    const struct kho_para *q = p->ps->p;
    const size_t from = i;
    const uint32_t table = q[i].table;
    struct table t = {.columns = count_columns(p->ps, i)};
    unsigned rows = 0;
    bool titled = false;

    while (is_cell(p->ps, i) && q[i].table == table) {
        const struct row r = look(x, p, i);
        const bool full = r.titles >= 2 && r.titles * 2 >= r.cells;

        if ((full && !titled && rows < TITLE_ROWS) ||
            (titled && r.titles >= 3 && r.titles == r.cells)) {
            take_titles(x, p, &r, &t);
            titled = true;
            rows = 0;
        } else if (titled && rows == 0 &&
                   ((r.titles > 0 && r.titles == r.cells) ||
                    (r.cells > 1 && r.numbers == r.cells))) {
            take_titles(x, p, &r, &t);
        } else {
            if (rows == 0 && !titled && before->tasks && before->columns == t.columns &&
                from - before->end <= BETWEEN_MAX) {
                memcpy(t.kind, before->kind, sizeof t.kind);
                titled = true;
            }
            rows++;
            for (size_t j = r.from; j < r.to; j++)
                p->column[j] = titled && q[j].col < COLUMNS_MAX && t.kind[q[j].col] != 0
                                   ? t.kind[q[j].col]
                                   : (uint8_t)KHO_COL_OTHER;
        }
        i = r.to;
    }
    t.tasks = titled && lists_tasks(&t);
    t.end = i;
    if (!t.tasks)
        for (size_t j = from; j < i; j++)
            p->column[j] = KHO_COL_NONE;
    if (t.tasks)
        *before = t;
    return i;
}

static const struct kho_lex *
column_words(void)
{
    static struct kho_lex x;

    for (size_t i = 0, n = x.n > 0 ? 0 : kho_task_columns_n; i < n; i++)
        kho_lex_add(
            &x, kho_task_columns[i].phrase,
            kho_kind_of(col_names, sizeof col_names / sizeof *col_names, kho_task_columns[i].kind));
    return &x;
}

void
kho_parts_columns(struct kho_parts *p)
{
    const struct kho_lex *x = column_words();
    struct table before = {.tasks = false};

    for (size_t i = 0; i < p->ps->n;)
        if (is_cell(p->ps, i))
            i = columns_of(x, p, i, &before);
        else
            i++;
}
