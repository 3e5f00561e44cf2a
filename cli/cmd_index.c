/* cmd_index.c - kho index: progress on a terminal, quiet in a pipe, a report at the end, a log. */
#include "config.h"
#include "flow.h"
#include "index.h"
#include "index_screen.h"
#include "log.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
    struct kho_list limits, include, exclude;
    const char *log;
    uint64_t memory;
    uint32_t jobs;
    const char *ocr;
    bool verify, retry, quiet, verbose;
} o;

static const struct kho_opt opts[] = {
    {"include", 0, KHO_OPT_LIST, &o.include, NULL, "PATTERN", KHO_MESSAGES_OPT_INCLUDE},
    {"exclude", 0, KHO_OPT_LIST, &o.exclude, NULL, "PATTERN", KHO_MESSAGES_OPT_EXCLUDE},
    {"jobs", 'j', KHO_OPT_NUMBER, &o.jobs, NULL, "N", KHO_MESSAGES_OPT_JOBS},
    {"memory", 0, KHO_OPT_SIZE, &o.memory, NULL, "SIZE", KHO_MESSAGES_OPT_MEMORY},
    {"limit", 0, KHO_OPT_LIST, &o.limits, NULL, "NAME=VALUE", KHO_MESSAGES_OPT_LIMIT_SET},
    {"log", 0, KHO_OPT_TEXT, &o.log, NULL, "FILE", KHO_MESSAGES_OPT_LOG},
    {"ocr", 0, KHO_OPT_TEXT, &o.ocr, KHO_OCR_CHOICES, "auto|never|always", KHO_MESSAGES_OPT_OCR},
    {"verify", 0, KHO_OPT_FLAG, &o.verify, NULL, NULL, KHO_MESSAGES_OPT_VERIFY},
    {"retry-failed", 0, KHO_OPT_FLAG, &o.retry, NULL, NULL, KHO_MESSAGES_OPT_RETRY},
    {"quiet", 'q', KHO_OPT_FLAG, &o.quiet, NULL, NULL, KHO_MESSAGES_OPT_QUIET},
    {"verbose", 'v', KHO_OPT_FLAG, &o.verbose, NULL, NULL, KHO_MESSAGES_OPT_VERBOSE},
    {.name = NULL},
};

static volatile int stop;

static void
on_signal(int sig)
{
    (void)sig;
    stop = 1;
}

struct state {
    struct kho_screen screen;
    struct kho_log log;
};

static void
progress(void *ctx, const struct kho_index_report *r, kho_sv now_reading)
{
    struct state *s = ctx;

    kho_screen_draw(&s->screen, r, now_reading);
}

/* One line on standard error about a file. */
static void
say(struct state *s, kho_sv path, kho_sv text)
{
    struct kho_buf b = {.p = NULL};

    kho_screen_wipe(&s->screen);
    kho_put_text(&b, path);
    kho_buf_str(&b, ": ");
    kho_put_text(&b, text);
    (void)fprintf(stderr, "kho index: %s\n", kho_buf_cstr(&b));
    kho_buf_free(&b);
}

static const char *
note_text(size_t i)
{
    return strcmp(kho_cli.lang, "vi") == 0 ? kho_notes[i].vi : kho_notes[i].en;
}

/* What hides text is always said, other remarks with --verbose. */
static void
message(void *ctx, kho_sv path, enum kho_notes_id note, kho_sv detail)
{
    struct state *s = ctx;
    struct kho_buf b = {.p = NULL};

    if (!o.verbose && kho_notes[note].hidden == 0)
        return;
    kho_buf_str(&b, note_text(note));
    if (detail.n > 0) {
        kho_buf_str(&b, " (");
        kho_buf_sv(&b, detail);
        kho_buf_char(&b, ')');
    }
    if (!o.quiet)
        say(s, path, kho_buf_view(&b));
    kho_log_put(&s->log, path, kho_buf_view(&b));
    kho_buf_free(&b);
}

static void
event(void *ctx, enum kho_index_event what, kho_sv path, uint64_t members)
{
    static const enum kho_messages_id texts[] = {[KHO_INDEX_READ] = KHO_MESSAGES_LOG_READ,
                                                 [KHO_INDEX_EXCLUDED] = KHO_MESSAGES_LOG_EXCLUDED,
                                                 [KHO_INDEX_GONE] = KHO_MESSAGES_LOG_GONE};
    struct state *s = ctx;
    struct kho_buf b = {.p = NULL};

    if (what == KHO_INDEX_EXCLUDED && !o.verbose)
        return; /* counted in the report */
    kho_fill(&b, texts[what], KHO_ARGS(kho_digits(members).s));
    if (what == KHO_INDEX_EXCLUDED && !o.quiet)
        say(s, path, kho_buf_view(&b));
    kho_log_put(&s->log, path, kho_buf_view(&b));
    kho_buf_free(&b);
}

