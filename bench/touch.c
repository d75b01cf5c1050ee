/* From touch to presented frame, in process, without a window: what the panel adds is not in it. */
#include "peer_frame.h"
#include "walk.h"

#include <stdlib.h>
#include <string.h>

#define TOUCHES       1000
#define TOUCHES_QUICK 100
#define PAGES         24
#define FRAME_MS      (1000.0 / 60)
#define NS_PER_MS     1e6
#define MOTION_NS     200000000 /* a page rises for 160 ms */

enum { COPY, FILL, PRESS, GLASS, WIPED, WHOLE, MOTION, SERIES_COUNT };

static struct series series[SERIES_COUNT];
static struct screen *page; /* PAGES different ones, as the visit made them */

static double since_ms(int64_t from_ns)
{
    return (double)(bench_ns() - from_ns) / NS_PER_MS;
}

/* The kiosk as it is: finger, glass, conversation, journal on the disk, new page. */
static void measure_kiosk(struct walk *walk, int touches)
{
    int pages = 0;
    for (int i = 0; i < touches; i++) {
        const char *label = walk_choose(walk);
        int64_t from_ns = bench_ns();
        walk_press(walk, label);
        series_add(&series[PRESS], since_ms(from_ns));
        walk_turn(walk);
        series_add(&series[WHOLE], since_ms(from_ns));
        if (i % (touches / PAGES) == 0 && pages < PAGES) {
            page[pages++] = walk->kiosk->screen;
        }
    }
}

/* The same pages on the glass alone: the finger lets a button go, the next page appears. */
static void measure_glass(struct walk *walk, int touches)
{
    struct ui *ui = walk->kiosk->ui;
    struct ui_event event[4];
    for (int i = 0; i < touches; i++) {
        struct screen *next = &page[(i + 1) % PAGES];
        next->serial = (uint32_t)(1000 + i);
        const char *label = page[i % PAGES].bar[BAR_LANG].text;
        int64_t from_ns = bench_ns();
        bool tapped = i > 0 && ui_tap(ui, label, INT64_C(10000000) + (int64_t)i * 1000);
        (void)ui_wait(ui, 0, event, 4);
        ui_show(ui, next, from_ns / 1000000);
        if (tapped) {
            series_add(&series[GLASS], since_ms(from_ns));
        }
    }
}

/* After a customer has left, no text is kept: every word is laid out and drawn anew. */
static void measure_wiped(struct walk *walk, int touches)
{
    for (int i = 0; i < touches; i++) {
        ui_wipe(walk->kiosk->ui);
        int64_t from_ns = bench_ns();
        ui_show(walk->kiosk->ui, &page[i % PAGES], from_ns / 1000000);
        series_add(&series[WIPED], since_ms(from_ns));
    }
}

/* The frames while a page rises. */
static void watch_motion(struct ui *ui)
{
    struct ui_event event[4];
    int64_t end_ns = bench_ns() + MOTION_NS;
    for (int64_t from_ns = bench_ns(); from_ns < end_ns; from_ns = bench_ns()) {
        int64_t frames = ui_stats(ui).frames;
        (void)ui_wait(ui, 0, event, 4);
        if (ui_stats(ui).frames > frames) {
            series_add(&series[MOTION], since_ms(from_ns));
        }
    }
}

static void measure_motion(struct walk *walk, int touches)
{
    for (int i = 0; i < touches / 10; i++) {
        walk_press(walk, walk_choose(walk));
        walk_turn(walk);
        watch_motion(walk->kiosk->ui);
    }
}

static void print(int which, const char *what, double aim_ms)
{
    struct series *s = &series[which];
    series_print(s, what, "ms", "%.1f x memcpy of a frame; p99 %.0f %% of %.1f ms",
                 series_at(s, 0.5) / series_at(&series[COPY], 0.5),
                 100 * series_at(s, 0.99) / aim_ms, aim_ms);
}

int main(int argc, char **argv)
{
    struct bench_options options = bench_options(argc, argv);
    int touches = options.quick ? TOUCHES_QUICK : TOUCHES;
    static struct walk walk;
    page = calloc(PAGES, sizeof *page);
    if (!page) {
        bench_stop("no memory for pages");
    }
    peer_frame_measure(touches, &series[COPY], &series[FILL]);
    walk_open(&walk, &options, true);
    measure_kiosk(&walk, touches);
    measure_glass(&walk, touches);
    measure_wiped(&walk, touches);
    walk_close(&walk);
    walk_open(&walk, &options, false);
    measure_motion(&walk, touches);
    walk_close(&walk);
    free(page);
    series_print(&series[COPY], "touch: memcpy of one frame 1080x1920", "ms", "the limit");
    series_print(&series[FILL], "touch: cairo fills one frame", "ms", "the peer");
    print(PRESS, "touch -> pressed button", 3);
    print(GLASS, "touch -> whole new page, glass alone", FRAME_MS);
    print(WHOLE, "touch -> whole new page, journal durable", FRAME_MS);
    print(WIPED, "first page after a wipe, all text anew", FRAME_MS);
    print(MOTION, "one frame while a page rises", FRAME_MS);
    return 0;
}
