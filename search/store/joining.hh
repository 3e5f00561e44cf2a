/* joining.hh - one database out of many.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_JOINING_HH
#define KHO_STORE_JOINING_HH

#include "version.hh"

#include <future>

namespace inside
{

/* How many databases may be open at once; each takes up to seven descriptors. */
inline size_t
open_at_once()
{
    struct rlimit lim;

    if (getrlimit(RLIMIT_NOFILE, &lim) != 0 || lim.rlim_cur == RLIM_INFINITY)
        return 128;
    return std::clamp<size_t>(static_cast<size_t>(lim.rlim_cur) / 8 - 8, 8, 128);
}

inline void
compact(const std::vector<std::string> &from, const std::string &to)
{
    Xapian::Database all;

    for (const std::string &p : from)
        all.add_database(Xapian::Database(p, Xapian::DB_BACKEND_GLASS));
    all.compact(to, Xapian::Compactor::FULL, 0);
    for (const std::string &p : from)
        fs::remove_all(p);
}

/* One database out of many; sources other than keep (may be empty) are removed on the way.  part:
 * how paths of what is joined beforehand begin. */
inline void
join_into(std::vector<std::string> from, const std::string &keep, const std::string &part,
          const std::string &to)
{
    const size_t many = open_at_once();
    unsigned round = 0;

    while (from.size() + 1 > many) { /* join as few as needed beforehand: those are written twice */
        const size_t n = std::min(many, from.size() + 2 - many);
        const std::string joined = part + std::to_string(round++);
        const auto cut = from.begin() + static_cast<std::ptrdiff_t>(n);

        compact({from.begin(), cut}, joined);
        from.erase(from.begin(), cut);
        from.push_back(joined);
    }
    Xapian::Database all;

    if (!keep.empty())
        all.add_database(Xapian::Database(keep, Xapian::DB_BACKEND_GLASS));
    for (const std::string &p : from)
        all.add_database(Xapian::Database(p, Xapian::DB_BACKEND_GLASS));
    all.compact(to, Xapian::Compactor::FULL, 0);
}

/* The same for shards.  Into an index without documents their halves are joined side by side:
 * positions, which are half of it, beside all the rest. */
inline void
join_shards(const std::vector<std::string> &shards, bool halves, const std::string &keep,
            const std::string &tmp, const std::string &to)
{
    const std::string half = tmp + "/positions";
    std::vector<std::string> terms, positions;

    fs::create_directories(tmp);
    for (const std::string &s : shards) {
        terms.push_back(s + SHARD_TERMS);
        positions.push_back(s + SHARD_POSITIONS);
        if (!halves)
            take_positions(terms.back(), positions.back());
    }
    if (!halves)
        return join_into(std::move(terms), keep, tmp + "/terms-", to);
    auto other = std::async(std::launch::async,
                            [&] { join_into(std::move(positions), "", half + "-", half); });
    join_into(std::move(terms), keep, tmp + "/terms-", to);
    other.get();
    take_positions(to, half);
}

} // namespace inside
#endif
