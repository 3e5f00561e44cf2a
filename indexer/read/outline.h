/* outline.h - labels, section paths and parents of paragraphs.  Inside of paras.c. */
#ifndef KHO_READ_OUTLINE_H
#define KHO_READ_OUTLINE_H

#include "paras.h"

/*
 * Takes the label off the text of every paragraph of body, preamble, annexes and recipients, and
 * sets label, path, level, parent and the flags HEADING and ITEM.  Sets the zone PREAMBLE.  Linear.
 */
void kho_outline_make(struct kho_arena *arena, struct kho_paras *ps);
#endif
