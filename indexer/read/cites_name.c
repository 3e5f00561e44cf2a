#include "cites.h"
#include "fold.h"
#include "law.h"
#include "vchar.h"

enum {
    TITLE_WORDS = 14, /* of a law no table has */
    AMENDING_WORDS = 60,
    SUBJECT_WORDS = 60
};

static bool
comma_before(const struct cite_text *t, size_t i)
{
    size_t gap = i > 0 ? cite_tok_end(t, i - 1) : 0;

    return i < t->n && memchr(t->text.p + gap, ',', t->t[i].at - gap) != NULL;
}

/* "năm 2000", "số 15/2004/PL-UBTVQH11" */
static bool
number_stops(const struct cite_text *t, size_t i)
{
    return (cite_is(t, i, "nam") || cite_is(t, i, "so") || cite_is(t, i, "ngay")) && i + 1 < t->n &&
           (t->t[i + 1].flags & TOK_DIGIT) != 0;
}

/* "năm", "số", "ngày" end a title only in front of a number: "Pháp lệnh Dân số". */
static bool
title_stops(const struct cite_text *t, size_t i)
{
    if (cite_is(t, i, "nam") || cite_is(t, i, "so") || cite_is(t, i, "ngay"))
        return number_stops(t, i);
    return cite_cue(t, i, "stop") > 0;
}

/* "sửa đổi, bổ sung một số điều của Luật A và Luật B": up to its date, its number or the end of the
 * item. */
static size_t
amending_title(const struct cite_text *t, size_t i)
{
    size_t n = 0;

    while (n < AMENDING_WORDS && i + n < t->n && (n == 0 || !cite_breaks(t, i + n - 1))) {
        if (n > 0 &&
            (cite_is(t, i + n, "nam") || cite_is(t, i + n, "so") || cite_is(t, i + n, "ngay")) &&
            title_stops(t, i + n))
            break;
        n++;
    }
    return n;
}

/* Words of the title from word i on; *slug is set for known titles. */
static size_t
title_words(struct cite_ctx *x, size_t i, kho_sv *slug)
{
    const struct cite_text *t = &x->text;
    size_t known = kho_law_title(cite_bare(t, i)), words = cite_words_in(cite_bare(t, i), known),
           sure = 0, n;

    if (known > 0) {
        *slug = kho_slug(x->arena, (kho_sv){cite_bare(t, i).p, known});
        return words;
    }
    /* a title no table has begins with a capital: "Luật Bưu chính" */
    if (i >= t->n || (t->t[i].flags & TOK_CAP) == 0 || (t->t[i].flags & TOK_DIGIT) != 0 ||
        (t->t[i - 1].flags & TOK_UPPER) != 0 || cite_cue(t, i, "amends") > 0 ||
        cite_is(t, i, "luat"))
        return 0;
    for (n = 1; n < TITLE_WORDS && i + n < t->n && !cite_breaks(t, i + n - 1); n++) {
        const struct kho_cite_types_row *row;

        if (comma_before(t, i + n) && !cite_is(t, i + n, "chong")) {
            if ((t->t[i + n].flags & TOK_CAP) != 0)
                break;
            sure = sure == 0 ? n : sure;
        }
        if ((t->t[i + n].flags & TOK_DIGIT) != 0 || title_stops(t, i + n))
            break;
        if ((t->t[i + n].flags & TOK_CAP) != 0 && cite_type_at(t, i + n, &row) > 0)
            break;
    }
    /* "Luật Xuất cảnh, nhập cảnh năm 2000": only a year or a number says that it goes on behind a
     * comma */
    if (sure > 0 && !number_stops(t, i + n))
        n = sure;
    if (kho_arena_room(x->arena) < 4096)
        return 0;
    *slug = kho_slug(x->arena, cite_slice(t, t->t[i].at, cite_tok_end(t, i + n - 1)));
    return n;
}

/* "số 10/2022/QH15" behind a title */
static size_t
number_behind(struct cite_ctx *x, size_t i, struct kho_symbol *s)
{
    const struct cite_text *t = &x->text;
    size_t n;

    if (!cite_is(t, i, "so") || i + 1 >= t->n || (t->t[i + 1].flags & TOK_DIGIT) == 0)
        return 0;
    n = kho_symbol_scan(x->arena, t->text, t->t[i + 1].at, s);
    return n == 0 ? 0 : t->t[i + 1].at + n;
}

