/* parse.c - see parse.h. */
#include "parse.h"

#include "key.h"
#include "ref.h"
#include "vchar.h"

struct parser {
    struct kho_arena *arena;
    const struct kho_token *t; /* the next token */
    unsigned words, items;
    bool cut;
    struct kho_query *out; /* for remarks */
};

struct list {
    struct kho_q *first, **last;
};

static void
remark(struct kho_query *out, enum kho_remark_kind kind, kho_sv field, kho_sv value)
{
    if (out->n_remarks < KHO_Q_REMARKS)
        out->remarks[out->n_remarks++] = (struct kho_remark){kind, field, value};
}

static void
append(struct list *l, struct kho_q *q)
{
    *l->last = q;
    l->last = &q->next;
}

static struct kho_q *
make(struct parser *p, enum kho_q_kind kind, enum kho_fields_id field)
{
    struct kho_q *q = KHO_NEW(p->arena, struct kho_q);

    q->kind = kind;
    q->field = field;
    return q;
}

/* The only child stands for itself; nothing is NULL. */
static struct kho_q *
of_list(struct parser *p, enum kho_q_kind kind, const struct list *l)
{
    struct kho_q *q;

    if (l->first == NULL || l->first->next == NULL)
        return l->first;
    q = make(p, kind, KHO_FIELDS_WORD);
    q->kids = l->first;
    return q;
}

/* -- words ------------------------------------------------------------------------ */

/* Words of text behind l->last; "word*" where stars is set. */
static void
add_words(struct parser *p, struct list *l, kho_sv text, bool stars)
{
    struct kho_word w;

    for (size_t at = 0; kho_word_next(text, &at, &w);) {
        struct kho_q *q;

        if (p->words == KHO_Q_WORDS) {
            p->cut = true;
            return;
        }
        p->words++;
        q = make(p, KHO_Q_WORD, KHO_FIELDS_WORD);
        q->text = kho_arena_dup(p->arena, (kho_sv){w.exact, w.exact_n});
        q->bare = kho_arena_dup(p->arena, (kho_sv){w.bare, w.bare_n});
        q->prefix = stars && at < text.n && text.p[at] == '*' && w.bare_n >= 2;
        append(l, q);
    }
}

static struct kho_q *
with_words(struct parser *p, enum kho_q_kind kind, enum kho_fields_id field, kho_sv text,
           bool stars)
{
    struct kho_q *q = make(p, kind, field);
    struct list l = {NULL, &q->kids};

    add_words(p, &l, text, stars);
    return q->kids == NULL ? NULL : q;
}

/* -- fields ------------------------------------------------------------------------- */

static bool
is_number(kho_sv s)
{
    size_t i = 0;

    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return i > 0 && i == s.n && s.n < 16;
}

/* vien-dan:"Luật Ngân sách nhà nước": every law that bears the title. */
static struct kho_q *
law(struct parser *p, const struct kho_token *t)
{
    struct kho_refspec ref;
    struct kho_q *q;

    if (!kho_ref_parse(p->arena, t->text, &ref) || ref.title.n == 0)
        return NULL;
    q = make(p, KHO_Q_LAW, t->field);
    q->text = ref.title;
    q->typed = t->text;
    return q;
}

/* so:33/CT-TTg, so:33, vien-dan:TW:NQ:25:2013; NULL when the value is none of these. */
static struct kho_q *
symbol(struct parser *p, const struct kho_token *t)
{
    struct kho_q *q = make(p, KHO_Q_SYMBOL, t->field);
    struct kho_symbol s, again;
    struct kho_key key;

    q->typed = t->text;
    if (is_number(t->text)) {
        q->text = t->text;
        while (q->text.n > 1 && q->text.p[0] == '0')
            q->text = (kho_sv){q->text.p + 1, q->text.n - 1};
        return q;
    }
    if (kho_symbol_parse(p->arena, t->text, &s)) {
        q->text = kho_symbol_term(p->arena, &s);
        if (kho_symbol_parse(p->arena, q->text, &again) &&
            kho_sv_eq(kho_symbol_term(p->arena, &again), q->text))
            return q;
    }
    if (t->field == KHO_FIELDS_CITES && kho_key_parse(t->text, &key)) {
        q->kind = KHO_Q_KEY;
        q->text = kho_key_print(p->arena, &key);
        return q;
    }
    return t->field == KHO_FIELDS_CITES ? law(p, t) : NULL;
}

