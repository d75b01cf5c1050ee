#include "trial.h"

#include "kassert.h"

#include <stdlib.h>

/* Which steps were reached and which exits were taken, and in how many cases. */

void trial_coverage_init(struct trial_coverage *coverage, const struct flow_book *book)
{
    size_t count = book->chart_count > 0 ? book->chart_count : 1;
    *coverage =
        (struct trial_coverage){.book = book, .flow = calloc(count, sizeof(struct trial_tally))};
    KASSERT(coverage->flow);
}

void trial_coverage_done(struct trial_coverage *coverage)
{
    free(coverage->flow);
    *coverage = (struct trial_coverage){0};
}

void trial_coverage_next(struct trial_coverage *coverage)
{
    coverage->case_number++;
}

void trial_coverage_move(void *user, const struct flow_move *move)
{
    struct trial_coverage *coverage = user;
    struct trial_tally *tally = &coverage->flow[move->flow];
    struct trial_mark *mark = move->exit == FLOW_NO_EXIT ? &tally->step[move->step]
                                                         : &tally->exit[move->step][move->exit];
    if (mark->last != coverage->case_number) {
        mark->last = coverage->case_number;
        mark->cases++;
    }
}

static bool has_end(const struct flow_chart *chart)
{
    uint16_t i = 0;
    while (i < chart->step_count && chart->step[i].kind != FLOW_END) {
        i++;
    }
    return i < chart->step_count;
}

bool trial_exit_is(const struct flow_book *book, const struct flow_step *step, uint8_t exit)
{
    bool is_missing = step->kind == FLOW_INPUT && exit == 1 && step->exit[1].to == FLOW_NO_STEP;
    bool is_for_ever = step->kind == FLOW_CALL && !has_end(&book->chart[step->call.flow]);
    return exit < step->exit_count && !is_missing && !is_for_ever;
}

struct trial_sum trial_coverage_sum(const struct trial_coverage *coverage, uint16_t flow)
{
    const struct flow_chart *chart = &coverage->book->chart[flow];
    const struct trial_tally *tally = &coverage->flow[flow];
    struct trial_sum sum = {.steps = chart->step_count};
    for (uint16_t i = 0; i < chart->step_count; i++) {
        sum.steps_reached += tally->step[i].cases > 0;
        for (uint8_t exit = 0; exit < chart->step[i].exit_count; exit++) {
            bool is = trial_exit_is(coverage->book, &chart->step[i], exit);
            sum.exits += is;
            sum.exits_taken += is && tally->exit[i][exit].cases > 0;
        }
    }
    return sum;
}

int trial_percent(struct trial_sum sum)
{
    int steps = sum.steps == 0 ? 100 : 100 * sum.steps_reached / sum.steps;
    int exits = sum.exits == 0 ? 100 : 100 * sum.exits_taken / sum.exits;
    return steps < exits ? steps : exits;
}
