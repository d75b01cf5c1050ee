#include "walk.h"

#include "kassert.h"
#include "kbuf.h"
#include "kstr.h"
#include "ksys.h"

#include <string.h>

#define FINGER_EVERY_MS 1000

/* What leads on from where; anything else goes home. */
static const struct {
    enum screen_kind kind;
    enum action_verb verb, other;
} ways[] = {
    {SCREEN_ATTRACT, ACT_START, ACT_START}, {SCREEN_IDENTIFY, ACT_GUEST, ACT_GUEST},
    {SCREEN_HOME, ACT_TOPIC, ACT_TOPIC},    {SCREEN_TOPIC, ACT_FLOW, ACT_ARTICLE},
    {SCREEN_STEP, ACT_CHOOSE, ACT_OK},
};

void walk_open(struct walk *walk, const struct bench_options *options, bool still)
{
    struct kerr err = {0};
    ksys_return_memory(); /* as firmware/kiosk */
    *walk = (struct walk){0};
    stage_open(&walk->stage, options->work_dir);
    walk->config = (struct kiosk_config){
        .pack_path = options->pack,
        .state_dir = walk->stage.dir,
        .panel = {.width_px = 1080, .height_px = 1920, .mm_per_px = 0.248},
        .headless = true,
        .still = still,
        .world = kiosk_real_world,
    };
    bench_must(kiosk_open(&walk->config, &walk->kiosk, &err), &err);
}

void walk_close(struct walk *walk)
{
    kiosk_close(&walk->kiosk);
    stage_close(&walk->stage);
}

/* On this page of the screen, not behind the pager. */
static bool is_visible(struct walk *walk, const char *label)
{
    static char text[32768];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    kbuf_clear(&buf);
    bench_must(ui_dump(walk->kiosk->ui, &buf, &err), &err);
    return strstr(text, label) != NULL;
}

static bool leads_on(const struct walk *walk, const struct screen_item *item)
{
    enum screen_kind kind = walk->kiosk->screen.kind;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (ways[i].kind == kind && item->kind == ITEM_BUTTON &&
            (item->action.verb == ways[i].verb || item->action.verb == ways[i].other)) {
            return true;
        }
    }
    return false;
}

/* One of the buttons that lead on, another one at each touch; NULL when there is none. */
static const char *button(struct walk *walk)
{
    const struct screen *screen = &walk->kiosk->screen;
    const char *label[LIMIT_SCREEN_ITEMS];
    int count = 0;
    for (int i = 0; i < screen->item_count; i++) {
        const struct screen_item *item = &screen->item[i];
        if (leads_on(walk, item) && is_visible(walk, item->text)) {
            label[count++] = item->text;
        }
    }
    return count > 0 ? label[walk->touches / 3 % count] : NULL;
}

const char *walk_choose(struct walk *walk)
{
    if (walk->touches > 0 && walk->touches % WALK_VISIT == 0) {
        kiosk_end_visit(walk->kiosk);
    }
    const struct screen *screen = &walk->kiosk->screen;
    bool is_tired = screen->kind == SCREEN_STEP && walk->touches % 7 == 0;
    const char *label = is_tired ? NULL : button(walk);
    if (!label) {
        label = screen->bar[BAR_HOME].text;
    }
    if (label[0] == '\0') {
        bench_stop("no way on from screen \"%s\"", screen_kind_name(screen->kind));
    }
    return label;
}

void walk_press(struct walk *walk, const char *label)
{
    walk->touches++;
    walk->finger_ms += FINGER_EVERY_MS;
    if (!ui_tap(walk->kiosk->ui, label, walk->finger_ms)) {
        bench_stop("no button \"%s\"", label);
    }
}

void walk_turn(struct walk *walk)
{
    kiosk_turn(walk->kiosk, 0);
}
