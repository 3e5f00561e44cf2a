/* spec_traps.c - the 22 traps of real plans, each in a small document read by all steps.
 * Lines printed: see print_plan; the form of a case: doc_cases.h.  */
#include "doc_cases.h"
#include "read.h"

static void
say(struct kho_buf *out, const char *what, kho_sv of, kho_sv value)
{
    kho_buf_str(out, what);
    kho_buf_str(out, ": ");
    if (of.p != NULL) {
        kho_buf_sv(out, of);
        kho_buf_str(out, " = ");
    }
    kho_buf_sv(out, value.p == NULL ? KHO_SV("null") : value);
    kho_buf_char(out, '\n');
}

static void
print_citation(struct kho_buf *out, const struct kho_citation *c)
{
    const kho_sv nothing = {NULL, 0};
    char parts[32];

    say(out, "cite", c->mention, c->key);
    say(out, "type", c->mention, c->type);
    say(out, "day", c->mention, c->date);
    say(out, "by", c->mention, c->issuer);
    say(out, "kind", c->mention, kho_sv_from(kho_cite_kind_name(c->kind)));
    say(out, "zone", c->mention, kho_sv_from(kho_zone_name(c->zone)));
    (void)snprintf(parts, sizeof parts, "%zu", c->n_parts);
    say(out, "parts", c->mention, kho_sv_from(parts));
    if (c->legal_basis)
        say(out, "basis", nothing, c->mention);
}

static void
print_plan(struct kho_arena *arena, const struct kho_lines *lines, struct kho_buf *out)
{
    const kho_sv nothing = {NULL, 0};
    struct kho_plan plan;
    char count[32];

    kho_read(arena, lines, &plan);
    say(out, "own type", nothing, plan.type);
    say(out, "own number", nothing, plan.number);
    say(out, "own key", nothing, plan.key);
    say(out, "title", nothing, plan.title);
    (void)snprintf(count, sizeof count, "%zu", plan.n_citations);
    say(out, "citations", nothing, kho_sv_from(count));
    for (size_t i = 0; i < plan.n_citations; i++)
        print_citation(out, &plan.citations[i]);
    (void)snprintf(count, sizeof count, "%zu", plan.n_targets);
    say(out, "targets", nothing, kho_sv_from(count));
    for (size_t i = 0; i < plan.n_targets; i++)
        say(out, "target", plan.targets[i].text, plan.targets[i].op);
    for (size_t i = 0; i < plan.n_deadlines; i++)
        say(out, "due", plan.deadlines[i].text, plan.deadlines[i].rule);
    for (size_t i = 0; i < plan.n_tasks; i++)
        say(out, "task", nothing, plan.tasks[i].text);
}

int
main(int argc, char **argv)
{
    return docs_run(argc, argv, print_plan);
}
