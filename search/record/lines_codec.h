/* lines_codec.h - a text and its lines, for both directions (codec.h).
 *
 * Where lines begin and end is seen from the line feeds of the text, and what their format told is
 * kept once for each run of lines that have the same: the lines of a plain text cost some bytes
 * together.
 */
#ifndef KHO_RECORD_LINES_CODEC_H
#define KHO_RECORD_LINES_CODEC_H

#include "codec.h"
#include "lines.h"

void kho_codec_lines(struct kho_codec *c, struct kho_lines *t);
#endif
