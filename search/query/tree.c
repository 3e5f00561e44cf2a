/* tree.c - see tree.h. */
#include "tree.h"

#include "citekey.h"
#include "key.h"
#include "law.h"

enum {
    LAW_KEYS_MAX = 8192, /* cited documents of the National Assembly that are looked at */
};

/* Above what words can weigh. */
static const double NUMBER_OWN = 200, NUMBER_CITED = 100;

/* -- phrases, fields, numbers ---------------------------------------------------------------- */

/* Words typed with marks must stand in the document with these marks. */
static struct kho_node *
phrase_node(struct kho_tree *t, const struct kho_q *q)
{
    struct kho_nodes bare = {NULL, NULL, 0}, exact = {NULL, NULL, 0}, l = {NULL, NULL, 0};

    t->weighs = true;
    for (const struct kho_q *w = q->kids; w != NULL; w = w->next) {
        kho_nodes_add(&bare, kho_tree_word(t, KHO_FIELDS_WORD, w));
        if (kho_q_has_marks(w))
            kho_nodes_add(&exact, kho_tree_exact(t->arena, w));
    }
    kho_nodes_add(&l, kho_nodes_joined(t->arena, KHO_OP_PHRASE, &bare));
    kho_nodes_add(&l, kho_nodes_joined(t->arena, KHO_OP_AND, &exact));
    return kho_nodes_joined(t->arena, KHO_OP_FILTER, &l);
}

static kho_sv
words_text(struct kho_arena *arena, const struct kho_q *q)
{
    struct kho_buf b = {.p = NULL};
    kho_sv out;

    for (const struct kho_q *w = q->kids; w != NULL; w = w->next) {
        kho_buf_sv(&b, w->text);
        kho_buf_char(&b, ' ');
    }
    out = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return out;
}

static struct kho_node *
area_node(struct kho_tree *t, struct kho_nodes *words)
{
    struct kho_node *n = kho_node_new(t->arena, KHO_OP_AREA, words->first);

    n->slot = (uint32_t)kho_fields[KHO_FIELDS_TASK].slot;
    return n;
}

/* Words of one task, in this order and as names are written; word* only as it was typed. */
static struct kho_node *
task_node(struct kho_tree *t, const struct kho_q *q, kho_sv text)
{
    struct kho_nodes typed = {NULL, NULL, 0}, any = {NULL, NULL, 0};
    kho_sv forms[KHO_TREE_FORMS];
    bool prefix = false;
    size_t n;

    t->weighs = true;
    for (const struct kho_q *w = q->kids; w != NULL; w = w->next) {
        struct kho_q bare = *w; /* places are those of bare words */

        bare.text = bare.bare;
        prefix = prefix || w->prefix;
        kho_nodes_add(&typed, kho_tree_word(t, KHO_FIELDS_WORD, &bare));
    }
    kho_nodes_add(&any, area_node(t, &typed));
    n = prefix ? 1 : kho_tree_forms(t->arena, text, forms);
    for (size_t i = 1; i < n; i++) {
        struct kho_nodes words = {NULL, NULL, 0};
        struct kho_word w;

        for (size_t at = 0; words.n < KHO_Q_WORDS && kho_word_next(forms[i], &at, &w);)
            kho_nodes_add(&words,
                          kho_node_term(t->arena, kho_term_raw(t->arena, KHO_FIELDS_WORD,
                                                               (kho_sv){w.bare, w.bare_n})));
        kho_nodes_add(&any, area_node(t, &words));
    }
    return kho_nodes_joined(t->arena, KHO_OP_OR, &any);
}

static struct kho_node *
field_node(struct kho_tree *t, const struct kho_q *q)
{
    const kho_sv text = words_text(t->arena, q);

    if (q->kids->prefix && q->kids->next == NULL && q->field != KHO_FIELDS_TASK)
        return kho_tree_word(t, q->field, q->kids);
    if (q->field != KHO_FIELDS_TASK && q->field != KHO_FIELDS_TITLE)
        return kho_tree_field(t->arena, q->field, text, q->field == KHO_FIELDS_FILENAME);
    if (q->field == KHO_FIELDS_TASK)
        return task_node(t, q, text);
    t->weighs = true;
    return kho_tree_phrase(t->arena, q->field, text, 0);
}

static struct kho_node *
symbol_node(struct kho_tree *t, const struct kho_q *q)
{
    struct kho_nodes l = {NULL, NULL, 0};

    if (q->field != KHO_FIELDS_WORD)
        return kho_node_term(t->arena, kho_term_raw(t->arena, q->field, q->text));
    t->weighs = true;
    kho_nodes_add(&l,
                  kho_node_weighted(
                      t->arena, KHO_OP_CONST, NUMBER_OWN,
                      kho_node_term(t->arena, kho_term_raw(t->arena, KHO_FIELDS_NUMBER, q->text))));
    kho_nodes_add(&l,
                  kho_node_weighted(
                      t->arena, KHO_OP_CONST, NUMBER_CITED,
                      kho_node_term(t->arena, kho_term_raw(t->arena, KHO_FIELDS_CITES, q->text))));
    kho_nodes_add(&l, kho_tree_phrase(t->arena, KHO_FIELDS_WORD, q->text, 0));
    return kho_nodes_joined(t->arena, KHO_OP_OR, &l);
}

