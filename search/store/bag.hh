/* bag.hh - words of a query, walked at once: KHO_OP_BAG of store.h.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_BAG_HH
#define KHO_STORE_BAG_HH

#include "areas.hh"
#include "pages.hh"
#include "weights.hh"

namespace inside
{

/*
 * KHO_OP_BAG, term at a time: the rarest words first, and as soon as no new document can have
 * enough of the rest, only those that still can are looked up in it.  Every document that has
 * enough is known with its weight in one pass, so that nothing has to be counted again, and with
 * which words it has, so that those it lacks are not looked for when pairs are ranked.
 */
class Bag
{
  public:
    using words = std::bitset<KHO_BAG_WORDS>;

    struct doc {
        Xapian::docid id = 0;
        float norm = 0, weight = 0;
        double have = 0;
        words has;
    };
    using docs = std::vector<doc, in_large_pages<doc>>;
    struct result {
        std::string state; /* of the database */
        Bag::docs docs;    /* by id */
        double max_weight = 0;
    };

    /* The few documents that are asked about. */
    struct few {
        Docset set;
        std::vector<Xapian::docid> ids; /* the same, in order */
    };

    /* seen: what may be found; NULL: everything.  among: others need not be found; NULL: all may
     * be. */
    Bag(const kho_node &node, const Xapian::Database &db, Lengths *lengths, uint64_t deadline,
        Seen *seen, std::shared_ptr<const few> among)
        : stats_(db, seen), lengths_(lengths), seen_(seen), among_(std::move(among)),
          part_(node.factor), deadline_(part_ >= 1 || node.limit == KHO_BAG_WHOLE ? 0 : deadline),
          single_(db.size() == 1)
    {
        for (const kho_node *k = node.kids; k != nullptr; k = k->next) {
            if (k->op == KHO_OP_STANDS)
                names_.push_back({k->kids, run_of(*k), k->factor});
            else if (k->op == KHO_OP_SCALE)
                extras_.push_back(make(db, *k->kids, k->factor, false));
            else
                words_.push_back(make(db, *k, 1, k->limit != KHO_BAG_TELLS_NOTHING));
            if (words_.size() > KHO_BAG_WORDS)
                throw Xapian::InvalidArgumentError("too many words in a bag");
        }
        for (name &n : names_)
            if (n.node->op == KHO_OP_TERM)
                n.weight = make(db, *n.node, n.weight, false).weight;
    }

    /* Documents with any of some terms, weighed as if these were one. */
    Bag(const std::vector<std::string> &terms, const Xapian::Database &db, Lengths *lengths,
        Seen *seen)
        : stats_(db, seen), lengths_(lengths), seen_(seen), part_(0), deadline_(0), single_(true)
    {
        std::map<Xapian::docid, Xapian::termcount> found;
        auto r = std::make_unique<result>();

        for (const std::string &term : terms) {
            const Docset *const only = by(term);

            for (auto p = db.postlist_begin(term); p != db.postlist_end(term); ++p)
                if (only == nullptr || only->has(*p))
                    found[*p] += p.get_wdf();
        }
        const double weight = stats_.term_weight(static_cast<Xapian::doccount>(found.size()));
        lengths_->expect(db, static_cast<Xapian::doccount>(found.size()));
        r->state = state_of(db);
        for (const auto &[id, wdf] : found) {
            r->docs.emplace_back();
            r->docs.back().id = id;
            r->docs.back().norm = static_cast<float>(stats_.norm(lengths_->of(db, id)));
            weigh(r->docs.back(), weight, wdf);
            r->max_weight = std::max(r->max_weight, static_cast<double>(r->docs.back().weight));
        }
        results_.push_back(std::move(r));
    }

    const result &on(const Xapian::Database &db)
    {
        const std::string state = state_of(db);

        for (const auto &r : results_)
            if (r->state == state)
                return *r;
        results_.push_back(std::make_unique<result>());
        results_.back()->state = state;
        walk(db, *results_.back());
        return *results_.back();
    }

    /* The result when the index is a single database, else NULL: docids of several are others. */
    const result *only() const
    {
        return single_ && results_.size() == 1 ? results_.front().get() : nullptr;
    }

    /* The place of a term among the words; KHO_BAG_WORDS: it is none of them. */
    size_t place(const std::string &term) const
    {
        for (size_t i = 0; i < words_.size(); i++)
            if (words_[i].term == term)
                return i;
        return KHO_BAG_WORDS;
    }

