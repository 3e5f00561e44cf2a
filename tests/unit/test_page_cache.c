/* test_page_cache.c - recognised pages are kept, cut files and other versions do no harm. */
#include "page_cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const kho_sv id = {"0123456789abcdef0123456789abcdef", 32};
static const kho_sv other = {"ffffffffffffffffffffffffffffffff", 32};
static char db[64], file[160];

static int
make(void **state)
{
    (void)state;
    (void)snprintf(db, sizeof db, "/tmp/kho-cache-XXXXXX");
    if (mkdtemp(db) == NULL)
        return -1;
    (void)snprintf(file, sizeof file, "%s/ocr/%.*s", db, KHO_SV_FMT(id));
    return 0;
}

static bool
none_lives(void *ctx, kho_sv what)
{
    (void)what;
    return ctx != NULL;
}

static int
take_away(void **state)
{
    char folder[96];

    (void)state;
    kho_page_cache_clean(db, none_lives, NULL);
    (void)snprintf(folder, sizeof folder, "%s/ocr", db);
    (void)rmdir(folder);
    return rmdir(db);
}

/* "1:text 2:..." */
struct seen {
    struct kho_buf all;
};

static void
see(void *to, const struct kho_message_page *m, kho_sv text)
{
    struct seen *s = to;

    kho_buf_fmt(&s->all, "%u:%u:%.*s ", m->page, m->confidence, KHO_SV_FMT(text));
}

static void
kept(kho_sv which, kho_sv version, const char *want)
{
    struct seen s = {.all = {.p = NULL}};

    kho_page_cache_each(db, which, version, see, &s);
    assert_string_equal(kho_buf_cstr(&s.all), want);
    kho_buf_free(&s.all);
}

static void
put(kho_sv which, kho_sv version, uint32_t page, const char *text)
{
    const struct kho_message_page m = {.page = page, .words = 2, .confidence = 90 + page};

    kho_page_cache_put(db, which, version, &m, kho_sv_from(text));
}

static void
pages_come_back(void **state)
{
    (void)state;
    kept(id, KHO_SV("v1"), "");
    put(id, KHO_SV("v1"), 1, "một\n");
    put(id, KHO_SV("v1"), 2, "");
    put(other, KHO_SV("v1"), 1, "x");
    kept(id, KHO_SV("v1"), "1:91:một\n 2:92: ");
    kept(other, KHO_SV("v1"), "1:91:x ");
}

static void
another_version_begins_anew(void **state)
{
    (void)state;
    put(id, KHO_SV("v1"), 1, "cũ");
    kept(id, KHO_SV("v2"), "");
    kept(id, KHO_SV("v"), "");
    put(id, KHO_SV("v2"), 1, "mới");
    kept(id, KHO_SV("v2"), "1:91:mới ");
    kept(id, KHO_SV("v1"), "");
}

/* Cut anywhere, the whole pages before stay, and the next is put behind them. */
static void
cut_files(void **state)
{
    struct stat st;
    struct stat one;

    (void)state;
    put(id, KHO_SV("v1"), 1, "một");
    assert_int_equal(stat(file, &one), 0);
    put(id, KHO_SV("v1"), 2, "hai");
    assert_int_equal(stat(file, &st), 0);
    for (off_t n = st.st_size - 1; n >= 0; n--) {
        assert_int_equal(truncate(file, n), 0);
        kept(id, KHO_SV("v1"), n >= one.st_size ? "1:91:một " : "");
    }
    put(id, KHO_SV("v1"), 3, "ba");
    kept(id, KHO_SV("v1"), "3:93:ba ");
}

static void
changed_bytes(void **state)
{
    struct stat st;
    char b = 0;
    int fd;

    (void)state;
    put(id, KHO_SV("v1"), 1, "một");
    assert_int_equal(stat(file, &st), 0);
    fd = open(file, O_RDWR);
    assert_true(fd >= 0 && pread(fd, &b, 1, st.st_size - 1) == 1);
    b = (char)(b ^ 1);
    assert_int_equal(pwrite(fd, &b, 1, st.st_size - 1), 1);
    (void)close(fd);
    kept(id, KHO_SV("v1"), "");
    put(id, KHO_SV("v1"), 2, "hai");
    kept(id, KHO_SV("v1"), "2:92:hai ");
}

static bool
only_other(void *ctx, kho_sv what)
{
    (void)ctx;
    return kho_sv_eq(what, other);
}

static void
documents_that_are_gone(void **state)
{
    (void)state;
    put(id, KHO_SV("v1"), 1, "một");
    put(other, KHO_SV("v1"), 1, "hai");
    kho_page_cache_clean(db, only_other, NULL);
    assert_int_equal(access(file, F_OK), -1);
    kept(other, KHO_SV("v1"), "1:91:hai ");
}

/* An ID is a name of a file: nothing else may become one. */
static void
names_stay_inside(void **state)
{
    (void)state;
    put(KHO_SV("../../../tmp/kho-cache-outside-12"), KHO_SV("v1"), 1, "x");
    put(KHO_SV("../456789abcdef0123456789abcdef01"), KHO_SV("v1"), 1, "x");
    kept(KHO_SV("../456789abcdef0123456789abcdef01"), KHO_SV("v1"), "");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make, take_away)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pages_come_back), TEST(another_version_begins_anew), TEST(cut_files),
        TEST(changed_bytes),   TEST(documents_that_are_gone),     TEST(names_stay_inside)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
