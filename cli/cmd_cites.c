/* cmd_cites.c - kho cites: which plans cite a document; kho refs: what is cited. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    const char *format, *batch;
    uint32_t limit, offset;
    bool through;
} o = {.format = "text", .limit = 0};

static const struct kho_opt cites_opts[] = {
    {"format", 'f', KHO_OPT_TEXT, &o.format, "text|json|csv|dot|graphml", "FORMAT",
     KHO_MESSAGES_OPT_FORMAT},
    {"through", 0, KHO_OPT_FLAG, &o.through, NULL, NULL, KHO_MESSAGES_OPT_THROUGH},
    {"batch", 0, KHO_OPT_TEXT, &o.batch, NULL, "FILE", KHO_MESSAGES_OPT_BATCH_REFS},
    {.name = NULL},
};

static const struct kho_opt refs_opts[] = {
    {"format", 'f', KHO_OPT_TEXT, &o.format, "text|json|csv|dot|graphml", "FORMAT",
     KHO_MESSAGES_OPT_FORMAT},
    {"limit", 'n', KHO_OPT_NUMBER, &o.limit, NULL, "N", KHO_MESSAGES_OPT_LIMIT},
    {"offset", 0, KHO_OPT_NUMBER, &o.offset, NULL, "N", KHO_MESSAGES_OPT_OFFSET},
    {.name = NULL},
};

static void
ref_line(struct kho_buf *b, const struct kho_ref *r)
{
    if (r->symbol.p != NULL) {
        kho_put_text(b, r->symbol);
        kho_buf_str(b, "  ");
    }
    kho_put_text(b, r->name);
    if (r->issuer.p != NULL) {
        kho_buf_str(b, r->name.n > 0 ? ", " : "");
        kho_put_text(b, r->issuer);
    }
    if (r->date.n > 0) { /* laws are cited by title: that no date was read says nothing of them */
        kho_buf_str(b, ", ");
        kho_put_date(b, r->date);
    }
    if (r->in_archive.p != NULL)
        kho_buf_fmt(b, "  [%.*s]", r->in_archive.n < 12 ? (int)r->in_archive.n : 12,
                    r->in_archive.p);
    for (size_t i = 0; i < r->n_maybe; i++) {
        const struct kho_ref *m = &r->maybe[i];

        kho_buf_fmt(b, i == 0 ? " (%s: " : "; ", kho_say(KHO_MESSAGES_MAYBE));
        kho_put_text(b, m->symbol.n > 0 ? m->symbol : m->name);
        kho_buf_str(b, ", ");
        kho_put_date(b, m->date);
        kho_buf_str(b, i + 1 == r->n_maybe ? ")" : "");
    }
}

/* "bậc 3, qua 61-KH/ĐU, 98-KH/TU": the way from the plan to the document. */
static void
way(struct kho_buf *b, const struct kho_cascade *c, const struct kho_step *step)
{
    struct kho_buf names = {.p = NULL};

    for (uint32_t via = step->via; via != 0; via = c->plans[via - 1].via) {
        const struct kho_document *d = &c->plans[via - 1].citing.doc;

        kho_buf_str(&names, names.n > 0 ? ", " : "");
        kho_put_text(&names, d->plan.symbol.n > 0 ? d->plan.symbol
                                                  : (kho_sv){d->id.p, d->id.n < 12 ? d->id.n : 12});
    }
    kho_buf_str(b, "   ");
    kho_fill(b, KHO_MESSAGES_THROUGH, KHO_ARGS(kho_digits(step->depth).s, kho_buf_cstr(&names)));
    kho_buf_char(b, '\n');
    kho_buf_free(&names);
}

static void
cited_text(struct kho_buf *b, const struct kho_cascade *c)
{
    ref_line(b, &c->ref);
    kho_buf_str(b, "\n");
    kho_fill(b, KHO_MESSAGES_CITED_BY, KHO_ARGS(kho_digits(c->ref.citing).s));
    if (c->n > c->ref.citing) {
        kho_buf_str(b, "; ");
        kho_fill(b, KHO_MESSAGES_CITED_THROUGH, KHO_ARGS(kho_digits(c->n - c->ref.citing).s));
    }
    kho_buf_str(b, "\n\n");
    for (size_t k = 0; k < c->n; k++) {
        const struct kho_citing *x = &c->plans[k].citing;

        kho_buf_fmt(b, "%zu. ", k + 1);
        kho_put_head(b, &x->doc, NULL, 0);
        if (c->plans[k].via != 0)
            way(b, c, &c->plans[k]);
        kho_buf_str(b, "   ");
        kho_put_marked(b, x->sentence, &x->mark, x->mark.length > 0 ? 1 : 0);
        kho_buf_char(b, '\n');
    }
}

enum { STALE_RETRIES = 3 };

struct output {
    struct kho_buf buf;
    struct kho_graph graph;
    struct kho_arena *names; /* of the graph */
    uint64_t found;
    bool began;
};

static bool
is_graph(void)
{
    return strcmp(o.format, "dot") == 0 || strcmp(o.format, "graphml") == 0;
}

