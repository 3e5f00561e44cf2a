/* zones.c - see zones.h. */
#include "zones.h"

#include "agency.h"
#include "fold.h"
#include "label.h"
#include "phrase.h"
#include "signs.h"
#include "vchar.h"

enum {
    TITLE_STRIPS = 24,
    BLOCK_STRIPS = 16, /* lines of the first sentence of a preamble */
    HEAD_LINE = 90     /* bytes of a line of a letterhead */
};

static bool
is_subject(kho_sv s)
{
    return kho_phrase_at(s, 0, "v/v") != 0 || kho_phrase_at(s, 0, "về việc") != 0;
}

static bool
is_head_line(const struct kho_strip *s)
{
    size_t from, to;

    if (s->text.n > HEAD_LINE)
        return false;
    if (kho_sign_is_caps(s->text) || kho_phrase_at(s->text, 0, "số") != 0 ||
        kho_phrase_at(s->text, 0, "độc lập tự do hạnh phúc") != 0)
        return true;
    return kho_phrase_find(s->text, 0, "ngày", &from, &to) &&
           kho_label_read(s->text, false).kind == KHO_LABEL_NONE;
}

/* "Hà Nội, ngày 25 tháng ...", also when the line breaks before or behind "ngày". */
static bool
is_place_date(const struct kho_strips *t, size_t i)
{
    for (size_t n = 1; n <= 2 && i + n <= t->n; n++) {
        const kho_sv s = kho_strips_join(t, i, n);
        size_t from, to;

        if (n == 2 && t->s[i].text.p[t->s[i].text.n - 1] != ',')
            break;
        if (s.n <= HEAD_LINE && kho_phrase_find(s, 0, "ngày", &from, &to) && from >= 2 &&
            memchr(s.p + from - 2, ',', 2) != NULL)
            return true;
    }
    return false;
}

/* Letters have no type: number and subject, place and date, then "Kính gửi". */
static void
zone_letter(struct kho_strips *t, size_t gui)
{
    bool subject = false, number = false;

    for (size_t i = 0; i < gui; i++) {
        struct kho_strip *s = &t->s[i];
        const bool next = (s->flags & (KHO_STRIP_BREAK | KHO_STRIP_RIGHT)) == 0 &&
                          !(kho_sign_is_caps(s->text) && kho_phrase_words(s->text) > 2);

        if (is_subject(s->text) || (number && next && kho_phrase_at(s->text, 0, "về") != 0))
            subject = true;
        else if (!next || is_place_date(t, i))
            subject = false;
        s->zone = subject ? KHO_ZONE_TITLE : KHO_ZONE_HEAD;
        number = kho_phrase_at(s->text, 0, "số") != 0;
    }
}

/* The issuer once more in capitals between title and basis ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ...").
 */
static bool
is_issuer_line(kho_sv s)
{
    return kho_sign_of(s) == KHO_SIGN_POSITION || kho_phrase_at(s, 0, "chính phủ") == s.n ||
           kho_phrase_at(s, 0, "quốc hội") == s.n ||
           kho_phrase_at(s, 0, "hội đồng nhân dân") != 0 ||
           kho_phrase_at(s, 0, "ủy ban nhân dân") != 0 ||
           kho_phrase_at(s, 0, "ủy ban thường vụ quốc hội") != 0 ||
           kho_phrase_at(s, 0, "ban chấp hành") != 0;
}

/* Capitals, or a line of a title in capitals that holds only its year. */
static bool
is_caps_line(const struct kho_strip *s)
{
    size_t n;

    if (kho_sign_is_caps(s->text))
        return true;
    if ((s->flags & KHO_STRIP_BREAK) != 0)
        return false;
    for (size_t i = 0; i < s->text.n; i += n)
        if (kho_vchar_is_lower(kho_vchar(s->text, i, &n)))
            return false;
    return true;
}

/* Does the block that starts with strip i, up to the next empty line or label, end like a sentence
 * that announces the plan? */
