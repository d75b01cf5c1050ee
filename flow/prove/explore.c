/* All states of one root, breadth first: the way by which a state was met first is a shortest. */
#include "prove_internal.h"

#include "kassert.h"

#include <string.h>

enum level prove_level(enum prove_who who)
{
    static const enum level levels[PROVE_WHO_COUNT] = {
        [PROVE_GUEST] = LEVEL_GUEST,       [PROVE_PHONE] = LEVEL_GREETED,
        [PROVE_GREETED] = LEVEL_GREETED,   [PROVE_OWN] = LEVEL_OWN,
        [PROVE_CHANGE] = LEVEL_CHANGE,     [PROVE_GREETED_RETURNING] = LEVEL_GREETED,
        [PROVE_OWN_RETURNING] = LEVEL_OWN, [PROVE_CHANGE_RETURNING] = LEVEL_CHANGE,
    };
    return levels[who];
}

/* ---- states: blobs from the bottom up, edges from the top down ---- */

static uint64_t hash_bytes(const char *bytes, size_t len)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ (uint8_t)bytes[i]) * UINT64_C(0x100000001b3);
    }
    return hash ^ hash >> 29;
}

const char *explore_blob(const struct prove *p, uint32_t state)
{
    return p->space.base + p->space.record[state].blob;
}

static struct edge *edge_at(const struct prove *p, uint32_t at)
{
    const struct space *space = &p->space;
    return (struct edge *)(void *)(space->base + space->size) - 1 - at;
}

const struct edge *explore_edge(const struct prove *p, uint32_t state, uint16_t at)
{
    KASSERT(at < p->space.record[state].edge_count);
    return edge_at(p, p->space.record[state].edge + at);
}

void *explore_rest_of_memory(const struct prove *p, uint64_t size)
{
    const struct space *space = &p->space;
    uint64_t from = (space->used + 15) / 16 * 16;
    uint64_t until = space->size - space->edge_count * sizeof(struct edge);
    return from + size <= until ? space->base + from : NULL;
}

static bool has_room(const struct prove *p, size_t more)
{
    const struct space *space = &p->space;
    uint64_t later = (space->count + 1) * sizeof(struct measured) + 64;
    uint64_t edges = (space->edge_count + 1) * sizeof(struct edge);
    return space->count < space->max && space->used + more + later + edges <= space->size;
}

static bool same(const struct prove *p, const struct record *record, const struct outcome *outcome)
{
    return record->len == outcome->len && record->who == outcome->who &&
           memcmp(p->space.base + record->blob, p->space.scratch + outcome->at, outcome->len) == 0;
}

static void add_state(struct prove *p, const struct outcome *outcome)
{
    struct space *space = &p->space;
    space->record[space->count++] = (struct record){
        .blob = space->used,
        .parent = p->from,
        .len = outcome->len,
        .who = outcome->who,
        .exit = p->reply_exit,
        .word = p->reply_word,
        .moment = outcome->moment,
    };
    memcpy(space->base + space->used, space->scratch + outcome->at, outcome->len);
    space->used += outcome->len;
}

static uint64_t hash_state(uint64_t hash, uint8_t who)
{
    return hash + who * UINT64_C(0x9e3779b97f4a7c15);
}

/* So many slots, and every state in its own. */
static void set_slots(struct prove *p, uint64_t count)
{
    struct space *space = &p->space;
    space->slot_count = (uint32_t)(count < space->slot_max ? count : space->slot_max);
    memset(space->slot, 0xff, space->slot_count * sizeof space->slot[0]);
    for (uint32_t s = 0; s < space->count; s++) {
        const struct record *record = &space->record[s];
        uint64_t hash = hash_bytes(space->base + record->blob, record->len);
        uint64_t at = hash_state(hash, record->who) % space->slot_count;
        while (space->slot[at] != NO_STATE) {
            at = (at + 1) % space->slot_count;
        }
        space->slot[at] = s;
    }
}

