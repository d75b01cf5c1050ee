#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Rules of delivery. Pure: time and chance are arguments. */

enum verdict { VERDICT_DELIVERED, VERDICT_LATER, VERDICT_REFUSED, VERDICT_COUNT };

#define BACKOFF_MS_MIN     INT64_C(1000)
#define BACKOFF_MS_MAX     INT64_C(900000)  /* 15 minutes */
#define RETRY_AFTER_MS_MAX INT64_C(3600000) /* an hour: nobody may switch us off for ever */
#define PROBE_QUICK        60               /* probes at least every second: the first minute */
#define PROBE_MS_MAX       INT64_C(60000)   /* a person may be waiting for headquarters */

/**
 * How long an item waits before its next try: full jitter between BACKOFF_MS_MIN and a cap that
 * doubles with every failure up to BACKOFF_MS_MAX.
 *
 * failures        in   tries that failed so far, 1..
 * random          in   32 random bits
 * retry_after_ms  in   what headquarters asked for, -1 = nothing; obeyed up to RETRY_AFTER_MS_MAX,
 *                      with up to a second more, so that a fleet does not come back at one moment
 */
int64_t backoff_ms(uint32_t failures, uint32_t random, int64_t retry_after_ms);

/* How long to wait before headquarters is asked again whether it is there. */
int64_t probe_ms(uint32_t failures, uint32_t random);

/**
 * What an answer to POST /v1/requests proves.
 *
 * status   in   HTTP status, 100..599
 * is_ours  in   JSON from headquarters that echoes the item's id: a portal's page, a proxy's
 *               refusal or a truncated body is not, and proves nothing
 * error    in   headquarters' own word for what is wrong; "" = none
 */
enum verdict verdict_of(int status, bool is_ours, const char *error);

/* Sealed to a key that headquarters does not have: the mistake is in somebody's settings (hq.pub
 * here, hq.secret there), not in the item, and all items have it. They wait until it is mended. */
#define DELIVERY_CANNOT_OPEN "cannot be opened"

/* ---- the life of an item ---- */

/*
 *   waiting ──taken──► sending ──DELIVERED──► delivered   its row is gone, its request "sent" or
 * more │ ▲ ▲               │  └────REFUSED────► set-aside   with the reason; a technician may put
 * it back │ │ └─LATER,restart─┘                       │ │ └───────────────put
 * back──────────────────┘ └──feedback only, after EXPIRE_FEEDBACK_MS in which the kiosk was on──►
 * expired
 *
 * waiting    may leave as soon as it is due
 * sending    durable before its first byte leaves: from now on it may be at headquarters
 * set-aside  headquarters refused it for good, or it is damaged: never thrown away
 */
enum item_state {
    ITEM_WAITING,
    ITEM_SENDING,
    ITEM_SET_ASIDE,
    ITEM_DELIVERED,
    ITEM_EXPIRED,
    ITEM_STATE_COUNT
};

const char *item_state_name(enum item_state state); /* "waiting", "sending", "set-aside", ... */
enum item_state item_state_find(const char *name);  /* ITEM_STATE_COUNT: none of them */
bool item_may_go(enum item_state from, enum item_state to);

/* What must be true of an item that has just come into a state. */
struct item_facts {
    enum item_state state;
    bool has_row; /* in the outbox */
    bool has_reason;
    int tries;
    bool may_expire; /* feedback */
    bool request_is_saved, request_is_set_aside;
};
bool item_is_sound(const struct item_facts *facts);

/* Feedback helps nobody after a quarter of a year; a request is never too old. */
#define EXPIRE_FEEDBACK_MS (INT64_C(90) * 24 * 3600 * 1000)
bool item_has_expired(bool may_expire, int64_t age_ms);

/* ---- what follows from an answer ---- */

enum answer_outcome { ANSWER_NOT_SENT, ANSWER_UNKNOWN, ANSWER_WHOLE };

struct answer_facts {
    enum answer_outcome outcome;
    int status;
    bool is_ours;          /* headquarters' words, and they echo the item's id */
    bool is_other_content; /* they say that this id has another hash than ours */
    const char *error;     /* headquarters' own word; "" = none */
    int64_t retry_after_s; /* -1 = none */
};

enum delivery_move { MOVE_DELIVERED, MOVE_LATER, MOVE_REFUSED, MOVE_POST };

/* was_asked: the answer is to the question whether the item is there, not to the item. */
enum delivery_move delivery_decide(bool was_asked, const struct answer_facts *facts);

/* How long an item that was not delivered waits. tries: this one included. */
int64_t delivery_wait_ms(const struct answer_facts *facts, int tries, uint32_t random);

/* ---- more than one headquarters ---- */

#define ENDPOINT_MAX 2

/* The first that is there, in the order of kiosk.conf: so the first one is used again as soon as it
 * is back. -1: none is. */
int endpoint_choose(const bool is_up[], int count);

/* Where an item may be without our knowledge: bits of endpoints. An item may go to one of them only
 * when all the others of its bits were asked; for each that is away, it waits. */
#define ENDPOINT_BIT(number) (1U << (number))
#define ENDPOINT_ALL         (ENDPOINT_BIT(ENDPOINT_MAX) - 1U)

/* What is not known after an exchange: pending were still to be asked, the one asked included;
 * target is where it was posted. */
unsigned endpoint_unknown(bool was_asked, unsigned pending, int target,
                          const struct answer_facts *facts);

/* After a long outage a fleet does not come back at one moment: each device has its own. failures:
 * probes that failed; device_bits: the same for ever on one device. */
#define SPREAD_MS_MAX INT64_C(30000)
int64_t spread_ms(uint32_t failures, uint32_t device_bits);

/* ---- the alarm ---- */

/* A call-back is promised for the same day: what waits longer than this, a person should know of.
 */
#define QUEUE_LATE_MS INT64_C(7200000) /* two hours in which the kiosk was on */
bool queue_is_late(int64_t oldest_age_ms);

/* ---- the wall clock ---- */

/* floor_wall_ms: it cannot be earlier; the firmware's own time, and the latest that was trusted. */
bool clock_is_trusted(int64_t now_wall_ms, int64_t floor_wall_ms, bool is_set);
