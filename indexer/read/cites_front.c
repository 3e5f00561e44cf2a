#include "cites.h"

#include "begins.h"
#include "vchar.h"

enum {
    TYPE_WORDS = 4,   /* longest type phrase of cite_types.tsv */
    FILLER_WORDS = 6, /* "Nghị quyết chuyên đề số", "Kế hoạch của UBND tỉnh số" */
    SPEAKER_WORDS = 16 /* "của đồng chí Phó Chủ tịch Thường trực UBND tỉnh tại" */
};

static const char *
type_words(size_t row)
{
    return kho_cite_types[row].words;
}

size_t
cite_type_at(const struct cite_text *t, size_t i, const struct kho_cite_types_row **row)
{
    static struct kho_begins types = {.words = type_words};
    const kho_sv bare = cite_bare(t, i);
    size_t best = 0, n;

    types.n = kho_cite_types_n;
    for (int k = -1; (k = kho_begins_next(&types, bare, k, &n)) >= 0;) {
        const struct kho_cite_types_row *r = &kho_cite_types[k];
        size_t up;

        if (n <= best)
            continue;
        if (r->abbr != 0) { /* "KH", "CTr": capitals from the second letter on */
            (void)kho_vchar(t->text, t->t[i].at, &up);
            if ((t->t[i].flags & TOK_CAP) == 0 ||
                !kho_vchar_is_upper(kho_vchar(t->text, t->t[i].at + up, &up)))
                continue;
        }
        best = n;
        *row = r;
    }
    return best == 0 ? 0 : cite_words_in(bare, best);
}

/* The type phrase whose last word is j; its first word, or j + 1. */
static size_t
type_ending(const struct cite_text *t, size_t j, const struct kho_cite_types_row **row)
{
    for (size_t len = TYPE_WORDS; len > 0; len--)
        if (j + 1 >= len && cite_type_at(t, j + 1 - len, row) == len)
            return j + 1 - len;
    return j + 1;
}

/* Nothing but blanks, a colon, quotes between two bytes: the number belongs to the word before it.
 */
static bool
close_by(const struct cite_text *t, size_t from, size_t to)
{
    size_t n;

    for (size_t at = from; at < to; at += n) {
        uint32_t c = kho_vchar(t->text, at, &n);

        if (!kho_vchar_is_blank(c) && c != ':' && c != 0x2013)
            return false;
    }
    return true;
}

/* "Nghị quyết chuyên đề số": a type word a little further in front of "số". */
static size_t
type_before(const struct cite_text *t, size_t j, size_t consumed,
            const struct kho_cite_types_row **row)
{
    for (size_t back = 0; back <= FILLER_WORDS && back <= j; back++) {
        size_t k = j - back, first;

        if (t->t[k].at < consumed || (back > 0 && cite_breaks(t, k)))
            break;
        first = type_ending(t, k, row);
        if (first <= k)
            return (t->t[first].flags & TOK_CAP) != 0 && (*row)->abbr == 0 ? first : j + 1;
        if (cite_cue(t, k, "subject") > 0 || cite_is(t, k, "tai") || cite_is(t, k, "theo") ||
            cite_is(t, k, "va") || (t->t[k].flags & TOK_DIGIT) != 0)
            break;
    }
    return j + 1;
}

/* "Nghị định của Chính phủ: số", "Nghị quyết HĐND tỉnh số": byte where the issuer's phrase begins,
 * 0 for none. */
static size_t
issuer_between(const struct cite_text *t, size_t first, size_t last)
{
    for (size_t k = first + 1; k <= last; k++) {
        size_t bytes;

        if (cite_is(t, k, "cua") || kho_issuer_words(cite_bare(t, k), &bytes).known)
            return cite_tok_end(t, k - 1);
    }
    return 0;
}

/* "theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số", "chỉ đạo của UBND tỉnh tại các văn bản:
 * số": who speaks stands in front of the document.  first is its first word. */
static void
speaker(const struct cite_text *t, size_t first, size_t consumed, struct cite_front *f)
{
    size_t i = first;

    if (i > 0 && cite_cue(t, i - 1, "plural") == 1)
        i--;
    if (i < 2 || !cite_is(t, i - 1, "tai") || cite_breaks(t, i - 2))
        return;
    for (size_t k = i - 1, left = SPEAKER_WORDS; k-- > 0 && left > 0; left--) {
        if (t->t[k].at < consumed || cite_breaks(t, k))
            return;
        if (cite_is(t, k, "cua") && k > 0) {
            f->issuer = cite_tok_end(t, k - 1);
            f->issuer_end = cite_tok_end(t, i - 2);
            return;
        }
    }
}

void
cite_front(const struct cite_text *t, size_t i, size_t consumed, bool said_so, struct cite_front *f)
{
    size_t j, first;

    memset(f, 0, sizeof *f);
    f->from = t->t[i].at;
    f->said_so = said_so;
    if (i == 0)
        return;
    j = i - 1;
    if (!close_by(t, cite_tok_end(t, j), t->t[i].at))
        return;
    if (!said_so && cite_is(t, j, "so")) {
        f->said_so = true;
        if (j == 0 || !close_by(t, cite_tok_end(t, j - 1), t->t[j].at) || t->t[j - 1].at < consumed)
            return;
        j--;
    }
    if (t->t[j].at < consumed)
        return;
    first = type_ending(t, j, &f->row);
    if (first <= j) {
        f->from = t->t[first].at;
        f->capital = (t->t[first].flags & TOK_CAP) != 0;
        speaker(t, first, consumed, f);
        return;
    }
    for (size_t len = 3; len > 0; len--)
        if (j + 1 >= len && cite_cue(t, j + 1 - len, "form") == len) {
            f->form = true;
            return;
        }
    if (f->said_so) {
        first = type_before(t, j, consumed, &f->row);
        if (first <= j) {
            f->from = t->t[first].at;
            f->capital = true;
            f->issuer = issuer_between(t, first, j);
        } else {
            f->row = NULL;
        }
    }
}
