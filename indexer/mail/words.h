/* words.h - encoded words in fields: "=?utf-8?Q?K=E1=BA=BF?= 12" (RFC 2047).
 *
 * Not gmime's: it loses what stands behind a padded base64 word when another follows.
 */
#ifndef KHO_MAIL_WORDS_H
#define KHO_MAIL_WORDS_H

#include "buf.h"

/*
 * Append s to out with its encoded words decoded.  Words of one charset that follow each other are
 * one, for characters may be cut between them; bytes that are no text in their charset, and
 * charsets nobody knows, are left to kho_decode_declared.  What looks like an encoded word and is
 * none stays.
 */
void kho_mail_words(struct kho_buf *out, kho_sv s);
#endif
