/* opening.hh - opening an index to read or to write: lock, generations, what a killed writer left.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_OPENING_HH
#define KHO_STORE_OPENING_HH

#include "files.hh"

namespace inside
{

/* What the terms and slots of an index mean; another text means that it has to be built anew. */
inline std::string
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

inline kho_status
check_fields(const kho_store &s, kho_err *err)
{
    if (s.db.get_metadata(META_FIELDS) == fields_text())
        return KHO_OK;
    return kho_fail(err, KHO_SCHEMA, "'%s' was built with other fields; index again",
                    s.dir.c_str());
}

/* What was found in a state that is left. */
inline void
forget(kho_store &s)
{
    s.counted = nullptr;
    s.found.clear();
    s.bag.reset();
}

inline void
open_readers(kho_store &s)
{
    const std::string stub = s.dir + "/" + STUB;
    look now{};

    (void)look_at(stub, &now);
    s.db = Xapian::Database(stub, Xapian::DB_BACKEND_STUB);
    s.seen = now;
    s.epoch++;
    forget(s);
}

inline void
open_writers(kho_store &s)
{
    s.wdb = Xapian::WritableDatabase(generation_dir(s, s.generation),
                                     Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS);
    s.db = s.wdb;
    s.epoch++;
}

/* Who wrote last, and does when the lock is held. */
inline std::string
lock_pid(const std::string &path)
{
    const std::string pid = slurp(path);

    return pid.empty() ? "?" : pid.substr(0, pid.find('\n'));
}

/* Keep writers out.  Where nobody can write there is no lock file and need not be one. */
inline kho_status
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

inline kho_status
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
inline void
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

inline kho_status
create_empty(kho_store &s, kho_err *err)
{
    s.generation = 1;
    fs::remove_all(generation_dir(s, 1));
    {
        Xapian::WritableDatabase w(generation_dir(s, 1),
                                   Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);

        w.set_metadata(META_FIELDS, fields_text());
        w.commit();
    }
    /* The stub last: where it is, there is an index. */
    return write_stub(s.dir, 1, err);
}

inline kho_status
open_for_writing(kho_store &s, kho_store_mode mode, kho_err *err)
{
    const std::string stub = s.dir + "/" + STUB;
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
    s.generation = stub_generation(slurp(stub));
    if (s.generation == 0 && !names_database(slurp(stub)))
        return kho_fail(err, KHO_CORRUPT, "'%s' does not name an index", stub.c_str());
    if (s.generation == 0)
        return kho_fail(err, KHO_ARG, "'%s' joins other indexes and cannot be written",
                        s.dir.c_str());
    remove_leftovers(s);
    open_writers(s);
    return check_fields(s, err);
}

inline kho_status
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
inline bool
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

} // namespace inside
#endif
