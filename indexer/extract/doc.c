/* doc.c - Word 97-2003 documents, and the text of Word 6 and 95 ([MS-DOC]).
 *
 * The pieces of the text are in the file in any order; cp counts characters of the text, fc bytes
 * of the file.  Properties are found by fc.
 */
#include "doc.h"

#include "doc_lists.h"
#include "ole.h"

#include <stdlib.h>

enum {
    FIB_WORD97 = 105, /* nFib; before: Word 6 and 95 */
    /* pairs of offset and length in the FIB */
    STSH = 1,
    FOOT_REF = 2,
    FOOT_TEXT = 3,
    CHPX = 12,
    PAPX = 13,
    FONTS = 15,
    CLX = 33,
    END_REF = 46,
    END_TEXT = 47,
    LISTS = 73,
    OVERRIDES = 74
};

/* Word 6 and 95: one byte a character, in pieces where the file was saved in haste; the tables
 * stand in the same stream, at other places.  Properties have other numbers and are not read:
 * tables are paragraphs, code pages are told by the words. */
static bool
old_word(struct kho_doc *d)
{
    enum {
        COMPLEX = 4,
        FIRST = 0x18,
        LENGTHS = 0x34,
        NOTE_REF = 0x68,
        NOTE_TEXT = 0x70,
        PIECES = 0x160
    };
    kho_sv notes[KHO_DOC_NOTES] = {{"", 0}, {"", 0}, {"", 0}, {"", 0}};

    d->table = d->doc;
    d->one_byte = true;
    if ((kho_doc_u16(d->doc, 0x0a) & COMPLEX) != 0
            ? !kho_doc_pieces(d, kho_doc_pair_at(d, PIECES))
            : !kho_doc_piece(d, kho_doc_u32(d->doc, FIRST), d->doc.n))
        return false;
    notes[0] = kho_doc_pair_at(d, NOTE_REF);
    notes[1] = kho_doc_pair_at(d, NOTE_TEXT);
    kho_doc_body(d, NULL, LENGTHS, notes);
    return true;
}

static bool
new_word(struct kho_doc *d, struct kho_doc_lists **all, struct kho_buf *table)
{
    bool one = (kho_doc_u16(d->doc, 0x0a) & 0x200) != 0;
    kho_sv lists;

    if (!kho_ole_stream(d->in->bytes, one ? "1Table\0" : "0Table\0", table))
        return false;
    d->table = kho_buf_view(table);
    if (!kho_doc_pieces(d, kho_doc_pair(d, CLX)) || !kho_doc_styles(d, kho_doc_pair(d, STSH)))
        return false;
    kho_doc_fonts(d, kho_doc_pair(d, FONTS));
    lists = kho_doc_pair(d, LISTS);
    *all = kho_doc_lists_new(
        lists, kho_doc_part(d->table, (size_t)(lists.p - d->table.p) + lists.n, d->table.n),
        kho_doc_pair(d, OVERRIDES));
    d->chpx = kho_doc_pair(d, CHPX);
    d->papx = kho_doc_pair(d, PAPX);
    kho_doc_body(d, *all, 0x4c,
                 (const kho_sv[KHO_DOC_NOTES]){kho_doc_pair(d, FOOT_REF),
                                               kho_doc_pair(d, FOOT_TEXT), kho_doc_pair(d, END_REF),
                                               kho_doc_pair(d, END_TEXT)});
    return true;
}

enum kho_status
kho_read_doc(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    struct kho_doc *d = calloc(1, sizeof *d);
    struct kho_doc_lists *lists = NULL;
    struct kho_buf doc = {.p = NULL}, table = {.p = NULL};
    enum kho_status st;

    if (d == NULL || (d->w = kho_writer_new(in)) == NULL) {
        free(d);
        return kho_fail(err, KHO_NOMEM, "no memory to read a Word document");
    }
    d->in = in;
    if (!kho_ole_stream(in->bytes, "WordDocument\0", &doc) || doc.n < 0x60) {
        out->notes |= KHO_NOTE(DAMAGED);
    } else {
        d->doc = kho_buf_view(&doc);
        if ((kho_doc_u16(d->doc, 0x0a) & 0x100) != 0)
            out->notes |= KHO_NOTE(ENCRYPTED);
        else if (kho_doc_u16(d->doc, 2) < FIB_WORD97 ? !old_word(d) : !new_word(d, &lists, &table))
            out->notes |= KHO_NOTE(DAMAGED);
    }
    if (d->damaged && !kho_writer_done(d->w))
        out->notes |= KHO_NOTE(DAMAGED);
    st = kho_writer_finish(d->w, out, err);
    kho_doc_lists_free(lists);
    free(d->piece);
    free(d->style);
    kho_buf_free(&doc);
    kho_buf_free(&table);
    free(d);
    return st;
}
