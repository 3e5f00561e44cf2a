/* output.c - the look of kho on a terminal and in a pipe. */
#include "cli.h"
#include "date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *
kho_say(enum kho_messages_id id)
{
    return kho_cli.lang != NULL && strcmp(kho_cli.lang, "vi") == 0 ? kho_messages[id].vi
                                                                   : kho_messages[id].en;
}

void
kho_fill(struct kho_buf *b, enum kho_messages_id id, const char *const *args, size_t n)
{
    for (const char *p = kho_say(id); *p != '\0'; p++) {
        const size_t i = (size_t)(p[1] - '0');

        if (p[0] == '{' && i < n && p[2] == '}') {
            kho_put_text(b, kho_sv_from(args[i]));
            p += 2;
        } else if (p[0] == '{' && p[1] == 's' && (size_t)(p[2] - '0') < n && p[3] == '}') {
            kho_buf_str(b, strcmp(args[p[2] - '0'], "1") == 0 ? "" : "s"); /* {s0}: the plural */
            p += 3;
        } else {
            kho_buf_char(b, *p);
        }
    }
}

void
kho_fill_to(FILE *out, enum kho_messages_id id, const char *const *args, size_t n)
{
    struct kho_buf b = {.p = NULL};

    kho_fill(&b, id, args, n);
    (void)fputs(kho_buf_cstr(&b), out);
    kho_buf_free(&b);
}

struct kho_digits
kho_digits(uint64_t v)
{
    const char mark = kho_cli.lang != NULL && strcmp(kho_cli.lang, "vi") == 0 ? '.' : ',';
    struct kho_digits d = {""};
    char plain[24];
    const int n = snprintf(plain, sizeof plain, "%llu", (unsigned long long)v);
    size_t at = 0;

    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            d.s[at++] = mark;
        d.s[at++] = plain[i];
    }
    return d;
}

struct kho_digits
kho_amount(uint64_t bytes)
{
    static const char *const units[] = {"B", "KB", "MB", "GB", "TB"};
    struct kho_digits d;
    double v = (double)bytes;
    size_t u = 0;

    for (; v >= 1000 && u < 4; u++)
        v /= 1000;
    (void)snprintf(d.s, sizeof d.s, u == 0 ? "%.0f %s" : "%.1f %s", v, units[u]);
    return d;
}

int
kho_complain(enum kho_status st, const struct kho_err *err)
{
    static const enum kho_messages_id texts[KHO_STATUS_COUNT] = {
#define X(name, exit_code, http_code, text) [KHO_##name] = KHO_MESSAGES_ERR_##name,
#include "status.def"
#undef X
    };

    struct kho_buf why = {.p = NULL};

    kho_put_reason(&why, kho_sv_from(err->what));
    (void)fprintf(stderr, "kho %s: %s: %s\n", kho_cli.command, kho_say(texts[st]),
                  kho_buf_cstr(&why));
    kho_buf_free(&why);
    return kho_status_exit(st);
}

void
kho_fail_saying(struct kho_err *err, enum kho_status st, enum kho_messages_id id, const char *arg)
{
    struct kho_buf b = {.p = NULL};

    kho_fill(&b, id, KHO_ARGS(arg));
    (void)kho_fail(err, st, "%s", kho_buf_cstr(&b));
    kho_buf_free(&b);
}

void
kho_find_saying(struct kho_err *err, enum kho_status st, const char *ref)
{
    static const char several[] = "several documents fit: ";
    const size_t skip = sizeof several - 1;
    struct kho_buf b = {.p = NULL}, ids = {.p = NULL};

    if (st == KHO_NOTFOUND) {
        kho_fail_saying(err, st, KHO_MESSAGES_NO_DOCUMENT, ref);
    } else if (st == KHO_ARG && strncmp(err->what, several, skip) == 0) {
        kho_buf_str(&ids, err->what + skip);
        kho_fill(&b, KHO_MESSAGES_SEVERAL, KHO_ARGS(ref, kho_buf_cstr(&ids)));
        (void)kho_fail(err, st, "%s", kho_buf_cstr(&b));
    }
    kho_buf_free(&b);
    kho_buf_free(&ids);
}

int
kho_usage_error(enum kho_messages_id id, const char *what)
{
    const char *blank = *kho_cli.command != '\0' ? " " : "";

    (void)fprintf(stderr, "kho%s%s: ", blank, kho_cli.command);
    kho_fill_to(stderr, id, KHO_ARGS(what));
    (void)fprintf(stderr, "\n  kho%s%s --help\n", blank, kho_cli.command);
    return kho_status_exit(KHO_ARG);
}

int
kho_bad_value(const char *option, const char *value, const char *choices)
{
    (void)fprintf(stderr, "kho%s%s: ", *kho_cli.command != '\0' ? " " : "", kho_cli.command);
    kho_fill_to(stderr, KHO_MESSAGES_BAD_VALUE, KHO_ARGS(value, option));
    if (choices != NULL)
        (void)fprintf(stderr, " (%s)", choices);
    (void)fputc('\n', stderr);
    return kho_status_exit(KHO_ARG);
}

