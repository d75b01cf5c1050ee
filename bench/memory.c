/* Memory of the kiosk: after its first frame as the program it is, and in this process after the
 * first frame and after 200 screens. */
#include "walk.h"

#include "kstr.h"

#include <stdio.h>
#include <unistd.h>

#define SCREENS 200
#define ROUNDS  5
#define AIM_MIB 48.0

struct memory {
    struct series rss_mib, pss_mib;
};

static void add(struct memory *memory, pid_t pid)
{
    struct usage usage = usage_read(pid);
    if (usage.rss_mib <= 0) { /* the kiosk lets nobody but root read its map */
        return;
    }
    series_add(&memory->rss_mib, usage.rss_mib);
    series_add(&memory->pss_mib, usage.pss_mib);
}

static void measure_program(struct memory *memory, const char *const argv[], const char *word)
{
    for (int i = 0; i < ROUNDS; i++) {
        struct child child;
        child_start(&child, argv);
        child_said(&child, word);
        add(memory, child.pid);
        child_end(&child);
    }
}

static void print(struct memory *memory, const char *what, struct memory *peer)
{
    char row[128];
    if (memory->rss_mib.count == 0) {
        (void)printf("memory %s: only root may read it\n", what);
        return;
    }
    double mib = series_at(&memory->pss_mib, 0.5);
    (void)kstr_format(row, sizeof row, "memory %s, RSS", what);
    series_print(&memory->rss_mib, row, "MiB", "%.1f x SDL2 peer",
                 series_at(&memory->rss_mib, 0.5) / series_at(&peer->rss_mib, 0.5));
    (void)kstr_format(row, sizeof row, "memory %s, PSS", what);
    series_print(&memory->pss_mib, row, "MiB", "%.1f x SDL2 peer; %.0f %% of %.0f MiB",
                 mib / series_at(&peer->pss_mib, 0.5), 100 * mib / AIM_MIB, AIM_MIB);
}

static void measure_programs(const struct bench_options *options, struct memory *peer,
                             struct memory *kiosk)
{
    char kiosk_path[1024];
    char peer_path[1024];
    struct stage stage;
    stage_open(&stage, options->work_dir);
    (void)kstr_format(kiosk_path, sizeof kiosk_path, "%s/annae-kiosk", options->bin_dir);
    (void)kstr_format(peer_path, sizeof peer_path, "%s/bench-peer-sdl", options->bin_dir);
    measure_program(peer, (const char *[]){peer_path, NULL}, "peer.shown");
    measure_program(
        kiosk, (const char *[]){kiosk_path, "--pack", options->pack, "--state", stage.dir, NULL},
        "kiosk.shown");
    stage_close(&stage);
}

int main(int argc, char **argv)
{
    struct bench_options options = bench_options(argc, argv);
    static struct memory peer;
    static struct memory kiosk;
    static struct memory first;
    static struct memory last;
    static struct walk walk;
    measure_programs(&options, &peer, &kiosk);
    walk_open(&walk, &options, true);
    add(&first, getpid());
    for (int i = 0; i < SCREENS; i++) {
        walk_press(&walk, walk_choose(&walk));
        walk_turn(&walk);
    }
    add(&last, getpid());
    walk_close(&walk);
    print(&peer, "SDL2 peer, first frame", &peer);
    print(&kiosk, "annae-kiosk, first frame", &peer);
    print(&first, "kiosk in bench, first frame", &peer);
    print(&last, "kiosk in bench, 200 screens", &peer);
    return 0;
}
