/* param.c - see param.h. */
#include "param.h"

#include "date.h"
#include "fold.h"
#include "html.h"

#include <stddef.h>

const char *const kho_param_sorts[KHO_PARAM_SORTS] = {"relevance", "date",  "date-up",
                                                      "number",    "title", "due"};
const char *const kho_param_dues[KHO_PARAM_DUES] = {
    "", "over", "soon", "month", "next-month", "quarter", "next-quarter", "year"};
const char *const kho_param_lists[KHO_PARAM_LISTS] = {"",     "co-quan", "dia-ban", "dia-ban-nay",
                                                      "loai", "cap",     "nam"};
static const char *const formats[KHO_PARAM_FORMATS] = {"html", "json", "csv",    "ics",
                                                       "atom", "dot",  "graphml"};
static const char *const langs[] = {"", "vi", "en"};
static const char *const stays[] = {"", "1"};

enum kind { TEXT, DATE, NUMBER, WORD, HEX };

static const struct row {
    const char *name;
    enum kind kind;
    uint32_t max; /* bytes of a text, value of a number, words of a list */
    size_t at;    /* offsetof in kho_params */
    const char *const *words;
} table[] = {
    {"q", TEXT, 1000, offsetof(struct kho_params, q), NULL},
    {"from", DATE, 20, offsetof(struct kho_params, from), NULL},
    {"to", DATE, 20, offsetof(struct kho_params, to), NULL},
    {"unit", TEXT, 200, offsetof(struct kho_params, unit), NULL},
    {"key", TEXT, 400, offsetof(struct kho_params, key), NULL},
    {"back", TEXT, 1000, offsetof(struct kho_params, back), NULL},
    {"has", TEXT, 100, offsetof(struct kho_params, has), NULL},
    {"type", TEXT, 20, offsetof(struct kho_params, type), NULL},
    {"id", HEX, 32, offsetof(struct kho_params, id), NULL},
    {"page", NUMBER, KHO_PARAM_PAGE_MAX, offsetof(struct kho_params, page), NULL},
    {"n", NUMBER, 100, offsetof(struct kho_params, n), NULL},
    {"sort", WORD, KHO_PARAM_SORTS, offsetof(struct kho_params, sort), kho_param_sorts},
    {"due", WORD, KHO_PARAM_DUES, offsetof(struct kho_params, due), kho_param_dues},
    {"format", WORD, KHO_PARAM_FORMATS, offsetof(struct kho_params, format), formats},
    {"lang", WORD, 3, offsetof(struct kho_params, lang), langs},
    {"list", WORD, KHO_PARAM_LISTS, offsetof(struct kho_params, list), kho_param_lists},
    {"stay", WORD, 2, offsetof(struct kho_params, stay), stays},
};

static int
hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Percent-decoded; false for a bad escape or a NUL. */
static bool
decode(struct kho_arena *arena, kho_sv in, kho_sv *out)
{
    char *p = kho_arena_alloc(arena, in.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < in.n; i++) {
        int c = (unsigned char)in.p[i];

        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            if (i + 2 >= in.n || hex(in.p[i + 1]) < 0 || hex(in.p[i + 2]) < 0)
                return false;
            c = hex(in.p[i + 1]) * 16 + hex(in.p[i + 2]);
            i += 2;
        }
        if (c == '\0')
            return false;
        p[n++] = (char)c;
    }
    *out = (kho_sv){p, n};
    return true;
}

static bool
number(kho_sv v, uint32_t max, uint32_t *out)
{
    uint32_t x = 0;

    if (v.n == 0 || v.n > 9)
        return false;
    for (size_t i = 0; i < v.n; i++) {
        if (v.p[i] < '0' || v.p[i] > '9')
            return false;
        x = x * 10 + (uint32_t)(v.p[i] - '0');
    }
    *out = x;
    return x >= 1 && x <= max;
}

/* A bound nobody can read must not become no bound: it would show what was to be left out. */
static bool
date(kho_sv v)
{
    struct kho_date d;

    while (v.n > 0 && v.p[0] == ' ')
        v = (kho_sv){v.p + 1, v.n - 1};
    while (v.n > 0 && v.p[v.n - 1] == ' ')
        v.n--;
    return v.n == 0 || (kho_date_parse(v, &d) && d.year > 0);
}

