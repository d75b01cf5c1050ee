/*
 * Delivering one item after the other. An item leaves the store only on headquarters' own word
 * about this very id; every other answer, whatever its status, leaves it where it is.
 */
#include "courier_internal.h"

#include "json.h"
#include "kassert.h"
#include "klog.h"
#include "kstr.h"

static void report(struct courier *courier, int64_t now_mono_ms)
{
    struct delivery *d = &courier->delivery;
    struct kerr err = {0};
    enum kcode code =
        d->verdict == VERDICT_LATER
            ? outbox_later(courier->store, d->item.id, d->unknown_at, d->reason, d->due_mono_ms,
                           &err)
            : outbox_report(courier->store, d->item.id, d->verdict, d->reason, 0, &err);
    if (code != K_OK) {
        klog_err("delivery.reported_later", &err); /* the store must know before anything else */
        d->look_mono_ms = now_mono_ms + STORE_RETRY_MS;
        return;
    }
    d->at = DELIVERY_IDLE;
    d->look_mono_ms = now_mono_ms;
}

static void finish(struct courier *courier, enum verdict verdict, int64_t now_mono_ms)
{
    static const char *const events[VERDICT_COUNT] = {
        [VERDICT_DELIVERED] = "delivery.sent",
        [VERDICT_LATER] = "delivery.later",
        [VERDICT_REFUSED] = "delivery.set_aside",
    };
    struct delivery *d = &courier->delivery;
    int64_t wait_ms = verdict == VERDICT_LATER ? d->due_mono_ms - now_mono_ms : 0;
    klog(events[verdict], "id=%s kind=%s tries=%d wait_ms=%lld reason=\"%s\"", d->item.id,
         d->item.kind, d->item.tries, (long long)wait_ms, d->reason);
    d->verdict = verdict;
    d->at = DELIVERY_REPORTING;
    report(courier, now_mono_ms);
}

/* What is known of an answer that settles nothing; own: headquarters' words, or NULL. */
static void note_reason(struct delivery *d, const struct net_answer *answer, const struct json *own)
{
    bool cannot_open = kstr_equal(json_get_text(own, "error"), DELIVERY_CANNOT_OPEN);
    if (answer->outcome == NET_NOT_SENT) {
        (void)kstr_copy(d->reason, sizeof d->reason, "no connection");
    } else if (answer->outcome == NET_UNKNOWN) {
        (void)kstr_copy(d->reason, sizeof d->reason, "no whole answer");
    } else {
        (void)kstr_format(d->reason, sizeof d->reason, "status %d%s%s", answer->status,
                          own ? "" : ", not headquarters",
                          cannot_open ? ", " DELIVERY_CANNOT_OPEN : "");
    }
    if (cannot_open) {
        klog("delivery.ALARM_CANNOT_BE_OPENED",
             "id=%s tries=%d hint=\"hq.pub of this kiosk is not headquarters' key\"", d->item.id,
             d->item.tries);
    }
}

/* No proof of anything: the item waits, and when nobody who is headquarters answered, so does
 * everything else. */
static void finish_later(struct courier *courier, const struct answer_facts *facts,
                         const struct json *own, int64_t now_mono_ms)
{
    struct delivery *d = &courier->delivery;
    note_reason(d, &courier->answer, own);
    d->due_mono_ms = now_mono_ms + delivery_wait_ms(facts, d->item.tries, random_bits());
    d->unknown_at = endpoint_unknown(d->at == DELIVERY_ASKING, d->pending, d->target, facts);
    link_heed(courier, d->via, now_mono_ms);
    if (!own) {
        link_lost(courier, d->via, now_mono_ms, d->reason);
    }
    finish(courier, VERDICT_LATER, now_mono_ms);
}

static void start(struct courier *courier, enum delivery_at at, int64_t now_mono_ms)
{
    struct delivery *d = &courier->delivery;
    struct kerr err = {0};
    char url[LIMIT_FIELD_BYTES + 64];
    bool posts = at == DELIVERY_POSTING;
    (void)kstr_format(url, sizeof url, "%s/v1/requests%s%s", courier->link[d->via].url,
                      posts ? "" : "/", posts ? "" : d->item.id);
    struct net_request request = {.url = url, .timeout_ms = DELIVERY_TIMEOUT_MS};
    if (posts) {
        request.body = d->item.body;
        request.body_len = d->item.body_len;
        request.id = d->item.id;
    }
    if (net_start(courier->net, &request, &d->slot, &err) != K_OK) {
        klog_err("delivery.not_started", &err);
        d->due_mono_ms = now_mono_ms + STORE_RETRY_MS;
        (void)kstr_copy(d->reason, sizeof d->reason, "not started");
        d->unknown_at = d->pending;
        finish(courier, VERDICT_LATER, now_mono_ms);
        return;
    }
    d->at = at;
}

