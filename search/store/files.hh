/* files.hh - small files beside the databases: stubs that name a generation, syncing.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_FILES_HH
#define KHO_STORE_FILES_HH

#include "inside.hh"

namespace inside
{

inline kho_status
io_fail(kho_err *err, const char *what, const std::string &path)
{
    return kho_fail(err, KHO_IO, "cannot %s '%s': %s", what, path.c_str(), std::strerror(errno));
}

inline kho_status
sync_path(const std::string &path, kho_err *err)
{
    const descriptor d{open(path.c_str(), O_RDONLY | O_CLOEXEC)};

    if (d.fd < 0 || fsync(d.fd) != 0)
        return io_fail(err, "sync", path);
    return KHO_OK;
}

inline kho_status
sync_tree(const std::string &path, kho_err *err)
{
    kho_status st = KHO_OK;

    for (const auto &e : fs::recursive_directory_iterator(path))
        if (st == KHO_OK)
            st = sync_path(e.path(), err);
    return st == KHO_OK ? sync_path(path, err) : st;
}

/* All of a small file; an empty string when it cannot be read. */
inline std::string
slurp(const std::string &path)
{
    const descriptor d{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    char b[4096];
    const ssize_t n = d.fd < 0 ? 0 : read(d.fd, b, sizeof b);

    return std::string(b, n > 0 ? static_cast<size_t>(n) : 0);
}

inline kho_status
write_stub(const std::string &dir, unsigned long generation, kho_err *err)
{
    const std::string path = dir + "/" + STUB, fresh = path + ".new";
    const std::string line = "glass g" + std::to_string(generation) + "\n";

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

/* "glass g3" -> 3; 0 when the stub is not one that kho wrote. */
inline unsigned long
stub_generation(const std::string &text)
{
    char *end = nullptr;
    unsigned long n;

    if (text.compare(0, 7, "glass g") != 0)
        return 0;
    n = std::strtoul(text.c_str() + 7, &end, 10);
    return std::strcmp(end, "\n") == 0 ? n : 0;
}

/* Is it a stub at all, perhaps of several databases? */
inline bool
names_database(const std::string &stub)
{
    return stub.find("auto ") != std::string::npos || stub.find("glass ") != std::string::npos;
}

inline std::string
generation_dir(const kho_store &s, unsigned long n)
{
    return s.dir + "/g" + std::to_string(n);
}

} // namespace inside
#endif
