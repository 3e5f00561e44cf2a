/* Any text becomes Vietnamese: texts written out in each code page, whole and mixed paragraph by
 * paragraph, with and without the names of fonts, come back; and UTF-8 stays as it is. */
#include "decode.h"
#include "fold.h"
#include "legacy_write.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define ENOUGH 0.985 /* of the letters with marks */

enum { MIXED = WAYS, TEXT_MAX = 4 << 20, FILES_MAX = 2000 };

static struct kho_arena *arena;

/* How texts are written. */
struct mode {
    unsigned way; /* or MIXED */
    bool shown, fonts;
};

static unsigned
next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static unsigned
way_of(const struct mode *m, unsigned *seed)
{
    static const unsigned file[] = {KHO_CHARSET_TCVN3,  KHO_CHARSET_VNI, KHO_CHARSET_CP1258,
                                    KHO_CHARSET_VISCII, KHO_CHARSET_VPS, AS_UTF8};

    if (m->way != MIXED)
        return m->way;
    return file[next_random(seed) % (sizeof file / sizeof file[0])];
}

static void
check_text(kho_sv truth, const struct mode *m, unsigned seed, struct score *score)
{
    struct kho_buf out = {.limit = TEXT_MAX};
    struct kho_decoded d;
    kho_sv rest = truth, line, got;

    while (kho_sv_next(&rest, '\n', &line)) {
        write_paragraph(line, way_of(m, &seed), m->shown, m->fonts, &out);
        if (rest.p != NULL)
            kho_buf_char(&out, '\n');
    }
    assert_int_equal(KHO_OK, out.st);
    assert_int_equal(KHO_OK, m->shown ? kho_decode_text(arena, kho_buf_view(&out), &d, NULL)
                                      : kho_decode(arena, kho_buf_view(&out), &d, NULL));
    kho_buf_free(&out);
    rest = d.text;
    for (kho_sv t = truth; kho_sv_next(&t, '\n', &line);) {
        if (!kho_sv_next(&rest, '\n', &got))
            got = (kho_sv){"", 0};
        if (getenv("KHO_SHOW") != NULL && d.text.n > 0) {
            struct score one = {0};

            score_paragraph(line, got, &one);
            if (one.right < one.all)
                print_message("- %.*s\n+ %.*s\n", KHO_SV_FMT(line), KHO_SV_FMT(got));
        }
        score_paragraph(line, got, score);
    }
    assert_true(rest.p == NULL || rest.n == 0);
}

static kho_sv
read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *p = KHO_NEW_N(arena, TEXT_MAX, char);
    kho_sv s = {p, 0}, out = {"", 0};

    assert_non_null(f);
    s.n = fread(p, 1, TEXT_MAX, f);
    assert_int_equal(0, fclose(f));
    assert_int_equal(KHO_OK, kho_text_normalise(arena, s, &out, NULL));
    return out;
}

static bool
is_text(const char *name)
{
    const size_t n = strlen(name);

    return n > 4 && (strcmp(name + n - 4, ".txt") == 0 || strcmp(name + n - 3, ".md") == 0) &&
           strncmp(name, "README", 6) != 0;
}

/* UTF-8 is normalised and nothing else. */
static void
check_kept(const char *name, kho_sv raw)
{
    struct kho_decoded d;
    kho_sv plain;

    assert_int_equal(KHO_OK, kho_text_normalise(arena, raw, &plain, NULL));
    assert_int_equal(KHO_OK, kho_decode(arena, raw, &d, NULL));
    if (!kho_sv_eq(plain, d.text) || d.confidence < 1)
        fail_msg("%s was changed: %s, %.2f", name, d.charset, d.confidence);
    assert_int_equal(KHO_OK, kho_decode_text(arena, raw, &d, NULL));
    if (!kho_sv_eq(plain, d.text) || d.confidence < 1)
        fail_msg("%s was changed as text: %s, %.2f", name, d.charset, d.confidence);
}

/* What each nth of a folder's texts, from the skip-th on, scores in a mode; nothing where it is
 * missing. */
static void
check_folder(const char *folder, const struct mode *m, size_t skip, size_t nth, struct score *score)
{
    DIR *dir = opendir(folder);
    const struct dirent *e;
    unsigned seed = 7;

    if (dir == NULL)
        return;
    while ((e = readdir(dir)) != NULL) {
        char path[4096];
        kho_sv text;

        if (!is_text(e->d_name) || skip++ % nth != 0)
            continue;
        kho_arena_reset(arena);
        (void)snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        text = read_file(path);
        check_kept(path, text);
        check_text(text, m, seed++, score);
    }
    assert_int_equal(0, closedir(dir));
}

