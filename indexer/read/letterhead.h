/* letterhead.h - the block above the title: agencies, number, place and date.
 *
 * Its lines come in any order: two columns one after the other, or row by row, or broken inside of
 * words. So nothing is read by position: the two lines every letterhead has, the number, place and
 * date are taken out by their form, and what stays are the agencies.
 */
#ifndef KHO_READ_LETTERHEAD_H
#define KHO_READ_LETTERHEAD_H

#include "date.h"
#include "paras.h"

enum { KHO_LETTERHEAD_AGENCIES = 6 };

struct kho_letterhead {
    kho_sv agency[KHO_LETTERHEAD_AGENCIES]; /* widest first, as printed, lines joined */
    size_t n_agencies;
    bool party;            /* ĐẢNG CỘNG SẢN VIỆT NAM */
    bool has_number;       /* there is a "Số", perhaps with nothing behind it */
    kho_sv number, symbol; /* empty when blank */
    kho_sv letters;        /* of a blank number: "KH-SCT" */
    bool has_date;         /* there is a "ngày" */
    struct kho_date date;  /* what is stated of it */
    kho_sv place;
};

/* Linear; memory in arena. */
void kho_letterhead_read(struct kho_arena *arena, const struct kho_paras *ps,
                         struct kho_letterhead *out);
#endif
