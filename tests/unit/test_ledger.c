/* test_ledger.c - ledger entries, sets of hashes, the walk through folders. */
#include "hash.h"
#include "idset.h"
#include "ledger.h"
#include "scan.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
entries_come_back(void **state)
{
    struct kho_arena *arena = kho_arena_new((size_t)1 << 20);
    const struct kho_ledger_entry e = {.path = KHO_SV("/kho/hồ sơ.zip"),
                                       .size = UINT64_MAX,
                                       .inode = 12,
                                       .mtime = -1,
                                       .ctime = INT64_MAX,
                                       .members = 17657,
                                       .excluded = 5,
                                       .filter = UINT64_MAX - 1,
                                       .limits = 77,
                                       .state = KHO_LEDGER_UNDER_WAY,
                                       .readers = UINT64_MAX};
    struct kho_ledger_entry back;
    struct kho_buf b = {.p = NULL};

    (void)state;
    kho_ledger_pack(&e, &b);
    assert_true(kho_ledger_unpack(arena, kho_buf_view(&b), &back));
    assert_true(kho_sv_eq(e.path, back.path));
    assert_true(e.size == back.size && e.inode == back.inode && e.mtime == back.mtime &&
                e.ctime == back.ctime && e.members == back.members && e.state == back.state &&
                e.readers == back.readers && e.excluded == back.excluded &&
                e.filter == back.filter && e.limits == back.limits);
    for (size_t n = 0; n < b.n; n++) /* an entry without readers is an older one */
        if (kho_ledger_unpack(arena, (kho_sv){b.p, n}, &back))
            assert_true(back.readers == 0 && back.state == e.state && n == b.n - 10);
    kho_buf_free(&b);
    kho_arena_free(arena);
}

/* Names of metadata are short; long paths that differ only at their end stay apart. */
static void
names_are_short_and_distinct(void **state)
{
    struct kho_arena *arena = kho_arena_new((size_t)1 << 20);
    char a[1000], b[1000];
    kho_sv x, y;

    (void)state;
    memset(a, 'k', sizeof a);
    memset(b, 'k', sizeof b);
    b[sizeof b - 1] = 'x';
    x = kho_ledger_name(arena, (kho_sv){a, sizeof a});
    y = kho_ledger_name(arena, (kho_sv){b, sizeof b});
    assert_true(x.n < 245 && y.n < 245);
    assert_false(kho_sv_eq(x, y));
    assert_true(kho_sv_eq(kho_ledger_name(arena, KHO_SV("/a/b.zip")), KHO_SV("in:/a/b.zip")));
    kho_arena_free(arena);
}

static void
sets_remember(void **state)
{
    struct kho_idset s = {.cap = 0};
    const kho_sv ab[2] = {KHO_SV("a"), KHO_SV("bc")}, ba[2] = {KHO_SV("ab"), KHO_SV("c")};
    bool added;

    (void)state;
    assert_false(kho_idset_has(&s, kho_idset_of1(KHO_SV("x"))));
    for (uint32_t i = 0; i < 10000; i++) {
        assert_true(kho_idset_add(&s, kho_idset_of1((kho_sv){(const char *)&i, sizeof i}), &added));
        assert_true(added);
    }
    for (uint32_t i = 0; i < 20000; i++)
        assert_int_equal(kho_idset_has(&s, kho_idset_of1((kho_sv){(const char *)&i, sizeof i})),
                         i < 10000);
    assert_true(kho_idset_add(&s, kho_idset_of(ab, 2), &added));
    assert_false(kho_idset_has(&s, kho_idset_of(ba, 2))); /* borders count */
    kho_idset_free(&s);
    assert_false(kho_idset_has(&s, kho_idset_of(ab, 2)));
}

/* XXH3, 128 bits: the test value of its author for no bytes. */
static void
contents_have_known_names(void **state)
{
    char id[KHO_ID_SIZE], again[KHO_ID_SIZE];
    kho_sv e;

    (void)state;
    e = kho_hash_bytes(KHO_SV(""), id);
    assert_true(kho_sv_eq(e, KHO_SV("99aa06d3014798d86001c324468d497f")));
    assert_false(kho_sv_eq(kho_hash_place(KHO_SV(""), KHO_SV(""), again), e));
    e = kho_hash_place(KHO_SV("/a"), KHO_SV("b"), id);
    assert_false(kho_sv_eq(kho_hash_place(KHO_SV("/ab"), KHO_SV(""), again), e));
}

static void
touch(const char *path)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_int_equal(fclose(f), 0);
}

static int
clear(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

/* Sorted, links and the index left out, every file once; covers() knows what lies below. */
static void
folders_in_order(void **state)
{
    static const char *const want[] = {"kho/a.txt", "kho/b/1",         "kho/b/2",
                                       "kho/c",     "(link) kho/link", "kho/z"};
    char dir[] = "/tmp/kho-scan-XXXXXX", path[256];
    const char *paths[2] = {path, "/nothing/here"};
    struct kho_scan *s;
    struct kho_scan_entry e;
    char *real;
    enum kho_status st;
    size_t n = 0;

    (void)state;
    assert_non_null(mkdtemp(dir));
    assert_int_equal(chdir(dir), 0);
    assert_int_equal(mkdir("kho", 0700) | mkdir("kho/b", 0700) | mkdir("kho/kho.db", 0700), 0);
    touch("kho/z");
    touch("kho/a.txt");
    touch("kho/b/2");
    touch("kho/b/1");
    touch("kho/c");
    touch("kho/kho.db/inside");
    assert_int_equal(symlink("/etc/passwd", "kho/link"), 0);
    assert_int_equal(mkfifo("kho/fifo", 0600), 0);
    assert_true(snprintf(path, sizeof path, "%s/kho/", dir) > 0);
    assert_int_equal(kho_scan_open(&s, paths, 2, "kho/kho.db", NULL, NULL), KHO_OK);
    while ((st = kho_scan_next(s, &e, NULL)) == KHO_OK) {
        char got[300];

        if (e.kind == KHO_SCAN_MISSING) {
            assert_int_equal(n, sizeof want / sizeof *want);
            continue;
        }
        (void)snprintf(got, sizeof got, "%s%s", e.kind == KHO_SCAN_LINK ? "(link) " : "", e.name);
        assert_true(n < sizeof want / sizeof *want);
        assert_string_equal(got, want[n++]);
    }
    assert_int_equal(st, KHO_DONE);
    assert_int_equal(n, sizeof want / sizeof *want);
    real = realpath(path, NULL);
    assert_true(kho_scan_covers(s, kho_sv_from(real)));
    (void)snprintf(path, sizeof path, "%s/x", real);
    assert_true(kho_scan_covers(s, kho_sv_from(path)));
    (void)snprintf(path, sizeof path, "%sx", real);
    assert_false(kho_scan_covers(s, kho_sv_from(path)));
    kho_scan_close(s);
    free(real);
    assert_int_equal(kho_scan_open(&s, paths + 1, 1, NULL, NULL, NULL), KHO_NOTFOUND);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(nftw(dir, clear, 8, FTW_DEPTH | FTW_PHYS), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_come_back), cmocka_unit_test(names_are_short_and_distinct),
        cmocka_unit_test(sets_remember),     cmocka_unit_test(contents_have_known_names),
        cmocka_unit_test(folders_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
