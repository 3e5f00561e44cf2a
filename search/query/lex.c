/* lex.c - see parse.h. */
#include "parse.h"

#include "vchar.h"

enum { SENTENCE = 5 /* words in a row that make a sentence */ };

/* -- characters ------------------------------------------------------------------ */

/* Bytes of a quotation mark at s.p[at]; 0: none. */
static size_t
quote(kho_sv s, size_t at)
{
    size_t n;
    const uint32_t c = kho_vchar(s, at, &n);

    return c == '"' || c == 0xab || c == 0xbb || (c >= 0x201c && c <= 0x201f) ? n : 0;
}

static bool
ends_word(kho_sv s, size_t at)
{
    size_t n;
    const uint32_t c = kho_vchar(s, at, &n);

    return n == 0 || kho_vchar_is_blank(c) || c == '(' || c == ')' || quote(s, at) != 0;
}

static bool
continues_word(kho_sv s, size_t at)
{
    size_t n;
    const uint32_t c = kho_vchar(s, at, &n);

    return kho_vchar_is_letter(c) || kho_vchar_is_digit(c) || c == '*';
}

static bool
has_words(kho_sv s)
{
    struct kho_word w;
    size_t at = 0;

    return kho_word_next(s, &at, &w);
}

/* -- fields ------------------------------------------------------------------------ */

bool
kho_query_field(struct kho_arena *arena, kho_sv name, enum kho_fields_id *out)
{
    const kho_sv slug = kho_slug(arena, name);

    for (size_t i = 0; slug.n != 0 && i < kho_fields_n; i++) {
        if (strcmp(kho_fields[i].name, "-") == 0)
            continue;
        if (kho_sv_eq(slug, kho_sv_from(kho_fields[i].name)) ||
            kho_sv_eq(slug, kho_sv_from(kho_fields[i].alias))) {
            *out = (enum kho_fields_id)i;
            return true;
        }
    }
    return false;
}

/* "name:" at text[at] with a value behind it: bytes up to the value; 0: no field. */
static size_t
field_name(struct kho_arena *arena, kho_sv text, size_t at, enum kho_fields_id *field)
{
    size_t end = at, n;

    while (end < text.n && text.p[end] != ':' && !ends_word(text, end) && end - at < 40)
        end += (kho_vchar(text, end, &n), n);
    if (end >= text.n || text.p[end] != ':' || end == at ||
        !kho_query_field(arena, (kho_sv){text.p + at, end - at}, field))
        return 0;
    end = kho_vchar_skip_blanks(text, end + 1, 4);
    if (end >= text.n || text.p[end] == '(' || text.p[end] == ')')
        return 0;
    return end - at;
}

/* Bytes of "name" in "name:value", where the name is of letters and so looks like that of a field;
 * 0: it does not.  "https://..." is an address. */
static size_t
looks_like_field(kho_sv word)
{
    size_t end = 0, n, letters = 0;

    for (; end < word.n && word.p[end] != ':'; end += n, letters++) {
        const uint32_t c = kho_vchar(word, end, &n);

        if (!kho_vchar_is_letter(c) && c != '-')
            return 0;
    }
    return letters > 1 && end + 1 < word.n && word.p[end + 1] != '/' ? end : 0;
}

/* -- operators ----------------------------------------------------------------------- */

static const struct {
    const char *word;
    enum kho_token_kind kind;
    bool vietnamese;
} operators[] = {
    {"AND", KHO_TOKEN_AND, false},     {"OR", KHO_TOKEN_OR, false},
    {"NOT", KHO_TOKEN_NOT, false},     {"V\u00c0", KHO_TOKEN_AND, true},
    {"HO\u1eb6C", KHO_TOKEN_OR, true}, {"KH\u00d4NG", KHO_TOKEN_NOT, true},
};

/* A title pasted in capitals ("KẾ HOẠCH ... VÀ ...") has no operators of Vietnamese: some word with
 * marks, and no lower-case letter anywhere. */
static bool
is_pasted_capitals(kho_sv text)
{
    bool marked = false;

    for (size_t at = 0, n; at < text.n; at += n) {
        const uint32_t c = kho_vchar(text, at, &n);

        if (kho_vchar_is_lower(c))
            return false;
        if (c >= 0xc0 && c != 0x110 && kho_vchar_is_upper(c)) {
            size_t start = at, end = at;
            kho_sv w;
            bool is_operator = false;

            while (start > 0 && !kho_vchar_is_blank((unsigned char)text.p[start - 1]))
                start--;
            while (!ends_word(text, end))
                end += (kho_vchar(text, end, &n), n);
            w = (kho_sv){text.p + start, end - start};
            for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++)
                if (kho_sv_eq(w, kho_sv_from(operators[i].word)))
                    is_operator = true;
            marked = marked || !is_operator;
            n = end - at;
        }
    }
    return marked;
}