static bool
set(struct kho_arena *arena, struct kho_params *p, const struct row *r, kho_sv v)
{
    void *at = (char *)p + r->at;

    switch (r->kind) {
    case TEXT:
        return v.n <= r->max && kho_text_normalise(arena, v, at, NULL) == KHO_OK &&
               ((kho_sv *)at)->n <= r->max;
    case DATE:
        *(kho_sv *)at = v;
        return v.n <= r->max && date(v);
    case HEX:
        for (size_t i = 0; i < v.n; i++)
            if (hex(v.p[i]) < 0)
                return false;
        *(kho_sv *)at = v;
        return v.n <= r->max;
    case NUMBER:
        return number(v, r->max, at);
    case WORD:
        for (unsigned i = 0; i < r->max; i++)
            if (kho_sv_eq(v, kho_sv_from(r->words[i]))) {
                *(unsigned *)at = i;
                return true;
            }
        return v.n == 0;
    }
    return false;
}

/* f.<field>=value, for every field that is a facet or a flag. */
static bool
filter(struct kho_arena *arena, struct kho_params *p, kho_sv name, kho_sv v)
{
    if (name.n < 3 || memcmp(name.p, "f.", 2) != 0 || v.n == 0 || v.n > 300 ||
        p->n_filters == KHO_PARAM_FILTERS || kho_text_normalise(arena, v, &v, NULL) != KHO_OK ||
        v.n == 0 || v.n > 300)
        return false;
    name = (kho_sv){name.p + 2, name.n - 2};
    for (size_t i = 0; i < kho_fields_n; i++) {
        if (kho_fields[i].facet == 0 && strcmp(kho_fields[i].kind, "flag") != 0)
            continue;
        if (kho_sv_eq(name, kho_sv_from(kho_fields[i].name)) ||
            kho_sv_eq(name, kho_sv_from(kho_fields[i].alias))) {
            p->filters[p->n_filters++] = (struct kho_filter){(enum kho_fields_id)i, v};
            return true;
        }
    }
    return false;
}

enum kho_status
kho_params_parse(struct kho_arena *arena, const char *query, struct kho_params *out,
                 struct kho_err *err)
{
    kho_sv rest = kho_sv_from(query == NULL ? "" : query);
    bool seen[sizeof table / sizeof table[0]] = {false};
    enum kho_status st = KHO_OK;

    *out = (struct kho_params){.page = 1, .n = 20};
    if (rest.n > KHO_PARAM_QUERY_MAX)
        return kho_fail(err, KHO_LIMIT, "query string of %zu bytes", rest.n);
    for (kho_sv pair; kho_sv_next(&rest, '&', &pair);) {
        kho_sv raw = pair, name, value = {"", 0};
        bool known = false;

        if (pair.n == 0)
            continue;
        (void)kho_sv_next(&raw, '=', &name);
        /* The first fault is told, the rest is read all the same: lang= may stand behind it. */
        if (!decode(arena, name, &name) || !decode(arena, raw.p == NULL ? value : raw, &value)) {
            st = st != KHO_OK ? st : kho_fail(err, KHO_QUERY, "%.*s", KHO_SV_FMT(name));
            continue;
        }
        for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
            if (!kho_sv_eq(name, kho_sv_from(table[i].name)))
                continue;
            known = true;
            /* An empty field of a form says nothing; the same name twice is no form of ours. */
            if (value.n > 0 && (seen[i] || !set(arena, out, &table[i], value)))
                st = st != KHO_OK ? st : kho_fail(err, KHO_QUERY, "%s", table[i].name);
            seen[i] = seen[i] || value.n > 0;
        }
        if (!known && !filter(arena, out, name, value))
            st = st != KHO_OK ? st : kho_fail(err, KHO_QUERY, "%.*s", KHO_SV_FMT(name));
    }
    return st;
}

static void
pair(struct kho_buf *b, bool *any, const char *name, kho_sv value)
{
    if (value.n == 0)
        return;
    if (*any)
        kho_html(b, "&amp;");
    else
        kho_html(b, "?");
    *any = true;
    kho_html_str(b, name);
    kho_html(b, "=");
    kho_html_url(b, value);
}

