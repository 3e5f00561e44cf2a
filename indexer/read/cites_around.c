#include "cites.h"
#include "vchar.h"

#include <stdio.h>

enum {
    CUE_WORDS = 12,      /* looked at in front of a mention */
    SENTENCE_BYTES = 800 /* to each side */
};

/* Between two mentions: only these marks, "và" and the plural of a list? */
static bool
only_between(const struct cite_text *t, size_t from, size_t to, const char *breaks)
{
    size_t i = cite_tok_at(t, from), stop = cite_tok_at(t, to);

    for (size_t k = from; k < to; k++)
        if (strchr(breaks, t->text.p[k]) != NULL)
            return false;
    while (i < stop && (cite_is(t, i, "va") || cite_is(t, i, "so") || cite_is(t, i, "den") ||
                        cite_is(t, i, "cac") || cite_is(t, i, "cung")))
        i++;
    return i >= stop;
}

static bool
only_list(const struct cite_text *t, size_t from, size_t to)
{
    return only_between(t, from, to, ".;:!?");
}

/* "từ Nghị quyết số 35 đến 41/NQ-HĐND": both ends of one series, not too many in between. */
static bool
is_range(struct cite_ctx *x, const struct cite *a, const struct cite *b, int *first, int *last)
{
    const struct cite_text *t = &x->text;
    size_t i = cite_tok_at(t, a->from);

    if (i == 0 || !cite_is(t, cite_tok_at(t, a->end), "den") || b->from - a->end > 16 ||
        !b->has_symbol || !kho_sv_eq(a->c.type, b->c.type) ||
        (a->has_symbol && (a->symbol.n_codes != b->symbol.n_codes || a->symbol.n_codes == 0 ||
                           !kho_sv_eq(a->symbol.codes[0], b->symbol.codes[0]))))
        return false;
    if (!cite_is(t, i - 1, "tu") && !(i > 1 && cite_is(t, i - 2, "tu")))
        return false;
    *first = kho_ordinal(a->c.number);
    *last = kho_ordinal(b->c.number);
    return *first > 0 && *last > *first && *last - *first <= CITE_CARRY_MAX;
}

/* The documents between the ends of a range are cited too. */
static void
expand(struct cite_ctx *x, size_t k)
{
    struct cite a = x->v[k - 1], b = x->v[k];
    int first, last;

    if (!is_range(x, &a, &b, &first, &last))
        return;
    if (x->v[k - 1].date.year == 0)
        x->v[k - 1].date = b.date;
    if (!a.has_symbol) {
        x->v[k - 1].symbol = b.symbol;
        x->v[k - 1].symbol.number = a.c.number;
        x->v[k - 1].has_symbol = true;
    }
    for (int number = first + 1; number < last && kho_arena_room(x->arena) > 65536; number++) {
        struct cite *c = cite_add(x, a.from, b.to);
        kho_sv mention;
        char digits[16];
        int n = snprintf(digits, sizeof digits, "%d", number);

        if (c == NULL)
            return;
        mention = c->c.mention;
        *c = b;
        c->from = a.from;
        c->c.mention = mention;
        c->c.number = kho_arena_dup(x->arena, (kho_sv){digits, (size_t)n});
        c->symbol.number = c->c.number;
        c->c.symbol = (kho_sv){NULL, 0}; /* not printed */
        c->c.kind = KHO_CITE_NUMBER_ONLY;
    }
}

/* What stands behind the last of a row is said for the earlier ones that say nothing. */
static void
distribute(struct cite_ctx *x, size_t first)
{
    for (size_t k = x->n; k-- > first + 1;) {
        struct cite *a = &x->v[k - 1], *b = &x->v[k];
        /* a number without a type word of its own goes on with the row behind a semicolon too */
        const char *marks = b->listed ? ".:!?" : ".;:!?";

        if (a->c.kind > KHO_CITE_NUMBER_ONLY || b->c.kind > KHO_CITE_NUMBER_ONLY ||
            a->tail.issuer.n > 0 || !only_between(&x->text, a->end, b->from, marks))
            continue;
        /* "217, 218-QĐ/TW ngày ...": one phrase; two full mentions have their own dates */
        if (b->listed && a->date.year == 0)
            a->date = b->date;
        if (b->tail.issuer.n == 0 ||
            (a->has_symbol && b->has_symbol && a->symbol.n_codes > 0 && b->symbol.n_codes > 0 &&
             !kho_sv_eq(a->symbol.codes[0], b->symbol.codes[0])))
            continue;
        a->tail.issuer = b->tail.issuer;
        memcpy(a->tail.codes, b->tail.codes, sizeof a->tail.codes);
        a->tail.n_codes = b->tail.n_codes;
        a->tail.level = b->tail.level;
        a->tail.name = b->tail.name;
        a->tail.topic = b->tail.topic;
        if (a->tail.term == 0)
            a->tail.term = b->tail.term;
        if (a->date.year == 0 && b->listed)
            a->date = b->tail.date;
    }
}

