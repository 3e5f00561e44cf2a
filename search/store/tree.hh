/* tree.hh - from our tree of a query to Xapian's.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_TREE_HH
#define KHO_STORE_TREE_HH

#include "bag_source.hh"

namespace inside
{

constexpr Xapian::doccount FEW = 16; /* a part of all documents that is looked up, not walked */

/* One search: its bags are walked once, for hits and for counts. */
struct matching {
    const Xapian::Database &db;
    Lengths *lengths;
    uint64_t deadline;    /* 0: none */
    bool plain = false;   /* a database on another machine takes no sources of ours */
    Seen *seen = nullptr; /* what may be found; NULL: everything */
    std::vector<std::pair<const kho_node *, std::shared_ptr<Bag>>> bags;
    std::vector<Xapian::docid> found;           /* all that matches, where it was counted */
    std::shared_ptr<const Bag::few> among = {}; /* what a filter leaves of the part under way */
    std::vector<std::pair<const kho_node *, std::shared_ptr<const Bag::few>>> left =
        {}; /* by filter */

    std::shared_ptr<Bag> known(const kho_node &q) const
    {
        for (const auto &[node, made] : bags)
            if (node == &q)
                return made;
        return nullptr;
    }
    std::shared_ptr<Bag> bag(const kho_node &q)
    {
        std::shared_ptr<Bag> b = known(q);

        if (b == nullptr) {
            b = std::make_shared<Bag>(q, db, lengths, deadline, seen, among);
            bags.emplace_back(&q, b);
        }
        return b;
    }
};

/* For counting, where weights are no matter: the child that has the same documents as q; NULL:
 * there is none. */
inline const kho_node *
unweighed(const kho_node &q)
{
    if (q.op == KHO_OP_MAYBE || q.op == KHO_OP_SCALE || q.op == KHO_OP_CONST)
        return q.kids;
    return nullptr;
}

/* A word, or a name that stands for several words and may be side by side itself. */
inline Xapian::Query
plain_word(const kho_node &n)
{
    return n.op == KHO_OP_TERM ? Xapian::Query(str(n.term)) : to_phrase(n);
}

/* Without a source of ours: all words, or any of them, each or a name that stands for it. */
inline Xapian::Query
plain_bag(const kho_node &q)
{
    using Q = Xapian::Query;
    std::vector<Q> words, ranks;
    uint32_t place = 0;

    for (const kho_node *k = q.kids; k != nullptr; k = k->next) {
        if (k->op == KHO_OP_SCALE)
            ranks.emplace_back(Q::OP_SCALE_WEIGHT, Q(str(k->kids->term)), k->factor);
        if (k->op != KHO_OP_TERM)
            continue;
        Q word = Q(str(k->term));
        for (const kho_node *n = q.kids; n != nullptr; n = n->next)
            if (n->op == KHO_OP_STANDS && n->slot <= place && place < n->slot + n->limit)
                word |= plain_word(*n->kids);
        words.push_back(word);
        place++;
    }
    return {Q::OP_AND_MAYBE, Q(q.factor >= 1 ? Q::OP_AND : Q::OP_OR, words.begin(), words.end()),
            Q(Q::OP_OR, ranks.begin(), ranks.end())};
}

/* The part of a query that its term may find, where not everything is seen. */
inline Xapian::Query
seen_by(const Xapian::Query &query, kho_sv term, const matching &m)
{
    if (m.seen == nullptr || &m.seen->by(str(term)) == &m.seen->all())
        return query; /* what is not seen is left out of the whole */
    return {Xapian::Query::OP_FILTER, query,
            Xapian::Query((new DocsetSource(m.seen->by(str(term))))->release())};
}

/* Words as they weigh among what is seen: of the whole index they would tell how frequent they are
 * in the rest. */
inline Xapian::Query
weighed(const kho_node *first, const kho_node *end, const matching &m)
{
    std::vector<kho_node> words;

    for (const kho_node *k = first; k != end; k = k->next) {
        kho_node word{};

        word.op = KHO_OP_TERM;
        word.term = k->term;
        words.push_back(word);
    }
    for (size_t i = 1; i < words.size(); i++)
        words[i - 1].next = &words[i];
    kho_node bag{};
    bag.op = KHO_OP_BAG;
    bag.factor = 1;
    bag.kids = words.data();
    return Xapian::Query(
        (new BagSource(std::make_shared<Bag>(bag, m.db, m.lengths, 0, m.seen, nullptr)))
            ->release());
}