static void
filter_pair(struct kho_buf *b, bool *any, const struct kho_filter *f)
{
    char name[40];
    size_t n = strlen(kho_fields[f->field].name);

    memcpy(name, "f.", 2);
    memcpy(name + 2, kho_fields[f->field].name, n + 1 < sizeof name - 2 ? n + 1 : 0);
    pair(b, any, name, f->value);
}

static bool
same(const struct kho_filter *a, const struct kho_filter *b)
{
    return a != NULL && b != NULL && a->field == b->field && kho_sv_eq(a->value, b->value);
}

static kho_sv
digits(char buf[16], uint32_t v)
{
    size_t at = 16;

    do {
        buf[--at] = (char)('0' + v % 10);
        v /= 10;
    } while (v > 0);
    return (kho_sv){buf + at, 16 - at};
}

void
kho_params_link(struct kho_buf *b, const struct kho_params *p,
                const struct kho_param_change *change)
{
    const unsigned lang = change->lang != KHO_PARAM_LANG_NONE ? change->lang : p->lang;
    char buf[16];
    bool any = false;

    pair(b, &any, "q", p->q);
    pair(b, &any, "id", p->id);
    pair(b, &any, "key", p->key);
    pair(b, &any, "unit", p->unit);
    pair(b, &any, "type", p->type);
    if (!change->drop_from && !change->drop_filters)
        pair(b, &any, "from", p->from);
    if (!change->drop_to && !change->drop_filters)
        pair(b, &any, "to", p->to);
    if (p->due != 0)
        pair(b, &any, "due", kho_sv_from(kho_param_dues[p->due]));
    if (p->sort != 0)
        pair(b, &any, "sort", kho_sv_from(kho_param_sorts[p->sort]));
    if (p->n != 20)
        pair(b, &any, "n", digits(buf, p->n));
    for (size_t i = 0; i < p->n_filters && !change->drop_filters; i++)
        if (!same(&p->filters[i], change->drop) && !same(&p->filters[i], change->add))
            filter_pair(b, &any, &p->filters[i]);
    if (change->add != NULL)
        filter_pair(b, &any, change->add);
    if (!change->drop_list && p->list != 0)
        pair(b, &any, "list", kho_sv_from(kho_param_lists[p->list]));
    if (!change->drop_list)
        pair(b, &any, "has", p->has);
    if (change->page > 1)
        pair(b, &any, "page", digits(buf, change->page));
    if (p->stay != 0)
        pair(b, &any, "stay", kho_sv_from(stays[p->stay]));
    pair(b, &any, "back", p->back);
    if (lang != KHO_PARAM_LANG_NONE)
        pair(b, &any, "lang", kho_sv_from(langs[lang]));
    if (change->format != KHO_PARAM_HTML)
        pair(b, &any, "format", kho_sv_from(formats[change->format]));
    if (!any)
        kho_html(b, "?");
}

static void
hidden(struct kho_buf *b, const char *prefix, const char *name, kho_sv value)
{
    kho_html(b, "<input type=\"hidden\" name=\"");
    kho_html_str(b, prefix);
    kho_html_str(b, name);
    kho_html(b, "\" value=\"");
    kho_html_text(b, value);
    kho_html(b, "\">");
}

void
kho_params_hidden(struct kho_buf *b, const struct kho_params *p)
{
    char buf[16];

    for (size_t i = 0; i < p->n_filters; i++)
        hidden(b, "f.", kho_fields[p->filters[i].field].name, p->filters[i].value);
    if (p->id.n > 0)
        hidden(b, "", "id", p->id);
    if (p->type.n > 0)
        hidden(b, "", "type", p->type);
    if (p->n != 20)
        hidden(b, "", "n", digits(buf, p->n));
    if (p->lang != KHO_PARAM_LANG_NONE)
        hidden(b, "", "lang", kho_sv_from(langs[p->lang]));
}

void
kho_params_hidden_list(struct kho_buf *b, const struct kho_params *p)
{
    const struct {
        const char *name;
        kho_sv value;
    } more[] = {{"q", p->q},
                {"from", p->from},
                {"to", p->to},
                {"sort", p->sort == 0 ? KHO_SV("") : kho_sv_from(kho_param_sorts[p->sort])},
                {"list", kho_sv_from(kho_param_lists[p->list])}};

    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
        if (more[i].value.n > 0)
            hidden(b, "", more[i].name, more[i].value);
    kho_params_hidden(b, p);
}
