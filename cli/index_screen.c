/* index_screen.c - see index_screen.h. */
#include "index_screen.h"

#include "cli.h"

#include <ftw.h>
#include <stdio.h>

void
kho_screen_wipe(struct kho_screen *sc)
{
    if (sc->drawn)
        (void)fputs("\r\033[K", stderr);
    sc->drawn = false;
}

enum { BAR = 20, COUNT_MAX = 1000000 };

static uint64_t counted;

static int
count_file(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)path, (void)st, (void)where;
    counted += kind == FTW_F;
    return counted >= COUNT_MAX;
}

/* How many files there are to look at: a stat each, only for somebody who watches. */
static uint64_t
count_files(const char *const *paths, size_t n)
{
    counted = 0;
    for (size_t i = 0; i < n && counted < COUNT_MAX; i++)
        (void)nftw(paths[i], count_file, 16, FTW_PHYS);
    return counted < COUNT_MAX ? counted : 0;
}

/* "[######··············]  30 %"; of a single file nobody knows how much is in it. */
static void
bar(const struct kho_screen *sc, uint64_t done)
{
    const uint64_t all = sc->files, full = all == 0 ? 0 : done * BAR / all;

    if (all < 2)
        return;
    (void)fputc('[', stderr);
    for (uint64_t i = 0; i < BAR; i++)
        (void)fputs(i < full ? "#" : "·", stderr);
    (void)fprintf(stderr, "] %3llu %%  ",
                  (unsigned long long)(done >= all ? 100 : done * 100 / all));
}

void
kho_screen_begin(struct kho_screen *sc, bool terminal, const char *const *paths, size_t n)
{
    *sc = (struct kho_screen){.terminal = terminal};
    if (terminal)
        sc->files = count_files(paths, n);
}

void
kho_screen_draw(struct kho_screen *sc, const struct kho_index_report *r, kho_sv now_reading)
{
    struct kho_buf name = {.p = NULL};
    struct timespec now;
    uint64_t notes = 0;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    if (!sc->terminal ||
        (now.tv_sec - sc->at.tv_sec) * 10 + (now.tv_nsec - sc->at.tv_nsec) / 100000000 < 1)
        return;
    sc->at = now;
    for (size_t i = 0; i < KHO_NOTES_COUNT; i++)
        notes += r->notes[i];
    kho_screen_wipe(sc);
    bar(sc, r->inputs);
    kho_fill_to(
        stderr, KHO_MESSAGES_PROGRESS,
        KHO_ARGS(kho_digits(r->inputs).s, kho_digits(r->plans + r->others).s, kho_digits(notes).s));
    if (now_reading.n > 40) { /* the end of a path tells more than its beginning */
        size_t cut = now_reading.n - 40;

        while (cut < now_reading.n && ((unsigned char)now_reading.p[cut] & 0xc0) == 0x80)
            cut++;
        now_reading = (kho_sv){now_reading.p + cut, now_reading.n - cut};
    }
    kho_put_text(&name, now_reading);
    (void)fprintf(stderr, "  %s", kho_buf_cstr(&name));
    (void)fflush(stderr);
    kho_buf_free(&name);
    sc->drawn = true;
}
