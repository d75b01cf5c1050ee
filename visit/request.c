#include "request.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

static const char *const kind_names[REQUEST_KIND_COUNT] = {
    [REQUEST_CALLBACK] = "callback",
    [REQUEST_ADDITION] = "addition",
    [REQUEST_FEEDBACK] = "feedback",
};

static const char *const state_names[REQUEST_STATE_COUNT] = {
    [REQUEST_SAVED] = "saved",   [REQUEST_SENT] = "sent",           [REQUEST_HANDLED] = "handled",
    [REQUEST_CLOSED] = "closed", [REQUEST_SET_ASIDE] = "set-aside",
};

const char *request_kind_name(enum request_kind kind)
{
    KASSERT(kind < REQUEST_KIND_COUNT);
    return kind_names[kind];
}

const char *request_state_name(enum request_state state)
{
    KASSERT(state < REQUEST_STATE_COUNT);
    return state_names[state];
}

enum request_state request_state_find(const char *name)
{
    unsigned state = 0;
    while (state < REQUEST_STATE_COUNT && strcmp(state_names[state], name) != 0) {
        state++;
    }
    return (enum request_state)state;
}

enum request_state request_state_of_hq(const char *word)
{
    if (kstr_equal(word, "handled")) {
        return REQUEST_HANDLED;
    }
    return kstr_equal(word, "closed") ? REQUEST_CLOSED : REQUEST_SENT;
}

void request_wipe(struct request *request)
{
    kstr_wipe(request, sizeof(*request));
}
