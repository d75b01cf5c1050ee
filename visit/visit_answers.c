#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

/* My answers so far; the page's arg is the answer being changed, or PAGE_NO_ARG: the list. */

enum { ANSWERS_SHOWN = 64 };

static const struct flow_step *answered_step(const struct visit *visit, int at)
{
    const struct flow_answer *answer = &visit->run.log[at];
    return &visit->run.book->chart[answer->flow].step[answer->step];
}

static bool can_change(const struct flow_step *step)
{
    return step->kind == FLOW_ASK || step->kind == FLOW_INPUT || step->kind == FLOW_SOLVED;
}

static void show_list(const struct visit *visit, struct screen *screen)
{
    const struct flow_run *run = &visit->run;
    int first = run->log_count > ANSWERS_SHOWN ? run->log_count - ANSWERS_SHOWN : 0;
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_ANSWERS));
    for (int i = first; i < run->log_count; i++) {
        const struct flow_step *step = answered_step(visit, i);
        if (!can_change(step)) {
            continue;
        }
        char text[LIMIT_TEXT_BYTES];
        visit_render(visit, &step->text, text, sizeof(text));
        struct screen_item *item = screen_button(screen, STYLE_CARD, text, ACT_CHANGE, i);
        flow_answer_text(run->book, &run->log[i], visit->lang, item->detail, sizeof(item->detail));
    }
    if (screen->item_count == 1) {
        screen_add(screen, ITEM_TEXT, visit_say(visit, W_ANSWERS_EMPTY));
    }
}

const struct flow_step *visit_changing(const struct visit *visit)
{
    bool is_changing = visit_kind(visit) == SCREEN_ANSWERS && visit_arg(visit) != PAGE_NO_ARG;
    return is_changing ? answered_step(visit, visit_arg(visit)) : NULL;
}

static void answers_show(const struct visit *visit, struct screen *screen)
{
    const struct flow_step *step = visit_changing(visit);
    if (step == NULL) {
        show_list(visit, screen);
        return;
    }
    screen->kind = step->kind == FLOW_INPUT ? SCREEN_INPUT : SCREEN_STEP;
    screen_add(screen, ITEM_SMALL, visit_say(visit, W_CHANGE));
    visit_show_step(visit, step, screen);
    if (step->kind == FLOW_INPUT) {
        visit_show_input(visit, step, 0, screen);
    } else {
        visit_show_choices(visit, step, visit->run.log[visit_arg(visit)].exit, screen);
    }
}

static void change(struct visit *visit, uint8_t exit, const char *typed,
                   struct visit_effects *effects)
{
    int at = visit_arg(visit);
    int later = visit->run.log_count - at - 1;
    int dropped = flow_change(&visit->run, (uint16_t)at, exit, typed, visit->now_mono_ms);
    if (dropped < 0) {
        visit->field_wrong = true;
        return;
    }
    visit_drop(visit, SCREEN_ANSWERS, effects);
    visit_flow_turned(visit);
    visit->change_kept = (int8_t)(later - dropped);
    visit->change_dropped = (int8_t)dropped;
}

static void answers_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    if (action.verb == ACT_CHANGE) {
        visit->page[visit->page_count - 1].arg = action.arg;
        visit_turn(visit);
    } else if (action.verb == ACT_CHOOSE) {
        change(visit, (uint8_t)action.arg, NULL, effects);
    } else {
        KASSERT(action.verb == ACT_OK);
        change(visit, 0, visit->field, effects);
    }
}

static bool answers_back(struct visit *visit)
{
    bool was_changing = visit_arg(visit) != PAGE_NO_ARG;
    visit->page[visit->page_count - 1].arg = PAGE_NO_ARG;
    return was_changing;
}

const struct visit_ops visit_answers_ops = {
    .bar = BAR_IN_VISIT,
    .show = answers_show,
    .touch = answers_touch,
    .typed = visit_take_field,
    .back = answers_back,
};
