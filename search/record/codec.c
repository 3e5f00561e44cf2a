/* codec.c - see codec.h.  Whole numbers are little-endian base 128, signed ones zigzag. */
#include "codec.h"

void
kho_codec_u64(struct kho_codec *c, uint64_t *v)
{
    if (c->out != NULL) {
        unsigned char b[10];
        size_t n = 0;
        uint64_t x = *v;

        for (; x >= 0x80; x >>= 7)
            b[n++] = (unsigned char)(x | 0x80);
        b[n++] = (unsigned char)x;
        kho_buf_put(c->out, b, n);
        return;
    }
    *v = 0;
    for (unsigned shift = 0; shift < 64 && !c->bad; shift += 7) {
        unsigned char b;

        if (c->in.n == 0)
            break;
        b = (unsigned char)*c->in.p;
        c->in.p++;
        c->in.n--;
        *v |= (uint64_t)(b & 0x7f) << shift;
        if (b < 0x80)
            return;
    }
    *v = 0;
    c->bad = true;
}

void
kho_codec_i64(struct kho_codec *c, int64_t *v)
{
    uint64_t z = ((uint64_t)*v << 1) ^ (*v < 0 ? UINT64_MAX : 0);

    kho_codec_u64(c, &z);
    *v = (int64_t)((z >> 1) ^ ((z & 1) != 0 ? UINT64_MAX : 0));
}

static uint64_t
bounded(struct kho_codec *c, uint64_t v, uint64_t max)
{
    kho_codec_u64(c, &v);
    if (v > max) {
        c->bad = true;
        v = 0;
    }
    return v;
}

void
kho_codec_u32(struct kho_codec *c, uint32_t *v)
{
    *v = (uint32_t)bounded(c, *v, UINT32_MAX);
}

void
kho_codec_u16(struct kho_codec *c, uint16_t *v)
{
    *v = (uint16_t)bounded(c, *v, UINT16_MAX);
}

void
kho_codec_u8(struct kho_codec *c, uint8_t *v)
{
    *v = (uint8_t)bounded(c, *v, UINT8_MAX);
}

void
kho_codec_i32(struct kho_codec *c, int32_t *v)
{
    int64_t wide = *v;

    kho_codec_i64(c, &wide);
    if (wide < INT32_MIN || wide > INT32_MAX) {
        c->bad = true;
        wide = 0;
    }
    *v = (int32_t)wide;
}

void
kho_codec_bool(struct kho_codec *c, bool *v)
{
    *v = bounded(c, *v ? 1 : 0, 1) != 0;
}

void
kho_codec_real(struct kho_codec *c, double *v)
{
    uint64_t bits;

    memcpy(&bits, v, sizeof bits);
    kho_codec_u64(c, &bits);
    memcpy(v, &bits, sizeof bits);
}

void
kho_codec_enum(struct kho_codec *c, unsigned *v, unsigned count)
{
    *v = (unsigned)bounded(c, *v, count - 1);
}

void
kho_codec_sv(struct kho_codec *c, kho_sv *s)
{
    uint64_t n = s->p == NULL ? 0 : (uint64_t)s->n + 1; /* 0: not stated */

    kho_codec_u64(c, &n);
    if (c->out != NULL) {
        kho_buf_sv(c->out, *s);
        return;
    }
    *s = (kho_sv){NULL, 0};
    if (n == 0 || c->bad)
        return;
    n--;
    if (n > c->in.n || n + 64 > kho_arena_room(c->arena)) {
        c->bad = true;
        return;
    }
    *s = kho_arena_dup(c->arena, (kho_sv){c->in.p, (size_t)n});
    c->in.p += n;
    c->in.n -= n;
}

bool
kho_codec_array(struct kho_codec *c, size_t *n, size_t size, void **items)
{
    uint64_t count = *n;

    kho_codec_u64(c, &count);
    if (c->out != NULL)
        return count > 0;
    *n = 0;
    *items = NULL;
    if (count == 0 || c->bad)
        return false;
    /* Every item takes at least one byte, so a wrong count cannot ask for much. */
    if (count > c->in.n || count > (kho_arena_room(c->arena) - 64) / size ||
        kho_arena_room(c->arena) < 64) {
        c->bad = true;
        return false;
    }
    *n = (size_t)count;
    *items = kho_arena_alloc(c->arena, *n, size);
    return true;
}
