/*
 * The proof of a book: every flow that can be started is explored (explore.c); what was never met
 * in any of them is concluded at the end.
 */
#include "prove_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

struct prove_world prove_world_default(void)
{
    return (struct prove_world){
        .today_min = 20454, .today_max = 38715, .only = UINT16_MAX, .states_max = PROVE_STATES_MAX};
}

/* ---- memory ---- */

struct carving {
    char *at, *end;
};

static void *carve(struct carving *carving, uint64_t size)
{
    uint64_t whole = (size + 63) / 64 * 64;
    if ((uint64_t)(carving->end - carving->at) < whole) {
        return NULL;
    }
    void *piece = carving->at;
    carving->at += whole;
    return piece;
}

static uint32_t step_total(const struct flow_book *book)
{
    uint32_t total = 0;
    for (uint16_t f = 0; f < book->chart_count; f++) {
        total += book->chart[f].step_count;
    }
    return total;
}

/* The rest of the memory is for states; a quarter of it for their records. */
static bool carve_space(struct prove *p, struct carving *carving)
{
    struct space *space = &p->space;
    uint64_t left = (uint64_t)(carving->end - carving->at);
    uint64_t fit = left / 4 / (sizeof(struct record) + 8);
    space->max = fit < p->world.states_max ? (uint32_t)fit : p->world.states_max;
    space->slot_max = 2 * space->max + 1;
    space->outcome = carve(carving, OUTCOMES_MAX * sizeof(struct outcome));
    space->scratch = carve(carving, SCRATCH_BYTES);
    space->record = carve(carving, space->max * sizeof(struct record));
    space->slot = carve(carving, space->slot_max * sizeof space->slot[0]);
    if (!space->outcome || !space->scratch || !space->record || !space->slot) {
        return false;
    }
    space->base = carving->at;
    space->size = (uint64_t)(carving->end - carving->at) / 64 * 64;
    return true;
}

static struct prove *carve_prove(const struct flow_book *book, const struct prove_world *world,
                                 void *memory, size_t memory_size)
{
    struct carving carving = {memory, (char *)memory + memory_size};
    uint32_t steps = step_total(book);
    struct prove *p = carve(&carving, sizeof *p);
    if (!p || memory_size < PROVE_MEMORY_MIN) {
        return NULL;
    }
    memset(p, 0, sizeof *p);
    p->book = book;
    p->world = *world;
    p->world.states_max = world->states_max != 0 ? world->states_max : PROVE_STATES_MAX;
    p->note = carve(&carving, (steps + 1) * sizeof *p->note);
    p->count = carve(&carving, (book->chart_count + 1U) * sizeof *p->count);
    p->met = carve(&carving, PROVE_FINDINGS_MAX * sizeof *p->met);
    p->way = carve(&carving, WAY_BYTES);
    p->lexicon = carve(&carving, sizeof *p->lexicon);
    p->stack = carve(&carving, STACK_PLACES * sizeof *p->stack);
    if (!p->note || !p->count || !p->met || !p->way || !p->lexicon || !p->stack ||
        !carve_space(p, &carving)) {
        return NULL;
    }
    memset(p->note, 0, (steps + 1) * sizeof *p->note);
    return p;
}

static void number_notes(struct prove *p)
{
    uint32_t at = 0;
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        p->note_at[f] = at;
        at += prove_chart(p, f)->step_count;
    }
}

/* ---- which flows ---- */

/* Mark what this flow calls; true when something was not marked yet. */
static bool spread_from(struct prove *p, uint16_t flow)
{
    const struct flow_chart *chart = prove_chart(p, flow);
    bool grew = false;
    for (uint16_t s = 0; s < chart->step_count; s++) {
        const struct flow_step *step = &chart->step[s];
        if (step->kind == FLOW_CALL && !p->inside[step->call.flow]) {
            p->inside[step->call.flow] = true;
            grew = true;
        }
    }
    return grew;
}

/* Mark what may be called from the flows that are marked. */
static void spread_inside(struct prove *p)
{
    bool grew = true;
    while (grew) {
        grew = false;
        for (uint16_t f = 0; f < p->book->chart_count; f++) {
            grew = (p->inside[f] && spread_from(p, f)) || grew;
        }
    }
}

static void set_root(struct prove *p, uint16_t root)
{
    memset(p->inside, 0, sizeof p->inside);
    p->root = root;
    p->inside[root] = true;
    spread_inside(p);
}

static void refuse_large(struct prove *p)
{
    struct prove_finding large = finding_of(p, PROVE_TOO_LARGE, p->root, FLOW_NO_STEP);
    large.number = p->space.count;
    large_culprit(p, &large);
    finding_conclude(p, &large);
}

static void prove_root(struct prove *p, uint16_t root, bool free_inputs)
{
    struct prove_count *count = &p->count[p->count_count++];
    *count = (struct prove_count){.flow = root};
    set_root(p, root);
    p->entered[root] = true;
    p->rich = false;
    p->free_inputs = free_inputs;
    lexicon_make(p);
    live_measure(p);
    p->space.count = 0;
    p->refused = p->lexicon->full;
    if (!p->refused) {
        explore(p);
    }
    count->whole = !p->refused && measure(p, count);
    if (!count->whole && !p->rich) {
        refuse_large(p);
    }
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        p->unproven[f] = p->unproven[f] || (p->inside[f] && !count->whole);
    }
    way_close_all(p);
}

/* Explored when only one flow is asked for? */
static bool is_asked_for(struct prove *p, uint16_t root)
{
    if (p->world.only == UINT16_MAX) {
        return true;
    }
    set_root(p, root);
    return p->inside[p->world.only];
}

