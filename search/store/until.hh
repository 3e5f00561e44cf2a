/* until.hh - a search that ends when its time is up.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_UNTIL_HH
#define KHO_STORE_UNTIL_HH

#include "tree.hh"

namespace inside
{

/* All documents until a time is up, for a search that may end there. */
class Until final : public Xapian::PostingSource
{
  public:
    Until(uint64_t deadline, bool *late) : deadline_(deadline), late_(late)
    {
    }
    Xapian::PostingSource *clone() const override
    {
        return new Until(deadline_, late_);
    }
#if XAPIAN_AT_LEAST(2, 0, 0)
    void reset(const Xapian::Database &db, Xapian::doccount) override
#else
    void init(const Xapian::Database &db) override
#endif
    {
        last_ = db.get_lastdocid();
        documents_ = db.get_doccount();
        id_ = 0;
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return documents_;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return documents_;
    }
    void next(double) override
    {
        id_++;
        look();
    }
    void skip_to(Xapian::docid to, double) override
    {
        id_ = std::max(id_, to);
        look();
    }
    bool at_end() const override
    {
        return *late_ || id_ > last_;
    }
    Xapian::docid get_docid() const override
    {
        return id_;
    }

  private:
    void look()
    {
        if (++looked_ % LOOK_AT_ONCE == 0 && cpu_us() > deadline_)
            *late_ = true;
    }

    static constexpr unsigned LOOK_AT_ONCE = 64; /* documents between two looks at the clock */
    uint64_t deadline_;
    bool *late_;
    Xapian::docid id_ = 0, last_ = 0;
    Xapian::doccount documents_ = 0;
    unsigned looked_ = 0;
};

/* All of a query, until it is *late.  Below a weight, or the clock would be asked only where the
 * whole of what is weighed has found something. */
inline Xapian::Query
to_whole_until(const kho_search &what, matching &m, bool *late)
{
    using Q = Xapian::Query;
    const kho_node &q = *what.query;

    if (what.look_us == 0 || m.plain)
        return to_whole(q, true, m);
    const Q until((new Until(cpu_us() + what.look_us, late))->release());
    if (q.op == KHO_OP_SCALE)
        return {Q::OP_SCALE_WEIGHT, Q(Q::OP_FILTER, to_whole(*q.kids, true, m), until), q.factor};
    return {Q::OP_FILTER, to_whole(q, true, m), until};
}

} // namespace inside
#endif
