/* sheet_format.c - see sheet_format.h. */
#include "sheet_format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CODE_MAX = 255, SHOWN_MAX = 400, DIGITS_MAX = 15 };

/* What one section of a format ("0.0%;-0.0%") asks for. */
struct asked {
    bool number;              /* it has places for digits */
    bool general, at;         /* the word General; text only */
    bool percent, point, odd; /* odd: fractions, powers of ten: shown as General */
    unsigned digits;          /* zeros before the point */
    bool day, month, year, hour, minute, second;
    char before[64], behind[64]; /* words and signs beside the digits */
};

void
kho_sheet_format_put(struct kho_sheet_formats *f, size_t id, kho_sv code)
{
    if (id >= KHO_SHEET_FORMATS || code.n == 0 || code.n > CODE_MAX)
        return;
    f->code[id].at = (uint32_t)f->codes.n;
    f->code[id].n = (uint16_t)code.n;
    kho_buf_sv(&f->codes, code);
    if (f->codes.st != KHO_OK)
        f->code[id].n = 0;
}

/* Formats that have numbers only; a day in the order of the country is dd/mm/yyyy here. */
static kho_sv
built_in(size_t id)
{
    static const char *const codes[] = {[1] = "0",
                                        [2] = "0.00",
                                        [3] = "0",
                                        [4] = "0.00",
                                        [9] = "0%",
                                        [10] = "0.00%",
                                        [14] = "d/m/y",
                                        [15] = "d-m-y",
                                        [16] = "d-m",
                                        [17] = "m-y",
                                        [18] = "h:mm",
                                        [19] = "h:mm:ss",
                                        [20] = "h:mm",
                                        [21] = "h:mm:ss",
                                        [22] = "d/m/y h:mm",
                                        [37] = "0;\\(0)",
                                        [38] = "0;\\(0)",
                                        [39] = "0.00;\\(0.00)",
                                        [40] = "0.00;\\(0.00)",
                                        [41] = "0",
                                        [42] = "0",
                                        [43] = "0.00",
                                        [44] = "0.00",
                                        [45] = "mm:ss",
                                        [46] = "h:mm:ss",
                                        [47] = "mm:ss"};

    return id < sizeof codes / sizeof codes[0] && codes[id] != NULL ? kho_sv_from(codes[id])
                                                                    : KHO_SV("");
}

/* The end of the section that begins at i. */
static size_t
section_end(kho_sv code, size_t i)
{
    bool quoted = false;

    for (; i < code.n && (quoted || code.p[i] != ';'); i++) {
        if (code.p[i] == '"')
            quoted = !quoted;
        else if (code.p[i] == '\\' && !quoted)
            i++;
    }
    return i < code.n ? i : code.n;
}

/* The section for v; *own: it says itself how a minus is shown. */
static kho_sv
section_for(kho_sv code, double v, bool *own)
{
    kho_sv section[3];
    size_t n = 0, which;

    for (size_t i = 0; n < 3 && i <= code.n;) {
        const size_t end = section_end(code, i);

        section[n++] = (kho_sv){code.p + i, end - i};
        i = end + 1;
    }
    which = v < 0 && n > 1 ? 1 : v == 0 && n > 2 ? 2 : 0;
    *own = which == 1;
    return section[which];
}

static void
beside(struct asked *a, const char *p, size_t n)
{
    char *to = a->number || a->general ? a->behind : a->before;
    const size_t used = strlen(to);

    if (used + n < sizeof a->before) {
        memcpy(to + used, p, n);
        to[used + n] = '\0';
    }
}

/* m: minutes behind hours and before seconds, else months. */
static bool
is_minute(const struct asked *a, kho_sv s, size_t behind)
{
    if (a->hour && !a->minute)
        return true;
    while (behind < s.n && (s.p[behind] == ':' || s.p[behind] == ' ' || s.p[behind] == ']'))
        behind++;
    return behind < s.n && (s.p[behind] | 0x20) == 's';
}

