/* format_graph.c - see format.h: citations as a drawing, for Graphviz and for graph editors. */
#include "date.h"
#include "format.h"

#include <string.h>

/* -- text inside quotes and inside XML ----------------------------------------------- */

static void
put_quoted(struct kho_buf *b, kho_sv s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            kho_buf_char(b, '\\');
        kho_buf_char(b, (char)((unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i]));
    }
}

/* Control characters are not allowed in XML at all. */
static void
put_xml(struct kho_buf *b, kho_sv s)
{
    for (size_t i = 0; i < s.n; i++)
        switch (s.p[i]) {
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
            kho_buf_char(b, (char)((unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i]));
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
    kho_sv name, symbol, title, issuer, date, level;
    bool plan;
};

static bool
is_new(struct kho_graph *g, kho_sv name)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    size_t at;

    if (g->n_nodes * 2 >= g->cap_nodes) {
        kho_sv *old = g->nodes;
        const size_t cap = g->cap_nodes;

        g->cap_nodes = cap * 2 + 256;
        g->nodes = KHO_NEW_N(g->arena, g->cap_nodes, kho_sv);
        g->n_nodes = 0;
        for (size_t i = 0; i < cap; i++)
            if (old[i].n != 0)
                (void)is_new(g, old[i]);
    }
    for (size_t i = 0; i < name.n; i++)
        h = (h ^ (unsigned char)name.p[i]) * UINT64_C(0x100000001b3);
    for (at = h % g->cap_nodes; g->nodes[at].n != 0; at = (at + 1) % g->cap_nodes)
        if (kho_sv_eq(g->nodes[at], name))
            return false;
    g->nodes[at] = kho_arena_dup(g->arena, name);
    g->n_nodes++;
    return true;
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

static void
put_node(struct kho_graph *g, const struct node *n)
{
    const kho_sv lines[] = {n->symbol.n != 0 ? n->symbol : n->title, n->issuer, n->date, n->level};
    struct kho_buf *b = g->out;
    bool first = true;

    if (!is_new(g, n->name))
        return;
    kho_buf_str(b, g->dot ? "  \"" : "<node id=\"");
    (g->dot ? put_quoted : put_xml)(b, n->name);
    if (!g->dot) {
        kho_buf_str(b, "\">");
        put_data(b, "kind", n->plan ? KHO_SV("plan") : KHO_SV("cited"));
        put_data(b, "symbol", n->symbol);
        put_data(b, "title", n->title);
        put_data(b, "issuer", n->issuer);
        put_data(b, "date", n->date);
        put_data(b, "level", n->level);
        kho_buf_str(b, "</node>\n");
        return;
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
    kho_buf_str(b, n->plan ? "\"];\n" : "\", shape=box, style=bold];\n");
}

static void
put_edge(struct kho_graph *g, const struct node *from, const struct node *to)
{
    struct kho_buf *b = g->out;
    int32_t days;
    const bool known = lag(to->date, from->date, &days);
    char *pair = KHO_NEW_N(g->arena, from->name.n + to->name.n + 1, char);

    memcpy(pair, from->name.p, from->name.n);
    pair[from->name.n] = '\n'; /* in no name */
    memcpy(pair + from->name.n + 1, to->name.p, to->name.n);
    if (!is_new(g, (kho_sv){pair, from->name.n + 1 + to->name.n}))
        return;
    kho_buf_str(b, g->dot ? "  \"" : "<edge source=\"");
    (g->dot ? put_quoted : put_xml)(b, from->name);
    kho_buf_str(b, g->dot ? "\" -> \"" : "\" target=\"");
    (g->dot ? put_quoted : put_xml)(b, to->name);
    if (g->dot && known)
        kho_buf_fmt(b, "\" [label=\"%d\", lag=%d];\n", days, days);
    else if (g->dot)
        kho_buf_str(b, "\";\n");
    else if (known)
        kho_buf_fmt(b, "\"><data key=\"lag\">%d</data></edge>\n", days);
    else
        kho_buf_str(b, "\"/>\n");
}

static struct node
node_of_plan(const struct kho_document *doc)
{
    const struct kho_plan *p = &doc->plan;

    return (struct node){.name = doc->id,
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
    static const char *const keys[] = {"kind", "symbol", "title", "issuer", "date", "level"};

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
                     "<graph id=\"kho\" edgedefault=\"directed\">\n");
}

void
kho_graph_add(struct kho_graph *g, const struct kho_cascade *c)
{
    const struct node root = node_of_ref(g, &c->ref);

    put_node(g, &root);
    for (size_t i = 0; i < c->n; i++) {
        const struct node n = node_of_plan(&c->plans[i].citing.doc);

        put_node(g, &n);
    }
    for (size_t i = 0; i < c->n_arrows; i++) {
        const uint32_t to = c->arrows[i].to;
        const struct node from = node_of_plan(&c->plans[c->arrows[i].from - 1].citing.doc),
                          at = to == 0 ? root : node_of_plan(&c->plans[to - 1].citing.doc);

        put_edge(g, &from, &at);
    }
}

void
kho_graph_end(struct kho_graph *g)
{
    kho_buf_str(g->out, g->dot ? "}\n" : "</graph>\n</graphml>\n");
}
