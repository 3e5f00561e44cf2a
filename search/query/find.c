/* find.c - one document by what people call it. */
#include "query.h"

#include "key.h"
#include "terms.h"
#include "tree.h"

enum {
    SOME = 4,
    ID_MIN = 4,
    ID_MAX = 32,
    NAMESAKES_MAX = 1000 /* documents of one file name that are looked at */
};

struct found {
    uint32_t docid[SOME];
    size_t n;
};

static bool
is_id(kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return s.n >= ID_MIN && s.n <= ID_MAX;
}

static enum kho_status
by_term(struct kho_store *s, kho_sv term, struct found *f, struct kho_err *err)
{
    struct kho_docids list = {.docid = f->docid, .max = SOME};
    enum kho_status st = kho_store_postings(s, term, 0, &list, err);

    f->n = list.n;
    return st;
}

static enum kho_status
by_id(struct kho_store *s, kho_sv id, struct kho_arena *arena, struct found *f, struct kho_err *err)
{
    struct kho_term_freq t[SOME];
    struct kho_terms keys = {.term = t, .max = SOME};
    enum kho_status st = kho_store_terms(s, kho_term_raw(arena, KHO_FIELDS_KEY, id),
                                         (kho_sv){NULL, 0}, arena, &keys, err);

    f->n = 0;
    for (size_t i = 0; st == KHO_OK && i < keys.n; i++) {
        struct kho_docids one = {.docid = &f->docid[f->n], .max = 1};

        st = kho_store_postings(s, t[i].term, 0, &one, err);
        f->n += one.n;
    }
    return st;
}

/* How well a path is what was typed: all of it, its end, its end without the extension. */
enum fit { FIT_NONE, FIT_STEM, FIT_END, FIT_ALL };

static enum fit
fit_of(kho_sv path, kho_sv typed)
{
    const char *dot = path.n == 0 ? NULL : memrchr(path.p, '.', path.n);
    const kho_sv stem = {path.p, dot == NULL ? 0 : (size_t)(dot - path.p)};

    if (kho_sv_eq(path, typed))
        return FIT_ALL;
    for (size_t i = 0; i < 2; i++) {
        const kho_sv end = i == 0 ? path : stem;

        if (end.n >= typed.n && memcmp(end.p + end.n - typed.n, typed.p, typed.n) == 0 &&
            (end.n == typed.n || end.p[end.n - typed.n - 1] == '/'))
            return i == 0 ? FIT_END : FIT_STEM;
    }
    return FIT_NONE;
}

static enum fit
fit_of_doc(const struct kho_document *doc, kho_sv typed)
{
    enum fit best = FIT_NONE;

    for (size_t i = 0; i < doc->n_places; i++) {
        const enum fit one = fit_of(doc->places[i].path, typed);

        best = one > best ? one : best;
    }
    return best;
}

/* Documents with the words of the file name, of which the best fitting paths are taken. */
static enum kho_status
by_path(struct kho_store *s, kho_sv path, struct kho_arena *arena, struct found *f,
        struct kho_err *err)
{
    struct kho_search what = {.max = NAMESAKES_MAX, .want_data = true};
    struct kho_results r;
    enum fit best = FIT_STEM;
    size_t base = path.n;
    enum kho_status st;

    while (base > 0 && path.p[base - 1] != '/')
        base--;
    what.query =
        kho_tree_field(arena, KHO_FIELDS_FILENAME, (kho_sv){path.p + base, path.n - base}, true);
    if (what.query == NULL)
        return KHO_OK;
    st = kho_store_search(s, &what, arena, &r, err);
    for (size_t i = 0; st == KHO_OK && i < r.n; i++) {
        struct kho_document doc;
        enum fit fit;

        st = kho_document_unpack(arena, r.hits[i].data, KHO_DOCUMENT_HEAD, &doc, err);
        fit = st == KHO_OK ? fit_of_doc(&doc, path) : FIT_NONE;
        if (fit < best)
            continue;
        if (fit > best)
            f->n = 0;
        best = fit;
        if (f->n < SOME)
            f->docid[f->n++] = r.hits[i].docid;
    }
    return st;
}

