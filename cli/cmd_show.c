/* cmd_show.c - kho show: one document; kho parse: documents without an index. */
#include "cli.h"
#include "index.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct {
    const char *format;
} o = {.format = "text"};

static struct kho_list limit_args;
static const char *parse_ocr;

static const struct kho_opt show_opts[] = {
    {"format", 'f', KHO_OPT_TEXT, &o.format, "text|json|raw", "FORMAT", KHO_MESSAGES_OPT_FORMAT},
    {.name = NULL},
};
static const struct kho_opt parse_opts[] = {
    {"limit", 0, KHO_OPT_LIST, &limit_args, NULL, "NAME=VALUE", KHO_MESSAGES_OPT_LIMIT_SET},
    {"ocr", 0, KHO_OPT_TEXT, &parse_ocr, KHO_OCR_CHOICES, "auto|never|always",
     KHO_MESSAGES_OPT_OCR},
    {.name = NULL},
};

/* Text for people: the document as it stands, control characters (there are none but TAB) kept out.
 */
static void
text(struct kho_buf *b, const struct kho_document *doc)
{
    kho_buf_sv(b, doc->lines.text);
    if (doc->lines.text.n > 0 && doc->lines.text.p[doc->lines.text.n - 1] != '\n')
        kho_buf_char(b, '\n');
}

static int
show_run(int argc, char **argv)
{
    struct kho_arena *arena = kho_arena_new(KHO_ANSWER_ARENA);
    struct kho_store *s = NULL;
    struct kho_err err = {.status = KHO_OK};
    struct kho_buf b = {.p = NULL};
    struct kho_document doc;
    struct kho_limits limits;
    enum kho_status st;
    int rc =
        argc != 1 ? kho_usage_error(KHO_MESSAGES_NEED_ARGUMENT, "") : kho_set_limits(&limits, NULL);

    if (rc >= 0) {
        kho_arena_free(arena);
        return rc;
    }
    st = kho_cli_open(&s, &err);
    if (st == KHO_OK)
        st = kho_find(s, kho_sv_from(argv[0]), KHO_DOCUMENT_ALL, arena, &doc, &err);
    if (s != NULL)
        kho_find_saying(&err, st, argv[0]);
    if (st == KHO_OK && strcmp(o.format, "raw") == 0) {
        (void)fflush(stdout);
        st = kho_original(&doc, &limits, STDOUT_FILENO, &err);
        if (st == KHO_NOTFOUND)
            kho_fail_saying(&err, st, KHO_MESSAGES_NO_ORIGINAL, argv[0]);
    } else if (st == KHO_OK) {
        if (strcmp(o.format, "json") == 0) {
            kho_document_json(&doc, &b);
            kho_buf_char(&b, '\n');
        } else {
            text(&b, &doc);
        }
        if (kho_flush(&b) != 0)
            st = kho_fail(&err, KHO_IO, "cannot write the document");
    }
    rc = st == KHO_OK                      ? KHO_EXIT_FOUND
         : st == KHO_NOTFOUND && s != NULL ? KHO_EXIT_NONE
                                           : kho_status_exit(st);
    if (st != KHO_OK)
        (void)kho_complain(st, &err);
    kho_buf_free(&b);
    kho_store_close(s);
    kho_arena_free(arena);
    return rc;
}

static enum kho_status
print_record(void *ctx, const struct kho_document *doc)
{
    struct kho_buf b = {.p = NULL};
    int bad;

    kho_document_json(doc, &b);
    kho_buf_char(&b, '\n');
    bad = kho_flush(&b);
    kho_buf_free(&b);
    ++*(uint64_t *)ctx;
    return bad != 0 ? KHO_IO : KHO_OK;
}

static int
parse_run(int argc, char **argv)
{
    struct kho_limits limits;
    struct kho_parse_options options = {.limits = &limits};
    struct kho_err err = {.status = KHO_OK};
    uint64_t n = 0;
    enum kho_status st;
    int rc;

    if (argc == 0)
        return kho_usage_error(KHO_MESSAGES_NEED_ARGUMENT, "");
    rc = kho_set_limits(&limits, &limit_args);
    if (rc >= 0)
        return rc;
    options.paths = (const char *const *)argv;
    options.n = (size_t)argc;
    options.ocr = kho_ocr_mode_of(parse_ocr);
    st = kho_parse(&options, print_record, &n, &err);
    if (st == KHO_OK)
        kho_say_ocr_lack(NULL, options.ocr_lack);
    return st != KHO_OK ? kho_complain(st, &err) : n > 0 ? KHO_EXIT_FOUND : KHO_EXIT_NONE;
}

const struct kho_command kho_cmd_show = {"show", show_run, show_opts, "ID", KHO_MESSAGES_CMD_SHOW};
const struct kho_command kho_cmd_parse = {"parse", parse_run, parse_opts, "FILE…",
                                          KHO_MESSAGES_CMD_PARSE};
