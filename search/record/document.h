/* document.h - a document as it goes from a worker to the writer and into the index.
 *
 * Packing is compact, versioned and total: unpacking any bytes either gives a
 * valid document or KHO_DATA, never a crash (tests/fuzz/fuzz_document.c).
 */
#ifndef KHO_RECORD_DOCUMENT_H
#define KHO_RECORD_DOCUMENT_H

#include "arena.h"
#include "buf.h"
#include "lines.h"
#include "plan.h"

/* Where a document was found. */
struct kho_place {
    kho_sv path;   /* for people and keys: "outer.zip//b/c.docx"; relative to input's folder name */
    kho_sv input;  /* absolute path of the outermost file */
    kho_sv member; /* raw bytes of how to find it again inside input; empty: the file itself */
    int64_t mtime; /* seconds since 1970, 0 unknown */
};

struct kho_document {
    kho_sv id;     /* content hash, 32 lower-case hex digits (XXH3 128 of the original bytes) */
    kho_sv format; /* "docx", "txt", ... of schemas/formats.tsv; "" unknown */
    uint64_t size; /* of the original, bytes */
    struct kho_place *places; /* at least one */
    size_t n_places;
    uint32_t ocr_pages;      /* pages whose text was recognised (OCR) */
    uint32_t ocr_confidence; /* mean of their words, 0 to 100 */
    uint64_t notes; /* of the container and the extraction; the record's own are in plan.notes */
    struct kho_plan plan;
    struct kho_lines lines;
};

enum { KHO_DOCUMENT_VERSION = 5 }; /* of the packed form */

/* All of doc into *out; text is zstd-compressed. */
enum kho_status kho_document_pack(const struct kho_document *doc, struct kho_buf *out,
                                  struct kho_err *err);

enum kho_document_part {
    KHO_DOCUMENT_HEAD,  /* all but citations, tasks, targets, sections, text: for result lists */
    KHO_DOCUMENT_CITES, /* the head, recipients, citations; both take a third of the time of more */
    KHO_DOCUMENT_PLAN,  /* all but text */
    KHO_DOCUMENT_TEXT,  /* the head, and the text */
    KHO_DOCUMENT_ALL
};
/*
 * Take packed apart as far as part says; the rest is empty.
 * Everything in *doc lies in arena (or is static); packed may go afterwards.
 * KHO_DATA: damaged or of another version.
 */
enum kho_status kho_document_unpack(struct kho_arena *arena, kho_sv packed,
                                    enum kho_document_part part, struct kho_document *doc,
                                    struct kho_err *err);

/* A packed document that several parts are taken from, decompressed once. */
struct kho_opened {
    kho_sv id;  /* p NULL: it stands in the head */
    kho_sv raw; /* head, citations, plan, text */
    size_t head, cites, plan;
};
/* Opens packed, in arena, as far as any of its parts up to `most` need; packed may go afterwards.
 * KHO_DATA as kho_document_unpack. */
enum kho_status kho_document_open(struct kho_arena *arena, kho_sv packed,
                                  enum kho_document_part most, struct kho_opened *out,
                                  struct kho_err *err);
/* As kho_document_unpack; part: that it was opened for, or one before it.  o may go afterwards. */
enum kho_status kho_document_part(struct kho_arena *arena, const struct kho_opened *o,
                                  enum kho_document_part part, struct kho_document *doc,
                                  struct kho_err *err);

/* One JSON object of schemas/plan.schema.json, without a final newline.  Null source: places[0]. */
void kho_document_json(const struct kho_document *doc, struct kho_buf *out);

/* The members of a citation and of a task, into an object that the caller opens and closes. */
struct kho_json;
void kho_citation_json(struct kho_json *j, const struct kho_citation *c);
void kho_task_json(struct kho_json *j, const struct kho_task *t);
/* As kho_document_json, with the whole text as the last member "text". */
void kho_document_text_json(const struct kho_document *doc, struct kho_buf *out);
#endif