bool
kho_is_date(kho_sv typed)
{
    struct kho_date d;

    return kho_date_parse(typed, &d) && d.year > 0;
}

enum kho_status
kho_cli_open(struct kho_store **out, struct kho_err *err)
{
    const enum kho_status st = kho_store_open(out, kho_cli.db, KHO_STORE_READ, err);

    if (st == KHO_NOTFOUND) /* the first thing people meet: say how to make one */
        kho_fail_saying(err, st, KHO_MESSAGES_NO_INDEX, kho_cli.db);
    return st;
}

int
kho_flush(struct kho_buf *b)
{
    const bool put = b->st == KHO_OK && (b->n == 0 || fwrite(b->p, 1, b->n, stdout) == b->n);

    kho_buf_reset(b);
    return put && fflush(stdout) == 0 ? 0 : -1; /* before the words that follow on stderr */
}

bool
kho_coloured(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

    if (strcmp(kho_cli.color, "auto") != 0)
        return strcmp(kho_cli.color, "always") == 0;
    return isatty(STDOUT_FILENO) == 1 && (no == NULL || *no == '\0') && term != NULL &&
           strcmp(term, "dumb") != 0;
}

void
kho_put_text(struct kho_buf *b, kho_sv text)
{
    for (size_t i = 0; i < text.n; i++) {
        const unsigned char c = (unsigned char)text.p[i];

        if (c == '\n' || c == '\t')
            kho_buf_char(b, ' ');
        else if (c < 0x20 || c == 0x7f)
            kho_buf_str(b, "\xEF\xBF\xBD");
        else if (c == 0xc2 && i + 1 < text.n && (unsigned char)text.p[i + 1] < 0xa0) {
            kho_buf_str(b, "\xEF\xBF\xBD"); /* C1 controls: some terminals obey them */
            i++;
        } else
            kho_buf_char(b, text.p[i]);
    }
}

/* bold: the text around the marks is */
static void
put_marked(struct kho_buf *b, kho_sv text, const struct kho_mark *marks, size_t n, bool bold)
{
    const bool colour = kho_coloured();
    const char *end = bold ? "\033[39m" : "\033[0m";
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        kho_put_text(b, (kho_sv){text.p + at, marks[i].offset - at});
        kho_buf_str(b, colour ? "\033[1;31m" : "«");
        kho_put_text(b, (kho_sv){text.p + marks[i].offset, marks[i].length});
        kho_buf_str(b, colour ? end : "»");
        at = (size_t)marks[i].offset + marks[i].length;
    }
    kho_put_text(b, (kho_sv){text.p + at, text.n - at});
}

void
kho_put_marked(struct kho_buf *b, kho_sv text, const struct kho_mark *marks, size_t n)
{
    put_marked(b, text, marks, n, false);
}

void
kho_put_date(struct kho_buf *b, kho_sv iso)
{
    if (iso.n == 10)
        kho_buf_fmt(b, "%.2s/%.2s/%.4s", iso.p + 8, iso.p + 5, iso.p);
    else
        kho_buf_str(b, kho_say(KHO_MESSAGES_UNDATED));
}

void
kho_put_head(struct kho_buf *b, const struct kho_document *doc, const struct kho_mark *title_marks,
             size_t n)
{
    const struct kho_plan *p = &doc->plan;
    const bool colour = kho_coloured();

    kho_buf_str(b, colour ? "\033[1m" : "");
    if (p->symbol.p != NULL) {
        kho_put_text(b, p->symbol);
        kho_buf_str(b, "  ");
    }
    if (p->title.p != NULL) {
        kho_put_text(b, p->type_name);
        kho_buf_str(b, p->type_name.p != NULL ? ": " : "");
        put_marked(b, p->title, title_marks, n, true);
    } else {
        kho_put_text(b, p->type_name);
        kho_buf_str(b, p->type_name.p != NULL ? " " : "");
        kho_buf_str(b, kho_say(p->type.p == NULL ? KHO_MESSAGES_NO_HEAD : KHO_MESSAGES_UNTITLED));
    }
    kho_buf_str(b, colour ? "\033[0m" : "");
    kho_buf_char(b, '\n');
    kho_buf_str(b, "   ");
    if (p->issuer.p != NULL) {
        kho_put_text(b, p->issuer);
        kho_buf_str(b, ", ");
    }
    kho_put_date(b, p->date);
    kho_buf_str(b, "\n   ");
    kho_put_text(b, (kho_sv){doc->id.p, doc->id.n < 12 ? doc->id.n : 12});
    kho_buf_str(b, "  ");
    kho_put_text(b, doc->n_places > 0 ? doc->places[0].path : (kho_sv){"", 0});
    kho_buf_char(b, '\n');
}
