/* ics.c - see ics.h. */
#include "ics.h"

#include "date.h"

#include <stdio.h>

enum {
    FOLD = 72,      /* octets of a content line: RFC 5545 3.1 allows 75, a character has up to 4 */
    LOOK_DAYS = 800 /* among which a recurrence must have its first day: 29 February apart */
};

/* One content line: text values escaped, folded between characters. */
static void
content(struct kho_buf *out, const char *name, const kho_sv *parts, size_t n)
{
    size_t col = strlen(name);

    kho_buf_str(out, name);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < parts[i].n; k++) {
            const char c = parts[i].p[k];
            const bool starts = ((unsigned char)c & 0xc0) != 0x80;

            if (col >= FOLD && starts) {
                kho_buf_str(out, "\r\n ");
                col = 1;
            }
            if (c == '\\' || c == ';' || c == ',') {
                kho_buf_char(out, '\\');
                col++;
            }
            if (c == '\n') {
                kho_buf_str(out, "\\n");
                col++;
            } else if ((unsigned char)c >= 0x20) {
                kho_buf_char(out, c);
            }
            col++;
        }
    kho_buf_str(out, "\r\n");
}

static void
text(struct kho_buf *out, const char *name, kho_sv value)
{
    content(out, name, &value, 1);
}

static void
compact(char to[9], struct kho_date d)
{
    char iso[11];

    kho_date_iso(d, iso);
    (void)snprintf(to, 9, "%.4s%.2s%.2s", iso, iso + 5, iso + 8);
}

static struct kho_date
day_after(struct kho_date d)
{
    if (d.day < kho_date_last_day(d.year, d.month)) {
        d.day++;
    } else {
        d.day = 1;
        d.month = (int8_t)(d.month % 12 + 1);
        d.year = (int16_t)(d.year + (d.month == 1));
    }
    return d;
}

