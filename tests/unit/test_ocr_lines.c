/* test_ocr_lines.c - recognised words become lines: columns, gaps, specks. */
#include "ocr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Words of 40 pixels' height; row: line of the page, x: where it begins. */
static void
word(struct kho_ocr_lines *l, const char *text, int row, int x, int width, float confidence)
{
    const struct kho_ocr_word w = {.text = text,
                                   .left = x,
                                   .right = x + width,
                                   .top = row * 60,
                                   .bottom = row * 60 + 40,
                                   .confidence = confidence,
                                   .begins_line =
                                       x < 200 || (l->words > 0 && l->last.top != row * 60)};

    kho_ocr_put_word(l, &w);
}

static void
is(struct kho_ocr_lines *l, const char *want)
{
    kho_ocr_end_lines(l);
    assert_string_equal(kho_buf_cstr(&l->text), want);
    kho_buf_free(&l->text);
}

static void
columns_are_parted(void **state)
{
    struct kho_ocr_lines l = {.words = 0};

    (void)state;
    word(&l, "TỈNH", 0, 100, 90, 95);
    word(&l, "A", 0, 205, 30, 95);
    word(&l, "Độc", 0, 700, 80, 95);
    word(&l, "lập", 0, 795, 60, 95);
    word(&l, "Số:", 1, 100, 60, 95);
    is(&l, "TỈNH A\tĐộc lập\nSố:\n");
    assert_int_equal(l.words, 5);
}

static void
gaps_and_jumps_are_empty_lines(void **state)
{
    struct kho_ocr_lines l = {.words = 0};

    (void)state;
    word(&l, "một", 0, 100, 90, 95);
    word(&l, "hai", 1, 100, 90, 95);
    word(&l, "ba", 3, 100, 90, 95);  /* 80 pixels below the last */
    word(&l, "bốn", 0, 900, 90, 95); /* at the head of another column */
    is(&l, "một\nhai\n\nba\n\nbốn\n");
}

static void
specks_are_left_out(void **state)
{
    struct kho_ocr_lines l = {.words = 0};

    (void)state;
    word(&l, "|", 0, 100, 5, 20);
    word(&l, "Kính", 0, 205, 90, 90);
    word(&l, " ", 0, 320, 90, 95); /* a drawn line */
    word(&l, "gửi", 0, 320, 60, 60);
    word(&l, "xw", 0, 400, 60, 5);
    word(&l, "-", 1, 100, 20, 90); /* a sign that is sure is one */
    is(&l, "Kính gửi\n-\n");
    assert_int_equal(l.words, 3);
    assert_true(l.sure > 239 && l.sure < 241);
}

/* The first word of a line may be the speck: the line begins with the next. */
static void
a_line_that_begins_with_a_speck(void **state)
{
    struct kho_ocr_lines l = {.words = 0};

    (void)state;
    word(&l, "trên", 0, 100, 90, 90);
    word(&l, "~", 1, 100, 5, 10);
    word(&l, "dưới", 1, 130, 90, 90);
    is(&l, "trên\ndưới\n");
}

static void
digits(void **state)
{
    struct kho_ocr_lines l = {.words = 0};

    (void)state;
    word(&l, "Ø7/3Ø", 0, 100, 90, 90);
    word(&l, "Øre", 1, 100, 90, 90);
    word(&l, "I9/KH-UBND", 2, 100, 90, 90);
    word(&l, "l5/l1/2024", 3, 100, 90, 90);
    word(&l, "II.1", 4, 100, 90, 90);
    word(&l, "MI5", 5, 100, 90, 90);
    is(&l, "07/30\nØre\n19/KH-UBND\n15/11/2024\nII.1\nMI5\n");
}

static void
nothing(void **state)
{
    struct kho_ocr_lines l = {.words = 0};

    (void)state;
    is(&l, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(columns_are_parted),
                                       cmocka_unit_test(gaps_and_jumps_are_empty_lines),
                                       cmocka_unit_test(specks_are_left_out),
                                       cmocka_unit_test(a_line_that_begins_with_a_speck),
                                       cmocka_unit_test(digits),
                                       cmocka_unit_test(nothing)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
