/* tasks_doers.c - who does the work: patterns around lists of units.
 *
 * Most reliable first: "Sở Nội vụ: ...", "Giao <đơn vị> ...", "<đơn vị> chủ trì, phối hợp với <đơn
 * vị>",
 * "<đơn vị> <verb>" where a sentence begins, "Phát huy vai trò của <đơn vị>".  Those who are
 * advised
 * ("tham mưu cho X") or reported to ("báo cáo X") do not work.
 */
#include "tasks_units.h"

enum {
    FORE_WORDS = 60, /* "Căn cứ kế hoạch này, ..." */
    COLON_WORDS = 10,
    BRACKET_WORDS = 24,
    BEFORE_WORDS = 8, /* of a unit in front of a bracket */
    HEADING_WORDS = 24,
    WHOLE_WORDS = 16, /* a heading so short is one unit: "Các tổ chức cung cấp dịch vụ chi trả" */
    TITLE_WORDS = 16 /* "Khen thưởng cấp Nhà nước: Sở Nội vụ ..." */
};

static bool
blank(const struct kho_toks *k, size_t i)
{
    return i < k->n && (k->t[i].gap & ~(unsigned)KHO_GAP_BLANK) == 0;
}

/* Does what follows a list at the beginning of a sentence show that the list is the subject? */
static bool
is_subject(const struct kho_units *u, const struct kho_toks *k, size_t end)
{
    size_t len;

    if (end >= k->n)
        return true;
    if ((k->t[end].gap & (KHO_GAP_COLON | KHO_GAP_OPEN | KHO_GAP_COMMA | KHO_GAP_DASH)) != 0)
        return true;
    if (!blank(k, end))
        return false;
    if (kho_tok_is(k, end, "được") && !kho_tok_is(k, end + 1, "giao") &&
        !kho_tok_is(k, end + 1, "phân"))
        return false; /* "mỗi giáo viên được kiểm tra": something is done to them */
    return kho_units_verb(u, k, end) || kho_lex_match(&u->cues, k, end, &len) >= KHO_DOER_COORD ||
           kho_tok_is(k, end, "có") || kho_tok_is(k, end, "theo") || kho_tok_is(k, end, "cùng");
}

/* Performers named where a sentence begins at word i. */
static void
sentence(const struct kho_units *u, const struct kho_toks *k, size_t i, struct kho_doers *out)
{
    const size_t from = i;
    size_t len, end;

    for (unsigned n = 0; n < 3 && kho_lex_match(&u->cues, k, i, &len) == KHO_DOER_FORE &&
                         (!kho_tok_is(k, i, "theo") || !kho_tok_is(k, i + 1, "dõi"));
         n++) {
        size_t j = i + len;

        while (j < k->n && j < i + FORE_WORDS &&
               (k->t[j].gap & (KHO_GAP_COMMA | KHO_GAP_CLAUSE)) == 0)
            j++;
        if (j >= k->n || (k->t[j].gap & KHO_GAP_COMMA) == 0)
            return;
        i = j;
    }
    if (kho_lex_match(&u->cues, k, i, &len) == KHO_DOER_ASSIGN && blank(k, i + len)) {
        const bool sure = !kho_tok_is(k, i, "chỉ");

        if (kho_tok_is(k, i, "do") || (!sure && out->told))
            return;
        end = kho_units_list(u, k, i + len, true, NULL);
        /* "Chỉ đạo X phối hợp": only units with something to do behind them. */
        if (end > i + len && (sure || is_subject(u, k, end))) {
            (void)kho_units_list(u, k, i + len, true, &out->lead);
            out->told |= sure;
            out->only |= sure && i == from;
        }
        return;
    }
    end = kho_units_list(u, k, i, false, NULL);
    if (end > i && end < k->n && (k->t[end].gap & KHO_GAP_COLON) == 0 &&
        (!kho_units_verb(u, k, end) || kho_tok_is(k, end, "thông"))) {
        /* "Các cơ quan thông tin, truyền thông của tỉnh: ..." */
        for (size_t j = end; j < k->n && j < end + COLON_WORDS &&
                             (k->t[j].gap & ~(KHO_GAP_BLANK | KHO_GAP_COMMA | KHO_GAP_COLON)) == 0;
             j++)
            if ((k->t[j].gap & KHO_GAP_COLON) != 0) {
                kho_names_add(&out->lead, kho_toks_text(k, i, j));
                out->told = true;
                return;
            }
    }
    if (end == i && !kho_units_verb(u, k, i)) {
        /* "Kết thúc cuộc bầu cử, Ban Thường trực ... tổng kết" */
        size_t j = i + 1;

        while (j < k->n && j < i + COLON_WORDS && (k->t[j].gap & ~(unsigned)KHO_GAP_BLANK) == 0)
            j++;
        if (j < k->n && (k->t[j].gap & KHO_GAP_COMMA) != 0 &&
            (k->t[j].flags & KHO_TOK_UPPER) != 0) {
            i = j;
            end = kho_units_list(u, k, i, false, NULL);
        }
    }
    if (end > i && kho_tok_is(k, end, "được") && blank(k, end) && !kho_tok_is(k, end + 1, "giao") &&
        !kho_tok_is(k, end + 1, "phân") && kho_lex_match(&u->verbs, k, end + 1, &len) != 0 &&
        blank(k, end + 1 + len) && kho_units_verb(u, k, end + 1 + len)) {
        /* "Các cơ sở được kiểm tra | chuẩn bị báo cáo" */
        kho_names_add(&out->lead, kho_toks_text(k, i, end + 1 + len));
        out->told = true;
    } else if (end > i && is_subject(u, k, end)) {
        (void)kho_units_list(u, k, i, false, &out->lead);
        out->told = true;
        out->only |= i == from && end < k->n && (k->t[end].gap & KHO_GAP_COLON) != 0;
    }
}

