/* sight.h - what one user sees of the index: from the rules to the store.  Internal. */
#ifndef KHO_PAGE_SIGHT_H
#define KHO_PAGE_SIGHT_H

#include "buf.h"
#include "rules.h"
#include "store.h"

/*
 * Restrict an open index to what rules show user (NULL or "": nobody signed in); everything lies in
 * arena, which must stay as it is until the index is closed.  *mark: the same text for users who
 * see the same, "" for those who see everything; for the ETag.
 */
enum kho_status kho_sight_set(struct kho_store *s, const struct kho_rules *rules, const char *user,
                              struct kho_arena *arena, kho_sv *mark, struct kho_err *err);
#endif
