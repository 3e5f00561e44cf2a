#include "date.h"

#include "vchar.h"

enum {
    YEAR_MIN = 1900,
    YEAR_MAX = 2099,
    BLANKS_MAX = 64 /* blank forms leave room for handwriting */
};

/* A reading position: what one try has taken so far. */
struct scan {
    kho_sv s;
    size_t at;
    bool mend; /* read O as 0 and l, I as 1 */
};

static bool
plausible(struct kho_date d)
{
    if (d.year != 0 && (d.year < YEAR_MIN || d.year > YEAR_MAX))
        return false;
    if (d.month < 0 || d.month > 12 || d.quarter < 0 || d.quarter > 4 || d.day < 0)
        return false;
    return d.day == 0 || d.day <= kho_date_last_day(d.year == 0 ? 2000 : d.year, d.month);
}

/* A digit, or with mend a letter that a scan makes of one; -1 else. */
static int
digit_at(const struct scan *c, size_t at)
{
    char x;

    if (at >= c->s.n)
        return -1;
    x = c->s.p[at];
    if (x >= '0' && x <= '9')
        return x - '0';
    if (c->mend && (x == 'O' || x == 'o'))
        return 0;
    if (c->mend && (x == 'l' || x == 'I'))
        return 1;
    return -1;
}

/* A number of min to max digits that ends there; -1 and nothing taken when there is none. */
static int
number(struct scan *c, size_t min, size_t max)
{
    size_t n = 0;
    int v = 0;

    while (n < max && digit_at(c, c->at + n) >= 0)
        v = v * 10 + digit_at(c, c->at + n++);
    if (n < min || digit_at(c, c->at + n) >= 0)
        return -1;
    c->at += n;
    return v;
}

static void
blanks(struct scan *c)
{
    c->at = kho_vchar_skip_blanks(c->s, c->at, BLANKS_MAX);
}

/* What a blank form has in place of a number: blanks, dots, an ellipsis, underscores. */
static void
gap(struct scan *c)
{
    size_t n, stop = c->at + BLANKS_MAX;

    while (c->at < stop) {
        uint32_t ch = kho_vchar(c->s, c->at, &n);

        if (n == 0 || (!kho_vchar_is_blank(ch) && ch != '.' && ch != '_' && ch != 0x2026))
            break;
        c->at += n;
    }
}

static bool
word(struct scan *c, const char *w)
{
    size_t n = kho_vchar_word(c->s, c->at, w);

    c->at += n;
    return n > 0;
}

/* '/', '-' or '.' with blanks around; 0 for none.  A dot takes no blank: it ends sentences too. */
static char
separator(struct scan *c)
{
    struct scan t = *c;
    size_t n;
    uint32_t ch;
    char sep;

    blanks(&t);
    ch = kho_vchar(t.s, t.at, &n);
    if (kho_vchar_is_slash(ch))
        sep = '/';
    else if (kho_vchar_is_dash(ch))
        sep = '-';
    else if (ch == '.' && t.at == c->at)
        sep = '.';
    else
        return 0;
    t.at += n;
    if (sep != '.')
        blanks(&t);
    *c = t;
    return sep;
}

/* "55/2023/NQ-HĐND": a number that goes on as a document symbol is no date. */
static bool
goes_on(const struct scan *c)
{
    size_t n, m;
    uint32_t ch = kho_vchar(c->s, c->at, &n), next;

    if (digit_at(c, c->at) >= 0 || kho_vchar_is_letter(ch))
        return true;
    next = kho_vchar(c->s, c->at + n, &m);
    if (kho_vchar_is_slash(ch))
        return kho_vchar_is_letter(next) || kho_vchar_is_digit(next);
    return kho_vchar_is_dash(ch) && kho_vchar_is_upper(next);
}

static int
year(struct scan *c)
{
    struct scan t = *c;
    int y = number(&t, 4, 4);

    if (y < YEAR_MIN || y > YEAR_MAX)
        return -1;
    *c = t;
    return y;
}

