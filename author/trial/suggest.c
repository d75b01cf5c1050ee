#include "suggest.h"

#include "fallback.h"
#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

/*
 * Cases for what no test takes: every way of a flow is walked, shortest first, in one world after
 * the other, until nothing is left or nothing more can be found. A situation that was met is not
 * walked on from again.
 */

enum { SPOTS_MAX = 20000, HASH_SIZE = 65536, CASES_MAX = 64, WAY_MAX = 2 * LIMIT_FLOW_LOG };
static_assert(SPOTS_MAX * 2 < HASH_SIZE, "the table of situations never gets full");

struct spot {
    int parent; /* -1: the start */
    struct suggest_move move;
    bool is_end;
    bool is_met; /* the situation was met on another way: not walked on from here */
};

struct suggest {
    const struct content *content;
    uint16_t flow;
    struct trial_given given;
    struct trial_coverage *coverage;
    struct karena arena;
    struct spot *spot;
    int count;
    uint64_t *hash; /* of the situations met; 0 = free */
    struct flow_facts start;
    struct suggest_walk walk;
    struct flow_run traced;
    bool is_new; /* the trace took something that no test takes */
    int cases;
};

/* ---- situations ---- */

static uint64_t mix(uint64_t hash, const void *bytes, size_t count)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ byte[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

static uint64_t situation(const struct suggest_walk *walk)
{
    const struct flow_run *run = &walk->run;
    uint64_t hash = UINT64_C(14695981039346656037);
    hash = mix(hash, &walk->facts, sizeof walk->facts);
    hash = mix(hash, &run->at, sizeof run->at);
    hash = mix(hash, &run->end_step, sizeof run->end_step);
    for (uint8_t i = 0; i < run->depth; i++) {
        const struct flow_frame *frame = &run->frame[i];
        const struct flow_chart *chart = &run->book->chart[frame->flow];
        hash = mix(hash, &frame->flow, sizeof frame->flow);
        hash = mix(hash, &frame->step, sizeof frame->step);
        hash = mix(hash, frame->again_taken, chart->step_count);
        for (uint16_t var = 0; var < chart->var_count; var++) {
            hash = mix(hash, &frame->var[var].type, sizeof frame->var[var].type);
            hash = mix(hash, &frame->var[var].number, sizeof frame->var[var].number);
            hash = mix(hash, frame->var[var].word, strlen(frame->var[var].word));
        }
    }
    return hash | 1;
}

/* Was this situation met? It is now. */
static bool meet(struct suggest *suggest, uint64_t hash)
{
    size_t at = hash % HASH_SIZE;
    while (suggest->hash[at] != 0 && suggest->hash[at] != hash) {
        at = (at + 1) % HASH_SIZE;
    }
    bool was_met = suggest->hash[at] == hash;
    suggest->hash[at] = hash;
    return was_met;
}

/* ---- walking ---- */

/* The moves from the start to this spot; returns their number. */
static int way_to(const struct suggest *suggest, int at, int ret_spots[WAY_MAX])
{
    int count = 0;
    for (int i = at; suggest->spot[i].parent >= 0 && count < WAY_MAX; i = suggest->spot[i].parent) {
        count++;
    }
    int place = count;
    for (int i = at; suggest->spot[i].parent >= 0 && place > 0; i = suggest->spot[i].parent) {
        ret_spots[--place] = i;
    }
    return count;
}

static void begin(struct suggest *suggest)
{
    suggest->walk.facts = suggest->start;
    flow_start(&suggest->walk.run, &suggest->content->book, suggest->flow, &suggest->start, 0);
}

static void walk_to(struct suggest *suggest, int at)
{
    int spots[WAY_MAX] = {0};
    int count = way_to(suggest, at, spots);
    begin(suggest);
    for (int i = 0; i < count; i++) {
        bool is_taken = suggest_do(&suggest->walk, &suggest->spot[spots[i]].move);
        KASSERT(is_taken);
    }
}

static void add_spot(struct suggest *suggest, int parent, const struct suggest_move *move)
{
    if (suggest->count < SPOTS_MAX) {
        suggest->spot[suggest->count++] = (struct spot){
            .parent = parent,
            .move = *move,
            .is_end = suggest->walk.run.at == FLOW_AT_END,
            .is_met = meet(suggest, situation(&suggest->walk)),
        };
    }
}

/* Everything that can be done from here. */
static void walk_on(struct suggest *suggest, int at)
{
    struct suggest_move moves[SUGGEST_MOVES];
    walk_to(suggest, at);
    int count = suggest_moves(&suggest->walk, &suggest->arena, moves);
    for (int i = 0; i < count; i++) {
        if (i > 0) {
            walk_to(suggest, at);
        }
        if (suggest_do(&suggest->walk, &moves[i])) {
            add_spot(suggest, at, &moves[i]);
        }
    }
}

static void walk_all(struct suggest *suggest)
{
    memset(suggest->hash, 0, HASH_SIZE * sizeof *suggest->hash);
    suggest->count = 1;
    suggest->spot[0] = (struct spot){.parent = -1};
    begin(suggest);
    (void)meet(suggest, situation(&suggest->walk));
    for (int i = 0; i < suggest->count; i++) {
        if (!suggest->spot[i].is_end && !suggest->spot[i].is_met) {
            walk_on(suggest, i);
        }
    }
}

/* ---- what a way is worth ---- */

static void look_for_new(void *user, const struct flow_move *move)
{
    struct suggest *suggest = user;
    const struct trial_tally *tally = &suggest->coverage->flow[move->flow];
    bool is_step = move->exit == FLOW_NO_EXIT;
    suggest->is_new = suggest->is_new || (is_step ? tally->step[move->step].cases
                                                  : tally->exit[move->step][move->exit].cases) == 0;
}

static bool is_worth(struct suggest *suggest, int at)
{
    walk_to(suggest, at);
    suggest->traced = suggest->walk.run;
    suggest->is_new = false;
    flow_trace(&suggest->traced, look_for_new, suggest);
    return suggest->is_new;
}

/* ---- a way becomes a case ---- */

static void take_move(const struct suggest_walk *walk, const struct suggest_move *move,
                      struct trial_line *line)
{
    static const char *const solved[] = {"yes", "no"};
    static const enum trial_act acts[] = {
        [SUGGEST_EXIT] = TRIAL_ANSWER, [SUGGEST_HQ] = TRIAL_HQ,     [SUGGEST_TYPE] = TRIAL_TYPE,
        [SUGGEST_WRONG] = TRIAL_TYPE,  [SUGGEST_CARD] = TRIAL_CARD,
    };
    const struct flow_step *step = flow_step_now(&walk->run);
    const struct flow_frame *frame = &walk->run.frame[walk->run.depth - 1];
    *line = (struct trial_line){.at = {frame->flow, frame->step},
                                .changed = {.step = FLOW_NO_STEP},
                                .act = acts[move->kind],
                                .exit = move->exit,
                                .word = move->word,
                                .level = move->level,
                                .is_locked = move->kind == SUGGEST_CARD};
    if (move->kind == SUGGEST_EXIT) {
        line->word = step->kind == FLOW_SOLVED ? solved[move->exit == 0 ? 0 : 1]
                     : step->kind == FLOW_ASK  ? step->exit[move->exit].id
                                               : "done";
    }
}

/* The lines of one move: none for an instruction, which goes on by itself. */
static void take_lines(const struct suggest_walk *walk, const struct suggest_move *move,
                       struct trial_case *item, struct trial_line *lines)
{
    const struct flow_step *step = flow_step_now(&walk->run);
    int times = move->kind == SUGGEST_WRONG ? walk->run.tries_left : step->kind != FLOW_TELL;
    times = move->kind == SUGGEST_CARD ? 1 : times;
    for (; times > 0 && item->line_count + 1 < TRIAL_LINES; times--) {
        take_move(walk, move, &lines[item->line_count++]);
    }
}

static void take_last(const struct suggest_walk *walk, struct trial_line *line)
{
    const struct flow_run *run = &walk->run;
    const struct flow_frame *frame = &run->frame[run->depth - 1];
    bool is_end = run->at == FLOW_AT_END;
    *line = (struct trial_line){
        .at = is_end ? (struct trial_step){run->end_flow, run->end_step}
                     : (struct trial_step){frame->flow, frame->step},
        .changed = {.step = FLOW_NO_STEP},
        .is_end = is_end,
        .outcome = run->outcome,
        .is_locked = suggest_locked(walk),
    };
}

static enum kcode write_way(struct suggest *suggest, int at, struct kbuf *buf, struct kerr *err)
{
    int spots[WAY_MAX] = {0};
    char name[LIMIT_LABEL_BYTES];
    int count = way_to(suggest, at, spots);
    struct trial_line *lines = karena_take(&suggest->arena, TRIAL_LINES, sizeof *lines);
    (void)kstr_format(name, sizeof name, "TODO: say what this customer shows (%d)",
                      ++suggest->cases);
    struct trial_case item = {
        .name = name, .flow = suggest->flow, .given = suggest->given, .line = lines};
    begin(suggest);
    for (int i = 0; i < count; i++) {
        const struct suggest_move *move = &suggest->spot[spots[i]].move;
        take_lines(&suggest->walk, move, &item, lines);
        (void)suggest_do(&suggest->walk, move);
    }
    take_last(&suggest->walk, &lines[item.line_count++]);
    trial_coverage_next(suggest->coverage);
    flow_trace(&suggest->walk.run, trial_coverage_move, suggest->coverage);
    return trial_write_case(suggest->content, &item, buf, err);
}

/* Of the ways that end, or of the others. */
static enum kcode write_ways(struct suggest *suggest, bool ended, struct kbuf *buf,
                             struct kerr *err)
{
    enum kcode code = K_OK;
    for (int i = 1; i < suggest->count && code == K_OK && suggest->cases < CASES_MAX; i++) {
        if (suggest->spot[i].is_end == ended && is_worth(suggest, i)) {
            code = write_way(suggest, i, buf, err);
        }
    }
    return code;
}

/* ---- what is left ---- */

/* Mark the flows that a marked one calls. */
static void mark_called(const struct flow_book *book, uint16_t flow, bool *is_ours)
{
    const struct flow_chart *chart = &book->chart[flow];
    for (uint16_t i = 0; is_ours[flow] && i < chart->step_count; i++) {
        if (chart->step[i].kind == FLOW_CALL) {
            is_ours[chart->step[i].call.flow] = true;
        }
    }
}

/* Mark the flow and all that it calls: they nest LIMIT_FLOW_NESTING deep at most. */
static void mark_ours(const struct suggest *suggest, bool *is_ours)
{
    const struct flow_book *book = &suggest->content->book;
    is_ours[suggest->flow] = true;
    for (int depth = 0; depth < LIMIT_FLOW_NESTING; depth++) {
        for (uint16_t flow = 0; flow < book->chart_count; flow++) {
            mark_called(book, flow, is_ours);
        }
    }
}

/* Does one of them have something that no test takes? */
static bool is_left(const struct suggest *suggest)
{
    uint16_t count = suggest->content->book.chart_count;
    bool *is_ours = calloc(count, sizeof *is_ours);
    KASSERT(is_ours);
    bool left = false;
    mark_ours(suggest, is_ours);
    for (uint16_t flow = 0; flow < count; flow++) {
        struct trial_sum sum = trial_coverage_sum(suggest->coverage, flow);
        bool has_gap = sum.steps_reached < sum.steps || sum.exits_taken < sum.exits;
        left = left || (is_ours[flow] && has_gap);
    }
    free(is_ours);
    return left;
}

/* ---- worlds ---- */

/* World number `number`: the plainest first; false past the last. */
static bool make_world(const struct content *content, int number, struct trial_given *ret_given)
{
    static const struct {
        const char *name;
        enum level level;
        bool returning, by_number;
    } who[] = {
        {NULL, LEVEL_GUEST, false, false}, {"", LEVEL_GREETED, false, false},
        {"", LEVEL_OWN, false, false},     {"", LEVEL_CHANGE, false, false},
        {NULL, LEVEL_GUEST, false, true},  {"", LEVEL_GREETED, true, false},
        {"", LEVEL_OWN, true, false},      {"", LEVEL_CHANGE, true, false},
    };
    enum { WHO = sizeof who / sizeof *who };
    struct trial_given given = trial_given_default(content);
    int rest = number / WHO;
    given.name = who[number % WHO].name;
    given.level = who[number % WHO].level;
    given.returning = who[number % WHO].returning;
    given.by_number = who[number % WHO].by_number;
    given.is_offline = rest & 1;
    given.lang = rest & 2 ? LANG_EN : LANG_KO;
    given.wall_ms += rest & 4 ? INT64_C(43200000) : 0; /* half a day later: nobody answers */
    *ret_given = given;
    return rest < 8;
}

enum kcode trial_suggest(const struct content *content, uint16_t flow,
                         struct trial_coverage *coverage, struct kbuf *buf, int *ret_cases,
                         struct kerr *err)
{
    struct suggest *suggest = calloc(1, sizeof *suggest);
    KASSERT(suggest);
    suggest->spot = calloc(SPOTS_MAX, sizeof *suggest->spot);
    suggest->hash = calloc(HASH_SIZE, sizeof *suggest->hash);
    KASSERT(suggest->spot);
    KASSERT(suggest->hash);
    suggest->content = content;
    suggest->flow = flow;
    suggest->coverage = coverage;
    struct booth *booth = booth_open(content);
    enum kcode code = trial_write_head(content, flow, buf, err);
    for (int i = 0; code == K_OK && make_world(content, i, &suggest->given); i++) {
        booth_reset(booth, &suggest->given);
        if (is_left(suggest) && booth_start(booth, flow)) {
            suggest->start = booth->visit.run.start;
            walk_all(suggest);
            code = write_ways(suggest, true, buf, err);
            code = code == K_OK ? write_ways(suggest, false, buf, err) : code;
        }
        karena_done(&suggest->arena);
    }
    *ret_cases = suggest->cases;
    booth_close(&booth);
    free(suggest->spot);
    free(suggest->hash);
    free(suggest);
    return code;
}
