/* agency.c - see agency.h. */
#include "agency.h"

#include "agency_case.h"
#include "buf.h"
#include "fold.h"
#include "phrase.h"
#include "tables.h"
#include "vchar.h"

enum {
    SEARCH_BYTES = 1 << 17, /* of body text searched for a name in small letters */
    NAME_MAX = 400,
    REPAIR_WORDS = 4 /* that many words without tones are no coincidence */
};

static kho_sv
org_words(size_t i)
{
    return kho_sv_from(kho_org_words[i].phrase);
}

int
kho_agency_head(kho_sv s, size_t at, size_t *end)
{
    static struct kho_phrases words = {.text = org_words};

    words.n = kho_org_words_n;
    return kho_phrase_longest(&words, s, at, NULL, end);
}

static bool
ends_with_word(kho_sv s, const char *const *words, size_t n)
{
    size_t at = s.n;

    while (at > 0 && s.p[at - 1] != ' ')
        at--;
    for (size_t i = 0; i < n; i++)
        if (kho_phrase_at(s, at, words[i]) == s.n)
            return true;
    return false;
}

/* "MẶT TRẬN TỔ QUỐC VIỆT NAM" is whole as it is. */
static bool
is_national(kho_sv name)
{
    size_t from, to;

    return kho_phrase_find(name, 0, "việt nam", &from, &to) && to == name.n;
}

bool
kho_agency_goes_on(kho_sv agency, kho_sv joined)
{
    static const char *const open[] = {"và", "của", "các"};
    struct kho_word w;
    size_t at = 0, next = agency.n, end;
    const int other = kho_agency_head(joined, next, &end);
    int head;

    if (other < 0)
        return true;
    if (ends_with_word(agency, open, sizeof open / sizeof *open))
        return true;
    head = kho_agency_head(agency, 0, &end);
    if (head >= 0 && end == agency.n && kho_org_words[head].use[0] != 'a' && head != other &&
        !is_national(agency))
        return true;                       /* "VĂN PHÒNG" and nothing else */
    while (kho_word_next(agency, &at, &w)) /* "ỦY" + "BAN NHÂN DÂN" */
        if (kho_agency_head(joined, w.offset, &end) >= 0 && end > agency.n)
            return true;
    return false;
}

/* A word in capitals that is no abbreviation: the text there is set in capitals too, or in part. */
static bool
has_caps_word(kho_sv s)
{
    struct kho_word w;

    for (size_t at = 0; kho_word_next(s, &at, &w);)
        if (w.exact_n > 2 && kho_text_is_caps((kho_sv){s.p + w.offset, w.length}) &&
            kho_is_syllable((kho_sv){w.exact, w.exact_n}))
            return true;
    return false;
}

static bool
is_searched(const struct kho_para *p)
{
    return p->zone != KHO_ZONE_HEAD && p->zone != KHO_ZONE_TITLE && (p->flags & KHO_PARA_CAPS) == 0;
}

/* Paragraphs that are searched for a name, from the first that has its words without their marks
 * on. */
static void
search_range(const struct kho_paras *ps, const char *phrase, size_t *first, size_t *end)
{
    size_t seen = 0, i = 0, from, to;

    *first = SIZE_MAX;
    for (; i < ps->n && seen < SEARCH_BYTES; i++) {
        if (!is_searched(&ps->p[i]))
            continue;
        seen += ps->p[i].text.n;
        if (*first == SIZE_MAX && kho_phrase_bare_find(ps->p[i].text, 0, phrase, &from, &to))
            *first = i;
    }
    *end = i;
}

/* The same words somewhere in the body, written with small letters. */
static kho_sv
find_written(struct kho_arena *arena, const struct kho_paras *ps, size_t first, size_t end,
             const char *phrase, bool bare)
{
    size_t from, to, n;

    for (size_t i = first; i < end; i++) {
        const struct kho_para *p = &ps->p[i];

        if (!is_searched(p))
            continue;
        for (size_t at = 0; bare ? kho_phrase_bare_find(p->text, at, phrase, &from, &to)
                                 : kho_phrase_find(p->text, at, phrase, &from, &to);
             at = to) {
            const kho_sv found = {p->text.p + from, to - from};

            if (!has_caps_word(found) && kho_vchar_is_upper(kho_vchar(found, 0, &n)) &&
                to - from <= strlen(phrase) + 8)
                return kho_arena_dup(arena, found);
        }
    }
    return (kho_sv){0};
}

kho_sv
kho_agency_case(struct kho_arena *arena, const struct kho_paras *ps, kho_sv caps)
{
    struct kho_buf b = {.limit = (size_t)4 * NAME_MAX};
    char phrase[NAME_MAX];
    size_t first, end;
    kho_sv s;

    if (!kho_text_is_caps(caps))
        return caps;
    if (caps.n < sizeof phrase) {
        memcpy(phrase, caps.p, caps.n);
        phrase[caps.n] = '\0';
        search_range(ps, phrase, &first, &end);
        s = find_written(arena, ps, first, end, phrase, false);
        if (s.n == 0 && kho_phrase_words(caps) >= REPAIR_WORDS)
            s = find_written(arena, ps, first, end, phrase,
                             true); /* tones lost in the letterhead */
        if (s.n != 0)
            return s;
    }
    kho_agency_write(&b, caps);
    s = b.st == KHO_OK ? kho_arena_dup(arena, kho_buf_view(&b)) : caps;
    kho_buf_free(&b);
    return s;
}

kho_sv
kho_agency_code(kho_sv name)
{
    size_t end;
    const int row = kho_issuer_name_at(name, 0, &end);

    return row < 0 ? (kho_sv){0} : kho_sv_from(kho_issuers[row].abbr);
}
