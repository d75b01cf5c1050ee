#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

/*
 * When to call, asked in two small questions: the day, then the hour (the page's arg is the first
 * slot of that day). What is offered is computed once, when the page opens, so that a slot's number
 * means the same slot when it is touched.
 */

/* One past the last slot of the day that slot `at` is on. */
static int day_end(const struct visit *visit, int at)
{
    int end = at;
    int64_t day = visit_day(visit, visit->slot[at].from_wall_ms);
    while (end < visit->slot_count && visit_day(visit, visit->slot[end].from_wall_ms) == day) {
        end++;
    }
    return end;
}

/* Can headquarters hear of a request at once? */
static bool is_heard(const struct visit *visit)
{
    return visit->world.hq_reachable && visit->world.missing == MISSING_NOTHING;
}

/* A choice of days: else the only one is not asked for. */
static bool has_days(const struct visit *visit)
{
    return visit->slot_count > 0 && day_end(visit, 0) < visit->slot_count;
}

void visit_slot_open(struct visit *visit, struct visit_effects *effects)
{
    const struct content *content = visit->content;
    visit->slot_count =
        (uint8_t)slots_make(content, visit->now_wall_ms, visit->slot, LIMIT_VISIT_SLOTS);
    /* soon is a promise: nobody keeps it while headquarters cannot hear of the request */
    visit->soon_until_wall_ms =
        is_heard(visit) ? slots_soon_until(content, visit->now_wall_ms) : -1;
    visit_push(visit, SCREEN_SLOT, PAGE_NO_ARG, effects);
}

/* What was chosen may pass, or headquarters go away, while the customer reads and types. */
bool visit_slot_holds(const struct visit *visit)
{
    const struct request *request = &visit->request;
    int64_t lead_ms = visit->content->lead_min * KCIVIL_MINUTE_MS; /* what agents need to know */
    if (request->channel != CHANNEL_CALL) {
        return true;
    }
    return request->soon ? is_heard(visit) && visit->now_wall_ms < request->until_wall_ms
                         : visit->now_wall_ms + lead_ms <= request->until_wall_ms;
}

void visit_slot_again(struct visit *visit, struct visit_effects *effects)
{
    visit->request.consent_wall_ms = 0; /* it was to another time */
    visit_drop(visit, SCREEN_NOT_SAVED, effects);
    visit_drop(visit, SCREEN_CONSENT, effects);
    visit_slot_open(visit, effects);
    visit_push(visit, SCREEN_NOTICE, NOTICE_SLOT_GONE, effects);
}

static void show_soon(const struct visit *visit, struct screen *screen)
{
    char when[LIMIT_LABEL_BYTES];
    struct screen_item *item =
        screen_button(screen, STYLE_MAIN, visit_say(visit, W_SLOT_SOON), ACT_SLOT, SLOT_SOON);
    visit_near_words(visit, visit->soon_until_wall_ms, when, sizeof(when));
    struct word_value value = {"when", when};
    visit_fill(visit, W_SLOT_SOON_UNTIL, &value, 1, item->detail, sizeof(item->detail));
}

/* One day of several, with the hours between which there is a slot. */
static void show_day(const struct visit *visit, int from, int end, struct screen *screen)
{
    char text[LIMIT_LABEL_BYTES];
    visit_day_title(visit, visit->slot[from].from_wall_ms, text, sizeof(text));
    struct screen_item *item = screen_button(screen, STYLE_CARD, text, ACT_DAY, from);
    visit_hours_words(visit, visit->slot[from].from_wall_ms, visit->slot[end - 1].until_wall_ms,
                      item->detail, sizeof(item->detail));
    (void)kstr_copy(item->icon, sizeof(item->icon), "calendar");
}

static void show_days(const struct visit *visit, struct screen *screen)
{
    int end = 0;
    for (int from = 0; from < visit->slot_count; from = end) {
        end = day_end(visit, from);
        show_day(visit, from, end, screen);
    }
}

static void show_hours(const struct visit *visit, int from, struct screen *screen)
{
    char text[LIMIT_LABEL_BYTES];
    visit_day_title(visit, visit->slot[from].from_wall_ms, text, sizeof(text));
    screen_add(screen, ITEM_HEADING, text);
    for (int i = from; i < day_end(visit, from); i++) {
        visit_hours_words(visit, visit->slot[i].from_wall_ms, visit->slot[i].until_wall_ms, text,
                          sizeof(text));
        struct screen_item *item = screen_button(screen, STYLE_CARD, text, ACT_SLOT, i);
        (void)kstr_copy(item->icon, sizeof(item->icon), "clock");
    }
}

static void slot_show(const struct visit *visit, struct screen *screen)
{
    bool has_soon = visit->soon_until_wall_ms >= 0;
    if (visit_arg(visit) != PAGE_NO_ARG) {
        screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_SLOT_HOUR));
        show_hours(visit, visit_arg(visit), screen);
        return;
    }
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_SLOT));
    if (has_soon) {
        show_soon(visit, screen);
    }
    if (has_days(visit)) {
        show_days(visit, screen);
    } else if (visit->slot_count > 0) {
        show_hours(visit, 0, screen);
    } else if (!has_soon) {
        screen_add(screen, ITEM_NOTE, visit_say(visit, W_SLOT_NONE))->tone = TONE_CAREFUL;
        visit_show_channels(visit, CHANNEL_CALL, screen);
        visit_show_hotline(visit, screen);
    }
}

static void slot_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    struct request *request = &visit->request;
    if (action.verb == ACT_CHANNEL) {
        visit_channel_touch(visit, action, effects);
        return;
    }
    if (action.verb == ACT_DAY) {
        visit->page[visit->page_count - 1].arg = action.arg;
        visit_turn(visit);
        return;
    }
    request->soon = action.arg == SLOT_SOON;
    if (request->soon) {
        request->from_wall_ms = visit->now_wall_ms;
        request->until_wall_ms = visit->soon_until_wall_ms;
    } else {
        KASSERT(action.arg >= 0 && action.arg < visit->slot_count);
        request->from_wall_ms = visit->slot[action.arg].from_wall_ms;
        request->until_wall_ms = visit->slot[action.arg].until_wall_ms;
    }
    if (visit_slot_holds(visit)) {
        visit_push(visit, SCREEN_CONSENT, PAGE_NO_ARG, effects);
    } else {
        visit_slot_again(visit, effects);
    }
}

/* From the hours back to the days. */
static bool slot_back(struct visit *visit)
{
    bool was_hours = visit_arg(visit) != PAGE_NO_ARG;
    visit->page[visit->page_count - 1].arg = PAGE_NO_ARG;
    return was_hours;
}

const struct visit_ops visit_slot_ops = {
    .bar = BAR_IN_FORM,
    .show = slot_show,
    .touch = slot_touch,
    .back = slot_back,
};
