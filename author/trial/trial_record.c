#include "trial_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

/* A visit that was played, written down as cases: what was answered, and where that led. */

enum { RECORD_CASES = 64 };

struct trial_recorder {
    const struct content *content;
    struct karena arena;
    struct trial_case item[RECORD_CASES];
    int count;
    bool is_open;  /* the last case is being written */
    bool is_ended; /* its end was written */
    uint16_t seen; /* answers of the run that are written */
    struct trial_line *line;
};

struct trial_recorder *trial_recorder_open(const struct content *content)
{
    struct trial_recorder *recorder = calloc(1, sizeof *recorder);
    KASSERT(recorder);
    recorder->content = content;
    return recorder;
}

void trial_recorder_close(struct trial_recorder **recorder)
{
    if (recorder && *recorder) {
        karena_done(&(*recorder)->arena);
        free(*recorder);
        *recorder = NULL;
    }
}

/* ---- a case begins and ends ---- */

static struct trial_case *now(struct trial_recorder *recorder)
{
    KASSERT(recorder->count > 0);
    return &recorder->item[recorder->count - 1];
}

/* One more line; the last of a case that is too long is written again and again. */
static struct trial_line *add_line(struct trial_recorder *recorder)
{
    struct trial_case *item = now(recorder);
    if (item->line_count == TRIAL_LINES) {
        item->line_count--;
    }
    struct trial_line *line = &recorder->line[item->line_count++];
    *line = (struct trial_line){.at = {.step = FLOW_NO_STEP}, .changed = {.step = FLOW_NO_STEP}};
    return line;
}

static void begin_case(struct trial_recorder *recorder, const struct visit *visit,
                       const struct visit_event *event)
{
    const struct flow_run *run = &visit->run;
    const int64_t *fact = run->start.value;
    int64_t since_ms = event->mono_ms - run->shown_mono_ms;
    int64_t wall_ms = event->wall_ms - (since_ms > 0 && run->log_count == 0 ? since_ms : 0);
    char name[LIMIT_LABEL_BYTES];
    if (recorder->count == RECORD_CASES) {
        return;
    }
    recorder->count++;
    (void)kstr_format(name, sizeof name, "recorded visit %d", recorder->count);
    recorder->line = karena_take(&recorder->arena, TRIAL_LINES, sizeof(struct trial_line));
    *now(recorder) = (struct trial_case){
        .name = karena_text(&recorder->arena, name),
        .flow = run->root,
        .line = recorder->line,
        .given = {.name = fact[FLOW_FACT_KNOWN] ? "" : NULL,
                  .by_number = !fact[FLOW_FACT_KNOWN] && fact[FLOW_FACT_LEVEL] > LEVEL_GUEST,
                  .level = (enum level)fact[FLOW_FACT_LEVEL],
                  .returning = fact[FLOW_FACT_RETURNING] != 0,
                  .wall_ms = wall_ms - wall_ms % INT64_C(60000),
                  .lang = (enum lang)fact[FLOW_FACT_LANG],
                  .is_offline = fact[FLOW_FACT_HQ_REACHABLE] == 0},
    };
    recorder->is_open = true;
    recorder->is_ended = false;
    recorder->seen = 0;
}

/* A case that ends with something done is followed by a look at what came of it. */
static void end_case(struct trial_recorder *recorder, const struct visit *visit)
{
    if (!recorder->is_open) {
        return;
    }
    struct trial_case *item = now(recorder);
    recorder->is_open = false;
    bool looks = item->line_count > 0 && recorder->line[item->line_count - 1].act == TRIAL_NOTHING;
    struct trial_step at = trial_at(visit);
    if (!looks && at.step != FLOW_NO_STEP && visit->run.root == item->flow) {
        struct trial_line *line = add_line(recorder);
        line->at = at;
        line->is_locked = trial_locked(visit);
    } else if (!looks) {
        recorder->count--; /* nothing is left that could be expected */
    }
}

/* ---- what the run says ---- */

static const struct flow_step *step_of(const struct trial_recorder *recorder, struct trial_step at)
{
    return &recorder->content->book.chart[at.flow].step[at.step];
}

