/* fuzz_read.c - any text, with and without layout hints: every paragraph and span lies in the text,
 * every string is whole characters, keys read back, the JSON is JSON, and the printed text read
 * again gives the same record.
 */
#include "document.h"
#include "fold.h"
#include "key.h"
#include "read.h"
#include "vchar.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINES = 1 << 14 };

/* Says which property does not hold: stack traces of inlined code do not. */
#define must(ok) must_at((ok), __LINE__)

static void
must_at(bool ok, int line)
{
    if (ok)
        return;
    (void)fprintf(stderr, "fuzz_read.c:%d does not hold\n", line);
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
    for (size_t at = 0, n; at < s.n; at += n) {
        const uint32_t c = kho_vchar(s, at, &n);

        must(c >= 0x20 && (c != 0xfffd || n == 3));
    }
}

/* Inside the text, and no character is cut. */
static void
check_span(kho_sv text, struct kho_span s)
{
    const size_t end = (size_t)s.offset + s.length;

    must(end <= text.n);
    must(s.offset == text.n || (text.p[s.offset] & 0xc0) != 0x80);
    must(end == text.n || (text.p[end] & 0xc0) != 0x80);
}

static void
check_key(struct kho_arena *a, kho_sv text)
{
    struct kho_key key;

    if (text.p != NULL)
        must(kho_key_parse(text, &key) && kho_sv_eq(text, kho_key_print(a, &key)));
}

static void
check_citation(struct kho_arena *a, const struct kho_citation *c, kho_sv text)
{
    const kho_sv strings[] = {c->mention,     c->type, c->number, c->symbol,  c->issuer,
                              c->issuer_code, c->date, c->key,    c->subject, c->repaired};

    must(c->mention.n > 0 && c->n_parts > 0);
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        check_sv(strings[i]);
    for (size_t i = 0; i < c->n_parts; i++)
        check_span(text, c->parts[i]);
    check_span(text, c->sentence);
    check_key(a, c->key);
}

static void
check_deadline(const struct kho_deadline *d, kho_sv text)
{
    check_sv(d->text);
    check_sv(d->rule);
    check_sv(d->rrule);
    must(d->date.n == 0 || d->date.n == 10);
    check_span(text, d->span);
}

static void
check_task(const struct kho_task *t, kho_sv text)
{
    check_sv(t->section);
    check_sv(t->text);
    for (size_t i = 0; i < t->n_responsible; i++)
        check_sv(t->responsible[i]);
    for (size_t i = 0; i < t->n_coordinating; i++)
        check_sv(t->coordinating[i]);
    for (size_t i = 0; i < t->n_deadlines; i++)
        check_deadline(&t->deadlines[i], text);
    check_span(text, t->span);
}

static void
check_plan(struct kho_arena *a, const struct kho_plan *plan, kho_sv text)
{
    const kho_sv strings[] = {
        plan->number,      plan->symbol, plan->issuer,           plan->place,          plan->title,
        plan->signer.name, plan->loc,    plan->signer.authority, plan->signer.position};

    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        check_sv(strings[i]);
    must(plan->date.n == 0 || plan->date.n == 10);
    must(plan->issuer_level.p == NULL || plan->issuer_level.n > 0);
    check_key(a, plan->key);
    for (size_t i = 0; i < plan->n_recipients; i++)
        check_sv(plan->recipients[i]);
    for (size_t i = 0; i < plan->n_sections; i++) {
        check_sv(plan->sections[i].path);
        check_sv(plan->sections[i].heading);
        check_span(text, plan->sections[i].span);
    }
    for (size_t i = 0; i < plan->n_citations; i++)
        check_citation(a, &plan->citations[i], text);
    for (size_t i = 0; i < plan->n_tasks; i++)
        check_task(&plan->tasks[i], text);
    for (size_t i = 0; i < plan->n_targets; i++) {
        check_sv(plan->targets[i].text);
        check_sv(plan->targets[i].unit);
        check_span(text, plan->targets[i].span);
    }
    for (size_t i = 0; i < plan->n_deadlines; i++)
        check_deadline(&plan->deadlines[i], text);
    for (size_t i = 0; i < plan->n_inferred; i++) {
        check_sv(plan->inferred[i].value);
        check_sv(plan->inferred[i].evidence);
    }
}