static unsigned
digits(kho_sv s, size_t at, size_t n)
{
    unsigned v = 0;

    for (size_t i = at; i < at + n && i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        v = v * 10 + (unsigned)(s.p[i] - '0');
    return v;
}

/* First day of "within:2025-12-17..2026-02-01", "within:2025-Q4..2026-Q2"; false for a rule that
 * names no beginning: what is due within a month is due at its end. */
static bool
first_day(kho_sv rule, struct kho_date *d)
{
    static const char head[] = "within:";
    const size_t at = sizeof head - 1;
    unsigned month = 1, day = 1;

    if (rule.n < at + 4 || memcmp(rule.p, head, at) != 0 || memmem(rule.p, rule.n, "..", 2) == NULL)
        return false;
    if (rule.n > at + 6 && rule.p[at + 4] == '-') {
        const char c = rule.p[at + 5];

        month = c == 'Q'   ? digits(rule, at + 6, 1) * 3 - 2
                : c == 'H' ? digits(rule, at + 6, 1) * 6 - 5
                           : digits(rule, at + 5, 2);
        if (c != 'Q' && c != 'H' && rule.n > at + 9 && rule.p[at + 7] == '-')
            day = digits(rule, at + 8, 2);
    }
    *d = (struct kho_date){
        .year = (int16_t)digits(rule, at, 4), .month = (int8_t)month, .day = (int8_t)day};
    return kho_date_full(*d) && d->day <= kho_date_last_day(d->year, d->month);
}

/* Monday is 1. */
static unsigned
weekday(struct kho_date d)
{
    /* years and months from March on: February is the last month */
    const unsigned y = (unsigned)d.year - (d.month < 3),
                   m = (unsigned)(d.month + (d.month < 3 ? 9 : -3));

    return (y + y / 4 - y / 100 + y / 400 + (13 * m + 2) / 5 + (unsigned)d.day + 1) % 7 + 1;
}

/* What stands behind "BYDAY=" or another name; p is NULL when the rule does not say it. */
static kho_sv
part(kho_sv rrule, kho_sv name)
{
    const char *p = memmem(rrule.p, rrule.n, name.p, name.n);

    return p == NULL ? (kho_sv){NULL, 0}
                     : (kho_sv){p + name.n, (size_t)(rrule.p + rrule.n - p) - name.n};
}

/* Does the day fit the BY parts of the recurrence?  RFC 5545 3.8.5.3 wants the first day to. */
static bool
recurs(kho_sv rrule, struct kho_date d)
{
    static const char week[] = "MOTUWETHFRSASU";
    kho_sv v = part(rrule, KHO_SV("BYDAY="));

    if (v.p != NULL && (v.n < 2 || memcmp(v.p, week + (size_t)(weekday(d) - 1) * 2, 2) != 0))
        return false;
    v = part(rrule, KHO_SV("BYMONTHDAY="));
    if (v.n > 0 && v.p[0] == '-') {
        if (d.day != kho_date_last_day(d.year, d.month))
            return false;
    } else if (v.p != NULL && digits(v, 0, 2) != (unsigned)d.day) {
        return false;
    }
    v = part(rrule, KHO_SV("BYMONTH="));
    if (v.p == NULL)
        return true;
    for (size_t at = 0; at < v.n; at++) {
        const unsigned month = digits(v, at, 2);

        if (month == (unsigned)d.month)
            return true;
        at += month > 9 ? 2 : 1;
        if (at >= v.n || v.p[at] != ',')
            return false;
    }
    return false;
}

/* The first day of the event; a recurrence counts from the day of its plan, or from the year. */
static bool
begins(const struct kho_plan *p, const struct kho_deadline *d, struct kho_date *day)
{
    struct kho_date made = {.year = 0};

    if (d->date.n == 10 && kho_date_parse(d->date, day)) {
        struct kho_date first;

        if (d->rrule.p == NULL && first_day(d->rule, &first))
            *day = first;
        return kho_date_full(*day);
    }
    if (p->date.n == 10)
        (void)kho_date_parse(p->date, &made);
    if (kho_date_full(made) && (p->year <= 0 || made.year == p->year))
        *day = made;
    else if (p->year > 0)
        *day = (struct kho_date){.year = (int16_t)p->year, .month = 1, .day = 1};
    else
        return false;
    for (unsigned n = 0; n < LOOK_DAYS && !recurs(d->rrule, *day); n++)
        *day = day_after(*day);
    return recurs(d->rrule, *day);
}

void
kho_ics_begin(struct kho_buf *out, const char *name)
{
    kho_buf_str(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kho//kho " KHO_VERSION
                     "//VI\r\nCALSCALE:GREGORIAN\r\n");
    text(out, "X-WR-CALNAME:", kho_sv_from(name));
}

void
kho_ics_deadline(struct kho_buf *out, const struct kho_document *doc, const struct kho_task *t,
                 size_t i)
{
    const struct kho_deadline *d = &t->deadlines[i];
    const struct kho_plan *p = &doc->plan;
    char text_day[9], stamp[9] = "19700101";
    struct kho_date day, made, last;

    if ((d->date.p == NULL && d->rrule.p == NULL) || !begins(p, d, &day))
        return;
    if (p->date.n == 10 && kho_date_parse(p->date, &made) && kho_date_full(made))
        compact(stamp, made);
    compact(text_day, day);
    kho_buf_str(out, "BEGIN:VEVENT\r\n");
    kho_buf_fmt(out, "UID:%.*s-%u-%zu@kho\r\n", KHO_SV_FMT(doc->id), t->span.offset, i);
    kho_buf_fmt(out, "DTSTAMP:%sT000000Z\r\nDTSTART;VALUE=DATE:%s\r\n", stamp, text_day);
    if (d->rrule.p == NULL && kho_date_parse(d->date, &last) && kho_date_full(last) &&
        first_day(d->rule, &day)) { /* the end is the first day that is no more of it */
        compact(text_day, day_after(last));
        kho_buf_fmt(out, "DTEND;VALUE=DATE:%s\r\n", text_day);
    }
    if (d->rrule.p != NULL)
        kho_buf_fmt(out, "RRULE:%.*s\r\n", KHO_SV_FMT(d->rrule));
    text(out, "SUMMARY:", t->text);
    content(out, "DESCRIPTION:",
            (const kho_sv[]){p->symbol, KHO_SV(" "), p->title, KHO_SV("\n"), t->section,
                             KHO_SV(": "), d->text},
            7);
    for (size_t k = 0; k < t->n_responsible; k++)
        text(out, "CATEGORIES:", t->responsible[k]);
    kho_buf_str(out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

void
kho_ics_end(struct kho_buf *out)
{
    kho_buf_str(out, "END:VCALENDAR\r\n");
}
