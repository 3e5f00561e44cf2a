/* confine.h - take away from kho.cgi what answering a request does not need. */
#ifndef KHO_PAGE_CONFINE_H
#define KHO_PAGE_CONFINE_H

#include <stdbool.h>

/*
 * For good, and for every program started from here: no file is created, opened for writing,
 * renamed or removed; no network but the sockets that are already open; no other process is looked
 * at.  Without may_start no program is started either (downloads need one, and so do indexes that
 * lie on other machines).  Where the kernel lacks a part of this, the rest holds.
 */
void kho_page_confine(bool may_start);
#endif
