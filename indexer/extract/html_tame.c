/* html_tame.c - see html_tame.h. */
#include "html_tame.h"

#include <stdlib.h>
#include <string.h>

enum { ATTRIBUTES = 100 };

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
begins_tag(kho_sv s, size_t at)
{
    char c;

    if (at + 1 >= s.n || s.p[at] != '<')
        return false;
    c = s.p[at + 1];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t
skip_blanks(kho_sv s, size_t at)
{
    while (at < s.n && is_blank(s.p[at]))
        at++;
    return at;
}

/* Behind the attribute at at: its name, and its value, which may be quoted. */
static size_t
attribute_end(kho_sv s, size_t at)
{
    size_t then;
    const char *quote;

    while (at < s.n && !is_blank(s.p[at]) && s.p[at] != '>' && s.p[at] != '=')
        at++;
    then = skip_blanks(s, at);
    if (then == s.n || s.p[then] != '=')
        return at;
    then = skip_blanks(s, then + 1);
    if (then < s.n && (s.p[then] == '"' || s.p[then] == '\'')) {
        quote = memchr(s.p + then + 1, s.p[then], s.n - then - 1);
        return quote == NULL ? s.n : (size_t)(quote - s.p) + 1;
    }
    while (then < s.n && !is_blank(s.p[then]) && s.p[then] != '>')
        then++;
    return then;
}

/* The tag at at, to its > or the end.  *copy is made when it has too many attributes. */
static bool
tame_tag(kho_sv s, size_t *at, char **copy)
{
    size_t i = *at + 1, n = 0, end;

    while (i < s.n && !is_blank(s.p[i]) && s.p[i] != '>' && s.p[i] != '/')
        i++;
    for (; i < s.n && s.p[i] != '>'; i = end) {
        end = i + 1;
        if (is_blank(s.p[i]) || s.p[i] == '/')
            continue;
        end = attribute_end(s, i);
        end = end > i ? end : i + 1;
        /* What begins with < is no attribute for libxml2 either, and may be the end of a script. */
        if (s.p[i] == '<' || ++n <= ATTRIBUTES)
            continue;
        if (*copy == NULL) {
            *copy = malloc(s.n);
            if (*copy == NULL)
                return false;
            memcpy(*copy, s.p, s.n);
        }
        memset(*copy + i, ' ', end - i);
    }
    *at = i;
    return true;
}

bool
kho_html_tame(kho_sv text, char **copy)
{
    size_t at = 0;

    *copy = NULL;
    while (at < text.n) {
        const char *p = memchr(text.p + at, '<', text.n - at);
        const char *end;

        if (p == NULL)
            break;
        at = (size_t)(p - text.p);
        if (text.n - at >= 4 && memcmp(p, "<!--", 4) == 0) {
            end = memmem(p + 4, text.n - at - 4, "-->", 3);
            if (end == NULL)
                break;
            at = (size_t)(end - text.p);
        } else if (!begins_tag(text, at)) {
            at++;
        } else if (!tame_tag(text, &at, copy)) {
            return false;
        }
    }
    return true;
}
