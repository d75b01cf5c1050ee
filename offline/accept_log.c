/*
 * The file accept.log: its lock, what is appended to it, how it is read and how it is replaced.
 * accept_log.h draws a record.
 */
#define _DEFAULT_SOURCE /* flock */
#include "accept_log.h"

#include "kassert.h"
#include "kstr.h"
#include "ksys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define ALIGN        16
#define LOCK_STEP_MS 5
#define WINDOW_BYTES ((size_t)256 * 1024)

static_assert(WINDOW_BYTES >= 2 * LOG_RECORD_BYTES, "a window holds a whole record");

static int64_t align_up(int64_t at)
{
    return (at + ALIGN - 1) / ALIGN * ALIGN;
}

static enum kcode fail(const struct accept_log *log, const char *what, struct kerr *err)
{
    int why = errno;
    const char *slash = strrchr(log->path, '/');
    bool is_full = why == ENOSPC || why == EDQUOT || why == EFBIG;
    return kerr_fail(err, is_full ? K_E_FULL : K_E_IO, "%s: %s: %s", slash ? slash + 1 : log->path,
                     what, strerror(why));
}

enum kcode accept_log_init(struct accept_log *log, const char *store_path, struct kerr *err)
{
    const char *slash = strrchr(store_path, '/');
    int dir_len = slash ? (int)(slash - store_path) + 1 : 0;
    *log = (struct accept_log){.fd = -1, .last = -1};
    return kstr_format(log->path, sizeof log->path, "%.*saccept.log", dir_len, store_path)
               ? K_OK
               : kerr_fail(err, K_E_IO, "%s: path too long", store_path);
}

void accept_log_close(struct accept_log *log)
{
    if (log->fd >= 0) {
        (void)close(log->fd); /* the lock goes with it */
    }
    log->fd = -1;
    log->depth = 0;
}

/* ---- the lock ---- */

/* A new file is there after a power cut only when its directory was synced. */
static enum kcode open_file(struct accept_log *log, struct kerr *err)
{
    log->fd = open(log->path, O_RDWR | O_CLOEXEC);
    if (log->fd >= 0) {
        return K_OK;
    }
    log->fd = open(log->path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
    return log->fd >= 0 ? ksys_sync_dir(log->path, err) : fail(log, "open", err);
}

static enum kcode wait_for_lock(const struct accept_log *log, int wait_ms, struct kerr *err)
{
    for (int waited_ms = 0;; waited_ms += LOCK_STEP_MS) {
        if (flock(log->fd, LOCK_EX | LOCK_NB) == 0) {
            return K_OK;
        }
        if ((errno != EWOULDBLOCK && errno != EINTR) || waited_ms >= wait_ms) {
            return fail(log, "lock", err);
        }
        struct timespec step = {.tv_nsec = LOCK_STEP_MS * 1000000L};
        (void)nanosleep(&step, NULL);
    }
}

/* Another program may have put a new file in its place while we waited. */
static bool is_at_path(struct accept_log *log)
{
    struct stat there;
    struct stat ours;
    if (stat(log->path, &there) != 0 || fstat(log->fd, &ours) != 0) {
        return false;
    }
    log->end = align_up(ours.st_size);
    log->inode = ours.st_ino;
    return there.st_dev == ours.st_dev && there.st_ino == ours.st_ino;
}

enum kcode accept_log_lock(struct accept_log *log, int wait_ms, struct kerr *err)
{
    while (log->depth == 0) {
        if (log->fd < 0 && open_file(log, err) != K_OK) {
            accept_log_close(log);
            return err->code;
        }
        if (wait_for_lock(log, wait_ms, err) != K_OK) {
            return err->code;
        }
        if (is_at_path(log)) {
            log->last = -1;
            break;
        }
        accept_log_close(log);
    }
    log->depth++;
    return K_OK;
}

void accept_log_unlock(struct accept_log *log)
{
    KASSERT(log->depth > 0);
    if (--log->depth == 0) {
        (void)flock(log->fd, LOCK_UN);
    }
}

/* ---- appending ---- */

static bool write_at(int fd, const char *bytes, size_t count, int64_t at)
{
    while (count > 0) {
        ssize_t put = pwrite(fd, bytes, count, at);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            errno = put == 0 ? EIO : errno;
            return false;
        }
        bytes += put;
        at += put;
        count -= (size_t)put;
    }
    return true;
}