/* The state of an outcome; NO_STATE when there is no room for one more. */
static uint32_t state_of(struct prove *p, const struct outcome *outcome)
{
    struct space *space = &p->space;
    if (2 * space->count >= space->slot_count) {
        set_slots(p, 4 * (uint64_t)space->slot_count);
    }
    uint64_t at = hash_state(outcome->hash, outcome->who) % space->slot_count;
    while (space->slot[at] != NO_STATE && !same(p, &space->record[space->slot[at]], outcome)) {
        at = (at + 1) % space->slot_count;
    }
    if (space->slot[at] == NO_STATE) {
        if (!has_room(p, outcome->len)) {
            p->refused = true;
            return NO_STATE;
        }
        space->slot[at] = space->count;
        add_state(p, outcome);
    }
    return space->slot[at];
}

/* ---- outcomes of one answer ---- */

void explore_rest(struct prove *p, const struct place *place)
{
    struct space *space = &p->space;
    if (space->outcome_count == OUTCOMES_MAX || space->scratch_used + BLOB_BYTES > SCRATCH_BYTES) {
        p->refused = true;
        return;
    }
    struct outcome *made = &space->outcome[space->outcome_count];
    char *blob = space->scratch + space->scratch_used;
    made->at = space->scratch_used;
    made->len = place_encode(p, place, blob);
    made->hash = hash_bytes(blob, made->len);
    bool who_matters = !place->ended && (place_reads(p, place) & LIVE_WHO) != 0;
    made->who = who_matters ? place->who : WHO_ALL;
    made->moment = place_moment(place);
    for (uint32_t i = 0; i < space->outcome_count; i++) {
        struct outcome *other = &space->outcome[i];
        if (other->hash == made->hash && other->len == made->len &&
            memcmp(space->scratch + other->at, blob, made->len) == 0) {
            other->who |= made->who;
            return;
        }
    }
    space->scratch_used += made->len;
    space->outcome_count++;
}

static void close_answer(struct prove *p)
{
    struct space *space = &p->space;
    if (p->again_who != 0) {
        return; /* explore_again() looks at them */
    }
    for (uint32_t i = 0; i < space->outcome_count && !p->refused; i++) {
        uint32_t to = state_of(p, &space->outcome[i]);
        if (to == NO_STATE || p->from == NO_STATE) {
            continue;
        }
        struct record *record = &space->record[p->from];
        if (record->edge_count == UINT16_MAX) {
            p->refused = true;
            return;
        }
        *edge_at(p, space->edge_count++) =
            (struct edge){.to = to, .word = p->reply_word, .exit = p->reply_exit};
        record->edge_count++;
    }
    space->outcome_count = 0;
    space->scratch_used = 0;
}

/* ---- answers ---- */

/* Who may answer: a guest may have become anybody; the level must do. */
static uint8_t answering(uint8_t who, enum level needs)
{
    uint8_t mask = who >> PROVE_GUEST & 1 ? WHO_ALL : who;
    for (int i = 0; i < PROVE_WHO_COUNT; i++) {
        if (prove_level((enum prove_who)i) < needs) {
            mask &= (uint8_t) ~(1U << i);
        }
    }
    return mask;
}

/* Turn to this answer; false when another one is to be given again. */
static bool turn_to(struct prove *p, uint8_t exit, uint16_t word)
{
    if (p->again_who != 0 && (p->reply_exit != exit || p->reply_word != word)) {
        return false;
    }
    p->reply_exit = exit;
    p->reply_word = word;
    return true;
}

/* Leave the step by the exit of the answer. */
static void leave(struct prove *p, struct place *place, const struct flow_step *step)
{
    struct seat *seat = place_top(place);
    uint16_t to = step->exit[p->reply_exit].to;
    if (to != FLOW_NO_STEP) {
        seat->step = to;
        return;
    }
    place->ended = true;
    place->outcome = FLOW_SOLVED_END;
    place->end_flow = seat->flow;
    place->end_step = FLOW_NO_STEP;
    explore_rest(p, place);
    p->stack_count--;
}

