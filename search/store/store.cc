/* store.cc - the only C++ file.  See store.h.
 *
 * Shape of every function: extern "C", noexcept, body inside guarded() (writing) or reading().
 */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow" /* struct kho_store_info and its function: fine in C */
#include "store.h"
#pragma GCC diagnostic pop

#include "tables.h"

#include <algorithm>
#include <bitset>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <new>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>
#include <vector>
#include <xapian.h>

namespace fs = std::filesystem;

namespace
{

constexpr int STALE_RETRIES = 3;
constexpr size_t COUNT_AT_ONCE = 4096; /* matches between two looks at the clock */
constexpr int DBS = 2;
const char *const STUB[DBS] = {"main", "tasks"}; /* by kho_store_db */
const char *const SUB[DBS] = {"plans", "tasks"};
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

bool
look_at(const std::string &path, look *out)
{
    struct stat st;

    if (stat(path.c_str(), &st) != 0)
        return false;
    *out = {st.st_dev, st.st_ino, st.st_size, st.st_mtim};
    return true;
}

bool
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

} // namespace

struct kho_store {
    std::string dir; /* kho.db/VERSION */
    std::string tmp;
    bool writable = false;
    unsigned long generation = 0; /* writers only */
    uint64_t epoch = 0;           /* how often docids may have changed under us */
    look seen{};                  /* of the main stub */
    Xapian::Database db[DBS];     /* also the base of the writable ones */
    Xapian::WritableDatabase wdb[DBS];
    descriptor lock;
    std::shared_ptr<Lengths> lengths[DBS];
    const kho_node *counted = nullptr; /* by the last search: all that this query finds */
    std::vector<Xapian::docid> found;
    std::shared_ptr<const Bag> bag; /* of the last search, NULL: none or several */
};

struct kho_shard {
    std::string dir;
    Xapian::WritableDatabase db[DBS];
    bool used[DBS] = {false, false};
};

namespace
{

/* The arena has no room for the answer. */
struct full {
};

std::string
str(kho_sv s)
{
    return s.n == 0 ? std::string() : std::string(s.p, s.n);
}

kho_sv
dup(kho_arena *arena, const std::string &s)
{
    if (s.size() + 64 > kho_arena_room(arena))
        throw full{};
    return kho_arena_dup(arena, {s.data(), s.size()});
}

template <typename T>
T *
array(kho_arena *arena, size_t n)
{
    if (n > kho_arena_room(arena) / sizeof(T) || n * sizeof(T) + 64 > kho_arena_room(arena))
        throw full{};
    return static_cast<T *>(kho_arena_alloc(arena, n + (n == 0), sizeof(T)));
}

/* Exceptions stop here. */
template <typename F>
kho_status
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
    return kho_fail(err, KHO_IO, "%s", e.what());
} catch (const full &) {
    return kho_fail(err, KHO_LIMIT, "answer too large");
} catch (const std::bad_alloc &) {
    return kho_fail(err, KHO_NOMEM, "out of memory in the index");
} catch (...) {
    return kho_fail(err, KHO_BUG, "unknown exception in the index");
}

/* -- files ----------------------------------------------------------------- */

kho_status
io_fail(kho_err *err, const char *what, const std::string &path)
{
    return kho_fail(err, KHO_IO, "cannot %s '%s': %s", what, path.c_str(), std::strerror(errno));
}

kho_status
sync_path(const std::string &path, kho_err *err)
{
    const descriptor d{open(path.c_str(), O_RDONLY | O_CLOEXEC)};

    if (d.fd < 0 || fsync(d.fd) != 0)
        return io_fail(err, "sync", path);
    return KHO_OK;
}

kho_status
sync_tree(const std::string &path, kho_err *err)
{
    kho_status st = KHO_OK;

    for (const auto &e : fs::recursive_directory_iterator(path))
        if (st == KHO_OK)
            st = sync_path(e.path(), err);
    return st == KHO_OK ? sync_path(path, err) : st;
}

