#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A headquarters that says what the test wants: a socket of this process, polled by the test. */

struct fake_call {
    char method[8];
    char path[256];
    char id[64]; /* Idempotency-Key */
    char body[64 * 1024];
};

/* Write the whole HTTP answer; false = hang up without one. */
typedef bool (*fake_reply_fn)(void *user, const struct fake_call *call, char *ret_answer,
                              size_t size);

#define FAKE_CONNECTIONS  6
#define FAKE_ANSWER_BYTES (80 * 1024)

struct fake_connection {
    int fd; /* -1 = free */
    size_t len;
    char text[80 * 1024];
    bool answers, drips;
    size_t answer_len, sent;
    char answer[FAKE_ANSWER_BYTES];
};

struct fake_hq {
    int listen_fd;
    uint16_t port;
    fake_reply_fn reply;
    void *user;
    bool drips; /* set by reply: this answer goes out a byte at each poll */
    struct fake_connection connection[FAKE_CONNECTIONS];
    struct fake_call call;
};

void fake_open(struct fake_hq *fake, fake_reply_fn reply, void *user);
void fake_close(struct fake_hq *fake);
/* Never blocks. */
void fake_poll(struct fake_hq *fake);

/* "HTTP/1.1 STATUS x", type, body, Connection: close. */
void fake_answer(char *ret_answer, size_t size, int status, const char *type, const char *body);
