/* Time from exec to the first presented frame: kiosk, standby, the least SDL2 program, /bin/true.
 */
#include "bench.h"

#include "kstr.h"

#define ROUNDS       40
#define ROUNDS_QUICK 5
#define NS_PER_MS    1e6

enum { TRUE, PEER, KIOSK, STANDBY, PROGRAM_COUNT };

struct program {
    char what[64];
    const char *argv[8];
    const char *word; /* in its log when the frame is presented; NULL: it ends */
    struct series ms;
};

static void measure(struct program *program)
{
    struct child child;
    int64_t from_ns = bench_ns();
    child_start(&child, program->argv);
    if (program->word) {
        child_said(&child, program->word);
    } else {
        child_wait(&child);
    }
    series_add(&program->ms, (double)(bench_ns() - from_ns) / NS_PER_MS);
    if (program->word) {
        child_end(&child);
    }
}

int main(int argc, char **argv)
{
    struct bench_options options = bench_options(argc, argv);
    struct stage stage;
    stage_open(&stage, options.work_dir);
    char kiosk[1024];
    char peer[1024];
    char standby[1024];
    (void)kstr_format(kiosk, sizeof kiosk, "%s/annae-kiosk", options.bin_dir);
    (void)kstr_format(peer, sizeof peer, "%s/bench-peer-sdl", options.bin_dir);
    (void)kstr_format(standby, sizeof standby, "%s/annae-standby", options.bin_dir);
    static struct program program[PROGRAM_COUNT];
    program[TRUE] = (struct program){.argv = {"/bin/true"}};
    program[PEER] = (struct program){.argv = {peer}, .word = "peer.shown"};
    program[KIOSK] = (struct program){.argv = {kiosk, "--pack", options.pack, "--state", stage.dir},
                                      .word = "kiosk.shown"};
    program[STANDBY] =
        (struct program){.argv = {standby, "--state", stage.dir}, .word = "standby.shown"};
    for (int i = 0; i < PROGRAM_COUNT; i++) { /* the first start reads the disk: not counted */
        measure(&program[i]);
        program[i].ms.count = 0;
    }
    int rounds = options.quick ? ROUNDS_QUICK : ROUNDS;
    for (int i = 0; i < rounds * PROGRAM_COUNT; i++) {
        measure(&program[i % PROGRAM_COUNT]);
    }
    double peer_ms = series_at(&program[PEER].ms, 0.5);
    double kiosk_ms = series_at(&program[KIOSK].ms, 0.5);
    char what[64];
    series_print(&program[TRUE].ms, "start /bin/true, exec to end", "ms", "the peer");
    (void)kstr_format(what, sizeof what, "start SDL2 peer, first frame, %s", bench_driver());
    series_print(&program[PEER].ms, what, "ms", "the peer");
    (void)kstr_format(what, sizeof what, "start annae-kiosk, first frame, %s", bench_driver());
    series_print(&program[KIOSK].ms, what, "ms", "%.1f x SDL2 peer; aim 200 ms",
                 kiosk_ms / peer_ms);
    (void)kstr_format(what, sizeof what, "start annae-standby, first frame, %s", bench_driver());
    series_print(&program[STANDBY].ms, what, "ms", "%.1f x SDL2 peer; aim 300 ms",
                 series_at(&program[STANDBY].ms, 0.5) / peer_ms);
    stage_close(&stage);
    return 0;
}
