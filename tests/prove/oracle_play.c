#include "oracle_internal.h"

#include "check.h"

#include "kcivil.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* One answer as a customer gives it. */
struct reply {
    uint8_t exit;
    const char *typed; /* input: what is typed; check: what headquarters says */
};

static void set_run(struct exploration *x, const struct spot *spot)
{
    struct flow_run *run = &x->run;
    for (uint8_t i = spot->depth; i < run->depth; i++) {
        memset(&run->frame[i], 0, sizeof run->frame[i]); /* what the last play left */
    }
    run->book = x->l.book;
    run->root = x->l.root;
    run->at = FLOW_AT_STEP;
    run->depth = spot->depth;
    memcpy(run->frame, spot->frame, spot->depth * sizeof run->frame[0]);
    memset(&run->log[0], 0, sizeof run->log[0]);
    run->log_count = 0;
    run->outcome = FLOW_SOLVED_END;
    run->end_flow = run->end_step = 0;
    const struct flow_step *step = flow_step_now(run);
    run->tries_left = step->kind == FLOW_INPUT ? step->input.tries : 0;
}

/* True when the run went on. */
static bool play(struct exploration *x, const struct spot *spot, const struct reply *reply,
                 const struct flow_facts *facts)
{
    set_run(x, spot);
    struct flow_run *run = &x->run;
    const struct flow_step *step = flow_step_now(run);
    x->l.oracle->plays++;
    x->full = x->full || ++x->plays > x->states_max * PLAYS_PER_STATE;
    if (step->kind == FLOW_CHECK) {
        return flow_checked(run, (enum flow_check_exit)reply->exit, reply->typed, facts, 0) ==
               FLOW_TAKEN;
    }
    if (step->kind != FLOW_INPUT) {
        return flow_choose(run, reply->exit, facts, 0) == FLOW_TAKEN;
    }
    enum flow_reply said = flow_type(run, reply->typed, facts, 0);
    while (reply->exit == 1 && said == FLOW_WRONG) {
        said = flow_type(run, reply->typed, facts, 0);
    }
    return reply->exit == 1 ? run->log_count == 1 : said == FLOW_TAKEN;
}

static void copy_spot(struct spot *to, const struct spot *from)
{
    memcpy(to, from, offsetof(struct spot, frame) + from->depth * sizeof from->frame[0]);
    to->who = from->who;
    to->today = from->today;
    to->midnight = from->midnight;
}

/* Walk the same answer by hand and compare with where the engine is. */
static void follow(struct exploration *x, struct spot *spot, const struct flow_facts *facts)
{
    const struct flow_run *run = &x->run;
    const struct flow_answer *answer = &run->log[0];
    struct flow_frame *frame = &spot->frame[spot->depth - 1];
    const struct flow_step *step = &x->l.book->chart[frame->flow].step[frame->step];
    if (step->var != FLOW_NO_VAR) {
        struct flow_value value = answer->value;
        if (step->kind == FLOW_ASK || step->kind == FLOW_SOLVED) {
            static const char *const solved[] = {"yes", "no"};
            memset(&value, 0, sizeof value);
            value.type = FLOW_WORD;
            (void)snprintf(value.word, sizeof value.word, "%s",
                           step->kind == FLOW_ASK ? step->exit[answer->exit].id
                                                  : solved[answer->exit]);
        }
        frame->var[step->var] = value;
    }
    uint16_t to = step->exit[answer->exit].to;
    if (to == FLOW_NO_STEP) {
        spot->at = FLOW_AT_END;
        spot->outcome = FLOW_SOLVED_END;
        spot->end_flow = frame->flow;
        spot->end_step = FLOW_NO_STEP;
    } else {
        frame->step = to;
        oracle_walk(&x->l, spot, facts);
    }
    assert_int_equal(run->at, spot->at);
    assert_int_equal(run->depth, spot->depth);
    assert_int_equal(run->outcome, spot->outcome);
    for (uint8_t i = 0; i < run->depth; i++) {
        assert_int_equal(run->frame[i].flow, spot->frame[i].flow);
        assert_int_equal(run->frame[i].step, spot->frame[i].step);
        assert_memory_equal(run->frame[i].again_taken, spot->frame[i].again_taken,
                            sizeof run->frame[i].again_taken);
    }
}

static void add_edge(struct exploration *x, int from, int to)
{
    if (from < 0 || to < 0) {
        return;
    }
    if (x->edge_count == EDGES_MAX) {
        x->full = true;
        return;
    }
    for (int i = x->edge_count - 1; i >= 0 && x->from[i] == from; i--) {
        if (x->to[i] == to) {
            return;
        }
    }
    x->from[x->edge_count] = from;
    x->to[x->edge_count++] = to;
}

/* The answer in every world; true when it was taken in one of them. */
static bool try_reply(struct exploration *x, int state, const struct spot *spot,
                      const struct reply *reply)
{
    static struct spot next;
    bool taken = false;
    for (int m = 0; m < x->moment_count && !x->full; m++) {
        struct flow_facts facts = x->moment[m];
        oracle_set_who(facts.value, spot->who);
        facts.value[FLOW_FACT_TODAY] = spot->today;
        if (!play(x, spot, reply, &facts)) {
            return false; /* what can be typed does not depend on the moment, day apart */
        }
        taken = true;
        copy_spot(&next, spot);
        follow(x, &next, &facts);
        add_edge(x, state, oracle_state(x, &next));
    }
    return taken;
}

