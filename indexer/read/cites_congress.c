#include "cites.h"
#include "fold.h"

#include <stdio.h>

enum {
    CONGRESS_WORDS = 22, /* from "Nghị quyết" to the ordinal */
    PLACE_WORDS = 5
};

/* "lần thứ XIII", "lần thứ mười ba", "khóa XX": the words it takes. */
static size_t
ordinal(const struct cite_text *t, size_t i, int *value)
{
    size_t skip = cite_is(t, i, "lan thu") ? 2 : cite_is(t, i, "khoa") ? 1 : 0;

    if (skip == 0 || i + skip >= t->n)
        return 0;
    for (size_t len = 3; len > 0; len--) {
        size_t last = i + skip + len - 1;

        if (last >= t->n || (len > 1 && cite_breaks(t, last - 1)))
            continue;
        *value = kho_ordinal(cite_slice(t, t->t[i + skip].at, cite_tok_end(t, last)));
        if (*value > 0 && *value < 100)
            return skip + len;
    }
    return 0;
}

/* ", nhiệm kỳ 2020-2025" behind word i - 1: byte behind it, or at. */
static size_t
term_of_office(const struct cite_text *t, size_t at)
{
    size_t i = cite_tok_at(t, at);

    if (!cite_is(t, i, "nhiem ky") || cite_breaks(t, i - 1) || i + 3 >= t->n ||
        (t->t[i + 2].flags & TOK_DIGIT) == 0 || t->t[i + 2].n != 4 ||
        (t->t[i + 3].flags & TOK_DIGIT) == 0 || t->t[i + 3].n != 4)
        return at;
    return cite_tok_end(t, i + 3);
}

/* Congresses that are not the Party's, or not one. */
static bool
is_other_body(const struct cite_text *t, size_t k)
{
    return cite_cue(t, k, "other") > 0;
}

/* What the words of a congress tell of it. */
struct congress {
    enum kho_level level; /* KHO_LEVEL_ANY: no unit named */
    const char *code;
    kho_sv name; /* slug of the unit */
    bool party, central;
};

/* "tỉnh Sơn La" at word k; the words it takes, 0 for no unit. */
static size_t
unit(struct cite_ctx *x, size_t k, struct congress *g)
{
    const struct cite_text *t = &x->text;
    size_t words, m = 0;
    int value;
    const enum kho_level level =
        k < t->n ? kho_level_words(t->text, t->t[k].at, &words) : KHO_LEVEL_ANY;

    if (level == KHO_LEVEL_ANY)
        return 0;
    g->level = level;
    g->code = level == KHO_LEVEL_PROVINCE  ? "TU"
              : level == KHO_LEVEL_COMMUNE ? "ĐU"
              : cite_is(t, k, "huyen")     ? "HU"
              : cite_is(t, k, "quan")      ? "QU"
                                           : "ThU";
    k += words;
    if (cite_breaks(t, k - 1) && !cite_is(t, k - 1, "tp"))
        return words;
    while (k + m < t->n && m < PLACE_WORDS && (t->t[k + m].flags & TOK_CAP) != 0 &&
           (m == 0 || !cite_breaks(t, k + m - 1)) && ordinal(t, k + m, &value) == 0 &&
           ((t->t[k + m].flags & TOK_UPPER) == 0 || cite_cue(t, k + m, "stop") == 0) &&
           kho_ordinal(cite_slice(t, t->t[k + m].at, cite_tok_end(t, k + m))) == 0)
        m++;
    if (m > 0 && kho_arena_room(x->arena) > 4096)
        g->name = kho_slug(x->arena, cite_slice(t, t->t[k].at, cite_tok_end(t, k + m - 1)));
    return words + m;
}

/* Whose congress it is, behind its ordinal: "của Đảng", "Đảng bộ tỉnh Sơn La".  Byte behind it, or
 * at. */
static size_t
whose(struct cite_ctx *x, size_t at, struct congress *g)
{
    const struct cite_text *t = &x->text;
    size_t k = cite_tok_at(t, at), words;

    if (k == 0 || k >= t->n || cite_breaks(t, k - 1))
        return at;
    k += cite_is(t, k, "cua") ? 1 : 0;
    if (cite_is(t, k, "dang bo")) {
        words = cite_breaks(t, k + 1) ? 0 : unit(x, k + 2, g);
        if (words == 0)
            return at;
        g->party = true;
        return cite_tok_end(t, k + 1 + words);
    }
    if (!cite_is(t, k, "dang") || !cite_is(t, k - 1, "cua"))
        return at;
    g->party = g->central = true;
    if (cite_is(t, k, "dang cong san viet nam"))
        k += 4;
    return cite_tok_end(t, k);
}

/* "Nghị quyết", "NQ" with "của" behind; its words, 0 for none. */
static size_t
resolution(const struct cite_text *t, size_t i)
{
    const struct kho_cite_types_row *row = NULL;
    const size_t words = cite_type_at(t, i, &row);

    if (words == 0 || strcmp(row->code, "NQ") != 0 || cite_breaks(t, i + words - 1))
        return 0;
    return words + (cite_is(t, i + words, "cua") ? 1 : 0);
}

