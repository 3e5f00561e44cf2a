/* letterhead_scan.c - see letterhead_scan.h. */
#include "letterhead_scan.h"

#include "fold.h"
#include "head.h"
#include "phrase.h"
#include "vchar.h"

#include <stdlib.h>

/* Position behind "Số" and its colon at the start of a line ("Luật số: " too); 0 for none.  Scans
 * lose its tone, and "Sở" is a department: without the tone a colon or a digit must follow. */
size_t
kho_scan_number_word(kho_sv s)
{
    size_t from, to, n;

    if (!kho_phrase_find(s, 0, "số", &from, &to) || from > 24) {
        to = kho_phrase_bare_at(s, 0, "so");
        n = kho_vchar_skip_blanks(s, to, s.n);
        if (to == 0 || n >= s.n || (s.p[n] != ':' && !kho_vchar_is_digit((unsigned char)s.p[n])))
            return 0;
    }
    while (to < s.n &&
           (s.p[to] == ':' || (s.p[to] == '.' && !(to + 1 < s.n && s.p[to + 1] == '.')) ||
            kho_vchar_is_blank(kho_vchar(s, to, &n))))
        to++;
    return to;
}

static bool
is_filler(uint32_t c)
{
    return kho_vchar_is_blank(c) || c == '.' || c == '_' || c == 0x2026 || c == '?' || c == 'x' ||
           c == 'X';
}

/* "     /KH-UBND", ".../KH-SCT", "-KH/ĐU": the letters behind a number that was left out. */
kho_sv
kho_scan_blank_letters(kho_sv s)
{
    size_t i = 0, n, end;
    uint32_t c = 0;
    const bool dots = s.n > 0 && (s.p[0] == '.' || kho_vchar(s, 0, &n) == 0x2026);

    /* figures written by hand on a dotted line are not to be trusted, the letters behind are */
    while (i < s.n && (is_filler(c = kho_vchar(s, i, &n)) || (dots && kho_vchar_is_digit(c))))
        i += n;
    if (i >= s.n || (!kho_vchar_is_slash(c) && !kho_vchar_is_dash(c)))
        return (kho_sv){0};
    i += n;
    for (end = i; end < s.n && s.p[end] != ' ' && s.p[end] != ','; end++)
        continue;
    return (kho_sv){s.p + i, end - i};
}

/* Letters of units are free ("11554/VPCP-V.I"): in a letterhead a symbol ends where the line or a
 * blank ends it. */
size_t
kho_scan_whole_symbol(kho_sv s, size_t took)
{
    size_t end = took, n;

    while (end < s.n && !kho_vchar_is_blank(kho_vchar(s, end, &n)))
        end += n;
    while (end > took && strchr(".,;:", s.p[end - 1]) != NULL)
        end--;
    return end;
}

/* Day, month and year behind their words, which a scan may have damaged; what is missing stays 0.
 */
struct kho_date
kho_scan_damaged_date(kho_sv s, size_t at)
{
    struct kho_date d = {0};
    struct kho_word w;
    char want = '\0'; /* first letter of the last of ngay, thang, nam: 'g', 't', 'n' */
    int v;

    while (d.year == 0 && kho_word_next(s, &at, &w)) {
        if (strcmp(w.bare, "ngay") == 0) {
            want = 'g';
        } else if (strcmp(w.bare, "thang") == 0 || strcmp(w.bare, "nam") == 0) {
            want = w.bare[0];
        } else if (kho_vchar_is_digit((unsigned char)w.bare[0]) && w.bare_n <= 4) {
            v = (int)strtol(w.bare, NULL, 10);
            if (want == 'g' && v >= 1 && v <= 31)
                d.day = (int8_t)v;
            else if (want == 't' && v >= 1 && v <= 12)
                d.month = (int8_t)v;
            else if (want == 'n' && v >= 1945 && v <= 2099)
                d.year = (int16_t)v;
            else
                break;
        } else {
            break;
        }
    }
    if (d.year == 0 || (d.day > 0 && (d.month == 0 || d.day > kho_date_last_day(d.year, d.month))))
        return (struct kho_date){0};
    return d;
}

/* Stamps and notes that stand among the agencies. */
bool
kho_scan_is_stamp(kho_sv s)
{
    static const char *const stamps[] = {"dự thảo", "mật",      "tối mật",        "tuyệt mật",
                                         "hỏa tốc", "khẩn",     "thượng khẩn",    "bản sao",
                                         "sao y",   "công báo", "lưu hành nội bộ"};
    const kho_sv t = kho_head_trim(s, " ()*.");

    for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++)
        if (kho_phrase_at(t, 0, stamps[i]) == t.n)
            return true;
    return false;
}

bool
kho_scan_names_document(kho_sv before)
{
    size_t from, to;

    if (!kho_phrase_find(before, 0, "số", &from, &to))
        return false;
    while (to < before.n && (before.p[to] == ' ' || before.p[to] == ':'))
        to++;
    return to < before.n && before.p[to] >= '0' && before.p[to] <= '9';
}
