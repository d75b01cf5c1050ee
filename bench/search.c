/* Search over 10,020 articles, beside the plainest search there is: LIKE over the same texts. */
#include "corpus.h"

#include "kstr.h"
#include "pack.h"
#include "pack_internal.h" /* which tables a pack has, for the peer */
#include "store.h"

#define ROUNDS       20
#define ROUNDS_QUICK 3
#define NS_PER_MS    1e6

struct peer {
    struct store *store;
    struct statement *like;
};

static void open_peer(struct peer *peer, const char *path)
{
    static const char sql[] =
        "SELECT (SELECT count(*) FROM doc"
        " WHERE title_ko LIKE '%' || ?1 || '%' OR keywords_ko LIKE '%' || ?1 || '%')"
        " + (SELECT count(*) FROM block WHERE text LIKE '%' || ?1 || '%')";
    struct kerr err = {0};
    bench_must(store_open(path, STORE_IMMUTABLE, PACK_APP_ID, PACK_FORMAT, &peer->store, &err),
               &err);
    bench_must(statement_open(peer->store, sql, &peer->like, &err), &err);
}

/* Something was found. */
static bool ask_peer(struct peer *peer, const char *query)
{
    bool row = false;
    struct kerr err = {0};
    statement_text(peer->like, 1, query);
    bench_must(statement_step(peer->like, &row, &err), &err);
    bool found = row_int(peer->like, 0) > 0;
    statement_reset(peer->like);
    return found;
}

static bool ask_pack(struct pack *pack, const char *query)
{
    struct found found;
    struct kerr err = {0};
    bench_must(pack_search(pack, query, LANG_KO, &found, &err), &err);
    return found.count > 0;
}

int main(int argc, char **argv)
{
    struct bench_options options = bench_options(argc, argv);
    static struct series search_ms;
    static struct series like_ms;
    static struct corpus_queries queries;
    char path[1024];
    struct kerr err = {0};
    struct pack *pack = NULL;
    struct peer peer = {0};
    int found = 0;
    int like_found = 0;
    int rounds = options.quick ? ROUNDS_QUICK : ROUNDS;
    (void)kstr_format(path, sizeof path, "%s/search.pack", options.work_dir);
    corpus_make(&options, path);
    corpus_read_queries(&queries);
    bench_must(pack_open(path, &pack, &err), &err);
    open_peer(&peer, path);
    for (int i = 0; i < rounds * queries.count; i++) {
        const char *query = queries.text[i % queries.count];
        int64_t from_ns = bench_ns();
        like_found += ask_peer(&peer, query);
        int64_t turn_ns = bench_ns();
        found += ask_pack(pack, query);
        series_add(&like_ms, (double)(turn_ns - from_ns) / NS_PER_MS);
        series_add(&search_ms, (double)(bench_ns() - turn_ns) / NS_PER_MS);
    }
    double ratio = series_at(&search_ms, 0.5) / series_at(&like_ms, 0.5);
    series_print(&like_ms, "search: LIKE over 10,020 articles", "ms",
                 "the peer; finds something for %d of %d", like_found / rounds, queries.count);
    series_print(&search_ms, "search: pack_search, 10,020 articles", "ms",
                 "%.2f x LIKE; finds something for %d of %d", ratio, found / rounds, queries.count);
    statement_close(&peer.like);
    store_close(&peer.store);
    pack_close(&pack);
    return 0;
}
