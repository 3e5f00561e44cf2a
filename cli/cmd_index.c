/* cmd_index.c - kho index: progress on a terminal, quiet in a pipe, a report at the end. */
#include "cli.h"
#include "index.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct {
    struct kho_list limits;
    uint32_t jobs;
    bool verify, quiet, verbose;
} o;

static const struct kho_opt opts[] = {
    {"jobs", 'j', KHO_OPT_NUMBER, &o.jobs, NULL, "N", KHO_MESSAGES_OPT_JOBS},
    {"limit", 0, KHO_OPT_LIST, &o.limits, NULL, "NAME=VALUE", KHO_MESSAGES_OPT_LIMIT_SET},
    {"verify", 0, KHO_OPT_FLAG, &o.verify, NULL, NULL, KHO_MESSAGES_OPT_VERIFY},
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

struct screen {
    bool terminal;
    uint64_t files;     /* to be looked at; 0: not counted */
    bool drawn;         /* a progress line stands on the screen */
    struct timespec at; /* when it was drawn */
};

static void
wipe(struct screen *sc)
{
    if (sc->drawn)
        (void)fputs("\r\033[K", stderr);
    sc->drawn = false;
}

enum { BAR = 20, COUNT_MAX = 1000000 };

static uint64_t counted;

static int
count_file(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)path, (void)st, (void)where;
    counted += kind == FTW_F;
    return counted >= COUNT_MAX;
}

/* How many files there are to look at: a stat each, only for somebody who watches. */
static uint64_t
count_files(char **paths, int n)
{
    counted = 0;
    for (int i = 0; i < n && counted < COUNT_MAX; i++)
        (void)nftw(paths[i], count_file, 16, FTW_PHYS);
    return counted < COUNT_MAX ? counted : 0;
}

/* "[######··············]  30 %"; of a single file nobody knows how much is in it. */
static void
bar(const struct screen *sc, uint64_t done)
{
    const uint64_t all = sc->files, full = all == 0 ? 0 : done * BAR / all;

    if (all < 2)
        return;
    (void)fputc('[', stderr);
    for (uint64_t i = 0; i < BAR; i++)
        (void)fputs(i < full ? "#" : "·", stderr);
    (void)fprintf(stderr, "] %3llu %%  ",
                  (unsigned long long)(done >= all ? 100 : done * 100 / all));
}

static void
progress(void *ctx, const struct kho_index_report *r, kho_sv now_reading)
{
    struct screen *sc = ctx;
    struct kho_buf name = {.p = NULL};
    struct timespec now;
    uint64_t notes = 0;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    if (!sc->terminal ||
        (now.tv_sec - sc->at.tv_sec) * 10 + (now.tv_nsec - sc->at.tv_nsec) / 100000000 < 1)
        return;
    sc->at = now;
    for (size_t i = 0; i < KHO_NOTES_COUNT; i++)
        notes += r->notes[i];
    wipe(sc);
    bar(sc, r->inputs);
    kho_fill_to(
        stderr, KHO_MESSAGES_PROGRESS,
        KHO_ARGS(kho_digits(r->inputs).s, kho_digits(r->plans + r->others).s, kho_digits(notes).s));
    if (now_reading.n > 40) { /* the end of a path tells more than its beginning */
        size_t cut = now_reading.n - 40;

        while (cut < now_reading.n && ((unsigned char)now_reading.p[cut] & 0xc0) == 0x80)
            cut++;
        now_reading = (kho_sv){now_reading.p + cut, now_reading.n - cut};
    }
    kho_put_text(&name, now_reading);
    (void)fprintf(stderr, "  %s", kho_buf_cstr(&name));
    (void)fflush(stderr);
    kho_buf_free(&name);
    sc->drawn = true;
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
    struct kho_buf b = {.p = NULL};

    if (o.quiet || (!o.verbose && kho_notes[note].hidden == 0))
        return;
    wipe(ctx);
    kho_buf_str(&b, "kho index: ");
    kho_put_text(&b, path);
    kho_buf_fmt(&b, ": %s", note_text(note));
    if (detail.n > 0) {
        kho_buf_str(&b, " (");
        kho_put_text(&b, detail);
        kho_buf_char(&b, ')');
    }
    (void)fprintf(stderr, "%s\n", kho_buf_cstr(&b));
    kho_buf_free(&b);
}

