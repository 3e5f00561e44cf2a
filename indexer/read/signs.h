/* signs.h - what lines of a letterhead and of a signature look like.  Shared by zones.c, head.c,
 * signature.c. */
#ifndef KHO_READ_SIGNS_H
#define KHO_READ_SIGNS_H

#include "sv.h"

#include <stdint.h>

enum kho_sign {
    KHO_SIGN_NONE,
    KHO_SIGN_MARK,    /* TM. KT. TL. T/M K/T: authority */
    KHO_SIGN_POSITION /* CHỦ TỊCH, PHÓ BÍ THƯ */
};

/* What a line starts with (schemas/signing.tsv). */
enum kho_sign kho_sign_of(kho_sv s);

/* End of the longest position (not mark) at s[at], 0 for none. */
size_t kho_sign_position(kho_sv s, size_t at);
/* A line of a signature: in capitals, or short and with a mark ("T/M Ban Thường vụ"). */
bool kho_sign_is_office(kho_sv s);

/* Nearly all capitals: scans turn some letters of a line into small ones ("PHÓ Bí THƯ"). */
bool kho_sign_is_caps(kho_sv s);

/* Two to six words that each start with a capital, no digits: "Trần Văn Nam", "Thượng tướng Lê
 * Nam". */
bool kho_sign_is_name(kho_sv s);
/* A single word or a few words that can be the rest of a name broken over two lines. */
bool kho_sign_is_name_part(kho_sv s);
/* Bytes of rank and degree before a name ("Thượng tướng ", "PGS.TS. "). */
size_t kho_sign_rank(kho_sv s);
/* Does it start with a surname (schemas/surnames.tsv)?  For names in capitals. */
bool kho_sign_is_surname(kho_sv s);

/* A line in capitals that may be the name of somebody whose surname is in no list: a few words that
 * are nothing else that stands there.  Weak: only behind a position and an empty line. */
bool kho_sign_is_caps_name(kho_sv s);

/* "(Đã ký)", "Ký bởi: ...", "Thời gian ký": traces of digital signatures. */
bool kho_sign_is_noise(kho_sv s);

/* "PHỤ LỤC", "Phụ lục II", "DANH MỤC", "Mẫu số 01": an annex starts. */
bool kho_sign_is_annex(kho_sv s);
/* Only "PHỤ LỤC" in capitals or alone with its number: starts an annex also where nobody signed. */
bool kho_sign_is_annex_title(kho_sv s);

/* "Nơi nhận:" and nothing else (any misreading of its tones). */
bool kho_sign_is_recipients(kho_sv s);

/* "Căn cứ", "Thực hiện Kế hoạch số", "Thi hành": a sentence that says what the document rests on.
 */
bool kho_sign_is_basis(kho_sv s);

/* Number of the row of doc_types.tsv whose name s starts with in capitals; -1 for none.
 * *end is where the name ends.  A line that is nothing but a name may have lost tones. */
int kho_sign_doc_type(kho_sv s, size_t *end);
#endif
