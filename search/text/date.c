/* date.c - the forms of dates in running text: kho_date_scan. */
#include "datescan.h"

#include "vchar.h"

/* D/M/YYYY; the separators must be the same. */
static bool
numeric(struct kho_datescan *c, bool said_day, struct kho_date *d)
{
    struct kho_datescan t = *c;
    int day, month, y;
    char sep;

    day = kho_datescan_number(&t, 1, 2);
    if (day < 0 || (sep = kho_datescan_separator(&t)) == 0)
        return false;
    month = kho_datescan_number(&t, 1, 2);
    if (month < 0 || kho_datescan_separator(&t) != sep)
        return false;
    y = kho_datescan_year(&t);
    if (y < 0 && said_day) { /* "ngày 12/3/98": only old texts write so */
        y = kho_datescan_number(&t, 2, 2);
        if (y < 30)
            return false;
        y += 1900;
    }
    if (y < 0 || day == 0 || month == 0 || kho_datescan_goes_on(&t))
        return false;
    *d = (struct kho_date){.year = (int16_t)y, .month = (int8_t)month, .day = (int8_t)day};
    *c = t;
    return true;
}

/* "ngày    /    /2024", "ngày    /12/2025", "ngày …/…/2024" */
static bool
numeric_blank(struct kho_datescan *c, struct kho_date *d)
{
    struct kho_datescan t = *c;
    int month, y;

    kho_datescan_gap(&t);
    if (kho_datescan_separator(&t) != '/')
        return false;
    month = kho_datescan_number(&t, 1, 2);
    kho_datescan_gap(&t);
    if (kho_datescan_separator(&t) != '/')
        return false;
    kho_datescan_gap(&t);
    y = kho_datescan_year(&t);
    if (y < 0 || kho_datescan_goes_on(&t))
        return false;
    *d = (struct kho_date){.year = (int16_t)y, .month = (int8_t)(month > 0 ? month : 0)};
    *c = t;
    return true;
}

/* Months in words of old texts. */
static int
month_word(struct kho_datescan *c)
{
    static const struct {
        const char *word;
        int month;
    } names[] = {{"giêng", 1},     {"hai", 2},       {"ba", 3},    {"tư", 4},   {"bốn", 4},
                 {"năm", 5},       {"sáu", 6},       {"bảy", 7},   {"tám", 8},  {"chín", 9},
                 {"mười một", 11}, {"mười hai", 12}, {"mười", 10}, {"chạp", 12}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct kho_datescan t = *c;

        if (!kho_datescan_word(&t, names[i].word))
            continue;
        kho_datescan_blanks(&t);
        if (names[i].month == 5 && kho_datescan_digit(&t, t.at) >= 0)
            return -1; /* "tháng    năm 2024": the month is blank, this is the word year */
        c->at = t.at;
        return names[i].month;
    }
    return -1;
}

/* behind "tháng": "01 năm 2024", "6/2024", "giêng năm 2024", "     năm 2024" */
static bool
month_year(struct kho_datescan *c, struct kho_date *d)
{
    struct kho_datescan t = *c;
    int month, y;

    kho_datescan_gap(&t);
    month = kho_datescan_number(&t, 1, 2);
    if (month < 0)
        month = month_word(&t);
    if (month == 0)
        return false;
    kho_datescan_gap(&t);
    if (kho_datescan_word(&t, "năm") ||
        kho_datescan_word(&t, "nãm")) /* ã: the commonest misreading of scans */
        kho_datescan_gap(&t);
    else if (month < 0 || kho_datescan_separator(&t) == 0)
        return false;
    y = kho_datescan_year(&t);
    if (y < 0 || kho_datescan_goes_on(&t))
        return false;
    *d = (struct kho_date){.year = (int16_t)y, .month = (int8_t)(month > 0 ? month : 0)};
    *c = t;
    return true;
}

