/* codes.h - the letters of document symbols: what is known about one of them.
 *
 * Tables: schemas/doc_types.tsv and type_letters.tsv (types), issuers.tsv (issuers).
 */
#ifndef KHO_TEXT_CODES_H
#define KHO_TEXT_CODES_H

#include "sv.h"

#include <stdint.h>

enum kho_code_kind { KHO_CODE_UNKNOWN, KHO_CODE_ISSUER, KHO_CODE_TYPE };

/* A code that is both (CT, TTr) is a type here: the place in the symbol tells the rest. */
enum kho_code_kind kho_code_look_up(kho_sv code);
bool kho_code_is_issuer(kho_sv code, bool any_case);
int kho_code_issuer(kho_sv code, bool any_case); /* its first row of issuers.tsv, -1 none */

bool kho_code_same(kho_sv a, kho_sv b); /* in any case of letters */

/* A table of codes, found by their length and first byte, which the case of a letter leaves. */
enum { KHO_CODES_MAX = 512, KHO_CODE_BUCKETS = 128 };
struct kho_codes {
    const char *(*code)(size_t row);
    size_t n;
    bool ready; /* the rest is made at first use, once a process */
    uint8_t bytes[KHO_CODES_MAX];
    int16_t head[KHO_CODE_BUCKETS], next[KHO_CODES_MAX];
};
/* The first row that equals code, -1 none. */
int kho_codes_find(struct kho_codes *table, kho_sv code, bool any_case);

/* What an unknown code looks like: `least` capitals, more of them than small letters, no toned
 * vowel. */
bool kho_code_plausible(kho_sv code, size_t least);

/* "UBTVQH15", "QH15", "BCĐ389": the code without its digits. */
kho_sv kho_code_stem(kho_sv code);

/*
 * "NĐCP" of "79/2025/NĐCP", where the dash between type and issuer got lost: bytes of the type, 0
 * where the letters are known as they stand or are no such two.  In any case of letters, as a term
 * has them all in capitals.
 */
size_t kho_code_glued(kho_sv code);

/* Upper case of a short string into buf, Đ kept; its bytes, 0 when it does not fit. */
size_t kho_code_upper(kho_sv s, char *buf, size_t cap);
#endif
