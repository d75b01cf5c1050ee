/*
 * Is headquarters there? Only its own words count: an answered connection may be a hotel's portal.
 */
#include "courier_internal.h"

#include "json.h"
#include "klog.h"
#include "kstr.h"
#include "ksys.h"

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

void link_init(struct link *link)
{
    *link = (struct link){.slot = NO_SLOT};
}

enum kcode link_probe(struct courier *courier, struct kerr *err)
{
    char url[LIMIT_FIELD_BYTES + 16];
    (void)kstr_format(url, sizeof url, "%s/v1/hello", courier->hq_url);
    struct net_request request = {.url = url, .timeout_ms = HELLO_TIMEOUT_MS};
    return net_start(courier->net, &request, &courier->link.slot, err);
}

void link_lost(struct courier *courier, int64_t now_mono_ms, const char *why)
{
    struct link *link = &courier->link;
    if (link->up || !link->probed) {
        klog("hq.unreachable", "why=\"%s\"", why);
    }
    link->up = false;
    link->probed = true;
    link->failures++;
    link->probe_mono_ms = now_mono_ms + probe_ms(link->failures, random_bits());
}

static void link_found(struct courier *courier, int64_t now_mono_ms)
{
    struct kerr err = {0};
    klog("hq.reachable", "probes=%u", courier->link.failures + 1);
    courier->link.up = true;
    courier->link.probed = true;
    courier->link.failures = 0;
    courier->states.due_mono_ms = now_mono_ms;
    courier->delivery.look_mono_ms = now_mono_ms;
    if (outbox_wake(courier->store, &err) != K_OK) {
        klog_err("outbox.keeps_waiting", &err);
    }
}

void link_heed(struct courier *courier, int64_t now_mono_ms)
{
    const struct net_answer *answer = &courier->answer;
    bool asks = answer->outcome == NET_ANSWERED && answer->retry_after_s >= 0 &&
                (answer->status == 429 || answer->status == 503);
    if (asks) {
        int64_t asked_s = answer->retry_after_s < RETRY_AFTER_MS_MAX / 1000
                              ? answer->retry_after_s
                              : RETRY_AFTER_MS_MAX / 1000;
        courier->link.hold_mono_ms = now_mono_ms + backoff_ms(0, random_bits(), asked_s * 1000);
        klog("hq.asks_for_pause", "status=%d seconds=%lld", answer->status, (long long)asked_s);
    }
}

static void read_hello(struct courier *courier, int64_t now_mono_ms)
{
    K_CLEANUP(json_free) struct json *root = answer_of_hq(&courier->answer);
    if (courier->answer.outcome != NET_ANSWERED) {
        link_lost(courier, now_mono_ms, "no answer");
    } else if (courier->answer.status != 200 || json_int(json_get(root, "version"), 0) != 1) {
        link_lost(courier, now_mono_ms, "somebody else answers");
    } else {
        link_found(courier, now_mono_ms);
    }
}

void link_step(struct courier *courier, int64_t now_mono_ms)
{
    struct link *link = &courier->link;
    if (link->slot != NO_SLOT) {
        if (net_take(courier->net, link->slot, &courier->answer)) {
            link->slot = NO_SLOT;
            read_hello(courier, now_mono_ms);
        }
        return;
    }
    struct kerr err = {0};
    if (!link->up && now_mono_ms >= link->probe_mono_ms && link_probe(courier, &err) != K_OK) {
        link_lost(courier, now_mono_ms, err.text);
    }
}