static bool
announces(const struct kho_strips *t, size_t i)
{
    const bool caps = kho_sign_is_caps(t->s[i].text);
    size_t from, to;

    for (size_t k = i; k < t->n && k < i + BLOCK_STRIPS; k++) {
        const kho_sv s = t->s[k].text;

        if (k > i &&
            ((t->s[k].flags & (KHO_STRIP_BREAK | KHO_STRIP_RULE)) != 0 ||
             (caps && !kho_sign_is_caps(s)) || kho_label_read(s, false).kind != KHO_LABEL_NONE))
            return false;
        if (s.p[s.n - 1] == ':' || s.p[s.n - 1] == '.' ||
            kho_phrase_find(s, 0, "như sau", &from, &to))
            return true;
    }
    return false;
}

/* Does a line break off where a name must follow? */
static bool
wants_more(kho_sv s)
{
    static const char *const words[] = {"của", "và", "các", "tại", "giữa", "với", "theo", "số"};
    size_t at = s.n;

    if (s.p[s.n - 1] == ',')
        return true;
    while (at > 0 && s.p[at - 1] != ' ')
        at--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (kho_phrase_at(s, at, words[i]) == s.n)
            return true;
    return false;
}

/* The first line of the preamble, which may follow the title without an empty line: what the plan
 * rests on, or who issues it and that the plan follows.  Lines of titles begin with the same words,
 * but are no sentences. */
static bool
is_preamble(const struct kho_strips *t, size_t i)
{
    static const char *const aims[] = {"nhằm",       "để",      "thực hiện",  "tiếp tục",
                                       "triển khai", "được sự", "quán triệt", "phát huy"};
    const kho_sv s = t->s[i].text;
    const bool caps = kho_sign_is_caps(s);
    size_t end, n;
    bool starts;

    if (i > 0 && wants_more(t->s[i - 1].text))
        return false;
    if (!kho_vchar_is_upper(kho_vchar(s, 0, &n)))
        return kho_phrase_at(s, 0, "căn cứ") != 0;
    if (!caps && kho_sign_is_basis(s))
        return true;
    starts = kho_phrase_at(s, 0, "căn cứ") != 0 || kho_agency_head(s, 0, &end) >= 0;
    for (size_t k = 0; k < sizeof aims / sizeof *aims; k++)
        starts = starts || kho_phrase_at(s, 0, aims[k]) != 0;
    return starts && announces(t, i);
}

/* A title in capitals: all lines in capitals, without the issuer line at their end. */
static size_t
caps_title_end(const struct kho_strips *t, size_t from)
{
    size_t end = from, cut;

    while (end < t->n && end < from + TITLE_STRIPS && is_caps_line(&t->s[end]) &&
           (end == from ||
            ((t->s[end].flags & KHO_STRIP_RULE) == 0 &&
             kho_label_read(t->s[end].text, false).kind == KHO_LABEL_NONE && !is_preamble(t, end))))
        end++;
    for (size_t back = 1; back <= 2 && end - from > back; back++) {
        cut = end - back;
        if (is_issuer_line(t->s[cut].text) && (back == 1 || end < t->n))
            return cut;
    }
    return end;
}

/* "(Ban hành kèm theo Quyết định số ...)" below a title */
static bool
is_attachment(kho_sv s)
{
    return s.p[0] == '(' &&
           (kho_phrase_at(s, 0, "ban hành kèm") != 0 || kho_phrase_at(s, 0, "kèm theo") != 0);
}

/* A short line between title and basis is the rest of the title, also behind an empty line. */
static bool
is_before_basis(const struct kho_strips *t, size_t i)
{
    const kho_sv s = t->s[i].text;

    return t->s[i].chars < HEAD_LINE && !kho_sign_is_caps(s) &&
           strchr(".;:", s.p[s.n - 1]) == NULL && i + 1 < t->n &&
           (t->s[i + 1].flags & KHO_STRIP_BREAK) != 0 &&
           kho_phrase_at(t->s[i + 1].text, 0, "căn cứ") != 0;
}

static bool
goes_on_title(const struct kho_strips *t, size_t first, size_t i)
{
    const struct kho_strip *a = &t->s[i - 1], *b = &t->s[i];
    const unsigned style = KHO_STRIP_BOLD | KHO_STRIP_CENTRED;
    size_t n;

    if ((b->flags & KHO_STRIP_RULE) != 0 || b->chars > KHO_TITLE_CHARS || is_attachment(b->text) ||
        is_preamble(t, i) || kho_opens_letter(t, i) ||
        kho_label_read(b->text, false).kind != KHO_LABEL_NONE ||
        (a->text.p[a->text.n - 1] == '.' || a->text.p[a->text.n - 1] == ';' ||
         a->text.p[a->text.n - 1] == ':'))
        return false;
    if ((t->s[first].flags & style) != (b->flags & style))
        return false;
    if ((b->flags & KHO_STRIP_BREAK) != 0)
        return b->chars < KHO_TITLE_CHARS / 2 &&
               (kho_vchar_is_lower(kho_vchar(b->text, 0, &n)) || is_before_basis(t, i));
    return a->table == b->table;
}

