/* format_cites.c - see format.h: citations and cited documents. */
#include "format.h"

#include "json.h"

#include <string.h>

/* Told only of those that are: "ambiguous", and the keys it can mean. */
static void
ambiguous_json(struct kho_json *j, const struct kho_ref *r)
{
    if (r->n_maybe == 0)
        return;
    kho_json_key(j, "ambiguous");
    kho_json_bool(j, true);
    kho_json_key(j, "maybe");
    kho_json_open(j, '[');
    for (size_t i = 0; i < r->n_maybe; i++) {
        const struct kho_ref *m = &r->maybe[i];

        kho_json_open(j, '{');
        kho_json_key(j, "key");
        kho_json_sv(j, m->key);
        kho_json_key(j, "symbol");
        kho_json_sv(j, m->symbol);
        kho_json_key(j, "date");
        kho_json_sv(j, m->date);
        kho_json_close(j, '}');
    }
    kho_json_close(j, ']');
}

/* via: the plan it comes through; NULL: none. */
static void
citing_json(struct kho_buf *b, const struct kho_ref *r, const struct kho_citing *x, uint32_t depth,
            const struct kho_document *via)
{
    struct kho_json j = {.out = b};

    kho_json_open(&j, '{');
    kho_json_key(&j, "key");
    kho_json_sv(&j, r->key);
    kho_json_key(&j, "symbol");
    kho_json_sv(&j, r->symbol);
    kho_json_key(&j, "name");
    kho_json_sv(&j, r->name);
    kho_json_key(&j, "date");
    kho_json_sv(&j, r->date);
    ambiguous_json(&j, r);
    kho_json_key(&j, "citing");
    kho_json_open(&j, '{');
    kho_json_head(&j, &x->doc);
    kho_json_close(&j, '}');
    kho_json_key(&j, "mention");
    kho_json_sv(&j, x->mention);
    kho_json_key(&j, "sentence");
    kho_json_sv(&j, x->sentence);
    kho_json_key(&j, "zone");
    kho_json_str(&j, kho_zone_name(x->zone));
    kho_json_key(&j, "relation");
    kho_json_str(&j, kho_relation_name(x->relation));
    kho_json_key(&j, "legal_basis");
    kho_json_bool(&j, x->legal_basis);
    kho_json_key(&j, "depth");
    kho_json_int(&j, depth);
    kho_json_key(&j, "via");
    if (via == NULL) {
        kho_json_null(&j);
    } else {
        kho_json_open(&j, '{');
        kho_json_key(&j, "id");
        kho_json_sv(&j, via->id);
        kho_json_key(&j, "symbol");
        kho_json_sv(&j, via->plan.symbol);
        kho_json_close(&j, '}');
    }
    kho_json_close(&j, '}');
    kho_buf_char(b, '\n');
}

static const struct kho_document *
via_of(const struct kho_cascade *c, const struct kho_step *step)
{
    return step->via == 0 ? NULL : &c->plans[step->via - 1].citing.doc;
}

void
kho_cascades_json(struct kho_buf *b, const struct kho_cascades *c)
{
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->docs[i].n; k++) {
            const struct kho_step *step = &c->docs[i].plans[k];

            citing_json(b, &c->docs[i].ref, &step->citing, step->depth, via_of(&c->docs[i], step));
        }
}

static void
citing_csv(struct kho_buf *b, const struct kho_ref *r, const struct kho_citing *x, uint32_t depth,
           const struct kho_document *via)
{
    kho_csv_head(b, &x->doc);
    kho_csv_sv(b, false, r->key);
    kho_csv_sv(b, false, r->symbol);
    kho_csv_sv(b, false, r->date);
    kho_csv_sv(b, false, x->mention);
    kho_csv_sv(b, false, x->sentence);
    kho_buf_fmt(b, ",%u", depth);
    kho_csv_sv(b, false,
               via == NULL              ? (kho_sv){NULL, 0}
               : via->plan.symbol.n > 0 ? via->plan.symbol
                                        : via->id);
    kho_csv_end(b);
}

static void
citing_csv_names(struct kho_buf *b)
{
    kho_buf_fmt(b, "%s,key,cited_symbol,cited_date,mention,sentence,depth,via\r\n",
                kho_csv_head_names);
}

void
kho_cascades_csv(struct kho_buf *b, const struct kho_cascades *c, bool names)
{
    if (names)
        citing_csv_names(b);
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->docs[i].n; k++) {
            const struct kho_step *step = &c->docs[i].plans[k];

            citing_csv(b, &c->docs[i].ref, &step->citing, step->depth, via_of(&c->docs[i], step));
        }
}

