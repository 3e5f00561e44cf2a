/* test_truncated.c - files called whole.* among the seeds of the fuzz targets, cut at every 64th of
 * their length: what is left is read, and what comes out is valid. */
#include "../fuzz/extract_check.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { PARTS = 64 };

static void
cut_one(const char *path)
{
    static char buf[1 << 20];
    const char *name = strrchr(path, '/') + 1;
    FILE *f = fopen(path, "rb");
    size_t n;

    assert_non_null(f);
    n = fread(buf, 1, sizeof buf, f);
    (void)fclose(f);
    for (size_t i = 1; i <= PARTS; i++) {
        char *copy = malloc(n * i / PARTS + 1); /* its end is where a sanitizer sees it */

        assert_non_null(copy);
        memcpy(copy, buf, n * i / PARTS);
        check_extract(copy, n * i / PARTS, name);
        free(copy);
    }
}

static void
test_truncated(void **state)
{
    glob_t g;

    (void)state;
    assert_int_equal(glob(KHO_TESTDIR "/fuzz/seed/*/whole.*", 0, NULL, &g), 0);
    assert_true(g.gl_pathc > 0);
    for (size_t i = 0; i < g.gl_pathc; i++)
        cut_one(g.gl_pathv[i]);
    globfree(&g);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_truncated)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