/* All of a small file; an empty string when it cannot be read. */
std::string
slurp(const std::string &path)
{
    const descriptor d{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    char b[4096];
    const ssize_t n = d.fd < 0 ? 0 : read(d.fd, b, sizeof b);

    return std::string(b, n > 0 ? static_cast<size_t>(n) : 0);
}

kho_status
write_stub(const std::string &dir, int which, unsigned long generation, kho_err *err)
{
    const std::string path = dir + "/" + STUB[which], fresh = path + ".new";
    const std::string line = "glass g" + std::to_string(generation) + "/" + SUB[which] + "\n";

    {
        const descriptor d{open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};

        if (d.fd < 0 ||
            write(d.fd, line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
            fsync(d.fd) != 0)
            return io_fail(err, "write", fresh);
    }
    if (rename(fresh.c_str(), path.c_str()) != 0)
        return io_fail(err, "rename", fresh);
    return sync_path(dir, err);
}

/* "glass g3/plans" -> 3; 0 when the stub is not one that kho wrote. */
unsigned long
stub_generation(const std::string &text, int which)
{
    char *end = nullptr;
    unsigned long n;

    if (text.compare(0, 7, "glass g") != 0)
        return 0;
    n = std::strtoul(text.c_str() + 7, &end, 10);
    return std::string(end) == std::string("/") + SUB[which] + "\n" ? n : 0;
}

/* Is it a stub at all, perhaps of several databases? */
bool
names_database(const std::string &stub)
{
    return stub.find("auto ") != std::string::npos || stub.find("glass ") != std::string::npos;
}

std::string
generation_dir(const kho_store &s, unsigned long n)
{
    return s.dir + "/g" + std::to_string(n);
}

/* -- opening --------------------------------------------------------------- */

/* What the terms and slots of an index mean; another text means that it has to be built anew. */
std::string
fields_text()
{
    std::string out;

    for (size_t i = 0; i < kho_fields_n; i++) {
        const kho_fields_row &f = kho_fields[i];

        out.append(f.prefix).append(" ").append(std::to_string(f.slot)).append(" ").append(f.kind);
        out.append(";");
    }
    return out;
}

kho_status
check_fields(const kho_store &s, kho_err *err)
{
    if (s.db[KHO_DB_PLANS].get_metadata(META_FIELDS) == fields_text())
        return KHO_OK;
    return kho_fail(err, KHO_SCHEMA, "'%s' was built with other fields; index again",
                    s.dir.c_str());
}

void
open_readers(kho_store &s)
{
    const std::string stub = s.dir + "/" + STUB[KHO_DB_PLANS];
    Xapian::Database fresh[DBS];
    unsigned long n;
    look now{};

    (void)look_at(stub, &now);
    n = stub_generation(slurp(stub), KHO_DB_PLANS);
    for (int i = 0; i < DBS; i++) /* of one generation: the two stubs are not switched at once */
        fresh[i] =
            n != 0 ? Xapian::Database(generation_dir(s, n) + "/" + SUB[i], Xapian::DB_BACKEND_GLASS)
                   : Xapian::Database(s.dir + "/" + STUB[i], Xapian::DB_BACKEND_STUB);
    for (int i = 0; i < DBS; i++) /* both or none */
        s.db[i] = fresh[i];
    s.seen = now;
    s.epoch++;
}

void
open_writers(kho_store &s)
{
    for (int i = 0; i < DBS; i++) {
        s.wdb[i] = Xapian::WritableDatabase(generation_dir(s, s.generation) + "/" + SUB[i],
                                            Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS);
        s.db[i] = s.wdb[i];
    }
    s.epoch++;
}

/* Who wrote last, and does when the lock is held. */
std::string
lock_pid(const std::string &path)
{
    const std::string pid = slurp(path);

    return pid.empty() ? "?" : pid.substr(0, pid.find('\n'));
}

/* Keep writers out.  Where nobody can write there is no lock file and need not be one. */
kho_status
keep_still(kho_store &s, kho_err *err)
{
    const std::string path = s.dir + "/lock";
    struct flock fl = {};

    s.lock.fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    fl.l_type = F_RDLCK;
    fl.l_whence = SEEK_SET;
    if (s.lock.fd < 0)
        return errno == ENOENT ? KHO_OK : io_fail(err, "open", path);
    if (fcntl(s.lock.fd, F_OFD_SETLK, &fl) == 0)
        return KHO_OK;
    if (errno != EAGAIN && errno != EACCES)
        return io_fail(err, "lock", path);
    return kho_fail(err, KHO_LOCKED, "'%s' is being written by process %s", s.dir.c_str(),
                    lock_pid(path).c_str());
}

kho_status
take_lock(kho_store &s, kho_err *err)
{
    const std::string path = s.dir + "/lock";
    struct flock fl = {};
    std::string pid;

    s.lock.fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (s.lock.fd < 0)
        return io_fail(err, "open", path);
    fl.l_type = F_WRLCK;
    fl.l_whence = SEEK_SET;
    if (fcntl(s.lock.fd, F_OFD_SETLK, &fl) != 0) {
        if (errno != EAGAIN && errno != EACCES)
            return io_fail(err, "lock", path);
        if (fcntl(s.lock.fd, F_OFD_GETLK, &fl) == 0 && fl.l_type == F_RDLCK)
            return kho_fail(err, KHO_LOCKED, "'%s' is being checked", s.dir.c_str());
        return kho_fail(err, KHO_LOCKED, "'%s' is being written by process %s", s.dir.c_str(),
                        lock_pid(path).c_str());
    }
    pid = std::to_string(getpid()) + "\n";
    if (ftruncate(s.lock.fd, 0) != 0 ||
        pwrite(s.lock.fd, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
        return io_fail(err, "write", path);
    return KHO_OK;
}

/* What a writer that was killed left behind.  Readers that still have an old generation open keep
 * its files until they close them. */
void
remove_leftovers(const kho_store &s)
{
    const std::string keep = "g" + std::to_string(s.generation);
    std::vector<fs::path> gone;

    for (const auto &e : fs::directory_iterator(s.dir)) {
        const std::string name = e.path().filename();

        if (name == "tmp" || (name[0] == 'g' && name != keep) ||
            (name.size() > 4 && name.compare(name.size() - 4, 4, ".new") == 0))
            gone.push_back(e.path());
    }
    for (const fs::path &p : gone) {
        std::error_code ignored;

        fs::remove_all(p, ignored);
    }
}

kho_status
create_empty(kho_store &s, kho_err *err)
{
    kho_status st;

    s.generation = 1;
    fs::remove_all(generation_dir(s, 1));
    fs::create_directory(generation_dir(s, 1));
    for (int i = 0; i < DBS; i++) {
        Xapian::WritableDatabase w(generation_dir(s, 1) + "/" + SUB[i],
                                   Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);

        w.set_metadata(META_FIELDS, fields_text());
        w.commit();
    }
    /* The main stub last: where it is, there is an index. */
    st = write_stub(s.dir, KHO_DB_TASKS, 1, err);
    return st == KHO_OK ? write_stub(s.dir, KHO_DB_PLANS, 1, err) : st;
}

kho_status
open_for_writing(kho_store &s, kho_store_mode mode, kho_err *err)
{
    const std::string stub = s.dir + "/" + STUB[KHO_DB_PLANS];
    kho_status st = take_lock(s, err);

    if (st != KHO_OK)
        return st;
    if (!fs::exists(stub)) {
        if (mode != KHO_STORE_CREATE)
            return kho_fail(err, KHO_NOTFOUND, "no index in '%s'", s.dir.c_str());
        st = create_empty(s, err);
        if (st != KHO_OK)
            return st;
    }
    s.generation = stub_generation(slurp(stub), KHO_DB_PLANS);
    if (s.generation == 0 && !names_database(slurp(stub)))
        return kho_fail(err, KHO_CORRUPT, "'%s' does not name an index", stub.c_str());
    if (s.generation == 0)
        return kho_fail(err, KHO_ARG, "'%s' joins other indexes and cannot be written",
                        s.dir.c_str());
    /* A crash between the two renames of a switch leaves the tasks behind. */
    if (stub_generation(slurp(s.dir + "/" + STUB[KHO_DB_TASKS]), KHO_DB_TASKS) != s.generation &&
        fs::exists(generation_dir(s, s.generation) + "/" + SUB[KHO_DB_TASKS])) {
        st = write_stub(s.dir, KHO_DB_TASKS, s.generation, err);
        if (st != KHO_OK)
            return st;
    }
    remove_leftovers(s);
    open_writers(s);
    return check_fields(s, err);
}

kho_status
open_for_reading(kho_store &s, kho_err *err)
{
    kho_status st = KHO_CORRUPT;

    /* A generation can vanish between reading the stub and opening it. */
    for (int i = 0; st == KHO_CORRUPT && i < STALE_RETRIES; i++)
        st = guarded(err, [&] {
            open_readers(s);
            return KHO_OK;
        });
    return st == KHO_OK ? check_fields(s, err) : st;
}

/* An index of another version of the layout beside where ours would be? */
bool
other_version(const std::string &parent)
{
    std::error_code ec;

    for (const auto &e : fs::directory_iterator(parent, ec)) {
        const std::string name = e.path().filename();

        if (name.find_first_not_of("0123456789") == std::string::npos && e.is_directory(ec))
            return true;
    }
    return false;
}

/* -- reading --------------------------------------------------------------- */

/* The newest state.  A reader that may not open files any more (sandbox) keeps what it has. */
void
refresh(kho_store &s)
{
    look now;

    if (s.writable)
        return;
    if (look_at(s.dir + "/" + STUB[KHO_DB_PLANS], &now) && !same(now, s.seen)) {
        open_readers(s);
        return;
    }
    for (Xapian::Database &d : s.db)
        (void)d.reopen();
}

/*
 * Run body, and again on the newest state when a writer moved on.  docids: body uses docids of the
 * state before, so that it must not run on a new generation.
 */
template <typename F>
kho_status
reading(kho_store *s, bool docids, kho_err *err, F &&body) noexcept
{
    const uint64_t epoch = s->epoch;
    kho_status st = KHO_STALE;

    for (int i = 0; i < STALE_RETRIES; i++) {
        st = guarded(err, [&] {
            if (i > 0)
                refresh(*s);
            if (docids && s->epoch != epoch)
                return kho_fail(err, KHO_STALE, "the index was built anew while it was read");
            return body();
        });
        if (st == KHO_CORRUPT || st == KHO_IO) { /* or only replaced? */
            look now;

            if (s->writable || !look_at(s->dir + "/" + STUB[KHO_DB_PLANS], &now) ||
                same(now, s->seen))
                return st;
        } else if (st != KHO_STALE || (docids && s->epoch != epoch)) {
            return st;
        }
    }
    return st;
}

bool
term_ok(kho_sv t)
{
    return t.n > 0 && t.n <= KHO_TERM_MAX && std::memchr(t.p, '\0', t.n) == nullptr;
}

/* All of rec but its key into doc.  KHO_ARG: a bad term. */
kho_status
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

bool
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
bool
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

/* -- bags of words ---------------------------------------------------------- */

/* BM25 as everywhere in this file (measured: docs/performance.md). */
constexpr double K1 = 1.2, B = .75, MIN_LENGTH = .5;

/* What weights depend on: of the whole index, so that several databases rank as one. */
struct corpus {
    explicit corpus(const Xapian::Database &db)
        : documents(db.get_doccount()), average(std::max(db.get_avlength(), 1.))
    {
    }
    /* As Xapian's BM25Weight: of a term once in a query. */
    double term_weight(Xapian::doccount freq) const
    {
        const double odds = (documents - freq + .5) / (freq + .5);

        return std::log(odds < 2 ? odds * .5 + 1 : odds) * (K1 + 1);
    }
    /* How much a word tells.  One that no document has is missed only where all words are wanted.
     */
    double worth(Xapian::doccount freq, bool all) const
    {
        return freq == 0 && !all ? 0 : std::log(1 + documents / std::max<double>(freq, .5));
    }
    double norm(Xapian::termcount length) const
    {
        return K1 * (1 - B + B * std::max(length / average, MIN_LENGTH));
    }

    double documents, average;
};

/* What one local database holds: another text, another content (but not the other way round). */
std::string
state_of(const Xapian::Database &db)
{
    return db.get_uuid() + "-" + std::to_string(db.get_revision());
}

/* Lengths of documents.  Asked for one by one they cost more than all in a row: these are kept as
 * long as the database stays as it is; for each of several. */
class Lengths
{
  public:
    /* About so many documents of db will be asked for, with `of`. */
    void expect(const Xapian::Database &db, Xapian::doccount n)
    {
        const std::string state = state_of(db);
        kept &k = by_uuid_[db.get_uuid()];

        now_ = &k.all;
        if (k.state == state)
            return;
        k.state.clear();
        k.all.clear();
        if (n < db.get_doccount() / 4)
            return;
        k.all.assign(db.get_lastdocid() + 1, 0);
        for (auto p = db.postlist_begin(std::string()); p != db.postlist_end(std::string()); ++p)
            k.all[*p] = p.get_doclength();
        k.state = state;
    }
    Xapian::termcount of(const Xapian::Database &db, Xapian::docid id) const
    {
        return now_->empty() ? db.get_doclength(id) : (*now_)[id];
    }

  private:
    struct kept {
        std::string state;
        std::vector<Xapian::termcount> all;
    };
    std::unordered_map<std::string, kept> by_uuid_;
    const std::vector<Xapian::termcount> *now_ = nullptr;
};

uint64_t
cpu_us()
{
    struct timespec t;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); /* the same answer on a busy machine */
    return static_cast<uint64_t>(t.tv_sec) * 1000000 + static_cast<uint64_t>(t.tv_nsec) / 1000;
}

/* Words of a name, side by side. */
Xapian::Query
to_phrase(const kho_node &n)
{
    std::vector<Xapian::Query> kids;

    for (const kho_node *k = n.kids; k != nullptr; k = k->next)
        kids.emplace_back(str(k->term));
    return {Xapian::Query::OP_PHRASE, kids.begin(), kids.end()};
}

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
        Xapian::docid id;
        float norm, weight;
        double have;
        words has;
    };
    struct result {
        std::string state;     /* of the database */
        std::vector<doc> docs; /* by id */
        double max_weight = 0;
    };

    Bag(const kho_node &node, const Xapian::Database &db, Lengths *lengths, uint64_t deadline)
        : stats_(db), lengths_(lengths), part_(node.factor),
          deadline_(part_ >= 1 || node.limit == KHO_BAG_WHOLE ? 0 : deadline),
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
        const Xapian::doccount freq = db.get_termfreq(str(n.term));

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
        uint32_t &at = at_[id];

        if (at == 0) {
            r.docs.push_back(
                {id, static_cast<float>(stats_.norm(lengths_->of(db, id))), 0, 0, words()});
            at = static_cast<uint32_t>(r.docs.size());
        }
        return r.docs[at - 1];
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
        const std::string term = str(n.node->term);

        if (n.node->op == KHO_OP_TERM) {
            for (auto p = db.postlist_begin(term); p != db.postlist_end(term); ++p)
                take(*p, p.get_wdf());
            return;
        }
        Xapian::Enquire enquire(db);
        enquire.set_query(to_phrase(*n.node));
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_docid_order(Xapian::Enquire::ASCENDING);
        const Xapian::MSet m = enquire.get_mset(0, db.get_doccount());
        for (auto i = m.begin(); i != m.end(); ++i)
            take(*i, 0);
    }

    /* Look up documents, which are in order, in one list; take does what is to be done. */
    template <typename F>
    static void look_up(const Xapian::Database &db, const std::string &term, result &r, F &&take)
    {
        auto p = db.postlist_begin(term);
        const auto end = db.postlist_end(term);

        for (doc &d : r.docs) {
            if (p != end)
                p.skip_to(d.id);
            if (p == end)
                return;
            if (*p == d.id)
                take(d, p.get_wdf());
        }
    }

    void in_order(result &r) const
    {
        std::vector<doc> sorted;

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
        at_.assign(db.get_lastdocid() + 1, 0);
        lengths_->expect(db, new_documents(order, all, need));
        for (const name &n : names_)
            add_name(db, n, r);
        for (rest = all; k < order.size() && rest >= need && !(k > 2 && late()); k++) {
            const std::string &term = words_[order[k]].term;

            rest -= words_[order[k]].worth;
            for (auto p = db.postlist_begin(term); p != db.postlist_end(term); ++p)
                add(find(db, *p, r), order[k], p.get_wdf());
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
    double part_;
    uint64_t deadline_;
    bool single_; /* the index is one database */
    std::vector<word> words_, extras_;
    std::vector<name> names_;
    std::vector<uint32_t> at_; /* by docid: place in docs + 1, while they grow */
    std::vector<std::unique_ptr<result>> results_;
};

/* What a bag found, for Xapian. */
class BagSource final : public Xapian::PostingSource
{
  public:
    explicit BagSource(std::shared_ptr<Bag> bag) : bag_(std::move(bag))
    {
    }
    Xapian::PostingSource *clone() const override
    {
        return new BagSource(bag_);
    }
#if XAPIAN_AT_LEAST(2, 0, 0)
    void reset(const Xapian::Database &db, Xapian::doccount) override
#else
    void init(const Xapian::Database &db) override
#endif
    {
        found_ = &bag_->on(db);
        at_ = SIZE_MAX;
        set_maxweight(found_->max_weight);
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return static_cast<Xapian::doccount>(found_->docs.size());
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return get_termfreq_min();
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return get_termfreq_min();
    }
    double get_weight() const override
    {
        return static_cast<double>(found_->docs[at_].weight);
    }
    void next(double least) override
    {
        at_++;
        pass(least);
    }
    void skip_to(Xapian::docid to, double least) override
    {
        const auto &d = found_->docs;
        const size_t from = at_ == SIZE_MAX ? 0 : at_;
        const auto by_id = [](const Bag::doc &a, Xapian::docid b) { return a.id < b; };

        at_ = static_cast<size_t>(
            std::lower_bound(d.begin() + static_cast<std::ptrdiff_t>(std::min(from, d.size())),
                             d.end(), to, by_id) -
            d.begin());
        pass(least);
    }
    bool at_end() const override
    {
        return at_ >= found_->docs.size();
    }
    Xapian::docid get_docid() const override
    {
        return found_->docs[at_].id;
    }

  private:
    void pass(double least)
    {
        while (at_ < found_->docs.size() && static_cast<double>(found_->docs[at_].weight) < least)
            at_++;
    }

    std::shared_ptr<Bag> bag_;
    const Bag::result *found_ = nullptr;
    size_t at_ = SIZE_MAX;
};

/* -- from our tree to Xapian's ------------------------------------------------ */

/* One search: its bags are walked once, for hits and for counts. */
struct matching {
    const Xapian::Database &db;
    Lengths *lengths;
    uint64_t deadline;  /* 0: none */
    bool plain = false; /* a database on another machine takes no sources of ours */
    std::vector<std::pair<const kho_node *, std::shared_ptr<Bag>>> bags;
    std::vector<Xapian::docid> found; /* all that matches, where it was counted */

    std::shared_ptr<Bag> known(const kho_node &q) const
    {
        for (const auto &[node, made] : bags)
            if (node == &q)
                return made;
        return nullptr;
    }
    std::shared_ptr<Bag> bag(const kho_node &q)
    {
        std::shared_ptr<Bag> b = known(q);

        if (b == nullptr) {
            b = std::make_shared<Bag>(q, db, lengths, deadline);
            bags.emplace_back(&q, b);
        }
        return b;
    }
};

/* For counting, where weights are no matter: the child that has the same documents as q; NULL:
 * there is none. */
const kho_node *
unweighed(const kho_node &q)
{
    if (q.op == KHO_OP_MAYBE || q.op == KHO_OP_SCALE || q.op == KHO_OP_CONST)
        return q.kids;
    return nullptr;
}

/* A word, or a name that stands for several words and may be side by side itself. */
Xapian::Query
plain_word(const kho_node &n)
{
    return n.op == KHO_OP_TERM ? Xapian::Query(str(n.term)) : to_phrase(n);
}

/* Without a source of ours: all words, or any of them, each or a name that stands for it. */
Xapian::Query
plain_bag(const kho_node &q)
{
    using Q = Xapian::Query;
    std::vector<Q> words, ranks;
    uint32_t place = 0;

    for (const kho_node *k = q.kids; k != nullptr; k = k->next) {
        if (k->op == KHO_OP_SCALE)
            ranks.emplace_back(Q::OP_SCALE_WEIGHT, Q(str(k->kids->term)), k->factor);
        if (k->op != KHO_OP_TERM)
            continue;
        Q word = Q(str(k->term));
        for (const kho_node *n = q.kids; n != nullptr; n = n->next)
            if (n->op == KHO_OP_STANDS && n->slot <= place && place < n->slot + n->limit)
                word |= plain_word(*n->kids);
        words.push_back(word);
        place++;
    }
    return {Q::OP_AND_MAYBE, Q(q.factor >= 1 ? Q::OP_AND : Q::OP_OR, words.begin(), words.end()),
            Q(Q::OP_OR, ranks.begin(), ranks.end())};
}

/* The most frequent terms that begin so, as one.  A wildcard of Xapian's would take others in each
 * of several databases. */
Xapian::Query
to_prefix(const kho_node &q, const Xapian::Database &db)
{
    std::vector<std::pair<Xapian::doccount, std::string>> found;
    std::vector<Xapian::Query> terms;
    const std::string prefix = str(q.term);

    for (auto i = db.allterms_begin(prefix); i != db.allterms_end(prefix); ++i)
        found.emplace_back(i.get_termfreq(), *i);
    const size_t n = std::min<size_t>(found.size(), q.limit);
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(n), found.end(),
                      [](const auto &a, const auto &b) {
                          return a.first != b.first ? a.first > b.first : a.second < b.second;
                      });
    for (size_t i = 0; i < n; i++)
        terms.emplace_back(found[i].second);
    return {Xapian::Query::OP_SYNONYM, terms.begin(), terms.end()};
}

Xapian::Query
to_query(const kho_node &q, bool weighs, matching &m)
{
    using Q = Xapian::Query;
    std::vector<Q> kids;

    if (const kho_node *const same = weighs ? nullptr : unweighed(q); same != nullptr)
        return to_query(*same, weighs, m);
    if (q.op == KHO_OP_BAG)
        return m.plain ? plain_bag(q) : Q((new BagSource(m.bag(q)))->release());
    for (const kho_node *k = q.kids; k != nullptr; k = k->next)
        kids.push_back(to_query(*k, weighs, m));
    switch (q.op) {
    case KHO_OP_TERM:
        return Q(str(q.term));
    case KHO_OP_PREFIX:
        return to_prefix(q, m.db);
    case KHO_OP_AND:
        return Q(Q::OP_AND, kids.begin(), kids.end());
    case KHO_OP_OR:
        return Q(Q::OP_OR, kids.begin(), kids.end());
    case KHO_OP_NOT:
        if (kids.size() == 1)
            kids.insert(kids.begin(), Q::MatchAll);
        return Q(Q::OP_AND_NOT, kids.begin(), kids.end());
    case KHO_OP_PHRASE:
        return Q(Q::OP_PHRASE, kids.begin(), kids.end(),
                 std::max(q.limit, static_cast<uint32_t>(kids.size())));
    case KHO_OP_FILTER:
        return Q(Q::OP_FILTER, kids.begin(), kids.end());
    case KHO_OP_MAYBE:
        return Q(Q::OP_AND_MAYBE, kids.begin(), kids.end());
    case KHO_OP_RANGE:
        /* From "\1" on: a document without a value is in no range. */
        if (q.to.n == 0)
            return Q(Q::OP_VALUE_GE, q.slot, q.from.n == 0 ? std::string("\1") : str(q.from));
        return Q(Q::OP_VALUE_RANGE, q.slot, q.from.n == 0 ? std::string("\1") : str(q.from),
                 str(q.to));
    case KHO_OP_SCALE:
        return Q(Q::OP_SCALE_WEIGHT, kids.at(0), q.factor);
    case KHO_OP_CONST:
        return Q(Q::OP_FILTER, Q((new Xapian::FixedWeightPostingSource(q.factor))->release()),
                 kids.at(0));
    case KHO_OP_ALL:
        return Q::MatchAll;
    case KHO_OP_NONE:
        return Q::MatchNothing;
    case KHO_OP_BAG:
    case KHO_OP_STANDS:
        break;
    }
    throw Xapian::InvalidArgumentError("unknown query operator");
}

/* -- counting -------------------------------------------------------------- */

/* Takes down what matches, in a single database: of several it would get the docids they have
 * alone. */
class Docids final : public Xapian::MatchSpy
{
  public:
    void operator()(const Xapian::Document &doc, double) override
    {
        list.push_back(doc.get_docid());
    }

    std::vector<Xapian::docid> list;
};

/* All that matches, by docid.  A second run without weights is cheaper than weighing every match
 * of the first; a bag knows already. */
std::vector<Xapian::docid>
all_matches(const kho_node &query, matching &m)
{
    const kho_node *q = &query;
    Docids spy;

    for (const kho_node *k = unweighed(*q); k != nullptr; k = unweighed(*q))
        q = k;
    if (q->op == KHO_OP_BAG && !m.plain && m.db.size() == 1)
        (void)m.bag(*q)->on(m.db); /* or known already */
    if (const auto b = m.known(*q); b != nullptr && b->only() != nullptr) {
        for (const Bag::doc &d : b->only()->docs)
            spy.list.push_back(d.id);
    } else if (q->op == KHO_OP_TERM || q->op == KHO_OP_ALL) {
        const std::string term = str(q->term);

        for (auto p = m.db.postlist_begin(term); p != m.db.postlist_end(term); ++p)
            spy.list.push_back(*p);
    } else {
        Xapian::Enquire enquire(m.db);

        enquire.set_query(to_query(*q, false, m));
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_docid_order(Xapian::Enquire::DONT_CARE);
        if (m.db.size() == 1 && !m.plain) {
            enquire.add_matchspy(&spy);
            (void)enquire.get_mset(0, 0, m.db.get_doccount());
        } else {
            const Xapian::MSet all = enquire.get_mset(0, m.db.get_doccount());

            for (auto i = all.begin(); i != all.end(); ++i)
                spy.list.push_back(*i);
        }
        if (!std::is_sorted(spy.list.begin(), spy.list.end()))
            std::sort(spy.list.begin(), spy.list.end());
    }
    return std::move(spy.list);
}

using counts = std::unordered_map<std::string, uint32_t>;

/* The values of one slot in documents, which come in order. */
class Values
{
  public:
    Values(const Xapian::Database &db, Xapian::valueno slot)
        : at_(db.valuestream_begin(slot)), end_(db.valuestream_end(slot))
    {
    }

    void count(Xapian::docid id)
    {
        if (at_ != end_ && at_.get_docid() < id)
            at_.skip_to(id);
        if (at_ == end_ || at_.get_docid() != id)
            return;
        std::string v = *at_;
        if (last_ == nullptr || last_->first != v) /* neighbours are often alike */
            last_ = &*counts_.try_emplace(std::move(v), 0).first;
        last_->second++;
    }

    const counts &all() const
    {
        return counts_;
    }

  private:
    Xapian::ValueIterator at_, end_;
    counts counts_;
    counts::value_type *last_ = nullptr;
};

/* The most frequent values; counts times factor. */
void
give(const counts &values, double factor, kho_arena *arena, kho_facet *f)
{
    using pair = counts::value_type;
    std::vector<const pair *> v;
    size_t n;

    for (const pair &p : values)
        v.push_back(&p);
    n = f->max != 0 && f->max < v.size() ? f->max : v.size();
    std::partial_sort(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(n), v.end(),
                      [](const pair *a, const pair *b) {
                          return a->second != b->second ? a->second > b->second
                                                        : a->first < b->first;
                      });
    f->counts = array<kho_count>(arena, n);
    f->n = n;
    for (size_t k = 0; k < n; k++)
        f->counts[k] = {dup(arena, v[k]->first), static_cast<uint32_t>(std::lround(
                                                     static_cast<double>(v[k]->second) * factor))};
}

/* Counts the values of some slots until its time is up. */
void
count_values(const Xapian::Database &db, const std::vector<Xapian::docid> &docs,
             const kho_search &what, kho_arena *arena, kho_results *out)
{
    const uint64_t deadline = what.count_us == 0 ? 0 : cpu_us() + what.count_us;
    std::vector<Values> values;
    size_t done = 0;

    for (size_t i = 0; i < what.n_facets; i++)
        values.emplace_back(db, what.facets[i].slot);
    while (done < docs.size() && (done == 0 || deadline == 0 || cpu_us() < deadline)) {
        const size_t end = std::min(docs.size(), done + COUNT_AT_ONCE);

        for (Values &v : values)
            for (size_t i = done; i < end; i++)
                v.count(docs[i]);
        done = end;
    }
    out->exact = out->exact && done == docs.size();
    for (size_t i = 0; i < what.n_facets; i++)
        give(values[i].all(),
             done == 0 ? 1 : static_cast<double>(docs.size()) / static_cast<double>(done), arena,
             &what.facets[i]);
}

/* The same where a database is on another machine: counted there, all of them. */
void
count_far(const kho_search &what, matching &m, kho_arena *arena, kho_results *out)
{
    std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> spies;
    Xapian::Enquire enquire(m.db);

    for (size_t i = 0; i < what.n_facets; i++) {
        spies.push_back(std::make_unique<Xapian::ValueCountMatchSpy>(what.facets[i].slot));
        enquire.add_matchspy(spies.back().get());
    }
    enquire.set_query(to_query(*what.query, false, m));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    out->total = enquire.get_mset(0, 0, m.db.get_doccount()).get_matches_estimated();
    out->exact = true;
    for (size_t i = 0; i < what.n_facets; i++) {
        counts values;

        for (auto v = spies[i]->values_begin(); v != spies[i]->values_end(); ++v)
            values[*v] = v.get_termfreq();
        give(values, 1, arena, &what.facets[i]);
    }
}

/* A part of the hits that are wanted: so many, where skip come before them. */
struct window {
    Xapian::doccount skip, max;
};

void
add_hits(const Xapian::MSet &found, const kho_search &what, kho_arena *arena, kho_results *out)
{
    for (auto i = found.begin(); i != found.end(); ++i) {
        kho_hit &h = out->hits[out->n++];

        h = {*i, i.get_weight(), {nullptr, 0}};
        if (what.want_data)
            h.data = dup(arena, i.get_document().get_value(DATA));
    }
}

/* Upwards by a slot where a database is on another machine, which takes no keys of ours: those with
 * a value, and behind them those without. */
void
sorted_far(Xapian::Enquire &enquire, const Xapian::Query &query, const kho_search &what,
           kho_arena *arena, kho_results *out, Xapian::doccount documents)
{
    using Q = Xapian::Query;
    const Q has(Q::OP_VALUE_GE, what.sort_slot, "\1");
    window w = {what.first, what.max};
    Xapian::MSet found;

    out->hits = array<kho_hit>(arena, std::min<Xapian::doccount>(what.max, documents));
    enquire.set_sort_by_value_then_relevance(what.sort_slot, false);
    for (const auto op : {Q::OP_FILTER, Q::OP_AND_NOT}) {
        enquire.set_query(Q(op, query, has));
        found = enquire.get_mset(w.skip, w.max, documents);
        add_hits(found, what, arena, out);
        out->total += found.get_matches_estimated();
        w.skip -= std::min(w.skip, found.get_matches_estimated());
        w.max -= found.size();
    }
    out->exact = true;
}

void
search_once(matching &m, const kho_search &what, kho_arena *arena, kho_results *out)
{
    Xapian::Enquire enquire(m.db);
    Xapian::MultiValueKeyMaker key; /* used by enquire until the end */
    const Xapian::Query query = to_query(*what.query, true, m);
    bool cut = false;

    *out = kho_results{};
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BM25Weight(K1, 0, 3, B, MIN_LENGTH));
    if (what.sort == KHO_SORT_SLOT_DOWN) {
        enquire.set_sort_by_value_then_relevance(what.sort_slot, true);
    } else if (what.sort == KHO_SORT_SLOT_UP) {
        key.add_value(what.sort_slot, false, "\xff"); /* those without a value come last */
        enquire.set_sort_by_key_then_relevance(&key, false);
    }
    if (m.plain && what.sort == KHO_SORT_SLOT_UP) {
        sorted_far(enquire, query, what, arena, out, m.db.get_doccount());
    } else {
        const Xapian::MSet found = enquire.get_mset(what.first, what.max);

        out->total = found.get_matches_estimated();
        out->exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
        out->hits = array<kho_hit>(arena, found.size());
        add_hits(found, what, arena, out);
    }
    for (const auto &b : m.bags)
        cut = cut || b.second->cut;
    if (m.plain && (what.n_facets != 0 || (what.exact && !out->exact))) {
        count_far(what, m, arena, out);
    } else if (what.n_facets != 0 || (what.exact && !out->exact)) {
        m.found = all_matches(*what.query, m);
        out->total = m.found.size();
        out->exact = true;
        count_values(m.db, m.found, what, arena, out);
    }
    out->exact = out->exact && !cut;
}