/* D/M/YYYY; the separators must be the same. */
static bool
numeric(struct scan *c, bool said_day, struct kho_date *d)
{
    struct scan t = *c;
    int day, month, y;
    char sep;

    day = number(&t, 1, 2);
    if (day < 0 || (sep = separator(&t)) == 0)
        return false;
    month = number(&t, 1, 2);
    if (month < 0 || separator(&t) != sep)
        return false;
    y = year(&t);
    if (y < 0 && said_day) { /* "ngày 12/3/98": only old texts write so */
        y = number(&t, 2, 2);
        if (y < 30)
            return false;
        y += 1900;
    }
    if (y < 0 || day == 0 || month == 0 || goes_on(&t))
        return false;
    *d = (struct kho_date){.year = (int16_t)y, .month = (int8_t)month, .day = (int8_t)day};
    *c = t;
    return true;
}

/* "ngày    /    /2024", "ngày    /12/2025", "ngày …/…/2024" */
static bool
numeric_blank(struct scan *c, struct kho_date *d)
{
    struct scan t = *c;
    int month, y;

    gap(&t);
    if (separator(&t) != '/')
        return false;
    month = number(&t, 1, 2);
    gap(&t);
    if (separator(&t) != '/')
        return false;
    gap(&t);
    y = year(&t);
    if (y < 0 || goes_on(&t))
        return false;
    *d = (struct kho_date){.year = (int16_t)y, .month = (int8_t)(month > 0 ? month : 0)};
    *c = t;
    return true;
}

/* Months in words of old texts. */
static int
month_word(struct scan *c)
{
    static const struct {
        const char *word;
        int month;
    } names[] = {{"giêng", 1},     {"hai", 2},       {"ba", 3},    {"tư", 4},   {"bốn", 4},
                 {"năm", 5},       {"sáu", 6},       {"bảy", 7},   {"tám", 8},  {"chín", 9},
                 {"mười một", 11}, {"mười hai", 12}, {"mười", 10}, {"chạp", 12}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct scan t = *c;

        if (!word(&t, names[i].word))
            continue;
        blanks(&t);
        if (names[i].month == 5 && digit_at(&t, t.at) >= 0)
            return -1; /* "tháng    năm 2024": the month is blank, this is the word year */
        c->at = t.at;
        return names[i].month;
    }
    return -1;
}

/* behind "tháng": "01 năm 2024", "6/2024", "giêng năm 2024", "     năm 2024" */
static bool
month_year(struct scan *c, struct kho_date *d)
{
    struct scan t = *c;
    int month, y;

    gap(&t);
    month = number(&t, 1, 2);
    if (month < 0)
        month = month_word(&t);
    if (month == 0)
        return false;
    gap(&t);
    if (word(&t, "năm") || word(&t, "nãm")) /* ã: the commonest misreading of scans */
        gap(&t);
    else if (month < 0 || separator(&t) == 0)
        return false;
    y = year(&t);
    if (y < 0 || goes_on(&t))
        return false;
    *d = (struct kho_date){.year = (int16_t)y, .month = (int8_t)(month > 0 ? month : 0)};
    *c = t;
    return true;
}

/* "17 tháng 01 năm 2024", the day may be blank when "ngày" was said */
static bool
in_words(struct scan *c, bool said_day, struct kho_date *d)
{
    struct scan t = *c;
    int day;

    if (said_day)
        gap(&t);
    day = number(&t, 1, 2);
    if (day == 0 || (day < 0 && !said_day))
        return false;
    gap(&t);
    if (!word(&t, "tháng") || !month_year(&t, d))
        return false;
    d->day = (int8_t)(day > 0 && d->month > 0 ? day : 0);
    *c = t;
    return true;
}

