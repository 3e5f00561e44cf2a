/* cmd_export.c - kho export: the whole archive, in the forms other programs read. */
#include "cli.h"
#include "export.h"
#include "whole_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { ENOUGH = 64 * 1024 /* bytes to write at once */ };

static struct {
    const char *format, *what, *output;
    bool text;
} o;

static const struct kho_opt opts[] = {
    {"format", 'f', KHO_OPT_TEXT, &o.format, "jsonl|json|csv|graphml|dot|bulk|mapping", "FORMAT",
     KHO_MESSAGES_OPT_EXPORT_FORMAT},
    {"what", 'w', KHO_OPT_TEXT, &o.what, "documents|tasks|citations", "TABLE",
     KHO_MESSAGES_OPT_WHAT},
    {"output", 'o', KHO_OPT_TEXT, &o.output, NULL, "PATH", KHO_MESSAGES_OPT_OUTPUT},
    {"text", 0, KHO_OPT_FLAG, &o.text, NULL, NULL, KHO_MESSAGES_OPT_TEXT},
    {.name = NULL},
};

/* -- the forms ----------------------------------------------------------------------------- */

struct form {
    const char *format, *what, *name; /* name: of its file in a folder */
    void (*begin)(struct kho_buf *b); /* NULL: nothing stands before the documents */
    void (*put)(struct kho_buf *b,
                const struct kho_document *doc); /* NULL: graph, or no documents */
    bool graph, text;
};

static void
record(struct kho_buf *b, const struct kho_document *doc)
{
    kho_record_json(b, doc, o.text);
}

static const struct form forms[] = {
    {.format = "jsonl", .what = "documents", .name = "documents.jsonl", .put = record},
    {.format = "jsonl", .what = "tasks", .name = "tasks.jsonl", .put = kho_document_tasks_json},
    {.format = "jsonl", .what = "citations", .name = "citations.jsonl", .put = kho_citations_json},
    {"csv", "documents", "documents.csv", kho_documents_csv_names, kho_documents_csv, false, false},
    {"csv", "tasks", "tasks.csv", kho_tasks_csv_names, kho_document_tasks_csv, false, false},
    {"csv", "citations", "citations.csv", kho_citations_csv_names, kho_citations_csv, false, false},
    {.format = "graphml", .name = "citations.graphml", .graph = true},
    {.format = "dot", .name = "citations.dot", .graph = true},
    {.format = "bulk", .name = "bulk.ndjson", .put = kho_bulk, .text = true},
    {.format = "mapping", .name = "mapping.json", .begin = kho_bulk_index},
};
enum { FORMS = sizeof forms / sizeof forms[0] };

/* -- what is written ------------------------------------------------------------------------ */

struct out {
    const struct form *form;
    struct kho_whole_file file;
    struct kho_buf b;
    struct kho_graph graph;
    struct kho_arena *names; /* of the graph */
};
struct job {
    struct out out[FORMS];
    size_t n;
    struct kho_map *map; /* NULL: no graph */
};

/* Those that were asked for: with a folder all that fit, else one. */
static void
choose(struct job *job, bool folder)
{
    const char *format = o.format == NULL && !folder                         ? "jsonl"
                         : o.format != NULL && strcmp(o.format, "json") == 0 ? "jsonl"
                                                                             : o.format;

    for (size_t i = 0; i < FORMS && (folder || job->n == 0); i++)
        if ((format == NULL || strcmp(format, forms[i].format) == 0) &&
            (o.what == NULL || (forms[i].what != NULL && strcmp(o.what, forms[i].what) == 0)))
            job->out[job->n++].form = &forms[i];
}

static enum kho_status
open_one(struct out *out, bool folder, struct kho_err *err)
{
    struct kho_buf path = {.p = NULL};
    const char *name = o.output;
    enum kho_status st;

    if (folder) {
        kho_buf_fmt(&path, "%s%s%s", o.output, o.output[strlen(o.output) - 1] == '/' ? "" : "/",
                    out->form->name);
        name = kho_buf_cstr(&path);
    }
    st = kho_file_open(&out->file, name, err);
    kho_buf_free(&path);
    return st;
}

static enum kho_status
begin(struct job *job, bool folder, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    if (folder && mkdir(o.output, 0777) != 0 && errno != EEXIST)
        return kho_fail(err, KHO_IO, "cannot make folder '%s': %s", o.output, strerror(errno));
    for (size_t i = 0; st == KHO_OK && i < job->n; i++) {
        struct out *out = &job->out[i];

        st = open_one(out, folder, err);
        if (out->form->begin != NULL)
            out->form->begin(&out->b);
        if (!out->form->graph)
            continue;
        if (job->map == NULL)
            job->map = kho_map_new();
        out->names = kho_arena_new(KHO_ANSWER_ARENA);
        kho_graph_begin(&out->graph, out->names, &out->b, strcmp(out->form->format, "dot") == 0);
    }
    return st;
}

static enum kho_status
put_out(void *ctx, struct kho_err *err)
{
    struct out *out = ctx;

    return kho_file_put(&out->file, &out->b, err);
}