/* *found: all that matches, when values were counted.  *bag: the only bag of the query, where it is
 * known which documents have which of its words. */
void
search(const Xapian::Database &db, const kho_search &what, kho_arena *arena, kho_results *out,
       Lengths *lengths, std::shared_ptr<const Bag> *bag, std::vector<Xapian::docid> *found)
{
    matching m{db, lengths, what.match_us == 0 ? 0 : cpu_us() + what.match_us, false, {}, {}};

    try {
        search_once(m, what, arena, out);
    } catch (const Xapian::UnimplementedError &) {
        m.plain = true;
        m.bags.clear();
        search_once(m, what, arena, out);
    }
    *found = std::move(m.found);
    bag->reset();
    if (m.bags.size() == 1 && m.bags.front().second->only() != nullptr)
        *bag = m.bags.front().second;
}

/* -- checking -------------------------------------------------------------- */

/* Read every block there is something in. */
void
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
std::string
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
kho_sv
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

/* -- joining --------------------------------------------------------------- */

/* How many databases may be open at once; each takes up to seven descriptors. */
size_t
open_at_once()
{
    struct rlimit lim;

    if (getrlimit(RLIMIT_NOFILE, &lim) != 0 || lim.rlim_cur == RLIM_INFINITY)
        return 128;
    return std::clamp<size_t>(static_cast<size_t>(lim.rlim_cur) / 8 - 8, 8, 128);
}

