/* searching.hh - hits, and what is counted over all that matches.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_SEARCHING_HH
#define KHO_STORE_SEARCHING_HH

#include "until.hh"

namespace inside
{

/* Takes down what matches, in a single database: of several it would get the docids they have
 * alone. */
class Docids final : public Xapian::MatchSpy
{
  public:
    void operator()(const Xapian::Document &doc, double) override
    {
        list.push_back(doc.get_docid());
    }

    std::vector<Xapian::docid> list;
};

/* A term, or several that must all be there. */
inline bool
is_of_terms(const kho_node &q)
{
    bool terms = q.op == KHO_OP_TERM || ((q.op == KHO_OP_AND || q.op == KHO_OP_FILTER) && q.kids);

    for (const kho_node *k = q.kids; k != nullptr; k = k->next)
        terms = terms && k->op == KHO_OP_TERM;
    return terms;
}

/* The list of a term, and whom of it may be found. */
struct term_list {
    Xapian::PostingIterator at, end;
    const Docset *only; /* NULL: all */
    Xapian::doccount freq;

    bool has(Xapian::docid id)
    {
        if (at != end && *at < id)
            at.skip_to(id);
        return at != end && *at == id && (only == nullptr || only->has(id));
    }
};

/* Documents with all terms, the rarest first: a search by Xapian costs several times as much. */
inline std::vector<Xapian::docid>
with_all(const kho_node &q, const matching &m)
{
    std::vector<term_list> lists;
    std::vector<Xapian::docid> out;
    const auto add = [&](const std::string &term) {
        lists.push_back({m.db.postlist_begin(term), m.db.postlist_end(term),
                         m.seen == nullptr ? nullptr : &m.seen->by(term), m.db.get_termfreq(term)});
    };

    if (q.kids == nullptr)
        add(str(q.term));
    for (const kho_node *k = q.kids; k != nullptr; k = k->next)
        add(str(k->term));
    std::sort(lists.begin(), lists.end(),
              [](const term_list &a, const term_list &b) { return a.freq < b.freq; });
    for (term_list &first = lists.front(); first.at != first.end; ++first.at) {
        const Xapian::docid id = *first.at;
        bool all = true;

        for (auto l = lists.begin(); all && l != lists.end(); ++l)
            all = l->has(id);
        if (all)
            out.push_back(id);
    }
    return out;
}

/* All that matches, by docid.  A second run without weights is cheaper than weighing every match
 * of the first; a bag knows already. */
inline std::vector<Xapian::docid>
all_matches(const kho_node &query, matching &m)
{
    const kho_node *q = &query;
    Docids spy;

    for (const kho_node *k = unweighed(*q); k != nullptr; k = unweighed(*q))
        q = k;
    if (q->op == KHO_OP_BAG && !m.plain && m.db.size() == 1)
        (void)m.bag(*q)->on(m.db); /* or known already */
    if (const auto b = m.known(*q); b != nullptr && b->only() != nullptr) {
        for (const Bag::doc &d : b->only()->docs)
            spy.list.push_back(d.id);
    } else if (q->op == KHO_OP_ALL || is_of_terms(*q)) {
        spy.list = with_all(*q, m);
    } else {
        Xapian::Enquire enquire(m.db);

        enquire.set_query(to_whole(*q, false, m));
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_docid_order(Xapian::Enquire::DONT_CARE);
        if (m.db.size() == 1 && !m.plain) {
            enquire.add_matchspy(&spy);
            (void)enquire.get_mset(0, 0, m.db.get_doccount());
        } else {
            const Xapian::MSet all = enquire.get_mset(0, m.db.get_doccount());

            for (auto i = all.begin(); i != all.end(); ++i)
                spy.list.push_back(*i);
        }
        if (!std::is_sorted(spy.list.begin(), spy.list.end()))
            std::sort(spy.list.begin(), spy.list.end());
    }
    return std::move(spy.list);
}

using counts = std::unordered_map<std::string, uint32_t>;

/* The values of one slot in documents, which come in order. */
class Values
{
  public:
    Values(const Xapian::Database &db, Xapian::valueno slot)
        : at_(db.valuestream_begin(slot)), end_(db.valuestream_end(slot))
    {
    }

