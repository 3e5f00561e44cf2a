/* tasks_words.c - see tasks_words.h. */
#include "tasks_words.h"

#include "fold.h"
#include "vchar.h"

static uint32_t
hash_of(const char *p, size_t n)
{
    uint32_t h = 0x811c9dc5u;

    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)p[i]) * 0x01000193u;
    return h ^ h >> 15;
}

static uint8_t
flags_of(kho_sv raw)
{
    size_t used, n, i = 0;
    uint8_t flags = 0;

    if (kho_vchar_is_upper(kho_vchar(raw, 0, &used))) {
        flags |= KHO_TOK_UPPER;
        if (kho_vchar_is_upper(kho_vchar(raw, used, &n)))
            flags |= KHO_TOK_ACRONYM;
    }
    while (i < raw.n && raw.p[i] >= '0' && raw.p[i] <= '9')
        i++;
    if (i == raw.n)
        flags |= KHO_TOK_NUM;
    return flags;
}

/* A dot behind these does not end a sentence. */
static bool
is_abbreviation(kho_sv w)
{
    static const char *const list[] = {"tp",  "tx", "tt", "ts",  "ths",
                                       "pgs", "gs", "ct", "pct", "đ"};

    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (w.n == strlen(list[i]) && memcmp(w.p, list[i], w.n) == 0)
            return true;
    return w.n == 1 && w.p[0] >= 'a' && w.p[0] <= 'z';
}

static uint16_t
gap_bit(uint32_t c)
{
    switch (c) {
    case ' ':
    case '\t':
    case '\n':
        return KHO_GAP_BLANK;
    case ',':
        return KHO_GAP_COMMA;
    case ';':
        return KHO_GAP_SEMI;
    case ':':
        return KHO_GAP_COLON;
    case '!':
    case '?':
        return KHO_GAP_STOP;
    case '.':
        return KHO_GAP_DOT;
    case '(':
    case '[':
        return KHO_GAP_OPEN;
    case ')':
    case ']':
        return KHO_GAP_CLOSE;
    case '-':
    case 0x2013:
    case 0x2014:
    case 0x2212:
        return KHO_GAP_DASH;
    case '/':
        return KHO_GAP_SLASH;
    case '"':
    case 0xab:
    case 0xbb:
    case 0x201c:
    case 0x201d:
        return KHO_GAP_QUOTE;
    case '%':
        return KHO_GAP_PERCENT;
    default:
        return KHO_GAP_OTHER;
    }
}

/* What stands between two words; before is the word in front of it, after: another word follows. */
static uint16_t
gap_between(kho_sv gap, kho_sv before, bool after_upper, bool last)
{
    uint16_t bits = 0;
    unsigned dots = 0;
    bool blank_behind_dot = last;

    if (gap.n == 1 && gap.p[0] == ' ') /* nearly always */
        return KHO_GAP_BLANK;
    for (size_t i = 0, n; i < gap.n; i += n) {
        const uint32_t c = kho_vchar(gap, i, &n);

        bits |= gap_bit(c);
        if (c == '.')
            dots++;
        else if (dots > 0 && (gap_bit(c) & (KHO_GAP_BLANK | KHO_GAP_QUOTE)) != 0)
            blank_behind_dot = true;
    }
    if (dots == 1 && blank_behind_dot && (!is_abbreviation(before) || last))
        bits |= KHO_GAP_STOP;
    if (dots > 1 && after_upper) /* "kiến nghị... Thực hiện" */
        bits |= KHO_GAP_STOP;
    return bits;
}

void
kho_toks_init(struct kho_arena *arena, const struct kho_paras *ps, struct kho_toks *k)
{
    size_t longest = 0;

    for (size_t i = 0; i < ps->n; i++)
        if (ps->p[i].text.n > longest)
            longest = ps->p[i].text.n;
    if (longest > KHO_TOKS_BYTES)
        longest = KHO_TOKS_BYTES;
    *k = (struct kho_toks){.max = longest};
    /* A word takes at least one byte and one between it and the next; one entry closes the list. */
    k->t = KHO_NEW_N(arena, longest / 2 + 3, struct kho_tok);
    /* A folded word is never longer than twice its original: one letter stays one letter. */
    k->chars = KHO_NEW_N(arena, longest * 2 + KHO_WORD_MAX + 1, char);
}

