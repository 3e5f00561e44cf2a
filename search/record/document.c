/* document.c - packing a document: see document.h.
 *
 *   "KD" version | 1 ID, or 0 | lengths of head, citations, plan | bytes of the front as squeezed |
 *   head, citations, plan, text and lines
 *
 * The last are squeezed together (squeeze.h): a title or heading that comes again costs next to
 * nothing.  Head and citations are the front, which can be had alone: lists want no more.
 *
 * Version history: 1 first.  2 one frame, dictionary, ID as bytes, lines by the text's line feeds.
 * 3 targets keep the upper end of a range.  4 pages that were recognised.  5 front.
 */
#include "document.h"

#include "lines_codec.h"
#include "parts.h"
#include "squeeze.h"

enum { ID_BYTES = 16 };

/* Longest document the program handles, an upper bound against damaged data. */
#define RAW_MAX ((size_t)1 << 28)

static const char hex[] = "0123456789abcdef";

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
    struct kho_buf all = {.p = NULL}, frame = {.p = NULL};
    struct kho_codec c = {.out = &all}, first = {.out = out};
    struct kho_squeeze_ends ends;
    unsigned char id[ID_BYTES] = {0};
    bool has_id = id_bytes(doc->id, id);
    uint64_t head, cites, plan, front;
    enum kho_status st;

    if (has_id)
        copy.id = (kho_sv){NULL, 0};
    kho_head_part(&c, &copy);
    head = all.n;
    kho_cites_part(&c, &copy);
    ends.front = all.n;
    cites = all.n - head;
    kho_plan_part(&c, &copy);
    ends.middle = all.n;
    plan = ends.middle - ends.front;
    kho_codec_lines(&c, &copy.lines);
    if (all.st != KHO_OK) {
        kho_buf_free(&all);
        return kho_fail(err, KHO_NOMEM, "packing a document of %zu bytes", doc->lines.text.n);
    }
    st = kho_squeeze(kho_buf_view(&all), &ends, &frame, err);
    kho_buf_free(&all);
    front = ends.packed;
    kho_buf_put(out, "KD", 2);
    kho_buf_char(out, KHO_DOCUMENT_VERSION);
    kho_codec_bool(&first, &has_id);
    if (has_id)
        kho_buf_put(out, id, sizeof id);
    kho_codec_u64(&first, &head);
    kho_codec_u64(&first, &cites);
    kho_codec_u64(&first, &plan);
    kho_codec_u64(&first, &front);
    kho_buf_sv(out, kho_buf_view(&frame));
    kho_buf_free(&frame);
    return st == KHO_OK && out->st != KHO_OK ? kho_fail(err, out->st, "packing a document") : st;
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

static void
lines_part(struct kho_codec *c, struct kho_document *d)
{
    kho_codec_lines(c, &d->lines);
}

/* How much of what is squeezed is needed for a part. */
static uint64_t
wanted(enum kho_document_part part, const struct kho_opened *o, uint64_t all)
{
    const uint64_t plan = o->head + o->cites + o->plan;

    if (part == KHO_DOCUMENT_HEAD || part == KHO_DOCUMENT_CITES)
        return o->head + o->cites;
    return part == KHO_DOCUMENT_PLAN && all > KHO_SQUEEZE_LONG ? plan : all;
}

/* What stands in front of what is squeezed; false: damaged. */
static bool
take_lengths(struct kho_codec *c, struct kho_opened *o, uint64_t *all, uint64_t *front)
{
    uint64_t head = 0, cites = 0, plan = 0;

    kho_codec_u64(c, &head);
    kho_codec_u64(c, &cites);
    kho_codec_u64(c, &plan);
    kho_codec_u64(c, front);
    *all = kho_squeezed_size(c->in);
    if (c->bad || *all > RAW_MAX || head > *all || cites > *all - head ||
        plan > *all - head - cites || *front > c->in.n)
        return false;
    o->head = (size_t)head;
    o->cites = (size_t)cites;
    o->plan = (size_t)plan;
    return true;
}

/* Front matter, and as much of the rest as part wants. */
static bool
open_packed(struct kho_arena *arena, kho_sv packed, enum kho_document_part part,
            struct kho_opened *o)
{
    struct kho_codec c = {.in = packed, .arena = arena};
    uint64_t all = 0, front = 0, n;
    char *raw;

    *o = (struct kho_opened){.head = 0};
    if (packed.n < 3 || packed.p[0] != 'K' || packed.p[1] != 'D' ||
        packed.p[2] != KHO_DOCUMENT_VERSION)
        return false;
    c.in.p += 3;
    c.in.n -= 3;
    if (!take_id(&c, &o->id))
        o->id = (kho_sv){NULL, 0};
    if (!take_lengths(&c, o, &all, &front))
        return false;
    n = wanted(part, o, all);
    if (n + 64 > kho_arena_room(arena))
        return false;
    raw = kho_arena_alloc(arena, n + 1, 1);
    o->raw = (kho_sv){raw, (size_t)n};
    if (n == o->head + o->cites)
        c.in.n = front;
    return kho_unsqueeze(c.in, raw, (size_t)n);
}

static bool
take_parts(struct kho_arena *arena, const struct kho_opened *o, enum kho_document_part part,
           struct kho_document *doc)
{
    const kho_sv raw = o->raw;
    const size_t front = o->head + o->cites, behind = front + o->plan;

    memset(doc, 0, sizeof *doc);
    if (!take(arena, doc, (kho_sv){raw.p, o->head}, kho_head_part))
        return false;
    if (o->id.p != NULL)
        doc->id = kho_arena_dup(arena, o->id);
    if ((part == KHO_DOCUMENT_CITES || part == KHO_DOCUMENT_PLAN || part == KHO_DOCUMENT_ALL) &&
        !take(arena, doc, (kho_sv){raw.p + o->head, o->cites}, kho_cites_part))
        return false;
    if ((part == KHO_DOCUMENT_PLAN || part == KHO_DOCUMENT_ALL) &&
        !take(arena, doc, (kho_sv){raw.p + front, o->plan}, kho_plan_part))
        return false;
    return (part != KHO_DOCUMENT_TEXT && part != KHO_DOCUMENT_ALL) ||
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
kho_document_open(struct kho_arena *arena, kho_sv packed, enum kho_document_part most,
                  struct kho_opened *out, struct kho_err *err)
{
    return open_packed(arena, packed, most, out) ? KHO_OK : damaged(NULL, err);
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
