/* restricting.hh - from a sight to what is seen of both databases; see kho_store_restrict.
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
    matching m{s.db[KHO_DB_PLANS], s.lengths[KHO_DB_PLANS].get(), 0, false, nullptr, {}, {}};

    return all_matches(query, m);
}

inline std::shared_ptr<Seen>
see_plans(const kho_store &s)
{
    const Xapian::Database &db = s.db[KHO_DB_PLANS];
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

/* Tasks of plans that are seen. */
inline std::shared_ptr<Seen>
see_tasks(const kho_store &s, const Docset &plans)
{
    const Xapian::Database &db = s.db[KHO_DB_TASKS], &owners = s.db[KHO_DB_PLANS];
    const std::string owner = kho_fields[KHO_FIELDS_OWNER].prefix,
                      key = kho_fields[KHO_FIELDS_KEY].prefix;
    Docset seen(db.get_lastdocid());

    for (auto t = db.allterms_begin(owner); t != db.allterms_end(owner); ++t) {
        const std::string term = *t, plan = key + term.substr(owner.size());
        const auto p = owners.postlist_begin(plan);

        if (p == owners.postlist_end(plan) || !plans.has(*p))
            continue;
        for (auto i = db.postlist_begin(term); i != db.postlist_end(term); ++i)
            seen.put(*i);
    }
    return std::make_shared<Seen>(db, state_of(db), s.sight, std::move(seen),
                                  std::vector<Xapian::docid>(), std::vector<Xapian::docid>());
}

/* What is seen of a database in its state at hand; NULL: everything. */
inline Seen *
seen(kho_store &s, kho_store_db db)
{
    if (s.sight == nullptr)
        return nullptr;
    for (int i = 0; i < DBS; i++) /* of another state: what tasks are seen hangs on the plans */
        if (s.sees[i] != nullptr && s.sees[i]->state() != state_of(s.db[i]))
            for (auto &known : s.sees)
                known = nullptr;
    if (s.sees[KHO_DB_PLANS] == nullptr)
        s.sees[KHO_DB_PLANS] = see_plans(s);
    if (db == KHO_DB_TASKS && s.sees[KHO_DB_TASKS] == nullptr)
        s.sees[KHO_DB_TASKS] = see_tasks(s, s.sees[KHO_DB_PLANS]->all());
    return s.sees[db].get();
}

} // namespace inside
#endif
