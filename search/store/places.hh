/* places.hh - places of words in short documents, kept beside them instead of in lists of
 * positions. A part of store.cc, which alone includes it.
 *
 * Xapian keeps an entry for each pair of a word and a document; of a task, whose words are nearly
 * all different, that is more than the task.  So documents of the task database have no positions;
 * their words stand in the slot PLACES in the order of their places, and what is side by side is
 * looked up there: in the documents that have all the words.
 */
#ifndef KHO_STORE_PLACES_HH
#define KHO_STORE_PLACES_HH

#include "inside.hh"

namespace inside
{

constexpr Xapian::valueno PLACES = 30; /* above the slots of schemas/fields.tsv */
constexpr size_t PLACED_MAX = 127;     /* bytes of a term that has a place; others have none */
constexpr unsigned char FAR = 0x80;    /* the distance from the word before follows; else it is 1 */

/* The places of rec's words: for each a byte with its length, the distance from the word before
 * where that is not 1 (seven bits a byte, the lowest first), the term. */
inline std::string
places_of(const kho_store_doc &rec)
{
    std::vector<const kho_posting *> at;
    std::string out;
    uint32_t last = 0;

    for (size_t i = 0; i < rec.n_postings; i++)
        if (rec.postings[i].pos != 0 && rec.postings[i].term.n <= PLACED_MAX)
            at.push_back(&rec.postings[i]);
    const auto key = [](const kho_posting *a) {
        return std::make_pair(a->pos, std::string_view(a->term.p, a->term.n));
    };
    std::sort(at.begin(), at.end(),
              [&](const kho_posting *a, const kho_posting *b) { return key(a) < key(b); });
    at.erase(
        std::unique(at.begin(), at.end(),
                    [&](const kho_posting *a, const kho_posting *b) { return key(a) == key(b); }),
        at.end());
    for (const kho_posting *p : at) {
        uint32_t gap = p->pos - last;

        out += static_cast<char>(p->term.n | (gap == 1 ? 0 : FAR));
        if (gap != 1) {
            for (; gap >= 0x80; gap >>= 7)
                out += static_cast<char>(0x80 | (gap & 0x7f));
            out += static_cast<char>(gap);
        }
        out.append(p->term.p, p->term.n);
        last = p->pos;
    }
    return out;
}

/* Calls take(term, place) for each of the words in places, whatever bytes these are. */
template <typename F>
inline void
each_place(const std::string &places, F &&take)
{
    const char *p = places.data(), *const end = p + places.size();
    uint32_t pos = 0;

    while (p < end) {
        const auto head = static_cast<unsigned char>(*p++);
        const auto n = static_cast<ptrdiff_t>(head & ~FAR);
        uint32_t gap = (head & FAR) == 0;

        if (gap == 0) {
            for (unsigned shift = 0; p < end && shift < 32; shift += 7) {
                const auto byte = static_cast<unsigned char>(*p++);

                gap |= static_cast<uint32_t>(byte & 0x7f) << shift;
                if (byte < 0x80)
                    break;
            }
        }
        if (n > end - p)
            return;
        pos += gap;
        take(std::string_view(p, static_cast<size_t>(n)), pos);
        p += n;
    }
}

/* Of the documents with places, those that have some words in this order within so many places. */
class SideBySide final : public Xapian::PostingSource
{
  public:
    SideBySide(std::vector<std::string> words, uint32_t within)
        : words_(std::move(words)), within_(within), at_(words_.size())
    {
    }
    Xapian::PostingSource *clone() const override
    {
        return new SideBySide(words_, within_);
    }
#if XAPIAN_AT_LEAST(2, 0, 0)
    void reset(const Xapian::Database &db, Xapian::doccount) override
#else
    void init(const Xapian::Database &db) override
#endif
    {
        end_ = db.valuestream_end(PLACES);
        now_ = db.valuestream_begin(PLACES);
        documents_ = db.get_doccount();
        looked_ = false;
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }
    /* So that the words themselves are looked for first. */
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

    /* From each place of the first word on: the next ones, each as near as can be. */
    bool fits()
    {
        for (auto &a : at_)
            a.clear();
        each_place(*now_, [&](std::string_view term, uint32_t pos) {
            for (size_t i = 0; i < words_.size(); i++)
                if (term == words_[i])
                    at_[i].push_back(pos);
        });
        for (const uint32_t first : at_[0]) {
            uint32_t last = first;
            size_t i = 1;

            for (; i < words_.size(); i++) {
                const auto next = std::upper_bound(at_[i].begin(), at_[i].end(), last);

                if (next == at_[i].end() || *next - first >= within_)
                    break;
                last = *next;
            }
            if (i == words_.size())
                return true;
        }
        return false;
    }

    std::vector<std::string> words_;
    uint32_t within_;
    std::vector<std::vector<uint32_t>> at_; /* by word: its places in the document under way */
    Xapian::ValueIterator now_, end_;
    Xapian::doccount documents_ = 0;
    bool looked_ = false; /* the document of now_ has been looked at */
};

/* Words in this order within q.limit places; 0: side by side. */
inline Xapian::Query
to_phrase(const kho_node &q, const Xapian::Database &db, bool plain)
{
    using Q = Xapian::Query;
    std::vector<Q> kids;
    std::vector<std::string> words;

    for (const kho_node *k = q.kids; k != nullptr; k = k->next) {
        words.push_back(str(k->term));
        kids.emplace_back(words.back());
    }
    const auto within = std::max(q.limit, static_cast<uint32_t>(words.size()));
    if (db.has_positions())
        return {Q::OP_PHRASE, kids.begin(), kids.end(), within};
    const Q all(Q::OP_AND, kids.begin(), kids.end());
    if (plain || words.size() < 2)
        return all;
    return {Q::OP_FILTER, all, Q((new SideBySide(std::move(words), within))->release())};
}

/* The places of some terms in one document, at most max of each. */
inline void
places_in(const Xapian::Document &doc, const std::vector<std::string> &terms, size_t max,
          std::vector<std::vector<uint32_t>> *out)
{
    out->assign(terms.size(), {});
    each_place(doc.get_value(PLACES), [&](std::string_view term, uint32_t pos) {
        for (size_t i = 0; i < terms.size(); i++)
            if (term == terms[i] && (*out)[i].size() < max)
                (*out)[i].push_back(pos);
    });
}

} // namespace inside
#endif
