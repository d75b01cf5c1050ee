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
