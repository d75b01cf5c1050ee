/* What made a space too large: the variable or counter that takes the most values in it. */
#include "prove_internal.h"

#include <string.h>

struct tally {
    uint64_t var[LIMIT_FLOWS][LIMIT_FLOW_VARS]; /* a bit per value, hashed */
    uint64_t again[LIMIT_FLOWS][LIMIT_FLOW_STEPS];
};

static uint64_t bit_of(uint64_t value)
{
    return UINT64_C(1) << (value * UINT64_C(0x9e3779b97f4a7c15) >> 58);
}

static void tally_seat(const struct place *place, const struct seat *seat, struct tally *tally)
{
    for (uint16_t v = 0; v < LIMIT_FLOW_VARS; v++) {
        uint64_t value = seat->var[v];
        if (seat->dim[v] != 0) {
            value = (uint64_t)zone_least(&place->zone, seat->dim[v], 0) * 31 +
                    (uint64_t)zone_most(&place->zone, seat->dim[v], 0);
        }
        tally->var[seat->flow][v] |= bit_of(value);
    }
    for (uint16_t s = 0; s < LIMIT_FLOW_STEPS; s++) {
        tally->again[seat->flow][s] |= bit_of(seat->again[s]);
    }
}

static int bits_of(uint64_t bits)
{
    int count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

static void judge_flow(const struct prove *p, const struct tally *tally, uint16_t flow, int *best,
                       struct prove_finding *finding)
{
    const struct flow_chart *chart = prove_chart(p, flow);
    for (uint16_t v = 0; v < chart->var_count; v++) {
        int count = bits_of(tally->var[flow][v]);
        if (count > *best) {
            *best = count;
            finding->flow = flow;
            finding->step = chart->var[v].step;
            finding->var = v;
        }
    }
    for (uint16_t s = 0; s < chart->step_count; s++) {
        int count = bits_of(tally->again[flow][s]);
        if (chart->step[s].kind == FLOW_AGAIN && count > *best) {
            *best = count;
            finding->flow = flow;
            finding->step = s;
            finding->var = FLOW_NO_VAR;
        }
    }
}

void large_culprit(struct prove *p, struct prove_finding *finding)
{
    struct tally *tally = (struct tally *)(void *)p->space.scratch;
    static_assert(sizeof *tally <= SCRATCH_BYTES, "it is free now");
    memset(tally, 0, sizeof *tally);
    for (uint32_t s = 0; s < p->space.count; s++) {
        struct place place;
        place_decode(p, explore_blob(p, s), WHO_ALL, &place);
        for (uint8_t i = 0; i < place.depth; i++) {
            tally_seat(&place, &place.seat[i], tally);
        }
    }
    int best = 1;
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        if (p->inside[f]) {
            judge_flow(p, tally, f, &best, finding);
        }
    }
}
