/* tree.c - see tree.h.  The weights below are measured: docs/performance.md. */
#include "tree.h"

#include "key.h"
#include "law.h"

enum {
    SOME_WORDS = 8,    /* a whole sentence has more */
    FEW_WORDS = 3,     /* up to so many must all be there */
    FIELD_WINDOW = 12, /* words that may stand between those of a field value */
    RELAX_MAX = 2,
    LAW_KEYS_MAX = 8192, /* cited documents of the National Assembly that are looked at */
    RUN_MAX = 8          /* words of the longest abbreviated name */
};

static const double MOST = .5; /* of longer queries, words weighed by how rare they are */
static const double MOST_OF_MANY = .33;
static const double EXACT_FIRST = 50; /* above any sum of weights of few words */
static const double EXACT_MANY = .02; /* of the weight of the exact form, in long queries */
static const double TITLE = .5;       /* of the weight a word has in the title */
static const double NUMBER_OWN = 200, NUMBER_CITED = 100;

struct kho_node *
kho_node_new(struct kho_arena *arena, enum kho_op op, const struct kho_node *kids)
{
    struct kho_node *n = KHO_NEW(arena, struct kho_node);

    n->op = op;
    n->kids = kids;
    return n;
}

struct kho_node *
kho_node_term(struct kho_arena *arena, kho_sv term)
{
    struct kho_node *n = kho_node_new(arena, KHO_OP_TERM, NULL);

    n->term = term;
    return n;
}

struct kho_node *
kho_node_range(struct kho_arena *arena, enum kho_fields_id field, kho_sv from, kho_sv to)
{
    struct kho_node *n = kho_node_new(arena, KHO_OP_RANGE, NULL);

    n->slot = (uint32_t)kho_fields[field].slot;
    n->from = from;
    n->to = to;
    return n;
}

/* -- lists of nodes ---------------------------------------------------------------- */

struct nodes {
    struct kho_node *first, *last;
    size_t n;
};

static void
add(struct nodes *l, struct kho_node *n)
{
    if (n == NULL)
        return;
    n->next = NULL;
    if (l->last == NULL)
        l->first = n;
    else
        l->last->next = n;
    l->last = n;
    l->n++;
}

/* The only one stands for itself; none: NULL. */
static struct kho_node *
joined(struct kho_arena *arena, enum kho_op op, const struct nodes *l)
{
    return l->n < 2 ? l->first : kho_node_new(arena, op, l->first);
}

static struct kho_node *
two(struct kho_arena *arena, enum kho_op op, struct kho_node *a, struct kho_node *b)
{
    struct nodes l = {NULL, NULL, 0};

    add(&l, a);
    add(&l, b);
    return joined(arena, op, &l);
}

static struct kho_node *
weighted(struct kho_arena *arena, enum kho_op op, double factor, struct kho_node *kid)
{
    struct kho_node *n = kho_node_new(arena, op, kid);

    kid->next = NULL;
    n->factor = factor;
    return n;
}

/* -- terms of words ------------------------------------------------------------------ */

static kho_sv
with_prefix(struct kho_arena *arena, enum kho_fields_id field, kho_sv word)
{
    return kho_term_raw(arena, field, word);
}

static bool
has_marks(const struct kho_q *w)
{
    return !kho_sv_eq(w->text, w->bare);
}

static struct kho_node *
exact_term(struct kho_arena *arena, const struct kho_q *w)
{
    return kho_node_term(arena, with_prefix(arena, KHO_FIELDS_WORD, w->text));
}

/* Every term that begins with the word, the most frequent KHO_Q_EXPAND of them. */
static struct kho_node *
prefix_term(struct kho_tree *t, enum kho_fields_id field, const struct kho_q *w)
{
    struct kho_node *n = kho_node_term(
        t->arena,
        with_prefix(t->arena, field, has_marks(w) && field == KHO_FIELDS_WORD ? w->text : w->bare));
    struct kho_term_freq *f;
    size_t found = 0;

    n->op = KHO_OP_PREFIX;
    n->limit = KHO_Q_EXPAND;
    if (t->s == NULL)
        return n;
    f = KHO_NEW_N(t->arena, KHO_Q_EXPAND + 1, struct kho_term_freq);
    if (kho_store_terms(t->s, KHO_DB_PLANS, n->term, (kho_sv){NULL, 0}, t->arena, f,
                        KHO_Q_EXPAND + 1, &found, NULL) == KHO_OK &&
        found > KHO_Q_EXPAND)
        t->cut = true;
    return n;
}

