/* key.h - identity of a document: canonical keys and how two of them unify.
 *
 *   key    = issuer ":" type ":" num [ ":" year ]
 *   issuer = code { "+" code } [ "@" loc ]
 *   code   = as in schemas/issuers.tsv, NFC, Đ kept, [ "#" topic-slug ]
 *   loc    = prov [ "." dist [ "." comm ] ]
 *   type   = code of schemas/doc_types.tsv
 *   num    = decimal without leading zeros [letter] | "~" subject-slug | ordinal
 *   year   = 4 digits | "?" | "k" term number
 *
 * Codes of joint issuers are sorted bytewise; global ones have no loc.  Parts of loc are ASCII
 * slugs of the document's own time, "?" where unknown; a commune has always three.  Party Quy định
 * is QĐ, CTPH is CTrPH, congress resolutions are NQĐH with their ordinal; a resolution known by the
 * meeting that passed it has the meeting for its number.
 *
 *   "TW:NQ:25:2013"  "TU@bac-kan:QC:22:2021"  "BCĐ#qcdc@binh-dinh.an-nhon.nhon-hau:CTr:4:2024"
 *   "QH:LUẬT:~thuc-hien-dan-chu-o-co-so"  "TW:NQĐH:13"  "TW:NQ:~hoi-nghi-trung-uong-4:k12"
 *
 * A key is a bucket: full date and subject separate documents inside it.  Rules: docs/design.md,
 * Identity.
 */
#ifndef KHO_CITE_KEY_H
#define KHO_CITE_KEY_H

#include "arena.h"
#include "plan.h"
#include "symbol.h"

enum { KHO_KEY_CODES = 8, KHO_KEY_LOCS = 3 };

struct kho_key {
    kho_sv codes[KHO_KEY_CODES]; /* with "#topic" if any */
    size_t n_codes;
    kho_sv loc[KHO_KEY_LOCS];
    size_t n_loc;
    kho_sv type, num, year; /* year p NULL: the key has none */
};

/* False when text is not of the grammar. */
bool kho_key_parse(kho_sv text, struct kho_key *out);
/* Canonical text of a key: codes sorted. */
kho_sv kho_key_print(struct kho_arena *arena, const struct kho_key *k);

/* Could both mean the same document?  "?" and a missing year are wildcards; "k11" fits a year
 * inside that term (schemas/congress_terms.tsv); known parts must not differ. */
bool kho_key_compatible(const struct kho_key *a, const struct kho_key *b);

/* Own key of a plan from its stated head; p NULL when number, type or issuer is not stated. */
kho_sv kho_key_of_plan(struct kho_arena *arena, const struct kho_plan *plan);
#endif
