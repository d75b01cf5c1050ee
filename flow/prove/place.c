/*
 * A place as bytes and back. Only what is still read is kept, in one order, so that places that
 * nothing tells apart are the same bytes:
 *
 *     depth, flags | per seat: flow, step, counters ahead, live variables | bounds of the zone
 *
 * An end is depth 0, flow, step, outcome.
 */
#include "prove_internal.h"

#include "kassert.h"

#include <stddef.h>
#include <string.h>

enum { FLAG_MIDNIGHT = 1, FLAG_TODAY = 2 };
enum { TRUTH_VAGUE = 3 };

enum level place_needs(const struct prove *p, const struct place *place)
{
    const struct seat *top = &place->seat[place->depth - 1];
    enum level needs = prove_chart(p, top->flow)->step[top->step].needs;
    for (uint8_t i = 0; i < place->depth; i++) {
        enum level chart_needs = prove_chart(p, place->seat[i].flow)->needs;
        needs = chart_needs > needs ? chart_needs : needs;
    }
    return needs;
}

void place_copy(struct place *to, const struct place *from)
{
    size_t seats = from->depth + 1U < LIMIT_FLOW_NESTING ? from->depth + 1U : LIMIT_FLOW_NESTING;
    memcpy(to, from, offsetof(struct place, seat) + seats * sizeof from->seat[0]);
    to->zone.count = from->zone.count;
    memcpy(to->zone.bound, from->zone.bound, from->zone.count * sizeof from->zone.bound[0]);
}

void place_new_moment(struct place *place)
{
    place->today_read = false;
    place->who_read = false;
    memset(place->fact, PROVE_NONE, sizeof place->fact);
    place->hour = 0;
    place->weekday = 0;
    place->at = 0;
    place->probe = PROVE_NONE;
    place->seeding = false;
}

struct prove_moment place_moment(const struct place *place)
{
    return (struct prove_moment){
        .hq = place->fact[FLOW_FACT_HQ_REACHABLE],
        .printer = place->fact[FLOW_FACT_PRINTER],
        .open = place->fact[FLOW_FACT_OFFICE_OPEN],
        .lang = place->fact[FLOW_FACT_LANG],
        .who = place->who, /* a mask, until way.c has chosen one of them */
        .hour = place->hour ? (uint8_t)zone_least(&place->zone, place->hour, 0) : PROVE_NONE,
        .weekday =
            place->weekday ? (uint8_t)zone_least(&place->zone, place->weekday, 0) : PROVE_NONE,
    };
}

/* ---- numbers ---- */

static void renumber(struct place *place, uint8_t was, uint8_t now)
{
    uint8_t *owner[] = {&place->today, &place->hour, &place->weekday};
    for (int i = 0; i < 3; i++) {
        *owner[i] = *owner[i] == was ? now : *owner[i];
    }
    for (int s = 0; s <= place->depth && s < LIMIT_FLOW_NESTING; s++) {
        for (int v = 0; v < LIMIT_FLOW_VARS; v++) {
            uint8_t *dim = &place->seat[s].dim[v];
            *dim = *dim == was ? now : *dim;
        }
    }
}

void place_unset(struct place *place, struct seat *seat, uint16_t var)
{
    uint8_t dim = seat->dim[var];
    seat->var[var] = 0;
    seat->dim[var] = 0;
    if (dim != 0) {
        uint8_t last = (uint8_t)(place->zone.count - 1);
        zone_drop(&place->zone, dim);
        renumber(place, last, dim);
    }
}

void place_leave(struct place *place)
{
    struct seat *seat = place_top(place);
    for (uint16_t v = 0; v < LIMIT_FLOW_VARS; v++) {
        place_unset(place, seat, v);
    }
    memset(seat, 0, sizeof *seat);
    place->depth--;
}

