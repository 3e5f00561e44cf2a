/* areas.c - see areas.h. */
#include "areas.h"

#include "buf.h"

void
kho_areas_put_number(struct kho_buf *out, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        kho_buf_char(out, (char)(0x80 | (value & 0x7f)));
    kho_buf_char(out, (char)value);
}

bool
kho_areas_get_number(kho_sv *rest, uint32_t *value)
{
    uint64_t v = 0;

    for (unsigned shift = 0; rest->n > 0 && shift < 35; shift += 7) {
        const unsigned char byte = (unsigned char)*rest->p;

        *rest = (kho_sv){rest->p + 1, rest->n - 1};
        v |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *value = (uint32_t)v;
            return v <= UINT32_MAX;
        }
    }
    return false;
}

void
kho_areas_put(struct kho_buf *out, uint32_t *last, const struct kho_range *ranges, size_t n)
{
    kho_areas_put_number(out, (uint32_t)n);
    for (size_t i = 0; i < n; i++) {
        const uint32_t ahead = ranges[i].from - *last; /* modulo 2^32, as it is read */

        kho_areas_put_number(out, ahead << 1 ^ (ahead >> 31 != 0 ? UINT32_MAX : 0));
        kho_areas_put_number(out, ranges[i].n);
        *last = ranges[i].from + ranges[i].n;
    }
}

bool
kho_areas_next(struct kho_areas *a, struct kho_range *ranges, size_t *n)
{
    uint32_t count;

    if (!kho_areas_get_number(&a->rest, &count) || count > KHO_AREA_RANGES)
        return false;
    for (*n = 0; *n < count; ++*n) {
        uint32_t folded, length;

        if (!kho_areas_get_number(&a->rest, &folded) || !kho_areas_get_number(&a->rest, &length))
            return false;
        ranges[*n].from = a->last + (folded >> 1 ^ ((folded & 1) != 0 ? UINT32_MAX : 0));
        ranges[*n].n = length;
        a->last = ranges[*n].from + length;
    }
    return true;
}
