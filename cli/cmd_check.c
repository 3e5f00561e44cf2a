/* cmd_check.c - kho check: what is wrong with the index, and what to do; kho compact. */
#include "check.h"
#include "cli.h"
#include "json.h"

#include <stdio.h>
#include <string.h>

static struct {
    const char *format;
    bool originals;
    struct kho_list limits;
} o = {.format = "text"};

static const char *compact_format = "text";

static const struct kho_opt check_opts[] = {
    {"format", 'f', KHO_OPT_TEXT, &o.format, "text|json|csv", "FORMAT", KHO_MESSAGES_OPT_FORMAT},
    {"originals", 0, KHO_OPT_FLAG, &o.originals, NULL, NULL, KHO_MESSAGES_OPT_ORIGINALS},
    {"limit", 0, KHO_OPT_LIST, &o.limits, NULL, "NAME=VALUE", KHO_MESSAGES_OPT_LIMIT_SET},
    {.name = NULL},
};
static const struct kho_opt compact_opts[] = {
    {"format", 'f', KHO_OPT_TEXT, &compact_format, "text|json|csv", "FORMAT",
     KHO_MESSAGES_OPT_FORMAT},
    {.name = NULL},
};

struct listing {
    bool seen[KHO_FINDINGS_COUNT];
    bool broken; /* cannot be written */
};

static bool
vietnamese(void)
{
    return strcmp(kho_cli.lang, "vi") == 0;
}

static const char *
what(enum kho_findings_id kind)
{
    return vietnamese() ? kho_findings[kind].vi : kho_findings[kind].en;
}

static const char *
todo(enum kho_findings_id kind)
{
    return vietnamese() ? kho_findings[kind].todo_vi : kho_findings[kind].todo_en;
}

static void
json_row(struct kho_buf *b, const struct kho_finding *f)
{
    struct kho_json j = {.out = b};
    const struct {
        const char *name;
        kho_sv value;
    } parts[] = {
        {"finding", kho_sv_from(kho_findings[f->kind].name)},
        {"id", f->id},
        {"source", f->path},
        {"detail", f->detail},
        {"todo", kho_sv_from(todo(f->kind))},
    };

    kho_json_open(&j, '{');
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        kho_json_key(&j, parts[i].name);
        kho_json_sv(&j, parts[i].value);
    }
    kho_json_close(&j, '}');
    kho_buf_char(b, '\n');
}

static void
csv_row(struct kho_buf *b, const struct kho_finding *f)
{
    kho_csv_sv(b, true, kho_sv_from(kho_findings[f->kind].name));
    kho_csv_sv(b, false, f->id);
    kho_csv_sv(b, false, f->path);
    kho_csv_sv(b, false, f->detail);
    kho_csv_sv(b, false, kho_sv_from(todo(f->kind)));
    kho_csv_end(b);
}

/* "under-way: /srv/a.zip: an input is not read to its end (...)" */
static void
text_row(struct kho_buf *b, const struct kho_finding *f)
{
    kho_buf_fmt(b, "%s: ", kho_findings[f->kind].name);
    if (f->path.n > 0 || f->id.n > 0) {
        kho_put_text(b, f->path.n > 0 ? f->path : f->id);
        kho_buf_str(b, ": ");
    }
    kho_buf_str(b, what(f->kind));
    if (f->detail.n > 0) {
        kho_buf_str(b, " (");
        kho_put_text(b, f->detail);
        kho_buf_char(b, ')');
    }
    kho_buf_char(b, '\n');
}

static void
found(void *ctx, const struct kho_finding *f)
{
    struct listing *l = ctx;
    struct kho_buf b = {.p = NULL};

    l->seen[f->kind] = true;
    if (strcmp(o.format, "json") == 0)
        json_row(&b, f);
    else if (strcmp(o.format, "csv") == 0)
        csv_row(&b, f);
    else
        text_row(&b, f);
    l->broken = kho_flush(&b) != 0 || l->broken;
    kho_buf_free(&b);
}

