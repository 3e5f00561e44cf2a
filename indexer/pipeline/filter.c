/* filter.c - see filter.h. */
#include "filter.h"

#include "fold.h"

#include <stdlib.h>

/* A pattern is a row of tokens; matching keeps the set of places in it that a path so far leads to,
 * so that its time is bounded by the product of both lengths. */
struct token {
    enum {
        CHAR,    /* c */
        ONE,     /* ?: all but '/' */
        SET,     /* set: behind its '[' */
        STAR,    /* *: none or more, no '/' */
        ALL,     /* **: none or more */
        FOLDERS, /* the beginning of "**" and '/': goes on as INSIDE, or behind it */
        INSIDE,  /* to a '/' */
        END
    } kind;
    uint32_t c;
    const char *set;
};

struct pattern {
    char *text; /* normalised, lower case, NUL-terminated */
    struct token *tokens;
    size_t n; /* with END */
    bool include, rooted, folders;
};

struct kho_filter {
    struct pattern *patterns;
    size_t n;
    bool any_include;
    uint64_t digest;
    bool *now, *then; /* room for the places in the longest pattern */
};

/* Bytes of the UTF-8 character at p, which ends with NUL. */
static size_t
char_bytes(const char *p)
{
    size_t n = 1;

    while (((unsigned char)p[n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* The character at *p, moved behind it. */
static uint32_t
next_char(const char **p)
{
    const size_t n = char_bytes(*p);
    uint32_t c = 0;

    for (size_t i = 0; i < n; i++)
        c = c << 8 | (unsigned char)(*p)[i]; /* in the order of code points, which is all we need */
    *p += n;
    return c;
}

/* One character of a set, "\\" taken away. */
static uint32_t
set_char(const char **p)
{
    if (**p == '\\' && (*p)[1] != '\0')
        ++*p;
    return next_char(p);
}

/* Is c in the set that begins behind '['?  *p moves behind its ']'; NULL: it has none. */
static bool
in_set(const char **p, uint32_t c)
{
    const bool negated = **p == '!' || **p == '^';
    bool found = false, first = true;

    *p += negated;
    for (; **p != '\0' && (**p != ']' || first); first = false) {
        uint32_t from = set_char(p), to = from;

        if (**p == '-' && (*p)[1] != ']' && (*p)[1] != '\0') {
            ++*p;
            to = set_char(p);
        }
        found = found || (from <= c && c <= to);
    }
    *p = **p == ']' ? *p + 1 : NULL;
    return found != negated;
}

/* A place is reached: with it those that are reached without a character. */
static void
reach(const struct pattern *x, bool *places, size_t i)
{
    for (;; i++) {
        places[i] = true;
        if (x->tokens[i].kind == FOLDERS)
            reach(x, places, i + 2);
        else if (x->tokens[i].kind != STAR && x->tokens[i].kind != ALL)
            return;
    }
}

/* Character c at place i: what is reached. */
static void
step(const struct pattern *x, bool *then, size_t i, uint32_t c)
{
    const struct token *t = &x->tokens[i];
    const char *set = t->set;
    bool on = false, stay = false;

    switch (t->kind) {
    case CHAR:
        on = c == t->c;
        break;
    case ONE:
        on = c != '/';
        break;
    case SET:
        on = c != '/' && in_set(&set, c);
        break;
    case STAR:
        stay = c != '/';
        break;
    case ALL:
        stay = true;
        break;
    case INSIDE:
        on = c == '/';
        stay = true;
        break;
    case FOLDERS:
    case END:
        break;
    }
    if (on)
        reach(x, then, i + 1);
    if (stay)
        reach(x, then, i);
}

/* Does the pattern fit the path, or something above it?  Borders are the end and a '/'; those of a
 * pattern for folders a single '/'. */
static bool
pattern_fits(const struct kho_filter *f, const struct pattern *x, const char *path)
{
    bool *now = f->now, *then = f->then;

    memset(now, 0, x->n);
    for (const char *s = path;;) {
        const bool begin = s == path || s[-1] == '/', border = *s == '\0' || *s == '/';
        bool *swap = now;
        uint32_t c;

        if (s == path || (begin && !x->rooted))
            reach(x, now, 0);
        if (now[x->n - 1] && (x->folders ? s[0] == '/' && s[1] != '/' : border) && !begin)
            return true;
        if (*s == '\0')
            return false;
        c = next_char(&s);
        memset(then, 0, x->n);
        for (size_t i = 0; i < x->n; i++)
            if (now[i])
                step(x, then, i, c);
        now = then;
        then = swap;
    }
}

/* NFC, lower case, NUL-terminated. */
static const char *
normal(struct kho_arena *arena, kho_sv s)
{
    kho_sv out;

    if (kho_text_normalise(arena, s, &out, NULL) != KHO_OK)
        return "";
    return kho_arena_dup(arena, kho_text_lower(arena, out)).p;
}

static const char *
problem(const char *p)
{
    if (*p == '\0' || strcmp(p, "/") == 0)
        return "it is empty";
    while (*p != '\0') {
        if (*p == '\\' && p[1] == '\0')
            return "nothing follows the last '\\'";
        if (*p == '[') {
            p++;
            (void)in_set(&p, 0);
            if (p == NULL)
                return "a '[' without ']'";
        } else {
            p += *p == '\\' ? 2 : 1;
        }
    }
    return NULL;
}

static void
compile(struct pattern *x)
{
    const char *p = x->text;

    while (*p != '\0') {
        struct token *t = &x->tokens[x->n++];

        if (p[0] == '*' && p[1] == '*') {
            while (*p == '*')
                p++;
            t->kind = *p == '/' ? FOLDERS : ALL;
            if (*p == '/') {
                x->tokens[x->n++].kind = INSIDE;
                p++;
            }
        } else if (*p == '*') {
            t->kind = STAR;
            p++;
        } else if (*p == '?') {
            t->kind = ONE;
            p++;
        } else if (*p == '[') {
            t->kind = SET;
            t->set = ++p;
            (void)in_set(&p, 0);
        } else {
            p += *p == '\\';
            t->kind = CHAR;
            t->c = next_char(&p);
        }
    }
    x->tokens[x->n++].kind = END;
}

static enum kho_status
add(struct kho_filter *f, struct kho_arena *arena, const char *text, bool include,
    struct kho_err *err)
{
    struct pattern *x = &f->patterns[f->n];
    const char *p = normal(arena, kho_sv_from(text)), *why = problem(p);
    size_t n = strlen(p);

    if (why != NULL)
        return kho_fail(err, KHO_ARG, "pattern '%s': %s", text, why);
    x->include = include;
    if (n > 1 && p[n - 1] == '/' && p[n - 2] != '\\') {
        x->folders = true;
        n--;
    }
    x->rooted = memchr(p, '/', n) != NULL;
    x->text = *p == '/' ? strndup(p + 1, n - 1) : strndup(p, n);
    x->tokens = calloc(n + 2, sizeof *x->tokens); /* "**" and '/' are two of three characters */
    f->n++;
    if (x->text == NULL || x->tokens == NULL)
        return kho_fail(err, KHO_NOMEM, "no memory for patterns");
    compile(x);
    f->any_include = f->any_include || include;
    for (size_t i = 0; i <= n; i++) /* FNV-1a */
        f->digest = (f->digest ^ (unsigned char)(i < n     ? p[i]
                                                 : include ? '+'
                                                           : '-')) *
                    UINT64_C(0x100000001b3);
    f->digest ^= x->folders;
    return KHO_OK;
}

enum kho_status
kho_filter_new(struct kho_filter **out, const char *const *include, size_t n_include,
               const char *const *exclude, size_t n_exclude, struct kho_err *err)
{
    struct kho_arena *arena;
    struct kho_filter *f;
    size_t most = 1;
    enum kho_status st = KHO_OK;

    *out = NULL;
    if (n_include + n_exclude == 0)
        return KHO_OK;
    f = calloc(1, sizeof *f);
    if (f == NULL || (f->patterns = calloc(n_include + n_exclude, sizeof *f->patterns)) == NULL) {
        free(f);
        return kho_fail(err, KHO_NOMEM, "no memory for patterns");
    }
    f->digest = UINT64_C(0xcbf29ce484222325);
    arena = kho_arena_new((size_t)1 << 24);
    for (size_t i = 0; st == KHO_OK && i < n_include; i++)
        st = add(f, arena, include[i], true, err);
    for (size_t i = 0; st == KHO_OK && i < n_exclude; i++)
        st = add(f, arena, exclude[i], false, err);
    kho_arena_free(arena);
    for (size_t i = 0; i < f->n; i++)
        most = f->patterns[i].n > most ? f->patterns[i].n : most;
    f->now = malloc(most);
    f->then = malloc(most);
    if (st == KHO_OK && (f->now == NULL || f->then == NULL))
        st = kho_fail(err, KHO_NOMEM, "no memory for patterns");
    if (st == KHO_OK)
        *out = f;
    else
        kho_filter_free(f);
    return st;
}

void
kho_filter_free(struct kho_filter *f)
{
    if (f == NULL)
        return;
    for (size_t i = 0; i < f->n; i++) {
        free(f->patterns[i].text);
        free(f->patterns[i].tokens);
    }
    free(f->now);
    free(f->then);
    free(f->patterns);
    free(f);
}

enum kho_filter_answer
kho_filter_ask(const struct kho_filter *f, struct kho_arena *scratch, kho_sv path, bool is_folder)
{
    bool in;
    const char *p;

    if (f == NULL)
        return KHO_FILTER_IN;
    p = normal(scratch, path);
    if (is_folder) {
        char *folder = KHO_NEW_N(scratch, strlen(p) + 2, char);

        memcpy(folder, p, strlen(p));
        folder[strlen(p)] = '/';
        p = folder;
    }
    in = !f->any_include;
    for (size_t i = 0; i < f->n; i++)
        if (pattern_fits(f, &f->patterns[i], p)) {
            if (!f->patterns[i].include)
                return KHO_FILTER_OUT;
            in = true;
        }
    return in ? KHO_FILTER_IN : KHO_FILTER_LOOK;
}

uint64_t
kho_filter_digest(const struct kho_filter *f)
{
    return f == NULL ? 0 : f->digest;
}
