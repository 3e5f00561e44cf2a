/* fuzz_mail.c - any bytes as a mail: parts come in order and within limits, no content grows, names
 * are valid; and its text as that of any file. */
#include "extract_check.h"
#include "mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_utf8(kho_sv s)
{
    for (size_t i = 0; i < s.n;) {
        unsigned n;

        if (s.p[i] == '\0' ||
            kho_utf8_get((const unsigned char *)s.p + i, s.n - i, &n) == KHO_UTF8_BAD)
            abort();
        i += n;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { NEST = 64 };
    const kho_sv bytes = {(const char *)data, size};
    const struct kho_mail_source s = kho_mail_memory(&bytes);
    struct kho_mail_part part;
    struct kho_mail *m;
    enum kho_status st = kho_mail_open(&m, &s, NULL);
    uint32_t next = 0;
    size_t total = 0;

    for (int f = 0; st == KHO_OK && f < KHO_MAIL_FIELDS; f++)
        check_utf8(kho_mail_field(m, (enum kho_mail_field)f));
    while (st == KHO_OK && (st = kho_mail_next(m, &part, NULL)) == KHO_OK) {
        const char *p;

        if (part.index != next++ || part.n_choices > NEST ||
            (part.role == KHO_MAIL_MEMBER) != (part.name.n > 0))
            abort();
        check_utf8(part.name);
        if (next % 3 != 0) /* some are passed over */
            for (size_t n; (n = kho_mail_read(m, &p)) > 0;)
                total += n;
    }
    if (st != KHO_DONE || total > size)
        abort();
    kho_mail_close(m);
    check_extract(data, size, "a.eml");
    return 0;
}
