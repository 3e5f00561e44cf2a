/* likely.c - see likely.h. */
#include "likely.h"

#include "rerank.h"

enum {
    FEW = 3,           /* so many must all be there */
    WORDS_MAX = 8,     /* of a query whose reading is looked for */
    FORMS = 6,         /* of one word that are told apart */
    DOCS = 12,         /* that are read */
    DOCS_MIN = 3,      /* however long they are */
    TEXT_MAX = 65536,  /* bytes, of one text */
    BYTES = 160000,    /* of all; no clock, so that every page of an answer is read alike */
    PLACES_MAX = 2000, /* in one text */
    BESIDE = 8         /* a place beside another word of the query counts so often */
};

static const double CLEAR = .5; /* of the votes */
/* A word in its likely form, as exact forms weigh that were typed: */
static const double LIKELY_FEW = 10;  /* above what one word usually weighs */
static const double LIKELY_MANY = .1; /* decides between equals */

struct form {
    kho_sv exact;
    double votes;
    uint32_t places; /* in the text under way */
};
struct reading {
    struct form form[FORMS];
    size_t n;
};

/* The others stand in quotations, and in names for these. */
static size_t
loose_words(const struct kho_wanted *w)
{
    size_t loose = 0;

    for (size_t i = 0; i < w->n; i++)
        loose += w->word[i].loose;
    return loose;
}

bool
kho_likely_asked(const struct kho_wanted *w)
{
    const size_t loose = loose_words(w);

    for (size_t i = 0; i < w->n; i++)
        if (w->word[i].loose && (w->word[i].prefix || w->word[i].marks))
            return false;
    return loose > 0 && loose <= WORDS_MAX;
}

static struct form *
form_of(struct reading *r, struct kho_arena *arena, kho_sv exact)
{
    for (size_t i = 0; i < r->n; i++)
        if (kho_sv_eq(r->form[i].exact, exact))
            return &r->form[i];
    if (r->n == FORMS)
        return NULL;
    r->form[r->n] = (struct form){.exact = kho_arena_dup(arena, exact)};
    return &r->form[r->n++];
}

static bool
is_pair(const struct kho_wanted *w, uint8_t a, uint8_t b)
{
    for (size_t i = 0; i < w->n_pairs; i++)
        if (w->pair[i].a == a && w->pair[i].b == b)
            return true;
    return false;
}

/* The exact form of the word at a place: kho_wanted_find says only whether it is the typed one. */
static kho_sv
exact_at(struct kho_arena *arena, kho_sv text, const struct kho_found *f)
{
    const kho_sv piece = {text.p + f->offset, f->length};
    struct kho_word word;
    size_t at = 0;

    if (!kho_word_next(piece, &at, &word))
        return (kho_sv){NULL, 0};
    return kho_arena_dup(arena, (kho_sv){word.exact, word.exact_n});
}

/* A text votes once for each word: for the form that it has most often, beside its neighbour of the
 * query rather than alone. */
static void
read_text(const struct kho_wanted *w, kho_sv text, struct kho_arena *arena, struct reading *r)
{
    size_t n;
    const struct kho_found *f = kho_wanted_find(arena, w, text, PLACES_MAX, &n);

    for (size_t i = 0; i < n; i++) {
        const bool after =
            i > 0 && f[i].at == f[i - 1].at + 1 && is_pair(w, f[i - 1].word, f[i].word);
        const bool before =
            i + 1 < n && f[i + 1].at == f[i].at + 1 && is_pair(w, f[i].word, f[i + 1].word);
        struct form *form = w->word[f[i].word].loose
                                ? form_of(&r[f[i].word], arena, exact_at(arena, text, &f[i]))
                                : NULL;

        if (form != NULL)
            form->places += after || before ? BESIDE : 1;
    }
    for (size_t i = 0; i < w->n; i++) {
        struct form *best = NULL;

        for (size_t k = 0; k < r[i].n; k++) {
            struct form *one = &r[i].form[k];

            if (one->places != 0 && (best == NULL || one->places > best->places))
                best = one;
        }
        if (best != NULL)
            best->votes += best->places >= BESIDE || w->n == 1 ? 1 : .25;
        for (size_t k = 0; k < r[i].n; k++)
            r[i].form[k].places = 0;
    }
}

