/* sniff.c - see sniff.h. */
#include "sniff.h"

#include <stdlib.h>
#include <string.h>

#define HAS(p, n, at, lit)                                                                         \
    ((n) >= (at) + sizeof(lit) - 1 && memcmp((p) + (at), (lit), sizeof(lit) - 1) == 0)

enum {
    ZIP_LOCAL = 30,         /* bytes of a local header before the name */
    ZIP_CENTRAL = 46,       /* bytes of a directory entry before the name */
    ZIP_END = 22,           /* bytes of the end record before the comment */
    ZIP_TAIL = 65535 + 22,  /* where the end record can be */
    ZIP_DIRECTORY = 1 << 18 /* bytes of the directory looked at: thousands of parts */
};

static uint32_t
le16(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t
le32(const unsigned char *p)
{
    return le16(p) | le16(p + 2) << 16;
}

/* The header checksum: the sum of all bytes with its own field taken for blanks. */
static bool
is_tar(const unsigned char *p, size_t n)
{
    unsigned long sum = 0, said = 0;
    size_t i = 148;

    if (n < 512 || p[0] == '\0')
        return false;
    while (i < 156 && p[i] == ' ')
        i++;
    for (; i < 156 && p[i] >= '0' && p[i] <= '7'; i++)
        said = said * 8 + (unsigned long)(p[i] - '0');
    if (i < 156 && p[i] != '\0' && p[i] != ' ')
        return false;
    for (i = 0; i < 512; i++)
        sum += i >= 148 && i < 156 ? ' ' : p[i];
    return sum == said;
}

/* cpio headers are text; a document may begin with the same six digits. */
static bool
is_cpio(const unsigned char *p, size_t n)
{
    bool newc = HAS(p, n, 0, "070701") || HAS(p, n, 0, "070702");
    size_t digits = newc ? 110 : 76;

    if ((!newc && !HAS(p, n, 0, "070707")) || n < digits)
        return false;
    for (size_t i = 6; i < digits; i++)
        if (!((p[i] >= '0' && p[i] <= (newc ? '9' : '7')) ||
              (newc && ((p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'f'))))
            return false;
    return true;
}

/* .lzma has no magic: the usual properties, a dictionary of a plausible size, a plausible length.
 */
static bool
is_lzma(const unsigned char *p, size_t n)
{
    uint32_t dict;

    if (n < 14 || p[0] != 0x5d || p[13] != 0)
        return false;
    dict = le32(p + 1);
    if (dict < 4096 || (dict & (dict - 1)) != 0)
        return false;
    return (le32(p + 5) == UINT32_MAX && le32(p + 9) == UINT32_MAX) || le32(p + 9) < 256;
}

enum kho_container
kho_sniff_head(const unsigned char *p, size_t n)
{
    if (HAS(p, n, 0, "PK\3\4") || HAS(p, n, 0, "PK\5\6") || HAS(p, n, 0, "PK\7\10PK\3\4") ||
        HAS(p, n, 0, "PK00PK\3\4"))
        return KHO_CONTAINER_ZIP;
    if (HAS(p, n, 0, "7z\xbc\xaf\x27\x1c"))
        return KHO_CONTAINER_7ZIP;
    if (HAS(p, n, 0, "Rar!\x1a\x07\x00"))
        return KHO_CONTAINER_RAR;
    if (HAS(p, n, 0, "Rar!\x1a\x07\x01\x00"))
        return KHO_CONTAINER_RAR5;
    if (HAS(p, n, 0, "MSCF\0\0\0\0"))
        return KHO_CONTAINER_CAB;
    if (HAS(p, n, 0, "\x1f\x8b\x08"))
        return KHO_CONTAINER_GZIP;
    if (n >= 10 && HAS(p, n, 0, "BZh") && p[3] >= '1' && p[3] <= '9' &&
        (HAS(p, n, 4, "1AY&SY") || HAS(p, n, 4, "\x17rE8P\x90")))
        return KHO_CONTAINER_BZIP2;
    if (HAS(p, n, 0,
            "\xfd"
            "7zXZ\0"))
        return KHO_CONTAINER_XZ;
    if (HAS(p, n, 0, "\x28\xb5\x2f\xfd"))
        return KHO_CONTAINER_ZSTD;
    if (is_tar(p, n))
        return KHO_CONTAINER_TAR;
    if (is_cpio(p, n))
        return KHO_CONTAINER_CPIO;
    return is_lzma(p, n) ? KHO_CONTAINER_LZMA : KHO_CONTAINER_NONE;
}

static bool
is_document_part(const unsigned char *name, size_t n)
{
    return (n == 19 && memcmp(name, "[Content_Types].xml", 19) == 0) ||
           (n == 11 && memcmp(name, "_rels/.rels", 11) == 0);
}

/* Position of the end record, -1 none.  tail is scratch of ZIP_TAIL bytes. */
static int64_t
zip_end(const struct kho_source *s, unsigned char *tail, unsigned char end[ZIP_END])
{
    int64_t from = s->size > ZIP_TAIL ? s->size - ZIP_TAIL : 0;
    size_t n = kho_source_read(s, from, tail, ZIP_TAIL);

    for (size_t i = n < ZIP_END ? 0 : n - ZIP_END + 1; i-- > 0;)
        if (memcmp(tail + i, "PK\5\6", 4) == 0) {
            memcpy(end, tail + i, ZIP_END);
            return from + (int64_t)i;
        }
    return -1;
}

/* Is one of the marks of a document in the directory?  Writers put it anywhere. */
static bool
directory_has_mark(const struct kho_source *s, const unsigned char end[ZIP_END], int64_t end_at)
{
    size_t size = le32(end + 12), n, at = 0;
    /* Where it is, counted from the end: junk in front of a zip shifts what it declares. */
    int64_t from = end_at - (int64_t)size;
    unsigned char *dir;
    bool found = false;

    if (from < 0)
        return false;
    if (size > ZIP_DIRECTORY)
        size = ZIP_DIRECTORY;
    dir = malloc(size + 1);
    if (dir == NULL)
        return false;
    n = kho_source_read(s, from, dir, size);
    while (!found && n - at >= ZIP_CENTRAL && memcmp(dir + at, "PK\1\2", 4) == 0) {
        size_t name = le16(dir + at + 28), rest = le16(dir + at + 30) + le16(dir + at + 32);

        if (name > n - at - ZIP_CENTRAL)
            break;
        found = is_document_part(dir + at + ZIP_CENTRAL, name);
        if (rest > n - at - ZIP_CENTRAL - name)
            break;
        at += ZIP_CENTRAL + name + rest;
    }
    free(dir);
    return found;
}

static bool
is_zip_document(const struct kho_source *s)
{
    unsigned char head[KHO_SNIFF_HEAD], end[ZIP_END], *tail;
    size_t n = kho_source_read(s, 0, head, sizeof head), name;
    int64_t at;
    bool found = false;

    if (n > ZIP_LOCAL && HAS(head, n, 0, "PK\3\4")) {
        name = le16(head + 26);
        if (name <= n - ZIP_LOCAL && is_document_part(head + ZIP_LOCAL, name))
            return true;
        /* odt, epub: first and stored */
        if (name == 8 && HAS(head, n, ZIP_LOCAL, "mimetype") &&
            HAS(head, n, (size_t)ZIP_LOCAL + 8 + le16(head + 28), "application/"))
            return true;
    }
    tail = malloc(ZIP_TAIL);
    if (tail == NULL)
        return false;
    at = zip_end(s, tail, end);
    if (at >= 0)
        found = directory_has_mark(s, end, at);
    free(tail);
    return found;
}

bool
kho_sniff_zip_whole(const struct kho_source *s)
{
    unsigned char end[ZIP_END], *tail = malloc(ZIP_TAIL);
    bool whole = tail != NULL && zip_end(s, tail, end) >= 0;

    free(tail);
    return whole;
}

bool
kho_sniff_mail(const void *p, size_t n)
{
    const kho_sv bytes = {p, n};
    const struct kho_mail_source s = kho_mail_memory(&bytes);
    bool holds;

    return kho_mail_look(&s, &holds) == KHO_MAIL_YES && holds;
}

enum kho_container
kho_sniff(const struct kho_source *s)
{
    const struct kho_mail_source mail = kho_source_mail(s);
    bool holds;
    unsigned char head[KHO_SNIFF_HEAD], iso[5];
    size_t n = kho_source_read(s, 0, head, sizeof head);
    enum kho_container kind = kho_sniff_head(head, n);

    if (kind == KHO_CONTAINER_ZIP && is_zip_document(s))
        return KHO_CONTAINER_NONE;
    if (kind == KHO_CONTAINER_NONE && kho_source_read(s, 32769, iso, sizeof iso) == sizeof iso &&
        memcmp(iso, "CD001", 5) == 0)
        return KHO_CONTAINER_ISO;
    if (kind == KHO_CONTAINER_NONE && kho_mail_look(&mail, &holds) == KHO_MAIL_YES && holds)
        return KHO_CONTAINER_MAIL;
    return kind;
}

uint64_t
kho_sniff_dictionary(const struct kho_source *s, enum kho_container kind)
{
    unsigned char p[64];
    size_t n = kho_source_read(s, 0, p, sizeof p), at = 14;
    unsigned bits;

    if (kind == KHO_CONTAINER_LZMA && n >= 5)
        return le32(p + 1);
    /* xz: stream header of 12 bytes, then the block header: its size, flags (only plain ones with
     * a single filter are looked at), filter 0x21, one byte of properties. */
    if (kind != KHO_CONTAINER_XZ || n < 17 || p[12] == 0 || (p[13] & 0xc3) != 0 || p[at] != 0x21 ||
        p[at + 1] != 1)
        return 0;
    bits = p[at + 2] & 0x3f;
    return bits >= 40 ? UINT32_MAX : (uint64_t)(2 | (bits & 1)) << (bits / 2 + 11);
}
