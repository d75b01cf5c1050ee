/* How this kiosk's requests stand at headquarters, for receipts and "my requests". */
#include "courier_internal.h"

#include "json.h"
#include "klog.h"
#include "kstr.h"

/* One that was set aside here keeps that state: a person must look at it. */
static enum kcode keep_state(struct courier *courier, const char *id, const char *word,
                             struct kerr *err)
{
    enum request_state before = REQUEST_STATE_COUNT;
    struct kerr unknown = {0};
    if (request_state_get(courier->store, id, &before, &unknown) != K_OK ||
        before == REQUEST_SET_ASIDE) {
        return K_OK;
    }
    enum request_state now = request_state_of_hq(word);
    if (now == before) {
        return K_OK;
    }
    klog("request.state", "id=%s state=%s", id, request_state_name(now));
    return request_state_set(courier->store, id, now, err);
}

/* False when the store said no: the same revision is asked for again. */
static bool keep_all(struct courier *courier, const struct json *list)
{
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *item = json_at(list, i);
        struct kerr err = {0};
        const char *id = json_get_text(item, "id");
        if (kuuid_valid(id) &&
            keep_state(courier, id, json_get_text(item, "state"), &err) != K_OK) {
            klog_err("request.state_not_kept", &err);
            return false;
        }
    }
    return true;
}

static void read_states(struct courier *courier, int64_t now_mono_ms)
{
    struct states *s = &courier->states;
    struct link *link = &courier->link[s->via];
    K_CLEANUP(json_free) struct json *root = answer_of_hq(&courier->answer);
    s->due_mono_ms = now_mono_ms + STATES_EVERY_MS;
    link_heed(courier, s->via, now_mono_ms);
    if (!root) {
        link_lost(courier, s->via, now_mono_ms, "no states");
        return;
    }
    int64_t revision = json_int(json_get(root, "revision"), -1);
    const struct json *list = json_get(root, "requests");
    if (courier->answer.status != 200 || revision < 0 || !keep_all(courier, list)) {
        return;
    }
    if (revision < link->since) {
        revision = 0; /* another headquarters' database: learn everything again */
    }
    if (json_count(list) > 0 && revision > link->since) {
        s->due_mono_ms = now_mono_ms; /* there may be more */
    }
    link->since = revision;
}

static void start(struct courier *courier, int via, int64_t now_mono_ms)
{
    struct kerr err = {0};
    char url[LIMIT_FIELD_BYTES * 2];
    (void)kstr_format(url, sizeof url, "%s/v1/requests?kiosk=%s&since=%lld", courier->link[via].url,
                      courier->identity.kiosk_id, (long long)courier->link[via].since);
    courier->states.via = via;
    struct net_request request = {.url = url, .timeout_ms = STATES_TIMEOUT_MS};
    if (net_start(courier->net, &request, &courier->states.slot, &err) != K_OK) {
        courier->states.due_mono_ms = now_mono_ms + STATES_EVERY_MS;
    }
}

void states_step(struct courier *courier, int64_t now_mono_ms)
{
    struct states *s = &courier->states;
    if (s->slot != NO_SLOT) {
        if (net_take(courier->net, s->slot, &courier->answer)) {
            s->slot = NO_SLOT;
            read_states(courier, now_mono_ms);
        }
        return;
    }
    int used = link_used(courier);
    if (used >= 0 && courier->watch.slot == NO_SLOT && now_mono_ms >= s->due_mono_ms &&
        now_mono_ms >= courier->link[used].hold_mono_ms) {
        start(courier, used, now_mono_ms);
    }
}
