#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

/* When to call: what is offered is computed once, when the page opens, so that a slot's number
 * means the same slot when it is touched. */

void visit_slot_open(struct visit *visit, struct visit_effects *effects)
{
    const struct content *content = visit->content;
    visit->slot_count =
        (uint8_t)slots_make(content, visit->now_wall_ms, visit->slot, LIMIT_VISIT_SLOTS);
    /* soon is a promise: nobody keeps it while headquarters cannot hear of the request */
    bool heard = visit->world.hq_reachable && visit->world.missing == MISSING_NOTHING;
    visit->soon_until_wall_ms = heard ? slots_soon_until(content, visit->now_wall_ms) : -1;
    visit_push(visit, SCREEN_SLOT, PAGE_NO_ARG, effects);
}

static void show_soon(const struct visit *visit, struct screen *screen)
{
    char when[LIMIT_LABEL_BYTES];
    struct screen_item *item =
        screen_button(screen, STYLE_MAIN, visit_say(visit, W_SLOT_SOON), ACT_SLOT, SLOT_SOON);
    visit_moment_words(visit, visit->soon_until_wall_ms, when, sizeof(when));
    struct word_value value = {"when", when};
    visit_fill(visit, W_SLOT_SOON_UNTIL, &value, 1, item->detail, sizeof(item->detail));
}

static void slot_show(const struct visit *visit, struct screen *screen)
{
    bool has_soon = visit->soon_until_wall_ms >= 0;
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_SLOT));
    if (has_soon) {
        show_soon(visit, screen);
    }
    for (int i = 0; i < visit->slot_count; i++) {
        char text[LIMIT_LABEL_BYTES];
        visit_span_words(visit, visit->slot[i].from_wall_ms, visit->slot[i].until_wall_ms, text,
                         sizeof(text));
        screen_button(screen, STYLE_CARD, text, ACT_SLOT, i);
    }
    if (!has_soon && visit->slot_count == 0) {
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
    request->soon = action.arg == SLOT_SOON;
    if (request->soon) {
        request->from_wall_ms = visit->now_wall_ms;
        request->until_wall_ms = visit->soon_until_wall_ms;
    } else {
        KASSERT(action.arg >= 0 && action.arg < visit->slot_count);
        request->from_wall_ms = visit->slot[action.arg].from_wall_ms;
        request->until_wall_ms = visit->slot[action.arg].until_wall_ms;
    }
    visit_push(visit, SCREEN_CONSENT, PAGE_NO_ARG, effects);
}

const struct visit_ops visit_slot_ops = {
    .bar = BAR_IN_FORM,
    .show = slot_show,
    .touch = slot_touch,
};
