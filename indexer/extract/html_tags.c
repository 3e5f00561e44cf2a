/* html_tags.c - see html_tags.h. */
#include "html_tags.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct element {
    const char *name;
    enum kho_html_kind kind;
};

static const struct element elements[] = {
    /* sorted */
    {"address", BLOCK},    {"article", BLOCK},    {"aside", BLOCK},      {"b", BOLD},
    {"blockquote", BLOCK}, {"body", BLOCK},       {"br", BREAK},         {"button", DROPPED},
    {"caption", BLOCK},    {"center", CENTRE},    {"dd", BLOCK},         {"del", DROPPED},
    {"div", BLOCK},        {"dl", BLOCK},         {"dt", BLOCK},         {"em", ITALIC},
    {"fieldset", BLOCK},   {"figcaption", BLOCK}, {"figure", BLOCK},     {"footer", BLOCK},
    {"form", BLOCK},       {"h1", HEADING},       {"h2", HEADING},       {"h3", HEADING},
    {"h4", HEADING},       {"h5", HEADING},       {"h6", HEADING},       {"head", DROPPED},
    {"header", BLOCK},     {"hr", RULE},          {"i", ITALIC},         {"iframe", DROPPED},
    {"li", ITEM},          {"main", BLOCK},       {"nav", BLOCK},        {"noframes", DROPPED},
    {"noscript", DROPPED}, {"object", DROPPED},   {"ol", LIST},          {"p", BLOCK},
    {"pre", PRE},          {"script", DROPPED},   {"section", BLOCK},    {"select", DROPPED},
    {"strong", BOLD},      {"style", DROPPED},    {"sup", SUPER},        {"svg", DROPPED},
    {"table", TABLE},      {"td", CELL},          {"template", DROPPED}, {"textarea", DROPPED},
    {"th", CELL},          {"thead", HEAD},       {"title", DROPPED},    {"tr", ROW},
    {"ul", LIST},
};

static int
by_name(const void *key, const void *row)
{
    return strcmp(key, ((const struct element *)row)->name);
}

enum kho_html_kind
kho_html_kind(const char *name)
{
    const struct element *e =
        bsearch(name, elements, sizeof elements / sizeof elements[0], sizeof elements[0], by_name);

    return e == NULL ? INLINE : e->kind;
}

const char *
kho_html_attr(const xmlChar **atts, const char *name)
{
    for (; atts != NULL && atts[0] != NULL; atts += 2)
        if (strcasecmp((const char *)atts[0], name) == 0)
            return atts[1] == NULL ? "" : (const char *)atts[1];
    return NULL;
}

uint32_t
kho_html_number(const char *s, uint32_t dflt)
{
    long v = s == NULL ? 0 : strtol(s, NULL, 10);

    return v < 1 ? dflt : v > 65535 ? 65535 : (uint32_t)v;
}

bool
kho_html_has_style(const char *style, const char *property, const char *value)
{
    const char *p = style == NULL ? NULL : strcasestr(style, property);

    if (p == NULL)
        return false;
    p += strlen(property);
    p += strspn(p, " \t\n:");
    return strncasecmp(p, value, strlen(value)) == 0;
}
