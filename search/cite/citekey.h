/* citekey.h - the key of a cited document as a term of the index (KHO_FIELDS_CITEKEY).
 *
 * Compatible keys (key.h) have one number and type, whatever is open of the rest.  So a term has
 * these in front of the key, "85:NQ TW:NQ:85:2010", and those that may fit stand side by side. Keys
 * that are compared by what they are about, "TW:NQ:~hoi-nghi-trung-uong-4:k12", and those of laws
 * and of what else the National Assembly issues, which a title fits too, stand as they are, behind
 * all with numbers.
 */
#ifndef KHO_CITE_CITEKEY_H
#define KHO_CITE_CITEKEY_H

#include "arena.h"

/* The term of key (any text).  In arena. */
kho_sv kho_citekey_term(struct kho_arena *arena, kho_sv key);
/* What the terms of all keys begin with that may be compatible with key; for keys that stand as
 * they are: the prefix of the field alone. */
kho_sv kho_citekey_alike(struct kho_arena *arena, kho_sv key);
/* Before this term all have a number in front; none behind. */
kho_sv kho_citekey_plain(struct kho_arena *arena);
/* The key in a term.  Points into it. */
kho_sv kho_citekey_of(kho_sv term);
#endif
