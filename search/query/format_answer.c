/* format_answer.c - see format.h: search results. */
#include "format.h"

#include "json.h"

#include <string.h>

const char kho_csv_head_names[] = "id,source,type,symbol,issuer,date,title";

void
kho_json_head(struct kho_json *j, const struct kho_document *doc)
{
    const struct kho_plan *p = &doc->plan;

    kho_json_key(j, "id");
    kho_json_sv(j, doc->id);
    kho_json_key(j, "source");
    kho_json_sv(j, doc->n_places > 0 ? doc->places[0].path : (kho_sv){"", 0});
    kho_json_key(j, "type");
    kho_json_sv(j, p->type);
    kho_json_key(j, "symbol");
    kho_json_sv(j, p->symbol);
    kho_json_key(j, "issuer");
    kho_json_sv(j, p->issuer);
    kho_json_key(j, "date");
    kho_json_sv(j, p->date);
    kho_json_key(j, "title");
    kho_json_sv(j, p->title);
}

void
kho_csv_head(struct kho_buf *b, const struct kho_document *doc)
{
    const struct kho_plan *p = &doc->plan;

    kho_csv_sv(b, true, doc->id);
    kho_csv_sv(b, false, doc->n_places > 0 ? doc->places[0].path : (kho_sv){"", 0});
    kho_csv_sv(b, false, p->type);
    kho_csv_sv(b, false, p->symbol);
    kho_csv_sv(b, false, p->issuer);
    kho_csv_sv(b, false, p->date);
    kho_csv_sv(b, false, p->title);
}

void
kho_csv_joined(struct kho_buf *b, const kho_sv *items, size_t n)
{
    struct kho_buf cell = {.p = NULL};

    for (size_t i = 0; i < n; i++) {
        kho_buf_str(&cell, i > 0 ? "; " : "");
        kho_buf_sv(&cell, items[i]);
    }
    kho_csv_sv(b, false, kho_buf_view(&cell));
    kho_buf_free(&cell);
}

static void
facets_json(struct kho_buf *b, const struct kho_answer *a)
{
    struct kho_json j = {.out = b};

    kho_json_open(&j, '{');
    kho_json_key(&j, "facets");
    kho_json_open(&j, '{');
    for (size_t i = 0; i < a->n_facets; i++) {
        kho_json_key(&j, kho_fields[a->facets[i].field].alias);
        kho_json_open(&j, '{');
        for (size_t k = 0; k < a->facets[i].n; k++) {
            const kho_sv v = a->facets[i].counts[k].value;
            struct kho_buf name = {.p = NULL};
            struct kho_json inner = {.out = &name};

            /* A facet value is any text: escape it as a string, then use it as a name. */
            kho_json_sv(&inner, v);
            if (j.comma)
                kho_buf_char(b, ',');
            kho_buf_sv(b, kho_buf_view(&name));
            kho_buf_fmt(b, ":%u", a->facets[i].counts[k].count);
            j.comma = true;
            kho_buf_free(&name);
        }
        kho_json_close(&j, '}');
    }
    kho_json_close(&j, '}');
    kho_json_key(&j, "total");
    kho_json_int(&j, (int64_t)a->total);
    kho_json_key(&j, "exact");
    kho_json_bool(&j, a->exact);
    kho_json_close(&j, '}');
    kho_buf_char(b, '\n');
}

static void
remarks_json(struct kho_buf *b, const struct kho_answer *a, kho_sv qid)
{
    static const char *const kinds[] = {[KHO_REMARK_NO_FIELD] = "no-field",
                                        [KHO_REMARK_BAD_VALUE] = "bad-value",
                                        [KHO_REMARK_NOTHING] = "nothing-asked"};
    struct kho_json j = {.out = b};

    kho_json_open(&j, '{');
    if (qid.p != NULL) {
        kho_json_key(&j, "query");
        kho_json_sv(&j, qid);
    }
    kho_json_key(&j, "remarks");
    kho_json_open(&j, '[');
    for (size_t i = 0; i < a->n_remarks; i++) {
        kho_json_open(&j, '{');
        kho_json_key(&j, "kind");
        kho_json_sv(&j, kho_sv_from(kinds[a->remarks[i].kind]));
        kho_json_key(&j, "field");
        kho_json_sv(&j, a->remarks[i].field);
        kho_json_key(&j, "value");
        kho_json_sv(&j, a->remarks[i].value);
        kho_json_close(&j, '}');
    }
    kho_json_close(&j, ']');
    kho_json_close(&j, '}');
    kho_buf_char(b, '\n');
}

