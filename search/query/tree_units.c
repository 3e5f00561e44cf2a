/* tree_units.c - units of tasks by their names: letters that read like words, places behind them.
 */
#include "tree.h"

#include "fold.h"

enum { UNIT_WORDS = 32, PLACE_WORDS = 4 };

/* A word of the unit that was typed. */
struct word {
    kho_sv bare, typed;
};
struct unit {
    kho_sv text;
    struct word w[UNIT_WORDS];
    size_t n;
};

/* Levels of places, as bare words. */
static const char *const levels[] = {"thanh pho", "thi xa", "thi tran", "dac khu", "tinh",
                                     "tp",        "huyen",  "quan",     "xa",      "phuong"};
enum { LEVELS = sizeof levels / sizeof levels[0] };
/* What stands behind letters of a body where its name ends: "CA các huyện". */
static const char *const behind[] = {"tinh", "thanh", "thi",    "dac", "tp", "huyen",
                                     "quan", "xa",    "phuong", "cac", "cap"};
enum { BEHIND = sizeof behind / sizeof behind[0] };

static void
cut(struct kho_arena *arena, kho_sv text, struct unit *u)
{
    struct kho_word w;

    *u = (struct unit){.text = text};
    for (size_t at = 0; u->n < UNIT_WORDS && kho_word_next(text, &at, &w);)
        u->w[u->n++] = (struct word){kho_arena_dup(arena, (kho_sv){w.bare, w.bare_n}),
                                     {text.p + w.offset, w.length}};
}

/* The text of the words from..to-1. */
static kho_sv
part(const struct unit *u, size_t from, size_t to)
{
    const kho_sv last = u->w[to - 1].typed;

    return (kho_sv){u->w[from].typed.p, (size_t)(last.p + last.n - u->w[from].typed.p)};
}

/* -- letters ------------------------------------------------------------------------------------
 */

static const char *
name_of(kho_sv typed)
{
    for (size_t i = 0; i < kho_unit_letters_n; i++)
        if (kho_sv_eq(typed, kho_sv_from(kho_unit_letters[i].letters)))
            return kho_unit_letters[i].name;
    return NULL;
}

/* The text with such letters in full; p NULL: it has none. */
static kho_sv
in_full(struct kho_arena *arena, const struct unit *u)
{
    struct kho_buf b = {.p = NULL};
    bool any = false;
    kho_sv out;

    for (size_t i = 0; i < u->n; i++) {
        const char *const name = name_of(u->w[i].typed);

        any = any || name != NULL;
        kho_buf_str(&b, i > 0 ? " " : "");
        kho_buf_sv(&b, name != NULL ? kho_sv_from(name) : u->w[i].typed);
    }
    out = any ? kho_arena_dup(arena, kho_buf_view(&b)) : (kho_sv){NULL, 0};
    kho_buf_free(&b);
    return out;
}

/* Letters themselves, side by side with what was typed behind them, else with the word of a level:
 * "CA" alone would be "cá nhân" too. */
static void
add_letters(struct kho_arena *arena, const struct unit *u, struct kho_nodes *out)
{
    if (name_of(u->w[u->n - 1].typed) == NULL) {
        kho_nodes_add(out, kho_tree_phrase(arena, KHO_FIELDS_UNIT, u->text, 0));
        return;
    }
    for (size_t i = 0; i < BEHIND; i++) {
        struct kho_buf b = {.p = NULL};

        kho_buf_sv(&b, u->text);
        kho_buf_char(&b, ' ');
        kho_buf_str(&b, behind[i]);
        kho_nodes_add(out, kho_tree_phrase(arena, KHO_FIELDS_UNIT,
                                           kho_arena_dup(arena, kho_buf_view(&b)), 0));
        kho_buf_free(&b);
    }
}

static void
add_name(struct kho_arena *arena, kho_sv text, struct kho_nodes *out)
{
    struct unit u;
    kho_sv full;

    cut(arena, text, &u);
    full = in_full(arena, &u);
    kho_nodes_add(out, kho_tree_field(arena, KHO_FIELDS_UNIT, full.p == NULL ? text : full, false));
    if (full.p != NULL)
        add_letters(arena, &u, out);
}

