/* docx_lists.c - automatic numbers: ECMA-376 part 1, 17.9. */
#include "docx_styles.h"

#include "counting.h"

#include <stdlib.h>
#include <string.h>

enum { LISTS_MAX = 2048, LEVELS = 9, TEXT_MAX = 64, LEVEL_POOL = 16384 };

struct level {
    int32_t start;
    enum kho_counting format;
    kho_sv text;  /* "%1.%2." */
    kho_sv style; /* paragraph style that stands for the level */
    bool tight;   /* nothing between label and text */
    bool decimal; /* all numbers in the label are decimal */
};

struct abstract {
    int32_t id;
    struct level level[LEVELS];
    int32_t count[LEVELS];
    bool running[LEVELS];
};

struct list {
    int32_t id, abstract_id;
    struct abstract *abstract;
    int32_t start[LEVELS];
    bool restart[LEVELS]; /* not done yet */
    struct level *own;    /* levels of its own; NULL none */
    bool has_own[LEVELS];
};

struct kho_docx_lists {
    struct kho_arena *arena;
    struct kho_xml *xml;
    struct abstract *a;
    struct list *l;
    size_t n_a, n_l, cap_a, cap_l;
    struct abstract *in_a;
    struct list *in_l;
    struct level *in; /* level being read */
    int over;         /* level an override is for, -1 none */
};

static bool
is_value(kho_sv v, const char *s)
{
    return v.n == strlen(s) && memcmp(v.p, s, v.n) == 0;
}

static kho_sv
keep(struct kho_arena *arena, kho_sv s)
{
    if (s.p == NULL || s.n > TEXT_MAX || kho_arena_room(arena) < 4 * (size_t)TEXT_MAX)
        return (kho_sv){"", 0};
    return kho_arena_dup(arena, s);
}

