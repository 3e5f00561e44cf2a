/* test_tasks.c - the tables of cues are in the form they are compared in; bounds of the readers. */
#include "buf.h"
#include "fold.h"
#include "read.h"
#include "tables.h"
#include "tasks_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

enum { MEMORY = 1 << 28 };

static void
check_phrase(struct kho_arena *a, const char *table, const char *phrase, const char *kind,
             const char *const *kinds)
{
    const kho_sv s = kho_sv_from(phrase);
    size_t i = 0;

    /* A phrase that is not its own exact form can never be found in a text. */
    if (!kho_sv_eq(s, kho_fold_exact(a, s)))
        fail_msg("%s: \"%s\" should be \"%.*s\"", table, phrase, KHO_SV_FMT(kho_fold_exact(a, s)));
    while (kinds != NULL && kinds[i] != NULL && strcmp(kinds[i], kind) != 0)
        i++;
    if (kinds != NULL && kinds[i] == NULL)
        fail_msg("%s: \"%s\": unknown kind \"%s\"", table, phrase, kind);
}

static void
phrases_are_in_exact_form(void **state)
{
    static const char *const parts[] = {"none", "time",  "budget", "aim",  "target", "organise",
                                        "task", "begin", "past",   "skip", NULL};
    static const char *const attrs[] = {"lead",    "coord", "due", "product",
                                        "content", "other", NULL};
    static const char *const cols[] = {"number", "content", "lead",    "coord", "due",
                                       "start",  "end",     "product", "unit",  "target",
                                       "group",  "other",   NULL};
    static const char *const doers[] = {"head",   "cap",    "person", "board", "not",
                                        "plural", "ofmany", "mod",    "many",  "coord",
                                        "assign", "fore",   "lead",   "duty",  NULL};
    static const char *const dues[] = {"before",  "latest", "until",  "from",   "within", "every",
                                       "regular", "report", "demand", "always", "limit",  "past",
                                       "title",   "noun",   "feast",  "rate",   NULL};
    static const char *const aims[] = {"ge",   "gt",   "lt",   "le",     "eq",
                                       "up",   "down", "orup", "orless", "surpass",
                                       "zero", "aim",  "part", "bound",  NULL};
    struct kho_arena *a = kho_arena_new(MEMORY);

    (void)state;
    for (size_t i = 0; i < kho_task_sections_n; i++)
        check_phrase(a, "task_sections", kho_task_sections[i].phrase, kho_task_sections[i].kind,
                     parts);
    for (size_t i = 0; i < kho_task_attrs_n; i++)
        check_phrase(a, "task_attrs", kho_task_attrs[i].phrase, kho_task_attrs[i].kind, attrs);
    for (size_t i = 0; i < kho_task_columns_n; i++)
        check_phrase(a, "task_columns", kho_task_columns[i].phrase, kho_task_columns[i].kind, cols);
    for (size_t i = 0; i < kho_doer_words_n; i++)
        check_phrase(a, "doer_words", kho_doer_words[i].phrase, kho_doer_words[i].kind, doers);
    for (size_t i = 0; i < kho_due_cues_n; i++)
        check_phrase(a, "due_cues", kho_due_cues[i].phrase, kho_due_cues[i].kind, dues);
    for (size_t i = 0; i < kho_target_cues_n; i++)
        check_phrase(a, "target_cues", kho_target_cues[i].phrase, kho_target_cues[i].kind, aims);
    for (size_t i = 0; i < kho_target_units_n; i++)
        check_phrase(a, "target_units", kho_target_units[i].phrase, "", NULL);
    for (size_t i = 0; i < kho_task_verbs_n; i++)
        check_phrase(a, "task_verbs", kho_task_verbs[i].phrase, "", NULL);
    kho_arena_free(a);
}