static void
put_cascades(struct output *out, kho_sv ref, const struct kho_cascades *c)
{
    const bool csv = strcmp(o.format, "csv") == 0;

    for (size_t i = 0; i < c->n; i++)
        out->found += c->docs[i].n;
    if (is_graph()) {
        for (size_t i = 0; i < c->n; i++)
            kho_graph_add(&out->graph, &c->docs[i]);
    } else if (csv && o.batch != NULL) {
        if (!out->began)
            kho_batch_csv_names(&out->buf);
        kho_batch_csv(&out->buf, ref, c);
    } else if (csv) {
        kho_cascades_csv(&out->buf, c, !out->began);
    } else if (strcmp(o.format, "json") == 0) {
        if (o.batch != NULL)
            kho_batch_json(&out->buf, ref, c);
        else
            kho_cascades_json(&out->buf, c);
    } else {
        for (size_t i = 0; i < c->n; i++) {
            kho_buf_str(&out->buf, out->began ? "\n" : "");
            cited_text(&out->buf, &c->docs[i]);
            out->began = true;
        }
        return;
    }
    out->began = true;
}

static void
say_none(kho_sv ref, bool understood)
{
    struct kho_buf b = {.p = NULL};

    kho_put_text(&b, ref);
    (void)fprintf(stderr, "kho cites: ");
    if (understood)
        (void)fprintf(stderr, "%s: %s", kho_buf_cstr(&b), kho_say(KHO_MESSAGES_FOUND_NONE));
    else
        kho_fill_to(stderr, KHO_MESSAGES_NOT_A_REF, KHO_ARGS(kho_buf_cstr(&b)));
    (void)fputc('\n', stderr);
    kho_buf_free(&b);
}

static enum kho_status
ask(struct kho_store *s, kho_sv ref, struct kho_arena *arena, struct kho_cascades *c,
    struct kho_err *err)
{
    enum kho_status st = KHO_STALE;

    for (int i = 0; st == KHO_STALE && i < STALE_RETRIES; i++) {
        kho_arena_reset(arena);
        st = kho_cascade(s, ref, o.through ? KHO_CASCADE_DEPTH : 1, arena, c, err);
        if (st == KHO_OK && !is_graph())
            st = kho_cascades_sentences(s, c, arena, err);
    }
    return st;
}

static enum kho_status
cites_one(struct kho_store *s, kho_sv ref, struct output *out, struct kho_err *err)
{
    struct kho_arena *arena = kho_arena_new(KHO_ANSWER_ARENA);
    struct kho_cascades c;
    bool cut = false;
    enum kho_status st = ask(s, ref, arena, &c, err);

    if (st == KHO_OK) {
        put_cascades(out, ref, &c);
        if (c.n == 0)
            say_none(ref, c.understood);
        for (size_t i = 0; i < c.n; i++)
            cut = cut || c.docs[i].cut;
        if (cut)
            (void)fprintf(stderr, "kho cites: %s\n", kho_say(KHO_MESSAGES_CITES_CUT));
        if (kho_flush(&out->buf) != 0)
            st = kho_fail(err, KHO_IO, "cannot write the answer");
    }
    kho_arena_free(arena);
    return st;
}

/* The first field of a line of CSV, TSV or plain text.  A comma with a blank behind it belongs to
 * the text: "Luật Phòng, chống thiên tai". */
static kho_sv
first_field(char *line, size_t n)
{
    size_t to = 0;

    if (n > 0 && line[0] == '"') {
        for (size_t i = 1; i < n; i++) {
            if (line[i] == '"' && (i + 1 == n || line[i + 1] != '"'))
                break;
            i += line[i] == '"';
            line[to++] = line[i];
        }
        return (kho_sv){line, to};
    }
    while (to < n && line[to] != '\t' && line[to] != ';' &&
           (line[to] != ',' || (to + 1 < n && line[to + 1] == ' ')))
        to++;
    return (kho_sv){line, to};
}

static enum kho_status
cites_batch(struct kho_store *s, struct output *out, struct kho_err *err)
{
    struct kho_batch in;
    struct kho_buf last = {.p = NULL};
    enum kho_status st = kho_batch_open(&in, o.batch, err);
    kho_sv line;

    while (st == KHO_OK && (st = kho_batch_next(&in, &line, err)) == KHO_OK) {
        const kho_sv ref = first_field(in.line + (line.p - in.line), line.n);

        /* A list of pairs has the same reference many times in a row. */
        if (ref.n == 0 || kho_sv_eq(ref, kho_buf_view(&last)))
            continue;
        st = cites_one(s, ref, out, err);
        kho_buf_reset(&last);
        kho_buf_sv(&last, ref);
    }
    kho_buf_free(&last);
    kho_batch_close(&in);
    return st == KHO_DONE ? KHO_OK : st;
}

