/* in: words; printed are the day and the month that end with each of them. */
#include "blocks.h"
#include "date_words.h"
#include "escape.h"

enum { WORDS_MAX = 64 };

static void
check(const struct block *b, struct kho_buf *out)
{
    kho_sv rest = block_get(b, "in"), word[WORDS_MAX];
    struct kho_date_words d;

    kho_buf_str(out, "");
    for (size_t n = 0; n < WORDS_MAX && kho_sv_next(&rest, ' ', &word[n]);)
        if (kho_date_words(word, ++n, &d))
            kho_buf_fmt(out, "%s %u, %s %u\n", d.day_words == 0 ? "-" : d.day,
                        (unsigned)d.day_words, d.month, (unsigned)d.month_words);
}

int
main(int argc, char **argv)
{
    return blocks_run(argc, argv, check);
}
