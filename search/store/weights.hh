/* weights.hh - what words weigh, how long documents are, how much time was spent.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_WEIGHTS_HH
#define KHO_STORE_WEIGHTS_HH

#include "columns.hh"
#include "seeing.hh"

namespace inside
{

/* BM25 as everywhere in this file (measured: docs/performance.md). */
constexpr double K1 = 1.2, B = .75, MIN_LENGTH = .5;

/* What weights depend on: of the whole index, so that several databases rank as one. */
struct corpus {
    corpus(const Xapian::Database &db, Seen *seen)
        : documents(seen == nullptr ? db.get_doccount() : seen->documents()),
          average(std::max(seen == nullptr ? db.get_avlength() : seen->average_length(), 1.))
    {
    }
    /* As Xapian's BM25Weight: of a term once in a query. */
    double term_weight(Xapian::doccount freq) const
    {
        const double odds = (documents - freq + .5) / (freq + .5);

        return std::log(odds < 2 ? odds * .5 + 1 : odds) * (K1 + 1);
    }
    /* How much a word tells.  One that no document has is missed only where all words are wanted.
     */
    double worth(Xapian::doccount freq, bool all) const
    {
        return freq == 0 && !all ? 0 : std::log(1 + documents / std::max<double>(freq, .5));
    }
    double norm(Xapian::termcount length) const
    {
        return K1 * (1 - B + B * std::max(length / average, MIN_LENGTH));
    }

    double documents, average;
};

/* What one local database holds: another text, another content (but not the other way round). */
inline std::string
state_of(const Xapian::Database &db)
{
    return db.get_uuid() + "-" + std::to_string(db.get_revision());
}

/* Lengths of documents.  Asked for one by one they cost more than all in a row, from a column still
 * less: these are kept as long as the database stays as it is; for each of several. */
class Lengths
{
  public:
    /* About so many documents of db will be asked for, with `of`. */
    void expect(const Xapian::Database &db, Xapian::doccount n)
    {
        const std::string state = state_of(db);
        kept &k = by_uuid_[db.get_uuid()];

        now_ = &k.all;
        if (k.state == state)
            return;
        k.state.clear();
        k.all.clear();
        if (n < db.get_doccount() / 64)
            return;
        if (const Column *const c = columns.get(db, LENGTHS); c != nullptr) {
            k.all.resize(db.get_lastdocid() + 1);
            for (size_t i = 0; i < k.all.size(); i++)
                k.all[i] = c->of(static_cast<Xapian::docid>(i));
            k.state = state;
            return;
        }
        if (n < db.get_doccount() / 4)
            return;
        k.all.assign(db.get_lastdocid() + 1, 0);
        for (auto p = db.postlist_begin(std::string()); p != db.postlist_end(std::string()); ++p)
            k.all[*p] = p.get_doclength();
        k.state = state;
    }
    Xapian::termcount of(const Xapian::Database &db, Xapian::docid id) const
    {
        return now_->empty() ? db.get_doclength(id) : (*now_)[id];
    }

    Columns columns;

  private:
    struct kept {
        std::string state;
        std::vector<Xapian::termcount> all;
    };
    std::unordered_map<std::string, kept> by_uuid_;
    const std::vector<Xapian::termcount> *now_ = nullptr;
};

inline uint64_t
cpu_us()
{
    struct timespec t;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); /* the same answer on a busy machine */
    return static_cast<uint64_t>(t.tv_sec) * 1000000 + static_cast<uint64_t>(t.tv_nsec) / 1000;
}

} // namespace inside
#endif
