/* group_ref.c - what is known about a cited document from all its mentions. */
#include "groups.h"

#include "buf.h"
#include "identity.h"
#include "issuer.h"
#include "tables.h"
#include "terms.h"

enum {
    SAME_NUMBER_MAX = 64, /* documents of one number that are looked at */
    FORMS_MAX = 4         /* written forms of one number that are counted */
};

/* A key says more the fewer of its parts are open; a number says more than a title. */
static unsigned
open_parts(const struct kho_mention *m)
{
    unsigned n = m->has_key ? 0 : 100;

    for (size_t i = 0; i < m->key.n_loc; i++)
        n += kho_sv_eq(m->key.loc[i], KHO_SV("?")) ? 2 : 0;
    if (m->key.year.p == NULL || m->key.year.n != 4)
        n += 2;
    return n + (m->key.num.n != 0 && m->key.num.p[0] == '~' ? 1 : 0);
}

static kho_sv
type_name(kho_sv type)
{
    for (size_t i = 0; i < kho_doc_types_n; i++)
        if (kho_sv_eq(type, kho_sv_from(kho_doc_types[i].abbr)))
            return kho_sv_from(kho_doc_types[i].vietnamese_name);
    return (kho_sv){NULL, 0};
}

static kho_sv
joined(struct kho_arena *arena, kho_sv a, const char *between, kho_sv b)
{
    const size_t n = strlen(between);
    char *p = KHO_NEW_N(arena, a.n + n + b.n + 1, char);

    memcpy(p, a.p, a.n);
    memcpy(p + a.n, between, n);
    memcpy(p + a.n + n, b.p, b.n);
    return (kho_sv){p, a.n + n + b.n};
}

/* -- the number as most write it ---------------------------------------------------------- */

static kho_sv
usual_type(struct kho_arena *arena, kho_sv type)
{
    for (size_t i = 0; i < kho_doc_types_n; i++) {
        const kho_sv abbr = kho_sv_from(kho_doc_types[i].abbr);

        if (kho_sv_eq(kho_text_upper(arena, abbr), kho_text_upper(arena, type)))
            return abbr;
    }
    return type;
}

/* In the case of the table; other letters for the same body stay. */
static kho_sv
usual_letters(struct kho_arena *arena, kho_sv letters)
{
    const kho_sv code = kho_issuer_letters(arena, letters).code;

    return kho_sv_eq(kho_text_upper(arena, code), kho_text_upper(arena, letters)) ? code : letters;
}

static kho_sv
in_order(struct kho_arena *arena, const struct kho_symbol *s, bool party)
{
    struct kho_buf b = {.p = NULL};
    kho_sv out;

    if (s->number.n == 1) /* Nghị định 30/2020/NĐ-CP, Phụ lục I: 0 before a number below 10 */
        kho_buf_char(&b, '0');
    kho_buf_sv(&b, s->number);
    if (s->year != 0)
        kho_buf_fmt(&b, "/%d", (int)s->year);
    kho_buf_char(&b, party ? '-' : '/');
    kho_buf_sv(&b, usual_type(arena, s->type));
    for (size_t i = 0; i < s->n_codes; i++) {
        kho_buf_char(&b, party && i == 0 ? '/' : '-');
        kho_buf_sv(&b, usual_letters(arena, s->codes[i]));
    }
    out = kho_arena_dup(arena, kho_buf_view(&b));
    kho_buf_free(&b);
    return out;
}

kho_sv
kho_symbol_usual(struct kho_arena *arena, kho_sv term)
{
    struct kho_symbol s;
    kho_sv state, party;

    if (!kho_symbol_parse(arena, term, &s) || s.n_codes == 0 || s.type.n == 0)
        return term;
    state = in_order(arena, &s, false);
    if (s.year != 0)
        return state;
    party = in_order(arena, &s, true);
    return kho_symbol_oddness(arena, party) < kho_symbol_oddness(arena, state) ? party : state;
}

/* Typists mix up the order of the parts: the form that is right, of equals the one most mentions
 * have. */
