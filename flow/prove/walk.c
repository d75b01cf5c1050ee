/*
 * Between two answers: the same moves as the engine's (flow_run.c), for many customers at once. A
 * place that must be told apart is split and its parts walked on from where they are.
 */
#include "prove_internal.h"

#include "kassert.h"

#include <string.h>

enum walked { WALK_ON, WALK_STOP };

static const struct flow_step *step_at(const struct prove *p, const struct seat *seat)
{
    return &prove_chart(p, seat->flow)->step[seat->step];
}

static void go(struct place *place, uint16_t to)
{
    place_top(place)->step = to;
    place->at = 0;
}

/* ---- what is shown ---- */

static bool who_knows(int who)
{
    return who != PROVE_GUEST && who != PROVE_PHONE;
}

/* Those of the mask, at the level, whom no card has named. */
static uint8_t nameless(uint8_t mask, enum level needs)
{
    for (int who = 0; who < PROVE_WHO_COUNT; who++) {
        if (who_knows(who) || prove_level((enum prove_who)who) < needs) {
            mask &= (uint8_t) ~(1U << who);
        }
    }
    return mask;
}

/* Those of the mask who are below the level and no guests any more. */
static uint8_t locked(uint8_t mask, enum level needs)
{
    for (int who = 0; who < PROVE_WHO_COUNT; who++) {
        if (who == PROVE_GUEST || prove_level((enum prove_who)who) >= needs) {
            mask &= (uint8_t) ~(1U << who);
        }
    }
    return mask;
}

/* Met by these customers of the place, if there are any. */
static void meet_by(struct prove *p, struct place *place, uint8_t who, enum prove_kind kind)
{
    const struct seat *seat = place_top(place);
    uint8_t all = place->who;
    if (who != 0) {
        struct prove_finding finding = finding_of(p, kind, seat->flow, seat->step);
        place->who = who;
        finding_meet(p, &finding, place);
        place->who = all;
    }
}

static void show_texts(struct prove *p, struct place *place, enum level needs)
{
    const struct seat *seat = place_top(place);
    const struct note *note = prove_note(p, seat->flow, seat->step);
    for (uint16_t v = 0; v < prove_chart(p, seat->flow)->var_count; v++) {
        if ((note->shown >> v & 1) && seat->var[v] == 0) {
            struct prove_finding hole = finding_of(p, PROVE_HOLE, seat->flow, seat->step);
            hole.var = v;
            finding_meet(p, &hole, place);
        }
    }
    if (note->shows_customer) {
        meet_by(p, place, nameless(place->who, needs), PROVE_NAMELESS);
    }
}

static enum walked rest(struct prove *p, struct place *place)
{
    enum level needs = place_needs(p, place);
    show_texts(p, place, needs);
    meet_by(p, place, locked(place->who, needs), PROVE_LOCKED);
    explore_rest(p, place);
    return WALK_STOP;
}

static enum walked end_run(struct prove *p, struct place *place, enum flow_outcome outcome)
{
    const struct seat *seat = place_top(place);
    show_texts(p, place, LEVEL_GUEST);
    place->ended = true;
    place->outcome = outcome;
    place->end_flow = seat->flow;
    place->end_step = seat->step;
    explore_rest(p, place);
    return WALK_STOP;
}

/* ---- branch ---- */

static void meet_case(struct prove *p, const struct place *place, enum prove_kind kind,
                      uint8_t exit, uint8_t other, uint16_t var)
{
    const struct seat *seat = &place->seat[place->depth - 1];
    struct prove_finding finding = finding_of(p, kind, seat->flow, seat->step);
    finding.exit = exit;
    finding.other = other;
    finding.var = var;
    finding_meet(p, &finding, place);
}

/* Whether a later case holds, too, is asked of a copy that goes nowhere. */
static void probe_others(struct prove *p, const struct place *place, const struct flow_step *step)
{
    const struct seat *seat = &place->seat[place->depth - 1];
    const struct note *note = prove_note(p, seat->flow, seat->step);
    for (uint8_t other = (uint8_t)(place->at + 1); other + 1 < step->exit_count; other++) {
        bool known = note->overlap >> (8 * place->at + other) & 1;
        bool apart = step->exit[other].to != step->exit[place->at].to;
        struct place *copy = apart && !known ? split_push(p, place) : NULL;
        if (copy) {
            copy->probe = place->at;
            copy->at = other;
        }
    }
}