static struct cite *
add_law(struct cite_ctx *x, size_t from, size_t to, const char *type, kho_sv slug)
{
    struct cite *c = cite_add(x, from, to);

    if (c == NULL)
        return NULL;
    c->law = slug;
    c->c.type = kho_sv_from(type);
    c->c.kind = KHO_CITE_NAMED;
    return c;
}

/* "các Luật: Đất đai, Nhà ở, Đầu tư công năm 2019": titles that are known, in a row from word i
 * on. */
static size_t
law_row(struct cite_ctx *x, size_t i)
{
    const struct cite_text *t = &x->text;
    size_t k = i;

    while (k < t->n && (t->t[k].flags & TOK_CAP) != 0 && kho_arena_room(x->arena) > 8192) {
        const size_t known = kho_law_title(cite_bare(t, k)),
                     words = cite_words_in(cite_bare(t, k), known);
        const size_t end = words > 0 ? cite_tok_end(t, k + words - 1) : 0;
        struct kho_date date;
        struct cite *c;
        size_t to;

        if (words == 0)
            break;
        to = cite_date_part(t, end, &date);
        c = add_law(x, t->t[k].at, to, "LUẬT",
                    kho_slug(x->arena, (kho_sv){cite_bare(t, k).p, known}));
        if (c == NULL)
            break;
        c->date = date;
        c->c.subject = cite_slice(t, t->t[k].at, end);
        k = cite_tok_at(t, to);
        if (k < t->n && !comma_before(t, k) && !cite_is(t, k, "va") &&
            memchr(t->text.p + to, ';', t->t[k].at - to) == NULL)
            break;
        if (cite_is(t, k, "va"))
            k++;
        if (cite_is(t, k, "luat")) /* "Luật Đất đai" has its own word again */
            break;
    }
    return k;
}

size_t
cite_law(struct cite_ctx *x, size_t i)
{
    const struct cite_text *t = &x->text;
    size_t first = i, words = 0, to, behind;
    const char *type = "LUẬT";
    struct kho_symbol s;
    struct kho_date date;
    kho_sv slug = {NULL, 0};
    struct cite *c;
    bool numbered = false, amending = false;

    if ((t->t[i].flags & TOK_CAP) == 0)
        return i;
    if (cite_is(t, i, "bo luat"))
        type = "BLUẬT", i += 2;
    else if (cite_is(t, i, "phap lenh"))
        type = "PL", i += 2;
    else if (cite_is(t, i, "hien phap"))
        type = "HP", i += 2;
    else if (cite_is(t, i, "luat"))
        i++;
    else
        return first;
    /* in capitals "PHÁP LUẬT", "KỶ LUẬT" look alike */
    if (first > 0 && (cite_is(t, first - 1, "phap luat") || cite_is(t, first - 1, "ky luat") ||
                      cite_is(t, first - 1, "quy luat")))
        return first;
    if (strcmp(type, "HP") == 0) {
        /* "Hiến pháp và pháp luật" is no citation, "Hiến pháp năm 2013" is one */
        if (cite_is(t, i, "nuoc cong hoa xa hoi chu nghia viet nam"))
            i += 9;
        if (cite_bare_year(t, cite_tok_end(t, i - 1), &date) == cite_tok_end(t, i - 1) &&
            (!cite_is(t, i, "nam") ||
             kho_date_scan(t->text, i < t->n ? t->t[i].at : t->text.n, &date) == 0))
            return first;
        slug = KHO_SV("hien-phap");
    } else {
        if (i < t->n && cite_breaks(t, i - 1) && t->text.p[cite_tok_end(t, i - 1)] == ':' &&
            first > 0 && cite_is(t, first - 1, "cac")) {
            const size_t behind_row = law_row(x, i);

            return behind_row > i ? behind_row : first;
        }
        if (i >= t->n || cite_breaks(t, i - 1) || comma_before(t, i))
            return first;
        amending = cite_is(t, i, "sua doi");
        words = amending ? amending_title(t, i) : title_words(x, i, &slug);
        if (words == 0 || kho_arena_room(x->arena) < 8192)
            return first;
        if (amending)
            slug = kho_slug(x->arena, cite_slice(t, t->t[i].at, cite_tok_end(t, i + words - 1)));
    }
    to = cite_tok_end(t, i + words - 1);
    behind = number_behind(x, i + words, &s);
    if (behind > 0 && (t->t[first].at >= x->amending_end || behind < x->amending_end)) {
        numbered = true;
        to = behind;
    }
    behind = cite_date_part(t, to, &date);
    if (behind == to)
        behind = cite_bare_year(t, to, &date);
    if (t->t[first].at < x->amending_end && behind >= x->amending_end)
        date = (struct kho_date){0}; /* the date of the law that amends this one */
    else
        to = behind;
    c = add_law(x, t->t[first].at, to, type, slug);
    if (c == NULL)
        return first;
    c->date = date;
    if (numbered) {
        c->c.kind = KHO_CITE_NUMBERED;
        c->symbol = s;
        c->has_symbol = true;
        c->c.number = s.number;
        c->c.symbol = s.text;
        cite_tail(x, to, false, &c->tail);
    }
    c->c.subject = words > 0 ? cite_slice(t, t->t[i].at, cite_tok_end(t, i + words - 1)) : slug;
    c->end = c->tail.end > to ? c->tail.end : to;
    if (!amending)
        return cite_tok_at(t, to);
    x->amending_end = to;
    return i; /* the laws it amends are cited too */
}