/* In words, behind the list. */
static void
report(const struct kho_check_report *r, const struct listing *l)
{
    kho_fill_to(
        stderr, KHO_MESSAGES_CHECK_DONE,
        KHO_ARGS(kho_digits(r->documents).s, kho_digits(r->tasks).s, kho_digits(r->inputs).s));
    (void)fputc('\n', stderr);
    if (o.originals) {
        kho_fill_to(stderr, KHO_MESSAGES_CHECK_ORIGINALS,
                    KHO_ARGS(kho_digits(r->originals).s, kho_amount(r->bytes).s));
        (void)fputc('\n', stderr);
    }
    if (r->found == 0) {
        (void)fprintf(stderr, "%s\n", kho_say(KHO_MESSAGES_CHECK_SOUND));
        return;
    }
    kho_fill_to(stderr, KHO_MESSAGES_CHECK_FOUND, KHO_ARGS(kho_digits(r->found).s));
    (void)fputc('\n', stderr);
    for (size_t i = 0; i < KHO_FINDINGS_COUNT; i++)
        if (l->seen[i])
            (void)fprintf(stderr, "  %s: %s\n", kho_findings[i].name,
                          todo((enum kho_findings_id)i));
}

/* No index there: the first thing people meet. */
static int
complain(enum kho_status st, struct kho_err *err)
{
    if (st == KHO_NOTFOUND)
        kho_fail_saying(err, st, KHO_MESSAGES_NO_INDEX, kho_cli.db);
    return kho_complain(st, err);
}

static int
check_run(int argc, char **argv)
{
    struct listing l = {.broken = false};
    struct kho_check_options options = {
        .db = kho_cli.db, .originals = o.originals, .found = found, .ctx = &l};
    struct kho_check_report r;
    struct kho_err err = {.status = KHO_OK};
    enum kho_status st;
    const int rc = kho_set_limits(&options.limits, &o.limits);

    (void)argc, (void)argv;
    if (rc >= 0)
        return rc;
    if (strcmp(o.format, "csv") == 0)
        (void)fputs("finding,id,source,detail,todo\r\n", stdout);
    st = kho_check(&options, &r, &err);
    if (st == KHO_OK && l.broken)
        st = kho_fail(&err, KHO_IO, "cannot write the list");
    if (st != KHO_OK)
        return complain(st, &err);
    report(&r, &l);
    return r.found == 0 ? 0 : 1;
}

static void
compact_row(struct kho_buf *b, uint64_t before, uint64_t after)
{
    if (strcmp(compact_format, "json") == 0) {
        kho_buf_fmt(b, "{\"before\":%llu,\"after\":%llu}\n", (unsigned long long)before,
                    (unsigned long long)after);
    } else if (strcmp(compact_format, "csv") == 0) {
        kho_buf_fmt(b, "before,after\r\n%llu,%llu\r\n", (unsigned long long)before,
                    (unsigned long long)after);
    } else {
        kho_fill(b, KHO_MESSAGES_COMPACT_DONE, KHO_ARGS(kho_amount(before).s, kho_amount(after).s));
        kho_buf_char(b, '\n');
    }
}

static int
compact_run(int argc, char **argv)
{
    struct kho_store *s = NULL;
    struct kho_err err = {.status = KHO_OK};
    struct kho_buf b = {.p = NULL};
    uint64_t before = 0, after = 0;
    enum kho_status st = kho_store_open(&s, kho_cli.db, KHO_STORE_WRITE, &err);

    (void)argc, (void)argv;
    if (st == KHO_OK)
        st = kho_store_bytes(s, &before, &err);
    if (st == KHO_OK)
        st = kho_store_join(s, NULL, 0, &err);
    if (st == KHO_OK)
        st = kho_store_columns(s, &err);
    if (st == KHO_OK)
        st = kho_store_bytes(s, &after, &err);
    if (st == KHO_OK) {
        compact_row(&b, before, after);
        if (kho_flush(&b) != 0)
            st = kho_fail(&err, KHO_IO, "cannot write the answer");
    }
    kho_buf_free(&b);
    kho_store_close(s);
    return st == KHO_OK ? 0 : complain(st, &err);
}

const struct kho_command kho_cmd_check = {"check", check_run, check_opts, "",
                                          KHO_MESSAGES_CMD_CHECK};
const struct kho_command kho_cmd_compact = {"compact", compact_run, compact_opts, "",
                                            KHO_MESSAGES_CMD_COMPACT};
