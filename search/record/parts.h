/* parts.h - the fields of a packed document, part by part, for both directions (codec.h).  Inside
 * search/record only. */
#ifndef KHO_RECORD_PARTS_H
#define KHO_RECORD_PARTS_H

#include "codec.h"
#include "document.h"

void kho_head_part(struct kho_codec *c, struct kho_document *d);  /* what lists show, places */
void kho_cites_part(struct kho_codec *c, struct kho_document *d); /* recipients, citations */
void kho_plan_part(struct kho_codec *c, struct kho_document *d);  /* the rest but the text */
#endif
