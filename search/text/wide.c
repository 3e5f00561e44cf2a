/* wide.c - see wide.h. */
#include "wide.h"

#include "utf8.h"

enum { NUL_SAMPLE = 4096 /* bytes looked at for UTF-16 without a mark */ };

enum wide { NOT_WIDE, WIDE_LE, WIDE_BE };

/*
 * Without a mark: one byte of each pair is nearly always one of the few high bytes that Vietnamese
 * has (00 01 03 1E 20) and often 00, the other nearly never 00.
 */
static enum wide
guess_wide(kho_sv raw)
{
    const size_t n = (raw.n < NUL_SAMPLE ? raw.n : (size_t)NUL_SAMPLE) & ~(size_t)1;
    size_t nul[2] = {0, 0}, usual[2] = {0, 0};

    if (n < 4 || raw.n % 2 != 0)
        return NOT_WIDE;
    for (size_t i = 0; i < n; i++) {
        const unsigned char b = (unsigned char)raw.p[i];

        nul[i % 2] += b == 0;
        usual[i % 2] += b <= 1 || b == 3 || b == 0x1e || b == 0x20;
    }
    for (unsigned high = 0; high < 2; high++)
        if (nul[high] * 3 >= n / 2 && usual[high] * 10 >= n / 2 * 9 && nul[1 - high] * 20 <= n / 2)
            return high == 1 ? WIDE_LE : WIDE_BE;
    return NOT_WIDE;
}

static void
decode_wide(kho_sv raw, enum wide wide, struct kho_buf *out)
{
    const unsigned char *p = (const unsigned char *)raw.p;
    const unsigned high = wide == WIDE_LE ? 1 : 0;

    for (size_t i = 0; i + 1 < raw.n; i += 2) {
        uint32_t c = (uint32_t)p[i + high] << 8 | p[i + 1 - high];
        char utf8[4];

        if (c >= 0xd800 && c < 0xe000) {
            uint32_t low = i + 3 < raw.n ? (uint32_t)p[i + 2 + high] << 8 | p[i + 3 - high] : 0;

            if (c < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
                i += 2;
            } else {
                c = 0xfffd;
            }
        }
        kho_buf_put(out, utf8, kho_utf8_put(utf8, c));
    }
}

const char *
kho_wide_decode(kho_sv raw, struct kho_buf *out)
{
    enum wide wide = NOT_WIDE;

    if (raw.n >= 2 && memcmp(raw.p, "\xff\xfe", 2) == 0)
        wide = WIDE_LE;
    else if (raw.n >= 2 && memcmp(raw.p, "\xfe\xff", 2) == 0)
        wide = WIDE_BE;
    else
        wide = guess_wide(raw);
    if (wide == NOT_WIDE)
        return NULL;
    decode_wide(raw, wide, out);
    return wide == WIDE_LE ? "utf-16le" : "utf-16be";
}
