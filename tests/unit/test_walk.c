#include "walk.h"

#include "buf.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { CAP = 1 << 22 };

struct pack {
    const char *name;
    const void *p;
    size_t n;
};

/* One buffer per nesting level of a test. */
static char one[CAP], two[CAP], three[CAP], big[CAP];

typedef int format_fn(struct archive *);
typedef int filter_fn(struct archive *);

static int
no_filter(struct archive *a)
{
    return archive_write_add_filter_none(a);
}

static size_t
pack(char *buf, format_fn *format, filter_fn *filter, const char *options, const struct pack *in,
     size_t n_in)
{
    struct archive *a = archive_write_new();
    size_t used = 0;

    assert_int_equal(ARCHIVE_OK, format(a));
    assert_int_equal(ARCHIVE_OK, filter(a));
    if (options != NULL)
        assert_int_equal(ARCHIVE_OK, archive_write_set_options(a, options));
    if (options != NULL && strstr(options, "encryption") != NULL)
        assert_int_equal(ARCHIVE_OK, archive_write_set_passphrase(a, "mat-khau"));
    assert_int_equal(ARCHIVE_OK, archive_write_set_bytes_per_block(a, 512));
    assert_int_equal(ARCHIVE_OK, archive_write_set_bytes_in_last_block(a, 1));
    assert_int_equal(ARCHIVE_OK, archive_write_open_memory(a, buf, CAP, &used));
    for (size_t i = 0; i < n_in; i++) {
        struct archive_entry *e = archive_entry_new();
        size_t len = strlen(in[i].name);

        archive_entry_set_pathname(e, in[i].name);
        archive_entry_set_filetype(e, len > 0 && in[i].name[len - 1] == '/' ? AE_IFDIR : AE_IFREG);
        archive_entry_set_perm(e, 0644);
        archive_entry_set_mtime(e, 1700000000, 0);
        archive_entry_set_size(e, (la_int64_t)in[i].n);
        assert_true(archive_write_header(a, e) >= ARCHIVE_WARN);
        assert_int_equal(in[i].n, archive_write_data(a, in[i].p, in[i].n));
        archive_entry_free(e);
    }
    assert_int_equal(ARCHIVE_OK, archive_write_close(a));
    assert_int_equal(ARCHIVE_OK, archive_write_free(a));
    return used;
}

#define ZIP(buf, ...)                                                                              \
    pack(buf, archive_write_set_format_zip, no_filter, "zip:hdrcharset=UTF-8",                     \
         (const struct pack[]){__VA_ARGS__},                                                       \
         sizeof((const struct pack[]){__VA_ARGS__}) / sizeof(struct pack))
#define TGZ(buf, ...)                                                                              \
    pack(buf, archive_write_set_format_pax_restricted, archive_write_add_filter_gzip, NULL,        \
         (const struct pack[]){__VA_ARGS__},                                                       \
         sizeof((const struct pack[]){__VA_ARGS__}) / sizeof(struct pack))

