/*
 * Is headquarters there? Only its own words count: an answered connection may be a hotel's portal.
 */
#include "courier_internal.h"

#include "json.h"
#include "kassert.h"
#include "klog.h"
#include "kstr.h"
#include "ksys.h"

#include <string.h>

uint32_t random_bits(void)
{
    uint32_t bits = 0;
    ksys_random(&bits, sizeof bits);
    return bits;
}

struct json *answer_of_hq(const struct net_answer *answer)
{
    struct json *root = NULL;
    struct kerr err = {0};
    if (answer->outcome != NET_ANSWERED || !answer->is_json ||
        json_parse(answer->body, answer->body_len, &root, &err) != K_OK) {
        return NULL;
    }
    if (!kstr_equal(json_get_text(root, "annae"), "hq")) {
        json_free(&root);
    }
    return root;
}

enum kcode link_add(struct courier *courier, const char *url, struct kerr *err)
{
    KASSERT(courier->link_count < ENDPOINT_MAX);
    struct link *link = &courier->link[courier->link_count];
    *link = (struct link){.slot = NO_SLOT};
    if (!kstr_copy(link->url, sizeof link->url, url)) {
        return kerr_fail(err, K_E_NET, "headquarters' address is too long");
    }
    size_t len = strlen(link->url);
    if (len > 0 && link->url[len - 1] == '/') {
        link->url[len - 1] = '\0';
    }
    courier->link_count++;
    return K_OK;
}

int link_used(const struct courier *courier)
{
    bool is_up[ENDPOINT_MAX] = {false};
    for (int i = 0; i < courier->link_count; i++) {
        is_up[i] = courier->link[i].up;
    }
    return endpoint_choose(is_up, courier->link_count);
}

bool link_is_up(const struct courier *courier)
{
    return link_used(courier) >= 0;
}

bool link_is_known(const struct courier *courier)
{
    bool all_probed = true;
    for (int i = 0; i < courier->link_count; i++) {
        all_probed = all_probed && courier->link[i].probed;
    }
    return all_probed || link_is_up(courier);
}

bool link_is_settled(const struct courier *courier)
{
    for (int i = 0; i < courier->link_count; i++) {
        if (!courier->link[i].probed || courier->link[i].slot != NO_SLOT) {
            return false;
        }
    }
    return true;
}

static enum kcode probe(struct courier *courier, struct link *link, struct kerr *err)
{
    char url[LIMIT_FIELD_BYTES + 16];
    (void)kstr_format(url, sizeof url, "%s/v1/hello", link->url);
    struct net_request request = {.url = url, .timeout_ms = HELLO_TIMEOUT_MS};
    return net_start(courier->net, &request, &link->slot, err);
}

enum kcode link_probe_all(struct courier *courier, struct kerr *err)
{
    for (int i = 0; i < courier->link_count; i++) {
        if (probe(courier, &courier->link[i], err) != K_OK) {
            return kerr_at(err, i == 0 ? "--hq" : "kiosk.conf: hq2");
        }
    }
    return K_OK;
}

void link_lost(struct courier *courier, int via, int64_t now_mono_ms, const char *why)
{
    struct link *link = &courier->link[via];
    if (link->up || !link->probed) {
        klog("hq.unreachable", "endpoint=%d why=\"%s\"", via + 1, why);
    }
    link->up = false;
    link->probed = true;
    link->failures++;
    link->probe_mono_ms = now_mono_ms + probe_ms(link->failures, random_bits());
}

/* The same for ever on one device. */
static uint32_t device_bits(const struct courier *courier)
{
    uint32_t bits = 2166136261U; /* FNV-1a */
    for (const char *at = courier->identity.kiosk_id; *at != '\0'; at++) {
        bits = (bits ^ (uint8_t)*at) * 16777619U;
    }
    return bits;
}

static void link_found(struct courier *courier, struct link *link, int64_t now_mono_ms)
{
    struct kerr err = {0};
    int64_t wait_ms = spread_ms(link->failures, device_bits(courier));
    klog("hq.reachable", "endpoint=%d probes=%u spread_ms=%lld", (int)(link - courier->link) + 1,
         link->failures + 1, (long long)wait_ms);
    link->up = true;
    link->probed = true;
    link->failures = 0;
    courier->states.due_mono_ms = now_mono_ms + wait_ms;
    courier->delivery.look_mono_ms = now_mono_ms + wait_ms;
    if (outbox_wake(courier->store, &err) != K_OK) {
        klog_err("outbox.keeps_waiting", &err);
    }
}

void link_heed(struct courier *courier, int via, int64_t now_mono_ms)
{
    const struct net_answer *answer = &courier->answer;
    bool asks = answer->outcome == NET_ANSWERED && answer->retry_after_s >= 0 &&
                (answer->status == 429 || answer->status == 503);
    if (asks) {
        int64_t asked_s = answer->retry_after_s < RETRY_AFTER_MS_MAX / 1000
                              ? answer->retry_after_s
                              : RETRY_AFTER_MS_MAX / 1000;
        courier->link[via].hold_mono_ms =
            now_mono_ms + backoff_ms(0, random_bits(), asked_s * 1000);
        klog("hq.asks_for_pause", "endpoint=%d status=%d seconds=%lld", via + 1, answer->status,
             (long long)asked_s);
    }
}

static void read_hello(struct courier *courier, int via, int64_t now_mono_ms)
{
    K_CLEANUP(json_free) struct json *root = answer_of_hq(&courier->answer);
    if (courier->answer.outcome != NET_ANSWERED) {
        link_lost(courier, via, now_mono_ms, "no answer");
    } else if (courier->answer.status != 200 || json_int(json_get(root, "version"), 0) != 1) {
        link_lost(courier, via, now_mono_ms, "somebody else answers");
    } else {
        link_found(courier, &courier->link[via], now_mono_ms);
    }
}

static void step_one(struct courier *courier, int via, int64_t now_mono_ms)
{
    struct link *link = &courier->link[via];
    if (link->slot != NO_SLOT) {
        if (net_take(courier->net, link->slot, &courier->answer)) {
            link->slot = NO_SLOT;
            read_hello(courier, via, now_mono_ms);
        }
        return;
    }
    struct kerr err = {0};
    if (!link->up && now_mono_ms >= link->probe_mono_ms && probe(courier, link, &err) != K_OK) {
        link_lost(courier, via, now_mono_ms, err.text);
    }
}

void link_step(struct courier *courier, int64_t now_mono_ms)
{
    for (int i = 0; i < courier->link_count; i++) {
        step_one(courier, i, now_mono_ms);
    }
}
