/* cmd_cites.c - kho cites: which plans cite a document; kho refs: what is cited. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

static struct {
    const char *format;
    uint32_t limit, offset;
} o = {.format = "text", .limit = 0};

static const struct kho_opt cites_opts[] = {
    {"format", 'f', KHO_OPT_TEXT, &o.format, "text|json|csv", "FORMAT", KHO_MESSAGES_OPT_FORMAT},
    {.name = NULL},
};

static const struct kho_opt refs_opts[] = {
    {"format", 'f', KHO_OPT_TEXT, &o.format, "text|json|csv", "FORMAT", KHO_MESSAGES_OPT_FORMAT},
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
}

static void
cites_text(struct kho_buf *b, const struct kho_cites *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct kho_cited *d = &c->docs[i];

        kho_buf_str(b, i > 0 ? "\n" : "");
        ref_line(b, &d->ref);
        kho_buf_str(b, "\n");
        kho_fill(b, KHO_MESSAGES_CITED_BY, KHO_ARGS(kho_digits(d->ref.citing).s));
        kho_buf_str(b, "\n\n");
        for (size_t k = 0; k < d->n; k++) {
            const struct kho_citing *x = &d->citing[k];

            kho_buf_fmt(b, "%zu. ", k + 1);
            kho_put_head(b, &x->doc, NULL, 0);
            kho_buf_str(b, "   ");
            kho_put_marked(b, x->sentence, &x->mark, x->mark.length > 0 ? 1 : 0);
            kho_buf_char(b, '\n');
        }
    }
}

static enum kho_status
cites_one(struct kho_store *s, const char *ref, uint64_t *found, struct kho_err *err)
{
    struct kho_arena *arena = kho_arena_new(KHO_ANSWER_ARENA);
    struct kho_buf b = {.p = NULL};
    struct kho_cites c;
    enum kho_status st = kho_cites(s, kho_sv_from(ref), arena, &c, err);

    if (st == KHO_OK) {
        for (size_t i = 0; i < c.n; i++)
            *found += c.docs[i].n;
        if (strcmp(o.format, "json") == 0)
            kho_cites_json(&b, &c);
        else if (strcmp(o.format, "csv") == 0)
            kho_cites_csv(&b, &c);
        else
            cites_text(&b, &c);
        if (!c.understood) {
            (void)fprintf(stderr, "kho cites: ");
            kho_fill_to(stderr, KHO_MESSAGES_NOT_A_REF, KHO_ARGS(ref));
            (void)fputc('\n', stderr);
        } else if (c.n == 0) {
            (void)fprintf(stderr, "kho cites: %s: %s\n", ref, kho_say(KHO_MESSAGES_FOUND_NONE));
        }
        if (kho_flush(&b) != 0)
            st = kho_fail(err, KHO_IO, "cannot write the answer");
    }
    kho_buf_free(&b);
    kho_arena_free(arena);
    return st;
}

static int
cites_run(int argc, char **argv)
{
    struct kho_store *s = NULL;
    struct kho_err err = {.status = KHO_OK};
    uint64_t found = 0;
    enum kho_status st;

    if (argc == 0)
        return kho_usage_error(KHO_MESSAGES_NEED_ARGUMENT, "");
    st = kho_cli_open(&s, &err);
    for (int i = 0; i < argc && st == KHO_OK; i++)
        st = cites_one(s, argv[i], &found, &err);
    kho_store_close(s);
    return st != KHO_OK ? kho_complain(st, &err) : found > 0 ? KHO_EXIT_FOUND : KHO_EXIT_NONE;
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

static int
refs_run(int argc, char **argv)
{
    struct kho_arena *arena = kho_arena_new(KHO_ANSWER_ARENA);
    struct kho_store *s = NULL;
    struct kho_err err = {.status = KHO_OK};
    struct kho_buf b = {.p = NULL};
    struct kho_document doc;
    struct kho_ref *refs = NULL;
    uint64_t total = 0;
    size_t n = 0;
    enum kho_status st = kho_cli_open(&s, &err);

    if (st == KHO_OK && argc > 0)
        st = kho_find(s, kho_sv_from(argv[0]), KHO_DOCUMENT_PLAN, arena, &doc, &err);
    if (s != NULL && st == KHO_NOTFOUND)
        kho_fail_saying(&err, st, KHO_MESSAGES_NO_DOCUMENT, argv[0]);
    if (st == KHO_OK)
        st = kho_refs(s, argc > 0 ? &doc : NULL, o.offset, o.limit == 0 ? UINT32_MAX : o.limit,
                      arena, &refs, &n, &total, &err);
    if (st == KHO_OK) {
        if (strcmp(o.format, "json") == 0)
            kho_refs_json(&b, refs, n);
        else if (strcmp(o.format, "csv") == 0)
            kho_refs_csv(&b, refs, n);
        else
            refs_text(&b, refs, n);
        if (kho_flush(&b) != 0)
            st = kho_fail(&err, KHO_IO, "cannot write the answer");
    }
    kho_buf_free(&b);
    kho_store_close(s);
    kho_arena_free(arena);
    return st != KHO_OK ? kho_complain(st, &err) : n > 0 ? KHO_EXIT_FOUND : KHO_EXIT_NONE;
}

const struct kho_command kho_cmd_cites = {"cites", cites_run, cites_opts, "REF…",
                                          KHO_MESSAGES_CMD_CITES};
const struct kho_command kho_cmd_refs = {"refs", refs_run, refs_opts, "[ID]",
                                         KHO_MESSAGES_CMD_REFS};