static void
take_operator(struct kho_token *t, bool capitals)
{
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++)
        if (kho_sv_eq(t->text, kho_sv_from(operators[i].word)) &&
            !(operators[i].vietnamese && capitals)) {
            t->kind = operators[i].kind;
            t->vietnamese = operators[i].vietnamese;
        }
}

/* -- tokens --------------------------------------------------------------------------- */

struct lexer {
    struct kho_arena *arena;
    kho_sv text;
    size_t at;
    bool capitals;
};

/* From behind the opening quotation mark at at to the closing one or the end. */
static kho_sv
quoted(struct lexer *x)
{
    size_t start, n;
    kho_sv out;

    x->at += quote(x->text, x->at);
    start = x->at;
    while (x->at < x->text.n && quote(x->text, x->at) == 0)
        x->at += (kho_vchar(x->text, x->at, &n), n);
    out = (kho_sv){x->text.p + start, x->at - start};
    x->at += quote(x->text, x->at);
    return out;
}

/* The number of a document in the text, if its written form is one that is read the same again. */
static size_t
symbol_at(struct lexer *x, kho_sv *term, kho_sv *written)
{
    struct kho_symbol s, again;
    size_t n;

    if (!kho_vchar_is_digit((unsigned char)x->text.p[x->at]))
        return 0;
    n = kho_symbol_scan(x->arena, x->text, x->at, &s);
    if (n == 0 || continues_word(x->text, x->at + n))
        return 0;
    *term = kho_symbol_term(x->arena, &s);
    *written = s.text;
    if (kho_symbol_scan(x->arena, *term, 0, &again) != term->n ||
        !kho_sv_eq(kho_symbol_term(x->arena, &again), *term))
        return 0;
    return n;
}

/* "-loai:BC" and -"dân vận" leave out, as in other search boxes.  A hyphen before a word does not:
 * pasted titles and numbers have them ("số 12 -KH/TU"). */
static bool
leaves_out(struct lexer *x)
{
    const kho_sv s = x->text;
    enum kho_fields_id field;

    return s.p[x->at] == '-' && x->at + 1 < s.n &&
           (x->at == 0 || s.p[x->at - 1] == '(' ||
            kho_vchar_skip_blanks(s, x->at - 1, s.n) == x->at) &&
           (quote(s, x->at + 1) != 0 || field_name(x->arena, s, x->at + 1, &field) != 0);
}

static bool
next(struct lexer *x, struct kho_token *t)
{
    const kho_sv s = x->text;
    size_t n, start;

    *t = (struct kho_token){.kind = KHO_TOKEN_END};
    x->at = kho_vchar_skip_blanks(s, x->at, s.n);
    if (x->at >= s.n)
        return false;
    if (s.p[x->at] == '(' || s.p[x->at] == ')') {
        t->kind = s.p[x->at++] == '(' ? KHO_TOKEN_OPEN : KHO_TOKEN_CLOSE;
        return true;
    }
    if (leaves_out(x)) {
        t->kind = KHO_TOKEN_NOT;
        t->text = (kho_sv){s.p + x->at++, 1};
        return true;
    }
    if (quote(s, x->at) != 0) {
        t->kind = KHO_TOKEN_QUOTED;
        t->text = quoted(x);
        return true;
    }
    if ((n = field_name(x->arena, s, x->at, &t->field)) != 0) {
        t->kind = KHO_TOKEN_FIELD;
        t->name = (kho_sv){s.p + x->at, n};
        while (t->name.n > 0 && t->name.p[t->name.n - 1] != ':')
            t->name.n--;
        t->name.n -= t->name.n > 0;
        x->at += n;
        t->quoted = quote(s, x->at) != 0;
        if (t->quoted) {
            t->text = quoted(x);
            return true;
        }
    } else if ((n = symbol_at(x, &t->text, &t->name)) != 0) {
        t->kind = KHO_TOKEN_SYMBOL;
        x->at += n;
        return true;
    } else {
        t->kind = KHO_TOKEN_WORDS;
    }
    for (start = x->at; !ends_word(s, x->at);)
        x->at += (kho_vchar(s, x->at, &n), n);
    t->text = (kho_sv){s.p + start, x->at - start};
    if (t->kind == KHO_TOKEN_WORDS) {
        take_operator(t, x->capitals);
        t->name = (kho_sv){t->text.p, looks_like_field(t->text)};
    }
    return true;
}

/* -- making sense of parentheses and operators ------------------------------------------ */

static bool
is_operand(enum kho_token_kind k)
{
    return k == KHO_TOKEN_WORDS || k == KHO_TOKEN_QUOTED || k == KHO_TOKEN_FIELD ||
           k == KHO_TOKEN_SYMBOL;
}

