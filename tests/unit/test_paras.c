/* test_paras.c - paragraphs where memory is short, and spans of parts of a paragraph. */
#include "fold.h"
#include "paras.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LINES = 20000 };

static struct kho_lines
split(struct kho_arena *a, kho_sv text)
{
    struct kho_lines l = {.text = text, .lines = KHO_NEW_N(a, LINES + 1, struct kho_line)};

    for (kho_sv rest = text, line; l.n < LINES && kho_sv_next(&rest, '\n', &line); l.n++) {
        l.lines[l.n].offset = (uint32_t)(line.p - text.p);
        l.lines[l.n].length = (uint32_t)line.n;
    }
    return l;
}

/* An arena that is too small gives fewer paragraphs, never the end of the process. */
static void
little_room_gives_fewer(void **state)
{
    static const char line[] =
        "1. Tuyên truyền **sâu rộng** trong Nhân dân[1] và báo cáo kết quả.\n";
    struct kho_arena *big = kho_arena_new((size_t)1 << 26), *small;
    char *text = malloc((sizeof line - 1) * LINES);
    struct kho_lines lines;
    size_t before = 0;

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < LINES; i++)
        memcpy(text + i * (sizeof line - 1), line, sizeof line - 1);
    lines = split(big, (kho_sv){text, (sizeof line - 1) * LINES});
    for (size_t room = (size_t)1 << 12; room <= (size_t)1 << 26; room *= 4) {
        struct kho_paras ps;

        small = kho_arena_new(room);
        kho_paras_make(small, &lines, &ps);
        assert_true(ps.n >= before && ps.n <= LINES);
        before = ps.n;
        kho_arena_free(small);
    }
    assert_int_equal(LINES, before);
    free(text);
    kho_arena_free(big);
}

static size_t
find(kho_sv s, const char *what)
{
    for (size_t i = 0; i + strlen(what) <= s.n; i++)
        if (memcmp(s.p + i, what, strlen(what)) == 0)
            return i;
    fail();
    return 0;
}

/* A mention cut by a page has one span before and one behind the break; marks inside of a line cut
 * nothing. */
static void
spans_of_a_part(void **state)
{
    static const char text[] =
        "KẾ HOẠCH\nnăm 2024\n\nI. NỘI DUNG\n\n1. Nghị **quyết** Đại hội[1] lần\n\n"
        "¹ Chú thích.\n\nthứ XIV của Đảng.\n";
    struct kho_arena *a = kho_arena_new((size_t)1 << 22);
    struct kho_lines lines = split(a, KHO_SV(text));
    struct kho_span span[4];
    struct kho_paras ps;
    const struct kho_para *p = NULL;
    size_t at;

    (void)state;
    kho_paras_make(a, &lines, &ps);
    for (size_t i = 0; i < ps.n; i++)
        if (ps.p[i].label.n == 1 && ps.p[i].label.p[0] == '1')
            p = &ps.p[i];
    if (p == NULL)
        fail_msg("there is no paragraph 1");
    at = find(p->text, "lần thứ XIV");
    assert_int_equal(2, kho_para_spans(&ps, p, at, strlen("lần thứ XIV"), span, 4));
    assert_memory_equal("lần", text + span[0].offset, span[0].length);
    assert_memory_equal("thứ XIV", text + span[1].offset, span[1].length);
    at = find(p->text, "Nghị quyết Đại hội lần");
    assert_int_equal(1, kho_para_spans(&ps, p, at, strlen("Nghị quyết Đại hội lần"), span, 4));
    assert_memory_equal("Nghị **quyết** Đại hội[1] lần", text + span[0].offset, span[0].length);
    assert_int_equal(
        2, kho_para_spans(&ps, p, 0, p->text.n, span, 1)); /* told, though only one was asked for */
    kho_arena_free(a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(little_room_gives_fewer),
        cmocka_unit_test(spans_of_a_part),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
