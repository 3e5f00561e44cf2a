/* issuer.h - who issued a document: letters of a symbol and words of a text made one code.
 *
 * Tables: schemas/issuers.tsv (codes), issuer_forms.tsv (other letters for the same),
 * cite_bodies.tsv (bodies in words).
 */
#ifndef KHO_CITE_ISSUER_H
#define KHO_CITE_ISSUER_H

#include "arena.h"
#include "sv.h"

enum kho_level {
    KHO_LEVEL_ANY, /* not told by the code: UBND, BCĐ */
    KHO_LEVEL_CENTRAL,
    KHO_LEVEL_PROVINCE,
    KHO_LEVEL_DISTRICT,
    KHO_LEVEL_COMMUNE,
    KHO_LEVEL_CITY /* Thành ủy, thành phố: a province or a district, by the city */
};

struct kho_issuer {
    kho_sv code; /* as in schemas/issuers.tsv where it is there */
    enum kho_level level;
    bool known;
    bool global; /* one in the country: its keys have no locality */
};

/*
 * Letters as a symbol has them -> code: "QH15" -> QH, "TTG" -> TTg, "BGD&ĐT" -> BGDĐT.
 * Unknown letters come back without '&' and blanks, local.  Memory: static or arena.
 */
struct kho_issuer kho_issuer_letters(struct kho_arena *arena, kho_sv letters);

/* The row of a code; known is false when the table has none. */
struct kho_issuer kho_issuer_of_code(kho_sv code);

/*
 * The longest body at the start of folded words ("ban thuong vu tinh uy lai chau ve").
 * *bytes gets how much of the string it takes; 0 and known false for none.
 */
struct kho_issuer kho_issuer_words(kho_sv bare, size_t *bytes);

/* Level of the unit word at text[at]: "tỉnh", "thị xã", "Phường" ...; *words gets how many words it
 * has. Read with its marks: quận is a unit, quân, quản and quan are not. */
enum kho_level kho_level_words(kho_sv text, size_t at, size_t *words);

/* Is the province a city under central government?  Slug with or without "thanh-pho". */
bool kho_is_central_city(kho_sv slug);

/* A unit behind an issuer ("TWĐTN-VP", "UBND-TH"), or a second issuer of a joint document? */
bool kho_issuer_is_partner(kho_sv code);
#endif
