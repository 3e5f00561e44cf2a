/* date.h - Vietnamese dates.  Order is always day, month, year. */
#ifndef KHO_TEXT_DATE_H
#define KHO_TEXT_DATE_H

#include "sv.h"

#include <stddef.h>
#include <stdint.h>

struct kho_date {
    int16_t year;      /* 0 unknown */
    int8_t month, day; /* 0 unknown: "tháng 6 năm 2024" has no day, "năm 2024" no month */
    int8_t quarter;    /* 1-4 for "quý II/2024", else 0 */
};

/*
 * A date that starts exactly at text[at]: "ngày 17 tháng 01 năm 2024", "03/6/2013", "03-6-2013",
 * "3.6.2013", "tháng 6/2024", "6/2024", "quý II năm 2024", "năm 2024"; "ngày" optional before
 * D/M/Y. OCR repairs O -> 0, l -> 1 only where the plain reading fails.  Blank dates ("ngày tháng
 * năm 2024", "ngày     /    /2024") give what is stated.  Returns bytes taken, 0 for none.
 * Impossible days are no dates.
 */
size_t kho_date_scan(kho_sv text, size_t at, struct kho_date *out);

bool kho_date_full(struct kho_date d);
/* "YYYY-MM-DD" (only a full date); buf gets a NUL. */
void kho_date_iso(struct kho_date d, char buf[11]);
/* What people type in a query: 2023, 2023-01, 2023-01-10, 10/01/2023, 01/2023. False if none. */
bool kho_date_parse(kho_sv s, struct kho_date *out);
int kho_date_last_day(int year, int month);
/* "XIII" -> 13, "44" -> 44, "mười ba", "tư" -> words up to 99; 0 for none. Case does not matter. */
int kho_ordinal(kho_sv s);
#endif
