/* ics.c - see ics.h. */
#include "ics.h"

#include <stdio.h>

/* Octets of a content line before it is folded: RFC 5545 3.1 allows 75, a character has up to 4. */
enum { FOLD = 72 };

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

/* "2024-04-19" -> "20240419" */
static void
compact(char to[9], kho_sv iso)
{
    (void)snprintf(to, 9, "%.4s%.2s%.2s", iso.p, iso.p + 5, iso.p + 8);
}

void
kho_ics_begin(struct kho_buf *out, const char *name)
{
    kho_buf_str(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kho//kho " KHO_VERSION
                     "//VI\r\nCALSCALE:GREGORIAN\r\n");
    text(out, "X-WR-CALNAME:", kho_sv_from(name));
}

static void
event(struct kho_buf *out, const struct kho_document *doc, const struct kho_task *t, size_t i)
{
    const struct kho_deadline *d = &t->deadlines[i];
    const struct kho_plan *p = &doc->plan;
    char day[9] = "", stamp[9] = "19700101";

    if (p->date.n == 10)
        compact(stamp, p->date);
    if (d->date.n == 10)
        compact(day, d->date);
    else if (p->year > 0) /* a recurrence counts from the year of its plan */
        (void)snprintf(day, sizeof day, "%04u0101", (unsigned)p->year % 10000u);
    else if (p->date.n == 10)
        compact(day, p->date);
    else
        return;
    kho_buf_str(out, "BEGIN:VEVENT\r\n");
    kho_buf_fmt(out, "UID:%.*s-%u-%zu@kho\r\n", KHO_SV_FMT(doc->id), t->span.offset, i);
    kho_buf_fmt(out, "DTSTAMP:%sT000000Z\r\nDTSTART;VALUE=DATE:%s\r\n", stamp, day);
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
kho_ics_task(struct kho_buf *out, const struct kho_document *doc, const struct kho_task *task)
{
    for (size_t i = 0; i < task->n_deadlines; i++)
        if (task->deadlines[i].date.p != NULL || task->deadlines[i].rrule.p != NULL)
            event(out, doc, task, i);
}

void
kho_ics_end(struct kho_buf *out)
{
    kho_buf_str(out, "END:VCALENDAR\r\n");
}
