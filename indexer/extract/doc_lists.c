/* doc_lists.c - automatic numbers of Word 97-2003 documents ([MS-DOC] 2.4.6.3, 2.9.131 LFO, 2.9.150
 * LVL, 2.9.147 LSTF).
 *
 * A paragraph names an override (LFO), which names a list (LSTF), which has nine levels (LVL).
 */
#include "doc_lists.h"

#include "counting.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

enum { LEVELS = 9, LISTS_MAX = 2048, LSTF = 28, LVLF = 28, LFO = 16, LABEL_MAX = 256 };

struct level {
    kho_sv text; /* UTF-16; 0-8: the number of that level */
    int32_t start;
    uint8_t format;
    bool legal; /* all its numbers are decimal */
    bool tight; /* nothing between label and text */
    int32_t font;
};

struct list {
    uint32_t id;
    struct level level[LEVELS];
    int32_t count[LEVELS];
    bool running[LEVELS];
};

struct over {
    struct list *list; /* NULL none */
    int32_t start[LEVELS];
    bool restart[LEVELS]; /* not done yet */
    struct level *own;    /* LEVELS of them; NULL none */
    bool has_own[LEVELS];
};

struct kho_doc_lists {
    struct list *list;
    struct over *over;
    size_t n_list, n_over;
};

static unsigned
byte(kho_sv s, size_t at)
{
    return at < s.n ? (unsigned char)s.p[at] : 0;
}

/* The level at *at of s, and *at behind it; false: it does not fit. */
static bool
read_level(kho_sv s, size_t *at, struct level *v)
{
    const size_t chars = byte(s, *at + 24), paras = byte(s, *at + 25);
    const size_t text = *at + LVLF + paras + chars, n = kho_doc_u16(s, text);
    struct kho_doc_props p = kho_doc_unset;

    if (text + 2 + n * 2 > s.n)
        return false;
    kho_doc_sprms(&p, &kho_doc_unset, kho_doc_part(s, *at + LVLF + paras, chars));
    *v = (struct level){.text = {s.p + text + 2, n * 2},
                        .start = (int32_t)(kho_doc_u32(s, *at) & 0xffff),
                        .format = (uint8_t)byte(s, *at + 4),
                        .legal = (byte(s, *at + 5) & 4) != 0,
                        .tight = byte(s, *at + 15) == 2,
                        .font = p.font};
    *at = text + 2 + n * 2;
    return true;
}

/* The levels stand behind the lists, outside of what the length of their table counts. */
static bool
read_lists(struct kho_doc_lists *l, kho_sv lists, kho_sv levels)
{
    size_t n = kho_doc_u16(lists, 0), at = 0;

    if (n > LISTS_MAX || 2 + n * LSTF > lists.n)
        return false;
    l->list = calloc(n + 1, sizeof *l->list);
    if (l->list == NULL)
        return false;
    for (; l->n_list < n; l->n_list++) {
        struct list *t = &l->list[l->n_list];
        const size_t one = 2 + l->n_list * LSTF;
        const unsigned simple = byte(lists, one + 26) & 1;

        t->id = kho_doc_u32(lists, one);
        for (unsigned k = 0; k < (simple != 0 ? 1 : LEVELS); k++)
            if (!read_level(levels, &at, &t->level[k]))
                return true; /* those before are good */
    }
    return true;
}

static struct list *
list_of(const struct kho_doc_lists *l, uint32_t id)
{
    for (size_t i = 0; i < l->n_list; i++)
        if (l->list[i].id == id)
            return &l->list[i];
    return NULL;
}

/* What an override says of one of its levels. */
static bool
read_override(struct over *o, kho_sv s, size_t *at)
{
    const unsigned flags = byte(s, *at + 4), k = flags & 15;
    const int32_t start = (int32_t)kho_doc_u32(s, *at);

    *at += 8;
    if (k >= LEVELS || *at > s.n)
        return false;
    if ((flags & 0x10) != 0) {
        o->start[k] = start;
        o->restart[k] = true;
    }
    if ((flags & 0x20) == 0)
        return true;
    if (o->own == NULL)
        o->own = calloc(LEVELS, sizeof *o->own);
    o->has_own[k] = o->own != NULL && read_level(s, at, &o->own[k]);
    if (o->has_own[k] && (flags & 0x10) != 0)
        o->start[k] = o->own[k].start;
    return o->has_own[k];
}

