/* blocks.h - spec cases as data.
 *
 *     # Why this case exists, one or more comment lines.
 *     in: 33-CT/TTg
 *     > type: CT
 *     > term: 33/CT-TTG
 *
 * Blocks end with an empty line.  "name: value" lines are input, "> line" lines must be printed
 * exactly by the function under test, "! text" lines must not be the beginning of any printed line.
 * In input "\n" is a line break.
 */
#ifndef KHO_SPEC_BLOCKS_H
#define KHO_SPEC_BLOCKS_H

#include "expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_LINES = 64 };

struct block {
    kho_sv in[BLOCK_LINES];
    size_t n_in;
    struct expect expect;
    unsigned line;
};

typedef void block_fn(const struct block *b, struct kho_buf *out);

/* Input field of a block; empty when not given. */
static inline kho_sv
block_get(const struct block *b, const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < b->n_in; i++)
        if (b->in[i].n > n + 1 && memcmp(b->in[i].p, name, n) == 0 && b->in[i].p[n] == ':')
            return b->in[i].n > n + 2 ? (kho_sv){b->in[i].p + n + 2, b->in[i].n - n - 2}
                                      : (kho_sv){"", 0};
    return (kho_sv){"", 0};
}

static inline int
block_check(const struct block *b, const char *path, block_fn *fn)
{
    struct kho_buf out = {0};
    int bad;

    if (b->n_in == 0)
        return 0;
    fn(b, &out);
    bad = expect_check(&b->expect, &out, path, b->line);
    kho_buf_free(&out);
    return bad;
}

/* "\n" in place: a case stands on one line. */
static inline void
block_unescape(kho_sv *s, char *p)
{
    size_t out = 0;

    for (size_t i = 0; i < s->n; i++)
        if (p[i] == '\\' && i + 1 < s->n && p[i + 1] == 'n')
            p[out++] = '\n', i++;
        else
            p[out++] = p[i];
    s->n = out;
}

/* Runs every block of the file; the exit status of the program. */
static inline int
blocks_run(int argc, char **argv, block_fn *fn)
{
    const char *path = argc > 1 ? argv[1] : "";
    FILE *f = fopen(path, "rb");
    struct block b = {.line = 0};
    unsigned nr = 0, cases = 0;
    int bad = 0;
    size_t size, got;
    char *text;

    if (f == NULL || fseek(f, 0, SEEK_END) != 0) {
        perror(path);
        return 2;
    }
    size = (size_t)ftell(f);
    rewind(f);
    text = malloc(size + 1);
    if (text == NULL)
        return 2;
    got = fread(text, 1, size, f);
    (void)fclose(f);
    text[got] = '\0';
    for (char *p = text, *next; p != NULL; p = next) {
        char *nl = strchr(p, '\n');
        kho_sv line = {p, nl == NULL ? strlen(p) : (size_t)(nl - p)};

        next = nl == NULL ? NULL : nl + 1;
        nr++;
        if (line.n == 0) {
            bad += block_check(&b, path, fn);
            cases += b.n_in > 0 ? 1 : 0;
            b = (struct block){.line = 0};
        } else if (!expect_line(&b.expect, line) && line.p[0] != '#' && b.n_in < BLOCK_LINES) {
            block_unescape(&line, p);
            b.in[b.n_in++] = line;
            if (b.line == 0)
                b.line = nr;
        }
    }
    bad += block_check(&b, path, fn);
    free(text);
    printf("%u cases, %d failed\n", cases, bad);
    return bad == 0 && cases > 0 ? 0 : 1;
}
#endif
