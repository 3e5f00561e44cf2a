/* doc_lists.h - automatic numbers of Word 97-2003 documents. */
#ifndef KHO_EXTRACT_DOC_LISTS_H
#define KHO_EXTRACT_DOC_LISTS_H

#include "doc.h"

struct kho_doc_lists;

/*
 * lists: PlfLst; levels: what stands behind it; overrides: PlfLfo.  They have to stay.
 * NULL: there are none, or none that can be read.
 */
struct kho_doc_lists *kho_doc_lists_new(kho_sv lists, kho_sv levels, kho_sv overrides);
void kho_doc_lists_free(struct kho_doc_lists *l); /* NULL is fine */

/*
 * The number of a paragraph of this override (from 1) and level (from 0): counts on and appends the
 * label ("II.", "1.1.", "-") and what separates it from the text.  *font: index of its font, -1
 * that of the paragraph.  False: it has none.
 */
bool kho_doc_lists_next(struct kho_doc_lists *l, unsigned list, unsigned level, struct kho_buf *out,
                        int32_t *font);
#endif
