/* tasks_parts.c - see tasks_parts.h. */
#include "tasks_parts.h"

#include "fold.h"

enum {
    SHORT_HEADING = 12, /* words: in longer ones a keyword behind the first is part of a sentence */
    ATTR_WORDS = 10     /* words before the colon of an attribute line */
};

static const char *const part_names[] = {"none",     "time", "budget", "aim",  "target",
                                         "organise", "task", "begin",  "past", "skip"};
static const char *const attr_names[] = {"lead", "coord", "due", "product", "content", "other"};

bool
kho_parts_bullet(kho_sv label)
{
    if (label.n == 0)
        return false;
    return (unsigned char)label.p[0] >= 0x80
               ? !(label.n == 2 && (unsigned char)label.p[0] == 0xc4)
               : label.p[0] == '-' || label.p[0] == '+' || label.p[0] == '*' || label.p[0] == 'o';
}

bool
kho_parts_ends(kho_sv text, char c)
{
    while (text.n > 0 && (text.p[text.n - 1] == ' ' || text.p[text.n - 1] == '*'))
        text.n--;
    return text.n > 0 && text.p[text.n - 1] == c;
}

bool
kho_parts_open(kho_sv text)
{
    return !kho_parts_ends(text, '.') && !kho_parts_ends(text, ';') && !kho_parts_ends(text, '!');
}

int32_t
kho_parts_item(const struct kho_paras *ps, int32_t i)
{
    while (i >= 0 && (ps->p[i].label.n == 0 || kho_parts_bullet(ps->p[i].label)))
        i = ps->p[i].parent < i ? ps->p[i].parent : -1;
    return i;
}

struct kho_span
kho_parts_span(const struct kho_paras *ps, const struct kho_para *q, size_t at, size_t n)
{
    struct kho_span s[8] = {{0, 0}};
    size_t got;

    if (n == 0)
        return s[0];
    got = kho_para_spans(ps, q, at, n, s, 8);
    if (got > 8)
        got = 8;
    for (size_t i = 1; i < got; i++)
        if (s[i].offset >= s[0].offset)
            s[0].length = s[i].offset + s[i].length - s[0].offset;
    return s[0];
}

static enum kho_attr
attr_from(const struct kho_parts *p, size_t from, size_t *value)
{
    const struct kho_toks *k = &p->k;
    size_t len, i = from;
    const unsigned kind = kho_lex_match(p->attrs, k, from, &len);

    if (kind == 0)
        return KHO_ATTR_NONE;
    for (i += len; i < k->n && i < from + ATTR_WORDS && (k->t[i].gap & KHO_GAP_COLON) == 0; i++)
        if ((k->t[i].gap & ~(KHO_GAP_BLANK | KHO_GAP_COMMA | KHO_GAP_SLASH | KHO_GAP_OPEN |
                             KHO_GAP_CLOSE)) != 0 ||
            i >= from + len + (kind == KHO_ATTR_DUE || kind == KHO_ATTR_OTHER ? 6 : 3))
            return KHO_ATTR_NONE;
    if ((k->t[i].gap & KHO_GAP_COLON) == 0)
        return KHO_ATTR_NONE;
    *value = i;
    return (enum kho_attr)kind;
}

enum kho_attr
kho_attr_at(const struct kho_parts *p, size_t *value)
{
    return attr_from(p, 0, value);
}

enum kho_attr
kho_attr_next(const struct kho_parts *p, size_t i, size_t *at, size_t *value)
{
    const struct kho_toks *k = &p->k;

    for (; i < k->n; i++)
        if ((k->t[i].gap & (KHO_GAP_CLAUSE | KHO_GAP_OPEN)) != 0 ||
            ((k->t[i].gap & (KHO_GAP_COMMA | KHO_GAP_DASH)) != 0 &&
             (k->t[i].flags & KHO_TOK_UPPER) != 0)) {
            const enum kho_attr attr = attr_from(p, i, value);

            *at = i;
            if (attr != KHO_ATTR_NONE)
                return attr;
        }
    *at = k->n;
    return KHO_ATTR_NONE;
}

/* Weight of a kind when several stand in one heading. */
static enum kho_part_kind
stronger(enum kho_part_kind a, enum kho_part_kind b)
{
    return a > b ? a : b;
}

