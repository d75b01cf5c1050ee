#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/un.h>

/*
 * "I am alive", for whoever watches this program: systemd or annae-supervise, as sd_notify(3) says
 * it, without libsystemd. Nobody watches when $NOTIFY_SOCKET is not set.
 */
struct kbeat {
    int fd; /* -1 = nobody listens */
    bool was_sent;
    int64_t sent_mono_ms;
    struct sockaddr_un to;
    uint32_t to_len;
};

#define KBEAT_EVERY_MS 1000

/* Find out who listens. */
void kbeat_open(struct kbeat *beat);
void kbeat_close(struct kbeat *beat);

/* Once a pass of the loop: says READY=1 the first time and WATCHDOG=1, at most once a second. A
 * listener that is gone or busy is not waited for. */
void kbeat(struct kbeat *beat, int64_t now_mono_ms);
