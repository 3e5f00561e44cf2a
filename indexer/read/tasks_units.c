/* tasks_units.c - lists of units: see tasks_units.h. */
#include "tasks_units.h"

static const char *const word_names[] = {"head",   "cap",    "person", "board", "not",
                                         "plural", "ofmany", "mod",    "many",  "coord",
                                         "assign", "fore",   "lead",   "duty"};

enum {
    PARENTHESIS_WORDS = 12,
    AHEAD_WORDS = 7, /* how far a name of small letters is followed to its verb */
    UNIT_WORDS = 40,
};

const struct kho_units *
kho_units(void)
{
    static struct kho_units u;

    if (u.verbs.n > 0)
        return &u;
    for (size_t i = 0; i < kho_doer_words_n; i++) {
        const unsigned kind =
            kho_kind_of(word_names, sizeof word_names / sizeof *word_names, kho_doer_words[i].kind);

        kho_lex_add(kind <= KHO_DOER_NOT                                 ? &u.heads
                    : kind == KHO_DOER_PLURAL || kind == KHO_DOER_OFMANY ? &u.plurals
                    : kind == KHO_DOER_MOD                               ? &u.mods
                                                                         : &u.cues,
                    kho_doer_words[i].phrase, kind);
    }
    for (size_t i = 0; i < kho_task_verbs_n; i++)
        kho_lex_add(&u.verbs, kho_task_verbs[i].phrase, 1);
    return &u;
}

void
kho_names_add(struct kho_names *names, kho_sv s)
{
    while (s.n > 0 && memchr(" .,;:-*", s.p[s.n - 1], 7) != NULL)
        s.n--;
    while (s.n > 0 && memchr(" .,;:-*", s.p[0], 7) != NULL) {
        s.p++;
        s.n--;
    }
    if (s.n == 0 || names->n >= KHO_NAMES_MAX)
        return;
    for (size_t i = 0; i < names->n; i++)
        if (kho_sv_eq(names->v[i], s))
            return;
    names->v[names->n++] = s;
}

void
kho_names_all(struct kho_names *names, const struct kho_names *more)
{
    for (size_t i = 0; i < more->n; i++)
        kho_names_add(names, more->v[i]);
}

static bool
upper(const struct kho_toks *k, size_t i)
{
    return i < k->n && (k->t[i].flags & KHO_TOK_UPPER) != 0;
}

static bool
blank(const struct kho_toks *k, size_t i)
{
    return i < k->n && (k->t[i].gap & ~(unsigned)KHO_GAP_BLANK) == 0;
}

static bool
is_and(const struct kho_toks *k, size_t i)
{
    return kho_tok_is(k, i, "và") || kho_tok_is(k, i, "hoặc") ||
           (kho_tok_is(k, i, "cùng") && !kho_tok_is(k, i + 1, "cấp"));
}

bool
kho_units_verb(const struct kho_units *u, const struct kho_toks *k, size_t i)
{
    size_t len;

    /* "Ban Tổ chức": a capital inside a name is no verb, unless all is in capitals. */
    if (i >= k->n ||
        (i > 0 && upper(k, i) && (k->t[i].flags & KHO_TOK_ACRONYM) == 0 && blank(k, i)))
        return false;
    return kho_lex_match(&u->verbs, k, i, &len) != 0;
}

/* Head of a unit at word i: its kind and length, behind "các". */
static enum kho_doer_word
head_at(const struct kho_units *u, const struct kho_toks *k, size_t i, bool listing, size_t *end)
{
    enum kho_doer_word kind;
    size_t len;
    bool many = false;

    for (unsigned n = 0; n < 3 && kho_lex_match(&u->cues, k, i, &len) == KHO_DOER_MANY; n++) {
        i += len;
        many = true;
        if (!blank(k, i))
            return KHO_DOER_NONE;
    }
    kind = (enum kho_doer_word)kho_lex_match(&u->heads, k, i, &len);
    *end = i + len;
    if (!many && !listing && kind != KHO_DOER_NOT && upper(k, i) &&
        (k->t[i + 1].gap & KHO_GAP_COMMA) != 0 && kho_lex_match(&u->plurals, k, i, &len) != 0 &&
        kho_lex_match(&u->plurals, k, i + 1, &len) != 0)
        listing = true; /* "Sở, ban, ngành" */
    if (kind == KHO_DOER_CAP &&
        (!blank(k, *end) || !upper(k, *end) || !(upper(k, i) || many || listing)))
        kind = KHO_DOER_NONE;
    if (kind == KHO_DOER_NOT)
        return KHO_DOER_NONE;
    if (kind != KHO_DOER_NONE)
        return kind;
    if (!many && !listing)
        return KHO_DOER_NONE;
    kind = (enum kho_doer_word)kho_lex_match(&u->plurals, k, i, &len);
    *end = i + len;
    return kind == KHO_DOER_OFMANY && !many ? KHO_DOER_NONE : kind;
}

