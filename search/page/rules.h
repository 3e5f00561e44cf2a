/* rules.h - who sees which documents: the rules file, and what it says of one user.
 *
 *   # what there is
 *   [collection nhan-su]
 *   folder = /srv/archive/nhan-su
 *   folder = /srv/archive/cu.zip//nhan su
 *
 *   [collection cap-xa]
 *   level = xã
 *
 *   # who sees it
 *   [group to-chuc]
 *   user = an
 *   user = binh@example.vn
 *   sees = nhan-su
 *
 *   [everyone]
 *   sees = cap-xa
 *
 *   [signed-in]
 *   sees = *
 *
 * A document is in a collection when it meets every kind of condition that the collection has: with
 * several folders one of them, with several levels one of them.  A user sees what "everyone" sees,
 * what "signed-in" sees when there is a name, and what the groups with that name see; what no rule
 * shows is not seen.  Names of users are compared byte by byte.  There is nothing to forbid with:
 * a rule that is left out shows less, never more.
 */
#ifndef KHO_PAGE_RULES_H
#define KHO_PAGE_RULES_H

#include "arena.h"
#include "status.h"

#include <stdint.h>

enum { KHO_RULES_BYTES = 1 << 20 };

enum kho_rule_kind {
    KHO_RULE_FOLDER, /* full path as in folder.h: of a folder, an archive, a folder inside one */
    KHO_RULE_LEVEL,  /* slug of an issuer's level: "xa" */
    KHO_RULE_SIDE,   /* state, party, mass */
    KHO_RULE_TYPE,   /* slug of a document type: "ke-hoach", "kh" */
    KHO_RULE_KINDS
};

struct kho_rule {
    enum kho_rule_kind kind;
    kho_sv value;
    struct kho_rule *next;
};

struct kho_collection {
    kho_sv name;
    struct kho_rule *rules; /* by kind, then as written; never none */
    unsigned line;          /* where it begins */
};

struct kho_rules_group;
struct kho_rules {
    struct kho_collection *collections;
    size_t n;
    struct kho_rules_group *groups;
};

/* name: of the file, for messages.  Everything lies in arena; text may go afterwards.  KHO_CONFIG:
 * a mistake; err is "name:line: what". */
enum kho_status kho_rules_parse(struct kho_arena *arena, const char *name, kho_sv text,
                                struct kho_rules *out, struct kho_err *err);
/* The same of a file.  KHO_CONFIG also when it cannot be read. */
enum kho_status kho_rules_read(struct kho_arena *arena, const char *path, struct kho_rules *out,
                               struct kho_err *err);

/* What a user sees: sees[i] of collections[i], the caller's.  user: NULL or "" nobody signed in.
 * True: everything. */
bool kho_rules_of(const struct kho_rules *rules, const char *user, bool *sees);
#endif
