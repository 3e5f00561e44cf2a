/* date_value.c - dates as values, and as people type them. */
#include "datescan.h"

#include <string.h>

int
kho_date_last_day(int year, int month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (month < 1 || month > 12)
        return 0;
    if (month == 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0))
        return 29;
    return days[month - 1];
}

bool
kho_date_full(struct kho_date d)
{
    return d.year > 0 && d.month > 0 && d.day > 0;
}

void
kho_date_iso(struct kho_date d, char buf[11])
{
    unsigned y = (unsigned)d.year % 10000, m = (unsigned)d.month % 100, day = (unsigned)d.day % 100;

    buf[0] = (char)('0' + y / 1000);
    buf[1] = (char)('0' + y / 100 % 10);
    buf[2] = (char)('0' + y / 10 % 10);
    buf[3] = (char)('0' + y % 10);
    buf[4] = buf[7] = '-';
    buf[5] = (char)('0' + m / 10);
    buf[6] = (char)('0' + m % 10);
    buf[8] = (char)('0' + day / 10);
    buf[9] = (char)('0' + day % 10);
    buf[10] = '\0';
}

/* "quy 2/2022": a quarter that is typed without its mark. */
static bool
quarter_without_mark(kho_sv s, struct kho_date *out)
{
    char marked[32] = "quý";
    size_t n = strlen(marked);

    if (s.n < 5 || s.n > sizeof marked - 2 || (s.p[0] != 'q' && s.p[0] != 'Q') ||
        memcmp(s.p + 1, "uy ", 3) != 0)
        return false;
    memcpy(marked + n, s.p + 3, s.n - 3);
    n += s.n - 3;
    return kho_date_scan((kho_sv){marked, n}, 0, out) == n;
}

bool
kho_date_parse(kho_sv s, struct kho_date *out)
{
    struct kho_datescan c = {s, 0, false};
    int y, month, day;

    *out = (struct kho_date){0};
    kho_datescan_blanks(&c);
    while (s.n > 0 && s.p[s.n - 1] == ' ')
        c.s.n = --s.n;
    y = kho_datescan_year(&c);
    if (y > 0) {
        struct kho_date d = {.year = (int16_t)y};

        if (c.at == s.n) {
            *out = d;
            return true;
        }
        if (kho_datescan_separator(&c) == 0 || (month = kho_datescan_number(&c, 1, 2)) < 1)
            return false;
        d.month = (int8_t)month;
        if (c.at < s.n) {
            if (kho_datescan_separator(&c) == 0 || (day = kho_datescan_number(&c, 1, 2)) < 1)
                return false;
            d.day = (int8_t)day;
        }
        if (c.at < s.n || !kho_datescan_plausible(d))
            return false;
        *out = d;
        return true;
    }
    if (c.at >= s.n)
        return false;
    if (kho_date_scan(s, c.at, out) == s.n - c.at ||
        quarter_without_mark((kho_sv){s.p + c.at, s.n - c.at}, out))
        return true;
    /* "01-2023", which a running text must not read as a date */
    *out = (struct kho_date){0};
    month = kho_datescan_number(&c, 1, 2);
    if (month < 1 || month > 12 || kho_datescan_separator(&c) == 0 ||
        (y = kho_datescan_year(&c)) < 0 || c.at < s.n)
        return false;
    out->year = (int16_t)y;
    out->month = (int8_t)month;
    return true;
}
