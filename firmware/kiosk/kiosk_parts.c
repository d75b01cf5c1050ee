#define _GNU_SOURCE /* flock */
#include "kiosk_internal.h"

#include "klog.h"
#include "kstr.h"
#include "ksys.h"
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#ifndef ANNAE_VERSION
#error "the build says which version this is"
#endif

#define PATH_BYTES 4096

/* Each part: how it is opened and closed, and what happens when it cannot be opened. */
struct part {
    const char *name;
    enum kcode (*open)(struct kiosk *kiosk, struct kerr *err);
    void (*close)(struct kiosk *kiosk);
    bool is_vital;
};

/* ---- the state directory is this program's ---- */

static enum kcode open_lock_file(const char *dir, int *ret_fd, struct kerr *err)
{
    char path[PATH_BYTES];
    if (!kstr_format(path, sizeof path, "%s/kiosk.lock", dir)) {
        return kerr_fail(err, K_E_IO, "%s: path too long", dir);
    }
    if (ksys_make_dir(dir, err) != K_OK) {
        return err->code;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return kerr_fail(err, K_E_IO, "%s: %s", path, strerror(errno));
    }
    *ret_fd = fd;
    return K_OK;
}

/* Two kiosks would erase each other's journal; the lock goes with the process. Where no file can
 * be made no store can be opened either, and the kiosk guides without one. */
