#include "trial_internal.h"

#include "kstr.h"

#include <string.h>

/* Plays one case, line by line: go where it says, look, do. */

enum { PASSES_MAX = 2 * LIMIT_FLOW_LOG }; /* a flow that goes on by itself ends before */

const char *const trial_press_names[TRIAL_PRESS_COUNT + 1] = {"next", "back", "language", NULL};
const char *const trial_outcome_names[FLOW_OUTCOME_COUNT + 1] = {
    [FLOW_SOLVED_END] = "solved",
    [FLOW_UNSOLVED_END] = "unsolved",
    [FLOW_INFORMED_END] = "informed",
    [FLOW_HANDED_OVER] = "handed-over",
};

static void cover(struct playing *playing)
{
    if (playing->coverage) {
        booth_trace(playing->booth, trial_coverage_move, playing->coverage);
    }
}

/* ---- going on to where the line wants to be ---- */

static bool stands_in_flow(const struct booth *booth)
{
    enum screen_kind kind = booth->screen.kind;
    bool is_step = kind == SCREEN_STEP || kind == SCREEN_INPUT || kind == SCREEN_CHECK;
    return is_step && booth->visit.run_open && booth->visit.run.at == FLOW_AT_STEP;
}

static bool is_there(const struct playing *playing)
{
    const struct booth *booth = playing->booth;
    const struct trial_line *line = playing->line;
    if (line->is_offered) {
        return booth->screen.kind == SCREEN_OFFER;
    }
    if (line->is_end) {
        return booth->screen.kind == SCREEN_FLOW_END;
    }
    return stands_in_flow(booth) && trial_same_step(line->at, trial_at(&booth->visit));
}

/* Where there is one way only nothing needs to be said: an instruction is done, headquarters
 * answers what it was said to answer, an offer of a person is declined. */
static bool go_on(struct playing *playing)
{
    struct booth *booth = playing->booth;
    if (booth->screen.kind == SCREEN_OFFER) {
        booth_touch(booth, ACT_NO, 0);
        return true;
    }
    if (!stands_in_flow(booth) || trial_locked(&booth->visit)) {
        return false;
    }
    const struct flow_step *step = flow_step_now(&booth->visit.run);
    if (step->kind == FLOW_TELL) {
        booth_touch(booth, ACT_OK, 0);
    } else if (step->kind == FLOW_CHECK && booth_known_answer(booth)) {
        booth_answer(booth, booth_known_answer(booth));
    } else {
        return false;
    }
    cover(playing);
    return true;
}

/* The line before stood at an instruction or a check and did nothing there: that is done now. */
static void leave_last(struct playing *playing)
{
    const struct trial_line *last = playing->line - 1;
    if (playing->line == playing->item->line || last->act != TRIAL_NOTHING) {
        return;
    }
    bool is_still_there = last->at.step != FLOW_NO_STEP && stands_in_flow(playing->booth) &&
                          trial_same_step(last->at, trial_at(&playing->booth->visit));
    if (is_still_there) {
        (void)go_on(playing);
    }
}

static bool arrive(struct playing *playing)
{
    const struct trial_line *line = playing->line;
    bool wants_place = line->at.step != FLOW_NO_STEP || line->is_offered || line->is_end;
    if (!wants_place) {
        return true;
    }
    leave_last(playing);
    for (int i = 0; i < PASSES_MAX && !is_there(playing) && go_on(playing); i++) {
    }
    if (is_there(playing)) {
        return true;
    }
    char name[TRIAL_NAME_BYTES] = "";
    if (line->at.step != FLOW_NO_STEP) {
        trial_step_name(&playing->booth->content->book, playing->item->flow, line->at, name);
    }
    if (line->is_offered) {
        return trial_fail(playing, FAULT_OFFERED, NULL);
    }
    if (line->is_end) {
        return trial_fail(playing, FAULT_ENDS, FAULT_ARGS(trial_outcome_names[line->outcome]));
    }
    return trial_fail(playing, FAULT_COMES_TO, FAULT_ARGS(name));
}

/* ---- looking ---- */

static bool look_at_end(struct playing *playing)
{
    const struct trial_line *line = playing->line;
    const struct booth *booth = playing->booth;
    if (!line->is_end) {
        return true;
    }
    if (booth->visit.run.outcome != line->outcome) {
        return trial_fail(playing, FAULT_ENDS_AS, FAULT_ARGS(trial_outcome_names[line->outcome]));
    }
    if (line->at.step != FLOW_NO_STEP && !trial_same_step(line->at, trial_at(&booth->visit))) {
        char name[TRIAL_NAME_BYTES];
        trial_step_name(&booth->content->book, playing->item->flow, line->at, name);
        return trial_fail(playing, FAULT_ENDS_AT, FAULT_ARGS(name));
    }
    return true;
}

