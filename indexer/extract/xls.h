/* xls.h - the reader of Excel workbooks of before 2007, shared by its files ([MS-XLS]). */
#ifndef KHO_EXTRACT_XLS_H
#define KHO_EXTRACT_XLS_H

#include "sheet.h"
#include "sheet_format.h"

enum { KHO_XLS_FONTS = 1024, KHO_XLS_XFS = 4096, KHO_XLS_SHEETS = 256 };

struct kho_xls_font {
    enum kho_font kind;
    bool bold;
};

struct kho_xls {
    kho_sv s; /* the stream */
    struct kho_writer *w;
    bool five;         /* BIFF5 */
    unsigned codepage; /* of its strings */
    struct kho_xls_font font[KHO_XLS_FONTS];
    struct {
        uint16_t font, format;
    } xf[KHO_XLS_XFS];
    struct kho_sheet_formats formats;
    struct {
        size_t at, name; /* of its records */
    } sheet[KHO_XLS_SHEETS];
    size_t n_font, n_xf, n_sheet;
    struct kho_buf text;    /* of one string, as kho_sheet_text takes it */
    struct kho_buf places;  /* where in it each of its characters begins, uint32_t */
    struct kho_buf raw;     /* scratch */
    struct kho_buf strings; /* the shared ones */
    uint32_t *string;       /* where each begins; one more than there are */
    size_t n_string, cap_string;
    struct kho_sheet table;
    bool damaged, encrypted;
};

static inline unsigned
kho_xls_u16(kho_sv s, size_t at)
{
    return at + 2 > s.n ? 0 : (unsigned)((unsigned char)s.p[at] | (unsigned char)s.p[at + 1] << 8);
}

static inline uint32_t
kho_xls_u32(kho_sv s, size_t at)
{
    return kho_xls_u16(s, at) | (uint32_t)kho_xls_u16(s, at + 2) << 16;
}

static inline unsigned
kho_xls_u8(kho_sv s, size_t at)
{
    return at < s.n ? (unsigned char)s.p[at] : 0;
}

/* xls_strings.c */

/* The record at *at, and *at behind it; false at the end. */
bool kho_xls_next(struct kho_xls *x, size_t *at, unsigned *type, kho_sv *r);
/* A string behind its length at at into x->text; long_length: of two bytes.  Where it ends. */
size_t kho_xls_string(struct kho_xls *x, kho_sv r, size_t at, bool long_length);
/* The same of one whose runs of fonts stand behind it, as in RSTRING records. */
void kho_xls_rich(struct kho_xls *x, kho_sv r, size_t at);
/* The shared strings: their record r, and where the next one begins. */
void kho_xls_shared(struct kho_xls *x, size_t after, kho_sv r);
#endif
