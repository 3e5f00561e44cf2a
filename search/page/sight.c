/* sight.c - see sight.h.  A collection is an AND of the kinds of its conditions, each an OR; what a
 * user sees is an OR of collections.  For documents that lie in several places the same is asked
 * again of each place. */
#include "sight.h"

#include "fold.h"
#include "folder.h"
#include "terms.h"

struct seer {
    struct kho_sight sight;
    const struct kho_collection **sees;
    size_t n;
};

/* -- documents ----------------------------------------------------------------------------------
 */

static struct kho_node *
node(struct kho_arena *arena, enum kho_op op)
{
    struct kho_node *n = KHO_NEW(arena, struct kho_node);

    n->op = op;
    return n;
}

static void
add(struct kho_node *to, struct kho_node *kid)
{
    kid->next = to->kids;
    to->kids = kid;
}

static struct kho_node *
term(struct kho_arena *arena, kho_sv text)
{
    struct kho_node *n = node(arena, KHO_OP_TERM);

    n->term = text;
    return n;
}

static struct kho_node *
in_collection(struct kho_arena *arena, const struct kho_collection *c)
{
    static const enum kho_fields_id fields[KHO_RULE_KINDS] = {KHO_FIELDS_FOLDER, KHO_FIELDS_LEVEL,
                                                              KHO_FIELDS_SIDE, KHO_FIELDS_TYPE};
    struct kho_node *all = node(arena, KHO_OP_AND), *any = NULL;

    for (const struct kho_rule *r = c->rules, *before = NULL; r != NULL; before = r, r = r->next) {
        if (before == NULL || before->kind != r->kind) {
            any = node(arena, KHO_OP_OR);
            add(all, any);
        }
        add(any, term(arena, kho_term_raw(arena, fields[r->kind], r->value)));
    }
    return all;
}

/* -- places -------------------------------------------------------------------------------------
 */

static bool
meets(const struct kho_rule *r, const struct kho_document *doc, const struct kho_place *place,
      struct kho_arena *arena)
{
    switch (r->kind) {
    case KHO_RULE_FOLDER:
        return kho_place_below(place, r->value);
    case KHO_RULE_LEVEL:
        return kho_sv_eq(kho_slug(arena, doc->plan.issuer_level), r->value);
    case KHO_RULE_SIDE:
        return kho_sv_eq(kho_slug(arena, doc->plan.issuer_side), r->value);
    case KHO_RULE_TYPE:
        return kho_sv_eq(kho_slug(arena, doc->plan.type), r->value) ||
               kho_sv_eq(kho_slug(arena, doc->plan.type_name), r->value);
    case KHO_RULE_KINDS:
        break;
    }
    return false;
}

static bool
place_in(const struct kho_collection *c, const struct kho_document *doc,
         const struct kho_place *place, struct kho_arena *arena)
{
    bool met[KHO_RULE_KINDS] = {false}, has[KHO_RULE_KINDS] = {false};

    for (const struct kho_rule *r = c->rules; r != NULL; r = r->next) {
        has[r->kind] = true;
        met[r->kind] = met[r->kind] || meets(r, doc, place, arena);
    }
    for (size_t i = 0; i < KHO_RULE_KINDS; i++)
        if (has[i] && !met[i])
            return false;
    return true;
}

static size_t
keep_seen(const struct seer *s, struct kho_document *doc, struct kho_arena *scratch)
{
    size_t keep = 0;

    for (size_t i = 0; i < doc->n_places; i++) {
        bool seen = false;

        for (size_t k = 0; !seen && k < s->n; k++)
            seen = place_in(s->sees[k], doc, &doc->places[i], scratch);
        if (seen)
            doc->places[keep++] = doc->places[i];
    }
    return keep;
}

static enum kho_status
narrow(void *ctx, kho_sv data, struct kho_arena *arena, kho_sv *out, struct kho_err *err)
{
    struct kho_document doc;
    struct kho_place *places;
    struct kho_buf b = {.limit = kho_arena_room(arena) / 2};
    size_t n;
    enum kho_status st = kho_document_unpack(arena, data, KHO_DOCUMENT_HEAD, &doc, err);

    if (st != KHO_OK)
        return st;
    n = keep_seen(ctx, &doc, arena);
    places = doc.places;
    if (n == 0)
        return kho_fail(err, KHO_NOTFOUND, "no place is seen");
    *out = data;
    if (n == doc.n_places)
        return KHO_OK;
    st = kho_document_unpack(arena, data, KHO_DOCUMENT_ALL, &doc, err);
    doc.places = places;
    doc.n_places = n;
    if (st == KHO_OK)
        st = kho_document_pack(&doc, &b, err);
    if (st == KHO_OK && b.n + 64 > kho_arena_room(arena))
        st = kho_fail(err, KHO_LIMIT, "no room for a document");
    if (st == KHO_OK)
        *out = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return st;
}

/* The words of a file name as the index has them. */
static void
add_words(struct kho_arena *arena, kho_sv path, kho_sv *terms, size_t *n, size_t max)
{
    struct kho_term_buf b;
    struct kho_word w;
    size_t base = path.n;

    while (base > 0 && path.p[base - 1] != '/')
        base--;
    path = (kho_sv){path.p + base, path.n - base};
    for (size_t at = 0; *n < max && kho_word_next(path, &at, &w);)
        terms[(*n)++] = kho_arena_dup(arena, kho_term_word(KHO_FIELDS_FILENAME, &w, &b).bare);
}

