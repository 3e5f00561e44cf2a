/* zones.c - see zones.h. */
#include "zones.h"

#include "fold.h"
#include "label.h"
#include "phrase.h"
#include "signs.h"
#include "vchar.h"

enum {
    TOP_STRIPS = 150, /* the type's name stands among the first strips */
    HEAD_STRIPS = 40, /* a letterhead without a type is not longer */
    TITLE_STRIPS = 24,
    TITLE_CHARS = 260, /* a longer line is a sentence of the preamble */
    RECIPIENT_STRIPS = 150,
    NEAR_STRIPS = 6,  /* stamps between signature and recipients */
    SIGN_STRIPS = 14, /* lines from authority to name */
    HEAD_LINE = 90    /* bytes of a line of a letterhead */
};

/* Strips i and the next ones as one text: they lie side by side in the buffer. */
static kho_sv
joined(const struct kho_strips *t, size_t i, size_t n)
{
    const struct kho_strip *last = &t->s[i + n - 1];

    return (kho_sv){t->s[i].text.p, (size_t)(last->text.p + last->text.n - t->s[i].text.p)};
}

/* "Kính gửi:" opens a letter; the two words may stand on two lines. */
static bool
opens_letter(const struct kho_strips *t, size_t i)
{
    const kho_sv s = t->s[i].text;

    if (kho_phrase_at(s, 0, "kính") == 0)
        return false;
    return kho_phrase_at(s, 0, "kính gửi") != 0 ||
           (s.n < 8 && i + 1 < t->n && kho_phrase_at(joined(t, i, 2), 0, "kính gửi") != 0);
}

/* The line with the type's name and nothing else; then with a title in capitals behind it. */
static bool
find_type(const struct kho_strips *t, bool whole, struct kho_layout *out)
{
    for (size_t i = 0; i < t->n && i < TOP_STRIPS; i++) {
        const struct kho_strip *s = &t->s[i];
        kho_sv text = s->text;
        size_t end, n = 1;

        if (opens_letter(t, i) || kho_sign_is_recipients(text))
            return false;
        if (kho_sign_doc_type(text, &end) < 0 && i + 1 < t->n &&
            (t->s[i + 1].flags & KHO_STRIP_BREAK) == 0 && s->chars < 12) { /* "QUYẾT / ĐỊNH" */
            text = joined(t, i, 2);
            n = 2;
        }
        if (kho_sign_doc_type(text, &end) < 0)
            continue;
        if (end == text.n || (end + 1 == text.n && text.p[end] == ':')) {
            out->type = i;
            out->n_type = n;
            return true;
        }
        if (!whole && n == 1 && kho_text_is_caps(text) &&
            kho_phrase_at((kho_sv){text.p + end, text.n - end}, 0, "và") == 0) {
            out->type = i;
            out->n_type = 1;
            return true;
        }
    }
    return false;
}

/* "Kế hoạch" alone on a bold, centred or heading line: for papers whose title is not in capitals.
 */
static bool
find_plain_type(const struct kho_strips *t, struct kho_layout *out)
{
    for (size_t i = 0; i < t->n && i < TOP_STRIPS; i++) {
        const struct kho_strip *s = &t->s[i];

        if (opens_letter(t, i) || kho_label_read(s->text, false).kind != KHO_LABEL_NONE)
            return false;
        if ((s->flags & (KHO_STRIP_BOLD | KHO_STRIP_CENTRED | KHO_STRIP_HEADING)) != 0 &&
            kho_phrase_at(s->text, 0, "kế hoạch") == s->text.n) {
            out->type = i;
            out->n_type = 1;
            return true;
        }
    }
    return false;
}

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
        const kho_sv s = joined(t, i, n);
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