/* "17 tháng 01 năm 2024", the day may be blank when "ngày" was said */
static bool
in_words(struct kho_datescan *c, bool said_day, struct kho_date *d)
{
    struct kho_datescan t = *c;
    int day;

    if (said_day)
        kho_datescan_gap(&t);
    day = kho_datescan_number(&t, 1, 2);
    if (day == 0 || (day < 0 && !said_day))
        return false;
    kho_datescan_gap(&t);
    if (!kho_datescan_word(&t, "tháng") || !month_year(&t, d))
        return false;
    d->day = (int8_t)(day > 0 && d->month > 0 ? day : 0);
    *c = t;
    return true;
}

/* behind "quý": "II/2024", "2 năm 2024" */
static bool
quarter_year(struct kho_datescan *c, struct kho_date *d)
{
    struct kho_datescan t = *c;
    size_t from, n;
    int q, y;

    kho_datescan_blanks(&t);
    for (from = t.at; kho_vchar_is_letter(kho_vchar(t.s, t.at, &n)) ||
                      kho_vchar_is_digit(kho_vchar(t.s, t.at, &n));)
        t.at += n;
    if (t.at - from > 3)
        return false;
    q = kho_ordinal((kho_sv){t.s.p + from, t.at - from});
    if (q < 1 || q > 4)
        return false;
    if (kho_datescan_separator(&t) == 0) {
        kho_datescan_blanks(&t);
        if (!kho_datescan_word(&t, "năm"))
            return false;
        kho_datescan_blanks(&t);
    }
    y = kho_datescan_year(&t);
    if (y < 0 || kho_datescan_goes_on(&t))
        return false;
    *d = (struct kho_date){.year = (int16_t)y, .quarter = (int8_t)q};
    *c = t;
    return true;
}

/* "6/2024" without a word: only with a slash, a month and nothing that makes it a symbol. */
static bool
bare_month(struct kho_datescan *c, struct kho_date *d)
{
    struct kho_datescan t = *c;
    int month = kho_datescan_number(&t, 1, 2), y;

    if (month < 1 || t.at >= t.s.n || t.s.p[t.at] != '/')
        return false;
    t.at++;
    y = kho_datescan_year(&t);
    if (y < 0 || kho_datescan_goes_on(&t))
        return false;
    *d = (struct kho_date){.year = (int16_t)y, .month = (int8_t)month};
    *c = t;
    return true;
}

static bool
any_form(struct kho_datescan *c, struct kho_date *d)
{
    struct kho_datescan t = *c;
    bool ok;

    if (kho_datescan_word(&t, "ngày")) {
        size_t behind = t.at;

        kho_datescan_blanks(&t);
        ok = numeric(&t, true, d) || in_words(&t, true, d) || (t.at = behind, numeric_blank(&t, d));
    } else if (kho_datescan_word(&t, "tháng")) {
        ok = month_year(&t, d);
    } else if (kho_datescan_word(&t, "quý") || kho_datescan_word(&t, "quí")) {
        ok = quarter_year(&t, d);
    } else if (kho_datescan_word(&t, "năm")) {
        int y;

        kho_datescan_blanks(&t);
        y = kho_datescan_year(&t);
        *d = (struct kho_date){.year = (int16_t)(y > 0 ? y : 0)};
        ok = y > 0 && !kho_datescan_goes_on(&t);
    } else {
        /* Letters read as digits need a word in front, or every "l" would start a date. */
        ok = (!c->mend || kho_vchar_is_digit((unsigned char)c->s.p[c->at])) &&
             (numeric(&t, false, d) || in_words(&t, false, d) || bare_month(&t, d));
    }
    if (!ok || !kho_datescan_plausible(*d))
        return false;
    *c = t;
    return true;
}

size_t
kho_date_scan(kho_sv text, size_t at, struct kho_date *out)
{
    struct kho_datescan c = {text, at, false};

    *out = (struct kho_date){0};
    if (at >= text.n)
        return 0;
    if (!any_form(&c, out)) {
        c.mend = true;
        if (!any_form(&c, out)) {
            *out = (struct kho_date){0};
            return 0;
        }
    }
    return c.at - at;
}
