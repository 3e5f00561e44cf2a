/* ics.c - see ics.h. */
#include "ics.h"

#include "recurrence.h"

#include <stdio.h>
#include <time.h>

enum { FOLD = 72 }; /* octets of a content line: RFC 5545 3.1 allows 75, a character has up to 4 */

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

void
kho_ics_begin(struct kho_buf *out, kho_sv name)
{
    kho_buf_str(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kho//kho " KHO_VERSION
                     "//VI\r\nCALSCALE:GREGORIAN\r\n");
    text(out, "X-WR-CALNAME:", name);
    text(out, "NAME:", name); /* RFC 7986 */
}

void
kho_ics_deadline(struct kho_buf *out, const struct kho_document *doc, const struct kho_task *t,
                 size_t i, int64_t stamp)
{
    const struct kho_deadline *d = &t->deadlines[i];
    const struct kho_plan *p = &doc->plan;
    const time_t at = (time_t)stamp;
    char text_day[9], made[32] = "19700101T000000Z";
    struct kho_date day, last;
    struct tm tm;

    if ((d->date.p == NULL && d->rrule.p == NULL) || !kho_due_begins(p, d, &day))
        return;
    if (gmtime_r(&at, &tm) != NULL)
        (void)strftime(made, sizeof made, "%Y%m%dT%H%M%SZ", &tm);
    compact(text_day, day);
    kho_buf_str(out, "BEGIN:VEVENT\r\n");
    kho_buf_fmt(out, "UID:%.*s-%u-%zu@kho\r\n", KHO_SV_FMT(doc->id), t->span.offset, i);
    kho_buf_fmt(out, "DTSTAMP:%s\r\nDTSTART;VALUE=DATE:%s\r\n", made, text_day);
    if (d->rrule.p == NULL && kho_date_parse(d->date, &last) && kho_date_full(last) &&
        kho_due_first(d->rule, &day)) { /* the end is the first day that is no more of it */
        compact(text_day, kho_day_after(last));
        kho_buf_fmt(out, "DTEND;VALUE=DATE:%s\r\n", text_day);
    }
    if (d->rrule.p != NULL)
        kho_buf_fmt(out, "RRULE:%.*s;UNTIL=%d1231\r\n", KHO_SV_FMT(d->rrule),
                    kho_plan_last_year(p, day));
    text(out, "SUMMARY:", t->text);
    content(out, "DESCRIPTION:",
            (const kho_sv[]){p->symbol, p->symbol.n > 0 ? KHO_SV(" ") : KHO_SV(""), p->title,
                             p->issuer.n > 0 ? KHO_SV("\n") : KHO_SV(""), p->issuer, KHO_SV("\n"),
                             t->section, t->section.n > 0 ? KHO_SV(": ") : KHO_SV(""), d->text},
            9);
    for (size_t k = 0; k < t->n_responsible; k++)
        text(out, "CATEGORIES:", t->responsible[k]);
    kho_buf_str(out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

void
kho_ics_end(struct kho_buf *out)
{
    kho_buf_str(out, "END:VCALENDAR\r\n");
}
