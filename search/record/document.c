/* document.c - packing a document: see document.h.
 *
 *   "KD" version | 1 ID, or 0 | length of head | length of plan | head, plan, text and lines
 *
 * The last are squeezed together (squeeze.h): a title or heading that comes again costs next to
 * nothing.
 *
 * Version history: 1 first.  2 one frame, dictionary, ID as bytes, lines by the text's line feeds.
 * 3 targets keep the upper end of a range.  4 pages that were recognised.
 */
#include "document.h"

#include "codec.h"
#include "lines_codec.h"
#include "squeeze.h"

enum { ID_BYTES = 16 };

/* Longest document the program handles, an upper bound against damaged data. */
#define RAW_MAX ((size_t)1 << 28)

static const char hex[] = "0123456789abcdef";

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

static void
head_part(struct kho_codec *c, struct kho_document *d)
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

static void
cites_part(struct kho_codec *c, struct kho_document *d)
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

static void
plan_part(struct kho_codec *c, struct kho_document *d)
{
    struct kho_plan *p = &d->plan;
    void *v;

    cites_part(c, d);
    v = p->tasks;
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

/* -- packing ---------------------------------------------------------------------- */

/* Sixteen bytes for an ID of hex digits; 0: it is another text and stands in the head. */
static bool
id_bytes(kho_sv id, unsigned char out[ID_BYTES])
{
    if (id.n != (size_t)2 * ID_BYTES)
        return false;
    for (size_t i = 0; i < id.n; i++) {
        const char *const at = id.p[i] == '\0' ? NULL : strchr(hex, id.p[i]);

        if (at == NULL)
            return false;
        out[i / 2] = (unsigned char)(out[i / 2] << 4 | (at - hex));
    }
    return true;
}

enum kho_status
kho_document_pack(const struct kho_document *doc, struct kho_buf *out, struct kho_err *err)
{
    struct kho_document copy = *doc; /* the codec wants fields it may write to; it will not */
    struct kho_buf all = {.p = NULL};
    struct kho_codec c = {.out = &all}, front = {.out = out};
    unsigned char id[ID_BYTES] = {0};
    bool has_id = id_bytes(doc->id, id);
    size_t ends[2];
    uint64_t head, plan;
    enum kho_status st;

    if (has_id)
        copy.id = (kho_sv){NULL, 0};
    head_part(&c, &copy);
    head = ends[0] = all.n;
    plan_part(&c, &copy);
    ends[1] = all.n;
    plan = ends[1] - ends[0];
    kho_codec_lines(&c, &copy.lines);
    if (all.st != KHO_OK) {
        kho_buf_free(&all);
        return kho_fail(err, KHO_NOMEM, "packing a document of %zu bytes", doc->lines.text.n);
    }
    kho_buf_put(out, "KD", 2);
    kho_buf_char(out, KHO_DOCUMENT_VERSION);
    kho_codec_bool(&front, &has_id);
    if (has_id)
        kho_buf_put(out, id, sizeof id);
    kho_codec_u64(&front, &head);
    kho_codec_u64(&front, &plan);
    st = kho_squeeze(kho_buf_view(&all), ends, out, err);
    kho_buf_free(&all);
    return st;
}

/* -- unpacking -------------------------------------------------------------------- */

static bool
take_id(struct kho_codec *c, kho_sv *id)
{
    bool has_id = false;
    char *text;

    kho_codec_bool(c, &has_id);
    if (!has_id || c->bad)
        return false;
    if (c->in.n < ID_BYTES || kho_arena_room(c->arena) < 256) {
        c->bad = true;
        return false;
    }
    text = KHO_NEW_N(c->arena, 2 * ID_BYTES + 1, char);
    for (size_t i = 0; i < ID_BYTES; i++) {
        text[2 * i] = hex[(unsigned char)c->in.p[i] >> 4];
        text[2 * i + 1] = hex[(unsigned char)c->in.p[i] & 15];
    }
    *id = (kho_sv){text, (size_t)2 * ID_BYTES};
    c->in.p += ID_BYTES;
    c->in.n -= ID_BYTES;
    return true;
}

/* One part of raw, which it must fill. */
static bool
take(struct kho_arena *arena, struct kho_document *doc, kho_sv raw,
     void (*part)(struct kho_codec *, struct kho_document *))
{
    struct kho_codec c = {.in = raw, .arena = arena};

    part(&c, doc);
    return !c.bad && c.in.n == 0;
}

static bool
take_cites(struct kho_arena *arena, struct kho_document *doc, kho_sv plan)
{
    struct kho_codec c = {.in = plan, .arena = arena};

    cites_part(&c, doc);
    return !c.bad;
}

static void
lines_part(struct kho_codec *c, struct kho_document *d)
{
    kho_codec_lines(c, &d->lines);
}

static bool
without_text(enum kho_document_part part)
{
    return part != KHO_DOCUMENT_TEXT && part != KHO_DOCUMENT_ALL;
}

/* Front matter, and as much of the rest as part wants. */
static bool
open_packed(struct kho_arena *arena, kho_sv packed, enum kho_document_part part,
            struct kho_opened *o)
{
    struct kho_codec c = {.in = packed, .arena = arena};
    uint64_t head = 0, plan = 0, n;
    bool has_id;
    char *raw;

    *o = (struct kho_opened){.head = 0};
    if (packed.n < 3 || packed.p[0] != 'K' || packed.p[1] != 'D' ||
        packed.p[2] != KHO_DOCUMENT_VERSION)
        return false;
    c.in.p += 3;
    c.in.n -= 3;
    has_id = take_id(&c, &o->id);
    kho_codec_u64(&c, &head);
    kho_codec_u64(&c, &plan);
    n = kho_squeezed_size(c.in);
    if (c.bad || n > RAW_MAX || head > n || plan > n - head)
        return false;
    if (without_text(part))
        n = part == KHO_DOCUMENT_HEAD ? head : head + plan;
    if (n + 64 > kho_arena_room(arena))
        return false;
    raw = kho_arena_alloc(arena, n + 1, 1);
    if (!has_id)
        o->id = (kho_sv){NULL, 0};
    o->raw = (kho_sv){raw, (size_t)n};
    o->head = (size_t)head;
    o->plan = (size_t)plan;
    return kho_unsqueeze(c.in, raw, (size_t)n);
}

static bool
take_parts(struct kho_arena *arena, const struct kho_opened *o, enum kho_document_part part,
           struct kho_document *doc)
{
    const kho_sv raw = o->raw;
    const size_t behind = o->head + o->plan;

    memset(doc, 0, sizeof *doc);
    if (!take(arena, doc, (kho_sv){raw.p, o->head}, head_part))
        return false;
    if (o->id.p != NULL)
        doc->id = kho_arena_dup(arena, o->id);
    if (part == KHO_DOCUMENT_CITES && !take_cites(arena, doc, (kho_sv){raw.p + o->head, o->plan}))
        return false;
    if ((part == KHO_DOCUMENT_PLAN || part == KHO_DOCUMENT_ALL) &&
        !take(arena, doc, (kho_sv){raw.p + o->head, o->plan}, plan_part))
        return false;
    return without_text(part) ||
           take(arena, doc, (kho_sv){raw.p + behind, raw.n - behind}, lines_part);
}

static enum kho_status
damaged(struct kho_document *doc, struct kho_err *err)
{
    if (doc != NULL)
        memset(doc, 0, sizeof *doc);
    return kho_fail(err, KHO_DATA, "packed document is damaged, or of another version");
}

enum kho_status
kho_document_open(struct kho_arena *arena, kho_sv packed, struct kho_opened *out,
                  struct kho_err *err)
{
    return open_packed(arena, packed, KHO_DOCUMENT_ALL, out) ? KHO_OK : damaged(NULL, err);
}

enum kho_status
kho_document_part(struct kho_arena *arena, const struct kho_opened *o, enum kho_document_part part,
                  struct kho_document *doc, struct kho_err *err)
{
    return take_parts(arena, o, part, doc) ? KHO_OK : damaged(doc, err);
}

enum kho_status
kho_document_unpack(struct kho_arena *arena, kho_sv packed, enum kho_document_part part,
                    struct kho_document *doc, struct kho_err *err)
{
    struct kho_opened o;

    return open_packed(arena, packed, part, &o) && take_parts(arena, &o, part, doc)
               ? KHO_OK
               : damaged(doc, err);
}