static struct kho_node *
id_node(struct kho_tree *t, const struct kho_q *q)
{
    struct kho_node *n = kho_node_term(t->arena, kho_term_raw(t->arena, KHO_FIELDS_KEY, q->text));

    n->op = KHO_OP_PREFIX;
    n->limit = KHO_Q_EXPAND;
    return kho_node_weighted(t->arena, KHO_OP_SCALE, 0, n);
}

static void
add_law_keys(struct kho_tree *t, const char *issuer, kho_sv title, struct kho_nodes *out)
{
    const size_t skip = strlen(kho_fields[KHO_FIELDS_CITEKEY].prefix);
    const kho_sv all = kho_term_raw(t->arena, KHO_FIELDS_CITEKEY, kho_sv_from(issuer));
    struct kho_term_freq *f = KHO_NEW_N(t->arena, LAW_KEYS_MAX, struct kho_term_freq);
    struct kho_terms keys = {.term = f, .max = LAW_KEYS_MAX};

    if (t->s == NULL ||
        kho_store_terms(t->s, all, (kho_sv){NULL, 0}, t->arena, &keys, NULL) != KHO_OK)
        return;
    for (size_t i = 0; i < keys.n; i++) {
        struct kho_key key;

        if (!kho_key_parse((kho_sv){f[i].term.p + skip, f[i].term.n - skip}, &key))
            continue;
        if (key.num.n > 1 && key.num.p[0] == '~'
                ? kho_sv_eq((kho_sv){key.num.p + 1, key.num.n - 1}, title)
                : kho_law_is(title, key.num, key.year))
            kho_nodes_add(out, kho_node_term(t->arena, f[i].term));
    }
}

/* A law or an ordinance by its title: keys of the title itself and of the numbers that bear it. */
static struct kho_node *
law_node(struct kho_tree *t, const struct kho_q *q)
{
    struct kho_nodes l = {NULL, NULL, 0};

    add_law_keys(t, "QH:", q->text, &l);
    add_law_keys(t, "UBTVQH:", q->text, &l);
    return l.n == 0 ? kho_node_new(t->arena, KHO_OP_NONE, NULL)
                    : kho_nodes_joined(t->arena, KHO_OP_OR, &l);
}

/* -- the whole --------------------------------------------------------------------------------- */

static struct kho_node *build(struct kho_tree *t, const struct kho_q *q);

static struct kho_node *excluded(struct kho_tree *t, const struct kho_q *q);

/* A sentence with something quoted in it: when nothing has all of it, the quotation only ranks. */
static bool
may_drop(struct kho_tree *t, const struct kho_q *seq, const struct kho_q *kid)
{
    if (seq->kind != KHO_Q_SEQ || seq->kids->kind != KHO_Q_BAG || kid->kind != KHO_Q_PHRASE)
        return false;
    t->relaxable = t->relaxable || t->relax == 0;
    return t->relax > 0;
}

/* The words of parts that are a single word each, as of one bag; NULL: fewer than two. */
static const struct kho_q *
single_words(struct kho_arena *arena, const struct kho_q *q)
{
    struct kho_q *bag = KHO_NEW(arena, struct kho_q), **last = &bag->kids;
    size_t n = 0;

    bag->kind = KHO_Q_BAG;
    for (const struct kho_q *k = q->kids; k != NULL; k = k->next)
        if (kho_tree_is_single(k)) {
            *last = KHO_NEW(arena, struct kho_q);
            **last = *k->kids;
            last = &(*last)->next;
            n++;
        }
    return n < 2 ? NULL : bag;
}

static struct kho_node *
group(struct kho_tree *t, const struct kho_q *q, enum kho_op op)
{
    struct kho_nodes l = {NULL, NULL, 0}, without = {NULL, NULL, 0}, maybe = {NULL, NULL, 0};
    const struct kho_q *const singles = single_words(t->arena, q);
    struct kho_node *n;

    if (singles != NULL)
        kho_nodes_add(&l, kho_tree_singles(t, singles, op == KHO_OP_AND));
    for (const struct kho_q *k = q->kids; k != NULL; k = k->next)
        if (op == KHO_OP_AND && k->kind == KHO_Q_NOT)
            kho_nodes_add(&without, excluded(t, k->kids));
        else if (singles == NULL || !kho_tree_is_single(k))
            kho_nodes_add(may_drop(t, q, k) ? &maybe : &l, build(t, k));
    n = kho_nodes_joined(t->arena, op, &l);
    if (maybe.n != 0)
        n = kho_node_two(t->arena, KHO_OP_MAYBE, n, kho_nodes_joined(t->arena, KHO_OP_OR, &maybe));
    if (without.n == 0)
        return n;
    if (n == NULL)
        return kho_node_new(t->arena, KHO_OP_NOT, kho_nodes_joined(t->arena, KHO_OP_OR, &without));
    return kho_node_two(t->arena, KHO_OP_NOT, n, kho_nodes_joined(t->arena, KHO_OP_OR, &without));
}

