/* format_graph.c - see format.h: citations as a drawing, for Graphviz and for graph editors. */
#include "date.h"
#include "format.h"
#include "utf8.h"

#include <string.h>

/* -- text inside quotes and inside XML ----------------------------------------------- */

/* The next character of s, and where the one behind it begins.  Control characters, which XML does
 * not have, become blanks; what is no character at all U+FFFD. */
static kho_sv
next_char(kho_sv s, size_t *at)
{
    unsigned len;
    const uint32_t c = kho_utf8_get((const unsigned char *)s.p + *at, s.n - *at, &len);
    const kho_sv as_it_is = {s.p + *at, len};

    *at += len;
    if (c == KHO_UTF8_BAD || (c & 0xfffe) == 0xfffe)
        return KHO_SV("\uFFFD");
    return c < 0x20 ? KHO_SV(" ") : as_it_is;
}

static void
put_quoted(struct kho_buf *b, kho_sv s)
{
    for (size_t i = 0; i < s.n;) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            kho_buf_char(b, '\\');
        kho_buf_sv(b, next_char(s, &i));
    }
}

static void
put_xml(struct kho_buf *b, kho_sv s)
{
    for (size_t i = 0; i < s.n;) {
        const kho_sv c = next_char(s, &i);

        switch (c.p[0]) {
        case '&':
            kho_buf_str(b, "&amp;");
            break;
        case '<':
            kho_buf_str(b, "&lt;");
            break;
        case '>':
            kho_buf_str(b, "&gt;");
            break;
        case '"':
            kho_buf_str(b, "&quot;");
            break;
        default:
            kho_buf_sv(b, c);
        }
    }
}

/* -- days -------------------------------------------------------------------------------- */

/* Days since a fixed day of the Gregorian calendar. */
static int32_t
day_number(struct kho_date d)
{
    const int32_t y = d.month > 2 ? d.year : d.year - 1, m = d.month > 2 ? d.month : d.month + 12;

    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * (m - 3) + 2) / 5 + d.day;
}

/* Days from the cited document to the one that cites it; false when a day is not known. */
static bool
lag(kho_sv cited, kho_sv citing, int32_t *days)
{
    struct kho_date a, b;

    if (cited.n != 10 || citing.n != 10 || !kho_date_parse(cited, &a) ||
        !kho_date_parse(citing, &b) || !kho_date_full(a) || !kho_date_full(b))
        return false;
    *days = day_number(b) - day_number(a);
    return true;
}

/* -- nodes and edges ----------------------------------------------------------------------- */

struct node {
    kho_sv name, key, symbol, title, issuer, date, level;
    bool plan;
};

static struct kho_graph_name *
slot_of(const struct kho_graph *g, kho_sv name)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    size_t at;

    for (size_t i = 0; i < name.n; i++)
        h = (h ^ (unsigned char)name.p[i]) * UINT64_C(0x100000001b3);
    for (at = h % g->cap_names; g->names[at].number != 0; at = (at + 1) % g->cap_names)
        if (kho_sv_eq(g->names[at].name, name))
            break;
    return &g->names[at];
}

/* The number of a name, from 1; *added: it was not known before. */
static uint32_t
number_of(struct kho_graph *g, kho_sv name, bool *added)
{
    struct kho_graph_name *x;

    if (g->n_names * 2 >= g->cap_names) {
        struct kho_graph_name *old = g->names;
        const size_t cap = g->cap_names;

        g->cap_names = cap * 2 + 256;
        g->names = KHO_NEW_N(g->arena, g->cap_names, struct kho_graph_name);
        for (size_t i = 0; i < cap; i++)
            if (old[i].number != 0)
                *slot_of(g, old[i].name) = old[i];
    }
    x = slot_of(g, name);
    *added = x->number == 0;
    if (*added)
        *x = (struct kho_graph_name){kho_arena_dup(g->arena, name), (uint32_t)++g->n_names};
    return x->number;
}

static void
put_data(struct kho_buf *b, const char *key, kho_sv value)
{
    if (value.n == 0)
        return;
    kho_buf_fmt(b, "<data key=\"%s\">", key);
    put_xml(b, value);
    kho_buf_str(b, "</data>");
}

