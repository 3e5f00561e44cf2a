/* tablegen.c - turn the .tsv files of schemas/ into C tables at build time.
 *
 *     tablegen OUT.h OUT.c fields.tsv doc_types.tsv ...
 *
 * Lines that start with "# " or are empty are comments.  The first other line is
 * the header: "#" and the column names, separated by tabs.  For name.tsv the
 * output is
 *
 *     struct kho_name_row { const char *col; int64_t num; ... };
 *     extern const struct kho_name_row kho_name[];
 *     extern const size_t kho_name_n;
 *
 * A column called "col:int" holds a whole number; all others are strings, never
 * NULL.  When the first column is called "ID" its values are unique C names and
 * become an enum, KHO_NAME_<value> = row number, closed by KHO_NAME_COUNT.
 * When it is called "id" its values are only checked to be unique.
 * Rows with a wrong number of columns, control characters or a taken id stop
 * the build with file and line.
 */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 8192, ROWS_MAX = 65536, COLS_MAX = 16, NAME_MAX_BYTES = 64 };

struct columns {
    char name[COLS_MAX][NAME_MAX_BYTES];
    int is_int[COLS_MAX];
    unsigned n;
};

static uint64_t digest = 0xcbf29ce484222325u; /* FNV-1a, 64 bit: tells builds apart, no more */
static char *ids[ROWS_MAX];

static _Noreturn void
die(const char *file, unsigned line, const char *why)
{
    (void)fprintf(stderr, "%s:%u: %s\n", file, line, why);
    exit(1);
}

static void
add_digest(const char *s)
{
    for (; *s != '\0'; s++)
        digest = (digest ^ (unsigned char)*s) * 0x100000001b3u;
    digest = (digest ^ '\n') * 0x100000001b3u;
}

static void
put_string(FILE *out, const char *s)
{
    (void)fputc('"', out);
    for (; *s != '\0'; s++) {
        if (*s == '"' || *s == '\\')
            (void)fputc('\\', out);
        (void)fputc(*s, out);
    }
    (void)fputc('"', out);
}

/* "dir/doc_types.tsv" -> "doc_types" */
static void
table_name(const char *path, char *out, size_t cap)
{
    const char *base = strrchr(path, '/');
    size_t n = 0;

    for (base = base == NULL ? path : base + 1; *base != '\0' && *base != '.' && n + 1 < cap;)
        out[n++] = *base++;
    out[n] = '\0';
}

static void
put_upper(FILE *out, const char *s)
{
    for (; *s != '\0'; s++)
        (void)fputc(toupper((unsigned char)*s), out);
}

static unsigned
split(const char *path, unsigned nr, char *line, char *cols[COLS_MAX])
{
    unsigned n = 0;
    char *p = line;

    for (cols[n++] = p; (p = strchr(p, '\t')) != NULL; cols[n++] = ++p) {
        *p = '\0';
        if (n == COLS_MAX)
            die(path, nr, "too many columns");
    }
    for (unsigned i = 0; i < n; i++)
        for (const char *c = cols[i]; *c != '\0'; c++)
            if ((unsigned char)*c < 0x20 || *c == 0x7f)
                die(path, nr, "control character");
    return n;
}

static void
header(FILE *h, FILE *c, const char *path, unsigned nr, const char *name, char *line,
       struct columns *cs)
{
    char *cols[COLS_MAX] = {NULL};
    const unsigned n = split(path, nr, line + 1, cols);

    cs->n = n;
    (void)fprintf(h, "struct kho_%s_row {\n", name);
    for (unsigned i = 0; i < n; i++) {
        char *type = strchr(cols[i], ':');

        if (type != NULL)
            *type++ = '\0';
        cs->is_int[i] = type != NULL && strcmp(type, "int") == 0;
        if ((type != NULL && !cs->is_int[i]) || strlen(cols[i]) >= NAME_MAX_BYTES)
            die(path, nr, "bad column name");
        (void)snprintf(cs->name[i], sizeof cs->name[i], "%s", cols[i]);
        (void)fprintf(h, cs->is_int[i] ? "    int64_t " : "    const char *");
        for (const char *p = cols[i]; *p != '\0'; p++)
            (void)fputc(tolower((unsigned char)*p), h);
        (void)fputs(";\n", h);
    }
    (void)fprintf(h,
                  "};\nextern const struct kho_%s_row kho_%s[];\nextern const size_t kho_%s_n;\n",
                  name, name, name);
    (void)fprintf(c, "const struct kho_%s_row kho_%s[] = {\n", name, name);
}

