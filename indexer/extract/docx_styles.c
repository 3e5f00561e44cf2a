/* docx_styles.c - see docx_styles.h. */
#include "docx_styles.h"

#include "font.h"

#include <stdlib.h>
#include <string.h>

enum { STYLES_MAX = 4096, CHAIN_MAX = 20, VALUE_MAX = 256 };

struct style {
    kho_sv id, based;
    struct kho_docx_props own, all;
    bool resolved, character;
};

struct kho_docx_styles {
    struct kho_arena *arena;
    struct kho_xml *xml;
    struct style *s;
    size_t n, cap;
    struct style defaults; /* document defaults */
    kho_sv usual;          /* id of the default paragraph style */
    struct style *in;      /* being read */
};

const struct kho_docx_props kho_docx_unset = {-1, -1, -1, -1, -1, KHO_ALIGN_UNSET, -1, -1, -1, -1};

bool
kho_docx_is_w(const char *uri)
{
    return strstr(uri, "wordprocessingml") != NULL;
}

static bool
is_value(kho_sv v, const char *s)
{
    return v.n == strlen(s) && memcmp(v.p, s, v.n) == 0;
}

bool
kho_docx_is_on(const struct kho_xml_attrs *a)
{
    kho_sv v = kho_xml_attr(a, "val");

    return !(is_value(v, "0") || is_value(v, "false") || is_value(v, "off") || is_value(v, "none"));
}

int32_t
kho_docx_int(kho_sv s, int32_t dflt)
{
    int32_t v = 0;
    size_t i = s.n > 0 && s.p[0] == '-' ? 1 : 0, from = i;

    for (; i < s.n && i < from + 9 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        v = v * 10 + (s.p[i] - '0');
    return i == from || i < s.n ? dflt : from == 1 ? -v : v;
}

/* A copy that stays; empty when it is absurdly long or memory is short. */
static kho_sv
keep(struct kho_arena *arena, kho_sv s)
{
    if (s.p == NULL || s.n > VALUE_MAX || kho_arena_room(arena) < (size_t)2 * VALUE_MAX)
        return (kho_sv){"", 0};
    return kho_arena_dup(arena, s);
}

void
kho_docx_prop(struct kho_docx_props *p, const char *name, const struct kho_xml_attrs *a)
{
    kho_sv v = kho_xml_attr(a, "val");

    if (strcmp(name, "b") == 0) {
        p->bold = kho_docx_is_on(a) ? 1 : 0;
    } else if (strcmp(name, "i") == 0) {
        p->italic = kho_docx_is_on(a) ? 1 : 0;
    } else if (strcmp(name, "caps") == 0) {
        p->caps = kho_docx_is_on(a) ? 1 : 0;
    } else if (strcmp(name, "vanish") == 0) {
        p->hidden = kho_docx_is_on(a) ? 1 : 0;
    } else if (strcmp(name, "vertAlign") == 0) {
        p->super = is_value(v, "superscript") ? 1 : 0;
    } else if (strcmp(name, "jc") == 0) {
        p->align = is_value(v, "center") ? KHO_ALIGN_CENTRE : KHO_ALIGN_SIDE;
    } else if (strcmp(name, "outlineLvl") == 0) {
        p->outline = (int8_t)(kho_docx_int(v, 9) & 15);
    } else if (strcmp(name, "ilvl") == 0) {
        int32_t l = kho_docx_int(v, 0);

        p->level = (int8_t)(l < 0 ? 0 : l > 8 ? 8 : l);
    } else if (strcmp(name, "numId") == 0) {
        p->list = kho_docx_int(v, 0);
    } else if (strcmp(name, "rFonts") == 0) {
        kho_sv f = kho_xml_attr(a, "ascii");

        if (f.p == NULL)
            f = kho_xml_attr(a, "hAnsi");
        if (f.p != NULL)
            p->font = (int8_t)kho_font_of(f);
    }
}

struct kho_docx_props
kho_docx_over(const struct kho_docx_props *base, const struct kho_docx_props *top)
{
    struct kho_docx_props r = *base;

    if (top->bold >= 0)
        r.bold = top->bold;
    if (top->italic >= 0)
        r.italic = top->italic;
    if (top->caps >= 0)
        r.caps = top->caps;
    if (top->hidden >= 0)
        r.hidden = top->hidden;
    if (top->super >= 0)
        r.super = top->super;
    if (top->align != KHO_ALIGN_UNSET)
        r.align = top->align;
    if (top->outline >= 0)
        r.outline = top->outline;
    if (top->level >= 0)
        r.level = top->level;
    if (top->list >= 0)
        r.list = top->list;
    if (top->font >= 0)
        r.font = top->font;
    return r;
}

/* "heading 2" -> outline level 1.  Names are English in the file whatever the program's language.
 */
static void
heading_by_name(struct style *s, kho_sv name)
{
    static const char word[] = "heading ";
    size_t n = sizeof word - 1;

    if (name.n != n + 1 || name.p[n] < '1' || name.p[n] > '9')
        return;
    for (size_t i = 0; i < n; i++)
        if ((name.p[i] | 0x20) != word[i])
            return;
    if (s->own.outline < 0)
        s->own.outline = (int8_t)(name.p[n] - '1');
}

static bool
room_for_style(struct kho_docx_styles *s)
{
    size_t cap = s->cap == 0 ? 64 : s->cap * 2;
    struct style *p;

    if (s->n < s->cap)
        return true;
    if (cap > STYLES_MAX || kho_arena_room(s->arena) / 2 < cap * sizeof *p)
        return false;
    p = KHO_NEW_N(s->arena, cap, struct style);
    if (s->n > 0)
        memcpy(p, s->s, s->n * sizeof *p);
    s->s = p;
    s->cap = cap;
    return true;
}

static void
on_start(void *ctx, const char *uri, const char *name, const struct kho_xml_attrs *a)
{
    struct kho_docx_styles *s = ctx;

    if (!kho_docx_is_w(uri))
        return;
    if (strcmp(name, "style") == 0) {
        s->in = NULL;
        if (!room_for_style(s))
            return;
        s->in = &s->s[s->n++];
        *s->in =
            (struct style){.id = keep(s->arena, kho_xml_attr(a, "styleId")), .own = kho_docx_unset};
        s->in->character = is_value(kho_xml_attr(a, "type"), "character");
        if (kho_xml_attr(a, "default").p != NULL &&
            is_value(kho_xml_attr(a, "type"), "paragraph") &&
            !is_value(kho_xml_attr(a, "default"), "0"))
            s->usual = s->in->id;
    } else if (strcmp(name, "docDefaults") == 0) {
        s->in = &s->defaults;
    } else if (s->in == NULL) {
        return;
    } else if (strcmp(name, "basedOn") == 0) {
        s->in->based = keep(s->arena, kho_xml_attr(a, "val"));
    } else if (strcmp(name, "name") == 0) {
        heading_by_name(s->in, kho_xml_attr(a, "val"));
    } else if (strcmp(name, "tblStylePr") == 0) {
        s->in = NULL; /* conditional formats of table styles */
    } else {
        kho_docx_prop(&s->in->own, name, a);
    }
}

static void
on_end(void *ctx, const char *uri, const char *name)
{
    struct kho_docx_styles *s = ctx;

    if (kho_docx_is_w(uri) && (strcmp(name, "style") == 0 || strcmp(name, "docDefaults") == 0))
        s->in = NULL;
}

static void
on_text(void *ctx, kho_sv s)
{
    (void)ctx, (void)s;
}

struct kho_docx_styles *
kho_docx_styles_new(struct kho_arena *arena)
{
    struct kho_docx_styles *s = KHO_NEW(arena, struct kho_docx_styles);

    s->arena = arena;
    s->defaults.own = kho_docx_unset;
    s->usual = (kho_sv){"", 0};
    return s;
}

bool
kho_docx_styles_feed(void *styles, const char *p, size_t n)
{
    struct kho_docx_styles *s = styles;

    if (s->xml == NULL)
        s->xml = kho_xml_new(&(struct kho_xml_events){on_start, on_end, on_text, s});
    return s->xml != NULL && kho_xml_feed(s->xml, p, n);
}

static int
by_id(const void *a, const void *b)
{
    kho_sv x = ((const struct style *)a)->id, y = ((const struct style *)b)->id;
    int r = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);

    return r != 0 ? r : (x.n > y.n) - (x.n < y.n);
}