    /* Which words a document may have: all when nothing is known of it. */
    words may_have(Xapian::docid id) const
    {
        const result *const r = only();

        if (r == nullptr)
            return words().set();
        const auto i = std::lower_bound(r->docs.begin(), r->docs.end(), id,
                                        [](const doc &a, Xapian::docid b) { return a.id < b; });
        return i != r->docs.end() && i->id == id ? i->has : words().set();
    }

    bool cut = false; /* the time was up: what is left out are the most frequent words */

  private:
    struct word {
        std::string term;
        Xapian::doccount freq;
        double weight, worth;
    };
    struct name {
        const kho_node *node;
        words stands_for;
        double weight;
    };

    word make(const Xapian::Database &db, const kho_node &n, double scale, bool tells) const
    {
        const Xapian::doccount freq =
            seen_ == nullptr ? db.get_termfreq(str(n.term)) : seen_->freq(str(n.term));

        return {str(n.term), freq, stats_.term_weight(freq) * scale,
                tells ? stats_.worth(freq, part_ >= 1) : 0};
    }

    static words run_of(const kho_node &n)
    {
        words w;

        for (uint32_t i = n.slot; i < n.slot + n.limit && i < KHO_BAG_WORDS; i++)
            w.set(i);
        return w;
    }

    bool late()
    {
        cut = cut || (deadline_ != 0 && cpu_us() > deadline_);
        return cut;
    }

    doc &find(const Xapian::Database &db, Xapian::docid id, result &r)
    {
        doc *d = nullptr;

        if (dense_) {
            d = &r.docs[id];
            if (d->id != 0)
                return *d;
        } else {
            uint32_t &at = at_[id];

            if (at != 0)
                return r.docs[at - 1];
            d = &r.docs.emplace_back();
            at = static_cast<uint32_t>(r.docs.size());
        }
        d->id = id;
        d->norm = static_cast<float>(stats_.norm(lengths_->of(db, id)));
        return *d;
    }

    static void weigh(doc &d, double weight, Xapian::termcount wdf)
    {
        d.weight += static_cast<float>(weight * wdf / (wdf + static_cast<double>(d.norm)));
    }

    void add(doc &d, size_t i, Xapian::termcount wdf) const
    {
        weigh(d, words_[i].weight, wdf);
        if (!d.has[i]) {
            d.has.set(i);
            d.have += words_[i].worth;
        }
    }

    /* Documents with a name have the words it stands for, whether or not these are written out. */
    void add_name(const Xapian::Database &db, const name &n, result &r)
    {
        const auto take = [&](Xapian::docid id, Xapian::termcount wdf) {
            doc &d = find(db, id, r);

            if (wdf != 0)
                weigh(d, n.weight, wdf);
            for (size_t i = 0; i < words_.size(); i++)
                if (n.stands_for[i] && !d.has[i]) {
                    d.has.set(i);
                    d.have += words_[i].worth;
                }
        };
        const std::string term = str(n.node->op == KHO_OP_TERM ? n.node->term : n.node->kids->term);
        const Docset *const only = by(term);

        if (n.node->op == KHO_OP_TERM && among_ != nullptr) {
            look_up(db, term, r, [&](doc &d, Xapian::termcount wdf) { take(d.id, wdf); });
            return;
        }
        if (n.node->op == KHO_OP_TERM) {
            for (auto p = db.postlist_begin(term); p != db.postlist_end(term); ++p)
                if (only == nullptr || only->has(*p))
                    take(*p, p.get_wdf());
            return;
        }
        Xapian::Enquire enquire(db); /* of words of the text, which are all alike */
        Xapian::Query phrase = to_phrase(*n.node);

        if (among_ != nullptr)
            phrase = {Xapian::Query::OP_FILTER, phrase,
                      Xapian::Query((new DocsetSource(among_->set))->release())};
        enquire.set_query(phrase);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_docid_order(Xapian::Enquire::ASCENDING);
        const Xapian::MSet m = enquire.get_mset(0, db.get_doccount());
        for (auto i = m.begin(); i != m.end(); ++i)
            if (only == nullptr || only->has(*i))
                take(*i, 0);
    }

    /* Documents that may be found by a term; NULL: all. */
    const Docset *by(const std::string &term) const
    {
        return seen_ == nullptr ? nullptr : &seen_->by(term);
    }

    /* Look up documents, which are in order, in one list; take does what is to be done. */
    template <typename F>
    void look_up(const Xapian::Database &db, const std::string &term, result &r, F &&take) const
    {
        const Docset *const only = by(term);
        auto p = db.postlist_begin(term);
        const auto end = db.postlist_end(term);
        Xapian::docid at = p == end ? 0 : *p; /* most lists have few of the documents */

        for (doc &d : r.docs) {
            if (p != end && at < d.id) {
                p.skip_to(d.id);
                at = p == end ? 0 : *p;
            }
            if (p == end)
                return;
            if (at == d.id && (only == nullptr || only->has(d.id)))
                take(d, p.get_wdf());
        }
    }