static int
file_of(const void *p, size_t n)
{
    int fd = memfd_create("test", MFD_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(n, write(fd, p, n));
    return fd;
}

/* Bytes no method can pack. */
static void
fill_big(void)
{
    uint32_t x = 1;

    for (size_t i = 0; i < CAP; i++) {
        x = x * 1664525 + 1013904223;
        big[i] = (char)(x >> 24);
    }
}

static int spools;

static int
spool(void *ctx)
{
    (void)ctx;
    spools++;
    return memfd_create("spool", MFD_CLOEXEC);
}

static const struct kho_walk_hooks spooling = {.spool = spool, .memory_bytes = 100};

static void
put_notes(struct kho_buf *b, uint64_t notes)
{
    for (size_t i = 0; i < kho_notes_n; i++)
        if ((notes >> i & 1) != 0) {
            kho_buf_char(b, ' ');
            kho_buf_str(b, kho_notes[i].alias);
        }
}

/* "path bytes notes" per member.  Every member without a note is fetched again and compared. */
static const char *
walk(const void *p, size_t n, const struct kho_limits *limits, const struct kho_walk_hooks *hooks)
{
    static struct kho_buf log;
    struct kho_limits usual;
    struct kho_walk *w = NULL;
    struct kho_err err = {.status = KHO_OK};
    struct kho_member m;
    enum kho_status st;
    int fd = file_of(p, n);

    kho_buf_free(&log);
    kho_limits_default(&usual);
    if (limits == NULL)
        limits = &usual;
    st = kho_walk_open(&w, fd, KHO_SV("h"), limits, hooks, &err);
    while (st == KHO_OK && (st = kho_walk_next(w, &m, &err)) == KHO_OK) {
        kho_buf_fmt(&log, "%.*s %zu", KHO_SV_FMT(m.path), m.bytes.n);
        put_notes(&log, m.notes);
        kho_buf_char(&log, '\n');
        if (m.notes == 0) {
            int out = memfd_create("out", MFD_CLOEXEC);
            char *back = malloc(m.bytes.n + 1);

            assert_int_equal(KHO_OK, kho_walk_fetch(fd, m.raw, limits, hooks, out, &err));
            assert_int_equal(m.bytes.n, pread(out, back, m.bytes.n + 1, 0));
            assert_memory_equal(m.bytes.p, back, m.bytes.n);
            free(back);
            (void)close(out);
        }
    }
    if (st != KHO_DONE)
        kho_buf_fmt(&log, "%s: %s\n", kho_status_name(st), err.what);
    kho_walk_close(w);
    (void)close(fd);
    return kho_buf_cstr(&log);
}

static void
plain_files_are_their_own_member(void **state)
{
    (void)state;
    assert_string_equal("h 6\n", walk("hello\n", 6, NULL, NULL));
    assert_string_equal("h 0\n", walk("", 0, NULL, NULL));
    assert_string_equal("h 6\n", walk("070701", 6, NULL, NULL));
    assert_string_equal("h 3\n", walk("BZh", 3, NULL, NULL));
}

static void
containers_in_containers(void **state)
{
    size_t n;

    (void)state;
    n = ZIP(one, {"a/Kế hoạch số 12-KH-UBND.txt", "abc", 3}, {"z.txt", "de", 2});
    n = TGZ(two, {"x.txt", "f", 1}, {"trong.zip", one, n}, {"y.txt", "gh", 2});
    n = ZIP(three, {"đầu.txt", "ijk", 3}, {"b/", "", 0}, {"b/hồ sơ.tar.gz", two, n},
            {"cuối.txt", "l", 1});
    (void)setlocale(LC_ALL, "C"); /* what a web server gives a CGI program */
    for (int i = 0; i < 2; i++)
        assert_string_equal("h//đầu.txt 3\n"
                            "h//b/hồ sơ.tar.gz//x.txt 1\n"
                            "h//b/hồ sơ.tar.gz//trong.zip//a/Kế hoạch số 12-KH-UBND.txt 3\n"
                            "h//b/hồ sơ.tar.gz//trong.zip//z.txt 2\n"
                            "h//b/hồ sơ.tar.gz//y.txt 2\n"
                            "h//cuối.txt 1\n",
                            walk(three, n, NULL, i == 0 ? NULL : &spooling));
    assert_true(spools > 0);
    (void)setlocale(LC_ALL, "C.UTF-8");
}

static void
every_format(void **state)
{
    static const struct {
        const char *name;
        format_fn *format;
        filter_fn *filter;
    } formats[] = {
        {"7z", archive_write_set_format_7zip, no_filter},
        {"zip", archive_write_set_format_zip, no_filter},
        {"ustar", archive_write_set_format_ustar, no_filter},
        {"gnutar", archive_write_set_format_gnutar, no_filter},
        {"tar.bz2", archive_write_set_format_pax, archive_write_add_filter_bzip2},
        {"tar.xz", archive_write_set_format_pax, archive_write_add_filter_xz},
        {"tar.zst", archive_write_set_format_pax, archive_write_add_filter_zstd},
        {"tar.lzma", archive_write_set_format_pax, archive_write_add_filter_lzma},
        {"cpio", archive_write_set_format_cpio_newc, no_filter},
        {"odc", archive_write_set_format_cpio, no_filter},
        {"iso", archive_write_set_format_iso9660, no_filter},
    };
    const struct pack in[] = {{"ke-hoach.txt", "abc", 3}, {"trong/phu-luc.txt", "de", 2}};

    (void)state;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        size_t n = pack(two, formats[i].format, formats[i].filter, NULL, in, 2);
        const char *got = walk(two, n, NULL, NULL);

        if (strcmp(got, "h//ke-hoach.txt 3\nh//trong/phu-luc.txt 2\n") != 0)
            fail_msg("%s:\n%s", formats[i].name, got);
    }
}

static void
single_compressed_files(void **state)
{
    static filter_fn *const filters[] = {
        archive_write_add_filter_gzip, archive_write_add_filter_bzip2, archive_write_add_filter_xz,
        archive_write_add_filter_zstd, archive_write_add_filter_lzma};
    size_t n;

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        n = pack(two, archive_write_set_format_raw, filters[i], NULL,
                 (const struct pack[]){{"x", "hello hello", 11}}, 1);
        assert_string_equal("h//h 11\n", walk(two, n, NULL, NULL));
    }
    n = ZIP(one, {"ke-hoach.TXT.XZ", two, n}, {"b", "x", 1});
    assert_string_equal("h//ke-hoach.TXT.XZ//ke-hoach.TXT 11\nh//b 1\n", walk(one, n, NULL, NULL));
}

