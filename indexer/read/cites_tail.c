#include "cites.h"
#include "fold.h"
#include "vchar.h"

enum {
    TOPIC_WORDS = 24, /* of the name of a steering committee */
    NAME_WORDS = 5,   /* of a place: "Bà Rịa - Vũng Tàu" */
    FREE_WORDS = 14,  /* of an issuer that no table has */
    HOUR_BYTES = 40   /* of "hồi 10 giờ 00" */
};

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

size_t
cite_date_part(const struct cite_text *t, size_t at, struct kho_date *date)
{
    size_t p = blanks(t, at), n;
    bool comma = byte_is(t, p, ','), paren;
    struct kho_date d;

    *date = (struct kho_date){0};
    if (comma)
        p = blanks(t, p + 1);
    paren = !comma && byte_is(t, p, '(');
    if (paren)
        p = blanks(t, p + 1);
    if (kho_vchar_word(t->text, p, "hồi") >
        0) /* telegrams state the hour: "hồi 10 giờ 00 ngày 02/3/2022" */
        for (size_t q = p; q < t->text.n && q - p < HOUR_BYTES; q++)
            if (t->text.p[q] == ' ' && kho_vchar_word(t->text, q + 1, "ngày") > 0) {
                p = q + 1;
                break;
            }
    n = kho_date_scan(t->text, p, &d);
    if (n == 0 || d.quarter > 0)
        return at;
    if (!kho_date_full(d)) {
        bool word =
            kho_vchar_word(t->text, p, "ngày") > 0 || kho_vchar_word(t->text, p, "tháng") > 0;
        bool year = kho_vchar_word(t->text, p, "năm") > 0;

        /* "năm 2016" stands right behind the number; anything looser is the subject's */
        if (comma || paren || (!word && !year))
            return at;
    } else if (comma && kho_vchar_word(t->text, p, "ngày") == 0) {
        return at;
    }
    p += n;
    if (paren) {
        size_t q = blanks(t, p);

        if (!byte_is(t, q, ')'))
            return at;
        p = q + 1;
    }
    *date = d;
    return p;
}

size_t
cite_term(const struct cite_text *t, size_t at, uint8_t *term)
{
    size_t p = blanks(t, at), n, i;
    bool paren = byte_is(t, p, '(');
    int v;

    if (paren || byte_is(t, p, ','))
        p = blanks(t, p + 1);
    n = kho_vchar_word(t->text, p, "khóa");
    if (n == 0)
        n = kho_vchar_word(t->text, p, "khoá");
    if (n == 0)
        return at;
    i = cite_tok_at(t, p + n);
    if (i >= t->n || t->t[i].at != blanks(t, p + n))
        return at;
    v = kho_ordinal(cite_slice(t, t->t[i].at, cite_tok_end(t, i)));
    if (v < 1 || v > 99)
        return at;
    p = cite_tok_end(t, i);
    if (paren) {
        p = blanks(t, p);
        if (!byte_is(t, p, ')'))
            return at;
        p++;
    }
    *term = (uint8_t)v;
    return p;
}

static enum kho_level
level_at(const struct cite_text *t, size_t i, size_t *words)
{
    *words = 0;
    return i < t->n ? kho_level_words(t->text, t->t[i].at, words) : KHO_LEVEL_ANY;
}

/* Words of a place from word i on: capitalised, in a row. */
static size_t
place_words(const struct cite_text *t, size_t i)
{
    const struct kho_cite_types_row *row;
    size_t n = 0, gap = i > 0 ? cite_tok_end(t, i - 1) : 0;

    /* "UBND tỉnh, Kế hoạch số": the next item of a list */
    if (i >= t->n || memchr(t->text.p + gap, ',', t->t[i].at - gap) != NULL ||
        cite_type_at(t, i, &row) > 0)
        return 0;
    while (n < NAME_WORDS && i + n < t->n && (t->t[i + n].flags & TOK_CAP) != 0 &&
           (n == 0 || !cite_breaks(t, i + n - 1)) && cite_cue(t, i + n, "subject") == 0) {
        size_t bytes;
        struct kho_issuer body = kho_issuer_words(cite_bare(t, i + n), &bytes);

        /* the next body of a list is no place: "UBND tỉnh, Sở Nội vụ" */
        if (n == 0 && body.known)
            return 0;
        if (n > 0 && memchr(t->text.p + cite_tok_end(t, i + n - 1), ',',
                            t->t[i + n].at - cite_tok_end(t, i + n - 1)) != NULL)
            break;
        n++;
    }
    return n;
}

static void
set_name(struct cite_ctx *x, size_t i, size_t words, struct cite_tail *out)
{
    if (words > 0 && kho_arena_room(x->arena) > 4096)
        out->name = kho_slug(
            x->arena, cite_slice(&x->text, x->text.t[i].at, cite_tok_end(&x->text, i + words - 1)));
}

