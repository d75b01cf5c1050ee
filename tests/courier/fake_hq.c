#define _GNU_SOURCE /* accept4, strcasestr */
#include "fake_hq.h"

#include "check.h"
#include "kstr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void fake_open(struct fake_hq *fake, fake_reply_fn reply, void *user)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t size = sizeof at;
    memset(fake, 0, sizeof *fake);
    fake->reply = reply;
    fake->user = user;
    for (int i = 0; i < FAKE_CONNECTIONS; i++) {
        fake->connection[i].fd = -1;
    }
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    fake->listen_fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_true(fake->listen_fd >= 0);
    assert_int_equal(0, bind(fake->listen_fd, (struct sockaddr *)&at, sizeof at));
    assert_int_equal(0, listen(fake->listen_fd, 16));
    assert_int_equal(0, getsockname(fake->listen_fd, (struct sockaddr *)&at, &size));
    fake->port = ntohs(at.sin_port);
}

static void hang_up(struct fake_connection *c)
{
    if (c->fd >= 0) {
        (void)close(c->fd);
    }
    memset(c, 0, sizeof *c);
    c->fd = -1;
}

void fake_close(struct fake_hq *fake)
{
    for (int i = 0; i < FAKE_CONNECTIONS; i++) {
        hang_up(&fake->connection[i]);
    }
    (void)close(fake->listen_fd);
}

static void header_value(const char *text, const char *name, char *ret_value, size_t size)
{
    const char *at = strcasestr(text, name);
    ret_value[0] = '\0';
    if (at) {
        at += strlen(name);
        at += strspn(at, ": ");
        (void)kstr_copy(ret_value, size, at);
        ret_value[strcspn(ret_value, "\r\n")] = '\0';
    }
}

/* True when the call in text is whole; then it is taken apart. */
static bool read_call(struct fake_connection *c, struct fake_call *ret_call)
{
    char length[16];
    char *body = strstr(c->text, "\r\n\r\n");
    if (!body) {
        return false;
    }
    body += 4;
    *(body - 2) = '\0';
    header_value(c->text, "\r\nContent-Length", length, sizeof length);
    header_value(c->text, "\r\nIdempotency-Key", ret_call->id, sizeof ret_call->id);
    *(body - 2) = '\r';
    if (c->len - (size_t)(body - c->text) < strtoul(length, NULL, 10)) {
        return false;
    }
    (void)kstr_copy(ret_call->body, sizeof ret_call->body, body);
    (void)kstr_copy(ret_call->method, sizeof ret_call->method, c->text);
    ret_call->method[strcspn(ret_call->method, " ")] = '\0';
    (void)kstr_copy(ret_call->path, sizeof ret_call->path, strchr(c->text, ' ') + 1);
    ret_call->path[strcspn(ret_call->path, " ")] = '\0';
    return true;
}

static void read_more(struct fake_hq *fake, struct fake_connection *c)
{
    ssize_t got = recv(c->fd, c->text + c->len, sizeof c->text - 1 - c->len, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN)) {
        hang_up(c);
        return;
    }
    c->len += got > 0 ? (size_t)got : 0;
    if (!read_call(c, &fake->call)) {
        return;
    }
    fake->drips = false;
    if (!fake->reply(fake->user, &fake->call, c->answer, sizeof c->answer)) {
        hang_up(c);
        return;
    }
    c->answers = true;
    c->drips = fake->drips;
    c->answer_len = strlen(c->answer);
}

static void send_more(struct fake_connection *c)
{
    size_t left = c->answer_len - c->sent;
    ssize_t put = send(c->fd, c->answer + c->sent, c->drips && left > 1 ? 1 : left,
                       MSG_NOSIGNAL | MSG_DONTWAIT);
    c->sent += put > 0 ? (size_t)put : 0;
    bool is_gone = put < 0 && errno != EAGAIN;
    if (is_gone || c->sent == c->answer_len) {
        hang_up(c);
    }
}

void fake_poll(struct fake_hq *fake)
{
    for (int i = 0; i < FAKE_CONNECTIONS; i++) {
        struct fake_connection *c = &fake->connection[i];
        if (c->fd < 0) {
            c->fd = accept4(fake->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        }
        if (c->fd >= 0 && !c->answers) {
            read_more(fake, c);
        }
        if (c->fd >= 0 && c->answers) {
            send_more(c);
        }
    }
}

void fake_answer(char *ret_answer, size_t size, int status, const char *type, const char *body)
{
    assert_true(kstr_format(ret_answer, size,
                            "HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
                            "Connection: close\r\n\r\n%s",
                            status, type, strlen(body), body));
}