/* One row per plan of any depth: what a table of thousands of cited documents is joined by. */
void
kho_batch_json(struct kho_buf *b, kho_sv asked, const struct kho_cascades *c)
{
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->docs[i].n; k++) {
            const struct kho_ref *r = &c->docs[i].ref;
            const struct kho_step *step = &c->docs[i].plans[k];
            const struct kho_plan *p = &step->citing.doc.plan;
            struct kho_json j = {.out = b};

            kho_json_open(&j, '{');
            kho_json_key(&j, "ref");
            kho_json_sv(&j, asked);
            kho_json_key(&j, "key");
            kho_json_sv(&j, r->key);
            kho_json_key(&j, "symbol");
            kho_json_sv(&j, r->symbol);
            ambiguous_json(&j, r);
            kho_json_key(&j, "citing");
            kho_json_open(&j, '{');
            kho_json_head(&j, &step->citing.doc);
            kho_json_key(&j, "year");
            if (p->year > 0)
                kho_json_int(&j, p->year);
            else
                kho_json_null(&j);
            kho_json_key(&j, "place");
            kho_json_open(&j, '[');
            for (size_t n = 0; n < p->n_locality; n++)
                kho_json_sv(&j, p->locality[n]);
            kho_json_close(&j, ']');
            kho_json_close(&j, '}');
            kho_json_key(&j, "depth");
            kho_json_int(&j, step->depth);
            kho_json_close(&j, '}');
            kho_buf_char(b, '\n');
        }
}

void
kho_batch_csv_names(struct kho_buf *b)
{
    kho_buf_fmt(b, "ref,key,cited_symbol,%s,year,place,depth\r\n", kho_csv_head_names);
}

void
kho_batch_csv(struct kho_buf *b, kho_sv asked, const struct kho_cascades *c)
{
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->docs[i].n; k++) {
            const struct kho_step *step = &c->docs[i].plans[k];
            const struct kho_plan *p = &step->citing.doc.plan;

            kho_csv_sv(b, true, asked);
            kho_csv_sv(b, false, c->docs[i].ref.key);
            kho_csv_sv(b, false, c->docs[i].ref.symbol);
            kho_buf_char(b, ',');
            kho_csv_head(b, &step->citing.doc);
            if (p->year > 0)
                kho_buf_fmt(b, ",%d", p->year);
            else
                kho_buf_char(b, ',');
            kho_csv_joined(b, p->locality, p->n_locality);
            kho_buf_fmt(b, ",%u", step->depth);
            kho_csv_end(b);
        }
}

static const char *const ref_names[] = {"key", "symbol", "name", "issuer", "date"};

static const kho_sv *
ref_fields(const struct kho_ref *r, kho_sv to[5])
{
    const kho_sv fields[] = {r->key, r->symbol, r->name, r->issuer, r->date};

    memcpy(to, fields, sizeof fields);
    return to;
}

void
kho_refs_json(struct kho_buf *b, const struct kho_ref *refs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct kho_json j = {.out = b};
        kho_sv to[5];
        const kho_sv *fields = ref_fields(&refs[i], to);

        kho_json_open(&j, '{');
        for (size_t k = 0; k < 5; k++) {
            kho_json_key(&j, ref_names[k]);
            kho_json_sv(&j, fields[k]);
        }
        kho_json_key(&j, "citing");
        kho_json_int(&j, refs[i].citing);
        kho_json_key(&j, "in_archive");
        kho_json_sv(&j, refs[i].in_archive);
        ambiguous_json(&j, &refs[i]);
        kho_json_close(&j, '}');
        kho_buf_char(b, '\n');
    }
}

/* "25-NQ/TW 2013-06-03; 25-NQ/TW 2008-07-25" of one that is ambiguous. */
static void
maybe_csv(struct kho_buf *b, const struct kho_ref *r)
{
    struct kho_buf cell = {.p = NULL};

    for (size_t i = 0; i < r->n_maybe; i++) {
        const struct kho_ref *m = &r->maybe[i];

        kho_buf_str(&cell, i > 0 ? "; " : "");
        kho_buf_sv(&cell, m->symbol.n > 0 ? m->symbol : m->key);
        kho_buf_str(&cell, m->date.n > 0 ? " " : "");
        kho_buf_sv(&cell, m->date);
    }
    kho_csv_sv(b, false, kho_buf_view(&cell));
    kho_buf_free(&cell);
}

void
kho_refs_csv(struct kho_buf *b, const struct kho_ref *refs, size_t n)
{
    kho_buf_str(b, "key,symbol,name,issuer,date,citing,in_archive,maybe\r\n");
    for (size_t i = 0; i < n; i++) {
        kho_sv to[5];
        const kho_sv *fields = ref_fields(&refs[i], to);

        for (size_t k = 0; k < 5; k++)
            kho_csv_sv(b, k == 0, fields[k]);
        kho_buf_fmt(b, ",%u", refs[i].citing);
        kho_csv_sv(b, false, refs[i].in_archive);
        maybe_csv(b, &refs[i]);
        kho_csv_end(b);
    }
}
