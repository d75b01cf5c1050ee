#include "delivery.h"

#include "kassert.h"

/* Between min and cap, both included. */
static int64_t jitter(int64_t min_ms, int64_t cap_ms, uint32_t random)
{
    KASSERT(min_ms <= cap_ms);
    return min_ms + random % (cap_ms - min_ms + 1);
}

int64_t backoff_ms(uint32_t failures, uint32_t random, int64_t retry_after_ms)
{
    if (retry_after_ms >= 0) {
        int64_t asked_ms =
            retry_after_ms < RETRY_AFTER_MS_MAX ? retry_after_ms : RETRY_AFTER_MS_MAX;
        return jitter(asked_ms, asked_ms + BACKOFF_MS_MIN, random);
    }
    int64_t cap_ms = BACKOFF_MS_MIN;
    for (uint32_t i = 0; i < failures && cap_ms < BACKOFF_MS_MAX; i++) {
        cap_ms *= 2;
    }
    if (cap_ms > BACKOFF_MS_MAX) {
        cap_ms = BACKOFF_MS_MAX;
    }
    return jitter(BACKOFF_MS_MIN, cap_ms, random);
}

int64_t probe_ms(uint32_t failures, uint32_t random)
{
    if (failures < PROBE_QUICK) {
        return jitter(BACKOFF_MS_MIN / 2, BACKOFF_MS_MIN, random);
    }
    int64_t wait_ms = backoff_ms(failures - PROBE_QUICK + 1, random, -1);
    return wait_ms < PROBE_MS_MAX ? wait_ms : jitter(PROBE_MS_MAX / 2, PROBE_MS_MAX, random);
}
