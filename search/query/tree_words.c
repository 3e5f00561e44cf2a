/* tree_words.c - words, phrases and bags of words as nodes.  The weights are measured:
 * docs/performance.md. */
#include "tree.h"

#include "date_words.h"

enum {
    FEW_WORDS = 3,  /* up to so many must all be there */
    SOME_WORDS = 8, /* a whole sentence has more */
    RELAX_MAX = 2,
    NUMBER_DIGITS = 5, /* of a document's number */
    RUN_MAX = 8        /* words of the longest abbreviated name */
};

static const double MOST = .4; /* of longer queries, words weighed by how rare they are */
static const double MOST_OF_MANY = .15;
static const double EXACT_FIRST = 50; /* above any sum of weights of few words */
static const double EXACT_MANY = .1;  /* decides between equals */
static const double NUMBER_ALONE = 40, NUMBER_BESIDE = 4; /* the document's own number */
static const double DAY = 3;    /* of the weight of its term: it stands for three words and more */
static const double TITLE = .5; /* of the weight a word has in the title */

struct kho_node *
kho_tree_exact(struct kho_arena *arena, const struct kho_q *w)
{
    const struct kho_exact_term t = kho_term_exact(arena, w->bare, w->text);
    struct kho_nodes l = {NULL, NULL, 0};

    kho_nodes_add(&l, kho_node_term(arena, t.term));
    if (t.without.n != 0)
        kho_nodes_add(&l, kho_node_term(arena, t.without));
    return kho_nodes_joined(arena, KHO_OP_NOT, &l);
}

/* Words with marks that begin so: exact forms as terms, and the usual forms, which have none. */
static struct kho_node *
exact_prefix(struct kho_tree *t, const struct kho_q *w, struct kho_node *terms)
{
    struct kho_nodes l = {NULL, NULL, 0};
    kho_sv bare[KHO_Q_EXPAND];
    const size_t n = kho_term_usual_begin(w->text, bare, KHO_Q_EXPAND);

    t->cut = t->cut || n > KHO_Q_EXPAND;
    kho_nodes_add(&l, terms);
    for (size_t i = 0; i < n && i < KHO_Q_EXPAND; i++) {
        struct kho_nodes form = {NULL, NULL, 0};

        kho_nodes_add(&form, kho_node_term(t->arena, bare[i]));
        kho_nodes_add(&form, kho_node_term(t->arena, kho_term_unusual(t->arena, bare[i])));
        kho_nodes_add(&l, kho_nodes_joined(t->arena, KHO_OP_NOT, &form));
    }
    return kho_nodes_joined(t->arena, KHO_OP_OR, &l);
}

/* Every term that begins with the word, the most frequent KHO_Q_EXPAND of them. */
static struct kho_node *
prefix_term(struct kho_tree *t, enum kho_fields_id field, const struct kho_q *w)
{
    const bool exact = kho_q_has_marks(w) && field == KHO_FIELDS_WORD;
    struct kho_node *n =
        kho_node_term(t->arena, kho_term_raw(t->arena, field, exact ? w->text : w->bare));
    struct kho_terms found = {.max = KHO_Q_EXPAND + 1};

    n->op = KHO_OP_PREFIX;
    n->limit = t->expanded + KHO_Q_EXPAND <= KHO_Q_EXPAND_ALL       ? KHO_Q_EXPAND
               : t->expanded + KHO_Q_EXPAND_MIN <= KHO_Q_EXPAND_ALL ? KHO_Q_EXPAND_ALL - t->expanded
                                                                    : KHO_Q_EXPAND_MIN;
    if (t->s != NULL) {
        found.term = KHO_NEW_N(t->arena, KHO_Q_EXPAND + 1, struct kho_term_freq);
        if (kho_store_terms(t->s, n->term, (kho_sv){NULL, 0}, t->arena, &found, NULL) == KHO_OK &&
            found.n > n->limit)
            t->cut = true;
        t->expanded += found.n < n->limit ? (unsigned)found.n : n->limit;
    }
    if (!exact)
        return n;
    n = exact_prefix(t, w, n);
    if (t->of_tasks) { /* forms with marks have no places */
        const struct kho_q bare = {.text = w->bare, .bare = w->bare, .prefix = true};

        n = kho_node_two(t->arena, KHO_OP_AND, prefix_term(t, field, &bare), n);
    }
    return n;
}

