/* fold.h - the one place where Vietnamese text is normalised, cut into words and folded.
 *
 * Documents (indexer/), queries (search/query) and highlighting all come here,
 * so a word in a document and the same word in a query cannot become different terms.
 *
 * Two forms of a word:
 *   exact  lower case; tone and quality marks kept, tone placement made one (hoà = hòa -> "hòa"),
 *          i/y made one where only spelling differs (lí = lý, schemas/iy_variants.tsv)
 *   bare   the exact form without any mark, đ -> d: "hoa", "ly", "dang"; a function of the exact
 * form
 */
#ifndef KHO_TEXT_FOLD_H
#define KHO_TEXT_FOLD_H

#include "arena.h"
#include "status.h"
#include "sv.h"

#include <stdint.h>

/*
 * Raw bytes that should be UTF-8 -> normalised text as lines.h describes it: NFC with the marks of
 * a letter in any order, confusable letters mapped (schemas/confusables.tsv: Ð U+00D0 -> Đ,
 * no-break and other blanks -> ' ', soft hyphens and zero-width characters dropped), CR LF, CR,
 * form feed and U+2028 -> LF, other controls dropped, bad bytes -> U+FFFD.  Idempotent.  Dashes,
 * quotation marks and superscript digits stay; of a heap of marks on one letter the first 30. Text
 * that is clean already (nearly always) is found out fast and copied. KHO_OK; KHO_LIMIT in or the
 * result is too long; KHO_NOMEM.
 */
enum kho_status kho_text_normalise(struct kho_arena *arena, kho_sv in, kho_sv *out,
                                   struct kho_err *err);

enum { KHO_WORD_MAX = 64 }; /* bytes of a folded word; longer words are cut at a character */

/* A word of a text: letters and digits in a row.  Marks in any normal form. */
struct kho_word {
    uint32_t offset, length;                              /* bytes of the original */
    char exact[KHO_WORD_MAX + 1], bare[KHO_WORD_MAX + 1]; /* NUL-terminated */
    uint8_t exact_n, bare_n; /* bytes; bare_n == exact_n and equal bytes: the word has no marks */
};

/*
 * The next word at or behind *pos (bytes) whose bare form begins with one of the letters or digits
 * in initials (the others are passed over without folding them); moves *pos behind it.  False at
 * the end.  text: any bytes (invalid ones separate words); need not be NFC.
 * Never gives an empty bare form.  Splits at everything that is neither letter, mark nor digit:
 * "33/CT-TTg" is three words, "UBND" one.  Linear, no allocation.
 */
bool kho_word_next_of(kho_sv text, size_t *pos, uint64_t initials, struct kho_word *w);
uint64_t kho_word_initials(const char *bare); /* of these letters and digits */

/* The same of all words. */
static inline bool
kho_word_next(kho_sv text, size_t *pos, struct kho_word *w)
{
    return kho_word_next_of(text, pos, UINT64_MAX, w);
}

/* Whole strings, word by word joined by one blank: "Thành ủy  LAI CHÂU" -> "thanh uy lai chau". */
kho_sv kho_fold_bare(struct kho_arena *arena, kho_sv text);
kho_sv kho_fold_exact(struct kho_arena *arena, kho_sv text);
/* "tỉnh Lai Châu" -> "tinh-lai-chau": for keys. */
kho_sv kho_slug(struct kho_arena *arena, kho_sv text);

/* Is this word (exact form) a well-formed Vietnamese syllable (onset, rime, tone allowed by coda)?
 */
bool kho_is_syllable(kho_sv exact);

/* Case of UTF-8 text, locale-independent. */
kho_sv kho_text_lower(struct kho_arena *arena, kho_sv text);
kho_sv kho_text_upper(struct kho_arena *arena, kho_sv text);
/* No lower-case letter and at least one upper-case one. */
bool kho_text_is_caps(kho_sv text);
/* Vietnamese alphabetical order (CLDR collation vi): <0, 0, >0. */
int kho_text_compare(kho_sv a, kho_sv b);
/* Bytes that memcmp puts in that order, at most max of them: of a long text only the beginning
 * decides. */
kho_sv kho_text_sort_key(struct kho_arena *arena, kho_sv text, size_t max);
#endif
