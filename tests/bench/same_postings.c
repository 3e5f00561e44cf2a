/* same_postings.c INDEX FOLDER [WRITERS] - how long Xapian alone takes for what an index holds.
 *
 * All documents of INDEX are composed anew and kept in memory; then, with the clock running, as
 * many processes as there are writers put them into shards of 1.5 MB of text, and the shards are
 * joined in FOLDER.  That is the least that building this index can take; the ratio to what kho
 * index took is the price of reading.  Figures, no verdict. */
#include "compose.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WRITERS_MAX = 16, SHARDS_MAX = 4096, PAGE = 1000 };
static const size_t SHARD_TEXT = (size_t)3 << 19;

struct made {
    struct kho_store_doc *doc;
    size_t *text;
    size_t n, cap;
};

static void
must(enum kho_status st, const struct kho_err *err)
{
    if (st != KHO_OK) {
        (void)fprintf(stderr, "same_postings: %s\n", err->what);
        exit(1);
    }
}

static double
now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *
copied(struct kho_arena *arena, const void *p, size_t n, size_t size)
{
    void *copy = kho_arena_alloc(arena, n + 1, size);

    if (n > 0)
        memcpy(copy, p, n * size);
    return copy;
}

/* Composing takes more memory than what comes of it. */
static void
keep(struct made *m, struct kho_arena *arena, const struct kho_store_doc *d, size_t text)
{
    struct kho_posting *p = copied(arena, d->postings, d->n_postings, sizeof *p);
    struct kho_slot *s = copied(arena, d->slots, d->n_slots, sizeof *s);

    for (size_t i = 0; i < d->n_postings; i++)
        p[i].term = kho_arena_dup(arena, p[i].term);
    for (size_t i = 0; i < d->n_slots; i++)
        s[i].bytes = kho_arena_dup(arena, s[i].bytes);
    if (m->n == m->cap) {
        m->cap = m->cap * 2 + PAGE;
        m->doc = realloc(m->doc, m->cap * sizeof *m->doc);
        m->text = realloc(m->text, m->cap * sizeof *m->text);
        if (m->doc == NULL || m->text == NULL)
            abort();
    }
    m->text[m->n] = text;
    m->doc[m->n++] = (struct kho_store_doc){kho_arena_dup(arena, d->key),
                                            kho_arena_dup(arena, d->data),
                                            p,
                                            d->n_postings,
                                            s,
                                            d->n_slots};
}

static void
read_all(const char *index, struct kho_arena *arena, struct made *m)
{
    struct kho_arena *one = kho_arena_new((size_t)1 << 30);
    struct kho_store *s;
    struct kho_err err = {.what = ""};
    uint32_t docid[PAGE], after = 0;
    struct kho_docids page = {.docid = docid, .max = PAGE};

    must(kho_store_open(&s, index, KHO_STORE_READ, &err), &err);
    do {
        must(kho_store_postings(s, KHO_SV(""), after, &page, &err), &err);
        for (size_t i = 0; i < page.n; i++) {
            struct kho_document doc;
            struct kho_store_doc d;
            kho_sv data;

            kho_arena_reset(one);
            must(kho_store_data(s, docid[i], one, &data, &err), &err);
            must(kho_document_unpack(one, data, KHO_DOCUMENT_ALL, &doc, &err), &err);
            must(kho_compose_plan(one, &doc, data, &d, &err), &err);
            keep(m, arena, &d, doc.lines.text.n);
            after = docid[i];
        }
    } while (page.n == PAGE);
    kho_store_close(s);
    kho_arena_free(one);
}

static void
name(char *out, size_t room, const char *folder, unsigned writer, unsigned shard)
{
    (void)snprintf(out, room, "%s/shard-%u-%u", folder, writer, shard);
}

/* The documents of one writer. */
static void
write_shards(const struct made *m, const char *folder, unsigned writer, unsigned writers)
{
    struct kho_shard *sh = NULL;
    struct kho_err err = {.what = ""};
    unsigned shards = 0;
    size_t text = 0;
    char path[512];

    for (size_t i = writer; i < m->n; i += writers) {
        if (sh == NULL) {
            name(path, sizeof path, folder, writer, shards++);
            must(kho_shard_new(&sh, path, &err), &err);
        }
        must(kho_shard_put(sh, &m->doc[i], &err), &err);
        text += m->text[i];
        if (text >= SHARD_TEXT) {
            must(kho_shard_close(sh, true, &err), &err);
            sh = NULL;
            text = 0;
        }
    }
    if (sh != NULL)
        must(kho_shard_close(sh, true, &err), &err);
}

static void
join(const char *folder, unsigned writers)
{
    static char names[SHARDS_MAX][512];
    const char *list[SHARDS_MAX];
    size_t n = 0;
    struct kho_store *s;
    struct kho_err err = {.what = ""};
    char db[512];

    for (unsigned w = 0; w < writers; w++)
        for (unsigned k = 0; n < SHARDS_MAX; k++) {
            name(names[n], sizeof names[n], folder, w, k);
            if (access(names[n], F_OK) != 0)
                break;
            list[n] = names[n];
            n++;
        }
    (void)snprintf(db, sizeof db, "%s/db", folder);
    must(kho_store_open(&s, db, KHO_STORE_CREATE, &err), &err);
    must(kho_store_join(s, list, n, &err), &err);
    kho_store_close(s);
}

int
main(int argc, char **argv)
{
    struct kho_arena *arena = kho_arena_new(SIZE_MAX / 2);
    const unsigned writers = argc > 3 ? (unsigned)atoi(argv[3]) : 2;
    struct made m = {.n = 0};
    double begin, joined;

    if (argc < 3 || writers < 1 || writers > WRITERS_MAX) {
        (void)fprintf(stderr, "usage: same_postings INDEX FOLDER [WRITERS]\n");
        return 64;
    }
    read_all(argv[1], arena, &m);
    begin = now();
    for (unsigned i = 0; i < writers; i++)
        if (fork() == 0) {
            write_shards(&m, argv[2], i, writers);
            _exit(0);
        }
    for (unsigned i = 0; i < writers; i++) {
        int status = 0;

        if (wait(&status) < 0 || status != 0)
            return 1;
    }
    joined = now();
    join(argv[2], writers);
    (void)printf("%zu documents: %.2f s, of which joining %.2f s\n", m.n, now() - begin,
                 now() - joined);
    return 0;
}