static enum kcode take_lock(struct kiosk *kiosk, struct kerr *err)
{
    struct kerr why = {0};
    kiosk->lock_fd = -1;
    if (open_lock_file(kiosk->config->state_dir, &kiosk->lock_fd, &why) != K_OK) {
        klog_err("lock.missing", &why);
        return K_OK;
    }
    if (flock(kiosk->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        return kerr_fail(err, K_E_IO, "%s: another kiosk uses it", kiosk->config->state_dir);
    }
    return K_OK;
}

static void drop_lock(struct kiosk *kiosk)
{
    if (kiosk->lock_fd >= 0) {
        (void)close(kiosk->lock_fd);
    }
    kiosk->lock_fd = -1;
}

/* ---- help content ---- */

static enum kcode open_pack(struct kiosk *kiosk, struct kerr *err)
{
    kiosk->content = &kiosk_bare_content;
    if (!kiosk->config->pack_path) {
        return kerr_fail(err, K_E_NOT_FOUND, "no --pack given");
    }
    if (pack_open(kiosk->config->pack_path, &kiosk->pack, err) != K_OK) {
        return err->code;
    }
    kiosk->content = pack_content(kiosk->pack);
    return K_OK;
}

static void close_pack(struct kiosk *kiosk)
{
    pack_close(&kiosk->pack);
    kiosk->content = NULL;
}

/* ---- the device store ---- */

/* A damaged store was set aside by the first call; the second one opens a new one. */
static enum kcode open_or_renew(struct kiosk *kiosk, const char *path,
                                const struct device_identity *identity, struct kerr *err)
{
    struct kerr first = {0};
    enum kcode code = device_store_open(path, identity, &kiosk->store, &first);
    if (code == K_E_FORMAT) {
        klog_err("store.damaged-set-aside", &first);
        code = device_store_open(path, identity, &kiosk->store, err);
    } else {
        *err = first;
    }
    struct device_recovery r;
    if (code == K_OK && device_store_recovered(kiosk->store, &r)) {
        klog("store.recovered", "from_log=%lld from_file=%lld rows=%lld lost=%lld",
             (long long)r.from_log, (long long)r.from_file, (long long)r.rows, (long long)r.lost);
    }
    return code;
}

static void prepare_store(struct kiosk *kiosk)
{
    struct kerr err = {0};
    if (site_fill(kiosk->store, kiosk->content, kiosk_wall_ms(kiosk), &kiosk->site, &err) != K_OK) {
        klog_err("site.unread", &err); /* guests are offered the topics in the pack's order */
    }
    const struct kiosk_world *world = &kiosk->config->world;
    kiosk->has_room = world->has_room(world->user, kiosk->store);
    struct open_request old[LIMIT_VISIT_REQUESTS];
    while (request_changes(kiosk->store, &kiosk->revision, old, LIMIT_VISIT_REQUESTS) > 0) {
        /* changes before this start are read with the customer, not watched */
    }
}

static enum kcode open_store(struct kiosk *kiosk, struct kerr *err)
{
    const char *dir = kiosk->config->state_dir;
    char path[PATH_BYTES];
    if (!kstr_format(path, sizeof path, "%s/store.db", dir)) {
        return kerr_fail(err, K_E_IO, "%s: path too long", dir);
    }
    struct device_identity identity = {0};
    if (ksys_make_dir(dir, err) != K_OK || device_identity_load(dir, &identity, err) != K_OK) {
        return err->code;
    }
    (void)kstr_copy(identity.firmware, sizeof identity.firmware, ANNAE_VERSION);
    (void)kstr_copy(identity.content, sizeof identity.content, kiosk->content->version);
    (void)kstr_copy(kiosk->reader_path, sizeof kiosk->reader_path, identity.reader);
    enum kcode code = open_or_renew(kiosk, path, &identity, err);
    kstr_wipe(&identity, sizeof identity);
    if (code == K_OK) {
        prepare_store(kiosk);
    }
    return code;
}

void kiosk_reopen_store(struct kiosk *kiosk)
{
    struct kerr err = {0}; /* said at the start; it does not change every few seconds */
    if (open_store(kiosk, &err) == K_OK) {
        klog("store.opened", "late=1");
        kiosk_reader_open(kiosk); /* the file that names it may have been wrong, too */
    }
}

static void close_store(struct kiosk *kiosk)
{
    device_store_close(&kiosk->store);
}

/* ---- the card reader ---- */

static enum kcode open_reader(struct kiosk *kiosk, struct kerr *err)
{
    (void)err;
    kiosk_reader_open(kiosk);
    return K_OK;
}

static void close_reader(struct kiosk *kiosk)
{
    reader_close(&kiosk->reader);
}

/* ---- the courier ---- */

static enum kcode open_ask(struct kiosk *kiosk, struct kerr *err)
{
    char path[PATH_BYTES];
    if (kiosk->config->socket_path) {
        return ask_open(kiosk->config->socket_path, &kiosk->ask, err);
    }
    if (!kstr_format(path, sizeof path, "%s/courier.sock", kiosk->config->state_dir)) {
        return kerr_fail(err, K_E_IO, "%s: path too long", kiosk->config->state_dir);
    }
    return ask_open(path, &kiosk->ask, err);
}

static void close_ask(struct kiosk *kiosk)
{
    ask_close(&kiosk->ask);
}

/* ---- the glass ---- */

static enum kcode open_ui(struct kiosk *kiosk, struct kerr *err)
{
    const struct ui_config config = {
        .panel = kiosk->config->panel,
        .look = kiosk->config->look,
        .headless = kiosk->config->headless,
        .fullscreen = kiosk->config->fullscreen,
        .still = kiosk->config->still,
        .primary = kiosk->content->primary,
        .on_primary = kiosk->content->on_primary,
        .accent = kiosk->content->accent,
        .picture = kiosk_picture,
        .picture_user = kiosk,
    };
    return ui_open(&config, &kiosk->ui, err);
}

static void close_ui(struct kiosk *kiosk)
{
    ui_close(&kiosk->ui);
}

/* ---- the table ---- */

static const struct part parts[] = {
    {"lock", take_lock, drop_lock, true},      {"pack", open_pack, close_pack, false},
    {"store", open_store, close_store, false}, {"reader", open_reader, close_reader, false},
    {"courier", open_ask, close_ask, false},   {"glass", open_ui, close_ui, true},
};
#define PART_COUNT (sizeof parts / sizeof parts[0])

enum kcode kiosk_parts_open(struct kiosk *kiosk, struct kerr *err)
{
    for (size_t i = 0; i < PART_COUNT; i++) {
        struct kerr why = {0};
        if (parts[i].open(kiosk, &why) == K_OK) {
            continue;
        }
        if (parts[i].is_vital) {
            *err = why;
            return err->code;
        }
        char event[64];
        (void)kstr_format(event, sizeof event, "%s.missing", parts[i].name);
        klog_err(event, &why);
    }
    return K_OK;
}

void kiosk_parts_close(struct kiosk *kiosk)
{
    for (size_t i = PART_COUNT; i > 0; i--) {
        parts[i - 1].close(kiosk);
    }
}
