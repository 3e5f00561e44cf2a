/* wanted.c - see wanted.h. */
#include "wanted.h"

static uint64_t
letter_bit(kho_sv bare)
{
    return UINT64_C(1) << ((unsigned char)bare.p[0] & 63);
}

/* Index of a word; KHO_WANTED_WORDS when there is no room. */
static size_t
add_word(struct kho_wanted *w, kho_sv bare, kho_sv exact, bool prefix)
{
    struct kho_wanted_word *x;

    for (size_t i = 0; i < w->n; i++)
        if (kho_sv_eq(w->word[i].bare, bare) && w->word[i].prefix == prefix) {
            w->word[i].marks = w->word[i].marks && !kho_sv_eq(bare, exact);
            return i;
        }
    if (w->n == KHO_WANTED_WORDS)
        return KHO_WANTED_WORDS;
    x = &w->word[w->n];
    *x = (struct kho_wanted_word){bare, exact, !kho_sv_eq(bare, exact), prefix, false};
    w->first_letters |= letter_bit(bare);
    return w->n++;
}

static void
end_phrase(struct kho_wanted *w, size_t first)
{
    if (w->n_steps == first || w->n_phrases == KHO_WANTED_PHRASES)
        return;
    w->phrase[w->n_phrases].first = (uint8_t)first;
    w->phrase[w->n_phrases++].n = (uint8_t)(w->n_steps - first);
}

static bool
add_step(struct kho_wanted *w, size_t word)
{
    if (word == KHO_WANTED_WORDS || w->n_steps == KHO_WANTED_STEPS - 1)
        return false;
    w->step[w->n_steps++] = (uint8_t)word;
    return true;
}

/* A phrase that is not in the query as such: bare words with blanks between.  The string must stay.
 */
static void
add_phrase_text(struct kho_wanted *w, kho_sv text)
{
    const size_t first = w->n_steps;

    for (kho_sv rest = text, bare; kho_sv_next(&rest, ' ', &bare);)
        if (bare.n != 0 && !add_step(w, add_word(w, bare, bare, false))) {
            w->n_steps = first;
            return;
        }
    end_phrase(w, first);
}

static void
add_names(struct kho_wanted *w, const struct kho_q *bag)
{
    for (const struct kho_q *from = bag->kids; from != NULL; from = from->next) {
        char run[8 * (KHO_WORD_MAX + 1)];
        size_t n = 0, len = 0;

        for (const struct kho_q *q = from; q != NULL && len < 8; q = q->next, len++) {
            kho_sv names[4];
            size_t found;

            if (n != 0)
                run[n++] = ' ';
            memcpy(run + n, q->bare.p, q->bare.n);
            n += q->bare.n;
            found = kho_term_expansions((kho_sv){run, n}, names, 4);
            for (size_t i = 0; i < found; i++)
                add_phrase_text(w, names[i]);
        }
    }
}

static void
add_bag(struct kho_wanted *w, const struct kho_q *q)
{
    size_t last = KHO_WANTED_WORDS;

    for (const struct kho_q *k = q->kids; k != NULL; k = k->next) {
        const size_t i = add_word(w, k->bare, k->text, k->prefix);

        if (i < KHO_WANTED_WORDS) {
            w->word[i].loose = true;
            if (last < KHO_WANTED_WORDS && last != i && !k->prefix && !w->word[last].prefix &&
                w->n_pairs < KHO_WANTED_WORDS) {
                w->pair[w->n_pairs].a = (uint8_t)last;
                w->pair[w->n_pairs++].b = (uint8_t)i;
            }
        }
        last = i;
    }
    add_names(w, q);
}

static void
add_sequence(struct kho_wanted *w, const struct kho_q *q)
{
    const size_t first = w->n_steps;

    for (const struct kho_q *k = q->kids; k != NULL; k = k->next)
        if (!add_step(w, add_word(w, k->bare, k->text, k->prefix))) {
            w->n_steps = first;
            return;
        }
    end_phrase(w, first);
}

