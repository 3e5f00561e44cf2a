/* cmd_tasks.c - kho tasks: by words, unit and due date. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

/* Without -n: a screenful or so to read, but every deadline in a calendar. */
enum { UNSAID = 2000000000, LIMIT = 50, LIMIT_ICS = 10000 };

static struct {
    const char *format, *unit, *due, *plan, *sort;
    uint32_t limit, offset;
    struct kho_list filters;
} o = {.format = "text", .limit = UNSAID, .sort = "best"};

static const struct kho_opt opts[] = {
    {"format", 'f', KHO_OPT_TEXT, &o.format, "text|json|csv|ics", "FORMAT",
     KHO_MESSAGES_OPT_FORMAT},
    {"unit", 'u', KHO_OPT_TEXT, &o.unit, NULL, "UNIT", KHO_MESSAGES_OPT_UNIT},
    {"due", 0, KHO_OPT_TEXT, &o.due, NULL, "RANGE", KHO_MESSAGES_OPT_DUE},
    {"sort", 0, KHO_OPT_TEXT, &o.sort, "best|due|date|date-up", "ORDER", KHO_MESSAGES_OPT_SORT},
    {"filter", 0, KHO_OPT_LIST, &o.filters, NULL, "FIELD=VALUE", KHO_MESSAGES_OPT_FILTER},
    {"plan", 'p', KHO_OPT_TEXT, &o.plan, NULL, "ID", KHO_MESSAGES_OPT_PLAN},
    {"limit", 'n', KHO_OPT_NUMBER, &o.limit, NULL, "N", KHO_MESSAGES_OPT_LIMIT},
    {"offset", 0, KHO_OPT_NUMBER, &o.offset, NULL, "N", KHO_MESSAGES_OPT_OFFSET},
    {.name = NULL},
};

static void
units(struct kho_buf *b, enum kho_messages_id label, const kho_sv *items, size_t n)
{
    if (n == 0)
        return;
    kho_buf_fmt(b, "   %s: ", kho_say(label));
    for (size_t i = 0; i < n; i++) {
        kho_buf_str(b, i > 0 ? "; " : "");
        kho_put_text(b, items[i]);
    }
    kho_buf_char(b, '\n');
}

static void
text(struct kho_buf *b, const struct kho_task_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct kho_task *t = &hits[i].task;
        const struct kho_document *d = &hits[i].doc;

        kho_buf_fmt(b, "%s%zu. ", i > 0 ? "\n" : "", (size_t)o.offset + i + 1);
        if (t->section.n > 0) {
            kho_put_text(b, t->section);
            kho_buf_str(b, "  ");
        }
        kho_put_text(b, t->text);
        kho_buf_char(b, '\n');
        units(b, KHO_MESSAGES_LEADS, t->responsible, t->n_responsible);
        units(b, KHO_MESSAGES_WITH, t->coordinating, t->n_coordinating);
        for (size_t k = 0; k < t->n_deadlines; k++) {
            kho_buf_fmt(b, "   %s: ", kho_say(KHO_MESSAGES_DUE));
            if (t->deadlines[k].date.p != NULL) {
                kho_put_date(b, t->deadlines[k].date);
                kho_buf_str(b, " (");
                kho_put_text(b, t->deadlines[k].text);
                kho_buf_str(b, ")\n");
            } else {
                kho_put_text(b, t->deadlines[k].text);
                kho_buf_char(b, '\n');
            }
        }
        kho_buf_str(b, "   — ");
        kho_put_head(b, d, NULL, 0);
    }
}

/* "2024-04..2024-06", "2024-04", "..2024-06", "2024-04..".  False: no date can be meant. */
static bool
range(const char *due, kho_sv *from, kho_sv *to)
{
    const char *dots = due == NULL ? NULL : strstr(due, "..");

    *from = dots == NULL ? kho_sv_from(due) : (kho_sv){due, (size_t)(dots - due)};
    *to = dots == NULL ? *from : kho_sv_from(dots + 2);
    return due == NULL || ((from->n > 0 || to->n > 0) && (from->n == 0 || kho_is_date(*from)) &&
                           (to->n == 0 || kho_is_date(*to)));
}

static void
put(struct kho_buf *b, struct kho_store *s, const struct kho_task_ask *ask,
    const struct kho_task_answer *a)
{
    struct kho_arena *arena = kho_arena_new(KHO_ANSWER_ARENA);
    struct kho_overview about = {.indexed_at = 0};

    if (strcmp(o.format, "json") == 0) {
        kho_tasks_json(b, a->hits, a->n);
    } else if (strcmp(o.format, "csv") == 0) {
        kho_tasks_csv(b, a->hits, a->n);
    } else if (strcmp(o.format, "ics") == 0) {
        (void)kho_overview(s, arena, &about, NULL);
        kho_tasks_ics(b, ask, kho_sv_from(kho_say(KHO_MESSAGES_TASKS_CALENDAR)), about.indexed_at,
                      a->hits, a->n);
    } else {
        text(b, a->hits, a->n);
    }
    kho_arena_free(arena);
}

