/* syllable.c - see syllable.h.
 *
 * Letters are packed into one number, 6 bits each, so that looking up an onset or a rime is one
 * probe of a small open hash table.  The tables are filled from schemas/ at the first call.
 */
#include "syllable.h"

#include "fold.h"
#include "tables.h"
#include "utf8.h"

enum { CODE_BITS = 6, ONSET_MAX = 3, RIME_MAX = 4, SLOTS = 1024 };

#define BIT(code) (UINT64_C(1) << (code))
#define VOWELS                                                                                     \
    (BIT(KHO_L_A) | BIT(KHO_L_AW) | BIT(KHO_L_AA) | BIT(KHO_L_E) | BIT(KHO_L_EE) | BIT(KHO_L_I) |  \
     BIT(KHO_L_O) | BIT(KHO_L_OO) | BIT(KHO_L_OW) | BIT(KHO_L_U) | BIT(KHO_L_UW) | BIT(KHO_L_Y))

_Static_assert(KHO_L_COUNT <= 1 << CODE_BITS, "a code fits into CODE_BITS");

struct slot {
    uint32_t key; /* 0: free */
    uint8_t tone; /* of a rime: letter that carries the tone, from 0 */
    bool stop;
};

static struct slot rimes[SLOTS], onsets[SLOTS];
static uint64_t iy_onsets; /* BIT of each; "qu" is BIT(KHO_L_Q) */
static bool ready;

static struct slot *
probe(struct slot *table, uint32_t key)
{
    uint32_t i = (key * UINT32_C(2654435769)) >> 22;

    while (table[i].key != 0 && table[i].key != key)
        i = (i + 1) & (SLOTS - 1);
    return &table[i];
}

/* At most four letters; 0 where one is not of the alphabet. */
static uint32_t
pack(const uint8_t *code, size_t n)
{
    uint32_t key = 0;

    for (size_t i = 0; i < n; i++)
        key = key << CODE_BITS | code[i];
    return key;
}

static size_t
codes_of(const char *s, uint8_t *out, size_t max)
{
    const unsigned char *p = (const unsigned char *)s;
    size_t n = 0;

    for (size_t left = strlen(s); left > 0 && n < max;) {
        unsigned len;

        out[n++] = kho_letter_of(kho_utf8_get(p, left, &len)).code;
        p += len;
        left -= len;
    }
    return n;
}

static void
fill(void)
{
    uint8_t code[RIME_MAX] = {0};

    for (size_t i = 0; i < kho_syllable_onsets_n; i++) {
        const uint32_t key = pack(code, codes_of(kho_syllable_onsets[i].onset, code, ONSET_MAX));

        probe(onsets, key)->key = key;
    }
    for (size_t i = 0; i < kho_syllable_rimes_n; i++) {
        const size_t n = codes_of(kho_syllable_rimes[i].rime, code, RIME_MAX);
        const uint32_t key = pack(code, n);
        struct slot *s = probe(rimes, key);
        const uint8_t last = n > 0 ? code[n - 1] : 0, before = n > 1 ? code[n - 2] : 0;

        s->key = key;
        s->tone = (uint8_t)(kho_syllable_rimes[i].tone - 1);
        s->stop = last == KHO_L_C || last == KHO_L_P || last == KHO_L_T ||
                  (last == KHO_L_H && before == KHO_L_C);
    }
    for (size_t i = 0; i < kho_iy_variants_n; i++) {
        (void)codes_of(kho_iy_variants[i].onset, code, ONSET_MAX);
        iy_onsets |= BIT(code[0]);
    }
    ready = true;
}

static bool
is_vowel(uint8_t code)
{
    return (VOWELS >> code & 1) != 0;
}

/* The rime code[at..n), else -1. */
static int
rime(const uint8_t *code, size_t n, size_t at, bool *stop)
{
    const struct slot *s;

    if (at >= n || n - at > RIME_MAX)
        return -1;
    s = probe(rimes, pack(code + at, n - at));
    if (s->key == 0)
        return -1;
    *stop = s->stop;
    return (int)at + s->tone;
}

int
kho_syllable_tone_at(const uint8_t *code, size_t n, bool *stop)
{
    bool ignored;
    size_t at = 0;
    int tone;

    if (!ready)
        fill();
    if (stop == NULL)
        stop = &ignored;
    while (at < n && at < ONSET_MAX && !is_vowel(code[at]))
        at++;
    if (at == n)
        return -1;
    if (at > 0 && probe(onsets, pack(code, at))->key == 0 && !(at == 1 && code[0] == KHO_L_Q))
        return -1;
    if (at == 1 && code[0] == KHO_L_Q) {
        if (code[1] != KHO_L_U || n < 3)
            return -1;
        tone = rime(code, n, 2, stop);
        return tone >= 0 ? tone : rime(code, n, 1, stop);
    }
    /* "già" is gi + a, "gìn" is g + in as far as its letters go, "giếng" gi + êng. */
    if (at == 1 && code[0] == KHO_L_G && code[1] == KHO_L_I && n > 2 && is_vowel(code[2])) {
        tone = rime(code, n, 2, stop);
        return tone >= 0 ? tone : rime(code, n, 1, stop);
    }
    return rime(code, n, at, stop);
}

static void
unify_tone(struct kho_spelling *s)
{
    unsigned marks = 0, last = 0;
    int at;

    for (unsigned i = 0; i < s->n; i++)
        if (s->tone[i] != KHO_TONE_NGANG) {
            marks++;
            last = i;
        }
    if (marks == 0)
        return;
    at = kho_syllable_tone_at(s->code, s->n, NULL);
    if (at < 0 || (marks == 1 && (unsigned)at == last))
        return;
    {
        const uint8_t tone = s->tone[last];

        memset(s->tone, KHO_TONE_NGANG, sizeof s->tone);
        s->tone[at] = tone;
    }
}

void
kho_spelling_unify(struct kho_spelling *s)
{
    const uint8_t *c = s->code;
    const unsigned n = s->n;

    unify_tone(s);
    if (!ready)
        fill();
    if (((n == 2 && c[0] != KHO_L_Q) || (n == 3 && c[0] == KHO_L_Q && c[1] == KHO_L_U)) &&
        c[n - 1] == KHO_L_I && (iy_onsets >> c[0] & 1) != 0)
        s->code[n - 1] = KHO_L_Y;
}

bool
kho_is_syllable(kho_sv exact)
{
    uint8_t code[KHO_SPELLING_MAX], tone = KHO_TONE_NGANG;
    size_t n = 0;
    bool stop;

    for (size_t i = 0; i < exact.n;) {
        struct kho_letter l;
        unsigned len;

        l = kho_letter_of(kho_utf8_get((const unsigned char *)exact.p + i, exact.n - i, &len));
        if (l.code == KHO_L_NONE || n == KHO_SPELLING_MAX)
            return false;
        if (l.tone != KHO_TONE_NGANG) {
            if (tone != KHO_TONE_NGANG)
                return false;
            tone = l.tone;
        }
        code[n++] = l.code;
        i += len;
    }
    if (kho_syllable_tone_at(code, n, &stop) < 0)
        return false;
    return !stop || tone == KHO_TONE_SAC || tone == KHO_TONE_NANG;
}
