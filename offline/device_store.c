/*
 * The file itself: opening, raising the schema, setting a damaged one aside, and the frame of every
 * change. docs/device-store.md draws the tables and says why.
 */
#include "offline_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "ksys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APP_ID    0x416e6e53 /* "AnnS" */
#define BAD_FILES 1000       /* files set aside on one device: a technician was here long before */

/* ---- setting aside ---- */

static bool exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/* Move path, when it is there, to path's name with ".bad-N" in front of its suffix. */
static bool move_one(const char *path, const char *suffix, int number)
{
    char from[PATH_MAX];
    char to[PATH_MAX];
    if (!kstr_format(from, sizeof from, "%s%s", path, suffix) ||
        !kstr_format(to, sizeof to, "%s.bad-%d%s", path, number, suffix)) {
        return false;
    }
    return !exists(from) || rename(from, to) == 0;
}

/* The WAL goes first: a crash in between must not leave it for a fresh database to replay. Nothing
 * is ever deleted: whoever repairs the file needs all of it. */
static enum kcode set_aside(const char *path, const char *why, struct kerr *err)
{
    for (int number = 1; number <= BAD_FILES; number++) {
        char taken[PATH_MAX];
        char taken_wal[PATH_MAX];
        if (!kstr_format(taken, sizeof taken, "%s.bad-%d", path, number) ||
            !kstr_format(taken_wal, sizeof taken_wal, "%s-wal", taken)) {
            return kerr_fail(err, K_E_IO, "%s: path too long", path);
        }
        if (exists(taken) || exists(taken_wal)) {
            continue;
        }
        if (!move_one(path, "-wal", number) || !move_one(path, "-shm", number) ||
            !move_one(path, "", number)) {
            return kerr_fail(err, K_E_IO, "%s: cannot be set aside: %s", path, strerror(errno));
        }
        return kerr_fail(err, K_E_FORMAT, "%s: set aside as %s: %s", path, taken, why);
    }
    return kerr_fail(err, K_E_FULL, "%s: %d damaged stores lie beside it", path, BAD_FILES);
}

bool device_newest_bad(const char *path, char ret_bad[PATH_MAX])
{
    bool found = false;
    for (int number = 1; number <= BAD_FILES; number++) {
        char bad[PATH_MAX];
        if (kstr_format(bad, sizeof bad, "%s.bad-%d", path, number) && exists(bad)) {
            (void)kstr_copy(ret_bad, PATH_MAX, bad);
            found = true;
        }
    }
    return found;
}

/* ---- opening ---- */

static enum kcode open_sound(struct device_store *store, struct kerr *err)
{
    bool whole = true;
    if (store_open(store->path, STORE_DURABLE, APP_ID, schema_version(), &store->db, err) != K_OK ||
        store_check(store->db, LIMIT_CHECK_MS, &whole, err) != K_OK ||
        schema_raise(store->db, err) != K_OK) {
        return err->code;
    }
    store->recovery.is_cut = !whole;
    store->has_recovered = store->has_recovered || !whole;
    return K_OK;
}

static enum kcode open_file(struct device_store *store, struct kerr *err)
{
    if (open_sound(store, err) != K_OK) {
        store_close(&store->db);
        struct kerr why = *err;
        *err = (struct kerr){0};
        return why.code == K_E_FORMAT ? set_aside(store->path, why.text, err)
                                      : kerr_fail(err, why.code, "%s", why.text);
    }
    struct stat st;
    if (stat(store->path, &st) != 0) {
        store_close(&store->db);
        return kerr_fail(err, K_E_IO, "%s: %s", store->path, strerror(errno));
    }
    store->device = st.st_dev;
    store->inode = st.st_ino;
    if (device_rebuild(store, err) != K_OK) {
        store_close(&store->db);
        return err->code;
    }
    return K_OK;
}

/* Orders times of one boot; without it (a container without /proc) the field is empty. */
static void read_boot_id(char ret_id[KUUID_TEXT_SIZE])
{
    char text[KUUID_TEXT_SIZE + 1]; /* the id and its newline */
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    if (ksys_read_file("/proc/sys/kernel/random/boot_id", &buf, &err) == K_OK) {
        (void)kstr_copy(ret_id, KUUID_TEXT_SIZE, text);
        ret_id[strcspn(ret_id, "\n")] = '\0';
    }
}

