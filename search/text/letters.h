/* letters.h - the Vietnamese alphabet as small numbers, so that words are folded without a library.
 *
 * A letter is a code (which letter, quality mark included: a, ă and â are three) and a tone.
 * Digits and the Latin letters f j w z have codes too; everything else has none.
 */
#ifndef KHO_TEXT_LETTERS_H
#define KHO_TEXT_LETTERS_H

#include <stddef.h>
#include <stdint.h>

/* Codes 1-10 are the digits, 11-36 a to z, then the letters with quality marks. */
enum kho_letter_code {
    KHO_L_NONE,
    KHO_L_DIGIT = 1,
    KHO_L_A = 11,
    KHO_L_B,
    KHO_L_C,
    KHO_L_D,
    KHO_L_E,
    KHO_L_F,
    KHO_L_G,
    KHO_L_H,
    KHO_L_I,
    KHO_L_J,
    KHO_L_K,
    KHO_L_L,
    KHO_L_M,
    KHO_L_N,
    KHO_L_O,
    KHO_L_P,
    KHO_L_Q,
    KHO_L_R,
    KHO_L_S,
    KHO_L_T,
    KHO_L_U,
    KHO_L_V,
    KHO_L_W,
    KHO_L_X,
    KHO_L_Y,
    KHO_L_Z,
    KHO_L_AW, /* ă */
    KHO_L_AA, /* â */
    KHO_L_DD, /* đ */
    KHO_L_EE, /* ê */
    KHO_L_OO, /* ô */
    KHO_L_OW, /* ơ */
    KHO_L_UW, /* ư */
    KHO_L_COUNT
};

enum kho_tone {
    KHO_TONE_NGANG, /* no mark */
    KHO_TONE_HUYEN,
    KHO_TONE_HOI,
    KHO_TONE_NGA,
    KHO_TONE_SAC,
    KHO_TONE_NANG,
    KHO_TONES
};

enum kho_case { KHO_CASE_NONE, KHO_CASE_LOWER, KHO_CASE_UPPER };

struct kho_letter {
    uint8_t code, tone, letter_case;
};

enum { KHO_LETTERS_LOW = 0x250, KHO_LETTERS_HIGH = 0x1ea0, KHO_LETTERS_END = 0x1efa };

extern const struct kho_letter kho_letters[KHO_LETTERS_LOW + KHO_LETTERS_END - KHO_LETTERS_HIGH];
extern const char kho_letter_lower[KHO_L_COUNT][KHO_TONES][4]; /* UTF-8, NUL-terminated */
extern const char kho_letter_upper[KHO_L_COUNT][KHO_TONES][4];
extern const char kho_letter_bare[KHO_L_COUNT]; /* 'a' for ă, 'd' for đ */

/* Any code point; .code is 0 for what is neither a letter of this alphabet nor a digit. */
static inline struct kho_letter
kho_letter_of(uint32_t c)
{
    if (c < KHO_LETTERS_LOW)
        return kho_letters[c];
    if (c >= KHO_LETTERS_HIGH && c < KHO_LETTERS_END)
        return kho_letters[c - KHO_LETTERS_HIGH + KHO_LETTERS_LOW];
    return kho_letters[0];
}

/* Bytes of one character of the tables above, which has 1 to 3. */
static inline unsigned
kho_letter_bytes(const char *utf8)
{
    const unsigned char c = (unsigned char)utf8[0];

    return 1u + (c >= 0xc0) + (c >= 0xe0);
}
#endif
