#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "kbeat.h"

#include "kstr.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void kbeat_open(struct kbeat *beat)
{
    const char *path = getenv("NOTIFY_SOCKET");
    *beat = (struct kbeat){.fd = -1, .to.sun_family = AF_UNIX};
    bool is_address = path && (path[0] == '/' || path[0] == '@') &&
                      kstr_copy(beat->to.sun_path, sizeof beat->to.sun_path, path);
    if (!is_address) {
        return;
    }
    if (path[0] == '@') { /* an abstract name */
        beat->to.sun_path[0] = '\0';
    }
    beat->to_len = (uint32_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
    beat->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

void kbeat_close(struct kbeat *beat)
{
    if (beat->fd >= 0) {
        (void)close(beat->fd);
    }
    beat->fd = -1;
}

void kbeat(struct kbeat *beat, int64_t now_mono_ms)
{
    bool is_early = beat->was_sent && now_mono_ms - beat->sent_mono_ms < KBEAT_EVERY_MS;
    if (beat->fd < 0 || is_early) {
        return;
    }
    const char *text = beat->was_sent ? "WATCHDOG=1" : "READY=1\nWATCHDOG=1";
    ssize_t sent = sendto(beat->fd, text, strlen(text), MSG_NOSIGNAL,
                          (const struct sockaddr *)&beat->to, beat->to_len);
    beat->was_sent = beat->was_sent || sent >= 0;
    beat->sent_mono_ms = now_mono_ms;
}
