/* What follows from an answer, and from none. */
#include "delivery.h"

#include "kassert.h"

enum delivery_move delivery_decide(bool was_asked, const struct answer_facts *facts)
{
    if (facts->outcome != ANSWER_WHOLE || !facts->is_ours) {
        return MOVE_LATER;
    }
    if (was_asked && facts->status == 404) {
        return MOVE_POST; /* it never arrived */
    }
    if (facts->is_other_content && (facts->status == 200 || facts->status == 201)) {
        return MOVE_REFUSED; /* our id, another's content: as a 409 */
    }
    if (was_asked) {
        return facts->status == 200 ? MOVE_DELIVERED : MOVE_LATER;
    }
    switch (verdict_of(facts->status, true, facts->error)) {
    case VERDICT_DELIVERED:
        return MOVE_DELIVERED;
    case VERDICT_REFUSED:
        return MOVE_REFUSED;
    case VERDICT_LATER:
    case VERDICT_COUNT:
        break;
    }
    return MOVE_LATER;
}

int64_t delivery_wait_ms(const struct answer_facts *facts, int tries, uint32_t random)
{
    if (facts->outcome == ANSWER_NOT_SENT) {
        return 0; /* not the item's fault: it goes first when the line is back */
    }
    bool asks = facts->outcome == ANSWER_WHOLE && facts->retry_after_s >= 0 &&
                facts->retry_after_s <= RETRY_AFTER_MS_MAX / 1000;
    return backoff_ms((uint32_t)tries, random, asks ? facts->retry_after_s * 1000 : -1);
}

bool item_has_expired(bool may_expire, int64_t age_ms)
{
    return may_expire && age_ms > EXPIRE_FEEDBACK_MS;
}

int endpoint_choose(const bool is_up[], int count)
{
    KASSERT(count <= ENDPOINT_MAX);
    for (int i = 0; i < count; i++) {
        if (is_up[i]) {
            return i;
        }
    }
    return -1;
}

unsigned endpoint_unknown(bool was_asked, unsigned pending, int target,
                          const struct answer_facts *facts)
{
    KASSERT(target >= 0);
    KASSERT(target < ENDPOINT_MAX);
    if (was_asked) {
        return pending;
    }
    return facts->outcome == ANSWER_NOT_SENT ? 0 : ENDPOINT_BIT(target);
}

int64_t spread_ms(uint32_t failures, uint32_t device_bits)
{
    return failures < PROBE_QUICK ? 0 : (int64_t)(device_bits % SPREAD_MS_MAX);
}

bool clock_is_trusted(int64_t now_wall_ms, int64_t floor_wall_ms, bool is_set)
{
    return is_set && now_wall_ms >= floor_wall_ms;
}

bool queue_is_late(int64_t oldest_age_ms)
{
    return oldest_age_ms > QUEUE_LATE_MS;
}