static void
office_files_are_documents(void **state)
{
    size_t n, m;

    (void)state;
    n = ZIP(one, {"word/document.xml", "<x/>", 4}, {"[Content_Types].xml", "<x/>", 4});
    m = ZIP(two, {"a.docx", one, n}, {"b", "x", 1});
    assert_int_equal(0, strncmp("h//a.docx ", walk(two, m, NULL, NULL), 10));
    assert_non_null(strstr(walk(two, m, NULL, NULL), "\nh//b 1\n"));
    /* Cut in the middle it is a damaged document still. */
    n = ZIP(one, {"[Content_Types].xml", "<x/>", 4}, {"word/document.xml", "<x/>", 4});
    m = ZIP(two, {"a.docx", one, n / 2});
    assert_int_equal(0, strncmp("h//a.docx ", walk(two, m, NULL, NULL), 10));
    n = pack(one, archive_write_set_format_zip, no_filter, "zip:compression=store",
             (const struct pack[]){{"mimetype", "application/vnd.oasis.opendocument.text", 39},
                                   {"content.xml", "<x/>", 4}},
             2);
    m = ZIP(two, {"a.odt", one, n});
    assert_int_equal(0, strncmp("h//a.odt ", walk(two, m, NULL, NULL), 9));
    /* A folder with an unpacked document is none. */
    n = ZIP(one, {"x/[Content_Types].xml", "<x/>", 4}, {"x/word/document.xml", "<x/>", 4});
    assert_string_equal("h//x/[Content_Types].xml 4\nh//x/word/document.xml 4\n",
                        walk(one, n, NULL, NULL));
}

static void
names_are_untrusted(void **state)
{
    size_t n;

    (void)state;
    n = pack(one, archive_write_set_format_ustar, no_filter, NULL,
             (const struct pack[]){{"../../etc/passwd", "a", 1},
                                   {"/etc/shadow", "b", 1},
                                   {"C:\\tep.txt", "c", 1},
                                   {"x\33[31m\342\200\256cod.exe", "d", 1},
                                   {"K\352 ho\365ch.doc", "e", 1},
                                   {"t\\a.txt", "f", 1},
                                   {"same", "g", 1},
                                   {"same", "hh", 2},
                                   {"a..b/..c", "i", 1}},
             9);
    assert_string_equal("h//../../etc/passwd 1 odd-path\n"
                        "h///etc/shadow 1 odd-path\n"
                        "h//C:/tep.txt 1 odd-path\n"
                        "h//x\xef\xbf\xbd[31m\xef\xbf\xbd"
                        "cod.exe 1\n"
                        "h//K%EA ho%F5ch.doc 1 odd-name\n"
                        "h//t/a.txt 1\n"
                        "h//same 1\n"
                        "h//same 2\n"
                        "h//a..b/..c 1\n",
                        walk(one, n, NULL, NULL));
}

/* What Windows' own zip writes: names in the code page of the machine, no flag.  libarchive writes
 * such names only through iconv, so the bytes are put in place afterwards. */
static void
raw_names_are_kept(void **state)
{
    static const char want[] = "K\xea\xec ho\xf5.doc";
    struct kho_limits limits;
    struct kho_walk *w;
    struct kho_member m;
    size_t n;
    int fd;

    (void)state;
    n = pack(one, archive_write_set_format_zip, no_filter, NULL,
             (const struct pack[]){{"KXX hoX.doc", "e", 1}}, 1);
    for (size_t i = 0; i + 11 <= n; i++)
        if (memcmp(one + i, "KXX hoX.doc", 11) == 0)
            memcpy(one + i, want, 11);
    kho_limits_default(&limits);
    fd = file_of(one, n);
    assert_int_equal(KHO_OK, kho_walk_open(&w, fd, KHO_SV("h"), &limits, NULL, NULL));
    assert_int_equal(KHO_OK, kho_walk_next(w, &m, NULL));
    assert_int_equal(11, m.raw_name.n);
    assert_memory_equal(want, m.raw_name.p, 11);
    assert_true((m.notes >> KHO_NOTES_NAME & 1) != 0);
    assert_int_equal(1700000000, m.mtime);
    assert_int_equal(KHO_DONE, kho_walk_next(w, &m, NULL));
    kho_walk_close(w);
    (void)close(fd);
}

