/* name.h - member names as people may see them.  Names are bytes an attacker chose. */
#ifndef KHO_ARCHIVE_NAME_H
#define KHO_ARCHIVE_NAME_H

#include "buf.h"
#include "walk.h"

/*
 * Append raw as valid UTF-8 to out: control characters, those that change the direction of text and
 * line separators become U+FFFD; bytes that are no UTF-8 become %XX; a name with backslashes only
 * gets slashes. Returns notes: NAME (not UTF-8), PATH (absolute, or with a ".." in it; shown as it
 * is).
 */
uint64_t kho_name_display(struct kho_buf *out, kho_sv raw);

/* Name of the one file in a compressed file: "a/ke-hoach.txt.gz" -> "ke-hoach.txt". */
kho_sv kho_name_unpacked(kho_sv path);

/* An AppleDouble file ("._x") that holds attributes only: nothing a reader would miss. */
bool kho_name_is_apple_shadow(kho_sv raw, kho_sv bytes);
#endif