/* n paragraphs, each the same text, under one heading. */
static void
read_many(kho_sv text, size_t n, struct kho_plan *plan, struct kho_arena *a)
{
    char *all = KHO_NEW_N(a, n * (text.n + 1) + 1, char);
    struct kho_line *line = KHO_NEW(a, struct kho_line);
    struct kho_lines *lines = KHO_NEW(a, struct kho_lines);
    struct kho_parts parts;
    struct kho_paras ps = {.lines = lines, .p = KHO_NEW_N(a, n + 1, struct kho_para), .n = n + 1};

    ps.p[0] = (struct kho_para){.text = KHO_SV("NHIỆM VỤ"),
                                .label = KHO_SV("I"),
                                .path = KHO_SV("I"),
                                .zone = KHO_ZONE_BODY,
                                .parent = -1,
                                .level = 1,
                                .flags = KHO_PARA_HEADING | KHO_PARA_CAPS};
    for (size_t i = 0; i < n; i++) {
        struct kho_para *q = &ps.p[i + 1];

        memcpy(all + i * (text.n + 1), text.p, text.n);
        all[i * (text.n + 1) + text.n] = '\n';
        *q = (struct kho_para){.text = {all + i * (text.n + 1), text.n},
                               .label = KHO_SV("-"),
                               .path = KHO_SV("I"),
                               .zone = KHO_ZONE_BODY,
                               .level = 2};
        q->pieces = KHO_NEW(a, struct kho_piece);
        q->pieces[0] = (struct kho_piece){0, (uint32_t)(i * (text.n + 1)), (uint32_t)text.n};
        q->n_pieces = 1;
    }
    lines->text = (kho_sv){all, n * (text.n + 1)};
    lines->lines = line;
    lines->n = 1;
    kho_parts_make(a, &ps, &parts);
    kho_read_deadlines(a, &parts, plan);
    kho_read_targets(a, &parts, plan);
    kho_read_tasks(a, &parts, plan);
}

static void
tasks_keep_their_order_and_deadlines(void **state)
{
    struct kho_arena *a = kho_arena_new(MEMORY);
    struct kho_plan plan = {.year = 2024};

    (void)state;
    read_many(KHO_SV("Sở Nội vụ tổng hợp, báo cáo trước ngày 20/4/2024."), 500, &plan, a);
    assert_int_equal(500, plan.n_tasks);
    assert_int_equal(500, plan.n_deadlines);
    for (size_t i = 0; i < plan.n_tasks; i++) {
        assert_int_equal(1, plan.tasks[i].n_deadlines);
        assert_true(plan.tasks[i].deadlines[0].span.offset > plan.tasks[i].span.offset);
        assert_int_equal(1, plan.tasks[i].n_responsible);
    }
    kho_arena_free(a);
}

/* Twice the text must not take more than about twice the time: here eight times, with room for
 * noise. */
static double
seconds(size_t n, kho_sv unit)
{
    struct kho_arena *a = kho_arena_new((size_t)1 << 30);
    struct kho_plan plan = {.year = 2024};
    struct kho_buf b = {0};
    clock_t t;

    while (b.n < 60000)
        kho_buf_sv(&b, unit);
    t = clock();
    read_many(kho_buf_view(&b), n, &plan, a);
    t = clock() - t;
    kho_buf_free(&b);
    kho_arena_free(a);
    return (double)t / CLOCKS_PER_SEC;
}

static void
hostile_paragraphs_are_linear(void **state)
{
    static const char *const units[] = {"trước ngày 20/4 và ",
                                        "hằng năm, ",
                                        "định kỳ ",
                                        "các sở, ban, ngành, ",
                                        "100% ",
                                        "từ 01 - 02 thôn, ",
                                        "phối hợp với ",
                                        "của Sở Nội vụ ",
                                        "( ",
                                        "1.1.1.1.",
                                        "giao ",
                                        "1/",
                                        "trong ",
                                        "trước "};

    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const double one = seconds(1, kho_sv_from(units[i]));
        const double eight = seconds(8, kho_sv_from(units[i]));

        if (eight > 24 * one + 0.5 || one > 2)
            fail_msg("\"%s\": %.2f s, eight times as much %.2f s", units[i], one, eight);
    }
}

static void
little_memory_gives_fewer_records(void **state)
{
    struct kho_arena *a = kho_arena_new((size_t)24 << 20);
    struct kho_plan plan = {.year = 2024};
    struct kho_buf b = {0};

    (void)state;
    while (b.n < 60000)
        kho_buf_str(&b, "hằng năm; trước 1/1/2024; ít nhất 5%; ");
    read_many(kho_buf_view(&b), 20, &plan, a);
    assert_true(plan.n_deadlines > 0);
    kho_buf_free(&b);
    kho_arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(phrases_are_in_exact_form),
                                       cmocka_unit_test(tasks_keep_their_order_and_deadlines),
                                       cmocka_unit_test(hostile_paragraphs_are_linear),
                                       cmocka_unit_test(little_memory_gives_fewer_records)};

    return cmocka_run_group_tests_name("tasks", tests, NULL, NULL);
}
