/* same_postings.cc INDEX FOLDER [WRITERS] - how long Xapian alone takes for what an index holds.
 *
 * All documents of INDEX are composed anew and kept in memory; then, with the clock running, as
 * many processes as there are writers give them to Xapian, which makes databases of 1.5 MB of text
 * each, and Xapian joins these in FOLDER.  The ratio to what kho index took tells what reading
 * costs, and what making shards without Xapian saves.  Figures, no verdict. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"   /* a struct and a function of one name and */
#pragma GCC diagnostic ignored "-Wpedantic" /* compound literals: fine in C */
extern "C" {
#include "compose.h"
#include "store.h"
}
#pragma GCC diagnostic pop

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>
#include <xapian.h>

namespace
{

constexpr size_t SHARD_TEXT = size_t{3} << 19;
constexpr Xapian::valueno DATA = 31; /* as the store has it */

struct made {
    std::string key, data;
    std::vector<kho_posting> postings; /* terms lie in the arena of all */
    std::vector<std::pair<uint32_t, std::string>> slots;
    size_t text;
};

void
must(kho_status st, const kho_err &err)
{
    if (st != KHO_OK) {
        (void)std::fprintf(stderr, "same_postings: %s\n", err.what);
        std::exit(1);
    }
}

double
now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

std::string
str(kho_sv s)
{
    return s.n == 0 ? std::string() : std::string(s.p, s.n);
}

made
kept(kho_arena *arena, const kho_store_doc &d, size_t text)
{
    made m{str(d.key), str(d.data), {d.postings, d.postings + d.n_postings}, {}, text};

    for (kho_posting &p : m.postings)
        p.term = kho_arena_dup(arena, p.term);
    for (size_t i = 0; i < d.n_slots; i++)
        m.slots.emplace_back(d.slots[i].slot, str(d.slots[i].bytes));
    return m;
}

std::vector<made>
read_all(const char *index, kho_arena *arena)
{
    kho_arena *one = kho_arena_new(size_t{1} << 30);
    std::vector<made> all;
    std::vector<uint32_t> docid(1000);
    kho_store *s;
    kho_err err{};
    uint32_t after = 0;
    kho_docids page{};

    page.docid = docid.data();
    page.max = docid.size();
    must(kho_store_open(&s, index, KHO_STORE_READ, &err), err);
    do {
        must(kho_store_postings(s, {"", 0}, after, &page, &err), err);
        for (size_t i = 0; i < page.n; i++) {
            kho_document doc;
            kho_store_doc d;
            kho_sv data;

            kho_arena_reset(one);
            must(kho_store_data(s, docid[i], one, &data, &err), err);
            must(kho_document_unpack(one, data, KHO_DOCUMENT_ALL, &doc, &err), err);
            must(kho_compose_plan(one, &doc, data, &d, &err), err);
            all.push_back(kept(arena, d, doc.lines.text.n));
            after = docid[i];
        }
    } while (page.n == page.max);
    kho_store_close(s);
    kho_arena_free(one);
    return all;
}

std::string
name(const std::string &folder, unsigned writer, unsigned shard)
{
    return folder + "/shard-" + std::to_string(writer) + "-" + std::to_string(shard);
}

void
put(Xapian::WritableDatabase &db, const made &m)
{
    Xapian::Document doc;

    doc.add_boolean_term(m.key);
    for (const kho_posting &p : m.postings)
        if (p.pos != 0)
            doc.add_posting(str(p.term), p.pos, p.wdf);
        else
            doc.add_term(str(p.term), p.wdf);
    for (const auto &slot : m.slots)
        doc.add_value(slot.first, slot.second);
    doc.add_value(DATA, m.data);
    (void)db.add_document(doc);
}

/* The documents of one writer. */
void
write_shards(const std::vector<made> &all, const std::string &folder, unsigned writer,
             unsigned writers)
{
    unsigned shards = 0;
    size_t i = writer;

    while (i < all.size()) {
        Xapian::WritableDatabase db(name(folder, writer, shards++), Xapian::DB_CREATE |
                                                                        Xapian::DB_BACKEND_GLASS |
                                                                        Xapian::DB_NO_SYNC);

        for (size_t text = 0; i < all.size() && text < SHARD_TEXT; i += writers) {
            put(db, all[i]);
            text += all[i].text;
        }
        db.commit();
    }
}

void
join(const std::string &folder, unsigned writers)
{
    Xapian::Database all;
    struct stat st;

    for (unsigned w = 0; w < writers; w++)
        for (unsigned k = 0; stat(name(folder, w, k).c_str(), &st) == 0; k++)
            all.add_database(Xapian::Database(name(folder, w, k)));
    all.compact(folder + "/db", Xapian::Compactor::FULL, 0);
}

} // namespace

int
main(int argc, char **argv)
{
    const unsigned writers = argc > 3 ? static_cast<unsigned>(std::atoi(argv[3])) : 2;

    if (argc < 3 || writers < 1) {
        (void)std::fprintf(stderr, "usage: same_postings INDEX FOLDER [WRITERS]\n");
        return 64;
    }
    const std::vector<made> all = read_all(argv[1], kho_arena_new(SIZE_MAX / 2));
    const double begin = now();

    for (unsigned i = 0; i < writers; i++)
        if (fork() == 0) {
            write_shards(all, argv[2], i, writers);
            _exit(0);
        }
    for (unsigned i = 0; i < writers; i++) {
        int status = 0;

        if (wait(&status) < 0 || status != 0)
            return 1;
    }
    const double joined = now();

    join(argv[2], writers);
    (void)std::printf("%zu documents: %.2f s, of which joining %.2f s\n", all.size(), now() - begin,
                      now() - joined);
    return 0;
}