static enum walked probed(struct prove *p, struct place *place, const struct term *term)
{
    const struct seat *seat = place_top(place);
    struct note *note = prove_note(p, seat->flow, seat->step);
    if (term->engine == TRI_YES) {
        note->overlap |= UINT64_C(1) << (8 * place->probe + place->at);
        meet_case(p, place, PROVE_CASE_OVERLAP, place->probe, place->at, FLOW_NO_VAR);
    }
    return WALK_STOP;
}

static enum walked pass_branch(struct prove *p, struct place *place, const struct flow_step *step)
{
    const struct seat *seat = place_top(place);
    struct note *note = prove_note(p, seat->flow, seat->step);
    const struct flow_exit *exit = &step->exit[place->at];
    if (exit->when.code_count == 0) {
        note->held |= (uint8_t)(1U << place->at);
        go(place, exit->to);
        return WALK_ON;
    }
    struct term term;
    struct want want = judge(p, place, seat, &exit->when, &term);
    if (want.kind != WANT_NOTHING) {
        split_place(p, place, &want);
        return WALK_STOP;
    }
    if (place->probe != PROVE_NONE) {
        return probed(p, place, &term);
    }
    if (term.kleene == TRI_HANGS) {
        meet_case(p, place, PROVE_UNSET_CASE, place->at, PROVE_NONE, term.hung);
    }
    if (term.engine == TRI_YES) {
        note->held |= (uint8_t)(1U << place->at);
        probe_others(p, place, step);
        go(place, exit->to);
    } else {
        note->failed |= (uint8_t)(1U << place->at);
        place->at++;
    }
    return WALK_ON;
}

/* ---- calls ---- */

/* Value number `at` of a call or a return; WALK_ON when the variable has it. */
static enum walked hand(struct prove *p, struct place *place, const struct seat *scope,
                        const struct flow_expr *value, enum prove_kind unset, struct term *ret_term)
{
    struct want want = judge(p, place, scope, value, ret_term);
    if (want.kind != WANT_NOTHING) {
        split_place(p, place, &want);
        return WALK_STOP;
    }
    bool hangs = ret_term->type == FLOW_UNKNOWN ||
                 (ret_term->type == FLOW_TRUTH && ret_term->kleene == TRI_HANGS);
    if (hangs) {
        meet_case(p, place, unset, place->at, PROVE_NONE, ret_term->hung);
    }
    return WALK_ON;
}

static enum walked store(struct prove *p, struct place *place, struct seat *seat, uint16_t var,
                         const struct term *term)
{
    if (!place_assign(p, place, seat, var, term)) {
        struct want rich = {.kind = WANT_RICH};
        split_place(p, place, &rich);
        return WALK_STOP;
    }
    place->at++;
    return WALK_ON;
}

/* A number that nobody is going to read needs no place among the numbers. */
static void make_vague(struct term *term, bool is_read)
{
    term->vague = term->vague || (!is_read && term->type == FLOW_NUMBER);
}

/* x - y, or 5 - x, given on: one of them value by value. */
static bool too_many(const struct term *term)
{
    return term->type == FLOW_NUMBER && !term->vague && term->neg != 0;
}

static enum walked fix_one(struct prove *p, struct place *place, const struct term *term)
{
    const struct zone *zone = &place->zone;
    int64_t wide = zone_most(zone, term->neg, 0) - zone_least(zone, term->neg, 0);
    struct want want = {.kind = wide < 400 ? WANT_FIX : WANT_RICH, .i = term->neg};
    split_place(p, place, &want);
    return WALK_STOP;
}

static enum walked pass_call(struct prove *p, struct place *place, const struct flow_step *step)
{
    KASSERT(place->depth < LIMIT_FLOW_NESTING);
    const struct seat *caller = place_top(place);
    struct seat *called = &place->seat[place->depth];
    if (place->at == 0) {
        memset(called, 0, sizeof *called);
        called->flow = step->call.flow;
    }
    while (place->at < step->call.gift_count) {
        const struct flow_gift *gift = &step->call.gift[place->at];
        struct term term;
        if (hand(p, place, caller, &gift->value, PROVE_UNSET_GIVEN, &term) == WALK_STOP) {
            return WALK_STOP;
        }
        make_vague(&term, live_value(p, called->flow, 0, gift->var));
        if (too_many(&term)) {
            return fix_one(p, place, &term);
        }
        if (store(p, place, called, gift->var, &term) == WALK_STOP) {
            return WALK_STOP;
        }
    }
    p->entered[called->flow] = true;
    place->depth++;
    place->at = 0;
    return WALK_ON;
}