/* Headquarters' answers since the last event: they come by themselves, or not at all. */
static void take_checks(struct trial_recorder *recorder, const struct flow_run *run)
{
    static const char *const exits[] = {"", "offline", "failed"};
    if (run->log_count < recorder->seen) {
        recorder->seen = run->log_count;
    }
    for (; recorder->seen < run->log_count; recorder->seen++) {
        const struct flow_answer *answer = &run->log[recorder->seen];
        struct trial_step at = {answer->flow, answer->step};
        if (step_of(recorder, at)->kind == FLOW_CHECK) {
            struct trial_line *line = add_line(recorder);
            line->at = at;
            line->act = TRIAL_HQ;
            line->word = answer->exit == FLOW_CHECK_ANSWERED
                             ? karena_text(&recorder->arena, answer->value.word)
                             : exits[answer->exit];
        }
    }
}

static void take_end(struct trial_recorder *recorder, const struct visit *visit)
{
    if (visit->run.at == FLOW_AT_STEP) {
        recorder->is_ended = false;
    } else if (!recorder->is_ended) {
        struct trial_line *line = add_line(recorder);
        line->at = trial_at(visit);
        line->is_end = true;
        line->outcome = visit->run.outcome;
        recorder->is_ended = true;
    }
}

/* ---- what was done ---- */

static void take_word(struct trial_recorder *recorder, const struct flow_step *step,
                      const struct visit *before, struct action action, struct trial_line *line)
{
    static const char *const solved[] = {"yes", "no"};
    line->exit = action.verb == ACT_CHOOSE ? (uint8_t)action.arg : 0;
    if (step->kind == FLOW_INPUT) {
        line->word = karena_text(&recorder->arena, before->field);
    } else if (step->kind == FLOW_SOLVED) {
        line->word = solved[line->exit == 0 ? 0 : 1];
    } else {
        line->word = step->kind == FLOW_ASK && line->exit < step->exit_count
                         ? step->exit[line->exit].id
                         : "done";
    }
}

static void take_answer(struct trial_recorder *recorder, const struct visit *before,
                        struct action action)
{
    struct trial_step at = trial_at(before);
    const struct flow_step *step = step_of(recorder, at);
    struct trial_line *line = add_line(recorder);
    line->at = at;
    line->act = step->kind == FLOW_INPUT ? TRIAL_TYPE : TRIAL_ANSWER;
    take_word(recorder, step, before, action, line);
}

static void take_change(struct trial_recorder *recorder, const struct visit *before,
                        struct action action)
{
    int at = before->page[before->page_count - 1].arg;
    if (at < 0 || at >= before->run.log_count ||
        (action.verb != ACT_CHOOSE && action.verb != ACT_OK)) {
        return;
    }
    const struct flow_answer *answer = &before->run.log[at];
    struct trial_line *line = add_line(recorder);
    line->act = TRIAL_CHANGE;
    line->changed = (struct trial_step){answer->flow, answer->step};
    take_word(recorder, step_of(recorder, line->changed), before, action, line);
    recorder->seen = LIMIT_FLOW_LOG; /* what is played again is not said again */
}

static void take_press(struct trial_recorder *recorder, const struct visit *before,
                       enum trial_press press)
{
    bool leaves_flow = press == TRIAL_BACK && before->run.log_count == 0;
    if (leaves_flow) {
        end_case(recorder, before);
        return;
    }
    struct trial_line *line = add_line(recorder);
    line->at = before->run.at == FLOW_AT_STEP ? trial_at(before)
                                              : (struct trial_step){.step = FLOW_NO_STEP};
    line->is_locked = trial_locked(before);
    line->act = TRIAL_PRESS;
    line->press = press;
}

static void take_card(struct trial_recorder *recorder, const struct visit *before,
                      const struct visit_event *event)
{
    if (event->lookup != LOOKUP_KNOWN || !event->profile || before->known != KNOWN_NOT) {
        return;
    }
    struct trial_line *line = add_line(recorder);
    line->at = before->run.at == FLOW_AT_STEP ? trial_at(before)
                                              : (struct trial_step){.step = FLOW_NO_STEP};
    line->is_locked = trial_locked(before);
    line->act = TRIAL_CARD;
    line->level = event->profile->level > LEVEL_GREETED ? event->profile->level : LEVEL_GREETED;
}

