/* begins.c - see begins.h. */
#include "begins.h"

/* Of what text begins with; n > 0. */
static unsigned
bucket(const char *p, size_t n)
{
    const char second = n > 1 && p[1] != '|' ? p[1] : ' ';

    return ((unsigned char)p[0] * 31u + (unsigned char)second) % KHO_BEGINS_BUCKETS;
}

static void
prepare(struct kho_begins *rows)
{
    for (size_t i = 0; i < KHO_BEGINS_BUCKETS; i++)
        rows->head[i] = -1;
    for (size_t i = rows->n < KHO_BEGINS_MAX ? rows->n : KHO_BEGINS_MAX; i > 0; i--) {
        const char *words = rows->words(i - 1);
        const size_t n = strlen(words);
        unsigned b;

        if (n == 0 || n > UINT8_MAX)
            continue;
        b = bucket(words, n);
        rows->bytes[i - 1] = (uint8_t)n;
        rows->next[i - 1] = rows->head[b];
        rows->head[b] = (int16_t)(i - 1);
    }
    rows->ready = true;
}

int
kho_begins_next(struct kho_begins *rows, kho_sv text, int after, size_t *bytes)
{
    if (!rows->ready)
        prepare(rows);
    if (text.n == 0)
        return -1;
    for (int i = after < 0 ? rows->head[bucket(text.p, text.n)] : rows->next[after]; i >= 0;
         i = rows->next[i])
        if (kho_begins_with(text, rows->words((size_t)i), rows->bytes[i])) {
            *bytes = rows->bytes[i];
            return i;
        }
    return -1;
}