static enum kho_status
visit(void *ctx, const struct kho_document *doc, struct kho_err *err)
{
    struct job *job = ctx;
    enum kho_status st = job->map == NULL ? KHO_OK : kho_map_add(job->map, doc, err);

    for (size_t i = 0; st == KHO_OK && i < job->n; i++) {
        struct out *out = &job->out[i];

        if (out->form->graph)
            kho_graph_plan(&out->graph, doc);
        else if (out->form->put != NULL)
            out->form->put(&out->b, doc);
        if (out->b.n > ENOUGH || out->b.st != KHO_OK)
            st = put_out(out, err);
    }
    return st;
}

/* Files take their places only when all of them are whole. */
static enum kho_status
end(struct job *job, struct kho_store *s, struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    for (size_t i = 0; st == KHO_OK && i < job->n; i++) {
        struct out *out = &job->out[i];

        if (out->form->graph) {
            st = kho_map_draw(job->map, s, &out->graph, put_out, out, err);
            kho_graph_end(&out->graph);
        }
        if (st == KHO_OK)
            st = put_out(out, err);
    }
    for (size_t i = 0; st == KHO_OK && i < job->n; i++)
        st = kho_file_keep(&job->out[i].file, err);
    return st;
}

static void
close_all(struct job *job)
{
    for (size_t i = 0; i < job->n; i++) {
        kho_file_close(&job->out[i].file);
        kho_buf_free(&job->out[i].b);
        kho_arena_free(job->out[i].names);
    }
    kho_map_free(job->map);
}

/* -- the command ------------------------------------------------------------------------------ */

/* Which parts of documents are needed. */
static enum kho_document_part
part(const struct job *job)
{
    for (size_t i = 0; i < job->n; i++)
        if (job->out[i].form->text || (o.text && job->out[i].form->put == record))
            return KHO_DOCUMENT_ALL;
    return KHO_DOCUMENT_PLAN;
}

/* What of the query was not understood is said as kho search says it. */
static enum kho_status
say_remarks(struct kho_store *s, kho_sv query, struct kho_err *err)
{
    struct kho_arena *arena = kho_arena_new(KHO_ANSWER_ARENA);
    const struct kho_ask ask = {.text = query};
    struct kho_answer a;
    const enum kho_status st = kho_ask(s, &ask, arena, &a, err);

    if (st == KHO_OK)
        kho_search_remarks(&a);
    kho_arena_free(arena);
    return st;
}

static void
say_written(const struct job *job, uint64_t n)
{
    for (size_t i = 0; i < job->n && o.output != NULL; i++) {
        (void)fputs("kho export: ", stderr);
        if (job->out[i].form->put != NULL || job->out[i].form->graph)
            kho_fill_to(stderr, KHO_MESSAGES_EXPORT_WRITTEN,
                        KHO_ARGS(job->out[i].file.path, kho_digits(n).s));
        else
            (void)fputs(job->out[i].file.path, stderr);
        (void)fputc('\n', stderr);
    }
}

static int export(struct job *job, bool folder, kho_sv query)
{
    struct kho_each each = {.query = query, .part = part(job), .visit = visit, .ctx = job};
    struct kho_store *s = NULL;
    struct kho_err err = {.status = KHO_OK};
    const bool documents = job->n > 1 || strcmp(job->out[0].form->format, "mapping") != 0;
    enum kho_status st = documents ? kho_cli_open(&s, &err) : KHO_OK;

    if (st == KHO_OK && query.n > 0)
        st = say_remarks(s, query, &err);
    if (st == KHO_OK)
        st = begin(job, folder, &err);
    if (st == KHO_OK && documents)
        st = kho_each(s, &each, &err);
    if (st == KHO_OK)
        st = end(job, s, &err);
    if (st == KHO_OK)
        say_written(job, each.n);
    kho_store_close(s);
    if (st != KHO_OK)
        return kho_complain(st, &err);
    if (each.damaged > 0) {
        struct kho_buf b = {.p = NULL};

        kho_fill(&b, KHO_MESSAGES_EXPORT_DAMAGED, KHO_ARGS(kho_digits(each.damaged).s, each.first));
        (void)kho_fail(&err, KHO_CORRUPT, "%s", kho_buf_cstr(&b));
        kho_buf_free(&b);
        return kho_complain(KHO_CORRUPT, &err);
    }
    if (documents && each.n == 0)
        (void)fprintf(stderr, "kho export: %s\n", kho_say(KHO_MESSAGES_FOUND_NONE));
    return documents && each.n == 0 ? KHO_EXIT_NONE : KHO_EXIT_FOUND;
}

static bool
is_folder(const char *path)
{
    struct stat st;

    return path != NULL && *path != '\0' &&
           (path[strlen(path) - 1] == '/' || (stat(path, &st) == 0 && S_ISDIR(st.st_mode)));
}

static int
run(int argc, char **argv)
{
    struct job job = {.n = 0};
    struct kho_buf query = {.p = NULL};
    const bool folder = is_folder(o.output);
    int rc;

    for (int i = 0; i < argc; i++) {
        kho_buf_str(&query, i > 0 ? " " : "");
        kho_buf_str(&query, argv[i]);
    }
    choose(&job, folder);
    if (job.n == 0)
        rc = kho_bad_value("--what", o.what, "--format=jsonl|csv");
    else
        rc = export(&job, folder, kho_buf_view(&query));
    close_all(&job);
    kho_buf_free(&query);
    return rc;
}

const struct kho_command kho_cmd_export = {"export", run, opts, "[QUERY…]",
                                           KHO_MESSAGES_CMD_EXPORT};
