/* fuzz_rules.c - any rules file and any user: the first line is the user, the rest the file.
 *
 * It is read or refused with one line; a user that no line names sees what somebody without a group
 * does; and a file that is refused shows nobody anything.
 */
#include "rules.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct kho_arena *arena;

static void
must(bool ok)
{
    if (!ok)
        abort();
}

static void
check_rules(const struct kho_rules *rules)
{
    for (size_t i = 0; i < rules->n; i++) {
        const struct kho_rule *r = rules->collections[i].rules;

        must(r != NULL && rules->collections[i].line > 0);
        for (; r != NULL; r = r->next) {
            must(r->value.n > 0 && memchr(r->value.p, '\n', r->value.n) == NULL);
            must(r->kind != KHO_RULE_FOLDER || r->value.p[0] == '/');
            must(r->next == NULL || r->kind <= r->next->kind);
        }
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *line = size == 0 ? NULL : memchr(data, '\n', size);
    const size_t n = line == NULL ? 0 : (size_t)(line - data);
    const kho_sv text = {(const char *)data + (line == NULL ? 0 : n + 1),
                         size - (line == NULL ? 0 : n + 1)};
    struct kho_err err = {.status = KHO_OK};
    struct kho_rules rules;
    bool *sees, *others;
    const char *user;

    if (size > 65536)
        return 0;
    if (arena == NULL)
        arena = kho_arena_new((size_t)1 << 28);
    kho_arena_reset(arena);
    user = kho_arena_dup(arena, (kho_sv){(const char *)data, n}).p;
    if (kho_rules_parse(arena, "f", text, &rules, &err) != KHO_OK) {
        must(err.status == KHO_CONFIG && strncmp(err.what, "f:", 2) == 0);
        must(strchr(err.what, '\n') == NULL);
        return 0;
    }
    check_rules(&rules);
    sees = KHO_NEW_N(arena, rules.n + 1, bool);
    others = KHO_NEW_N(arena, rules.n + 1, bool);
    if (memmem(text.p == NULL ? "" : text.p, text.n, user, strlen(user)) == NULL) {
        must(kho_rules_of(&rules, user, sees) == kho_rules_of(&rules, "\x01", others));
        must(memcmp(sees, others, rules.n) == 0);
    }
    return 0;
}