/* "(Cơ quan thường trực ...)" that says more about the unit: word behind it, 0 when it does not
 * belong. */
static size_t
parenthesis(const struct kho_units *u, const struct kho_toks *k, size_t i)
{
    size_t len;

    if (kho_tok_is(k, i, "qua") || kho_tok_is(k, i, "thông") || kho_units_verb(u, k, i) ||
        kho_lex_match(&u->cues, k, i, &len) != 0)
        return 0;
    for (size_t j = i + 1; j <= k->n && j <= i + PARENTHESIS_WORDS; j++)
        if ((k->t[j].gap & KHO_GAP_CLOSE) != 0)
            return j;
    return 0;
}

static bool
stops(const struct kho_toks *k, size_t i)
{
    static const char *const words[] = {"theo", "của",   "về",  "tại",  "cho", "để",    "với",
                                        "từ",   "trong", "đến", "nhằm", "có",  "thì",   "mà",
                                        "như",  "do",    "bị",  "sẽ",   "đã",  "không", "ở",
                                        "qua",  "khi",   "nếu", "trên", "này", "đó"};

    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        if (kho_tok_is(k, i, words[w]))
            return true;
    return false;
}

/* A name in small letters goes on to the verb: "các doanh nghiệp du lịch | tổ chức ...". */
static size_t
up_to_verb(const struct kho_units *u, const struct kho_toks *k, size_t i)
{
    for (size_t j = i;
         j < k->n && j < i + AHEAD_WORDS && blank(k, j) && !stops(k, j) && !is_and(k, j); j++)
        if (kho_units_verb(u, k, j))
            return j;
    return i;
}

/* "HĐND&UBND" */
static bool
ampersand(const struct kho_toks *k, size_t i)
{
    return i > 0 && upper(k, i) && (k->t[i].gap & ~(KHO_GAP_BLANK | KHO_GAP_OTHER)) == 0 &&
           memchr(k->text.p + k->t[i - 1].end, '&', k->t[i].at - k->t[i - 1].end) != NULL;
}

/* "Thành phố", "Thị xã", "Đặc khu": where a unit is, not what it is called. */
static bool
place_word(const struct kho_toks *k, size_t i)
{
    return kho_tok_is(k, i, "thành") || kho_tok_is(k, i, "thị") || kho_tok_is(k, i, "đặc") ||
           kho_tok_is(k, i, "khu") || kho_tok_is(k, i, "cấp") || kho_tok_is(k, i, "các");
}

/* "Cục Công nghệ thông tin": small words that would be a verb elsewhere end the name. */
static bool
compound(const struct kho_toks *k, size_t i)
{
    static const char *const pairs[][4] = {
        {"công", "nghệ", "thông", "tin"},   {"văn", "hóa", "thông", "tin"},
        {"kế", "hoạch", "tổng", "hợp"},     {"kế", "hoạch", "đầu", "tư"},
        {"giáo", "dục", "đào", "tạo"},      {"tài", "chính", "kế", "toán"},
        {"thông", "tin", "truyền", "thông"}};

    for (size_t p = 0; i >= 2 && p < sizeof pairs / sizeof *pairs; p++)
        if (upper(k, i - 2) && kho_tok_is(k, i - 2, pairs[p][0]) &&
            kho_tok_is(k, i - 1, pairs[p][1]) && kho_tok_is(k, i, pairs[p][2]) &&
            kho_tok_is(k, i + 1, pairs[p][3]))
            return true;
    return false;
}

