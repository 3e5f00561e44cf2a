/* cmd_status.c - kho status: what is in, what is not searchable and why. */
#include "cli.h"
#include "json.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static struct {
    const char *format;
    bool hidden;
} o = {.format = "text"};

static const struct kho_opt opts[] = {
    {"format", 'f', KHO_OPT_TEXT, &o.format, "text|json|csv", "FORMAT", KHO_MESSAGES_OPT_FORMAT},
    {"not-searchable", 0, KHO_OPT_FLAG, &o.hidden, NULL, NULL, KHO_MESSAGES_OPT_NOT_SEARCHABLE},
    {.name = NULL},
};

static const char *
note_text(size_t i)
{
    return strcmp(kho_cli.lang, "vi") == 0 ? kho_notes[i].vi : kho_notes[i].en;
}

static void
overview_text(struct kho_buf *b, const struct kho_overview *v)
{
    char when[64];
    const time_t at = (time_t)v->indexed_at;
    struct tm tm;

    kho_fill(b, KHO_MESSAGES_STATUS_INDEX, KHO_ARGS(kho_cli.db));
    kho_buf_char(b, '\n');
    kho_fill(b, KHO_MESSAGES_STATUS_DOCS,
             KHO_ARGS(kho_digits(v->plans + v->others).s, kho_digits(v->plans).s,
                      kho_digits(v->others).s, kho_digits(v->tasks).s));
    kho_buf_char(b, '\n');
    kho_fill(b, KHO_MESSAGES_STATUS_INPUTS, KHO_ARGS(kho_digits(v->inputs).s));
    kho_buf_char(b, '\n');
    if (at == 0 || localtime_r(&at, &tm) == NULL ||
        strftime(when, sizeof when, "%d/%m/%Y %H:%M", &tm) == 0)
        (void)snprintf(when, sizeof when, "%s", kho_say(KHO_MESSAGES_STATUS_NEVER));
    kho_fill(b, KHO_MESSAGES_STATUS_WHEN, KHO_ARGS(when));
    kho_buf_char(b, '\n');
    kho_fill(b, KHO_MESSAGES_STATUS_HIDDEN, KHO_ARGS(kho_digits(v->hidden).s));
    kho_buf_char(b, '\n');
    for (int hidden = 1; hidden >= 0; hidden--) {
        bool first = hidden == 0;

        for (size_t i = 0; i < v->n_notes; i++) {
            if (kho_notes[v->notes[i].note].hidden != hidden)
                continue;
            if (first)
                kho_buf_fmt(b, "%s\n", kho_say(KHO_MESSAGES_STATUS_NOTES));
            first = false;
            kho_buf_fmt(b, "%8u  %s (ghi-chu:%s)\n", v->notes[i].docs, note_text(v->notes[i].note),
                        kho_notes[v->notes[i].note].name);
        }
    }
}

/* Reasons of one document, joined. */
static void
reasons(struct kho_buf *b, uint64_t notes, bool names)
{
    bool any = false;

    for (size_t i = 0; i < KHO_NOTES_COUNT; i++)
        if ((notes >> i & 1) != 0 && kho_notes[i].hidden != 0) {
            kho_buf_str(b, any ? "; " : "");
            kho_buf_str(b, names ? kho_notes[i].name : note_text(i));
            any = true;
        }
}

