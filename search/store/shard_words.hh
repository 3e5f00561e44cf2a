/* shard_words.hh - the words of a shard and where they stand.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_SHARD_WORDS_HH
#define KHO_STORE_SHARD_WORDS_HH

#include "inside.hh"

#include <string_view>

namespace inside
{

/* A word in a document. */
struct Posting {
    uint32_t doc, times;
    uint32_t next;  /* of the same word, 0: none */
    uint32_t at, n; /* its positions as packed; n 0: none */
};

/* A word of the shard. */
struct Word {
    const char *text;
    uint32_t n, hash;
    uint32_t first, last; /* postings */
    uint32_t documents;
    uint64_t times;

    std::string_view view() const
    {
        return {text, n};
    }
};

/* The words of a shard by their bytes. */
class Words
{
  public:
    Words() : table(FIRST_ROOM)
    {
    }

    Word &of(kho_sv text)
    {
        const uint32_t hash = hash_of(text);
        size_t at = hash & (table.size() - 1);

        for (; table[at] != 0; at = (at + 1) & (table.size() - 1)) {
            Word &w = list[table[at] - 1];

            if (w.hash == hash && w.n == text.n && std::memcmp(w.text, text.p, text.n) == 0)
                return w;
        }
        list.push_back({keep(text), static_cast<uint32_t>(text.n), hash, 0, 0, 0, 0});
        table[at] = static_cast<uint32_t>(list.size());
        if (list.size() * 2 > table.size())
            grow();
        return list.back();
    }

    /* In the order of their bytes. */
    std::vector<const Word *> sorted() const
    {
        std::vector<std::pair<uint64_t, const Word *>> order;
        std::vector<const Word *> out;

        order.reserve(list.size());
        out.reserve(list.size());
        for (const Word &w : list)
            order.emplace_back(beginning(w), &w);
        std::sort(order.begin(), order.end(), [](const auto &a, const auto &b) {
            return a.first != b.first ? a.first < b.first : a.second->view() < b.second->view();
        });
        for (const auto &o : order)
            out.push_back(o.second);
        return out;
    }

  private:
    static constexpr size_t FIRST_ROOM = 1 << 14, TEXTS = 1 << 16;

    static uint32_t hash_of(kho_sv text)
    {
        uint32_t h = 2166136261u; /* FNV-1a */

        for (size_t i = 0; i < text.n; i++)
            h = (h ^ static_cast<unsigned char>(text.p[i])) * 16777619u;
        return h ^ h >> 15;
    }

    static uint64_t beginning(const Word &w)
    {
        uint64_t out = 0;

        for (unsigned i = 0; i < 8; i++)
            out = out << 8 | (i < w.n ? static_cast<unsigned char>(w.text[i]) : 0);
        return out;
    }

    const char *keep(kho_sv text)
    {
        if (texts.empty() || TEXTS - used < text.n) {
            texts.push_back(std::make_unique<char[]>(TEXTS));
            used = 0;
        }
        char *const copy = texts.back().get() + used;

        std::memcpy(copy, text.p, text.n);
        used += text.n;
        return copy;
    }

    void grow()
    {
        table.assign(table.size() * 2, 0);
        for (size_t i = 0; i < list.size(); i++) {
            size_t at = list[i].hash & (table.size() - 1);

            while (table[at] != 0)
                at = (at + 1) & (table.size() - 1);
            table[at] = static_cast<uint32_t>(i + 1);
        }
    }

    std::vector<Word> list;
    std::vector<uint32_t> table; /* place in the list + 1; open addressing */
    std::vector<std::unique_ptr<char[]>> texts;
    size_t used = 0; /* of the last of them */
};

} // namespace inside
#endif
