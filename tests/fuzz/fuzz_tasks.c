/* fuzz_tasks.c - any text as outline and as table: spans lie in the text, days exist, rules are of
 * the grammar.
 *
 * First byte: what the rest is.  In a table a line is a cell, an empty line ends the row, and a
 * line may begin with rowspan and colspan as two digits.
 */
#include "fold.h"
#include "read.h"
#include "tasks_parts.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINES = 1 << 12, MEMORY = 1 << 28 };

static void
must(bool ok)
{
    if (!ok)
        abort();
}

static bool
starts(kho_sv s, const char *with)
{
    const size_t n = strlen(with);

    return s.n >= n && memcmp(s.p, with, n) == 0;
}

static void
check_day(kho_sv s)
{
    int v[3] = {0, 0, 0};

    must(s.n == 10 && s.p[4] == '-' && s.p[7] == '-');
    for (size_t i = 0, part = 0; i < s.n; i++)
        if (s.p[i] == '-')
            part++;
        else
            v[part] = v[part] * 10 + (s.p[i] - '0');
    must(v[1] >= 1 && v[1] <= 12 && v[2] >= 1);
    must(v[2] <= (v[1] == 2                                           ? (v[0] % 4 == 0 ? 29 : 28)
                  : v[1] == 4 || v[1] == 6 || v[1] == 9 || v[1] == 11 ? 30
                                                                      : 31));
}

/* YYYY, YYYY-MM, YYYY-Qn, YYYY-Hn, YYYY-MM-DD */
static void
check_point(kho_sv s)
{
    must(s.n == 4 || s.n == 7 || s.n == 10);
    for (size_t i = 0; i < 4; i++)
        must(s.p[i] >= '0' && s.p[i] <= '9');
    if (s.n == 10)
        check_day(s);
    if (s.n == 7)
        must(s.p[5] == 'Q' ? s.p[6] >= '1' && s.p[6] <= '4'
                           : (s.p[5] == 'H' ? s.p[6] == '1' || s.p[6] == '2'
                                            : s.p[5] == '0' || s.p[5] == '1'));
}

static void
check_points(kho_sv s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == '.' && s.p[i + 1] == '.') {
            check_point((kho_sv){s.p, i});
            check_point((kho_sv){s.p + i + 2, s.n - i - 2});
            return;
        }
    check_point(s);
}

static void
check_rule(const struct kho_deadline *d)
{
    static const char *const named[] = {"periodic:", "continuous",  "on-demand", "relative:<=P",
                                        "monthly:<", "quarterly:<", "annual:<",  "weekly:<"};
    const kho_sv r = d->rule;

    if (r.p == NULL) {
        must(d->date.p == NULL && d->rrule.p == NULL);
    } else if (starts(r, "<=")) {
        check_day((kho_sv){r.p + 2, r.n - 2});
        must(kho_sv_eq(d->date, (kho_sv){r.p + 2, r.n - 2}));
    } else if (starts(r, "<")) {
        check_day((kho_sv){r.p + 1, r.n - 1});
        must(d->date.n == 10 && memcmp(d->date.p, r.p + 1, 10) < 0);
    } else if (starts(r, "within:")) {
        check_points((kho_sv){r.p + 7, r.n - 7});
        must(d->date.n == 10);
    } else if (starts(r, "from:") || starts(r, "event:")) {
        check_points((kho_sv){r.p + (r.p[0] == 'f' ? 5 : 6), r.n - (r.p[0] == 'f' ? 5u : 6u)});
        must(d->date.p == NULL);
    } else {
        bool known = false;

        for (size_t i = 0; i < sizeof named / sizeof *named; i++)
            known |= starts(r, named[i]);
        must(known && d->date.p == NULL);
    }
    if (d->date.p != NULL)
        check_day(d->date);
    if (d->rrule.p != NULL)
        must(starts(d->rrule, "FREQ="));
}

static void
check_span(struct kho_span s, kho_sv text)
{
    must(s.length > 0 && (size_t)s.offset + s.length <= text.n);
}

static void
check_names(const kho_sv *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        must(v[i].n > 0);
        for (size_t j = 0; j < i; j++)
            must(!kho_sv_eq(v[i], v[j]));
    }
}

