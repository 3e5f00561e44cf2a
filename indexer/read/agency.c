/* agency.c - see agency.h. */
#include "agency.h"

#include "buf.h"
#include "fold.h"
#include "phrase.h"
#include "tables.h"
#include "units.h"
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

bool
kho_agency_goes_on(kho_sv agency, kho_sv joined)
{
    static const char *const open[] = {"và", "của", "các"};
    struct kho_word w;
    size_t at = 0, next = agency.n, end;
    int head = kho_agency_head(joined, next, &end);

    if (head < 0)
        return true;
    if (ends_with_word(agency, open, sizeof open / sizeof *open))
        return true;
    head = kho_agency_head(agency, 0, &end);
    if (head >= 0 && end == agency.n && kho_org_words[head].use[0] != 'a')
        return true;                       /* "VĂN PHÒNG" and nothing else */
    while (kho_word_next(agency, &at, &w)) /* "ỦY" + "BAN NHÂN DÂN" */
        if (kho_agency_head(joined, w.offset, &end) >= 0 && end > agency.n)
            return true;
    return false;
}

/* Name of a row of schemas/issuers.tsv without what it says in brackets; its length. */
static size_t
issuer_name(size_t row, char out[NAME_MAX])
{
    const char *name = kho_issuers[row].name, *stop = strpbrk(name, "(/");
    size_t n = stop == NULL ? strlen(name) : (size_t)(stop - name);

    while (n > 0 && name[n - 1] == ' ')
        n--;
    if (n >= NAME_MAX)
        return 0;
    memcpy(out, name, n);
    out[n] = '\0';
    return n;
}

