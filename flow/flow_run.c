/*
 * The engine: where an answer leads. A run rests at a step that shows something, or at an end.
 *
 *     flow_start ──► settle ──► rests at a step ──► flow_choose/type/checked ─┐
 *                       ▲                                                     │ logged, applied
 *                       └─────────────────────────────────────────────────────┘
 *
 * settle() passes what shows nothing: branch, call, again, and the ends of called flows. Charts
 * were checked (flow_check()), so there is no error path: a wrong index can only be a bug of ours.
 * Frames above depth and log entries above log_count are always zero: equal runs are equal bytes.
 */
#include "flow_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

static_assert(sizeof(struct flow_run) <= 96 * 1024, "a run is copied and replayed while one waits");

static struct flow_frame *top(struct flow_run *run)
{
    KASSERT(run->depth >= 1);
    return &run->frame[run->depth - 1];
}

static const struct flow_chart *chart_of(const struct flow_run *run, uint16_t flow)
{
    KASSERT(flow < run->book->chart_count);
    return &run->book->chart[flow];
}

static const struct flow_step *step_of(const struct flow_run *run, const struct flow_frame *frame)
{
    const struct flow_chart *chart = chart_of(run, frame->flow);
    KASSERT(frame->step < chart->step_count);
    return &chart->step[frame->step];
}

static void end_run(struct flow_run *run, enum flow_outcome outcome, uint16_t step)
{
    run->at = FLOW_AT_END;
    run->outcome = outcome;
    run->end_flow = top(run)->flow;
    run->end_step = step;
    run->tries_left = 0;
}

/* ---- steps that show nothing ---- */

static void tell_move(const struct flow_watch *watch, const struct flow_frame *frame, uint8_t exit)
{
    if (watch != NULL) {
        struct flow_move move = {.flow = frame->flow, .step = frame->step, .exit = exit};
        watch->tell(watch->user, &move);
    }
}

/* What a pass knows beside the step: the world, and who watches (NULL = nobody). */
struct passing {
    const struct flow_facts *facts;
    const struct flow_watch *watch;
};

static void pass_branch(struct flow_run *run, const struct flow_step *step,
                        const struct passing *passing)
{
    struct flow_frame *frame = top(run);
    uint16_t var_count = chart_of(run, frame->flow)->var_count;
    uint8_t exit = 0;
    while (step->exit[exit].when.code_count > 0 &&
           !flow_holds(&step->exit[exit].when, frame, var_count, passing->facts)) {
        exit++;
        KASSERT(exit < step->exit_count); /* the last one has no condition */
    }
    tell_move(passing->watch, frame, exit);
    frame->step = step->exit[exit].to;
}

static void pass_call(struct flow_run *run, const struct flow_step *step,
                      const struct passing *passing)
{
    KASSERT(run->depth < LIMIT_FLOW_NESTING);
    const struct flow_frame *caller = top(run);
    uint16_t var_count = chart_of(run, caller->flow)->var_count;
    run->depth++;
    struct flow_frame *called = top(run);
    called->flow = step->call.flow;
    for (uint8_t i = 0; i < step->call.gift_count; i++) {
        const struct flow_gift *gift = &step->call.gift[i];
        called->var[gift->var] = flow_eval(&gift->value, caller->var, var_count, passing->facts);
    }
}

static void pass_again(struct flow_run *run, const struct flow_step *step,
                       const struct passing *passing)
{
    struct flow_frame *frame = top(run);
    uint8_t *taken = &frame->again_taken[frame->step];
    uint8_t exit = *taken < step->again.times ? 0 : 1;
    *taken = (uint8_t)(*taken + (exit == 0));
    tell_move(passing->watch, frame, exit);
    frame->step = step->exit[exit].to;
}

static void pass_hand_over(struct flow_run *run, const struct flow_step *step,
                           const struct passing *passing)
{
    (void)step;
    (void)passing;
    end_run(run, FLOW_HANDED_OVER, top(run)->step);
}

/* The called flow is done: its outputs become variables of the caller, which goes on. */
static void return_to_caller(struct flow_run *run, const struct passing *passing)
{
    struct flow_frame *called = top(run);
    const struct flow_chart *chart = chart_of(run, called->flow);
    run->depth--;
    struct flow_frame *caller = top(run);
    const struct flow_step *call = step_of(run, caller);
    KASSERT(call->kind == FLOW_CALL);
    for (uint8_t i = 0; i < call->call.take_count; i++) {
        const struct flow_take *take = &call->call.take[i];
        const struct flow_expr *value = &chart->output[take->output].value;
        caller->var[take->var] = flow_eval(value, called->var, chart->var_count, passing->facts);
    }
    memset(called, 0, sizeof *called);
    tell_move(passing->watch, caller, 0);
    caller->step = call->exit[0].to;
}

