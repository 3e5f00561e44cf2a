/* table.hh - a table of Xapian's format glass, written in one go from entries that come in order:
 * blocks from left to right, then the blocks that lead to them.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_TABLE_HH
#define KHO_STORE_TABLE_HH

#include "packing.hh"

#include <string_view>

namespace inside
{

constexpr size_t BLOCK = 8192; /* bytes */

[[noreturn]] inline void
cannot_write(const std::string &path)
{
    throw fs::filesystem_error("cannot write", path, {errno, std::generic_category()});
}

inline void
write_all(int fd, const std::string &path, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t n = write(fd, bytes.data(), bytes.size());

        if (n < 0 && errno != EINTR)
            cannot_write(path);
        bytes.remove_prefix(n < 0 ? 0 : static_cast<size_t>(n));
    }
}

/* Where the root of a table is. */
struct Root {
    uint32_t block = 0;
    unsigned level = 0;
    uint64_t entries = 0;
    bool none = true; /* the table is empty and has no block */
};

class Table
{
  public:
    /* lazy: an empty table need not have a file. */
    Table(std::string to, bool lazy) : path(std::move(to))
    {
        if (!lazy)
            create();
    }

    /* Keys ascend.  deflated: so is the tag. */
    void add(std::string_view key, std::string_view tag, bool deflated = false)
    {
        unsigned part = 1;

        if (file.fd < 0)
            create();
        if (root.entries++ == 0) { /* the leftmost block begins with an entry without a key */
            begin(0);
            put_leaf({}, 1, {}, true, false);
        }
        do {
            const size_t head = LEAF_HEAD + key.size() + (part > 1 ? PART : 0);

            if (head + tag.size() > room() && (tag.size() < PIECE || room() < head + PIECE)) {
                end();
                dividers.push_back({divider(key), part, blocks});
                begin(0);
            }
            const size_t n = std::min(tag.size(), room() - head);

            put_leaf(key, part, tag.substr(0, n), n == tag.size(), deflated);
            tag.remove_prefix(n);
            part++;
        } while (!tag.empty());
        last.assign(key);
    }

    Root finish()
    {
        if (root.entries > 0) {
            end();
            dividers.insert(dividers.begin(), Divider{{}, 0, 0});
            while (dividers.size() > 1)
                next_level();
            root.block = dividers[0].block;
            root.none = false;
        }
        if (file.fd >= 0)
            write_all(file.fd, path, out);
        out.clear();
        return root;
    }

  private:
    /* In front of a key: length of the entry, or the block it leads to; length of the key. */
    static constexpr size_t LEAF_HEAD = 3, BRANCH_HEAD = 5, PART = 2, PLACE = 2, FIRST_PLACE = 11;
    static constexpr size_t PIECE = 256; /* a tag is not cut for less */
    static constexpr size_t HELD_MAX = size_t{1} << 18;
    static constexpr unsigned DEFLATED = 0x8000, LAST = 0x4000, FIRST = 0x2000, LEAST = 3;
    static constexpr unsigned REVISION = 1;

    /* The first key of a block, as far as it differs from the one before it. */
    struct Divider {
        std::string key;
        unsigned part;
        uint32_t block;
    };

    void create()
    {
        file.fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (file.fd < 0)
            cannot_write(path);
    }

    size_t room() const
    {
        const size_t free = lowest - places;

        return free < PLACE ? 0 : free - PLACE;
    }

    void put2(size_t at, size_t value)
    {
        block[at] = static_cast<char>(value >> 8);
        block[at + 1] = static_cast<char>(value);
    }

    void put4(size_t at, uint32_t value)
    {
        put2(at, value >> 16);
        put2(at + 2, value & 0xffff);
    }

    void begin(unsigned level)
    {
        std::memset(block, 0, sizeof block);
        put4(0, REVISION);
        block[4] = static_cast<char>(level);
        places = FIRST_PLACE;
        lowest = BLOCK;
    }

    void end()
    {
        put2(5, lowest - places);
        put2(7, lowest - places);
        put2(9, places);
        out.append(block, sizeof block);
        blocks++;
        if (out.size() >= HELD_MAX) {
            write_all(file.fd, path, out);
            out.clear();
        }
    }

    /* Room for an entry of so many bytes, and its place: where it begins. */
    size_t take(size_t bytes)
    {
        lowest -= bytes;
        put2(places, lowest);
        places += PLACE;
        return lowest;
    }

    void put_key(size_t at, std::string_view key)
    {
        block[at] = static_cast<char>(key.size());
        if (!key.empty())
            std::memcpy(block + at + 1, key.data(), key.size());
    }

    void put_leaf(std::string_view key, unsigned part, std::string_view tag, bool is_last,
                  bool deflated)
    {
        const size_t head = LEAF_HEAD + key.size() + (part > 1 ? PART : 0),
                     size = head + tag.size();
        const size_t at = take(size);

        put2(at, (size - LEAST) | (deflated ? DEFLATED : 0) | (is_last ? LAST : 0) |
                     (part == 1 ? FIRST : 0));
        put_key(at + 2, key);
        if (part > 1)
            put2(at + LEAF_HEAD + key.size(), part);
        if (!tag.empty())
            std::memcpy(block + at + head, tag.data(), tag.size());
    }

    void put_branch(const Divider &d)
    {
        const size_t at = take(BRANCH_HEAD + d.key.size() + PART);

        put4(at, d.block);
        put_key(at + 4, d.key);
        put2(at + BRANCH_HEAD + d.key.size(), d.part);
    }

    std::string divider(std::string_view key) const
    {
        size_t n = 0;

        while (n < key.size() && n < last.size() && key[n] == last[n])
            n++;
        return std::string(key.substr(0, n + 1));
    }

    void next_level()
    {
        std::vector<Divider> above;

        root.level++;
        for (Divider &d : dividers) {
            if (above.empty() || room() < BRANCH_HEAD + d.key.size() + PART) {
                if (!above.empty())
                    end();
                above.push_back({above.empty() ? std::string() : d.key, d.part, blocks});
                begin(root.level);
                d = {{}, 0, d.block};
            }
            put_branch(d);
        }
        end();
        dividers = std::move(above);
    }

    const std::string path;
    descriptor file;
    Root root;
    char block[BLOCK];
    size_t places = 0, lowest = 0; /* of the block: end of the places, begin of the entries */
    uint32_t blocks = 0;           /* so many are through */
    std::string out, last;         /* blocks to be written; the last key */
    std::vector<Divider> dividers;
};

} // namespace inside
#endif
