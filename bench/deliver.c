/* How many requests a second headquarters takes in, one after the other over one connection as a
 * courier sends them: opened, kept, committed. Beside an exchange that does nothing. */
#include "bench.h"

#include "kstr.h"
#include "ksys.h"
#include "net.h"

#include <string.h>
#include <time.h>

#define ROUNDS       1000
#define ROUNDS_QUICK 100
#define NS_PER_MS    1e6
#define WALL_MS      INT64_C(1795266000000)
#define WAIT_MS      10000

struct bench {
    struct stage stage; /* of the kiosk; headquarters' directory is beside it */
    char hq_dir[600], url[128];
    struct child hq;
    struct device_store *store;
    struct net *net;
    struct outbox_item item;
    struct net_answer answer;
    struct series hello_ms, post_ms;
};

static void run_hq(const struct bench_options *options, struct bench *bench)
{
    char program[1024];
    char port_file[700];
    char text[32];
    struct kbuf port = KBUF(text);
    (void)kstr_format(program, sizeof program, "%s/annae-hq", options->bin_dir);
    (void)kstr_format(bench->hq_dir, sizeof bench->hq_dir, "%s/hq", bench->stage.dir);
    (void)kstr_format(port_file, sizeof port_file, "%s/port", bench->stage.dir);
    child_start(&bench->hq, (const char *[]){program, "init", "--dir", bench->hq_dir, NULL});
    child_wait(&bench->hq);
    child_start(&bench->hq, (const char *[]){program, "serve", "--dir", bench->hq_dir,
                                             "--port-file", port_file, NULL});
    for (int tries = 0; port.len == 0; tries++) {
        struct kerr err = {0};
        struct timespec pause = {.tv_nsec = 10000000};
        (void)nanosleep(&pause, NULL);
        bool is_there = ksys_read_file(port_file, &port, &err) == K_OK;
        if (!is_there && tries == 1000) {
            bench_stop("headquarters does not answer: %s", err.text);
        }
    }
    (void)kstr_format(bench->url, sizeof bench->url, "http://127.0.0.1:%.*s",
                      (int)strcspn(port.data, "\n"), port.data);
}

/* The kiosk seals for this headquarters. */
static void open_kiosk(struct bench *bench)
{
    char from[700];
    char to[700];
    char text[128];
    struct kbuf key = KBUF(text);
    struct kerr err = {0};
    (void)kstr_format(from, sizeof from, "%s/hq.pub", bench->hq_dir);
    (void)kstr_format(to, sizeof to, "%s/hq.pub", bench->stage.dir);
    bench_must(ksys_read_file(from, &key, &err), &err);
    bench_must(ksys_write_file(to, key.data, key.len, 0600, &err), &err);
    bench_must(device_identity_load(bench->stage.dir, &bench->stage.identity, &err), &err);
    (void)kstr_format(to, sizeof to, "%s/store.db", bench->stage.dir);
    bench_must(device_store_open(to, &bench->stage.identity, &bench->store, &err), &err);
}

static void accept_one(struct bench *bench, int number)
{
    struct kerr err = {0};
    struct visit_accepted accepted = {0};
    struct request request = {.kind = REQUEST_CALLBACK,
                              .channel = CHANNEL_CALL,
                              .soon = true,
                              .until_wall_ms = WALL_MS + 7200000,
                              .consent_wall_ms = WALL_MS,
                              .solved = -1};
    (void)kstr_format(request.contact, sizeof request.contact, "+8210%08d", number);
    (void)kstr_copy(request.matter, sizeof request.matter, "internet-down");
    (void)kstr_copy(request.subject, sizeof request.subject, "인터넷이 안 돼요");
    (void)kstr_copy(request.consent_version, sizeof request.consent_version, "2026-11");
    bench_must(device_store_accept(bench->store, &request, WALL_MS, 90000, &accepted, &err), &err);
}

/* One exchange; its answer must have this status. */
static void exchange(struct bench *bench, const char *path, const struct outbox_item *item,
                     int status, struct series *ms)
{
    char url[256];
    int slot = 0;
    struct kerr err = {0};
    (void)kstr_format(url, sizeof url, "%s%s", bench->url, path);
    int64_t from_ns = bench_ns();
    struct net_request request = {.url = url, .timeout_ms = WAIT_MS};
    if (item) {
        request.body = item->body;
        request.body_len = item->body_len;
        request.id = item->id;
    }
    bench_must(net_start(bench->net, &request, &slot, &err), &err);
    while (!net_take(bench->net, slot, &bench->answer)) {
        net_poll(bench->net, NULL, 0, WAIT_MS);
    }
    series_add(ms, (double)(bench_ns() - from_ns) / NS_PER_MS);
    if (bench->answer.status != status) {
        bench_stop("%s: answered %d: %s", path, bench->answer.status, bench->answer.body);
    }
}

int main(int argc, char **argv)
{
    struct bench_options options = bench_options(argc, argv);
    static struct bench bench;
    struct kerr err = {0};
    int rounds = options.quick ? ROUNDS_QUICK : ROUNDS;
    stage_open(&bench.stage, options.work_dir);
    run_hq(&options, &bench);
    open_kiosk(&bench);
    bench_must(net_open(&bench.net, &err), &err);
    for (int i = 0; i < rounds; i++) {
        accept_one(&bench, i);
        bench_must(outbox_next(bench.store, 0, &bench.item, &err), &err);
        exchange(&bench, "/v1/hello", NULL, 200, &bench.hello_ms);
        exchange(&bench, "/v1/requests", &bench.item, 201, &bench.post_ms);
        child_drain(&bench.hq);
        bench_must(outbox_report(bench.store, bench.item.id, VERDICT_DELIVERED, "", 0, &err), &err);
    }
    double hello_ms = series_at(&bench.hello_ms, 0.5);
    double post_ms = series_at(&bench.post_ms, 0.5);
    series_print(&bench.hello_ms, "deliver: GET /v1/hello", "ms", "%.0f/s, the peer",
                 1000 / hello_ms);
    series_print(&bench.post_ms, "deliver: POST /v1/requests, durable", "ms",
                 "%.0f/s; %.1f x a hello", 1000 / post_ms, post_ms / hello_ms);
    net_close(&bench.net);
    device_store_close(&bench.store);
    child_end(&bench.hq);
    stage_close(&bench.stage);
    return 0;
}