static void answer_word(struct prove *p, const struct place *place, const struct flow_step *step,
                        uint8_t exit, uint16_t word)
{
    struct place *next = turn_to(p, exit, word) ? split_push(p, place) : NULL;
    if (!next) {
        return;
    }
    if (step->var != FLOW_NO_VAR) {
        struct seat *seat = place_top(next);
        place_unset(next, seat, step->var);
        seat->var[step->var] = word != 0 ? (uint16_t)(1 + word) : 0;
    }
    leave(p, next, step);
    walk_all(p);
    close_answer(p);
}

/* The number typed; false when none can be. */
static bool type_number(const struct prove *p, struct place *place, const struct flow_step *step)
{
    struct seat *seat = place_top(place);
    place_unset(place, seat, step->var);
    seat->var[step->var] = 1;
    if (!live_value(p, seat->flow, step->exit[0].to, step->var)) {
        return true;
    }
    bool is_date = step->input.type == FLOW_INPUT_DATE;
    int64_t min = is_date ? 0 : step->input.min;
    int64_t max = is_date ? INT64_C(2932896) : step->input.max;
    min = min < -ZONE_FAR / 2 ? -ZONE_FAR / 2 : min;
    max = max > ZONE_FAR / 2 ? ZONE_FAR / 2 : max;
    if (min > max) { /* both beyond what is told apart: as good as the nearest */
        min = max = step->input.min > 0 ? ZONE_FAR / 2 : -ZONE_FAR / 2;
    }
    uint8_t dim = zone_add(&place->zone, min, max);
    seat->dim[step->var] = dim;
    return dim != 0 &&
           (!is_date || (zone_narrow(&place->zone, dim, place->today, step->input.max) &&
                         zone_narrow(&place->zone, place->today, dim, -step->input.min)));
}

static void meet_stuck(struct prove *p, const struct seat *seat, const struct flow_step *step)
{
    if (step->exit[1].to == FLOW_NO_STEP) {
        struct prove_finding stuck = finding_of(p, PROVE_STUCK, seat->flow, seat->step);
        finding_meet_at(p, &stuck, p->from);
    }
}

/* On some day that customers may have here, every date in the range is before 1970 or so. */
static bool day_out_of_range(const struct place *place, const struct flow_step *step)
{
    return place->today != 0 && step->input.type == FLOW_INPUT_DATE &&
           (zone_least(&place->zone, place->today, 0) + step->input.max < 0 ||
            zone_most(&place->zone, place->today, 0) + step->input.min > INT64_C(2932896));
}

static void answer_number(struct prove *p, const struct place *place, const struct flow_step *step)
{
    const struct seat *seat = &place->seat[place->depth - 1];
    bool today = step->input.type == FLOW_INPUT_DATE &&
                 (prove_note(p, seat->flow, seat->step)->value & LIVE_TODAY) != 0;
    struct want want = {.kind = WANT_TODAY};
    if (!turn_to(p, 0, 0)) {
        return;
    }
    if (today) {
        split_place(p, place, &want);
    } else {
        (void)split_push(p, place);
    }
    uint32_t kept = 0;
    struct want rich = {.kind = WANT_RICH};
    for (uint32_t i = 0; i < p->stack_count; i++) {
        struct place *part = &p->stack[i];
        if (part->zone.count == ZONE_DIMS) {
            split_place(p, part, &rich); /* more numbers alive at once than are told apart */
        }
        if (today && day_out_of_range(part, step)) {
            meet_stuck(p, seat, step);
        }
        if (step->var != FLOW_NO_VAR && !type_number(p, part, step)) {
            continue;
        }
        place_top(part)->step = step->exit[0].to;
        if (i != kept) {
            place_copy(&p->stack[kept], part);
        }
        kept++;
    }
    p->stack_count = kept;
    walk_all(p);
    close_answer(p);
}

static void answer_input(struct prove *p, const struct place *place, const struct flow_step *step)
{
    const struct seat *seat = &place->seat[place->depth - 1];
    const struct note *note = prove_note(p, seat->flow, seat->step);
    if (step->input.type == FLOW_INPUT_NUMBER || step->input.type == FLOW_INPUT_DATE) {
        answer_number(p, place, step);
    } else if (note->word_count == 0) {
        meet_stuck(p, seat, step);
    }
    for (uint16_t i = 0; i < note->word_count && !p->refused; i++) {
        answer_word(p, place, step, 0, p->lexicon->typed[note->word + i]);
    }
    if (step->exit[1].to != FLOW_NO_STEP) {
        answer_word(p, place, step, 1, 0);
    }
}