size_t
cite_congress(struct cite_ctx *x, size_t i)
{
    const struct cite_text *t = &x->text;
    size_t k, body, to, words, n = 0, front = resolution(t, i);
    struct congress g = {.code = "TW"};
    int value = 0;
    struct cite *c;

    body = i + front;
    if (front == 0 || (!cite_is(t, body, "dai hoi") && !cite_is(t, body, "dh")))
        return i;
    for (k = body + (cite_is(t, body, "dai hoi") ? 2 : 1); k < t->n && k < i + CONGRESS_WORDS;
         k++) {
        if (t->bare[t->t[k].bare_at - 1] == '|')
            return i;
        n = ordinal(t, k, &value);
        if (n > 0)
            break;
        if (k == body + 2 &&
            (value = kho_ordinal(cite_slice(t, t->t[k].at, cite_tok_end(t, k)))) > 0 &&
            value < 100) {
            n = 1; /* "Đại hội XIII của Đảng" */
            break;
        }
        value = 0;
        if (is_other_body(t, k))
            return i;
        g.party = g.party || cite_is(t, k, "dang");
        g.central = g.central || cite_is(t, k, "toan quoc");
        words = unit(x, k, &g);
        k += words > 0 ? words - 1 : 0;
    }
    if (value == 0)
        return i;
    to = whose(x, cite_tok_end(t, k + n - 1), &g);
    if (to == cite_tok_end(t, k + n - 1) && is_other_body(t, cite_tok_at(t, to)))
        return i;
    to = term_of_office(t, to);
    if (g.level == KHO_LEVEL_ANY && !g.central && g.party && value < 6)
        return i; /* "Đại hội Đảng bộ lần thứ II": of which body is not said */
    c = cite_add(x, t->t[i].at, to);
    if (c == NULL)
        return i;
    c->c.kind = KHO_CITE_CONGRESS;
    c->c.type = KHO_SV("NQĐH");
    c->c.term = (uint8_t)value;
    c->tail.issuer = cite_slice(t, t->t[body].at, to);
    c->tail.level = g.level == KHO_LEVEL_ANY ? KHO_LEVEL_CENTRAL : g.level;
    c->tail.name = g.name;
    c->tail.codes[0] = kho_issuer_of_code(kho_sv_from(g.code));
    c->tail.n_codes = 1;
    c->tail.term = (uint8_t)value;
    c->tail.end = to;
    return cite_tok_at(t, to);
}

/* "Nghị quyết Trung ương 4 khóa XII", "Kết luận Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng
 * (khóa XI)": named by the meeting that passed it.  Without the term it could be any. */
size_t
cite_plenum(struct cite_ctx *x, size_t i)
{
    const struct cite_text *t = &x->text;
    const struct kho_cite_types_row *row = NULL;
    size_t words = cite_type_at(t, i, &row), k, body, end;
    char slug[40];
    uint8_t term = 0;
    int value = 0;
    struct cite *c;

    if (words == 0 || (strcmp(row->code, "NQ") != 0 && strcmp(row->code, "KL") != 0) ||
        cite_breaks(t, i + words - 1) || kho_arena_room(x->arena) < 8192)
        return i;
    body = k = i + words + (cite_is(t, i + words, "cua") ? 1 : 0);
    if (cite_is(t, k, "hoi nghi"))
        k += 2;
    if (k > body && cite_session(t, k) > 0) {
        value = kho_ordinal(cite_slice(t, t->t[k + 2].at, cite_tok_end(t, k + 2)));
        k += 3;
        for (size_t bytes; kho_sv_eq(kho_issuer_words(cite_bare(t, k), &bytes).code, KHO_SV("TW"));)
            k += cite_words_in(cite_bare(t, k), bytes);
    } else if (cite_is(t, k, "trung uong") || cite_is(t, k, "tw")) {
        k += cite_is(t, k, "tw") ? 1 : 2;
        k += cite_is(t, k, "lan thu") ? 2 : 0;
        if (k < t->n && !cite_breaks(t, k - 1))
            value = kho_ordinal(cite_slice(t, t->t[k].at, cite_tok_end(t, k)));
        k++;
    }
    if (value < 1 || value > 20 || k >= t->n)
        return i;
    end = cite_term(t, cite_tok_end(t, k - 1), &term);
    if (term == 0)
        return i;
    c = cite_add(x, t->t[i].at, end);
    if (c == NULL)
        return i;
    (void)snprintf(slug, sizeof slug, "hoi-nghi-trung-uong-%d", value);
    c->c.kind = KHO_CITE_UNNUMBERED;
    c->c.type = kho_sv_from(row->code);
    c->law = kho_arena_dup(x->arena, kho_sv_from(slug));
    c->tail.issuer = cite_slice(t, t->t[body].at, end);
    c->tail.codes[0] = kho_issuer_of_code(KHO_SV("TW"));
    c->tail.n_codes = 1;
    c->tail.level = KHO_LEVEL_CENTRAL;
    c->tail.term = term;
    c->tail.end = end;
    c->c.subject = cite_subject(x, end);
    return cite_tok_at(t, end);
}
