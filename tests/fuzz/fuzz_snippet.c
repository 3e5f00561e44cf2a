/* fuzz_snippet.c - first line: a query; the rest: a text.  Marks lie inside the passage, one behind
 * the other, on letter boundaries, and the passage is one line. */
#include "snippet.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
on_boundary(kho_sv s, size_t at)
{
    return at == s.n || (at < s.n && ((unsigned char)s.p[at] & 0xc0) != 0x80);
}

static void
check(kho_sv text, const struct kho_mark *m, size_t n)
{
    size_t end = 0;

    for (size_t i = 0; i < n; i++) {
        if (m[i].length == 0 || m[i].offset < end || m[i].offset + (size_t)m[i].length > text.n)
            abort();
        end = m[i].offset + (size_t)m[i].length;
        if (!on_boundary(text, m[i].offset) || !on_boundary(text, end))
            abort();
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kho_arena *a;
    kho_sv rest = {(const char *)data, size}, query, text;
    struct kho_query q;
    struct kho_wanted w;
    struct kho_snippet s;
    struct kho_line line = {.rowspan = 1, .colspan = 1};
    struct kho_lines lines = {.lines = &line, .n = 1};
    struct kho_plan plan = {.year = 0};
    struct kho_mark *marks;
    size_t n;

    if (a == NULL)
        a = kho_arena_new((size_t)1 << 27);
    kho_arena_reset(a);
    if (size == 0 || !kho_sv_next(&rest, '\n', &query) ||
        kho_text_normalise(a, rest, &text, NULL) != KHO_OK)
        return 0;
    kho_query_parse(a, query, &q);
    kho_wanted_from(q.root, &w);
    lines.text = text;
    line.length = (uint32_t)text.n;
    kho_snippet_make(a, &w, &lines, &plan, 1 + (uint32_t)size % 50, &s);
    check(s.text, s.marks, s.n_marks);
    if (s.text.n > 0 && (memchr(s.text.p, '\n', s.text.n) != NULL || !on_boundary(s.text, 0)))
        abort();
    marks = kho_marks_in(a, &w, text, &n);
    check(text, marks, n);
    return 0;
}
