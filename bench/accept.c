/* How many requests a second become durable, beside the disk's own limit: the same bytes appended
 * by pwrite and fdatasync in the same directory, and as one row a commit by SQLite. */
#include "bench.h"

#include "kstr.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS       2000
#define ROUNDS_QUICK 200
#define QUEUE        10000 /* waiting requests: weeks without headquarters */
#define NS_PER_MS    1e6
#define WALL_MS      INT64_C(1795266000000)

enum { RAW, ROW, AHEAD, WHOLE, FULL, WAY_COUNT };

struct bench {
    struct stage stage;
    struct device_store *store;
    struct store *plain;
    struct statement *insert;
    int raw;       /* the file that is only appended to */
    int64_t bytes; /* written to it */
    struct outbox_item item;
    int accepted;
    struct request request; /* the next one */
    struct series ms[WAY_COUNT];
};

/* A call-back after a flow of six answers; every customer another one, so that none joins. */
static struct request make_request(int number)
{
    struct request request = {.kind = REQUEST_CALLBACK,
                              .level = LEVEL_OWN,
                              .channel = CHANNEL_CALL,
                              .from_wall_ms = WALL_MS + 3600000,
                              .until_wall_ms = WALL_MS + 7200000,
                              .consent_wall_ms = WALL_MS,
                              .solved = -1,
                              .visit_started_wall_ms = WALL_MS - 300000,
                              .trail_count = 6};
    (void)kstr_format(request.customer_ref, sizeof request.customer_ref, "C-%d", number);
    (void)kstr_format(request.contact, sizeof request.contact, "+8210%08d", number);
    (void)kstr_copy(request.name, sizeof request.name, "홍길동");
    (void)kstr_copy(request.matter, sizeof request.matter, "internet-down");
    (void)kstr_copy(request.subject, sizeof request.subject, "인터넷이 안 돼요");
    (void)kstr_copy(request.consent_version, sizeof request.consent_version, "2026-11");
    for (int i = 0; i < request.trail_count; i++) {
        struct trail *trail = &request.trail[i];
        trail->seconds = 30;
        trail->at_wall_ms = WALL_MS - 30000;
        (void)kstr_format(trail->id, sizeof trail->id, "internet-down/step-%d", i);
        (void)kstr_copy(trail->prompt, sizeof trail->prompt, "모뎀의 불이 어떻게 켜져 있습니까?");
        (void)kstr_copy(trail->answer, sizeof trail->answer, "빨간 불이 깜빡입니다");
    }
    return request;
}

static void accept_one(struct bench *bench)
{
    struct kerr err = {0};
    struct visit_accepted accepted = {0};
    bench_must(device_store_accept(bench->store, &bench->request, WALL_MS, 90000, &accepted, &err),
               &err);
    bench->accepted++;
}

static void append_one(struct bench *bench)
{
    ssize_t len = (ssize_t)bench->item.body_len;
    if (pwrite(bench->raw, bench->item.body, (size_t)len, bench->bytes) != len ||
        fdatasync(bench->raw) != 0) {
        bench_stop("raw file: %s", strerror(errno));
    }
    bench->bytes += len;
}

static void insert_one(struct bench *bench)
{
    struct kerr err = {0};
    bench_must(store_begin(bench->plain, &err), &err);
    statement_blob(bench->insert, 1, bench->item.body, bench->item.body_len);
    bench_must(statement_done(bench->insert, &err), &err);
    bench_must(store_commit(bench->plain, &err), &err);
}

static void measure(struct bench *bench, void (*one)(struct bench *bench), struct series *ms)
{
    bench->request = make_request(bench->accepted);
    if (ms == &bench->ms[AHEAD]) {
        device_store_prepare(bench->store); /* as the kiosk does before the form is filled in */
    }
    int64_t from_ns = bench_ns();
    one(bench);
    series_add(ms, (double)(bench_ns() - from_ns) / NS_PER_MS);
}

static void open_all(struct bench *bench, const struct bench_options *options)
{
    char path[1024];
    struct kerr err = {0};
    stage_open(&bench->stage, options->work_dir);
    const char *dir = bench->stage.dir;
    (void)kstr_format(path, sizeof path, "%s/store.db", dir);
    bench_must(device_store_open(path, &bench->stage.identity, &bench->store, &err), &err);
    (void)kstr_format(path, sizeof path, "%s/plain.db", dir);
    bench_must(store_open(path, STORE_DURABLE, 1, 1, &bench->plain, &err), &err);
    bench_must(store_run(bench->plain, "CREATE TABLE item(seq INTEGER PRIMARY KEY, body)", &err),
               &err);
    bench_must(
        statement_open(bench->plain, "INSERT INTO item(body) VALUES(?1)", &bench->insert, &err),
        &err);
    (void)kstr_format(path, sizeof path, "%s/raw", dir);
    bench->raw = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    bench->request = make_request(0);
    accept_one(bench); /* its body is what the others write */
    bench_must(outbox_next(bench->store, 0, &bench->item, &err), &err);
}

static void close_all(struct bench *bench)
{
    statement_close(&bench->insert);
    store_close(&bench->plain);
    device_store_close(&bench->store);
    (void)close(bench->raw);
    stage_close(&bench->stage);
}

static double per_second(const struct series *ms)
{
    double sum = 0;
    for (int i = 0; i < ms->count; i++) {
        sum += ms->value[i];
    }
    return 1000 * ms->count / sum;
}

/* The middle is compared: a mean is made of the other programs that took the processor. */
static void print(struct bench *bench, int way, const char *what, const char *aim)
{
    double middle = series_at(&bench->ms[way], 0.5);
    series_print(&bench->ms[way], what, "ms",
                 "%.0f/s, %.0f %% of the raw loop, %.0f %% of the row%s",
                 per_second(&bench->ms[way]), 100 * series_at(&bench->ms[RAW], 0.5) / middle,
                 100 * series_at(&bench->ms[ROW], 0.5) / middle, aim);
}

int main(int argc, char **argv)
{
    struct bench_options options = bench_options(argc, argv);
    static struct bench bench;
    char what[64];
    int rounds = options.quick ? ROUNDS_QUICK : ROUNDS;
    open_all(&bench, &options);
    for (int i = 0; i < rounds; i++) { /* in turn: another program's load meets all of them */
        measure(&bench, append_one, &bench.ms[RAW]);
        measure(&bench, insert_one, &bench.ms[ROW]);
        measure(&bench, accept_one, &bench.ms[AHEAD]);
        measure(&bench, accept_one, &bench.ms[WHOLE]);
    }
    while (bench.accepted < QUEUE && !options.quick) {
        bench.request = make_request(bench.accepted);
        accept_one(&bench);
    }
    for (int i = 0; i < rounds / 10; i++) {
        measure(&bench, accept_one, &bench.ms[FULL]);
    }
    (void)kstr_format(what, sizeof what, "accept: pwrite + fdatasync of %zu bytes",
                      bench.item.body_len);
    print(&bench, RAW, what, ", the limit");
    print(&bench, ROW, "accept: the same as a row of SQLite, a commit", ", the peer");
    print(&bench, AHEAD, "accept: while a customer waits", "; aim 70 % of the loop");
    print(&bench, WHOLE, "accept: its key not made ahead", "");
    (void)kstr_format(what, sizeof what, "accept: the same with %d waiting", bench.accepted);
    print(&bench, FULL, what, "");
    close_all(&bench);
    return 0;
}