/* The beginning of a long text. */
static kho_sv
beginning(kho_sv text)
{
    size_t n = text.n < TEXT_MAX ? text.n : TEXT_MAX;

    while (n < text.n && n > 0 && ((unsigned char)text.p[n] & 0xc0) == 0x80)
        n--;
    return (kho_sv){text.p, n};
}

static enum kho_status
read_hits(struct kho_store *s, const struct kho_wanted *w, const struct kho_hit *hits, size_t n,
          struct kho_arena *arena, struct reading *r, struct kho_err *err)
{
    enum kho_status st = KHO_OK;
    size_t bytes = 0;

    for (size_t i = 0; st == KHO_OK && i < n && i < DOCS && (i < DOCS_MIN || bytes < BYTES); i++) {
        struct kho_document doc;
        kho_sv data;

        st = kho_store_data(s, hits[i].docid, arena, &data, err);
        if (st == KHO_OK)
            st = kho_document_unpack(arena, data, KHO_DOCUMENT_TEXT, &doc, err);
        if (st == KHO_DATA) { /* damaged: the others are read */
            st = KHO_OK;
            continue;
        }
        if (st != KHO_OK)
            break;
        read_text(w, beginning(doc.lines.text), arena, r);
        bytes += beginning(doc.lines.text).n;
    }
    return st;
}

/* The form with most of the votes; p NULL: none, or one without marks. */
static kho_sv
likely_form(const struct reading *r, kho_sv bare)
{
    const struct form *best = NULL;
    double all = 0;

    for (size_t i = 0; i < r->n; i++) {
        /* A text without marks (a bad scan, mail of old) says nothing, if there are others. */
        if (r->n > 1 && kho_sv_eq(r->form[i].exact, bare))
            continue;
        all += r->form[i].votes;
        if (best == NULL || r->form[i].votes > best->votes)
            best = &r->form[i];
    }
    if (best == NULL || best->votes < CLEAR * all || kho_sv_eq(best->exact, bare))
        return (kho_sv){NULL, 0};
    return best->exact;
}

enum kho_status
kho_likely_first(struct kho_store *s, const struct kho_wanted *w, struct kho_hit *hits, size_t n,
                 struct kho_arena *arena, struct kho_err *err)
{
    struct reading r[KHO_WANTED_WORDS] = {{.n = 0}};
    kho_sv terms[2 * WORDS_MAX];
    bool *has = KHO_NEW_N(arena, n * 2 * WORDS_MAX + 1, bool);
    uint32_t *docids = KHO_NEW_N(arena, n + 1, uint32_t);
    size_t words = 0;
    const double likely = loose_words(w) <= FEW ? LIKELY_FEW : LIKELY_MANY;
    enum kho_status st = read_hits(s, w, hits, n, arena, r, err);

    for (size_t i = 0; st == KHO_OK && i < w->n; i++) {
        const kho_sv form = likely_form(&r[i], w->word[i].bare); /* none of what is not loose */

        if (form.p != NULL) {
            const struct kho_exact_term t = kho_term_exact(arena, w->word[i].bare, form);

            terms[2 * words] = t.term;
            terms[2 * words++ + 1] = t.without;
        }
    }
    for (size_t i = 0; i < n; i++)
        docids[i] = hits[i].docid;
    if (st != KHO_OK || words == 0)
        return st;
    st = kho_store_has(s, docids, n, terms, 2 * words, has, err);
    for (size_t i = 0; st == KHO_OK && i < n; i++)
        for (size_t k = 0; k < words; k++)
            if (has[(i * words + k) * 2] && !has[(i * words + k) * 2 + 1])
                hits[i].weight += likely;
    kho_rerank_sort(hits, n);
    return st;
}