static bool assign_number(struct place *place, struct seat *seat, uint16_t var,
                          const struct term *term)
{
    if (term->add > ZONE_FAR || term->add < -ZONE_FAR || term->neg != 0) {
        return false;
    }
    uint8_t dim = zone_copy(&place->zone, term->pos, term->add);
    seat->dim[var] = dim;
    return dim != 0 && zone_most(&place->zone, dim, 0) <= ZONE_FAR &&
           zone_least(&place->zone, dim, 0) >= -ZONE_FAR;
}

bool place_assign(const struct prove *p, struct place *place, struct seat *seat, uint16_t var,
                  const struct term *term)
{
    KASSERT(seat->dim[var] == 0);
    switch (term->type) {
    case FLOW_TRUTH:
        KASSERT(term->vague || term->engine != TRI_SPLIT);
        seat->var[var] = term->vague ? TRUTH_VAGUE : (uint16_t)(1 + (term->engine == TRI_YES));
        return true;
    case FLOW_WORD:
        seat->var[var] = (uint16_t)(1 + (term->vague ? 0 : lexicon_find(p->lexicon, term->word)));
        return true;
    case FLOW_NUMBER:
        seat->var[var] = 1;
        return term->vague || assign_number(place, seat, var, term);
    case FLOW_UNKNOWN:
    case FLOW_TYPE_COUNT:
        break;
    }
    seat->var[var] = 0;
    return true;
}

/* ---- to bytes ---- */

struct writer {
    char *bytes;
    uint16_t len;
    uint8_t dim[ZONE_DIMS]; /* numbers kept, in order */
    uint8_t dim_count;
};

static void put(struct writer *w, const void *bytes, size_t len)
{
    KASSERT(w->len + len <= BLOB_BYTES);
    memcpy(w->bytes + w->len, bytes, len);
    w->len = (uint16_t)(w->len + len);
}

static void put_var(const struct prove *p, struct writer *w, const struct seat *seat, uint16_t var,
                    bool by_value)
{
    static const uint16_t vague[FLOW_TYPE_COUNT] = {
        [FLOW_TRUTH] = TRUTH_VAGUE, [FLOW_WORD] = 1, [FLOW_NUMBER] = 1};
    enum flow_type type = prove_chart(p, seat->flow)->var[var].type;
    uint16_t value = seat->var[var];
    if (value != 0 && !by_value) {
        value = vague[type];
    }
    put(w, &value, sizeof value);
    if (value != 0 && by_value && type == FLOW_NUMBER) {
        KASSERT(seat->dim[var] != 0);
        w->dim[w->dim_count++] = seat->dim[var];
    }
}

static bool ahead(const uint64_t again[2], uint16_t step)
{
    return again[step / 64] >> (step % 64) & 1;
}

/* What is read of a seat: of the top one from its step on, of the others behind the call. */
struct reading {
    uint64_t known, value, again[2];
};

static struct reading reading_of(const struct prove *p, const struct seat *seat, bool is_top)
{
    const struct note *note = prove_note(p, seat->flow, seat->step);
    struct reading r = {.known = note->known, .value = note->value};
    if (!is_top) {
        live_behind(p, seat->flow, seat->step, &r.known, &r.value);
    }
    memcpy(r.again, note->again, sizeof r.again);
    return r;
}

static void put_seat(const struct prove *p, struct writer *w, const struct seat *seat, bool is_top)
{
    const struct flow_chart *chart = prove_chart(p, seat->flow);
    struct reading r = reading_of(p, seat, is_top);
    put(w, &seat->flow, sizeof seat->flow);
    put(w, &seat->step, sizeof seat->step);
    for (uint16_t s = 0; s < chart->step_count; s++) {
        if (ahead(r.again, s)) {
            put(w, &seat->again[s], 1);
        }
    }
    for (uint16_t v = 0; v < chart->var_count; v++) {
        if ((r.known | r.value) >> v & 1) {
            put_var(p, w, seat, v, r.value >> v & 1);
        }
    }
}

uint64_t place_reads(const struct prove *p, const struct place *place)
{
    uint64_t value = 0;
    for (uint8_t i = 0; i < place->depth; i++) {
        value |= reading_of(p, &place->seat[i], i + 1 == place->depth).value;
    }
    return value;
}