/* Ask the next endpoint that may have the item; when none is left, send it. */
static void go_on(struct courier *courier, int64_t now_mono_ms)
{
    struct delivery *d = &courier->delivery;
    for (int i = 0; i < courier->link_count; i++) {
        if ((d->pending & ENDPOINT_BIT(i)) != 0) {
            d->via = i;
            start(courier, DELIVERY_ASKING, now_mono_ms);
            return;
        }
    }
    d->via = d->target;
    start(courier, DELIVERY_POSTING, now_mono_ms);
}

/* Those that kiosk.conf names no more need not be asked, and cannot be. */
static unsigned not_there(const struct courier *courier)
{
    return ENDPOINT_ALL & ~(ENDPOINT_BIT(courier->link_count) - 1U);
}

static struct outbox_reach reach_of(const struct courier *courier, int used)
{
    struct outbox_reach reach = {.at = used, .reachable = not_there(courier)};
    for (int i = 0; i < courier->link_count; i++) {
        reach.reachable |= courier->link[i].up ? ENDPOINT_BIT(i) : 0;
    }
    return reach;
}

static void look(struct courier *courier, int64_t now_mono_ms)
{
    struct delivery *d = &courier->delivery;
    struct kerr err = {0};
    int used = link_used(courier);
    if (used < 0 || now_mono_ms < courier->link[used].hold_mono_ms ||
        now_mono_ms < d->look_mono_ms) {
        return;
    }
    struct outbox_reach reach = reach_of(courier, used);
    enum kcode code = outbox_take(courier->store, now_mono_ms, &reach, &d->item, &err);
    d->nothing_due = code == K_E_NOT_FOUND;
    if (code == K_OK) {
        d->target = used;
        d->pending = d->item.unknown_at & ~not_there(courier);
        go_on(courier, now_mono_ms);
        return;
    }
    d->look_mono_ms = now_mono_ms + (code == K_E_NOT_FOUND ? STORE_LOOK_MS : STORE_RETRY_MS);
    if (code != K_E_NOT_FOUND) {
        klog_err("outbox.not_read", &err);
    }
}

static struct answer_facts read_facts(const struct delivery *d, const struct net_answer *answer,
                                      const struct json *root)
{
    static const enum answer_outcome outcomes[] = {[NET_NOT_SENT] = ANSWER_NOT_SENT,
                                                   [NET_UNKNOWN] = ANSWER_UNKNOWN,
                                                   [NET_ANSWERED] = ANSWER_WHOLE};
    const char *hash = json_get_text(root, "hash");
    return (struct answer_facts){
        .outcome = outcomes[answer->outcome],
        .status = answer->status,
        .is_ours = root && kstr_equal(json_get_text(root, "id"), d->item.id),
        .is_other_content = hash[0] != '\0' && !kstr_equal(hash, d->item.hash),
        .error = json_get_text(root, "error"),
        .retry_after_s = answer->retry_after_s,
    };
}

static void read_answer(struct courier *courier, int64_t now_mono_ms)
{
    struct delivery *d = &courier->delivery;
    const struct net_answer *answer = &courier->answer;
    K_CLEANUP(json_free) struct json *root = answer_of_hq(answer);
    struct answer_facts facts = read_facts(d, answer, root);
    enum delivery_move move = delivery_decide(d->at == DELIVERY_ASKING, &facts);
    if (move == MOVE_POST) {
        d->pending &= ~ENDPOINT_BIT(d->via); /* it never arrived there */
        go_on(courier, now_mono_ms);
        return;
    }
    if (move == MOVE_LATER) {
        finish_later(courier, &facts, facts.is_ours ? root : NULL, now_mono_ms);
        return;
    }
    (void)kstr_format(d->reason, sizeof d->reason, "status %d%s", answer->status,
                      facts.is_other_content ? ", other content" : "");
    finish(courier, move == MOVE_DELIVERED ? VERDICT_DELIVERED : VERDICT_REFUSED, now_mono_ms);
}

void delivery_step(struct courier *courier, int64_t now_mono_ms)
{
    struct delivery *d = &courier->delivery;
    switch (d->at) {
    case DELIVERY_IDLE:
        look(courier, now_mono_ms);
        break;
    case DELIVERY_ASKING:
    case DELIVERY_POSTING:
        if (net_take(courier->net, d->slot, &courier->answer)) {
            read_answer(courier, now_mono_ms);
        }
        break;
    case DELIVERY_REPORTING:
        if (now_mono_ms >= d->look_mono_ms) {
            report(courier, now_mono_ms);
        }
        break;
    }
}