struct kho_node *
kho_tree_word(struct kho_tree *t, enum kho_fields_id field, const struct kho_q *w)
{
    if (w->prefix)
        return prefix_term(t, field, w);
    return kho_node_term(t->arena, kho_term_raw(t->arena, field, w->bare));
}

/* Bare words of text in order; window: positions they may spread over, 0: side by side. */
struct kho_node *
kho_tree_phrase(struct kho_arena *arena, enum kho_fields_id field, kho_sv text, uint32_t window)
{
    struct kho_nodes l = {NULL, NULL, 0};
    struct kho_node *n;
    struct kho_word w;

    for (size_t at = 0; l.n < KHO_Q_WORDS && kho_word_next(text, &at, &w);)
        kho_nodes_add(&l,
                      kho_node_term(arena, kho_term_raw(arena, field, (kho_sv){w.bare, w.bare_n})));
    n = kho_nodes_joined(arena, KHO_OP_PHRASE, &l);
    if (n != NULL && n->op == KHO_OP_PHRASE)
        n->limit = window == 0 ? 0 : window + (uint32_t)l.n;
    return n;
}

/* -- bags of words --------------------------------------------------------------- */

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

/* Place of a word among those of the bag. */
static size_t
place_of(const struct bag *b, const struct kho_q *w)
{
    size_t i = 0;

    while (i < b->n && !kho_sv_eq(b->word[i]->bare, w->bare))
        i++;
    return i;
}

/* What has the child has the words of the bag from first on too. */
static struct kho_node *
stands(struct kho_tree *t, size_t first, size_t words, struct kho_node *child)
{
    struct kho_node *n = kho_node_new(t->arena, KHO_OP_STANDS, child);

    n->slot = (uint32_t)first;
    n->limit = (uint32_t)words;
    n->factor = 1;
    return n;
}

/* The other names of one run of words: of "ủy ban nhân dân" the word "ubnd", or "kt-xh" side by
 * side; of "ubnd" what a document gets that says it in full. */
static void
add_names_of(struct kho_tree *t, size_t first, size_t words, kho_sv run, struct kho_nodes *out)
{
    kho_sv names[4];
    const size_t found = kho_term_expansions(run, names, sizeof names / sizeof names[0]);
    bool in_full = false;

    for (size_t i = 0; i < found; i++) {
        const kho_sv name = names[i];
        struct kho_node *n;

        if (name.n > run.n) {
            in_full = true;
            continue;
        }
        n = memchr(name.p, ' ', name.n) == NULL
                ? kho_node_term(t->arena, kho_term_raw(t->arena, KHO_FIELDS_WORD, name))
                : kho_tree_phrase(t->arena, KHO_FIELDS_WORD, name, 0);
        kho_nodes_add(out, stands(t, first, words, n));
    }
    if (in_full)
        kho_nodes_add(out,
                      stands(t, first, words,
                             kho_node_term(t->arena, kho_term_raw(t->arena, KHO_FIELDS_SHORT,
                                                                  kho_arena_dup(t->arena, run)))));
}

/* Names that are abbreviated, both ways (schemas/abbreviations.tsv); of up to longest words. */
static void
add_other_names(struct kho_tree *t, const struct kho_q *bag, const struct bag *b, size_t longest,
                struct kho_nodes *out)
{
    for (const struct kho_q *from = bag->kids; from != NULL; from = from->next) {
        char run[RUN_MAX * (KHO_WORD_MAX + 1)];
        const size_t first = place_of(b, from);
        size_t n = 0, len = 0;

        for (const struct kho_q *w = from; w != NULL && len < longest && !w->prefix; w = w->next) {
            if (first + len >= b->n || !kho_sv_eq(b->word[first + len]->bare, w->bare))
                break; /* with a word that was typed before: not one run of the bag */
            if (n != 0)
                run[n++] = ' ';
            memcpy(run + n, w->bare.p, w->bare.n);
            n += w->bare.n;
            add_names_of(t, first, ++len, (kho_sv){run, n}, out);
        }
    }
}

