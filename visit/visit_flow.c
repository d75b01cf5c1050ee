#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* A guided flow: its instructions and questions, its end. Typed and checked steps: visit_input.c */

void visit_flow_facts(const struct visit *visit, uint16_t flow, struct flow_facts *ret_facts)
{
    const struct profile *profile = &visit->profile;
    struct kcivil local = visit_local(visit, visit->now_wall_ms);
    bool returning = visit->known == KNOWN_TOKEN && profile->last_kind == MATTER_FLOW &&
                     strcmp(profile->last_matter, visit->content->book.chart[flow].id) == 0;
    memset(ret_facts, 0, sizeof(*ret_facts));
    int64_t *value = ret_facts->value;
    value[FLOW_FACT_LEVEL] = visit_level(visit);
    value[FLOW_FACT_KNOWN] = visit->known == KNOWN_TOKEN;
    value[FLOW_FACT_RETURNING] = returning;
    value[FLOW_FACT_HOUR] = local.hour;
    value[FLOW_FACT_WEEKDAY] = local.weekday;
    value[FLOW_FACT_TODAY] = kcivil_days(local.year, local.month, local.day);
    value[FLOW_FACT_OFFICE_OPEN] = office_open(visit->content, visit->now_wall_ms);
    value[FLOW_FACT_HQ_REACHABLE] = visit->world.hq_reachable;
    value[FLOW_FACT_PRINTER] = visit->world.printer;
    value[FLOW_FACT_LANG] = visit->lang;
}

/* ---- moving ---- */

static void note_end(struct visit *visit)
{
    static const int8_t solved[FLOW_OUTCOME_COUNT] = {
        [FLOW_SOLVED_END] = 1,
        [FLOW_UNSOLVED_END] = 0,
        [FLOW_INFORMED_END] = -1,
        [FLOW_HANDED_OVER] = 0,
    };
    visit->solved = visit->run.at == FLOW_AT_END ? solved[visit->run.outcome] : -1;
}

void visit_flow_turned(struct visit *visit)
{
    visit->check_asked = false;
    visit->change_kept = 0;
    visit->change_dropped = 0;
    note_end(visit);
    visit_turn(visit);
}

static void flow_moved(struct visit *visit, struct visit_effects *effects)
{
    visit_flow_turned(visit);
    struct escalation *escalation = &visit->escalation;
    int returns = flow_visits_here(&visit->run);
    escalation->failed_fixes = visit->fixes_before + flow_failed_fixes(&visit->run);
    escalation->returns = returns > escalation->returns ? returns : escalation->returns;
    if (visit->run.at == FLOW_AT_STEP && escalation_due(escalation)) {
        visit_push(visit, SCREEN_OFFER, OFFER_FLOW, effects);
    }
}

void visit_flow_start(struct visit *visit, uint16_t flow, struct visit_effects *effects)
{
    KASSERT(flow < visit->content->book.chart_count);
    visit_drop(visit, SCREEN_STEP, effects);
    struct flow_facts facts;
    visit_flow_facts(visit, flow, &facts);
    flow_start(&visit->run, &visit->content->book, flow, &facts, visit->now_mono_ms);
    visit->run_open = true;
    visit_push(visit, SCREEN_STEP, (int)flow, effects);
    visit_deal_with(visit, (struct matter){MATTER_FLOW, flow});
    visit_wish(effects, EFFECT_COUNT_FLOW)->index = flow;
    flow_moved(visit, effects);
}

static void flow_leave(struct visit *visit, struct visit_effects *effects)
{
    (void)effects;
    KASSERT(visit->run_open);
    visit_trail_run(visit, visit_trail(visit));
    visit->fixes_before += flow_failed_fixes(&visit->run);
    visit->run_open = false;
    visit->check_asked = false;
    flow_wipe(&visit->run);
}

bool visit_flow_back(struct visit *visit)
{
    if (!flow_back(&visit->run, visit->now_mono_ms)) {
        return false;
    }
    visit_flow_turned(visit);
    return true;
}

