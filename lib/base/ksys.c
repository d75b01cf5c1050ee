#define _GNU_SOURCE /* getrandom */
#include "ksys.h"

#include "kassert.h"
#include "kstr.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#define BIG_BLOCK_BYTES (128 * 1024)

static int64_t clock_ms(clockid_t clock)
{
    struct timespec at;
    int rc = clock_gettime(clock, &at);
    KASSERT(rc == 0);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

int64_t ksys_wall_ms(void)
{
    return clock_ms(CLOCK_REALTIME);
}

int64_t ksys_mono_ms(void)
{
    return clock_ms(CLOCK_BOOTTIME);
}

bool ksys_clock_is_set(void)
{
    struct timex clock = {0};
    int state = adjtimex(&clock); /* only reads: no mode is set */
    return state >= 0 && state != TIME_ERROR && (clock.status & STA_UNSYNC) == 0;
}

void ksys_random(void *bytes, size_t count)
{
    uint8_t *at = bytes;
    while (count > 0) {
        ssize_t got = getrandom(at, count, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        KASSERT(got > 0);
        at += got;
        count -= (size_t)got;
    }
}

static void close_fd(const int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
}

enum kcode ksys_read_file(const char *path, struct kbuf *buf, struct kerr *err)
{
    if (kbuf_add(buf, "", 0, err) != K_OK) { /* an empty file is a text, too */
        return kerr_at(err, path);
    }
    K_CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return kerr_fail(err, errno == ENOENT ? K_E_NOT_FOUND : K_E_IO, "%s: %s", path,
                         strerror(errno));
    }
    for (;;) {
        char chunk[4096];
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return kerr_fail(err, K_E_IO, "%s: %s", path, strerror(errno));
        }
        if (got == 0) {
            return K_OK;
        }
        if (kbuf_add(buf, chunk, (size_t)got, err) != K_OK) {
            return kerr_at(err, path);
        }
    }
}

bool ksys_write_synced(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t put = write(fd, bytes, count);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            return false;
        }
        bytes += put;
        count -= (size_t)put;
    }
    return fsync(fd) == 0;
}

enum kcode ksys_sync_dir(const char *path, struct kerr *err)
{
    char dir[PATH_MAX];
    (void)snprintf(dir, sizeof dir, "%s", path);
    char *slash = strrchr(dir, '/');
    if (slash == dir) {
        slash++;
    }
    if (slash) {
        *slash = '\0';
    } else {
        (void)snprintf(dir, sizeof dir, ".");
    }
    K_CLEANUP(close_fd) int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) {
        return kerr_fail(err, K_E_IO, "%s: %s", dir, strerror(errno));
    }
    return K_OK;
}

enum kcode ksys_write_file(const char *path, const void *bytes, size_t count, unsigned mode,
                           struct kerr *err)
{
    char part[PATH_MAX];
    int len = snprintf(part, sizeof part, "%s.part", path);
    if (len < 0 || (size_t)len >= sizeof part) {
        return kerr_fail(err, K_E_IO, "%s: path too long", path);
    }
    K_CLEANUP(close_fd) int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, (mode_t)mode);
    if (fd < 0) {
        return kerr_fail(err, K_E_IO, "%s: %s", part, strerror(errno));
    }
    if (!ksys_write_synced(fd, bytes, count) || rename(part, path) != 0) {
        int why = errno;
        (void)unlink(part);
        return kerr_fail(err, K_E_IO, "%s: %s", path, strerror(why));
    }
    return ksys_sync_dir(path, err);
}

enum kcode ksys_path_in(const char *dir, const char *name, char ret_path[PATH_MAX],
                        struct kerr *err)
{
    return kstr_format(ret_path, PATH_MAX, "%s/%s", dir, name)
               ? K_OK
               : kerr_fail(err, K_E_IO, "%s: path too long", dir);
}

enum kcode ksys_make_dir(const char *path, struct kerr *err)
{
    char dir[PATH_MAX];
    int len = snprintf(dir, sizeof dir, "%s", path);
    if (len <= 0 || (size_t)len >= sizeof dir) {
        return kerr_fail(err, K_E_IO, "%s: not a path", path);
    }
    for (char *at = dir + 1;; at++) {
        char was = *at;
        if (was != '/' && was != '\0') {
            continue;
        }
        *at = '\0';
        if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
            return kerr_fail(err, K_E_IO, "%s: %s", dir, strerror(errno));
        }
        *at = was;
        if (was == '\0') {
            return K_OK;
        }
    }
}

void ksys_no_core(void)
{
    struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* glibc raises its own threshold each time a large block is freed; setting it stops that. */
void ksys_return_memory(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, BIG_BLOCK_BYTES);
    (void)mallopt(M_TRIM_THRESHOLD, BIG_BLOCK_BYTES);
}