static void
check(const struct kho_plan *plan, kho_sv text)
{
    for (size_t i = 0; i < plan->n_deadlines; i++) {
        must(plan->deadlines[i].text.n > 0);
        check_span(plan->deadlines[i].span, text);
        check_rule(&plan->deadlines[i]);
    }
    for (size_t i = 0; i < plan->n_targets; i++) {
        must(plan->targets[i].text.n > 0);
        must(plan->targets[i].value >= 0);
        check_span(plan->targets[i].span, text);
    }
    for (size_t i = 0; i < plan->n_tasks; i++) {
        const struct kho_task *t = &plan->tasks[i];

        must(t->text.n > 0);
        check_span(t->span, text);
        check_names(t->responsible, t->n_responsible);
        check_names(t->coordinating, t->n_coordinating);
        for (size_t d = 0; d < t->n_deadlines; d++)
            check_rule(&t->deadlines[d]);
    }
}

/* Lines as cells of one table; see above. */
static void
make_table(struct kho_arena *a, const struct kho_lines *lines, struct kho_paras *ps)
{
    uint16_t row = 0, col = 0;

    *ps = (struct kho_paras){.lines = lines, .p = KHO_NEW_N(a, lines->n, struct kho_para)};
    for (size_t i = 0; i < lines->n; i++) {
        struct kho_para *q = &ps->p[ps->n];
        kho_sv s = kho_line_text(lines, i);
        size_t cut = 0;

        if (s.n == 0) {
            row++;
            col = 0;
            continue;
        }
        *q = (struct kho_para){.zone = KHO_ZONE_ANNEX,
                               .flags = KHO_PARA_CELL,
                               .parent = -1,
                               .table = 1,
                               .row = row,
                               .col = col,
                               .rowspan = 1,
                               .colspan = 1};
        if (s.n > 2 && s.p[0] >= '0' && s.p[0] <= '9' && s.p[1] >= '0' && s.p[1] <= '9') {
            q->rowspan = (uint16_t)(s.p[0] - '0');
            q->colspan = (uint16_t)(s.p[1] - '0');
            cut = 2;
        }
        q->text = (kho_sv){s.p + cut, s.n - cut};
        q->pieces = KHO_NEW(a, struct kho_piece);
        q->pieces[0] =
            (struct kho_piece){0, (uint32_t)(lines->lines[i].offset + cut), (uint32_t)q->text.n};
        q->n_pieces = 1;
        col++;
        ps->n++;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kho_arena *a;
    struct kho_lines lines = {.n = 0};
    struct kho_plan plan = {.year = 2024};
    struct kho_paras ps;
    struct kho_parts parts;
    struct kho_err err;

    if (size < 2 || size > (1 << 16))
        return 0;
    a = kho_arena_new(MEMORY);
    must(kho_text_normalise(a, (kho_sv){(const char *)data + 1, size - 1}, &lines.text, &err) ==
         KHO_OK);
    lines.lines = KHO_NEW_N(a, LINES, struct kho_line);
    for (size_t at = 0; at <= lines.text.n && lines.n < LINES;) {
        const char *nl =
            at < lines.text.n ? memchr(lines.text.p + at, '\n', lines.text.n - at) : NULL;
        const size_t n = nl == NULL ? lines.text.n - at : (size_t)(nl - lines.text.p) - at;

        lines.lines[lines.n++] = (struct kho_line){
            .offset = (uint32_t)at, .length = (uint32_t)n, .rowspan = 1, .colspan = 1};
        at += n + 1;
    }
    if (data[0] % 2 == 0)
        kho_paras_make(a, &lines, &ps);
    else
        make_table(a, &lines, &ps);
    if (data[0] % 4 >= 2)
        plan.date = KHO_SV("2024-03-05");
    kho_parts_make(a, &ps, &parts);
    kho_read_deadlines(a, &parts, &plan);
    kho_read_targets(a, &parts, &plan);
    kho_read_tasks(a, &parts, &plan);
    check(&plan, lines.text);
    kho_arena_free(a);
    return 0;
}
