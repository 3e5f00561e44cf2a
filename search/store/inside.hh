/* inside.hh - what all parts of store.cc share: the open index, exceptions that stop here, copies
 * into arenas. A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_INSIDE_HH
#define KHO_STORE_INSIDE_HH

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow" /* struct kho_store_info and its function: fine in C */
#include "store.h"
#pragma GCC diagnostic pop

#include "tables.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <memory>
#include <new>
#include <set>
#include <sstream>
#include <string>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>
#include <vector>
#include <xapian.h>

namespace fs = std::filesystem;

namespace inside
{

constexpr int STALE_RETRIES = 3;
constexpr size_t COUNT_FIRST = 4096;   /* matches that are counted whatever the time */
constexpr size_t COUNT_AT_ONCE = 1024; /* others between two looks at the clock */
const char *const STUB = "main";
const char *const META_FIELDS = "kho.fields";
/* Data is a value, not what Xapian calls data: that it would try to deflate, when a document is
 * added and again when databases are joined, and kho's data is compressed already. */
constexpr Xapian::valueno DATA = 31; /* above the slots of schemas/fields.tsv */

/* One look at a stub file: has it been replaced since? */
struct look {
    dev_t dev;
    ino_t ino;
    off_t size;
    struct timespec time;
};

inline bool
look_at(const std::string &path, look *out)
{
    struct stat st;

    if (stat(path.c_str(), &st) != 0)
        return false;
    *out = {st.st_dev, st.st_ino, st.st_size, st.st_mtim};
    return true;
}

inline bool
same(const look &a, const look &b)
{
    return a.dev == b.dev && a.ino == b.ino && a.size == b.size && a.time.tv_sec == b.time.tv_sec &&
           a.time.tv_nsec == b.time.tv_nsec;
}

struct descriptor {
    int fd = -1;
    ~descriptor()
    {
        if (fd >= 0)
            (void)close(fd);
    }
};

class Bag;
class Lengths;
class Seen;

} // namespace inside

using namespace inside;

struct kho_store {
    std::string dir; /* kho.db/VERSION */
    std::string tmp;
    bool writable = false;
    unsigned long generation = 0; /* writers only */
    uint64_t epoch = 0;           /* how often docids may have changed under us */
    look seen{};                  /* of the stub */
    Xapian::Database db;          /* also the base of the writable one */
    Xapian::WritableDatabase wdb;
    descriptor lock;
    std::shared_ptr<Lengths> lengths;
    const kho_node *counted = nullptr; /* by the last search: all that this query finds */
    std::vector<Xapian::docid> found;
    std::shared_ptr<const Bag> bag;   /* of the last search, NULL: none or several */
    const kho_sight *sight = nullptr; /* NULL: everything is seen */
    std::shared_ptr<Seen> sees;       /* with a sight: of the state at hand, NULL: not known yet */
};

namespace inside
{

/* The arena has no room for the answer. */
struct full {
};

inline std::string
str(kho_sv s)
{
    return s.n == 0 ? std::string() : std::string(s.p, s.n);
}

inline kho_sv
dup(kho_arena *arena, const std::string &s)
{
    if (s.size() + 64 > kho_arena_room(arena))
        throw full{};
    return kho_arena_dup(arena, {s.data(), s.size()});
}

template <typename T>
inline T *
array(kho_arena *arena, size_t n)
{
    if (n > kho_arena_room(arena) / sizeof(T) || n * sizeof(T) + 64 > kho_arena_room(arena))
        throw full{};
    return static_cast<T *>(kho_arena_alloc(arena, n + (n == 0), sizeof(T)));
}

/* Exceptions stop here. */
template <typename F>
inline kho_status
guarded(kho_err *err, F &&body) noexcept
try {
    return body();
} catch (const Xapian::DatabaseModifiedError &e) {
    return kho_fail(err, KHO_STALE, "%s", e.get_msg().c_str());
} catch (const Xapian::DatabaseLockError &e) {
    return kho_fail(err, KHO_LOCKED, "%s", e.get_msg().c_str());
} catch (const Xapian::DatabaseVersionError &e) {
    return kho_fail(err, KHO_SCHEMA, "%s", e.get_msg().c_str());
} catch (const Xapian::DatabaseOpeningError &e) {
    return kho_fail(err, KHO_CORRUPT, "%s", e.get_msg().c_str());
} catch (const Xapian::DatabaseCorruptError &e) {
    return kho_fail(err, KHO_CORRUPT, "%s", e.get_msg().c_str());
} catch (const Xapian::DatabaseError &e) {
    const char *const why = e.get_error_string();

    if (why == nullptr) /* the system is not to blame: e.g. a file that ends too early */
        return kho_fail(err, KHO_CORRUPT, "%s", e.get_msg().c_str());
    return kho_fail(err, KHO_IO, "%s: %s", e.get_msg().c_str(), why);
} catch (const Xapian::NetworkError &e) {
    return kho_fail(err, KHO_IO, "%s", e.get_msg().c_str());
} catch (const Xapian::DocNotFoundError &e) {
    return kho_fail(err, KHO_NOTFOUND, "%s", e.get_msg().c_str());
} catch (const Xapian::InvalidArgumentError &e) {
    return kho_fail(err, KHO_ARG, "%s", e.get_msg().c_str());
} catch (const Xapian::Error &e) {
    return kho_fail(err, KHO_BUG, "%s: %s", e.get_type(), e.get_msg().c_str());
} catch (const fs::filesystem_error &e) {
    return kho_fail(err, KHO_IO, "'%s': %s", e.path1().c_str(), e.code().message().c_str());
} catch (const full &) {
    return kho_fail(err, KHO_LIMIT, "answer too large");
} catch (const std::bad_alloc &) {
    return kho_fail(err, KHO_NOMEM, "out of memory in the index");
} catch (...) {
    return kho_fail(err, KHO_BUG, "unknown exception in the index");
}

} // namespace inside
#endif
