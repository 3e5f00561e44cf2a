/* xml.h - a stream of XML elements and text (libxml2's SAX), without DTD, entities or network. */
#ifndef KHO_EXTRACT_XML_H
#define KHO_EXTRACT_XML_H

#include "sv.h"

#include <stddef.h>

struct kho_xml_attrs {
    const void *p; /* libxml2's */
    int n;
};

/* Value of the attribute with this local name in whatever namespace; p NULL: there is none.
 * Character references of & and < are as in the file. */
kho_sv kho_xml_attr(const struct kho_xml_attrs *a, const char *name);

struct kho_xml_events {
    /* uri: namespace, "" none */
    void (*start)(void *ctx, const char *uri, const char *name, const struct kho_xml_attrs *attrs);
    void (*end)(void *ctx, const char *uri, const char *name);
    void (*text)(void *ctx, kho_sv s);
    void *ctx;
};

struct kho_xml;

struct kho_xml *kho_xml_new(const struct kho_xml_events *events); /* NULL: no memory */
/* Next piece.  False: parsing is over (too deep, a DTD, or stopped). */
bool kho_xml_feed(struct kho_xml *x, const char *p, size_t n);
void kho_xml_stop(struct kho_xml *x); /* no more events; may be called from within one */
/* No more pieces.  False: it was not well-formed; what could be read was given. */
bool kho_xml_end(struct kho_xml *x);
void kho_xml_free(struct kho_xml *x); /* NULL is fine */
#endif
