/* posting.c - see posting.h. */
#include "posting.h"

#include "buf.h"
#include "short.h"

struct kho_posting_word {
    kho_sv word;               /* exact form; the words are found by it */
    kho_sv bare, exact, usual; /* struct kho_word_term */
    uint32_t hash, count;
    unsigned places; /* in names that have a short form: enum kho_short_place */
    uint64_t fields; /* bit per field of kind words that has it already (kho_postings_set) */
};

enum {
    WORDS_MIN = 256,
    BYTES_PER_WORD = 6, /* a Vietnamese syllable and its blank, less a bit */
    NAME_FORMS = 2,     /* full names that are tried for one short form */
    NAME_GAP = 50,
    RESERVE = 64,
    ROOM_LEFT = 1024 * 1024, /* for what comes besides words */
    WORDS_MAX = 1 << 23      /* in one document: some 3,000 pages of A4 times ten */
};

/* Mark on a posting while its stream is read: two words that begin a name with a short form. */
static const uint32_t NAME_BEGINS = UINT32_C(1) << 31;

/* FNV-1a: spreads words over a table, nothing more. */
static uint32_t
hash_of(const char *p, size_t n)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)p[i]) * 16777619u;
    return h;
}

bool
kho_postings_init(struct kho_postings *c, struct kho_arena *arena, size_t bytes)
{
    const size_t room = kho_arena_room(arena);
    size_t cap = bytes / BYTES_PER_WORD + 512;

    if (room < ROOM_LEFT)
        return false;
    if (cap > (room - ROOM_LEFT / 2) / 2 / sizeof(struct kho_posting))
        cap = (room - ROOM_LEFT / 2) / 2 / sizeof(struct kho_posting);
    *c = (struct kho_postings){.arena = arena, .cap = cap, .cap_words = WORDS_MIN};
    c->list = KHO_NEW_N(arena, cap, struct kho_posting);
    c->words = KHO_NEW_N(arena, WORDS_MIN, struct kho_posting_word);
    c->mask = (size_t)2 * WORDS_MIN - 1;
    c->table = KHO_NEW_N(arena, c->mask + 1, struct kho_posting_word *);
    return true;
}

static bool
has_room(struct kho_postings *c, size_t n, size_t size)
{
    const size_t room = kho_arena_room(c->arena);

    if (room > ROOM_LEFT / 2 && n < (room - ROOM_LEFT / 2) / size)
        return true;
    c->cut = true;
    return false;
}

static bool
grow(struct kho_postings *c)
{
    const size_t cap = c->cap + c->cap / 2 + 64;
    struct kho_posting *more;

    if (cap > WORDS_MAX || !has_room(c, cap, sizeof *more))
        return false;
    more = KHO_NEW_N(c->arena, cap, struct kho_posting);
    memcpy(more, c->list, c->n * sizeof *more);
    c->list = more;
    c->cap = cap;
    return true;
}

/* The last places of a full list are for filters: what is cut is words. */
static void
push(struct kho_postings *c, kho_sv term, uint32_t pos, uint32_t wdf)
{
    if (c->n + RESERVE >= c->cap && !grow(c) && (pos != 0 || c->n == c->cap)) {
        c->cut = true;
        return;
    }
    c->list[c->n++] = (struct kho_posting){term, pos, wdf};
}

/* -- distinct words --------------------------------------------------------------- */

static bool
grow_words(struct kho_postings *c)
{
    const size_t cap = c->cap_words * 2;
    struct kho_posting_word *words;

    if (!has_room(c, cap, sizeof *words + 2 * sizeof(struct kho_posting_word *)))
        return false;
    words = KHO_NEW_N(c->arena, cap, struct kho_posting_word);
    memcpy(words, c->words, c->n_words * sizeof *words);
    c->words = words;
    c->cap_words = cap;
    c->mask = 2 * cap - 1;
    c->table = KHO_NEW_N(c->arena, c->mask + 1, struct kho_posting_word *);
    for (size_t i = 0; i < c->n_words; i++) {
        size_t at = words[i].hash & c->mask;

        while (c->table[at] != NULL)
            at = (at + 1) & c->mask;
        c->table[at] = &words[i];
    }
    return true;
}

