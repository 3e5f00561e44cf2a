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
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <new>
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
constexpr uint64_t COUNT_ALWAYS = 4096; /* matches that are counted however long it takes */
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
/* Counting took longer than it may. */
struct out_of_time {
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
    Xapian::Database fresh[DBS];
    look now{};

    (void)look_at(s.dir + "/" + STUB[KHO_DB_PLANS], &now);
    for (int i = 0; i < DBS; i++)
        fresh[i] = Xapian::Database(s.dir + "/" + STUB[i], Xapian::DB_BACKEND_STUB);
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
        pid = slurp(path);
        return kho_fail(err, KHO_LOCKED, "'%s' is being written by process %s", s.dir.c_str(),
                        pid.empty() ? "?" : pid.substr(0, pid.find('\n')).c_str());
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
    if (s.generation == 0 && slurp(stub).find("auto ") == std::string::npos &&
        slurp(stub).find("glass ") == std::string::npos)
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

/*
 * Documents that have some terms to a given part, measured by what the terms tell (log of how rare
 * they are).  A document must then have one of the rarest few: these are walked, the others only
 * looked up.
 */
class MostOf final : public Xapian::PostingSource
{
  public:
    MostOf(std::vector<std::string> terms, double part) : terms_(std::move(terms)), part_(part)
    {
    }

    Xapian::PostingSource *clone() const override
    {
        return new MostOf(terms_, part_);
    }

#if XAPIAN_AT_LEAST(2, 0, 0)
    void reset(const Xapian::Database &db, Xapian::doccount) override
#else
    void init(const Xapian::Database &db) override
#endif
    {
        const double n = db.get_doccount();
        double rest = 0;

        lists_.clear();
        docid_ = 0;
        end_ = false;
        for (const std::string &t : terms_)
            if (const Xapian::doccount f = db.get_termfreq(t); f != 0) {
                lists_.push_back(
                    {db.postlist_begin(t), db.postlist_end(t), 0, f, std::log(1 + n / f), 0});
                lists_.back().look();
                rest += lists_.back().worth;
            }
        need_ = rest * part_ - 1e-9;
        std::sort(lists_.begin(), lists_.end(),
                  [](const list &a, const list &b) { return a.freq < b.freq; });
        walked_ = most_ = 0;
        for (list &l : lists_) {
            if (rest >= need_) {
                walked_++;
                most_ += std::min(l.freq, db.get_doccount() - most_);
            }
            rest -= l.worth;
            l.rest = rest;
        }
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return most_ / 2;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return most_;
    }
    void next(double) override
    {
        find(docid_ + 1);
    }
    void skip_to(Xapian::docid to, double) override
    {
        if (to > docid_)
            find(to);
    }
    bool at_end() const override
    {
        return end_;
    }
    Xapian::docid get_docid() const override
    {
        return docid_;
    }

  private:
    static constexpr Xapian::docid END = ~Xapian::docid(0);

    struct list {
        Xapian::PostingIterator at, end;
        Xapian::docid doc; /* *at, or END: asking the iterator is a call through two pointers */
        Xapian::doccount freq;
        double worth, rest; /* rest: of all lists behind this one */

        void look()
        {
            doc = at == end ? END : *at;
        }
        void skip_to(Xapian::docid d)
        {
            if (doc < d) {
                at.skip_to(d);
                look();
            }
        }
    };

    void find(Xapian::docid from)
    {
        for (;; from = docid_ + 1) {
            double have = 0;

            docid_ = END;
            for (size_t i = 0; i < walked_; i++) {
                lists_[i].skip_to(from);
                docid_ = std::min(docid_, lists_[i].doc);
            }
            if (docid_ == END) {
                end_ = true;
                return;
            }
            for (list &l : lists_) {
                l.skip_to(docid_);
                have += l.doc == docid_ ? l.worth : 0;
                if (have >= need_)
                    return;
                if (have + l.rest < need_)
                    break;
            }
        }
    }