static void
limits_are_noted_not_hidden(void **state)
{
    struct kho_limits limits;
    size_t n, m;

    (void)state;
    for (size_t i = 0; i < 300000; i++)
        big[i] = (char)(i * i % 251);
    kho_limits_default(&limits);
    limits.value[KHO_LIMITS_MEMBER_BYTES] = 100000;
    n = ZIP(two, {"big", big, 300000}, {"b", "x", 1});
    assert_string_equal("h//big 100000 truncated limit-member-bytes\nh//b 1\n",
                        walk(two, n, &limits, NULL));
    assert_string_equal("h//big 100000 truncated limit-member-bytes\nh//b 1\n",
                        walk(two, n, &limits, &spooling));
    assert_string_equal("h//big 100 truncated\nh//b 1\n",
                        walk(two, n, NULL, &(struct kho_walk_hooks){.memory_bytes = 100}));
    /* The limit is for documents: a container inside may be larger. */
    m = pack(one, archive_write_set_format_ustar, no_filter, NULL,
             (const struct pack[]){{"c1", big, 90000}, {"c2", big, 90000}}, 2);
    m = ZIP(three, {"trong.tar", one, m}, {"b", "x", 1});
    assert_string_equal("h//trong.tar//c1 90000\nh//trong.tar//c2 90000\nh//b 1\n",
                        walk(three, m, &limits, &spooling));

    kho_limits_default(&limits);
    limits.value[KHO_LIMITS_DEPTH] = 1;
    n = ZIP(one, {"c", "x", 1});
    m = ZIP(two, {"in.zip", one, n}, {"b", "x", 1});
    assert_non_null(strstr(walk(two, m, &limits, NULL), " too-deep limit-depth\nh//b 1\n"));
    limits.value[KHO_LIMITS_DEPTH] = 0;
    assert_non_null(strstr(walk(two, m, &limits, NULL), " too-deep limit-depth\n"));

    kho_limits_default(&limits);
    limits.value[KHO_LIMITS_MEMBERS] = 2;
    n = ZIP(one, {"1", "x", 1}, {"2", "x", 1}, {"3", "x", 1});
    assert_non_null(strstr(walk(one, n, &limits, NULL), "h//1 1\nh//2 1\nh "));
    assert_non_null(strstr(walk(one, n, &limits, NULL), " over-budget limit-members\n"));

    kho_limits_default(&limits);
    limits.value[KHO_LIMITS_INPUT_BYTES] = 100000;
    n = ZIP(one, {"1", big, 70000}, {"2", big, 70000}, {"3", "x", 1});
    assert_non_null(strstr(walk(one, n, &limits, NULL), "h//1 70000\nh//2 "));
    assert_null(strstr(walk(one, n, &limits, NULL), "h//3"));
}

/* Ten times the same container inside itself: ends at the depth. */
static void
depth_of_nesting(void **state)
{
    char *in = one, *out = two;
    size_t n = ZIP(one, {"day.txt", "x", 1});

    (void)state;
    for (int i = 0; i < 15; i++) {
        char *swap = in;

        n = ZIP(out, {"z.zip", in, n});
        in = out;
        out = swap;
    }
    assert_non_null(
        strstr(walk(in, n, NULL, NULL), "z.zip//z.zip//z.zip//z.zip//z.zip//z.zip//z.zip//z.zip "));
    assert_non_null(strstr(walk(in, n, NULL, NULL), " too-deep limit-depth\n"));
}

/* zeros compressed, as one member of size bytes; the descriptor form says nothing about its size.
 */
static size_t
bomb_zip(char *buf, uint64_t size, bool raw_gzip)
{
    struct archive *a = archive_write_new();
    static const char zeros[1 << 16];
    size_t used = 0;

    assert_int_equal(ARCHIVE_OK,
                     raw_gzip ? archive_write_set_format_raw(a) : archive_write_set_format_zip(a));
    if (raw_gzip)
        assert_int_equal(ARCHIVE_OK, archive_write_add_filter_gzip(a));
    assert_int_equal(ARCHIVE_OK, archive_write_open_memory(a, buf, CAP, &used));
    for (int i = 0; i < (raw_gzip ? 1 : 2); i++) {
        struct archive_entry *e = archive_entry_new();

        archive_entry_set_pathname(e, i == 0 ? "bom" : "sau.txt");
        archive_entry_set_filetype(e, AE_IFREG);
        if (i == 1)
            archive_entry_set_size(e, 1);
        assert_int_equal(ARCHIVE_OK, archive_write_header(a, e));
        for (uint64_t done = 0; i == 0 && done < size; done += sizeof zeros)
            assert_int_equal(sizeof zeros, archive_write_data(a, zeros, sizeof zeros));
        if (i == 1)
            assert_int_equal(1, archive_write_data(a, "x", 1));
        archive_entry_free(e);
    }
    assert_int_equal(ARCHIVE_OK, archive_write_free(a));
    return used;
}

