/* signs.c - see signs.h. */
#include "signs.h"

#include "agency.h"
#include "fold.h"
#include "phrase.h"
#include "tables.h"
#include "units.h"
#include "vchar.h"

enum {
    MARKS_MAX = 64,
    NAME_WORDS = 6,
    OFFICE_BYTES = 80,
    NAME_BYTES = 80,
    BASIS_SYMBOL_BYTES = 120
};

static size_t
mark_at(kho_sv s, const char *mark)
{
    const size_t n = strlen(mark);

    if (s.n <= n || memcmp(s.p, mark, n) != 0)
        return 0;
    if (n == 1) /* "Q." only: a single letter is little */
        return s.p[n] == '.' ? n : 0;
    return s.p[n] == '.' || s.p[n] == ' ' || s.p[n] == ':' ? n : 0;
}

static kho_sv
position_words(size_t i)
{
    return kho_signing[i].kind[0] == 'p' ? kho_sv_from(kho_signing[i].phrase) : (kho_sv){"", 0};
}

size_t
kho_sign_position(kho_sv s, size_t at)
{
    static struct kho_phrases positions = {.text = position_words, .bare = true};
    size_t end;

    positions.n = kho_signing_n;
    (void)kho_phrase_longest(&positions, s, at, NULL, &end);
    return end;
}

static bool
is_mark(kho_sv s)
{
    static const char *marks[MARKS_MAX]; /* of the table, which has more of other kinds */
    static size_t n;

    for (size_t i = 0, rows = n > 0 ? 0 : kho_signing_n; i < rows && n < MARKS_MAX; i++)
        if (kho_signing[i].kind[0] == 'm')
            marks[n++] = kho_signing[i].phrase;
    for (size_t i = 0; i < n && s.n > 0; i++)
        if (marks[i][0] == s.p[0] &&
            (mark_at(s, marks[i]) != 0 || (s.n > 1 && kho_sv_eq(s, kho_sv_from(marks[i])))))
            return true;
    return false;
}

enum kho_sign
kho_sign_of(kho_sv s)
{
    if (is_mark(s))
        return KHO_SIGN_MARK;
    return kho_sign_position(s, 0) != 0 ? KHO_SIGN_POSITION : KHO_SIGN_NONE;
}

bool
kho_sign_is_office(kho_sv s)
{
    return kho_sign_is_caps(s) || (s.n <= OFFICE_BYTES && kho_sign_of(s) == KHO_SIGN_MARK);
}

bool
kho_sign_is_caps(kho_sv s)
{
    size_t upper = 0, lower = 0;

    for (size_t i = 0, n; i < s.n; i += n) {
        uint32_t c = kho_vchar(s, i, &n);

        upper += kho_vchar_is_upper(c);
        lower += kho_vchar_is_lower(c);
    }
    return upper >= 2 && lower * 5 <= upper;
}

static bool
starts_with_any(kho_sv s, const char *const *phrases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (kho_phrase_at(s, 0, phrases[i]) != 0)
            return true;
    return false;
}

static kho_sv
rank_words(size_t i)
{
    return kho_signing[i].kind[0] == 'r' ? kho_sv_from(kho_signing[i].phrase) : (kho_sv){"", 0};
}

static size_t
rank_at(kho_sv s, size_t at)
{
    static struct kho_phrases ranks = {.text = rank_words};
    size_t end;

    ranks.n = kho_signing_n;
    return kho_phrase_longest(&ranks, s, at, NULL, &end) < 0 ? 0 : end;
}

/* Military and police ranks, degrees and titles of honour stand before a name, one behind the
 * other. */
size_t
kho_sign_rank(kho_sv s)
{
    size_t end = 0;

    for (size_t next; end < s.n && (next = rank_at(s, end)) != 0;)
        for (end = next; end < s.n && strchr(".,- /", s.p[end]) != NULL;)
            end++;
    return end;
}

static bool
is_name(kho_sv s, size_t least)
{
    size_t words = 0;
    bool start = true;

    if (s.n == 0 || s.n > NAME_BYTES)
        return false;
    for (size_t i = kho_sign_rank(s), n; i < s.n; i += n) {
        uint32_t c = kho_vchar(s, i, &n);

        if (c == ' ' || c == '-' || c == 0x2019 || c == '\'') {
            start = true;
            continue;
        }
        if (!kho_vchar_is_letter(c) && !(c == '.' && i + n == s.n))
            return false;
        if (start) {
            words++;
            if (!kho_vchar_is_upper(c))
                return false;
        }
        start = false;
    }
    return words >= least && words <= NAME_WORDS;
}

bool
kho_sign_is_name(kho_sv s)
{
    return is_name(s, 2);
}

bool
kho_sign_is_name_part(kho_sv s)
{
    return is_name(s, 1);
}

static kho_sv
surname(size_t i)
{
    return kho_sv_from(kho_surnames[i].surname);
}

bool
kho_sign_is_surname(kho_sv s)
{
    static struct kho_phrases names = {.text = surname};
    size_t end;

    names.n = kho_surnames_n;
    return kho_phrase_longest(&names, s, kho_sign_rank(s), NULL, &end) >= 0;
}