    std::vector<std::string> terms_;
    double part_, need_ = 0;
    size_t walked_ = 0;
    std::vector<list> lists_;
    Xapian::doccount most_ = 0;
    Xapian::docid docid_ = 0;
    bool end_ = false;
};

std::vector<std::string>
terms_of(const kho_node &q)
{
    std::vector<std::string> out;

    for (const kho_node *k = q.kids; k != nullptr; k = k->next)
        out.push_back(str(k->term));
    return out;
}

/* Do the documents that have most of some terms have one of these anyway? */
bool
is_among(const kho_node &any, const kho_node &most)
{
    std::vector<std::string> all;

    if (any.op != KHO_OP_OR || most.op != KHO_OP_MOST || most.factor <= 0)
        return false;
    for (const kho_node *k = any.kids; k != nullptr; k = k->next)
        if (k->op == KHO_OP_TERM)
            all.push_back(str(k->term));
    for (const kho_node *k = most.kids; k != nullptr; k = k->next)
        if (std::find(all.begin(), all.end(), str(k->term)) == all.end())
            return false;
    return true;
}

/* For counting, where weights are no matter: the child that has the same documents as q; NULL:
 * there is none. */
const kho_node *
unweighed(const kho_node &q)
{
    const kho_node *const first = q.kids;

    if (q.op == KHO_OP_MAYBE || q.op == KHO_OP_SCALE || q.op == KHO_OP_CONST)
        return first;
    if (q.op == KHO_OP_FILTER && first != nullptr && first->next != nullptr &&
        first->next->next == nullptr && is_among(*first, *first->next))
        return first->next;
    return nullptr;
}

Xapian::Query
to_query(const kho_node &q, bool weighs)
{
    using Q = Xapian::Query;
    std::vector<Q> kids;

    if (const kho_node *const same = weighs ? nullptr : unweighed(q); same != nullptr)
        return to_query(*same, weighs);
    for (const kho_node *k = q.kids; k != nullptr; k = k->next)
        kids.push_back(to_query(*k, weighs));
    switch (q.op) {
    case KHO_OP_TERM:
        return Q(str(q.term));
    case KHO_OP_PREFIX:
        return Q(Q::OP_WILDCARD, str(q.term), q.limit, Q::WILDCARD_LIMIT_MOST_FREQUENT);
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
    case KHO_OP_MOST:
        return Q((new MostOf(terms_of(q), q.factor))->release());
    case KHO_OP_CONST:
        return Q(Q::OP_FILTER, Q((new Xapian::FixedWeightPostingSource(q.factor))->release()),
                 kids.at(0));
    case KHO_OP_ALL:
        return Q::MatchAll;
    case KHO_OP_NONE:
        return Q::MatchNothing;
    }
    throw Xapian::InvalidArgumentError("unknown query operator");
}

/* -- counting -------------------------------------------------------------- */

/* Counts matches and the values of some slots, until its time is up. */
class Counter final : public Xapian::MatchSpy
{
  public:
    Counter(const kho_facet *facets, size_t n, uint32_t budget_us)
        : slots_(), counts_(n), deadline_(budget_us == 0 ? 0 : now() + budget_us)
    {
        for (size_t i = 0; i < n; i++)
            slots_.push_back(facets[i].slot);
    }

    void operator()(const Xapian::Document &doc, double) override
    {
        total++;
        for (size_t i = 0; i < slots_.size(); i++) {
            std::string v = doc.get_value(slots_[i]);

            if (!v.empty())
                counts_[i][std::move(v)]++;
        }
        if (deadline_ != 0 && total >= COUNT_ALWAYS && total % 128 == 0 && now() > deadline_)
            throw out_of_time{};
    }

    /* The most frequent values; counts times factor. */
    void give(size_t i, kho_facet *f, double factor, kho_arena *arena) const
    {
        using pair = std::pair<const std::string, uint32_t>;
        std::vector<const pair *> v;
        size_t n;

        for (const pair &p : counts_[i])
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
            f->counts[k] = {
                dup(arena, v[k]->first),
                static_cast<uint32_t>(std::lround(static_cast<double>(v[k]->second) * factor))};
    }

    uint64_t total = 0;

  private:
    static uint64_t now()
    {
        struct timespec t;

        (void)clock_gettime(CLOCK_MONOTONIC, &t);
        return static_cast<uint64_t>(t.tv_sec) * 1000000 + static_cast<uint64_t>(t.tv_nsec) / 1000;
    }