static enum kho_relation
cue_at(const struct cite_text *t, size_t i, size_t *words)
{
    static const struct {
        const char *kind;
        enum kho_relation relation;
    } kinds[] = {{"attached", KHO_REL_ATTACHED}, {"replaces", KHO_REL_REPLACES},
                 {"amends", KHO_REL_AMENDS},     {"repeals", KHO_REL_REPEALS},
                 {"basis", KHO_REL_BASIS},       {"implements", KHO_REL_IMPLEMENTS}};

    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
        if ((*words = cite_cue(t, i, kinds[k].kind)) > 0)
            return kinds[k].relation;
    return KHO_REL_CITES;
}

/* "được thay thế bởi Quyết định số", "sửa đổi, bổ sung tại Nghị định số": what stands behind did
 * it. */
static bool
is_agent(const struct cite_text *t, size_t from, size_t to)
{
    for (size_t k = from; k < to; k++)
        if (cite_is(t, k, "boi") || cite_is(t, k, "tai") ||
            kho_vchar_word(t->text, t->t[k].at, "bằng") > 0)
            return true;
    return false;
}

/* The nearest cue in front of word i, not further than word stop or the last ';' or '.'. */
static enum kho_relation
relation_before(const struct cite_text *t, size_t i, size_t stop)
{
    enum kho_relation found = KHO_REL_CITES, r;
    size_t at = i, words;

    for (size_t k = i; k-- > stop && i - k <= CUE_WORDS && !cite_breaks(t, k);) {
        r = cue_at(t, k, &words);
        if (r == KHO_REL_CITES)
            continue;
        if ((r == KHO_REL_REPLACES || r == KHO_REL_AMENDS || r == KHO_REL_REPEALS) &&
            is_agent(t, k + words, i))
            return found;
        /* "theo" is part of "ban hành kèm theo": the longer cue counts */
        if (found == KHO_REL_CITES || k + words > at)
            found = r;
        else if (at - k > 3)
            break;
        if (at == i || k + words > at)
            at = k;
    }
    return found;
}

/* "Căn cứ", "thực hiện" right in front of word i: the first of these words. */
static size_t
back_over_cues(const struct cite_text *t, size_t i)
{
    bool moved = true;

    while (moved && i > 0) {
        moved = false;
        for (size_t len = 3; len > 0 && !moved; len--)
            if (i >= len && (cite_cue(t, i - len, "basis") == len ||
                             cite_cue(t, i - len, "implements") == len ||
                             cite_cue(t, i - len, "plural") == len)) {
                i -= len;
                moved = true;
            }
    }
    return i;
}

/* "... ban hành Kế hoạch thực hiện X như sau": the plan speaks of its own subject. */
static bool
in_own_title(const struct cite_text *t, size_t i)
{
    for (size_t k = i, left = 40; k-- > 0 && left > 0; left--) {
        if (cite_breaks(t, k) && k + 1 < i)
            return false;
        if ((cite_is(t, k, "ban hanh") || cite_is(t, k, "xay dung")) &&
            (cite_is(t, k + 2, "ke hoach")))
            return true;
    }
    return false;
}

/* Does a sentence or an item end behind word i?  A closing parenthesis ends neither. */
static bool
item_ends(const struct cite_text *t, size_t i)
{
    size_t end = cite_tok_end(t, i), next = i + 1 < t->n ? t->t[i + 1].at : t->text.n;

    for (size_t b = end; b < next; b++)
        if (strchr(".;:!?", t->text.p[b]) != NULL)
            return true;
    return false;
}

static bool
is_nested(struct cite_ctx *x, size_t first, size_t k)
{
    const struct cite_text *t = &x->text;
    const struct cite *c = &x->v[k], *prev;
    size_t i = cite_tok_at(t, c->from), gap;

    if (k == first)
        return in_own_title(t, i);
    prev = &x->v[k - 1];
    if (c->from < prev->to || (prev->c.kind == KHO_CITE_UNNUMBERED && c->from < prev->end))
        return true;
    for (size_t b = prev->to; b < c->from; b++)
        if (t->text.p[b] == ';')
            return in_own_title(t, i);
    if (only_list(t, prev->end > c->from ? prev->to : prev->end, c->from))
        return prev->nested;
    if (c->from < prev->end) /* inside the name of the other's issuer */
        return true;
    i = back_over_cues(t, i);
    if (i == 0)
        return false;
    if (cite_is(t, i - 1, "va") || item_ends(t, i - 1))
        return in_own_title(t, i);
    gap = cite_tok_end(t, i - 1);
    return memchr(t->text.p + gap, ',', t->t[i].at - gap) == NULL || in_own_title(t, i);
}