static uint16_t encode_end(const struct place *place, struct writer *w)
{
    uint8_t zero = 0;
    uint8_t outcome = (uint8_t)place->outcome;
    put(w, &zero, 1);
    put(w, &place->end_flow, sizeof place->end_flow);
    put(w, &place->end_step, sizeof place->end_step);
    put(w, &outcome, 1);
    return w->len;
}

uint16_t place_encode(const struct prove *p, const struct place *place, char *ret_blob)
{
    struct writer w = {.bytes = NULL};
    w.bytes = ret_blob;
    w.dim[w.dim_count++] = 0;
    if (place->ended) {
        return encode_end(place, &w);
    }
    bool today = (place_reads(p, place) & LIVE_TODAY) != 0;
    bool has_today = today && place->today != 0;
    uint8_t flags =
        (uint8_t)((today && place->midnight ? FLAG_MIDNIGHT : 0) | (has_today ? FLAG_TODAY : 0));
    put(&w, &place->depth, 1);
    put(&w, &flags, 1);
    if (has_today) {
        w.dim[w.dim_count++] = place->today;
    }
    for (uint8_t i = 0; i < place->depth; i++) {
        put_seat(p, &w, &place->seat[i], i + 1 == place->depth);
    }
    for (uint8_t i = 0; i < w.dim_count; i++) {
        for (uint8_t j = 0; j < w.dim_count; j++) {
            put(&w, &place->zone.bound[w.dim[i]][w.dim[j]], sizeof(int64_t));
        }
    }
    return w.len;
}

/* ---- from bytes ---- */

static void get(const char **at, void *ret_bytes, size_t len)
{
    memcpy(ret_bytes, *at, len);
    *at += len;
}

static void get_seat(const struct prove *p, const char **at, bool is_top, struct place *place,
                     struct seat *seat)
{
    memset(seat, 0, sizeof *seat);
    get(at, &seat->flow, sizeof seat->flow);
    get(at, &seat->step, sizeof seat->step);
    const struct flow_chart *chart = prove_chart(p, seat->flow);
    struct reading r = reading_of(p, seat, is_top);
    for (uint16_t s = 0; s < chart->step_count; s++) {
        if (ahead(r.again, s)) {
            get(at, &seat->again[s], 1);
        }
    }
    for (uint16_t v = 0; v < chart->var_count; v++) {
        if (!((r.known | r.value) >> v & 1)) {
            continue;
        }
        get(at, &seat->var[v], sizeof seat->var[v]);
        if (chart->var[v].type == FLOW_NUMBER && seat->var[v] != 0 && (r.value >> v & 1)) {
            seat->dim[v] = place->zone.count++;
        }
    }
}

void place_decode(const struct prove *p, const char *blob, uint8_t who, struct place *ret_place)
{
    struct place *place = ret_place;
    const char *at = blob;
    uint8_t flags = 0;
    memset(place, 0, offsetof(struct place, seat));
    place_new_moment(place);
    place->who = who;
    place->zone.count = 1;
    get(&at, &place->depth, 1);
    if (place->depth == 0) {
        uint8_t outcome = 0;
        place->ended = true;
        get(&at, &place->end_flow, sizeof place->end_flow);
        get(&at, &place->end_step, sizeof place->end_step);
        get(&at, &outcome, 1);
        place->outcome = (enum flow_outcome)outcome;
        return;
    }
    get(&at, &flags, 1);
    place->midnight = (flags & FLAG_MIDNIGHT) != 0;
    place->today = flags & FLAG_TODAY ? place->zone.count++ : 0;
    for (uint8_t i = 0; i < place->depth; i++) {
        get_seat(p, &at, i + 1 == place->depth, place, &place->seat[i]);
    }
    if (place->depth < LIMIT_FLOW_NESTING) {
        memset(&place->seat[place->depth], 0, sizeof place->seat[0]);
    }
    for (uint8_t i = 0; i < place->zone.count; i++) {
        get(&at, place->zone.bound[i], place->zone.count * sizeof(int64_t));
    }
}