enum kcode device_store_open(const char *path, const struct device_identity *identity,
                             struct device_store **ret_store, struct kerr *err)
{
    K_CLEANUP(device_store_close) struct device_store *store = calloc(1, sizeof *store);
    if (!store) {
        return kerr_fail(err, K_E_IO, "no memory for the device store");
    }
    store->log.fd = -1;
    if (!kstr_copy(store->path, sizeof store->path, path)) {
        return kerr_fail(err, K_E_IO, "%s: path too long", path);
    }
    if (accept_log_init(&store->log, path, err) != K_OK) {
        return err->code;
    }
    store->identity = *identity;
    read_boot_id(store->boot_id);
    if (trust_sealer_open(identity->hq_key, &store->sealer, err) != K_OK ||
        open_file(store, err) != K_OK) {
        return kerr_at(err, "device store");
    }
    *ret_store = store;
    store = NULL; /* handed over */
    return K_OK;
}

void device_store_close(struct device_store **store)
{
    if (!*store) {
        return;
    }
    store_close(&(*store)->db);
    accept_log_close(&(*store)->log);
    trust_sealer_close(&(*store)->sealer);
    kstr_wipe(*store, sizeof **store);
    free(*store);
    *store = NULL;
}

void device_store_prepare(struct device_store *store)
{
    trust_sealer_prepare(store->sealer);
}

/* ---- changes ---- */

/* A promise must go into the file the other program reads. When that program found ours damaged and
 * set it aside, we would go on writing into the file that was moved. When we found it damaged
 * ourselves, we set it aside and go on with one that is rebuilt. */
static enum kcode follow_file(struct device_store *store, struct kerr *err)
{
    struct stat st;
    struct kerr first = {0};
    bool is_damaged = store->db && store_is_damaged(store->db);
    if (store->db && !is_damaged && stat(store->path, &st) == 0 && st.st_dev == store->device &&
        st.st_ino == store->inode) {
        return K_OK;
    }
    bool is_ours = stat(store->path, &st) == 0 && st.st_ino == store->inode;
    store_close(&store->db);
    enum kcode code = is_damaged && is_ours ? set_aside(store->path, "read while in use", &first)
                                            : open_file(store, &first);
    if (code == K_E_FORMAT) { /* is set aside */
        return open_file(store, err);
    }
    *err = first;
    return code;
}

/* A COMMIT that failed with an I/O error is indeterminate: its frames may be in the log and return
 * after a power cut. One good commit overwrites them. Source: docs/facts.md, outbox 1. */
static enum kcode heal(struct device_store *store, struct kerr *err)
{
    if (!store->unhealed) {
        return K_OK;
    }
    if (store_run(store->db, "UPDATE meta SET value = value + 1 WHERE name = 'healed'", err) !=
        K_OK) {
        return kerr_at(err, "heal");
    }
    store->unhealed = false;
    return K_OK;
}

enum kcode device_begin(struct device_store *store, struct kerr *err)
{
    if (follow_file(store, err) != K_OK || heal(store, err) != K_OK) {
        return err->code;
    }
    return store_begin(store->db, err);
}

enum kcode device_end(struct device_store *store, enum kcode code, struct kerr *err)
{
    KASSERT(code == err->code);
    if (code != K_OK) {
        store_rollback(store->db);
        return code;
    }
    if (store_commit(store->db, err) != K_OK) {
        store->unhealed = true;
        return kerr_at(err, "commit");
    }
    return K_OK;
}

enum kcode device_sql(struct device_store *store, const char *sql, struct statement **ret_statement,
                      struct kerr *err)
{
    if (!store->db && follow_file(store, err) != K_OK) {
        return err->code;
    }
    return statement_open(store->db, sql, ret_statement, err);
}

enum kcode device_number(struct device_store *store, const char *sql, int64_t absent,
                         int64_t *ret_number, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (device_sql(store, sql, &st, err) != K_OK || statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    *ret_number = row && !row_is_null(st, 0) ? row_int(st, 0) : absent;
    return K_OK;
}

enum kcode device_revision(struct device_store *store, int64_t *ret_revision, struct kerr *err)
{
    return device_number(
        store, "UPDATE meta SET value = value + 1 WHERE name = 'revision' RETURNING value", 0,
        ret_revision, err);
}

void device_mac(const struct device_store *store, const char *what, const char *value,
                char ret_hex[TRUST_HASH_TEXT])
{
    ret_hex[0] = '\0';
    if (value[0] == '\0') {
        return;
    }
    char text[LIMIT_FIELD_BYTES + 16];
    bool whole = kstr_format(text, sizeof text, "%s:%s", what, value);
    KASSERT(whole);
    trust_hmac(store->identity.device_key, text, strlen(text), ret_hex);
    kstr_wipe(text, sizeof text);
}
