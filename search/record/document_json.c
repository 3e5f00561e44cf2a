/* document_json.c - the public shape of a record: schemas/plan.schema.json. */
#include "document.h"
#include "json.h"

#include <stdio.h>

static void
member(struct kho_json *j, const char *name, kho_sv value)
{
    kho_json_key(j, name);
    kho_json_sv(j, value);
}

static void
span(struct kho_json *j, struct kho_span s)
{
    kho_json_key(j, "offset");
    kho_json_int(j, s.offset);
    kho_json_key(j, "length");
    kho_json_int(j, s.length);
}

static void
strings(struct kho_json *j, const char *name, const kho_sv *items, size_t n)
{
    kho_json_key(j, name);
    kho_json_open(j, '[');
    for (size_t i = 0; i < n; i++)
        kho_json_sv(j, items[i]);
    kho_json_close(j, ']');
}

void
kho_citation_json(struct kho_json *j, const struct kho_citation *c)
{
    static const struct kho_span none = {0, 0};

    member(j, "mention", c->mention);
    member(j, "type", c->type);
    member(j, "number", c->number);
    member(j, "symbol", c->symbol);
    member(j, "issuer", c->issuer);
    member(j, "issuer_code", c->issuer_code);
    member(j, "date", c->date);
    member(j, "key", c->key);
    member(j, "subject", c->subject);
    kho_json_key(j, "kind");
    kho_json_str(j, kho_cite_kind_name(c->kind));
    kho_json_key(j, "zone");
    kho_json_str(j, kho_zone_name(c->zone));
    kho_json_key(j, "relation");
    kho_json_str(j, kho_relation_name(c->relation));
    kho_json_key(j, "legal_basis");
    kho_json_bool(j, c->legal_basis);
    if (c->term != 0) {
        kho_json_key(j, "term");
        kho_json_int(j, c->term);
    }
    if (c->repaired.p != NULL)
        member(j, "repaired", c->repaired);
    span(j, c->n_parts > 0 ? c->parts[0] : none);
    if (c->n_parts > 1) {
        kho_json_key(j, "parts");
        kho_json_open(j, '[');
        for (size_t i = 0; i < c->n_parts; i++) {
            kho_json_open(j, '{');
            span(j, c->parts[i]);
            kho_json_close(j, '}');
        }
        kho_json_close(j, ']');
    }
}

static void
deadline(struct kho_json *j, const struct kho_deadline *d)
{
    kho_json_open(j, '{');
    member(j, "text", d->text);
    member(j, "rule", d->rule);
    member(j, "date", d->date);
    if (d->rrule.p != NULL)
        member(j, "rrule", d->rrule);
    span(j, d->span);
    kho_json_close(j, '}');
}

static void
deadlines(struct kho_json *j, const struct kho_deadline *items, size_t n)
{
    kho_json_key(j, "deadlines");
    kho_json_open(j, '[');
    for (size_t i = 0; i < n; i++)
        deadline(j, &items[i]);
    kho_json_close(j, ']');
}

void
kho_task_json(struct kho_json *j, const struct kho_task *t)
{
    member(j, "section", t->section);
    member(j, "text", t->text);
    strings(j, "responsible", t->responsible, t->n_responsible);
    strings(j, "coordinating", t->coordinating, t->n_coordinating);
    kho_json_key(j, "deadline");
    if (t->n_deadlines > 0)
        deadline(j, &t->deadlines[0]);
    else
        kho_json_null(j);
    deadlines(j, t->deadlines, t->n_deadlines);
    span(j, t->span);
}

/* "1-2": a string, so that whoever expects one number sees that there are two. */
static void
range(struct kho_json *j, double low, double high)
{
    char text[64];

    (void)snprintf(text, sizeof text, "%.10g-%.10g", low, high);
    for (char *c = text; *c != '\0'; c++)
        if (*c == ',') /* a locale's decimal comma */
            *c = '.';
    kho_json_str(j, text);
}

static void
target(struct kho_json *j, const struct kho_target *t)
{
    kho_json_open(j, '{');
    member(j, "section", t->section);
    member(j, "text", t->text);
    member(j, "op", t->op);
    kho_json_key(j, "value");
    if (t->has_value && t->upper > t->value)
        range(j, t->value, t->upper);
    else if (t->has_value)
        kho_json_real(j, t->value);
    else
        kho_json_null(j);
    member(j, "unit", t->unit);
    span(j, t->span);
    kho_json_close(j, '}');
}

/* Entries about one field become one object:
 * {"date":{"not_before":..,"not_after":..,"evidence":..}}. */