    void count(Xapian::docid id)
    {
        if (at_ != end_ && at_.get_docid() < id)
            at_.skip_to(id);
        if (at_ == end_ || at_.get_docid() != id)
            return;
        std::string v = *at_;
        if (last_ == nullptr || last_->first != v) /* neighbours are often alike */
            last_ = &*counts_.try_emplace(std::move(v), 0).first;
        last_->second++;
    }

    const counts &all() const
    {
        return counts_;
    }

  private:
    Xapian::ValueIterator at_, end_;
    counts counts_;
    counts::value_type *last_ = nullptr;
};

/* The most frequent values; counts times factor. */
inline void
give(const counts &values, double factor, kho_arena *arena, kho_facet *f)
{
    using pair = counts::value_type;
    std::vector<const pair *> v;
    size_t n;

    for (const pair &p : values)
        v.push_back(&p);
    n = f->max != 0 && f->max < v.size() ? f->max : v.size();
    std::partial_sort(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(n), v.end(),
                      [](const pair *a, const pair *b) {
                          return a->second != b->second ? a->second > b->second
                                                        : a->first < b->first;
                      });
    f->counts = array<kho_count>(arena, n);
    f->n = n;
    f->all = v.size();
    for (size_t k = 0; k < n; k++)
        f->counts[k] = {dup(arena, v[k]->first), static_cast<uint32_t>(std::lround(
                                                     static_cast<double>(v[k]->second) * factor))};
}

/* Counts the values of some slots until its time is up. */
inline void
count_values(const Xapian::Database &db, const std::vector<Xapian::docid> &docs,
             const kho_search &what, kho_arena *arena, kho_results *out)
{
    const uint64_t deadline = what.count_us == 0 ? 0 : cpu_us() + what.count_us;
    std::vector<Values> values;
    size_t done = 0;

    for (size_t i = 0; i < what.n_facets; i++)
        values.emplace_back(db, what.facets[i].slot);
    while (done < docs.size() && (done == 0 || deadline == 0 || cpu_us() < deadline)) {
        const size_t end = std::min(docs.size(), done + (done == 0 ? COUNT_FIRST : COUNT_AT_ONCE));

        for (Values &v : values)
            for (size_t i = done; i < end; i++)
                v.count(docs[i]);
        done = end;
    }
    out->exact = out->exact && done == docs.size();
    for (size_t i = 0; i < what.n_facets; i++)
        give(values[i].all(),
             done == 0 ? 1 : static_cast<double>(docs.size()) / static_cast<double>(done), arena,
             &what.facets[i]);
}

/* The same where a database is on another machine: counted there, all of them. */
inline void
count_far(const kho_search &what, matching &m, kho_arena *arena, kho_results *out)
{
    std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> spies;
    Xapian::Enquire enquire(m.db);

    for (size_t i = 0; i < what.n_facets; i++) {
        spies.push_back(std::make_unique<Xapian::ValueCountMatchSpy>(what.facets[i].slot));
        enquire.add_matchspy(spies.back().get());
    }
    enquire.set_query(to_query(*what.query, false, m));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    out->total = enquire.get_mset(0, 0, m.db.get_doccount()).get_matches_estimated();
    out->exact = true;
    for (size_t i = 0; i < what.n_facets; i++) {
        counts values;

        for (auto v = spies[i]->values_begin(); v != spies[i]->values_end(); ++v)
            values[*v] = v.get_termfreq();
        give(values, 1, arena, &what.facets[i]);
    }
}

/* A part of the hits that are wanted: so many, where skip come before them. */
struct window {
    Xapian::doccount skip, max;
};

/* Data of a document as they may be seen. */
inline kho_sv
data_of(const Xapian::Document &doc, const Seen *seen, kho_arena *arena)
{
    const std::string whole = doc.get_value(DATA);

    return seen == nullptr ? dup(arena, whole) : seen->data(doc.get_docid(), whole, arena);
}

