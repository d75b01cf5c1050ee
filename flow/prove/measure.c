/*
 * Ways through the states of one root. Every answer leads on in a chart or uses up an `again`, so
 * the states have no circle: each is measured once, those behind it first.
 */
#include "prove_internal.h"

#include "kassert.h"

#include <string.h>

/* Where the author gave no `seconds`: reading two lines takes 10 s, doing something 20 s more;
 * digits are typed at one a second, and headquarters answers while one reads. */
static uint32_t seconds_of(const struct flow_step *step)
{
    static const uint8_t usual[FLOW_KIND_COUNT] = {
        [FLOW_TELL] = 30, [FLOW_ASK] = 15, [FLOW_INPUT] = 25, [FLOW_CHECK] = 5, [FLOW_SOLVED] = 15};
    return step->seconds != 0 ? step->seconds : usual[step->kind];
}

/* The step that customers of this state stand on; NULL at an end. */
static const struct flow_step *step_of(const struct prove *p, uint32_t state)
{
    struct place place;
    place_decode(p, explore_blob(p, state), WHO_ALL, &place);
    if (place.ended) {
        return NULL;
    }
    const struct seat *seat = place_top(&place);
    return &prove_chart(p, seat->flow)->step[seat->step];
}

/* ---- order ---- */

/* The ways out of a state do not count any more: those behind it that have no other are next. */
static uint32_t release(struct prove *p, uint32_t state, uint32_t ordered)
{
    struct measured *m = p->measured;
    for (uint16_t e = 0; e < p->space.record[state].edge_count; e++) {
        uint32_t to = explore_edge(p, state, e)->to;
        if (--m[to].before == 0) {
            m[ordered++].order = to;
        }
    }
    return ordered;
}

static void put_in_order(struct prove *p)
{
    struct measured *m = p->measured;
    uint32_t count = p->space.count;
    uint32_t ordered = 0;
    for (uint32_t s = 0; s < count; s++) {
        for (uint16_t e = 0; e < p->space.record[s].edge_count; e++) {
            m[explore_edge(p, s, e)->to].before++;
        }
    }
    for (uint32_t s = 0; s < count; s++) {
        if (m[s].before == 0) {
            m[ordered++].order = s;
        }
    }
    for (uint32_t i = 0; i < ordered; i++) {
        ordered = release(p, m[i].order, ordered);
    }
    KASSERT(ordered == count); /* no circle */
}

/* ---- one state ---- */