static void
row(FILE *c, const char *path, unsigned nr, const struct columns *cs, char *line, size_t *rows)
{
    char *cols[COLS_MAX] = {NULL};

    if (split(path, nr, line, cols) != cs->n)
        die(path, nr, "wrong number of columns");
    if (strcmp(cs->name[0], "ID") == 0 || strcmp(cs->name[0], "id") == 0)
        for (size_t i = 0; i < *rows; i++)
            if (strcmp(ids[i], cols[0]) == 0)
                die(path, nr, "id is already taken");
    if (*rows == ROWS_MAX || (ids[(*rows)++] = strdup(cols[0])) == NULL)
        die(path, nr, "too many rows");
    (void)fputs("    {", c);
    for (unsigned i = 0; i < cs->n; i++) {
        if (i > 0)
            (void)fputs(", ", c);
        if (cs->is_int[i]) {
            char *end;
            long long v;

            errno = 0;
            v = strtoll(cols[i], &end, 10);
            if (errno != 0 || end == cols[i] || *end != '\0')
                die(path, nr, "not a whole number");
            (void)fprintf(c, "%lld", v);
        } else {
            put_string(c, cols[i]);
        }
    }
    (void)fputs("},\n", c);
}

static void
table(FILE *h, FILE *c, const char *path)
{
    char line[LINE_MAX_BYTES], name[NAME_MAX_BYTES];
    struct columns cs = {.n = 0};
    size_t rows = 0;
    unsigned nr = 0;
    FILE *in = fopen(path, "r");

    if (in == NULL)
        die(path, 0, strerror(errno));
    table_name(path, name, sizeof name);
    while (fgets(line, sizeof line, in) != NULL) {
        char *nl = strchr(line, '\n');

        nr++;
        if (nl == NULL)
            die(path, nr, "line too long or no newline at the end");
        *nl = '\0';
        if (line[0] == '\0' || strcmp(line, "#") == 0 || strncmp(line, "# ", 2) == 0)
            continue;
        add_digest(line);
        if (cs.n == 0) {
            if (line[0] != '#')
                die(path, nr, "no '#' header above the first row");
            header(h, c, path, nr, name, line, &cs);
        } else {
            row(c, path, nr, &cs, line, &rows);
        }
    }
    if (ferror(in) != 0 || rows == 0)
        die(path, nr, "read error or no rows");
    (void)fprintf(c, "};\nconst size_t kho_%s_n = %zu;\n\n", name, rows);
    if (strcmp(cs.name[0], "ID") == 0) {
        (void)fprintf(h, "enum kho_%s_id {\n", name);
        for (size_t i = 0; i < rows; i++) {
            (void)fputs("    KHO_", h);
            put_upper(h, name);
            (void)fprintf(h, "_%s,\n", ids[i]);
        }
        (void)fputs("    KHO_", h);
        put_upper(h, name);
        (void)fputs("_COUNT\n};\n", h);
    }
    (void)fputs("\n", h);
    (void)fclose(in);
    while (rows > 0)
        free(ids[--rows]);
}

int
main(int argc, char **argv)
{
    FILE *h, *c;

    if (argc < 4) {
        (void)fprintf(stderr, "usage: tablegen OUT.h OUT.c TABLE.tsv...\n");
        return 64;
    }
    h = fopen(argv[1], "w");
    c = fopen(argv[2], "w");
    if (h == NULL || c == NULL)
        die(argv[h == NULL ? 1 : 2], 0, strerror(errno));
    (void)fputs(
        "/* Generated by schemas/gen/tablegen.c from schemas - do not edit. */\n"
        "#ifndef KHO_TABLES_H\n#define KHO_TABLES_H\n#include <stddef.h>\n#include <stdint.h>\n"
        "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n",
        h);
    (void)fputs("/* Generated by schemas/gen/tablegen.c from schemas - do not edit. */\n"
                "#include \"tables.h\"\n\n",
                c);
    for (int i = 3; i < argc; i++)
        table(h, c, argv[i]);
    (void)fputs(
        "/* 16 hex digits over all rows of all tables. */\nextern const char kho_tables_digest[];\n"
        "#ifdef __cplusplus\n}\n#endif\n#endif\n",
        h);
    (void)fprintf(c, "const char kho_tables_digest[] = \"%016llx\";\n", (unsigned long long)digest);
    if (fclose(h) != 0 || fclose(c) != 0)
        die(argv[1], 0, strerror(errno));
    return 0;
}
