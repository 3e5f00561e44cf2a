/* due_when.c - see due_when.h. */
#include "due_when.h"

static bool
year_at(const struct kho_toks *k, size_t i, int16_t *year)
{
    int v = kho_when_number(k, i);

    if (v < 1990 || v > 2099 || k->t[i].w.n != 4)
        return false;
    *year = (int16_t)v;
    return true;
}

size_t
kho_when_clock(const struct kho_toks *k, size_t i)
{
    const size_t from = i;
    size_t digits = 0;

    if (kho_tok_is(k, i, "lúc"))
        i++;
    if (i < k->n && k->t[i].w.n <= 5) {
        const kho_sv w = k->t[i].w;

        while (digits < w.n && w.p[digits] >= '0' && w.p[digits] <= '9')
            digits++;
        if (digits > 0 && digits < w.n && w.p[digits] == 'h')
            return i + 1 - from;
    }
    if (kho_when_number(k, i) < 0 || kho_when_number(k, i) > 24 || !kho_tok_is(k, i + 1, "giờ"))
        return 0;
    i += 2;
    if (kho_when_number(k, i) >= 0 && kho_when_near(k, i))
        i += kho_tok_is(k, i + 1, "phút") ? 2 : 1;
    return i - from;
}

static bool
is_next(const struct kho_toks *k, size_t i)
{
    return kho_when_near(k, i) &&
           (kho_tok_is(k, i, "sau") || kho_tok_is(k, i, "tiếp") || kho_tok_is(k, i, "kế"));
}

static size_t
skip_next(const struct kho_toks *k, size_t i, struct kho_when *w)
{
    if (!is_next(k, i))
        return i;
    w->next = true;
    i++;
    if (kho_when_near(k, i) && (kho_tok_is(k, i, "theo") || kho_tok_is(k, i, "tiếp")))
        i++;
    return i;
}

/* Behind the day: "(của) tháng cuối (của) quý (sau)", "hằng tháng", "tháng sau"; 0 when it is not
 * that. */
static size_t
day_of_period(const struct kho_toks *k, size_t i, struct kho_when *w)
{
    size_t j = i;

    if (kho_tok_is(k, j, "của") && kho_when_near(k, j))
        j++;
    if (kho_when_each(k, j) && kho_tok_is(k, j + 1, "tháng") && kho_when_number(k, j + 2) < 0) {
        w->form = KHO_WHEN_MONTH_DAY;
        return j + 2 - i;
    }
    if (!kho_tok_is(k, j, "tháng") || !kho_when_near(k, j))
        return 0;
    j++;
    if (is_next(k, j)) {
        w->form = KHO_WHEN_MONTH_DAY;
        return skip_next(k, j, w) - i;
    }
    if (kho_tok_is(k, j, "cuối")) {
        w->which = 3;
        j += kho_tok_is(k, j + 1, "cùng") ? 2 : 1;
    } else if (kho_tok_is(k, j, "đầu")) {
        w->which = 1;
        j += kho_tok_is(k, j + 1, "tiên") ? 2 : 1;
    } else if (kho_tok_is(k, j, "thứ") && j + 1 < k->n) {
        const int n = kho_ordinal(k->t[j + 1].w);

        if (n < 1 || n > 3)
            return 0;
        w->which = (int8_t)n;
        j += 2;
    } else {
        return 0;
    }
    if (kho_tok_is(k, j, "của"))
        j++;
    if (kho_when_each(k, j))
        j++;
    if (!kho_tok_is(k, j, "quý"))
        return 0;
    w->form = KHO_WHEN_QUARTER_DAY;
    return skip_next(k, j + 1, w) - i;
}

/* Word i is a day: "15/11", "15 tháng 11", "20 tháng cuối quý"; said: "ngày" stood before it. */
static size_t
day_at(const struct kho_toks *k, size_t i, bool said, struct kho_when *w)
{
    const int day = kho_when_number(k, i), month = kho_when_number(k, i + 1);
    size_t n;

    if (day < 1 || day > 31)
        return 0;
    w->d.day = (int8_t)day;
    n = day_of_period(k, i + 1, w);
    if (n > 0)
        return n + 1;
    w->form = KHO_WHEN_DATE;
    if (month >= 1 && month <= 12 && (k->t[i + 1].gap & KHO_GAP_SLASH) != 0 &&
        (k->t[i + 2].gap & KHO_GAP_SLASH) == 0 && day <= kho_date_last_day(2000, month)) {
        w->d.month = (int8_t)month;
        return 2;
    }
    if (kho_tok_is(k, i + 1, "tháng") && kho_when_near(k, i + 1)) {
        const int m = kho_when_number(k, i + 2);

        if (m < 1 || m > 12 || day > kho_date_last_day(2000, m))
            return 0;
        w->d.month = (int8_t)m;
        return 3;
    }
    return said ? 1 : 0;
}

