/* extract.h - bytes of a file -> what it is, and its text as lines with layout hints.
 *
 * libmagic says what a file is; its name only decides between kinds that look alike as bytes (md,
 * csv, txt; OOXML flavours).  A disagreement is a note.  Readers are rows of a table: adding a
 * format touches no dispatcher.  Runs inside a sandbox: kho_extract_open loads what must come from
 * disk before.
 */
#ifndef KHO_EXTRACT_EXTRACT_H
#define KHO_EXTRACT_EXTRACT_H

#include "arena.h"
#include "lines.h"
#include "status.h"
#include "tables.h"

/* Raise it when a reader reads what it could not read before: files that failed are tried again
 * then. A new reader in schemas/formats.tsv does so by itself. */
#define KHO_EXTRACT_VERSION 1

struct kho_extract; /* one magic handle and what readers keep; not thread-safe */

/* KHO_IO: the magic database cannot be loaded. */
enum kho_status kho_extract_open(struct kho_extract **out, struct kho_err *err);
void kho_extract_close(struct kho_extract *x); /* NULL is fine */

struct kho_extracted {
    const char *format;     /* static, id of schemas/formats.tsv: "docx", "txt", ...; "" unknown */
    struct kho_lines lines; /* in arena; empty when nothing could be read */
    kho_sv title;   /* where the format has a place for one (the subject of a mail); in arena */
    uint64_t notes; /* bits 1 << enum kho_notes_id: UNSUPPORTED, DAMAGED, EMPTY, MISNAMED, CHARSET,
                       TRUNCATED, ENCRYPTED, OCR ... */
    uint32_t ocr_pages;      /* whose text was recognised */
    uint32_t ocr_confidence; /* mean of their words, 0 to 100 */
};

/* Which pages are recognised as pictures. */
enum kho_ocr_mode {
    KHO_OCR_AUTO,  /* those without usable text */
    KHO_OCR_NEVER, /* none; they are noted */
    KHO_OCR_ALWAYS /* every page of a PDF, too */
};

/* How pages that are pictures are treated from now on (ocr.h); ocr has to stay.  NULL, as at first:
 * they are noted. */
struct kho_ocr;
void kho_extract_ocr(struct kho_extract *x, const struct kho_ocr *ocr);

/*
 * name: file name (last component), for its extension and for messages.  text_max: bytes of text
 * wanted at most. Content never makes it fail: damage is a note.  KHO_NOMEM, KHO_BUG.
 */
enum kho_status kho_extract(struct kho_extract *x, struct kho_arena *arena, kho_sv bytes,
                            kho_sv name, size_t text_max, struct kho_extracted *out,
                            struct kho_err *err);
#endif
