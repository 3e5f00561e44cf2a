/* sniff.h - is this a container to look into?  By content only; names lie. */
#ifndef KHO_ARCHIVE_SNIFF_H
#define KHO_ARCHIVE_SNIFF_H

#include "source.h"

#include <stdbool.h>

/* Bytes of the beginning that kho_sniff_head wants to see. */
enum { KHO_SNIFF_HEAD = 512 };

/* From the beginning alone; a zip may still turn out to be a document, and an ISO image or a mail
 * is not seen. */
enum kho_container kho_sniff_head(const unsigned char *p, size_t n);

/* Does a mail begin here that may have attachments?  p, n: as much of it as is at hand. */
bool kho_sniff_mail(const void *p, size_t n);

/* The whole truth: office documents that are zips (docx, xlsx, odt, epub) are no containers, and
 * mails without attachments are none. */
enum kho_container kho_sniff(const struct kho_source *s);

/* Does a zip have its directory at the end?  Without it, it was cut. */
bool kho_sniff_zip_whole(const struct kho_source *s);

/* Bytes of dictionary a compressed stream asks for; 0 when its first bytes do not say. */
uint64_t kho_sniff_dictionary(const struct kho_source *s, enum kho_container kind);
#endif
