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
    *fake = (struct fake_hq){.fd = -1, .reply = reply, .user = user};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    fake->listen_fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_true(fake->listen_fd >= 0);
    assert_int_equal(0, bind(fake->listen_fd, (struct sockaddr *)&at, sizeof at));
    assert_int_equal(0, listen(fake->listen_fd, 16));
    assert_int_equal(0, getsockname(fake->listen_fd, (struct sockaddr *)&at, &size));
    fake->port = ntohs(at.sin_port);
}

static void hang_up(struct fake_hq *fake)
{
    if (fake->fd >= 0) {
        (void)close(fake->fd);
    }
    fake->fd = -1;
    fake->len = 0;
}

void fake_close(struct fake_hq *fake)
{
    hang_up(fake);
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
static bool read_call(struct fake_hq *fake)
{
    char length[16];
    char *body = strstr(fake->text, "\r\n\r\n");
    if (!body) {
        return false;
    }
    body += 4;
    *(body - 2) = '\0';
    header_value(fake->text, "\r\nContent-Length", length, sizeof length);
    header_value(fake->text, "\r\nIdempotency-Key", fake->call.id, sizeof fake->call.id);
    *(body - 2) = '\r';
    if (fake->len - (size_t)(body - fake->text) < strtoul(length, NULL, 10)) {
        return false;
    }
    (void)kstr_copy(fake->call.body, sizeof fake->call.body, body);
    (void)kstr_copy(fake->call.method, sizeof fake->call.method, fake->text);
    fake->call.method[strcspn(fake->call.method, " ")] = '\0';
    (void)kstr_copy(fake->call.path, sizeof fake->call.path, strchr(fake->text, ' ') + 1);
    fake->call.path[strcspn(fake->call.path, " ")] = '\0';
    return true;
}

static void answer_call(struct fake_hq *fake)
{
    static char answer[70 * 1024];
    answer[0] = '\0';
    if (fake->reply(fake->user, &fake->call, answer, sizeof answer)) {
        (void)send(fake->fd, answer, strlen(answer), MSG_NOSIGNAL);
    }
    hang_up(fake);
}

void fake_poll(struct fake_hq *fake)
{
    if (fake->fd < 0) {
        fake->fd = accept4(fake->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        memset(fake->text, 0, sizeof fake->text);
    }
    if (fake->fd < 0) {
        return;
    }
    ssize_t got = recv(fake->fd, fake->text + fake->len, sizeof fake->text - 1 - fake->len, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN)) {
        hang_up(fake);
        return;
    }
    fake->len += got > 0 ? (size_t)got : 0;
    if (read_call(fake)) {
        answer_call(fake);
    }
}

void fake_answer(char *ret_answer, size_t size, int status, const char *type, const char *body)
{
    assert_true(kstr_format(ret_answer, size,
                            "HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
                            "Connection: close\r\n\r\n%s",
                            status, type, strlen(body), body));
}