static kho_sv
usual_symbol(struct kho_arena *arena, const struct kho_mention *m, size_t n)
{
    struct {
        kho_sv symbol;
        size_t n;
        unsigned odd;
    } form[FORMS_MAX];
    size_t forms = 0, best = 0;

    for (size_t i = 0; i < n; i++) {
        const kho_sv symbol = m[i].c->symbol;
        size_t k = 0;

        while (k < forms && !kho_sv_eq(form[k].symbol, symbol))
            k++;
        if (symbol.n == 0 || k == FORMS_MAX)
            continue;
        if (k == forms) {
            form[forms].symbol = symbol;
            form[forms++].n = 0;
        }
        form[k].n++;
    }
    for (size_t k = 0; k < forms && forms > 1; k++)
        form[k].odd = kho_symbol_oddness(arena, form[k].symbol);
    for (size_t k = 1; k < forms; k++)
        if (form[k].odd < form[best].odd ||
            (form[k].odd == form[best].odd && form[k].n > form[best].n))
            best = k;
    return forms == 0 ? (kho_sv){NULL, 0} : form[best].symbol;
}

/* -- the name -------------------------------------------------------------------------------- */

static bool
ends_with(kho_sv s, const char *end)
{
    const size_t n = strlen(end);

    return s.n > n && memcmp(s.p + s.n - n, end, n) == 0;
}

/* Marks that nothing opens before them, or that nothing closes. */
static size_t
last_open(kho_sv s, const char *open, const char *close, bool *stray)
{
    const size_t a = strlen(open), b = strlen(close);
    size_t at[8], depth = 0;

    *stray = false;
    for (size_t i = 0; i < s.n; i++)
        if (i + a <= s.n && memcmp(s.p + i, open, a) == 0 && depth < 8)
            at[depth++] = i;
        else if (i + b <= s.n && memcmp(s.p + i, close, b) == 0) {
            *stray = *stray || depth == 0;
            depth -= depth > 0;
        }
    return depth == 0 ? s.n : at[0];
}

/* What a subject was cut off from: an end that cannot be one ("... và Chỉ thị số 7 về"), a closing
 * mark of what stood around it. */
static kho_sv
trimmed(kho_sv s)
{
    static const char *const ends[] = {" về",  " về việc", " của",  " và", " số", " ngày", " các",
                                       " cho", " tại",     " theo", ",",   ";",   ":",     "."};
    static const struct {
        const char *open, *close;
    } pairs[] = {{"(", ")"}, {"“", "”"}};
    bool again = true;

    while (again && s.n > 0) {
        again = false;
        while (s.n > 0 && s.p[s.n - 1] == ' ')
            s.n--;
        for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
            if (ends_with(s, ends[i])) {
                s.n -= strlen(ends[i]);
                again = true;
            }
        for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
            bool stray;
            const size_t open = last_open(s, pairs[i].open, pairs[i].close, &stray);

            if (stray && ends_with(s, pairs[i].close)) {
                s.n -= strlen(pairs[i].close);
                again = true;
            } else if (open < s.n && open > s.n / 2) {
                s.n = open;
                again = true;
            }
        }
    }
    return s;
}

/* "Chỉ thị về ..." when the subject is known, else the mention; inside a range, which is one
 * mention of many documents, type and number. */
static kho_sv
name_of(struct kho_arena *arena, const struct kho_citation *c)
{
    const kho_sv type = type_name(c->type), subject = trimmed(c->subject);

    if (type.n != 0 && subject.n != 0)
        return joined(arena, type, " ", subject);
    if (type.n != 0 && c->kind == KHO_CITE_NUMBER_ONLY && c->number.n != 0)
        return joined(arena, type, " số ", c->number);
    if (type.n != 0 && c->symbol.n != 0 && c->mention.n != 0 && c->mention.p[0] >= '0' &&
        c->mention.p[0] <= '9') /* in a list, behind others of its type */
        return joined(arena, type, " số ", c->symbol);
    return kho_arena_dup(arena, c->mention);
}