static bool look(struct playing *playing)
{
    const struct trial_line *line = playing->line;
    bool is_locked = trial_locked(&playing->booth->visit);
    if (line->at.step != FLOW_NO_STEP && !line->is_end && is_locked != line->is_locked) {
        return trial_fail(playing, line->is_locked ? FAULT_UNLOCKED : FAULT_LOCKED, NULL);
    }
    if (!look_at_end(playing)) {
        return false;
    }
    const char *text = booth_text(playing->booth);
    for (int i = 0; i < line->show_count; i++) {
        if (!strstr(text, line->show[i])) {
            return trial_fail(playing, FAULT_SHOWS, FAULT_ARGS(line->show[i]));
        }
    }
    for (int i = 0; i < line->hide_count; i++) {
        if (strstr(text, line->hide[i])) {
            return trial_fail(playing, FAULT_HIDES, FAULT_ARGS(line->hide[i]));
        }
    }
    return true;
}

/* ---- doing ---- */

static bool touch(struct playing *playing, enum action_verb verb, int arg, const char *what)
{
    if (!booth_offers(playing->booth, verb, arg)) {
        return trial_fail(playing, FAULT_NO_BUTTON, FAULT_ARGS(what));
    }
    booth_touch(playing->booth, verb, arg);
    return true;
}

static bool do_answer(struct playing *playing)
{
    const struct flow_step *step = flow_step_now(&playing->booth->visit.run);
    return step->kind == FLOW_TELL
               ? touch(playing, ACT_OK, 0, "next")
               : touch(playing, ACT_CHOOSE, playing->line->exit, playing->line->word);
}

static bool do_type(struct playing *playing)
{
    booth_type(playing->booth, playing->line->word);
    return touch(playing, ACT_OK, 0, "ok");
}

static bool do_hq(struct playing *playing)
{
    booth_answer(playing->booth, playing->line->word);
    return true;
}

static bool do_press(struct playing *playing)
{
    static const enum action_verb verb[TRIAL_PRESS_COUNT] = {ACT_OK, ACT_BACK, ACT_LANG};
    enum trial_press press = playing->line->press;
    return touch(playing, verb[press], 0, trial_press_names[press]);
}

/* Index of the newest answer given at this step, -1 = there is none. */
static int answer_at(const struct flow_run *run, struct trial_step at)
{
    int i = run->log_count - 1;
    while (i >= 0 && (run->log[i].flow != at.flow || run->log[i].step != at.step)) {
        i--;
    }
    return i;
}

static bool do_change(struct playing *playing)
{
    const struct trial_line *line = playing->line;
    const struct flow_run *run = &playing->booth->visit.run;
    char name[TRIAL_NAME_BYTES];
    trial_step_name(&playing->booth->content->book, playing->item->flow, line->changed, name);
    int at = answer_at(run, line->changed);
    if (at < 0) {
        return trial_fail(playing, FAULT_UNANSWERED, FAULT_ARGS(name));
    }
    if (!touch(playing, ACT_ANSWERS, 0, "my answers so far") ||
        !touch(playing, ACT_CHANGE, at, name)) {
        return false;
    }
    if (run->book->chart[line->changed.flow].step[line->changed.step].kind == FLOW_INPUT) {
        return do_type(playing);
    }
    return touch(playing, ACT_CHOOSE, line->exit, line->word);
}

static bool do_card(struct playing *playing)
{
    booth_card(playing->booth, playing->line->level);
    return true;
}

static bool do_nothing(struct playing *playing)
{
    (void)playing;
    return true;
}

static bool act(struct playing *playing)
{
    static bool (*const acts[TRIAL_ACT_COUNT])(struct playing * playing) = {
        [TRIAL_NOTHING] = do_nothing, [TRIAL_ANSWER] = do_answer, [TRIAL_TYPE] = do_type,
        [TRIAL_HQ] = do_hq,           [TRIAL_PRESS] = do_press,   [TRIAL_CHANGE] = do_change,
        [TRIAL_CARD] = do_card,
    };
    return acts[playing->line->act](playing);
}

static bool play_line(struct playing *playing)
{
    bool is_met = arrive(playing) && look(playing) && act(playing);
    cover(playing);
    return is_met && (!playing->line->request || trial_request_run(playing));
}

bool trial_run(struct booth *booth, const struct trial_case *item, struct trial_coverage *coverage,
               struct trial_fault *ret_fault)
{
    struct playing playing = {.booth = booth,
                              .item = item,
                              .coverage = coverage,
                              .lang = ret_fault->lang,
                              .fault = KBUF(ret_fault->text)};
    ret_fault->text[0] = '\0';
    ret_fault->at = item->place;
    if (coverage) {
        trial_coverage_next(coverage);
    }
    booth_reset(booth, &item->given);
    if (!booth_start(booth, item->flow)) {
        return trial_fail_plain(&playing, FAULT_NO_START,
                                FAULT_ARGS(booth->content->book.chart[item->flow].id));
    }
    cover(&playing);
    for (uint16_t i = 0; i < item->line_count; i++) {
        playing.line = &item->line[i];
        ret_fault->at = playing.line->place;
        if (!play_line(&playing)) {
            return false;
        }
    }
    return true;
}