/* "(33/CT-TTg)": as print.c writes the number of a document between other things. */
static bool
is_number_alone(const struct kho_token *t, size_t n)
{
    return n >= 3 && t[0].kind == KHO_TOKEN_OPEN && t[1].kind == KHO_TOKEN_SYMBOL &&
           t[2].kind == KHO_TOKEN_CLOSE;
}

/* Drop parentheses that lack a partner, hold nothing or lie too deep.  Those of a number do not
 * count as depth, so that a printed query is read as it was. */
static size_t
match_parentheses(struct kho_arena *arena, struct kho_token *t, size_t n, bool *cut)
{
    size_t open[KHO_Q_DEPTH], depth = 0, too_deep = 0, out = 0;
    bool *drop = KHO_NEW_N(arena, n + 1, bool);

    for (size_t i = 0; i < n; i++) {
        if (is_number_alone(t + i, n - i)) {
            i += 2;
        } else if (t[i].kind == KHO_TOKEN_OPEN && depth == KHO_Q_DEPTH) {
            drop[i] = *cut = true;
            too_deep++;
        } else if (t[i].kind == KHO_TOKEN_OPEN) {
            open[depth++] = i;
        } else if (t[i].kind == KHO_TOKEN_CLOSE && too_deep > 0) {
            drop[i] = true;
            too_deep--;
        } else if (t[i].kind == KHO_TOKEN_CLOSE && depth == 0) {
            drop[i] = true;
        } else if (t[i].kind == KHO_TOKEN_CLOSE) {
            bool empty = true;

            for (size_t k = open[--depth] + 1; k < i && empty; k++)
                empty = drop[k];
            drop[open[depth]] = drop[i] = empty;
        }
    }
    while (depth > 0)
        drop[open[--depth]] = true;
    for (size_t i = 0; i < n; i++)
        if (!drop[i])
            t[out++] = t[i];
    return out;
}

/* In a whole sentence a word in capitals is stressed, not an operator: "Người giám hộ của người
 * chưa thành niên KHÔNG có quyền nào?" */
static void
settle_sentences(struct kho_token *t, size_t n, bool question)
{
    size_t run = 0, from = 0;

    for (size_t i = 0; question && i < n; i++)
        if (t[i].vietnamese)
            t[i].kind = KHO_TOKEN_WORDS;
    for (size_t i = 0; i <= n; i++) {
        if (i < n && t[i].kind == KHO_TOKEN_WORDS) {
            run++;
            continue;
        }
        if (run > SENTENCE) {
            if (from > 0 && t[from - 1].vietnamese)
                t[from - 1].kind = KHO_TOKEN_WORDS;
            if (i < n && t[i].vietnamese)
                t[i].kind = KHO_TOKEN_WORDS;
        }
        if (i < n && t[i].kind == KHO_TOKEN_WORDS)
            continue; /* the sentence goes on */
        run = 0;
        from = i + 1;
    }
}

static void
settle_operators(struct kho_token *t, size_t n)
{
    for (size_t i = n; i-- > 0;) {
        const enum kho_token_kind next_kind = i + 1 < n ? t[i + 1].kind : KHO_TOKEN_END;

        if ((t[i].kind == KHO_TOKEN_AND || t[i].kind == KHO_TOKEN_OR ||
             t[i].kind == KHO_TOKEN_NOT) &&
            !is_operand(next_kind) && next_kind != KHO_TOKEN_OPEN && next_kind != KHO_TOKEN_NOT)
            t[i].kind = KHO_TOKEN_WORDS;
    }
    for (size_t i = 0; i < n; i++) {
        const enum kho_token_kind last = i > 0 ? t[i - 1].kind : KHO_TOKEN_END;

        if ((t[i].kind == KHO_TOKEN_AND || t[i].kind == KHO_TOKEN_OR) && !is_operand(last) &&
            last != KHO_TOKEN_CLOSE)
            t[i].kind = KHO_TOKEN_WORDS;
    }
}

struct kho_token *
kho_query_lex(struct kho_arena *arena, kho_sv text, bool *cut)
{
    struct lexer x = {arena, text, 0, is_pasted_capitals(text)};
    const size_t max = KHO_Q_WORDS + KHO_Q_ITEMS + 4 * KHO_Q_DEPTH;
    struct kho_token *t = KHO_NEW_N(arena, max + 1, struct kho_token), one;
    size_t n = 0;

    while (next(&x, &one)) {
        if ((one.kind == KHO_TOKEN_WORDS || one.kind == KHO_TOKEN_QUOTED) && !has_words(one.text))
            continue; /* punctuation */
        if (one.kind == KHO_TOKEN_FIELD && !has_words(one.text))
            continue;
        if (n == max) {
            *cut = true;
            break;
        }
        t[n++] = one;
    }
    n = match_parentheses(arena, t, n, cut);
    settle_sentences(t, n, text.n > 0 && text.p[text.n - 1] == '?');
    settle_operators(t, n);
    t[n] = (struct kho_token){.kind = KHO_TOKEN_END};
    return t;
}