bool
kho_sign_is_caps_name(kho_sv s)
{
    size_t end, words = 0, at = kho_sign_rank(s);
    struct kho_word w;

    if (!is_name(s, 2) || kho_sign_of(s) != KHO_SIGN_NONE || kho_sign_is_annex(s) ||
        kho_sign_is_noise(s) || kho_sign_is_recipients(s) || kho_sign_doc_type(s, &end) >= 0 ||
        kho_agency_head(s, 0, &end) >= 0 || kho_unit_word(s, 0, NULL) >= 0)
        return false;
    while (kho_word_next(s, &at, &w))
        if (++words > 4 || !kho_vchar_is_letter(kho_vchar(s, w.offset, &end)))
            return false;
    return true;
}

bool
kho_sign_is_noise(kho_sv s)
{
    static const char *const noise[] = {
        "đã ký",        "ký bởi",          "người ký",   "thời gian ký",
        "ngày ký",      "chữ ký",          "cơ quan ủy", "email",
        "ký, đóng dấu", "ký, ghi rõ",      "ký tên",     "đã kí",
        "ký và ghi",    "signed by",       "signature",  "digitally signed",
        "cơ quan tỉnh", "ký tên, đóng dấu"};

    return starts_with_any(s, noise, sizeof noise / sizeof *noise);
}

bool
kho_sign_is_annex_title(kho_sv s)
{
    const size_t end = kho_phrase_at(s, 0, "phụ lục");
    size_t rest;

    if (end == 0)
        return false;
    rest = kho_phrase_words((kho_sv){s.p + end, s.n - end});
    return rest <= 1 || kho_text_is_caps((kho_sv){s.p, end});
}

bool
kho_sign_is_annex(kho_sv s)
{
    static const char *const heads[] = {"danh mục",       "danh sách", "biểu mẫu",
                                        "phụ biểu",       "mẫu số",    "biểu số",
                                        "bảng phân công", "đề cương",  "lịch"};

    return kho_sign_is_annex_title(s) || starts_with_any(s, heads, sizeof heads / sizeof *heads);
}

bool
kho_sign_is_recipients(kho_sv s)
{
    size_t end = kho_phrase_bare_at(s, 0, "noi nhan"), n;

    if (end == 0 || !kho_vchar_is_upper(kho_vchar(s, 0, &n)))
        return false;
    while (end < s.n && (s.p[end] == ' ' || s.p[end] == '.'))
        end++;
    return end == s.n || s.p[end] == ':';
}

bool
kho_sign_is_basis(kho_sv s)
{
    static const char *const sure[] = {"căn cứ",       "thi hành",   "xét đề nghị",
                                       "theo đề nghị", "trên cơ sở", "xét tờ trình"};
    static const char *const maybe[] = {"thực hiện", "triển khai", "tiếp tục thực hiện",
                                        "nhằm",      "để",         "theo",
                                        "tiếp theo", "quán triệt"};
    size_t from, to;

    if (starts_with_any(s, sure, sizeof sure / sizeof *sure))
        return true;
    return starts_with_any(s, maybe, sizeof maybe / sizeof *maybe) &&
           (kho_phrase_find((kho_sv){s.p, s.n < BASIS_SYMBOL_BYTES ? s.n : BASIS_SYMBOL_BYTES}, 0,
                            "số", &from, &to) ||
            s.n > 400);
}

/* Without the remark in parentheses: "Nghị quyết (cá biệt)". */
static kho_sv
type_name(size_t i)
{
    const char *full = kho_doc_types[i].vietnamese_name, *stop = strchr(full, '(');

    return stop == NULL ? kho_sv_from(full) : (kho_sv){full, (size_t)(stop - full)};
}

/* A line that is nothing but the name of a type, its tones damaged. */
static int
damaged_type(kho_sv s)
{
    static struct kho_phrases types = {.text = type_name, .bare = true};
    size_t end;
    int row;

    if (s.n <= 6 || s.n > 60 || !kho_text_is_caps(s))
        return -1;
    types.n = kho_doc_types_n;
    row = kho_phrase_longest(&types, s, 0, NULL, &end);
    return end == s.n ? row : -1;
}

/* "K Ế  H O Ạ C H": a name of a type whose letters were spaced out. */
static int
spaced_type(kho_sv s)
{
    char letters[64], name[64];
    size_t n = 0, at = 0;
    struct kho_word w;

    while (kho_word_next(s, &at, &w)) {
        if (w.bare_n != 1 || n + w.exact_n > sizeof letters)
            return -1;
        memcpy(letters + n, w.exact, w.exact_n);
        n += w.exact_n;
    }
    for (size_t i = 0; n > 6 && i < kho_doc_types_n; i++) {
        size_t m = 0;

        for (at = 0; kho_word_next(type_name(i), &at, &w) && m + w.exact_n <= sizeof name;) {
            memcpy(name + m, w.exact, w.exact_n);
            m += w.exact_n;
        }
        if (m == n && memcmp(letters, name, n) == 0)
            return (int)i;
    }
    return -1;
}

int
kho_sign_doc_type(kho_sv s, size_t *end)
{
    static struct kho_phrases types = {.text = type_name};
    int row;

    types.n = kho_doc_types_n;
    row = kho_phrase_longest(&types, s, 0, kho_text_is_caps, end);
    if (row >= 0)
        return row;
    row = damaged_type(s);
    if (row < 0 && s.n > 2 && s.n < 80 && (s.p[1] == ' ' || s.p[2] == ' ' || s.p[3] == ' '))
        row = spaced_type(s);
    if (row < 0)
        return row;
    *end = s.n;
    return row;
}