/* "restart-device/plug-out" of a trail back to the step. */
static bool trail_step(const struct flow_book *book, const char *id, struct trial_step *ret_step)
{
    char flow[LIMIT_ID_BYTES];
    const char *slash = strchr(id, '/');
    if (!slash) {
        return false;
    }
    (void)kstr_format(flow, sizeof flow, "%.*s", (int)(slash - id), id);
    ret_step->flow = flow_find(book, flow);
    ret_step->step = ret_step->flow == UINT16_MAX
                         ? UINT16_MAX
                         : flow_find_step(&book->chart[ret_step->flow], slash + 1);
    return ret_step->step != UINT16_MAX;
}

/* The request is kept: what the agent gets is what the case expects. Nothing of the customer. */
static void take_request(struct trial_recorder *recorder, const struct request *got)
{
    struct trial_request *request = karena_take(&recorder->arena, 1, sizeof *request);
    request->reason = karena_text(&recorder->arena, got->reason);
    request->tells_tried = true;
    for (int i = 0; i < got->trail_count && request->tried_count < TRIAL_TRIED; i++) {
        struct trial_step at;
        if (got->trail[i].fix && trail_step(&recorder->content->book, got->trail[i].id, &at)) {
            request->tried[request->tried_count++] = at;
        }
    }
    add_line(recorder)->request = request;
    recorder->is_open = false;
}

static void take_touch(struct trial_recorder *recorder, const struct visit *before,
                       struct action action)
{
    enum screen_kind page = before->page[before->page_count - 1].kind;
    if (page == SCREEN_ANSWERS) {
        take_change(recorder, before, action);
    } else if (page == SCREEN_OFFER && action.verb == ACT_PERSON) {
        add_line(recorder)->is_offered = true;
    } else if (page == SCREEN_STEP) {
        bool answers = action.verb == ACT_CHOOSE || action.verb == ACT_OK;
        if (answers && before->run.at == FLOW_AT_STEP) {
            take_answer(recorder, before, action);
        } else if (action.verb == ACT_BACK || action.verb == ACT_LANG) {
            take_press(recorder, before, action.verb == ACT_BACK ? TRIAL_BACK : TRIAL_LANGUAGE);
        }
    }
}

void trial_recorder_event(void *user, const struct visit *before, const struct visit_event *event)
{
    struct trial_recorder *recorder = user;
    bool starts = event->kind == VISIT_TOUCH &&
                  (event->action.verb == ACT_FLOW || event->action.verb == ACT_LIKELY);
    if (recorder->is_open && (!before->run_open || starts)) {
        end_case(recorder, before);
    }
    if (!before->run_open || starts) {
        recorder->is_ended = false;
        return;
    }
    if (!recorder->is_open && before->run.log_count == 0 && before->run.at == FLOW_AT_STEP) {
        begin_case(recorder, before, event);
    }
    if (!recorder->is_open) {
        return;
    }
    take_checks(recorder, &before->run);
    take_end(recorder, before);
    if (event->kind == VISIT_TOUCH && !before->warned) {
        take_touch(recorder, before, event->action);
    } else if (event->kind == VISIT_CUSTOMER) {
        take_card(recorder, before, event);
    } else if (event->kind == VISIT_GAP) {
        end_case(recorder, before);
    } else if (event->kind == VISIT_ACCEPTED && event->accepted.is_kept && before->saving) {
        take_request(recorder, &before->request);
    }
}

void trial_recorder_end(struct trial_recorder *recorder, const struct visit *visit)
{
    if (recorder->is_open && visit->run_open) {
        take_checks(recorder, &visit->run);
        take_end(recorder, visit);
    }
    end_case(recorder, visit);
}

/* ---- reading it off ---- */

const struct content *trial_recorder_content(const struct trial_recorder *recorder)
{
    return recorder->content;
}

int trial_recorder_count(const struct trial_recorder *recorder)
{
    return recorder->count;
}

uint16_t trial_recorder_flow(const struct trial_recorder *recorder)
{
    return recorder->count == 0 ? UINT16_MAX : recorder->item[0].flow;
}

enum kcode trial_recorder_write(const struct trial_recorder *recorder, uint16_t flow,
                                struct kbuf *buf, struct kerr *err)
{
    int written = 0;
    enum kcode code = trial_write_head(recorder->content, flow, buf, err);
    for (int i = 0; code == K_OK && i < recorder->count; i++) {
        if (recorder->item[i].flow == flow) {
            code = trial_write_case(recorder->content, &recorder->item[i], buf, err);
            written++;
        }
    }
    if (code == K_OK && written == 0) {
        return kerr_fail(err, K_E_NOT_FOUND, "nothing of the flow was played");
    }
    return code;
}
