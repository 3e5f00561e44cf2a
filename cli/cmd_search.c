/* cmd_search.c - kho search: one query, or a batch of them. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct {
    const char *format, *sort, *from, *to, *batch;
    uint32_t limit, offset;
    bool facets, timing, explain;
    struct kho_list filters;
} o = {.format = "text", .sort = "relevance", .limit = 10};

static const struct kho_opt opts[] = {
    {"format", 'f', KHO_OPT_TEXT, &o.format, "text|json|csv|trec", "FORMAT",
     KHO_MESSAGES_OPT_FORMAT},
    {"limit", 'n', KHO_OPT_NUMBER, &o.limit, NULL, "N", KHO_MESSAGES_OPT_LIMIT},
    {"offset", 0, KHO_OPT_NUMBER, &o.offset, NULL, "N", KHO_MESSAGES_OPT_OFFSET},
    {"sort", 's', KHO_OPT_TEXT, &o.sort, "relevance|date|date-up|number|title", "ORDER",
     KHO_MESSAGES_OPT_SORT},
    {"from", 0, KHO_OPT_TEXT, &o.from, NULL, "DATE", KHO_MESSAGES_OPT_FROM},
    {"to", 0, KHO_OPT_TEXT, &o.to, NULL, "DATE", KHO_MESSAGES_OPT_TO},
    {"facets", 0, KHO_OPT_FLAG, &o.facets, NULL, NULL, KHO_MESSAGES_OPT_FACETS},
    {"filter", 0, KHO_OPT_LIST, &o.filters, NULL, "FIELD=VALUE", KHO_MESSAGES_OPT_FILTER},
    {"batch", 0, KHO_OPT_TEXT, &o.batch, NULL, "FILE", KHO_MESSAGES_OPT_BATCH},
    {"timing", 0, KHO_OPT_FLAG, &o.timing, NULL, NULL, KHO_MESSAGES_OPT_TIMING},
    {"explain", 0, KHO_OPT_FLAG, &o.explain, NULL, NULL, KHO_MESSAGES_OPT_EXPLAIN},
    {.name = NULL},
};

static const char DATE_FORMS[] = "2023, 2023-01, 2023-01-10, 10/01/2023";

static void
facets_text(struct kho_buf *b, struct kho_arena *arena, const struct kho_answer *a)
{
    for (size_t i = 0; i < a->n_facets; i++) {
        const struct kho_answer_facet *f = &a->facets[i];

        if (f->n == 0)
            continue;
        kho_buf_fmt(b, "\n%s (%s:)\n",
                    strcmp(kho_cli.lang, "vi") == 0 ? kho_fields[f->field].vi
                                                    : kho_fields[f->field].en,
                    kho_fields[f->field].name);
        for (size_t k = 0; k < f->n && k < 10; k++) {
            kho_buf_fmt(b, "%7u  ", f->counts[k].count);
            kho_put_text(b, kho_value_name(arena, f->field, f->counts[k].value,
                                           strcmp(kho_cli.lang, "vi") != 0));
            kho_buf_char(b, '\n');
        }
    }
}

/* Drafts and other copies of a hit stand under it, not as hits of their own. */
static void
alike(struct kho_buf *b, const struct kho_answer *a, size_t of)
{
    for (size_t i = of + 1; i < a->n; i++) {
        const struct kho_document *d = &a->hits[i].doc;

        if (a->hits[i].like != of + 1)
            continue;
        kho_buf_fmt(b, "   = %.*s  ", d->id.n < 12 ? (int)d->id.n : 12, d->id.p);
        kho_put_text(b, d->n_places > 0 ? d->places[0].path : (kho_sv){"", 0});
        kho_buf_fmt(b, "  (%s)\n", kho_say(KHO_MESSAGES_LIKE));
    }
}

