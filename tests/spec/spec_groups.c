/* cite: "key | date | plan | date of the plan | subject", one mention a line; printed: the mentions
 * of each document by their place, its key and date, and what an ambiguous one can mean */
#include "blocks.h"
#include "groups.h"

static kho_sv
trimmed(kho_sv s)
{
    while (s.n > 0 && s.p[0] == ' ')
        s = (kho_sv){s.p + 1, s.n - 1};
    while (s.n > 0 && s.p[s.n - 1] == ' ')
        s.n--;
    return s.n > 0 ? s : (kho_sv){NULL, 0};
}

static struct kho_mention
mention(struct kho_arena *arena, kho_sv line, uint32_t index)
{
    struct kho_citation *c = KHO_NEW(arena, struct kho_citation);
    struct kho_mention m;
    kho_sv part[5] = {{NULL, 0}}, rest = line, one;

    for (size_t i = 0; i < 5 && kho_sv_next(&rest, '|', &one); i++)
        part[i] = trimmed(one);
    c->mention = KHO_SV("văn bản");
    c->key = part[0];
    c->date = part[1];
    c->subject = part[4];
    m = kho_mention_of(arena, c, NULL, part[3]);
    m.plan = part[2].n > 0 ? (uint32_t)(unsigned char)part[2].p[0] : 0;
    m.index = index;
    return m;
}

static void
put(struct kho_buf *out, const struct kho_ref *r)
{
    kho_buf_fmt(out, " %.*s", KHO_SV_FMT(r->key));
    if (r->date.n > 0)
        kho_buf_fmt(out, " %.*s", KHO_SV_FMT(r->date));
}

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_arena *arena = kho_arena_new(16 << 20);
    struct kho_mention m[BLOCK_LINES];
    struct kho_group *groups;
    size_t n = 0, n_groups;

    for (size_t i = 0; i < b->n_in; i++)
        if (b->in[i].n > 6 && memcmp(b->in[i].p, "cite: ", 6) == 0) {
            m[n] = mention(arena, (kho_sv){b->in[i].p + 6, b->in[i].n - 6}, (uint32_t)n + 1);
            n++;
        }
    groups = kho_mentions_group(arena, m, n, &n_groups);
    for (size_t g = 0; g < n_groups; g++) {
        struct kho_ref ref;

        for (size_t i = 0; i < groups[g].n; i++)
            kho_buf_fmt(out, "%s%u", i > 0 ? "+" : "", m[groups[g].from + i].index);
        kho_mentions_ref(arena, m, groups, g, &ref);
        kho_buf_str(out, ":");
        put(out, &ref);
        for (size_t i = 0; i < ref.n_maybe; i++) {
            kho_buf_str(out, i == 0 ? " maybe" : ",");
            put(out, &ref.maybe[i]);
        }
        kho_buf_char(out, '\n');
    }
    kho_arena_free(arena);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
