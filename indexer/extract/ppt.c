/* ppt.c - PowerPoint 97-2003 presentations ([MS-PPT]): the text of slides, in their order, with the
 * notes of each; a slide is a page.
 *
 * Objects have numbers; where each stands is said by directories, one for each time the file was
 * saved, the last one first.  Slides name their notes.  Text of placeholders stands in the list of
 * slides of the document, other text in the drawings of the slides.
 */
#include "ppt.h"

#include "ole.h"
#include "utf8.h"

#include <stdlib.h>

enum { OBJECTS = 1 << 16, SLIDES_MAX = 10000, EDITS_MAX = 1000, DEPTH = 12 };

struct slide {
    uint32_t object, id;
    kho_sv texts; /* behind its SlidePersistAtom */
};

struct list {
    struct slide *slide; /* SLIDES_MAX */
    size_t n;
};

struct ppt {
    struct kho_writer *w;
    kho_sv s;
    uint32_t *place; /* of objects by number; UINT32_MAX none */
    struct kho_ppt_fonts fonts;
    struct list slides, notes;
    size_t budget; /* bytes of objects that may still be read: each once, in a good file */
    bool damaged, encrypted;
};

/* One directory: runs of numbers with their places. */
static void
directory(struct ppt *x, kho_sv d)
{
    for (size_t i = 0; i + 4 <= d.n;) {
        const uint32_t head = kho_ppt_u32(d, i), first = head & 0xfffff, n = head >> 20;

        i += 4;
        for (uint32_t k = 0; k < n && i + 4 <= d.n; k++, i += 4)
            if (first + k < OBJECTS && x->place[first + k] == UINT32_MAX)
                x->place[first + k] = kho_ppt_u32(d, i);
    }
}

static bool
record_at(const struct ppt *x, size_t at, unsigned type, struct kho_ppt_record *r)
{
    return kho_ppt_next(x->s, &at, r) && r->type == type;
}

/* Number of the document; 0: none. */
static uint32_t
directories(struct ppt *x, size_t at)
{
    uint32_t document = 0;
    struct kho_ppt_record edit, d;

    for (int i = 0; i < EDITS_MAX && record_at(x, at, KHO_PPT_USER_EDIT, &edit); i++) {
        if (i == 0)
            document = kho_ppt_u32(edit.body, 16);
        if (edit.body.n >= 32)
            x->encrypted = true;
        if (record_at(x, kho_ppt_u32(edit.body, 12), KHO_PPT_PERSIST, &d))
            directory(x, d.body);
        at = kho_ppt_u32(edit.body, 8);
        if (at == 0)
            break;
    }
    return document;
}

static bool
object(struct ppt *x, uint32_t number, unsigned type, struct kho_ppt_record *r)
{
    if (number >= OBJECTS || x->place[number] == UINT32_MAX ||
        !record_at(x, x->place[number], type, r) || r->body.n > x->budget)
        return false;
    x->budget -= r->body.n;
    return true;
}

static void
font(struct ppt *x, const struct kho_ppt_record *r)
{
    char name[128];
    size_t n = 0;

    for (size_t i = 0; i + 2 <= r->body.n && i < 64 && n + 4 < sizeof name; i += 2) {
        const uint32_t c = kho_ppt_u16(r->body, i);

        if (c == 0)
            break;
        if (c < 0xd800 || c > 0xdfff)
            n += kho_utf8_put(name + n, c);
    }
    if (r->instance < KHO_PPT_FONTS)
        x->fonts.font[r->instance] = kho_font_of((kho_sv){name, n});
}

static void
slide_list(struct list *l, kho_sv s)
{
    struct kho_ppt_record r;

    for (size_t at = 0; l->n < SLIDES_MAX && kho_ppt_next(s, &at, &r);)
        if (r.type == KHO_PPT_SLIDE_PERSIST) {
            l->slide[l->n++] = (struct slide){.object = kho_ppt_u32(r.body, 0),
                                              .id = kho_ppt_u32(r.body, 12),
                                              .texts = {s.p + at, 0}};
        } else if (l->n > 0) {
            struct slide *last = &l->slide[l->n - 1];

            last->texts.n = (size_t)(s.p + at - last->texts.p);
        }
}

/* Fonts and lists, wherever in the document. */
static void
document(struct ppt *x, kho_sv s, int depth)
{
    struct kho_ppt_record r;

    for (size_t at = 0; kho_ppt_next(s, &at, &r);)
        if (r.type == KHO_PPT_FONT)
            font(x, &r);
        else if (r.type == KHO_PPT_SLIDE_LIST && r.instance == 0)
            slide_list(&x->slides, r.body);
        else if (r.type == KHO_PPT_SLIDE_LIST && r.instance == 2)
            slide_list(&x->notes, r.body);
        else if (r.container && depth < DEPTH && r.type != KHO_PPT_SLIDE_LIST)
            document(x, r.body, depth + 1);
}

/* A number of the slide or a date stands as one sign. */
static bool
is_sign(const struct kho_ppt_text *t)
{
    return t->chars.n == (t->wide ? 2u : 1u) && t->chars.p[0] == '*';
}

