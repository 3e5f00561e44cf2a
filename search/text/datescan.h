/* datescan.h - the pieces of dates: numbers, blanks, separators and words at a reading position.
 *
 * Only for the files of dates: date.h is what others use.  Each function that returns -1, 0 or
 * false has taken nothing.
 */
#ifndef KHO_TEXT_DATESCAN_H
#define KHO_TEXT_DATESCAN_H

#include "date.h"

/* A reading position: what one try has taken so far. */
struct kho_datescan {
    kho_sv s;
    size_t at;
    bool mend; /* read O as 0 and l, I as 1 */
};

/* The digit at that byte, or with mend of the letter that a scan makes of one; -1 else. */
int kho_datescan_digit(const struct kho_datescan *c, size_t at);

/* A number of min to max digits that ends there; -1 when there is none. */
int kho_datescan_number(struct kho_datescan *c, size_t min, size_t max);

void kho_datescan_blanks(struct kho_datescan *c);

/* What a blank form has in place of a number: blanks, dots, an ellipsis, underscores. */
void kho_datescan_gap(struct kho_datescan *c);

/* The word w (lower case, NFC), written in any case. */
bool kho_datescan_word(struct kho_datescan *c, const char *w);

/* '/', '-' or '.' with blanks around; 0 for none.  A dot takes no blank: it ends sentences too. */
char kho_datescan_separator(struct kho_datescan *c);

/* "55/2023/NQ-HĐND": a number that goes on as a document symbol is no date. */
bool kho_datescan_goes_on(const struct kho_datescan *c);

/* A year of four digits that plans can name (1900-2099); -1 else. */
int kho_datescan_year(struct kho_datescan *c);

/* Each part that is known is possible, and the day is one of its month. */
bool kho_datescan_plausible(struct kho_date d);
#endif
