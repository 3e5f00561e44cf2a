/* read.c - see read.h. */
#include "read.h"

#include "tasks_parts.h"
#include "tasks_text.h"

/* Contents: the headings, each up to the next of its own or a higher level. */
static void
make_sections(struct kho_arena *arena, const struct kho_paras *ps, struct kho_plan *plan)
{
    enum { LEVELS = 16 };
    size_t open[LEVELS], n_open = 0, n = 0;
    uint32_t end = 0;

    for (size_t i = 0; i < ps->n; i++)
        n += (ps->p[i].flags & KHO_PARA_HEADING) != 0 && ps->p[i].annex == 0;
    if (n == 0 || n * sizeof *plan->sections > kho_arena_room(arena) / 2)
        return;
    plan->sections = KHO_NEW_N(arena, n, struct kho_section);
    for (size_t i = 0; i < ps->n; i++) {
        const struct kho_para *p = &ps->p[i];
        uint32_t start;

        if (p->n_pieces == 0)
            continue;
        start = p->pieces[0].offset;
        if (p->zone != KHO_ZONE_BODY) {
            /* what follows the body closes all; footnotes stand inside of it */
            if (p->zone == KHO_ZONE_RECIPIENTS || p->zone == KHO_ZONE_SIGNATURE ||
                p->zone == KHO_ZONE_ANNEX)
                break;
            continue;
        }
        if ((p->flags & KHO_PARA_CLOSING) != 0)
            break;
        if ((p->flags & KHO_PARA_HEADING) != 0 && p->annex == 0) {
            while (n_open > 0 && (n_open == LEVELS || ps->p[open[n_open - 1]].level >= p->level))
                n_open--;
            open[n_open++] = i;
            plan->sections[plan->n_sections++] =
                (struct kho_section){.path = p->path, .heading = p->text, .span = {start, 0}};
        }
        end = p->pieces[p->n_pieces - 1].offset + p->pieces[p->n_pieces - 1].length;
    }
    for (size_t i = plan->n_sections; i > 0;
         i--) { /* from behind: every end is known when it is needed */
        struct kho_section *s = &plan->sections[i - 1];
        size_t k = i;

        while (k < plan->n_sections && plan->sections[k].path.n > s->path.n &&
               memcmp(plan->sections[k].path.p, s->path.p, s->path.n) == 0)
            k++;
        s->span.length =
            (k < plan->n_sections ? plan->sections[k].span.offset : end) - s->span.offset;
    }
}

static bool
gives_tasks(const struct kho_plan *plan)
{
    for (size_t i = 0; plan->type.p != NULL && i < kho_task_types_n; i++)
        if (kho_sv_eq(plan->type, kho_sv_from(kho_task_types[i].abbr)))
            return true;
    return false;
}

void
kho_read(struct kho_arena *arena, const struct kho_lines *lines, struct kho_plan *plan)
{
    struct kho_paras ps;

    *plan = (struct kho_plan){0};
    kho_paras_make(arena, lines, &ps);
    make_sections(arena, &ps, plan);
    kho_read_head(arena, &ps, plan);
    kho_read_signature(arena, &ps, plan);
    kho_read_infer_locality(arena, &ps, plan);
    kho_read_citations(arena, &ps, plan);
    if (gives_tasks(plan)) {
        struct kho_paras tables;
        struct kho_parts parts;

        kho_text_tables(arena, &ps, &tables);
        kho_parts_make(arena, &tables, &parts);
        kho_read_deadlines(arena, &parts, plan);
        kho_read_targets(arena, &parts, plan);
        kho_read_tasks(arena, &parts, plan);
    }
    kho_read_infer(arena, &ps, plan);
}