    void in_order(result &r) const
    {
        Bag::docs sorted;

        if (dense_) {
            r.docs.erase(std::remove_if(r.docs.begin(), r.docs.end(),
                                        [](const doc &d) { return d.id == 0; }),
                         r.docs.end());
            return;
        }
        if (r.docs.size() < at_.size() / 32) {
            std::sort(r.docs.begin(), r.docs.end(),
                      [](const doc &a, const doc &b) { return a.id < b.id; });
            return;
        }
        sorted.reserve(r.docs.size());
        for (const uint32_t at : at_)
            if (at != 0)
                sorted.push_back(r.docs[at - 1]);
        r.docs.swap(sorted);
    }

    static void keep(result &r, double at_least)
    {
        r.docs.erase(std::remove_if(r.docs.begin(), r.docs.end(),
                                    [=](const doc &d) { return d.have < at_least; }),
                     r.docs.end());
    }

    /* About how many documents will be looked at: all with one of the words walked first. */
    Xapian::doccount new_documents(const std::vector<size_t> &order, double rest, double need) const
    {
        Xapian::doccount n = 0;

        for (size_t k = 0; k < order.size() && rest >= need; k++) {
            n += words_[order[k]].freq;
            rest -= words_[order[k]].worth;
        }
        return n;
    }

    /* All documents with a word, or those of the few. */
    void walk_list(const Xapian::Database &db, size_t i, result &r)
    {
        const std::string &term = words_[i].term;
        const Docset *const only = by(term);

        if (among_ != nullptr) {
            look_up(db, term, r, [&](doc &d, Xapian::termcount wdf) { add(d, i, wdf); });
            return;
        }
        for (auto p = db.postlist_begin(term); p != db.postlist_end(term); ++p)
            if (only == nullptr || only->has(*p))
                add(find(db, *p, r), i, p.get_wdf());
    }

    void walk(const Xapian::Database &db, result &r)
    {
        std::vector<size_t> order(words_.size());
        double all = 0, rest, need;
        size_t k = 0;

        for (size_t i = 0; i < order.size(); i++) {
            order[i] = i;
            all += words_[i].worth;
        }
        std::sort(order.begin(), order.end(),
                  [&](size_t a, size_t b) { return words_[a].freq < words_[b].freq; });
        need = std::max(all * part_ * (1 - 1e-9), 1e-9);

        const Xapian::docid last = db.get_lastdocid();
        const Xapian::doccount expected = among_ != nullptr
                                              ? static_cast<Xapian::doccount>(among_->ids.size())
                                              : new_documents(order, all, need);
        lengths_->expect(db, expected);
        dense_ = expected > last / 2;
        if (dense_)
            r.docs.resize(size_t{last} + 1);
        else
            at_.assign(size_t{last} + 1, 0);
        if (among_ != nullptr)
            for (const Xapian::docid id : among_->ids)
                (void)find(db, id, r);
        for (const name &n : names_)
            add_name(db, n, r);
        for (rest = all; k < order.size() && rest >= need && !(k > 2 && late()); k++) {
            rest -= words_[order[k]].worth;
            walk_list(db, order[k], r);
        }
        in_order(r);
        at_ = {};
        for (; k < order.size() && !late(); k++) {
            keep(r, need - rest);
            rest -= words_[order[k]].worth;
            look_up(db, words_[order[k]].term, r,
                    [&](doc &d, Xapian::termcount wdf) { add(d, order[k], wdf); });
        }
        keep(r, cut ? std::max((all - rest) * part_ * (1 - 1e-9), 1e-9) : need);
        for (const word &w : extras_)
            if (!late())
                look_up(db, w.term, r,
                        [&](doc &d, Xapian::termcount wdf) { weigh(d, w.weight, wdf); });
        for (const doc &d : r.docs)
            r.max_weight = std::max(r.max_weight, static_cast<double>(d.weight));
    }

    corpus stats_;
    Lengths *lengths_;
    Seen *seen_;
    std::shared_ptr<const few> among_; /* NULL: all documents */
    double part_;
    uint64_t deadline_;
    bool single_; /* the index is one database */
    std::vector<word> words_, extras_;
    std::vector<name> names_;
    bool dense_ = false; /* docs are by docid while they grow, with holes: many are expected */
    std::vector<uint32_t> at_; /* else, by docid: place in docs + 1 */
    std::vector<std::unique_ptr<result>> results_;
};

} // namespace inside
#endif
