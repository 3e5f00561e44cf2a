/* escape.h - bytes in spec files: "\xNN" stands for one byte. */
#ifndef KHO_SPEC_ESCAPE_H
#define KHO_SPEC_ESCAPE_H

#include "arena.h"

static inline int
escape_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static inline kho_sv
unescape(struct kho_arena *a, kho_sv s)
{
    char *p = (char *)kho_arena_alloc(a, s.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        if (i + 3 < s.n && s.p[i] == '\\' && s.p[i + 1] == 'x' && escape_digit(s.p[i + 2]) >= 0 &&
            escape_digit(s.p[i + 3]) >= 0) {
            p[n++] = (char)(escape_digit(s.p[i + 2]) * 16 + escape_digit(s.p[i + 3]));
            i += 3;
        } else if (i + 1 < s.n && s.p[i] == '\\' && s.p[i + 1] == 'r') {
            p[n++] = '\r';
            i++;
        } else {
            p[n++] = s.p[i];
        }
    return (kho_sv){p, n};
}
#endif