/* The words of a name behind its head. */
static size_t
name_end(const struct kho_units *u, const struct kho_toks *k, size_t i, enum kho_doer_word kind)
{
    const size_t limit = i + UNIT_WORDS;
    const size_t head = i;
    size_t len, next;
    bool name = false; /* the word before is of the name, no small word */

    while (i < k->n && i < limit) {
        const unsigned gap = k->t[i].gap;

        if ((gap & KHO_GAP_OPEN) != 0) {
            next = (gap & ~(KHO_GAP_BLANK | KHO_GAP_OPEN)) == 0 ? parenthesis(u, k, i) : 0;
            if (next == 0)
                break;
            i = next;
            if ((k->t[i].gap & ~(KHO_GAP_BLANK | KHO_GAP_CLOSE)) != 0)
                break;
            if (i < k->n && !upper(k, i))
                break;
            continue;
        }
        if ((gap & KHO_GAP_COMMA) != 0) {
            /* "Sở Văn hóa, Thể thao và Du lịch" */
            if ((kind != KHO_DOER_CAP && !(kind == KHO_DOER_HEAD && name) &&
                 !(kho_tok_is(k, i, "truyền") && kho_tok_is(k, i + 1, "hình"))) ||
                (gap & ~(KHO_GAP_BLANK | KHO_GAP_COMMA)) != 0 || !upper(k, i) ||
                (k->t[i].flags & KHO_TOK_ACRONYM) != 0 ||
                head_at(u, k, i, true, &next) != KHO_DOER_NONE)
                break;
        } else if ((gap & KHO_GAP_DASH) != 0) {
            if ((gap & ~(KHO_GAP_BLANK | KHO_GAP_DASH)) != 0)
                break;
            if (!upper(k, i) && (k->t[i].flags & KHO_TOK_NUM) == 0) {
                if (!upper(k, i - 1) && !upper(k, i - 2 < k->n ? i - 2 : i - 1))
                    break;
                i += blank(k, i + 1) && !kho_units_verb(u, k, i + 1)
                         ? 2
                         : 1; /* "Văn phòng - thống kê" */
                continue;
            }
        } else if ((gap & ~(unsigned)KHO_GAP_BLANK) != 0 && !ampersand(k, i)) {
            break;
        }
        if (is_and(k, i) && kho_lex_match(&u->mods, k, i + 1, &len) != 0 && len >= 2 &&
            blank(k, i + 1)) {
            i += 1 + len; /* "các khu công nghệ cao và khu công nghiệp" */
            continue;
        }
        if (is_and(k, i)) {
            /* "Giáo dục và Đào tạo" */
            if (kind >= KHO_DOER_PLURAL || !upper(k, i + 1) || !upper(k, i > 1 ? i - 2 : 0) ||
                !blank(k, i + 1) || (k->t[i + 1].flags & KHO_TOK_ACRONYM) != 0 ||
                head_at(u, k, i + 1, true, &next) != KHO_DOER_NONE)
                break;
            i++;
        }
        /* "Sở Nội vụ Sở Tài chính": two lines of a cell. */
        if (i > head && upper(k, i) && kho_tok_is(k, i, "sở") && kho_tok_is(k, head - 1, "sở") &&
            upper(k, i + 1))
            break;
        if (kind == KHO_DOER_PERSON && i == head && !upper(k, i) &&
            (kho_lex_match(&u->plurals, k, i, &len) != 0 ||
             kho_lex_match(&u->heads, k, i, &len) == KHO_DOER_HEAD)) {
            i += len; /* "Thủ trưởng cơ quan, đơn vị" */
            continue;
        }
        if (kho_tok_is(k, i, "truyền") && kho_tok_is(k, i + 1, "hình") && upper(k, i)) {
            i += 2; /* "Báo và Phát thanh, Truyền hình tỉnh" */
            name = true;
            continue;
        }
        if (!upper(k, i) && compound(k, i)) {
            i += 2;
            continue;
        }
        name = upper(k, i) && (kho_lex_match(&u->mods, k, i, &len) == 0 ||
                               (len == 2 && !place_word(k, i))); /* "Văn hóa, Thông tin" */
        if (upper(k, i)) {
            const bool acronym = (k->t[i].flags & KHO_TOK_ACRONYM) != 0;

            i++;
            /* The second syllable of a word of the name: "Nội vụ". */
            if (!acronym && blank(k, i) && !upper(k, i) && !is_and(k, i) &&
                !kho_units_verb(u, k, i) && kho_lex_match(&u->mods, k, i, &len) == 0 &&
                (k->t[i].flags & KHO_TOK_NUM) == 0 && !stops(k, i))
                i++;
        } else if ((k->t[i].flags & KHO_TOK_NUM) != 0 && k->t[i].w.n <= 2) {
            i++;
        } else if (kho_lex_match(&u->mods, k, i, &len) != 0) {
            const bool many = kho_tok_is(k, i, "các");

            i += len;
            if (many && blank(k, i) && kho_lex_match(&u->plurals, k, i, &len) != 0)
                i += len; /* "Thủ trưởng các ngành" */
        } else {
            break;
        }
    }
    return i;
}