/* Of an archive inside: itself, and what comes out of it; the neighbours are read. */
static void
containers_have_a_limit(void **state)
{
    struct kho_limits limits;
    size_t n, m;

    (void)state;
    for (size_t i = 0; i < 300000; i++)
        big[i] = (char)(i * i % 251);
    kho_limits_default(&limits);
    limits.value[KHO_LIMITS_CONTAINER_BYTES] = 100000;
    m = ZIP(one, {"1", big, 70000}, {"2", big, 70000}, {"3", "x", 1});
    n = ZIP(two, {"trong.zip", one, m}, {"b", "x", 1});
    assert_non_null(strstr(walk(two, n, &limits, NULL), "h//trong.zip//1 70000\n"));
    assert_non_null(strstr(walk(two, n, &limits, NULL), " over-budget limit-container-bytes\n"));
    assert_null(strstr(walk(two, n, &limits, NULL), "trong.zip//3"));
    assert_non_null(strstr(walk(two, n, &limits, NULL), "h//b 1\n"));
    /* Packed it is too large already: its beginning is read. */
    m = pack(one, archive_write_set_format_ustar, no_filter, NULL,
             (const struct pack[]){{"c1", big, 60000}, {"c2", big, 60000}}, 2);
    n = ZIP(two, {"trong.tar", one, m}, {"b", "x", 1});
    assert_non_null(strstr(walk(two, n, &limits, NULL), "h//trong.tar//c1 60000"));
    assert_non_null(strstr(walk(two, n, &limits, NULL), "limit-container-bytes\n"));
    assert_non_null(strstr(walk(two, n, &limits, NULL), "h//b 1\n"));
}

static void
an_input_has_its_time(void **state)
{
    struct kho_limits limits;
    size_t n;

    (void)state;
    kho_limits_default(&limits);
    limits.value[KHO_LIMITS_INPUT_SECONDS] = 0;
    n = ZIP(one, {"1", "x", 1}, {"2", "x", 1});
    assert_non_null(strstr(walk(one, n, &limits, NULL), " timeout limit-input-seconds\n"));
}

/* What is no bomb with the usual floor is one with a lower one, and a real one passes with a high
 * one. */
static void
the_floor_of_the_ratio_can_be_set(void **state)
{
    struct kho_limits limits;
    size_t n;

    (void)state;
    memset(big, 0, 900000);
    n = ZIP(one, {"0", big, 900000});
    assert_string_equal("h//0 900000\n", walk(one, n, NULL, NULL));
    kho_limits_default(&limits);
    limits.value[KHO_LIMITS_RATIO_FLOOR] = 1000;
    assert_non_null(strstr(walk(one, n, &limits, NULL), " bomb limit-ratio\n"));
    limits.value[KHO_LIMITS_RATIO_FLOOR] = 3 << 20;
    n = bomb_zip(one, (uint64_t)2 << 20, false);
    assert_null(strstr(walk(one, n, &limits, NULL), "bomb"));
}

static enum kho_walk_wish
by_name(void *ctx, const struct kho_member *m)
{
    (void)ctx;
    if (m->raw_name.n > 2 && memcmp(m->raw_name.p, "bo", 2) == 0)
        return KHO_WALK_LEAVE;
    return m->raw_name.n > 3 && memcmp(m->raw_name.p, "xem", 3) == 0 ? KHO_WALK_LOOK
                                                                     : KHO_WALK_TAKE;
}

static uint64_t
left_in(const char *p, size_t n, const struct kho_walk_hooks *hooks)
{
    struct kho_limits limits;
    struct kho_walk *w;
    struct kho_member m;
    uint64_t left;
    int fd = file_of(p, n);

    kho_limits_default(&limits);
    assert_int_equal(KHO_OK, kho_walk_open(&w, fd, KHO_SV("h"), &limits, hooks, NULL));
    while (kho_walk_next(w, &m, NULL) == KHO_OK)
        ;
    left = kho_walk_left(w);
    kho_walk_close(w);
    (void)close(fd);
    return left;
}

/* Not wanted: not given, not empty, counted; what is behind it is found, in a stream too. */
static void
wishes_are_followed(void **state)
{
    const struct kho_walk_hooks hooks = {.wish = by_name, .memory_bytes = 1 << 20};
    size_t n, m;

    (void)state;
    n = ZIP(one, {"bo.txt", "x", 1}, {"b.txt", "x", 1}, {"xem.txt", "x", 1});
    assert_string_equal("h//b.txt 1\n", walk(one, n, NULL, &hooks));
    assert_int_equal(2, left_in(one, n, &hooks));
    /* Whole archives: one is left, one is only looked into. */
    m = ZIP(two, {"bo.zip", one, n}, {"xem.zip", one, n}, {"c.txt", "x", 1});
    assert_string_equal("h//xem.zip//b.txt 1\nh//c.txt 1\n", walk(two, m, NULL, &hooks));
    /* All of it is left: that is not an empty archive. */
    n = ZIP(one, {"bo.txt", "x", 1});
    assert_string_equal("", walk(one, n, NULL, &hooks));
    n = pack(one, archive_write_set_format_ustar, archive_write_add_filter_gzip, NULL,
             (const struct pack[]){{"bo.txt", big, 100000}, {"c.txt", "x", 1}}, 2);
    assert_string_equal("h//c.txt 1\n", walk(one, n, NULL, &hooks));
    /* A bomb that is left is stopped all the same when it has to be unpacked on the way. */
    n = bomb_zip(one, (uint64_t)100 << 20, true);
    m = pack(two, archive_write_set_format_ustar, archive_write_add_filter_gzip, NULL,
             (const struct pack[]){{"bo.gz", one, n}, {"c.txt", "x", 1}}, 2);
    assert_string_equal("h//c.txt 1\n", walk(two, m, NULL, &hooks));
}

