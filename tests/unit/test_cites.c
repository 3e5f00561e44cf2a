#include "read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct kho_plan
read_one(struct kho_arena *arena, kho_sv document, kho_sv text, struct kho_piece *pieces, size_t n)
{
    struct kho_line line = {.length = (uint32_t)document.n};
    struct kho_lines lines = {document, &line, 1};
    struct kho_para para = {
        .text = text, .pieces = pieces, .n_pieces = n, .zone = KHO_ZONE_BODY, .parent = -1};
    struct kho_paras ps = {&lines, &para, 1};
    struct kho_plan plan;

    memset(&plan, 0, sizeof plan);
    kho_read_citations(arena, &ps, &plan);
    return plan;
}

/* A page break cuts the mention: its text is joined, its parts lead to both places. */
static void
mention_cut_by_a_page_has_two_parts(void **state)
{
    const kho_sv document =
        KHO_SV("theo Chương trình\n\n1 chú thích\n\nphối hợp số 05-CTrPH/BDVTU ngày 28/3/2022");
    const kho_sv text = KHO_SV("theo Chương trình phối hợp số 05-CTrPH/BDVTU ngày 28/3/2022");
    const size_t first = strlen("theo Chương trình"), gap = strlen("\n\n1 chú thích\n\n");
    struct kho_piece pieces[] = {
        {0, 0, (uint32_t)first},
        {(uint32_t)first + 1, (uint32_t)(first + gap), (uint32_t)(text.n - first - 1)}};
    struct kho_arena *arena = kho_arena_new(8 << 20);
    struct kho_plan plan = read_one(arena, document, text, pieces, 2);
    const struct kho_citation *c = &plan.citations[0];

    (void)state;
    assert_int_equal(1, plan.n_citations);
    assert_true(
        kho_sv_eq(c->mention, KHO_SV("Chương trình phối hợp số 05-CTrPH/BDVTU ngày 28/3/2022")));
    assert_int_equal(2, c->n_parts);
    assert_int_equal(strlen("theo "), c->parts[0].offset);
    assert_int_equal(strlen("Chương trình"), c->parts[0].length);
    assert_int_equal(first + gap, c->parts[1].offset);
    kho_arena_free(arena);
}

static char *
repeat(const char *unit, size_t times, kho_sv *out)
{
    size_t n = strlen(unit);
    char *p = malloc(n * times + 1);

    assert_non_null(p);
    for (size_t i = 0; i < times; i++)
        memcpy(p + i * n, unit, n);
    *out = (kho_sv){p, n * times};
    return p;
}

/* Long lines must stay linear: the test's time limit is the measure. */
static void
long_lines_are_read(void **state)
{
    static const char *const units[] = {"12, ",
                                        "1/",
                                        "12/KH-",
                                        "Luật ",
                                        "Nghị quyết Đại hội ",
                                        "Quyết định số 7, ",
                                        "số ",
                                        "của UBND tỉnh ",
                                        "((((",
                                        "khóa "};

    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct kho_arena *arena = kho_arena_new(256 << 20);
        struct kho_piece piece = {0, 0, 0};
        kho_sv text;
        char *p = repeat(units[i], 100000, &text);

        piece.length = (uint32_t)text.n;
        assert_int_equal(0, read_one(arena, text, text, &piece, 1).n_citations);
        free(p);
        kho_arena_free(arena);
    }
}

/* An arena that is too small costs citations, never the process. */
static void
small_arena_is_survived(void **state)
{
    kho_sv text;
    char *p = repeat("Kế hoạch số 5/KH-UBND ngày 01/02/2020 của UBND tỉnh; ", 5000, &text);

    (void)state;
    for (size_t kb = 1; kb < 20000; kb = kb * 3 / 2 + 1) {
        struct kho_arena *arena = kho_arena_new(kb << 10);
        struct kho_piece piece = {0, 0, (uint32_t)text.n};

        if (kb > 8)
            assert_true(read_one(arena, text, text, &piece, 1).n_citations <= 5000);
        kho_arena_free(arena);
    }
    free(p);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mention_cut_by_a_page_has_two_parts),
        cmocka_unit_test(long_lines_are_read),
        cmocka_unit_test(small_arena_is_survived),
    };

    return cmocka_run_group_tests_name("cites", tests, NULL, NULL);
}
