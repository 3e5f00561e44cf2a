/* packing.hh - numbers and positions as the tables of Xapian's format glass have them (version
 * 2016-03-14, that of all of Xapian 1.4).
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_PACKING_HH
#define KHO_STORE_PACKING_HH

#include "inside.hh"

namespace inside
{

static_assert(XAPIAN_MAJOR_VERSION == 1 && XAPIAN_MINOR_VERSION == 4, "glass as Xapian 1.4 has it");

/* Seven bits a byte, the lowest first. */
inline void
pack(std::string &out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>(0x80 | (value & 0x7f));
    out += static_cast<char>(value);
}

inline void
pack_text(std::string &out, const std::string &text)
{
    pack(out, text.size());
    out += text;
}

/* Bytes that sort as the numbers do.  Two bytes hold what is below this. */
constexpr uint32_t SORTED_END = 0x8000;

inline void
pack_sorted(std::string &out, uint32_t value)
{
    out += static_cast<char>(value >> 8);
    out += static_cast<char>(value);
}

/* Bits behind each other, the lowest first. */
class Bits
{
  public:
    explicit Bits(std::string &to) : out(to)
    {
    }

    /* A value of so many: the middle ones take a bit less where there are fewer than a power of 2.
     */
    void put(uint32_t value, uint32_t of)
    {
        unsigned bits = of < 2 ? 0 : 32 - static_cast<unsigned>(__builtin_clz(of - 1));
        const uint64_t spare = (uint64_t{1} << bits) - of, middle = (of - spare) / 2;

        if (spare != 0 && value >= middle + spare)
            value = static_cast<uint32_t>(value - (middle + spare)) | uint32_t{1} << (bits - 1);
        else if (spare != 0 && value >= middle)
            bits--;
        held |= static_cast<uint64_t>(value) << n;
        for (n += bits; n >= 8; n -= 8, held >>= 8)
            out += static_cast<char>(held);
    }

    /* What lies between the first and the last of ascending numbers, which the reader knows. */
    void put_between(const uint32_t *all, size_t first, size_t last)
    {
        for (size_t middle; first + 1 < last; first = middle) {
            const auto apart = static_cast<uint32_t>(last - first);

            middle = first + (last - first) / 2;
            put(all[middle] - all[first] - static_cast<uint32_t>(middle - first),
                all[last] - all[first] - apart + 1);
            put_between(all, first, middle);
        }
    }

    void end()
    {
        if (n > 0)
            out += static_cast<char>(held);
        n = 0;
    }

  private:
    std::string &out;
    uint64_t held = 0;
    unsigned n = 0; /* bits held, fewer than eight between calls */
};

/* A list of n > 0 ascending positions. */
inline void
pack_positions(std::string &out, const uint32_t *all, size_t n)
{
    const uint32_t last = all[n - 1];

    pack(out, last);
    if (n > 1) {
        Bits bits(out);

        bits.put(all[0], last);
        bits.put(static_cast<uint32_t>(n - 2), last - all[0]);
        bits.put_between(all, 0, n - 1);
        bits.end();
    }
}

} // namespace inside
#endif