static int
cites_run(int argc, char **argv)
{
    struct output out = {.buf = {.p = NULL}};
    struct kho_store *s = NULL;
    struct kho_err err = {.status = KHO_OK};
    enum kho_status st;

    if (argc == 0 && o.batch == NULL)
        return kho_usage_error(KHO_MESSAGES_NEED_ARGUMENT, "");
    st = kho_cli_open(&s, &err);
    if (st == KHO_OK && is_graph()) {
        out.names = kho_arena_new(KHO_ANSWER_ARENA);
        kho_graph_begin(&out.graph, out.names, &out.buf, strcmp(o.format, "dot") == 0);
    }
    if (st == KHO_OK && o.batch != NULL)
        st = cites_batch(s, &out, &err);
    for (int i = 0; i < argc && st == KHO_OK; i++)
        st = cites_one(s, kho_sv_from(argv[i]), &out, &err);
    if (st == KHO_OK && is_graph()) {
        kho_graph_end(&out.graph);
        if (kho_flush(&out.buf) != 0)
            st = kho_fail(&err, KHO_IO, "cannot write the answer");
    }
    kho_buf_free(&out.buf);
    kho_arena_free(out.names);
    kho_store_close(s);
    return st != KHO_OK ? kho_complain(st, &err) : out.found > 0 ? KHO_EXIT_FOUND : KHO_EXIT_NONE;
}

static void
refs_text(struct kho_buf *b, const struct kho_ref *refs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        kho_buf_fmt(b, "%6u  ", refs[i].citing);
        ref_line(b, &refs[i]);
        kho_buf_char(b, '\n');
    }
}

/* Every plan that cites one of them, and the documents themselves. */
static enum kho_status
refs_drawn(struct kho_store *s, const struct kho_ref *refs, size_t n, struct kho_err *err)
{
    struct kho_arena *names = kho_arena_new(KHO_ANSWER_ARENA);
    struct kho_arena *arena = kho_arena_new(KHO_ANSWER_ARENA);
    struct kho_buf b = {.p = NULL};
    struct kho_graph graph;
    enum kho_status st = KHO_OK;

    kho_graph_begin(&graph, names, &b, strcmp(o.format, "dot") == 0);
    for (size_t i = 0; st == KHO_OK && i < n; i++) {
        struct kho_cascades c;

        kho_arena_reset(arena);
        st = kho_cascade(s, refs[i].key, 1, arena, &c, err);
        for (size_t k = 0; st == KHO_OK && k < c.n; k++)
            kho_graph_add(&graph, &c.docs[k]);
        if (st == KHO_OK && fwrite(b.p, 1, b.n, stdout) != b.n)
            st = kho_fail(err, KHO_IO, "cannot write the answer");
        kho_buf_reset(&b);
    }
    kho_graph_end(&graph);
    if (st == KHO_OK && kho_flush(&b) != 0)
        st = kho_fail(err, KHO_IO, "cannot write the answer");
    kho_buf_free(&b);
    kho_arena_free(arena);
    kho_arena_free(names);
    return st;
}

static int
refs_run(int argc, char **argv)
{
    struct kho_arena *arena = kho_arena_new(KHO_ANSWER_ARENA);
    struct kho_store *s = NULL;
    struct kho_err err = {.status = KHO_OK};
    struct kho_buf b = {.p = NULL};
    struct kho_document doc;
    struct kho_ref_list list = {.refs = NULL};
    bool no_document = false;
    enum kho_status st = kho_cli_open(&s, &err);

    if (st == KHO_OK && argc > 0)
        st = kho_find(s, kho_sv_from(argv[0]), KHO_DOCUMENT_PLAN, arena, &doc, &err);
    no_document = s != NULL && st == KHO_NOTFOUND;
    if (s != NULL && argc > 0)
        kho_find_saying(&err, st, argv[0]);
    if (st == KHO_OK)
        st = kho_refs(s, argc > 0 ? &doc : NULL, o.offset, o.limit == 0 ? UINT32_MAX : o.limit,
                      arena, &list, &err);
    if (st == KHO_OK)
        st = kho_refs_locate(s, list.refs, list.n, arena, &err);
    if (st == KHO_OK && is_graph()) {
        st = refs_drawn(s, list.refs, list.n, &err);
    } else if (st == KHO_OK) {
        if (strcmp(o.format, "json") == 0)
            kho_refs_json(&b, list.refs, list.n);
        else if (strcmp(o.format, "csv") == 0)
            kho_refs_csv(&b, list.refs, list.n);
        else
            refs_text(&b, list.refs, list.n);
        if (kho_flush(&b) != 0)
            st = kho_fail(&err, KHO_IO, "cannot write the answer");
    }
    kho_buf_free(&b);
    kho_store_close(s);
    kho_arena_free(arena);
    if (st == KHO_NOTFOUND && no_document) {
        (void)kho_complain(st, &err);
        return KHO_EXIT_NONE;
    }
    return st != KHO_OK ? kho_complain(st, &err) : list.n > 0 ? KHO_EXIT_FOUND : KHO_EXIT_NONE;
}

const struct kho_command kho_cmd_cites = {"cites", cites_run, cites_opts, "[REF…]",
                                          KHO_MESSAGES_CMD_CITES};
const struct kho_command kho_cmd_refs = {"refs", refs_run, refs_opts, "[ID]",
                                         KHO_MESSAGES_CMD_REFS};
