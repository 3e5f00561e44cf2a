/* reason.c - what failures say, in the language of this run: see cli.h. */
#include "cli.h"

#include <string.h>

enum { PARTS = 3, DEEP = 2 };

/* Takes text apart by a pattern: "cannot write '{0}': {1}".  A part ends where the pattern goes on
 * for the first time. */
static bool
fits(const char *pattern, kho_sv text, kho_sv part[PARTS])
{
    for (const char *p = pattern; *p != '\0';) {
        const char *next;
        const char *at;
        size_t n;

        if (p[0] != '{') {
            if (text.n == 0 || *text.p != *p)
                return false;
            text = (kho_sv){text.p + 1, text.n - 1};
            p++;
            continue;
        }
        next = strchr(p + 3, '{');
        n = next == NULL ? strlen(p + 3) : (size_t)(next - p - 3);
        at = n == 0 ? text.p + text.n : memmem(text.p, text.n, p + 3, n);
        if (at == NULL || at == text.p || p[1] < '0' || p[1] >= '0' + PARTS)
            return false;
        part[p[1] - '0'] = (kho_sv){text.p, (size_t)(at - text.p)};
        text = (kho_sv){at, (size_t)(text.p + text.n - at)};
        p += 3;
    }
    return text.n == 0;
}

static void
put(struct kho_buf *b, kho_sv what, unsigned deep)
{
    kho_sv part[PARTS] = {{NULL, 0}};
    size_t i = 0;

    while (i < kho_reasons_n && !fits(kho_reasons[i].en, what, part))
        i++;
    if (i == kho_reasons_n || deep == 0) {
        kho_put_text(b, what);
        return;
    }
    for (const char *p = kho_reasons[i].vi; *p != '\0'; p++)
        if (p[0] == '{') {
            put(b, part[p[1] - '0'], deep - 1);
            p += 2;
        } else {
            kho_buf_char(b, *p);
        }
}

void
kho_put_reason(struct kho_buf *b, kho_sv what)
{
    put(b, what, strcmp(kho_cli.lang, "vi") == 0 ? DEEP : 0);
}
