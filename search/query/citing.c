/* citing.c - see citing.h. */
#include "citing.h"

#include "snippet.h"

enum {
    ROOM_FOR_ONE = 256 * 1024,
    SENTENCE_MAX = 1200, /* bytes shown around a mention */
    SCRATCH = 512 * 1024 * 1024
};

/* A mention that a footnote or a page break cuts in two: its sentence ends at the cut, so the whole
 * mention is put there, with what stands behind its last piece on the line. */
static void
put_joined(struct kho_arena *arena, kho_sv text, struct kho_citing *out)
{
    const struct kho_span first = out->first, last = out->last;
    size_t from = out->around.offset, behind = last.offset + last.length, to = behind;
    struct kho_buf b = {.p = NULL};

    if (from > first.offset || first.offset - from > SENTENCE_MAX / 3)
        from = first.offset;
    if (first.offset > text.n || behind > text.n)
        return;
    while (to < text.n && text.p[to] != '\n' && to - behind < SENTENCE_MAX / 3)
        to++;
    while (to > behind && to < text.n && text.p[to] != '\n' && text.p[to] != ' ')
        to--;
    kho_buf_sv(&b, kho_one_line(arena, text, from, first.offset, NULL, 0).text);
    if (b.n > 0 && b.p[b.n - 1] != ' ')
        kho_buf_char(&b, ' ');
    out->mark = (struct kho_mark){.offset = (uint32_t)b.n, .length = (uint32_t)out->mention.n};
    kho_buf_sv(&b, out->mention);
    kho_buf_char(&b, ' ');
    kho_buf_sv(&b, kho_one_line(arena, text, behind, to, NULL, 0).text);
    out->sentence = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
}

/* The sentence around a mention on one line, cut to its neighbourhood when it is long. */
static void
put_sentence(struct kho_arena *arena, kho_sv text, struct kho_citing *out)
{
    const struct kho_span at = out->first;
    size_t from = out->around.offset, to = from + out->around.length;
    struct kho_found place = {.offset = at.offset, .length = at.length};
    struct kho_marked line;

    if (out->last.offset > at.offset && out->last.offset >= to) {
        put_joined(arena, text, out);
        return;
    }
    if (to > text.n || from >= to)
        from = at.offset, to = from + at.length;
    if (to > text.n || from >= to)
        return;
    if (to - from > SENTENCE_MAX) {
        const size_t before = SENTENCE_MAX / 3;

        if (at.offset > from + before)
            from = at.offset - before;
        if (to > from + SENTENCE_MAX)
            to = from + SENTENCE_MAX;
        while (from < at.offset && text.p[from - 1] != ' ' && text.p[from - 1] != '\n')
            from++;
        while (to > from && to < text.n && text.p[to] != ' ' && text.p[to] != '\n')
            to--;
    }
    line = kho_one_line(arena, text, from, to, &place, 1);
    out->sentence = line.text;
    if (line.n == 1)
        out->mark = line.marks[0];
    if (out->mark.offset + out->mark.length > out->sentence.n)
        out->mark.length = (uint32_t)(out->sentence.n - out->mark.offset);
}

enum kho_status
kho_citing_of(struct kho_arena *arena, const struct kho_opened *o, const struct kho_citation *c,
              struct kho_citing *out, struct kho_err *err)
{
    enum kho_status st;

    *out = (struct kho_citing){.zone = c->zone, .sentence = KHO_SV("")};
    if (kho_arena_room(arena) < ROOM_FOR_ONE)
        return kho_fail(err, KHO_LIMIT, "too many plans cite it");
    st = kho_document_part(arena, o, KHO_DOCUMENT_HEAD, &out->doc, err);
    if (st != KHO_OK)
        return st;
    out->mention = kho_arena_dup(arena, c->mention);
    out->date = c->date.n != 0 ? kho_arena_dup(arena, c->date) : (kho_sv){NULL, 0};
    out->relation = c->relation;
    out->legal_basis = c->legal_basis;
    out->around = out->first = out->last = c->sentence;
    if (c->n_parts > 0) {
        out->first = c->parts[0];
        out->last = c->parts[c->n_parts - 1];
    }
    return KHO_OK;
}

enum kho_status
kho_citing_sentences(struct kho_store *s, struct kho_citing *const *of, size_t n,
                     struct kho_arena *arena, struct kho_err *err)
{
    struct kho_arena *one = kho_arena_new(SCRATCH);
    enum kho_status st = KHO_OK;

    for (size_t i = 0; st == KHO_OK && i < n && kho_arena_room(arena) >= ROOM_FOR_ONE; i++) {
        struct kho_document full;
        kho_sv packed;

        kho_arena_reset(one);
        st = kho_store_data(s, of[i]->docid, one, &packed, err);
        if (st == KHO_OK)
            st = kho_document_unpack(one, packed, KHO_DOCUMENT_TEXT, &full, err);
        if (st == KHO_OK)
            put_sentence(arena, full.lines.text, of[i]);
    }
    kho_arena_free(one);
    return st;
}

enum kho_status
kho_cascades_sentences(struct kho_store *s, const struct kho_cascades *c, struct kho_arena *arena,
                       struct kho_err *err)
{
    enum kho_status st = KHO_OK;

    for (size_t i = 0; st == KHO_OK && i < c->n; i++)
        for (size_t k = 0; st == KHO_OK && k < c->docs[i].n; k++) {
            struct kho_citing *of = &c->docs[i].plans[k].citing;

            st = kho_citing_sentences(s, &of, 1, arena, err);
        }
    return st;
}

int
kho_citing_compare(const struct kho_citing *a, const struct kho_citing *b)
{
    const struct kho_document *x = &a->doc, *y = &b->doc;
    const kho_sv p = x->plan.date, q = y->plan.date;
    int r;

    if (p.n != q.n)
        return p.n > q.n ? -1 : 1;
    r = p.n == 0 ? 0 : memcmp(p.p, q.p, p.n);
    return r != 0 ? r : memcmp(x->id.p, y->id.p, x->id.n < y->id.n ? x->id.n : y->id.n);
}