/* "score 12.3 = 4.0 chuyển + 3.1 số + 5.2 side by side" */
static void
why(struct kho_buf *b, struct kho_store *s, struct kho_arena *arena, kho_sv query,
    const struct kho_answer_hit *hit)
{
    static const enum kho_messages_id names[] = {[KHO_WHY_MARKS] = KHO_MESSAGES_WHY_MARKS,
                                                 [KHO_WHY_TITLE] = KHO_MESSAGES_WHY_TITLE,
                                                 [KHO_WHY_NEAR] = KHO_MESSAGES_WHY_NEAR};
    struct kho_why *parts;
    char score[32];
    size_t n;

    if (kho_why(s, query, hit, arena, &parts, &n, NULL) != KHO_OK || n == 0)
        return;
    (void)snprintf(score, sizeof score, "%.1f", hit->score);
    kho_buf_str(b, "   ");
    kho_fill(b, KHO_MESSAGES_WHY, KHO_ARGS(score));
    for (size_t i = 0; i < n; i++) {
        kho_buf_fmt(b, "%s %.1f ", i > 0 ? " +" : "", parts[i].weight);
        if (parts[i].kind == KHO_WHY_PART)
            kho_put_text(b, parts[i].part);
        else
            kho_buf_str(b, kho_say(names[parts[i].kind]));
    }
    kho_buf_char(b, '\n');
}

static void
text(struct kho_buf *b, struct kho_store *s, struct kho_arena *arena, kho_sv query,
     const struct kho_answer *a)
{
    for (size_t i = 0; i < a->n; i++) {
        const struct kho_answer_hit *h = &a->hits[i];

        if (h->like != 0)
            continue;

        kho_buf_fmt(b, "%s%zu. ", i > 0 ? "\n" : "", (size_t)o.offset + i + 1);
        kho_put_head(b, &h->doc, h->title_marks, h->n_title_marks);
        if (h->snippet.text.n > 0) {
            kho_buf_str(b, "   ");
            if (h->snippet.section.n > 0) {
                kho_buf_char(b, '[');
                kho_put_text(b, h->snippet.section);
                kho_buf_str(b, "] ");
            }
            kho_buf_str(b, h->snippet.cut_left ? "… " : "");
            kho_put_marked(b, h->snippet.text, h->snippet.marks, h->snippet.n_marks);
            kho_buf_str(b, h->snippet.cut_right ? " …\n" : "\n");
        }
        if (o.explain)
            why(b, s, arena, query, h);
        alike(b, a, i);
    }
    facets_text(b, arena, a);
}

static enum kho_status
one(struct kho_store *s, struct kho_arena *arena, const struct kho_ask *ask, kho_sv qid,
    struct kho_answer *a, struct kho_err *err)
{
    struct kho_buf b = {.p = NULL};
    struct timespec t0, t1;
    enum kho_status st;

    (void)clock_gettime(CLOCK_MONOTONIC, &t0);
    st = kho_ask(s, ask, arena, a, err);
    (void)clock_gettime(CLOCK_MONOTONIC, &t1);
    if (st != KHO_OK)
        return st;
    if (o.timing)
        (void)fprintf(stderr, "%.*s\t%lld\n", KHO_SV_FMT(qid),
                      (long long)(t1.tv_sec - t0.tv_sec) * 1000000 +
                          (t1.tv_nsec - t0.tv_nsec) / 1000);
    if (strcmp(o.format, "json") == 0)
        kho_answer_json(&b, a, qid, o.facets);
    else if (strcmp(o.format, "csv") == 0)
        kho_answer_csv(&b, a, qid);
    else if (strcmp(o.format, "trec") == 0)
        kho_answer_trec(&b, a, qid.p == NULL ? KHO_SV("1") : qid, o.offset);
    else {
        if (qid.p != NULL) { /* which of the batch */
            kho_buf_str(&b, "== ");
            kho_put_text(&b, qid);
            kho_buf_char(&b, '\n');
        }
        text(&b, s, arena, ask->text, a);
        kho_buf_str(&b, qid.p != NULL ? "\n" : "");
    }
    if (kho_flush(&b) != 0)
        st = kho_fail(err, KHO_IO, "cannot write the answer");
    kho_buf_free(&b);
    return st;
}

static enum kho_status
batch(struct kho_store *s, struct kho_arena *arena, struct kho_ask *ask, uint64_t *found,
      struct kho_err *err)
{
    struct kho_batch in;
    enum kho_status st = kho_batch_open(&in, o.batch, err);
    kho_sv rest, qid;

