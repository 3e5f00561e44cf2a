/* restricting.hh - from a sight to what is seen of the index; see kho_store_restrict.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_RESTRICTING_HH
#define KHO_STORE_RESTRICTING_HH

#include "searching.hh"

namespace inside
{

/* Plans that a part of the sight finds among all. */
inline std::vector<Xapian::docid>
plans_of(const kho_store &s, const kho_node &query)
{
    matching m{s.db, s.lengths.get(), 0, false, nullptr, {}, {}};

    return all_matches(query, m);
}

inline std::shared_ptr<Seen>
see_plans(const kho_store &s)
{
    const Xapian::Database &db = s.db;
    Docset seen(db.get_lastdocid());
    std::vector<Xapian::docid> several, named;

    for (const Xapian::docid id : plans_of(s, *s.sight->seen))
        seen.put(id);
    for (const Xapian::docid id : plans_of(s, *s.sight->several))
        if (seen.has(id))
            several.push_back(id);
    for (const Xapian::docid id : plans_of(s, *s.sight->named))
        if (seen.has(id))
            named.push_back(id);
    return std::make_shared<Seen>(db, state_of(db), s.sight, std::move(seen), std::move(several),
                                  std::move(named));
}

/* What is seen of the index in its state at hand; NULL: everything. */
inline Seen *
seen(kho_store &s)
{
    if (s.sight == nullptr)
        return nullptr;
    if (s.sees == nullptr || s.sees->state() != state_of(s.db))
        s.sees = see_plans(s);
    return s.sees.get();
}

} // namespace inside
#endif
