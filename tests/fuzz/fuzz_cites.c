/* Citations of any text: offsets inside it, valid UTF-8, keys that read back, the order of the
 * text. */
#include "fold.h"
#include "key.h"
#include "read.h"
#include "vchar.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
need(bool ok)
{
    if (!ok)
        abort();
}

static void
utf8(kho_sv s)
{
    for (size_t at = 0, n; at < s.n; at += n) {
        uint32_t c = kho_vchar(s, at, &n);

        need(c != 0xfffd || n == 3);
    }
}

static void
check(struct kho_arena *arena, const struct kho_citation *c, kho_sv text)
{
    struct kho_key key;

    need(c->mention.n > 0 && c->type.n > 0 && c->n_parts > 0);
    need(c->zone < KHO_ZONE_HEAD && c->kind < KHO_CITE_KIND_COUNT && c->relation < KHO_REL_COUNT);
    for (size_t i = 0; i < c->n_parts; i++)
        need((size_t)c->parts[i].offset + c->parts[i].length <= text.n);
    need((size_t)c->sentence.offset + c->sentence.length <= text.n);
    utf8((kho_sv){text.p + c->sentence.offset, c->sentence.length});
    utf8(c->mention);
    utf8(c->symbol);
    utf8(c->issuer);
    utf8(c->issuer_code);
    utf8(c->subject);
    utf8(c->repaired);
    if (c->key.p != NULL)
        need(kho_key_parse(c->key, &key) && kho_sv_eq(c->key, kho_key_print(arena, &key)));
}

static void
read_lines(struct kho_arena *arena, kho_sv text, struct kho_lines *lines)
{
    size_t n = 1;

    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n' ? 1 : 0;
    *lines =
        (struct kho_lines){.text = text, .lines = KHO_NEW_N(arena, n, struct kho_line), .n = n};
    n = 0;
    for (size_t i = 0, from = 0; i <= text.n; i++)
        if (i == text.n || text.p[i] == '\n') {
            lines->lines[n++] = (struct kho_line){.offset = (uint32_t)from,
                                                  .length = (uint32_t)(i - from),
                                                  .rowspan = 1,
                                                  .colspan = 1};
            from = i + 1;
        }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kho_arena *arena = kho_arena_new(256u << 20);
    struct kho_lines lines;
    struct kho_paras ps;
    struct kho_plan plan;
    struct kho_err err;
    kho_sv text;

    if (arena == NULL || size < 1 || size > 65536 ||
        kho_text_normalise(arena, (kho_sv){(const char *)data + 1, size - 1}, &text, &err) !=
            KHO_OK)
        goto out;
    memset(&plan, 0, sizeof plan);
    plan.loc = (data[0] & 1) != 0 ? KHO_SV("lai-chau.than-uyen.?") : KHO_SV("");
    plan.symbol = (data[0] & 2) != 0 ? KHO_SV("48/KH-UBND") : KHO_SV("");
    read_lines(arena, text, &lines);
    kho_paras_make(arena, &lines, &ps);
    for (size_t i = 0; i < ps.n && (data[0] & 4) != 0; i++)
        ps.p[i].zone = KHO_ZONE_PREAMBLE;
    kho_read_citations(arena, &ps, &plan);
    for (size_t i = 0; i < plan.n_citations; i++) {
        check(arena, &plan.citations[i], text);
        need(i == 0 || plan.citations[i - 1].parts[0].offset <= plan.citations[i].parts[0].offset);
    }
out:
    kho_arena_free(arena);
    return 0;
}