    std::vector<Xapian::valueno> slots_;
    std::vector<std::unordered_map<std::string, uint32_t>> counts_;
    uint64_t deadline_;
};

/* A second run without weights: cheaper than weighing every match of the first. */
void
count_matches(const Xapian::Database &db, const kho_search &what, kho_arena *arena,
              kho_results *out)
{
    Counter spy(what.facets, what.n_facets, what.count_us);
    Xapian::Enquire enquire(db);
    double factor = 1;

    enquire.set_query(to_query(*what.query, false));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::DONT_CARE);
    enquire.add_matchspy(&spy);
    try {
        (void)enquire.get_mset(0, 0, db.get_doccount());
        out->total = spy.total;
        out->exact = true;
    } catch (const out_of_time &) {
        out->total = std::max(out->total, spy.total);
        out->exact = false;
        factor = static_cast<double>(out->total) / static_cast<double>(spy.total);
    }
    for (size_t i = 0; i < what.n_facets; i++)
        spy.give(i, &what.facets[i], factor, arena);
}

void
search(const Xapian::Database &db, const kho_search &what, kho_arena *arena, kho_results *out)
{
    Xapian::Enquire enquire(db);
    Xapian::MultiValueKeyMaker key; /* used by enquire until the end */
    Xapian::MSet m;

    *out = kho_results{};
    enquire.set_query(to_query(*what.query, true));
    enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 3, .75, .5));
    if (what.sort == KHO_SORT_SLOT_DOWN) {
        enquire.set_sort_by_value_then_relevance(what.sort_slot, true);
    } else if (what.sort == KHO_SORT_SLOT_UP) {
        key.add_value(what.sort_slot, false, "\xff"); /* those without a value come last */
        enquire.set_sort_by_key_then_relevance(&key, false);
    }
    m = enquire.get_mset(what.first, what.max);
    out->total = m.get_matches_estimated();
    out->exact = m.get_matches_lower_bound() == m.get_matches_upper_bound();
    out->hits = array<kho_hit>(arena, m.size());
    for (auto i = m.begin(); i != m.end(); ++i) {
        kho_hit &h = out->hits[out->n++];

        h = {*i, i.get_weight(), {nullptr, 0}};
        if (what.want_data)
            h.data = dup(arena, i.get_document().get_value(DATA));
    }
    if (what.n_facets != 0 || (what.exact && !out->exact))
        count_matches(db, what, arena, out);
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
        s->writable = mode != KHO_STORE_READ;
        if (mode == KHO_STORE_CREATE)
            fs::create_directories(s->dir);
        if (mode != KHO_STORE_CREATE && !fs::exists(s->dir + "/" + STUB[KHO_DB_PLANS])) {
            if (!fs::exists(s->dir) && other_version(parent))
                return kho_fail(err, KHO_SCHEMA, "'%s' is of another version of kho; index again",
                                dir);
            return kho_fail(err, KHO_NOTFOUND, "no index in '%s'", dir);
        }
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
        Xapian::Document made;
        const kho_status st = fill_document(made, *doc, err);

        if (st == KHO_OK)
            s->wdb[db].replace_document(str(doc->key), made);
        return st;
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
        for (Xapian::WritableDatabase &w : s->wdb)
            w.commit();
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
        search(s->db[db], *what, arena, out);
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_positions(kho_store *s, const kho_positions_of *of, kho_arena *arena, kho_positions *out,
                    uint32_t *doclens, kho_err *err) noexcept
{
    return reading(s, true, err, [&] {
        const Xapian::Database &d = s->db[of->db];
        const uint32_t *const docids = of->docids;
        std::vector<size_t> order(of->n_docs);
        std::vector<uint32_t> list;

        /* Term by term and docid by docid is the order of the table. */
        for (size_t i = 0; i < of->n_docs; i++)
            order[i] = i;
        std::sort(order.begin(), order.end(),
                  [&](size_t a, size_t b) { return docids[a] < docids[b]; });
        for (size_t i = 0; doclens != nullptr && i < of->n_docs; i++)
            doclens[order[i]] = d.get_doclength(docids[order[i]]);
        for (size_t j = 0; j < of->n_terms; j++) {
            const std::string term = str(of->terms[j]);

            for (const size_t i : order) {
                list.clear();
                const auto end = d.positionlist_end(docids[i], term);
                for (auto p = d.positionlist_begin(docids[i], term);
                     p != end && list.size() < of->max; ++p)
                    list.push_back(*p);
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
            out->revision = d.get_lastdocid();
        }
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
    return guarded(err, [&]() -> kho_status {
        const unsigned long next = s->generation + 1;
        const std::string old = generation_dir(*s, s->generation), fresh = generation_dir(*s, next);
        kho_status st;

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
        st = sync_tree(fresh, err);
        if (st == KHO_OK)
            st = write_stub(s->dir, KHO_DB_PLANS, next, err);
        if (st != KHO_OK)
            return st;
        /* From here on the new generation is the index. */
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