/* Its number. */
static uint32_t
put_node(struct kho_graph *g, const struct node *n)
{
    const kho_sv lines[] = {n->symbol.n != 0 ? n->symbol : n->title, n->issuer, n->date, n->level};
    struct kho_buf *b = g->out;
    bool first = true, added;
    const uint32_t number = number_of(g, n->name, &added);

    if (!added)
        return number;
    kho_buf_str(b, g->dot ? "  \"" : "<node id=\"");
    (g->dot ? put_quoted : put_xml)(b, n->name);
    if (!g->dot) {
        kho_buf_str(b, "\">");
        put_data(b, "kind", n->plan ? KHO_SV("plan") : KHO_SV("cited"));
        put_data(b, "key", n->key);
        put_data(b, "symbol", n->symbol);
        put_data(b, "title", n->title);
        put_data(b, "issuer", n->issuer);
        put_data(b, "date", n->date);
        put_data(b, "level", n->level);
        kho_buf_str(b, "</node>\n");
        return number;
    }
    kho_buf_str(b, "\" [label=\"");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        if (lines[i].n == 0)
            continue;
        kho_buf_str(b, first ? "" : "\\n");
        put_quoted(b, lines[i]);
        first = false;
    }
    kho_buf_str(b, "\", tooltip=\"");
    put_quoted(b, n->title);
    if (n->key.n != 0) {
        kho_buf_str(b, "\", key=\"");
        put_quoted(b, n->key);
    }
    kho_buf_str(b, n->plan ? "\"];\n" : "\", shape=box, style=bold];\n");
    return number;
}

/* "basis implements"; that it cites is said only where nothing more is. */
static void
put_relations(struct kho_buf *b, unsigned relations)
{
    const char *between = "";

    for (unsigned i = 0; i < KHO_REL_COUNT; i++) {
        if ((relations >> i & 1) == 0 || (i == KHO_REL_CITES && relations != 1U << KHO_REL_CITES))
            continue;
        kho_buf_fmt(b, "%s%s", between, kho_relation_name((enum kho_relation)i));
        between = " ";
    }
}

/* about: NULL when no more is known than that one cites the other. */
static void
put_edge_dot(struct kho_buf *b, const int32_t *days, const struct kho_graph_edge *about)
{
    kho_buf_str(b, days != NULL || about != NULL ? "\" [" : "\"");
    if (days != NULL)
        kho_buf_fmt(b, "label=\"%d\", lag=%d", *days, *days);
    if (about != NULL) {
        kho_buf_str(b, days != NULL ? ", relation=\"" : "relation=\"");
        put_relations(b, about->relations);
        kho_buf_fmt(b, "\", legal_basis=%s, mentions=%u", about->legal_basis ? "true" : "false",
                    about->mentions);
    }
    kho_buf_str(b, days != NULL || about != NULL ? "];\n" : ";\n");
}

static void
put_edge_xml(struct kho_buf *b, const int32_t *days, const struct kho_graph_edge *about)
{
    if (days == NULL && about == NULL) {
        kho_buf_str(b, "\"/>\n");
        return;
    }
    kho_buf_str(b, "\">");
    if (days != NULL)
        kho_buf_fmt(b, "<data key=\"lag\">%d</data>", *days);
    if (about != NULL) {
        kho_buf_str(b, "<data key=\"relation\">");
        put_relations(b, about->relations);
        kho_buf_fmt(b,
                    "</data><data key=\"legal_basis\">%s</data>"
                    "<data key=\"mentions\">%u</data>",
                    about->legal_basis ? "true" : "false", about->mentions);
    }
    kho_buf_str(b, "</edge>\n");
}

static void
put_edge(struct kho_graph *g, const struct node *from, const struct node *to,
         const struct kho_graph_edge *about)
{
    struct kho_buf *b = g->out;
    int32_t days;
    const int32_t *known = lag(to->date, from->date, &days) ? &days : NULL;

    kho_buf_str(b, g->dot ? "  \"" : "<edge source=\"");
    (g->dot ? put_quoted : put_xml)(b, from->name);
    kho_buf_str(b, g->dot ? "\" -> \"" : "\" target=\"");
    (g->dot ? put_quoted : put_xml)(b, to->name);
    (g->dot ? put_edge_dot : put_edge_xml)(b, known, about);
}

static void
put_edge_once(struct kho_graph *g, const struct node *from, const struct node *to)
{
    char *pair = KHO_NEW_N(g->arena, from->name.n + to->name.n + 1, char);
    bool added;

    memcpy(pair, from->name.p, from->name.n);
    pair[from->name.n] = '\n'; /* in no name */
    memcpy(pair + from->name.n + 1, to->name.p, to->name.n);
    (void)number_of(g, (kho_sv){pair, from->name.n + 1 + to->name.n}, &added);
    if (added)
        put_edge(g, from, to, NULL);
}

