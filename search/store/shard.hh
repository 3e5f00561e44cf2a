/* shard.hh - documents that come one after the other as a database of their own, which is only ever
 * joined.  Xapian's own way to make one looks every word up in three sorted maps; here a word is
 * looked up once, in a hash table, and words are sorted once a shard.  What comes out is the same.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_SHARD_HH
#define KHO_STORE_SHARD_HH

#include "documents.hh"
#include "shard_words.hh"
#include "version.hh"

namespace inside
{

class Shard
{
  public:
    Shard() : postings(1)
    {
    }

    kho_status put(const kho_store_doc &rec, kho_err *err);
    /* All of it into a folder that is there and empty, as two databases (SHARD_TERMS,
     * SHARD_POSITIONS). */
    void save(const std::string &dir);

  private:
    /* Words of the document under way: the postings from the first of them on. */
    struct Chain {
        uint32_t first, last, n; /* positions in links, 0: none */
        bool ascends;
    };
    struct Link {
        uint32_t pos, next;
    };
    struct Doc {
        std::string terms;  /* its list of terms as packed so far */
        const Word *before; /* the last of them */
        uint32_t length, n_terms;
        std::map<uint32_t, std::string> values; /* by slot */
    };

    void add(kho_sv term, uint32_t pos, uint32_t times);
    void add_position(Chain &c, uint32_t pos);
    void pack_chain(Posting &p, const Chain &c);
    Root save_postings(const std::string &path, const std::vector<const Word *> &order);
    void save_values(Table &t) const;
    void save_lengths(Table &t) const;
    void save_word(Table &t, const Word &w) const;
    Root save_positions(const std::string &path, const std::vector<const Word *> &order) const;
    Root save_terms(const std::string &path, const std::vector<const Word *> &order);

    Words words;
    std::vector<Posting> postings; /* the first is none */
    std::string packed;            /* positions */
    std::vector<Doc> docs;
    Totals totals;
    size_t mine = 0; /* the first posting of the document under way */
    std::vector<Chain> chains;
    std::vector<Link> links;
    std::vector<uint32_t> scratch;
};

inline void
Shard::add_position(Chain &c, uint32_t pos)
{
    const auto link = static_cast<uint32_t>(links.size());

    if (c.n > 0) {
        c.ascends = c.ascends && pos > links[c.last].pos;
        links[c.last].next = link;
    } else {
        c.first = link;
    }
    links.push_back({pos, 0});
    c.last = link;
    c.n++;
}

inline void
Shard::add(kho_sv term, uint32_t pos, uint32_t times)
{
    Word &w = words.of(term);

    if (w.last < mine) { /* the first time in this document */
        const auto next = static_cast<uint32_t>(postings.size());

        postings.push_back({static_cast<uint32_t>(docs.size()), 0, 0, 0, 0});
        chains.push_back({0, 0, 0, true});
        if (w.documents++ == 0)
            w.first = next;
        else
            postings[w.last].next = next;
        w.last = next;
    }
    postings[w.last].times += times;
    w.times += times;
    if (pos != 0)
        add_position(chains[w.last - mine], pos);
}

inline void
Shard::pack_chain(Posting &p, const Chain &c)
{
    if (c.n == 0)
        return;
    scratch.clear();
    for (uint32_t i = 0, link = c.first; i < c.n; i++, link = links[link].next)
        scratch.push_back(links[link].pos);
    if (!c.ascends) {
        std::sort(scratch.begin(), scratch.end());
        scratch.erase(std::unique(scratch.begin(), scratch.end()), scratch.end());
    }
    p.at = static_cast<uint32_t>(packed.size());
    pack_positions(packed, scratch.data(), scratch.size());
    p.n = static_cast<uint32_t>(packed.size()) - p.at;
}

inline kho_status
Shard::put(const kho_store_doc &rec, kho_err *err)
{
    uint64_t length = 0;

    if (!term_ok(rec.key))
        return kho_fail(err, KHO_ARG, "bad key of %zu bytes", rec.key.n);
    for (size_t i = 0; i < rec.n_slots; i++)
        if (rec.slots[i].slot > DATA)
            return kho_fail(err, KHO_ARG, "bad slot %u", rec.slots[i].slot);
    for (size_t i = 0; i < rec.n_postings; i++)
        if (!term_ok(rec.postings[i].term))
            return kho_fail(err, KHO_ARG, "bad term %zu of %zu bytes", i, rec.postings[i].term.n);
    if (docs.size() + 2 >= SORTED_END || packed.size() > UINT32_MAX / 2)
        return kho_fail(err, KHO_LIMIT, "too much for one shard");
    docs.push_back({{}, nullptr, 0, 0, {}});
    mine = postings.size();
    chains.clear();
    links.clear();
    add(rec.key, 0, 0);
    for (size_t i = 0; i < rec.n_postings; i++)
        add(rec.postings[i].term, rec.postings[i].pos, rec.postings[i].wdf);
    for (size_t i = mine; i < postings.size(); i++) {
        pack_chain(postings[i], chains[i - mine]);
        length += postings[i].times;
        totals.most_often = std::max(totals.most_often, postings[i].times);
    }
    Doc &doc = docs.back();

    doc.length = static_cast<uint32_t>(length);
    doc.n_terms = static_cast<uint32_t>(postings.size() - mine);
    for (size_t i = 0; i < rec.n_slots; i++)
        doc.values[rec.slots[i].slot] = str(rec.slots[i].bytes);
    doc.values[DATA] = str(rec.data);
    for (auto v = doc.values.begin(); v != doc.values.end();)
        v = v->second.empty() ? doc.values.erase(v) : std::next(v);
    totals.documents++;
    totals.length += doc.length;
    totals.longest = std::max(totals.longest, doc.length);
    if (doc.length != 0 && (totals.shortest == 0 || doc.length < totals.shortest))
        totals.shortest = doc.length;
    return KHO_OK;
}

} // namespace inside

struct kho_shard {
    std::string dir;
    inside::Shard made;
};
#endif
