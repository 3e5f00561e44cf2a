/* identity.h - from what a document or a mention states to the parts of its key (rules R1-R9,
 * docs/design.md). */
#ifndef KHO_CITE_IDENTITY_H
#define KHO_CITE_IDENTITY_H

#include "issuer.h"
#include "key.h"

/* Canonical type for keys: "QĐi" -> QĐ, "CTPH" -> CTrPH, BLUẬT -> LUẬT; unknown ones stay as they
 * are. */
kho_sv kho_key_type(kho_sv letters);
/* Is it a type of documents that several bodies issue together? */
bool kho_key_type_is_joint(kho_sv type);

/*
 * Codes of the issuers of a symbol into codes (at most max): units behind an issuer are left out,
 * partners of joint documents stay, "MTTQ-BTT" is one.  Returns how many.
 */
size_t kho_key_codes(struct kho_arena *arena, const struct kho_symbol *s, struct kho_issuer *codes,
                     size_t max);

/* The symbol is known to be an official letter's, which has no type: letters read as one are its
 * agency ("5615/CT-CS" is of CT) unless an agency follows them ("45/KH-UBND"). */
void kho_symbol_of_letter(struct kho_symbol *s);

/*
 * How far a printed symbol is from the form its issuer signs with: 0 the official form, more for a
 * state document in Party order ("33-CT/TTg") or the other way round, and for letters that are not
 * the table's ("CT-TTG", "QĐ-Tg").  To choose the best of the forms in which one document is cited:
 * the smallest, and of equals the one met most often.  A symbol that does not parse is worst.
 */
unsigned kho_symbol_oddness(struct kho_arena *arena, kho_sv symbol);

/* Number for a key: no leading zeros, letter in lower case: "05" -> "5". */
kho_sv kho_key_number(struct kho_arena *arena, kho_sv printed);

/*
 * Rule R6: could the one ISO date be the other, mistyped or misread?  Same day and month in another
 * year, day and month exchanged, one digit wrong or two neighbours exchanged.  Of documents with
 * one number and one subject only; false for equal dates.
 */
bool kho_date_is_slip(kho_sv a, kho_sv b);

/*
 * Locality of an issuer of this level, seen from base ("binh-dinh.an-nhon.nhon-hau"): the first,
 * second or third level of base, "?" where base does not go so deep.  KHO_LEVEL_ANY: base as it is.
 */
void kho_key_place(struct kho_key *key, enum kho_level level, kho_sv base);
#endif
