/* tasks_cells.c - cells of tables of tasks: text, place, numbers, performers.  See tasks_grid.h. */
#include "tasks_grid.h"

enum { ROLE_WORDS = 6 /* "chịu trách nhiệm chủ trì thực hiện" */ };

bool
kho_cell_filled(const struct kho_grid *g, const struct kho_cell *c)
{
    for (size_t i = c->from; i < c->to; i++)
        if (g->x->parts->ps->p[i].text.n > 0)
            return true;
    return false;
}

kho_sv
kho_cell_text(const struct kho_grid *g, const struct kho_cell *c)
{
    const struct kho_para *p = g->x->parts->ps->p;
    size_t n = 0, parts = 0;
    char *s;

    for (size_t i = c->from; i < c->to && n < KHO_CELL_BYTES; i++)
        if (p[i].text.n > 0) {
            n += p[i].text.n + 1;
            parts++;
        }
    if (parts == 0)
        return (kho_sv){"", 0};
    if (parts == 1) {
        for (size_t i = c->from; i < c->to; i++)
            if (p[i].text.n > 0)
                return p[i].text;
    }
    if (kho_arena_room(g->x->arena) / 4 < n)
        return (kho_sv){"", 0};
    s = KHO_NEW_N(g->x->arena, n + 1, char);
    n = 0;
    for (size_t i = c->from; i < c->to && n < KHO_CELL_BYTES; i++)
        if (p[i].text.n > 0) {
            if (n > 0)
                s[n++] = ' ';
            memcpy(s + n, p[i].text.p, p[i].text.n);
            n += p[i].text.n;
        }
    return (kho_sv){s, n};
}

struct kho_span
kho_cell_span(const struct kho_grid *g, const struct kho_cell *c)
{
    const struct kho_paras *ps = g->x->parts->ps;
    struct kho_span all = {0, 0};

    for (size_t i = c->from; i < c->to; i++) {
        const struct kho_span s = kho_parts_span(ps, &ps->p[i], 0, ps->p[i].text.n);

        if (s.length == 0)
            continue;
        if (all.length == 0)
            all = s;
        else if (s.offset >= all.offset)
            all.length = s.offset + s.length - all.offset;
    }
    return all;
}

kho_sv
kho_cell_number(const struct kho_grid *g, const struct kho_cell *c)
{
    const struct kho_para *p = g->x->parts->ps->p;
    kho_sv s = {"", 0};

    for (size_t i = c->from; i < c->to && s.n == 0; i++)
        s = p[i].text.n > 0 ? p[i].text : p[i].label;
    while (s.n > 0 && memchr(" .)(/-", s.p[s.n - 1], 6) != NULL)
        s.n--;
    while (s.n > 0 && memchr(" .)(/-", s.p[0], 6) != NULL) {
        s.p++;
        s.n--;
    }
    return s.n <= 12 ? s : (kho_sv){"", 0};
}

size_t
kho_cell_items(const struct kho_grid *g, const struct kho_cell *c, bool *listed)
{
    const struct kho_para *p = g->x->parts->ps->p;
    size_t n = 0;

    *listed = true;
    for (size_t i = c->from; i < c->to; i++)
        if (p[i].text.n > 0) {
            n++;
            *listed &= p[i].label.n > 0;
        }
    return n;
}

struct kho_cell
kho_cell_item(const struct kho_grid *g, const struct kho_cell *c, size_t n)
{
    const struct kho_para *p = g->x->parts->ps->p;

    for (size_t i = c->from; i < c->to; i++)
        if (p[i].text.n > 0 && n-- == 0)
            return (struct kho_cell){.from = i, .to = i + 1};
    return (struct kho_cell){.from = c->from, .to = c->from};
}

/* "UBND các xã phối hợp", "Sở Nội vụ chủ trì": the part [i, end) of a cell by the role behind it;
 * end of the names, the role in *col. */
static size_t
role_behind(const struct kho_units *u, const struct kho_toks *k, size_t i, size_t end,
            enum kho_col *col)
{
    size_t len;

    for (size_t j = end > i + ROLE_WORDS ? end - ROLE_WORDS : i + 1; j < end; j++) {
        const unsigned cue = kho_lex_match(&u->cues, k, j, &len);

        if (cue != KHO_DOER_COORD && cue != KHO_DOER_LEAD)
            continue;
        if (j + len < end && !(kho_tok_is(k, j + len, "thực") && j + len + 2 == end))
            continue;
        *col = cue == KHO_DOER_COORD ? KHO_COL_COORD : KHO_COL_LEAD;
        return j;
    }
    return end;
}

void
kho_cell_names(struct kho_grid *g, const struct kho_cell *c, enum kho_col col, struct kho_draft *d)
{
    const struct kho_para *p = g->x->parts->ps->p;
    struct kho_names names[2] = {{.n = 0}, {.n = 0}}; /* lead, coord */
    struct kho_toks *k = &g->x->parts->k;

    for (size_t i = c->from; i < c->to; i++) {
        struct kho_doers doers;
        size_t from = 0;

        if (p[i].text.n == 0)
            continue;
        kho_toks_read(k, p[i].text);
        if (col == KHO_COL_LEAD) {
            const enum kho_attr attr = kho_attr_at(g->x->parts, &from);

            /* "Sở Nội vụ chủ trì, phối hợp với ..." in one column */
            kho_units_doers(g->x->units, k, 0, &doers);
            if (attr == KHO_ATTR_NONE && doers.coord.n > 0 && doers.lead.n > 0) {
                kho_names_all(&names[0], &doers.lead);
                kho_names_all(&names[1], &doers.coord);
                continue;
            }
            if (attr == KHO_ATTR_COORD) { /* "Phối hợp: ..." */
                kho_units_value(g->x->units, k, from, k->n, &names[1]);
                continue;
            }
            if (attr != KHO_ATTR_LEAD)
                from = 0;
        }
        while (from < k->n) { /* "Phòng Nội vụ chủ trì; UBND các xã phối hợp" */
            const size_t n = k->n;
            enum kho_col to = col;
            size_t end = from + 1;

            while (end < n && (k->t[end].gap & KHO_GAP_CLAUSE) == 0)
                end++;
            k->n = role_behind(g->x->units, k, from, end, &to);
            kho_units_value(g->x->units, k, from, k->n, &names[to == KHO_COL_COORD]);
            k->n = n;
            from = end;
        }
    }
    kho_draft_lead(g->x, d, &names[0]);
    kho_draft_coord(g->x, d, &names[1]);
}
