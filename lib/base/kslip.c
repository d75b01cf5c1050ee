#define _GNU_SOURCE /* flock */
#include "kslip.h"

#include "ksys.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HEAD_BYTES   64 /* of a record: everything but its payload */
#define LOCK_TRIES   100
#define LOCK_WAIT_NS 20000000L /* together two seconds */

static uint64_t checksum(const char *bytes, size_t len)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < len; i++) {
        sum = (sum ^ (uint8_t)bytes[i]) * UINT64_C(0x100000001b3);
    }
    return sum;
}

/* ---- writing ---- */

static void close_fd(const int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
}

/* Still the file at path? Whoever took the records in has removed it. */
static bool is_at(const char *path, int fd, off_t *ret_size)
{
    struct stat ours;
    struct stat there;
    if (fstat(fd, &ours) != 0 || stat(path, &there) != 0) {
        return false;
    }
    *ret_size = ours.st_size;
    return ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

/* -1 and errno: not to be had now. */
static int open_locked(const char *path, off_t *ret_size)
{
    const struct timespec pause = {.tv_nsec = LOCK_WAIT_NS};
    for (int i = 0; i < LOCK_TRIES; i++) {
        int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (fd < 0) {
            return -1;
        }
        bool is_ours = flock(fd, LOCK_EX | LOCK_NB) == 0;
        if (is_ours && is_at(path, fd, ret_size)) {
            return fd;
        }
        (void)close(fd);
        if (!is_ours) {
            (void)nanosleep(&pause, NULL);
        }
    }
    errno = EBUSY;
    return -1;
}

static enum kcode put_record(const char *path, const struct kbuf *record, struct kerr *err)
{
    off_t size = 0;
    K_CLEANUP(close_fd) int fd = open_locked(path, &size);
    if (fd < 0) {
        return kerr_fail(err, K_E_IO, "%s: %s", path, strerror(errno));
    }
    if (size + (off_t)record->len > LIMIT_SLIP_FILE_BYTES) {
        return kerr_fail(err, K_E_FULL, "%s: holds %lld bytes", path, (long long)size);
    }
    if (ksys_write_synced(fd, record->data, record->len)) {
        struct kerr why = {0};
        if (size > 0 || ksys_sync_dir(path, &why) == K_OK) {
            return K_OK;
        }
    }
    int why = errno;
    if (ftruncate(fd, size) == 0) { /* it is not promised: nobody shall find it */
        (void)fsync(fd);
    }
    return kerr_fail(err, K_E_IO, "%s: %s", path, strerror(why));
}

enum kcode kslip_append(const char *path, const char *payload, struct kerr *err)
{
    char record[LIMIT_SLIP_BYTES + HEAD_BYTES];
    struct kbuf buf = KBUF(record);
    size_t len = strlen(payload);
    if (len >= LIMIT_SLIP_BYTES) {
        return kerr_fail(err, K_E_FULL, "%s: a record of %zu bytes", path, len);
    }
    if (kbuf_format(&buf, err, "\nslip1 %zu %016" PRIx64 " %s\n", len, checksum(payload, len),
                    payload) != K_OK) {
        return err->code;
    }
    return put_record(path, &buf, err);
}

/* ---- reading ---- */

/* False: the line is no record. */
static bool read_line(const char *line, size_t len, const char **ret_payload, size_t *ret_len)
{
    char head[HEAD_BYTES];
    size_t want = 0;
    uint64_t sum = 0;
    int head_len = 0;
    size_t count = len < sizeof head - 1 ? len : sizeof head - 1;
    memcpy(head, line, count);
    head[count] = '\0';
    // NOLINTNEXTLINE(cert-err34-c): the widths keep both numbers in range
    int fields = sscanf(head, "slip1 %5zu %16" SCNx64 "%n", &want, &sum, &head_len);
    if (fields != 2) {
        return false;
    }
    size_t at = (size_t)head_len + 1; /* a blank */
    if (want >= LIMIT_SLIP_BYTES || len != at + want || line[at - 1] != ' ' ||
        checksum(line + at, want) != sum) {
        return false;
    }
    *ret_payload = line + at;
    *ret_len = want;
    return true;
}

bool kslip_next(struct kslips *slips, const char **ret_payload, size_t *ret_len)
{
    while (slips->at < slips->len) {
        const char *line = slips->bytes + slips->at;
        size_t left = slips->len - slips->at;
        const char *end = memchr(line, '\n', left);
        size_t len = end ? (size_t)(end - line) : left;
        slips->at += end ? len + 1 : len;
        if (end && read_line(line, len, ret_payload, ret_len)) {
            return true;
        }
        slips->damaged += len > 0;
    }
    return false;
}