static const struct mode modes[] = {
    {KHO_CHARSET_TCVN3, false, false},
    {KHO_CHARSET_VNI, false, false},
    {KHO_CHARSET_CP1258, false, false},
    {KHO_CHARSET_VISCII, false, false},
    {KHO_CHARSET_VPS, false, false},
    {AS_TWICE, false, false},
    {AS_UTF8, false, false},
    {MIXED, false, false},
    {KHO_CHARSET_TCVN3, true, false},
    {KHO_CHARSET_VNI, true, false},
    {KHO_CHARSET_VISCII, true, false},
    {KHO_CHARSET_VPS, true, false},
    {KHO_CHARSET_CP1258, true, false},
    {MIXED, true, false},
    {KHO_CHARSET_TCVN3, true, true},
    {KHO_CHARSET_VNI, true, true},
    {KHO_CHARSET_VISCII, true, true},
    {KHO_CHARSET_VPS, true, true},
    {MIXED, true, true},
};

static void
check_modes(const char *const *folders, size_t n, size_t nth)
{
    bool enough = true;

    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        const struct mode *m = &modes[i];
        struct score s = {0};
        double share;

        for (size_t k = 0; k < n; k++)
            check_folder(folders[k], m, i, nth, &s);
        assert_true(s.all > 0);
        share = (double)s.right_any_case / (double)s.all;
        print_message("%-12s %-6s %-6s %.4f (with case %.4f) of %zu letters\n",
                      m->way == MIXED ? "mixed" : way_name[m->way], m->shown ? "text" : "bytes",
                      m->fonts ? "fonts" : "", share, (double)s.right / (double)s.all, s.all);
        enough = enough && share >= ENOUGH;
    }
    assert_true(enough);
}

static void
samples_come_back(void **state)
{
    static const char *const folders[] = {KHO_TESTDIR "/../samples/src"};

    (void)state;
    check_modes(folders, 1, 1);
}

static void
real_plans_come_back(void **state)
{
    static const char *const names[] = {"seeds", "plans", "heads"};
    const char *shared = getenv("KHO_SHARED");
    char paths[3][4096];
    const char *folders[3];
    DIR *dir = shared == NULL ? NULL : opendir(shared);

    (void)state;
    if (dir == NULL)
        skip();
    assert_int_equal(0, closedir(dir));
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(paths[i], sizeof paths[i], "%s/%s", shared, names[i]);
        folders[i] = paths[i];
    }
    /* another third in each mode is enough for every day: KHO_LEGACY_ALL=1 takes all */
    check_modes(folders, 3, getenv("KHO_LEGACY_ALL") == NULL ? 3 : 1);
}

static size_t
check_zip(const char *path)
{
    struct archive *a = archive_read_new();
    struct archive_entry *e;
    size_t n = 0;

    assert_int_equal(ARCHIVE_OK, archive_read_support_format_zip(a));
    if (archive_read_open_filename(a, path, 65536) != ARCHIVE_OK)
        fail_msg("%s", archive_error_string(a));
    while (archive_read_next_header(a, &e) == ARCHIVE_OK) {
        kho_sv raw = {NULL, 0};
        char *p;
        la_ssize_t got;

        kho_arena_reset(arena);
        raw.p = p = KHO_NEW_N(arena, TEXT_MAX, char);
        while ((got = archive_read_data(a, p + raw.n, TEXT_MAX - raw.n)) > 0)
            raw.n += (size_t)got;
        check_kept(archive_entry_pathname(e), raw);
        n++;
    }
    assert_int_equal(ARCHIVE_OK, archive_read_free(a));
    return n;
}

static void
real_utf8_is_kept(void **state)
{
    static const char *const zips[] = {"alqac2024-dev.zip", "vlc-articles.zip", "xquad-vi.zip"};
    const char *shared = getenv("KHO_SHARED");
    size_t n = 0;
    char path[4096];

    (void)state;
    for (size_t i = 0; shared != NULL && i < sizeof zips / sizeof zips[0]; i++) {
        FILE *f;

        (void)snprintf(path, sizeof path, "%s/bench/%s", shared, zips[i]);
        if ((f = fopen(path, "rb")) == NULL)
            continue;
        assert_int_equal(0, fclose(f));
        n += check_zip(path);
    }
    if (n == 0)
        skip();
    print_message("%zu texts of the benchmarks kept\n", n);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_come_back),
        cmocka_unit_test(real_plans_come_back),
        cmocka_unit_test(real_utf8_is_kept),
    };
    int failed;

    arena = kho_arena_new((size_t)256 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    kho_arena_free(arena);
    return failed;
}
