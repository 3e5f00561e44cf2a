/* posting.c - see posting.h. */
#include "posting.h"

#include "buf.h"
#include "date_words.h"
#include "vocabulary.h"

struct kho_posting_word {
    const struct kho_known_word *known;
    uint32_t count;
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
        size_t at = words[i].known->hash & c->mask;

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

    while ((e = c->table[at]) != NULL && (e->known->hash != h || !kho_sv_eq(e->known->word, word)))
        at = (at + 1) & c->mask;
    return &c->table[at];
}

/* The entry of a word; NULL when there is no room for another. */
static struct kho_posting_word *
entry(struct kho_postings *c, const struct kho_word *w)
{
    const kho_sv word = {w->exact, w->exact_n};
    const uint32_t h = kho_vocabulary_hash(word);
    struct kho_posting_word **place = place_of(c, word, h), *e = *place;

    if (e != NULL)
        return e;
    if (c->n_words == c->cap_words) {
        if (!grow_words(c))
            return NULL;
        place = place_of(c, word, h);
    }
    e = *place = &c->words[c->n_words++];
    e->known = kho_vocabulary_know(w, h, c->arena);
    return e;
}

/* -- adding ------------------------------------------------------------------------ */

/* The last words of a stream, and which of them may be a name. */
struct run {
    kho_sv bare[KHO_SHORT_WORDS]; /* the n-th word at n % KHO_SHORT_WORDS */
    size_t n;
    unsigned at; /* bit i: each of the last i + 1 words stands in a name where it would have to */
};

/* The short forms of a name of so many words that ends here, for the words that stand behind it. */
static void
add_short(struct kho_postings *c, const struct run *r, size_t words)
{
    char name[KHO_SHORT_WORDS * (KHO_WORD_MAX + 1)];
    size_t n = 0, found;
    kho_sv names[4];

    for (size_t i = r->n - words; i < r->n; i++) {
        const kho_sv bare = r->bare[i % KHO_SHORT_WORDS];

        if (n > 0)
            name[n++] = ' ';
        memcpy(name + n, bare.p, bare.n);
        n += bare.n;
    }
    found = kho_term_expansions((kho_sv){name, n}, names, sizeof names / sizeof names[0]);
    for (size_t i = 0; i < found && has_room(c, KHO_TERMS_MAX, 1); i++)
        if (names[i].n < n)
            push(c, kho_term_raw(c->arena, KHO_FIELDS_SHORT, names[i]), 0, 1);
}

/* The day and the month that end with the last word. */
static void
add_day(struct kho_postings *c, const struct run *r)
{
    kho_sv last[KHO_DATE_WORDS];
    const size_t n = r->n < KHO_DATE_WORDS ? r->n : KHO_DATE_WORDS;
    struct kho_date_words d;

    for (size_t i = 0; i < n; i++)
        last[i] = r->bare[(r->n - n + i) % KHO_SHORT_WORDS];
    if (!kho_date_words(last, n, &d) || !has_room(c, KHO_TERMS_MAX, 1))
        return;
    push(c, kho_term_raw(c->arena, KHO_FIELDS_DAY, kho_sv_from(d.month)), 0, 1);
    if (d.day_words != 0)
        push(c, kho_term_raw(c->arena, KHO_FIELDS_DAY, kho_sv_from(d.day)), 0, 1);
}

static void
add_names(struct kho_postings *c, struct run *r, const struct kho_known_word *k)
{
    unsigned ends;

    r->bare[r->n++ % KHO_SHORT_WORDS] = k->bare;
    if (k->bare.n == 4 && (k->bare.p[0] == '1' || k->bare.p[0] == '2'))
        add_day(c, r);
    r->at = (r->at << 1 | 1) & k->places.at;
    ends = r->at & k->places.end & ~1u; /* a single word is no short form's name */
    for (size_t words = 1; ends >> (words - 1) != 0; words++)
        if ((ends >> (words - 1) & 1) != 0)
            add_short(c, r, words);
}

static void
keep_place(struct kho_postings *c, const char *at, uint32_t pos, kho_sv bare)
{
    if (c->n_placed == c->cap_placed) {
        const size_t cap = c->cap_placed * 2 + WORDS_MIN;
        struct kho_placed *more;

        if (!has_room(c, cap, sizeof *more))
            return;
        more = KHO_NEW_N(c->arena, cap, struct kho_placed);
        if (c->n_placed > 0)
            memcpy(more, c->placed, c->n_placed * sizeof *more);
        c->placed = more;
        c->cap_placed = cap;
    }
    c->placed[c->n_placed++] = (struct kho_placed){(uint32_t)(at - c->text.p), pos, bare};
}

void
kho_postings_stream(struct kho_postings *c, kho_sv text, uint32_t *pos)
{
    struct run names = {.n = 0};
    struct kho_posting_word *e;
    struct kho_word w;

    for (size_t at = 0; !c->cut && kho_word_next(text, &at, &w) && (e = entry(c, &w)) != NULL;) {
        e->count++;
        push(c, e->known->bare, ++*pos, 1);
        if (c->text.p != NULL)
            keep_place(c, text.p + w.offset, *pos, e->known->bare);
        add_names(c, &names, e->known);
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

size_t
kho_postings_bare(struct kho_postings *c, kho_sv text, kho_sv *bare, size_t max)
{
    const struct kho_posting_word *e;
    struct kho_word w;
    size_t n = 0;

    for (size_t at = 0; n < max && kho_word_next(text, &at, &w) && (e = entry(c, &w)) != NULL;)
        bare[n++] = e->known->bare;
    return n;
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
kho_postings_times(struct kho_postings *c, kho_sv term, uint32_t times)
{
    push(c, term, 0, times);
}

void
kho_postings_day(struct kho_postings *c, kho_sv day, uint32_t weight)
{
    push(c, kho_term_raw(c->arena, KHO_FIELDS_DAY, day), 0, weight);
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
    const struct kho_posting_word *e = *place_of(c, form, kho_vocabulary_hash(form));

    return e != NULL && e->count != 0;
}

static void
push_exact(struct kho_postings *c, const struct kho_posting_word *e)
{
    const struct kho_known_word *k = e->known;

    if (k->exact.p != NULL)
        push(c, k->exact, 0, 0);
    if (k->usual.p != NULL && !has_form(c, k->usual))
        push(c, kho_term_unusual(c->arena, k->bare), 0, 0);
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
