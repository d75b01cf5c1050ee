/* What a kiosk does while nobody is there: processor time and wake-ups, second by second. */
#include "bench.h"

#include "kstr.h"

#include <time.h>

#define SECONDS       60
#define SECONDS_QUICK 10
#define SETTLE_S      2

struct idle {
    struct series cpu_ms, wakeups; /* of each second */
};

static void sleep_s(int seconds)
{
    struct timespec left = {.tv_sec = seconds};
    while (nanosleep(&left, &left) != 0) {
        /* interrupted: the rest of it */
    }
}

static void measure(struct idle *kiosk, pid_t kiosk_pid, struct idle *peer, pid_t peer_pid,
                    int seconds)
{
    struct idle *idle[] = {kiosk, peer};
    struct usage before[] = {usage_read(kiosk_pid), usage_read(peer_pid)};
    for (int second = 0; second < seconds; second++) {
        sleep_s(1);
        struct usage now[] = {usage_read(kiosk_pid), usage_read(peer_pid)};
        for (int i = 0; i < 2; i++) {
            series_add(&idle[i]->cpu_ms, (double)(now[i].cpu_ns - before[i].cpu_ns) / 1e6);
            series_add(&idle[i]->wakeups, (double)(now[i].wakeups - before[i].wakeups));
            before[i] = now[i];
        }
    }
}

static double mean(const struct series *series)
{
    double sum = 0;
    for (int i = 0; i < series->count; i++) {
        sum += series->value[i];
    }
    return sum / series->count;
}

static void print(struct idle *idle, const char *what, const char *aim)
{
    char row[96];
    (void)kstr_format(row, sizeof row, "idle %s, %s, processor", what, bench_driver());
    series_print(&idle->cpu_ms, row, "ms/s", "%.4f %% of one processor", mean(&idle->cpu_ms) / 10);
    (void)kstr_format(row, sizeof row, "idle %s, %s, wake-ups", what, bench_driver());
    series_print(&idle->wakeups, row, "1/s", "mean %.2f/s%s", mean(&idle->wakeups), aim);
}

int main(int argc, char **argv)
{
    struct bench_options options = bench_options(argc, argv);
    static struct idle kiosk;
    static struct idle peer;
    struct child kiosk_child;
    struct child peer_child;
    struct stage stage;
    char kiosk_path[1024];
    char peer_path[1024];
    stage_open(&stage, options.work_dir);
    (void)kstr_format(kiosk_path, sizeof kiosk_path, "%s/annae-kiosk", options.bin_dir);
    (void)kstr_format(peer_path, sizeof peer_path, "%s/bench-peer-sdl", options.bin_dir);
    child_start(&kiosk_child,
                (const char *[]){kiosk_path, "--pack", options.pack, "--state", stage.dir, NULL});
    child_start(&peer_child, (const char *[]){peer_path, NULL});
    child_said(&kiosk_child, "kiosk.shown");
    child_said(&peer_child, "peer.shown");
    sleep_s(SETTLE_S);
    measure(&kiosk, kiosk_child.pid, &peer, peer_child.pid,
            options.quick ? SECONDS_QUICK : SECONDS);
    child_end(&kiosk_child);
    child_end(&peer_child);
    stage_close(&stage);
    print(&peer, "SDL2 peer", "; the peer");
    print(&kiosk, "annae-kiosk", "; aim 2/s");
    return 0;
}
