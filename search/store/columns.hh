/* columns.hh - lengths and counted values of all documents, by docid, each in one piece.
 * A part of store.cc, which alone includes it.
 *
 * Xapian keeps them too, but gives them out document by document, which takes ten times as long
 * when a search finds many.  A column is metadata, "column:SLOT", made when a run ends
 * (kho_store_columns) and used only in the state it was made of:
 *
 *   "KC1" | revision (8) | last docid (4) | bytes an item (1: 1, 2, 4) | values (4)
 *   end of each value in what follows (4 each) | values | an item for each docid from 0 on
 *
 * Numbers are little-endian.  An item is the place of a value, from 1 on, 0: none; of the lengths,
 * which have no values, the length itself.
 */
#ifndef KHO_STORE_COLUMNS_HH
#define KHO_STORE_COLUMNS_HH

#include "inside.hh"

#include <optional>

namespace inside
{

constexpr Xapian::valueno LENGTHS = 99;         /* stands for a slot */
constexpr Xapian::doccount COLUMNS_FROM = 2000; /* documents; with fewer they save nothing */
constexpr Xapian::docid COLUMNS_TO = 16 << 20;
constexpr char COLUMN[] = "KC1";
constexpr size_t COLUMN_HEAD = 3 + 8 + 4 + 1 + 4;

inline std::string
column_name(Xapian::valueno slot)
{
    return "column:" + std::to_string(slot);
}

inline void
put_number(std::string &to, uint64_t n, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        to.push_back(static_cast<char>(n >> 8 * i & 0xff));
}

inline uint64_t
number_at(const char *p, unsigned bytes)
{
    uint64_t n = 0;

    for (unsigned i = 0; i < bytes; i++)
        n |= uint64_t{static_cast<unsigned char>(p[i])} << 8 * i;
    return n;
}

class Column
{
  public:
    /* Any bytes are safe: false when they are not a column of this revision. */
    bool take(std::string raw, uint64_t revision)
    {
        raw_ = std::move(raw);
        if (raw_.size() < COLUMN_HEAD || raw_.compare(0, 3, COLUMN) != 0 ||
            number_at(raw_.data() + 3, 8) != revision)
            return false;
        items_ = number_at(raw_.data() + 11, 4) + 1;
        width_ = static_cast<unsigned>(number_at(raw_.data() + 15, 1));
        n_ = number_at(raw_.data() + 16, 4);
        if ((width_ != 1 && width_ != 2 && width_ != 4) || n_ > (raw_.size() - COLUMN_HEAD) / 4 ||
            items_ > (raw_.size() - COLUMN_HEAD - 4 * n_) / width_)
            return false;
        values_ = COLUMN_HEAD + 4 * n_;
        first_ = raw_.size() - items_ * width_;
        for (size_t i = 1, before = 0; i <= n_; i++) {
            if (end(i) < before || end(i) > first_ - values_)
                return false;
            before = end(i);
        }
        return true;
    }
    uint32_t of(Xapian::docid id) const
    {
        if (id >= items_)
            return 0;
        const char *const p = raw_.data() + first_ + size_t{id} * width_;

        return static_cast<uint32_t>(width_ == 2   ? number_at(p, 2)
                                     : width_ == 1 ? number_at(p, 1)
                                                   : number_at(p, 4));
    }
    /* How many different values there are: items are up to so much. */
    size_t size() const
    {
        return n_;
    }
    std::string value(size_t i) const
    {
        if (i == 0 || i > n_)
            return {};
        const size_t from = i == 1 ? 0 : end(i - 1);

        return raw_.substr(values_ + from, end(i) - from);
    }
    Xapian::docid last() const
    {
        return static_cast<Xapian::docid>(items_ - 1);
    }

  private:
    size_t end(size_t i) const
    {
        return number_at(raw_.data() + COLUMN_HEAD + 4 * (i - 1), 4);
    }

    std::string raw_;
    size_t items_ = 0, n_ = 0, values_ = 0, first_ = 0;
    unsigned width_ = 1;
};

/* The columns of a database, as they are asked for. */
class Columns
{
  public:
    /* NULL: there is none of the state that db, a single local database, is in. */
    const Column *get(const Xapian::Database &db, Xapian::valueno slot)
    {
        const std::string uuid = db.get_uuid();
        kept &k = by_uuid_[uuid];

        if (k.revision != db.get_revision() || k.columns.empty())
            k = {db.get_revision(), {}};
        auto &c = k.columns[slot];
        if (!c.has_value()) {
            c.emplace();
            if (!c->take(db.get_metadata(column_name(slot)), k.revision))
                *c = Column();
        }
        return c->last() == db.get_lastdocid() && c->last() != 0 ? &*c : nullptr;
    }

  private:
    struct kept {
        uint64_t revision;
        std::map<Xapian::valueno, std::optional<Column>> columns;
    };
    std::unordered_map<std::string, kept> by_uuid_;
};

/* -- writing ----------------------------------------------------------------------------------- */

inline std::string
column_of(uint64_t revision, const std::vector<std::string> &values,
          const std::vector<uint32_t> &items)
{
    const uint32_t most = items.empty() ? 0 : *std::max_element(items.begin(), items.end());
    const unsigned width = most < 1 << 8 ? 1 : most < 1 << 16 ? 2 : 4;
    std::string out = COLUMN;
    size_t end = 0;

    put_number(out, revision, 8);
    put_number(out, items.size() - 1, 4);
    put_number(out, width, 1);
    put_number(out, values.size(), 4);
    for (const std::string &v : values)
        put_number(out, end += v.size(), 4);
    for (const std::string &v : values)
        out.append(v);
    for (const uint32_t i : items)
        put_number(out, i, width);
    return out;
}

inline std::string
values_column(const Xapian::Database &db, Xapian::valueno slot, uint64_t revision)
{
    std::unordered_map<std::string, uint32_t> place;
    std::vector<std::string> values;
    std::vector<uint32_t> items(size_t{db.get_lastdocid()} + 1, 0);

    for (auto v = db.valuestream_begin(slot); v != db.valuestream_end(slot); ++v) {
        const auto [at, fresh] = place.try_emplace(*v, static_cast<uint32_t>(values.size() + 1));

        if (fresh)
            values.push_back(at->first);
        items.at(v.get_docid()) = at->second;
    }
    return column_of(revision, values, items);
}

inline std::string
lengths_column(const Xapian::Database &db, uint64_t revision)
{
    std::vector<uint32_t> items(size_t{db.get_lastdocid()} + 1, 0);

    for (auto p = db.postlist_begin(std::string()); p != db.postlist_end(std::string()); ++p)
        items.at(*p) = p.get_doclength();
    return column_of(revision, {}, items);
}

/* Are those of the state w is in there?  Nothing may be pending. */
inline bool
has_columns(const Xapian::WritableDatabase &w)
{
    Column c;

    return c.take(w.get_metadata(column_name(LENGTHS)), w.get_revision());
}

/* Of what w holds; they are of the state after the next commit, which must be the next call. */
inline void
make_columns(Xapian::WritableDatabase &w)
{
    const uint64_t next = w.get_revision() + 1;

    for (size_t i = 0; i < kho_fields_n; i++)
        if (kho_fields[i].facet != 0) {
            const auto slot = static_cast<Xapian::valueno>(kho_fields[i].slot);

            w.set_metadata(column_name(slot), values_column(w, slot, next));
        }
    w.set_metadata(column_name(LENGTHS), lengths_column(w, next));
}

} // namespace inside
#endif