static void pass_end(struct flow_run *run, const struct flow_step *step,
                     const struct passing *passing)
{
    if (run->depth > 1) {
        return_to_caller(run, passing);
    } else {
        end_run(run, step->end.outcome, top(run)->step);
    }
}

typedef void (*pass_fn)(struct flow_run *run, const struct flow_step *step,
                        const struct passing *passing);

/* A kind that is not here shows something and waits. */
static const pass_fn pass_table[FLOW_KIND_COUNT] = {
    [FLOW_BRANCH] = pass_branch,       [FLOW_CALL] = pass_call, [FLOW_AGAIN] = pass_again,
    [FLOW_HAND_OVER] = pass_hand_over, [FLOW_END] = pass_end,
};

bool flow_waits(enum flow_kind kind)
{
    return pass_table[kind] == NULL;
}

/* Walk on until a step waits or the run ends. */
static void settle(struct flow_run *run, const struct flow_facts *facts,
                   const struct flow_watch *watch)
{
    struct passing passing = {.facts = facts, .watch = watch};
    for (int moves = 0; run->at == FLOW_AT_STEP; moves++) {
        KASSERT(moves < LIMIT_FLOW_MOVES);
        const struct flow_step *step = step_of(run, top(run));
        tell_move(watch, top(run), FLOW_NO_EXIT);
        if (flow_waits(step->kind)) {
            run->tries_left = step->kind == FLOW_INPUT ? step->input.tries : 0;
            return;
        }
        pass_table[step->kind](run, step, &passing);
    }
}

/* ---- answers ---- */

enum flow_type flow_answer_type(const struct flow_step *step)
{
    switch (step->kind) {
    case FLOW_ASK:
    case FLOW_CHECK:
    case FLOW_SOLVED:
        return FLOW_WORD;
    case FLOW_INPUT:
        return step->input.type == FLOW_INPUT_NUMBER || step->input.type == FLOW_INPUT_DATE
                   ? FLOW_NUMBER
                   : FLOW_WORD;
    case FLOW_TELL:
    case FLOW_BRANCH:
    case FLOW_CALL:
    case FLOW_AGAIN:
    case FLOW_HAND_OVER:
    case FLOW_END:
    case FLOW_KIND_COUNT:
        break;
    }
    return FLOW_UNKNOWN;
}

/* What the step's variable becomes. An input that was given up has no value. */
static struct flow_value answer_value(const struct flow_step *step,
                                      const struct flow_answer *answer)
{
    if (step->kind == FLOW_ASK) {
        return flow_word(step->exit[answer->exit].id);
    }
    if (step->kind == FLOW_SOLVED) {
        return flow_word(answer->exit == 0 ? "yes" : "no");
    }
    return answer->value;
}

void flow_apply(struct flow_run *run, const struct flow_answer *answer,
                const struct flow_watch *watch)
{
    KASSERT(flow_fits(run, answer));
    struct flow_frame *frame = top(run);
    const struct flow_step *step = step_of(run, frame);
    if (step->var != FLOW_NO_VAR) {
        frame->var[step->var] = answer_value(step, answer);
    }
    uint16_t to = step->exit[answer->exit].to;
    tell_move(watch, frame, answer->exit);
    if (to == FLOW_NO_STEP) {
        KASSERT(step->kind == FLOW_SOLVED);
        end_run(run, FLOW_SOLVED_END, FLOW_NO_STEP);
        return;
    }
    frame->step = to;
    settle(run, &answer->facts, watch);
}

bool flow_fits(const struct flow_run *run, const struct flow_answer *answer)
{
    const struct flow_frame *frame = &run->frame[run->depth - 1];
    return run->at == FLOW_AT_STEP && frame->flow == answer->flow && frame->step == answer->step;
}

void flow_rewind(struct flow_run *run, const struct flow_watch *watch)
{
    memset(run->frame, 0, run->depth * sizeof run->frame[0]);
    run->depth = 1;
    run->frame[0].flow = run->root;
    run->at = FLOW_AT_STEP;
    run->outcome = FLOW_SOLVED_END;
    run->end_flow = 0;
    run->end_step = 0;
    settle(run, &run->start, watch);
}

void flow_start(struct flow_run *run, const struct flow_book *book, uint16_t root,
                const struct flow_facts *facts, int64_t now_mono_ms)
{
    KASSERT(root < book->chart_count);
    memset(run, 0, sizeof *run);
    run->book = book;
    run->root = root;
    run->start = *facts;
    run->shown_mono_ms = now_mono_ms;
    flow_rewind(run, NULL);
}