/* Where a subject ends: at punctuation, or a comma that does not stand inside a short row of words.
 */
static size_t
subject_end(const struct cite_text *t, size_t i)
{
    size_t n = 0;

    while (n < SUBJECT_WORDS && i + n < t->n && (n == 0 || !cite_breaks(t, i + n - 1))) {
        if (n > 0 && comma_before(t, i + n)) {
            size_t k = i + n;

            /* "phát triển toàn diện, bền vững." goes on to the full stop */
            while (k < t->n && k < i + n + 3 && !cite_breaks(t, k) && !comma_before(t, k + 1))
                k++;
            if (k >= i + n + 3 || k >= t->n || !cite_breaks(t, k) || comma_before(t, k + 1))
                break;
        }
        n++;
    }
    return n;
}

size_t
cite_subject_only(struct cite_ctx *x, size_t i)
{
    const struct cite_text *t = &x->text;
    const struct kho_cite_types_row *row = NULL;
    size_t words = cite_type_at(t, i, &row), k, n, start;
    struct cite_tail tail;
    struct cite *c;

    if (words == 0 || row->subject == 0 || (t->t[i].flags & TOK_CAP) == 0 ||
        (t->t[i].flags & TOK_UPPER) != 0 || !cite_is(t, i + words, "cua") ||
        cite_breaks(t, i + words - 1))
        return i;
    if (i > 0 && !cite_breaks(t, i - 1) &&
        (cite_cue(t, i - 1, "plural") > 0 || (t->t[i - 1].flags & TOK_DIGIT) != 0))
        return i;
    k = i + words;
    cite_tail(x, cite_tok_end(t, k - 1), false, &tail);
    if (tail.n_codes == 0 || tail.issuer.n == 0)
        return i;
    k = cite_tok_at(t, tail.end);
    if (!cite_is(t, k, "ve") || cite_breaks(t, k - 1))
        return i;
    start = k + (cite_is(t, k, "ve viec") ? 2 : 1);
    n = subject_end(t, start);
    if (n < 3 || kho_arena_room(x->arena) < 8192)
        return i;
    c = cite_add(x, t->t[i].at, cite_tok_end(t, start + n - 1));
    if (c == NULL)
        return i;
    c->tail = tail;
    c->date = tail.date;
    c->c.kind = KHO_CITE_UNNUMBERED;
    c->c.type = kho_sv_from(row->code);
    c->c.subject = cite_slice(t, t->t[k].at, cite_tok_end(t, start + n - 1));
    c->law = kho_slug(x->arena, cite_slice(t, t->t[start].at, cite_tok_end(t, start + n - 1)));
    return start; /* what the subject cites is cited too */
}