/* The place of a word in the table, by its exact form: where it is, or where it would be. */
static struct kho_posting_word **
place_of(const struct kho_postings *c, kho_sv word, uint32_t h)
{
    size_t at = h & c->mask;
    const struct kho_posting_word *e;

    while ((e = c->table[at]) != NULL && (e->hash != h || !kho_sv_eq(e->word, word)))
        at = (at + 1) & c->mask;
    return &c->table[at];
}

/* The entry of a word; NULL when there is no room for another. */
static struct kho_posting_word *
entry(struct kho_postings *c, const struct kho_word *w)
{
    const kho_sv word = {w->exact, w->exact_n};
    const uint32_t h = hash_of(word.p, word.n);
    struct kho_posting_word **place = place_of(c, word, h), *e = *place;
    struct kho_term_buf b;
    struct kho_word_term t;

    if (e != NULL)
        return e;
    if (c->n_words == c->cap_words) {
        if (!grow_words(c))
            return NULL;
        place = place_of(c, word, h);
    }
    e = *place = &c->words[c->n_words++];
    t = kho_term_word(KHO_FIELDS_WORD, w, &b);
    e->hash = h;
    e->bare = e->word = kho_arena_dup(c->arena, t.bare);
    if (!kho_sv_eq(word, e->bare))
        e->word = kho_arena_dup(c->arena, word);
    if (t.exact.p != NULL)
        e->exact = kho_arena_dup(c->arena, t.exact);
    e->usual = t.usual;
    e->places = kho_short_places(e->bare);
    return e;
}

/* -- adding ------------------------------------------------------------------------ */

/* The short forms of names that begin at list[at], for the words that stand behind it. */
static void
add_short(struct kho_postings *c, size_t at, size_t end)
{
    char run[KHO_SHORT_WORDS * (KHO_WORD_MAX + 1)];
    size_t n = 0;

    for (size_t i = at; i < end && i - at < KHO_SHORT_WORDS; i++) {
        const kho_sv bare = c->list[i].term;
        kho_sv names[4];
        size_t found;

        if (i > at)
            run[n++] = ' ';
        memcpy(run + n, bare.p, bare.n);
        n += bare.n;
        found = i > at ? kho_term_expansions((kho_sv){run, n}, names, 4) : 0;
        for (size_t k = 0; k < found; k++)
            if (memchr(names[k].p, ' ', names[k].n) == NULL)
                push(c, kho_term_raw(c->arena, KHO_FIELDS_WORD, names[k]), 0, 1);
    }
}

void
kho_postings_stream(struct kho_postings *c, kho_sv text, uint32_t *pos)
{
    const size_t begin = c->n;
    size_t names = 0, at = 0, end;
    struct kho_posting_word *e;
    unsigned before = 0;
    struct kho_word w;

    while (!c->cut && kho_word_next(text, &at, &w)) {
        e = entry(c, &w);
        if (e == NULL)
            break;
        e->count++;
        push(c, e->bare, ++*pos, 1);
        if ((before & KHO_SHORT_FIRST) != 0 && (e->places & KHO_SHORT_SECOND) != 0 && !c->cut) {
            c->list[c->n - 2].wdf |= NAME_BEGINS;
            names++;
        }
        before = e->places;
    }
    end = c->n;
    for (size_t i = begin; names > 0 && i < end; i++) {
        if ((c->list[i].wdf & NAME_BEGINS) == 0)
            continue;
        c->list[i].wdf &= ~NAME_BEGINS;
        names--;
        if (has_room(c, KHO_TERMS_MAX, KHO_SHORT_WORDS))
            add_short(c, i, end);
    }
    if (*pos > c->last_pos)
        c->last_pos = *pos;
}

