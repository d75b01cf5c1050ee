/*
 * How the outbox stands: in the log once for each change that matters, an alarm when something
 * waits too long, and a heartbeat to headquarters with the same numbers.
 */
#include "courier_internal.h"

#include "json.h"
#include "klog.h"
#include "kstr.h"

/* What is worth a line: not each item that comes and goes. */
static bool is_news(const struct watch *w, const struct outbox_status *now)
{
    return (w->last.waiting == 0) != (now->waiting == 0) || w->last.set_aside != now->set_aside ||
           w->last.lost != now->lost || w->last.shed != now->shed ||
           now->waiting >= 2 * w->last.waiting + WATCH_STEP ||
           2 * now->waiting + WATCH_STEP <= w->last.waiting;
}

static void tell(struct courier *courier, const struct outbox_status *now)
{
    struct watch *w = &courier->watch;
    bool is_late = queue_is_late(now->oldest_age_ms);
    if (!w->has_last || is_news(w, now)) {
        klog("outbox.state",
             "waiting=%lld set_aside=%lld oldest_min=%lld delivered=%lld shed=%lld lost=%lld"
             " reason=\"%s\"",
             (long long)now->waiting, (long long)now->set_aside,
             (long long)(now->oldest_age_ms < 0 ? -1 : now->oldest_age_ms / 60000),
             (long long)now->delivered, (long long)now->shed, (long long)now->lost,
             courier->delivery.reason);
        w->last = *now;
        w->has_last = true;
    }
    if (is_late != w->is_late) {
        klog(is_late ? "outbox.ALARM_AGE" : "outbox.age_over", "waiting=%lld oldest_min=%lld",
             (long long)now->waiting, (long long)(now->oldest_age_ms / 60000));
        w->is_late = is_late;
    }
}

static enum kcode write_heartbeat(const struct courier *courier, const struct outbox_status *now,
                                  struct kbuf *buf, struct kerr *err)
{
    K_CLEANUP(json_free) struct json *root = json_new_object();
    json_set_text(root, "schema", "kiosk.heartbeat/1");
    json_set_text(root, "kiosk", courier->identity.kiosk_id);
    json_set_int(root, "waiting", now->waiting);
    json_set_int(root, "set_aside", now->set_aside);
    json_set_int(root, "oldest_age_ms", now->oldest_age_ms);
    json_set_int(root, "delivered", now->delivered);
    json_set_int(root, "shed", now->shed);
    json_set_int(root, "recovered", now->recovered);
    json_set_int(root, "mended", now->mended);
    json_set_int(root, "lost", now->lost);
    json_set_bool(root, "late", courier->watch.is_late);
    return json_write(root, buf, err);
}

/* Nobody waits for its answer: when it does not arrive, the next one does. */
static void send_heartbeat(struct courier *courier, const struct outbox_status *now, int used,
                           int64_t now_mono_ms)
{
    struct watch *w = &courier->watch;
    char url[LIMIT_FIELD_BYTES + 16];
    char body[1024];
    struct kbuf buf = KBUF(body);
    struct kerr err = {0};
    w->heartbeat_mono_ms = now_mono_ms + HEARTBEAT_EVERY_MS;
    (void)kstr_format(url, sizeof url, "%s/v1/heartbeat", courier->link[used].url);
    if (write_heartbeat(courier, now, &buf, &err) != K_OK) {
        klog_err("heartbeat.not_sent", &err);
        return;
    }
    struct net_request request = {
        .url = url, .body = body, .body_len = buf.len, .timeout_ms = STATES_TIMEOUT_MS};
    if (net_start(courier->net, &request, &w->slot, &err) != K_OK) {
        w->slot = NO_SLOT;
    }
}

void watch_init(struct watch *watch, int64_t now_mono_ms)
{
    *watch = (struct watch){.slot = NO_SLOT, .heartbeat_mono_ms = now_mono_ms + HEARTBEAT_FIRST_MS};
}

void watch_step(struct courier *courier, int64_t now_mono_ms)
{
    struct watch *w = &courier->watch;
    struct outbox_status now = {0};
    struct kerr err = {0};
    if (w->slot != NO_SLOT) {
        w->slot = net_take(courier->net, w->slot, &courier->answer) ? NO_SLOT : w->slot;
        return;
    }
    if (now_mono_ms < w->look_mono_ms) {
        return;
    }
    w->look_mono_ms = now_mono_ms + WATCH_EVERY_MS;
    if (outbox_status(courier->store, &now, &err) != K_OK) {
        klog_err("outbox.not_read", &err);
        return;
    }
    tell(courier, &now);
    int used = link_used(courier);
    if (used >= 0 && now_mono_ms >= w->heartbeat_mono_ms && courier->states.slot == NO_SLOT) {
        send_heartbeat(courier, &now, used, now_mono_ms);
    }
}
