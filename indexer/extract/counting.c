/* counting.c - see counting.h. */
#include "counting.h"

enum { LETTERS_MAX = 64 };

static void
put_roman(struct kho_buf *out, int32_t v, bool upper)
{
    static const struct {
        int32_t value;
        const char *upper, *lower;
    } parts[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"}, {400, "CD", "cd"},
                 {100, "C", "c"},  {90, "XC", "xc"},  {50, "L", "l"},  {40, "XL", "xl"},
                 {10, "X", "x"},   {9, "IX", "ix"},   {5, "V", "v"},   {4, "IV", "iv"},
                 {1, "I", "i"}};

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        for (; v >= parts[i].value; v -= parts[i].value)
            kho_buf_str(out, upper ? parts[i].upper : parts[i].lower);
}

void
kho_counting_put(struct kho_buf *out, enum kho_counting f, int32_t v)
{
    if ((f == KHO_COUNT_UPPER_ROMAN || f == KHO_COUNT_LOWER_ROMAN) && v > 0 && v < 4000) {
        put_roman(out, v, f == KHO_COUNT_UPPER_ROMAN);
    } else if ((f == KHO_COUNT_UPPER_LETTER || f == KHO_COUNT_LOWER_LETTER) && v > 0 &&
               v <= 26 * LETTERS_MAX) {
        for (int32_t i = 0; i <= (v - 1) / 26; i++) /* 27 is "aa", 53 "aaa" */
            kho_buf_char(out, (char)((f == KHO_COUNT_UPPER_LETTER ? 'A' : 'a') + (v - 1) % 26));
    } else if (f == KHO_COUNT_DECIMAL_ZERO) {
        kho_buf_fmt(out, "%02d", (int)v);
    } else if (f != KHO_COUNT_BULLET && f != KHO_COUNT_NONE) {
        kho_buf_fmt(out, "%d", (int)v);
    }
}

void
kho_counting_bullet(struct kho_buf *out, kho_sv text)
{
    const unsigned char *p = (const unsigned char *)text.p;

    if (text.n >= 3 && p[0] == 0xef && p[1] >= 0x80 && p[1] <= 0xa3)
        kho_buf_str(out, p[1] == 0x80 && p[2] == 0xad ? "-" : "•");
    else if (text.n == 1 && p[0] == 'o') /* Courier New's hollow dot */
        kho_buf_str(out, "•");
    else
        kho_buf_sv(out, text);
}
