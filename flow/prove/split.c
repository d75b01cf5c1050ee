/* Telling apart what a condition must know: the parts of a place, pushed to be walked on. */
#include "prove_internal.h"

#include "kassert.h"

struct place *split_push(struct prove *p, const struct place *place)
{
    if (p->stack_count == STACK_PLACES) {
        p->refused = true;
        return NULL;
    }
    struct place *copy = &p->stack[p->stack_count++];
    place_copy(copy, place);
    return copy;
}

static void pop(struct prove *p)
{
    p->stack_count--;
}

static void split_who(struct prove *p, const struct place *place)
{
    for (int who = PROVE_WHO_COUNT - 1; who >= 0; who--) { /* the first is walked first */
        struct place *part = place->who >> who & 1 ? split_push(p, place) : NULL;
        if (part) {
            part->who = (uint8_t)(1U << who);
            part->who_read = true;
        }
    }
}

/* Hour and weekday are numbers from here on. */
static bool read_clock(struct place *place)
{
    if (place->hour == 0) {
        place->hour = zone_add(&place->zone, 0, 23);
        place->weekday = zone_add(&place->zone, 1, 7);
    }
    return place->hour != 0 && place->weekday != 0;
}

static void refuse_rich(struct prove *p, const struct place *place)
{
    const struct seat *seat = &place->seat[place->depth - 1];
    struct prove_finding rich = finding_of(p, PROVE_TOO_RICH, seat->flow, seat->step);
    rich.exit = place->at;
    finding_meet(p, &rich, place);
    p->refused = true;
    p->rich = true;
}

static void split_hour(struct prove *p, const struct place *place)
{
    struct place *part = split_push(p, place);
    if (part && !read_clock(part)) {
        refuse_rich(p, place);
    }
}

static bool narrow_to(struct zone *zone, uint8_t at, int64_t min, int64_t max)
{
    return zone_narrow(zone, at, 0, max) && zone_narrow(zone, 0, at, -min);
}

/* Open in the hours from..until of one weekday. */
static void push_open(struct prove *p, const struct place *place, int weekday, int from, int until)
{
    struct place *part = split_push(p, place);
    if (!part) {
        return;
    }
    part->fact[FLOW_FACT_OFFICE_OPEN] = 1;
    if (!read_clock(part)) {
        refuse_rich(p, place);
    } else if (!narrow_to(&part->zone, part->weekday, weekday, weekday) ||
               !narrow_to(&part->zone, part->hour, from, until)) {
        pop(p);
    }
}

static void split_open_day(struct prove *p, const struct place *place, int weekday)
{
    uint32_t hours = p->world.open_hours[weekday];
    for (int hour = 0; hour < 24; hour++) {
        int from = hour;
        while (hour < 24 && (hours >> hour & 1)) {
            hour++;
        }
        if (hour > from) {
            push_open(p, place, weekday, from, hour - 1);
        }
    }
}

static void split_fact(struct prove *p, const struct place *place, enum flow_fact fact)
{
    bool by_hours = fact == FLOW_FACT_OFFICE_OPEN && p->world.open_hours != NULL;
    for (uint8_t value = 0; value < (by_hours ? 1 : 2); value++) {
        struct place *part = split_push(p, place);
        if (part) {
            part->fact[fact] = value;
        }
    }
    for (int weekday = 1; by_hours && weekday <= 7; weekday++) {
        split_open_day(p, place, weekday);
    }
}

/* Midnight has passed since the day was read last, or not; before the first answer it has not. */
static void split_today(struct prove *p, const struct place *place)
{
    int days = p->from == NO_STATE || place->midnight ? 1 : 2;
    for (int later = 0; later < days; later++) {
        struct place *part = split_push(p, place);
        if (!part) {
            return;
        }
        part->today_read = true;
        part->midnight = place->midnight || later == 1;
        if (part->today == 0) {
            part->today =
                zone_add(&part->zone, p->world.today_min + later, p->world.today_max + later);
        } else if (later == 1) {
            zone_shift(&part->zone, part->today, 1);
        }
        if (part->today == 0) {
            refuse_rich(p, place);
        }
    }
}

/* x[i] - x[j] in least..most. */
static void push_between(struct prove *p, const struct place *place, const struct want *want,
                         int64_t least, int64_t most)
{
    struct place *part = split_push(p, place);
    if (part && (!zone_narrow(&part->zone, want->i, want->j, most) ||
                 !zone_narrow(&part->zone, want->j, want->i, -least))) {
        pop(p);
    }
}

static void split_number(struct prove *p, const struct place *place, const struct want *want)
{
    int64_t least = zone_least(&place->zone, want->i, want->j);
    int64_t most = zone_most(&place->zone, want->i, want->j);
    int64_t number = want->number;
    if (want->kind == WANT_AT_MOST) {
        push_between(p, place, want, least, number);
        push_between(p, place, want, number + 1, most);
    } else if (want->kind == WANT_EQUAL) {
        push_between(p, place, want, least, number - 1);
        push_between(p, place, want, number, number);
        push_between(p, place, want, number + 1, most);
    } else {
        KASSERT(want->kind == WANT_FIX);
        for (int64_t value = least; value <= most; value++) {
            push_between(p, place, want, value, value);
        }
    }
}

void split_place(struct prove *p, const struct place *place, const struct want *want)
{
    switch (want->kind) {
    case WANT_WHO:
        split_who(p, place);
        return;
    case WANT_FACT:
        split_fact(p, place, want->fact);
        return;
    case WANT_HOUR:
        split_hour(p, place);
        return;
    case WANT_TODAY:
        split_today(p, place);
        return;
    case WANT_AT_MOST:
    case WANT_EQUAL:
    case WANT_FIX:
        split_number(p, place, want);
        return;
    case WANT_RICH:
        refuse_rich(p, place);
        return;
    case WANT_NOTHING:
        break;
    }
    KASSERT(want->kind != WANT_NOTHING);
}