void visit_flow_took(struct visit *visit, enum flow_reply reply, struct visit_effects *effects)
{
    switch (reply) {
    case FLOW_TAKEN:
        flow_moved(visit, effects);
        break;
    case FLOW_WRONG:
        visit->field_wrong = true;
        break;
    case FLOW_TRIES_UP: /* visit_input.c: here there is no other way on */
    case FLOW_LOG_FULL:
        visit_push(visit, SCREEN_OFFER, OFFER_FLOW, effects);
        break;
    case FLOW_REFUSED:
        break;
    }
}

/* ---- a step ---- */

bool visit_flow_locked(const struct visit *visit)
{
    return flow_needs(&visit->run) > visit_level(visit);
}

static void show_locked(const struct visit *visit, struct screen *screen)
{
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_LOCKED));
    screen_add(screen, ITEM_TEXT, visit_say(visit, W_LOCKED_WHY));
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_ASK_PERSON), ACT_PERSON, 0);
    visit_show_hotline(visit, screen);
}

void visit_show_step(const struct visit *visit, const struct flow_step *step, struct screen *screen)
{
    char text[LIMIT_TEXT_BYTES];
    visit_render(visit, &step->text, text, sizeof(text));
    struct screen_item *lead = screen_add(screen, ITEM_LEAD, text);
    if (step->icon != NULL) {
        (void)kstr_copy(lead->icon, sizeof(lead->icon), step->icon);
    }
    if (step->picture != NULL) {
        struct screen_item *picture = screen_add(screen, ITEM_PICTURE, NULL);
        (void)kstr_copy(picture->picture, sizeof(picture->picture), step->picture);
    }
    visit_render(visit, &step->more, text, sizeof(text));
    if (text[0] != '\0') {
        screen_add(screen, ITEM_TEXT, text);
    }
}

static void show_progress(const struct visit *visit, struct screen *screen)
{
    int done = 0;
    int total = 0;
    flow_progress(&visit->run, &done, &total);
    screen->progress_done = (uint16_t)done;
    screen->progress_total = (uint16_t)total;
}

static void show_exit(const struct visit *visit, const struct flow_exit *exit, int at,
                      struct screen *screen)
{
    char text[LIMIT_TEXT_BYTES];
    visit_render(visit, &exit->label, text, sizeof(text));
    struct screen_item *item = screen_button(screen, STYLE_CARD, text, ACT_CHOOSE, at);
    visit_render(visit, &exit->more, item->detail, sizeof(item->detail));
    if (exit->icon != NULL) {
        (void)kstr_copy(item->icon, sizeof(item->icon), exit->icon);
    }
}

void visit_show_choices(const struct visit *visit, const struct flow_step *step, int marked,
                        struct screen *screen)
{
    int first = screen->item_count;
    if (step->kind == FLOW_SOLVED) {
        screen_button(screen, STYLE_CARD, visit_say(visit, W_SOLVED_YES), ACT_CHOOSE, 0);
        screen_button(screen, STYLE_CARD, visit_say(visit, W_SOLVED_NO), ACT_CHOOSE, 1);
    } else {
        for (int i = 0; i < step->exit_count; i++) {
            show_exit(visit, &step->exit[i], i, screen);
        }
    }
    if (marked >= 0 && first + marked < screen->item_count) {
        screen->item[first + marked].selected = true;
    }
}

static void show_change(const struct visit *visit, struct screen *screen)
{
    if (visit->change_dropped == 0) {
        return;
    }
    char kept[8];
    char dropped[8];
    char text[LIMIT_TEXT_BYTES];
    (void)kstr_format(kept, sizeof(kept), "%d", visit->change_kept);
    (void)kstr_format(dropped, sizeof(dropped), "%d", visit->change_dropped);
    const struct word_value value[] = {{"kept", kept}, {"dropped", dropped}};
    visit_fill(visit, W_CHANGED, value, 2, text, sizeof(text));
    screen_add(screen, ITEM_NOTE, text);
}