static struct kho_node *
word_term(struct kho_tree *t, enum kho_fields_id field, const struct kho_q *w)
{
    if (w->prefix)
        return prefix_term(t, field, w);
    return kho_node_term(t->arena, with_prefix(t->arena, field, w->bare));
}

/* Bare words of text in order; window: positions they may spread over, 0: side by side. */
static struct kho_node *
phrase_of(struct kho_arena *arena, enum kho_fields_id field, kho_sv text, uint32_t window)
{
    struct nodes l = {NULL, NULL, 0};
    struct kho_node *n;
    struct kho_word w;

    for (size_t at = 0; l.n < KHO_Q_WORDS && kho_word_next(text, &at, &w);)
        add(&l, kho_node_term(arena, with_prefix(arena, field, (kho_sv){w.bare, w.bare_n})));
    n = joined(arena, KHO_OP_PHRASE, &l);
    if (n != NULL && n->op == KHO_OP_PHRASE)
        n->limit = window == 0 ? 0 : window + (uint32_t)l.n;
    return n;
}

/* -- bags of words ------------------------------------------------------------------------ */

/* Distinct words of a bag, word* apart. */
struct bag {
    const struct kho_q *word[KHO_Q_WORDS];
    size_t n;
};

static void
take_bag(const struct kho_q *q, struct bag *b, bool prefixes)
{
    b->n = 0;
    for (const struct kho_q *w = q->kids; w != NULL && b->n < KHO_Q_WORDS; w = w->next) {
        bool seen = w->prefix != prefixes;

        for (size_t i = 0; i < b->n && !seen; i++)
            seen = kho_sv_eq(b->word[i]->bare, w->bare);
        if (!seen)
            b->word[b->n++] = w;
    }
}

/*
 * Names that are abbreviated: for a run of words "ủy ban nhân dân" the term "ubnd".  (The other way
 * is done when indexing: a document with the full name has the term of the short one.)  Short names
 * of several words ("KT-XH") are looked up as phrases, both ways.
 */
static void
add_other_names(struct kho_tree *t, const struct kho_q *bag, struct nodes *out)
{
    for (const struct kho_q *from = bag->kids; from != NULL; from = from->next) {
        char run[RUN_MAX * (KHO_WORD_MAX + 1)];
        size_t n = 0, len = 0;

        for (const struct kho_q *w = from; w != NULL && len < RUN_MAX && !w->prefix; w = w->next) {
            kho_sv names[4];
            size_t found;

            if (n != 0)
                run[n++] = ' ';
            memcpy(run + n, w->bare.p, w->bare.n);
            n += w->bare.n;
            len++;
            found = kho_term_expansions((kho_sv){run, n}, names, 4);
            for (size_t i = 0; i < found; i++) {
                const bool short_name = memchr(names[i].p, ' ', names[i].n) == NULL;

                if (len == 1 && !short_name)
                    continue; /* its term stands in those documents already */
                add(out, short_name ? kho_node_term(t->arena, with_prefix(t->arena, KHO_FIELDS_WORD,
                                                                          names[i]))
                                    : phrase_of(t->arena, KHO_FIELDS_WORD, names[i], 0));
            }
        }
    }
}

/* Which part of the words a document must have, after `relax` steps; 1: all of them. */
static double
part_of(size_t n, unsigned relax)
{
    double part = n <= FEW_WORDS ? 1 : n <= SOME_WORDS ? MOST : MOST_OF_MANY;

    if (relax > 0)
        part = n <= FEW_WORDS ? MOST : part / 2;
    return relax < RELAX_MAX ? part : 0;
}

/* What only ranks: the exact forms of words typed with marks, and words in the title. */
static struct kho_node *
ranked(struct kho_tree *t, const struct bag *b, bool all, struct kho_node *must)
{
    struct nodes exact = {NULL, NULL, 0}, title = {NULL, NULL, 0}, l = {NULL, NULL, 0};

    for (size_t i = 0; i < b->n; i++) {
        if (has_marks(b->word[i]))
            add(&exact, all && b->n <= FEW_WORDS ? weighted(t->arena, KHO_OP_CONST, EXACT_FIRST,
                                                            exact_term(t->arena, b->word[i]))
                                                 : weighted(t->arena, KHO_OP_SCALE, EXACT_MANY,
                                                            exact_term(t->arena, b->word[i])));
        add(&title, word_term(t, KHO_FIELDS_TITLE, b->word[i]));
    }
    add(&l, must);
    add(&l, joined(t->arena, KHO_OP_OR, &exact));
    if (title.n != 0)
        add(&l, weighted(t->arena, KHO_OP_SCALE, TITLE, joined(t->arena, KHO_OP_OR, &title)));
    return joined(t->arena, KHO_OP_MAYBE, &l);
}

