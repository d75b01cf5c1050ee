#include "reader.h"

#include "device.h"

#include "kstr.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define EVENTS    32 /* taken in one read() */
#define READS_MAX 16 /* in one poll: a device that floods us does not stop the kiosk */

struct reader {
    const char *path;
    int fd;           /* -1 = missing */
    bool has_changed; /* since the log was told */
    struct kerr why;  /* it is missing */
    int64_t tried_ms; /* last looked for, or typed */
    bool was_tried;   /* at all */
    size_t at, left;  /* of bytes: read, not decoded */
    struct keys keys;
    uint8_t bytes[EVENTS * sizeof(struct input_event)];
};

struct reader *reader_open(const char *path)
{
    struct reader *reader = calloc(1, sizeof *reader);
    if (reader) {
        reader->path = path;
        reader->fd = -1;
    }
    return reader;
}

/* Forget everything it typed. */
static void forget(struct reader *reader)
{
    kstr_wipe(&reader->keys, sizeof reader->keys);
    kstr_wipe(reader->bytes, sizeof reader->bytes);
    reader->at = 0;
    reader->left = 0;
}

static void drop(struct reader *reader)
{
    if (reader->fd >= 0) {
        (void)close(reader->fd); /* gives the grab back */
    }
    reader->fd = -1;
    forget(reader);
}

void reader_close(struct reader **reader)
{
    if (!*reader) {
        return;
    }
    drop(*reader);
    free(*reader);
    *reader = NULL;
}

/* ---- plugged in and out ---- */

/* Told once, not at every try: unplugged and not there are the same. */
static void miss(struct reader *reader, enum kcode code, const char *why)
{
    struct kerr err = {0};
    (void)kerr_fail(&err, code, "%s: %s", reader->path, why);
    reader->has_changed = reader->has_changed || code != reader->why.code;
    reader->why = err;
    drop(reader);
}

static void look_for(struct reader *reader, int64_t now_mono_ms)
{
    int clock = CLOCK_MONOTONIC;
    reader->tried_ms = now_mono_ms;
    reader->was_tried = true;
    reader->fd = open(reader->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (reader->fd < 0) {
        bool is_absent = errno == ENOENT || errno == ENODEV || errno == ENXIO;
        miss(reader, is_absent ? K_E_NOT_FOUND : K_E_IO, strerror(errno));
        return;
    }
    if (ioctl(reader->fd, EVIOCGRAB, 1) != 0) {
        bool is_other = errno == ENOTTY || errno == EINVAL;
        miss(reader, is_other ? K_E_FORMAT : K_E_IO,
             is_other ? "not an input device: /dev/input/by-id/...-event-kbd is wanted"
                      : strerror(errno)); /* EBUSY: another program has it */
        return;
    }
    (void)ioctl(reader->fd, EVIOCSCLOCKID, &clock); /* otherwise a clock that is set ends a burst */
    reader->why = (struct kerr){0};
    reader->has_changed = true;
}

bool reader_changed(struct reader *reader, struct kerr *ret_why)
{
    bool has_changed = reader->has_changed;
    reader->has_changed = false;
    *ret_why = reader->why;
    return has_changed;
}

/* ---- reading ---- */

/* False: nothing more for now. */
static bool fill(struct reader *reader, int64_t now_mono_ms)
{
    ssize_t got = read(reader->fd, reader->bytes, sizeof reader->bytes);
    if (got > 0) {
        reader->at = 0;
        reader->left = (size_t)got;
        reader->tried_ms = now_mono_ms;
        return true;
    }
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        reader->tried_ms = now_mono_ms;
        miss(reader, K_E_NOT_FOUND, got == 0 ? "has ended" : strerror(errno));
    }
    return false;
}

static bool decode(struct reader *reader, char burst[LIMIT_BURST_BYTES])
{
    const uint8_t *bytes = reader->bytes + reader->at;
    size_t before = reader->left;
    bool is_burst = keys_take(&reader->keys, &bytes, &reader->left, burst);
    kstr_wipe(reader->bytes + reader->at, before - reader->left);
    reader->at += before - reader->left;
    return is_burst;
}

bool reader_poll(struct reader *reader, int64_t now_mono_ms, char burst[LIMIT_BURST_BYTES])
{
    if (reader->fd < 0 &&
        (!reader->was_tried || now_mono_ms - reader->tried_ms >= READER_RETRY_MS)) {
        look_for(reader, now_mono_ms);
    }
    for (int reads = 0; reader->fd >= 0 && reads <= READS_MAX; reads++) {
        if (reader->left > 0 && decode(reader, burst)) {
            return true;
        }
        if (reads < READS_MAX && !fill(reader, now_mono_ms)) {
            break;
        }
    }
    bool is_quiet = now_mono_ms - reader->tried_ms > KEYS_QUIET_MS;
    return reader->fd >= 0 && is_quiet && keys_rest(&reader->keys, burst);
}

int reader_fd(const struct reader *reader)
{
    return reader->fd;
}

int64_t reader_wait_ms(const struct reader *reader, bool is_watched, int64_t now_mono_ms)
{
    if (reader->fd < 0) {
        int64_t due_ms = reader->tried_ms + READER_RETRY_MS - now_mono_ms;
        return !reader->was_tried || due_ms < 0 ? 0 : due_ms;
    }
    if (keys_busy(&reader->keys) || reader->left > 0) {
        return READER_BUSY_MS;
    }
    return is_watched ? -1 : READER_LOOK_MS;
}
