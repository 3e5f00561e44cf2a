/* zones_type.c - the line that names the type of the document. */
#include "zones.h"

#include "fold.h"
#include "label.h"
#include "phrase.h"
#include "signs.h"

enum { TOP_STRIPS = 150 /* the type's name stands among the first strips */ };

bool
kho_opens_letter(const struct kho_strips *t, size_t i)
{
    const kho_sv s = t->s[i].text;

    if (kho_phrase_bare_at(s, 0, "kinh") == 0)
        return false;
    return kho_phrase_bare_at(s, 0, "kinh gui") != 0 ||
           (s.n < 8 && i + 1 < t->n &&
            kho_phrase_bare_at(kho_strips_join(t, i, 2), 0, "kinh gui") != 0);
}

/* Articles and chapters come behind a head, never before it: "Chương II QUY ĐỊNH CHUNG" is no type.
 */
static bool
is_article(kho_sv s)
{
    const enum kho_label_kind kind = kho_label_read(s, false).kind;

    return kind == KHO_LABEL_ARTICLE || kind == KHO_LABEL_CHAPTER;
}

/* The line with the type's name and nothing else; then with a title in capitals behind it. */
static bool
find_type(const struct kho_strips *t, bool whole, struct kho_layout *out)
{
    for (size_t i = 0; i < t->n && i < TOP_STRIPS; i++) {
        const struct kho_strip *s = &t->s[i];
        kho_sv text = s->text;
        size_t end, n = 1;

        if (kho_opens_letter(t, i) || kho_sign_is_recipients(text) || is_article(text))
            return false;
        if (kho_sign_doc_type(text, &end) < 0 && i + 1 < t->n &&
            (t->s[i + 1].flags & KHO_STRIP_BREAK) == 0 && s->chars < 12) { /* "QUYẾT / ĐỊNH" */
            text = kho_strips_join(t, i, 2);
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

/* "KẾ HOẠCH Thực hiện công tác dân vận": type and title on one line, only the type in capitals. */
static bool
find_type_before_title(const struct kho_strips *t, struct kho_layout *out)
{
    for (size_t i = 0; i < t->n && i < KHO_HEAD_STRIPS; i++) {
        const kho_sv s = t->s[i].text;
        size_t end;

        if (kho_opens_letter(t, i) || kho_label_read(s, false).kind != KHO_LABEL_NONE)
            return false;
        if (t->s[i].chars < KHO_TITLE_CHARS && kho_sign_doc_type(s, &end) >= 0 && end < s.n &&
            s.p[end] == ' ' && kho_phrase_at(s, end, "số") == 0) {
            out->type = i;
            out->n_type = 1;
            return true;
        }
    }
    return false;
}

/* A line only letterheads have. */
static bool
is_motto(kho_sv s)
{
    size_t from, to;

    return kho_phrase_bare_find(s, 0, "tự do hạnh phúc", &from, &to) ||
           kho_phrase_bare_find(s, 0, "đảng cộng sản việt nam", &from, &to);
}

/* "Kế hoạch" alone on a bold, centred or heading line, or below a letterhead: for papers whose
 * title is not in capitals. */
static bool
find_plain_type(const struct kho_strips *t, struct kho_layout *out)
{
    bool head = false;

    for (size_t i = 0; i < t->n && i < TOP_STRIPS; i++) {
        const struct kho_strip *s = &t->s[i];

        if (kho_opens_letter(t, i) || kho_label_read(s->text, false).kind != KHO_LABEL_NONE)
            return false;
        head = head || (i < KHO_HEAD_STRIPS && is_motto(s->text));
        if ((head || (s->flags & (KHO_STRIP_BOLD | KHO_STRIP_CENTRED | KHO_STRIP_HEADING)) != 0) &&
            kho_phrase_at(s->text, 0, "kế hoạch") == s->text.n) {
            out->type = i;
            out->n_type = 1;
            return true;
        }
    }
    return false;
}

bool
kho_zones_type(const struct kho_strips *t, struct kho_layout *out)
{
    return find_type(t, true, out) || find_type(t, false, out) || find_plain_type(t, out) ||
           find_type_before_title(t, out);
}