static uint64_t add_far(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static uint16_t add_short(uint16_t a, unsigned b)
{
    return (uint16_t)(a > UINT16_MAX - b ? UINT16_MAX : a + b);
}

/* The answer is no exception: checks are answered, inputs are read. */
static bool is_usual(const struct flow_step *step, const struct edge *edge)
{
    return edge->exit == 0 || (step->kind != FLOW_CHECK && step->kind != FLOW_INPUT);
}

/* The outcomes of one answer lie together: the first of another one, and their mean until there. */
static uint16_t mean_of_answer(const struct prove *p, uint32_t state, uint16_t first,
                               double *ret_mean)
{
    const struct edge *answer = explore_edge(p, state, first);
    uint16_t count = p->space.record[state].edge_count;
    uint16_t e = first;
    double sum = 0;
    for (; e < count; e++) {
        const struct edge *edge = explore_edge(p, state, e);
        if (edge->exit != answer->exit || edge->word != answer->word) {
            break;
        }
        sum += p->measured[edge->to].typical_s;
    }
    *ret_mean = sum / (e - first);
    return e;
}

/* Each usual answer is as likely as the others, and each outcome of an answer. */
static double typical_behind(const struct prove *p, uint32_t state, const struct flow_step *step)
{
    double sum = 0;
    unsigned answers = 0;
    uint16_t next = 0;
    for (uint16_t e = 0; e < p->space.record[state].edge_count; e = next) {
        double mean = 0;
        next = mean_of_answer(p, state, e, &mean);
        bool usual = is_usual(step, explore_edge(p, state, e));
        sum += usual ? mean : 0;
        answers += usual;
    }
    return answers == 0 ? 0 : sum / answers;
}

static void follow(struct prove *p, uint32_t state, uint16_t at, struct measured *ret_best)
{
    const struct edge *edge = explore_edge(p, state, at);
    const struct measured *to = &p->measured[edge->to];
    uint32_t none = NO_STATE;
    ret_best->scenarios = add_far(ret_best->scenarios, to->scenarios);
    if (ret_best->next[ALONG_ANSWERS] == none || to->answers > ret_best->answers) {
        ret_best->next[ALONG_ANSWERS] = at;
        ret_best->answers = to->answers;
    }
    if (ret_best->next[ALONG_UNASKED] == none || to->unasked > ret_best->unasked) {
        ret_best->next[ALONG_UNASKED] = at;
        ret_best->unasked = to->unasked;
    }
    if (ret_best->next[ALONG_SECONDS] == none || to->seconds > ret_best->seconds) {
        ret_best->next[ALONG_SECONDS] = at;
        ret_best->seconds = to->seconds;
    }
}

static void measure_state(struct prove *p, uint32_t state)
{
    struct measured *m = &p->measured[state];
    const struct flow_step *step = step_of(p, state);
    struct measured best = {.next = {NO_STATE, NO_STATE, NO_STATE, NO_STATE}};
    for (uint16_t e = 0; e < p->space.record[state].edge_count; e++) {
        follow(p, state, e, &best);
    }
    memcpy(m->next, best.next, sizeof m->next);
    m->scenarios = best.scenarios;
    m->answers = best.answers;
    m->seconds = best.seconds;
    m->unasked = best.unasked;
    if (p->space.record[state].edge_count == 0) {
        m->scenarios = 1;
    }
    if (!step) {
        return;
    }
    m->answers = add_short(m->answers, p->space.record[state].edge_count != 0);
    m->seconds += seconds_of(step);
    m->typical_s = seconds_of(step) + typical_behind(p, state, step);
    bool asks = step->kind == FLOW_SOLVED;
    m->unasked = asks ? 0 : add_short(m->unasked, step->kind != FLOW_CHECK);
    if (asks) {
        m->next[ALONG_UNASKED] = NO_STATE;
    }
}

/* ---- the root ---- */

struct summary {
    uint32_t longest, slowest, unasked; /* the states it begins at */
    double typical_s;
    unsigned starts;
};

static void meet_flow(struct prove *p, enum prove_kind kind, int64_t number, uint32_t state,
                      enum along along)
{
    struct prove_finding finding = finding_of(p, kind, p->root, FLOW_NO_STEP);
    finding.number = number;
    finding_meet_along(p, &finding, state, along);
}

static void conclude(struct prove *p, const struct summary *sum, const struct prove_count *count)
{
    const struct prove_world *world = &p->world;
    if (count->answers > LIMIT_FLOW_LOG) {
        meet_flow(p, PROVE_LONG_LOG, count->answers, sum->longest, ALONG_ANSWERS);
    }
    if (world->longest_max_s != 0 && count->longest_s > world->longest_max_s) {
        meet_flow(p, PROVE_SLOW_LONGEST, count->longest_s, sum->slowest, ALONG_SECONDS);
    }
    if (world->typical_max_s != 0 && count->typical_s > world->typical_max_s) {
        meet_flow(p, PROVE_SLOW_TYPICAL, count->typical_s, sum->slowest, ALONG_NONE);
    }
    if (world->unasked_max != 0 && count->unasked > world->unasked_max) {
        meet_flow(p, PROVE_LONG_UNASKED, count->unasked, sum->unasked, ALONG_UNASKED);
    }
}

static void sum_up(struct prove *p, struct summary *sum, struct prove_count *count)
{
    for (uint32_t s = 0; s < p->space.count; s++) {
        const struct measured *m = &p->measured[s];
        if (m->unasked > count->unasked) {
            count->unasked = m->unasked;
            sum->unasked = s;
        }
        if (p->space.record[s].parent != NO_STATE) {
            continue;
        }
        sum->starts++;
        sum->typical_s += m->typical_s;
        count->scenarios = add_far(count->scenarios, m->scenarios);
        if (m->answers > count->answers) {
            count->answers = m->answers;
            sum->longest = s;
        }
        if (m->seconds > count->longest_s) {
            count->longest_s = m->seconds;
            sum->slowest = s;
        }
    }
}

bool measure(struct prove *p, struct prove_count *ret_count)
{
    uint64_t size = p->space.count * sizeof(struct measured);
    p->measured = explore_rest_of_memory(p, size);
    if (!p->measured) {
        return false;
    }
    memset(p->measured, 0, size);
    put_in_order(p);
    for (uint32_t i = p->space.count; i > 0; i--) {
        measure_state(p, p->measured[i - 1].order);
    }
    struct summary sum = {.longest = 0};
    sum_up(p, &sum, ret_count);
    ret_count->states = p->space.count;
    ret_count->typical_s = (uint32_t)(sum.typical_s / (sum.starts > 0 ? sum.starts : 1) + 0.5);
    conclude(p, &sum, ret_count);
    return true;
}