/* Days and months typed in any form, in place of their words (search/text/date_words.h). */
static void
add_days(struct kho_tree *t, const struct kho_q *bag, const struct bag *b, struct kho_nodes *out)
{
    kho_sv last[KHO_DATE_WORDS];
    size_t n = 0;

    for (const struct kho_q *w = bag->kids; w != NULL; w = w->next) {
        struct kho_date_words d;
        size_t words, low = b->n, high = 0;

        if (n == KHO_DATE_WORDS)
            memmove(last, last + 1, --n * sizeof *last);
        last[n++] = w->bare;
        if (w->prefix || !kho_date_words(last, n, &d))
            continue;
        words = d.day_words != 0 ? d.day_words : d.month_words;
        /* 01/01/2023: a word that is there twice has one place. */
        for (size_t i = n - words; i < n; i++) {
            const struct kho_q key = {.bare = last[i]};
            const size_t at = place_of(b, &key);

            low = at < low ? at : low;
            high = at > high ? at : high;
        }
        if (high < b->n && high - low < words) {
            const kho_sv day =
                kho_arena_dup(t->arena, kho_sv_from(d.day_words != 0 ? d.day : d.month));
            struct kho_node *s =
                stands(t, low, high - low + 1,
                       kho_node_term(t->arena, kho_term_raw(t->arena, KHO_FIELDS_DAY, day)));

            s->factor = DAY;
            kho_nodes_add(out, s);
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

/* Words in the marks that were typed. */
static struct kho_node *
marks_node(struct kho_tree *t, const struct bag *b, double weight)
{
    struct kho_nodes exact = {NULL, NULL, 0};

    for (size_t i = 0; i < b->n; i++) {
        struct kho_node *form =
            kho_q_has_marks(b->word[i]) ? kho_tree_exact(t->arena, b->word[i]) : NULL;

        if (form != NULL)
            kho_nodes_add(&exact, kho_node_weighted(t->arena, KHO_OP_CONST, weight, form));
    }
    return kho_nodes_joined(t->arena, KHO_OP_OR, &exact);
}

/* In a whole sentence marks say nothing: nearly all documents with the words have them so. */
static struct kho_node *
marks_of_bag(struct kho_tree *t, const struct bag *b)
{
    const bool all = part_of(b->n, t->relax) >= 1;

    return b->n > SOME_WORDS ? NULL : marks_node(t, b, all ? EXACT_FIRST : EXACT_MANY);
}

struct kho_node *
kho_tree_marks(struct kho_tree *t, const struct kho_q *q)
{
    struct bag b;

    take_bag(q, &b, false);
    return marks_of_bag(t, &b);
}

/* "109", "kế hoạch 109": documents whose own number it is. */
static struct kho_node *
numbers_node(struct kho_tree *t, const struct bag *b, double weight)
{
    struct kho_nodes l = {NULL, NULL, 0};

    for (size_t i = 0; i < b->n; i++) {
        kho_sv w = b->word[i]->bare;
        bool digits = w.n <= NUMBER_DIGITS;

        for (size_t k = 0; k < w.n; k++)
            digits = digits && w.p[k] >= '0' && w.p[k] <= '9';
        while (w.n > 1 && w.p[0] == '0')
            w = (kho_sv){w.p + 1, w.n - 1};
        if (digits)
            kho_nodes_add(
                &l, kho_node_weighted(
                        t->arena, KHO_OP_CONST, weight,
                        kho_node_term(t->arena, kho_term_raw(t->arena, KHO_FIELDS_NUMBER, w))));
    }
    return kho_nodes_joined(t->arena, KHO_OP_OR, &l);
}

/* The words in the title. */
static void
add_title(struct kho_tree *t, const struct bag *b, struct kho_nodes *out)
{
    for (size_t i = 0; i < b->n; i++)
        kho_nodes_add(out, kho_node_weighted(t->arena, KHO_OP_SCALE, TITLE,
                                             kho_tree_word(t, KHO_FIELDS_TITLE, b->word[i])));
}

struct kho_node *
kho_tree_title(struct kho_tree *t, const struct kho_q *q)
{
    struct kho_nodes title = {NULL, NULL, 0};
    struct bag b;

    take_bag(q, &b, false);
    add_title(t, &b, &title);
    return kho_nodes_joined(t->arena, KHO_OP_OR, &title);
}

static bool
asks(const struct kho_q *w)
{
    for (size_t i = 0; i < kho_question_words_n; i++)
        if (kho_sv_eq(w->bare, kho_sv_from(kho_question_words[i].bare)))
            return true;
    return false;
}

/* Documents with a part of some words, and what ranks them but for marks and numbers; together:
 * several may be one name or one day. */
static struct kho_node *
words_node(struct kho_tree *t, const struct kho_q *q, const struct bag *b, double part,
           bool together)
{
    struct kho_nodes l = {NULL, NULL, 0};
    struct kho_node *node;
    bool tells = false; /* any of them does more than ask */

    for (size_t i = 0; i < b->n; i++)
        tells = tells || !asks(b->word[i]);
    for (size_t i = 0; i < b->n; i++) {
        struct kho_node *word = kho_tree_word(t, KHO_FIELDS_WORD, b->word[i]);

        if (part < 1 && together && tells && asks(b->word[i]))
            word->limit = KHO_BAG_TELLS_NOTHING;
        kho_nodes_add(&l, word);
    }
    add_other_names(t, q, b, together ? RUN_MAX : 1, &l);
    if (together)
        add_days(t, q, b, &l);
    add_title(t, b, &l);
    node = kho_node_new(t->arena, KHO_OP_BAG, l.first);
    node->factor = part;
    return node;
}

bool
kho_tree_is_single(const struct kho_q *q)
{
    return q->kind == KHO_Q_BAG && q->kids->next == NULL && !q->kids->prefix;
}

struct kho_node *
kho_tree_singles(struct kho_tree *t, const struct kho_q *words, bool all)
{
    struct bag b, typed = {.n = 0}; /* the same word may be typed in several marks */
    struct kho_node *node;

    t->weighs = true;
    take_bag(words, &b, false);
    node = words_node(t, words, &b, all ? 1 : 0, false);
    node->limit = b.n <= SOME_WORDS ? KHO_BAG_WHOLE : 0;
    for (const struct kho_q *w = words->kids; w != NULL && typed.n < KHO_Q_WORDS; w = w->next)
        typed.word[typed.n++] = w;
    node = kho_node_two(t->arena, KHO_OP_MAYBE, node, marks_node(t, &typed, EXACT_FIRST));
    return kho_node_two(t->arena, KHO_OP_MAYBE, node, numbers_node(t, &b, NUMBER_ALONE));
}

struct kho_node *
kho_tree_bag(struct kho_tree *t, const struct kho_q *q)
{
    struct kho_nodes must = {NULL, NULL, 0};
    struct bag b;

    t->weighs = true;
    take_bag(q, &b, true);
    for (size_t i = 0; i < b.n; i++)
        kho_nodes_add(&must, prefix_term(t, KHO_FIELDS_WORD, b.word[i]));
    take_bag(q, &b, false);
    if (b.n > 1)
        t->relaxable = t->relaxable || t->relax < RELAX_MAX;
    if (b.n != 0) {
        struct kho_node *node = words_node(t, q, &b, part_of(b.n, t->relax), true);

        node = kho_node_two(t->arena, KHO_OP_MAYBE, node, marks_of_bag(t, &b));
        if (b.n <= SOME_WORDS)
            node = kho_node_two(t->arena, KHO_OP_MAYBE, node,
                                numbers_node(t, &b, b.n == 1 ? NUMBER_ALONE : NUMBER_BESIDE));
        kho_nodes_add(&must, node);
    }
    return kho_nodes_joined(t->arena, KHO_OP_AND, &must);
}
