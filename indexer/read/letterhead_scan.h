/* letterhead_scan.h - forms inside one line of a letterhead.  Inside of letterhead.c. */
#ifndef KHO_READ_LETTERHEAD_SCAN_H
#define KHO_READ_LETTERHEAD_SCAN_H

#include "date.h"
#include "sv.h"

/* Position behind "Số" and its colon at the start of a line ("Luật số: " too); 0 for none. */
size_t kho_scan_number_word(kho_sv s);
/* "     /KH-UBND", ".../KH-SCT", "-KH/ĐU": the letters behind a number that was left out; empty. */
kho_sv kho_scan_blank_letters(kho_sv s);
/* End of the symbol whose known part ends at s[took]. */
size_t kho_scan_whole_symbol(kho_sv s, size_t took);
/* The date whose "ngày" stands at s[at], its words damaged; year 0 for none. */
struct kho_date kho_scan_damaged_date(kho_sv s, size_t at);
/* "DỰ THẢO", "MẬT", "HỎA TỐC": no agency. */
bool kho_scan_is_stamp(kho_sv s);

/* Does text before a day have the number of a document, "(Kèm theo Quyết định số 16/2003/QĐ-UB"?
 * Asked when the document's own number is taken out: the day is then that of another one. */
bool kho_scan_names_document(kho_sv before);
#endif
