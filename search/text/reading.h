/* reading.h - the ways in which a piece of text can be read, and how well each makes Vietnamese.
 *
 * A piece comes as bytes: those of a file, or those that windows-1252 shows as the characters of a
 * text (kho_reading_bytes).  Only words with something beyond ASCII tell anything.
 */
#ifndef KHO_TEXT_READING_H
#define KHO_TEXT_READING_H

#include "charset.h"

enum kho_reading {
    KHO_READING_PLAIN,  /* as it stands */
    KHO_READING_TWICE,  /* UTF-8 whose bytes were taken for windows-1252 */
    KHO_READING_LEGACY, /* + enum kho_charset */
    KHO_READINGS = KHO_READING_LEGACY + KHO_CHARSET_COUNT
};

static inline enum kho_charset
kho_reading_charset(enum kho_reading r)
{
    return (enum kho_charset)(r - KHO_READING_LEGACY);
}

/* Where the bytes are from. */
enum kho_source {
    KHO_SOURCE_FILE, /* as they stand they are UTF-8 */
    KHO_SOURCE_SHOWN /* as they stand they are windows-1252 */
};

/* Words that could tell, as a reading makes them. */
struct kho_fit {
    unsigned good; /* syllables */
    unsigned rare; /* of these, not in the form that their letters usually have (usual_forms.tsv) */
    unsigned bad;  /* no syllables */
    unsigned odd;  /* of these, what no language writes: signs between letters, no UTF-8 */
    unsigned open; /* abbreviations, numbers: neither */
};

/* Only the first words are looked at; TWICE of a file is nothing but bad. */
struct kho_fit kho_reading_fit(enum kho_reading r, enum kho_source source, kho_sv bytes);

/* The share of the words that tell which are syllables; 0 without any. */
double kho_fit_share(const struct kho_fit *f);

/*
 * Appends to bytes, each followed by a blank, the words of text (UTF-8) that can have been shown by
 * windows-1252 and have something beyond ASCII.
 */
void kho_reading_bytes(kho_sv text, struct kho_buf *bytes);

/* Appends the piece as UTF-8, not normalised: bytes of a file, text that was shown. */
void kho_reading_put(enum kho_reading r, enum kho_source source, kho_sv piece, struct kho_buf *out);
#endif