static struct node
node_of_plan(const struct kho_document *doc)
{
    const struct kho_plan *p = &doc->plan;

    return (struct node){.name = doc->id,
                         .key = p->key,
                         .symbol = p->symbol,
                         .title = p->title,
                         .issuer = p->issuer,
                         .date = p->date,
                         .level = p->issuer_level,
                         .plan = true};
}

/* One name for one document: its id where the archive has it, as other plans cite it by that. */
static struct node
node_of_ref(struct kho_graph *g, const struct kho_ref *r)
{
    const kho_sv key = r->key.n != 0 ? r->key : r->name;
    struct node n = {.name = r->in_archive,
                     .key = r->key,
                     .symbol = r->symbol,
                     .title = r->name,
                     .issuer = r->issuer,
                     .date = r->date};

    if (n.name.n == 0) { /* one key can be several documents: the day parts them */
        char *p = KHO_NEW_N(g->arena, key.n + r->date.n + 1, char);

        memcpy(p, key.p, key.n);
        p[key.n] = ' ';
        memcpy(p + key.n + (r->date.n != 0 ? 1 : 0), r->date.p == NULL ? "" : r->date.p, r->date.n);
        n.name = (kho_sv){p, key.n + (r->date.n != 0 ? r->date.n + 1 : 0)};
    }
    return n;
}

/* -- the whole --------------------------------------------------------------------------- */

void
kho_graph_begin(struct kho_graph *g, struct kho_arena *arena, struct kho_buf *out, bool dot)
{
    static const char *const keys[] = {"kind", "key", "symbol", "title", "issuer", "date", "level"};

    *g = (struct kho_graph){.arena = arena, .out = out, .dot = dot};
    if (dot) {
        kho_buf_str(out, "digraph kho {\n  rankdir=RL;\n");
        return;
    }
    kho_buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        kho_buf_fmt(out, "<key id=\"%s\" for=\"node\" attr.name=\"%s\" attr.type=\"string\"/>\n",
                    keys[i], keys[i]);
    kho_buf_str(out, "<key id=\"lag\" for=\"edge\" attr.name=\"lag\" attr.type=\"int\"/>\n"
                     "<key id=\"relation\" for=\"edge\" attr.name=\"relation\""
                     " attr.type=\"string\"/>\n"
                     "<key id=\"legal_basis\" for=\"edge\" attr.name=\"legal_basis\""
                     " attr.type=\"boolean\"/>\n"
                     "<key id=\"mentions\" for=\"edge\" attr.name=\"mentions\""
                     " attr.type=\"int\"/>\n"
                     "<graph id=\"kho\" edgedefault=\"directed\">\n");
}

void
kho_graph_add(struct kho_graph *g, const struct kho_cascade *c)
{
    const struct node root = node_of_ref(g, &c->ref);

    (void)put_node(g, &root);
    for (size_t i = 0; i < c->n; i++) {
        const struct node n = node_of_plan(&c->plans[i].citing.doc);

        (void)put_node(g, &n);
    }
    for (size_t i = 0; i < c->n_arrows; i++) {
        const uint32_t to = c->arrows[i].to;
        const struct node from = node_of_plan(&c->plans[c->arrows[i].from - 1].citing.doc),
                          at = to == 0 ? root : node_of_plan(&c->plans[to - 1].citing.doc);

        put_edge_once(g, &from, &at);
    }
}

void
kho_graph_plan(struct kho_graph *g, const struct kho_document *doc)
{
    const struct node n = node_of_plan(doc);

    (void)put_node(g, &n);
}

uint32_t
kho_graph_cited(struct kho_graph *g, const struct kho_ref *ref, kho_sv *name)
{
    const struct node n = node_of_ref(g, ref);

    *name = n.name;
    return put_node(g, &n);
}

void
kho_graph_cites(struct kho_graph *g, const struct kho_graph_edge *e)
{
    const struct node from = {.name = e->from, .date = e->from_date},
                      to = {.name = e->to, .date = e->to_date};

    put_edge(g, &from, &to, e);
}

void
kho_graph_end(struct kho_graph *g)
{
    kho_buf_str(g->out, g->dot ? "}\n" : "</graph>\n</graphml>\n");
}