static void answer_check(struct prove *p, const struct place *place, const struct flow_step *step)
{
    for (uint8_t i = 0; i < step->check.answer_count; i++) {
        answer_word(p, place, step, FLOW_CHECK_ANSWERED,
                    lexicon_find(p->lexicon, step->check.answers[i]));
    }
    answer_word(p, place, step, FLOW_CHECK_OFFLINE, lexicon_find(p->lexicon, "offline"));
    answer_word(p, place, step, FLOW_CHECK_FAILED, lexicon_find(p->lexicon, "failed"));
}

static void answer_choice(struct prove *p, const struct place *place, const struct flow_step *step)
{
    static const char *const solved[] = {"yes", "no"};
    for (uint8_t i = 0; i < step->exit_count && !p->refused; i++) {
        uint16_t word = 0;
        if (step->var != FLOW_NO_VAR && step->kind != FLOW_TELL) {
            word =
                lexicon_find(p->lexicon, step->kind == FLOW_SOLVED ? solved[i] : step->exit[i].id);
        }
        answer_word(p, place, step, i, word);
    }
}

/* Give every answer to the step that customers stand on in this state. */
static void answer_all(struct prove *p, uint32_t state)
{
    struct place place;
    const struct record *record = &p->space.record[state];
    place_decode(p, explore_blob(p, state), record->who, &place);
    if (place.ended) {
        return;
    }
    const struct seat *seat = place_top(&place);
    const struct flow_step *step = &prove_chart(p, seat->flow)->step[seat->step];
    p->from = state;
    place.who = answering(place.who, place_needs(p, &place));
    place.who &= p->again_who != 0 ? p->again_who : WHO_ALL;
    if (place.who == 0) {
        return;
    }
    if (step->kind == FLOW_INPUT) {
        answer_input(p, &place, step);
    } else if (step->kind == FLOW_CHECK) {
        answer_check(p, &place, step);
    } else {
        answer_choice(p, &place, step);
    }
}

static void start(struct prove *p)
{
    static const struct place nowhere;
    struct place place;
    memcpy(&place, &nowhere, sizeof place);
    zone_init(&place.zone);
    place_new_moment(&place);
    place.depth = 1;
    place.who = p->again_who != 0 ? p->again_who : WHO_ALL;
    place.seat[0].flow = p->root;
    place.seeding = p->free_inputs;
    p->from = NO_STATE;
    p->reply_exit = PROVE_NONE;
    p->reply_word = 0;
    (void)split_push(p, &place);
    walk_all(p);
    close_answer(p);
}

void explore(struct prove *p)
{
    struct space *space = &p->space;
    space->count = 0;
    space->used = 0;
    space->edge_count = 0;
    space->outcome_count = 0;
    space->scratch_used = 0;
    set_slots(p, SLOTS_FIRST);
    start(p);
    for (uint32_t state = 0; state < space->count && !p->refused; state++) {
        space->record[state].edge = space->edge_count;
        answer_all(p, state);
    }
}

bool explore_again(struct prove *p, const struct hop *hop, uint32_t to, uint8_t who,
                   struct prove_moment *ret_moment)
{
    struct space *space = &p->space;
    const struct record *record = &space->record[to];
    p->again_who = who;
    p->reply_exit = hop->exit;
    p->reply_word = hop->word;
    if (hop->from == NO_STATE) {
        start(p);
    } else {
        answer_all(p, hop->from);
    }
    bool found = false;
    for (uint32_t i = 0; i < space->outcome_count && !found; i++) {
        const struct outcome *outcome = &space->outcome[i];
        found = outcome->len == record->len &&
                memcmp(space->scratch + outcome->at, explore_blob(p, to), record->len) == 0;
        *ret_moment = found ? outcome->moment : *ret_moment;
    }
    p->again_who = 0;
    space->outcome_count = 0;
    space->scratch_used = 0;
    return found;
}