/* "lần thứ 44", "lần thứ sáu" */
static size_t
session(const struct cite_text *t, size_t i)
{
    if (!cite_is(t, i, "lan thu") || i + 2 >= t->n ||
        kho_ordinal(cite_slice(t, t->t[i + 2].at, cite_tok_end(t, i + 2))) == 0)
        return 0;
    return 3;
}

/* The name of a steering committee goes on: "thực hiện Quy chế dân chủ ở cơ sở xã".  Commas end it
 * but for those of cues like "phòng, chống". */
static size_t
topic_words(const struct cite_text *t, size_t i)
{
    size_t n = 0, whole = 0;

    while (n < TOPIC_WORDS && i + n < t->n && (n == 0 || !cite_breaks(t, i + n - 1)) &&
           !cite_is(t, i + n, "ve") && !cite_is(t, i + n, "ban hanh")) {
        const size_t end = cite_tok_end(t, i + n), cue = cite_cue(t, i + n, "joined"),
                     next = i + n + 1 < t->n ? t->t[i + n + 1].at : t->text.n;

        if (cue > 0 && n + cue - 1 > whole)
            whole = n + cue - 1;
        n++;
        if (n > whole && memchr(t->text.p + end, ',', next - end) != NULL)
            break;
    }
    return n;
}

/* Topic, level and place of a committee whose name goes on for these words: the level that ends the
 * name, "xã", "tỉnh Bắc Kạn", says whose it is, not what it does. */
static void
set_topic(struct cite_ctx *x, size_t i, size_t words, struct cite_tail *out)
{
    const struct cite_text *t = &x->text;
    size_t topic = words, n_level;

    for (size_t k = i; k < i + words; k++) {
        const enum kho_level level = level_at(t, k, &n_level);
        size_t place;

        if (level == KHO_LEVEL_ANY)
            continue;
        out->level = level;
        place = place_words(t, k + n_level);
        if (k + n_level + place >= i + words) {
            topic = k - i;
            if (place > 0 && out->name.n == 0)
                set_name(x, k + n_level, place, out);
            break;
        }
    }
    if (topic > 0 && kho_arena_room(x->arena) > 4096)
        out->topic = kho_slug(x->arena, cite_slice(t, t->t[i].at, cite_tok_end(t, i + topic - 1)));
}

/* One body from word i on; the words it takes, 0 for none. */
static size_t
plain_body(struct cite_ctx *x, size_t i, struct cite_tail *out)
{
    const struct cite_text *t = &x->text;
    size_t bytes, words, taken, k, n_level;
    struct kho_issuer who = kho_issuer_words(cite_bare(t, i), &bytes);
    enum kho_level level;

    if (bytes == 0)
        return 0;
    taken = cite_words_in(cite_bare(t, i), bytes);
    if (who.level != KHO_LEVEL_ANY && who.level != KHO_LEVEL_CENTRAL && out->level == KHO_LEVEL_ANY)
        out->level = who.level;
    if (out->n_codes < KHO_KEY_CODES)
        out->codes[out->n_codes++] = who;
    if (kho_sv_eq(who.code, KHO_SV("BCĐ")) || kho_sv_eq(who.code, KHO_SV("HĐ")) ||
        kho_sv_eq(who.code, KHO_SV("BCĐTW"))) {
        words = i + taken < t->n && !cite_breaks(t, i + taken - 1) ? topic_words(t, i + taken) : 0;
        set_topic(x, i + taken, words, out);
        return taken + words;
    }
    for (;;) {
        k = i + taken;
        if (k >= t->n || cite_breaks(t, k - 1))
            return taken;
        level = level_at(t, k, &n_level);
        if (level != KHO_LEVEL_ANY && (t->t[k].flags & TOK_DIGIT) == 0) {
            /* "Đảng ủy xã Nhơn Hậu": the last unit named is the issuer's */
            if (who.level != KHO_LEVEL_CENTRAL)
                out->level = level;
            taken += n_level;
            /* "TP. Lai Châu": this dot ends nothing */
            words = cite_breaks(t, i + taken - 1) && !cite_is(t, i + taken - 1, "tp")
                        ? 0
                        : place_words(t, i + taken);
            if (out->name.n == 0)
                set_name(x, i + taken, words, out);
            taken += words;
        } else if (session(t, k) > 0) {
            taken += session(t, k);
        } else if (who.level == KHO_LEVEL_CENTRAL && taken > 2 && t->t[k].n <= 2 &&
                   cite_is(t, k - 2, "trung uong") && (t->t[k].flags & TOK_DIGIT) != 0) {
            taken++; /* "Hội nghị Trung ương 6" */
        } else if ((t->t[k].flags & TOK_CAP) != 0 && place_words(t, k) > 0) {
            words = place_words(t, k);
            if (out->name.n == 0 && who.level != KHO_LEVEL_CENTRAL)
                set_name(x, k, words, out);
            taken += words;
        } else {
            return taken;
        }
    }
}

/* The same, also of "Hội nghị lần thứ sáu Ban Chấp hành Trung ương". */
static size_t
body(struct cite_ctx *x, size_t i, struct cite_tail *out)
{
    size_t meeting = cite_is(&x->text, i, "hoi nghi") ? session(&x->text, i + 2) : 0, words;

    if (meeting == 0)
        return plain_body(x, i, out);
    words = plain_body(x, i + 2 + meeting, out);
    return words > 0 ? words + 2 + meeting : 0;
}

