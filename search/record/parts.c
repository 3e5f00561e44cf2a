/* parts.c - see parts.h. */
#include "parts.h"

static void
strings(struct kho_codec *c, kho_sv **items, size_t *n)
{
    void *p = *items;

    (void)kho_codec_array(c, n, sizeof **items, &p);
    *items = p;
    for (size_t i = 0; i < *n && !c->bad; i++)
        kho_codec_sv(c, &(*items)[i]);
}

static void
span(struct kho_codec *c, struct kho_span *s)
{
    kho_codec_u32(c, &s->offset);
    kho_codec_u32(c, &s->length);
}

static void
places(struct kho_codec *c, struct kho_document *d)
{
    void *p = d->places;

    (void)kho_codec_array(c, &d->n_places, sizeof *d->places, &p);
    d->places = p;
    for (size_t i = 0; i < d->n_places && !c->bad; i++) {
        kho_codec_sv(c, &d->places[i].path);
        kho_codec_sv(c, &d->places[i].input);
        kho_codec_sv(c, &d->places[i].member);
        kho_codec_i64(c, &d->places[i].mtime);
    }
}

void
kho_head_part(struct kho_codec *c, struct kho_document *d)
{
    struct kho_plan *p = &d->plan;
    kho_sv *const fields[] = {&d->id,
                              &d->format,
                              &p->type,
                              &p->type_name,
                              &p->number,
                              &p->symbol,
                              &p->issuer,
                              &p->issuer_code,
                              &p->issuer_level,
                              &p->issuer_side,
                              &p->loc,
                              &p->place,
                              &p->date,
                              &p->title,
                              &p->key,
                              &p->signer.authority,
                              &p->signer.position,
                              &p->signer.name};

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        kho_codec_sv(c, fields[i]);
    kho_codec_u64(c, &d->size);
    kho_codec_u64(c, &d->notes);
    kho_codec_u64(c, &p->notes);
    kho_codec_u32(c, &d->ocr_pages);
    kho_codec_u32(c, &d->ocr_confidence);
    kho_codec_i32(c, &p->year);
    strings(c, &p->locality, &p->n_locality);
    places(c, d);
}

static void
deadlines(struct kho_codec *c, struct kho_deadline **items, size_t *n)
{
    void *p = *items;

    (void)kho_codec_array(c, n, sizeof **items, &p);
    *items = p;
    for (size_t i = 0; i < *n && !c->bad; i++) {
        struct kho_deadline *x = &(*items)[i];

        kho_codec_sv(c, &x->text);
        kho_codec_sv(c, &x->rule);
        kho_codec_sv(c, &x->date);
        kho_codec_sv(c, &x->rrule);
        span(c, &x->span);
    }
}

static void
citation(struct kho_codec *c, struct kho_citation *x)
{
    kho_sv *const fields[] = {&x->mention,     &x->type, &x->number, &x->symbol,  &x->issuer,
                              &x->issuer_code, &x->date, &x->key,    &x->subject, &x->repaired};
    unsigned kind = x->kind, zone = x->zone, relation = x->relation;
    void *p = x->parts;

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        kho_codec_sv(c, fields[i]);
    kho_codec_enum(c, &kind, KHO_CITE_KIND_COUNT);
    kho_codec_enum(c, &zone, KHO_ZONE_COUNT);
    kho_codec_enum(c, &relation, KHO_REL_COUNT);
    x->kind = (enum kho_cite_kind)kind;
    x->zone = (enum kho_zone)zone;
    x->relation = (enum kho_relation)relation;
    kho_codec_bool(c, &x->legal_basis);
    kho_codec_u8(c, &x->term);
    (void)kho_codec_array(c, &x->n_parts, sizeof *x->parts, &p);
    x->parts = p;
    for (size_t i = 0; i < x->n_parts && !c->bad; i++)
        span(c, &x->parts[i]);
    span(c, &x->sentence);
}

static void
task(struct kho_codec *c, struct kho_task *x)
{
    kho_codec_sv(c, &x->section);
    kho_codec_sv(c, &x->text);
    strings(c, &x->responsible, &x->n_responsible);
    strings(c, &x->coordinating, &x->n_coordinating);
    deadlines(c, &x->deadlines, &x->n_deadlines);
    span(c, &x->span);
}

static void
target(struct kho_codec *c, struct kho_target *x)
{
    kho_codec_sv(c, &x->section);
    kho_codec_sv(c, &x->text);
    kho_codec_sv(c, &x->op);
    kho_codec_sv(c, &x->unit);
    kho_codec_real(c, &x->value);
    kho_codec_real(c, &x->upper);
    kho_codec_bool(c, &x->has_value);
    span(c, &x->span);
}

/* The fields and words that inferred may hold are static strings: stored by their place here. */
static const char *const inferred_words[] = {"issuer",          "date",
                                             "symbol",          "locality",
                                             "place",           "year",
                                             "number",          "title",
                                             "value",           "not_before",
                                             "not_after",       "type",
                                             "signer_position", "signer_authority",
                                             "signer_name",     "issuer_level",
                                             "issuer_side"};
enum { INFERRED_WORDS = sizeof inferred_words / sizeof inferred_words[0] };

static void
inferred_word(struct kho_codec *c, const char **word)
{
    unsigned i = 0;

    if (c->out != NULL)
        while (i + 1 < INFERRED_WORDS && strcmp(inferred_words[i], *word) != 0)
            i++;
    kho_codec_enum(c, &i, INFERRED_WORDS);
    *word = inferred_words[i];
}

void
kho_cites_part(struct kho_codec *c, struct kho_document *d)
{
    struct kho_plan *p = &d->plan;
    void *v;

    strings(c, &p->recipients, &p->n_recipients);
    v = p->citations;
    (void)kho_codec_array(c, &p->n_citations, sizeof *p->citations, &v);
    p->citations = v;
    for (size_t i = 0; i < p->n_citations && !c->bad; i++)
        citation(c, &p->citations[i]);
}

void
kho_plan_part(struct kho_codec *c, struct kho_document *d)
{
    struct kho_plan *p = &d->plan;
    void *v = p->tasks;

    (void)kho_codec_array(c, &p->n_tasks, sizeof *p->tasks, &v);
    p->tasks = v;
    for (size_t i = 0; i < p->n_tasks && !c->bad; i++)
        task(c, &p->tasks[i]);
    v = p->targets;
    (void)kho_codec_array(c, &p->n_targets, sizeof *p->targets, &v);
    p->targets = v;
    for (size_t i = 0; i < p->n_targets && !c->bad; i++)
        target(c, &p->targets[i]);
    deadlines(c, &p->deadlines, &p->n_deadlines);
    v = p->sections;
    (void)kho_codec_array(c, &p->n_sections, sizeof *p->sections, &v);
    p->sections = v;
    for (size_t i = 0; i < p->n_sections && !c->bad; i++) {
        kho_codec_sv(c, &p->sections[i].path);
        kho_codec_sv(c, &p->sections[i].heading);
        span(c, &p->sections[i].span);
    }
    v = p->inferred;
    (void)kho_codec_array(c, &p->n_inferred, sizeof *p->inferred, &v);
    p->inferred = v;
    for (size_t i = 0; i < p->n_inferred && !c->bad; i++) {
        inferred_word(c, &p->inferred[i].field);
        inferred_word(c, &p->inferred[i].how);
        kho_codec_sv(c, &p->inferred[i].value);
        kho_codec_sv(c, &p->inferred[i].evidence);
    }
}