/* A title in capitals: all lines in capitals, without the issuer line at their end. */
static size_t
caps_title_end(const struct kho_strips *t, size_t from)
{
    size_t end = from, cut;

    while (end < t->n && end < from + TITLE_STRIPS && is_caps_line(&t->s[end]) &&
           (end == from || ((t->s[end].flags & KHO_STRIP_RULE) == 0 &&
                            kho_label_read(t->s[end].text, false).kind == KHO_LABEL_NONE &&
                            !kho_sign_is_basis(t->s[end].text))))
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

static bool
goes_on_title(const struct kho_strips *t, size_t first, size_t i)
{
    const struct kho_strip *a = &t->s[i - 1], *b = &t->s[i];
    const unsigned style = KHO_STRIP_BOLD | KHO_STRIP_CENTRED;
    size_t n;

    if ((b->flags & KHO_STRIP_RULE) != 0 || b->chars > TITLE_CHARS || is_attachment(b->text) ||
        kho_sign_is_basis(b->text) || opens_letter(t, i) ||
        kho_label_read(b->text, false).kind != KHO_LABEL_NONE ||
        (a->text.p[a->text.n - 1] == '.' || a->text.p[a->text.n - 1] == ';' ||
         a->text.p[a->text.n - 1] == ':'))
        return false;
    if ((t->s[first].flags & style) != (b->flags & style))
        return false;
    if ((b->flags & KHO_STRIP_BREAK) != 0)
        return kho_vchar_is_lower(kho_vchar(b->text, 0, &n)) && b->chars < TITLE_CHARS / 2;
    return a->table == b->table;
}

static size_t
title_end(const struct kho_strips *t, size_t from)
{
    size_t end = from;

    if (from >= t->n || kho_label_read(t->s[from].text, false).kind == KHO_LABEL_ROMAN ||
        opens_letter(t, from) || kho_phrase_at(t->s[from].text, 0, "căn cứ") != 0)
        return from;
    if (kho_sign_is_caps(t->s[from].text))
        return caps_title_end(t, from);
    if (t->s[from].chars > 2 * TITLE_CHARS ||
        (t->s[from].chars > TITLE_CHARS && kho_sign_is_basis(t->s[from].text)))
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
           !kho_sign_is_caps(t->s[end].text) && t->s[end].chars < TITLE_CHARS / 2 &&
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
    if (find_type(t, true, out) || find_type(t, false, out) || find_plain_type(t, out)) {
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
    while (gui < t->n && gui < HEAD_STRIPS && !opens_letter(t, gui))
        gui++;
    if (gui < t->n && gui < HEAD_STRIPS) {
        zone_letter(t, gui);
        out->body = gui;
        return;
    }
    for (i = 0; i < t->n && i < HEAD_STRIPS && is_head_line(&t->s[i]); i++)
        t->s[i].zone = KHO_ZONE_HEAD;
    out->body = i;
}

/* A mark or a position in capitals; it may be broken over two lines ("CHÁNH / VĂN PHÒNG"). */
static bool
starts_signature(const struct kho_strips *t, size_t i)
{
    const struct kho_strip *s = &t->s[i];

    if (!kho_sign_is_caps(s->text) || s->text.n >= 2 * HEAD_LINE)
        return false;
    if (kho_sign_of(s->text) != KHO_SIGN_NONE)
        return true;
    return s->chars < 12 && i + 1 < t->n && (t->s[i + 1].flags & KHO_STRIP_BREAK) == 0 &&
           kho_sign_is_caps(t->s[i + 1].text) && kho_sign_of(t->s[i + 1].text) == KHO_SIGN_NONE &&
           kho_sign_of(joined(t, i, 2)) != KHO_SIGN_NONE;
}

static bool
is_item(kho_sv s)
{
    return kho_label_is_bullet(kho_label_read(s, false).kind) || kho_phrase_at(s, 0, "lưu") != 0;
}

/* Lines in capitals from i on that belong to one signature; then its name.  Bullets in between are
 * recipients of the column beside.  Returns the strip behind. */
static size_t
zone_signature(struct kho_strips *t, size_t i)
{
    size_t from = i, names = 0;
    bool noise = false;

    for (; i < t->n && i < from + SIGN_STRIPS * 2; i++) {
        struct kho_strip *s = &t->s[i];
        const bool caps = kho_sign_is_caps(s->text);

        if ((s->flags & KHO_STRIP_LEFT) != 0 ||
            (is_item(s->text) && kho_sign_of(s->text) == KHO_SIGN_NONE)) {
            s->zone = KHO_ZONE_RECIPIENTS;
            continue;
        }
        if (kho_sign_is_annex(s->text) || (s->flags & KHO_STRIP_NOTE) != 0)
            break;
        if (kho_sign_is_noise(s->text) || (s->text.p[0] == '(' && s->chars < 40)) {
            s->zone = KHO_ZONE_SIGNATURE;
            noise = true;
            continue;
        }
        if (names == 0 && caps &&
            (i == from || kho_sign_of(s->text) != KHO_SIGN_NONE ||
             (s->flags & KHO_STRIP_BREAK) == 0 || kho_sign_is_surname(s->text))) {
            s->zone = KHO_ZONE_SIGNATURE;
            continue;
        }
        if (caps && names > 0 && starts_signature(t, i)) { /* a second signer */
            s->zone = KHO_ZONE_SIGNATURE;
            names = 0;
            from = i;
            continue;
        }
        if (!caps && names == 0 && (kho_sign_is_name(s->text) || kho_sign_is_name_part(s->text))) {
            s->zone = KHO_ZONE_SIGNATURE;
            names++;
            continue;
        }
        if (!caps && names == 1 && (s->flags & KHO_STRIP_BREAK) == 0 &&
            kho_sign_is_name_part(s->text)) {
            s->zone = KHO_ZONE_SIGNATURE;
            names++;
            continue;
        }
        if (noise && names == 0 && (s->flags & KHO_STRIP_BREAK) == 0) {
            s->zone = KHO_ZONE_SIGNATURE;
            continue;
        }
        break;
    }
    return i;
}

/* Recipients from "Nơi nhận" on; ends where the signature starts, or where they end. */
static size_t
zone_recipients(struct kho_strips *t, size_t i)
{
    const size_t from = i;
    size_t items = 0;

    for (; i < t->n && i < from + RECIPIENT_STRIPS; i++) {
        struct kho_strip *s = &t->s[i];
        const bool item = is_item(s->text);

        if (i > from && starts_signature(t, i) && (s->flags & KHO_STRIP_LEFT) == 0 && !item)
            return i;
        if (kho_sign_is_annex_title(s->text) || (s->flags & KHO_STRIP_NOTE) != 0)
            return i;
        if (!item && items > 0 && (s->flags & KHO_STRIP_BREAK) != 0 &&
            (kho_sign_is_caps(s->text) || s->chars > 120 || kho_sign_is_name(s->text)))
            return i;
        items += item;
        s->zone = KHO_ZONE_RECIPIENTS;
    }
    return i;
}

static bool
recipients_at(const struct kho_strips *t, size_t i, size_t *n)
{
    *n = 1;
    if (kho_sign_is_recipients(t->s[i].text))
        return true;
    *n = 2;
    return t->s[i].chars < 6 && i + 1 < t->n && kho_sign_is_recipients(joined(t, i, 2));
}

/* Without recipients: the first mark or position in capitals that a name follows soon. */
static bool
is_signed_at(const struct kho_strips *t, size_t i)
{
    if (!starts_signature(t, i))
        return false;
    for (size_t k = i + 1; k < t->n && k < i + SIGN_STRIPS; k++) {
        const struct kho_strip *s = &t->s[k];

        if (kho_sign_is_caps(s->text) ? kho_sign_is_surname(s->text) : kho_sign_is_name(s->text))
            return true;
        if (!kho_sign_is_caps(s->text) && !kho_sign_is_noise(s->text) && !is_item(s->text) &&
            !kho_sign_is_name_part(s->text))
            return false;
    }
    return false;
}

/* Where the recipients start, and where the first annex does: n when they do not. */
static void
find_foot(const struct kho_strips *t, size_t from, size_t *recipients, size_t *annex)
{
    size_t n;

    *recipients = *annex = t->n;
    for (size_t i = from; i < t->n; i++) {
        const struct kho_strip *s = &t->s[i];

        if (recipients_at(t, i, &n)) {
            *recipients = i;
            return;
        }
        if (kho_sign_is_annex_title(s->text) && s->chars < 16 &&
            (s->flags & (KHO_STRIP_CAPS | KHO_STRIP_BREAK)) == (KHO_STRIP_CAPS | KHO_STRIP_BREAK)) {
            *annex = i;
            return;
        }
    }
}

/* Names below offices also stand in tables of the body.  A signature has the recipients close
 * behind it, or nothing but annexes and notes. */
static bool
is_last(const struct kho_strips *t, size_t end, size_t recipients)
{
    if (recipients < t->n) {
        if (end + NEAR_STRIPS < recipients)
            return false;
        for (size_t i = end; i < recipients; i++)
            if (t->s[i].chars > HEAD_LINE ||
                kho_label_read(t->s[i].text, false).kind != KHO_LABEL_NONE)
                return false;
        return true;
    }
    return end >= t->n || (t->s[end].flags & KHO_STRIP_NOTE) != 0 ||
           kho_sign_is_annex(t->s[end].text) || t->s[end].text.p[0] == '(';
}

/* The first signature before stop; SIZE_MAX for none.  Sets its zones; *end is the strip behind it.
 */
static size_t
find_signature(struct kho_strips *t, size_t from, size_t stop, size_t recipients, size_t *end)
{
    size_t caps = 0; /* lines in capitals in a row: a signature has few */

    for (size_t i = from; i < stop; i++) {
        const bool candidate = (t->s[i].flags & (KHO_STRIP_CAPS | KHO_STRIP_BOLD)) != 0;

        caps = candidate ? caps + 1 : 0;
        if (!candidate || caps > SIGN_STRIPS || !is_signed_at(t, i))
            continue;
        *end = zone_signature(t, i);
        if ((recipients == t->n && stop == t->n) || *end >= stop || is_last(t, *end, recipients))
            return i;
        for (size_t k = i; k < *end; k++)
            t->s[k].zone = KHO_ZONE_BODY;
    }
    return SIZE_MAX;
}

static void
zone_foot(struct kho_strips *t, struct kho_layout *out)
{
    size_t recipients, annex, sign, n, i;

    find_foot(t, out->body, &recipients, &annex);
    out->foot = recipients < annex ? recipients : annex;
    sign = find_signature(t, out->body, out->foot, recipients, &i);
    if (sign != SIZE_MAX) {
        out->foot = sign;
        if (recipients >= i && recipients < t->n && recipients - i <= NEAR_STRIPS)
            i = zone_recipients(t, recipients);
        out->annex = i;
        return;
    }
    out->annex = annex;
    if (recipients == t->n)
        return;
    (void)recipients_at(t, recipients, &n);
    for (size_t k = 1; k < n; k++)
        t->s[recipients + k - 1].zone = KHO_ZONE_RECIPIENTS;
    i = zone_recipients(t, recipients + n - 1);
    if (i < t->n && starts_signature(t, i))
        i = zone_signature(t, i);
    out->annex = i;
}

void
kho_zones_assign(struct kho_strips *t, struct kho_layout *out)
{
    bool note = false;

    *out = (struct kho_layout){0};
    for (size_t i = 0; i < t->n; i++)
        t->s[i].zone = KHO_ZONE_BODY;
    zone_top(t, out);
    zone_foot(t, out);
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
