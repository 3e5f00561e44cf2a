/* odf_styles.c - see odf_styles.h. */
#include "odf_styles.h"

#include "counting.h"

#include <string.h>

enum { BUCKETS = 4096, NAME_BYTES = 256, PARENTS = 20 };

struct entry {
    struct entry *next;
    char family; /* 'l' a list, 'f' a font */
    kho_sv name;
    struct kho_odf_style style;
    struct kho_odf_list *list;
};

struct kho_odf_styles {
    struct kho_arena *arena;
    struct entry *bucket[BUCKETS];
    struct entry *open; /* the style whose properties come */
    int level;          /* of the list style */
};

static const struct kho_odf_props unset = {-1, -1, -1, -1, -1, -1, -1};

uint32_t
kho_odf_number(kho_sv s, uint32_t dflt)
{
    uint32_t v = 0;

    if (s.n == 0 || s.n > 9)
        return dflt;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return dflt;
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    }
    return v;
}

struct kho_odf_styles *
kho_odf_styles_new(struct kho_arena *arena)
{
    struct kho_odf_styles *s = KHO_NEW(arena, struct kho_odf_styles);

    s->arena = arena;
    s->level = -1;
    return s;
}

static size_t
bucket(char family, kho_sv name)
{
    uint32_t h = 2166136261u ^ (uint32_t)(unsigned char)family;

    for (size_t i = 0; i < name.n; i++)
        h = (h ^ (unsigned char)name.p[i]) * 16777619u;
    return h % BUCKETS;
}

static struct entry *
find(const struct kho_odf_styles *s, char family, kho_sv name)
{
    enum { CHAIN = 64 }; /* names made to collide are not found, that is all */
    struct entry *e = s->bucket[bucket(family, name)];

    for (int i = 0; e != NULL && i < CHAIN; e = e->next, i++)
        if (e->family == family && kho_sv_eq(e->name, name))
            return e;
    return NULL;
}

static kho_sv
keep(struct kho_odf_styles *s, kho_sv v)
{
    if (v.n == 0 || v.n > NAME_BYTES || kho_arena_room(s->arena) < 4096)
        return (kho_sv){"", 0};
    return kho_arena_dup(s->arena, v);
}

static struct entry *
add(struct kho_odf_styles *s, char family, kho_sv name)
{
    struct entry **b, *e;

    if (name.n == 0 || name.n > NAME_BYTES || kho_arena_room(s->arena) < 8192)
        return NULL;
    b = &s->bucket[bucket(family, name)];
    e = KHO_NEW(s->arena, struct entry);
    *e = (struct entry){.next = *b, .family = family, .name = keep(s, name)};
    e->style.props = unset;
    *b = e;
    return e;
}

static bool
is(kho_sv v, const char *word)
{
    return kho_sv_eq(v, kho_sv_from(word));
}

static int8_t
said(bool on)
{
    return on ? 1 : 0;
}

static void
text_properties(struct kho_odf_styles *s, struct kho_odf_props *p, const struct kho_xml_attrs *a)
{
    kho_sv v = kho_xml_attr(a, "font-weight");

    if (v.p != NULL)
        p->bold = said(is(v, "bold") || (v.n == 3 && v.p[0] >= '6'));
    v = kho_xml_attr(a, "font-style");
    if (v.p != NULL)
        p->italic = said(is(v, "italic") || is(v, "oblique"));
    v = kho_xml_attr(a, "text-transform");
    if (v.p != NULL)
        p->caps = said(is(v, "uppercase"));
    v = kho_xml_attr(a, "text-position");
    if (v.p != NULL)
        p->super =
            said(v.n >= 5 && (memcmp(v.p, "super", 5) == 0 ||
                              (v.p[0] >= '1' && v.p[0] <= '9' && memchr(v.p, '%', v.n) != NULL)));
    v = kho_xml_attr(a, "display");
    if (v.p != NULL)
        p->hidden = said(is(v, "none"));
    v = kho_xml_attr(a, "font-family");
    if (v.p != NULL) {
        while (v.n > 0 && (v.p[0] == '\'' || v.p[0] == '"'))
            v.p++, v.n--;
        while (v.n > 0 && (v.p[v.n - 1] == '\'' || v.p[v.n - 1] == '"'))
            v.n--;
        p->font = (int8_t)kho_font_of(v);
    }
    v = kho_xml_attr(a, "font-name");
    if (v.p != NULL) {
        const struct entry *f = find(s, 'f', v);

        p->font = (int8_t)kho_font_of(v);
        if (f != NULL)
            p->font = f->style.props.font;
    }
}

static void
copy(char *to, size_t room, kho_sv v)
{
    size_t n = v.n < room ? v.n : 0;

    if (n > 0)
        memcpy(to, v.p, n);
    to[n] = '\0';
}

