/* pages.hh - an allocator for what is large for the time of one search.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_PAGES_HH
#define KHO_STORE_PAGES_HH

#include "inside.hh"

namespace inside
{

/* Memory in large pages when it is much: the system gives out one of them in a fraction of the time
 * of 512 small ones. */
template <typename T> struct in_large_pages {
    using value_type = T;

    in_large_pages() = default;
    template <typename U> explicit in_large_pages(const in_large_pages<U> &)
    {
    }
    T *allocate(size_t n)
    {
        const size_t bytes = (n * sizeof(T) + PAGE - 1) / PAGE * PAGE;
        void *const p =
            n * sizeof(T) < PAGE / 2 ? std::malloc(n * sizeof(T)) : std::aligned_alloc(PAGE, bytes);

        if (p == nullptr)
            throw std::bad_alloc();
        if (n * sizeof(T) >= PAGE / 2)
            (void)madvise(p, bytes, MADV_HUGEPAGE);
        return static_cast<T *>(p);
    }
    void deallocate(T *p, size_t)
    {
        std::free(p);
    }
    bool operator==(const in_large_pages &) const
    {
        return true;
    }
    bool operator!=(const in_large_pages &) const
    {
        return false;
    }

  private:
    static constexpr size_t PAGE = 2 << 20;
};

} // namespace inside
#endif
