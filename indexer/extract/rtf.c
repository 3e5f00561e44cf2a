/* rtf.c - Rich Text Format (version 1.9.1).
 *
 * One pass over the bytes.  A group keeps its state on a stack of bounded depth; deeper groups
 * share the state of the deepest.
 */
#include "rtf.h"

#include <stdlib.h>
#include <string.h>

static void
push(struct kho_rtf *r)
{
    struct kho_rtf_state s = *kho_rtf_top(r);

    kho_rtf_flush(r);
    s.closes = 0;
    r->depth++;
    *kho_rtf_top(r) = s; /* too deep: the groups share one state */
    r->starred = false;
    r->skip = 0;
}

static void
pop(struct kho_rtf *r)
{
    bool in_table, deep = r->depth >= KHO_RTF_DEPTH;
    uint8_t closes;

    kho_rtf_flush(r);
    r->skip = 0;
    if (r->depth == 0) {
        r->damaged = true;
        return;
    }
    closes = deep ? 0 : kho_rtf_top(r)->closes;
    if (closes == KHO_RTF_CLOSES_NOTE)
        kho_writer_close(r->w);
    if (closes == KHO_RTF_CLOSES_MARGIN) {
        if (kho_writer_begun(r->w))
            kho_writer_para(r->w, &(struct kho_line){.flags = 0});
        r->w->in_margin = false;
    }
    in_table = kho_rtf_top(r)->in_table;
    r->depth--;
    /* Properties of a paragraph outlive a group that ends inside it. */
    if (closes == 0 && !deep)
        kho_rtf_top(r)->in_table = in_table;
}

static int
hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* A control word or symbol behind a backslash at i; returns where reading goes on. */
static size_t
control(struct kho_rtf *r, size_t i)
{
    kho_sv s = r->in->bytes;
    char w[32];
    size_t n = 0;
    int64_t v = 0;
    bool minus = false, has = false;

    if (i >= s.n)
        return i;
    if (s.p[i] == '\'') {
        int a = i + 2 < s.n ? hex(s.p[i + 1]) : -1, b = i + 2 < s.n ? hex(s.p[i + 2]) : -1;

        if (a < 0 || b < 0)
            return i + 1;
        kho_rtf_put_byte(r, (char)(a * 16 + b));
        return i + 3;
    }
    if (!((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z')) {
        switch (s.p[i]) {
        case '*':
            r->starred = true;
            break;
        case '~':
            kho_rtf_put_char(r, ' ');
            break;
        case '_':
            kho_rtf_put_char(r, '-');
            break;
        case '\\':
        case '{':
        case '}':
            kho_rtf_put_byte(r, s.p[i]);
            break;
        case '\n':
        case '\r':
            kho_rtf_end_para(r);
            break;
        default:
            break;
        }
        return i + 1;
    }
    for (; i < s.n && (s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z'; i++)
        if (n + 1 < sizeof w)
            w[n++] = s.p[i];
    w[n] = '\0';
    if (i < s.n && s.p[i] == '-')
        minus = true, i++;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) {
        v = v < 1000000000 ? v * 10 + (s.p[i] - '0') : v;
        has = true;
    }
    if (v > INT32_MAX)
        v = INT32_MAX;
    if (strcmp(w, "bin") == 0 && has && !minus) /* raw bytes */
        return (size_t)v < s.n - i ? i + (s.n > i) + (size_t)v : s.n;
    kho_rtf_word(r, w, has, (int32_t)(minus ? -v : v));
    return i < s.n && s.p[i] == ' ' ? i + 1 : i;
}

static void
read_all(struct kho_rtf *r)
{
    kho_sv s = r->in->bytes;

    for (size_t i = 0; i < s.n && !kho_writer_done(r->w);) {
        char c = s.p[i++];

        if (c == '{')
            push(r);
        else if (c == '}')
            pop(r);
        else if (c == '\\')
            i = control(r, i);
        else if (c == '\t')
            kho_rtf_put_char(r, '\t');
        else if (c != '\n' && c != '\r' && c != '\0')
            kho_rtf_put_byte(r, c);
        if (r->depth == 0 && c == '}') /* what stands behind the end is no text */
            return;
    }
    r->damaged = r->damaged || r->depth > 0;
}

enum kho_status
kho_read_rtf(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    struct kho_rtf *r = calloc(1, sizeof *r);
    enum kho_status st;

    if (r == NULL || (r->w = kho_writer_new(in)) == NULL) {
        free(r);
        return kho_fail(err, KHO_NOMEM, "no memory to read an RTF file");
    }
    r->in = in;
    r->codepage = r->stack[0].codepage = 1252;
    r->stack[0].uc = 1;
    r->default_font = -1;
    read_all(r);
    kho_rtf_flush(r);
    if (kho_writer_begun(r->w))
        kho_writer_para(r->w, &(struct kho_line){.flags = 0});
    kho_rtf_leave_table(r);
    if (r->damaged && !kho_writer_done(r->w))
        out->notes |= KHO_NOTE(DAMAGED);
    st = kho_writer_finish(r->w, out, err);
    kho_buf_free(&r->bytes);
    free(r);
    return st;
}
