/* What a document is about: "về ..." behind its mention, and where that ends. */
#include "cites.h"
#include "vchar.h"

enum {
    SUBJECT_BYTES = 240, /* of "về ..." */
    VERB_WORDS = 8       /* from a body to what it does */
};

/* ", Kế hoạch số 13/KH-UBND", "và Quyết định số 5": the next document of a row. */
static bool
is_next_document(const struct cite_text *t, size_t i)
{
    const struct kho_cite_types_row *row = NULL;
    size_t words;

    if (i >= t->n || (t->t[i].flags & TOK_CAP) == 0 || (words = cite_type_at(t, i, &row)) == 0)
        return false;
    i += words + (cite_is(t, i + words, "so") ? 1 : 0);
    return i < t->n && (t->t[i].flags & TOK_DIGIT) != 0;
}

/* ", UBND huyện xây dựng kế hoạch": the subject is over, the sentence goes on with who acts. */
static bool
is_next_clause(const struct cite_text *t, size_t i)
{
    size_t bytes, k;

    if (!kho_issuer_words(cite_bare(t, i), &bytes).known)
        return false;
    k = i + cite_words_in(cite_bare(t, i), bytes);
    for (size_t n = 0; n < VERB_WORDS && k + n < t->n && !cite_breaks(t, k + n - 1); n++) {
        const size_t end = cite_tok_end(t, k + n - 1);

        if (cite_cue(t, k + n, "acts") > 0)
            return true;
        if (memchr(t->text.p + end, ',', t->t[k + n].at - end) != NULL)
            return false;
    }
    return false;
}

/* Where the subject that begins with word i ends: byte behind it. */
static size_t
subject_stop(const struct cite_text *t, size_t i)
{
    const size_t from = t->t[i].at;
    size_t end = from, n;
    int open = 0;

    for (; end < t->text.n && end - from < SUBJECT_BYTES; end += n) {
        const uint32_t c = kho_vchar(t->text, end, &n);

        open += c == '(' || c == 0x201c ? 1 : c == ')' || c == 0x201d ? -1 : 0;
        if (c == ';' || open < 0 ||
            (c == '.' && (end + 1 == t->text.n || t->text.p[end + 1] == ' ')))
            return end;
    }
    if (end < t->text.n && end - from >= SUBJECT_BYTES) { /* cut between words */
        size_t k = cite_tok_at(t, end);

        while (k > i + 1 && cite_tok_end(t, k - 1) > from + SUBJECT_BYTES)
            k--;
        end = cite_tok_end(t, k - 1);
    }
    return end;
}

kho_sv
cite_subject(struct cite_ctx *x, size_t at)
{
    const struct cite_text *t = &x->text;
    const struct kho_cite_types_row *row;
    size_t i = cite_tok_at(t, at), from, end;

    if (i >= t->n || cite_cue(t, i, "subject") == 0 ||
        ((t->t[i].flags & TOK_CAP) != 0 &&
         cite_type_at(t, i, &row) > 0)) /* the next "Hướng dẫn số" */
        return (kho_sv){NULL, 0};
    from = t->t[i].at;
    for (size_t k = at; k < from; k++) /* nothing but blanks, a comma or a quote between */
        if (strchr(".;:)", t->text.p[k]) != NULL && (unsigned char)t->text.p[k] < 0x80)
            return (kho_sv){NULL, 0};
    end = subject_stop(t, i);
    for (size_t k = i + 1; k < t->n && t->t[k].at < end; k++) {
        const size_t gap = cite_tok_end(t, k - 1);
        const bool comma = memchr(t->text.p + gap, ',', t->t[k].at - gap) != NULL;

        if ((comma && (is_next_document(t, k) || is_next_clause(t, k))) ||
            cite_is(t, k, "nhu sau") || (cite_is(t, k, "va") && is_next_document(t, k + 1)))
            end = gap;
    }
    while (end > from && (t->text.p[end - 1] == ' ' || t->text.p[end - 1] == ','))
        end--;
    return cite_slice(t, from, end);
}
