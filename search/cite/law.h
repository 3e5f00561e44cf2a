/* law.h - laws by title (schemas/law_aliases.tsv). */
#ifndef KHO_CITE_LAW_H
#define KHO_CITE_LAW_H

#include "date.h"
#include "sv.h"
#include "tables.h"

/*
 * The longest known title at the start of folded words that follow Luật, Bộ luật, Pháp lệnh
 * ("thuc hien dan chu o co so va cac"): bytes it takes, 0 for none.
 */
size_t kho_law_title(kho_sv bare);

/*
 * The version of a title (slug as in keys) that a text means: the one passed in `stated` when the
 * text dates it (year or full date), else the only one, else the one in force at `now` (year 0:
 * unknown). NULL when the title is unknown or it cannot be told.
 */
const struct kho_law_aliases_row *kho_law_version(kho_sv slug, struct kho_date stated,
                                                  struct kho_date now);

/* Does the law of this number and year ("10", "2022") bear the title? */
bool kho_law_is(kho_sv slug, kho_sv number, kho_sv year);
#endif