static bool calls(const struct flow_chart *chart, uint16_t flow)
{
    uint16_t s = 0;
    while (s < chart->step_count &&
           !(chart->step[s].kind == FLOW_CALL && chart->step[s].call.flow == flow)) {
        s++;
    }
    return s < chart->step_count;
}

static bool is_called_by_unentered(const struct prove *p, uint16_t flow)
{
    bool called = false;
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        called = called || (!p->entered[f] && calls(prove_chart(p, f), flow));
    }
    return called;
}

/* A flow that no exploration came to, and that none of those would call; UINT16_MAX = none. */
static uint16_t next_unused(struct prove *p)
{
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        bool left = !p->entered[f] && !p->unproven[f];
        if (left && !is_called_by_unentered(p, f)) {
            return f;
        }
    }
    return UINT16_MAX;
}

static void prove_all(struct prove *p)
{
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        if (prove_chart(p, f)->topic != UINT16_MAX && is_asked_for(p, f)) {
            prove_root(p, f, false);
        }
    }
    uint16_t unused = p->world.only == UINT16_MAX ? next_unused(p) : UINT16_MAX;
    if (p->world.only != UINT16_MAX && !p->entered[p->world.only]) {
        unused = p->world.only;
    }
    while (unused != UINT16_MAX) {
        set_root(p, unused);
        struct prove_finding finding = finding_of(p, PROVE_FLOW_UNUSED, unused, FLOW_NO_STEP);
        finding_conclude(p, &finding);
        prove_root(p, unused, true);
        unused = p->world.only == UINT16_MAX ? next_unused(p) : UINT16_MAX;
    }
}

/* ---- conclusions ---- */

static void conclude_branch(struct prove *p, uint16_t flow, uint16_t at)
{
    const struct flow_step *step = &prove_chart(p, flow)->step[at];
    const struct note *note = prove_note(p, flow, at);
    for (uint8_t e = 0; e + 1 < step->exit_count; e++) {
        bool held = note->held >> e & 1;
        bool failed = note->failed >> e & 1;
        if (held != failed) {
            struct prove_finding finding =
                finding_of(p, held ? PROVE_CASE_ALWAYS : PROVE_CASE_NEVER, flow, at);
            finding.exit = e;
            finding_conclude(p, &finding);
        }
    }
}

static void conclude_flow(struct prove *p, uint16_t flow)
{
    for (uint16_t s = 0; s < prove_chart(p, flow)->step_count; s++) {
        const struct note *note = prove_note(p, flow, s);
        if (!note->reached) {
            struct prove_finding finding = finding_of(p, PROVE_UNREACHED, flow, s);
            finding_conclude(p, &finding);
        } else if (prove_chart(p, flow)->step[s].kind == FLOW_BRANCH) {
            conclude_branch(p, flow, s);
        }
    }
}

/* The answer goes nowhere: all the same what is answered, and nobody reads it. */
static bool is_idle(const struct flow_step *step)
{
    if (step->kind == FLOW_SOLVED) {
        return false;
    }
    bool idle = true;
    for (uint8_t e = 1; step->kind == FLOW_ASK && e < step->exit_count; e++) {
        idle = idle && step->exit[e].to == step->exit[0].to;
    }
    return idle;
}

static void conclude_vars(struct prove *p, uint16_t flow)
{
    const struct flow_chart *chart = prove_chart(p, flow);
    for (uint16_t v = 0; v < chart->var_count; v++) {
        uint16_t step = chart->var[v].step;
        bool idle = step == FLOW_NO_STEP || is_idle(&chart->step[step]);
        if (idle && !(p->read[flow] >> v & 1)) {
            struct prove_finding finding = finding_of(p, PROVE_VAR_UNUSED, flow, step);
            finding.var = v;
            finding_conclude(p, &finding);
        }
    }
}

static void conclude_book(struct prove *p)
{
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        bool asked = p->world.only == UINT16_MAX || p->world.only == f;
        p->root = f;
        if (asked) {
            conclude_vars(p, f);
        }
        if (asked && p->entered[f] && !p->unproven[f]) {
            conclude_flow(p, f);
        }
    }
}

/* The findings, out of what was noted of them; both lie in the same memory, the first being the
 * smaller ones. */
static void report(struct prove *p, struct prove_report *ret_report)
{
    static_assert(sizeof(struct prove_finding) <= sizeof(struct met), "written over it");
    finding_sort(p);
    struct prove_finding *finding = (struct prove_finding *)(void *)p->met;
    for (uint16_t i = 0; i < p->met_count; i++) {
        struct prove_finding copy = p->met[i].finding;
        memcpy(&finding[i], &copy, sizeof copy);
    }
    *ret_report = (struct prove_report){
        .finding = finding,
        .finding_count = p->met_count,
        .finding_lost = p->met_lost,
        .count = p->count,
        .count_count = p->count_count,
    };
}

enum kcode prove_book(const struct flow_book *book, const struct prove_world *world, void *memory,
                      size_t memory_size, struct prove_report *ret_report, struct kerr *err)
{
    struct prove *p = carve_prove(book, world, memory, memory_size);
    if (!p) {
        return kerr_fail(err, K_E_FULL, "proof: %zu MiB of memory, %llu or more are needed",
                         memory_size >> 20, PROVE_MEMORY_MIN >> 20);
    }
    number_notes(p);
    live_texts(p);
    live_reads(p);
    prove_all(p);
    conclude_book(p);
    report(p, ret_report);
    return K_OK;
}
