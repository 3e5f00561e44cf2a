/* reading.hh - reading the newest state while a writer moves on.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_READING_HH
#define KHO_STORE_READING_HH

#include "opening.hh"

namespace inside
{

/* The newest state.  A reader that may not open files any more (sandbox) keeps what it has. */
inline void
refresh(kho_store &s)
{
    look now;

    if (s.writable)
        return;
    if (look_at(s.dir + "/" + STUB, &now) && !same(now, s.seen)) {
        open_readers(s);
        return;
    }
    if (s.db.reopen())
        forget(s);
}

/*
 * Run body, and again on the newest state when a writer moved on.  docids: body uses docids of the
 * state before, so that it must not run on a new generation.
 */
template <typename F>
inline kho_status
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

            if (s->writable || !look_at(s->dir + "/" + STUB, &now) || same(now, s->seen))
                return st;
        } else if (st != KHO_STALE || (docids && s->epoch != epoch)) {
            return st;
        }
    }
    return st;
}

} // namespace inside
#endif
