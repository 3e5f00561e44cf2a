/* fuzz_read.c - any text, with and without layout hints: every paragraph and span lies in the text.
 */
#include "fold.h"
#include "read.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINES = 1 << 14 };

static void
must(bool ok)
{
    if (!ok)
        abort();
}

/* Blanks may differ: a tab or a line end becomes a blank. */
static bool
same_byte(char a, char b)
{
    return a == b || a == ' ';
}

static void
check_para(const struct kho_paras *ps, size_t index)
{
    const struct kho_para *p = &ps->p[index];
    struct kho_span span[4];
    size_t at = 0, n;

    must(p->parent < (int32_t)index && p->zone < KHO_ZONE_COUNT);
    for (size_t i = 0; i < p->n_pieces; i++) {
        const struct kho_piece *x = &p->pieces[i];

        must(x->at >= at && x->length > 0);
        must((size_t)x->at + x->length <= p->text.n);
        must((size_t)x->offset + x->length <= ps->lines->text.n);
        for (size_t k = 0; k < x->length; k++)
            must(same_byte(p->text.p[x->at + k], ps->lines->text.p[x->offset + k]));
        at = (size_t)x->at + x->length;
    }
    must(at == p->text.n);
    n = kho_para_spans(ps, p, 0, p->text.n, span, 4);
    must(p->text.n == 0 || n > 0);
    for (size_t i = 0; i < n && i < 4; i++)
        must((size_t)span[i].offset + span[i].length <= ps->lines->text.n && span[i].length > 0);
}

static void
check_sv(kho_sv s)
{
    must(s.n == 0 || s.p != NULL);
    for (size_t i = 0; i < s.n; i++)
        must((unsigned char)s.p[i] >= 0x20);
}

static void
check_plan(const struct kho_plan *plan, kho_sv text)
{
    check_sv(plan->number);
    check_sv(plan->symbol);
    check_sv(plan->issuer);
    check_sv(plan->place);
    check_sv(plan->title);
    check_sv(plan->signer.name);
    check_sv(plan->signer.authority);
    check_sv(plan->signer.position);
    must(plan->date.n == 0 || plan->date.n == 10);
    for (size_t i = 0; i < plan->n_recipients; i++)
        check_sv(plan->recipients[i]);
    for (size_t i = 0; i < plan->n_sections; i++)
        must((size_t)plan->sections[i].span.offset + plan->sections[i].span.length <= text.n);
    for (size_t i = 0; i < plan->n_citations; i++)
        for (size_t k = 0; k < plan->citations[i].n_parts; k++)
            must((size_t)plan->citations[i].parts[k].offset + plan->citations[i].parts[k].length <=
                 text.n);
    for (size_t i = 0; i < plan->n_tasks; i++)
        must((size_t)plan->tasks[i].span.offset + plan->tasks[i].span.length <= text.n);
    for (size_t i = 0; i < plan->n_deadlines; i++)
        must((size_t)plan->deadlines[i].span.offset + plan->deadlines[i].span.length <= text.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kho_arena *a;
    struct kho_lines lines = {.n = 0};
    struct kho_paras ps;
    struct kho_plan plan;
    uint8_t hints;

    if (a == NULL)
        a = kho_arena_new((size_t)1 << 27);
    kho_arena_reset(a);
    if (size == 0)
        return 0;
    hints = data[0]; /* the first byte says which hints the lines get */
    must(kho_text_normalise(a, (kho_sv){(const char *)data + 1, size - 1}, &lines.text, NULL) ==
         KHO_OK);
    lines.lines = KHO_NEW_N(a, LINES, struct kho_line);
    for (kho_sv rest = lines.text, line; lines.n < LINES && kho_sv_next(&rest, '\n', &line);) {
        struct kho_line *l = &lines.lines[lines.n];

        l->offset = (uint32_t)(line.p - lines.text.p);
        l->length = (uint32_t)line.n;
        if ((hints & 1) != 0)
            l->flags |= KHO_LINE_PARA;
        if ((hints & 2) != 0 && lines.n % 3 != 0) {
            l->flags |= KHO_LINE_CELL;
            l->table = 1 + (uint32_t)(lines.n / 12);
            l->row = (uint16_t)(lines.n / 4);
            l->col = (uint16_t)(lines.n % 4);
            l->rowspan = l->colspan = 1;
        }
        if ((hints & 4) != 0 && lines.n % 5 == 4)
            l->flags |= KHO_LINE_FOOTNOTE;
        lines.n++;
    }
    kho_paras_make(a, &lines, &ps);
    for (size_t i = 0; i < ps.n; i++)
        check_para(&ps, i);
    kho_read(a, &lines, &plan);
    check_plan(&plan, lines.text);
    return 0;
}
