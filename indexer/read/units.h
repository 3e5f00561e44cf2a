/* units.h - administrative units in a text: "tỉnh Bắc Kạn", "TP. Lai Châu", "Huyện ủy Bạch Thông".
 */
#ifndef KHO_READ_UNITS_H
#define KHO_READ_UNITS_H

#include "arena.h"
#include "tables.h"

enum kho_unit_level { KHO_UNIT_NONE, KHO_UNIT_PROVINCE, KHO_UNIT_DISTRICT, KHO_UNIT_COMMUNE };

struct kho_unit {
    enum kho_unit_level level;
    int word;    /* row of schemas/unit_words.tsv */
    kho_sv name; /* without the word: "Bắc Kạn" */
    size_t end;  /* behind the name */
};

/* Row of the longest unit word at s[at], -1 for none; *end (may be NULL) behind it and its dot. */
int kho_unit_word(kho_sv s, size_t at, size_t *end);

/* The unit that starts at s[at]; false when no unit word or no name stands there. */
bool kho_unit_at(kho_sv s, size_t at, struct kho_unit *out);
/* The next one from *at on; moves *at behind it. */
bool kho_unit_next(kho_sv s, size_t *at, struct kho_unit *out);

/* "tỉnh Bắc Kạn": word and name; names in capitals as the table of provinces or the rule has them.
 */
kho_sv kho_unit_print(struct kho_arena *arena, const struct kho_unit *u);

/* Row of provinces.tsv, by old or new name, -1 for none. */
int kho_unit_province(kho_sv name);
/* Cities that are provinces. */
bool kho_unit_is_central(kho_sv name);
#endif