/* The most frequent terms that begin so.  A wildcard of Xapian's would take others in each of
 * several databases. */
inline std::vector<std::string>
begin_so(const kho_node &q, const matching &m)
{
    std::vector<std::pair<Xapian::doccount, std::string>> found;
    std::vector<std::string> terms;
    const std::string prefix = str(q.term);

    for (auto i = m.db.allterms_begin(prefix); i != m.db.allterms_end(prefix); ++i) {
        const Xapian::doccount n = m.seen == nullptr ? i.get_termfreq() : m.seen->freq(*i);

        if (n != 0)
            found.emplace_back(n, *i);
    }
    const size_t n = std::min<size_t>(found.size(), q.limit);
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(n), found.end(),
                      [](const auto &a, const auto &b) {
                          return a.first != b.first ? a.first > b.first : a.second < b.second;
                      });
    for (size_t i = 0; i < n; i++)
        terms.push_back(std::move(found[i].second));
    return terms;
}

/* All of them as one. */
inline Xapian::Query
to_prefix(const kho_node &q, bool weighs, const matching &m)
{
    const std::vector<std::string> terms = begin_so(q, m);
    std::vector<Xapian::Query> any;

    if (weighs && m.seen != nullptr)
        return Xapian::Query(
            (new BagSource(std::make_shared<Bag>(terms, m.db, m.lengths, m.seen)))->release());
    for (const std::string &term : terms)
        any.push_back(seen_by(Xapian::Query(term), {term.data(), term.size()}, m));
    return {Xapian::Query::OP_SYNONYM, any.begin(), any.end()};
}

inline Xapian::Query
to_phrase_within(const kho_node &q, bool weighs, const matching &m)
{
    using Q = Xapian::Query;
    Q phrase = to_phrase(q);

    if (m.seen == nullptr || q.kids == nullptr)
        return phrase;
    if (weighs)
        return {Q::OP_FILTER, weighed(q.kids, nullptr, m), phrase};
    for (const kho_node *k = q.kids; k != nullptr; k = k->next)
        phrase = seen_by(phrase, k->term, m);
    return phrase;
}

inline Xapian::Query to_query(const kho_node &q, bool weighs, matching &m);

/* Documents with all of the words, looked through for an area that has them. */
inline Xapian::Query
to_area(const kho_node &q, bool weighs, matching &m)
{
    using Q = Xapian::Query;
    std::vector<std::vector<std::string>> words;
    std::vector<Q> kids;

    for (const kho_node *k = q.kids; k != nullptr; k = k->next) {
        kids.push_back(to_query(*k, weighs, m));
        words.push_back(k->op == KHO_OP_PREFIX ? begin_so(*k, m)
                                               : std::vector<std::string>{str(k->term)});
    }
    const Q all(Q::OP_AND, kids.begin(), kids.end());
    if (m.plain)
        return all;
    return {Q::OP_FILTER, all, Q((new InArea(std::move(words), q.slot))->release())};
}

inline bool
has_bag(const kho_node &q)
{
    if (q.op == KHO_OP_BAG)
        return true;
    for (const kho_node *k = q.kids; k != nullptr; k = k->next)
        if (has_bag(*k))
            return true;
    return false;
}

/* At most so many documents have it, as far as its terms tell. */
inline Xapian::doccount
at_most(const kho_node &q, const matching &m)
{
    Xapian::doccount n = m.db.get_doccount();

    if (q.op == KHO_OP_TERM)
        return m.db.get_termfreq(str(q.term));
    if (q.op == KHO_OP_AND || q.op == KHO_OP_PHRASE || q.op == KHO_OP_FILTER)
        for (const kho_node *k = q.kids; k != nullptr; k = k->next)
            n = std::min(n, at_most(*k, m));
    return n;
}

