/* snippet.h - the best passage of a text for a query, with its words marked.  Inside search/query.
 */
#ifndef KHO_QUERY_SNIPPET_H
#define KHO_QUERY_SNIPPET_H

#include "query.h"
#include "wanted.h"

/* text: normalised (lines.h).  words: about how long, 0: 40.  Memory in arena. */
void kho_snippet_make(struct kho_arena *arena, const struct kho_wanted *w,
                      const struct kho_lines *lines, const struct kho_plan *plan, uint32_t words,
                      struct kho_snippet *out);

/* Marks of the wanted words in a short text. */
struct kho_mark *kho_marks_in(struct kho_arena *arena, const struct kho_wanted *w, kho_sv text,
                              size_t *n);

/* text[from..to) on one line: breaks and runs of blanks become one blank.  The places f[0..n) in
 * it, as offsets of text, become its marks. */
struct kho_marked {
    kho_sv text;
    struct kho_mark *marks;
    size_t n;
};
struct kho_marked kho_one_line(struct kho_arena *arena, kho_sv text, size_t from, size_t to,
                               const struct kho_found *f, size_t n);
#endif
