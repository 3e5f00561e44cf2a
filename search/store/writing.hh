/* writing.hh - the calls of store.h that write: documents, metadata, shards, joining them.
 * A part of store.cc, which alone includes it. */
#ifndef KHO_STORE_WRITING_HH
#define KHO_STORE_WRITING_HH

#include "columns.hh"
#include "documents.hh"
#include "joining.hh"
#include "opening.hh"
#include "shard_tables.hh"

extern "C" kho_status
kho_store_put(kho_store *s, const kho_store_doc *doc, kho_err *err) noexcept
{
    return guarded(err, [&]() -> kho_status {
        Xapian::WritableDatabase &w = s->wdb;
        const std::string key = str(doc->key);
        Xapian::Document made;
        const kho_status st = fill_document(made, *doc, err);

        if (st != KHO_OK)
            return st;
        const Xapian::PostingIterator there = w.postlist_begin(key);
        if (there != w.postlist_end(key)) {
            Xapian::Document old = w.get_document(*there);

            if (become(old, made)) {
                w.replace_document(*there, old);
                return KHO_OK;
            }
        }
        w.replace_document(key, made);
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_erase(kho_store *s, kho_sv term, kho_err *err) noexcept
{
    return guarded(err, [&]() -> kho_status {
        if (!term_ok(term))
            return kho_fail(err, KHO_ARG, "bad term of %zu bytes", term.n);
        s->wdb.delete_document(str(term));
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_commit(kho_store *s, kho_err *err) noexcept
{
    return guarded(err, [&] {
        s->wdb.commit();
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_columns(kho_store *s, kho_err *err) noexcept
{
    return guarded(err, [&] {
        const Xapian::WritableDatabase &w = s->wdb;

        if (w.get_doccount() < COLUMNS_FROM || w.get_lastdocid() > COLUMNS_TO || has_columns(w))
            return KHO_OK;
        make_columns(s->wdb);
        s->wdb.commit();
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_meta_set(kho_store *s, kho_sv name, kho_sv value, kho_err *err) noexcept
{
    return guarded(err, [&]() -> kho_status {
        if (!term_ok(name))
            return kho_fail(err, KHO_ARG, "bad metadata name of %zu bytes", name.n);
        s->wdb.set_metadata(str(name), str(value));
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
kho_shard_put(kho_shard *sh, const kho_store_doc *doc, kho_err *err) noexcept
{
    return guarded(err, [&] { return sh->made.put(*doc, err); });
}

extern "C" kho_status
kho_shard_close(kho_shard *sh, bool keep, kho_err *err) noexcept
{
    const std::unique_ptr<kho_shard> owned(sh);

    return guarded(err, [&] {
        /* Not synced: a shard is worth nothing after a crash. */
        if (keep)
            sh->made.save(sh->dir);
        else
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
    const unsigned long next = s->generation + 1;
    kho_status st = guarded(err, [&]() -> kho_status {
        const std::string old = generation_dir(*s, s->generation), fresh = generation_dir(*s, next);
        std::vector<std::string> from;
        kho_status done;

        fs::remove_all(fresh);
        for (size_t k = 0; k < n; k++)
            if (fs::exists(shards[k]))
                from.emplace_back(shards[k]);
        join_shards(from, s->wdb.get_doccount() == 0 && !from.empty(), old, s->tmp, fresh);
        done = sync_tree(fresh, err);
        return done == KHO_OK ? write_stub(s->dir, next, err) : done;
    });

    if (st != KHO_OK) {
        (void)guarded(nullptr, [&] { /* what cannot be used must not fill the disk */
                                     if (stub_generation(slurp(s->dir + "/" + STUB)) != next)
                                         fs::remove_all(generation_dir(*s, next));
                                     return KHO_OK;
        });
        return st;
    }
    return guarded(err, [&] { /* From here on the new generation is the index. */
                              const std::string old = generation_dir(*s, s->generation);

                              s->generation = next;
                              open_writers(*s);
                              fs::remove_all(old);
                              fs::remove_all(s->tmp);
                              for (size_t k = 0; k < n; k++)
                                  fs::remove_all(shards[k]);
                              return KHO_OK;
    });
}

#endif