/* What filters leave, where that is little: then a bag need not walk whole lists of words. */
inline std::shared_ptr<const Bag::few>
left_by(const kho_node *first, matching &m)
{
    Xapian::doccount n = m.db.get_doccount();
    std::vector<Xapian::Query> all;
    auto few = std::make_shared<Bag::few>();

    for (const auto &[node, made] : m.left)
        if (node == first)
            return made;
    for (const kho_node *k = first; k != nullptr; k = k->next)
        n = std::min(n, at_most(*k, m));
    if (m.plain || m.db.size() != 1 || n > m.db.get_doccount() / FEW)
        return nullptr;
    for (const kho_node *k = first; k != nullptr; k = k->next)
        all.push_back(to_query(*k, false, m));
    Xapian::Enquire enquire(m.db);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_AND, all.begin(), all.end()));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    const Xapian::MSet found = enquire.get_mset(0, n);
    few->set = Docset(m.db.get_lastdocid());
    for (auto i = found.begin(); i != found.end(); ++i) {
        few->ids.push_back(*i);
        few->set.put(*i);
    }
    m.left.emplace_back(first, few);
    return few;
}

inline Xapian::Query
to_query(const kho_node &q, bool weighs, matching &m)
{
    using Q = Xapian::Query;
    std::vector<Q> kids;

    if (q.op == KHO_OP_FILTER && m.among == nullptr && q.kids != nullptr && has_bag(*q.kids)) {
        const std::shared_ptr<const Bag::few> few = left_by(q.kids->next, m);

        if (few != nullptr) {
            m.among = few;
            const Q found = to_query(*q.kids, weighs, m);
            m.among = nullptr;
            return {Q::OP_FILTER, found, Q((new DocsetSource(few->set))->release())};
        }
    }

    if (const kho_node *const same = weighs ? nullptr : unweighed(q); same != nullptr)
        return to_query(*same, weighs, m);
    if (q.op == KHO_OP_BAG)
        return m.plain ? plain_bag(q) : Q((new BagSource(m.bag(q)))->release());
    if (q.op == KHO_OP_PHRASE)
        return to_phrase_within(q, weighs, m);
    if (q.op == KHO_OP_AREA)
        return to_area(q, weighs, m);
    for (const kho_node *k = q.kids; k != nullptr; k = k->next)
        kids.push_back(to_query(*k, weighs, m));
    switch (q.op) {
    case KHO_OP_TERM:
        if (weighs && m.seen != nullptr)
            return weighed(&q, q.next, m);
        return seen_by(Q(str(q.term)), q.term, m);
    case KHO_OP_PREFIX:
        return to_prefix(q, weighs, m);
    case KHO_OP_AND:
        return Q(Q::OP_AND, kids.begin(), kids.end());
    case KHO_OP_OR:
        return Q(Q::OP_OR, kids.begin(), kids.end());
    case KHO_OP_NOT:
        if (kids.size() == 1)
            kids.insert(kids.begin(), Q::MatchAll);
        return Q(Q::OP_AND_NOT, kids.begin(), kids.end());
    case KHO_OP_FILTER:
        return Q(Q::OP_FILTER, kids.begin(), kids.end());
    case KHO_OP_MAYBE:
        return Q(Q::OP_AND_MAYBE, kids.begin(), kids.end());
    case KHO_OP_RANGE:
        /* From "\1" on: a document without a value is in no range. */
        if (q.to.n == 0)
            return Q(Q::OP_VALUE_GE, q.slot, q.from.n == 0 ? std::string("\1") : str(q.from));
        return Q(Q::OP_VALUE_RANGE, q.slot, q.from.n == 0 ? std::string("\1") : str(q.from),
                 str(q.to));
    case KHO_OP_SCALE:
        return Q(Q::OP_SCALE_WEIGHT, kids.at(0), q.factor);
    case KHO_OP_CONST:
        return Q(Q::OP_FILTER, Q((new Xapian::FixedWeightPostingSource(q.factor))->release()),
                 kids.at(0));
    case KHO_OP_ALL:
        return Q::MatchAll;
    case KHO_OP_NONE:
        return Q::MatchNothing;
    case KHO_OP_BAG:
    case KHO_OP_PHRASE:
    case KHO_OP_AREA:
    case KHO_OP_STANDS:
        break;
    }
    throw Xapian::InvalidArgumentError("unknown query operator");
}

/* All of a query, where nothing is found that is not seen. */
inline Xapian::Query
to_whole(const kho_node &q, bool weighs, matching &m)
{
    const Xapian::Query query = to_query(q, weighs, m);

    if (m.seen == nullptr)
        return query;
    return {Xapian::Query::OP_FILTER, query,
            Xapian::Query((new DocsetSource(m.seen->all()))->release())};
}

} // namespace inside
#endif
