/*
 * What annae-standby kept while the kiosk could not: each record of STATE/standby/journal becomes a
 * request of this store under the id it was promised with. The file goes only after the commits;
 * what was taken in before a crash is known by its id.
 */
#define _GNU_SOURCE /* flock */
#include "offline_internal.h"

#include "kslip.h"
#include "kstr.h"
#include "ksys.h"
#include "kuuid.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BAD_MAX 100 /* set aside side by side */

static void close_fd(const int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
}

static void free_bytes(char **bytes)
{
    free(*bytes);
}

/* ---- one record ---- */

/* "ID KIOSK CREATED BASE64"; false: it is not what standby writes. */
static bool read_payload(const char *payload, size_t len, struct sealed_request *ret,
                         struct kbuf *sealed)
{
    struct kerr err = {0};
    int at = 0;
    char head[KUUID_TEXT_SIZE + LIMIT_ID_BYTES + 32];
    size_t count = len < sizeof head - 1 ? len : sizeof head - 1;
    long long created = 0;
    memcpy(head, payload, count);
    head[count] = '\0';
    static_assert(KUUID_TEXT_SIZE == 37 && LIMIT_ID_BYTES == 64, "the widths below");
    // NOLINTNEXTLINE(cert-err34-c): thirteen digits
    int fields = sscanf(head, "%36s %63s %13lld %n", ret->id, ret->kiosk, &created, &at);
    return fields == 3 && at > 0 && kuuid_valid(ret->id) && (ret->created_wall_ms = created) >= 0 &&
           trust_unbase64(payload + at, len - (size_t)at, sealed, &err) == K_OK &&
           sealed->len > TRUST_SEAL_EXTRA;
}

static enum kcode put(struct device_store *store, const struct log_row *row, bool *ret_new,
                      struct kerr *err)
{
    struct kbuf record = KBUF(store->record);
    if (row_take_in(store, row, ret_new, err) != K_OK || !*ret_new) {
        return err->code;
    }
    return log_record_encode(row, &record, err) == K_OK ? accept_log_add(&store->log, &record, err)
                                                        : err->code;
}

/* As device_store_accept() does it: the second copy, then the commit. */
static enum kcode put_locked(struct device_store *store, const struct log_row *row, bool *ret_new,
                             struct kerr *err)
{
    if (accept_log_lock(&store->log, DEVICE_BUSY_MS, err) != K_OK) {
        return err->code;
    }
    enum kcode code = device_begin(store, err);
    if (code == K_OK) {
        code = device_end(store, put(store, row, ret_new, err), err);
    }
    if (code != K_OK) {
        accept_log_take_back(&store->log);
    }
    accept_log_unlock(&store->log);
    return code;
}

static enum kcode take_in(struct device_store *store, const struct sealed_request *request,
                          const struct kbuf *sealed, struct intake *intake, struct kerr *err)
{
    struct kbuf body = KBUF(store->body);
    struct log_row row = {
        .kind = REQUEST_CALLBACK, .created_wall_ms = request->created_wall_ms, .soon = true};
    bool is_new = false;
    (void)kstr_copy(row.id, sizeof row.id, request->id);
    if (document_envelope(request, sealed, &body, err) != K_OK) {
        return err->code;
    }
    row.body = body.data;
    row.body_len = body.len;
    if (put_locked(store, &row, &is_new, err) != K_OK) {
        return err->code;
    }
    intake->taken += is_new;
    return K_OK;
}

static enum kcode take_all(struct device_store *store, struct kslips *slips, struct intake *intake,
                           struct kerr *err)
{
    const char *payload = NULL;
    size_t len = 0;
    while (kslip_next(slips, &payload, &len)) {
        struct sealed_request request = {0};
        char bytes[LIMIT_SLIP_BYTES];
        struct kbuf sealed = KBUF(bytes);
        if (!read_payload(payload, len, &request, &sealed)) {
            slips->damaged++;
        } else if (take_in(store, &request, &sealed, intake, err) != K_OK) {
            return err->code;
        }
    }
    intake->damaged = slips->damaged;
    return K_OK;
}

/* ---- the file ---- */

/* Locked against the one that appends; K_E_NOT_FOUND: nothing is there or it is being written. */
static enum kcode open_journal(const char *path, int *ret_fd, off_t *ret_size, struct kerr *err)
{
    struct stat is;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT && errno != ENOTDIR) {
        return kerr_fail(err, K_E_IO, "%s: %s", path, strerror(errno));
    }
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0 || fstat(fd, &is) != 0) {
        close_fd(&fd);
        return kerr_fail(err, K_E_NOT_FOUND, "%s: not now", path);
    }
    *ret_fd = fd;
    *ret_size = is.st_size;
    return K_OK;
}

/* Everything in it is in the store. Damaged bytes stay for a technician. */
static enum kcode put_away(const char *path, const struct intake *intake, struct kerr *err)
{
    int rc = -1;
    if (intake->damaged == 0) {
        rc = unlink(path);
    }
    for (int i = 1; intake->damaged > 0 && rc != 0 && i <= BAD_MAX; i++) {
        char bad[PATH_MAX];
        struct stat is;
        if (kstr_format(bad, sizeof bad, "%s.bad-%d", path, i) && stat(bad, &is) != 0) {
            rc = rename(path, bad);
        }
    }
    if (rc != 0) {
        return kerr_fail(err, K_E_IO, "%s: cannot be put away: %s", path, strerror(errno));
    }
    return ksys_sync_dir(path, err);
}

static enum kcode journal_path(const struct device_store *store, char ret_path[PATH_MAX],
                               struct kerr *err)
{
    const char *slash = strrchr(store->path, '/');
    int len = slash ? (int)(slash - store->path) : 1;
    return kstr_format(ret_path, PATH_MAX, "%.*s/standby/journal", len, slash ? store->path : ".")
               ? K_OK
               : kerr_fail(err, K_E_IO, "%s: path too long", store->path);
}

enum kcode intake_standby(struct device_store *store, struct intake *ret_intake, struct kerr *err)
{
    char path[PATH_MAX];
    K_CLEANUP(close_fd) int fd = -1;
    K_CLEANUP(free_bytes) char *bytes = NULL;
    struct intake intake = {0};
    struct kerr why = {0};
    off_t size = 0;
    if (journal_path(store, path, err) != K_OK) {
        return err->code;
    }
    enum kcode code = open_journal(path, &fd, &size, &why);
    if (code != K_OK) {
        *ret_intake = intake;
        *err = code == K_E_NOT_FOUND ? *err : why;
        return code == K_E_NOT_FOUND ? K_OK : code;
    }
    size_t room = (size_t)(size < LIMIT_SLIP_FILE_BYTES ? size : LIMIT_SLIP_FILE_BYTES);
    bytes = malloc(room + 2);
    struct kbuf buf = {.data = bytes, .size = room + 2};
    if (!bytes) {
        return kerr_fail(err, K_E_IO, "%s: no memory", path);
    }
    if (ksys_read_file(path, &buf, err) != K_OK) {
        return err->code;
    }
    struct kslips slips = {.bytes = bytes, .len = buf.len};
    if (take_all(store, &slips, &intake, err) != K_OK || put_away(path, &intake, err) != K_OK) {
        return kerr_at(err, "intake");
    }
    *ret_intake = intake;
    return K_OK;
}
