/* seeing.hh - what of an index is seen by a reader with a sight: kho_store_restrict of store.h.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_SEEING_HH
#define KHO_STORE_SEEING_HH

#include "inside.hh"

namespace inside
{

/* A set of documents. */
class Docset
{
  public:
    explicit Docset(Xapian::docid last = 0) : word_(last / 64 + 1, 0)
    {
    }
    bool has(Xapian::docid id) const
    {
        return id / 64 < word_.size() && (word_[id / 64] >> id % 64 & 1) != 0;
    }
    void put(Xapian::docid id)
    {
        if (!has(id)) {
            word_.at(id / 64) |= uint64_t{1} << id % 64;
            n_++;
        }
    }
    void drop(Xapian::docid id)
    {
        if (has(id)) {
            word_[id / 64] &= ~(uint64_t{1} << id % 64);
            n_--;
        }
    }
    Xapian::doccount size() const
    {
        return n_;
    }
    /* The first that is not below id; 0: none. */
    Xapian::docid from(Xapian::docid id) const
    {
        size_t at = id / 64;
        uint64_t rest = at < word_.size() ? word_[at] >> id % 64 << id % 64 : 0;

        while (rest == 0)
            if (++at >= word_.size())
                return 0;
            else
                rest = word_[at];
        return static_cast<Xapian::docid>(at * 64) +
               static_cast<Xapian::docid>(__builtin_ctzll(rest));
    }

  private:
    std::vector<uint64_t> word_;
    Xapian::doccount n_ = 0;
};

/* A set of documents, for Xapian; it must outlive the query. */
class DocsetSource final : public Xapian::PostingSource
{
  public:
    explicit DocsetSource(const Docset &set) : set_(set)
    {
    }
    Xapian::PostingSource *clone() const override
    {
        return new DocsetSource(set_);
    }
#if XAPIAN_AT_LEAST(2, 0, 0)
    void reset(const Xapian::Database &, Xapian::doccount) override
#else
    void init(const Xapian::Database &) override
#endif
    {
        at_ = 0;
        begun_ = false;
        set_maxweight(0);
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return set_.size();
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return set_.size();
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return set_.size();
    }
    void next(double) override
    {
        at_ = set_.from(at_ + 1);
        begun_ = true;
    }
    void skip_to(Xapian::docid to, double) override
    {
        if (!begun_ || at_ < to)
            at_ = set_.from(to);
        begun_ = true;
    }
    bool at_end() const override
    {
        return begun_ && at_ == 0;
    }
    Xapian::docid get_docid() const override
    {
        return at_;
    }

  private:
    const Docset &set_;
    Xapian::docid at_ = 0;
    bool begun_ = false;
};

/* What is seen of an index in one state.  Of a document that lies also where nothing is seen,
 * terms that were made from places are true only as far as they are of the places that are seen;
 * and where names stand for a text, its words say nothing. */
class Seen
{
  public:
    /* several and named as in kho_sight. */
    Seen(const Xapian::Database &db, std::string state, const kho_sight *sight, Docset seen,
         std::vector<Xapian::docid> several, std::vector<Xapian::docid> named)
        : db_(db), state_(std::move(state)), sight_(sight), all_(std::move(seen)),
          several_(std::move(several)), named_(std::move(named))
    {
    }

    const std::string &state() const
    {
        return state_;
    }
    const Docset &all() const
    {
        return all_;
    }
    const Docset &by(const std::string &term)
    {
        if (several_.empty())
            return all_;
        switch (sight_->kind({term.data(), term.size()})) {
        case KHO_TERM_OF_PLACE:
            return by_place(term);
        case KHO_TERM_OF_TEXT:
            return named_.empty() ? all_ : without_partly(named_, by_text_);
        case KHO_TERM_OF_CONTENT:
            break;
        }
        return all_;
    }
    Xapian::doccount freq(const std::string &term)
    {
        const Docset &set = by(term);
        Xapian::doccount n = 0;

        for (auto p = db_.postlist_begin(term); p != db_.postlist_end(term); ++p)
            n += set.has(*p);
        return n;
    }
    Xapian::doccount documents() const
    {
        return all_.size();
    }
    double average_length()
    {
        if (average_ < 0) {
            /* Names that are not seen lengthen a text. */
            const Docset &of = named_.empty() ? all_ : without_partly(named_, by_text_);
            double sum = 0;
            const std::string every;

            for (auto p = db_.postlist_begin(every); p != db_.postlist_end(every); ++p)
                if (of.has(*p))
                    sum += p.get_doclength();
            average_ = of.size() == 0 ? 0 : sum / of.size();
        }
        return average_;
    }
    /* Data of a document as they may be seen; what cannot be narrowed is as good as damaged. */
    kho_sv data(Xapian::docid id, const std::string &whole, kho_arena *arena) const
    {
        kho_sv out = {nullptr, 0};

        if (!std::binary_search(several_.begin(), several_.end(), id))
            return dup(arena, whole);
        const kho_sv packed = dup(arena, whole);
        if (sight_->narrow(sight_->ctx, packed, arena, &out, nullptr) != KHO_OK)
            return dup(arena, std::string());
        return out;
    }

  private:
    /* All that is seen but those of some that lie also where nothing is seen. */
    const Docset &without_partly(const std::vector<Xapian::docid> &some,
                                 std::unique_ptr<Docset> &made)
    {
        if (made != nullptr)
            return *made;
        auto set = std::make_unique<Docset>(all_);
        for (const Xapian::docid id : some)
            if (!whole(id))
                set->drop(id);
        made = std::move(set);
        return *made;
    }

    /* Is a document seen in all its places?  Remembers what else is true of it. */
    bool whole(Xapian::docid id)
    {
        const std::string data = db_.get_document(id).get_value(DATA);
        const std::unique_ptr<kho_arena, decltype(&kho_arena_free)> arena(
            kho_arena_new(data.size() * 64 + (size_t{1} << 26)), kho_arena_free);
        kho_sv *terms = nullptr;
        size_t n = 0;
        const kho_status st = sight_->partly(sight_->ctx, {data.data(), data.size()}, arena.get(),
                                             &terms, &n, nullptr);

        if (st == KHO_OK)
            return true;
        std::set<std::string> &true_of = true_of_[id];
        for (size_t i = 0; st == KHO_DONE && i < n; i++)
            true_of.insert(str(terms[i]));
        return false;
    }

    /* Documents that a term of place may find. */
    const Docset &by_place(const std::string &term)
    {
        const Docset &least = without_partly(several_, by_place_);
        const auto known = by_term_.find(term);

        if (known != by_term_.end())
            return known->second;
        Docset set(least);
        for (const auto &[id, terms] : true_of_)
            if (terms.count(term) != 0)
                set.put(id);
        return set.size() == least.size() ? least
                                          : by_term_.emplace(term, std::move(set)).first->second;
    }

    Xapian::Database db_;
    std::string state_;
    const kho_sight *sight_;
    Docset all_;
    std::vector<Xapian::docid> several_, named_; /* seen ones, ascending */
    std::unique_ptr<Docset> by_place_, by_text_;
    std::map<Xapian::docid, std::set<std::string>> true_of_; /* of those that are seen partly */
    std::map<std::string, Docset> by_term_;
    double average_ = -1;
};

} // namespace inside
#endif
