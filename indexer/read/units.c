/* units.c - see units.h. */
#include "units.h"

#include "fold.h"
#include "issuer.h"
#include "phrase.h"
#include "vchar.h"

enum { NAME_WORDS = 4, SLUG_MAX = 120 };

static kho_sv
unit_word(size_t i)
{
    return kho_sv_from(kho_unit_words[i].word);
}

static struct kho_phrases *
unit_words(void)
{
    static struct kho_phrases words = {.text = unit_word};

    words.n = kho_unit_words_n;
    return &words;
}

int
kho_unit_word(kho_sv s, size_t at, size_t *end)
{
    size_t longest;
    int best = kho_phrase_longest(unit_words(), s, at, NULL, &longest);

    if (best >= 0 && longest < s.n && s.p[longest] == '.')
        longest++;
    if (end != NULL)
        *end = longest;
    return best;
}

/* "Bắc Kạn" -> "bac-kan" without allocation; 0 when it does not fit. */
static size_t
slug(kho_sv s, char *out, size_t cap)
{
    struct kho_word w;
    size_t at = 0, n = 0;

    while (kho_word_next(s, &at, &w)) {
        if (n + w.bare_n + 1 >= cap)
            return 0;
        if (n > 0)
            out[n++] = '-';
        memcpy(out + n, w.bare, w.bare_n);
        n += w.bare_n;
    }
    out[n] = '\0';
    return n;
}

int
kho_unit_province(kho_sv name)
{
    char s[SLUG_MAX];

    if (slug(name, s, sizeof s) == 0)
        return -1;
    for (size_t i = 0; i < kho_provinces_n; i++)
        if (strcmp(kho_provinces[i].old_slug, s) == 0 || strcmp(kho_provinces[i].new_slug, s) == 0)
            return (int)i;
    return -1;
}

bool
kho_unit_is_central(kho_sv name)
{
    char s[SLUG_MAX];
    const size_t n = slug(name, s, sizeof s);

    return n > 0 && kho_is_central_city((kho_sv){s, n});
}