static struct kho_q *
flag(struct parser *p, const struct kho_token *t)
{
    struct kho_q *q = make(p, KHO_Q_FLAG, t->field);
    bool known;

    q->text = kho_query_flag(p->arena, t->field, t->text, &known);
    return known && q->text.n != 0 ? q : NULL;
}

static struct kho_q *
dates(struct parser *p, const struct kho_token *t)
{
    struct kho_q *q = make(p, KHO_Q_DATES, t->field);

    if (!kho_query_days(p->arena, t->text, &q->from, &q->to))
        return NULL;
    if (t->field == KHO_FIELDS_YEAR) {
        q->from.n = q->from.n < 4 ? 0 : 4;
        q->to.n = q->to.n < 4 ? 0 : 4;
    }
    return q;
}

static struct kho_q *
id(struct parser *p, const struct kho_token *t)
{
    struct kho_q *q = make(p, KHO_Q_ID, t->field);

    q->text = kho_text_lower(p->arena, t->text);
    if (q->text.n > 32)
        return NULL;
    for (size_t i = 0; i < q->text.n; i++)
        if (strchr("0123456789abcdef", q->text.p[i]) == NULL || q->text.p[i] == '\0')
            return NULL;
    return q;
}

/* A field whose value does not fit it is searched as words. */
static struct kho_q *
field(struct parser *p, const struct kho_token *t)
{
    const char *kind = kho_fields[t->field].kind;
    struct kho_q *q = NULL;

    if (strcmp(kind, "symbol") == 0)
        q = symbol(p, t);
    else if (strcmp(kind, "flag") == 0)
        q = flag(p, t);
    else if (strcmp(kind, "date") == 0 || strcmp(kind, "year") == 0)
        q = dates(p, t);
    else if (strcmp(kind, "unique") == 0)
        q = id(p, t);
    else if (t->field != KHO_FIELDS_WORD)
        q = with_words(p, KHO_Q_FIELD, t->field, t->text, true);
    if (q != NULL) {
        q->quoted = t->quoted && q->kids != NULL && q->kids->next != NULL;
        return q;
    }
    if (t->field != KHO_FIELDS_WORD)
        remark(p->out, KHO_REMARK_BAD_VALUE, t->name, t->text);
    return with_words(p, t->quoted ? KHO_Q_PHRASE : KHO_Q_BAG, KHO_FIELDS_WORD, t->text,
                      !t->quoted);
}

/* -- the grammar ----------------------------------------------------------------------
 *
 *   or  = and { OR and }      and = seq { AND seq }
 *   seq = one or more of: word, "phrase", field:value, number, ( or ), NOT item
 *
 * Words of one seq are one bag, wherever they stand in it, in parentheses by themselves too.  NOT
 * takes a run of words as a whole.
 */

static struct kho_q *parse_or(struct parser *p);

static struct kho_q *
parse_group(struct parser *p)
{
    struct kho_q *q;

    p->t++;
    q = parse_or(p);
    if (p->t->kind == KHO_TOKEN_CLOSE)
        p->t++;
    return q;
}

/* Anything but words and NOT; NULL: it came to nothing (limits). */
static struct kho_q *
parse_item(struct parser *p)
{
    const struct kho_token *t = p->t;
    struct kho_q *q = NULL;

    if (t->kind == KHO_TOKEN_OPEN)
        return parse_group(p);
    p->t++;
    if (p->items++ >= KHO_Q_ITEMS) {
        p->cut = true;
        return NULL;
    }
    if (t->kind == KHO_TOKEN_QUOTED) {
        q = with_words(p, KHO_Q_PHRASE, KHO_FIELDS_WORD, t->text, false);
    } else if (t->kind == KHO_TOKEN_FIELD) {
        q = field(p, t);
    } else if (t->kind == KHO_TOKEN_SYMBOL) {
        q = with_words(p, KHO_Q_SYMBOL, KHO_FIELDS_WORD, t->text, false);
        if (q != NULL) {
            q->text = t->text;
            q->typed = t->name;
        }
    }
    return q;
}

