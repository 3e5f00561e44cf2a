/* pdf.h - what has to be loaded before a sandbox for PDF. */
#ifndef KHO_EXTRACT_PDF_H
#define KHO_EXTRACT_PDF_H

/* What poppler loads at first use. */
void kho_pdf_init(void);
#endif