static void
list_level(struct kho_odf_styles *s, const char *name, const struct kho_xml_attrs *a)
{
    struct kho_odf_list *l = s->open->list;
    uint32_t level = kho_odf_number(kho_xml_attr(a, "level"), 0);
    kho_sv format = kho_xml_attr(a, "num-format");

    if (level < 1 || level > KHO_ODF_LEVELS)
        return;
    s->level = (int)--level;
    if (strcmp(name, "list-level-style-bullet") == 0) {
        copy(l->level[level].bullet, sizeof l->level[0].bullet, kho_xml_attr(a, "bullet-char"));
        /* Symbol fonts: a character for private use shows a dot. */
        if ((unsigned char)l->level[level].bullet[0] >= 0xee)
            memcpy(l->level[level].bullet, "•", sizeof "•");
        return;
    }
    l->level[level].format = '\0';
    if (format.n == 1)
        l->level[level].format = format.p[0];
    l->level[level].show = (uint8_t)(kho_odf_number(kho_xml_attr(a, "display-levels"), 1) & 15);
    l->level[level].start = kho_odf_number(kho_xml_attr(a, "start-value"), 1);
    copy(l->level[level].before, sizeof l->level[0].before, kho_xml_attr(a, "num-prefix"));
    copy(l->level[level].behind, sizeof l->level[0].behind, kho_xml_attr(a, "num-suffix"));
}

void
kho_odf_styles_start(struct kho_odf_styles *s, const char *name, const struct kho_xml_attrs *a)
{
    kho_sv v;

    if (strcmp(name, "style") == 0 || strcmp(name, "default-style") == 0) {
        v = kho_xml_attr(a, "family");
        s->open = v.n == 0 ? NULL
                           : add(s, v.p[0],
                                 name[0] == 'd' ? KHO_SV("\1default") : kho_xml_attr(a, "name"));
        if (s->open != NULL) {
            s->open->style.parent = keep(s, kho_xml_attr(a, "parent-style-name"));
            s->open->style.list = keep(s, kho_xml_attr(a, "list-style-name"));
        }
    } else if (strcmp(name, "font-face") == 0) {
        struct entry *f = add(s, 'f', kho_xml_attr(a, "name"));

        if (f != NULL)
            text_properties(s, &f->style.props, a);
        if (f != NULL && f->style.props.font <= 0)
            f->style.props.font = (int8_t)kho_font_of(f->name);
    } else if (strcmp(name, "list-style") == 0) {
        s->open = add(s, 'l', kho_xml_attr(a, "name"));
        if (s->open != NULL)
            s->open->list = KHO_NEW(s->arena, struct kho_odf_list);
    } else if (s->open == NULL) {
        return;
    } else if (s->open->list != NULL) {
        if (strncmp(name, "list-level-style-", 17) == 0)
            list_level(s, name, a);
    } else if (strcmp(name, "text-properties") == 0) {
        text_properties(s, &s->open->style.props, a);
    } else if (strcmp(name, "paragraph-properties") == 0) {
        v = kho_xml_attr(a, "text-align");
        if (v.p != NULL)
            s->open->style.props.centred = said(is(v, "center"));
    }
}

void
kho_odf_styles_end(struct kho_odf_styles *s, const char *name)
{
    if (strcmp(name, "style") == 0 || strcmp(name, "default-style") == 0 ||
        strcmp(name, "list-style") == 0)
        s->open = NULL;
}

static void
under(struct kho_odf_props *p, const struct kho_odf_props *base)
{
    int8_t *to = (int8_t *)p;
    const int8_t *from = (const int8_t *)base;

    for (size_t i = 0; i < sizeof *p; i++)
        if (to[i] < 0)
            to[i] = from[i];
}

struct kho_odf_style
kho_odf_style(const struct kho_odf_styles *s, char family, kho_sv name)
{
    struct kho_odf_style r = {.props = unset, .parent = {"", 0}, .list = {"", 0}};
    const struct entry *e = find(s, family, name);

    for (int i = 0; e != NULL && i < PARENTS; i++) {
        under(&r.props, &e->style.props);
        if (r.list.n == 0)
            r.list = e->style.list;
        e = e->style.parent.n > 0 ? find(s, family, e->style.parent) : NULL;
    }
    if (family == 'p' && (e = find(s, 'p', KHO_SV("\1default"))) != NULL)
        under(&r.props, &e->style.props);
    return r;
}

const struct kho_odf_list *
kho_odf_list(const struct kho_odf_styles *s, kho_sv name)
{
    const struct entry *e = name.n == 0 ? NULL : find(s, 'l', name);

    return e == NULL ? NULL : e->list;
}

static enum kho_counting
counting_of(char format)
{
    return format == 'i'   ? KHO_COUNT_LOWER_ROMAN
           : format == 'I' ? KHO_COUNT_UPPER_ROMAN
           : format == 'a' ? KHO_COUNT_LOWER_LETTER
           : format == 'A' ? KHO_COUNT_UPPER_LETTER
                           : KHO_COUNT_DECIMAL;
}

void
kho_odf_label(const struct kho_odf_list *l, int level, const uint32_t *count, struct kho_buf *out)
{
    int from = level + 1 - (l->level[level].show < 1 ? 1 : l->level[level].show);

    if (l->level[level].bullet[0] != '\0') {
        kho_buf_fmt(out, "%s ", l->level[level].bullet);
        return;
    }
    if (l->level[level].format == '\0')
        return;
    kho_buf_str(out, l->level[level].before);
    for (int i = from < 0 ? 0 : from; i <= level; i++) {
        if (l->level[i].format == '\0')
            continue;
        kho_counting_put(out, counting_of(l->level[i].format), (int32_t)count[i]);
        if (i < level)
            kho_buf_char(out, '.');
    }
    kho_buf_fmt(out, "%s ", l->level[level].behind);
}