/* The longest name of schemas/issuers.tsv at s[at]: its row, -1 for none. */
static int
issuer_at(kho_sv s, size_t at, size_t *end)
{
    int best = -1;

    *end = 0;
    for (size_t i = 0; i < kho_issuers_n; i++) {
        char full[NAME_MAX];
        const size_t n = issuer_name(i, full);
        const size_t to = n == 0 ? 0 : kho_phrase_at(s, at, full);

        if (to > *end) {
            *end = to;
            best = (int)i;
        }
    }
    return best;
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

/* The same words somewhere in the body, written with small letters. */
static kho_sv
find_written(struct kho_arena *arena, const struct kho_paras *ps, kho_sv caps, bool bare)
{
    char phrase[NAME_MAX];
    size_t seen = 0, from, to, n;

    if (caps.n >= sizeof phrase)
        return (kho_sv){0};
    memcpy(phrase, caps.p, caps.n);
    phrase[caps.n] = '\0';
    for (size_t i = 0; i < ps->n && seen < SEARCH_BYTES; i++) {
        const struct kho_para *p = &ps->p[i];

        if (p->zone == KHO_ZONE_HEAD || p->zone == KHO_ZONE_TITLE ||
            (p->flags & KHO_PARA_CAPS) != 0)
            continue;
        seen += p->text.n;
        for (size_t at = 0; bare ? kho_phrase_bare_find(p->text, at, phrase, &from, &to)
                                 : kho_phrase_find(p->text, at, phrase, &from, &to);
             at = to) {
            const kho_sv found = {p->text.p + from, to - from};

            if (!has_caps_word(found) && kho_vchar_is_upper(kho_vchar(found, 0, &n)) &&
                to - from <= caps.n + 8)
                return kho_arena_dup(arena, found);
        }
    }
    return (kho_sv){0};
}

static void
put_char(struct kho_buf *b, uint32_t c)
{
    if (c < 0x80) {
        kho_buf_char(b, (char)c);
    } else if (c < 0x800) {
        kho_buf_char(b, (char)(0xc0 | c >> 6));
        kho_buf_char(b, (char)(0x80 | (c & 0x3f)));
    } else if (c < 0x10000) {
        kho_buf_char(b, (char)(0xe0 | c >> 12));
        kho_buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
        kho_buf_char(b, (char)(0x80 | (c & 0x3f)));
    } else {
        kho_buf_char(b, (char)(0xf0 | c >> 18));
        kho_buf_char(b, (char)(0x80 | (c >> 12 & 0x3f)));
        kho_buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
        kho_buf_char(b, (char)(0x80 | (c & 0x3f)));
    }
}

static void
put_word(struct kho_buf *b, kho_sv w, bool capital)
{
    for (size_t i = 0, n; i < w.n; i += n) {
        const uint32_t c = kho_vchar(w, i, &n);

        put_char(b, i == 0 && capital ? kho_vchar_upper(c) : kho_vchar_lower(c));
    }
}

/* Names of places and schools have every word in capitals, names of departments the first and those
 * behind "và" and commas. */
static void
write_by_rule(struct kho_buf *b, kho_sv caps)
{
    struct kho_word w;
    size_t at = 0, last = 0, end;
    bool place = false, first = true, capital = false;

    while (kho_word_next(caps, &at, &w)) {
        const kho_sv word = {caps.p + w.offset, w.length};
        int head = kho_agency_head(caps, w.offset, &end), unit, issuer;
        size_t to = 0;

        kho_buf_put(b, caps.p + last, w.offset - last);
        last = at;
        if (memchr(caps.p + w.offset - (w.offset > 1 ? 2 : 0), ',', w.offset > 1 ? 2 : 0) != NULL)
            capital = true;
        unit = kho_unit_word(caps, w.offset, NULL);
        if (!first && unit >= 0 && kho_unit_words[unit].party == 0) {
            (void)kho_unit_word(caps, w.offset, &to);
            kho_buf_str(b, kho_unit_words[unit].name);
            last = at = to;
            place = true;
            continue;
        }
        issuer = first ? issuer_at(caps, w.offset, &to) : -1;
        if (issuer >= 0 && to > end) {
            char name[NAME_MAX];

            kho_buf_put(b, name, issuer_name((size_t)issuer, name));
            last = at = to;
        } else if (head >= 0 && (first || strchr(kho_org_words[head].phrase, ' ') != NULL)) {
            kho_buf_str(b, kho_org_words[head].name);
            last = at = end;
            place = kho_org_words[head].side[0] == '\0' ||
                    strstr(kho_org_words[head].phrase, " ủy") != NULL ||
                    strstr(kho_org_words[head].phrase, " đoàn") != NULL;
            capital = true;
        } else if (!kho_is_syllable((kho_sv){w.exact, w.exact_n})) {
            kho_buf_sv(b, word); /* THPT, GDĐT, 2 */
        } else {
            const bool viet = kho_phrase_at(caps, w.offset, "việt nam") != 0 ||
                              (w.bare_n == 3 && memcmp(w.bare, "nam", 3) == 0 && b->n > 5 &&
                               memcmp(b->p + b->n - 4, "\xe1\xbb\x87t ", 4) == 0);

            put_word(b, word, place || capital || first || viet);
            capital = w.exact_n == 3 && memcmp(w.exact, "v\xc3\xa0", 3) == 0;
        }
        first = false;
    }
    kho_buf_put(b, caps.p + last, caps.n - last);
}

kho_sv
kho_agency_case(struct kho_arena *arena, const struct kho_paras *ps, kho_sv caps)
{
    struct kho_buf b = {.limit = (size_t)4 * NAME_MAX};
    kho_sv s;

    if (!kho_text_is_caps(caps))
        return caps;
    s = find_written(arena, ps, caps, false);
    if (s.n == 0 && kho_phrase_words(caps) >= REPAIR_WORDS)
        s = find_written(arena, ps, caps, true); /* tones lost in the letterhead */
    if (s.n != 0)
        return s;
    write_by_rule(&b, caps);
    s = b.st == KHO_OK ? kho_arena_dup(arena, kho_buf_view(&b)) : caps;
    kho_buf_free(&b);
    return s;
}

kho_sv
kho_agency_code(kho_sv name)
{
    size_t end;
    const int row = issuer_at(name, 0, &end);

    return row < 0 ? (kho_sv){0} : kho_sv_from(kho_issuers[row].abbr);
}
