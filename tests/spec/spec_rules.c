/* rules: a rules file; user: who asks (absent: nobody).  Printed: what is seen, everything or
 * nothing; or what is wrong with the file. */
#include "blocks.h"
#include "escape.h"
#include "rules.h"

enum { COLLECTIONS = 64 };

static void
print_rules(const struct kho_collection *c, struct kho_buf *out)
{
    static const char *const kinds[KHO_RULE_KINDS] = {"folder", "level", "side", "type"};

    kho_buf_fmt(out, "%.*s:", KHO_SV_FMT(c->name));
    for (const struct kho_rule *r = c->rules; r != NULL; r = r->next)
        kho_buf_fmt(out, " %s=%.*s", kinds[r->kind], KHO_SV_FMT(r->value));
    kho_buf_char(out, '\n');
}

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_arena *a = kho_arena_new((size_t)1 << 22);
    const kho_sv user = block_get(b, "user"), text = unescape(a, block_get(b, "rules"));
    struct kho_err err = {.status = KHO_OK};
    bool sees[COLLECTIONS] = {false}, any = false;
    struct kho_rules rules;
    const enum kho_status st = kho_rules_parse(a, "f", text, &rules, &err);

    if (st != KHO_OK || rules.n > COLLECTIONS) {
        kho_buf_fmt(out, "%s\n", err.what);
    } else if (kho_rules_of(&rules, user.n == 0 ? NULL : kho_arena_dup(a, user).p, sees)) {
        kho_buf_str(out, "everything\n");
    } else {
        for (size_t i = 0; i < rules.n; i++) {
            any = any || sees[i];
            if (sees[i])
                print_rules(&rules.collections[i], out);
        }
        if (!any)
            kho_buf_str(out, "nothing\n");
    }
    kho_arena_free(a);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