/* Words that follow "tỉnh", "xã" ... in capitals and are no names. */
static bool
is_no_name(kho_sv s, size_t at)
{
    static const char *const words[] = {"ủy", "đoàn", "đội", "hội", "đảng", "trưởng"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (kho_phrase_at(s, at, words[i]) != 0)
            return true;
    return false;
}

/* Where a name that starts at s[at] ends: words in capitals with one blank or a dash between. */
static size_t
name_end(kho_sv s, size_t at)
{
    size_t end = at, i = at, words = 0, n;

    while (i < s.n && words < NAME_WORDS + 1) {
        const uint32_t c = kho_vchar(s, i, &n);
        size_t stop = i, m;

        if (!kho_vchar_is_upper(c) && !(words == 0 && c >= '0' && c <= '9') &&
            !(words > 0 && c >= '0' && c <= '9' && stop + 1 < s.n))
            break;
        if (words > 0 && kho_unit_word(s, i, NULL) >= 0)
            break;
        while (stop < s.n) {
            const uint32_t x = kho_vchar(s, stop, &m);

            if (!kho_vchar_is_letter(x) && !(x >= '0' && x <= '9') && x != '\'' && x != 0x2019)
                break;
            stop += m;
        }
        if (stop == i)
            break;
        words++;
        end = i = stop;
        if (i < s.n && s.p[i] == ' ')
            i++;
        else
            break;
        if (i + 2 < s.n && s.p[i] == '-' && s.p[i + 1] == ' ') /* "Bà Rịa - Vũng Tàu" */
            i += 2;
        if (words == NAME_WORDS && !(end + 1 < s.n && s.p[end + 1] == '-'))
            break;
    }
    return end;
}

bool
kho_unit_at(kho_sv s, size_t at, struct kho_unit *out)
{
    size_t end, name, n;

    out->word = kho_unit_word(s, at, &end);
    if (out->word < 0)
        return false;
    name = kho_vchar_skip_blanks(s, end, 2);
    if (name == end && !(end > 0 && s.p[end - 1] == '.'))
        return false;
    if (is_no_name(s, name) || kho_unit_word(s, name, NULL) >= 0 ||
        !(kho_vchar_is_upper(kho_vchar(s, name, &n)) || kho_vchar_is_digit(kho_vchar(s, name, &n))))
        return false;
    /* "Xã hội", "Tỉnh A": the word itself in capitals needs a name in capitals behind it, checked
     * above; "phường 5" needs no more than a number */
    out->end = name_end(s, name);
    out->name = (kho_sv){s.p + name, out->end - name};
    if (out->name.n == 0 || (kho_vchar_is_digit((unsigned char)out->name.p[0]) &&
                             (out->name.n > 2 || kho_unit_words[out->word].level < 2)))
        return false;
    out->level = (enum kho_unit_level)kho_unit_words[out->word].level;
    if (out->level == KHO_UNIT_NONE)
        out->level = kho_unit_is_central(out->name) ? KHO_UNIT_PROVINCE : KHO_UNIT_DISTRICT;
    if (out->level == KHO_UNIT_PROVINCE)
        /* text goes on in capitals behind a province: its name is known, cut there */
        while (kho_unit_province(out->name) < 0) {
            const char *blank = NULL;

            for (size_t i = 0; i < out->name.n; i++)
                if (out->name.p[i] == ' ')
                    blank = out->name.p + i;
            if (blank == NULL)
                return false;
            out->name.n = (size_t)(blank - out->name.p);
            out->end = name + out->name.n;
        }
    return true;
}

bool
kho_unit_next(kho_sv s, size_t *at, struct kho_unit *out)
{
    static uint64_t initials; /* of unit words */
    struct kho_word w;
    size_t i = *at;

    if (initials == 0)
        initials = kho_word_initials("txhpqd");
    while (kho_word_next_of(s, &i, initials, &w)) {
        if (kho_phrase_may_begin(unit_words(), &w) && kho_unit_at(s, w.offset, out)) {
            *at = out->end > i ? out->end : i;
            return true;
        }
    }
    *at = s.n;
    return false;
}

/* "ĐẮK LẮK" -> "Đắk Lắk" */
static kho_sv
name_case(struct kho_arena *arena, kho_sv name)
{
    const int row = kho_unit_province(name);
    struct kho_word w;
    kho_sv lower;
    char *p;

    if (!kho_text_is_caps(name))
        return name;
    if (row >= 0) {
        /* a row fits by its old or its new name; scans may have lost tones of either */
        const bool old = kho_phrase_bare_at(name, 0, kho_provinces[row].old_name) == name.n;

        return kho_sv_from(old ? kho_provinces[row].old_name : kho_provinces[row].new_name);
    }
    lower = kho_text_lower(arena, name);
    p = kho_arena_alloc(arena, lower.n + name.n + 1, 1);
    memcpy(p, lower.p, lower.n);
    for (size_t at = 0; lower.n == name.n && kho_word_next(name, &at, &w);) {
        size_t n;

        (void)kho_vchar(name, w.offset,
                        &n); /* upper and lower case of a letter are of one length here */
        memcpy(p + w.offset, name.p + w.offset, n);
    }
    return (kho_sv){p, lower.n};
}

kho_sv
kho_unit_print(struct kho_arena *arena, const struct kho_unit *u)
{
    const kho_sv word = kho_sv_from(kho_unit_words[u->word].name), name = name_case(arena, u->name);
    char *p = kho_arena_alloc(arena, word.n + name.n + 2, 1);

    memcpy(p, word.p, word.n);
    p[word.n] = ' ';
    memcpy(p + word.n + 1, name.p, name.n);
    return (kho_sv){p, word.n + 1 + name.n};
}