inline void
add_hits(const Xapian::MSet &found, const kho_search &what, const Seen *seen, kho_arena *arena,
         kho_results *out)
{
    for (auto i = found.begin(); i != found.end(); ++i) {
        kho_hit &h = out->hits[out->n++];

        h = {*i, i.get_weight(), {nullptr, 0}};
        if (what.want_data)
            h.data = data_of(i.get_document(), seen, arena);
    }
}

/* Upwards by a slot where a database is on another machine, which takes no keys of ours: those with
 * a value, and behind them those without. */
inline void
sorted_far(Xapian::Enquire &enquire, const Xapian::Query &query, const kho_search &what,
           kho_arena *arena, kho_results *out, Xapian::doccount documents)
{
    using Q = Xapian::Query;
    const Q has(Q::OP_VALUE_GE, what.sort_slot, "\1");
    window w = {what.first, what.max};
    Xapian::MSet found;

    out->hits = array<kho_hit>(arena, std::min<Xapian::doccount>(what.max, documents));
    enquire.set_sort_by_value_then_relevance(what.sort_slot, false);
    for (const auto op : {Q::OP_FILTER, Q::OP_AND_NOT}) {
        enquire.set_query(Q(op, query, has));
        found = enquire.get_mset(w.skip, w.max, documents);
        add_hits(found, what, nullptr, arena, out);
        out->total += found.get_matches_estimated();
        w.skip -= std::min(w.skip, found.get_matches_estimated());
        w.max -= found.size();
    }
    out->exact = true;
}

inline void
search_once(matching &m, const kho_search &what, kho_arena *arena, kho_results *out)
{
    Xapian::Enquire enquire(m.db);
    Xapian::MultiValueKeyMaker key; /* used by enquire until the end */
    bool late = false;
    const Xapian::Query query = to_whole_until(what, m, &late);
    const bool exact = what.exact || m.seen != nullptr; /* an estimate is one from all documents */
    bool cut = false;

    *out = kho_results{};
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BM25Weight(K1, 0, 3, B, MIN_LENGTH));
    if (what.sort == KHO_SORT_SLOT_DOWN) {
        enquire.set_sort_by_value_then_relevance(what.sort_slot, true);
    } else if (what.sort == KHO_SORT_SLOT_UP) {
        key.add_value(what.sort_slot, false, "\xff"); /* those without a value come last */
        enquire.set_sort_by_key_then_relevance(&key, false);
    }
    if (m.plain && what.sort == KHO_SORT_SLOT_UP) {
        sorted_far(enquire, query, what, arena, out, m.db.get_doccount());
    } else {
        const Xapian::MSet found = enquire.get_mset(what.first, what.max);

        out->total = found.get_matches_estimated();
        out->exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
        out->hits = array<kho_hit>(arena, found.size());
        add_hits(found, what, m.seen, arena, out);
    }
    for (const auto &b : m.bags)
        cut = cut || b.second->cut;
    if (m.plain && (what.n_facets != 0 || (what.exact && !out->exact))) {
        count_far(what, m, arena, out);
    } else if (what.n_facets != 0 || (exact && !out->exact && !late)) {
        m.found = all_matches(*what.query, m);
        out->total = m.found.size();
        out->exact = true;
        count_values(m.db, m.found, what, arena, out);
    }
    out->exact = out->exact && !cut && !late;
}

/* *found: all that matches, when values were counted.  *bag: the only bag of the query, where it is
 * known which documents have which of its words. */
inline void
search(const Xapian::Database &db, const kho_search &what, kho_arena *arena, kho_results *out,
       Lengths *lengths, Seen *seen, std::shared_ptr<const Bag> *bag,
       std::vector<Xapian::docid> *found)
{
    matching m{db, lengths, what.match_us == 0 ? 0 : cpu_us() + what.match_us, false, seen, {}, {}};

    try {
        search_once(m, what, arena, out);
    } catch (const Xapian::UnimplementedError &) {
        m.plain = true;
        m.bags.clear();
        search_once(m, what, arena, out);
    }
    *found = std::move(m.found);
    bag->reset();
    if (m.bags.size() == 1 && m.bags.front().second->only() != nullptr)
        *bag = m.bags.front().second;
}

} // namespace inside
#endif