void
compact(const std::vector<std::string> &from, const std::string &to)
{
    Xapian::Database all;

    for (const std::string &p : from)
        all.add_database(Xapian::Database(p, Xapian::DB_BACKEND_GLASS));
    all.compact(to, Xapian::Compactor::FULL, 0);
    for (const std::string &p : from)
        fs::remove_all(p);
}

/* One database out of many; sources other than keep (may be empty) are removed on the way. */
void
join_into(std::vector<std::string> from, const std::string &keep, const std::string &tmp,
          const std::string &to)
{
    const size_t many = open_at_once();
    unsigned round = 0;

    while (from.size() + 1 > many) { /* join as few as needed beforehand: those are written twice */
        const size_t n = std::min(many, from.size() + 2 - many);
        const std::string part = tmp + "/join" + std::to_string(round++);
        const auto cut = from.begin() + static_cast<std::ptrdiff_t>(n);

        compact({from.begin(), cut}, part);
        from.erase(from.begin(), cut);
        from.push_back(part);
    }
    Xapian::Database all(keep, Xapian::DB_BACKEND_GLASS);
    for (const std::string &p : from)
        all.add_database(Xapian::Database(p, Xapian::DB_BACKEND_GLASS));
    all.compact(to, Xapian::Compactor::FULL, 0);
}

} // namespace