static bool
read_overrides(struct kho_doc_lists *l, kho_sv s)
{
    size_t n = kho_doc_u32(s, 0), at;

    if (n > LISTS_MAX || 4 + n * LFO > s.n)
        return false;
    l->over = calloc(n + 1, sizeof *l->over);
    if (l->over == NULL)
        return false;
    l->n_over = n;
    at = 4 + n * LFO;
    for (size_t i = 0; i < n; i++)
        l->over[i].list = list_of(l, kho_doc_u32(s, 4 + i * LFO));
    for (size_t i = 0; i < n; i++) {
        const unsigned levels = byte(s, 4 + i * LFO + 12);

        at += 4;
        for (unsigned k = 0; k < levels; k++)
            if (!read_override(&l->over[i], s, &at))
                return true;
    }
    return true;
}

struct kho_doc_lists *
kho_doc_lists_new(kho_sv lists, kho_sv levels, kho_sv overrides)
{
    struct kho_doc_lists *l = lists.n == 0 || overrides.n == 0 ? NULL : calloc(1, sizeof *l);

    if (l != NULL && (!read_lists(l, lists, levels) || !read_overrides(l, overrides))) {
        kho_doc_lists_free(l);
        return NULL;
    }
    return l;
}

void
kho_doc_lists_free(struct kho_doc_lists *l)
{
    if (l == NULL)
        return;
    for (size_t i = 0; i < l->n_over; i++)
        free(l->over[i].own);
    free(l->list);
    free(l->over);
    free(l);
}

static const struct level *
level_in(const struct over *o, unsigned k)
{
    return o->has_own[k] ? &o->own[k] : &o->list->level[k];
}

static enum kho_counting
counting_of(unsigned nfc)
{
    static const enum kho_counting of[] = {KHO_COUNT_DECIMAL, KHO_COUNT_UPPER_ROMAN,
                                           KHO_COUNT_LOWER_ROMAN, KHO_COUNT_UPPER_LETTER,
                                           KHO_COUNT_LOWER_LETTER};

    return nfc < sizeof of / sizeof of[0] ? of[nfc]
           : nfc == 22                    ? KHO_COUNT_DECIMAL_ZERO
           : nfc == 23                    ? KHO_COUNT_BULLET
           : nfc == 255                   ? KHO_COUNT_NONE
                                          : KHO_COUNT_DECIMAL;
}

static void
put_label(const struct over *o, unsigned level, struct kho_buf *out)
{
    const struct level *v = level_in(o, level);

    for (size_t i = 0; i + 2 <= v->text.n; i += 2) {
        const unsigned c = kho_doc_u16(v->text, i);
        char u[4];

        if (c < LEVELS) {
            const enum kho_counting how = counting_of(level_in(o, c)->format);

            kho_counting_put(out,
                             v->legal && how != KHO_COUNT_DECIMAL_ZERO ? KHO_COUNT_DECIMAL : how,
                             o->list->running[c] ? o->list->count[c] : level_in(o, c)->start);
        } else if (c < 0xd800 || c > 0xdfff) {
            const size_t n = kho_utf8_put(u, c);

            if (counting_of(v->format) == KHO_COUNT_BULLET)
                kho_counting_bullet(out, (kho_sv){u, n});
            else
                kho_buf_put(out, u, n);
        }
    }
}

static void
count_on(struct over *o, unsigned level)
{
    struct list *t = o->list;

    if (o->restart[level]) {
        t->count[level] = o->start[level];
        o->restart[level] = false;
    } else if (t->running[level]) {
        t->count[level] += t->count[level] < INT32_MAX;
    } else {
        t->count[level] = level_in(o, level)->start;
    }
    t->running[level] = true;
    for (unsigned k = level + 1; k < LEVELS; k++)
        t->running[k] = false;
}

bool
kho_doc_lists_next(struct kho_doc_lists *l, unsigned list, unsigned level, struct kho_buf *out,
                   int32_t *font)
{
    struct over *o;

    if (l == NULL || list == 0 || list > l->n_over || level >= LEVELS)
        return false;
    o = &l->over[list - 1];
    if (o->list == NULL || level_in(o, level)->text.n == 0)
        return false;
    count_on(o, level);
    out->limit = LABEL_MAX;
    put_label(o, level, out);
    if (out->n > 0 && !level_in(o, level)->tight)
        kho_buf_char(out, ' ');
    *font = level_in(o, level)->font;
    return out->n > 0;
}