enum kcode accept_log_add(struct accept_log *log, const struct kbuf *record, struct kerr *err)
{
    KASSERT(log->depth > 0);
    KASSERT(record->len % ALIGN == 0);
    log->last = log->end;
    if (!write_at(log->fd, record->data, record->len, log->end) || fdatasync(log->fd) != 0) {
        enum kcode code = fail(log, "append", err);
        accept_log_take_back(log);
        return code;
    }
    log->end += (int64_t)record->len;
    return K_OK;
}

void accept_log_take_back(struct accept_log *log)
{
    KASSERT(log->depth > 0);
    if (log->last >= 0 && ftruncate(log->fd, log->last) == 0) {
        (void)fdatasync(log->fd);
        log->end = log->last;
    }
    log->last = -1;
}

/* ---- reading ---- */

struct window {
    char *bytes;
    int64_t at; /* of bytes[0] in the file */
    size_t len;
    bool ends; /* nothing behind it */
};

/* Have a record's length in the window from at on. A place that cannot be read is passed over: what
 * is behind it may be whole. */
static void look_at(const struct accept_log *log, struct window *w, int64_t at)
{
    size_t behind =
        at >= w->at && at <= w->at + (int64_t)w->len ? w->len - (size_t)(at - w->at) : 0;
    if (behind >= LOG_RECORD_BYTES || (w->ends && behind > 0)) {
        return;
    }
    w->at = at;
    w->len = 0;
    w->ends = false;
    while (w->len < WINDOW_BYTES) {
        ssize_t got =
            pread(log->fd, w->bytes + w->len, WINDOW_BYTES - w->len, at + (int64_t)w->len);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            w->ends = true;
            return;
        }
        w->len += (size_t)got;
    }
}

enum kcode accept_log_each(const struct accept_log *log, int64_t from, int64_t until,
                           struct log_reader *reader, struct kerr *err)
{
    struct window w = {.bytes = malloc(WINDOW_BYTES), .at = -1};
    enum kcode code = w.bytes ? K_OK : kerr_fail(err, K_E_IO, "accept.log: no memory");
    bool in_gap = false;
    while (code == K_OK && from < until) {
        struct log_row row;
        size_t len = ALIGN;
        look_at(log, &w, from);
        size_t before = (size_t)(from - w.at);
        bool is_record = log_record_decode(w.bytes + before, w.len - before, &row, &len);
        reader->gaps += !is_record && !in_gap;
        in_gap = !is_record;
        if (is_record) {
            code = reader->fn(reader->user, &row, w.bytes + before, len, err);
        }
        from += (int64_t)len;
    }
    free(w.bytes);
    return code;
}

/* ---- replacing ---- */

enum kcode log_swap_begin(const struct accept_log *log, struct log_swap *ret_swap, struct kerr *err)
{
    struct log_swap swap = {.fd = -1};
    if (!kstr_format(swap.path, sizeof swap.path, "%s.new", log->path)) {
        return kerr_fail(err, K_E_IO, "%s: path too long", log->path);
    }
    swap.fd = open(swap.path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0660);
    if (swap.fd < 0) {
        return fail(log, "open a new one", err);
    }
    *ret_swap = swap;
    return K_OK;
}

enum kcode log_swap_put(struct log_swap *swap, const char *raw, size_t raw_len, struct kerr *err)
{
    static const char zeros[ALIGN] = {0};
    size_t pad = (ALIGN - raw_len % ALIGN) % ALIGN;
    if (!write_at(swap->fd, raw, raw_len, swap->end) ||
        !write_at(swap->fd, zeros, pad, swap->end + (int64_t)raw_len)) {
        return kerr_fail(err, errno == ENOSPC ? K_E_FULL : K_E_IO, "accept.log.new: %s",
                         strerror(errno));
    }
    swap->end += (int64_t)(raw_len + pad);
    return K_OK;
}

enum kcode log_swap_done(struct accept_log *log, struct log_swap *swap, struct kerr *err)
{
    struct stat info;
    KASSERT(log->depth > 0);
    if (flock(swap->fd, LOCK_EX | LOCK_NB) != 0 || fsync(swap->fd) != 0 ||
        fstat(swap->fd, &info) != 0 || rename(swap->path, log->path) != 0) {
        return fail(log, "replace", err);
    }
    log->inode = info.st_ino;
    (void)close(log->fd); /* whoever waits for its lock sees that it is not at the path any more */
    log->fd = swap->fd;
    swap->fd = -1;
    log->end = swap->end;
    log->last = -1;
    return ksys_sync_dir(log->path, err);
}

void log_swap_drop(struct log_swap *swap)
{
    if (swap->fd >= 0) {
        (void)close(swap->fd);
        (void)unlink(swap->path);
    }
    swap->fd = -1;
}