/* -- the calls of store.h --------------------------------------------------- */

extern "C" kho_status
kho_store_open(kho_store **out, const char *dir, kho_store_mode mode, kho_err *err) noexcept
{
    *out = nullptr;
    return guarded(err, [&]() -> kho_status {
        auto s = std::make_unique<kho_store>();
        const std::string parent = dir;
        kho_status st;

        s->dir = parent + "/" + std::to_string(KHO_STORE_VERSION);
        s->tmp = s->dir + "/tmp";
        s->writable = mode == KHO_STORE_WRITE || mode == KHO_STORE_CREATE;
        for (auto &l : s->lengths)
            l = std::make_shared<Lengths>();
        if (mode == KHO_STORE_CREATE)
            fs::create_directories(s->dir);
        if (mode != KHO_STORE_CREATE && !fs::exists(s->dir + "/" + STUB[KHO_DB_PLANS])) {
            if (!fs::exists(s->dir) && other_version(parent))
                return kho_fail(err, KHO_SCHEMA, "'%s' is of another version of kho; index again",
                                dir);
            return kho_fail(err, KHO_NOTFOUND, "no index in '%s'", dir);
        }
        st = mode == KHO_STORE_STILL ? keep_still(*s, err) : KHO_OK;
        if (st == KHO_OK)
            st = s->writable ? open_for_writing(*s, mode, err) : open_for_reading(*s, err);
        if (st == KHO_OK)
            *out = s.release();
        return st;
    });
}

