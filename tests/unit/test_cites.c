#include "identity.h"
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

/* The official form is the least odd one; of a document without letters nothing is said. */
static void
official_form_of_a_symbol(void **state)
{
    static const char *const better[][2] = {
        {"33/CT-TTg", "33-CT/TTg"},         {"33/CT-TTg", "33/CT-TTG"},
        {"866/QĐ-TTg", "866/QĐ-Tg"},        {"43-NQ/TW", "43/NQ-TW"},
        {"109-KH/ThU", "109/KH-ThU"},       {"12-HD/BTGTW", "12/HD-BTGTW"},
        {"48/KH-UBND", "48-KH/UBND"},       {"10/NQ-HĐND", "10-NQ/HĐND"},
        {"30/2020/NĐ-CP", "30/2020/ND-CP"}, {"5/TT-BNV", "không"}};
    struct kho_arena *arena = kho_arena_new(8 << 20);

    (void)state;
    for (size_t i = 0; i < sizeof better / sizeof better[0]; i++) {
        assert_int_equal(kho_symbol_oddness(arena, kho_sv_from(better[i][0])), 0);
        assert_true(kho_symbol_oddness(arena, kho_sv_from(better[i][1])) > 0);
    }
    /* a term of the National Assembly and either order of a front are no oddness */
    assert_int_equal(kho_symbol_oddness(arena, KHO_SV("202/2025/QH15")), 0);
    assert_int_equal(kho_symbol_oddness(arena, KHO_SV("06/KH-MTTW-BTT")), 0);
    kho_arena_free(arena);
}

/* An official letter of a department whose letters are those of a type, and one of the centre that
 * no table has. */
static void
own_key_of_a_letter(void **state)
{
    struct kho_plan plan = {.type = KHO_SV("CV"),
                            .number = KHO_SV("5615"),
                            .symbol = KHO_SV("5615/CT-CS"),
                            .issuer_code = KHO_SV("CT"),
                            .issuer_level = KHO_SV("trung ương"),
                            .date = KHO_SV("2025-12-10")};
    struct kho_arena *arena = kho_arena_new(8 << 20);

    (void)state;
    assert_true(kho_sv_eq(kho_key_of_plan(arena, &plan), KHO_SV("CT:CV:5615:2025")));
    plan.symbol = KHO_SV("45/KH-UBND");
    plan.number = KHO_SV("45");
    plan.issuer_code = KHO_SV("UBND");
    plan.issuer_level = KHO_SV("tỉnh");
    plan.loc = KHO_SV("son-la");
    assert_true(kho_sv_eq(kho_key_of_plan(arena, &plan), KHO_SV("UBND@son-la:CV:45:2025")));
    kho_arena_free(arena);
}

/* Rule R6 */
static void
slips_of_dates(void **state)
{
    static const struct {
        const char *a, *b;
        bool slip;
    } dates[] = {{"2013-06-03", "2008-06-03", true},  {"2013-06-03", "2013-03-06", true},
                 {"2024-03-26", "2042-03-26", true},  {"2024-03-26", "2024-03-28", true},
                 {"2024-03-12", "2024-03-21", true},  {"2024-03-26", "2024-03-26", false},
                 {"2013-06-03", "2008-07-25", false}, {"2024-01-02", "2024-03-04", false},
                 {"2024-10-02", "2024-01-02", true},  {"2024", "2025-01-01", false}};

    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
        assert_int_equal(kho_date_is_slip(kho_sv_from(dates[i].a), kho_sv_from(dates[i].b)),
                         dates[i].slip);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mention_cut_by_a_page_has_two_parts),
        cmocka_unit_test(official_form_of_a_symbol),
        cmocka_unit_test(own_key_of_a_letter),
        cmocka_unit_test(slips_of_dates),
        cmocka_unit_test(long_lines_are_read),
        cmocka_unit_test(small_arena_is_survived),
    };

    return cmocka_run_group_tests_name("cites", tests, NULL, NULL);
}