static struct kho_q *
parse_not(struct parser *p)
{
    bool negative = false;
    struct kho_q *q, *out;

    for (; p->t->kind == KHO_TOKEN_NOT; p->t++)
        negative = !negative;
    if (p->t->kind == KHO_TOKEN_WORDS) {
        struct list l;

        q = make(p, KHO_Q_BAG, KHO_FIELDS_WORD);
        l = (struct list){NULL, &q->kids};
        for (; p->t->kind == KHO_TOKEN_WORDS; p->t++)
            add_words(p, &l, p->t->text, true);
        if (q->kids == NULL)
            return NULL;
    } else {
        q = parse_item(p);
    }
    if (q == NULL || !negative)
        return q;
    if (q->kind == KHO_Q_NOT) /* NOT (NOT a) */
        return q->kids;
    out = make(p, KHO_Q_NOT, KHO_FIELDS_WORD);
    out->kids = q;
    return out;
}

/* Beside the number of a document "số" says nothing: it belongs to the number. */
static void
drop_so(struct kho_q *bag, const struct kho_q *items)
{
    struct kho_q **at = &bag->kids;

    while (items != NULL && (items->kind != KHO_Q_SYMBOL || items->field != KHO_FIELDS_WORD))
        items = items->next;
    while (items != NULL && *at != NULL)
        if (kho_sv_eq((*at)->bare, KHO_SV("so")) && !(*at)->prefix)
            *at = (*at)->next;
        else
            at = &(*at)->next;
}

static struct kho_q *
parse_seq(struct parser *p)
{
    struct kho_q *bag = make(p, KHO_Q_BAG, KHO_FIELDS_WORD), *q = NULL;
    struct list words = {NULL, &bag->kids}, items = {NULL, &bag->next};

    for (;;) {
        switch (p->t->kind) {
        case KHO_TOKEN_WORDS:
            if (p->t->name.n != 0)
                remark(p->out, KHO_REMARK_NO_FIELD, p->t->name,
                       (kho_sv){p->t->text.p + p->t->name.n + 1, p->t->text.n - p->t->name.n - 1});
            add_words(p, &words, p->t++->text, true);
            continue;
        case KHO_TOKEN_NOT:
            q = parse_not(p);
            break;
        case KHO_TOKEN_QUOTED:
        case KHO_TOKEN_FIELD:
        case KHO_TOKEN_SYMBOL:
        case KHO_TOKEN_OPEN:
            q = parse_item(p);
            break;
        case KHO_TOKEN_CLOSE:
        case KHO_TOKEN_AND:
        case KHO_TOKEN_OR:
        case KHO_TOKEN_END:
            drop_so(bag, bag->next);
            items.first = bag->kids != NULL ? bag : bag->next;
            return of_list(p, KHO_Q_SEQ, &items);
        }
        if (q != NULL && q->kind == KHO_Q_BAG)
            for (*words.last = q->kids; *words.last != NULL;)
                words.last = &(*words.last)->next;
        else if (q != NULL)
            append(&items, q);
    }
}

static struct kho_q *
parse_and(struct parser *p)
{
    struct list l;
    struct kho_q *q;

    l.first = NULL;
    l.last = &l.first;
    for (;;) {
        q = parse_seq(p);
        if (q != NULL)
            append(&l, q);
        if (p->t->kind != KHO_TOKEN_AND)
            return of_list(p, KHO_Q_AND, &l);
        p->t++;
    }
}

static struct kho_q *
parse_or(struct parser *p)
{
    struct list l;
    struct kho_q *q;

    l.first = NULL;
    l.last = &l.first;
    for (;;) {
        q = parse_and(p);
        if (q != NULL)
            append(&l, q);
        if (p->t->kind != KHO_TOKEN_OR)
            return of_list(p, KHO_Q_OR, &l);
        p->t++;
    }
}

void
kho_query_parse(struct kho_arena *arena, kho_sv text, struct kho_query *out)
{
    struct parser p = {.arena = arena, .out = out};
    kho_sv clean;

    *out = (struct kho_query){.cut = text.n > KHO_Q_BYTES};
    if (out->cut)
        for (text.n = KHO_Q_BYTES; text.n > 0 && ((unsigned char)text.p[text.n] & 0xc0) == 0x80;)
            text.n--;
    if (kho_text_normalise(arena, text, &clean, NULL) != KHO_OK)
        clean = (kho_sv){"", 0};
    p.t = kho_query_lex(arena, clean, &p.cut);
    out->root = parse_or(&p);
    if (out->root == NULL) {
        out->root = make(&p, KHO_Q_ALL, KHO_FIELDS_WORD);
        if (kho_vchar_skip_blanks(clean, 0, clean.n) < clean.n)
            remark(out, KHO_REMARK_NOTHING, (kho_sv){NULL, 0}, clean);
    }
    out->cut = out->cut || p.cut;
}