/* An issuer no table has: capitalised words and what joins them, up to a word that cannot be in a
 * name. */
static size_t
free_body(struct cite_ctx *x, size_t i, struct cite_tail *out)
{
    const struct cite_text *t = &x->text;
    size_t n = 0, caps = 0, n_level;
    bool unit = false;

    if (i >= t->n || (t->t[i].flags & TOK_CAP) == 0)
        return 0;
    while (n < FREE_WORDS && i + n < t->n && (n == 0 || !cite_breaks(t, i + n - 1))) {
        enum kho_level level = level_at(t, i + n, &n_level);

        if ((t->t[i + n].flags & TOK_DIGIT) != 0 ||
            (n > 0 && (t->t[i + n].flags & TOK_CAP) == 0 && cite_cue(t, i + n, "stop") > 0))
            break;
        if (n > 0 && memchr(t->text.p + cite_tok_end(t, i + n - 1), ',',
                            t->t[i + n].at - cite_tok_end(t, i + n - 1)) != NULL)
            break;
        /* behind the name of the unit the text goes on: "Thuế tỉnh Nghệ An vướng mắc" */
        if (unit && level == KHO_LEVEL_ANY && (t->t[i + n].flags & TOK_CAP) == 0 &&
            (t->t[i + n - 1].flags & TOK_CAP) != 0)
            break;
        unit = unit || level != KHO_LEVEL_ANY;
        if (level != KHO_LEVEL_ANY)
            out->level = level;
        for (; n_level > 1; n_level--) /* "thành phố" */
            n++;
        caps += (t->t[i + n].flags & TOK_CAP) != 0 ? 1 : 0;
        n++;
    }
    return caps * 3 >= n || n < 6 ? n : 0;
}

/* "của tỉnh", "của huyện": only the level is said. */
static size_t
level_only(struct cite_ctx *x, size_t i, struct cite_tail *out)
{
    size_t words;
    enum kho_level level = level_at(&x->text, i, &words);

    if (level == KHO_LEVEL_ANY)
        return 0;
    out->level = level;
    if (!cite_breaks(&x->text, i + words - 1)) {
        size_t place = place_words(&x->text, i + words);

        set_name(x, i + words, place, out);
        words += place;
    }
    return words;
}

/* Partners behind the first body: "và Ban cán sự Đảng Ủy ban nhân dân tỉnh". */
static size_t
partners(struct cite_ctx *x, size_t i, bool joint, struct cite_tail *out)
{
    const struct cite_text *t = &x->text;
    size_t taken = 0, n, bytes;

    while (joint && out->n_codes < KHO_KEY_CODES && i + taken < t->n) {
        size_t k = i + taken, gap;
        bool and = cite_is(t, k, "va") || cite_is(t, k, "voi");

        gap = k > 0 ? cite_tok_end(t, k - 1) : 0;
        if (!and&&memchr(t->text.p + gap, ',', t->t[k].at - gap) == NULL &&
            memchr(t->text.p + gap, '-', t->t[k].at - gap) == NULL)
            break;
        if (!kho_issuer_words(cite_bare(t, k + (and? 1 : 0)), &bytes).known)
            break;
        n = body(x, k + (and? 1 : 0), out);
        if (n == 0)
            break;
        taken += n + (and? 1 : 0);
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

    memset(out, 0, sizeof *out);
    out->end = at;
    p = cite_term(t, at, &out->term);
    if (p > at)
        out->end = p;
    i = cite_tok_at(t, out->end);
    if (i >= t->n || (i > 0 && t->bare[t->t[i].bare_at - 1] == '|' && p == at))
        return;
    k = i;
    if (joint && level_at(t, k, &words) != KHO_LEVEL_ANY &&
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
    if (!said && (comma || (t->t[k].flags & TOK_CAP) == 0))
        return;
    start = k;
    if (said && (cite_is(t, k, "lien") ||
                 cite_is(t, k, "dong chi"))) { /* "của liên Sở Nội vụ - Sở Tài chính" */
        joint = joint || cite_is(t, k, "lien");
        k += cite_is(t, k, "lien") ? 1 : 2;
        if (cite_is(t, k, "nganh") || cite_is(t, k, "tich"))
            k++;
    }
    words = body(x, k, out);
    if (words > 0)
        words += partners(x, k + words, joint, out);
    else if (said)
        words = free_body(x, k, out);
    if (words == 0 && said)
        words = level_only(x, k, out);
    if (words == 0)
        return;
    end = cite_tok_end(t, k + words - 1);
    p = cite_term(t, end, &out->term);
    out->issuer = cite_slice(t, t->t[start].at, p);
    end = cite_date_part(t, p, &out->date);
    if (!kho_date_full(out->date))
        out->date = (struct kho_date){0}, end = p;
    out->end = end > out->end ? end : out->end;
}