static enum kho_status
partly(void *ctx, kho_sv data, struct kho_arena *arena, kho_sv **terms, size_t *n,
       struct kho_err *err)
{
    enum { MOST = 4096 };
    struct kho_document doc;
    size_t seen;
    const enum kho_status st = kho_document_unpack(arena, data, KHO_DOCUMENT_HEAD, &doc, err);

    *n = 0;
    if (st != KHO_OK)
        return st;
    seen = keep_seen(ctx, &doc, arena);
    if (seen == doc.n_places)
        return KHO_OK;
    *terms = KHO_NEW_N(arena, MOST, kho_sv);
    for (size_t i = 0; i < seen; i++)
        add_words(arena, doc.places[i].path, *terms, n, MOST);
    return KHO_DONE;
}

/* -- terms and metadata -------------------------------------------------------------------------
 */

static bool
begins(kho_sv s, const char *with)
{
    const size_t n = strlen(with);

    return s.n >= n && memcmp(s.p, with, n) == 0;
}

static enum kho_term_kind
kind(kho_sv t)
{
    static const enum kho_fields_id places[] = {KHO_FIELDS_FILENAME, KHO_FIELDS_INPUT,
                                                KHO_FIELDS_FOLDER, KHO_FIELDS_SEVERAL};
    static const enum kho_fields_id text[] = {KHO_FIELDS_SHORT, KHO_FIELDS_DAY};

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (begins(t, kho_fields[places[i]].prefix))
            return KHO_TERM_OF_PLACE;
    for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
        if (begins(t, kho_fields[text[i]].prefix))
            return KHO_TERM_OF_TEXT;
    return t.n > 0 && t.p[0] >= 'A' && t.p[0] <= 'Z' ? KHO_TERM_OF_CONTENT : KHO_TERM_OF_TEXT;
}

/* Inputs are counted by their names: those that lie in what is seen, as far as a folder tells. */
static bool
meta(void *ctx, kho_sv name)
{
    const struct seer *s = ctx;
    const size_t skip = sizeof KHO_META_INPUT - 1;

    if (!begins(name, KHO_META_INPUT))
        return kho_sv_eq(name, KHO_SV(KHO_META_INDEXED));
    const kho_sv input = {name.p + skip, name.n - skip};
    for (size_t i = 0; i < s->n; i++)
        for (const struct kho_rule *r = s->sees[i]->rules; r != NULL; r = r->next)
            if (r->kind == KHO_RULE_FOLDER &&
                (kho_sv_eq(input, r->value) ||
                 kho_place_below(&(struct kho_place){.input = input}, r->value) ||
                 (r->value.n > input.n + 2 && memcmp(r->value.p, input.p, input.n) == 0 &&
                  memcmp(r->value.p + input.n, "//", 2) == 0)))
                return true;
    return false;
}

/* -- the user -----------------------------------------------------------------------------------
 */

static kho_sv
mark_of(const struct seer *s, struct kho_arena *arena)
{
    struct kho_buf b = {.p = NULL};
    kho_sv out;

    kho_buf_char(&b, '!');
    for (size_t i = 0; i < s->n; i++) {
        kho_buf_char(&b, '\n');
        for (const struct kho_rule *r = s->sees[i]->rules; r != NULL; r = r->next) {
            kho_buf_fmt(&b, "%u ", (unsigned)r->kind);
            kho_buf_sv(&b, r->value);
            kho_buf_char(&b, '\n');
        }
    }
    out = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return out;
}

static struct kho_node *
several(struct kho_arena *arena, const char *what)
{
    return term(arena, kho_term_raw(arena, KHO_FIELDS_SEVERAL, kho_sv_from(what)));
}

enum kho_status
kho_sight_set(struct kho_store *s, const struct kho_rules *rules, const char *user,
              struct kho_arena *arena, kho_sv *mark, struct kho_err *err)
{
    bool *sees = KHO_NEW_N(arena, rules->n + 1, bool);
    struct kho_node *any = node(arena, KHO_OP_OR);
    struct seer *seer;

    *mark = (kho_sv){"", 0};
    if (kho_rules_of(rules, user, sees))
        return KHO_OK;
    seer = KHO_NEW(arena, struct seer);
    seer->sees = KHO_NEW_N(arena, rules->n + 1, const struct kho_collection *);
    for (size_t i = 0; i < rules->n; i++)
        if (sees[i]) {
            seer->sees[seer->n++] = &rules->collections[i];
            add(any, in_collection(arena, &rules->collections[i]));
        }
    if (seer->n == 0)
        any->op = KHO_OP_NONE;
    seer->sight = (struct kho_sight){.seen = any,
                                     .several = several(arena, KHO_SEVERAL_PLACES),
                                     .named = several(arena, KHO_SEVERAL_NAMES),
                                     .kind = kind,
                                     .narrow = narrow,
                                     .partly = partly,
                                     .meta = meta,
                                     .ctx = seer};
    *mark = mark_of(seer, arena);
    return kho_store_restrict(s, &seer->sight, err);
}