/* "Phát huy vai trò của <đơn vị>", "Đẩy mạnh công tác ... của <đơn vị>": in the first clause only.
 */
static void
implied(const struct kho_units *u, const struct kho_toks *k, size_t from, struct kho_names *out)
{
    bool work = false;

    if (!kho_tok_is(k, from, "phát") && !kho_tok_is(k, from, "tăng") &&
        !kho_tok_is(k, from, "đẩy") && !kho_tok_is(k, from, "nâng"))
        return;
    for (size_t i = from + 1; i < k->n && blank(k, i); i++) {
        if ((kho_tok_is(k, i, "vai") && kho_tok_is(k, i + 1, "trò")) ||
            (kho_tok_is(k, i, "công") && kho_tok_is(k, i + 1, "tác")))
            work = true;
        if (work && kho_tok_is(k, i, "của")) {
            (void)kho_units_list(u, k, i + 1, true, out);
            return;
        }
    }
}

/* "Xây dựng dự thảo (Sở Tư pháp).": who does it stands behind the task; not "gửi Ủy ban nhân dân
 * (Phòng Nội vụ)", where it says more about a unit. */
static void
bracketed(const struct kho_units *u, const struct kho_toks *k, size_t from, struct kho_names *out)
{
    const size_t floor = k->n > from + BRACKET_WORDS ? k->n - BRACKET_WORDS : from + 1;
    size_t i = k->n, end, len;

    if ((k->t[k->n].gap & KHO_GAP_CLOSE) == 0)
        return;
    while (i > floor && (k->t[i].gap & KHO_GAP_OPEN) == 0)
        i--;
    if ((k->t[i].gap & KHO_GAP_OPEN) == 0 || i >= k->n)
        return;
    for (size_t j = i > from + BEFORE_WORDS ? i - BEFORE_WORDS : from; j < i; j++)
        if (kho_units_list(u, k, j, true, NULL) >= i)
            return;
    end = kho_units_list(u, k, i, false, NULL);
    if (end > i && (end >= k->n || (k->t[end].gap & (KHO_GAP_COMMA | KHO_GAP_SEMI)) != 0 ||
                    kho_lex_match(&u->cues, k, end, &len) == KHO_DOER_LEAD ||
                    (kho_tok_is(k, end, "thực") && kho_tok_is(k, end + 1, "hiện"))))
        (void)kho_units_list(u, k, i, false, out);
}

/* Units that work with the performer, anywhere in the paragraph. */
static void
partners(const struct kho_units *u, const struct kho_toks *k, size_t from, struct kho_names *out)
{
    size_t ordered = SIZE_MAX;

    for (size_t i = from, len; i < k->n; i++) {
        const unsigned cue = kho_lex_match(&u->cues, k, i, &len);

        if (cue == KHO_DOER_ASSIGN && kho_tok_is(k, i, "chỉ") && blank(k, i + len)) {
            const size_t end = kho_units_list(u, k, i + len, true, NULL);

            if (end > i + len)
                ordered = end; /* whom those that are told to shall work with is their business */
            continue;
        }
        if (cue != KHO_DOER_COORD || i == ordered || !blank(k, i + len))
            continue;
        i += len - 1;
        if (kho_units_list(u, k, i + 1, true, NULL) > i + 1)
            i = kho_units_list(u, k, i + 1, true, out) - 1;
    }
}

