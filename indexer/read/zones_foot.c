/* zones_foot.c - where recipients and signature stand; see zones.h. */
#include "agency.h"
#include "fold.h"
#include "label.h"
#include "phrase.h"
#include "signs.h"
#include "vchar.h"
#include "zones.h"

enum {
    RECIPIENT_STRIPS = 150,
    NEAR_STRIPS = 6,  /* stamps between signature and recipients */
    SIGN_STRIPS = 14, /* lines from authority to name */
    UNSIGNED_STRIPS = 5,
    HEAD_LINE = 90 /* bytes of a line of a letterhead */
};

/* A mark or a position in capitals; it may be broken over two lines ("CHÁNH / VĂN PHÒNG"). */
static bool
starts_signature(const struct kho_strips *t, size_t i)
{
    const struct kho_strip *s = &t->s[i];

    if (!kho_sign_is_office(s->text) || s->text.n >= (size_t)2 * HEAD_LINE)
        return false;
    if (kho_sign_of(s->text) != KHO_SIGN_NONE)
        return true;
    return s->chars < 12 && i + 1 < t->n && (t->s[i + 1].flags & KHO_STRIP_BREAK) == 0 &&
           kho_sign_is_caps(t->s[i + 1].text) && kho_sign_of(t->s[i + 1].text) == KHO_SIGN_NONE &&
           kho_sign_of(kho_strips_join(t, i, 2)) != KHO_SIGN_NONE;
}

/* "Lưu Hồng Cẩm" is a person, "Lưu VT" and "Lưu Văn phòng" are where the paper is kept. */
static bool
is_of_family(kho_sv s)
{
    struct kho_word w;
    size_t n;

    if (!kho_sign_is_name(s))
        return false;
    for (size_t at = 0; kho_word_next(s, &at, &w);) {
        (void)kho_vchar(s, w.offset, &n);
        if (w.length <= n || !kho_vchar_is_lower(kho_vchar(s, w.offset + n, &n)))
            return false;
    }
    return true;
}

static bool
is_item(kho_sv s)
{
    return kho_label_is_bullet(kho_label_read(s, false).kind) ||
           (kho_phrase_at(s, 0, "lưu") != 0 && !is_of_family(s));
}

/* An empty line before a line in capitals parts nothing when offices or a name still follow: some
 * converters put one behind every line. */
static bool
is_not_over(const struct kho_strips *t, size_t i)
{
    enum { AHEAD = 5 };
    size_t end;

    if (t->s[i].chars > HEAD_LINE / 2 || kho_sign_doc_type(t->s[i].text, &end) >= 0)
        return false;
    for (size_t k = i + 1; k < t->n && k <= i + AHEAD; k++) {
        const kho_sv s = t->s[k].text;

        if (kho_sign_is_annex(s))
            return false;
        if (kho_sign_is_caps(s) ? kho_sign_of(s) != KHO_SIGN_NONE : kho_sign_is_name(s))
            return true;
        if (!kho_sign_is_caps(s) && !kho_sign_is_noise(s) && s.p[0] != '(')
            return false;
    }
    return false;
}

/* Lines in capitals from i on that belong to one signature; then its name.  Bullets in between are
 * recipients of the column beside.  Returns the strip behind. */