/* "năm 2025", "năm học 2025-2026", "năm" alone (the plan's) */
static size_t
year_word(const struct kho_toks *k, size_t i, struct kho_when *w)
{
    w->form = KHO_WHEN_DATE;
    if (kho_tok_is(k, i + 1, "học")) {
        w->form = KHO_WHEN_YEARS;
        if (year_at(k, i + 2, &w->d.year) && year_at(k, i + 3, &w->year2) &&
            (k->t[i + 3].gap & KHO_GAP_DASH) != 0)
            return 4;
        return 0;
    }
    if (kho_when_near(k, i + 1) && year_at(k, i + 1, &w->d.year))
        return 2;
    w->whole = true;
    return 1;
}

/* "6 tháng đầu năm 2025" */
static size_t
half_at(const struct kho_toks *k, size_t i, struct kho_when *w)
{
    if ((kho_when_number(k, i) != 6 && !kho_tok_is(k, i, "sáu")) ||
        !kho_tok_is(k, i + 1, "tháng") || !kho_tok_is(k, i + 3, "năm"))
        return 0;
    if (kho_tok_is(k, i + 2, "đầu"))
        w->half = 1;
    else if (kho_tok_is(k, i + 2, "cuối"))
        w->half = 2;
    else
        return 0;
    w->form = KHO_WHEN_HALF;
    return kho_when_near(k, i + 4) && year_at(k, i + 4, &w->d.year) ? 5 : 4;
}

size_t
kho_when_weekday(const struct kho_toks *k, size_t i, bool weekly, struct kho_when *w)
{
    size_t j = i + 1;
    int day;

    if (kho_tok_is(k, i, "chủ") && kho_tok_is(k, j, "nhật")) {
        day = 8;
        j++;
    } else if (kho_tok_is(k, i, "thứ") && j < k->n) {
        day = kho_when_number(k, j) > 0 ? kho_when_number(k, j) : kho_ordinal(k->t[j].w);
        j++;
    } else {
        return 0;
    }
    if (day < 2 || day > 8)
        return 0;
    if (kho_when_each(k, j) && kho_tok_is(k, j + 1, "tuần"))
        j += 2;
    else if (!weekly)
        return 0;
    w->form = KHO_WHEN_WEEKDAY;
    w->which = (int8_t)(day - 1);
    return j - i;
}

/* "I, II/2025", "3, 4, 5 năm 2025" behind "quý" or "tháng": from the first to the last; words
 * taken, 0 when it is no list. */
static size_t
list_at(const struct kho_toks *k, size_t i, int max, struct kho_when *w)
{
    const size_t from = i;
    int first = 0, last = 0;

    for (; i < k->n; i++) {
        const bool joined = i > from && kho_when_near(k, i) && kho_tok_is(k, i, "và");
        int v;

        if (i > from && !joined && (k->t[i].gap & (KHO_GAP_COMMA | KHO_GAP_DASH)) == 0)
            break;
        i += joined;
        v = kho_when_number(k, i) > 0                  ? kho_when_number(k, i)
            : max == 4 && i < k->n && k->t[i].w.n <= 3 ? kho_ordinal(k->t[i].w)
                                                       : 0;
        if (v <= last || v > max ||
            (last > 0 && v != last + 1 && (k->t[i].gap & KHO_GAP_DASH) == 0))
            return 0; /* "tháng 6, 12": two months, not from the one to the other */
        first = first == 0 ? v : first;
        last = v;
    }
    if (last == first)
        return 0;
    if (i < k->n && (k->t[i].gap & KHO_GAP_SLASH) != 0 && year_at(k, i, &w->d.year))
        i++;
    else if (kho_tok_is(k, i, "năm") && kho_when_near(k, i) && year_at(k, i + 1, &w->d.year))
        i += 2;
    else if (i - from > 2 || max != 4)
        return 0; /* "tháng 3, 5 hộ ...": without its year only two quarters are a list */
    w->form = KHO_WHEN_DATE;
    w->to = (int8_t)last;
    if (max == 4)
        w->d.quarter = (int8_t)first;
    else
        w->d.month = (int8_t)first;
    return i - from;
}