/* Kind a heading gives to what stands under it; UNKNOWN when it says nothing. */
static enum kho_part_kind
kind_of(const struct kho_lex *x, const struct kho_toks *k, bool caps)
{
    enum kho_part_kind best = KHO_PART_UNKNOWN;
    bool begun = false;

    for (size_t i = 0, len; i < k->n; i += len) {
        enum kho_part_kind kind = (enum kho_part_kind)kho_lex_match(x, k, i, &len);

        if (kind == KHO_PART_UNKNOWN) {
            len = 1;
            if (!caps)
                return best;
            begun = true;
            continue;
        }
        if (kind == KHO_PART_SKIP)
            continue;
        if (kind == KHO_PART_PAST) {
            if (!begun)
                return KHO_PART_NONE;
            continue;
        }
        if (kind == KHO_PART_BEGIN) {
            if (begun)
                continue;
            kind = KHO_PART_TASK;
        }
        best = stronger(best, kind);
        if (!caps)
            return best;
        begun = true;
    }
    return best;
}

static const struct kho_lex *
section_words(void)
{
    static struct kho_lex x;

    for (size_t i = 0, n = x.n > 0 ? 0 : kho_task_sections_n; i < n; i++)
        kho_lex_add(&x, kho_task_sections[i].phrase,
                    kho_kind_of(part_names, sizeof part_names / sizeof *part_names,
                                kho_task_sections[i].kind));
    return &x;
}

static const struct kho_lex *
attr_words(void)
{
    static struct kho_lex x;

    for (size_t i = 0, n = x.n > 0 ? 0 : kho_task_attrs_n; i < n; i++)
        kho_lex_add(&x, kho_task_attrs[i].phrase,
                    kho_kind_of(attr_names, sizeof attr_names / sizeof *attr_names,
                                kho_task_attrs[i].kind));
    return &x;
}

static void
sections(struct kho_parts *p)
{
    const struct kho_paras *ps = p->ps;
    const struct kho_lex *x = section_words();

    for (size_t i = 0; i < ps->n; i++) {
        const struct kho_para *q = &ps->p[i];
        enum kho_part_kind kind = KHO_PART_UNKNOWN;

        if (q->parent >= 0 && (size_t)q->parent < i) {
            kind = (enum kho_part_kind)p->section[q->parent];
            p->has_under[q->parent] = 1;
            if (q->label.n > 0)
                p->has_items[q->parent] = 1;
        }
        /* A heading, or an item that may turn out to be one: "1. Mục tiêu:". */
        if ((q->flags & KHO_PARA_CELL) == 0 &&
            ((q->flags & KHO_PARA_HEADING) != 0 ||
             (q->label.n > 0 && q->text.n < 200 && kho_parts_open(q->text)))) {
            enum kho_part_kind own;
            bool caps;

            kho_toks_read(&p->k, q->text);
            caps = (q->flags & KHO_PARA_CAPS) != 0 || kho_text_is_caps(q->text);
            if ((q->flags & KHO_PARA_HEADING) == 0 &&
                (p->k.n > SHORT_HEADING || kind == KHO_PART_NONE)) {
                p->section[i] = (uint8_t)kind;
                continue;
            }
            own = kind_of(x, &p->k, caps && p->k.n <= 40);
            if (own == KHO_PART_UNKNOWN && !caps && q->level == 1 && p->k.n <= SHORT_HEADING)
                own = kind_of(x, &p->k, true);
            if (own != KHO_PART_UNKNOWN) {
                kind = own;
                p->says[i] = 1;
            }
        }
        p->section[i] = (uint8_t)kind;
    }
}

void
kho_parts_make(struct kho_arena *arena, const struct kho_paras *ps, struct kho_parts *out)
{
    *out = (struct kho_parts){.ps = ps, .attrs = attr_words()};
    kho_toks_init(arena, ps, &out->k);
    out->section = KHO_NEW_N(arena, ps->n + 1, uint8_t);
    out->says = KHO_NEW_N(arena, ps->n + 1, uint8_t);
    out->column = KHO_NEW_N(arena, ps->n + 1, uint8_t);
    out->has_items = KHO_NEW_N(arena, ps->n + 1, uint8_t);
    out->has_under = KHO_NEW_N(arena, ps->n + 1, uint8_t);
    sections(out);
    kho_parts_columns(out);
}