static void
bombs_stop_early(void **state)
{
    size_t n = bomb_zip(one, (uint64_t)300 << 20, false), m;
    const char *got;

    (void)state;
    got = walk(one, n, NULL, NULL);
    assert_non_null(strstr(got, " bomb limit-ratio\nh//sau.txt 1\n"));
    assert_true(strtol(got + strlen("h//bom "), NULL, 10) < 2 << 20);
    /* Nested, and many times: the whole container is one. */
    m = ZIP(two, {"1.zip", one, n}, {"2.txt", "x", 1});
    assert_non_null(strstr(walk(two, m, NULL, NULL), "h//1.zip//sau.txt 1\nh//2.txt 1\n"));
    n = bomb_zip(one, (uint64_t)100 << 20, true);
    got = walk(one, n, NULL, NULL);
    assert_non_null(strstr(got, "h//h "));
    assert_non_null(strstr(got, " bomb limit-ratio\nh "));
    m = ZIP(two, {"bom.gz", one, n}, {"2.txt", "x", 1});
    assert_non_null(strstr(walk(two, m, NULL, NULL), "h//2.txt 1\n"));
}

/* Many bombs below the floor of one: 40 times a megabyte of zeros, nested. */
static void
bombs_are_summed(void **state)
{
    size_t n = 0, m;
    const struct pack in = {"z", big, 1000000};
    struct pack many[40];

    (void)state;
    memset(big, 0, 1000000);
    for (size_t i = 0; i < 40; i++)
        many[i] = in;
    n = pack(one, archive_write_set_format_zip, no_filter, NULL, many, 40);
    m = ZIP(two, {"x.zip", one, n}, {"y", "x", 1});
    assert_non_null(strstr(walk(two, m, NULL, NULL), "h//x.zip "));
    assert_non_null(strstr(walk(two, m, NULL, NULL), " bomb limit-ratio\n"));
    (void)memset(big, 0, 1);
}

/* The second copy of a file takes no room in a solid archive; that is no bomb. */
static void
solid_copies_are_no_bomb(void **state)
{
    size_t n;

    (void)state;
    fill_big();
    n = pack(two, archive_write_set_format_7zip, no_filter, NULL,
             (const struct pack[]){{"a.pdf", big, 1500000}, {"b.pdf", big, 1500000}}, 2);
    assert_true(n < 2000000);
    assert_string_equal("h//a.pdf 1500000\nh//b.pdf 1500000\n", walk(two, n, NULL, NULL));
}

static void
encryption_is_said_once(void **state)
{
    const struct pack in[] = {{"mot.txt", "abc", 3}, {"hai.txt", "de", 2}};
    size_t n, m;

    (void)state;
    n = pack(one, archive_write_set_format_zip, no_filter, "zip:encryption=traditional", in, 2);
    m = ZIP(two, {"kin.zip", one, n}, {"mo.txt", "x", 1});
    assert_non_null(strstr(walk(two, m, NULL, NULL), " encrypted\nh//mo.txt 1\n"));
    assert_null(strstr(walk(two, m, NULL, NULL), "mot.txt"));
    n = pack(one, archive_write_set_format_zip, no_filter, "zip:encryption=aes256", in, 2);
    assert_non_null(strstr(walk(one, n, NULL, NULL), " encrypted\n"));
}

