/* label.c - see label.h. */
#include "label.h"

#include "date.h"
#include "fold.h"
#include "vchar.h"

enum { NUMBER_MAX = 99, ARTICLE_MAX = 999, HEADING_BYTES = 400 };

static struct kho_label
none(void)
{
    return (struct kho_label){.kind = KHO_LABEL_NONE};
}

static size_t
skip(kho_sv s, size_t at)
{
    return kho_vchar_skip_blanks(s, at, s.n);
}

static size_t
number(kho_sv s, size_t at, uint32_t *v)
{
    size_t i = at;

    for (*v = 0; i < s.n && i < at + 4 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        *v = *v * 10 + (uint32_t)(s.p[i] - '0');
    return i - at;
}

/* "1", "2.1", "2.1.3" and what closes it. */
static struct kho_label
decimal(kho_sv s)
{
    struct kho_label l = {.kind = KHO_LABEL_DECIMAL};
    size_t i = 0, took, end = 0;
    uint32_t v;
    bool dot = false;

    while ((took = number(s, i, &v)) > 0) {
        if (v == 0 || v > NUMBER_MAX || took > 2 || l.depth == 6)
            return none();
        l.depth++;
        l.number = v;
        end = i += took;
        dot = i < s.n && s.p[i] == '.';
        if (!dot)
            break;
        i++;
    }
    l.text = (kho_sv){s.p, end};
    if (dot) {
        /* "1. Text", "1.Text"; "1.500 hộ" was refused above */
        l.end = skip(s, end + 1);
        return l;
    }
    if (i >= s.n)
        return none();
    if (s.p[i] == ')' || s.p[i] == '/' || s.p[i] == '-') {
        if (l.depth == 1 && s.p[i] != ')' && (i + 1 >= s.n || s.p[i + 1] != ' '))
            return none(); /* "12/KH", "3-5" */
        if (s.p[i] == ')')
            l.kind = KHO_LABEL_DECIMAL_PAREN;
        l.end = skip(s, i + 1);
        return l;
    }
    /* "2.1 Text" */
    if (l.depth > 1 && s.p[i] == ' ') {
        size_t n;

        l.end = skip(s, i);
        return kho_vchar_is_upper(kho_vchar(s, l.end, &n)) ? l : none();
    }
    return none();
}

static uint32_t
roman_value(char c)
{
    switch (c) {
    case 'I':
    case 'l':
    case '1':
        return 1;
    case 'V':
        return 5;
    case 'X':
        return 10;
    case 'L':
        return 50;
    default:
        return 0;
    }
}

/* "I.", "II-", "IV/", "lI."; 0 < value < 50. */
static struct kho_label
roman(kho_sv s)
{
    uint32_t sum = 0, v, next;
    size_t i = 0;
    bool sure = false;

    while (i < s.n && i < 6 && (v = roman_value(s.p[i])) > 0) {
        next = i + 1 < s.n ? roman_value(s.p[i + 1]) : 0;
        sum = next > v ? sum + next - v : sum + v;
        sure = sure || s.p[i] == 'I' || s.p[i] == 'V' || s.p[i] == 'X';
        i += next > v ? 2 : 1;
    }
    if (i == 0 || i >= s.n || !sure || sum == 0 || sum > 49)
        return none();
    v = (uint32_t)i;
    while (i < s.n && s.p[i] == ' ' && i < v + 1)
        i++;
    if (s.p[i] != '.' && s.p[i] != '-' && s.p[i] != '/' && s.p[i] != ')')
        return none();
    if (s.p[i] == '/' && (i + 1 >= s.n || s.p[i + 1] != ' '))
        return none();
    return (struct kho_label){.kind = KHO_LABEL_ROMAN,
                              .text = {s.p, v},
                              .depth = 1,
                              .number = sum,
                              .end = skip(s, i + 1)};
}

/* "a)", "đ)", "a.", "A." */
static struct kho_label
letter(kho_sv s)
{
    static const char order[] = "abcdđeghiklmnopqrstuvxy"; /* as enumerated in Vietnamese papers */
    size_t n, m, i = 0;
    uint32_t c = kho_vchar(s, 0, &n), low = kho_vchar_lower(c), at = 0;
    const kho_sv o = {order, sizeof order - 1};

    if (n == 0 || n >= s.n || !kho_vchar_is_letter(c))
        return none();
    while (i < o.n && kho_vchar(o, i, &m) != low) {
        i += m;
        at++;
    }
    if (i >= o.n)
        return none();
    if (s.p[n] != ')' && (s.p[n] != '.' || (n + 1 < s.n && s.p[n + 1] != ' ')))
        return none();
    return (struct kho_label){.kind =
                                  c == low || s.p[n] == ')' ? KHO_LABEL_LETTER : KHO_LABEL_CAPITAL,
                              .text = {s.p, n},
                              .depth = 1,
                              .number = at + 1,
                              .end = skip(s, n + 1)};
}

/* "Phần I", "Chương 2", "Mục 1", "Điều 3." */
static struct kho_label
named(kho_sv s)
{
    static const struct {
        const char *word;
        enum kho_label_kind kind;
    } words[] = {{"phần", KHO_LABEL_PART},
                 {"chương", KHO_LABEL_CHAPTER},
                 {"mục", KHO_LABEL_SECTION},
                 {"điều", KHO_LABEL_ARTICLE}};
    struct kho_label l;
    size_t took = 0, at, i, n;
    uint32_t v;

    for (i = 0; i < sizeof words / sizeof *words && took == 0; i++)
        took = kho_vchar_word(s, 0, words[i].word);
    if (took == 0 || !kho_vchar_is_upper(kho_vchar(s, 0, &n)))
        return none();
    l = (struct kho_label){.kind = words[i - 1].kind, .depth = 1};
    at = skip(s, took);
    if (l.kind == KHO_LABEL_PART && (n = kho_vchar_word(s, at, "thứ")) > 0)
        at = skip(s, at + n);
    n = number(s, at, &v);
    if (n == 0) {
        for (n = 0; at + n < s.n && s.p[at + n] != ' ' && s.p[at + n] != '.' && s.p[at + n] != ':';
             n++)
            continue;
        v = n > 0 && n < 16 ? (uint32_t)kho_ordinal((kho_sv){s.p + at, n}) : 0;
    }
    if (n == 0 || v == 0 || v > ARTICLE_MAX)
        return none();
    at += n;
    l.text = (kho_sv){s.p, at};
    l.number = v;
    /* "Điều 10 Nghị định" is a citation: articles have a dot or a colon. */
    if (at < s.n && (s.p[at] == '.' || s.p[at] == ':' || s.p[at] == '-'))
        l.end = skip(s, at + 1);
    else if (at >= s.n)
        l.end = at;
    else if (l.kind != KHO_LABEL_ARTICLE && s.p[at] == ' ' && s.n < HEADING_BYTES &&
             kho_text_is_caps((kho_sv){s.p + at, s.n - at}))
        l.end = skip(s, at); /* "Phần thứ nhất TÌNH HÌNH" */
    else
        return none();
    return l;
}

static struct kho_label
bullet(kho_sv s)
{
    size_t n;
    uint32_t c = kho_vchar(s, 0, &n);
    struct kho_label l = {.text = {s.p, n}, .end = skip(s, n)};

    if (kho_vchar_is_dash(c))
        l.kind = KHO_LABEL_DASH;
    else if (c == '+')
        l.kind = KHO_LABEL_PLUS;
    else if ((c == '*' && s.n > 1 && s.p[1] == ' ') || c == 0x2022 || c == 0xb7 || c == 0x25cf ||
             c == 0x25cb || c == 0x25aa || c == 0x25a0 || c == 0x2756 || c == 0x27a2 ||
             c == 0x2713 || c == 0x2714 ||
             (c >= 0xf000 && c <= 0xf0ff)) /* bullets of symbol fonts */
        l.kind = KHO_LABEL_DOT;
    else
        return none();
    /* "-5 độ", "+84 ..." are numbers */
    if (l.end == n && n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        return none();
    return l;
}

struct kho_label
kho_label_read(kho_sv s, bool expect_letter)
{
    struct kho_label l;

    if (s.n == 0)
        return none();
    if (s.p[0] >= '0' && s.p[0] <= '9') {
        l = decimal(s);
        return l.kind != KHO_LABEL_NONE ? l : roman(s);
    }
    if ((l = bullet(s)).kind != KHO_LABEL_NONE)
        return l;
    if (expect_letter && (l = letter(s)).kind != KHO_LABEL_NONE)
        return l;
    if ((l = roman(s)).kind != KHO_LABEL_NONE)
        return l;
    if ((l = letter(s)).kind != KHO_LABEL_NONE)
        return l;
    return named(s);
}