/* Names of doers stand here: behind a full stop, behind the colon of a title, or after "giao". */
static bool
begins_doers(const struct kho_units *u, const struct kho_toks *k, size_t i, bool title)
{
    const unsigned gap = k->t[i].gap;
    size_t len;

    return (gap & KHO_GAP_STOP) != 0 || ((gap & KHO_GAP_COLON) != 0 && title) ||
           (kho_tok_is(k, i, "giao") && (k->t[i].flags & KHO_TOK_UPPER) == 0 &&
            (gap & (KHO_GAP_COMMA | KHO_GAP_SEMI)) != 0 &&
            kho_lex_match(&u->cues, k, i, &len) == KHO_DOER_ASSIGN);
}

void
kho_units_doers(const struct kho_units *u, const struct kho_toks *k, size_t from,
                struct kho_doers *out)
{
    *out = (struct kho_doers){.told = false};
    if (from >= k->n)
        return;
    sentence(u, k, from, out);
    for (size_t i = from + 1; i < k->n; i++)
        if (begins_doers(u, k, i, i < from + TITLE_WORDS && out->lead.n == 0))
            sentence(u, k, i, out);
    if (out->lead.n == 0)
        implied(u, k, from, &out->lead);
    if (out->lead.n == 0)
        bracketed(u, k, from, &out->lead);
    partners(u, k, from, &out->coord);
}

/* A heading without verb or colon goes on behind the units that were known: they are all units. */
static bool
goes_on(const struct kho_units *u, const struct kho_toks *k, size_t i, size_t end)
{
    if (end >= k->n || k->n - i > HEADING_WORDS || (k->t[end].gap & KHO_GAP_COMMA) == 0)
        return false;
    for (size_t j = end; j < k->n; j++)
        if ((k->t[j].gap & (KHO_GAP_COLON | KHO_GAP_CLAUSE | KHO_GAP_OPEN)) != 0 ||
            kho_units_verb(u, k, j) || kho_tok_is(k, j, "với"))
            return false;
    return true;
}

void
kho_units_heading(const struct kho_units *u, const struct kho_toks *k, bool loose,
                  struct kho_names *out, bool *weak)
{
    size_t i = 0, len, end;
    bool work = false;

    *weak = false;
    out->n = 0;
    if (kho_lex_match(&u->cues, k, 0, &len) == KHO_DOER_ASSIGN && !kho_tok_is(k, 0, "chỉ") &&
        blank(k, len))
        i = len;
    else if (blank(k, len) && (kho_lex_match(&u->cues, k, 0, &len) == KHO_DOER_DUTY ||
                               (kho_tok_is(k, 0, "đối") && kho_tok_is(k, 1, "với")))) {
        i = len; /* "Trách nhiệm của Sở Nội vụ", "Đối với Ủy ban nhân dân cấp xã" */
        if (kho_units_list(u, k, i, true, NULL) == i)
            return;
    }
    end = kho_units_list(u, k, i, i > 0, NULL);
    if (loose && end > i && end < k->n && k->n - i <= WHOLE_WORDS &&
        (kho_tok_is(k, i, "các") || kho_lex_match(&u->heads, k, i, &len) == KHO_DOER_PERSON) &&
        kho_units_verb(u, k, end) && (k->t[end].gap & KHO_GAP_COLON) == 0) {
        kho_names_add(out, kho_toks_text(k, i, k->n));
        return;
    }
    if (loose && end > i && goes_on(u, k, i, end)) {
        kho_units_value(u, k, i, k->n, out); /* "Các huyện, thị, thành đoàn và tương đương" */
        return;
    }
    if (end > i && is_subject(u, k, end)) {
        (void)kho_units_list(u, k, i, i > 0, out);
        return;
    }
    if (end > i || (loose && !kho_units_verb(u, k, 0) && k->n <= 24 && k->n > 0)) {
        /* A name that is not made of known words: the heading is the unit. */
        size_t last = end;

        while (last < k->n && !kho_units_verb(u, k, last) &&
               (last == i || (k->t[last].gap & (KHO_GAP_COLON | KHO_GAP_STOP)) == 0))
            last++;
        if (last == k->n || (k->t[last].gap & KHO_GAP_COLON) != 0 || end > i)
            kho_names_add(out, kho_toks_text(k, i, last));
        return;
    }
    *weak = true;
    for (i = 0; i < k->n; i++) {
        if ((k->t[i].gap & (KHO_GAP_COMMA | KHO_GAP_SEMI)) != 0)
            work = false;
        if ((kho_tok_is(k, i, "vai") && kho_tok_is(k, i + 1, "trò")) ||
            (kho_tok_is(k, i, "công") && kho_tok_is(k, i + 1, "tác")))
            work = true;
        if (!work || (!kho_tok_is(k, i, "của") && !kho_tok_is(k, i, "trong")))
            continue;
        end = kho_units_list(u, k, i + 1, true, NULL);
        if (end > i + 1) {
            (void)kho_units_list(u, k, i + 1, true, out);
            i = end - 1;
        }
    }
}