/* Runs of one letter: parts of a day or a time.  How many bytes; 0: it is none. */
static size_t
date_part(struct asked *a, kho_sv s, size_t i)
{
    const char c = (char)(s.p[i] | 0x20);
    size_t n = 1;

    if (memchr("dmyhs", c, 5) == NULL)
        return 0;
    while (i + n < s.n && (s.p[i + n] | 0x20) == c)
        n++;
    a->day = a->day || (c == 'd' && n <= 2); /* more: the name of the day */
    a->year = a->year || c == 'y';
    a->hour = a->hour || c == 'h';
    a->second = a->second || c == 's';
    if (c == 'm' && is_minute(a, s, i + n))
        a->minute = true;
    else if (c == 'm')
        a->month = true;
    return n;
}

static bool
begins(kho_sv s, size_t i, const char *word)
{
    for (; *word != '\0'; word++, i++)
        if (i >= s.n || (s.p[i] | 0x20) != *word)
            return false;
    return true;
}

/* [Red], [$-42A], [$₫-42A], [h]: what is shown of it.  Where it ends. */
static size_t
bracket(struct asked *a, kho_sv s, size_t i)
{
    size_t end = i + 1, money;

    while (end < s.n && s.p[end] != ']')
        end++;
    if (i + 2 < s.n && s.p[i + 1] == '$') {
        for (money = i + 2; money < end && s.p[money] != '-';)
            money++;
        beside(a, s.p + i + 2, money - i - 2);
    } else if (i + 1 < end) {
        const size_t n = date_part(a, (kho_sv){s.p, end}, i + 1);

        if (n != 0 && i + 1 + n < end) /* a colour: [Magenta] */
            a->day = a->month = a->year = a->hour = a->second = a->minute = false;
    }
    return end + 1;
}

static size_t
digit_place(struct asked *a, char c)
{
    a->number = true;
    if (!a->point)
        a->digits += c == '0' && a->digits < DIGITS_MAX;
    return 1;
}

static struct asked
ask(kho_sv s)
{
    struct asked a = {.number = false};

    for (size_t i = 0; i < s.n;) {
        const char c = s.p[i];
        const size_t part = begins(s, i, "am/pm") ? 0 : date_part(&a, s, i);
        size_t end;

        if (begins(s, i, "am/pm")) {
            i += 5;
        } else if (part != 0) {
            i += part;
        } else if (begins(s, i, "general")) {
            a.general = true;
            i += 7;
        } else if (c == '"') {
            for (end = i + 1; end < s.n && s.p[end] != '"';)
                end++;
            beside(&a, s.p + i + 1, end - i - 1);
            i = end + 1;
        } else if (c == '\\') {
            for (end = i + 2; end < s.n && ((unsigned char)s.p[end] & 0xc0) == 0x80;)
                end++;
            if (i + 1 < s.n)
                beside(&a, s.p + i + 1, end - i - 1);
            i = end;
        } else if (c == '_' ||
                   c == '*') { /* a gap as wide as the next character, or filled with it */
            for (i += 2; i < s.n && ((unsigned char)s.p[i] & 0xc0) == 0x80;)
                i++;
        } else if (c == '[') {
            i = bracket(&a, s, i);
        } else if (c == '0' || c == '#' || c == '?') {
            i += digit_place(&a, c);
        } else {
            a.point = a.point || c == '.';
            a.percent = a.percent || c == '%';
            a.odd = a.odd || (c == '/' && a.number) || c == 'E' || c == 'e';
            a.at = a.at || c == '@';
            if (c != '.' && c != ',' && c != '%' && c != '@')
                beside(&a, s.p + i, 1);
            i++;
        }
    }
    return a;
}

struct day {
    unsigned day, month, year;
};

