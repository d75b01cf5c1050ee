#include "delivery.h"

#include "kassert.h"
#include "kstr.h"

#include <stddef.h>

/* delivery.h draws it. Names are what the store keeps. */
static const struct {
    const char *name;
    bool may_go_to[ITEM_STATE_COUNT];
} states[ITEM_STATE_COUNT] = {
    /* DELIVERED from WAITING: the store was rebuilt while the item was under way */
    [ITEM_WAITING] = {"waiting",
                      {[ITEM_SENDING] = true,
                       [ITEM_WAITING] = true,
                       [ITEM_DELIVERED] = true,
                       [ITEM_SET_ASIDE] = true,
                       [ITEM_EXPIRED] = true}},
    [ITEM_SENDING] = {"sending",
                      {[ITEM_WAITING] = true, [ITEM_DELIVERED] = true, [ITEM_SET_ASIDE] = true}},
    [ITEM_SET_ASIDE] = {"set-aside", {[ITEM_WAITING] = true, [ITEM_DELIVERED] = true}},
    [ITEM_DELIVERED] = {"delivered", {[ITEM_WAITING] = false}},
    [ITEM_EXPIRED] = {"expired", {[ITEM_WAITING] = false}},
};

const char *item_state_name(enum item_state state)
{
    KASSERT(state < ITEM_STATE_COUNT);
    return states[state].name;
}

enum item_state item_state_find(const char *name)
{
    int state = 0;
    while (state < ITEM_STATE_COUNT && !kstr_equal(states[state].name, name)) {
        state++;
    }
    return (enum item_state)state;
}

bool item_may_go(enum item_state from, enum item_state to)
{
    KASSERT(from < ITEM_STATE_COUNT);
    KASSERT(to < ITEM_STATE_COUNT);
    return states[from].may_go_to[to];
}

bool item_is_sound(const struct item_facts *facts)
{
    switch (facts->state) {
    case ITEM_WAITING:
        return facts->has_row && !facts->request_is_set_aside;
    case ITEM_SENDING:
        return facts->has_row && facts->tries > 0;
    case ITEM_SET_ASIDE:
        return facts->has_row && facts->has_reason && !facts->request_is_saved;
    case ITEM_DELIVERED:
        return !facts->has_row && !facts->request_is_set_aside && !facts->request_is_saved;
    case ITEM_EXPIRED:
        return !facts->has_row && facts->may_expire;
    case ITEM_STATE_COUNT:
        break;
    }
    return false;
}