/* A full stop that ends a sentence: not the one of "TP. Lai Châu". */
static bool
stops(kho_sv text, size_t at)
{
    size_t n, letters = 0, back = at;

    if (text.p[at] == ';')
        return true;
    if ((text.p[at] != '.' && text.p[at] != '?' && text.p[at] != '!') ||
        (at + 1 < text.n && text.p[at + 1] != ' '))
        return false;
    while (letters < 3 && kho_vchar_is_upper(kho_vchar_before(text, back, &n))) {
        back -= n;
        letters++;
    }
    return letters == 0 || letters > 2 || kho_vchar_is_letter(kho_vchar_before(text, back, &n));
}

static struct kho_span
sentence(struct cite_ctx *x, const struct cite *c)
{
    const struct kho_para *p = &x->ps->p[x->para];
    size_t from = c->from, to = c->to, got;
    struct kho_span spans[8];

    while (from > 0 && c->from - from < SENTENCE_BYTES && !stops(p->text, from - 1))
        from--;
    while (to < p->text.n && to - c->to < SENTENCE_BYTES && !stops(p->text, to))
        to++;
    while (from < c->from &&
           (p->text.p[from] == ' ' || ((unsigned char)p->text.p[from] & 0xc0) == 0x80))
        from++;
    while (to > c->to && to < p->text.n && ((unsigned char)p->text.p[to] & 0xc0) == 0x80)
        to--;
    got = kho_para_spans(x->ps, p, from, to - from, spans, sizeof spans / sizeof spans[0]);
    if (got > sizeof spans / sizeof spans[0])
        got = sizeof spans / sizeof spans[0];
    for (size_t i = 0; i < got; i++) /* a page break cuts it: the part with the mention */
        if (c->c.n_parts > 0 && spans[i].offset <= c->c.parts[0].offset &&
            c->c.parts[0].offset < spans[i].offset + spans[i].length)
            return spans[i];
    return got > 0 ? spans[0] : (struct kho_span){0, 0};
}

void
cite_around(struct cite_ctx *x, size_t first)
{
    const struct kho_para *p = &x->ps->p[x->para];
    struct kho_span spans[8];
    size_t n;

    distribute(x, first);
    n = x->n;
    for (size_t k = first + 1; k < n; k++)
        expand(x, k);
    for (size_t k = first; k < x->n; k++) {
        struct cite *c = &x->v[k];
        size_t i = cite_tok_at(&x->text, c->from);
        size_t stop = k > first ? cite_tok_at(&x->text, x->v[k - 1].to) : 0;

        n = kho_para_spans(x->ps, p, c->from, c->to - c->from, spans,
                           sizeof spans / sizeof spans[0]);
        if (n > sizeof spans / sizeof spans[0])
            n = sizeof spans / sizeof spans[0];
        c->c.parts = KHO_NEW_N(x->arena, n > 0 ? n : 1, struct kho_span);
        memcpy(c->c.parts, spans, n * sizeof spans[0]);
        c->c.n_parts = n > 0 ? n : 1;
        c->c.zone = p->zone;
        c->nested = is_nested(x, first, k);
        c->c.legal_basis = p->zone == KHO_ZONE_PREAMBLE && !c->nested;
        c->c.relation = relation_before(&x->text, i, stop);
        if (c->c.relation == KHO_REL_CITES && k > first && !c->nested &&
            (p->zone == KHO_ZONE_PREAMBLE ||
             only_list(&x->text, x->v[k - 1].end > c->from ? x->v[k - 1].to : x->v[k - 1].end,
                       c->from)))
            c->c.relation = x->v[k - 1].c.relation;
        if (c->c.relation == KHO_REL_CITES && c->c.legal_basis)
            c->c.relation = KHO_REL_BASIS;
        if ((c->c.relation == KHO_REL_CITES || c->c.relation == KHO_REL_BASIS) &&
            cite_cue(&x->text, cite_tok_at(&x->text, c->end), "ended") > 0)
            c->c.relation = KHO_REL_REPEALS;
        c->c.sentence = sentence(x, c);
    }
}
