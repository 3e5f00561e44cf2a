/* counting.hh - how often each value of a slot occurs in what was found.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_COUNTING_HH
#define KHO_STORE_COUNTING_HH

#include "until.hh"

namespace inside
{

using counts = std::vector<std::pair<std::string, uint64_t>>;

/* The values of one slot in documents, which come in order; by their places in a list of all. */
class Values
{
  public:
    Values(const Xapian::Database &db, Columns *columns, Xapian::valueno slot)
        : column_(columns == nullptr ? nullptr : columns->get(db, slot))
    {
        if (column_ != nullptr)
            return;
        at_ = db.valuestream_begin(slot);
        end_ = db.valuestream_end(slot);
    }

    /* 0: the document has none. */
    uint32_t of(Xapian::docid id)
    {
        if (column_ != nullptr)
            return column_->of(id);
        if (at_ != end_ && at_.get_docid() < id)
            at_.skip_to(id);
        if (at_ == end_ || at_.get_docid() != id)
            return 0;
        std::string v = *at_;
        if (last_ == nullptr || last_->first != v) { /* neighbours are often alike */
            const auto [found, fresh] = place_.try_emplace(std::move(v), place_.size() + 1);

            last_ = &*found;
            if (fresh)
                list_.push_back(last_->first);
        }
        return static_cast<uint32_t>(last_->second);
    }
    std::string name(uint32_t place) const
    {
        if (column_ != nullptr)
            return column_->value(place);
        return place == 0 || place > list_.size() ? std::string() : list_[place - 1];
    }

  private:
    const Column *column_; /* NULL: from Xapian */
    Xapian::ValueIterator at_, end_;
    std::unordered_map<std::string, size_t> place_;
    std::vector<std::string> list_;
    decltype(place_)::value_type *last_ = nullptr;
};

/* Counts of one facet. */
class Counter
{
  public:
    Counter(const Xapian::Database &db, Columns *columns, const kho_facet &f)
        : values_(db, columns, f.slot)
    {
        if (f.by != 0)
            by_.emplace(db, columns, f.by - 1);
    }

    void count(Xapian::docid id)
    {
        const uint32_t v = values_.of(id);

        if (v == 0)
            return;
        const size_t at = by_.has_value() ? by_->of(id) : 0;
        if (at >= n_.size())
            n_.resize(at + 1);
        if (v >= n_[at].size())
            n_[at].resize(size_t{v} * 2);
        n_[at][v]++;
    }

    counts all() const
    {
        counts out;

        for (size_t at = 0; at < n_.size(); at++)
            for (size_t v = 1; v < n_[at].size(); v++)
                if (n_[at][v] != 0)
                    out.emplace_back((by_.has_value() ? by_->name(static_cast<uint32_t>(at)) + "\t"
                                                      : std::string()) +
                                         values_.name(static_cast<uint32_t>(v)),
                                     n_[at][v]);
        return out;
    }

  private:
    Values values_;
    std::optional<Values> by_;
    std::vector<std::vector<uint32_t>> n_; /* by the other field, by value */
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

/* Counts the values of some slots in what was found, until its time is up. */
inline void
count_values(const matching &m, const kho_search &what, kho_arena *arena, kho_results *out)
{
    const std::vector<Xapian::docid> &docs = m.found;
    Columns *const columns = m.db.size() == 1 && !m.plain ? &m.lengths->columns : nullptr;
    const uint64_t deadline = what.count_us == 0 ? 0 : cpu_us() + what.count_us;
    std::vector<Counter> counters;
    size_t done = 0;

    for (size_t i = 0; i < what.n_facets; i++)
        counters.emplace_back(m.db, columns, what.facets[i]);
    while (done < docs.size() && (done == 0 || deadline == 0 || cpu_us() < deadline)) {
        const size_t end = std::min(docs.size(), done + (done == 0 ? COUNT_FIRST : COUNT_AT_ONCE));

        for (Counter &c : counters)
            for (size_t i = done; i < end; i++)
                c.count(docs[i]);
        done = end;
    }
    out->exact = out->exact && done == docs.size();
    for (size_t i = 0; i < what.n_facets; i++)
        give(counters[i].all(),
             done == 0 ? 1 : static_cast<double>(docs.size()) / static_cast<double>(done), arena,
             &what.facets[i]);
}

/* All that a query finds, where a database is on another machine. */
inline uint64_t
found_far(const matching &m, const Xapian::Query &query, Xapian::MatchSpy *spy)
{
    Xapian::Enquire enquire(m.db);

    if (spy != nullptr)
        enquire.add_matchspy(spy);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    return enquire.get_mset(0, 0, m.db.get_doccount()).get_matches_estimated();
}

/* Counted there, all of them. */
inline counts
values_far(const matching &m, const Xapian::Query &query, Xapian::valueno slot)
{
    Xapian::ValueCountMatchSpy spy(slot);
    counts out;

    (void)found_far(m, query, &spy);
    for (auto v = spy.values_begin(); v != spy.values_end(); ++v)
        out.emplace_back(*v, v.get_termfreq());
    return out;
}

inline counts
pairs_far(const matching &m, const Xapian::Query &query, const kho_facet &f)
{
    using Q = Xapian::Query;
    const Xapian::valueno by = f.by - 1;
    counts out;

    for (const auto &[value, n] :
         values_far(m, {Q::OP_AND_NOT, query, Q(Q::OP_VALUE_GE, by, "\1")}, f.slot))
        out.emplace_back("\t" + value, n);
    for (const auto &other : values_far(m, query, by))
        for (const auto &[value, n] : values_far(
                 m, {Q::OP_FILTER, query, Q(Q::OP_VALUE_RANGE, by, other.first, other.first)},
                 f.slot))
            out.emplace_back(std::string(other.first).append("\t").append(value), n);
    return out;
}

inline void
count_far(const kho_search &what, matching &m, kho_arena *arena, kho_results *out)
{
    const Xapian::Query query = to_query(*what.query, false, m);

    out->total = found_far(m, query, nullptr);
    out->exact = true;
    for (size_t i = 0; i < what.n_facets; i++) {
        kho_facet &f = what.facets[i];

        give(f.by == 0 ? values_far(m, query, f.slot) : pairs_far(m, query, f), 1, arena, &f);
    }
}

} // namespace inside
#endif