/* The first subject that is whole, else the first. */
static const struct kho_mention *
best_subject(const struct kho_mention *m, size_t n)
{
    const struct kho_mention *first = m;

    for (size_t i = 0; i < n; i++) {
        const kho_sv subject = m[i].c->subject;

        if (subject.n == 0)
            continue;
        if (trimmed(subject).n == subject.n)
            return &m[i];
        if (first->c->subject.n == 0)
            first = &m[i];
    }
    return first;
}

static void
best_known(struct kho_arena *arena, const struct kho_mention *m, size_t n, struct kho_ref *out)
{
    const struct kho_mention *key = m;

    for (size_t i = 0; i < n; i++) {
        const struct kho_citation *c = m[i].c;

        if (open_parts(&m[i]) < open_parts(key))
            key = &m[i];
        if (out->issuer.n < c->issuer.n)
            out->issuer = c->issuer;
        if (out->date.n == 0)
            out->date = c->date;
    }
    if (key->c->key.n != 0)
        out->key = kho_arena_dup(arena, key->c->key);
    out->symbol = usual_symbol(arena, m, n);
    if (out->symbol.n != 0)
        out->symbol = kho_arena_dup(arena, out->symbol);
    if (out->issuer.n != 0)
        out->issuer = kho_arena_dup(arena, out->issuer);
    if (out->date.n != 0)
        out->date = kho_arena_dup(arena, out->date);
    out->name = name_of(arena, best_subject(m, n)->c);
}

void
kho_mentions_ref(struct kho_arena *arena, const struct kho_mention *m,
                 const struct kho_group *groups, size_t g, struct kho_ref *out)
{
    *out = (struct kho_ref){.citing = 0};
    best_known(arena, m + groups[g].from, groups[g].n, out);
    if (groups[g].n_maybe == 0)
        return;
    out->maybe = KHO_NEW_N(arena, groups[g].n_maybe, struct kho_ref);
    for (size_t i = 0; i < groups[g].n_maybe; i++) {
        const struct kho_group *other = &groups[groups[g].maybe[i]];

        best_known(arena, m + other->from, other->n, &out->maybe[out->n_maybe++]);
    }
}

enum kho_status
kho_ref_in_archive(struct kho_store *s, struct kho_arena *arena, struct kho_ref *ref,
                   struct kho_err *err)
{
    uint32_t docids[SAME_NUMBER_MAX];
    struct kho_symbol symbol;
    const struct kho_citation asked = {.key = ref->key, .symbol = ref->symbol, .date = ref->date};
    const struct kho_mention mention = kho_mention_of(arena, &asked, NULL, (kho_sv){NULL, 0});
    struct kho_docids same = {.docid = docids, .max = SAME_NUMBER_MAX};
    enum kho_status st;

    ref->in_archive = (kho_sv){NULL, 0};
    if (ref->symbol.n == 0 || !mention.has_key || ref->n_maybe != 0 ||
        !kho_symbol_parse(arena, ref->symbol, &symbol))
        return KHO_OK;
    st = kho_store_postings(s, kho_term_symbol(arena, KHO_FIELDS_NUMBER, &symbol), 0, &same, err);
    for (size_t i = 0; st == KHO_OK && i < same.n; i++) {
        struct kho_document doc;
        struct kho_citation own;
        struct kho_mention head;
        kho_sv data;

        st = kho_store_data(s, docids[i], arena, &data, err);
        if (st == KHO_OK)
            st = kho_document_unpack(arena, data, KHO_DOCUMENT_HEAD, &doc, err);
        if (st != KHO_OK)
            break;
        own = (struct kho_citation){.key = doc.plan.key, .date = doc.plan.date};
        head = kho_mention_of(arena, &own, NULL, (kho_sv){NULL, 0});
        if (!head.has_key || !kho_mentions_agree(&mention, &head))
            continue;
        ref->in_archive = kho_arena_dup(arena, doc.id);
        break;
    }
    return st;
}
