/* name.c - see name.h. */
#include "name.h"

#include <stdio.h>

/* Length of the UTF-8 sequence at p; 0: none.  Surrogates and overlong forms are none. */
static size_t
utf8(const unsigned char *p, size_t n, uint32_t *c)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len = p[0] < 0x80             ? 1
                 : (p[0] & 0xe0) == 0xc0 ? 2
                 : (p[0] & 0xf0) == 0xe0 ? 3
                 : (p[0] & 0xf8) == 0xf0 ? 4
                                         : 0;

    if (len == 0 || len > n)
        return 0;
    *c = len == 1 ? p[0] : p[0] & (0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        *c = *c << 6 | (p[i] & 0x3f);
    }
    return *c < least[len] || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000) ? 0 : len;
}

/* Characters that can fake what a terminal or a page shows. */
static bool
is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x206f) || c == 0xfeff;
}

static bool
is_slash(char c)
{
    return c == '/' || c == '\\';
}

static bool
points_outside(kho_sv raw)
{
    size_t from = 0;

    if (raw.n > 0 && is_slash(raw.p[0]))
        return true;
    if (raw.n > 1 && raw.p[1] == ':' && (raw.p[0] | 0x20) >= 'a' && (raw.p[0] | 0x20) <= 'z')
        return true;
    for (size_t i = 0; i <= raw.n; i++)
        if (i == raw.n || is_slash(raw.p[i])) {
            if (i - from == 2 && raw.p[from] == '.' && raw.p[from + 1] == '.')
                return true;
            from = i + 1;
        }
    return false;
}

uint64_t
kho_name_display(struct kho_buf *out, kho_sv raw)
{
    uint64_t notes = points_outside(raw) ? 1u << KHO_NOTES_PATH : 0;
    bool back = raw.n > 0 && memchr(raw.p, '/', raw.n) == NULL;

    for (size_t i = 0, len; i < raw.n; i += len) {
        const unsigned char *p = (const unsigned char *)raw.p + i;
        uint32_t c = 0;

        len = utf8(p, raw.n - i, &c);
        if (len == 0) {
            kho_buf_fmt(out, "%%%02X", (unsigned)p[0]);
            notes |= 1u << KHO_NOTES_NAME;
            len = 1;
        } else if (is_unsafe(c)) {
            kho_buf_str(out, "\xef\xbf\xbd");
        } else if (c == '\\' && back) {
            kho_buf_char(out, '/');
        } else {
            kho_buf_put(out, p, len);
        }
    }
    return notes;
}

kho_sv
kho_name_unpacked(kho_sv path)
{
    static const char *const endings[] = {".gz", ".bz2", ".xz", ".lzma", ".zst", ".z"};
    size_t from = path.n;

    if (path.n == 0) /* a file that is fetched from has no name */
        return KHO_SV("");
    while (from > 0 && path.p[from - 1] != '/')
        from--;
    path = (kho_sv){path.p + from, path.n - from};
    for (size_t k = 0; k < sizeof endings / sizeof endings[0]; k++) {
        kho_sv e = kho_sv_from(endings[k]);
        size_t i = 0;

        if (path.n <= e.n)
            continue;
        while (i < e.n && (path.p[path.n - e.n + i] | 0x20) == (e.p[i] | 0x20))
            i++;
        if (i == e.n)
            return (kho_sv){path.p, path.n - e.n};
    }
    return path;
}

static uint32_t
be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

bool
kho_name_is_apple_shadow(kho_sv raw, kho_sv bytes)
{
    enum { HEADER = 26, ENTRY = 12, RESOURCE_FORK = 2, EMPTY_FORK = 286 };
    const unsigned char *p = (const unsigned char *)bytes.p;
    size_t from = raw.n, entries;

    while (from > 0 && raw.p[from - 1] != '/')
        from--;
    if (raw.n - from < 3 || raw.p[from] != '.' || raw.p[from + 1] != '_' || bytes.n < HEADER ||
        be32(p) != 0x00051607)
        return false;
    entries = (size_t)p[24] << 8 | p[25];
    for (size_t i = 0; i < entries; i++) {
        const unsigned char *e = p + HEADER + i * ENTRY;

        if (HEADER + (i + 1) * ENTRY > bytes.n)
            return false;
        /* id 1 is a whole file's content; an empty resource fork still has its map. */
        if (be32(e) == 1 || (be32(e) == RESOURCE_FORK && be32(e + 8) > EMPTY_FORK))
            return false;
    }
    return true;
}
