/* version.hh - the file of a database of format glass that names its tables, and says how many
 * documents there are.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_VERSION_HH
#define KHO_STORE_VERSION_HH

#include "files.hh"
#include "table.hh"

#include <sys/random.h>

namespace inside
{

const char *const VERSION_FILE = "/iamglass";
const char *const POSTING_FILE = "/postlist.glass";
const char *const POSITION_FILE = "/position.glass";
const char *const TERM_FILE = "/termlist.glass";

/* Of a shard: the databases it is, with a half of its tables each. */
const char *const SHARD_TERMS = "/terms";
const char *const SHARD_POSITIONS = "/positions";

constexpr std::string_view FORMAT("\x0f\x0dXapian Glass\x04\x6e", 16);
constexpr size_t UUID = 16, TABLES = 6, POSITIONS = 3; /* bytes; tables, the place of one of them */

inline void
write_file(const std::string &path, std::string_view bytes)
{
    const descriptor file{open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};

    if (file.fd < 0)
        cannot_write(path);
    write_all(file.fd, path, bytes);
}

/* What it says of the documents. */
struct Totals {
    uint32_t documents = 0, shortest = 0, longest = 0, most_often = 0;
    uint64_t length = 0;
};

inline void
write_version(const std::string &dir, const Root &postings, const Root &terms,
              const Root &positions, const Totals &t)
{
    const std::string path = dir + VERSION_FILE;
    const Root no_table;
    const std::pair<const Root *, unsigned> tables[] = {/* with what is deflated: longer tags */
                                                        {&postings, 0},  {&no_table, 18},
                                                        {&terms, 18},    {&positions, 0},
                                                        {&no_table, 18}, {&no_table, 18}};
    std::string out(FORMAT);
    char uuid[UUID];

    if (getrandom(uuid, sizeof uuid, 0) != sizeof uuid)
        cannot_write(path);
    out.append(uuid, sizeof uuid);
    pack(out, 1); /* revision */
    for (const auto &[root, deflated] : tables) {
        pack(out, root->block);
        pack(out, root->level << 2 | (root->none ? 1 : 0));
        pack(out, root->entries);
        pack(out, BLOCK >> 11);
        pack(out, deflated);
        pack(out, 0); /* free blocks: none */
    }
    pack(out, t.documents);
    pack(out, 0); /* above that, the last docid */
    pack(out, t.shortest);
    pack(out, t.most_often);
    pack(out, t.longest - t.most_often);
    pack(out, 0); /* changes that are kept */
    pack(out, t.length);
    pack(out, 0); /* words for spelling */
    write_file(path, out);
}

/* Where what it says of each table begins, and where the last ends. */
inline std::array<size_t, TABLES + 1>
parts_of_version(const std::string &bytes)
{
    std::array<size_t, TABLES + 1> out;
    size_t at = FORMAT.size() + UUID;
    const auto number = [&] {
        uint64_t value = 0;
        unsigned shift = 0;

        for (; shift < 63 && at < bytes.size(); shift += 7) {
            const auto byte = static_cast<unsigned char>(bytes[at++]);

            value |= static_cast<uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80)
                return value;
        }
        throw Xapian::DatabaseCorruptError("the file that names the tables");
    };

    (void)number(); /* revision */
    for (size_t i = 0; i < TABLES; i++) {
        out[i] = at;
        for (int field = 0; field < 5; field++)
            (void)number();
        at += number(); /* free blocks */
    }
    out[TABLES] = at;
    if (at > bytes.size())
        throw Xapian::DatabaseCorruptError("the file that names the tables");
    return out;
}

/* The database in folder to gets the table of positions of the one in from. */
inline void
take_positions(const std::string &to, const std::string &from)
{
    std::string bytes = slurp(to + VERSION_FILE);
    const std::string theirs = slurp(from + VERSION_FILE);
    const auto mine = parts_of_version(bytes), other = parts_of_version(theirs);

    bytes.replace(mine[POSITIONS], mine[POSITIONS + 1] - mine[POSITIONS], theirs, other[POSITIONS],
                  other[POSITIONS + 1] - other[POSITIONS]);
    if (fs::exists(from + POSITION_FILE))
        fs::rename(from + POSITION_FILE, to + POSITION_FILE);
    write_file(to + VERSION_FILE, bytes);
}

} // namespace inside
#endif