static size_t
zone_signature(struct kho_strips *t, size_t i)
{
    size_t from = i, names = 0;
    bool noise = false;

    for (; i < t->n && i < from + (size_t)2 * SIGN_STRIPS; i++) {
        struct kho_strip *s = &t->s[i];
        const bool caps =
            kho_sign_is_office(s->text) || (i > from && names == 0 && s->chars < HEAD_LINE / 2 &&
                                            kho_sign_of(s->text) == KHO_SIGN_POSITION);

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
             (s->flags & KHO_STRIP_BREAK) == 0 || kho_sign_is_surname(s->text) ||
             is_not_over(t, i) ||
             (kho_sign_of(t->s[i - 1].text) == KHO_SIGN_POSITION &&
              kho_sign_is_caps_name(s->text)))) {
            names +=
                i > from && (s->flags & KHO_STRIP_BREAK) != 0 && kho_sign_is_caps_name(s->text);
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
        if (!caps && names == 1 &&
            ((s->flags & KHO_STRIP_BREAK) == 0 || kho_phrase_words(t->s[i - 1].text) == 1) &&
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

/* A signature or one more recipient a few lines on: what stands before it goes on with a recipient,
 * or is a mark of the registry. */
static bool
is_within_foot(const struct kho_strips *t, size_t i)
{
    enum { AHEAD = 4 };
    size_t end;

    for (size_t k = i; k < t->n && k < i + AHEAD; k++) {
        if (kho_sign_is_annex(t->s[k].text) || kho_sign_doc_type(t->s[k].text, &end) >= 0)
            return false;
        if (starts_signature(t, k) || (k > i && k <= i + 2 && is_item(t->s[k].text)))
            return true;
    }
    return false;
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
            (kho_sign_is_caps(s->text) || s->chars > 120 || kho_sign_is_name(s->text)) &&
            (s->chars > 120 || !is_within_foot(t, i)))
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
    return t->s[i].chars < 6 && i + 1 < t->n && kho_sign_is_recipients(kho_strips_join(t, i, 2));
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
        if (kho_sign_is_annex_title(s->text) && s->chars < 16 && s->table == 0 &&
            (s->flags & KHO_STRIP_CAPS) != 0 &&
            (s->flags & (KHO_STRIP_BREAK | KHO_STRIP_WHOLE)) != 0) {
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

/* Where several sign, each signature has its agency above it: "CÔNG AN TỈNH / KT. GIÁM ĐỐC". */
static bool
is_agency_above(const struct kho_strip *s)
{
    size_t end;

    return s->table == 0 && s->chars < HEAD_LINE / 2 && kho_sign_is_caps(s->text) &&
           kho_agency_head(s->text, 0, &end) >= 0 &&
           kho_label_read(s->text, false).kind == KHO_LABEL_NONE;
}

/* The first signature before stop; SIZE_MAX for none.  Sets its zones; *end is the strip behind it.
 */
static size_t
find_signature(struct kho_strips *t, size_t from, size_t stop, size_t recipients, size_t *end)
{
    size_t caps = 0; /* lines in capitals in a row: a signature has few */

    for (size_t i = from; i < stop; i++) {
        size_t start = i;
        const bool candidate = (t->s[i].flags & (KHO_STRIP_CAPS | KHO_STRIP_BOLD)) != 0;

        caps = !candidate ? 0 : (t->s[i].flags & KHO_STRIP_BREAK) != 0 ? 1 : caps + 1;
        if (!candidate || caps > SIGN_STRIPS || !is_signed_at(t, i))
            continue;
        if (i > from && is_agency_above(&t->s[i - 1]))
            start = i - 1;
        *end = zone_signature(t, start);
        if ((recipients == t->n && stop == t->n) || *end >= stop || is_last(t, *end, recipients))
            return start;
        for (size_t k = start; k < *end; k++)
            t->s[k].zone = KHO_ZONE_BODY;
    }
    return SIZE_MAX;
}

/* "GIÁM ĐỐC" and nothing behind it: the last lines of a draft name who will sign. */
static size_t
unsigned_at(const struct kho_strips *t, size_t from)
{
    size_t i = t->n;

    while (i > from && i + UNSIGNED_STRIPS > t->n && t->s[i - 1].table == 0 &&
           t->s[i - 1].chars < HEAD_LINE / 2 && kho_sign_is_office(t->s[i - 1].text) &&
           kho_label_read(t->s[i - 1].text, false).kind == KHO_LABEL_NONE)
        i--;
    while (i < t->n && kho_sign_of(t->s[i].text) == KHO_SIGN_NONE)
        i++;
    return i < t->n && i + UNSIGNED_STRIPS > t->n ? i : SIZE_MAX;
}

void
kho_zones_foot(struct kho_strips *t, struct kho_layout *out)
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
    if (recipients == t->n && annex == t->n && out->n_type > 0 &&
        (sign = unsigned_at(t, out->body)) != SIZE_MAX) {
        out->foot = sign;
        for (i = sign; i < t->n; i++)
            t->s[i].zone = KHO_ZONE_SIGNATURE;
        return;
    }
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
