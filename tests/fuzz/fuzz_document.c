/* fuzz_document.c - any bytes as a packed document: refused, or packs again to something equal.
 *
 * Input that begins with 'R' is what a packed document holds before it is compressed: two bytes
 * length of the head, two of the citations, two of the plan, all little-endian, and head,
 * citations, plan and text.  It goes into a zstd frame of one block that is stored as it is (RFC
 * 8878, 3.1.1), so that a changed byte is a changed byte of a record and not damaged compression.
 *
 * The front of a document, which is had without the rest, says what the whole document says.
 */
#include "document.h"
#include "squeeze.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PARTS = 3, RAW_HEAD = 1 + 2 * PARTS, RAW_MAX = 100000 };

static void
put_number(struct kho_buf *b, size_t n)
{
    kho_buf_char(b, (char)(n % 128 | 128));
    kho_buf_char(b, (char)(n / 128 % 128 | 128));
    kho_buf_char(b, (char)(n / 16384 % 128));
}

static void
put_frame(struct kho_buf *b, const uint8_t *data, size_t size)
{
    const size_t n = size - RAW_HEAD;
    const size_t block = n << 3 | 1; /* the last one, stored */
    const unsigned char frame[] = {0x28,
                                   0xb5,
                                   0x2f,
                                   0xfd,
                                   0xa0, /* one segment, size in 4 bytes */
                                   (unsigned char)n,
                                   (unsigned char)(n >> 8),
                                   (unsigned char)(n >> 16),
                                   0,
                                   (unsigned char)block,
                                   (unsigned char)(block >> 8),
                                   (unsigned char)(block >> 16)};

    kho_buf_put(b, "KD", 2);
    kho_buf_char(b, KHO_DOCUMENT_VERSION);
    kho_buf_char(b, 0); /* no id */
    for (size_t i = 1; i < RAW_HEAD; i += 2)
        put_number(b, (size_t)data[i] | (size_t)data[i + 1] << 8);
    put_number(b, sizeof frame + n);
    kho_buf_put(b, frame, sizeof frame);
    kho_buf_put(b, data + RAW_HEAD, n);
}

/* Input of our form for a document that is packed as it always is must be taken: else this target
 * tries nothing. */
static void
check_form(struct kho_arena *a)
{
    char text[] = "KẾ HOẠCH\nSố: 12/KH-UBND";
    struct kho_line line = {.length = sizeof text - 1, .rowspan = 1, .colspan = 1};
    struct kho_document doc = {
        .format = KHO_SV("txt"),
        .lines = {.text = KHO_SV("KẾ HOẠCH\nSố: 12/KH-UBND"), .lines = &line, .n = 1}};
    struct kho_buf packed = {.p = NULL}, input = {.p = NULL}, frame = {.p = NULL};
    kho_sv rest;
    size_t part[PARTS + 1] = {0};
    uint64_t size;
    char *raw;

    if (kho_document_pack(&doc, &packed, NULL) != KHO_OK)
        abort();
    rest = (kho_sv){packed.p + 4, packed.n - 4};
    for (size_t i = 0; i <= PARTS; i++)
        for (unsigned shift = 0;; shift += 7) {
            const unsigned char byte = (unsigned char)*rest.p;

            rest = (kho_sv){rest.p + 1, rest.n - 1};
            part[i] |= (size_t)(byte & 0x7f) << shift;
            if (byte < 0x80)
                break;
        }
    size = kho_squeezed_size(rest);
    kho_buf_char(&input, 'R');
    for (size_t i = 0; i < PARTS; i++) {
        kho_buf_char(&input, (char)part[i]);
        kho_buf_char(&input, (char)(part[i] >> 8));
    }
    if (size > RAW_MAX)
        abort();
    raw = kho_arena_alloc(a, size + 1, 1);
    if (!kho_unsqueeze(rest, raw, size))
        abort();
    kho_buf_put(&input, raw, size);
    put_frame(&frame, (const uint8_t *)input.p, input.n);
    if (kho_document_unpack(a, kho_buf_view(&frame), KHO_DOCUMENT_ALL, &doc, NULL) != KHO_OK ||
        !kho_sv_eq(doc.lines.text, kho_sv_from(text)))
        abort();
    kho_buf_free(&packed);
    kho_buf_free(&input);
    kho_buf_free(&frame);
}

/* What is had with the front alone. */
static void
check_front(struct kho_arena *a, kho_sv packed, const struct kho_document *doc)
{
    struct kho_document front, whole = *doc;
    struct kho_buf one = {.p = NULL}, two = {.p = NULL};

    if (kho_document_unpack(a, packed, KHO_DOCUMENT_CITES, &front, NULL) != KHO_OK)
        abort();
    whole.lines = (struct kho_lines){.n = 0};
    whole.plan.n_tasks = whole.plan.n_targets = whole.plan.n_deadlines = 0;
    whole.plan.n_sections = whole.plan.n_inferred = 0;
    kho_document_json(&front, &one);
    kho_document_json(&whole, &two);
    if (!kho_sv_eq(kho_buf_view(&one), kho_buf_view(&two)))
        abort();
    kho_buf_free(&one);
    kho_buf_free(&two);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kho_arena *a;
    struct kho_buf frame = {.p = NULL};
    kho_sv in = {(const char *)data, size};
    struct kho_buf packed = {.p = NULL}, one = {.p = NULL}, two = {.p = NULL};
    struct kho_document doc, again;

    if (a == NULL) {
        a = kho_arena_new((size_t)1 << 26);
        check_form(a);
    }
    kho_arena_reset(a);
    if (size >= RAW_HEAD && data[0] == 'R' && size < RAW_MAX) {
        put_frame(&frame, data, size);
        in = kho_buf_view(&frame);
    }
    if (kho_document_unpack(a, in, KHO_DOCUMENT_ALL, &doc, NULL) == KHO_OK) {
        if (kho_document_pack(&doc, &packed, NULL) != KHO_OK ||
            kho_document_unpack(a, kho_buf_view(&packed), KHO_DOCUMENT_ALL, &again, NULL) != KHO_OK)
            abort();
        kho_document_json(&doc, &one);
        kho_document_json(&again, &two);
        if (!kho_sv_eq(kho_buf_view(&one), kho_buf_view(&two)))
            abort();
        check_front(a, kho_buf_view(&packed), &again);
    }
    kho_buf_free(&frame);
    kho_buf_free(&packed);
    kho_buf_free(&one);
    kho_buf_free(&two);
    return 0;
}