/* Days since 30 December 1899. */
static struct day
day_of(uint32_t days)
{
    enum { EPOCH = 693899 /* days from 1 March of the year 0 */ };
    const uint32_t z = days + EPOCH, era = z / 146097, doe = z % 146097;
    const uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

    return (struct day){doy - (153 * mp + 2) / 5 + 1, mp < 10 ? mp + 3 : mp - 9,
                        yoe + era * 400 + (mp >= 10)};
}

/* Days and times in figures, as much of them as the format shows; false: it is no such day. */
static bool
date(const struct asked *a, double v, bool from_1904, struct kho_buf *out)
{
    enum { FIRST = 61 /* before it is the day that never was */, LAST = 73050 /* the year 2100 */ };
    const double days = v + (from_1904 ? 1462 : 0);
    const bool is_day = a->day || a->month || a->year;

    if (is_day && (!(days >= FIRST) || days >= LAST))
        return false;
    if (is_day) {
        const struct day d = day_of((uint32_t)days);

        if (a->day)
            kho_buf_fmt(out, "%02u", d.day);
        if (a->month)
            kho_buf_fmt(out, "%s%02u", a->day ? "/" : "", d.month);
        if (a->year)
            kho_buf_fmt(out, "%s%u", a->day || a->month ? "/" : "", d.year);
    }
    if (a->hour || a->minute) {
        const double seconds = floor((v - (is_day ? floor(v) : 0)) * 86400 + 0.5);

        if (!(seconds >= 0 && seconds < 1e9))
            return false;
        kho_buf_fmt(out, "%s%02lu:%02lu", is_day ? " " : "", (unsigned long)(seconds / 3600),
                    (unsigned long)fmod(seconds / 60, 60));
        if (a->second)
            kho_buf_fmt(out, ":%02lu", (unsigned long)fmod(seconds, 60));
    }
    return out->n > 0;
}

static void
plain_number(double v, struct kho_buf *out)
{
    kho_buf_fmt(out, fabs(v) < 1e15 && v == floor(v) ? "%.0f" : "%.10g", v);
}

/* A figure with what stands beside it. */
static void
number(const struct asked *a, double v, bool own_minus, struct kho_buf *out)
{
    if (own_minus)
        v = fabs(v);
    if (a->percent)
        v *= 100;
    kho_buf_str(out, a->before);
    if (a->digits > 1 && v == floor(v) && fabs(v) < 1e15)
        kho_buf_fmt(out, "%0*.0f", (int)a->digits + (v < 0), v);
    else
        plain_number(v, out);
    if (a->percent)
        kho_buf_char(out, '%');
    kho_buf_str(out, a->behind);
}

/* "Không" for 0, but not "-". */
static bool
has_letters(const char *s)
{
    for (; *s != '\0'; s++)
        if (((unsigned char)*s | 0x20) >= 'a')
            return true;
    return false;
}

void
kho_sheet_value(struct kho_writer *w, double v, const struct kho_sheet_formats *f, size_t id,
                const struct kho_look *look)
{
    struct kho_buf out = {.limit = SHOWN_MAX};
    kho_sv code = built_in(id);
    bool own_minus = false;
    struct asked a;

    if (!isfinite(v))
        return;
    if (id < KHO_SHEET_FORMATS && f->code[id].n > 0)
        code = (kho_sv){f->codes.p + f->code[id].at, f->code[id].n};
    a = ask(section_for(code, v, &own_minus));
    if (a.day || a.month || a.year || a.hour || a.minute || a.second) {
        if (!date(&a, v, f->from_1904, &out)) {
            kho_buf_reset(&out);
            plain_number(v, &out);
        }
    } else if (a.odd || a.at || (!a.number && !a.general && !has_letters(a.before))) {
        plain_number(v, &out);
    } else if (!a.number && !a.general) { /* words only */
        kho_buf_str(&out, a.before);
    } else {
        number(&a, v, own_minus, &out);
    }
    kho_writer_text(w, kho_buf_view(&out), look);
    kho_buf_free(&out);
}
