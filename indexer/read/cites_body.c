/* Bodies named in words: which one, of which unit, and how far its name goes. */
#include "cites.h"
#include "fold.h"
#include "vchar.h"

enum {
    TOPIC_WORDS = 24, /* of the name of a steering committee */
    NAME_WORDS = 5,   /* of a place: "Bà Rịa - Vũng Tàu" */
    FREE_WORDS = 14,  /* of an issuer that no table has */
    OFFICE_WORDS = 8  /* "đồng chí Phó Bí thư Thường trực" */
};

static enum kho_level
level_at(const struct cite_text *t, size_t i, size_t *words)
{
    *words = 0;
    return i < t->n ? kho_level_words(t->text, t->t[i].at, words) : KHO_LEVEL_ANY;
}

/* Does a place end before word i?  In capitals every word looks like part of it: there the words
 * that end titles end it too. */
static bool
place_ends(const struct cite_text *t, size_t i, bool capitals)
{
    if (cite_cue(t, i, "subject") > 0)
        return true;
    if (!capitals)
        return false;
    if (cite_is(t, i, "tu")) /* "BẮC TỪ LIÊM", but "TỪ NĂM", "TỪ NGÀY" */
        return i + 1 >= t->n || cite_cue(t, i + 1, "stop") > 0;
    return cite_cue(t, i, "stop") > 0 || cite_session(t, i) > 0;
}

static bool
comma_behind(const struct cite_text *t, size_t i)
{
    const size_t end = cite_tok_end(t, i), next = i + 1 < t->n ? t->t[i + 1].at : t->text.n;

    return memchr(t->text.p + end, ',', next - end) != NULL;
}

/* Words of a place from word i on: capitalised, in a row; "Quận 1", "Phường 12". */
static size_t
place_words(const struct cite_text *t, size_t i)
{
    const struct kho_cite_types_row *row;
    bool capitals;
    size_t n = 0, bytes;

    /* "UBND tỉnh, Kế hoạch số": the next item of a list */
    if (i >= t->n || i == 0 || comma_behind(t, i - 1) || cite_type_at(t, i, &row) > 0)
        return 0;
    if ((t->t[i].flags & TOK_DIGIT) != 0)
        return t->t[i].n <= 2 && (cite_is(t, i - 1, "quan") || cite_is(t, i - 1, "phuong")) ? 1 : 0;
    /* the next body of a list is no place: "UBND tỉnh, Sở Nội vụ" */
    if (kho_issuer_words(cite_bare(t, i), &bytes).known)
        return 0;
    capitals = (t->t[i - 1].flags & t->t[i].flags & TOK_UPPER) != 0;
    while (n < NAME_WORDS && i + n < t->n && (t->t[i + n].flags & TOK_CAP) != 0 &&
           !place_ends(t, i + n, capitals)) {
        n++;
        if (cite_breaks(t, i + n - 1) || comma_behind(t, i + n - 1))
            break;
    }
    return n;
}

static kho_sv
name_of(struct cite_ctx *x, size_t i, size_t words)
{
    if (words == 0 || kho_arena_room(x->arena) < 4096)
        return (kho_sv){NULL, 0};
    return kho_slug(x->arena,
                    cite_slice(&x->text, x->text.t[i].at, cite_tok_end(&x->text, i + words - 1)));
}

static void
set_name(struct cite_ctx *x, size_t i, size_t words, struct cite_tail *out)
{
    if (words > 0)
        out->name = name_of(x, i, words);
}

/* Does the name of a committee go on behind the comma at the end of word i?  Only in small letters
 * up to the "về" of the document's subject: "phát triển khoa học, công nghệ và chuyển đổi số về".
 */
static bool
name_goes_on(const struct cite_text *t, size_t i)
{
    size_t n_level;

    if (i + 1 >= t->n || (t->t[i + 1].flags & TOK_CAP) != 0 || (t->t[i].flags & TOK_CAP) != 0 ||
        level_at(t, i, &n_level) != KHO_LEVEL_ANY || cite_cue(t, i + 1, "acts") > 0)
        return false;
    for (size_t k = i + 1; k < t->n && k < i + TOPIC_WORDS && !cite_breaks(t, k); k++)
        if (cite_is(t, k + 1, "ve") || cite_cue(t, k + 1, "acts") > 0)
            return cite_is(t, k + 1, "ve");
    return false;
}

/* The name of a steering committee goes on: "thực hiện Quy chế dân chủ ở cơ sở xã".  Commas end it
 * but for those of cues like "phòng, chống" and for rows in front of the subject. */
