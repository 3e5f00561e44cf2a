/* alike.c - see alike.h. */
#include "alike.h"

#include "terms.h"

enum {
    BUCKETS = 128,
    WINDOW = 24,    /* bytes of letters and digits: four or five words */
    LOOK_MAX = 100, /* hits of an answer that are compared */
    SAME = 80       /* of 100 buckets */
};

/* The least hash of each bucket over all windows of a text: two texts have as many of them in
 * common as they have windows in common. */
struct sketch {
    uint64_t least[BUCKETS];
    bool made;
};

static uint64_t
mixed(uint64_t h)
{
    h ^= h >> 32;
    h *= UINT64_C(0x9e3779b97f4a7c15);
    return h ^ (h >> 29);
}

/* Only letters and digits, so that marks of a format, blanks and breaks do not matter. */
static bool
counts(unsigned char c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

static void
make_sketch(kho_sv text, struct sketch *out)
{
    const uint64_t base = UINT64_C(0x100000001b3);
    unsigned char ring[WINDOW] = {0};
    uint64_t h = 0, top = 1;
    size_t n = 0;

    for (size_t i = 0; i < WINDOW; i++)
        top *= base;
    for (size_t i = 0; i < BUCKETS; i++)
        out->least[i] = UINT64_MAX;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];

        if (c >= 'A' && c <= 'Z')
            c = (unsigned char)(c + 32);
        if (!counts(c))
            continue;
        h = h * base + c - ring[n % WINDOW] * top;
        ring[n++ % WINDOW] = c;
        if (n >= WINDOW) {
            const uint64_t m = mixed(h), v = m / BUCKETS;

            if (v < out->least[m % BUCKETS])
                out->least[m % BUCKETS] = v;
        }
    }
    out->made = true;
}

static bool
nearly_same(const struct sketch *a, const struct sketch *b)
{
    size_t same = 0, all = 0;

    for (size_t i = 0; i < BUCKETS; i++) {
        all += a->least[i] != UINT64_MAX || b->least[i] != UINT64_MAX;
        same += a->least[i] != UINT64_MAX && a->least[i] == b->least[i];
    }
    return all > 0 && same * 100 >= all * SAME;
}

/* What is worth comparing. */
static bool
may_be(const struct kho_plan *a, const struct kho_plan *b, kho_sv bare_a, kho_sv bare_b)
{
    if (!kho_sv_eq(a->type, b->type))
        return false;
    if (a->symbol.n != 0 && b->symbol.n != 0 && kho_sv_eq(a->symbol, b->symbol) &&
        kho_sv_eq(a->date, b->date))
        return true;
    return a->title.n != 0 && b->title.n != 0 && kho_sv_eq(bare_a, bare_b);
}

static enum kho_status
sketch_of(struct kho_store *s, struct kho_arena *scratch, const struct kho_answer_hit *hit,
          struct sketch *out, struct kho_err *err)
{
    struct kho_document doc;
    kho_sv data;
    enum kho_status st;

    if (out->made)
        return KHO_OK;
    st = kho_store_get(s, kho_term_raw(scratch, KHO_FIELDS_KEY, hit->doc.id), scratch, &data, err);
    if (st == KHO_OK)
        st = kho_document_unpack(scratch, data, KHO_DOCUMENT_TEXT, &doc, err);
    if (st == KHO_OK)
        make_sketch(doc.lines.text, out);
    return st == KHO_NOTFOUND ? KHO_OK : st; /* gone in the meantime */
}

enum kho_status
kho_alike_mark(struct kho_store *s, struct kho_arena *arena, struct kho_arena *scratch,
               struct kho_answer *a, struct kho_err *err)
{
    const size_t n = a->n < LOOK_MAX ? a->n : LOOK_MAX;
    struct sketch *sketch = KHO_NEW_N(arena, n + 1, struct sketch);
    kho_sv *title = KHO_NEW_N(arena, n + 1, kho_sv); /* bare */
    enum kho_status st = KHO_OK;

    for (size_t i = 0; i < n; i++)
        title[i] = kho_fold_bare(arena, a->hits[i].doc.plan.title);
    for (size_t i = 1; i < n; i++)
        for (size_t k = 0; st == KHO_OK && k < i && a->hits[i].like == 0; k++) {
            if (a->hits[k].like != 0 ||
                !may_be(&a->hits[i].doc.plan, &a->hits[k].doc.plan, title[i], title[k]))
                continue;
            kho_arena_reset(scratch);
            st = sketch_of(s, scratch, &a->hits[i], &sketch[i], err);
            if (st == KHO_OK)
                st = sketch_of(s, scratch, &a->hits[k], &sketch[k], err);
            if (st == KHO_OK && sketch[i].made && sketch[k].made &&
                nearly_same(&sketch[i], &sketch[k]))
                a->hits[i].like = (uint32_t)k + 1;
        }
    return st;
}