/* -- places -------------------------------------------------------------------------------------
 */

/* How many words from the i-th on are the word of a level; 0: none. */
static size_t
level_at(const struct unit *u, size_t i, size_t *level)
{
    for (*level = 0; *level < LEVELS; ++*level) {
        kho_sv rest = kho_sv_from(levels[*level]), word;
        size_t n = 0;

        while (i + n < u->n && kho_sv_next(&rest, ' ', &word) && kho_sv_eq(word, u->w[i + n].bare))
            n++;
        if (n == (strchr(levels[*level], ' ') == NULL ? 1u : 2u))
            return n;
    }
    return 0;
}

/* Is the end of the unit, from the i-th word on, the name of a province? */
static bool
province_at(struct kho_arena *arena, const struct unit *u, size_t i)
{
    const kho_sv name = kho_fold_bare(arena, part(u, i, u->n));

    for (size_t k = 0; k < kho_provinces_n; k++)
        if (kho_sv_eq(name, kho_fold_bare(arena, kho_sv_from(kho_provinces[k].old_name))) ||
            kho_sv_eq(name, kho_fold_bare(arena, kho_sv_from(kho_provinces[k].new_name))))
            return true;
    return false;
}

/* A body that only provinces have, as its first words tell: "Sở ...", "SNV". */
static bool
of_provinces(struct kho_arena *arena, const struct unit *u, size_t n)
{
    kho_sv forms[KHO_TREE_FORMS];
    const size_t n_forms = kho_tree_forms(arena, part(u, 0, n), forms);

    for (size_t i = 0; i < n_forms; i++) {
        const kho_sv bare = kho_fold_bare(arena, forms[i]);

        for (size_t k = 0; k < kho_org_words_n; k++) {
            const kho_sv begin = kho_fold_bare(arena, kho_sv_from(kho_org_words[k].phrase));

            if (strcmp(kho_org_words[k].level, "tỉnh") == 0 && bare.n > begin.n &&
                memcmp(bare.p, begin.p, begin.n) == 0 && bare.p[begin.n] == ' ')
                return true;
        }
    }
    return false;
}

/* The unit with the place behind it taken as that of the plan. */
static struct kho_node *
in_place(struct kho_arena *arena, const struct unit *u)
{
    struct kho_nodes names = {NULL, NULL, 0}, places = {NULL, NULL, 0};
    size_t from = 0, words = 0, level = LEVELS;

    for (size_t i = 1, n; i + 1 < u->n; i += n) {
        size_t which;

        n = level_at(u, i, &which);
        if (n > 0 && i + n < u->n) {
            from = i;
            words = n;
            level = which;
        }
        n = n > 0 ? n : 1;
    }
    for (size_t i = 1; from == 0 && i < u->n; i++)
        if (province_at(arena, u, i))
            from = i;
    if (from == 0 || u->n - from - words > PLACE_WORDS)
        return NULL;
    if (words > 0)
        add_name(arena, part(u, 0, from + words), &names);
    if (words == 0 || ((strcmp(levels[level], "tinh") == 0 || strcmp(levels[level], "tp") == 0 ||
                        strcmp(levels[level], "thanh pho") == 0) &&
                       of_provinces(arena, u, from)))
        add_name(arena, part(u, 0, from), &names);
    kho_nodes_add(&places,
                  kho_tree_phrase(arena, KHO_FIELDS_PLACE, part(u, from + words, u->n), 0));
    kho_nodes_add(&places,
                  kho_tree_phrase(arena, KHO_FIELDS_PLACENOW, part(u, from + words, u->n), 0));
    return kho_node_two(arena, KHO_OP_AND, kho_nodes_joined(arena, KHO_OP_OR, &names),
                        kho_nodes_joined(arena, KHO_OP_OR, &places));
}

struct kho_node *
kho_tree_unit(struct kho_arena *arena, kho_sv unit)
{
    struct kho_nodes l = {NULL, NULL, 0};
    struct unit u;

    cut(arena, unit, &u);
    if (u.n == 0)
        return NULL;
    add_name(arena, unit, &l);
    kho_nodes_add(&l, in_place(arena, &u));
    return kho_nodes_joined(arena, KHO_OP_OR, &l);
}