const struct flow_step *flow_step_now(const struct flow_run *run)
{
    if (run->at == FLOW_AT_STEP) {
        return step_of(run, &run->frame[run->depth - 1]);
    }
    const struct flow_chart *chart = chart_of(run, run->end_flow);
    return run->end_step == FLOW_NO_STEP ? NULL : &chart->step[run->end_step];
}

/* The step stood on when it is of this kind, else NULL. */
static const struct flow_step *standing_on(const struct flow_run *run, enum flow_kind kind)
{
    const struct flow_step *step = flow_step_now(run);
    return run->at == FLOW_AT_STEP && step->kind == kind ? step : NULL;
}

enum level flow_needs(const struct flow_run *run)
{
    if (run->at == FLOW_AT_END) {
        return LEVEL_GUEST;
    }
    enum level needs = flow_step_now(run)->needs;
    for (uint8_t i = 0; i < run->depth; i++) {
        enum level chart_needs = chart_of(run, run->frame[i].flow)->needs;
        needs = chart_needs > needs ? chart_needs : needs;
    }
    return needs;
}

uint8_t flow_wrong_tries(const struct flow_run *run)
{
    const struct flow_step *step = standing_on(run, FLOW_INPUT);
    return step ? (uint8_t)(step->input.tries - run->tries_left) : 0;
}

static enum flow_reply take_answer(struct flow_run *run, struct flow_answer *answer,
                                   const struct flow_facts *facts, int64_t now_mono_ms)
{
    if (run->log_count >= LIMIT_FLOW_LOG) {
        return FLOW_LOG_FULL;
    }
    answer->flow = top(run)->flow;
    answer->step = top(run)->step;
    answer->shown_mono_ms = run->shown_mono_ms;
    answer->answered_mono_ms = now_mono_ms;
    answer->facts = *facts;
    const struct flow_step *step = flow_step_now(run);
    answer->wrong = step->kind == FLOW_INPUT ? flow_wrong_tries(run) : 0;
    run->log[run->log_count++] = *answer;
    flow_apply(run, answer, NULL);
    run->shown_mono_ms = now_mono_ms;
    return FLOW_TAKEN;
}

enum flow_reply flow_choose(struct flow_run *run, uint8_t exit, const struct flow_facts *facts,
                            int64_t now_mono_ms)
{
    bool chooses =
        standing_on(run, FLOW_TELL) || standing_on(run, FLOW_ASK) || standing_on(run, FLOW_SOLVED);
    if (!chooses || exit >= flow_step_now(run)->exit_count) {
        return FLOW_REFUSED;
    }
    struct flow_answer answer = {.exit = exit};
    return take_answer(run, &answer, facts, now_mono_ms);
}

enum flow_reply flow_type(struct flow_run *run, const char *typed, const struct flow_facts *facts,
                          int64_t now_mono_ms)
{
    const struct flow_step *step = standing_on(run, FLOW_INPUT);
    if (!step) {
        return FLOW_REFUSED;
    }
    if (run->log_count >= LIMIT_FLOW_LOG) {
        return FLOW_LOG_FULL;
    }
    struct flow_answer answer = {.exit = 0};
    if (flow_read(step, typed, facts->value[FLOW_FACT_TODAY], &answer.value)) {
        enum flow_reply reply = take_answer(run, &answer, facts, now_mono_ms);
        kstr_wipe(&answer.value, sizeof answer.value);
        return reply;
    }
    if (run->tries_left > 0) {
        run->tries_left--;
    }
    if (run->tries_left > 0) {
        return FLOW_WRONG;
    }
    if (step->exit[1].to != FLOW_NO_STEP) {
        answer.exit = 1;
        (void)take_answer(run, &answer, facts, now_mono_ms); /* the log has room: asked above */
    }
    return FLOW_TRIES_UP;
}

static bool declared(const struct flow_step *check, const char *answer)
{
    for (uint8_t i = 0; i < check->check.answer_count; i++) {
        if (kstr_equal(check->check.answers[i], answer)) {
            return true;
        }
    }
    return false;
}

enum flow_reply flow_checked(struct flow_run *run, enum flow_check_exit exit, const char *answer,
                             const struct flow_facts *facts, int64_t now_mono_ms)
{
    const struct flow_step *step = standing_on(run, FLOW_CHECK);
    if (!step || exit >= step->exit_count) {
        return FLOW_REFUSED;
    }
    if (exit == FLOW_CHECK_ANSWERED && !declared(step, answer)) {
        exit = FLOW_CHECK_FAILED;
    }
    const char *words[] = {answer, "offline", "failed"};
    struct flow_answer logged = {.exit = (uint8_t)exit, .value = flow_word(words[exit])};
    return take_answer(run, &logged, facts, now_mono_ms);
}

void flow_wipe(struct flow_run *run)
{
    kstr_wipe(run, sizeof *run);
}
