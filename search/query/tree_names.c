/* tree_names.c - names of bodies and other values of fields, in any of their forms. */
#include "tree.h"

enum {
    FIELD_WINDOW = 12, /* words that may stand between those of a field value */
    RUN_MAX = 10,      /* words of the longest name of a body that has letters */
    FORMS = 3,         /* of one name */
    BODIES_BYTES = 1 << 18,
    LETTERS_MIN = 3, /* letters of a body; shorter ones are words too */
    LETTERS_MAX = 12
};

/* Words of text, bare. */
struct words {
    kho_sv word[KHO_Q_WORDS];
    size_t n;
};

static const size_t ALL = SIZE_MAX;

static void
cut(struct kho_arena *arena, kho_sv text, struct words *out)
{
    struct kho_word w;

    out->n = 0;
    for (size_t at = 0; out->n < KHO_Q_WORDS && kho_word_next(text, &at, &w);)
        out->word[out->n++] = kho_arena_dup(arena, (kho_sv){w.bare, w.bare_n});
}

static kho_sv
joined(struct kho_arena *arena, const kho_sv *word, size_t n, bool blanks)
{
    struct kho_buf b = {.p = NULL};
    kho_sv out;

    for (size_t i = 0; i < n; i++) {
        if (blanks && i > 0)
            kho_buf_char(&b, ' ');
        kho_buf_sv(&b, word[i]);
    }
    out = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return out;
}

/* A body by the letters of its symbols and by its name, as bare words. */
struct body {
    kho_sv letters, name;
};

/* Bodies whose letters tell them apart; made once for the whole run. */
static const struct body *
bodies(size_t *n)
{
    static struct kho_arena *arena;
    static struct body *list;
    static size_t made;

    if (arena == NULL) {
        arena = kho_arena_new(BODIES_BYTES);
        list = KHO_NEW_N(arena, kho_issuers_n + 1, struct body);
        for (size_t i = 0; i < kho_issuers_n; i++) {
            const struct kho_issuers_row *row = &kho_issuers[i];
            const kho_sv letters = kho_fold_bare(arena, kho_sv_from(row->abbr));

            if (strchr(row->name, '(') == NULL && strlen(row->abbr) >= LETTERS_MIN &&
                memchr(letters.p, ' ', letters.n) == NULL)
                list[made++] = (struct body){letters, kho_fold_bare(arena, kho_sv_from(row->name))};
        }
    }
    *n = made;
    return list;
}

/* "snv" and "sgd dt" for their letters in symbols, "so noi vu" for its name: the other one. */
static size_t
of_bodies(kho_sv run, kho_sv squeezed, kho_sv *out, size_t max)
{
    size_t all, n = 0;
    const struct body *const list = bodies(&all);

    for (size_t i = 0; i < all && n < max; i++)
        if (kho_sv_eq(squeezed, list[i].letters))
            out[n++] = list[i].name;
        else if (kho_sv_eq(run, list[i].name))
            out[n++] = list[i].letters;
    return n;
}

/* Other forms of the words word[0..n): at most FORMS of them. */
static size_t
others(struct kho_arena *arena, const kho_sv *word, size_t n, kho_sv *out)
{
    const kho_sv run = joined(arena, word, n, true), squeezed = joined(arena, word, n, false);
    size_t found = kho_term_expansions(run, out, FORMS);

    if (found < FORMS && n > 1 && squeezed.n <= LETTERS_MAX)
        found += kho_term_expansions(squeezed, out + found, FORMS - found);
    return found + of_bodies(run, squeezed, out + found, FORMS - found);
}

/* The text with every name in it in its i-th other form, or only with the name number only (ALL:
 * every one); the same text when there is none.  *names: how many names it has. */
static kho_sv
form(struct kho_arena *arena, kho_sv text, const struct words *w, size_t i, size_t only,
     size_t *names)
{
    struct kho_buf b = {.p = NULL};
    bool any = false;
    kho_sv out;

    *names = 0;
    for (size_t at = 0, n; at < w->n; at += n) {
        kho_sv other[FORMS] = {{NULL, 0}};
        size_t found = 0;

        for (n = w->n - at < RUN_MAX ? w->n - at : RUN_MAX; n > 0; n--) {
            found = others(arena, w->word + at, n, other);
            if (found > 0)
                break;
        }
        n = found > 0 ? n : 1;
        if (found > 0 && (only == ALL || only == *names)) {
            kho_buf_sv(&b, other[i % found]);
            any = any || i < found;
        } else {
            kho_buf_sv(&b, joined(arena, w->word + at, n, true));
        }
        *names += found > 0;
        kho_buf_char(&b, ' ');
    }
    out = any ? kho_arena_dup(arena, kho_buf_view(&b)) : text;
    kho_buf_free(&b);
    return out;
}

struct kho_node *
kho_tree_anywhere(struct kho_arena *arena, enum kho_fields_id field, kho_sv text)
{
    struct kho_nodes l = {NULL, NULL, 0};
    struct kho_word w;

    for (size_t at = 0; l.n < KHO_Q_WORDS && kho_word_next(text, &at, &w);)
        kho_nodes_add(&l,
                      kho_node_term(arena, kho_term_raw(arena, field, (kho_sv){w.bare, w.bare_n})));
    return kho_nodes_joined(arena, KHO_OP_AND, &l);
}

size_t
kho_tree_forms(struct kho_arena *arena, kho_sv text, kho_sv out[KHO_TREE_FORMS])
{
    struct words w;
    size_t n = 1, names = 0;

    cut(arena, text, &w);
    out[0] = text;
    for (size_t i = 0; i < FORMS; i++) {
        out[n] = form(arena, text, &w, i, ALL, &names);
        if (!kho_sv_eq(out[n], text) && !kho_sv_eq(out[n], out[n - 1]))
            n++;
    }
    /* "UBND thị xã": also with the first in full and the other as it is. */
    for (size_t k = 0; names > 1 && k < names && n < KHO_TREE_FORMS; k++)
        out[n++] = form(arena, text, &w, 0, k, &names);
    return n;
}

struct kho_node *
kho_tree_field(struct kho_arena *arena, enum kho_fields_id field, kho_sv text, bool loose)
{
    struct kho_nodes l = {NULL, NULL, 0};
    kho_sv forms[KHO_TREE_FORMS];
    const size_t n = kho_tree_forms(arena, text, forms);

    for (size_t i = 0; i < n; i++)
        kho_nodes_add(&l, loose ? kho_tree_anywhere(arena, field, forms[i])
                                : kho_tree_phrase(arena, field, forms[i], FIELD_WINDOW));
    return kho_nodes_joined(arena, KHO_OP_OR, &l);
}
