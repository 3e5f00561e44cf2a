/* plan_cases.h - paragraphs, outlines and tables for the specs of tasks, targets and deadlines.
 *
 * An outline field holds lines joined by "\n"; the words of a plan before and after it are added
 * here. Rows of a table stand in "row:" fields, cells separated by " | ": {2x1} before the text:
 * the cell covers 2 rows and 1 column     {} alone: covered by a cell above or left ^ before the
 * text: in bold      // inside: a new paragraph of the cell
 */
#ifndef KHO_SPEC_PLAN_CASES_H
#define KHO_SPEC_PLAN_CASES_H

#include "blocks.h"
#include "read.h"

enum { CASE_MEMORY = 1 << 24, CASE_PARAS = 512 };

/* Gathers text and paragraphs of one case. */
struct plan_case {
    struct kho_arena *arena;
    struct kho_buf text;
    struct kho_line line;
    struct kho_lines lines;
    struct kho_paras ps;
    struct kho_para p[CASE_PARAS];
    size_t offset[CASE_PARAS];
    struct kho_plan plan;
};

static inline struct kho_para *
case_para(struct plan_case *c, kho_sv text)
{
    struct kho_para *q = &c->p[c->ps.n];

    if (c->ps.n >= CASE_PARAS)
        abort();
    *q = (struct kho_para){.zone = KHO_ZONE_BODY, .parent = -1, .rowspan = 1, .colspan = 1};
    c->offset[c->ps.n++] = c->text.n;
    q->text = (kho_sv){NULL, text.n};
    kho_buf_sv(&c->text, text);
    kho_buf_char(&c->text, '\n');
    return q;
}

/* Texts get their places once all of them are there. */
static inline void
case_close(struct plan_case *c)
{
    c->lines.text = kho_arena_dup(c->arena, kho_buf_view(&c->text));
    c->line = (struct kho_line){.length = (uint32_t)c->text.n};
    c->lines.lines = &c->line;
    c->lines.n = 1;
    c->ps.lines = &c->lines;
    c->ps.p = c->p;
    for (size_t i = 0; i < c->ps.n; i++) {
        struct kho_para *q = &c->p[i];

        q->text.p = c->lines.text.p + c->offset[i];
        q->pieces = KHO_NEW(c->arena, struct kho_piece);
        q->pieces[0] = (struct kho_piece){0, (uint32_t)c->offset[i], (uint32_t)q->text.n};
        q->n_pieces = 1;
    }
}

/* year: and made: of the case are those of its plan. */
static inline void
case_open(struct plan_case *c, const struct block *b)
{
    kho_sv year = block_get(b, "year");

    memset(c, 0, sizeof *c);
    c->arena = kho_arena_new(CASE_MEMORY);
    for (size_t i = 0; i < year.n; i++)
        c->plan.year = c->plan.year * 10 + (year.p[i] - '0');
    if (block_get(b, "made").n == 10)
        c->plan.date = block_get(b, "made");
}

static inline void
case_free(struct plan_case *c)
{
    kho_buf_free(&c->text);
    kho_arena_free(c->arena);
}

/* "{2x1}^text" */
static inline void
case_cell(struct plan_case *c, kho_sv cell, unsigned row, unsigned col)
{
    unsigned rows = 1, cols = 1;
    bool bold = false;

    if (kho_sv_eq(cell, KHO_SV("{}")))
        return;
    if (cell.n > 5 && cell.p[0] == '{' && cell.p[4] == '}') {
        rows = (unsigned)(cell.p[1] - '0');
        cols = (unsigned)(cell.p[3] - '0');
        cell.p += 5;
        cell.n -= 5;
    }
    if (cell.n > 0 && cell.p[0] == '^') {
        bold = true;
        cell.p++;
        cell.n--;
    }
    for (;;) {
        const char *cut = NULL;
        struct kho_para *q;
        kho_sv part = cell;

        for (size_t i = 0; i + 1 < cell.n && cut == NULL; i++)
            if (cell.p[i] == '/' && cell.p[i + 1] == '/')
                cut = cell.p + i;
        if (cut != NULL)
            part.n = (size_t)(cut - cell.p);
        q = case_para(c, part);
        q->zone = KHO_ZONE_ANNEX;
        q->annex = 1;
        q->flags = KHO_PARA_CELL | (bold ? KHO_PARA_BOLD : 0u);
        q->table = 1;
        q->row = (uint16_t)row;
        q->col = (uint16_t)col;
        q->rowspan = (uint16_t)rows;
        q->colspan = (uint16_t)cols;
        if (cut == NULL)
            return;
        cell.n -= part.n + 2;
        cell.p = cut + 2;
    }
}