    while (st == KHO_OK && (st = kho_batch_next(&in, &rest, err)) == KHO_OK) {
        struct kho_answer a;

        (void)kho_sv_next(&rest, '\t', &qid);
        ask->text = rest.p == NULL ? qid : rest;
        st = one(s, arena, ask, qid, &a, err);
        *found += st == KHO_OK ? a.n : 0;
        kho_arena_reset(arena);
    }
    kho_batch_close(&in);
    return st == KHO_DONE ? KHO_OK : st;
}

/* Arguments joined by blanks: kho search dân vận khéo. */
static kho_sv
joined(struct kho_arena *arena, int argc, char **argv)
{
    struct kho_buf b = {.p = NULL};
    kho_sv all;

    for (int i = 0; i < argc; i++) {
        if (i > 0)
            kho_buf_char(&b, ' ');
        kho_buf_str(&b, argv[i]);
    }
    all = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return all;
}

static int
run(int argc, char **argv)
{
    static const char *const sorts[] = {"relevance", "date", "date-up", "number", "title"};
    struct kho_arena *arena = kho_arena_new(KHO_ANSWER_ARENA),
                     *names = kho_arena_new((size_t)1 << 24);
    struct kho_filter filters[KHO_LIST_MAX];
    struct kho_ask ask = {
        .first = o.offset, .max = o.limit, .facets = o.facets, .facets_more = o.facets};
    struct kho_store *s = NULL;
    struct kho_answer a = {.n = 0};
    struct kho_err err = {.status = KHO_OK};
    uint64_t found = 0;
    enum kho_status st;
    int rc;

    for (size_t i = 0; i < o.filters.n; i++)
        if (!kho_cli_filter(o.filters.item[i], &filters[i])) {
            rc = kho_bad_value("--filter", o.filters.item[i], "loai=KH, cap=xã, nam=2024 …");
            goto out;
        }
    if (o.from != NULL && !kho_is_date(kho_sv_from(o.from))) {
        rc = kho_bad_value("--from", o.from, DATE_FORMS);
        goto out;
    }
    if (o.to != NULL && !kho_is_date(kho_sv_from(o.to))) {
        rc = kho_bad_value("--to", o.to, DATE_FORMS);
        goto out;
    }
    ask.filters = filters;
    ask.n_filters = o.filters.n;
    ask.from = kho_sv_from(o.from);
    ask.to = kho_sv_from(o.to);
    ask.snippets = strcmp(o.format, "trec") != 0;
    ask.budget_us = o.facets ? UINT32_MAX : 0; /* who asks for counts here wants them exact */
    for (size_t i = 0; i < sizeof sorts / sizeof sorts[0]; i++)
        if (strcmp(o.sort, sorts[i]) == 0)
            ask.sort = (unsigned)i;
    if (strcmp(o.format, "csv") == 0) {
        struct kho_buf names_line = {.p = NULL};

        kho_answer_csv_names(&names_line, o.batch != NULL);
        (void)kho_flush(&names_line);
        kho_buf_free(&names_line);
    }
    st = kho_cli_open(&s, &err);
    if (st == KHO_OK && o.batch != NULL) {
        st = batch(s, arena, &ask, &found, &err);
    } else if (st == KHO_OK) {
        ask.text = joined(names, argc, argv);
        ask.offers = strcmp(o.format, "text") == 0;
        if (o.explain)
            (void)fprintf(stderr, "%.*s\n", KHO_SV_FMT(kho_query_print(names, ask.text)));
        st = one(s, arena, &ask, (kho_sv){NULL, 0}, &a, &err);
        found = o.limit == 0 ? a.total : a.n; /* -n 0: only counted */
        if (st == KHO_OK)
            kho_search_remarks(&a);
        /* A table that is not all of the answer says so: it goes on to be counted. */
        if (st == KHO_OK &&
            (strcmp(o.format, "text") == 0 || (strcmp(o.format, "csv") == 0 && a.n < a.total)))
            kho_search_said(&a, o.offset);
    }
    rc = st != KHO_OK ? kho_complain(st, &err) : found > 0 ? KHO_EXIT_FOUND : KHO_EXIT_NONE;
out:
    kho_store_close(s);
    kho_arena_free(arena);
    kho_arena_free(names);
    return rc;
}

const struct kho_command kho_cmd_search = {"search", run, opts, "QUERY…", KHO_MESSAGES_CMD_SEARCH};
