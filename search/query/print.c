/* print.c - canonical text of a query; see parse.h. */
#include "parse.h"

#include "date.h"
#include "query.h"

static void
put_words(const struct kho_q *q, bool quotes, struct kho_buf *out)
{
    if (quotes)
        kho_buf_char(out, '"');
    for (const struct kho_q *w = q->kids; w != NULL; w = w->next) {
        kho_buf_sv(out, w->text);
        if (w->prefix)
            kho_buf_char(out, '*');
        if (w->next != NULL)
            kho_buf_char(out, ' ');
    }
    if (quotes)
        kho_buf_char(out, '"');
}

static void
put_name(const struct kho_q *q, struct kho_buf *out)
{
    kho_buf_str(out, kho_fields[q->field].name);
    kho_buf_char(out, ':');
}

/* A value is quoted when it would end too early. */
static void
put_value(kho_sv s, struct kho_buf *out)
{
    const bool quotes = memchr(s.p, ' ', s.n) != NULL;

    if (quotes)
        kho_buf_char(out, '"');
    kho_buf_sv(out, s);
    if (quotes)
        kho_buf_char(out, '"');
}

static void
put_day(kho_sv d, struct kho_buf *out)
{
    if (d.n == 8)
        kho_buf_fmt(out, "%.4s-%.2s-%.2s", d.p, d.p + 4, d.p + 6);
    else
        kho_buf_sv(out, d);
}

/* A whole year or month is one word: "2023", "2023-02". */
static bool
put_whole(kho_sv from, kho_sv to, struct kho_buf *out)
{
    int year, month;

    if (from.n != 8 || to.n != 8 || memcmp(from.p, to.p, 4) != 0 ||
        memcmp(from.p + 6, "01", 2) != 0)
        return false;
    if (memcmp(from.p + 4, "01", 2) == 0 && memcmp(to.p + 4, "1231", 4) == 0) {
        kho_buf_fmt(out, "%.4s", from.p);
        return true;
    }
    year = (from.p[0] - '0') * 1000 + (from.p[1] - '0') * 100 + (from.p[2] - '0') * 10 +
           (from.p[3] - '0');
    month = (from.p[4] - '0') * 10 + (from.p[5] - '0');
    if (memcmp(from.p, to.p, 6) != 0 ||
        (to.p[6] - '0') * 10 + (to.p[7] - '0') != kho_date_last_day(year, month))
        return false;
    kho_buf_fmt(out, "%.4s-%.2s", from.p, from.p + 4);
    return true;
}

static void
put_dates(const struct kho_q *q, struct kho_buf *out)
{
    put_name(q, out);
    if (put_whole(q->from, q->to, out))
        return;
    put_day(q->from, out);
    if (!kho_sv_eq(q->from, q->to)) {
        kho_buf_str(out, "..");
        put_day(q->to, out);
    }
}

/* The number of a document would take in what stands behind it. */
static bool
is_open_ended(const struct kho_q *q)
{
    return q->kind == KHO_Q_SYMBOL && q->field == KHO_FIELDS_WORD;
}

/* A number as it was typed, in one piece: read again it is the same one. */
static bool
is_one_word(kho_sv typed)
{
    for (size_t i = 0; i < typed.n; i++)
        if (strchr(" \t\n\"'():*", typed.p[i]) != NULL)
            return false;
    return typed.n > 0 && memchr(typed.p, '/', typed.n) != NULL;
}

/* Between its siblings: what would not be read as one item there needs parentheses. */
static void
put_item(const struct kho_q *q, struct kho_buf *out)
{
    const bool group =
        q->kind == KHO_Q_SEQ || q->kind == KHO_Q_AND || q->kind == KHO_Q_OR || is_open_ended(q);

    if (group)
        kho_buf_char(out, '(');
    kho_query_put(q, out);
    if (group)
        kho_buf_char(out, ')');
}

static void
put_list(const struct kho_q *q, const char *between, struct kho_buf *out)
{
    for (const struct kho_q *k = q->kids; k != NULL; k = k->next) {
        if (k != q->kids)
            kho_buf_str(out, between);
        if (q->kind == KHO_Q_SEQ || is_open_ended(k))
            put_item(k, out);
        else if ((k->kind == KHO_Q_OR && (q->kind == KHO_Q_AND || q->kind == KHO_Q_OR)) ||
                 (k->kind == KHO_Q_AND && q->kind == KHO_Q_AND))
            put_item(k, out);
        else
            kho_query_put(k, out);
    }
}

void
kho_query_put(const struct kho_q *q, struct kho_buf *out)
{
    switch (q->kind) {
    case KHO_Q_ALL:
        return;
    case KHO_Q_WORD:
        kho_buf_sv(out, q->text);
        return;
    case KHO_Q_BAG:
        put_words(q, false, out);
        return;
    case KHO_Q_PHRASE:
        put_words(q, true, out);
        return;
    case KHO_Q_FIELD:
        put_name(q, out);
        put_words(q, q->kids->next != NULL, out);
        return;
    case KHO_Q_FLAG:
    case KHO_Q_KEY:
    case KHO_Q_ID:
        put_name(q, out);
        put_value(q->text, out);
        return;
    case KHO_Q_LAW:
        put_name(q, out);
        kho_buf_char(out, '"');
        for (size_t i = 0; i < q->typed.n; i++)
            kho_buf_char(out, (char)(q->typed.p[i] == '"' ? ' ' : q->typed.p[i]));
        kho_buf_char(out, '"');
        return;
    case KHO_Q_SYMBOL:
        if (q->field != KHO_FIELDS_WORD)
            put_name(q, out);
        put_value(is_one_word(q->typed) ? q->typed : q->text, out);
        return;
    case KHO_Q_DATES:
        put_dates(q, out);
        return;
    case KHO_Q_SEQ:
        put_list(q, " ", out);
        return;
    case KHO_Q_AND:
        put_list(q, " AND ", out);
        return;
    case KHO_Q_OR:
        put_list(q, " OR ", out);
        return;
    case KHO_Q_NOT:
        kho_buf_str(out, "NOT ");
        put_item(q->kids, out);
        return;
    }
}

kho_sv
kho_query_print(struct kho_arena *arena, kho_sv text)
{
    struct kho_buf b = {.p = NULL};
    struct kho_query q;
    kho_sv out;

    kho_query_parse(arena, text, &q);
    kho_query_put(q.root, &b);
    out = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return out;
}
