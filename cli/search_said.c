/* search_said.c - what kho search and kho tasks say on stderr beside what they find. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

/* One line on stderr; the strings end with NUL in the arena or in a buffer. */
static void
say(enum kho_messages_id id, const char *const *args, size_t n)
{
    (void)fprintf(stderr, "kho %s: ", kho_cli.command);
    kho_fill_to(stderr, id, args, n);
    (void)fputc('\n', stderr);
}

/* Names and queries of the arena end with NUL. */
static void
merged(const struct kho_merged *m)
{
    say(m->kept ? KHO_MESSAGES_PLACE_KEPT : KHO_MESSAGES_PLACE_GONE,
        KHO_ARGS(m->asked.p, m->others.p, m->offer.p, m->now.p));
}

void
kho_search_remarks(const struct kho_answer *a)
{
    static const enum kho_messages_id texts[] = {
        [KHO_REMARK_NO_FIELD] = KHO_MESSAGES_REMARK_NO_FIELD,
        [KHO_REMARK_BAD_VALUE] = KHO_MESSAGES_REMARK_BAD_VALUE,
        [KHO_REMARK_NOTHING] = KHO_MESSAGES_REMARK_NOTHING};

    for (size_t i = 0; i < a->n_remarks; i++) {
        struct kho_buf field = {.p = NULL}, value = {.p = NULL};

        kho_buf_sv(&field, a->remarks[i].field);
        kho_buf_sv(&value, a->remarks[i].value);
        say(texts[a->remarks[i].kind], KHO_ARGS(kho_buf_cstr(&field), kho_buf_cstr(&value)));
        kho_buf_free(&field);
        kho_buf_free(&value);
    }
}

/* What is counted: documents, or with kho tasks tasks. */
static const char *
noun(void)
{
    return kho_say(strcmp(kho_cli.command, "tasks") == 0 ? KHO_MESSAGES_NOUN_TASK
                                                         : KHO_MESSAGES_NOUN_DOCUMENT);
}

void
kho_said_before(const struct kho_answer *a)
{
    struct kho_buf b = {.p = NULL};

    for (size_t i = 0; i < a->n_unknown; i++) {
        kho_buf_str(&b, i > 0 ? ", " : "");
        kho_buf_sv(&b, a->unknown[i]);
    }
    if (a->n_unknown > 0)
        say(KHO_MESSAGES_UNKNOWN_WORDS, KHO_ARGS(kho_buf_cstr(&b)));
    kho_buf_free(&b);
    if (a->relaxed)
        say(KHO_MESSAGES_RELAXED, KHO_ARGS(noun()));
}

void
kho_said_offers(const struct kho_answer *a)
{
    static const enum kho_messages_id texts[] = {[KHO_OFFER_SPELLING] = KHO_MESSAGES_OFFER_SPELLING,
                                                 [KHO_OFFER_WITHOUT] = KHO_MESSAGES_OFFER_WITHOUT,
                                                 [KHO_OFFER_ONLY] = KHO_MESSAGES_OFFER_ONLY,
                                                 [KHO_OFFER_WORDS] = KHO_MESSAGES_OFFER_WORDS,
                                                 [KHO_OFFER_NO_FILTERS] =
                                                     KHO_MESSAGES_OFFER_NO_FILTERS};

    for (size_t i = 0; i < a->n_offers; i++)
        say(texts[a->offers[i].kind],
            KHO_ARGS(a->offers[i].query.p, kho_digits(a->offers[i].total).s,
                     a->offers[i].dropped.n > 0 ? a->offers[i].dropped.p : "", noun()));
}

void
kho_search_said(const struct kho_answer *a, uint32_t offset)
{
    const unsigned long long first = offset + 1ULL, last = offset + (unsigned long long)a->n;

    kho_said_before(a);
    if (a->cut)
        (void)fprintf(stderr, "kho search: %s\n", kho_say(KHO_MESSAGES_CUT));
    if (a->merged.asked.p != NULL)
        merged(&a->merged);
    if (a->number_own + a->number_citing > 0) {
        struct kho_buf number = {.p = NULL};

        kho_buf_sv(&number, a->number);
        say(KHO_MESSAGES_NUMBER_HITS, KHO_ARGS(kho_buf_cstr(&number), kho_digits(a->number_own).s,
                                               kho_digits(a->number_citing).s));
        kho_buf_free(&number);
    }
    (void)fputs("kho search: ", stderr);
    if (a->total == 0)
        (void)fputs(kho_say(KHO_MESSAGES_FOUND_NONE), stderr);
    else if (a->n > 0 && a->n < a->total)
        kho_fill_to(stderr, KHO_MESSAGES_FOUND_RANGE,
                    KHO_ARGS(kho_digits(a->total).s, kho_digits(first).s, kho_digits(last).s));
    else
        kho_fill_to(stderr, KHO_MESSAGES_FOUND, KHO_ARGS(kho_digits(a->total).s));
    (void)fputc('\n', stderr);
    kho_said_offers(a);
}
