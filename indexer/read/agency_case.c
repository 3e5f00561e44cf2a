/* agency_case.c - see agency_case.h. */
#include "agency_case.h"

#include "agency.h"
#include "fold.h"
#include "phrase.h"
#include "tables.h"
#include "units.h"
#include "vchar.h"

enum { NAME_MAX = 400 };

/* How the words are written that nothing else is known of. */
enum style {
    FIRST, /* the first and those behind "và", a comma or a dash have a capital */
    LOWER, /* none */
    NAME,  /* all but common ones (schemas/name_words.tsv) */
    PLACE  /* all */
};

struct writer {
    struct kho_buf *b;
    kho_sv caps;
    enum style style;
    size_t words;
    size_t last;  /* bytes of caps that are written */
    bool capital; /* the next word has one */
};

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

int
kho_issuer_name_at(kho_sv s, size_t at, size_t *end)
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

static kho_sv
name_words(size_t i)
{
    return kho_sv_from(kho_name_words[i].words);
}

/* The longest row of schemas/name_words.tsv at s[at], -1 for none. */
static int
name_words_at(kho_sv s, size_t at, size_t *end)
{
    static struct kho_phrases set = {.text = name_words};

    set.n = kho_name_words_n;
    return kho_phrase_longest(&set, s, at, NULL, end);
}