static struct style *
find(const struct kho_docx_styles *s, kho_sv id)
{
    struct style key = {.id = id};

    return s->n == 0 || id.p == NULL ? NULL : bsearch(&key, s->s, s->n, sizeof *s->s, by_id);
}

static void
resolve(struct kho_docx_styles *s, struct style *st, int depth)
{
    const struct kho_docx_props *base = st->character ? &kho_docx_unset : &s->defaults.own;
    struct style *b = depth < CHAIN_MAX ? find(s, st->based) : NULL;

    if (st->resolved)
        return;
    st->resolved = true; /* a circle ends here, too */
    st->all = st->own;
    if (b != NULL) {
        resolve(s, b, depth + 1);
        base = &b->all;
    }
    st->all = kho_docx_over(base, &st->own);
}

void
kho_docx_styles_done(struct kho_docx_styles *s)
{
    if (s->xml != NULL)
        (void)kho_xml_end(s->xml);
    kho_xml_free(s->xml);
    s->xml = NULL;
    if (s->n > 0)
        qsort(s->s, s->n, sizeof *s->s, by_id);
    for (size_t i = 0; i < s->n; i++)
        resolve(s, &s->s[i], 0);
}

const struct kho_docx_props *
kho_docx_style(const struct kho_docx_styles *s, kho_sv id)
{
    const struct style *st = find(s, id.n == 0 ? s->usual : id);

    return st == NULL ? &s->defaults.own : &st->all;
}