static void
collect(struct kho_wanted *w, const struct kho_q *q)
{
    switch (q->kind) {
    case KHO_Q_BAG:
        add_bag(w, q);
        return;
    case KHO_Q_PHRASE:
    case KHO_Q_SYMBOL:
        if (q->kids != NULL)
            add_sequence(w, q);
        return;
    case KHO_Q_FIELD:
        if (q->field == KHO_FIELDS_TITLE || q->field == KHO_FIELDS_TASK)
            add_sequence(w, q);
        return;
    case KHO_Q_SEQ:
    case KHO_Q_AND:
    case KHO_Q_OR:
        for (const struct kho_q *k = q->kids; k != NULL; k = k->next)
            collect(w, k);
        return;
    case KHO_Q_ALL:
    case KHO_Q_WORD:
    case KHO_Q_FLAG:
    case KHO_Q_KEY:
    case KHO_Q_LAW:
    case KHO_Q_ID:
    case KHO_Q_DATES:
    case KHO_Q_NOT:
        return;
    }
}

void
kho_wanted_from(const struct kho_q *q, struct kho_wanted *out)
{
    memset(out, 0, sizeof *out);
    collect(out, q);
}

/* -- finding ----------------------------------------------------------------------- */

static bool
matches(const struct kho_wanted_word *x, const struct kho_word *w, bool *exact)
{
    if (x->prefix ? w->bare_n < x->bare.n : w->bare_n != x->bare.n)
        return false;
    if (memcmp(w->bare, x->bare.p, x->bare.n) != 0)
        return false;
    *exact = x->marks && w->exact_n >= x->exact.n && (x->prefix || w->exact_n == x->exact.n) &&
             memcmp(w->exact, x->exact.p, x->exact.n) == 0;
    return true;
}

static size_t
grown(struct kho_arena *arena, struct kho_found **list, size_t n, size_t cap)
{
    struct kho_found *more = KHO_NEW_N(arena, cap * 2, struct kho_found);

    memcpy(more, *list, n * sizeof *more);
    *list = more;
    return cap * 2;
}

/* Mark the places that are a step of a whole phrase. */
static void
keep_phrases(const struct kho_wanted *w, const struct kho_found *f, size_t n, bool *keep)
{
    for (size_t p = 0; p < w->n_phrases; p++) {
        const uint8_t *step = &w->step[w->phrase[p].first];
        const size_t len = w->phrase[p].n;

        for (size_t i = 0; i < n; i++) {
            size_t places[KHO_WANTED_STEPS], k = 0, at = i;

            /* Places of one word of the text stand side by side (a word and a prefix of it). */
            while (k < len && at < n && f[at].at <= f[i].at + k) {
                if (f[at].at == f[i].at + k && f[at].word == step[k])
                    places[k++] = at;
                at++;
            }
            for (; k == len && k > 0; k = 0)
                for (size_t j = 0; j < len; j++)
                    keep[places[j]] = true;
        }
    }
}

struct kho_found *
kho_wanted_find(struct kho_arena *arena, const struct kho_wanted *w, kho_sv text, size_t max,
                size_t *n)
{
    size_t cap = 64, found = 0, out = 0;
    struct kho_found *list = KHO_NEW_N(arena, cap, struct kho_found);
    bool has_exact[KHO_WANTED_WORDS] = {false}, *keep;
    struct kho_word word;
    uint32_t number = 0;

    for (size_t at = 0; w->n != 0 && found + w->n < max && kho_word_next(text, &at, &word);
         number++) {
        const uint64_t bit = UINT64_C(1) << ((unsigned char)word.bare[0] & 63);

        for (size_t i = 0; (w->first_letters & bit) != 0 && i < w->n; i++) {
            bool exact = false;

            if (!matches(&w->word[i], &word, &exact))
                continue;
            if (found == cap)
                cap = grown(arena, &list, found, cap);
            has_exact[i] = has_exact[i] || exact;
            list[found++] = (struct kho_found){word.offset, word.length, number, (uint8_t)i, exact};
        }
    }
    keep = KHO_NEW_N(arena, found + 1, bool);
    keep_phrases(w, list, found, keep);
    for (size_t i = 0; i < found; i++) {
        const struct kho_wanted_word *x = &w->word[list[i].word];

        if ((x->loose && (!x->marks || list[i].exact || !has_exact[list[i].word])) || keep[i])
            list[out++] = list[i];
    }
    *n = out;
    return list;
}