/* The lines of the report. */
static void
report(struct kho_buf *b, const struct kho_index_report *r, bool stopped)
{
    bool any = false;

    kho_fill(b, KHO_MESSAGES_REPORT_DONE,
             KHO_ARGS(kho_digits(r->inputs).s, kho_digits(r->unchanged).s, kho_digits(r->members).s,
                      kho_amount(r->bytes).s));
    kho_buf_char(b, '\n');
    kho_fill(b, KHO_MESSAGES_REPORT_DOCS,
             KHO_ARGS(kho_digits(r->plans).s, kho_digits(r->others).s, kho_digits(r->duplicates).s,
                      kho_digits(r->removed).s));
    kho_buf_char(b, '\n');
    if (r->excluded > 0) {
        kho_fill(b, KHO_MESSAGES_REPORT_EXCLUDED, KHO_ARGS(kho_digits(r->excluded).s));
        kho_buf_char(b, '\n');
    }
    for (size_t i = 0; i < KHO_NOTES_COUNT; i++) {
        if (r->notes[i] == 0)
            continue;
        if (!any)
            kho_buf_fmt(b, "%s\n", kho_say(KHO_MESSAGES_REPORT_NOTES));
        any = true;
        kho_buf_fmt(b, "%8llu  %s (ghi-chu:%s)\n", (unsigned long long)r->notes[i], note_text(i),
                    kho_notes[i].name);
    }
    if (r->failed_inputs > 0) {
        kho_fill(b, KHO_MESSAGES_REPORT_FAILED, KHO_ARGS(kho_digits(r->failed_inputs).s));
        kho_buf_char(b, '\n');
    }
    if (r->remembered > 0) {
        kho_fill(b, KHO_MESSAGES_REPORT_REMEMBERED, KHO_ARGS(kho_digits(r->remembered).s));
        kho_buf_char(b, '\n');
    }
    if (stopped)
        kho_buf_fmt(b, "%s\n", kho_say(KHO_MESSAGES_REPORT_STOPPED));
}

static void
log_begin(struct kho_log *log, const struct kho_index_options *x)
{
    struct kho_buf b = {.p = NULL}, paths = {.p = NULL};

    for (size_t i = 0; i < x->n_paths; i++)
        kho_buf_fmt(&paths, "%s%s", i > 0 ? ", " : "", x->paths[i]);
    kho_fill(&b, KHO_MESSAGES_LOG_BEGIN, KHO_ARGS(x->db, kho_buf_cstr(&paths)));
    kho_log_put(log, KHO_SV(""), kho_buf_view(&b));
    kho_buf_free(&b);
    kho_buf_free(&paths);
}

/* The end of a run: its report, or what stopped it. */
static void
log_end(struct kho_log *log, kho_sv lines, enum kho_status st, const struct kho_err *err)
{
    struct kho_buf b = {.p = NULL};
    kho_sv line;

    for (kho_sv rest = lines; rest.n > 0 && kho_sv_next(&rest, '\n', &line);)
        if (line.n > 0)
            kho_log_put(log, KHO_SV(""), line);
    if (st == KHO_OK || st == KHO_DONE)
        kho_buf_str(&b, kho_say(KHO_MESSAGES_LOG_END));
    else
        kho_fill(&b, KHO_MESSAGES_LOG_FAILED_END, KHO_ARGS(err->what));
    kho_log_put(log, KHO_SV(""), kho_buf_view(&b));
    kho_buf_free(&b);
}

/* As --memory takes it, rounded up. */
static struct kho_digits
megabytes(uint64_t bytes)
{
    struct kho_digits d;

    (void)snprintf(d.s, sizeof d.s, "%lluM", (unsigned long long)((bytes + 1048575) / 1048576));
    return d;
}

