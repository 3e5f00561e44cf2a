/* merged.c - provinces that were one and are not, or the other way round: asked for under one name,
 * their plans stand under several. */
#include "merged.h"

#include "fold.h"

/* "dia-ban:"tỉnh Thái Nguyên"" -> the row of Thái Nguyên; NULL for anything else than a province.
 */
static const struct kho_provinces_row *
province_of(struct kho_arena *arena, const struct kho_q *field)
{
    struct kho_buf name = {.p = NULL};
    const struct kho_provinces_row *found = NULL;
    kho_sv slug;

    for (const struct kho_q *k = field->kids; k != NULL; k = k->next) {
        kho_buf_str(&name, name.n > 0 ? "-" : "");
        kho_buf_sv(&name, k->bare);
    }
    slug = kho_arena_dup(arena, kho_buf_view(&name));
    kho_buf_free(&name);
    if (slug.n > 5 && memcmp(slug.p, "tinh-", 5) == 0)
        slug = (kho_sv){slug.p + 5, slug.n - 5};
    else if (slug.n > 10 && memcmp(slug.p, "thanh-pho-", 10) == 0)
        slug = (kho_sv){slug.p + 10, slug.n - 10};
    for (size_t i = 0; i < kho_provinces_n; i++) {
        const struct kho_provinces_row *row = &kho_provinces[i];

        if (kho_sv_eq(slug, kho_sv_from(row->old_slug)))
            return row;
        if (kho_sv_eq(slug, kho_sv_from(row->new_slug)))
            found = row;
    }
    return found;
}

static struct kho_q *
place_in(struct kho_q *q)
{
    struct kho_q *found = NULL;

    if (q->kind == KHO_Q_FIELD && q->field == KHO_FIELDS_PLACE)
        return q;
    if (q->kind == KHO_Q_SEQ || q->kind == KHO_Q_AND || q->kind == KHO_Q_OR)
        for (struct kho_q *k = q->kids; k != NULL && found == NULL; k = k->next)
            found = place_in(k);
    return found;
}

/* The other names that are `now` today, joined. */
static kho_sv
others(struct kho_arena *arena, const char *now, const char *asked)
{
    struct kho_buf b = {.p = NULL};
    kho_sv out;

    for (size_t i = 0; i < kho_provinces_n; i++)
        if (strcmp(kho_provinces[i].new_name, now) == 0 &&
            strcmp(kho_provinces[i].old_name, asked) != 0) {
            kho_buf_str(&b, b.n > 0 ? ", " : "");
            kho_buf_str(&b, kho_provinces[i].old_name);
        }
    out = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return out;
}

static kho_sv
offer(struct kho_arena *arena, struct kho_q *root, struct kho_q *place, const char *now)
{
    const struct kho_q as_typed = *place;
    struct kho_buf b = {.p = NULL};
    struct kho_query by_name;
    kho_sv out;

    kho_buf_fmt(&b, "%s:\"%s\"", kho_fields[KHO_FIELDS_PLACENOW].name, now);
    kho_query_parse(arena, kho_arena_dup(arena, kho_buf_view(&b)), &by_name);
    kho_buf_reset(&b);
    *place = *by_name.root;
    place->next = as_typed.next;
    kho_query_put(root, &b);
    *place = as_typed;
    out = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return out;
}

void
kho_merged_note(struct kho_arena *arena, struct kho_q *root, struct kho_merged *out)
{
    struct kho_q *place = place_in(root);
    const struct kho_provinces_row *row;

    *out = (struct kho_merged){.kept = false};
    row = place == NULL ? NULL : province_of(arena, place);
    if (row == NULL)
        return;
    out->kept = strcmp(row->old_name, row->new_name) == 0;
    out->others = others(arena, row->new_name, row->old_name);
    if (out->others.n == 0) /* a province that is what it was */
        return;
    out->asked = kho_sv_from(row->old_name);
    out->now = kho_sv_from(row->new_name);
    out->offer = offer(arena, root, place, row->new_name);
}
