#include "wake.h"

#include "kstr.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum {
    FIRST = WAKE_CALLER + 1,
    DEVICES = 64,
    LOOK_MS = 8,       /* between two looks when not all can be waited on */
    SETTLE_MS = 2000,  /* SDL hears of a new device a moment after we do */
    CHUNK_BYTES = 1536 /* 64 input events */
};

struct wake {
    const char *dir;
    struct pollfd fd[FIRST + DEVICES]; /* the directory, enum wake_of, devices */
    int count;
    bool deaf; /* a device is there that cannot be waited on */
    int64_t settled_mono_ms;
};

static void close_devices(struct wake *wake)
{
    for (int i = FIRST; i < wake->count; i++) {
        (void)close(wake->fd[i].fd);
    }
    wake->count = FIRST;
}

static void open_device(struct wake *wake, int dir_fd, const char *name)
{
    int fd = openat(dir_fd, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 || wake->count == FIRST + DEVICES) {
        wake->deaf = true;
        if (fd >= 0) {
            (void)close(fd);
        }
        return;
    }
    wake->fd[wake->count++] = (struct pollfd){.fd = fd, .events = POLLIN};
}

static void open_devices(struct wake *wake)
{
    close_devices(wake);
    DIR *dir = opendir(wake->dir);
    wake->deaf = !dir || wake->fd[0].fd < 0;
    for (const struct dirent *e = dir ? readdir(dir) : NULL; e; e = readdir(dir)) {
        if (strncmp(e->d_name, "event", 5) == 0) {
            open_device(wake, dirfd(dir), e->d_name);
        }
    }
    if (dir) {
        (void)closedir(dir);
    }
}

struct wake *wake_open(const char *dir)
{
    struct wake *wake = calloc(1, sizeof *wake);
    if (!wake) {
        return NULL;
    }
    wake->dir = dir;
    wake->count = FIRST;
    for (int i = 0; i < FIRST; i++) {
        wake->fd[i] = (struct pollfd){.fd = -1, .events = POLLIN};
    }
    if (dir) {
        wake->fd[0].fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (inotify_add_watch(wake->fd[0].fd, dir, IN_CREATE | IN_ATTRIB | IN_DELETE) < 0) {
            (void)close(wake->fd[0].fd);
            wake->fd[0].fd = -1;
        }
        open_devices(wake);
    }
    return wake;
}

void wake_close(struct wake **wake)
{
    if (!*wake) {
        return;
    }
    close_devices(*wake);
    if ((*wake)->fd[0].fd >= 0) {
        (void)close((*wake)->fd[0].fd);
    }
    free(*wake);
    *wake = NULL;
}

void wake_watch(struct wake *wake, enum wake_of of, int fd)
{
    wake->fd[of].fd = fd;
}

/* Read until there is nothing more; false when there will never be. */
static bool drain(int fd)
{
    char chunk[CHUNK_BYTES];
    ssize_t got = 0;
    do {
        got = read(fd, chunk, sizeof chunk);
    } while (got > 0);
    bool alive = got < 0 && (errno == EAGAIN || errno == EINTR);
    kstr_wipe(chunk, sizeof chunk);
    return alive;
}

/* A device that was pulled out wakes no more; the directory says so, too. */
static void listen_no_more(struct wake *wake, int at)
{
    (void)close(wake->fd[at].fd);
    wake->fd[at] = wake->fd[--wake->count];
}

int64_t wake_limit_ms(const struct wake *wake, int64_t now_mono_ms, int64_t ms)
{
    bool looks = wake->deaf || now_mono_ms < wake->settled_mono_ms;
    return looks && ms > LOOK_MS ? LOOK_MS : ms;
}

bool wake_wait(struct wake *wake, int64_t ms, int64_t now_mono_ms)
{
    int64_t limit_ms = wake_limit_ms(wake, now_mono_ms, ms);
    int ready = poll(wake->fd, (nfds_t)wake->count, (int)limit_ms);
    if (ready < 0) {
        return errno != EINTR;
    }
    for (int i = wake->count - 1; ready > 0 && i >= FIRST; i--) {
        if (wake->fd[i].revents != 0 && !drain(wake->fd[i].fd)) {
            listen_no_more(wake, i);
        }
    }
    if (ready > 0 && wake->fd[0].revents != 0) {
        (void)drain(wake->fd[0].fd);
        open_devices(wake);
        wake->settled_mono_ms = now_mono_ms + SETTLE_MS;
    }
    return ready == 0 || wake->fd[WAKE_CALLER].revents == 0;
}
