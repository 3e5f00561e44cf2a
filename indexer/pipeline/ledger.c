/* ledger.c - see ledger.h. */
#include "ledger.h"

#include "codec.h"
#include "extract.h"
#include "hash.h"

#define ARENA_KEPT       ((size_t)1 << 20) /* bytes of entries that are kept while going on */
#define PATH_MAX_IN_NAME 160               /* bytes; the store's names are shorter than 245 */

kho_sv
kho_ledger_name(struct kho_arena *arena, kho_sv path)
{
    char id[KHO_ID_SIZE];
    char *p = KHO_NEW_N(arena, sizeof KHO_META_INPUT + PATH_MAX_IN_NAME + sizeof id + 1, char);
    size_t n = sizeof KHO_META_INPUT - 1,
           keep = path.n <= PATH_MAX_IN_NAME ? path.n : PATH_MAX_IN_NAME;

    memcpy(p, KHO_META_INPUT, n);
    memcpy(p + n, path.p, keep);
    n += keep;
    if (keep < path.n) {
        kho_sv hash = kho_hash_bytes(path, id);

        p[n++] = '#';
        memcpy(p + n, hash.p, hash.n);
        n += hash.n;
    }
    return (kho_sv){p, n};
}

static void
visit(struct kho_codec *c, struct kho_ledger_entry *e)
{
    unsigned state = e->state;

    kho_codec_sv(c, &e->path);
    kho_codec_u64(c, &e->size);
    kho_codec_u64(c, &e->inode);
    kho_codec_i64(c, &e->mtime);
    kho_codec_i64(c, &e->ctime);
    kho_codec_u64(c, &e->members);
    kho_codec_u64(c, &e->excluded);
    kho_codec_u64(c, &e->filter);
    kho_codec_u64(c, &e->limits);
    kho_codec_enum(c, &state, KHO_LEDGER_STATES);
    e->state = (enum kho_ledger_state)state;
    if (c->out != NULL || c->in.n != 0) /* older entries end here */
        kho_codec_u64(c, &e->readers);
}

uint64_t
kho_ledger_readers(void)
{
    char id[KHO_ID_SIZE];
    struct kho_buf b = {.p = NULL};
    uint64_t v = 0;

    kho_buf_fmt(&b, "%d", KHO_EXTRACT_VERSION);
    for (size_t i = 0; i < kho_formats_n; i++)
        kho_buf_fmt(&b, ";%s %s", kho_formats[i].name, kho_formats[i].reader);
    (void)kho_hash_bytes(kho_buf_view(&b), id);
    kho_buf_free(&b);
    for (const char *p = id; p < id + 15; p++)
        v = v << 4 | (uint64_t)(*p <= '9' ? *p - '0' : *p - 'a' + 10);
    return v == 0 ? 1 : v;
}

void
kho_ledger_pack(const struct kho_ledger_entry *e, struct kho_buf *out)
{
    struct kho_codec c = {.out = out};
    struct kho_ledger_entry copy = *e;

    visit(&c, &copy);
}

bool
kho_ledger_unpack(struct kho_arena *arena, kho_sv packed, struct kho_ledger_entry *out)
{
    struct kho_codec c = {.in = packed, .arena = arena};

    *out = (struct kho_ledger_entry){.size = 0};
    visit(&c, out);
    return !c.bad && c.in.n == 0 && out->path.n > 0;
}

enum kho_status
kho_ledger_get(struct kho_store *s, struct kho_arena *arena, kho_sv path,
               struct kho_ledger_entry *out, struct kho_err *err)
{
    kho_sv value;
    enum kho_status st = kho_store_meta_get(s, kho_ledger_name(arena, path), arena, &value, err);

    if (st != KHO_OK)
        return st;
    if (value.p == NULL || !kho_ledger_unpack(arena, value, out) || !kho_sv_eq(out->path, path))
        return kho_fail(err, KHO_NOTFOUND, "input not in the ledger");
    return KHO_OK;
}

enum kho_status
kho_ledger_set(struct kho_store *s, struct kho_arena *arena, const struct kho_ledger_entry *e,
               struct kho_err *err)
{
    struct kho_buf b = {.p = NULL};
    enum kho_status st;

    kho_ledger_pack(e, &b);
    st = b.st == KHO_OK
             ? kho_store_meta_set(s, kho_ledger_name(arena, e->path), kho_buf_view(&b), err)
             : kho_fail(err, b.st, "no memory for the ledger");
    kho_buf_free(&b);
    return st;
}

enum kho_status
kho_ledger_forget(struct kho_store *s, struct kho_arena *arena, kho_sv path, struct kho_err *err)
{
    return kho_store_meta_set(s, kho_ledger_name(arena, path), KHO_SV(""), err);
}

/* Begin a new arena with nothing but *name in it. */
static void
renew(struct kho_arena **arena, kho_sv *name)
{
    struct kho_arena *fresh = kho_arena_new(SIZE_MAX / 2);

    if (name->p != NULL)
        *name = kho_arena_dup(fresh, *name);
    kho_arena_free(*arena);
    *arena = fresh;
}

enum kho_status
kho_ledger_next(struct kho_store *s, struct kho_arena **arena, kho_sv *name,
                struct kho_ledger_entry *out, struct kho_err *err)
{
    enum kho_status st;

    if (kho_arena_room(*arena) < SIZE_MAX / 2 - ARENA_KEPT)
        renew(arena, name);
    while ((st = kho_store_meta_next(s, KHO_SV(KHO_META_INPUT), *arena, name, err)) == KHO_OK) {
        kho_sv value;

        if ((st = kho_store_meta_get(s, *name, *arena, &value, err)) != KHO_OK)
            break;
        if (value.p != NULL && kho_ledger_unpack(*arena, value, out))
            break;
    }
    return st;
}
