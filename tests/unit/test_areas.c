/* Areas: what was put in comes out, any bytes can be read, and KHO_OP_AREA finds the documents of
 * which one area has the words in their order, as looking at every word of every area does. */
#include "areas.h"
#include "buf.h"
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "scratch.h"

enum {
    DOCS = 600,
    WORDS = 7,
    LONGEST = 60,
    AREAS = 5,
    RANGES = 4,
    ASKED = 300,
    MOST = 4,
    SLOT = 13
};

struct area {
    struct kho_range range[RANGES];
    size_t n;
};

struct doc {
    int word[LONGEST + 2]; /* by position, from 1 */
    struct area area[AREAS];
    size_t n_areas;
};

struct fix {
    struct kho_scratch at;
    struct kho_arena *arena;
    struct kho_store *s;
    uint32_t seed;
    struct doc doc[DOCS];
};

static uint32_t
dice(struct fix *f, uint32_t sides)
{
    f->seed = f->seed * 1664525 + 1013904223;
    return (f->seed >> 8) % sides;
}

static void
put_one(struct fix *f, struct doc *d, uint32_t number)
{
    struct kho_posting p[LONGEST];
    struct kho_buf b = {.p = NULL};
    struct kho_slot slot = {.slot = SLOT};
    struct kho_store_doc put = {.data = KHO_SV("x"), .postings = p, .slots = &slot};
    char key[16], name[LONGEST][8];
    uint32_t last = 0;
    struct kho_err err;

    for (uint32_t i = 0; i < LONGEST; i++) {
        d->word[i + 1] = (int)dice(f, WORDS);
        (void)snprintf(name[i], sizeof name[i], "w%d", d->word[i + 1]);
        p[i] = (struct kho_posting){kho_sv_from(name[i]), i + 1, 1};
    }
    put.n_postings = LONGEST;
    for (d->n_areas = dice(f, AREAS + 1); put.n_slots < d->n_areas; put.n_slots++) {
        struct area *a = &d->area[put.n_slots];

        for (a->n = dice(f, RANGES + 1); last < a->n; last++) {
            a->range[last].from = 1 + dice(f, LONGEST - 8);
            a->range[last].n = 1 + dice(f, 7);
        }
        last = 0;
    }
    for (size_t i = 0; i < d->n_areas; i++)
        kho_areas_put(&b, &last, d->area[i].range, d->area[i].n);
    slot.bytes = kho_buf_view(&b);
    put.n_slots = b.n > 0;
    (void)snprintf(key, sizeof key, "Q%u", (unsigned)number);
    put.key = kho_sv_from(key);
    assert_int_equal(KHO_OK, kho_store_put(f->s, &put, &err));
    kho_buf_free(&b);
}

static int
setup(void **state)
{
    struct fix *f = calloc(1, sizeof *f);
    struct kho_err err;

    if (f == NULL)
        return -1;
    f->arena = kho_arena_new((size_t)1 << 27);
    f->seed = 5;
    *state = f;
    if (!kho_scratch_make(&f->at))
        return -1;
    if (kho_store_open(&f->s, f->at.db, KHO_STORE_CREATE, &err) != KHO_OK)
        return -1;
    for (uint32_t i = 0; i < DOCS; i++)
        put_one(f, &f->doc[i], i);
    return kho_store_commit(f->s, &err) == KHO_OK ? 0 : -1;
}

static int
teardown(void **state)
{
    struct fix *f = *state;

    kho_store_close(f->s);
    kho_scratch_remove(&f->at);
    kho_arena_free(f->arena);
    free(f);
    return 0;
}

/* -- bytes ------------------------------------------------------------------------ */

