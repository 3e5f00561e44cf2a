/* fold.c - whole strings folded word by word. */
#include "fold.h"

#include "buf.h"

/* What does not fit into the arena is left off behind a word: keys and names are far below that. */
static kho_sv
fold(struct kho_arena *arena, kho_sv text, char join, bool bare)
{
    const size_t room = kho_arena_room(arena);
    struct kho_buf buf = {.limit = room > 64 ? room - 64 : 0};
    struct kho_word w;
    kho_sv out = KHO_SV("");

    for (size_t pos = 0; room > 64 && kho_word_next(text, &pos, &w);) {
        const size_t n = bare ? w.bare_n : w.exact_n;

        if (n + 1 > buf.limit - buf.n)
            break;
        if (buf.n > 0)
            kho_buf_char(&buf, join);
        kho_buf_put(&buf, bare ? w.bare : w.exact, n);
    }
    if (room > 64)
        out = kho_arena_dup(arena, kho_buf_view(&buf));
    kho_buf_free(&buf);
    return out;
}

kho_sv
kho_fold_bare(struct kho_arena *arena, kho_sv text)
{
    return fold(arena, text, ' ', true);
}

kho_sv
kho_fold_exact(struct kho_arena *arena, kho_sv text)
{
    return fold(arena, text, ' ', false);
}

kho_sv
kho_slug(struct kho_arena *arena, kho_sv text)
{
    return fold(arena, text, '-', true);
}
