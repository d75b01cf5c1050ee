/*
 * The log: where a customer stands is what the log says, played from the start. Back and change
 * therefore edit the log and play it again; nothing is ever undone.
 */
#include "flow_internal.h"

#include "kassert.h"

#include <string.h>

/* Play as many of the first `count` answers as fit, forget the others; returns how many fitted. */
static uint16_t play(struct flow_run *run, uint16_t count, int64_t now_mono_ms)
{
    uint16_t played = 0;
    flow_rewind(run, NULL);
    while (played < count && flow_fits(run, &run->log[played])) {
        flow_apply(run, &run->log[played], NULL);
        played++;
    }
    memset(&run->log[played], 0, (size_t)(run->log_count - played) * sizeof run->log[0]);
    run->log_count = played;
    run->shown_mono_ms = now_mono_ms;
    return played;
}

static const struct flow_step *answered_step(const struct flow_run *run, uint16_t at)
{
    KASSERT(at < run->log_count);
    const struct flow_answer *answer = &run->log[at];
    return &run->book->chart[answer->flow].step[answer->step];
}

bool flow_back(struct flow_run *run, int64_t now_mono_ms)
{
    uint16_t count = run->log_count;
    while (count > 0 && answered_step(run, count - 1)->kind == FLOW_CHECK) {
        count--;
    }
    if (count == 0) {
        return false;
    }
    uint16_t played = play(run, count - 1, now_mono_ms);
    KASSERT(played == count - 1); /* the same answers and facts go the same way */
    return true;
}

/* The answer with another reply in it; false when the step does not take that reply. */
static bool reply_anew(const struct flow_step *step, uint8_t exit, const char *typed,
                       struct flow_answer *answer)
{
    if (step->kind == FLOW_INPUT) {
        answer->exit = 0;
        return typed &&
               flow_read(step, typed, answer->facts.value[FLOW_FACT_TODAY], &answer->value);
    }
    answer->exit = exit;
    return step->kind != FLOW_CHECK && !typed && exit < step->exit_count;
}

int flow_change(struct flow_run *run, uint16_t at, uint8_t exit, const char *typed,
                int64_t now_mono_ms)
{
    if (at >= run->log_count) {
        return -1;
    }
    struct flow_answer answer = run->log[at];
    if (!reply_anew(answered_step(run, at), exit, typed, &answer)) {
        return -1;
    }
    run->log[at] = answer;
    uint16_t before = run->log_count;
    uint16_t played = play(run, before, now_mono_ms);
    KASSERT(played > at);
    return before - played;
}

void flow_trace(struct flow_run *run, flow_move_fn tell, void *user)
{
    struct flow_watch watch = {.tell = tell, .user = user};
    uint8_t tries_left = run->tries_left;
    flow_rewind(run, &watch);
    for (uint16_t i = 0; i < run->log_count; i++) {
        flow_apply(run, &run->log[i], &watch);
    }
    run->tries_left = tries_left;
}

int flow_visits_here(const struct flow_run *run)
{
    int visits = 1;
    const struct flow_frame *frame = &run->frame[run->depth - 1];
    for (uint16_t i = 0; i < run->log_count && run->at == FLOW_AT_STEP; i++) {
        visits += run->log[i].flow == frame->flow && run->log[i].step == frame->step;
    }
    return visits;
}

int flow_failed_fixes(const struct flow_run *run)
{
    int failed = 0;
    bool hoping = false; /* a fix was tried and nothing speaks against it yet */
    for (uint16_t i = 0; i < run->log_count; i++) {
        const struct flow_step *step = answered_step(run, i);
        bool said = step->kind == FLOW_SOLVED;
        bool said_no = said && run->log[i].exit == 1;
        failed += hoping && (step->fix || said_no);
        hoping = step->fix || (hoping && !said);
    }
    const struct flow_step *now = flow_step_now(run);
    return failed + (hoping && run->at == FLOW_AT_STEP && now->fix);
}
