/* folder.c - see folder.h. */
#include "folder.h"

/* What of the path for people is behind the input: "//b/c.docx". */
static kho_sv
behind_input(const struct kho_place *place)
{
    const char *const at =
        place->member.n == 0 ? NULL : memmem(place->path.p, place->path.n, "//", 2);

    if (at == NULL)
        return (kho_sv){"", 0};
    return (kho_sv){at, (size_t)(place->path.p + place->path.n - at)};
}

kho_sv
kho_place_full(struct kho_arena *arena, const struct kho_place *place)
{
    const kho_sv rest = behind_input(place);
    char *p = KHO_NEW_N(arena, place->input.n + rest.n + 1, char);

    if (place->input.n != 0)
        memcpy(p, place->input.p, place->input.n);
    memcpy(p + place->input.n, rest.p, rest.n);
    return (kho_sv){p, place->input.n + rest.n};
}

bool
kho_folder_next(kho_sv path, kho_sv *folder)
{
    for (size_t i = folder->n + 1; i < path.n; i++)
        if (path.p[i] == '/' && path.p[i - 1] != '/') {
            *folder = (kho_sv){path.p, i};
            return true;
        }
    return false;
}

unsigned
kho_folder_depth(kho_sv folder)
{
    unsigned n = 0;

    for (size_t i = 1; i < folder.n; i++)
        n += folder.p[i] == '/' && folder.p[i - 1] != '/';
    return folder.n == 0 ? 0 : n + 1;
}

bool
kho_place_below(const struct kho_place *place, kho_sv folder)
{
    const kho_sv parts[] = {place->input, behind_input(place)};
    size_t at = 0;

    for (size_t i = 0; i < 2; i++) {
        const size_t rest = folder.n - at, n = parts[i].n < rest ? parts[i].n : rest;

        if (n > 0 && memcmp(parts[i].p, folder.p + at, n) != 0)
            return false;
        at += n;
        if (at == folder.n && n < parts[i].n)
            return parts[i].p[n] == '/';
    }
    return false;
}
