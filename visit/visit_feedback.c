#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

/* One touch or two: solved? how easy? What is known is not asked. Then thanks. */

enum { SCORES = 5 };

/* Without an answer the visit's solved stays -1 and the page's arg says that it was asked. */
enum { FEEDBACK_SOLVED = PAGE_NO_ARG, FEEDBACK_EASE = 1 };

static bool asks_solved(const struct visit *visit)
{
    return visit->solved < 0 && visit_arg(visit) == FEEDBACK_SOLVED;
}

static void feedback_show(const struct visit *visit, struct screen *screen)
{
    static const enum word score[SCORES] = {W_EASE_1, W_EASE_2, W_EASE_3, W_EASE_4, W_EASE_5};
    if (asks_solved(visit)) {
        screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_FEEDBACK));
        screen_button(screen, STYLE_CARD, visit_say(visit, W_FEEDBACK_YES), ACT_YES, 0);
        screen_button(screen, STYLE_CARD, visit_say(visit, W_FEEDBACK_NO), ACT_NO, 0);
    } else {
        screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_EASE));
        for (int i = 0; i < SCORES; i++) {
            char number[4];
            (void)kstr_format(number, sizeof(number), "%d", i + 1);
            struct screen_item *item = screen_button(screen, STYLE_SCORE, number, ACT_RATE, i + 1);
            (void)kstr_copy(item->detail, sizeof(item->detail), visit_say(visit, score[i]));
        }
    }
    screen_button(screen, STYLE_QUIET, visit_say(visit, W_SKIP), ACT_SKIP, 0);
}

/* What was done, without the numbers that were given for the matter itself. */
static void take_trail(const struct visit *visit, struct request *request)
{
    request->trail_count = visit->trail_count;
    memcpy(request->trail, visit->trail, sizeof(request->trail));
    for (int i = 0; i < request->trail_count; i++) {
        struct trail *trail = &request->trail[i];
        if (trail->phone) {
            struct phone phone = phone_parse(trail->answer);
            (void)kstr_copy(trail->answer, sizeof(trail->answer), phone.masked);
            kstr_wipe(&phone, sizeof(phone));
        }
    }
}

/* The feedback as a request of its own kind, with what was done: who reads the reports must see
 * which way of a flow made it hard. No name, no number. */
static void send(struct visit *visit, uint8_t ease, struct visit_effects *effects)
{
    struct request *request = &visit->request;
    struct matter matter = visit_matter(visit);
    request_wipe(request);
    request->kind = REQUEST_FEEDBACK;
    request->lang = visit->lang;
    request->solved = visit->solved;
    request->ease = ease;
    request->visit_started_wall_ms = visit->started_wall_ms;
    if (matter.kind != MATTER_NONE) {
        (void)kstr_copy(request->matter, sizeof(request->matter), visit_matter_id(visit, matter));
        (void)kstr_copy(request->subject, sizeof(request->subject),
                        visit_matter_title(visit, matter));
    }
    take_trail(visit, request);
    (void)visit_wish(effects, EFFECT_ACCEPT);
}

static void answered(struct visit *visit, uint8_t ease, struct visit_effects *effects)
{
    visit_go_to(visit, SCREEN_THANKS, effects); /* leaves the pages, so the trail is whole */
    if ((ease > 0 || visit->solved >= 0) && visit_can_keep(visit)) {
        send(visit, ease, effects);
    }
    visit_remember(visit, effects);
}

static void feedback_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    if (!asks_solved(visit)) {
        answered(visit, action.verb == ACT_RATE ? (uint8_t)action.arg : 0, effects);
        return;
    }
    if (action.verb == ACT_SKIP) {
        visit->page[visit->page_count - 1].arg = FEEDBACK_EASE;
    } else {
        visit->solved = action.verb == ACT_YES;
    }
    visit_turn(visit);
}

const struct visit_ops visit_feedback_ops = {
    .bar = BAR_IN_VISIT,
    .show = feedback_show,
    .touch = feedback_touch,
};

/* ---- thanks ---- */

static void thanks_show(const struct visit *visit, struct screen *screen)
{
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_THANKS));
    screen_add(screen, ITEM_TEXT, visit_say(visit, W_THANKS_MORE));
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_FINISH), ACT_FINISH, 0);
}

/* Finishing means the same everywhere: visit_step.c serves it. */
const struct visit_ops visit_thanks_ops = {
    .bar = BAR_AT_DOOR | VISIT_NAMELESS,
    .show = thanks_show,
};