/* One JSON value at *at, without blanks between its marks as kho writes it. */
static void
json_string(kho_sv s, size_t *at)
{
    must(*at < s.n && s.p[*at] == '"');
    for (++*at; *at < s.n && s.p[*at] != '"'; ++*at) {
        must((unsigned char)s.p[*at] >= 0x20);
        if (s.p[*at] == '\\')
            ++*at;
    }
    must(*at < s.n);
    ++*at;
}

static void
check_json(kho_sv s)
{
    enum { DEEP = 16 };
    char open[DEEP];
    size_t depth = 0, at = 0;

    check_sv(s);
    must(s.n > 1 && s.p[0] == '{');
    while (at < s.n) {
        const char c = s.p[at];

        if (c == '"') {
            json_string(s, &at);
            continue;
        }
        if (c == '{' || c == '[') {
            must(depth < DEEP);
            open[depth++] = (char)(c == '{' ? '}' : ']');
        } else if (c == '}' || c == ']') {
            must(depth > 0 && open[--depth] == c);
            must(s.p[at - 1] != ',' && s.p[at - 1] != ':');
        } else {
            must(strchr(",:-+.0123456789truefalsn E", c) != NULL);
        }
        at++;
        must(depth > 0 || at == s.n);
    }
    must(depth == 0);
}

static void
print(const struct kho_lines *lines, const struct kho_plan *plan, struct kho_buf *out)
{
    struct kho_place place = {.path = KHO_SV("a.txt")};
    struct kho_document doc = {
        .format = KHO_SV("txt"), .places = &place, .n_places = 1, .plan = *plan, .lines = *lines};

    kho_document_json(&doc, out);
    check_json(kho_buf_view(out));
}

static void
make_lines(struct kho_arena *a, uint8_t hints, struct kho_lines *lines)
{
    lines->lines = KHO_NEW_N(a, LINES, struct kho_line);
    for (kho_sv rest = lines->text, line; lines->n < LINES && kho_sv_next(&rest, '\n', &line);) {
        struct kho_line *l = &lines->lines[lines->n];

        l->offset = (uint32_t)(line.p - lines->text.p);
        l->length = (uint32_t)line.n;
        if ((hints & 1) != 0)
            l->flags |= KHO_LINE_PARA;
        if ((hints & 2) != 0 && lines->n % 3 != 0) {
            l->flags |= KHO_LINE_CELL;
            l->table = 1 + (uint32_t)(lines->n / 12);
            l->row = (uint16_t)(lines->n / 4);
            l->col = (uint16_t)(lines->n % 4);
            l->rowspan = l->colspan = 1;
        }
        if ((hints & 4) != 0 && lines->n % 5 == 4)
            l->flags |= KHO_LINE_FOOTNOTE;
        lines->n++;
    }
}

/* The text that kho show prints, with an empty line behind it, says the same. */
static void
check_again(struct kho_arena *a, const struct kho_lines *was, uint8_t hints, kho_sv json)
{
    struct kho_lines lines = {.n = 0};
    struct kho_buf copy = {.p = NULL}, out = {.p = NULL};
    struct kho_plan plan;

    kho_buf_sv(&copy, was->text);
    kho_buf_put(&copy, "\n", 1);
    must(kho_text_normalise(a, kho_buf_view(&copy), &lines.text, NULL) == KHO_OK);
    must(kho_sv_eq(lines.text, kho_buf_view(&copy)));
    make_lines(a, hints, &lines);
    kho_read(a, &lines, &plan);
    print(&lines, &plan, &out);
    must(kho_sv_eq(kho_buf_view(&out), json));
    kho_buf_free(&copy);
    kho_buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kho_arena *a;
    struct kho_lines lines = {.n = 0};
    struct kho_buf json = {.p = NULL};
    struct kho_paras ps;
    struct kho_plan plan;

    if (a == NULL)
        a = kho_arena_new((size_t)1 << 28);
    kho_arena_reset(a);
    if (size == 0)
        return 0;
    must(kho_text_normalise(a, (kho_sv){(const char *)data + 1, size - 1}, &lines.text, NULL) ==
         KHO_OK);
    make_lines(a, data[0], &lines); /* the first byte says which hints the lines get */
    kho_paras_make(a, &lines, &ps);
    for (size_t i = 0; i < ps.n; i++)
        check_para(&ps, i);
    kho_read(a, &lines, &plan);
    check_plan(a, &plan, lines.text);
    print(&lines, &plan, &json);
    if ((data[0] & 7) == 0 && lines.n < LINES)
        check_again(a, &lines, data[0], kho_buf_view(&json));
    kho_buf_free(&json);
    return 0;
}
