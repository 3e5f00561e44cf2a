/* shard_tables.hh - a shard as files: tables of postings, positions and terms.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_SHARD_TABLES_HH
#define KHO_STORE_SHARD_TABLES_HH

#include "shard.hh"

#include <zlib.h>

namespace inside
{

/* A list of documents is cut where this many bytes are reached. */
constexpr size_t CHUNK = 2000;

/* A list of documents with a number each, in chunks that are entries of a table. */
class Chunks
{
  public:
    /* first: key of the first chunk; further: what stands in front of the document in others. */
    Chunks(Table &to, std::string_view first, std::string_view further, uint32_t entries,
           uint64_t times)
        : t(to), key(first), ahead(further)
    {
        pack(head, entries);
        pack(head, times);
    }

    void add(uint32_t doc, uint32_t number)
    {
        if (chunk.size() >= CHUNK) {
            flush('0');
            key.assign(ahead);
            pack_sorted(key, doc);
        }
        if (chunk.empty()) {
            from = doc;
            if (!begun)
                pack(head, doc - 1);
            begun = true;
        } else {
            pack(chunk, doc - last - 1);
        }
        pack(chunk, number);
        last = doc;
    }

    void end()
    {
        flush('1');
    }

  private:
    void flush(char is_last)
    {
        head += is_last;
        pack(head, last - from);
        head += chunk;
        t.add(key, head);
        head.clear();
        chunk.clear();
    }

    Table &t;
    std::string key, ahead, head, chunk;
    uint32_t from = 0, last = 0;
    bool begun = false;
};

inline void
Shard::save_values(Table &t) const
{
    struct Stats {
        uint32_t n = 0;
        const std::string *low = nullptr, *high = nullptr;
    };
    std::map<uint32_t, Stats> slots;

    for (const Doc &d : docs)
        for (const auto &[slot, value] : d.values) {
            Stats &s = slots[slot];

            s.low = s.n == 0 || value < *s.low ? &value : s.low;
            s.high = s.n == 0 || value > *s.high ? &value : s.high;
            s.n++;
        }
    for (const auto &[slot, s] : slots) {
        std::string key("\0\xd0", 2), tag;

        if (slot != 0)
            key += static_cast<char>(slot);
        pack(tag, s.n);
        pack_text(tag, *s.low);
        if (*s.low != *s.high)
            tag += *s.high;
        t.add(key, tag);
    }
    for (const auto &s : slots) {
        std::string key, tag;
        uint32_t last = 0;

        for (uint32_t i = 0; i < docs.size(); i++) {
            const auto value = docs[i].values.find(s.first);

            if (value == docs[i].values.end())
                continue;
            if (tag.empty()) {
                key.assign("\0\xd8", 2);
                pack(key, s.first);
                pack_sorted(key, i + 1);
            } else {
                pack(tag, i - last - 1);
            }
            last = i;
            pack_text(tag, value->second);
            if (tag.size() >= CHUNK) {
                t.add(key, tag);
                tag.clear();
            }
        }
        if (!tag.empty())
            t.add(key, tag);
    }
}

inline void
Shard::save_lengths(Table &t) const
{
    const std::string_view key("\0\xe0", 2);
    Chunks chunks(t, key, key, 0, 0);

    for (uint32_t i = 0; i < docs.size(); i++)
        chunks.add(i + 1, docs[i].length);
    if (!docs.empty())
        chunks.end();
}

inline Root
Shard::save_postings(const std::string &path, const std::vector<const Word *> &order)
{
    Table t(path, false);
    std::string further;

    save_values(t);
    save_lengths(t);
    for (const Word *w : order) {
        further.assign(w->view());
        further += '\0';
        Chunks chunks(t, w->view(), further, w->documents, w->times);

        for (uint32_t i = w->first; i != 0; i = postings[i].next)
            chunks.add(postings[i].doc, postings[i].times);
        chunks.end();
    }
    return t.finish();
}