/* The text number ref of those of a slide. */
static void
placeholder(struct ppt *x, const struct slide *s, int32_t ref, uint64_t *shown)
{
    struct kho_ppt_text t;
    int32_t i = 0, none;

    for (size_t at = 0; s != NULL && kho_ppt_text_next(s->texts, &at, &t, &none); i++)
        if (i == ref && i < 64 && (*shown >> i & 1) == 0) {
            *shown |= (uint64_t)1 << i;
            kho_ppt_text_put(x->w, &x->fonts, &t);
        }
}

/* Texts in the drawing of a slide. */
static void
drawing(struct ppt *x, kho_sv records, const struct slide *s, uint64_t *shown, int depth)
{
    struct kho_ppt_record r;
    struct kho_ppt_text t;
    int32_t ref;

    for (size_t at = 0; kho_ppt_next(records, &at, &r) && !kho_writer_done(x->w);) {
        if (r.type != KHO_PPT_TEXT_BOX) {
            if (r.container && depth < DEPTH)
                drawing(x, r.body, s, shown, depth + 1);
            continue;
        }
        for (size_t in = 0; kho_ppt_text_next(r.body, &in, &t, &ref);)
            if (ref >= 0)
                placeholder(x, s, ref, shown);
            else if (!is_sign(&t))
                kho_ppt_text_put(x->w, &x->fonts, &t);
    }
}

/* Texts of a slide that its drawing does not show. */
static void
the_rest(struct ppt *x, const struct slide *s, uint64_t shown)
{
    struct kho_ppt_text t;
    int32_t i = 0, none;

    for (size_t at = 0; kho_ppt_text_next(s->texts, &at, &t, &none); i++)
        if (i >= 64 || (shown >> i & 1) == 0)
            kho_ppt_text_put(x->w, &x->fonts, &t);
}

static uint32_t
notes_of(kho_sv slide)
{
    struct kho_ppt_record r;

    for (size_t at = 0; kho_ppt_next(slide, &at, &r);)
        if (r.type == KHO_PPT_SLIDE_ATOM)
            return kho_ppt_u32(r.body, 16);
    return 0;
}

static void
one_slide(struct ppt *x, const struct slide *s)
{
    struct kho_ppt_record r;
    uint64_t shown = 0;
    uint32_t notes = 0;

    if (object(x, s->object, KHO_PPT_SLIDE, &r)) {
        drawing(x, r.body, s, &shown, 0);
        notes = notes_of(r.body);
    } else {
        x->damaged = true;
    }
    the_rest(x, s, shown);
    for (size_t i = 0; notes != 0 && i < x->notes.n; i++)
        if (x->notes.slide[i].id == notes) {
            shown = 0;
            if (object(x, x->notes.slide[i].object, KHO_PPT_NOTES, &r))
                drawing(x, r.body, &x->notes.slide[i], &shown, 0);
            the_rest(x, &x->notes.slide[i], shown);
            break;
        }
}

static void
read_all(struct ppt *x, kho_sv user)
{
    const uint32_t encrypted = 0xf3d1c4df;
    struct kho_ppt_record r;
    uint32_t number;

    x->encrypted = kho_ppt_u32(user, 12) == encrypted;
    number = directories(x, kho_ppt_u32(user, 16));
    if (x->encrypted)
        return;
    if (!object(x, number, KHO_PPT_DOCUMENT, &r)) {
        x->damaged = true;
        return;
    }
    document(x, r.body, 0);
    for (size_t i = 0; i < x->slides.n && !kho_writer_done(x->w); i++) {
        x->w->page = (uint32_t)i + 1;
        one_slide(x, &x->slides.slide[i]);
    }
}

enum kho_status
kho_read_ppt(const struct kho_reader_in *in, struct kho_extracted *out, struct kho_err *err)
{
    struct ppt *x = calloc(1, sizeof *x);
    struct kho_buf stream = {.p = NULL}, user = {.p = NULL};
    enum kho_status st = KHO_OK;

    if (x != NULL) {
        x->w = kho_writer_new(in);
        x->place = malloc(OBJECTS * sizeof *x->place);
        x->slides.slide = calloc(SLIDES_MAX, sizeof *x->slides.slide);
        x->notes.slide = calloc(SLIDES_MAX, sizeof *x->notes.slide);
    }
    if (x == NULL || x->w == NULL || x->place == NULL || x->slides.slide == NULL ||
        x->notes.slide == NULL) {
        st = kho_fail(err, KHO_NOMEM, "no memory to read a presentation");
    } else {
        for (size_t i = 0; i < OBJECTS; i++)
            x->place[i] = UINT32_MAX;
        if (kho_ole_stream(in->bytes, "PowerPoint Document\0", &stream) &&
            kho_ole_stream(in->bytes, "Current User\0", &user)) {
            x->s = kho_buf_view(&stream);
            x->budget = x->s.n;
            read_all(x, kho_buf_view(&user));
        } else {
            x->damaged = true;
        }
        if (x->encrypted)
            out->notes |= KHO_NOTE(ENCRYPTED);
        else if (x->damaged && !kho_writer_done(x->w))
            out->notes |= KHO_NOTE(DAMAGED);
    }
    if (x != NULL && x->w != NULL) {
        enum kho_status finished = kho_writer_finish(x->w, out, err);

        st = st == KHO_OK ? finished : st;
    }
    kho_buf_free(&stream);
    kho_buf_free(&user);
    if (x != NULL) {
        free(x->place);
        free(x->slides.slide);
        free(x->notes.slide);
    }
    free(x);
    return st;
}