/* The name of a province at s[at], NULL for none. */
static const char *
province_at(kho_sv s, size_t at, size_t *end)
{
    for (size_t i = 0; i < kho_provinces_n; i++) {
        const char *const names[] = {kho_provinces[i].old_name, kho_provinces[i].new_name};

        for (size_t k = 0; k < 2; k++)
            if ((*end = kho_phrase_at(s, at, names[k])) != 0)
                return names[k];
    }
    return NULL;
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

/* "VII" behind "khu vực": a number, though it could be read as a word. */
static bool
is_roman(const struct writer *w, kho_sv word)
{
    static const char *const before[] = {"khu", "vực", "vùng", "miền", "số"};
    size_t end = w->b->n, from;
    kho_sv last;

    for (size_t i = 0; i < word.n; i++)
        if (strchr("IVX", word.p[i]) == NULL)
            return false;
    while (end > 0 && w->b->p[end - 1] == ' ')
        end--;
    if (end == 0)
        return false;
    for (from = end; from > 0 && w->b->p[from - 1] != ' ';)
        from--;
    last = (kho_sv){w->b->p + from, end - from};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (kho_phrase_at(last, 0, before[i]) == last.n)
            return word.n > 0;
    return false;
}

/* Can it be spoken, so that it is a name ("GLONG", "EA") and no abbreviation ("THPT")? */
static bool
is_spoken(const struct kho_word *w)
{
    size_t vowels = 0, tail = 0;

    for (size_t i = 0; i < w->bare_n; i++) {
        if (strchr("aeiouy", w->bare[i]) != NULL) {
            vowels++;
            tail = 0;
        } else {
            tail++;
            if (vowels == 0 && tail > 3)
                return false;
        }
    }
    return vowels > 0 && tail <= 2;
}

static void
skip_to(struct writer *w, size_t *at, size_t end)
{
    w->last = *at = end;
    w->words++;
}

/* The kind of the agency, or of one inside of it. */
static bool
put_kind(struct writer *w, size_t from, size_t *at)
{
    size_t end, to = 0;
    const int head = kho_agency_head(w->caps, from, &end);
    const int issuer = w->words == 0 ? kho_issuer_name_at(w->caps, from, &to) : -1;
    const char *rest;

    if (issuer >= 0 && to > end) {
        char name[NAME_MAX];
        const size_t n = issuer_name((size_t)issuer, name);
        size_t word = n;

        kho_buf_put(w->b, name, n);
        while (word > 0 && name[word - 1] != ' ')
            word--;
        w->style = kho_unit_word((kho_sv){name, n}, word, NULL) >= 0 ? PLACE : FIRST;
        w->capital = true;
        skip_to(w, at, to);
        return true;
    }
    if (head < 0 || (w->words > 0 && strchr(kho_org_words[head].phrase, ' ') == NULL))
        return false;
    kho_buf_str(w->b, kho_org_words[head].name);
    rest = kho_org_words[head].rest;
    w->style = rest[0] == 'n' ? NAME : rest[0] == 'l' ? LOWER : FIRST;
    if (kho_unit_word(w->caps, from, &to) >= 0 && to == end)
        w->style = PLACE; /* "HUYỆN ỦY KRÔNG BÔNG" */
    w->capital = true;
    skip_to(w, at, end);
    return true;
}

/* Words that are known: of a unit, a province, a common word. */
static bool
put_known(struct writer *w, size_t from, size_t *at)
{
    static const char *const always[] = {"Việt Nam", "khu vực"};
    static const char *const village[] = {"làng", "thôn",    "buôn",       "ấp",
                                          "khóm", "khu phố", "tổ dân phố", "xóm"};
    size_t end = 0;
    const char *province;
    int row = kho_unit_word(w->caps, from, &end);

    if (w->words > 0 && row >= 0 && kho_unit_words[row].party == 0 &&
        kho_phrase_at(w->caps, from, "xã hội") == 0) {
        kho_buf_str(w->b, kho_unit_words[row].name);
        w->style = PLACE;
        skip_to(w, at, end);
        return true;
    }
    if (w->words > 0 && w->style != PLACE && (province = province_at(w->caps, from, &end))) {
        kho_buf_str(w->b, province);
        w->capital = false;
        skip_to(w, at, end);
        return true;
    }
    for (size_t i = 0; i < sizeof always / sizeof *always && w->words > 0; i++) {
        if ((end = kho_phrase_at(w->caps, from, always[i])) == 0)
            continue;
        kho_buf_str(w->b, always[i]);
        w->capital = false;
        skip_to(w, at, end);
        return true;
    }
    for (size_t i = 0; i < sizeof village / sizeof *village && w->words > 0; i++) {
        if (w->style >= NAME || (end = kho_phrase_at(w->caps, from, village[i])) == 0)
            continue;
        kho_buf_str(w->b, village[i]);
        w->style = PLACE;
        skip_to(w, at, end);
        return true;
    }
    if (w->style == NAME && (row = name_words_at(w->caps, from, &end)) >= 0) {
        kho_buf_str(w->b, kho_name_words[row].words);
        skip_to(w, at, end);
        return true;
    }
    return false;
}

static void
put_other(struct writer *w, const struct kho_word *word)
{
    const kho_sv exact = {word->exact, word->exact_n};
    const kho_sv text = {w->caps.p + word->offset, word->length};
    static const char *const small[] = {"và", "của", "các", "thuộc", "cho", "về", "với", "ở"};
    const bool dash = word->offset > 2 && memcmp(w->caps.p + word->offset - 3, " - ", 3) == 0;
    bool title = w->style >= NAME || w->words == 0 || (w->capital && w->style == FIRST);

    if (dash && w->b->n > 3 && kho_vchar_is_digit((unsigned char)w->b->p[w->b->n - 4]))
        w->style = PLACE; /* "KHU VỰC 2 - MỘC CHÂU" */
    if (dash || (word->offset > 1 && memchr(w->caps.p + word->offset - 2, ',', 2) != NULL))
        title = title || w->style != LOWER;
    for (size_t i = 0; i < sizeof small / sizeof *small && w->words > 0 && w->style != PLACE; i++)
        title = title && !kho_sv_eq(exact, kho_sv_from(small[i]));
    if (kho_sv_eq(exact, KHO_SV("số")) && w->words > 0 &&
        text.p + text.n + 1 < w->caps.p + w->caps.n &&
        kho_vchar_is_digit((unsigned char)text.p[text.n + 1]))
        title = false; /* "tổ dân phố số 5" */
    if (is_roman(w, text) || (!kho_is_syllable(exact) && !(w->style == PLACE && is_spoken(word))))
        kho_buf_sv(w->b, text); /* THPT, GDĐT, 2 */
    else
        put_word(w->b, text, title);
    w->capital = kho_sv_eq(exact, KHO_SV("và"));
    w->words++;
}

void
kho_agency_write(struct kho_buf *b, kho_sv caps)
{
    struct writer w = {.b = b, .caps = caps};
    struct kho_word word;
    size_t at = 0;

    while (kho_word_next(caps, &at, &word)) {
        const size_t end = at;

        kho_buf_put(b, caps.p + w.last, word.offset - w.last);
        at = end;
        if (put_kind(&w, word.offset, &at) || put_known(&w, word.offset, &at))
            continue;
        put_other(&w, &word);
        w.last = at;
    }
    kho_buf_put(b, caps.p + w.last, caps.n - w.last);
}