void visit_show_run(const struct visit *visit, struct screen *screen)
{
    show_progress(visit, screen);
    show_change(visit, screen);
    if (visit->run.at == FLOW_AT_STEP) {
        visit_show_step(visit, flow_step_now(&visit->run), screen);
    }
}

void visit_show_answers_way(const struct visit *visit, struct screen *screen)
{
    if (visit->run.log_count > 0) {
        screen_button(screen, STYLE_QUIET, visit_say(visit, W_ANSWERS), ACT_ANSWERS, 0);
    }
}

static void flow_show(const struct visit *visit, struct screen *screen)
{
    if (visit_flow_locked(visit)) {
        show_locked(visit, screen);
        return;
    }
    const struct flow_step *step = flow_step_now(&visit->run);
    visit_show_run(visit, screen);
    if (step->kind == FLOW_TELL) {
        char done[LIMIT_LABEL_BYTES];
        visit_render(visit, &step->done, done, sizeof(done));
        screen_button(screen, STYLE_MAIN, done[0] == '\0' ? visit_say(visit, W_NEXT) : done, ACT_OK,
                      0);
    } else {
        visit_show_choices(visit, step, -1, screen);
    }
    visit_show_answers_way(visit, screen);
}

static void flow_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    if (action.verb == ACT_ANSWERS) {
        visit_push(visit, SCREEN_ANSWERS, PAGE_NO_ARG, effects);
        return;
    }
    struct flow_facts facts;
    visit_flow_facts(visit, visit->run.root, &facts);
    uint8_t exit = action.verb == ACT_CHOOSE ? (uint8_t)action.arg : 0;
    visit_flow_took(visit, flow_choose(&visit->run, exit, &facts, visit->now_mono_ms), effects);
}

const struct visit_ops visit_flow_ops = {
    .bar = BAR_IN_VISIT,
    .show = flow_show,
    .touch = flow_touch,
    .back = visit_flow_back,
    .leave = flow_leave,
};

/* ---- the end of a flow ---- */

static void end_show(const struct visit *visit, struct screen *screen)
{
    static const enum word lead[FLOW_OUTCOME_COUNT] = {
        [FLOW_SOLVED_END] = W_LEAD_END_SOLVED,
        [FLOW_UNSOLVED_END] = W_LEAD_END_UNSOLVED,
        [FLOW_INFORMED_END] = W_LEAD_END_INFORMED,
        [FLOW_HANDED_OVER] = W_LEAD_END_HANDED,
    };
    enum flow_outcome outcome = visit->run.outcome;
    const struct flow_step *step = flow_step_now(&visit->run);
    char text[LIMIT_TEXT_BYTES] = "";
    if (step != NULL && step->kind != FLOW_SOLVED) {
        visit_render(visit, &step->text, text, sizeof(text));
    }
    screen_add(screen, ITEM_LEAD, text[0] == '\0' ? visit_say(visit, lead[outcome]) : text);
    if (outcome == FLOW_UNSOLVED_END || outcome == FLOW_HANDED_OVER) {
        screen_add(screen, ITEM_TEXT, visit_say(visit, W_OFFER_WHY));
        screen_button(screen, STYLE_MAIN, visit_say(visit, W_ASK_PERSON), ACT_PERSON, 0);
        visit_show_hotline(visit, screen);
    }
    bool is_done = outcome == FLOW_SOLVED_END || outcome == FLOW_INFORMED_END;
    screen_button(screen, is_done ? STYLE_MAIN : STYLE_QUIET, visit_say(visit, W_FINISH),
                  ACT_FINISH, 0);
    screen_button(screen, STYLE_QUIET, visit_say(visit, W_HOME_MORE), ACT_HOME, 0);
    visit_show_answers_way(visit, screen);
}

static void end_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    KASSERT(action.verb == ACT_ANSWERS);
    visit_push(visit, SCREEN_ANSWERS, PAGE_NO_ARG, effects);
}

const struct visit_ops visit_end_ops = {
    .bar = BAR_IN_VISIT,
    .show = end_show,
    .touch = end_touch,
    .back = visit_flow_back,
};
