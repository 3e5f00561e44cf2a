/* q: query; n: words of the passage (default 40); text: a text -> "s: " the passage with its marks
 * between < and >, an ellipsis where it is cut */
#include "blocks.h"
#include "snippet.h"

static void
check(const struct block *b, struct kho_buf *out)
{
    struct kho_arena *arena = kho_arena_new((size_t)1 << 24);
    struct kho_line line = {.rowspan = 1, .colspan = 1};
    struct kho_lines lines = {.lines = &line, .n = 1};
    struct kho_plan plan = {.year = 0};
    struct kho_query q;
    struct kho_wanted w;
    struct kho_snippet s;
    size_t m = 0;

    kho_query_parse(arena, block_get(b, "q"), &q);
    kho_wanted_from(q.root, &w);
    if (kho_text_normalise(arena, block_get(b, "text"), &lines.text, NULL) != KHO_OK)
        abort();
    line.length = (uint32_t)lines.text.n;
    kho_snippet_make(arena, &w, &lines, &plan,
                     block_get(b, "n").n > 0 ? (uint32_t)atoi(block_get(b, "n").p) : 0, &s);
    kho_buf_str(out, s.cut_left ? "s: … " : "s: ");
    for (size_t i = 0; i < s.text.n; i++) {
        if (m < s.n_marks && s.marks[m].offset == i)
            kho_buf_char(out, '<');
        kho_buf_char(out, s.text.p[i]);
        if (m < s.n_marks && s.marks[m].offset + s.marks[m].length == i + 1) {
            kho_buf_char(out, '>');
            m++;
        }
    }
    kho_buf_str(out, s.cut_right ? " …\n" : "\n");
    kho_arena_free(arena);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