static inline void
case_row(struct plan_case *c, kho_sv s, unsigned row)
{
    unsigned col = 0;

    for (;;) {
        const char *bar = s.n == 0 ? NULL : memchr(s.p, '|', s.n);
        kho_sv cell = {s.p, bar == NULL ? s.n : (size_t)(bar - s.p)};

        s.n -= bar == NULL ? s.n : cell.n + 1;
        s.p = bar == NULL ? s.p : bar + 1;
        while (cell.n > 0 && cell.p[0] == ' ') {
            cell.p++;
            cell.n--;
        }
        while (cell.n > 0 && cell.p[cell.n - 1] == ' ')
            cell.n--;
        case_cell(c, cell, row, col++);
        if (bar == NULL)
            return;
    }
}

/* The outline as a plain text file, read by kho_paras_make. */
static inline void
case_outline(struct plan_case *c, kho_sv outline)
{
    static const char before[] =
        "KẾ HOẠCH\nThực hiện công tác dân vận năm 2024\n\n"
        "Căn cứ chương trình công tác năm 2024, Ủy ban nhân dân xã ban hành "
        "kế hoạch như sau:\n\n";
    static const char after[] =
        "\n\nTrên đây là Kế hoạch thực hiện công tác dân vận năm 2024./.\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n";
    size_t n = 1, at = 0;

    kho_buf_str(&c->text, before);
    for (size_t i = 0; i < outline.n; i++) {
        /* an empty line between paragraphs: none of them goes on in the next */
        kho_buf_char(&c->text, outline.p[i]);
        if (outline.p[i] == '\n')
            kho_buf_char(&c->text, '\n');
    }
    kho_buf_str(&c->text, after);
    c->lines.text = kho_arena_dup(c->arena, kho_buf_view(&c->text));
    for (size_t i = 0; i < c->text.n; i++)
        n += c->text.p[i] == '\n';
    c->lines.lines = KHO_NEW_N(c->arena, n, struct kho_line);
    while (at <= c->lines.text.n) {
        const char *nl =
            at < c->lines.text.n ? memchr(c->lines.text.p + at, '\n', c->lines.text.n - at) : NULL;
        const size_t len = nl == NULL ? c->lines.text.n - at : (size_t)(nl - c->lines.text.p) - at;

        c->lines.lines[c->lines.n++] = (struct kho_line){
            .offset = (uint32_t)at, .length = (uint32_t)len, .rowspan = 1, .colspan = 1};
        at += len + 1;
    }
    kho_paras_make(c->arena, &c->lines, &c->ps);
}

static inline void
print_sv(struct kho_buf *out, const char *name, kho_sv s)
{
    kho_buf_fmt(out, "%s: %.*s\n", name, KHO_SV_FMT(s));
}

static inline void
print_deadline(struct kho_buf *out, const char *name, const struct kho_deadline *d)
{
    kho_buf_fmt(out, "%s: %.*s = %.*s\n", name, KHO_SV_FMT(d->text), KHO_SV_FMT(d->rule));
    if (d->date.p != NULL)
        print_sv(out, "last", d->date);
    if (d->rrule.p != NULL)
        print_sv(out, "again", d->rrule);
}

static inline void
print_names(struct kho_buf *out, const char *name, const kho_sv *v, size_t n)
{
    if (n == 0)
        return;
    kho_buf_fmt(out, "%s: ", name);
    for (size_t i = 0; i < n; i++)
        kho_buf_fmt(out, "%s%.*s", i > 0 ? " | " : "", KHO_SV_FMT(v[i]));
    kho_buf_char(out, '\n');
}

/* "[II.1] Tuyên truyền ..." and what belongs to it, each line with its task's number: "1 lead: ..."
 */
static inline void
print_tasks(struct kho_buf *out, const struct kho_plan *plan)
{
    char name[48];

    kho_buf_fmt(out, "tasks: %zu\n", plan->n_tasks);
    for (size_t i = 0; i < plan->n_tasks; i++) {
        const struct kho_task *t = &plan->tasks[i];

        kho_buf_fmt(out, "%zu [%.*s] %.*s\n", i + 1, KHO_SV_FMT(t->section), KHO_SV_FMT(t->text));
        (void)snprintf(name, sizeof name, "%zu lead", i + 1);
        print_names(out, name, t->responsible, t->n_responsible);
        (void)snprintf(name, sizeof name, "%zu with", i + 1);
        print_names(out, name, t->coordinating, t->n_coordinating);
        (void)snprintf(name, sizeof name, "%zu due", i + 1);
        for (size_t d = 0; d < t->n_deadlines; d++)
            print_deadline(out, name, &t->deadlines[d]);
    }
}
#endif
