/* odf_manifest.c - see odf_manifest.h. */
#include "odf_manifest.h"

#include "part.h"
#include "xml.h"

#include <string.h>

enum { MOST = 4 << 20 };

struct manifest {
    struct kho_xml *xml;
    bool encrypted;
};

static void
start(void *ctx, const char *uri, const char *name, const struct kho_xml_attrs *a)
{
    struct manifest *m = ctx;

    (void)uri, (void)a;
    if (strcmp(name, "encryption-data") == 0) {
        m->encrypted = true;
        kho_xml_stop(m->xml);
    }
}

static void
end(void *ctx, const char *uri, const char *name)
{
    (void)ctx, (void)uri, (void)name;
}

static void
text(void *ctx, kho_sv s)
{
    (void)ctx, (void)s;
}

static bool
feed(void *ctx, const char *p, size_t n)
{
    struct manifest *m = ctx;

    return kho_xml_feed(m->xml, p, n);
}

bool
kho_odf_is_encrypted(kho_sv zip)
{
    struct manifest m = {.encrypted = false};
    const struct kho_xml_events on = {start, end, text, &m};

    m.xml = kho_xml_new(&on);
    if (m.xml == NULL)
        return false;
    (void)kho_part_read(zip, KHO_SV("META-INF/manifest.xml"), MOST, feed, &m);
    kho_xml_free(m.xml);
    return m.encrypted;
}