/* On stderr. */
static void
said(const struct kho_task_answer *a)
{
    kho_search_remarks(&a->said);
    kho_said_before(&a->said);
    if (a->n > 0 && a->n < a->total) {
        (void)fputs("kho tasks: ", stderr);
        kho_fill_to(stderr, KHO_MESSAGES_TASKS_RANGE,
                    KHO_ARGS(kho_digits(a->total).s, kho_digits(o.offset + 1ULL).s,
                             kho_digits(o.offset + a->n).s));
        (void)fputc('\n', stderr);
    } else if (a->total == 0) {
        (void)fprintf(stderr, "kho tasks: %s\n", kho_say(KHO_MESSAGES_TASKS_NONE));
    }
    kho_said_offers(&a->said);
    if (a->unit.p != NULL) {
        (void)fputs("kho tasks: ", stderr);
        kho_fill_to(stderr, KHO_MESSAGES_TASKS_UNIT,
                    KHO_ARGS(a->unit.p, kho_digits(a->unit_total).s));
        (void)fputc('\n', stderr);
    }
}

/* What was asked for; -1, or the exit code of a wrong option. */
static int
asked(struct kho_task_ask *ask, struct kho_filter filters[KHO_LIST_MAX])
{
    static const char *const sorts[] = {"best", "due", "date", "date-up"};

    for (size_t i = 0; i < o.filters.n; i++)
        if (!kho_cli_filter(o.filters.item[i], &filters[i]))
            return kho_bad_value("--filter", o.filters.item[i], "dia-ban=\"Lào Cai\", nam=2024 …");
    if (!range(o.due, &ask->due_from, &ask->due_to))
        return kho_bad_value("--due", o.due, "2024, 2024-04, 2024-04..2024-06, ..30/06/2024");
    for (size_t i = 0; i < sizeof sorts / sizeof sorts[0]; i++)
        if (strcmp(o.sort, sorts[i]) == 0)
            ask->sort = (enum kho_task_sort)i;
    ask->filters = filters;
    ask->n_filters = o.filters.n;
    ask->unit = kho_sv_from(o.unit);
    ask->plan = kho_sv_from(o.plan);
    ask->first = o.offset;
    ask->max = o.limit != UNSAID ? o.limit : strcmp(o.format, "ics") == 0 ? LIMIT_ICS : LIMIT;
    ask->offers = strcmp(o.format, "text") == 0;
    return -1;
}

static int
run(int argc, char **argv)
{
    struct kho_filter filters[KHO_LIST_MAX];
    struct kho_arena *arena;
    struct kho_task_ask ask = {.first = 0};
    struct kho_task_answer a = {.n = 0};
    struct kho_store *s = NULL;
    struct kho_err err = {.status = KHO_OK};
    struct kho_buf b = {.p = NULL}, q = {.p = NULL};
    bool opened;
    enum kho_status st;
    const int rc = asked(&ask, filters);

    if (rc >= 0)
        return rc;
    arena = kho_arena_new(KHO_ANSWER_ARENA);
    for (int i = 0; i < argc; i++) {
        kho_buf_str(&q, i > 0 ? " " : "");
        kho_buf_str(&q, argv[i]);
    }
    ask.text = kho_buf_view(&q);
    st = kho_cli_open(&s, &err);
    if (st == KHO_OK) {
        st = kho_tasks(s, &ask, arena, &a, &err);
        if (o.plan != NULL)
            kho_find_saying(&err, st, o.plan);
    }
    if (st == KHO_OK) {
        put(&b, s, &ask, &a);
        if (kho_flush(&b) != 0)
            st = kho_fail(&err, KHO_IO, "cannot write the answer");
        said(&a);
    }
    opened = s != NULL;
    kho_buf_free(&b);
    kho_buf_free(&q);
    kho_store_close(s);
    kho_arena_free(arena);
    if (st == KHO_NOTFOUND && opened) { /* no such plan: as kho show and kho refs */
        (void)kho_complain(st, &err);
        return KHO_EXIT_NONE;
    }
    return st != KHO_OK ? kho_complain(st, &err) : a.n > 0 ? KHO_EXIT_FOUND : KHO_EXIT_NONE;
}

const struct kho_command kho_cmd_tasks = {"tasks", run, opts, "[QUERY…]", KHO_MESSAGES_CMD_TASKS};