static void
add_words(struct kho_postings *c, enum kho_fields_id field, kho_sv text, uint32_t *pos,
          uint32_t wdf)
{
    struct kho_term_buf b;
    struct kho_word w;

    for (size_t at = 0; kho_word_next(text, &at, &w) && has_room(c, KHO_TERMS_MAX, 1);)
        push(c, kho_arena_dup(c->arena, kho_term_word(field, &w, &b).bare), ++*pos, wdf);
}

void
kho_postings_words(struct kho_postings *c, enum kho_fields_id field, kho_sv text, uint32_t *pos)
{
    add_words(c, field, text, pos, 0);
}

void
kho_postings_name(struct kho_postings *c, enum kho_fields_id field, kho_sv text, uint32_t *pos)
{
    struct kho_buf b = {.p = NULL};
    struct kho_word w;

    add_words(c, field, text, pos, 0);
    for (size_t i = 0; i < NAME_FORMS; i++) {
        bool other = false;

        kho_buf_reset(&b);
        for (size_t at = 0; kho_word_next(text, &at, &w);) {
            kho_sv full[NAME_FORMS], word = {w.bare, w.bare_n};
            const size_t n = kho_term_expansions(word, full, NAME_FORMS);

            if (n > 0 && memchr(full[i % n].p, ' ', full[i % n].n) != NULL) {
                word = full[i % n];
                other = other || i < n;
            }
            kho_buf_sv(&b, word);
            kho_buf_char(&b, ' ');
        }
        if (!other)
            break;
        *pos += NAME_GAP;
        add_words(c, field, kho_buf_view(&b), pos, 0);
    }
    kho_buf_free(&b);
}

void
kho_postings_title(struct kho_postings *c, kho_sv text, uint32_t *pos)
{
    add_words(c, KHO_FIELDS_TITLE, text, pos, 1);
}

void
kho_postings_set(struct kho_postings *c, enum kho_fields_id field, kho_sv text)
{
    const uint64_t bit = UINT64_C(1) << field;
    struct kho_posting_word *e;
    struct kho_term_buf b;
    struct kho_word w;

    for (size_t at = 0; kho_word_next(text, &at, &w) && (e = entry(c, &w)) != NULL;) {
        if ((e->fields & bit) != 0)
            continue;
        e->fields |= bit;
        push(c, kho_arena_dup(c->arena, kho_term_word(field, &w, &b).bare), 0, 0);
    }
}

void
kho_postings_filter(struct kho_postings *c, kho_sv term)
{
    push(c, term, 0, 0);
}

void
kho_postings_slot(struct kho_postings *c, int64_t slot, kho_sv bytes)
{
    if (slot >= 0 && c->n_slots < sizeof c->slots / sizeof c->slots[0])
        c->slots[c->n_slots++] = (struct kho_slot){(uint32_t)slot, bytes};
}

/* Is a word in this exact form in the stream? */
static bool
has_form(const struct kho_postings *c, kho_sv form)
{
    const struct kho_posting_word *e = *place_of(c, form, hash_of(form.p, form.n));

    return e != NULL && e->count != 0;
}

static void
push_exact(struct kho_postings *c, const struct kho_posting_word *e)
{
    if (e->exact.p != NULL)
        push(c, e->exact, 0, e->count);
    if (e->usual.p != NULL && !has_form(c, e->usual))
        push(c, kho_term_unusual(c->arena, e->bare), 0, 0);
}

void
kho_postings_done(struct kho_postings *c, kho_sv key, kho_sv data, struct kho_store_doc *out)
{
    struct kho_slot *slots = KHO_NEW_N(c->arena, c->n_slots + 1, struct kho_slot);

    for (size_t i = 0; i < c->n_words; i++)
        if (c->words[i].count != 0)
            push_exact(c, &c->words[i]);
    memcpy(slots, c->slots, c->n_slots * sizeof *slots);
    *out = (struct kho_store_doc){.key = key,
                                  .data = data,
                                  .postings = c->list,
                                  .n_postings = c->n,
                                  .slots = slots,
                                  .n_slots = c->n_slots};
}