static size_t
topic_words(const struct cite_text *t, size_t i, bool national)
{
    size_t n = 0, whole = 0;

    /* "Ban Chỉ đạo quốc gia về chuyển đổi số": here the subject is the name */
    if (national && cite_is(t, i, "ve"))
        n = 1;
    else if (cite_is(t, i, "lien nganh ve"))
        n = 3;
    while (n < TOPIC_WORDS && i + n < t->n && (n == 0 || !cite_breaks(t, i + n - 1)) &&
           !cite_is(t, i + n, "ve") && !cite_is(t, i + n, "ban hanh")) {
        const size_t cue = cite_cue(t, i + n, "joined");

        if (cue > 0 && n + cue - 1 > whole)
            whole = n + cue - 1;
        n++;
        if (n > whole && comma_behind(t, i + n - 1) && !name_goes_on(t, i + n - 1))
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

    if (words > 0 && cite_is(t, i, "ve")) {
        i++;
        words--;
        topic--;
    }
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

/* How far up a unit stands: what it lies in has a smaller figure. */
static int
rank(enum kho_level level)
{
    return level == KHO_LEVEL_PROVINCE   ? 1
           : level == KHO_LEVEL_CITY     ? 2
           : level == KHO_LEVEL_DISTRICT ? 3
           : level == KHO_LEVEL_COMMUNE  ? 4
                                         : 5;
}

/* "xã Chiềng Hặc, huyện Yên Châu, tỉnh Sơn La": the units that the issuer's own lies in, from word
 * i on. */
static size_t
units_above(struct cite_ctx *x, size_t i, struct cite_tail *out)
{
    const struct cite_text *t = &x->text;
    int last = rank(out->level);
    size_t taken = 0, n_level, words;

    while (out->n_above < sizeof out->above / sizeof out->above[0] && i + taken < t->n &&
           !cite_breaks(t, i + taken - 1)) {
        const enum kho_level level = level_at(t, i + taken, &n_level);

        /* a city may lie in a province and hold communes and districts, or towns */
        if (level == KHO_LEVEL_ANY ||
            (rank(level) >= last && !(level == KHO_LEVEL_CITY && last == rank(level))) ||
            (cite_breaks(t, i + taken + n_level - 1) && !cite_is(t, i + taken + n_level - 1, "tp")))
            break;
        words = place_words(t, i + taken + n_level);
        if (words == 0)
            break;
        out->above[out->n_above++] =
            (struct cite_unit){level, name_of(x, i + taken + n_level, words)};
        last = rank(level);
        taken += n_level + words;
    }
    return taken;
}

static bool
is_committee(kho_sv code)
{
    return kho_sv_eq(code, KHO_SV("BCĐ")) || kho_sv_eq(code, KHO_SV("HĐ")) ||
           kho_sv_eq(code, KHO_SV("BCĐTW"));
}

/* "Ban Chỉ đạo 389": the number is its name. */
static size_t
numbered_committee(struct cite_ctx *x, size_t i, struct kho_issuer *who)
{
    const struct cite_text *t = &x->text;
    char *p;

    if (!kho_sv_eq(who->code, KHO_SV("BCĐ")) || i >= t->n || cite_breaks(t, i - 1) ||
        (t->t[i].flags & TOK_DIGIT) == 0 || t->t[i].n > 4 || kho_arena_room(x->arena) < 4096)
        return 0;
    p = kho_arena_alloc(x->arena, who->code.n + t->t[i].n, 1);
    memcpy(p, who->code.p, who->code.n);
    memcpy(p + who->code.n, t->text.p + t->t[i].at, t->t[i].n);
    who->code = (kho_sv){p, who->code.n + t->t[i].n};
    return 1;
}

/* Level and name behind the body's words, from word k on: the words they take. */
static size_t
unit_behind(struct cite_ctx *x, size_t first, size_t k, const struct kho_issuer *who,
            struct cite_tail *out)
{
    const struct cite_text *t = &x->text;
    const bool central = who->level == KHO_LEVEL_CENTRAL;
    size_t from = k, n_level, words;

    while (k < t->n && !cite_breaks(t, k - 1)) {
        const enum kho_level level = level_at(t, k, &n_level);

        if (level != KHO_LEVEL_ANY && (t->t[k].flags & TOK_DIGIT) == 0) {
            /* behind a comma only what the unit lies in */
            if (out->name.n > 0 || comma_behind(t, k - 1))
                break;
            /* "Đảng ủy xã Nhơn Hậu": the last unit named is the issuer's */
            if (!central)
                out->level = level;
            k += n_level;
            /* "TP. Lai Châu": this dot ends nothing */
            words = cite_breaks(t, k - 1) && !cite_is(t, k - 1, "tp") ? 0 : place_words(t, k);
            if (!central)
                set_name(x, k, words, out);
            k += words;
        } else if (cite_session(t, k) > 0) {
            k += cite_session(t, k);
        } else if (central && k > first + 2 && t->t[k].n <= 2 && cite_is(t, k - 2, "trung uong") &&
                   (t->t[k].flags & TOK_DIGIT) != 0) {
            k++; /* "Hội nghị Trung ương 6" */
        } else if ((t->t[k].flags & TOK_CAP) != 0 && (words = place_words(t, k)) > 0 &&
                   !(central && (t->t[k].flags & t->t[k - 1].flags & TOK_UPPER) != 0)) {
            if (out->name.n == 0 && !central)
                set_name(x, k, words, out);
            k += words;
        } else {
            break;
        }
    }
    if (!central && k > from && out->name.n > 0 && k < t->n)
        k += units_above(x, k, out);
    return k - from;
}

/* "Ban cán sự đảng Bộ Y tế": a Party body inside a state one is known by both. */
static size_t
inside_of(struct cite_ctx *x, size_t i, struct kho_issuer *who)
{
    const struct cite_text *t = &x->text;
    size_t bytes;
    struct kho_issuer host;
    char *p;

    if (!kho_sv_eq(who->code, KHO_SV("BCSĐ")) || i >= t->n || cite_breaks(t, i - 1) ||
        kho_arena_room(x->arena) < 4096)
        return 0;
    host = kho_issuer_words(cite_bare(t, i), &bytes);
    if (bytes == 0)
        return 0;
    p = kho_arena_alloc(x->arena, who->code.n + host.code.n, 1);
    memcpy(p, who->code.p, who->code.n);
    memcpy(p + who->code.n, host.code.p, host.code.n);
    *who = (struct kho_issuer){{p, who->code.n + host.code.n}, host.level, true, host.global};
    return cite_words_in(cite_bare(t, i), bytes);
}

static size_t
plain_body(struct cite_ctx *x, size_t i, struct cite_tail *out)
{
    const struct cite_text *t = &x->text;
    size_t bytes, taken, words;
    struct kho_issuer who = kho_issuer_words(cite_bare(t, i), &bytes);

    if (bytes == 0)
        return 0;
    taken = cite_words_in(cite_bare(t, i), bytes);
    taken += inside_of(x, i + taken, &who);
    if (who.level != KHO_LEVEL_ANY && who.level != KHO_LEVEL_CENTRAL && out->level == KHO_LEVEL_ANY)
        out->level = who.level;
    taken += numbered_committee(x, i + taken, &who);
    if (out->n_codes < KHO_KEY_CODES)
        out->codes[out->n_codes++] = who;
    if (is_committee(who.code)) {
        words = i + taken < t->n && !cite_breaks(t, i + taken - 1)
                    ? topic_words(t, i + taken, who.level == KHO_LEVEL_CENTRAL)
                    : 0;
        set_topic(x, i + taken, words, out);
        return taken + words;
    }
    return taken + unit_behind(x, i, i + taken, &who, out);
}

/* Offices in front of a body: "Giám đốc", "đồng chí Phó Bí thư Thường trực". */
static size_t
office_words(const struct cite_text *t, size_t i)
{
    size_t n = 0, k;

    while (n < OFFICE_WORDS && (k = cite_cue(t, i + n, "office")) > 0 &&
           !cite_breaks(t, i + n + k - 1))
        n += k;
    return n;
}

size_t
cite_body(struct cite_ctx *x, size_t i, struct cite_tail *out)
{
    const struct cite_text *t = &x->text;
    size_t front = 0, words;

    /* "Hội nghị lần thứ sáu Ban Chấp hành Trung ương" */
    if (cite_is(t, i, "hoi nghi"))
        front = cite_session(t, i + 2) > 0 ? 2 + cite_session(t, i + 2) : 0;
    words = plain_body(x, i + front, out);
    if (words == 0) {
        front += office_words(t, i + front);
        words = front > 0 ? plain_body(x, i + front, out) : 0;
    }
    return words > 0 ? words + front : 0;
}

/* Up to a word that cannot be in a name. */
size_t
cite_body_free(struct cite_ctx *x, size_t i, struct cite_tail *out)
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
        if (n > 0 && comma_behind(t, i + n - 1))
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

size_t
cite_body_level(struct cite_ctx *x, size_t i, struct cite_tail *out)
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