static bool try_input(struct exploration *x, int state, const struct spot *spot,
                      const struct flow_step *step)
{
    char typed[32];
    bool taken = false;
    if (step->input.type == FLOW_INPUT_NUMBER) {
        for (int64_t n = step->input.min; n <= step->input.max; n++) {
            (void)snprintf(typed, sizeof typed, "%" PRId64, n);
            taken = try_reply(x, state, spot, &(struct reply){0, typed}) || taken;
        }
    } else if (step->input.type == FLOW_INPUT_DATE) {
        for (int64_t n = step->input.min - 1; n <= step->input.max + 1; n++) {
            struct kcivil day = kcivil_from_ms((spot->today + n) * KCIVIL_DAY_MS, 0);
            (void)snprintf(typed, sizeof typed, "%04d%02d%02d", day.year, day.month, day.day);
            taken = try_reply(x, state, spot, &(struct reply){0, typed}) || taken;
        }
    } else {
        for (int i = 0; i < x->word_count; i++) {
            taken = try_reply(x, state, spot, &(struct reply){0, x->word[i]}) || taken;
        }
    }
    bool up = try_reply(x, state, spot, &(struct reply){1, "\n"});
    return taken || up;
}

static void try_all(struct exploration *x, int state, const struct spot *spot)
{
    const struct flow_frame *frame = &spot->frame[spot->depth - 1];
    const struct flow_step *step = &x->l.book->chart[frame->flow].step[frame->step];
    if (step->kind == FLOW_INPUT) {
        if (!try_input(x, state, spot, step)) {
            oracle_note(&x->l, (struct oracle_fault){PROVE_STUCK, frame->flow, frame->step,
                                                     PROVE_NONE, PROVE_NONE, FLOW_NO_VAR});
        }
        return;
    }
    for (uint8_t e = 0; e < step->exit_count; e++) {
        static const char *const words[] = {"", "offline", "failed"};
        uint8_t count = step->kind == FLOW_CHECK && e == 0 ? step->check.answer_count : 1;
        for (uint8_t i = 0; i < count; i++) {
            const char *word = step->kind != FLOW_CHECK ? NULL
                               : e == 0                 ? step->check.answers[i]
                                                        : words[e];
            (void)try_reply(x, state, spot, &(struct reply){e, word});
        }
    }
}

/* ---- who and when ---- */

void oracle_answer(struct exploration *x, int state)
{
    static struct spot here;
    oracle_spot(x, state, &here);
    if (here.at == FLOW_AT_END) {
        return;
    }
    int needs = oracle_needs(x->l.book, &here);
    for (int who = 0; who < PROVE_WHO_COUNT; who++) {
        bool may_be = who == here.who || (here.who == PROVE_GUEST && x->who_matters);
        struct flow_facts facts;
        oracle_set_who(facts.value, who);
        if (!may_be || facts.value[FLOW_FACT_LEVEL] < needs) {
            continue;
        }
        for (int later = 0; later < (x->today_matters && !here.midnight ? 2 : 1); later++) {
            struct spot spot = here;
            spot.who = who;
            spot.today += later;
            spot.midnight = spot.midnight || later == 1;
            try_all(x, state, &spot);
        }
    }
}

static void start_with(struct exploration *x, const struct spot *spot)
{
    for (int m = 0; m < x->moment_count; m++) {
        struct flow_facts facts = x->moment[m];
        struct spot next = *spot;
        oracle_set_who(facts.value, spot->who);
        facts.value[FLOW_FACT_TODAY] = spot->today;
        oracle_walk(&x->l, &next, &facts);
        if (x->l.book->chart[x->l.root].input_count == 0) {
            flow_start(&x->run, x->l.book, x->l.root, &facts, 0);
            assert_int_equal(x->run.depth, next.depth);
            assert_int_equal(x->run.at, next.at);
            assert_int_equal(x->run.frame[next.depth - 1].step, next.frame[next.depth - 1].step);
        }
        (void)oracle_state(x, &next);
    }
}

/* A number without bounds: around all that it can be compared with (days are 20000, and there are
 * sums of three), and far from it. */
enum { FREE_AROUND = 60, FREE_NUMBERS = 8 * FREE_AROUND + 2 };

static int64_t free_number(int i)
{
    int64_t days = (i / FREE_AROUND - 4) * 20000;
    if (i >= FREE_NUMBERS - 2) {
        return i % 2 ? INT64_C(1000000000) : -INT64_C(1000000000);
    }
    return days + i % FREE_AROUND - FREE_AROUND / 2;
}

/* Every value of every input, of a flow that nobody calls. */
static void seed_inputs(struct exploration *x, struct spot *spot, uint16_t var)
{
    const struct flow_chart *chart = &x->l.book->chart[x->l.root];
    if (var == chart->input_count || chart->topic != UINT16_MAX) {
        start_with(x, spot);
        return;
    }
    enum flow_type type = chart->var[var].type;
    int count = type == FLOW_WORD ? x->word_count : type == FLOW_TRUTH ? 2 : FREE_NUMBERS;
    for (int i = 0; i < count && !x->full; i++) {
        struct flow_value *value = &spot->frame[0].var[var];
        memset(value, 0, sizeof *value);
        value->type = type;
        if (type == FLOW_WORD) {
            (void)snprintf(value->word, sizeof value->word, "%s", x->word[i]);
        } else {
            value->number = type == FLOW_TRUTH ? i : free_number(i);
        }
        seed_inputs(x, spot, (uint16_t)(var + 1));
    }
}

void oracle_start(struct exploration *x)
{
    for (int who = 0; who < (x->who_matters ? PROVE_WHO_COUNT : 1); who++) {
        const struct prove_world *world = x->l.world;
        int64_t last = x->today_matters ? world->today_max : world->today_min;
        for (int64_t day = world->today_min; day <= last; day++) {
            static struct spot spot;
            memset(&spot, 0, sizeof spot);
            spot.depth = 1;
            spot.frame[0].flow = x->l.root;
            spot.who = who;
            spot.today = day;
            seed_inputs(x, &spot, 0);
        }
    }
}