static bool
asks(const struct kho_q *w)
{
    for (size_t i = 0; i < kho_question_words_n; i++)
        if (kho_sv_eq(w->bare, kho_sv_from(kho_question_words[i].bare)))
            return true;
    return false;
}

/* The words of a long bag that a document can be expected to have. */
static struct kho_node *
telling(struct kho_tree *t, const struct bag *b, double part)
{
    struct nodes l = {NULL, NULL, 0};
    struct kho_node *n;

    for (size_t i = 0; i < b->n; i++)
        if (!asks(b->word[i]))
            add(&l, word_term(t, KHO_FIELDS_WORD, b->word[i]));
    if (l.n == 0)
        return NULL;
    n = kho_node_new(t->arena, KHO_OP_MOST, l.first);
    n->factor = part;
    return n;
}

static struct kho_node *
bag_node(struct kho_tree *t, const struct kho_q *q)
{
    struct nodes all = {NULL, NULL, 0}, must = {NULL, NULL, 0};
    struct nodes names = {NULL, NULL, 0};
    struct kho_node *node = NULL;
    struct bag b;
    double part;

    t->weighs = true;
    take_bag(q, &b, true);
    for (size_t i = 0; i < b.n; i++)
        add(&must, prefix_term(t, KHO_FIELDS_WORD, b.word[i]));
    take_bag(q, &b, false);
    part = part_of(b.n, t->relax);
    if (b.n > 1)
        t->relaxable = t->relaxable || t->relax < RELAX_MAX;
    for (size_t i = 0; i < b.n; i++)
        add(&all, word_term(t, KHO_FIELDS_WORD, b.word[i]));
    add_other_names(t, q, &names);
    if (b.n != 0 && part >= 1) {
        node = joined(t->arena, KHO_OP_AND, &all);
    } else if (b.n != 0) {
        node = joined(t->arena, KHO_OP_OR, &all);
        if (part > 0)
            node = two(t->arena, KHO_OP_FILTER, node, telling(t, &b, part));
    }
    if (node != NULL && names.n != 0)
        node = two(t->arena, KHO_OP_OR, node, joined(t->arena, KHO_OP_OR, &names));
    if (node != NULL)
        add(&must, ranked(t, &b, part >= 1, node));
    return joined(t->arena, KHO_OP_AND, &must);
}

/* -- phrases, fields, numbers ---------------------------------------------------------------- */

/* Words typed with marks must stand in the document with these marks. */
static struct kho_node *
phrase_node(struct kho_tree *t, const struct kho_q *q)
{
    struct nodes bare = {NULL, NULL, 0}, exact = {NULL, NULL, 0}, l = {NULL, NULL, 0};

    t->weighs = true;
    for (const struct kho_q *w = q->kids; w != NULL; w = w->next) {
        add(&bare, word_term(t, KHO_FIELDS_WORD, w));
        if (has_marks(w))
            add(&exact, exact_term(t->arena, w));
    }
    add(&l, joined(t->arena, KHO_OP_PHRASE, &bare));
    add(&l, joined(t->arena, KHO_OP_AND, &exact));
    return joined(t->arena, KHO_OP_FILTER, &l);
}

/* text with its i-th expansion for each abbreviation; the same text when there is none. */
static kho_sv
expanded(struct kho_arena *arena, kho_sv text, size_t i)
{
    struct kho_buf b = {.p = NULL};
    struct kho_word w;
    bool any = false;
    kho_sv out;

    for (size_t at = 0; kho_word_next(text, &at, &w);) {
        kho_sv full[4], word = {w.bare, w.bare_n};
        const size_t n = kho_term_expansions(word, full, 4);

        if (n > 0 && memchr(full[i % n].p, ' ', full[i % n].n) != NULL) {
            word = full[i % n];
            any = any || i < n;
        }
        kho_buf_sv(&b, word);
        kho_buf_char(&b, ' ');
    }
    out = any ? kho_arena_dup(arena, kho_buf_view(&b)) : text;
    kho_buf_free(&b);
    return out;
}

static struct kho_node *
words_anywhere(struct kho_arena *arena, enum kho_fields_id field, kho_sv text)
{
    struct nodes l = {NULL, NULL, 0};
    struct kho_word w;

    for (size_t at = 0; l.n < KHO_Q_WORDS && kho_word_next(text, &at, &w);)
        add(&l, kho_node_term(arena, with_prefix(arena, field, (kho_sv){w.bare, w.bare_n})));
    return joined(arena, KHO_OP_AND, &l);
}