static enum walked return_to_caller(struct prove *p, struct place *place)
{
    const struct seat *called = place_top(place);
    struct seat *caller = &place->seat[place->depth - 2];
    const struct flow_step *call = step_at(p, caller);
    while (place->at < call->call.take_count) {
        const struct flow_take *take = &call->call.take[place->at];
        const struct flow_output *output = &prove_chart(p, called->flow)->output[take->output];
        struct term term;
        if (hand(p, place, called, &output->value, PROVE_UNSET_OUTPUT, &term) == WALK_STOP) {
            return WALK_STOP;
        }
        const struct note *behind = prove_note(p, caller->flow, call->exit[0].to);
        make_vague(&term, (behind->value >> take->var & 1) != 0);
        if (too_many(&term)) {
            return fix_one(p, place, &term);
        }
        place_unset(place, caller, take->var);
        if (store(p, place, caller, take->var, &term) == WALK_STOP) {
            return WALK_STOP;
        }
    }
    place_leave(place);
    go(place, call->exit[0].to);
    return WALK_ON;
}

/* ---- on ---- */

static enum walked pass_again(struct place *place, const struct flow_step *step)
{
    struct seat *seat = place_top(place);
    uint8_t *taken = &seat->again[seat->step];
    uint8_t exit = *taken < step->again.times ? 0 : 1;
    *taken = (uint8_t)(*taken + (exit == 0));
    go(place, step->exit[exit].to);
    return WALK_ON;
}

static enum walked move(struct prove *p, struct place *place)
{
    const struct seat *seat = place_top(place);
    const struct flow_step *step = step_at(p, seat);
    prove_note(p, seat->flow, seat->step)->reached = true;
    switch (step->kind) {
    case FLOW_BRANCH:
        return pass_branch(p, place, step);
    case FLOW_CALL:
        return pass_call(p, place, step);
    case FLOW_AGAIN:
        return pass_again(place, step);
    case FLOW_HAND_OVER:
        return end_run(p, place, FLOW_HANDED_OVER);
    case FLOW_END:
        return place->depth > 1 ? return_to_caller(p, place) : end_run(p, place, step->end.outcome);
    case FLOW_TELL:
    case FLOW_ASK:
    case FLOW_INPUT:
    case FLOW_CHECK:
    case FLOW_SOLVED:
    case FLOW_KIND_COUNT:
        break;
    }
    return rest(p, place);
}

/* Inputs of a flow that nobody calls: one part for every value. */
static void seed_next(struct prove *p, struct place *place)
{
    uint16_t var = place->at++;
    const struct flow_var *input = &prove_chart(p, p->root)->var[var];
    uint16_t word = 0;
    uint16_t count = input->type == FLOW_NUMBER ? 1 : 2;
    if (input->type == FLOW_WORD) {
        lexicon_of_var(p, p->root, var, &word, &count);
    }
    for (uint16_t i = 0; i < count; i++) {
        struct place *part = split_push(p, place);
        if (!part) {
            return;
        }
        struct seat *seat = &part->seat[0];
        seat->var[var] = (uint16_t)(1 + i);
        if (input->type == FLOW_WORD) {
            seat->var[var] = (uint16_t)(1 + p->lexicon->typed[word + i]);
        } else if (input->type == FLOW_NUMBER && live_value(p, p->root, 0, var)) {
            seat->dim[var] = zone_add(&part->zone, -INT64_C(1000000000000), INT64_C(1000000000000));
        }
    }
}

void walk_all(struct prove *p)
{
    struct place place;
    while (p->stack_count > 0 && !p->refused) {
        place_copy(&place, &p->stack[--p->stack_count]);
        if (place.seeding && place.at < prove_chart(p, p->root)->input_count) {
            seed_next(p, &place);
            continue;
        }
        if (place.seeding) {
            place.seeding = false;
            place.at = 0;
        }
        int moves = 0;
        while (!p->refused && move(p, &place) == WALK_ON) {
            moves++;
            KASSERT(moves < 16 * LIMIT_FLOW_MOVES);
        }
    }
    p->stack_count = 0;
}
