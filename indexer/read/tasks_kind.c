/* tasks_kind.c - heading, lead-in, closing or target: paragraphs among the tasks that are none. */
#include "tasks.h"

#include "due_when.h"

enum {
    LONG_WORDS = 35, /* an item so long is a task even when others stand under it */
    SHORT_WORDS = 8,
    OPENING_BYTES = 8,
    DATE_WORDS = 16 /* "Từ ngày 01/9 đến ngày 15/9/2024:" */
};

static bool
opens_closing(const struct kho_toks *k)
{
    static const char *const words[][2] = {{"trên", "đây"},  {"trong", "quá"}, {"quá", "trình"},
                                           {"nhận", "được"}, {"kế", "hoạch"},  {"yêu", "cầu"}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (kho_tok_is(k, 0, words[i][0]) && kho_tok_is(k, 1, words[i][1]))
            return true;
    return false;
}

/* "(Chi tiết tại Phụ lục kèm theo)": the tasks stand elsewhere. */
static bool
refers(const struct kho_toks *k)
{
    size_t i = kho_tok_is(k, 0, "nội") && kho_tok_is(k, 1, "dung") ? 2 : 0;
    bool annex = false;

    if (!(kho_tok_is(k, i, "chi") && kho_tok_is(k, i + 1, "tiết")) &&
        !(kho_tok_is(k, i, "cụ") && kho_tok_is(k, i + 1, "thể")) && !kho_tok_is(k, i, "có") &&
        !(kho_tok_is(k, i, "kèm") && kho_tok_is(k, i + 1, "theo")))
        return false;
    for (; i < k->n && k->n <= LONG_WORDS && !annex; i++)
        annex = (kho_tok_is(k, i, "phụ") &&
                 (kho_tok_is(k, i + 1, "lục") || kho_tok_is(k, i + 1, "biểu"))) ||
                (kho_tok_is(k, i, "biểu") && kho_tok_is(k, i + 1, "đính"));
    return annex;
}

bool
kho_task_closing(const struct kho_para *q, const struct kho_toks *k)
{
    size_t from = q->text.n > 4 ? q->text.n - 4 : 0;
    bool end = false;

    if ((q->flags & KHO_PARA_CLOSING) != 0 || refers(k))
        return true;
    if (q->label.n > 0)
        return false;
    for (; from + 1 < q->text.n; from++)
        end |= q->text.p[from] == '.' && q->text.p[from + 1] == '/';
    if (opens_closing(k) && !kho_tok_is(k, 2, "các"))
        return true;
    for (size_t i = 0; end && i + 1 < k->n; i++)
        if (kho_tok_is(k, i, "yêu") && kho_tok_is(k, i + 1, "cầu"))
            return true;
    return false;
}

bool
kho_task_heading(const struct kho_task_walk *w, size_t i)
{
    const struct kho_para *q = &w->x.parts->ps->p[i];
    const struct kho_toks *k = &w->x.parts->k;
    const bool open = kho_parts_open(q->text), items = w->x.parts->has_items[i] != 0;
    const bool under = w->x.parts->has_under[i] != 0;

    if (kho_parts_ends(q->text, ':'))
        return true;
    if (items && !open)
        return k->n <= LONG_WORDS && kho_units_list(w->x.units, k, 0, false, NULL) == 0;
    if (under && open)
        return items || (q->flags & KHO_PARA_HEADING) != 0 || k->n <= LONG_WORDS;
    if ((q->flags & KHO_PARA_HEADING) != 0) {
        if (under)
            return k->n <= LONG_WORDS;
        return open && (k->n < SHORT_WORDS || q->level <= 1 || !kho_units_verb(w->x.units, k, 0));
    }
    return false;
}

bool
kho_task_scheduled(const struct kho_task_walk *w)
{
    static const char *const steps[] = {"từ",   "ngày",  "tuần", "đợt",
                                        "bước", "trước", "sáng", "chiều"};
    const struct kho_toks *k = &w->x.parts->k;
    struct kho_when when;
    bool dated = kho_when_at(k, 0, false, &when) > 0;

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        dated |= kho_tok_is(k, 0, steps[i]);
    for (size_t i = 1; dated && i < k->n && i < DATE_WORDS; i++)
        if ((k->t[i].gap & KHO_GAP_COLON) != 0)
            return kho_units_verb(w->x.units, k, i) ||
                   kho_units_list(w->x.units, k, i, false, NULL) > i;
    return false;
}

bool
kho_task_target(struct kho_task_walk *w, const struct kho_para *q)
{
    const struct kho_plan *plan = w->x.plan;
    const struct kho_toks *k = &w->x.parts->k;
    const struct kho_span s = kho_parts_span(w->x.parts->ps, q, 0, q->text.n);
    const size_t at = (k->t[0].flags & KHO_TOK_NUM) != 0 && k->t[0].w.n == 1 ? 1 : 0; /* "(1)" */

    while (w->target < plan->n_targets && plan->targets[w->target].span.offset < s.offset)
        w->target++;
    if (w->target >= plan->n_targets ||
        plan->targets[w->target].span.offset > s.offset + OPENING_BYTES)
        return false;
    return (k->t[at].flags & KHO_TOK_NUM) != 0 || kho_tok_is(k, at, "trên") ||
           kho_tok_is(k, at, "phấn") || kho_tok_is(k, at, "tối") ||
           (kho_tok_is(k, at, "ít") && kho_tok_is(k, at + 1, "nhất")) || kho_tok_is(k, at, "tỷ");
}

bool
kho_task_opens(const struct kho_task_walk *w, size_t i)
{
    const struct kho_para *p = w->x.parts->ps->p;
    const int32_t up = p[i].parent;

    return p[i].label.n == 0 && up >= 0 && (size_t)up + 1 == i && w->x.parts->has_items[up] != 0 &&
           kho_units_list(w->x.units, &w->x.parts->k, 0, false, NULL) == 0;
}