/* One unit at word i: word behind it, i when there is none. */
static size_t
unit_at(const struct kho_units *u, const struct kho_toks *k, size_t i, bool listing)
{
    size_t end, last;
    const enum kho_doer_word kind = head_at(u, k, i, listing, &end);

    if (kind == KHO_DOER_NONE)
        return i;
    last = name_end(u, k, end, kind);
    if (last < k->n && blank(k, last) && !kho_units_verb(u, k, last) && !is_and(k, last) &&
        !upper(k, last - 1) && (last == end || (kind != KHO_DOER_CAP && kind != KHO_DOER_HEAD)))
        last = up_to_verb(u, k, last);
    if (kho_tok_is(k, last, "của") && blank(k, last) && kind != KHO_DOER_CAP &&
        head_at(u, k, last + 1, true, &end) != KHO_DOER_NONE) {
        /* "Các tổ chức thành viên của Mặt trận ..." */
        const size_t owner = name_end(u, k, end, KHO_DOER_HEAD);

        if (owner >= k->n || kho_units_verb(u, k, owner) || (k->t[owner].gap & KHO_GAP_COLON) != 0)
            last = owner;
    }
    return last;
}

/* Words [from, to) as a name, with the parenthesis that closes behind them. */
static void
add_name(const struct kho_toks *k, size_t from, size_t to, struct kho_names *names)
{
    kho_sv s = kho_toks_text(k, from, to);

    if (s.n > 0 && memchr(s.p, '(', s.n) != NULL && s.p + s.n < k->text.p + k->text.n &&
        s.p[s.n] == ')')
        s.n++;
    kho_names_add(names, s);
}

size_t
kho_units_list(const struct kho_units *u, const struct kho_toks *k, size_t i, bool listing,
               struct kho_names *names)
{
    size_t from = i, end = unit_at(u, k, i, listing), done = end;

    if (end == i)
        return i;
    while (end < k->n) {
        size_t next = end, last, len;

        if ((k->t[end].gap & (KHO_GAP_COMMA | KHO_GAP_SEMI)) != 0 &&
            (k->t[end].gap & ~(KHO_GAP_BLANK | KHO_GAP_COMMA | KHO_GAP_SEMI | KHO_GAP_CLOSE)) == 0)
            next = is_and(k, end) ? end + 1 : end;
        else if (blank(k, end) && is_and(k, end))
            next = end + 1 + (kho_tok_is(k, end + 1, "với") ? 1 : 0);
        else if (!blank(k, end) || !upper(k, end) || !kho_tok_is(k, end, "sở"))
            break;
        last = unit_at(u, k, next, true);
        if (last == next)
            break;
        /* "các sở, ban, ngành" stays together; "các sở, UBND xã" does not. */
        if ((upper(k, next) &&
             (kho_lex_match(&u->plurals, k, next, &len) == 0 || last > next + len + 1)) ||
            kho_lex_match(&u->cues, k, next, &len) == KHO_DOER_MANY ||
            (k->t[end].gap & KHO_GAP_SEMI) != 0) {
            if (names != NULL)
                add_name(k, from, done, names);
            from = next;
        }
        end = done = last;
    }
    if (names != NULL)
        add_name(k, from, done, names);
    return done;
}