static void
size_text(char *to, size_t cap, uint64_t bytes)
{
    static const char *const units[] = {"B", "KB", "MB", "GB", "TB"};
    double v = (double)bytes;
    size_t u = 0;

    for (; v >= 1000 && u < 4; u++)
        v /= 1000;
    (void)snprintf(to, cap, u == 0 ? "%.0f %s" : "%.1f %s", v, units[u]);
}

static void
report(const struct kho_index_report *r, bool stopped)
{
    char size[32];
    bool any = false;

    size_text(size, sizeof size, r->bytes);
    kho_fill_to(stdout, KHO_MESSAGES_REPORT_DONE,
                KHO_ARGS(kho_digits(r->inputs).s, kho_digits(r->unchanged).s,
                         kho_digits(r->members).s, size));
    (void)putchar('\n');
    kho_fill_to(stdout, KHO_MESSAGES_REPORT_DOCS,
                KHO_ARGS(kho_digits(r->plans).s, kho_digits(r->others).s,
                         kho_digits(r->duplicates).s, kho_digits(r->removed).s));
    (void)putchar('\n');
    for (size_t i = 0; i < KHO_NOTES_COUNT; i++) {
        if (r->notes[i] == 0)
            continue;
        if (!any)
            (void)puts(kho_say(KHO_MESSAGES_REPORT_NOTES));
        any = true;
        (void)printf("%8llu  %s (ghi-chu:%s)\n", (unsigned long long)r->notes[i], note_text(i),
                     kho_notes[i].name);
    }
    if (r->failed_inputs > 0) {
        kho_fill_to(stdout, KHO_MESSAGES_REPORT_FAILED, KHO_ARGS(kho_digits(r->failed_inputs).s));
        (void)putchar('\n');
    }
    if (stopped)
        (void)puts(kho_say(KHO_MESSAGES_REPORT_STOPPED));
}

int
kho_set_limits(struct kho_limits *limits, const struct kho_list *args)
{
    kho_limits_default(limits);
    for (size_t i = 0; i < args->n; i++) {
        const char *eq = strchr(args->item[i], '=');
        size_t row = KHO_LIMITS_COUNT;
        char *end = NULL;
        long long v = 0;

        for (size_t k = 0; eq != NULL && k < KHO_LIMITS_COUNT; k++)
            if (strlen(kho_limits[k].name) == (size_t)(eq - args->item[i]) &&
                strncmp(kho_limits[k].name, args->item[i], (size_t)(eq - args->item[i])) == 0)
                row = k;
        if (row != KHO_LIMITS_COUNT)
            v = strtoll(eq + 1, &end, 10);
        if (row == KHO_LIMITS_COUNT || end == eq + 1 || *end != '\0' || v < 0)
            return kho_usage_error(KHO_MESSAGES_NO_OPTION, args->item[i]);
        limits->value[row] = v;
    }
    return -1;
}

static int
run(int argc, char **argv)
{
    struct screen sc = {.terminal = isatty(STDERR_FILENO) == 1 && !o.quiet};
    struct kho_index_options options = {.db = kho_cli.db,
                                        .paths = (const char *const *)argv,
                                        .n_paths = (size_t)argc,
                                        .jobs = o.jobs,
                                        .verify = o.verify,
                                        .progress = progress,
                                        .message = message,
                                        .ctx = &sc,
                                        .stop = &stop};
    struct sigaction sa = {.sa_handler = on_signal};
    struct kho_index_report r = {.inputs = 0};
    struct kho_err err = {.status = KHO_OK};
    enum kho_status st;
    int rc;

    if (argc == 0)
        return kho_usage_error(KHO_MESSAGES_NEED_ARGUMENT, "");
    rc = kho_set_limits(&options.limits, &o.limits);
    if (rc >= 0)
        return rc;
    if (sc.terminal)
        sc.files = count_files(argv, argc);
    (void)sigaction(SIGINT, &sa, NULL);
    (void)sigaction(SIGTERM, &sa, NULL);
    st = kho_index(&options, &r, &err);
    wipe(&sc);
    if (st != KHO_OK && st != KHO_DONE)
        return kho_complain(st, &err);
    if (!o.quiet)
        report(&r, st == KHO_DONE);
    return st == KHO_DONE ? 75 : KHO_EXIT_FOUND; /* EX_TEMPFAIL: run again to go on */
}

const struct kho_command kho_cmd_index = {"index", run, opts, "PATH…", KHO_MESSAGES_CMD_INDEX};