/* "61", "số 61": a number without its letters. */
static kho_sv
number_alone(kho_sv lower)
{
    static const char so[] = "số ";
    const size_t skip = sizeof so - 1;

    if (lower.n > skip && memcmp(lower.p, so, skip) == 0)
        lower = (kho_sv){lower.p + skip, lower.n - skip};
    while (lower.n > 1 && lower.p[0] == '0')
        lower = (kho_sv){lower.p + 1, lower.n - 1};
    for (size_t i = 0; i < lower.n; i++)
        if (lower.p[i] < '0' || lower.p[i] > '9')
            return (kho_sv){NULL, 0};
    return lower;
}

static enum kho_status
look_up(struct kho_store *s, kho_sv ref, struct kho_arena *arena, struct found *f,
        struct kho_err *err)
{
    const kho_sv lower = kho_text_lower(arena, ref), number = number_alone(lower);
    struct kho_symbol symbol;
    enum kho_status st = KHO_OK;

    f->n = 0;
    if (is_id(lower))
        st = by_id(s, lower, arena, f, err);
    if (st == KHO_OK && f->n == 0 && kho_symbol_parse(arena, ref, &symbol))
        st = by_term(s, kho_term_symbol(arena, KHO_FIELDS_NUMBER, &symbol), f, err);
    if (st == KHO_OK && f->n == 0 && ref.n != 0)
        st = by_path(s, ref, arena, f, err);
    if (st == KHO_OK && f->n == 0 && number.n != 0)
        st = by_term(s, kho_term_raw(arena, KHO_FIELDS_NUMBER, number), f, err);
    return st;
}

static enum kho_status
read_doc(struct kho_store *s, uint32_t docid, enum kho_document_part part, struct kho_arena *arena,
         struct kho_document *out, struct kho_err *err)
{
    kho_sv data;
    enum kho_status st = kho_store_data(s, docid, arena, &data, err);

    return st == KHO_OK ? kho_document_unpack(arena, data, part, out, err) : st;
}

/* "several documents are called so: 0a1b2c3d Kế hoạch 5/KH-UBND (2023-01-10), ..." */
static enum kho_status
several(struct kho_store *s, const struct found *f, struct kho_arena *arena, struct kho_err *err)
{
    struct kho_buf b = {.limit = 200};
    const size_t n = f->n < 3 ? f->n : 3;
    enum kho_status st = KHO_OK;

    for (size_t i = 0; st == KHO_OK && i < n; i++) {
        struct kho_document doc;

        st = read_doc(s, f->docid[i], KHO_DOCUMENT_HEAD, arena, &doc, err);
        if (st != KHO_OK)
            break;
        kho_buf_fmt(&b, "%s%.12s", i == 0 ? "" : ", ", kho_arena_dup(arena, doc.id).p);
        if (doc.plan.date.n != 0)
            kho_buf_fmt(&b, " (%.*s)", KHO_SV_FMT(doc.plan.date));
    }
    if (st == KHO_OK)
        st = kho_fail(err, KHO_ARG, "several documents fit: %s%s", kho_buf_cstr(&b),
                      f->n > n ? ", ..." : "");
    kho_buf_free(&b);
    return st;
}

enum kho_status
kho_find(struct kho_store *s, kho_sv ref, enum kho_document_part part, struct kho_arena *arena,
         struct kho_document *out, struct kho_err *err)
{
    struct found f;
    enum kho_status st = KHO_STALE;

    for (int i = 0; st == KHO_STALE && i < 3; i++) {
        st = look_up(s, ref, arena, &f, err);
        if (st != KHO_OK)
            continue;
        if (f.n == 0)
            return kho_fail(err, KHO_NOTFOUND, "no document '%.*s'",
                            (int)(ref.n < 120 ? ref.n : 120), ref.p);
        st = f.n > 1 ? several(s, &f, arena, err) : read_doc(s, f.docid[0], part, arena, out, err);
    }
    return st;
}
