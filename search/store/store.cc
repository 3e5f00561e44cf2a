/* store.cc - the calls of store.h, and the only C++ file that is compiled: those that open and
 * read; writing.hh has those that write.  What they are made of stands in the parts beside it
 * (*.hh), by what it is about; Xapian is seen nowhere else.
 *
 * Shape of every function: extern "C", noexcept, body inside guarded() (writing) or reading().
 */
#include "checking.hh"
#include "reading.hh"
#include "restricting.hh"
#include "writing.hh"

extern "C" kho_status
kho_store_open(kho_store **out, const char *dir, kho_store_mode mode, kho_err *err) noexcept
{
    *out = nullptr;
    return guarded(err, [&]() -> kho_status {
        auto s = std::make_unique<kho_store>();
        const std::string parent = dir;
        kho_status st;

        s->dir = parent + "/" + std::to_string(KHO_STORE_VERSION);
        s->tmp = s->dir + "/tmp";
        s->writable = mode == KHO_STORE_WRITE || mode == KHO_STORE_CREATE;
        s->lengths = std::make_shared<Lengths>();
        if (mode == KHO_STORE_CREATE)
            fs::create_directories(s->dir);
        if (mode != KHO_STORE_CREATE && !fs::exists(s->dir + "/" + STUB)) {
            if (!fs::exists(s->dir) && other_version(parent))
                return kho_fail(err, KHO_SCHEMA, "'%s' is of another version of kho; index again",
                                dir);
            return kho_fail(err, KHO_NOTFOUND, "no index in '%s'", dir);
        }
        st = mode == KHO_STORE_STILL ? keep_still(*s, err) : KHO_OK;
        if (st == KHO_OK)
            st = s->writable ? open_for_writing(*s, mode, err) : open_for_reading(*s, err);
        if (st == KHO_OK)
            *out = s.release();
        return st;
    });
}

