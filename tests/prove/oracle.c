#include "oracle_internal.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

/* ---- longest ways: grow until nothing grows ---- */

static const struct flow_step *step_of(const struct exploration *x, int state)
{
    static struct spot spot;
    oracle_spot(x, state, &spot);
    const struct flow_frame *frame = &spot.frame[spot.depth - 1];
    return spot.at == FLOW_AT_END ? NULL : &x->l.book->chart[frame->flow].step[frame->step];
}

static bool raise(int *value, int to)
{
    bool grows = to > *value;
    *value = grows ? to : *value;
    return grows;
}

/* Of a state and the longest ways behind it. */
struct length {
    int answers, unasked, seconds;
    bool asks;
};

static bool raise_over(const struct length *own, struct length *here, const struct length *next)
{
    bool grew = raise(&here->answers, 1 + next->answers);
    grew = raise(&here->unasked, own->asks ? 0 : own->unasked + next->unasked) || grew;
    return raise(&here->seconds, own->seconds + next->seconds) || grew;
}

static struct length length_of(const struct flow_step *step)
{
    if (!step) {
        return (struct length){.answers = 0};
    }
    return (struct length){.unasked = step->kind <= FLOW_INPUT,
                           .seconds = step->seconds,
                           .asks = step->kind == FLOW_SOLVED};
}

static void measure(struct exploration *x, struct oracle_root *ret_root)
{
    size_t count = (size_t)x->state_count;
    struct length *own = calloc(count, sizeof *own);
    struct length *all = calloc(count, sizeof *all);
    assert_non_null(own);
    assert_non_null(all);
    for (size_t s = 0; s < count; s++) {
        own[s] = length_of(step_of(x, (int)s));
        all[s] = own[s];
    }
    bool grew = true;
    while (grew) {
        grew = false;
        for (int e = x->edge_count; e > 0; e--) {
            int from = x->from[e - 1];
            grew = raise_over(&own[from], &all[from], &all[x->to[e - 1]]) || grew;
        }
    }
    struct length most = {.answers = 0};
    for (size_t s = 0; s < count; s++) {
        (void)raise(&most.answers, all[s].answers);
        (void)raise(&most.unasked, all[s].unasked);
        (void)raise(&most.seconds, all[s].seconds);
    }
    ret_root->answers = (uint16_t)most.answers;
    ret_root->unasked = (uint16_t)most.unasked;
    ret_root->longest_s = (uint32_t)most.seconds;
    free(own);
    free(all);
}

/* ---- one root, one book ---- */

static bool explore(struct looking *l, uint16_t root, long states_max)
{
    struct exploration *x = calloc(1, sizeof *x);
    assert_non_null(x);
    x->l = *l;
    x->l.root = root;
    x->states_max = states_max;
    x->key = calloc((size_t)states_max, sizeof *x->key);
    x->key_len = calloc((size_t)states_max, sizeof *x->key_len);
    x->slot = calloc(SLOTS, sizeof *x->slot);
    x->from = calloc(EDGES_MAX, sizeof *x->from);
    x->to = calloc(EDGES_MAX, sizeof *x->to);
    x->moment = calloc(MOMENTS_MAX, sizeof *x->moment);
    assert_true(x->key && x->key_len && x->slot && x->from && x->to && x->moment);
    oracle_make_world(x);
    l->seen->entered[root] = true;
    oracle_start(x);
    for (int state = 0; state < x->state_count && !x->full; state++) {
        oracle_answer(x, state);
    }
    bool whole = !x->full;
    struct oracle_root *measured = &l->oracle->root[l->oracle->root_count++];
    *measured = (struct oracle_root){.flow = root};
    if (whole) {
        measure(x, measured);
    }
    l->oracle->states += x->state_count;
    for (long i = 0; i < x->state_count; i++) {
        free(x->key[i]);
    }
    free(x->key);
    free(x->key_len);
    free(x->slot);
    free(x->from);
    free(x->to);
    free(x->moment);
    free(x);
    return whole;
}