static void
damage_loses_no_sibling(void **state)
{
    size_t n, m;
    const char *got;

    (void)state;
    /* A broken container inside. */
    n = ZIP(one, {"c", "hello hello hello", 17});
    memset(one + 40, 0xff, n - 40);
    m = ZIP(two, {"bad.zip", one, n}, {"b", "x", 1});
    got = walk(two, m, NULL, NULL);
    assert_non_null(strstr(got, " damaged\nh//b 1\n"));
    /* A zip that was cut: what is before comes out, then the container with a note. */
    fill_big();
    n = ZIP(one, {"1.txt", "mot", 3}, {"2.txt", "hai", 3}, {"3.txt", big, 300000});
    got = walk(one, n / 2, NULL, NULL);
    assert_non_null(strstr(got, "h//1.txt 3\nh//2.txt 3\nh//3.txt "));
    assert_non_null(strstr(got, " damaged\nh "));
    n = TGZ(one, {"1.txt", "mot", 3}, {"2.txt", "hai", 3}, {"3.txt", big, 300000});
    m = ZIP(two, {"a.tgz", one, n / 2}, {"b", "x", 1});
    got = walk(two, m, NULL, NULL);
    assert_non_null(strstr(got, "h//a.tgz//1.txt 3\nh//a.tgz//2.txt 3\n"));
    assert_non_null(strstr(got, " damaged\nh//b 1\n"));
    /* Small ones, too: all of what is there fits into one block of the decoder. */
    n = TGZ(one, {"1.txt", "mot", 3}, {"2.txt", "hai", 3}, {"3.txt", big, 3000});
    got = walk(one, n - 600, NULL, NULL);
    assert_non_null(strstr(got, "h//1.txt 3\nh//2.txt 3\nh//3.txt "));
    assert_non_null(strstr(got, " damaged\nh "));
    n = pack(one, archive_write_set_format_raw, archive_write_add_filter_gzip, NULL,
             (const struct pack[]){{"x", big, 3000}}, 1);
    got = walk(one, n - 600, NULL, NULL);
    assert_true(strtol(got + strlen("h//h "), NULL, 10) > 2000);
    /* A directory at the end that does not fit what it lists: read from the front. */
    n = ZIP(one, {"1.txt", "mot", 3}, {"2.txt", "hai", 3});
    one[n - 10] = (char)(one[n - 10] ^ 0x55);
    assert_non_null(strstr(walk(one, n, NULL, NULL), "h//1.txt 3\nh//2.txt 3\nh "));
    /* gzip files behind each other, as some tools write them, cut in the second: nothing
     * more can be regained. */
    n = pack(one, archive_write_set_format_raw, archive_write_add_filter_gzip, NULL,
             (const struct pack[]){{"x", "", 0}}, 1);
    m = TGZ(two, {"1.txt", "mot", 3}, {"2.txt", big, 300000});
    memcpy(one + n, two, m);
    got = walk(one, n + m / 2, NULL, NULL);
    assert_non_null(strstr(got, "h//1.txt 3\nh//2.txt "));
    assert_non_null(strstr(got, " damaged\nh "));
    /* A directory that says it is empty. */
    n = ZIP(one, {"1.txt", "mot", 3}, {"2.txt", "hai", 3});
    memset(one + n - 10, 0, 4);
    got = walk(one, n, NULL, NULL);
    assert_non_null(strstr(got, "h//1.txt 3\nh//2.txt 3\n"));
    assert_non_null(strstr(got, " damaged\n"));
    /* A flipped byte in the data of one member. */
    n = ZIP(one, {"1.txt", big, 1000}, {"2.txt", "hai", 3});
    one[100] = (char)(one[100] ^ 0x55);
    got = walk(one, n, NULL, NULL);
    assert_non_null(strstr(got, " damaged\nh//2.txt 3\n"));
    /* A destroyed header in the middle. */
    n = ZIP(one, {"1.txt", "mot", 3}, {"2.txt", "hai", 3}, {"3.txt", "ba", 2});
    for (size_t i = 10; i < n; i++)
        if (memcmp(one + i, "PK\3\4", 4) == 0) {
            one[i] = 'Q';
            break;
        }
    got = walk(one, n, NULL, NULL);
    assert_non_null(strstr(got, "h//1.txt 3\n"));
    assert_non_null(strstr(got, "h//3.txt 2\n"));
    assert_non_null(strstr(got, " damaged\n"));
}

static void
nothing_inside(void **state)
{
    size_t n, m;

    (void)state;
    n = pack(one, archive_write_set_format_zip, no_filter, NULL, NULL, 0);
    assert_non_null(strstr(walk(one, n, NULL, NULL), "h 22 empty\n"));
    m = ZIP(two, {"khong.zip", one, n}, {"b", "x", 1});
    assert_string_equal("h//khong.zip 22 empty\nh//b 1\n", walk(two, m, NULL, NULL));
    n = ZIP(one, {"chi-thu-muc/", "", 0});
    assert_non_null(strstr(walk(one, n, NULL, NULL), " empty\n"));
    n = ZIP(one, {"0.txt", "", 0});
    assert_string_equal("h//0.txt 0\n", walk(one, n, NULL, NULL));
}

static void
mac_shadows_are_no_loss(void **state)
{
    static const char shadow[82] =
        "\0\5\x16\7\0\2\0\0Mac OS X        \0\1\0\0\0\2\0\0\0\x26\0\0\0\4";
    size_t n = ZIP(one, {"a.docx", "x", 1}, {"__MACOSX/._a.docx", shadow, sizeof shadow},
                   {"__MACOSX/._chu.txt", "chữ thật", 10}, {"Thumbs.db", "x", 1});

    (void)state;
    assert_string_equal("h//a.docx 1\nh//__MACOSX/._chu.txt 10\nh//Thumbs.db 1\n",
                        walk(one, n, NULL, NULL));
}

