/* xml.c - see xml.h. */
#include "xml.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

struct kho_xml {
    struct kho_xml_events on;
    xmlParserCtxtPtr ctxt;
    bool stopped, refused;
    /* Where in the bytes: see look_over. */
    bool in_tag, begun; /* begun: right behind its < */
    char quote;         /* that will close the value, 0 none */
    unsigned values;    /* of this tag */
};

enum {
    FEED = 1 << 16,
    ATTRIBUTES = 200 /* of a tag at most; Word's longest has 40 */
};

kho_sv
kho_xml_attr(const struct kho_xml_attrs *a, const char *name)
{
    const xmlChar *const *v = a->p;

    /* libxml2 gives five pointers per attribute: name, prefix, namespace, value, end of value. */
    for (int i = 0; i < a->n; i++, v += 5)
        if (strcmp((const char *)v[0], name) == 0)
            return (kho_sv){(const char *)v[3], (size_t)(v[4] - v[3])};
    return (kho_sv){NULL, 0};
}

static void
on_start(/* the parameters are libxml2's: NOLINT(readability-function-size) */
         void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns,
         const xmlChar **ns, int n, int defaulted, const xmlChar **attributes)
{
    struct kho_xml *x = ((xmlParserCtxtPtr)ctx)->_private;
    struct kho_xml_attrs a = {attributes, n};

    (void)prefix, (void)n_ns, (void)ns, (void)defaulted;
    if (!x->stopped)
        x->on.start(x->on.ctx, uri == NULL ? "" : (const char *)uri, (const char *)name, &a);
}

static void
on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct kho_xml *x = ((xmlParserCtxtPtr)ctx)->_private;

    (void)prefix;
    if (!x->stopped)
        x->on.end(x->on.ctx, uri == NULL ? "" : (const char *)uri, (const char *)name);
}

static void
on_text(void *ctx, const xmlChar *p, int n)
{
    struct kho_xml *x = ((xmlParserCtxtPtr)ctx)->_private;

    if (!x->stopped)
        x->on.text(x->on.ctx, (kho_sv){(const char *)p, (size_t)n});
}

/* Entities are how a small file becomes a large one; office files have none. */
static void
on_dtd(void *ctx, const xmlChar *name, const xmlChar *id, const xmlChar *uri)
{
    struct kho_xml *x = ((xmlParserCtxtPtr)ctx)->_private;

    (void)name, (void)id, (void)uri;
    x->refused = true;
    kho_xml_stop(x);
}

static void
on_error(void *ctx, const char *fmt, ...)
{
    (void)ctx, (void)fmt;
}

struct kho_xml *
kho_xml_new(const struct kho_xml_events *events)
{
    struct kho_xml *x = calloc(1, sizeof *x);
    xmlSAXHandler sax = {.startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .cdataBlock = on_text,
                         .ignorableWhitespace = on_text,
                         .internalSubset = on_dtd,
                         .error = on_error,
                         .warning = on_error,
                         .fatalError = on_error,
                         .initialized = XML_SAX2_MAGIC};

    if (x == NULL)
        return NULL;
    x->on = *events;
    x->ctxt = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
    if (x->ctxt == NULL) {
        free(x);
        return NULL;
    }
    x->ctxt->_private = x;
    (void)xmlCtxtUseOptions(x->ctxt, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR |
                                         XML_PARSE_NOWARNING);
    return x;
}

/*
 * libxml2 compares each attribute of a tag with all before it: a tag of some megabytes takes
 * minutes.  Counts the values in quotes as they come.  How many bytes may be parsed: less than n
 * when a tag has too many.
 */
static size_t
look_over(struct kho_xml *x, const char *from, size_t n)
{
    const char *end = from + n;

    for (const char *p = from; p < end; p++) {
        if (x->quote != '\0') {
            p = memchr(p, x->quote, (size_t)(end - p));
            if (p == NULL)
                return n;
            x->quote = '\0';
        } else if (!x->in_tag) {
            p = memchr(p, '<', (size_t)(end - p));
            if (p == NULL)
                return n;
            x->in_tag = x->begun = true;
            x->values = 0;
        } else {
            if (*p == '>' || (x->begun && (*p == '!' || *p == '?')))
                x->in_tag = false;
            else if (*p == '"' || *p == '\'')
                x->quote = *p;
            x->values += x->quote != '\0';
            x->begun = false;
            if (x->values > ATTRIBUTES)
                return (size_t)(p - from);
        }
    }
    return n;
}

bool
kho_xml_feed(struct kho_xml *x, const char *p, size_t n)
{
    for (size_t piece; n > 0 && !x->stopped; p += piece, n -= piece) {
        size_t most = n < FEED ? n : FEED;

        piece = look_over(x, p, most);
        (void)xmlParseChunk(x->ctxt, p, (int)piece, 0);
        if (piece < most)
            x->stopped = x->refused = true;
        if (x->ctxt->disableSAX != 0 && x->ctxt->wellFormed == 0)
            x->stopped = x->refused = true;
    }
    return !x->stopped;
}

void
kho_xml_stop(struct kho_xml *x)
{
    x->stopped = true; /* libxml2's own stop frees the bytes the event is about */
}

bool
kho_xml_end(struct kho_xml *x)
{
    if (x->stopped)
        return !x->refused;
    (void)xmlParseChunk(x->ctxt, "", 0, 1);
    return x->ctxt->wellFormed != 0;
}

void
kho_xml_free(struct kho_xml *x)
{
    if (x == NULL)
        return;
    if (x->ctxt->myDoc != NULL)
        xmlFreeDoc(x->ctxt->myDoc);
    xmlFreeParserCtxt(x->ctxt);
    free(x);
}
