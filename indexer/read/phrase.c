/* phrase.c - see phrase.h. */
#include "phrase.h"

#include "codes.h"
#include "letters.h"
#include "vchar.h"

enum { SYMBOL_BYTES = 60 }; /* of a line's last word that may be a symbol */

static bool
same(const struct kho_word *a, const struct kho_word *b, bool bare)
{
    if (bare)
        return a->bare_n == b->bare_n && memcmp(a->bare, b->bare, a->bare_n) == 0;
    return a->exact_n == b->exact_n && memcmp(a->exact, b->exact, a->exact_n) == 0;
}

/* Of the alphabet, at s[at]: its letter without marks; 0 for anything else. */
static char
bare_letter(kho_sv s, size_t at)
{
    size_t n;

    return at < s.n ? kho_letter_bare[kho_letter_of(kho_vchar(s, at, &n)).code] : '\0';
}

/* Cheap: letters that differ without their marks cannot start the same word.  Most comparisons end
 * here. */
static bool
differ_at_once(kho_sv s, size_t at, kho_sv phrase)
{
    const char a = bare_letter(s, at), b = bare_letter(phrase, 0);

    return a != b && a != '\0' && b != '\0';
}

static size_t
match(kho_sv s, size_t at, kho_sv p, bool bare)
{
    struct kho_word want, have;
    size_t i = 0, end = 0;

    if (differ_at_once(s, at, p))
        return 0;
    while (kho_word_next(p, &i, &want)) {
        if (!kho_word_next(s, &at, &have) || !same(&have, &want, bare))
            return 0;
        end = have.offset + have.length;
    }
    return end;
}

size_t
kho_phrase_at(kho_sv s, size_t at, const char *phrase)
{
    return match(s, at, kho_sv_from(phrase), false);
}

size_t
kho_phrase_bare_at(kho_sv s, size_t at, const char *phrase)
{
    return match(s, at, kho_sv_from(phrase), true);
}

static bool
find(kho_sv s, size_t at, kho_sv phrase, bool bare, size_t *from, size_t *to)
{
    struct kho_word first, w;
    uint64_t initials;
    size_t i = 0;

    if (!kho_word_next(phrase, &i, &first))
        return false;
    initials = kho_word_initials((const char[]){first.bare[0], '\0'});
    while (kho_word_next_of(s, &at, initials, &w)) {
        if (!same(&w, &first, bare))
            continue;
        *to = match(s, w.offset, phrase, bare);
        if (*to != 0) {
            *from = w.offset;
            return true;
        }
    }
    return false;
}

bool
kho_phrase_find(kho_sv s, size_t at, const char *phrase, size_t *from, size_t *to)
{
    return find(s, at, kho_sv_from(phrase), false, from, to);
}

bool
kho_phrase_bare_find(kho_sv s, size_t at, const char *phrase, size_t *from, size_t *to)
{
    return find(s, at, kho_sv_from(phrase), true, from, to);
}

static size_t
bucket(const struct kho_phrases *set, const struct kho_word *w)
{
    const char *p = set->bare ? w->bare : w->exact;
    uint32_t h = 0;

    for (; *p != '\0'; p++)
        h = h * 31 + (unsigned char)*p;
    return (h ^ h >> 8) % KHO_PHRASE_BUCKETS;
}

static void
prepare(struct kho_phrases *set)
{
    for (size_t i = 0; i < KHO_PHRASE_BUCKETS; i++)
        set->head[i] = -1;
    for (size_t i = set->n < KHO_PHRASES_MAX ? set->n : KHO_PHRASES_MAX; i > 0; i--) {
        const kho_sv text = set->text(i - 1);
        struct kho_word first, second;
        size_t at = 0;

        if (!kho_word_next(text, &at, &first))
            continue;
        if (kho_word_next(text, &at, &second))
            set->second[i - 1] = second.bare[0];
        set->initials[first.bare[0] & 0x7f] = true;
        set->next[i - 1] = set->head[bucket(set, &first)];
        set->head[bucket(set, &first)] = (int16_t)(i - 1);
    }
    set->ready = true;
}

bool
kho_phrase_may_begin(struct kho_phrases *set, const struct kho_word *w)
{
    if (!set->ready)
        prepare(set);
    return set->head[bucket(set, w)] >= 0;
}

int
kho_phrase_longest(struct kho_phrases *set, kho_sv s, size_t at, bool (*accept)(kho_sv matched),
                   size_t *end)
{
    struct kho_word first, second = {.bare = ""};
    size_t after = at;
    char letter;
    int i, best = -1;

    *end = 0;
    if (!set->ready)
        prepare(set);
    letter = bare_letter(s, at);
    if (letter != '\0' && !set->initials[(unsigned char)letter])
        return -1;
    if (!kho_word_next(s, &after, &first))
        return -1;
    i = set->head[bucket(set, &first)];
    if (i < 0)
        return -1;
    (void)kho_word_next(s, &after, &second);
    for (; i >= 0; i = set->next[i]) {
        size_t to;

        if (set->second[i] != '\0' && set->second[i] != second.bare[0])
            continue;
        to = match(s, at, set->text((size_t)i), set->bare);
        if (to > *end && (accept == NULL || accept((kho_sv){s.p + at, to - at}))) {
            *end = to;
            best = i;
        }
    }
    return best;
}

size_t
kho_phrase_words(kho_sv s)
{
    struct kho_word w;
    size_t at = 0, n = 0;

    while (n < 64 && kho_word_next(s, &at, &w))
        n++;
    return n;
}

bool
kho_phrase_cuts_symbol(kho_sv a, kho_sv b)
{
    size_t from = a.n, to, n;
    bool sep = false;

    while (from > 0 && a.p[from - 1] != ' ' && a.n - from < SYMBOL_BYTES)
        from--;
    if (from == a.n || !kho_vchar_is_digit((unsigned char)a.p[from]))
        return false;
    for (size_t at = from; at < a.n; at += n) {
        const uint32_t c = kho_vchar(a, at, &n);

        sep = kho_vchar_is_slash(c) || kho_vchar_is_dash(c);
        if (!sep && !kho_vchar_is_digit(c) && !kho_vchar_is_letter(c))
            return false;
    }
    if (!sep) { /* the mark may have gone to the next line */
        const uint32_t c = kho_vchar(b, 0, &n);

        if (!kho_vchar_is_slash(c) && !kho_vchar_is_dash(c))
            return false;
        b = (kho_sv){b.p + n, b.n - n};
    }
    for (to = 0; to < b.n && kho_vchar_is_letter(kho_vchar(b, to, &n)); to += n)
        ;
    return kho_code_look_up((kho_sv){b.p, to}) != KHO_CODE_UNKNOWN;
}