static void
many_members(void **state)
{
    enum { MANY = 10000 };
    struct archive *a = archive_write_new();
    size_t used = 0, lines = 0;
    clock_t t;

    (void)state;
    assert_int_equal(ARCHIVE_OK, archive_write_set_format_zip(a));
    assert_int_equal(ARCHIVE_OK, archive_write_set_options(a, "zip:compression=store"));
    assert_int_equal(ARCHIVE_OK, archive_write_open_memory(a, one, CAP, &used));
    for (int i = 0; i < MANY; i++) {
        struct archive_entry *e = archive_entry_new();
        char name[16];

        (void)snprintf(name, sizeof name, "%d.txt", i);
        archive_entry_set_pathname(e, name);
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_size(e, 1);
        assert_int_equal(ARCHIVE_OK, archive_write_header(a, e));
        assert_int_equal(1, archive_write_data(a, "x", 1));
        archive_entry_free(e);
    }
    assert_int_equal(ARCHIVE_OK, archive_write_free(a));
    {
        struct kho_limits limits;
        struct kho_walk *w;
        struct kho_member m;
        int fd = file_of(one, used);

        kho_limits_default(&limits);
        t = clock();
        assert_int_equal(KHO_OK, kho_walk_open(&w, fd, KHO_SV("h"), &limits, NULL, NULL));
        while (kho_walk_next(w, &m, NULL) == KHO_OK)
            lines += m.notes == 0;
        kho_walk_close(w);
        (void)close(fd);
    }
    assert_int_equal(MANY, lines);
    assert_true(clock() - t < 10 * CLOCKS_PER_SEC); /* linear: far below a second */
}

static void
fetch_of_what_is_gone(void **state)
{
    struct kho_limits limits;
    size_t n = ZIP(one, {"1.txt", "mot", 3});
    int fd = file_of(one, n), out = memfd_create("out", MFD_CLOEXEC);

    (void)state;
    kho_limits_default(&limits);
    assert_int_equal(KHO_OK, kho_walk_fetch(fd, KHO_SV("0:1.txt"), &limits, NULL, out, NULL));
    assert_int_equal(KHO_NOTFOUND, kho_walk_fetch(fd, KHO_SV("0:2.txt"), &limits, NULL, out, NULL));
    assert_int_equal(KHO_NOTFOUND, kho_walk_fetch(fd, KHO_SV("7:1.txt"), &limits, NULL, out, NULL));
    assert_int_equal(KHO_NOTFOUND,
                     kho_walk_fetch(fd, KHO_SV("0:1.txt\0000:x"), &limits, NULL, out, NULL));
    assert_int_equal(KHO_NOTFOUND, kho_walk_fetch(fd, KHO_SV("x"), &limits, NULL, out, NULL));
    assert_int_equal(KHO_NOTFOUND, kho_walk_fetch(fd, KHO_SV("99999999999999999999:x"), &limits,
                                                  NULL, out, NULL));
    (void)close(fd);
    (void)close(out);
}

/* Files no writer at hand can make: kept with the fuzz seeds. */
static const char *
walk_seed(const char *name)
{
    char path[512];
    FILE *f;
    size_t n;

    (void)snprintf(path, sizeof path, "%s/fuzz/seed/walk/%s", KHO_TESTDIR, name);
    f = fopen(path, "rb");
    assert_non_null(f);
    n = fread(three, 1, CAP, f);
    (void)fclose(f);
    return walk(three, n, NULL, NULL);
}

static void
seeds(void **state)
{
    (void)state;
    assert_string_equal("h 237 encrypted\n", walk_seed("header-encrypted.7z"));
    assert_non_null(strstr(walk_seed("data-encrypted.7z"), " encrypted\n"));
    assert_null(strstr(walk_seed("data-encrypted.7z"), "//"));
    assert_non_null(strstr(walk_seed("one-encrypted.zip"), "h//kin.txt 0 encrypted\n"));
    assert_non_null(strstr(walk_seed("one-encrypted.zip"), "h//mo.txt 5\n"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_files_are_their_own_member),
        cmocka_unit_test(containers_in_containers),
        cmocka_unit_test(every_format),
        cmocka_unit_test(single_compressed_files),
        cmocka_unit_test(office_files_are_documents),
        cmocka_unit_test(names_are_untrusted),
        cmocka_unit_test(raw_names_are_kept),
        cmocka_unit_test(limits_are_noted_not_hidden),
        cmocka_unit_test(depth_of_nesting),
        cmocka_unit_test(containers_have_a_limit),
        cmocka_unit_test(an_input_has_its_time),
        cmocka_unit_test(the_floor_of_the_ratio_can_be_set),
        cmocka_unit_test(wishes_are_followed),
        cmocka_unit_test(bombs_stop_early),
        cmocka_unit_test(bombs_are_summed),
        cmocka_unit_test(solid_copies_are_no_bomb),
        cmocka_unit_test(encryption_is_said_once),
        cmocka_unit_test(damage_loses_no_sibling),
        cmocka_unit_test(nothing_inside),
        cmocka_unit_test(mac_shadows_are_no_loss),
        cmocka_unit_test(many_members),
        cmocka_unit_test(fetch_of_what_is_gone),
        cmocka_unit_test(seeds),
    };
    (void)setlocale(LC_ALL, "C.UTF-8"); /* for libarchive's writer */
    return cmocka_run_group_tests_name("walk", tests, NULL, NULL);
}