static size_t
title_end(const struct kho_strips *t, size_t from)
{
    size_t end = from;

    if (from >= t->n || kho_label_read(t->s[from].text, false).kind == KHO_LABEL_ROMAN ||
        kho_opens_letter(t, from) || kho_phrase_at(t->s[from].text, 0, "căn cứ") != 0)
        return from;
    if (kho_sign_is_caps(t->s[from].text))
        return caps_title_end(t, from);
    if (t->s[from].chars > 2 * KHO_TITLE_CHARS ||
        (t->s[from].chars > KHO_TITLE_CHARS && kho_sign_is_basis(t->s[from].text)))
        return from;
    for (end++; end < t->n && end < from + TITLE_STRIPS && goes_on_title(t, from, end);)
        end++;
    return end;
}

/* "KẾ HOẠCH KIỂM TRA NĂM 2026": the title has begun on the line of the type. */
static size_t
begun_title_end(const struct kho_strips *t, size_t from)
{
    size_t end = from, n;

    while (end < t->n && end < from + TITLE_STRIPS && (t->s[end].flags & KHO_STRIP_BREAK) == 0 &&
           !kho_sign_is_caps(t->s[end].text) && t->s[end].chars < KHO_TITLE_CHARS / 2 &&
           kho_vchar_is_lower(kho_vchar(t->s[end].text, 0, &n)) &&
           kho_label_read(t->s[end].text, false).kind == KHO_LABEL_NONE)
        end++;
    return end > from ? end : caps_title_end(t, from);
}

static void
zone_top(struct kho_strips *t, struct kho_layout *out)
{
    size_t i, gui = 0, end, name;

    out->n_type = 0;
    if (kho_zones_type(t, out)) {
        end = out->type + out->n_type;
        (void)kho_sign_doc_type(t->s[out->type].text, &name);
        if (out->n_type == 1 && name > 0 && name + 1 < t->s[out->type].text.n)
            end = begun_title_end(t, end);
        else
            end = title_end(t, end);
        for (i = 0; i < out->type; i++)
            t->s[i].zone = KHO_ZONE_HEAD;
        for (; i < end; i++)
            t->s[i].zone = KHO_ZONE_TITLE;
        out->body = end;
        return;
    }
    while (gui < t->n && gui < KHO_HEAD_STRIPS && !kho_opens_letter(t, gui))
        gui++;
    if (gui < t->n && gui < KHO_HEAD_STRIPS) {
        zone_letter(t, gui);
        out->body = gui;
        return;
    }
    for (i = 0; i < t->n && i < KHO_HEAD_STRIPS && is_head_line(&t->s[i]); i++)
        t->s[i].zone = KHO_ZONE_HEAD;
    out->body = i;
}

void
kho_zones_assign(struct kho_strips *t, struct kho_layout *out)
{
    bool note = false;

    *out = (struct kho_layout){0};
    for (size_t i = 0; i < t->n; i++)
        t->s[i].zone = KHO_ZONE_BODY;
    zone_top(t, out);
    kho_zones_foot(t, out);
    for (size_t i = 0; i < out->body; i++)
        if ((t->s[i].flags & KHO_STRIP_NOTE) != 0)
            t->s[i].zone = KHO_ZONE_FOOTNOTE;
    for (size_t i = out->body; i < t->n; i++) {
        struct kho_strip *s = &t->s[i];

        if (i >= out->foot && i < out->annex)
            continue;
        if ((s->flags & KHO_STRIP_NOTE) != 0)
            note = true;
        else if ((s->flags & (KHO_STRIP_BREAK | KHO_STRIP_WHOLE)) != 0 || !t->wrapped)
            note = false;
        if (note)
            s->zone = KHO_ZONE_FOOTNOTE;
        else if (i >= out->annex)
            s->zone = KHO_ZONE_ANNEX;
        s->cell = s->table != 0;
    }
}
