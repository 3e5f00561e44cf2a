/* bag_source.hh - what a bag found, for Xapian.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_BAG_SOURCE_HH
#define KHO_STORE_BAG_SOURCE_HH

#include "bag.hh"

namespace inside
{

class BagSource final : public Xapian::PostingSource
{
  public:
    explicit BagSource(std::shared_ptr<Bag> bag) : bag_(std::move(bag))
    {
    }
    Xapian::PostingSource *clone() const override
    {
        return new BagSource(bag_);
    }
#if XAPIAN_AT_LEAST(2, 0, 0)
    void reset(const Xapian::Database &db, Xapian::doccount) override
#else
    void init(const Xapian::Database &db) override
#endif
    {
        found_ = &bag_->on(db);
        at_ = SIZE_MAX;
        set_maxweight(found_->max_weight);
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return static_cast<Xapian::doccount>(found_->docs.size());
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return get_termfreq_min();
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return get_termfreq_min();
    }
    double get_weight() const override
    {
        return static_cast<double>(found_->docs[at_].weight);
    }
    void next(double least) override
    {
        at_++;
        pass(least);
    }
    void skip_to(Xapian::docid to, double least) override
    {
        const auto &d = found_->docs;
        const size_t from = at_ == SIZE_MAX ? 0 : at_;
        const auto by_id = [](const Bag::doc &a, Xapian::docid b) { return a.id < b; };

        at_ = static_cast<size_t>(
            std::lower_bound(d.begin() + static_cast<std::ptrdiff_t>(std::min(from, d.size())),
                             d.end(), to, by_id) -
            d.begin());
        pass(least);
    }
    bool at_end() const override
    {
        return at_ >= found_->docs.size();
    }
    Xapian::docid get_docid() const override
    {
        return found_->docs[at_].id;
    }

  private:
    void pass(double least)
    {
        while (at_ < found_->docs.size() && static_cast<double>(found_->docs[at_].weight) < least)
            at_++;
    }

    std::shared_ptr<Bag> bag_;
    const Bag::result *found_ = nullptr;
    size_t at_ = SIZE_MAX;
};

} // namespace inside
#endif
