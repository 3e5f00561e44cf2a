/* Columns change no answer: with them, without them, when they are of another state, and damaged.
 */
#include "store.h"
#include "tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scratch.h"

enum { DOCUMENTS = 2400, ANSWER = 1 << 20 };

static void
put(struct kho_store *s, unsigned i, const char *year)
{
    const uint32_t year_slot = (uint32_t)kho_fields[KHO_FIELDS_YEAR].slot,
                   level_slot = (uint32_t)kho_fields[KHO_FIELDS_LEVEL].slot;
    char key[16], words[4][16];
    struct kho_posting p[64] = {{.term = KHO_SV("chung"), .pos = 1, .wdf = 1}};
    struct kho_slot slots[2] = {{year_slot, kho_sv_from(year)},
                                {level_slot, kho_sv_from(i % 2 == 0 ? "tỉnh" : "xã")}};
    struct kho_store_doc doc = {.data = KHO_SV("x"),
                                .postings = p,
                                .n_postings = 2 + i % 60,
                                .slots = slots,
                                .n_slots = i % 5 == 0 ? 1 : 2};

    (void)snprintf(key, sizeof key, "Q%u", i);
    for (unsigned k = 1; k < doc.n_postings; k++) {
        (void)snprintf(words[k % 4], sizeof words[0], "w%u", k % 4 == 1 ? k : k % 4);
        p[k] = (struct kho_posting){kho_sv_from(words[k % 4]), k + 1, 1};
    }
    doc.key = kho_sv_from(key);
    assert_int_equal(KHO_OK, kho_store_put(s, &doc, NULL));
}

static void
value_of(char *to, unsigned i)
{
    (void)snprintf(to, 5, "%u", 2000 + i % 37);
}

/* Hits in order, the total, and both facets, as text. */
static void
answer(const char *db, char *to)
{
    struct kho_arena *arena = kho_arena_new((size_t)1 << 26);
    struct kho_node word = {.op = KHO_OP_TERM, .term = KHO_SV("chung")},
                    other = {.op = KHO_OP_TERM, .term = KHO_SV("w2")},
                    bag = {.op = KHO_OP_BAG, .factor = .1, .kids = &word};
    struct kho_facet f[] = {{.slot = (uint32_t)kho_fields[KHO_FIELDS_YEAR].slot, .max = 5},
                            {.slot = (uint32_t)kho_fields[KHO_FIELDS_YEAR].slot,
                             .by = (uint32_t)kho_fields[KHO_FIELDS_LEVEL].slot + 1}};
    struct kho_search what = {.query = &bag, .max = 50, .facets = f, .n_facets = 2, .exact = true};
    struct kho_results r;
    struct kho_store *s;
    size_t n = 0;

    word.next = &other;
    assert_int_equal(KHO_OK, kho_store_open(&s, db, KHO_STORE_READ, NULL));
    assert_int_equal(KHO_OK, kho_store_search(s, &what, arena, &r, NULL));
    assert_true(r.exact);
    n += (size_t)snprintf(to + n, ANSWER - n, "%u\n", (unsigned)r.total);
    for (size_t i = 0; i < r.n; i++)
        n += (size_t)snprintf(to + n, ANSWER - n, "%u %.9g\n", r.hits[i].docid, r.hits[i].weight);
    for (size_t k = 0; k < 2; k++) {
        n += (size_t)snprintf(to + n, ANSWER - n, "facet of %zu\n", f[k].all);
        for (size_t i = 0; i < f[k].n; i++)
            n += (size_t)snprintf(to + n, ANSWER - n, "%.*s %u\n", (int)f[k].counts[i].value.n,
                                  f[k].counts[i].value.p, f[k].counts[i].count);
    }
    kho_store_close(s);
    kho_arena_free(arena);
}

static uint64_t
revision(struct kho_store *s)
{
    struct kho_store_info info;

    assert_int_equal(KHO_OK, kho_store_info(s, &info, NULL));
    return info.revision;
}

static void
change_no_answer(void **state)
{
    static char before[ANSWER], after[ANSWER];
    struct kho_arena *arena = kho_arena_new((size_t)1 << 20);
    struct kho_scratch at;
    struct kho_store *s;
    kho_sv name = {NULL, 0}, raw;
    uint64_t r;
    char year[16];

    (void)state;
    assert_true(kho_scratch_make(&at));
    assert_int_equal(KHO_OK, kho_store_open(&s, at.db, KHO_STORE_CREATE, NULL));
    for (unsigned i = 0; i < DOCUMENTS; i++) {
        value_of(year, i);
        put(s, i, year);
    }
    assert_int_equal(KHO_OK, kho_store_commit(s, NULL));
    answer(at.db, before);
    assert_non_null(strstr(before, "\n\t2000 ")); /* some have no level */
    assert_non_null(strstr(before, "\nxã\t2001 "));
    assert_int_equal(KHO_OK, kho_store_columns(s, NULL));
    r = revision(s);
    assert_int_equal(KHO_OK, kho_store_columns(s, NULL)); /* once is enough */
    assert_int_equal(r, revision(s));
    answer(at.db, after);
    assert_string_equal(before, after);

    put(s, 7, "1999"); /* another state: not what the columns say */
    assert_int_equal(KHO_OK, kho_store_commit(s, NULL));
    answer(at.db, after);
    assert_non_null(strstr(after, "xã\t1999 1\n"));

    assert_int_equal(KHO_OK, kho_store_columns(s, NULL));
    answer(at.db, before);
    assert_string_equal(before, after);
    while (kho_store_meta_next(s, KHO_SV("column:"), arena, &name, NULL) == KHO_OK)
        for (size_t cut = 1; cut < 4; cut++) { /* any damage: as if there were none */
            assert_int_equal(KHO_OK, kho_store_meta_get(s, name, arena, &raw, NULL));
            for (size_t i = 0; i < 8; i++) /* as of the state it will be in */
                ((char *)(uintptr_t)raw.p)[3 + i] = (char)((revision(s) + 1) >> 8 * i);
            assert_int_equal(KHO_OK,
                             kho_store_meta_set(s, name, (kho_sv){raw.p, raw.n * cut / 4}, NULL));
            assert_int_equal(KHO_OK, kho_store_commit(s, NULL));
            answer(at.db, after);
            assert_string_equal(before, after);
        }
    kho_store_close(s);
    kho_scratch_remove(&at);
    kho_arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(change_no_answer)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