void
kho_answer_json(struct kho_buf *b, const struct kho_answer *a, kho_sv qid, bool facets)
{
    for (size_t i = 0; i < a->n; i++) {
        const struct kho_answer_hit *h = &a->hits[i];
        struct kho_json j = {.out = b};

        kho_json_open(&j, '{');
        if (qid.p != NULL) {
            kho_json_key(&j, "query");
            kho_json_sv(&j, qid);
        }
        kho_json_head(&j, &h->doc);
        kho_json_key(&j, "score");
        kho_json_real(&j, h->score);
        kho_json_key(&j, "snippet");
        kho_json_sv(&j, h->snippet.text);
        kho_json_key(&j, "marks");
        kho_json_open(&j, '[');
        for (size_t k = 0; k < h->snippet.n_marks; k++) {
            kho_json_open(&j, '[');
            kho_json_int(&j, h->snippet.marks[k].offset);
            kho_json_int(&j, h->snippet.marks[k].length);
            kho_json_close(&j, ']');
        }
        kho_json_close(&j, ']');
        kho_json_key(&j, "section");
        kho_json_sv(&j, h->snippet.section);
        if (h->like != 0) {
            kho_json_key(&j, "like");
            kho_json_sv(&j, a->hits[h->like - 1].doc.id);
        }
        kho_json_close(&j, '}');
        kho_buf_char(b, '\n');
    }
    if (facets)
        facets_json(b, a);
    if (a->n_remarks > 0)
        remarks_json(b, a, qid);
}

void
kho_answer_csv_names(struct kho_buf *b, bool batch)
{
    kho_buf_fmt(b, "%s%s,score,snippet\r\n", batch ? "query," : "", kho_csv_head_names);
}

void
kho_answer_csv(struct kho_buf *b, const struct kho_answer *a, kho_sv qid)
{
    for (size_t i = 0; i < a->n; i++) {
        if (qid.p != NULL) {
            kho_csv_sv(b, true, qid);
            kho_buf_char(b, ',');
        }
        kho_csv_head(b, &a->hits[i].doc);
        kho_buf_fmt(b, ",%.6g", a->hits[i].score);
        kho_csv_sv(b, false, a->hits[i].snippet.text);
        kho_csv_end(b);
    }
}

/* A column of a run file: not empty, without blanks. */
static void
put_column(struct kho_buf *b, kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        kho_buf_char(b, (unsigned char)s.p[i] <= ' ' ? '_' : s.p[i]);
    if (s.n == 0)
        kho_buf_char(b, '_');
}

/* A run file names a document by its member name without folder and extension. */
void
kho_answer_trec(struct kho_buf *b, const struct kho_answer *a, kho_sv qid, uint32_t first)
{
    for (size_t i = 0; i < a->n; i++) {
        const struct kho_document *d = &a->hits[i].doc;
        kho_sv name = d->n_places > 0 ? d->places[0].path : d->id;
        const char *slash = memrchr(name.p, '/', name.n), *dot;

        if (slash != NULL)
            name = (kho_sv){slash + 1, (size_t)(name.p + name.n - slash - 1)};
        dot = memrchr(name.p, '.', name.n);
        if (dot != NULL && dot > name.p)
            name.n = (size_t)(dot - name.p);
        put_column(b, qid);
        kho_buf_str(b, " Q0 ");
        put_column(b, name);
        kho_buf_fmt(b, " %zu %.6f kho\n", (size_t)first + i + 1, a->hits[i].score);
    }
}
