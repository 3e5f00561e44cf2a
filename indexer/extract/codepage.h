/* codepage.h - single bytes of the code pages of Windows -> Unicode. */
#ifndef KHO_EXTRACT_CODEPAGE_H
#define KHO_EXTRACT_CODEPAGE_H

#include <stdint.h>

/* Vietnamese (1258), UTF-8 apart; all others as western European (1252).  Marks of 1258 come as
 * combining characters.  0: no character. */
uint32_t kho_codepage_char(unsigned codepage, unsigned char byte);

/* Code page of a Windows character set (\fcharset of RTF, bCharSet of Excel); 0: the document's. */
uint16_t kho_codepage_of_charset(int32_t charset);
#endif