static void
what_was_put_comes_out(void **state)
{
    struct fix *f = *state;

    for (int round = 0; round < 200; round++) {
        struct kho_range in[20][KHO_AREA_RANGES], out[KHO_AREA_RANGES];
        size_t n[20], got, areas = dice(f, 20);
        struct kho_buf b = {.p = NULL};
        struct kho_areas read = {.last = 0};
        uint32_t last = 0;

        for (size_t i = 0; i < areas; i++) {
            n[i] = dice(f, 3) == 0 ? dice(f, KHO_AREA_RANGES + 1) : dice(f, 3);
            for (size_t k = 0; k < n[i]; k++)
                in[i][k] = (struct kho_range){dice(f, 2) == 0 ? dice(f, 1 << 24) : dice(f, 100),
                                              dice(f, 4) == 0 ? dice(f, 1 << 20) : dice(f, 50)};
            kho_areas_put(&b, &last, in[i], n[i]);
        }
        read.rest = kho_buf_view(&b);
        for (size_t i = 0; i < areas; i++) {
            assert_true(kho_areas_next(&read, out, &got));
            assert_int_equal(n[i], got);
            assert_memory_equal(in[i], out, got * sizeof out[0]);
        }
        assert_false(kho_areas_next(&read, out, &got));
        kho_buf_free(&b);
    }
}

static void
any_bytes_come_to_an_end(void **state)
{
    struct fix *f = *state;

    for (int round = 0; round < 5000; round++) {
        char bytes[64];
        struct kho_areas read = {.rest = {bytes, dice(f, sizeof bytes)}};
        struct kho_range out[KHO_AREA_RANGES];
        size_t n, steps = 0;

        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)(dice(f, 2) == 0 ? dice(f, 256) : dice(f, 4));
        while (kho_areas_next(&read, out, &n)) {
            assert_true(n <= KHO_AREA_RANGES);
            steps++;
        }
        assert_true(steps <= sizeof bytes);
    }
}

/* -- queries ------------------------------------------------------------------------ */

/* word: numbers of words; -1: any of them (a prefix). */
static bool
area_has(const struct doc *d, const struct area *a, const int *word, size_t n)
{
    size_t have = 0;

    for (size_t r = 0; r < a->n; r++)
        for (uint32_t p = a->range[r].from; p < a->range[r].from + a->range[r].n; p++)
            have += have < n && (word[have] < 0 || word[have] == d->word[p]);
    return have == n;
}

static void
finds_what_one_area_has(void **state)
{
    struct fix *f = *state;
    size_t some = 0;

    for (int asked = 0; asked < ASKED; asked++) {
        int word[MOST];
        char name[MOST][8];
        struct kho_node kid[MOST], q = {.op = KHO_OP_AREA, .slot = SLOT, .kids = kid};
        const size_t n = 1 + dice(f, MOST);
        uint32_t *found;
        size_t n_found, at = 0;
        struct kho_err err;

        for (size_t i = 0; i < n; i++) {
            word[i] = dice(f, 5) == 0 ? -1 : (int)dice(f, WORDS);
            (void)snprintf(name[i], sizeof name[i], word[i] < 0 ? "w" : "w%d", word[i]);
            kid[i] = (struct kho_node){.op = word[i] < 0 ? KHO_OP_PREFIX : KHO_OP_TERM,
                                       .term = kho_sv_from(name[i]),
                                       .limit = 64,
                                       .next = i + 1 < n ? &kid[i + 1] : NULL};
        }
        kho_arena_reset(f->arena);
        assert_int_equal(KHO_OK, kho_store_matches(f->s, &q, f->arena, &found, &n_found, &err));
        for (uint32_t i = 0; i < DOCS; i++) {
            bool has = false;

            for (size_t k = 0; k < f->doc[i].n_areas; k++)
                has = has || area_has(&f->doc[i], &f->doc[i].area[k], word, n);
            assert_int_equal(has, at < n_found && found[at] == i + 1);
            at += has;
        }
        assert_int_equal(at, n_found);
        some += n_found > 0 && n_found < DOCS / 2;
    }
    assert_true(some > ASKED / 4);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_was_put_comes_out),
                                       cmocka_unit_test(any_bytes_come_to_an_end),
                                       cmocka_unit_test(finds_what_one_area_has)};

    return cmocka_run_group_tests(tests, setup, teardown);
}