static enum kho_counting
format_of(kho_sv v)
{
    static const struct {
        const char *name;
        enum kho_counting format;
    } names[] = {{"decimalZero", KHO_COUNT_DECIMAL_ZERO},
                 {"upperRoman", KHO_COUNT_UPPER_ROMAN},
                 {"lowerRoman", KHO_COUNT_LOWER_ROMAN},
                 {"upperLetter", KHO_COUNT_UPPER_LETTER},
                 {"lowerLetter", KHO_COUNT_LOWER_LETTER},
                 {"bullet", KHO_COUNT_BULLET},
                 {"none", KHO_COUNT_NONE}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (is_value(v, names[i].name))
            return names[i].format;
    return KHO_COUNT_DECIMAL;
}

static int
level_of(const struct kho_xml_attrs *a)
{
    int32_t v = kho_docx_int(kho_xml_attr(a, "ilvl"), 0);

    return v < 0 || v >= LEVELS ? 0 : v;
}

static void
start_level(struct kho_docx_lists *s, const struct kho_xml_attrs *a)
{
    int i = level_of(a);

    if (s->in_a != NULL) {
        s->in = &s->in_a->level[i];
    } else if (s->in_l != NULL && s->over >= 0) {
        if (s->in_l->own == NULL && kho_arena_room(s->arena) > LEVEL_POOL)
            s->in_l->own = KHO_NEW_N(s->arena, LEVELS, struct level);
        if (s->in_l->own == NULL)
            return;
        s->in = &s->in_l->own[s->over];
        s->in_l->has_own[s->over] = true;
    }
    if (s->in != NULL)
        *s->in = (struct level){.start = 1, .text = {"", 0}, .style = {"", 0}};
}

static void
in_level(struct kho_docx_lists *s, const char *name, const struct kho_xml_attrs *a)
{
    kho_sv v = kho_xml_attr(a, "val");

    if (strcmp(name, "start") == 0)
        s->in->start = kho_docx_int(v, 1);
    else if (strcmp(name, "numFmt") == 0)
        s->in->format = format_of(v);
    else if (strcmp(name, "lvlText") == 0)
        s->in->text = keep(s->arena, v);
    else if (strcmp(name, "pStyle") == 0)
        s->in->style = keep(s->arena, v);
    else if (strcmp(name, "suff") == 0)
        s->in->tight = is_value(v, "nothing");
    else if (strcmp(name, "isLgl") == 0)
        s->in->decimal = kho_docx_is_on(a);
}

/* The array p of n elements with room for one more, if *cap says so afterwards. */
static void *
grow(struct kho_arena *arena, void *p, size_t n, size_t *cap, size_t size)
{
    size_t want = *cap == 0 ? 32 : *cap * 2;
    void *q;

    if (n < *cap || want > LISTS_MAX || kho_arena_room(arena) / 2 < want * size)
        return p;
    q = kho_arena_alloc(arena, want, size);
    if (n > 0)
        memcpy(q, p, n * size);
    *cap = want;
    return q;
}

static void
on_start(void *ctx, const char *uri, const char *name, const struct kho_xml_attrs *a)
{
    struct kho_docx_lists *s = ctx;

    if (!kho_docx_is_w(uri))
        return;
    if (strcmp(name, "abstractNum") == 0) {
        s->a = grow(s->arena, s->a, s->n_a, &s->cap_a, sizeof *s->a);
        if (s->n_a == s->cap_a)
            return;
        s->in_a = &s->a[s->n_a++];
        s->in_a->id = kho_docx_int(kho_xml_attr(a, "abstractNumId"), -1);
        for (int i = 0; i < LEVELS; i++)
            s->in_a->level[i] = (struct level){.start = 1,
                                               .format = KHO_COUNT_NONE,
                                               .text = {"", 0},
                                               .style = {"", 0},
                                               .tight = true};
    } else if (strcmp(name, "num") == 0) {
        s->l = grow(s->arena, s->l, s->n_l, &s->cap_l, sizeof *s->l);
        if (s->n_l == s->cap_l)
            return;
        s->in_l = &s->l[s->n_l++];
        s->in_l->id = kho_docx_int(kho_xml_attr(a, "numId"), -1);
        s->in_l->abstract_id = -1;
    } else if (strcmp(name, "abstractNumId") == 0 && s->in_l != NULL) {
        s->in_l->abstract_id = kho_docx_int(kho_xml_attr(a, "val"), -1);
    } else if (strcmp(name, "lvlOverride") == 0 && s->in_l != NULL) {
        s->over = level_of(a);
    } else if (strcmp(name, "startOverride") == 0 && s->in_l != NULL && s->over >= 0) {
        s->in_l->start[s->over] = kho_docx_int(kho_xml_attr(a, "val"), 1);
        s->in_l->restart[s->over] = true;
    } else if (strcmp(name, "lvl") == 0) {
        start_level(s, a);
    } else if (s->in != NULL) {
        in_level(s, name, a);
    }
}

static void
on_end(void *ctx, const char *uri, const char *name)
{
    struct kho_docx_lists *s = ctx;

    if (!kho_docx_is_w(uri))
        return;
    if (strcmp(name, "lvl") == 0)
        s->in = NULL;
    else if (strcmp(name, "lvlOverride") == 0)
        s->over = -1;
    else if (strcmp(name, "abstractNum") == 0)
        s->in_a = NULL;
    else if (strcmp(name, "num") == 0)
        s->in_l = NULL;
}

static void
on_text(void *ctx, kho_sv s)
{
    (void)ctx, (void)s;
}

struct kho_docx_lists *
kho_docx_lists_new(struct kho_arena *arena)
{
    struct kho_docx_lists *s = KHO_NEW(arena, struct kho_docx_lists);

    s->arena = arena;
    s->over = -1;
    return s;
}

bool
kho_docx_lists_feed(void *lists, const char *p, size_t n)
{
    struct kho_docx_lists *s = lists;

    if (s->xml == NULL)
        s->xml = kho_xml_new(&(struct kho_xml_events){on_start, on_end, on_text, s});
    return s->xml != NULL && kho_xml_feed(s->xml, p, n);
}

static int
abstract_by_id(const void *x, const void *y)
{
    int32_t a = ((const struct abstract *)x)->id, b = ((const struct abstract *)y)->id;

    return (a > b) - (a < b);
}

static int
list_by_id(const void *x, const void *y)
{
    int32_t a = ((const struct list *)x)->id, b = ((const struct list *)y)->id;

    return (a > b) - (a < b);
}

void
kho_docx_lists_done(struct kho_docx_lists *s)
{
    if (s->xml != NULL)
        (void)kho_xml_end(s->xml);
    kho_xml_free(s->xml);
    s->xml = NULL;
    if (s->n_a > 0)
        qsort(s->a, s->n_a, sizeof *s->a, abstract_by_id);
    if (s->n_l > 0)
        qsort(s->l, s->n_l, sizeof *s->l, list_by_id);
    for (size_t i = 0; i < s->n_l; i++) {
        struct abstract key = {.id = s->l[i].abstract_id};

        s->l[i].abstract =
            s->n_a == 0 ? NULL : bsearch(&key, s->a, s->n_a, sizeof *s->a, abstract_by_id);
    }
}

static struct list *
find(const struct kho_docx_lists *s, int32_t id)
{
    struct list key = {.id = id};

    return s->n_l == 0 ? NULL : bsearch(&key, s->l, s->n_l, sizeof *s->l, list_by_id);
}

static const struct level *
level_in(const struct list *l, int i)
{
    return l->has_own[i] ? &l->own[i] : &l->abstract->level[i];
}

int
kho_docx_lists_level(const struct kho_docx_lists *s, int32_t list, kho_sv style)
{
    const struct list *l = find(s, list);

    for (int i = 0; l != NULL && l->abstract != NULL && style.n > 0 && i < LEVELS; i++)
        if (kho_sv_eq(level_in(l, i)->style, style))
            return i;
    return -1;
}

static void
put_label(struct kho_buf *out, const struct list *l, int level)
{
    const struct level *v = level_in(l, level);

    if (v->format == KHO_COUNT_BULLET) {
        kho_counting_bullet(out, v->text);
        return;
    }
    for (size_t i = 0; i < v->text.n; i++) {
        int k = v->text.p[i] == '%' && i + 1 < v->text.n ? v->text.p[i + 1] - '1' : -1;

        if (k < 0 || k >= LEVELS) {
            kho_buf_char(out, v->text.p[i]);
            continue;
        }
        kho_counting_put(out, v->decimal ? KHO_COUNT_DECIMAL : level_in(l, k)->format,
                         l->abstract->running[k] ? l->abstract->count[k] : level_in(l, k)->start);
        i++;
    }
}

void
kho_docx_lists_next(struct kho_docx_lists *s, int32_t list, int level, struct kho_buf *out)
{
    struct list *l = find(s, list);
    struct abstract *a = l == NULL ? NULL : l->abstract;
    size_t before = out->n;

    if (a == NULL || level < 0 || level >= LEVELS)
        return;
    if (l->restart[level]) {
        a->count[level] = l->start[level];
        l->restart[level] = false;
    } else if (a->running[level]) {
        a->count[level] += a->count[level] < INT32_MAX;
    } else {
        a->count[level] = level_in(l, level)->start;
    }
    a->running[level] = true;
    for (int i = level + 1; i < LEVELS; i++)
        a->running[i] = false;
    put_label(out, l, level);
    if (out->n > before && !level_in(l, level)->tight)
        kho_buf_char(out, ' ');
}
