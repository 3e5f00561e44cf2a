/* index_screen.h - the line of progress that kho index draws on a terminal. */
#ifndef KHO_CLI_INDEX_SCREEN_H
#define KHO_CLI_INDEX_SCREEN_H

#include "index.h"

#include <time.h>

struct kho_screen {
    bool terminal;      /* false: nothing is drawn */
    uint64_t files;     /* to be looked at; 0: not counted */
    bool drawn;         /* a line stands on the screen */
    struct timespec at; /* when it was drawn */
};

/* terminal: somebody watches; then the files below paths are counted, a stat each. */
void kho_screen_begin(struct kho_screen *sc, bool terminal, const char *const *paths, size_t n);
/* Not too often. */
void kho_screen_draw(struct kho_screen *sc, const struct kho_index_report *r, kho_sv now_reading);
/* Before anything else is printed. */
void kho_screen_wipe(struct kho_screen *sc);
#endif
