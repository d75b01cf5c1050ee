/*
 * How far along: the longest way that is left, from the charts alone. Without `again` a chart only
 * points forward, so one pass from its last step to its first knows the longest way of each. What
 * was shown before is not kept: it follows from the log, as everything does.
 */
#include "flow_internal.h"

#include "kassert.h"

#include <string.h>

struct ways {
    const struct flow_book *book;
    uint8_t level[LIMIT_FLOWS];      /* 1 = the root, 2 = called by it, ...; the deepest counts; 0 =
                                        never called */
    uint16_t whole[LIMIT_FLOWS];     /* longest way through a flow, in answers */
    uint16_t left[LIMIT_FLOW_STEPS]; /* of the flow measured last: longest way from each step */
};

/* A run has no more answers than its log. */
static uint16_t capped(int answers)
{
    return (uint16_t)(answers < LIMIT_FLOW_LOG ? answers : LIMIT_FLOW_LOG);
}

static int longest_exit(const struct ways *ways, const struct flow_step *step)
{
    /* again: as if the times were used up, or the way would have no end */
    int longest = 0;
    for (uint8_t i = step->kind == FLOW_AGAIN ? 1 : 0; i < step->exit_count; i++) {
        uint16_t to = step->exit[i].to;
        if (to != FLOW_NO_STEP && ways->left[to] > longest) {
            longest = ways->left[to];
        }
    }
    return longest;
}

/* Fill left[] for one flow; whole[] of the flows it calls is known. */
static void measure(struct ways *ways, uint16_t flow)
{
    const struct flow_chart *chart = &ways->book->chart[flow];
    for (uint16_t i = chart->step_count; i > 0; i--) {
        const struct flow_step *step = &chart->step[i - 1];
        int own = flow_waits(step->kind) ? 1 : 0;
        if (step->kind == FLOW_CALL) {
            own = ways->whole[step->call.flow];
        }
        ways->left[i - 1] = capped(own + longest_exit(ways, step));
    }
    ways->whole[flow] = ways->left[0];
}

/* Note that the flows called by `flow` lie one level deeper. */
static void mark_called(struct ways *ways, uint16_t flow)
{
    const struct flow_chart *chart = &ways->book->chart[flow];
    for (uint16_t i = 0; i < chart->step_count; i++) {
        if (chart->step[i].kind == FLOW_CALL) {
            ways->level[chart->step[i].call.flow] = (uint8_t)(ways->level[flow] + 1);
        }
    }
}

typedef void (*visit_fn)(struct ways *ways, uint16_t flow);

static void each_of_level(struct ways *ways, uint8_t level, visit_fn visit)
{
    for (uint16_t flow = 0; flow < ways->book->chart_count; flow++) {
        if (ways->level[flow] == level) {
            visit(ways, flow);
        }
    }
}

/* whole[] of everything the root may call, the deepest first. */
static void measure_called(struct ways *ways, uint16_t root)
{
    ways->level[root] = 1;
    for (uint8_t level = 1; level < LIMIT_FLOW_NESTING; level++) {
        each_of_level(ways, level, mark_called);
    }
    for (uint8_t level = LIMIT_FLOW_NESTING; level > 1; level--) {
        each_of_level(ways, level, measure);
    }
}

/* Answers of the longest way that is left from where the run stands; 0 at an end. */
static int longest_left(struct ways *ways, const struct flow_run *run)
{
    int left = 0;
    for (uint8_t i = 0; i < run->depth && run->at == FLOW_AT_STEP; i++) {
        const struct flow_frame *frame = &run->frame[i];
        const struct flow_step *step = &run->book->chart[frame->flow].step[frame->step];
        measure(ways, frame->flow);
        bool inside = i + 1 < run->depth; /* of a call: what is left of it is counted above it */
        left += inside ? ways->left[step->exit[0].to] : ways->left[frame->step];
    }
    return left;
}

/* The way may have grown by an answer (again): then the total grows no faster than what is done, so
 * that the share that is done never becomes smaller. */
static int next_total(int done, int left, int total_before)
{
    int wanted = done + left;
    int most = done > 1 ? total_before * done / (done - 1) : wanted;
    return wanted < most ? wanted : most;
}

void flow_progress(const struct flow_run *run, int *ret_done, int *ret_total)
{
    KASSERT(run->book->chart_count <= LIMIT_FLOWS);
    struct ways ways = {.book = run->book};
    struct flow_run walked = *run; /* from the start to here, answer by answer */
    measure_called(&ways, run->root);
    flow_rewind(&walked, NULL);
    int total = longest_left(&ways, &walked);
    for (int done = 1; done <= run->log_count; done++) {
        flow_apply(&walked, &run->log[done - 1], NULL);
        total = next_total(done, longest_left(&ways, &walked), total);
    }
    flow_wipe(&walked);
    *ret_done = run->log_count;
    *ret_total = capped(total);
}
