/* checking.hh - is every table sound?
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_CHECKING_HH
#define KHO_STORE_CHECKING_HH

#include "inside.hh"

namespace inside
{

/* Read every block there is something in. */
inline void
read_all(const Xapian::Database &db)
{
    for (auto d = db.postlist_begin(""); d != db.postlist_end(""); ++d) {
        const Xapian::Document doc = db.get_document(*d);

        for (auto t = doc.termlist_begin(); t != doc.termlist_end(); ++t)
            for (auto p = t.positionlist_begin(); p != t.positionlist_end(); ++p)
                ;
        for (auto v = doc.values_begin(); v != doc.values_end(); ++v)
            (void)*v;
    }
    for (auto t = db.allterms_begin(); t != db.allterms_end(); ++t)
        for (auto d = db.postlist_begin(*t); d != db.postlist_end(*t); ++d)
            ;
}

/* Of what Xapian said of its tables, the table it was at and, where there is no exception, why. */
inline std::string
what_is_wrong(const std::string &said, std::string why)
{
    std::string table, line;

    for (std::istringstream lines(said); std::getline(lines, line);) {
        if (line.size() > 1 && line.back() == ':') /* "postlist:" */
            table = line.substr(0, line.size() - 1);
        else if (why.empty() && !line.empty() && line.find("OK") == std::string::npos &&
                 line.find("not yet used") == std::string::npos)
            why = line;
    }
    return table.empty() ? why : "table " + table + ": " + why;
}

/* What is wrong with a database, in words; p NULL: nothing. */
inline kho_sv
check_tables(const std::string &path, kho_arena *arena)
{
    std::ostringstream said;
    std::string why;

    try {
        /* Xapian opens what it checks for writing, which not everybody may. */
        if (access((path + "/postlist.glass").c_str(), W_OK) != 0 &&
            (errno == EROFS || errno == EACCES)) {
            read_all(Xapian::Database(path, Xapian::DB_BACKEND_GLASS));
            return {nullptr, 0};
        }
        if (Xapian::Database::check(path, 0, &said) == 0)
            return {nullptr, 0};
    } catch (const Xapian::Error &e) { /* the first thing that is wrong ends the check */
        why = e.get_msg();
    }
    return dup(arena, what_is_wrong(said.str(), why));
}

} // namespace inside
#endif
