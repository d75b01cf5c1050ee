#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

/* Screens that speak up by themselves: a person is offered, a notice, quiet, resume. */

/* ---- a person is offered ---- */

static void offer_show(const struct visit *visit, struct screen *screen)
{
    bool of_article = visit_arg(visit) == OFFER_ARTICLE;
    screen_add(screen, ITEM_LEAD,
               visit_say(visit, of_article ? W_LEAD_OFFER_ARTICLE : W_LEAD_OFFER));
    screen_add(screen, ITEM_TEXT, visit_say(visit, W_OFFER_WHY));
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_ASK_PERSON), ACT_PERSON, 0);
    visit_show_hotline(visit, screen);
    if (of_article) {
        screen_button(screen, STYLE_CARD, visit_say(visit, W_SEARCH), ACT_SEARCH, 0);
    }
    screen_button(screen, STYLE_QUIET, visit_say(visit, W_OFFER_GO_ON), ACT_NO, 0);
}

static void offer_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    visit_drop(visit, SCREEN_OFFER, effects);
    if (action.verb == ACT_SEARCH) {
        visit_search_open(visit, effects);
    }
}

static void offer_leave(struct visit *visit, struct visit_effects *effects)
{
    (void)effects;
    escalation_decline(&visit->escalation);
}

const struct visit_ops visit_offer_ops = {
    .bar = BAR_IN_VISIT,
    .show = offer_show,
    .touch = offer_touch,
    .leave = offer_leave,
};

/* ---- notices ---- */

enum word visit_notice_word(enum visit_notice notice)
{
    static const enum word word[NOTICE_NONE] = {
        [NOTICE_UNREADABLE] = W_LEAD_UNREADABLE,   [NOTICE_PAYMENT] = W_LEAD_PAYMENT,
        [NOTICE_FOREIGN] = W_LEAD_FOREIGN,         [NOTICE_UNKNOWN] = W_LEAD_UNKNOWN,
        [NOTICE_OFFLINE] = W_LEAD_OFFLINE,         [NOTICE_PHONE_TAKEN] = W_LEAD_PHONE_TAKEN,
        [NOTICE_PHONE_TRIES] = W_LEAD_PHONE_TRIES, [NOTICE_REFUSED] = W_LEAD_REFUSED,
        [NOTICE_SLOT_GONE] = W_LEAD_SLOT_GONE,
    };
    KASSERT(notice < NOTICE_NONE);
    return word[notice];
}

static void notice_show(const struct visit *visit, struct screen *screen)
{
    enum visit_notice notice = (enum visit_notice)visit_arg(visit);
    screen_add(screen, ITEM_LEAD, visit_say(visit, visit_notice_word(notice)));
    if (notice == NOTICE_PAYMENT) {
        screen_add(screen, ITEM_TEXT, visit_say(visit, W_PAYMENT_MORE));
    }
    if (notice == NOTICE_REFUSED) {
        screen_add(screen, ITEM_TEXT, visit_say(visit, W_REFUSED_MORE));
        visit_show_hotline(visit, screen);
    }
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_GO_ON), ACT_OK, 0);
}

static void notice_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    (void)action;
    visit_pop(visit, effects);
}

const struct visit_ops visit_notice_ops = {
    .bar = BAR_IN_VISIT,
    .show = notice_show,
    .touch = notice_touch,
};

/* ---- quiet: shown over any page, is no page itself ---- */

static void idle_show(const struct visit *visit, struct screen *screen)
{
    char seconds[8];
    char text[LIMIT_LABEL_BYTES];
    screen->countdown_s = visit_countdown_s(visit);
    (void)kstr_format(seconds, sizeof(seconds), "%u", (unsigned)screen->countdown_s);
    struct word_value value = {"seconds", seconds};
    visit_fill(visit, W_IDLE_LEFT, &value, 1, text, sizeof(text));
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_IDLE));
    screen_add(screen, ITEM_TEXT, visit_say(visit, W_IDLE_MORE));
    screen_add(screen, ITEM_BIG, text);
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_STAY), ACT_STAY, 0);
    screen_button(screen, STYLE_QUIET, visit_say(visit, W_FINISH), ACT_FINISH, 0);
}

/* Staying and finishing mean the same everywhere: visit_step.c serves them. */
const struct visit_ops visit_idle_ops = {
    .bar = BAR_AT_DOOR | VISIT_NAMELESS,
    .show = idle_show,
};

/* ---- after a restart ---- */

static void resume_show(const struct visit *visit, struct screen *screen)
{
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_RESUME));
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_RESUME_YES), ACT_YES, 0);
    screen_button(screen, STYLE_CARD, visit_say(visit, W_RESUME_NO), ACT_NO, 0);
}

static void resume_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    if (action.verb == ACT_YES) {
        visit_pop(visit, effects);
    } else {
        visit_end(visit, VISIT_END_POWER, effects);
    }
}

const struct visit_ops visit_resume_ops = {
    .bar = BAR_AT_DOOR | VISIT_NAMELESS,
    .show = resume_show,
    .touch = resume_touch,
};
