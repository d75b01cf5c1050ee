/*
 * Two promises that need the whole book: calls do not nest deeper than LIMIT_FLOW_NESTING (so they
 * do not recurse), and between two answers the engine takes at most LIMIT_FLOW_MOVES steps (so an
 * `again` cannot spin without showing anything).
 *
 * A step that waits ends a stretch of moves. A call is a stretch through the called flow, and goes
 * on behind it only when that flow can be passed from its start to an end without waiting.
 */
#include "flow_internal.h"

#include "kassert.h"

struct moves {
    const struct flow_book *book;
    uint8_t height[LIMIT_FLOWS]; /* flows on the longest chain of calls below, itself included */
    uint16_t most[LIMIT_FLOWS];  /* longest stretch anywhere in a flow, calls included */
    bool silent[LIMIT_FLOWS];    /* can be passed from start to end without waiting */
    uint16_t from[LIMIT_FLOW_STEPS]; /* of the flow looked at: longest stretch from each step */
    bool passes[LIMIT_FLOW_STEPS];   /* of the flow looked at: an end is reached without waiting */
};

static uint8_t height_of(const struct moves *moves, const struct flow_chart *chart)
{
    uint8_t below = 0;
    for (uint16_t i = 0; i < chart->step_count; i++) {
        if (chart->step[i].kind == FLOW_CALL) {
            uint8_t height = moves->height[chart->step[i].call.flow];
            below = height > below ? height : below;
        }
    }
    return (uint8_t)(below <= LIMIT_FLOW_NESTING ? below + 1 : below);
}

/* Measure every flow once more; true when a height grew. */
static bool raise_heights(struct moves *moves)
{
    bool grew = false;
    for (uint16_t i = 0; i < moves->book->chart_count; i++) {
        uint8_t height = height_of(moves, &moves->book->chart[i]);
        grew = grew || height != moves->height[i];
        moves->height[i] = height;
    }
    return grew;
}

/* Heights grow in every round until they are right; what grows for too long nests too deep. */
static enum kcode check_nesting(struct moves *moves, struct kerr *err)
{
    int rounds = 0;
    while (raise_heights(moves) && rounds <= LIMIT_FLOW_NESTING) {
        rounds++;
    }
    for (uint16_t i = 0; i < moves->book->chart_count; i++) {
        if (moves->height[i] > LIMIT_FLOW_NESTING) {
            return kerr_fail(err, K_E_FORMAT, "%s: calls nest deeper than %d flows, or in a circle",
                             moves->book->chart[i].id, LIMIT_FLOW_NESTING);
        }
    }
    return K_OK;
}

/* The step is passed without waiting. */
static bool goes_on(const struct moves *moves, const struct flow_step *step)
{
    return step->kind == FLOW_CALL ? moves->silent[step->call.flow] : !flow_waits(step->kind);
}

/* Longer than allowed is long enough: sums stay small. */
static uint16_t capped(int moves)
{
    return (uint16_t)(moves <= LIMIT_FLOW_MOVES ? moves : LIMIT_FLOW_MOVES + 1);
}

static uint16_t own_moves(const struct moves *moves, const struct flow_step *step)
{
    return step->kind == FLOW_CALL ? capped(1 + moves->most[step->call.flow]) : 1;
}

/* Longest stretch behind the step. */
static uint16_t behind(const struct moves *moves, const struct flow_step *step)
{
    uint16_t longest = 0;
    for (uint8_t i = 0; i < step->exit_count; i++) {
        uint16_t to = step->exit[i].to;
        if (to != FLOW_NO_STEP && moves->from[to] > longest) {
            longest = moves->from[to];
        }
    }
    return longest;
}

static bool passes(const struct moves *moves, const struct flow_step *step)
{
    bool any = step->kind == FLOW_END;
    for (uint8_t i = 0; i < step->exit_count && goes_on(moves, step); i++) {
        any = any || moves->passes[step->exit[i].to];
    }
    return any;
}

/* One pass from the last step to the first; true when it found something longer. */
static bool lengthen(struct moves *moves, const struct flow_chart *chart)
{
    bool grew = false;
    for (uint16_t i = chart->step_count; i > 0; i--) {
        const struct flow_step *step = &chart->step[i - 1];
        uint16_t length = own_moves(moves, step);
        if (goes_on(moves, step)) {
            length = capped(length + behind(moves, step));
        }
        bool through = passes(moves, step);
        grew = grew || length > moves->from[i - 1] || through != moves->passes[i - 1];
        moves->from[i - 1] = length;
        moves->passes[i - 1] = through;
    }
    return grew;
}

/* A stretch may begin behind a step that waited; for a call that is more than `from` knows. */
static uint16_t longest_stretch(const struct moves *moves, const struct flow_chart *chart)
{
    uint16_t longest = 0;
    for (uint16_t i = 0; i < chart->step_count; i++) {
        const struct flow_step *step = &chart->step[i];
        uint16_t length = moves->from[i];
        if (step->kind == FLOW_CALL && !goes_on(moves, step)) {
            length = capped(length + behind(moves, step));
        }
        longest = length > longest ? length : longest;
    }
    return longest;
}

static enum kcode check_stretches(struct moves *moves, uint16_t flow, struct kerr *err)
{
    const struct flow_chart *chart = &moves->book->chart[flow];
    for (uint16_t i = 0; i < chart->step_count; i++) {
        moves->from[i] = 0;
        moves->passes[i] = false;
    }
    bool grew = true;
    while (grew && longest_stretch(moves, chart) <= LIMIT_FLOW_MOVES) {
        grew = lengthen(moves, chart); /* a circle of silent steps grows until it is too long */
    }
    moves->most[flow] = longest_stretch(moves, chart);
    moves->silent[flow] = moves->passes[0];
    if (moves->most[flow] > LIMIT_FLOW_MOVES) {
        return kerr_fail(err, K_E_FORMAT,
                         "%s: more than %d steps in a row show nothing (does an `again` go round "
                         "without a question?)",
                         chart->id, LIMIT_FLOW_MOVES);
    }
    return K_OK;
}

/* Called flows are lower than their callers: the low ones first. */
enum kcode flow_check_moves(const struct flow_book *book, struct kerr *err)
{
    struct moves moves = {.book = book};
    if (check_nesting(&moves, err) != K_OK) {
        return err->code;
    }
    for (int look = 0; look < LIMIT_FLOW_NESTING * book->chart_count; look++) {
        int height = 1 + look / book->chart_count;
        uint16_t flow = (uint16_t)(look % book->chart_count);
        if (moves.height[flow] == height && check_stretches(&moves, flow, err) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}
