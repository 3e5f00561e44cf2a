/* documents.hh - documents of ours as documents of Xapian.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_DOCUMENTS_HH
#define KHO_STORE_DOCUMENTS_HH

#include "inside.hh"

namespace inside
{

inline bool
term_ok(kho_sv t)
{
    return t.n > 0 && t.n <= KHO_TERM_MAX && std::memchr(t.p, '\0', t.n) == nullptr;
}

/* All of rec into doc.  KHO_ARG: a bad term. */
inline kho_status
fill_document(Xapian::Document &doc, const kho_store_doc &rec, kho_err *err)
{
    std::string term;

    if (!term_ok(rec.key))
        return kho_fail(err, KHO_ARG, "bad key of %zu bytes", rec.key.n);
    doc.add_boolean_term(str(rec.key));
    for (size_t i = 0; i < rec.n_postings; i++) {
        const kho_posting &p = rec.postings[i];

        if (!term_ok(p.term))
            return kho_fail(err, KHO_ARG, "bad term %zu of %zu bytes", i, p.term.n);
        term.assign(p.term.p, p.term.n);
        if (p.pos != 0)
            doc.add_posting(term, p.pos, p.wdf);
        else
            doc.add_term(term, p.wdf);
    }
    for (size_t i = 0; i < rec.n_slots; i++)
        doc.add_value(rec.slots[i].slot, str(rec.slots[i].bytes));
    doc.add_value(DATA, str(rec.data));
    return KHO_OK;
}

inline bool
same_positions(const Xapian::TermIterator &a, const Xapian::TermIterator &b)
{
    return a.get_wdf() == b.get_wdf() && std::equal(a.positionlist_begin(), a.positionlist_end(),
                                                    b.positionlist_begin(), b.positionlist_end());
}

/*
 * Makes old, a document of the index, what made is, and leaves its positions alone: then Xapian
 * writes only the terms that come or go, and not every block of positions, each of which is
 * copied.  False, and old is of no use any more: words came, went or moved.
 */
inline bool
become(Xapian::Document &old, const Xapian::Document &made)
{
    std::vector<std::string> gone;
    std::vector<std::pair<std::string, Xapian::termcount>> come;
    Xapian::TermIterator a = old.termlist_begin(), b = made.termlist_begin();

    while (a != old.termlist_end() || b != made.termlist_end()) {
        const bool a_only = b == made.termlist_end() || (a != old.termlist_end() && *a < *b);
        const bool b_only = !a_only && (a == old.termlist_end() || *b < *a);

        if (a_only ? a.positionlist_count() > 0
                   : (b_only ? b.positionlist_count() > 0 : !same_positions(a, b)))
            return false;
        if (a_only)
            gone.push_back(*a);
        if (b_only)
            come.emplace_back(*b, b.get_wdf());
        if (!b_only)
            ++a;
        if (!a_only)
            ++b;
    }
    for (const std::string &term : gone)
        old.remove_term(term);
    for (const auto &term : come)
        old.add_term(term.first, term.second);
    old.clear_values();
    for (Xapian::ValueIterator v = made.values_begin(); v != made.values_end(); ++v)
        old.add_value(v.get_valueno(), *v);
    return true;
}

} // namespace inside
#endif