extern "C" void
kho_store_close(kho_store *s) noexcept
{
    (void)guarded(nullptr, [&] {
        if (s != nullptr && s->writable) {
            /* Closing would commit: what was not committed is dropped. */
            s->wdb.begin_transaction(false);
            s->wdb.cancel_transaction();
        }
        return KHO_OK;
    });
    (void)guarded(nullptr, [&] {
        delete s;
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_restrict(kho_store *s, const kho_sight *sight, kho_err *err) noexcept
{
    return guarded(err, [&]() -> kho_status {
        s->sight = sight;
        s->counted = nullptr;
        s->bag = nullptr;
        if (s->writable || s->db.size() != 1)
            return kho_fail(err, KHO_ARG, "what is seen of '%s' cannot be restricted",
                            s->dir.c_str());
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_meta_get(kho_store *s, kho_sv name, kho_arena *arena, kho_sv *value,
                   kho_err *err) noexcept
{
    return reading(s, false, err, [&] {
        if (s->sight != nullptr && !s->sight->meta(s->sight->ctx, name)) {
            *value = {nullptr, 0};
            return KHO_OK;
        }
        const std::string v = s->db.get_metadata(str(name));

        *value = v.empty() ? kho_sv{nullptr, 0} : dup(arena, v);
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_meta_next(kho_store *s, kho_sv prefix, kho_arena *arena, kho_sv *name,
                    kho_err *err) noexcept
{
    return reading(s, false, err, [&] {
        const Xapian::Database &db = s->db;
        auto i = db.metadata_keys_begin(str(prefix));
        const auto end = db.metadata_keys_end(str(prefix));

        if (name->p != nullptr) {
            i.skip_to(str(*name));
            if (i != end && *i == str(*name))
                ++i;
        }
        for (; i != end; ++i) {
            const std::string found = *i;

            if (s->sight != nullptr && !s->sight->meta(s->sight->ctx, {found.data(), found.size()}))
                continue;
            *name = dup(arena, found);
            return KHO_OK;
        }
        return KHO_DONE;
    });
}

extern "C" kho_status
kho_store_search(kho_store *s, const kho_search *what, kho_arena *arena, kho_results *out,
                 kho_err *err) noexcept
{
    *out = kho_results{};
    (void)guarded(nullptr, [&] { /* the newest state if it can be had */
                                 refresh(*s);
                                 return KHO_OK;
    });
    return reading(s, false, err, [&] {
        s->counted = nullptr;
        search(s->db, *what, arena, out, s->lengths.get(), seen(*s), &s->bag, &s->found);
        if (what->n_facets != 0 && out->total == s->found.size())
            s->counted = what->query;
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_matches(kho_store *s, const kho_node *query, kho_arena *arena, uint32_t **docids,
                  size_t *n, kho_err *err) noexcept
{
    *n = 0;
    return reading(s, true, err, [&] {
        matching m{s->db, s->lengths.get(), 0, false, seen(*s), {}, {}};
        std::vector<Xapian::docid> all;

        try {
            all = s->counted == query ? s->found : all_matches(*query, m);
        } catch (const Xapian::UnimplementedError &) {
            m.plain = true;
            all = all_matches(*query, m);
        }
        *docids = array<uint32_t>(arena, all.size());
        std::copy(all.begin(), all.end(), *docids);
        *n = all.size();
        return KHO_OK;
    });
}

static kho_positions
positions(kho_arena *arena, const std::vector<uint32_t> &list)
{
    uint32_t *const copy = array<uint32_t>(arena, list.size());

    std::copy(list.begin(), list.end(), copy);
    return {copy, static_cast<uint32_t>(list.size())};
}

extern "C" kho_status
kho_store_positions(kho_store *s, const kho_positions_of *of, kho_arena *arena, kho_positions *out,
                    uint32_t *doclens, kho_err *err) noexcept
{
    return reading(s, true, err, [&] {
        const Xapian::Database &d = s->db;
        Seen *const sees = seen(*s);
        const Bag *const bag = s->bag.get();
        const uint32_t *const docids = of->docids;
        std::vector<size_t> order(of->n_docs);
        std::vector<Bag::words> may(of->n_docs);
        std::vector<uint32_t> list;

        /* Term by term and docid by docid is the order of the table. */
        for (size_t i = 0; i < of->n_docs; i++)
            order[i] = i;
        std::sort(order.begin(), order.end(),
                  [&](size_t a, size_t b) { return docids[a] < docids[b]; });
        for (const size_t i : order) {
            may[i] = bag == nullptr ? Bag::words().set() : bag->may_have(docids[i]);
            if (doclens != nullptr)
                doclens[i] = d.get_doclength(docids[i]);
        }
        for (size_t j = 0; j < of->n_terms; j++) {
            const std::string term = str(of->terms[j]);
            const size_t place = bag == nullptr ? KHO_BAG_WORDS : bag->place(term);
            const Docset *const only = sees == nullptr ? nullptr : &sees->by(term);

            const auto none = d.postlist_end(term);
            auto posting = term.empty() ? none : d.postlist_begin(term);

            for (const size_t i : order) {
                list.clear();
                if ((place == KHO_BAG_WORDS || may[i][place]) &&
                    (only == nullptr || only->has(docids[i])) && posting != none) {
                    posting.skip_to(docids[i]);
                    if (posting != none && *posting == docids[i])
                        for (auto p = posting.positionlist_begin();
                             p != posting.positionlist_end() && list.size() < of->max; ++p)
                            list.push_back(*p);
                }
                out[i * of->n_terms + j] = positions(arena, list);
            }
        }
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_get(kho_store *s, kho_sv term, kho_arena *arena, kho_sv *data, kho_err *err) noexcept
{
    return reading(s, false, err, [&]() -> kho_status {
        const Xapian::Database &d = s->db;
        Seen *const sees = seen(*s);
        const auto end = d.postlist_end(str(term));
        auto i = d.postlist_begin(str(term));

        while (i != end && sees != nullptr && !sees->by(str(term)).has(*i))
            ++i;
        if (i == end)
            return kho_fail(err, KHO_NOTFOUND, "no document has '%.*s'",
                            static_cast<int>(std::min<size_t>(term.n, 80)), term.p);
        *data = data_of(d.get_document(*i), sees, arena);
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_terms(kho_store *s, kho_sv prefix, kho_sv from, kho_arena *arena, kho_terms *out,
                kho_err *err) noexcept
{
    return reading(s, false, err, [&] {
        const Xapian::Database &d = s->db;
        Seen *const sees = seen(*s);
        auto i = d.allterms_begin(str(prefix));
        const auto end = d.allterms_end(str(prefix));

        if (from.n != 0)
            i.skip_to(str(from));
        for (out->n = 0; out->n < out->max && i != end; ++i) {
            const Xapian::doccount freq = sees == nullptr ? i.get_termfreq() : sees->freq(*i);

            if (freq != 0)
                out->term[out->n++] = {dup(arena, *i), freq};
        }
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_occurrences(kho_store *s, kho_sv term, uint64_t *n, kho_err *err) noexcept
{
    return reading(s, false, err, [&] {
        const Xapian::Database &d = s->db;
        Seen *const sees = seen(*s);

        if (sees == nullptr) {
            *n = d.get_collection_freq(str(term));
            return KHO_OK;
        }
        const Docset &only = sees->by(str(term));
        *n = 0;
        for (auto p = d.postlist_begin(str(term)); p != d.postlist_end(str(term)); ++p)
            *n += only.has(*p) ? p.get_wdf() : 0;
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_values(kho_store *s, uint32_t slot, const uint32_t *docids, size_t n, kho_arena *arena,
                 kho_sv *values, kho_err *err) noexcept
{
    return reading(s, true, err, [&] {
        const Seen *const sees = seen(*s);
        auto at = s->db.valuestream_begin(slot);
        const auto end = s->db.valuestream_end(slot);

        for (size_t i = 0; i < n; i++) {
            values[i] = {nullptr, 0};
            if (at != end)
                at.skip_to(docids[i]);
            if (at != end && at.get_docid() == docids[i] &&
                (sees == nullptr || sees->all().has(docids[i])))
                values[i] = dup(arena, *at);
        }
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_freqs(kho_store *s, const kho_sv *terms, size_t n, uint32_t *docs, kho_err *err) noexcept
{
    return reading(s, false, err, [&] {
        Seen *const sees = seen(*s);

        for (size_t i = 0; i < n; i++)
            docs[i] =
                sees == nullptr ? s->db.get_termfreq(str(terms[i])) : sees->freq(str(terms[i]));
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_has(kho_store *s, const uint32_t *docids, size_t n, const kho_sv *terms, size_t n_terms,
              bool *has, kho_err *err) noexcept
{
    return reading(s, true, err, [&] {
        const Xapian::Database &d = s->db;
        Seen *const sees = seen(*s);
        std::vector<size_t> order(n);

        for (size_t i = 0; i < n; i++)
            order[i] = i;
        std::sort(order.begin(), order.end(),
                  [&](size_t a, size_t b) { return docids[a] < docids[b]; });
        std::fill(has, has + n * n_terms, false);
        for (size_t j = 0; j < n_terms; j++) {
            if (terms[j].n == 0)
                continue;
            const Docset *const only = sees == nullptr ? nullptr : &sees->by(str(terms[j]));
            auto p = d.postlist_begin(str(terms[j]));
            const auto end = d.postlist_end(str(terms[j]));

            for (size_t i = 0; i < n && p != end; i++) {
                p.skip_to(docids[order[i]]);
                has[order[i] * n_terms + j] =
                    p != end && *p == docids[order[i]] && (only == nullptr || only->has(*p));
            }
        }
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_postings(kho_store *s, kho_sv term, uint32_t after, kho_docids *out,
                   kho_err *err) noexcept
{
    return reading(s, after != 0, err, [&] {
        const Xapian::Database &d = s->db;
        auto i = d.postlist_begin(str(term));
        const auto end = d.postlist_end(str(term));

        Seen *const sees = seen(*s);
        const Docset *const only = sees == nullptr ? nullptr : &sees->by(str(term));

        out->n = 0;
        if (after != 0)
            i.skip_to(after + 1);
        for (; out->n < out->max && i != end; ++i)
            if (only == nullptr || only->has(*i))
                out->docid[out->n++] = *i;
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_data(kho_store *s, uint32_t docid, kho_arena *arena, kho_sv *data, kho_err *err) noexcept
{
    return reading(s, true, err, [&]() -> kho_status {
        const Seen *const sees = seen(*s);

        if (sees != nullptr && !sees->all().has(docid))
            return kho_fail(err, KHO_NOTFOUND, "no document %u", docid);
        *data = data_of(s->db.get_document(docid), sees, arena);
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_info(kho_store *s, struct kho_store_info *out, kho_err *err) noexcept
{
    return reading(s, false, err, [&] {
        const Xapian::Database &d = s->db;
        const std::string uuid = d.get_uuid();

        *out = {};
        refresh(*s);
        if (Seen *const sees = seen(*s); sees != nullptr) {
            out->documents = sees->documents();
            out->average_length = sees->average_length();
        } else {
            out->documents = d.get_doccount();
            out->average_length = d.get_avlength();
        }
        (void)uuid.copy(out->uuid, sizeof out->uuid - 1);
        try {
            /* A new generation starts with small revisions, but has another uuid. */
            out->revision = d.get_revision();
        } catch (const Xapian::InvalidOperationError &) { /* several databases have none */
            out->revision = d.get_lastdocid() + d.get_total_length();
        } catch (const Xapian::UnimplementedError &) { /* nor has one on another machine */
            out->revision = d.get_lastdocid() + d.get_total_length();
        }
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_bytes(kho_store *s, uint64_t *bytes, kho_err *err) noexcept
{
    *bytes = 0;
    return guarded(err, [&] {
        const unsigned long n = stub_generation(slurp(s->dir + "/" + STUB));

        if (n != 0)
            for (const auto &e : fs::recursive_directory_iterator(generation_dir(*s, n)))
                if (e.is_regular_file())
                    *bytes += e.file_size();
        return KHO_OK;
    });
}

extern "C" kho_status
kho_store_check(const char *dir, kho_arena *arena, kho_sv *damage, kho_err *err) noexcept
{
    return guarded(err, [&]() -> kho_status {
        kho_store s;

        s.dir = std::string(dir) + "/" + std::to_string(KHO_STORE_VERSION);
        const std::string stub = slurp(s.dir + "/" + STUB);
        const unsigned long n = stub_generation(stub);

        if (!fs::exists(s.dir + "/" + STUB))
            return kho_fail(err, KHO_NOTFOUND, "no index in '%s'", dir);
        if (n == 0 && names_database(stub))
            return kho_fail(err, KHO_ARG, "'%s' joins other indexes: check each of them", dir);
        *damage = n == 0 ? dup(arena, "the file that names it is damaged")
                         : check_tables(generation_dir(s, n), arena);
        return KHO_OK;
    });
}
