/* areas.hh - words that stand in one area of a document (areas.h): KHO_OP_AREA; and phrases.
 * A part of store.cc, which alone includes it.
 */
#ifndef KHO_STORE_AREAS_HH
#define KHO_STORE_AREAS_HH

#include "inside.hh"

#include "areas.h"

namespace inside
{

/* Of the documents with areas in a slot, those of which one area has some words in this order; each
 * word is one of several terms. */
class InArea final : public Xapian::PostingSource
{
  public:
    InArea(std::vector<std::vector<std::string>> words, Xapian::valueno slot)
        : words_(std::move(words)), slot_(slot), at_(words_.size())
    {
    }
    Xapian::PostingSource *clone() const override
    {
        return new InArea(words_, slot_);
    }
#if XAPIAN_AT_LEAST(2, 0, 0)
    void reset(const Xapian::Database &db, Xapian::doccount) override
#else
    void init(const Xapian::Database &db) override
#endif
    {
        db_ = db;
        end_ = db.valuestream_end(slot_);
        now_ = db.valuestream_begin(slot_);
        looked_ = false;
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }
    /* So that the words themselves are looked for first. */
    Xapian::doccount get_termfreq_est() const override
    {
        return db_.get_doccount();
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return db_.get_doccount();
    }
    void next(double) override
    {
        if (looked_)
            ++now_;
        find();
    }
    void skip_to(Xapian::docid to, double) override
    {
        go(to);
        find();
    }
    bool check(Xapian::docid to, double) override
    {
        go(to);
        if (now_ == end_)
            return true;
        if (now_.get_docid() != to)
            return false;
        looked_ = true;
        return fits();
    }
    bool at_end() const override
    {
        return now_ == end_;
    }
    Xapian::docid get_docid() const override
    {
        return now_.get_docid();
    }

  private:
    void go(Xapian::docid to)
    {
        if (now_ == end_ || now_.get_docid() >= to)
            return;
        now_.skip_to(to);
        looked_ = false;
    }

    void find()
    {
        for (; now_ != end_ && !fits(); ++now_) {
        }
        looked_ = true;
    }

    bool fits()
    {
        const std::string bytes = *now_;
        kho_areas areas = {{bytes.data(), bytes.size()}, 0};
        kho_range ranges[KHO_AREA_RANGES];
        size_t n;

        known_ = 0;
        while (kho_areas_next(&areas, ranges, &n))
            if (has_all(ranges, n))
                return true;
        return false;
    }

    /* Places of a word in the document under way.  Lists of places are long: they are read when an
     * area has all words before. */
    const std::vector<Xapian::termpos> &places(size_t word)
    {
        for (; known_ <= word; known_++) {
            at_[known_].clear();
            for (const std::string &term : words_[known_])
                at_[known_].insert(at_[known_].end(),
                                   db_.positionlist_begin(now_.get_docid(), term),
                                   db_.positionlist_end(now_.get_docid(), term));
            if (words_[known_].size() > 1)
                std::sort(at_[known_].begin(), at_[known_].end());
        }
        return at_[word];
    }

    /* Each word at the first place behind the one before. */
    bool has_all(const kho_range *ranges, size_t n)
    {
        size_t word = 0;
        const kho_range *r = ranges;
        Xapian::termpos from = n == 0 ? 0 : r->from;

        while (r != ranges + n && word < at_.size()) {
            const std::vector<Xapian::termpos> &all = places(word);
            const auto p = std::lower_bound(all.begin(), all.end(), from);

            if (p != all.end() && *p < r->from + r->n) {
                from = *p + 1;
                word++;
            } else if (++r != ranges + n) {
                from = r->from;
            }
        }
        return word == at_.size();
    }

    std::vector<std::vector<std::string>> words_;
    Xapian::valueno slot_;
    std::vector<std::vector<Xapian::termpos>> at_; /* by word, in the document under way ... */
    size_t known_ = 0;                             /* ... of so many words */
    Xapian::Database db_;
    Xapian::ValueIterator now_, end_;
    bool looked_ = false; /* the document of now_ has been looked at */
};

/* Words in this order within q.limit places; 0: side by side. */
inline Xapian::Query
to_phrase(const kho_node &q)
{
    std::vector<Xapian::Query> kids;

    for (const kho_node *k = q.kids; k != nullptr; k = k->next)
        kids.emplace_back(str(k->term));
    return {Xapian::Query::OP_PHRASE, kids.begin(), kids.end(),
            std::max(q.limit, static_cast<uint32_t>(kids.size()))};
}

} // namespace inside
#endif
