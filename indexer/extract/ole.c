/* ole.c - see ole.h. */
#include "ole.h"

#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-utils.h>

static void
say_nothing(const gchar *domain, GLogLevelFlags level, const gchar *text, gpointer data)
{
    (void)domain, (void)level, (void)text, (void)data;
}

void
kho_ole_init(void)
{
    struct kho_buf none = {.limit = 1};

    (void)g_log_set_default_handler(say_nothing, NULL);
    gsf_init();
    (void)kho_ole_stream(KHO_SV("kho"), "x\0", &none);
    kho_buf_free(&none);
}

/* Block by block, so that of a file that is cut the beginning is there. */
static void
copy(GsfInput *s, size_t most, struct kho_buf *out)
{
    enum { BLOCK = 4096 };
    gsf_off_t left = gsf_input_remaining(s);

    while (left > 0 && out->n < most && out->st == KHO_OK) {
        size_t n = left < BLOCK ? (size_t)left : BLOCK;
        const guint8 *p = gsf_input_read(s, n, NULL);

        if (p == NULL)
            break;
        kho_buf_put(out, p, n);
        left -= (gsf_off_t)n;
    }
}

bool
kho_ole_stream(kho_sv file, const char *names, struct kho_buf *out)
{
    GsfInput *memory = gsf_input_memory_new((const guint8 *)file.p, (gsf_off_t)file.n, FALSE), *s;
    GsfInfile *ole = memory == NULL ? NULL : gsf_infile_msole_new(memory, NULL);
    bool found = false;

    for (const char *n = names; ole != NULL && !found && *n != '\0'; n += strlen(n) + 1) {
        s = gsf_infile_child_by_name(ole, n);
        found = s != NULL;
        if (s != NULL) {
            copy(s, file.n, out);
            g_object_unref(s);
        }
    }
    if (ole != NULL)
        g_object_unref(ole);
    if (memory != NULL)
        g_object_unref(memory);
    return found && out->n > 0 && out->st == KHO_OK;
}
