/* doc_cases.h - spec cases that are small documents.
 *
 *     # Why this case exists.
 *     | KẾ HOẠCH
 *     | công tác dân vận năm 2024
 *     |
 *     P một đoạn của tệp docx
 *     C 1.0.2 bảng 1, hàng 0, cột 2
 *     > title: công tác dân vận năm 2024
 *     ! number: 4
 *
 * Blocks end with an empty line.  "| text" is a line of a text file, "P text" one the format calls
 * a paragraph, "C table.row.col text" a cell; "> line" must be printed by the function under test,
 * "! text" must not be the beginning of any printed line.
 */
#ifndef KHO_SPEC_DOC_CASES_H
#define KHO_SPEC_DOC_CASES_H

#include "expect.h"
#include "paras.h"

#include <stdio.h>
#include <stdlib.h>

enum { DOC_LINES = 400 };

struct doc_case {
    struct kho_buf text;
    struct kho_line line[DOC_LINES];
    size_t n;
    struct expect expect;
    unsigned nr;
};

typedef void doc_fn(struct kho_arena *arena, const struct kho_lines *lines, struct kho_buf *out);

static inline int
doc_check(struct doc_case *c, const char *path, doc_fn *fn)
{
    struct kho_arena *arena;
    struct kho_buf out = {0};
    struct kho_lines lines;
    int bad;

    if (c->n == 0)
        return 0;
    arena = kho_arena_new((size_t)1 << 26);
    lines = (struct kho_lines){{kho_buf_cstr(&c->text), c->text.n}, c->line, c->n};
    fn(arena, &lines, &out);
    bad = expect_check(&c->expect, &out, path, c->nr);
    kho_buf_free(&out);
    kho_arena_free(arena);
    return bad;
}

static inline void
doc_add_line(struct doc_case *c, kho_sv s)
{
    struct kho_line l = {0};
    unsigned table, row, col;
    int took = 0;

    if (c->n == DOC_LINES)
        exit(2);
    if (s.p[0] == 'P') {
        l.flags = KHO_LINE_PARA;
    } else if (s.p[0] == 'C' && sscanf(s.p, "C %u.%u.%u%n", &table, &row, &col, &took) == 3) {
        l.flags = KHO_LINE_PARA | KHO_LINE_CELL;
        l.table = table;
        l.row = (uint16_t)row;
        l.col = (uint16_t)col;
        l.rowspan = l.colspan = 1;
    }
    took = took == 0 ? 1 : took;
    s = (kho_sv){s.p + took, s.n - (size_t)took};
    if (s.n > 0)
        s = (kho_sv){s.p + 1, s.n - 1}; /* the blank behind the mark */
    if (c->n > 0)
        kho_buf_char(&c->text, '\n');
    l.offset = (uint32_t)c->text.n;
    l.length = (uint32_t)s.n;
    kho_buf_sv(&c->text, s);
    c->line[c->n++] = l;
}

static inline int
docs_run(int argc, char **argv, doc_fn *fn)
{
    static struct doc_case c;
    const char *path = argc > 1 ? argv[1] : "";
    FILE *f = fopen(path, "rb");
    struct kho_buf file = {0};
    unsigned nr = 0, cases = 0;
    char chunk[4096];
    int bad = 0;
    size_t got;

    if (f == NULL) {
        perror(path);
        return 2;
    }
    while ((got = fread(chunk, 1, sizeof chunk, f)) > 0)
        kho_buf_put(&file, chunk, got);
    (void)fclose(f);
    kho_buf_char(&file, '\n');
    for (kho_sv rest = kho_buf_view(&file), line; kho_sv_next(&rest, '\n', &line);) {
        nr++;
        if (line.n == 0) {
            cases += c.n > 0;
            bad |= doc_check(&c, path, fn);
            kho_buf_free(&c.text);
            memset(&c, 0, sizeof c);
            continue;
        }
        if (c.nr == 0)
            c.nr = nr;
        if (!expect_line(&c.expect, line) && line.p[0] != '#')
            doc_add_line(&c, line);
    }
    kho_buf_free(&file);
    printf("%u cases\n", cases);
    return cases == 0 ? 2 : bad;
}
#endif