struct kho_node *
kho_tree_field(struct kho_arena *arena, enum kho_fields_id field, kho_sv text, bool loose)
{
    struct nodes l = {NULL, NULL, 0};
    kho_sv last = {NULL, 0};

    for (size_t i = 0; i < 3; i++) {
        const kho_sv form = i == 0 ? text : expanded(arena, text, i - 1);

        if (i > 0 && (kho_sv_eq(form, text) || kho_sv_eq(form, last)))
            continue;
        add(&l, loose ? words_anywhere(arena, field, form)
                      : phrase_of(arena, field, form, FIELD_WINDOW));
        last = form;
    }
    return joined(arena, KHO_OP_OR, &l);
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
field_node(struct kho_tree *t, const struct kho_q *q)
{
    const kho_sv text = words_text(t->arena, q);
    struct kho_node *n, *plain;

    if (q->kids->prefix && q->kids->next == NULL)
        return word_term(t, q->field, q->kids);
    if (q->field != KHO_FIELDS_TASK && q->field != KHO_FIELDS_TITLE)
        return kho_tree_field(t->arena, q->field, text, q->field == KHO_FIELDS_FILENAME);
    t->weighs = true;
    n = q->field == KHO_FIELDS_TITLE ? phrase_of(t->arena, q->field, text, 0)
                                     : words_anywhere(t->arena, q->field, text);
    /* Words of tasks have no positions and no weight of their own: those of the text do. */
    plain = q->field == KHO_FIELDS_TITLE ? NULL : phrase_of(t->arena, KHO_FIELDS_WORD, text, 0);
    if (plain == NULL)
        return n;
    return two(t->arena, KHO_OP_AND, plain, n);
}

static struct kho_node *
symbol_node(struct kho_tree *t, const struct kho_q *q)
{
    struct nodes l = {NULL, NULL, 0};

    if (q->field != KHO_FIELDS_WORD)
        return kho_node_term(t->arena, kho_term_raw(t->arena, q->field, q->text));
    t->weighs = true;
    add(&l, weighted(t->arena, KHO_OP_CONST, NUMBER_OWN,
                     kho_node_term(t->arena, kho_term_raw(t->arena, KHO_FIELDS_NUMBER, q->text))));
    add(&l, weighted(t->arena, KHO_OP_CONST, NUMBER_CITED,
                     kho_node_term(t->arena, kho_term_raw(t->arena, KHO_FIELDS_CITES, q->text))));
    add(&l, phrase_of(t->arena, KHO_FIELDS_WORD, q->text, 0));
    return joined(t->arena, KHO_OP_OR, &l);
}

static struct kho_node *
id_node(struct kho_tree *t, const struct kho_q *q)
{
    struct kho_node *n = kho_node_term(t->arena, kho_term_raw(t->arena, KHO_FIELDS_KEY, q->text));

    n->op = KHO_OP_PREFIX;
    n->limit = KHO_Q_EXPAND;
    return weighted(t->arena, KHO_OP_SCALE, 0, n);
}

static void
add_law_keys(struct kho_tree *t, const char *issuer, kho_sv title, struct nodes *out)
{
    const size_t skip = strlen(kho_fields[KHO_FIELDS_CITEKEY].prefix);
    const kho_sv all = kho_term_raw(t->arena, KHO_FIELDS_CITEKEY, kho_sv_from(issuer));
    struct kho_term_freq *f = KHO_NEW_N(t->arena, LAW_KEYS_MAX, struct kho_term_freq);
    size_t n = 0;

    if (t->s == NULL || kho_store_terms(t->s, KHO_DB_PLANS, all, (kho_sv){NULL, 0}, t->arena, f,
                                        LAW_KEYS_MAX, &n, NULL) != KHO_OK)
        return;
    for (size_t i = 0; i < n; i++) {
        struct kho_key key;

        if (!kho_key_parse((kho_sv){f[i].term.p + skip, f[i].term.n - skip}, &key))
            continue;
        if (key.num.n > 1 && key.num.p[0] == '~'
                ? kho_sv_eq((kho_sv){key.num.p + 1, key.num.n - 1}, title)
                : kho_law_is(title, key.num, key.year))
            add(out, kho_node_term(t->arena, f[i].term));
    }
}

/* A law or an ordinance by its title: keys of the title itself and of the numbers that bear it. */
static struct kho_node *
law_node(struct kho_tree *t, const struct kho_q *q)
{
    struct nodes l = {NULL, NULL, 0};

    add_law_keys(t, "QH:", q->text, &l);
    add_law_keys(t, "UBTVQH:", q->text, &l);
    return l.n == 0 ? kho_node_new(t->arena, KHO_OP_NONE, NULL) : joined(t->arena, KHO_OP_OR, &l);
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

static struct kho_node *
group(struct kho_tree *t, const struct kho_q *q, enum kho_op op)
{
    struct nodes l = {NULL, NULL, 0}, without = {NULL, NULL, 0}, maybe = {NULL, NULL, 0};
    struct kho_node *n;

    for (const struct kho_q *k = q->kids; k != NULL; k = k->next)
        if (op == KHO_OP_AND && k->kind == KHO_Q_NOT)
            add(&without, excluded(t, k->kids));
        else
            add(may_drop(t, q, k) ? &maybe : &l, build(t, k));
    n = joined(t->arena, op, &l);
    if (maybe.n != 0)
        n = two(t->arena, KHO_OP_MAYBE, n, joined(t->arena, KHO_OP_OR, &maybe));
    if (without.n == 0)
        return n;
    if (n == NULL)
        return kho_node_new(t->arena, KHO_OP_NOT, joined(t->arena, KHO_OP_OR, &without));
    return two(t->arena, KHO_OP_NOT, n, joined(t->arena, KHO_OP_OR, &without));
}

/* What is excluded: never relaxed, and all words of a bag at once. */
static struct kho_node *
excluded(struct kho_tree *t, const struct kho_q *q)
{
    struct kho_tree strict = *t;
    struct kho_node *n;

    strict.relax = 0;
    if (q->kind == KHO_Q_BAG)
        n = words_anywhere(t->arena, KHO_FIELDS_WORD, words_text(t->arena, q));
    else
        n = build(&strict, q);
    t->cut = t->cut || strict.cut;
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
        return bag_node(t, q);
    case KHO_Q_PHRASE:
        return phrase_node(t, q);
    case KHO_Q_FIELD:
        return field_node(t, q);
    case KHO_Q_FLAG:
        return kho_node_term(t->arena, kho_term_flag(t->arena, q->field, q->text));
    case KHO_Q_SYMBOL:
        return symbol_node(t, q);
    case KHO_Q_KEY:
        return kho_node_term(t->arena, kho_term_raw(t->arena, KHO_FIELDS_CITEKEY, q->text));
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
    return build(t, q);
}

/* -- filters beside the query
 * ---------------------------------------------------------------------- */

static struct kho_node *
filter_node(struct kho_arena *arena, const struct kho_filter *f)
{
    const struct kho_fields_row *row = &kho_fields[f->field];
    struct kho_node *words;
    struct kho_symbol s;

    if (strcmp(row->kind, "flag") == 0)
        return kho_node_term(arena, kho_term_flag(arena, f->field, f->value));
    if (strcmp(row->kind, "symbol") == 0 && kho_symbol_parse(arena, f->value, &s))
        return kho_node_term(arena, kho_term_symbol(arena, f->field, &s));
    if (strcmp(row->kind, "words") != 0)
        return kho_node_term(arena, kho_term_raw(arena, f->field, f->value));
    words = words_anywhere(arena, f->field, f->value);
    if (row->slot < 0)
        return words;
    /* The value itself; its words only to look at few documents. */
    return two(arena, KHO_OP_AND, words, kho_node_range(arena, f->field, f->value, f->value));
}

const struct kho_node *
kho_tree_ask(struct kho_tree *t, const struct kho_q *q, const struct kho_ask *ask)
{
    struct nodes l = {NULL, NULL, 0};
    kho_sv from, to;

    t->relaxable = t->weighs = t->cut = false;
    if (q->kind != KHO_Q_ALL || (ask->n_filters == 0 && ask->from.n == 0 && ask->to.n == 0))
        add(&l, build(t, q));
    for (size_t i = 0; i < ask->n_filters; i++)
        add(&l, filter_node(t->arena, &ask->filters[i]));
    kho_query_between(t->arena, ask->from, ask->to, &from, &to);
    if (from.n != 0 || to.n != 0)
        add(&l, kho_node_range(t->arena, KHO_FIELDS_DATE, from, to));
    if (l.n == 0)
        return kho_node_new(t->arena, KHO_OP_ALL, NULL);
    return joined(t->arena, KHO_OP_FILTER, &l);
}