extern "C" void
kho_store_close(kho_store *s) noexcept
{
    (void)guarded(nullptr, [&] {
        if (s != nullptr && s->writable)
            for (Xapian::WritableDatabase &w : s->wdb) {
                /* Closing would commit: what was not committed is dropped. */
                w.begin_transaction(false);
                w.cancel_transaction();
            }
        return KHO_OK;
    });
    (void)guarded(nullptr, [&] {
        delete s;
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_put(kho_store *s, kho_store_db db, const kho_store_doc *doc, kho_err *err) noexcept
{
    return guarded(err, [&]() -> kho_status {
        Xapian::WritableDatabase &w = s->wdb[db];
        const std::string key = str(doc->key);
        Xapian::Document made;
        const kho_status st = fill_document(made, *doc, err);

        if (st != KHO_OK)
            return st;
        const Xapian::PostingIterator there = w.postlist_begin(key);
        if (there != w.postlist_end(key)) {
            Xapian::Document old = w.get_document(*there);

            if (become(old, made)) {
                w.replace_document(*there, old);
                return KHO_OK;
            }
        }
        w.replace_document(key, made);
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_erase(kho_store *s, kho_store_db db, kho_sv term, kho_err *err) noexcept
{
    return guarded(err, [&]() -> kho_status {
        if (!term_ok(term))
            return kho_fail(err, KHO_ARG, "bad term of %zu bytes", term.n);
        s->wdb[db].delete_document(str(term));
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_commit(kho_store *s, kho_err *err) noexcept
{
    return guarded(err, [&] {
        s->wdb[KHO_DB_TASKS].commit();
        s->wdb[KHO_DB_PLANS].commit();
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_meta_set(kho_store *s, kho_sv name, kho_sv value, kho_err *err) noexcept
{
    return guarded(err, [&]() -> kho_status {
        if (!term_ok(name))
            return kho_fail(err, KHO_ARG, "bad metadata name of %zu bytes", name.n);
        s->wdb[KHO_DB_PLANS].set_metadata(str(name), str(value));
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_meta_get(kho_store *s, kho_sv name, kho_arena *arena, kho_sv *value,
                   kho_err *err) noexcept
{
    return reading(s, false, err, [&] {
        const std::string v = s->db[KHO_DB_PLANS].get_metadata(str(name));

        *value = v.empty() ? kho_sv{nullptr, 0} : dup(arena, v);
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_meta_next(kho_store *s, kho_sv prefix, kho_arena *arena, kho_sv *name,
                    kho_err *err) noexcept
{
    return reading(s, false, err, [&] {
        const Xapian::Database &db = s->db[KHO_DB_PLANS];
        auto i = db.metadata_keys_begin(str(prefix));
        const auto end = db.metadata_keys_end(str(prefix));

        if (name->p != nullptr) {
            i.skip_to(str(*name));
            if (i != end && *i == str(*name))
                ++i;
        }
        if (i == end)
            return KHO_DONE;
        *name = dup(arena, *i);
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_search(kho_store *s, kho_store_db db, const kho_search *what, kho_arena *arena,
                 kho_results *out, kho_err *err) noexcept
{
    *out = kho_results{};
    (void)guarded(nullptr, [&] { /* the newest state if it can be had */
                                 refresh(*s);
                                 return KHO_OK;
    });
    return reading(s, false, err, [&] {
        s->counted = nullptr;
        search(s->db[db], *what, arena, out, s->lengths[db].get(), &s->bag, &s->found);
        if (what->n_facets != 0 && db == KHO_DB_PLANS && out->total == s->found.size())
            s->counted = what->query;
        if (db != KHO_DB_PLANS)
            s->bag.reset();
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_matches(kho_store *s, kho_store_db db, const kho_node *query, kho_arena *arena,
                  uint32_t **docids, size_t *n, kho_err *err) noexcept
{
    *n = 0;
    return reading(s, true, err, [&] {
        matching m{s->db[db], s->lengths[db].get(), 0, false, {}, {}};
        std::vector<Xapian::docid> all;

        try {
            all = db == KHO_DB_PLANS && s->counted == query ? s->found : all_matches(*query, m);
        } catch (const Xapian::UnimplementedError &) {
            m.plain = true;
            all = all_matches(*query, m);
        }
        *docids = array<uint32_t>(arena, all.size());
        std::copy(all.begin(), all.end(), *docids);
        *n = all.size();
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_positions(kho_store *s, const kho_positions_of *of, kho_arena *arena, kho_positions *out,
                    uint32_t *doclens, kho_err *err) noexcept
{
    return reading(s, true, err, [&] {
        const Xapian::Database &d = s->db[of->db];
        const Bag *const bag = of->db == KHO_DB_PLANS ? s->bag.get() : nullptr;
        const uint32_t *const docids = of->docids;
        std::vector<size_t> order(of->n_docs);
        std::vector<Bag::words> may(of->n_docs);
        std::vector<uint32_t> list;

        /* Term by term and docid by docid is the order of the table. */
        for (size_t i = 0; i < of->n_docs; i++)
            order[i] = i;
        std::sort(order.begin(), order.end(),
                  [&](size_t a, size_t b) { return docids[a] < docids[b]; });
        for (const size_t i : order) {
            may[i] = bag == nullptr ? Bag::words().set() : bag->may_have(docids[i]);
            if (doclens != nullptr)
                doclens[i] = d.get_doclength(docids[i]);
        }
        for (size_t j = 0; j < of->n_terms; j++) {
            const std::string term = str(of->terms[j]);
            const size_t place = bag == nullptr ? KHO_BAG_WORDS : bag->place(term);

            for (const size_t i : order) {
                list.clear();
                if (place == KHO_BAG_WORDS || may[i][place]) {
                    const auto end = d.positionlist_end(docids[i], term);
                    for (auto p = d.positionlist_begin(docids[i], term);
                         p != end && list.size() < of->max; ++p)
                        list.push_back(*p);
                }
                uint32_t *copy = array<uint32_t>(arena, list.size());
                std::copy(list.begin(), list.end(), copy);
                out[i * of->n_terms + j] = {copy, static_cast<uint32_t>(list.size())};
            }
        }
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_get(kho_store *s, kho_store_db db, kho_sv term, kho_arena *arena, kho_sv *data,
              kho_err *err) noexcept
{
    return reading(s, false, err, [&]() -> kho_status {
        const Xapian::Database &d = s->db[db];
        const auto i = d.postlist_begin(str(term));

        if (i == d.postlist_end(str(term)))
            return kho_fail(err, KHO_NOTFOUND, "no document has '%.*s'",
                            static_cast<int>(std::min<size_t>(term.n, 80)), term.p);
        *data = dup(arena, d.get_document(*i).get_value(DATA));
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_terms(kho_store *s, kho_store_db db, kho_sv prefix, kho_sv from, kho_arena *arena,
                kho_terms *out, kho_err *err) noexcept
{
    return reading(s, false, err, [&] {
        const Xapian::Database &d = s->db[db];
        auto i = d.allterms_begin(str(prefix));

        if (from.n != 0)
            i.skip_to(str(from));
        for (out->n = 0; out->n < out->max && i != d.allterms_end(str(prefix)); ++i)
            out->term[out->n++] = {dup(arena, *i), i.get_termfreq()};
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_freqs(kho_store *s, kho_store_db db, const kho_sv *terms, size_t n, uint32_t *docs,
                kho_err *err) noexcept
{
    return reading(s, false, err, [&] {
        for (size_t i = 0; i < n; i++)
            docs[i] = s->db[db].get_termfreq(str(terms[i]));
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_has(kho_store *s, kho_store_db db, const uint32_t *docids, size_t n, const kho_sv *terms,
              size_t n_terms, bool *has, kho_err *err) noexcept
{
    return reading(s, true, err, [&] {
        const Xapian::Database &d = s->db[db];
        std::vector<size_t> order(n);

        for (size_t i = 0; i < n; i++)
            order[i] = i;
        std::sort(order.begin(), order.end(),
                  [&](size_t a, size_t b) { return docids[a] < docids[b]; });
        std::fill(has, has + n * n_terms, false);
        for (size_t j = 0; j < n_terms; j++) {
            if (terms[j].n == 0)
                continue;
            auto p = d.postlist_begin(str(terms[j]));
            const auto end = d.postlist_end(str(terms[j]));

            for (size_t i = 0; i < n && p != end; i++) {
                p.skip_to(docids[order[i]]);
                has[order[i] * n_terms + j] = p != end && *p == docids[order[i]];
            }
        }
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_postings(kho_store *s, kho_store_db db, kho_sv term, uint32_t after, kho_docids *out,
                   kho_err *err) noexcept
{
    return reading(s, after != 0, err, [&] {
        const Xapian::Database &d = s->db[db];
        auto i = d.postlist_begin(str(term));
        const auto end = d.postlist_end(str(term));

        out->n = 0;
        if (after != 0)
            i.skip_to(after + 1);
        for (; out->n < out->max && i != end; ++i)
            out->docid[out->n++] = *i;
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_data(kho_store *s, kho_store_db db, uint32_t docid, kho_arena *arena, kho_sv *data,
               kho_err *err) noexcept
{
    return reading(s, true, err, [&] {
        *data = dup(arena, s->db[db].get_document(docid).get_value(DATA));
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_info(kho_store *s, struct kho_store_info *out, kho_err *err) noexcept
{
    return reading(s, false, err, [&] {
        const Xapian::Database &d = s->db[KHO_DB_PLANS];
        const std::string uuid = d.get_uuid();

        *out = {};
        refresh(*s);
        out->plans = d.get_doccount();
        out->tasks = s->db[KHO_DB_TASKS].get_doccount();
        out->average_length = d.get_avlength();
        (void)uuid.copy(out->uuid, sizeof out->uuid - 1);
        try {
            /* A new generation starts with small revisions, but has another uuid. */
            out->revision = d.get_revision() + s->db[KHO_DB_TASKS].get_revision();
        } catch (const Xapian::InvalidOperationError &) { /* several databases have none */
            out->revision = d.get_lastdocid() + d.get_total_length();
        } catch (const Xapian::UnimplementedError &) { /* nor has one on another machine */
            out->revision = d.get_lastdocid() + d.get_total_length();
        }
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_bytes(kho_store *s, uint64_t *bytes, kho_err *err) noexcept
{
    *bytes = 0;
    return guarded(err, [&] {
        const unsigned long n =
            stub_generation(slurp(s->dir + "/" + STUB[KHO_DB_PLANS]), KHO_DB_PLANS);

        if (n != 0)
            for (const auto &e : fs::recursive_directory_iterator(generation_dir(*s, n)))
                if (e.is_regular_file())
                    *bytes += e.file_size();
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_check(const char *dir, kho_arena *arena, kho_sv damage[2], kho_err *err) noexcept
{
    return guarded(err, [&]() -> kho_status {
        kho_store s;

        s.dir = std::string(dir) + "/" + std::to_string(KHO_STORE_VERSION);
        const std::string stub = slurp(s.dir + "/" + STUB[KHO_DB_PLANS]);
        const unsigned long n = stub_generation(stub, KHO_DB_PLANS);

        if (!fs::exists(s.dir + "/" + STUB[KHO_DB_PLANS]))
            return kho_fail(err, KHO_NOTFOUND, "no index in '%s'", dir);
        if (n == 0 && names_database(stub))
            return kho_fail(err, KHO_ARG, "'%s' joins other indexes: check each of them", dir);
        for (int i = 0; i < DBS; i++)
            damage[i] = n == 0 ? dup(arena, "the file that names it is damaged")
                               : check_tables(generation_dir(s, n) + "/" + SUB[i], arena);
        return KHO_OK;
    });
}

/* -- large builds ------------------------------------------------------------ */

extern "C" kho_status
kho_shard_new(kho_shard **out, const char *dir, kho_err *err) noexcept
{
    *out = nullptr;
    return guarded(err, [&] {
        auto sh = std::make_unique<kho_shard>();

        sh->dir = dir;
        fs::remove_all(sh->dir);
        fs::create_directories(sh->dir);
        *out = sh.release();
        return KHO_OK;
    });
}

extern "C" kho_status
kho_shard_put(kho_shard *sh, kho_store_db db, const kho_store_doc *doc, kho_err *err) noexcept
{
    return guarded(err, [&]() -> kho_status {
        Xapian::Document made;
        const kho_status st = fill_document(made, *doc, err);

        if (st != KHO_OK)
            return st;
        if (!sh->used[db]) {
            /* Not synced: a shard is worth nothing after a crash. */
            sh->db[db] = Xapian::WritableDatabase(sh->dir + "/" + SUB[db],
                                                  Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS |
                                                      Xapian::DB_NO_SYNC);
            sh->used[db] = true;
        }
        (void)sh->db[db].add_document(made);
        return KHO_OK;
    });
}

extern "C" kho_status
kho_shard_close(kho_shard *sh, bool keep, kho_err *err) noexcept
{
    const std::unique_ptr<kho_shard> owned(sh);

    return guarded(err, [&] {
        for (int i = 0; i < DBS; i++) {
            if (!sh->used[i])
                continue;
            if (keep) {
                sh->db[i].commit();
            } else {
                sh->db[i].begin_transaction(false);
                sh->db[i].cancel_transaction();
            }
            sh->db[i].close();
        }
        if (!keep)
            fs::remove_all(sh->dir);
        return KHO_OK;
    });
}

extern "C" const char *
kho_store_tmp(kho_store *s) noexcept
{
    (void)guarded(nullptr, [&] {
        fs::remove_all(s->tmp);
        fs::create_directories(s->tmp);
        return KHO_OK;
    });
    return s->tmp.c_str();
}

extern "C" kho_status
kho_store_join(kho_store *s, const char *const *shards, size_t n, kho_err *err) noexcept
{
    const unsigned long next = s->generation + 1;
    kho_status st = guarded(err, [&]() -> kho_status {
        const std::string old = generation_dir(*s, s->generation), fresh = generation_dir(*s, next);
        kho_status done;

        fs::remove_all(fresh);
        fs::create_directories(fresh);
        for (int i = 0; i < DBS; i++) {
            std::vector<std::string> from;

            for (size_t k = 0; k < n; k++) {
                const std::string p = std::string(shards[k]) + "/" + SUB[i];

                if (fs::exists(p))
                    from.push_back(p);
            }
            join_into(from, old + "/" + SUB[i], s->tmp, fresh + "/" + SUB[i]);
        }
        done = sync_tree(fresh, err);
        return done == KHO_OK ? write_stub(s->dir, KHO_DB_PLANS, next, err) : done;
    });

    if (st != KHO_OK) {
        (void)guarded(nullptr, [&] { /* what cannot be used must not fill the disk */
                                     if (stub_generation(slurp(s->dir + "/" + STUB[KHO_DB_PLANS]),
                                                         KHO_DB_PLANS) != next)
                                         fs::remove_all(generation_dir(*s, next));
                                     return KHO_OK;
        });
        return st;
    }
    return guarded(err, [&] { /* From here on the new generation is the index. */
                              const std::string old = generation_dir(*s, s->generation);

                              s->generation = next;
                              open_writers(*s);
                              st = write_stub(s->dir, KHO_DB_TASKS, next, err);
                              fs::remove_all(old);
                              fs::remove_all(s->tmp);
                              for (size_t k = 0; k < n; k++)
                                  fs::remove_all(shards[k]);
                              return st;
    });
}