void oracle_note(struct looking *l, struct oracle_fault fault)
{
    struct oracle *o = l->oracle;
    for (int i = 0; i < o->fault_count; i++) {
        const struct oracle_fault *f = &o->fault[i];
        if (f->kind == fault.kind && f->flow == fault.flow && f->step == fault.step &&
            f->exit == fault.exit && f->other == fault.other && f->var == fault.var) {
            return;
        }
    }
    assert_true(o->fault_count < ORACLE_FAULTS);
    o->fault[o->fault_count++] = fault;
}

static void conclude_step(struct looking *l, uint16_t f, uint16_t s)
{
    const struct flow_step *step = &l->book->chart[f].step[s];
    struct oracle_fault fault = {PROVE_UNREACHED, f, s, PROVE_NONE, PROVE_NONE, FLOW_NO_VAR};
    if (!l->seen->reached[f][s]) {
        oracle_note(l, fault);
        return;
    }
    for (uint8_t e = 0; step->kind == FLOW_BRANCH && e + 1 < step->exit_count; e++) {
        bool held = l->seen->held[f][s][e];
        bool failed = l->seen->failed[f][s][e];
        fault.exit = e;
        fault.kind = held ? PROVE_CASE_ALWAYS : PROVE_CASE_NEVER;
        if (held != failed) {
            oracle_note(l, fault);
        }
    }
}

static void conclude_var(struct looking *l, uint16_t f, uint16_t v)
{
    const struct flow_chart *chart = &l->book->chart[f];
    uint16_t s = chart->var[v].step;
    bool used = oracle_chart_mentions(chart, FLOW_OP_VAR, v);
    for (uint16_t i = 0; i < chart->step_count; i++) {
        used = used || oracle_shows(&chart->step[i], chart->var[v].name);
    }
    if (s != FLOW_NO_STEP && chart->step[s].kind == FLOW_SOLVED) {
        used = true;
    }
    for (uint8_t e = 0;
         s != FLOW_NO_STEP && chart->step[s].kind == FLOW_ASK && e < chart->step[s].exit_count;
         e++) {
        used = used || chart->step[s].exit[e].to != chart->step[s].exit[0].to;
    }
    if (!used) {
        oracle_note(l, (struct oracle_fault){PROVE_VAR_UNUSED, f, s, PROVE_NONE, PROVE_NONE, v});
    }
}

/* The first flow that nothing came to, and that none of those flows calls. */
static int next_unused(const struct looking *l)
{
    for (uint16_t f = 0; f < l->book->chart_count; f++) {
        bool called = l->seen->entered[f];
        for (uint16_t g = 0; g < l->book->chart_count; g++) {
            for (uint16_t s = 0; !l->seen->entered[g] && s < l->book->chart[g].step_count; s++) {
                const struct flow_step *step = &l->book->chart[g].step[s];
                called = called || (step->kind == FLOW_CALL && step->call.flow == f);
            }
        }
        if (!called) {
            return f;
        }
    }
    return -1;
}

bool oracle_prove(const struct flow_book *book, const struct prove_world *world, long states_max,
                  struct oracle *ret_oracle)
{
    struct seen *seen = calloc(1, sizeof *seen);
    assert_non_null(seen);
    memset(ret_oracle, 0, sizeof *ret_oracle);
    struct looking l = {book, world, ret_oracle, seen, 0};
    bool whole = true;
    for (uint16_t f = 0; f < book->chart_count && whole; f++) {
        whole = book->chart[f].topic == UINT16_MAX || explore(&l, f, states_max);
    }
    for (int f = next_unused(&l); f >= 0 && whole; f = next_unused(&l)) {
        oracle_note(&l, (struct oracle_fault){PROVE_FLOW_UNUSED, (uint16_t)f, FLOW_NO_STEP,
                                              PROVE_NONE, PROVE_NONE, FLOW_NO_VAR});
        whole = explore(&l, (uint16_t)f, states_max);
    }
    for (uint16_t f = 0; f < book->chart_count && whole; f++) {
        for (uint16_t s = 0; s < book->chart[f].step_count; s++) {
            conclude_step(&l, f, s);
        }
        for (uint16_t v = 0; v < book->chart[f].var_count; v++) {
            conclude_var(&l, f, v);
        }
    }
    free(seen);
    return whole;
}
