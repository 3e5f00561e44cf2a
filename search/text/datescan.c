/* datescan.c - see datescan.h. */
#include "datescan.h"

#include "vchar.h"

enum {
    YEAR_MIN = 1900,
    YEAR_MAX = 2099,
    BLANKS_MAX = 64 /* blank forms leave room for handwriting */
};

int
kho_datescan_digit(const struct kho_datescan *c, size_t at)
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

int
kho_datescan_number(struct kho_datescan *c, size_t min, size_t max)
{
    size_t n = 0;
    int v = 0;

    while (n < max && kho_datescan_digit(c, c->at + n) >= 0)
        v = v * 10 + kho_datescan_digit(c, c->at + n++);
    if (n < min || kho_datescan_digit(c, c->at + n) >= 0)
        return -1;
    c->at += n;
    return v;
}

void
kho_datescan_blanks(struct kho_datescan *c)
{
    c->at = kho_vchar_skip_blanks(c->s, c->at, BLANKS_MAX);
}

void
kho_datescan_gap(struct kho_datescan *c)
{
    size_t n, stop = c->at + BLANKS_MAX;

    while (c->at < stop) {
        uint32_t ch = kho_vchar(c->s, c->at, &n);

        if (n == 0 || (!kho_vchar_is_blank(ch) && ch != '.' && ch != '_' && ch != 0x2026))
            break;
        c->at += n;
    }
}

bool
kho_datescan_word(struct kho_datescan *c, const char *w)
{
    size_t n = kho_vchar_word(c->s, c->at, w);

    c->at += n;
    return n > 0;
}

char
kho_datescan_separator(struct kho_datescan *c)
{
    struct kho_datescan t = *c;
    size_t n;
    uint32_t ch;
    char sep;

    kho_datescan_blanks(&t);
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
        kho_datescan_blanks(&t);
    *c = t;
    return sep;
}

bool
kho_datescan_goes_on(const struct kho_datescan *c)
{
    size_t n, m;
    uint32_t ch = kho_vchar(c->s, c->at, &n), next;

    if (kho_datescan_digit(c, c->at) >= 0 || kho_vchar_is_letter(ch))
        return true;
    next = kho_vchar(c->s, c->at + n, &m);
    if (kho_vchar_is_slash(ch))
        return kho_vchar_is_letter(next) || kho_vchar_is_digit(next);
    return kho_vchar_is_dash(ch) && kho_vchar_is_upper(next);
}

int
kho_datescan_year(struct kho_datescan *c)
{
    struct kho_datescan t = *c;
    int y = kho_datescan_number(&t, 4, 4);

    if (y < YEAR_MIN || y > YEAR_MAX)
        return -1;
    *c = t;
    return y;
}

bool
kho_datescan_plausible(struct kho_date d)
{
    if (d.year != 0 && (d.year < YEAR_MIN || d.year > YEAR_MAX))
        return false;
    if (d.month < 0 || d.month > 12 || d.quarter < 0 || d.quarter > 4 || d.day < 0)
        return false;
    return d.day == 0 || d.day <= kho_date_last_day(d.year == 0 ? 2000 : d.year, d.month);
}
