#pragma once

#include "content.h"
#include "kcivil.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * What we offer when something is missing: degraded modes, the rules for offering a person, and the
 * call-back slots. Pure.
 */

/* ---- degraded modes ---- */

enum missing {
    MISSING_NOTHING,
    MISSING_HEADQUARTERS,
    MISSING_PACK,
    MISSING_DISK,
    MISSING_STORE,
    MISSING_COUNT
};

/* One row a failure: what is said to a customer, and what still works. */
struct fallback_mode {
    const char *name;      /* "headquarters": logs, pictures */
    struct words state;    /* the short truth in the header */
    struct words sentence; /* the whole truth, calm, with the way on */
    bool can_guide;        /* flows, articles, search */
    bool can_keep;         /* requests are kept on this disk */
};
const struct fallback_mode *fallback_mode(enum missing missing);

/* ---- offering a person ---- */

struct escalation {
    int failed_fixes; /* attempts that did not help */
    int returns;      /* times the customer came to the same step */
    bool declined;    /* was offered and said no: do not nag before the next failure */
    int declined_at;  /* escalation_strikes() at that time */
};

/* Failures that count: failed attempts, and from the third time at one step every return. */
int escalation_strikes(const struct escalation *escalation);

/* Offer a person now? After two failed attempts, or the third time at one step. */
bool escalation_due(const struct escalation *escalation);

/* The offer was shown and not taken: the next one comes with the next failure. */
void escalation_decline(struct escalation *escalation);

/* ---- office hours and slots ---- */

struct slot {
    int64_t from_wall_ms, until_wall_ms;
};

/* A clock without a battery begins at 1970 or 2000. One that stands before the year in which this
 * was written is wrong for certain: nothing may be promised by it. */
#define CLOCK_FLOOR_MS INT64_C(1767193200000) /* 2026-01-01 in Seoul */
bool clock_is_set(int64_t now_wall_ms);

/* Agents answer at this moment; never by a clock that is not set. */
bool office_open(const struct content *content, int64_t now_wall_ms);

/* The next moment at or after now when agents answer; -1 when none within 30 days, or the clock is
 * not set. */
int64_t office_next_open(const struct content *content, int64_t now_wall_ms);

/**
 * Call-back slots within office hours, earliest first: whole slots of content->slot_min, none that
 * begins before now + lead_min, none on holidays, at most days_ahead days ahead; none by a clock
 * that is not set.
 *
 * returns  number of slots, 0..max
 */
int slots_make(const struct content *content, int64_t now_wall_ms, struct slot *ret_slots, int max);

/* "As soon as possible" is true only while agents answer and lead_min is left: until when it helps,
 * the end of the slot that now + lead_min falls into, at most closing time; -1 when it is not true.
 */
int64_t slots_soon_until(const struct content *content, int64_t now_wall_ms);
