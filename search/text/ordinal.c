/* ordinal.c - "XIII", "44", "mười ba": numbers of congresses, sessions and quarters. */
#include "date.h"
#include "vchar.h"

#include <stdio.h>

enum { BLANKS_MAX = 64, WORDS_MAX = 6 };

/* Strict Roman numerals below 100. */
static int
roman(kho_sv s)
{
    static const char *const tens[] = {"", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"};
    static const char *const ones[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
    int sum = 0, last = 0, v;
    char up[12], want[16];
    size_t n;

    if (s.n == 0 || s.n >= sizeof up)
        return 0;
    for (n = s.n; n-- > 0; last = v) {
        /* OCR: a small l, or a 1 inside a numeral, is an I */
        up[n] = (char)kho_vchar_upper((unsigned char)s.p[n]);
        if (s.p[n] == 'l' || (s.p[n] == '1' && n > 0))
            up[n] = 'I';
        v = up[n] == 'I' ? 1 : up[n] == 'V' ? 5 : up[n] == 'X' ? 10 : up[n] == 'L' ? 50 : 100;
        sum += v < last ? -v : v;
    }
    up[s.n] = '\0';
    if (sum < 1 || sum > 99)
        return 0;
    (void)snprintf(want, sizeof want, "%s%s", tens[sum / 10], ones[sum % 10]);
    return strcmp(up, want) == 0 ? sum : 0;
}

static int
word_digit(kho_sv s, size_t at, size_t *n)
{
    static const struct {
        const char *word;
        int value;
    } digits[] = {{"nhất", 1}, {"một", 1}, {"mốt", 1},  {"nhì", 2},   {"hai", 2},  {"ba", 3},
                  {"tư", 4},   {"bốn", 4}, {"năm", 5},  {"lăm", 5},   {"sáu", 6},  {"bảy", 7},
                  {"bẩy", 7},  {"tám", 8}, {"chín", 9}, {"mười", 10}, {"mươi", 10}};

    for (size_t i = 0; i < sizeof digits / sizeof digits[0]; i++)
        if ((*n = kho_vchar_word(s, at, digits[i].word)) > 0)
            return digits[i].value;
    return 0;
}

/* "tư", "mười ba", "hai mươi", "hai mươi mốt" */
static int
in_number_words(kho_sv s)
{
    int part[WORDS_MAX];
    size_t k = 0, at = 0, n;

    while (at < s.n) {
        int v = word_digit(s, at, &n);

        if (v == 0 || k == 3)
            return 0;
        part[k++] = v;
        at = kho_vchar_skip_blanks(s, at + n, BLANKS_MAX);
    }
    if (k == 1)
        return part[0];
    if (k == 2 && part[0] == 10 && part[1] < 10)
        return 10 + part[1];
    if (k >= 2 && part[0] < 10 && part[1] == 10 && (k == 2 || part[2] < 10))
        return part[0] * 10 + (k == 3 ? part[2] : 0);
    return 0;
}

int
kho_ordinal(kho_sv s)
{
    size_t at = kho_vchar_skip_blanks(s, 0, BLANKS_MAX), digits = 0;
    int v = 0;

    while (s.n > at && kho_vchar_is_blank((unsigned char)s.p[s.n - 1]))
        s.n--;
    s = (kho_sv){s.p + at, s.n - at};
    while (digits < s.n && digits < 4 && kho_vchar_is_digit((unsigned char)s.p[digits]))
        v = v * 10 + (s.p[digits++] - '0');
    if (digits > 0 && digits < 4 && digits == s.n)
        return v;
    v = roman(s);
    return v > 0 ? v : in_number_words(s);
}
