#include "cites.h"
#include "vchar.h"

static size_t
blanks(const struct cite_text *t, size_t at)
{
    return kho_vchar_skip_blanks(t->text, at, 64);
}

static bool
byte_is(const struct cite_text *t, size_t at, char c)
{
    return at < t->text.n && t->text.p[at] == c;
}

/* "(22/12/2024) của Bộ Chính trị": the parenthesis was the date's. */
static bool
only_blanks(const struct cite_text *t, size_t from, size_t to)
{
    return blanks(t, from) == to;
}

/* Bodies behind the first: partners of a joint document ("và Ban cán sự Đảng Ủy ban nhân dân
 * tỉnh"), else only bodies that sign alike ("Bộ Chính trị, Ban Bí thư"). */
static size_t
partners(struct cite_ctx *x, size_t i, bool joint, struct cite_tail *out)
{
    const struct cite_text *t = &x->text;
    size_t taken = 0, n, bytes;

    while (out->n_codes < KHO_KEY_CODES && i + taken < t->n) {
        const size_t k = i + taken, gap = k > 0 ? cite_tok_end(t, k - 1) : 0,
                     join = cite_is(t, k, "va") || cite_is(t, k, "voi") ? 1 : 0;
        struct kho_issuer who;
        struct cite_tail same;

        if (join == 0 && memchr(t->text.p + gap, ',', t->t[k].at - gap) == NULL &&
            memchr(t->text.p + gap, '-', t->t[k].at - gap) == NULL)
            break;
        who = kho_issuer_words(cite_bare(t, k + join), &bytes);
        if (!who.known || (!joint && (who.level != KHO_LEVEL_CENTRAL ||
                                      !kho_sv_eq(who.code, out->codes[0].code))))
            break;
        memset(&same, 0, sizeof same);
        n = cite_body(x, k + join, joint ? out : &same);
        if (n == 0)
            break;
        taken += n + join;
    }
    return taken;
}

/* "giữa A và B" further on, behind the subject: joint documents name their parties late. */
static size_t
parties_later(const struct cite_text *t, size_t i)
{
    const struct kho_cite_types_row *row;

    for (size_t k = i; k < t->n && k < i + 40; k++) {
        if (k > i && t->bare[t->t[k].bare_at - 1] == '|')
            return 0;
        if (cite_is(t, k, "giua"))
            return k;
        if ((t->t[k].flags & TOK_CAP) != 0 && cite_type_at(t, k, &row) > 0)
            return 0; /* that would be another document's parties */
    }
    return 0;
}

void
cite_tail(struct cite_ctx *x, size_t at, bool joint, struct cite_tail *out)
{
    const struct cite_text *t = &x->text;
    size_t p = blanks(t, at), i, k, start, words = 0, end;
    bool said = false, comma = byte_is(t, p, ',');
    struct kho_date signed_on;

    memset(out, 0, sizeof *out);
    out->end = at;
    p = cite_term(t, at, &out->term);
    if (p > at)
        out->end = p;
    if (p == at && (p = cite_signed(t, at, &out->date)) > at)
        out->end = p;
    i = cite_tok_at(t, out->end);
    if (i >= t->n || (i > 0 && t->bare[t->t[i].bare_at - 1] == '|' && p == at &&
                      !only_blanks(t, at, t->t[i].at)))
        return;
    k = i;
    if (joint && kho_level_words(t->text, t->t[k].at, &words) != KHO_LEVEL_ANY &&
        (t->t[k].flags & TOK_CAP) == 0) /* "BDVTU-BCSĐ UBND tỉnh" */
        k += words;
    words = 0;
    if (cite_is(t, k, "cua") || cite_is(t, k, "do") || cite_is(t, k, "giua")) {
        joint = joint || cite_is(t, k, "giua");
        said = true;
        k += cite_is(t, k, "cua cua") ? 2 : 1;
    } else if (joint && (end = parties_later(t, k)) > 0) {
        said = true;
        k = end + 1;
    }
    if (k >= t->n)
        return;
    /* without "của" a body must stand right behind the date, or it begins the next thought */
    if (!said && ((comma && !cite_is(t, k, "hoi nghi")) || (t->t[k].flags & TOK_CAP) == 0))
        return;
    start = k;
    if (said && (cite_is(t, k, "lien") ||
                 cite_is(t, k, "dong chi"))) { /* "của liên Sở Nội vụ - Sở Tài chính" */
        joint = joint || cite_is(t, k, "lien");
        k += cite_is(t, k, "lien") ? 1 : 2;
        if (cite_is(t, k, "nganh") || cite_is(t, k, "tich"))
            k++;
    }
    words = cite_body(x, k, out);
    if (words > 0)
        words += partners(x, k + words, joint, out);
    else if (said)
        words = cite_body_free(x, k, out);
    if (words == 0 && said)
        words = cite_body_level(x, k, out);
    if (words == 0)
        return;
    end = cite_tok_end(t, k + words - 1);
    p = cite_term(t, end, &out->term);
    out->issuer = cite_slice(t, t->t[start].at, p);
    signed_on = out->date;
    end = cite_date_part(t, p, &out->date);
    if (!kho_date_full(out->date)) {
        out->date = signed_on;
        end = kho_date_full(signed_on) ? p : cite_signed(t, p, &out->date);
    }
    out->end = end > out->end ? end : out->end;
}