static void
inferred(struct kho_json *j, const struct kho_plan *p)
{
    kho_json_key(j, "inferred");
    kho_json_open(j, '{');
    for (size_t i = 0; i < p->n_inferred; i++) {
        const struct kho_inferred *x = &p->inferred[i];
        bool seen = false;

        for (size_t k = 0; k < i; k++)
            seen = seen || strcmp(p->inferred[k].field, x->field) == 0;
        if (seen)
            continue;
        kho_json_key(j, x->field);
        kho_json_open(j, '{');
        for (size_t k = i; k < p->n_inferred; k++)
            if (strcmp(p->inferred[k].field, x->field) == 0)
                member(j, p->inferred[k].how, p->inferred[k].value);
        member(j, "evidence", x->evidence);
        kho_json_close(j, '}');
    }
    kho_json_close(j, '}');
}

static void
head(struct kho_json *j, const struct kho_plan *p)
{
    member(j, "type", p->type);
    member(j, "type_name", p->type_name);
    member(j, "number", p->number);
    member(j, "symbol", p->symbol);
    member(j, "issuer", p->issuer);
    member(j, "issuer_code", p->issuer_code);
    member(j, "issuer_level", p->issuer_level);
    member(j, "issuer_side", p->issuer_side);
    strings(j, "locality", p->locality, p->n_locality);
    member(j, "place", p->place);
    member(j, "date", p->date);
    member(j, "title", p->title);
    kho_json_key(j, "year");
    if (p->year != 0)
        kho_json_int(j, p->year);
    else
        kho_json_null(j);
    member(j, "key", p->key);
    kho_json_key(j, "signer");
    kho_json_open(j, '{');
    member(j, "authority", p->signer.authority);
    member(j, "position", p->signer.position);
    member(j, "name", p->signer.name);
    kho_json_close(j, '}');
    strings(j, "recipients", p->recipients, p->n_recipients);
}

static void
notes(struct kho_json *j, uint64_t bits)
{
    kho_json_key(j, "notes");
    kho_json_open(j, '[');
    for (size_t i = 0; i < kho_notes_n; i++)
        if ((bits >> i & 1) != 0)
            kho_json_str(j, kho_notes[i].name);
    kho_json_close(j, ']');
}

static void
record(const struct kho_document *doc, bool text, struct kho_buf *out)
{
    const struct kho_plan *p = &doc->plan;
    struct kho_json json = {.out = out};
    struct kho_json *j = &json;

    kho_json_open(j, '{');
    kho_json_key(j, "schema");
    kho_json_str(j, "kho.plan/1");
    member(j, "source", doc->n_places > 0 ? doc->places[0].path : (kho_sv){"", 0});
    member(j, "id", doc->id);
    member(j, "format", doc->format);
    kho_json_key(j, "size");
    kho_json_int(j, (int64_t)doc->size);
    if (doc->n_places > 1) {
        kho_json_key(j, "places");
        kho_json_open(j, '[');
        for (size_t i = 0; i < doc->n_places; i++)
            kho_json_sv(j, doc->places[i].path);
        kho_json_close(j, ']');
    }
    if (doc->ocr_pages > 0) {
        kho_json_key(j, "ocr");
        kho_json_open(j, '{');
        kho_json_key(j, "pages");
        kho_json_int(j, doc->ocr_pages);
        kho_json_key(j, "confidence");
        kho_json_int(j, doc->ocr_confidence);
        kho_json_close(j, '}');
    }
    head(j, p);
    kho_json_key(j, "citations");
    kho_json_open(j, '[');
    for (size_t i = 0; i < p->n_citations; i++) {
        kho_json_open(j, '{');
        kho_citation_json(j, &p->citations[i]);
        kho_json_close(j, '}');
    }
    kho_json_close(j, ']');
    kho_json_key(j, "tasks");
    kho_json_open(j, '[');
    for (size_t i = 0; i < p->n_tasks; i++) {
        kho_json_open(j, '{');
        kho_task_json(j, &p->tasks[i]);
        kho_json_close(j, '}');
    }
    kho_json_close(j, ']');
    kho_json_key(j, "targets");
    kho_json_open(j, '[');
    for (size_t i = 0; i < p->n_targets; i++)
        target(j, &p->targets[i]);
    kho_json_close(j, ']');
    deadlines(j, p->deadlines, p->n_deadlines);
    kho_json_key(j, "outline");
    kho_json_open(j, '[');
    for (size_t i = 0; i < p->n_sections; i++) {
        kho_json_open(j, '{');
        member(j, "section", p->sections[i].path);
        member(j, "heading", p->sections[i].heading);
        span(j, p->sections[i].span);
        kho_json_close(j, '}');
    }
    kho_json_close(j, ']');
    inferred(j, p);
    notes(j, doc->notes | p->notes);
    if (text)
        member(j, "text", doc->lines.text.p == NULL ? (kho_sv){"", 0} : doc->lines.text);
    kho_json_close(j, '}');
}

void
kho_document_json(const struct kho_document *doc, struct kho_buf *out)
{
    record(doc, false, out);
}

void
kho_document_text_json(const struct kho_document *doc, struct kho_buf *out)
{
    record(doc, true, out);
}