/* Jobs, memory and limits, from the command line or the configuration.  -1, or an exit code. */
static int
plan(struct kho_index_options *x)
{
    const uint64_t memory = o.memory != 0 ? o.memory : kho_config.memory;
    const uint32_t jobs = o.jobs != 0 ? o.jobs : kho_config.jobs;
    struct kho_memory_need need;
    int rc = kho_set_limits(&x->limits, &o.limits);

    if (rc >= 0)
        return rc;
    if (jobs > KHO_FLOW_READERS) {
        char number[16];

        (void)snprintf(number, sizeof number, "%u", jobs);
        return kho_bad_value("--jobs", number, "1-32");
    }
    if (!kho_memory_plan(memory, jobs, &x->limits, &x->memory, &need)) {
        (void)fputs("kho index: ", stderr);
        kho_fill_to(stderr, KHO_MESSAGES_MEMORY_LOW,
                    KHO_ARGS(megabytes(memory).s, kho_digits(x->memory.jobs).s,
                             megabytes(need.least).s, megabytes(need.fixed).s,
                             megabytes(need.reader).s));
        (void)fputc('\n', stderr);
        return kho_status_exit(KHO_ARG);
    }
    x->limits.value[KHO_LIMITS_MEMORY] = x->memory.worker;
    return -1;
}

/* A list of the command line, else that of the configuration. */
static const struct kho_list *
chosen(const struct kho_list *given, const struct kho_list *configured)
{
    return given->n > 0 ? given : configured;
}

/* Index, report, log; returns the exit code. */
static int
index_all(struct state *s, const struct kho_index_options *x)
{
    struct sigaction sa = {.sa_handler = on_signal};
    struct kho_index_report r = {.inputs = 0};
    struct kho_err err = {.status = KHO_OK};
    struct kho_buf lines = {.p = NULL};
    enum kho_status st;
    int rc = KHO_EXIT_FOUND;

    log_begin(&s->log, x);
    (void)sigaction(SIGINT, &sa, NULL);
    (void)sigaction(SIGTERM, &sa, NULL);
    st = kho_index(x, &r, &err);
    kho_screen_wipe(&s->screen);
    if (st == KHO_OK || st == KHO_DONE)
        report(&lines, &r, st == KHO_DONE);
    else
        rc = kho_complain(st, &err);
    kho_say_ocr_lack(&lines, r.ocr_lack);
    if (!o.quiet)
        (void)fputs(kho_buf_cstr(&lines), stdout);
    log_end(&s->log, kho_buf_view(&lines), st, &err);
    kho_buf_free(&lines);
    return st == KHO_DONE ? kho_status_exit(KHO_LOCKED) : rc; /* EX_TEMPFAIL: run again to go on */
}

static int
run(int argc, char **argv)
{
    const struct kho_list *include = chosen(&o.include, &kho_config.include);
    const struct kho_list *exclude = chosen(&o.exclude, &kho_config.exclude);
    const char *log = o.log != NULL ? o.log : kho_config.log;
    struct state s = {.log = {.fd = -1}};
    struct kho_index_options options = {.db = kho_cli.db,
                                        .paths = argc > 0 ? (const char *const *)argv
                                                          : kho_config.input.item,
                                        .n_paths = argc > 0 ? (size_t)argc : kho_config.input.n,
                                        .verify = o.verify,
                                        .include = include->item,
                                        .n_include = include->n,
                                        .exclude = exclude->item,
                                        .n_exclude = exclude->n,
                                        .retry = o.retry,
                                        .ocr = kho_ocr_mode_of(o.ocr),
                                        .progress = progress,
                                        .message = message,
                                        .event = event,
                                        .ctx = &s,
                                        .stop = &stop};
    struct kho_err err = {.status = KHO_OK};
    int rc;

    if (options.n_paths == 0)
        return kho_usage_error(KHO_MESSAGES_NO_INPUT, "");
    rc = plan(&options);
    if (rc >= 0)
        return rc;
    if (kho_log_open(&s.log, log, &err) != KHO_OK)
        return kho_complain(err.status, &err);
    kho_screen_begin(&s.screen, isatty(STDERR_FILENO) == 1 && !o.quiet, options.paths,
                     options.n_paths);
    rc = index_all(&s, &options);
    kho_log_close(&s.log);
    if (s.log.problem != 0) {
        (void)fputs("kho index: ", stderr);
        kho_fill_to(stderr, KHO_MESSAGES_LOG_FAILED, KHO_ARGS(log, strerror(s.log.problem)));
        (void)fputc('\n', stderr);
        rc = rc == KHO_EXIT_FOUND ? kho_status_exit(KHO_IO) : rc;
    }
    return rc;
}

const struct kho_command kho_cmd_index = {"index", run, opts, "[PATH…]", KHO_MESSAGES_CMD_INDEX};
