/* date_words.h - days and months among the words of a text, in any written form.
 *
 * "10/01/2023", "10.1.2023" and "ngày 10 tháng 01 năm 2023" are cut into words before they are
 * indexed; here the words become one day again, for documents and queries alike.
 */
#ifndef KHO_TEXT_DATE_WORDS_H
#define KHO_TEXT_DATE_WORDS_H

#include "sv.h"

enum { KHO_DATE_WORDS = 5 /* of the longest form: 10 thang 01 nam 2023 */ };

/* What ends with the last word. */
struct kho_date_words {
    size_t day_words, month_words; /* how many of the last words are the day, the month; 0: none */
    char day[9], month[7];         /* "20230110", "202301" */
};

/* word[0..n): bare words that stand one behind the other.  false: the last one is no year behind a
 * month. */
bool kho_date_words(const kho_sv *word, size_t n, struct kho_date_words *out);
#endif