/* One member: a place of a document. */
static void
hidden_row(struct kho_buf *b, const struct kho_document *doc, kho_sv source)
{
    struct kho_buf why = {.p = NULL};

    reasons(&why, doc->notes | doc->plan.notes, strcmp(o.format, "text") != 0);
    if (strcmp(o.format, "csv") == 0) {
        kho_csv_sv(b, true, source);
        kho_csv_sv(b, false, kho_buf_view(&why));
        kho_csv_sv(b, false, doc->format);
        kho_csv_end(b);
    } else if (strcmp(o.format, "json") == 0) {
        struct kho_json j = {.out = b};

        kho_json_open(&j, '{');
        kho_json_key(&j, "source");
        kho_json_sv(&j, source);
        kho_json_key(&j, "reasons");
        kho_json_sv(&j, kho_buf_view(&why));
        kho_json_key(&j, "format");
        kho_json_sv(&j, doc->format);
        kho_json_close(&j, '}');
        kho_buf_char(b, '\n');
    } else {
        kho_put_text(b, source);
        kho_buf_fmt(b, ": %s\n", kho_buf_cstr(&why));
    }
    kho_buf_free(&why);
}

/* All documents with a note that hides text, page by page. */
static enum kho_status
list_hidden(struct kho_store *s, uint64_t *found, struct kho_err *err)
{
    struct kho_arena *arena = kho_arena_new(KHO_ANSWER_ARENA);
    struct kho_buf query = {.p = NULL}, b = {.p = NULL};
    struct kho_ask ask = {.max = 500, .sort = KHO_BY_DATE};
    struct kho_answer a = {.n = 0};
    enum kho_status st = KHO_OK;

    for (size_t i = 0; i < KHO_NOTES_COUNT; i++)
        if (kho_notes[i].hidden != 0)
            kho_buf_fmt(&query, "%s%s:%s", query.n > 0 ? " OR " : "",
                        kho_fields[KHO_FIELDS_NOTE].name, kho_notes[i].name);
    ask.text = kho_buf_view(&query);
    if (strcmp(o.format, "csv") == 0)
        kho_buf_str(&b, "source,reasons,format\r\n");
    do {
        st = kho_ask(s, &ask, arena, &a, err);
        for (size_t i = 0; st == KHO_OK && i < a.n; i++)
            for (size_t k = 0; k < a.hits[i].doc.n_places; k++)
                hidden_row(&b, &a.hits[i].doc, a.hits[i].doc.places[k].path);
        if (st == KHO_OK && kho_flush(&b) != 0)
            st = kho_fail(err, KHO_IO, "cannot write the list");
        *found += a.n;
        ask.first += ask.max;
        kho_arena_reset(arena);
    } while (st == KHO_OK && a.n == ask.max);
    kho_buf_free(&query);
    kho_buf_free(&b);
    kho_arena_free(arena);
    return st;
}

static int
run(int argc, char **argv)
{
    struct kho_arena *arena = kho_arena_new(KHO_ANSWER_ARENA);
    struct kho_store *s = NULL;
    struct kho_err err = {.status = KHO_OK};
    struct kho_buf b = {.p = NULL};
    struct kho_overview v;
    uint64_t found = 1;
    enum kho_status st = kho_cli_open(&s, &err);

    (void)argc, (void)argv;
    if (st == KHO_OK && o.hidden) {
        found = 0;
        st = list_hidden(s, &found, &err);
        if (st == KHO_OK && found == 0)
            (void)fprintf(stderr, "kho status: %s\n", kho_say(KHO_MESSAGES_STATUS_ALL_SEARCHABLE));
    } else if (st == KHO_OK) {
        st = kho_overview(s, arena, &v, &err);
        if (st == KHO_OK) {
            if (strcmp(o.format, "text") == 0)
                overview_text(&b, &v);
            else if (strcmp(o.format, "csv") == 0)
                kho_overview_csv(&b, &v);
            else
                kho_overview_json(&b, &v);
            if (kho_flush(&b) != 0)
                st = kho_fail(&err, KHO_IO, "cannot write the answer");
        }
    }
    kho_buf_free(&b);
    kho_store_close(s);
    kho_arena_free(arena);
    return st != KHO_OK ? kho_complain(st, &err) : found > 0 ? KHO_EXIT_FOUND : KHO_EXIT_NONE;
}

const struct kho_command kho_cmd_status = {"status", run, opts, "", KHO_MESSAGES_CMD_STATUS};