void
kho_toks_read(struct kho_toks *k, kho_sv text)
{
    struct kho_word w;
    size_t pos = 0, used = 0, end = 0;

    if (text.n > k->max)
        text.n = k->max;
    k->text = text;
    k->n = 0;
    while (k->n < k->max / 2 + 1 && kho_word_next(text, &pos, &w)) {
        struct kho_tok *t = &k->t[k->n];
        const kho_sv before = k->n == 0 ? (kho_sv){"", 0} : k->t[k->n - 1].w;

        if (w.exact_n > k->max * 2 + KHO_WORD_MAX - used)
            break;
        t->flags = flags_of((kho_sv){text.p + w.offset, w.length});
        t->gap = gap_between((kho_sv){text.p + end, w.offset - end}, before,
                             (t->flags & KHO_TOK_UPPER) != 0, false);
        t->at = w.offset;
        t->end = w.offset + w.length;
        memcpy(k->chars + used, w.exact, w.exact_n);
        t->w = (kho_sv){k->chars + used, w.exact_n};
        t->hash = hash_of(t->w.p, t->w.n);
        used += w.exact_n;
        end = t->end;
        k->n++;
    }
    k->t[k->n] = (struct kho_tok){.w = {"", 0}, .at = (uint32_t)text.n, .end = (uint32_t)text.n};
    k->t[k->n].gap =
        (uint16_t)(gap_between((kho_sv){text.p + end, text.n - end},
                               k->n == 0 ? (kho_sv){"", 0} : k->t[k->n - 1].w, false, true) |
                   KHO_GAP_STOP);
}

size_t
kho_toks_find(const struct kho_toks *k, size_t at, size_t from)
{
    while (from < k->n && k->t[from].at < at)
        from++;
    return from;
}

void
kho_lex_add(struct kho_lex *x, const char *phrase, unsigned value)
{
    const char *blank = strchr(phrase, ' ');
    const size_t n = blank == NULL ? strlen(phrase) : (size_t)(blank - phrase);
    struct kho_lex_entry *e = &x->e[x->n];
    uint16_t *slot;

    if (x->n == KHO_LEX_MAX || n == 0)
        return;
    *e = (struct kho_lex_entry){
        .phrase = phrase, .first = hash_of(phrase, n), .value = (uint8_t)value};
    /* Behind the others of its chain, so that the first of two equal phrases is found first. */
    for (slot = &x->head[e->first % KHO_LEX_BUCKETS]; *slot != 0; slot = &x->e[*slot - 1].next)
        ;
    *slot = (uint16_t)++x->n;
}

/* Words phrase takes at word i, 0 when it does not stand there. */
static size_t
phrase_at(const char *phrase, const struct kho_toks *k, size_t i)
{
    size_t words = 0;

    for (const char *p = phrase; *p != '\0'; words++) {
        const char *blank = strchr(p, ' ');
        const size_t n = blank == NULL ? strlen(p) : (size_t)(blank - p);
        const struct kho_tok *t = &k->t[i + words];

        if (i + words >= k->n || t->w.n != n || memcmp(t->w.p, p, n) != 0 ||
            (words > 0 && (t->gap & ~(unsigned)KHO_GAP_LOOSE) != 0))
            return 0;
        p += n + (blank != NULL);
    }
    return words;
}

unsigned
kho_lex_match(const struct kho_lex *x, const struct kho_toks *k, size_t i, size_t *len)
{
    unsigned value = 0;

    *len = 0;
    if (i >= k->n)
        return 0;
    for (uint16_t e = x->head[k->t[i].hash % KHO_LEX_BUCKETS]; e != 0; e = x->e[e - 1].next) {
        size_t n;

        if (x->e[e - 1].first != k->t[i].hash)
            continue;
        n = phrase_at(x->e[e - 1].phrase, k, i);
        if (n > *len) {
            *len = n;
            value = x->e[e - 1].value;
        }
    }
    return value;
}

unsigned
kho_kind_of(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return (unsigned)i + 1;
    return 0;
}
