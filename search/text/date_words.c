/* date_words.c - see date_words.h. */
#include "date_words.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_YEAR = 1900, LAST_YEAR = 2100 };

/* A number of so many digits at most; 0: it is none. */
static unsigned
number(kho_sv w, size_t digits)
{
    unsigned n = 0;

    if (w.n > digits)
        return 0;
    for (size_t i = 0; i < w.n; i++) {
        if (w.p[i] < '0' || w.p[i] > '9')
            return 0;
        n = n * 10 + (unsigned)(w.p[i] - '0');
    }
    return n;
}

/* The place before at, and before a word that may stand there. */
static size_t
before(const kho_sv *word, size_t at, kho_sv filler)
{
    return at > 0 && kho_sv_eq(word[at - 1], filler) ? at - 1 : at;
}

bool
kho_date_words(const kho_sv *word, size_t n, struct kho_date_words *out)
{
    unsigned day, month, year;
    size_t at;

    memset(out, 0, sizeof *out);
    if (n < 2 || word[n - 1].n != 4)
        return false;
    year = number(word[n - 1], 4);
    at = before(word, n - 1, KHO_SV("nam"));
    month = at > 0 ? number(word[at - 1], 2) : 0;
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12)
        return false;
    at = before(word, at - 1, KHO_SV("thang"));
    out->month_words = n - at;
    (void)snprintf(out->month, sizeof out->month, "%04u%02u", year % 10000, month % 100);
    day = at > 0 ? number(word[at - 1], 2) : 0;
    if (day >= 1 && day <= 31) {
        out->day_words = n - at + 1;
        (void)snprintf(out->day, sizeof out->day, "%s%02u", out->month, day % 100);
    }
    return true;
}
