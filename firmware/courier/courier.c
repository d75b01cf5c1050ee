#include "courier.h"

#include "courier_internal.h"
#include "kassert.h"
#include "klog.h"
#include "kstr.h"
#include "ksys.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Two couriers would send the same items; the lock goes with the process. */
static enum kcode take_lock(struct courier *courier, const char *dir, struct kerr *err)
{
    char path[PATH_MAX];
    (void)kstr_format(path, sizeof path, "%s/courier.lock", dir);
    courier->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (courier->lock_fd < 0) {
        return kerr_fail(err, K_E_IO, "%s: %s", path, strerror(errno));
    }
    if (flock(courier->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        return kerr_fail(err, K_E_FULL, "%s: another courier runs", path);
    }
    return K_OK;
}

static enum kcode open_store(struct courier *courier, const char *dir, struct kerr *err)
{
    char path[PATH_MAX];
    (void)kstr_format(path, sizeof path, "%s/store.db", dir);
    struct kerr damaged = {0};
    enum kcode code = device_store_open(path, &courier->identity, &courier->store, &damaged);
    if (code == K_E_FORMAT) {
        klog_err("store.set_aside", &damaged);
        code = device_store_open(path, &courier->identity, &courier->store, err);
    } else if (code != K_OK) {
        *err = damaged;
    }
    return code == K_OK ? outbox_restart(courier->store, err) : code;
}

enum kcode courier_open(const struct courier_options *options, struct courier **ret_courier,
                        struct kerr *err)
{
    K_CLEANUP(courier_close) struct courier *courier = calloc(1, sizeof *courier);
    if (!courier) {
        return kerr_fail(err, K_E_IO, "no memory for the courier");
    }
    courier->lock_fd = -1;
    courier->desk.listen_fd = -1;
    for (int i = 0; i < LIMIT_ASK_CLIENTS; i++) {
        courier->desk.client_fd[i] = -1;
    }
    courier->states.slot = NO_SLOT;
    watch_init(&courier->watch, ksys_mono_ms());
    const char *dir = options->state_dir;
    if (take_lock(courier, dir, err) != K_OK ||
        device_identity_load(dir, &courier->identity, err) != K_OK ||
        net_open(&courier->net, err) != K_OK || link_add(courier, options->hq_url, err) != K_OK ||
        (courier->identity.hq2[0] != '\0' &&
         link_add(courier, courier->identity.hq2, err) != K_OK) ||
        link_probe_all(courier, err) != K_OK || /* refuses an address that is not ours to call */
        open_store(courier, dir, err) != K_OK ||
        desk_open(&courier->desk, options->socket_path, err) != K_OK) {
        return kerr_at(err, "courier");
    }
    *ret_courier = courier;
    courier = NULL; /* handed over */
    return K_OK;
}

void courier_close(struct courier **courier)
{
    if (!*courier) {
        return;
    }
    desk_close(&(*courier)->desk);
    net_close(&(*courier)->net);
    device_store_close(&(*courier)->store);
    if ((*courier)->lock_fd >= 0) {
        (void)close((*courier)->lock_fd);
    }
    kstr_wipe(*courier, sizeof **courier);
    free(*courier);
    *courier = NULL;
}

/* What a technician should know of the store, once each; and accept.log is kept short while nothing
 * is to be sent. */
static void keep_house(struct courier *courier, int64_t now_mono_ms)
{
    struct device_recovery r;
    struct kerr err = {0};
    if (device_store_recovered(courier->store, &r)) {
        klog(r.lost > 0 || r.is_blind ? "store.ALARM_LOST" : "store.recovered",
             "from_log=%lld from_file=%lld rows=%lld gaps=%lld lost=%lld unread=%d check_cut=%d",
             (long long)r.from_log, (long long)r.from_file, (long long)r.rows, (long long)r.gaps,
             (long long)r.lost, r.is_blind, r.is_cut);
    }
    int expired = 0;
    if (device_store_live(courier->store, now_mono_ms, &expired, &err) != K_OK) {
        klog_err("store.time_not_kept", &err);
        err = (struct kerr){0};
    }
    if (expired > 0) {
        klog("delivery.expired", "feedback=%d", expired);
    }
    if (courier->delivery.at != DELIVERY_IDLE || now_mono_ms < courier->tidy_mono_ms) {
        return;
    }
    courier->tidy_mono_ms = now_mono_ms + TIDY_EVERY_MS;
    if (device_store_tidy(courier->store, &err) != K_OK) {
        klog_err("store.stays_long", &err);
    }
}

/* Standby kept requests while the kiosk was down. */
static void take_from_standby(struct courier *courier, int64_t now_mono_ms)
{
    struct intake intake = {0};
    struct kerr err = {0};
    if (now_mono_ms < courier->intake_mono_ms) {
        return;
    }
    courier->intake_mono_ms = now_mono_ms + INTAKE_EVERY_MS;
    if (intake_standby(courier->store, &intake, &err) != K_OK) {
        klog_err("intake.tried_later", &err);
    } else if (intake.taken > 0 || intake.damaged > 0) {
        klog("intake.taken", "requests=%d damaged=%d", intake.taken, intake.damaged);
        courier->delivery.look_mono_ms = now_mono_ms;
    }
}

void courier_pass(struct courier *courier, int wait_ms)
{
    int fds[LIMIT_ASK_CLIENTS + 1];
    int64_t now_mono_ms = ksys_mono_ms();
    take_from_standby(courier, now_mono_ms);
    link_step(courier, now_mono_ms);
    desk_step(courier, now_mono_ms);
    delivery_step(courier, now_mono_ms);
    states_step(courier, now_mono_ms);
    keep_house(courier, now_mono_ms);
    watch_step(courier, now_mono_ms);
    int count = desk_fds(&courier->desk, fds);
    net_poll(courier->net, fds, count, wait_ms);
}

bool courier_at_rest(const struct courier *courier)
{
    if (!link_is_settled(courier) || courier->delivery.at != DELIVERY_IDLE) {
        return false;
    }
    int64_t now_mono_ms = ksys_mono_ms();
    bool learned = courier->states.slot == NO_SLOT && courier->states.due_mono_ms > now_mono_ms;
    int used = link_used(courier);
    return used < 0 || now_mono_ms < courier->link[used].hold_mono_ms ||
           (courier->delivery.nothing_due && learned);
}

bool courier_hq_reachable(const struct courier *courier)
{
    return link_is_up(courier);
}
