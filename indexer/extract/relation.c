/* relation.c - see relation.h. */
#include "relation.h"

#include "part.h"
#include "xml.h"

#include <stdio.h>
#include <string.h>

enum { RELATIONS_MAX = 4 << 20 };

struct search {
    struct kho_xml *xml;
    kho_sv id;
    const char *type;
    char target[KHO_RELATION_BYTES];
};

static bool
fits(const struct search *s, const struct kho_xml_attrs *a)
{
    const kho_sv type = kho_xml_attr(a, "Type");
    const size_t n = strlen(s->type);

    if (kho_sv_eq(kho_xml_attr(a, "TargetMode"), KHO_SV("External")))
        return false;
    if (s->id.n > 0)
        return kho_sv_eq(kho_xml_attr(a, "Id"), s->id);
    return type.n >= n && memcmp(type.p + type.n - n, s->type, n) == 0;
}

static void
on_start(void *ctx, const char *uri, const char *name, const struct kho_xml_attrs *a)
{
    struct search *s = ctx;
    const kho_sv target = kho_xml_attr(a, "Target");

    (void)uri;
    if (strcmp(name, "Relationship") != 0 || s->target[0] != '\0' || target.n == 0 ||
        target.n >= sizeof s->target || !fits(s, a))
        return;
    memcpy(s->target, target.p, target.n);
    s->target[target.n] = '\0';
}

static void
on_end(void *ctx, const char *uri, const char *name)
{
    (void)ctx, (void)uri, (void)name;
}

static void
on_text(void *ctx, kho_sv s)
{
    (void)ctx, (void)s;
}

static bool
feed(void *ctx, const char *p, size_t n)
{
    struct search *s = ctx;

    return kho_xml_feed(s->xml, p, n);
}

bool
kho_relation_part(kho_sv zip, const char *part, kho_sv id, const char *type,
                  char out[KHO_RELATION_BYTES])
{
    struct search s = {.id = id, .type = type};
    const struct kho_xml_events on = {on_start, on_end, on_text, &s};
    const char *slash = strrchr(part, '/'), *file = slash == NULL ? part : slash + 1, *t;
    int dir = (int)(file - part), n;
    char rels[KHO_RELATION_BYTES * 2];

    n = snprintf(rels, sizeof rels, "%.*s_rels/%s.rels", dir, part, file);
    if (n < 0 || (size_t)n >= sizeof rels || (s.xml = kho_xml_new(&on)) == NULL)
        return false;
    (void)kho_part_read(zip, kho_sv_from(rels), RELATIONS_MAX, feed, &s);
    (void)kho_xml_end(s.xml);
    kho_xml_free(s.xml);
    for (t = s.target; strncmp(t, "../", 3) == 0; t += 3) /* up from the folder of the part */
        for (dir -= dir > 0; dir > 0 && part[dir - 1] != '/';)
            dir--;
    if (t[0] == '/')
        dir = 0, t++;
    n = snprintf(out, KHO_RELATION_BYTES, "%.*s%s", dir, part, t);
    return t[0] != '\0' && n > 0 && n < KHO_RELATION_BYTES;
}