inline Root
Shard::save_positions(const std::string &path, const std::vector<const Word *> &order) const
{
    Table t(path, true);
    std::string key;

    for (const Word *w : order)
        for (uint32_t i = w->first; i != 0; i = postings[i].next) {
            const Posting &p = postings[i];

            if (p.n == 0)
                continue;
            key.assign(w->view());
            key += '\0';
            pack_sorted(key, p.doc);
            t.add(key, std::string_view(packed).substr(p.at, p.n));
        }
    return t.finish();
}

/* Raw, as Xapian reads it; the state is kept from text to text. */
class Deflater
{
  public:
    Deflater()
    {
        constexpr int WINDOW = -15, MEMORY = 8; /* no header; as zlib has it */

        if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW, MEMORY,
                         Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    Deflater(const Deflater &) = delete;
    Deflater &operator=(const Deflater &) = delete;
    ~Deflater()
    {
        (void)deflateEnd(&z);
    }

    /* False: it would not be shorter. */
    bool run(const std::string &in, std::string &out)
    {
        out.resize(in.size());
        (void)deflateReset(&z);
        z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(in.data()));
        z.avail_in = static_cast<uInt>(in.size());
        z.next_out = reinterpret_cast<Bytef *>(out.data());
        z.avail_out = static_cast<uInt>(out.size());
        if (deflate(&z, Z_FINISH) != Z_STREAM_END || z.avail_out == 0)
            return false;
        out.resize(out.size() - z.avail_out);
        return true;
    }

  private:
    z_stream z = {};
};

/* A term with what differs from the one before it.  A few times and a short beginning that both
 * share go into one byte. */
inline void
pack_term(std::string &out, const Word *before, const Word &w, uint32_t times)
{
    uint32_t shared = 0;
    uint64_t both;

    if (before == nullptr) {
        out += static_cast<char>(w.n);
        out += w.view();
        pack(out, times);
        return;
    }
    while (shared < w.n && shared < before->n && w.text[shared] == before->text[shared])
        shared++;
    both = (uint64_t{times} + 1) * (before->n + 1) + shared;
    out += static_cast<char>(times < 127 && both < 256 ? both : shared);
    out += static_cast<char>(w.n - shared);
    out += w.view().substr(shared);
    if (times >= 127 || both >= 256)
        pack(out, times);
}

/* The lists of all documents grow word by word, so that none has to be sorted. */
inline Root
Shard::save_terms(const std::string &path, const std::vector<const Word *> &order)
{
    constexpr size_t DEFLATED_FROM = 19;
    Table t(path, false);
    Deflater deflater;
    std::string key, small;

    for (Doc &d : docs) {
        pack(d.terms, d.length);
        pack(d.terms, d.n_terms);
    }
    for (const Word *w : order)
        for (uint32_t i = w->first; i != 0; i = postings[i].next) {
            Doc &d = docs[postings[i].doc - 1];

            pack_term(d.terms, d.before, *w, postings[i].times);
            d.before = w;
        }
    for (uint32_t i = 0; i < docs.size(); i++) {
        const bool deflated =
            docs[i].terms.size() >= DEFLATED_FROM && deflater.run(docs[i].terms, small);
        std::string slots;
        uint32_t next = 0;

        key.clear();
        pack_sorted(key, i + 1);
        t.add(key, deflated ? small : docs[i].terms, deflated);
        for (const auto &v : docs[i].values) {
            pack(slots, v.first - next);
            next = v.first + 1;
        }
        key += '\0';
        if (!slots.empty())
            t.add(key, slots);
    }
    return t.finish();
}

inline void
Shard::save(const std::string &dir)
{
    const std::vector<const Word *> order = words.sorted();
    const std::string with_terms = dir + SHARD_TERMS, with_positions = dir + SHARD_POSITIONS;
    const Root none;

    fs::create_directory(with_terms);
    fs::create_directory(with_positions);

    const Root posting = save_postings(with_terms + POSTING_FILE, order);
    const Root terms = save_terms(with_terms + TERM_FILE, order);
    const Root position = save_positions(with_positions + POSITION_FILE, order);
    Table lengths(with_positions + POSTING_FILE, false);

    save_lengths(lengths);
    write_version(with_terms, posting, terms, none, totals);
    write_version(with_positions, lengths.finish(), none, position, totals);
}

} // namespace inside
#endif