/* "T3/2024", "T.9/2024", in a cell "T3" alone; words taken. */
static size_t
short_month(const struct kho_toks *k, size_t i, bool bare, struct kho_when *w)
{
    const size_t from = i;
    int month = 0;

    if (i >= k->n || k->t[i].w.n == 0 || k->t[i].w.p[0] != 't')
        return 0;
    if (k->t[i].w.n == 1) {
        month = (k->t[i + 1].gap & KHO_GAP_DOT) != 0 ? kho_when_number(k, ++i) : 0;
    } else {
        for (size_t j = 1; j < k->t[i].w.n; j++) {
            if (k->t[i].w.n > 3 || k->t[i].w.p[j] < '0' || k->t[i].w.p[j] > '9')
                return 0;
            month = month * 10 + (k->t[i].w.p[j] - '0');
        }
    }
    i++;
    if (month < 1 || month > 12)
        return 0;
    if (i < k->n && (k->t[i].gap & KHO_GAP_SLASH) != 0 && year_at(k, i, &w->d.year))
        i++;
    else if (!bare)
        return 0;
    w->form = KHO_WHEN_DATE;
    w->d.month = (int8_t)month;
    return i - from;
}

/* What kho_date_scan does not read: dates without their year. */
static size_t
partial_at(const struct kho_toks *k, size_t i, bool bare, struct kho_when *w)
{
    size_t n;

    if (kho_tok_is(k, i, "ngày")) {
        n = kho_when_near(k, i + 1) ? day_at(k, i + 1, true, w) : 0;
        return n == 0 ? 0 : n + 1;
    }
    if (kho_tok_is(k, i, "tháng") && kho_when_near(k, i + 1)) {
        const int m = kho_when_number(k, i + 1);

        n = list_at(k, i + 1, 12, w);
        if (n > 0)
            return n + 1;
        w->form = KHO_WHEN_DATE;
        w->d.month = (int8_t)m;
        return m >= 1 && m <= 12 ? 2 : 0;
    }
    if (kho_tok_is(k, i, "quý") && kho_when_near(k, i + 1)) {
        const int q = k->t[i + 1].w.n <= 3 ? kho_ordinal(k->t[i + 1].w) : 0;
        const int arabic = kho_when_number(k, i + 1);

        n = list_at(k, i + 1, 4, w);
        if (n > 0)
            return n + 1;

        w->form = KHO_WHEN_DATE;
        w->d.quarter = (int8_t)(arabic > 0 ? arabic : q);
        return w->d.quarter >= 1 && w->d.quarter <= 4 ? 2 : 0;
    }
    if (kho_tok_is(k, i, "năm"))
        return year_word(k, i, w);
    if ((n = half_at(k, i, w)) > 0 || (n = kho_when_weekday(k, i, false, w)) > 0 ||
        (n = day_at(k, i, false, w)) > 0)
        return n;
    if (short_month(k, i, bare, w) > 0)
        return short_month(k, i, bare, w);
    if (bare && year_at(k, i, &w->d.year)) {
        w->form = KHO_WHEN_DATE;
        return 1;
    }
    return 0;
}

static size_t
solar_at(const struct kho_toks *k, size_t i, bool bare, struct kho_when *w)
{
    const size_t from = i;
    size_t n, clock = kho_when_clock(k, i);

    *w = (struct kho_when){.form = KHO_WHEN_NONE};
    i += clock;
    if (kho_tok_is(k, i, "hết") || kho_tok_is(k, i, "cuối") || kho_tok_is(k, i, "đầu") ||
        kho_tok_is(k, i, "giữa"))
        i++;
    if (i >= k->n || (i > from && !kho_when_near(k, i) &&
                      (k->t[i].gap & ~(KHO_GAP_BLANK | KHO_GAP_COMMA | KHO_GAP_OTHER)) != 0))
        return 0;
    n = kho_date_scan(k->text, k->t[i].at, &w->d);
    if (n > 0) {
        size_t end = k->t[i].at + n;

        /* A blank form may run past what was read as words; take whole words. */
        w->form = KHO_WHEN_DATE;
        for (n = i; n < k->n && k->t[n].at < end; n++)
            ;
        return n - from;
    }
    w->d = (struct kho_date){0};
    n = partial_at(k, i, bare, w);
    if (n == 0) {
        w->form = KHO_WHEN_NONE;
        return 0;
    }
    return i + n - from;
}

size_t
kho_when_at(const struct kho_toks *k, size_t i, bool bare, struct kho_when *w)
{
    const size_t n = solar_at(k, i, bare, w);

    if (n > 0 && ((kho_tok_is(k, i + n, "âm") && kho_tok_is(k, i + n + 1, "lịch")) ||
                  kho_tok_is(k, i + n, "âl"))) {
        *w = (struct kho_when){.form = KHO_WHEN_NONE}; /* the moon keeps other months */
        return 0;
    }
    return n;
}