/* behind "quý": "II/2024", "2 năm 2024" */
static bool
quarter_year(struct scan *c, struct kho_date *d)
{
    struct scan t = *c;
    size_t from, n;
    int q, y;

    blanks(&t);
    for (from = t.at; kho_vchar_is_letter(kho_vchar(t.s, t.at, &n)) ||
                      kho_vchar_is_digit(kho_vchar(t.s, t.at, &n));)
        t.at += n;
    if (t.at - from > 3)
        return false;
    q = kho_ordinal((kho_sv){t.s.p + from, t.at - from});
    if (q < 1 || q > 4)
        return false;
    if (separator(&t) == 0) {
        blanks(&t);
        if (!word(&t, "năm"))
            return false;
        blanks(&t);
    }
    y = year(&t);
    if (y < 0 || goes_on(&t))
        return false;
    *d = (struct kho_date){.year = (int16_t)y, .quarter = (int8_t)q};
    *c = t;
    return true;
}

/* "6/2024" without a word: only with a slash, a month and nothing that makes it a symbol. */
static bool
bare_month(struct scan *c, struct kho_date *d)
{
    struct scan t = *c;
    int month = number(&t, 1, 2), y;

    if (month < 1 || t.at >= t.s.n || t.s.p[t.at] != '/')
        return false;
    t.at++;
    y = year(&t);
    if (y < 0 || goes_on(&t))
        return false;
    *d = (struct kho_date){.year = (int16_t)y, .month = (int8_t)month};
    *c = t;
    return true;
}

static bool
any_form(struct scan *c, struct kho_date *d)
{
    struct scan t = *c;
    bool ok;

    if (word(&t, "ngày")) {
        size_t behind = t.at;

        blanks(&t);
        ok = numeric(&t, true, d) || in_words(&t, true, d) || (t.at = behind, numeric_blank(&t, d));
    } else if (word(&t, "tháng")) {
        ok = month_year(&t, d);
    } else if (word(&t, "quý") || word(&t, "quí")) {
        ok = quarter_year(&t, d);
    } else if (word(&t, "năm")) {
        int y;

        blanks(&t);
        y = year(&t);
        *d = (struct kho_date){.year = (int16_t)(y > 0 ? y : 0)};
        ok = y > 0 && !goes_on(&t);
    } else {
        /* Letters read as digits need a word in front, or every "l" would start a date. */
        ok = (!c->mend || kho_vchar_is_digit((unsigned char)c->s.p[c->at])) &&
             (numeric(&t, false, d) || in_words(&t, false, d) || bare_month(&t, d));
    }
    if (!ok || !plausible(*d))
        return false;
    *c = t;
    return true;
}

size_t
kho_date_scan(kho_sv text, size_t at, struct kho_date *out)
{
    struct scan c = {text, at, false};

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

bool
kho_date_parse(kho_sv s, struct kho_date *out)
{
    struct scan c = {s, 0, false};
    int y, month, day;

    *out = (struct kho_date){0};
    blanks(&c);
    while (s.n > 0 && s.p[s.n - 1] == ' ')
        c.s.n = --s.n;
    y = year(&c);
    if (y > 0) {
        struct kho_date d = {.year = (int16_t)y};

        if (c.at == s.n) {
            *out = d;
            return true;
        }
        if (separator(&c) == 0 || (month = number(&c, 1, 2)) < 1)
            return false;
        d.month = (int8_t)month;
        if (c.at < s.n) {
            if (separator(&c) == 0 || (day = number(&c, 1, 2)) < 1)
                return false;
            d.day = (int8_t)day;
        }
        if (c.at < s.n || !plausible(d))
            return false;
        *out = d;
        return true;
    }
    if (c.at >= s.n)
        return false;
    if (kho_date_scan(s, c.at, out) == s.n - c.at)
        return true;
    /* "01-2023", which a running text must not read as a date */
    *out = (struct kho_date){0};
    month = number(&c, 1, 2);
    if (month < 1 || month > 12 || separator(&c) == 0 || (y = year(&c)) < 0 || c.at < s.n)
        return false;
    out->year = (int16_t)y;
    out->month = (int8_t)month;
    return true;
}
