/* document.c - packing a document: see document.h.
 *
 *   "KD" version | length head | head | length plan | plan | zstd(text and lines)
 *
 * Version history: 1 first.
 */
#include "document.h"

#include "codec.h"

#include <stdlib.h>
#include <zstd.h>

enum { VERSION = 1, ZSTD_LEVEL = 3 };

/* Longest text the program handles, an upper bound against damaged data. */
#define TEXT_MAX ((size_t)1 << 28)

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
plan_part(struct kho_codec *c, struct kho_document *d)
{
    struct kho_plan *p = &d->plan;
    void *v;

    strings(c, &p->recipients, &p->n_recipients);
    v = p->citations;
    (void)kho_codec_array(c, &p->n_citations, sizeof *p->citations, &v);
    p->citations = v;
    for (size_t i = 0; i < p->n_citations && !c->bad; i++)
        citation(c, &p->citations[i]);
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

/* Lengths always; the rest only where a line is not plain. */
static void
line(struct kho_codec *c, struct kho_line *l)
{
    bool plain = l->flags == 0 && l->page == 0 && l->note == 0 && l->table == 0 &&
                 l->heading == 0 && l->indent == 0;

    kho_codec_u32(c, &l->length);
    kho_codec_bool(c, &plain);
    if (plain)
        return;
    kho_codec_u32(c, &l->flags);
    kho_codec_u32(c, &l->page);
    kho_codec_u32(c, &l->note);
    kho_codec_u8(c, &l->heading);
    kho_codec_u8(c, &l->indent);
    kho_codec_u32(c, &l->table);
    if (l->table == 0)
        return;
    kho_codec_u16(c, &l->row);
    kho_codec_u16(c, &l->col);
    kho_codec_u16(c, &l->rowspan);
    kho_codec_u16(c, &l->colspan);
}

static void
text_part(struct kho_codec *c, struct kho_lines *t)
{
    void *p = t->lines;
    size_t offset = 0;

    kho_codec_sv(c, &t->text);
    (void)kho_codec_array(c, &t->n, sizeof *t->lines, &p);
    t->lines = p;
    for (size_t i = 0; i < t->n && !c->bad; i++) {
        line(c, &t->lines[i]);
        t->lines[i].offset = (uint32_t)offset;
        offset += (size_t)t->lines[i].length + 1;
        if (offset > t->text.n + 1)
            c->bad = true;
    }
}

static void
put_part(struct kho_buf *out, struct kho_buf *part)
{
    struct kho_codec c = {.out = out};
    uint64_t n = part->n;

    kho_codec_u64(&c, &n);
    kho_buf_sv(out, kho_buf_view(part));
    if (part->st != KHO_OK)
        out->st = part->st;
    kho_buf_reset(part);
}

enum kho_status
kho_document_pack(const struct kho_document *doc, struct kho_buf *out, struct kho_err *err)
{
    struct kho_document copy = *doc; /* the codec wants fields it may write to; it will not */
    struct kho_buf part = {.p = NULL};
    struct kho_codec c = {.out = &part};
    static ZSTD_CCtx *zstd; /* one per process: making one costs more than a short text */
    size_t bound, got;
    char *packed = NULL;

    kho_buf_put(out, "KD", 2);
    kho_buf_char(out, VERSION);
    head_part(&c, &copy);
    put_part(out, &part);
    plan_part(&c, &copy);
    put_part(out, &part);
    text_part(&c, &copy.lines);
    if (zstd == NULL)
        zstd = ZSTD_createCCtx();
    bound = ZSTD_compressBound(part.n);
    packed = malloc(bound);
    if (packed == NULL || zstd == NULL || part.st == KHO_NOMEM) {
        free(packed);
        kho_buf_free(&part);
        return kho_fail(err, KHO_NOMEM, "packing a document of %zu bytes", doc->lines.text.n);
    }
    got = ZSTD_compressCCtx(zstd, packed, bound, part.p == NULL ? "" : part.p, part.n, ZSTD_LEVEL);
    kho_buf_free(&part);
    if (ZSTD_isError(got) != 0) {
        free(packed);
        return kho_fail(err, KHO_BUG, "zstd: %s", ZSTD_getErrorName(got));
    }
    kho_buf_put(out, packed, got);
    free(packed);
    if (out->st != KHO_OK)
        return kho_fail(err, out->st, "packing a document of %zu bytes", doc->lines.text.n);
    return KHO_OK;
}

/* The next length-prefixed part. */
static kho_sv
take_part(struct kho_codec *c)
{
    uint64_t n = 0;
    kho_sv part = {NULL, 0};

    kho_codec_u64(c, &n);
    if (c->bad || n > c->in.n) {
        c->bad = true;
        return part;
    }
    part = (kho_sv){c->in.p, (size_t)n};
    c->in.p += n;
    c->in.n -= (size_t)n;
    return part;
}

static bool
unpack_text(struct kho_arena *arena, kho_sv packed, struct kho_lines *out)
{
    unsigned long long n = ZSTD_getFrameContentSize(packed.p, packed.n);
    struct kho_codec c = {.arena = arena};
    char *raw;
    size_t got;

    if (n == ZSTD_CONTENTSIZE_ERROR || n == ZSTD_CONTENTSIZE_UNKNOWN || n > TEXT_MAX ||
        n + 64 > kho_arena_room(arena))
        return false;
    raw = kho_arena_alloc(arena, (size_t)n + 1, 1);
    got = ZSTD_decompress(raw, (size_t)n, packed.p, packed.n);
    if (ZSTD_isError(got) != 0 || got != n)
        return false;
    c.in = (kho_sv){raw, got};
    text_part(&c, out);
    return !c.bad && c.in.n == 0;
}

enum kho_status
kho_document_unpack(struct kho_arena *arena, kho_sv packed, enum kho_document_part part,
                    struct kho_document *doc, struct kho_err *err)
{
    struct kho_codec c = {.in = packed, .arena = arena};
    struct kho_codec inner = {.arena = arena};

    memset(doc, 0, sizeof *doc);
    if (packed.n < 3 || packed.p[0] != 'K' || packed.p[1] != 'D' || packed.p[2] != VERSION)
        return kho_fail(err, KHO_DATA, "not a packed document, or of another version");
    c.in.p += 3;
    c.in.n -= 3;
    inner.in = take_part(&c);
    inner.bad = c.bad;
    head_part(&inner, doc);
    if (!inner.bad && part != KHO_DOCUMENT_HEAD) {
        inner.in = take_part(&c);
        inner.bad = c.bad;
        plan_part(&inner, doc);
    }
    if (!inner.bad && part == KHO_DOCUMENT_ALL) {
        inner.bad = !unpack_text(arena, c.in, &doc->lines);
    }
    if (inner.bad) {
        memset(doc, 0, sizeof *doc);
        return kho_fail(err, KHO_DATA, "packed document is damaged");
    }
    return KHO_OK;
}