/* What is excluded: never relaxed, and all words of a bag at once. */
static struct kho_node *
excluded(struct kho_tree *t, const struct kho_q *q)
{
    struct kho_tree strict = *t;
    struct kho_node *n;

    strict.relax = 0;
    if (q->kind == KHO_Q_BAG)
        n = kho_tree_anywhere(t->arena, KHO_FIELDS_WORD, words_text(t->arena, q));
    else
        n = build(&strict, q);
    t->cut = t->cut || strict.cut;
    t->expanded = strict.expanded;
    return n;
}

static struct kho_node *
build(struct kho_tree *t, const struct kho_q *q)
{
    switch (q->kind) {
    case KHO_Q_ALL:
        return kho_node_new(t->arena, KHO_OP_ALL, NULL);
    case KHO_Q_WORD:
    case KHO_Q_BAG:
        return kho_tree_bag(t, q);
    case KHO_Q_PHRASE:
        return phrase_node(t, q);
    case KHO_Q_FIELD:
        return field_node(t, q);
    case KHO_Q_FLAG:
        return kho_node_term(t->arena, kho_term_flag(t->arena, q->field, q->text));
    case KHO_Q_SYMBOL:
        return symbol_node(t, q);
    case KHO_Q_KEY:
        return kho_node_term(t->arena, kho_citekey_term(t->arena, q->text));
    case KHO_Q_LAW:
        return law_node(t, q);
    case KHO_Q_ID:
        return id_node(t, q);
    case KHO_Q_DATES:
        return kho_node_range(t->arena, q->field, q->from, q->to);
    case KHO_Q_SEQ:
    case KHO_Q_AND:
        return group(t, q, KHO_OP_AND);
    case KHO_Q_OR:
        return group(t, q, KHO_OP_OR);
    case KHO_Q_NOT:
        return kho_node_new(t->arena, KHO_OP_NOT, excluded(t, q->kids));
    }
    return NULL;
}

const struct kho_node *
kho_tree_query(struct kho_tree *t, const struct kho_q *q)
{
    t->relaxable = t->weighs = t->cut = false;
    t->expanded = 0;
    return build(t, q);
}

/* -- filters beside the query
 * ---------------------------------------------------------------------- */

struct kho_node *
kho_tree_filter(struct kho_arena *arena, const struct kho_filter *f)
{
    const struct kho_fields_row *row = &kho_fields[f->field];
    struct kho_node *words;
    struct kho_symbol s;
    kho_sv from, to;
    bool known;

    if (strcmp(row->kind, "flag") == 0)
        return kho_node_term(
            arena,
            kho_term_flag(arena, f->field, kho_query_flag(arena, f->field, f->value, &known)));
    if (strcmp(row->kind, "date") == 0)
        return kho_query_days(arena, f->value, &from, &to)
                   ? kho_node_range(arena, f->field, from, to)
                   : kho_node_new(arena, KHO_OP_NONE, NULL);
    if (strcmp(row->kind, "symbol") == 0 && kho_symbol_parse(arena, f->value, &s))
        return kho_node_term(arena, kho_term_symbol(arena, f->field, &s));
    if (strcmp(row->kind, "words") != 0)
        return kho_node_term(arena, kho_term_raw(arena, f->field, f->value));
    words = kho_tree_anywhere(arena, f->field, f->value);
    if (row->facet == 0)
        return words;
    /* The value itself; its words only to look at few documents. */
    return kho_node_two(arena, KHO_OP_AND, words,
                        kho_node_range(arena, f->field, f->value, f->value));
}

const struct kho_node *
kho_tree_ask(struct kho_tree *t, const struct kho_q *q, const struct kho_ask *ask)
{
    struct kho_nodes l = {NULL, NULL, 0};
    kho_sv from, to;

    t->relaxable = t->weighs = t->cut = false;
    t->expanded = 0;
    if (q->kind != KHO_Q_ALL || (ask->n_filters == 0 && ask->from.n == 0 && ask->to.n == 0))
        kho_nodes_add(&l, build(t, q));
    for (size_t i = 0; i < ask->n_filters; i++)
        kho_nodes_add(&l, kho_tree_filter(t->arena, &ask->filters[i]));
    kho_query_between(t->arena, ask->from, ask->to, &from, &to);
    if (from.n != 0 || to.n != 0)
        kho_nodes_add(&l, kho_node_range(t->arena, KHO_FIELDS_DATE, from, to));
    if (l.n == 0)
        return kho_node_new(t->arena, KHO_OP_ALL, NULL);
    return kho_nodes_joined(t->arena, KHO_OP_FILTER, &l);
}
