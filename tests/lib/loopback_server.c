#include "loopback_server.h"

#include "check.h"
#include "kstr.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void send_text(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t put = send(fd, text, len, MSG_NOSIGNAL);
        if (put <= 0) {
            return; /* the client has enough */
        }
        text += put;
        len -= (size_t)put;
    }
}

/* Head and body, as far as Content-Length goes. */
static void read_request(int fd, char *request, size_t size)
{
    size_t len = 0;
    size_t wanted = size - 1;
    while (len < wanted) {
        ssize_t got = recv(fd, request + len, size - 1 - len, 0);
        if (got <= 0) {
            break;
        }
        len += (size_t)got;
        request[len] = '\0';
        const char *end = strstr(request, "\r\n\r\n");
        if (end) {
            const char *field = strstr(request, "Content-Length: ");
            size_t body_len = field ? strtoul(field + 16, NULL, 10) : 0;
            wanted = (size_t)(end + 4 - request) + body_len;
        }
    }
    request[len] = '\0';
}

static void send_answer(int fd, const char *head, const char *body, size_t body_len)
{
    char text[256];
    (void)kstr_format(text, sizeof text, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n\r\n", head,
                      body_len);
    send_text(fd, text, strlen(text));
    send_text(fd, body, body_len);
}

/* Answers that are only a text to send. */
static const struct {
    const char *path, *text;
} canned[] = {
    {"/cut ", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
              "{\"half\":12"},
    {"/cut-head ", "HTTP/1.1 200 OK\r\nConte"},
    {"/cut-204 ", "HTTP/1.1 204 No Content\r\nConte"},
    {"/nothing ", ""},
    {"/redirect ", "HTTP/1.1 302 Found\r\nLocation: /echo\r\nContent-Length: 0\r\n\r\n"},
    {"/portal ", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"},
    {"/busy ", "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Type: Application/JSON; "
               "charset=utf-8\r\nContent-Length: 2\r\n\r\n{}"},
    {"/open-end ", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"whole\":"},
    {"/chunks ", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n"
                 "0\r\n\r\n"},
    {"/cut-chunks ", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"},
    {"/early ", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 O"},
    {"/garbage ", "hello\r\n\r\n"},
    {"/empty ", "HTTP/1.1 204 No Content\r\nContent-Type: application/jsonx\r\n\r\n"},
};

/* One byte every 10 ms: never quiet, never finished. */
static void drip(int fd)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                               "Content-Length: 60000\r\n\r\n";
    send_text(fd, head, sizeof head - 1);
    struct pollfd client = {.fd = fd, .events = POLLIN};
    while (poll(&client, 1, 10) == 0) { /* anything else: the client hung up */
        send_text(fd, " ", 1);
    }
}

static void answer(int fd)
{
    static char request[16384];
    static char zeros[70000];
    read_request(fd, request, sizeof request);
    const char *path = strchr(request, '/');
    if (!path) {
        return;
    }
    for (size_t i = 0; i < sizeof canned / sizeof canned[0]; i++) {
        if (kstr_starts(path, canned[i].path)) {
            send_text(fd, canned[i].text, strlen(canned[i].text));
            return;
        }
    }
    if (kstr_starts(path, "/echo ")) {
        send_answer(fd, "200 OK\r\nContent-Type: application/json", request, strlen(request));
    } else if (kstr_starts(path, "/long ")) {
        send_answer(fd, "200 OK", zeros, sizeof zeros);
    } else if (kstr_starts(path, "/limit ")) {
        send_answer(fd, "200 OK", zeros, 65535);
    } else if (kstr_starts(path, "/drip ")) {
        drip(fd);
    } else if (kstr_starts(path, "/slow ")) {
        char byte;
        (void)!recv(fd, &byte, 1, 0); /* until the client hangs up */
    }
}

static _Noreturn void serve(int listener)
{
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd >= 0) {
            answer(fd);
            (void)close(fd);
        }
    }
}

void loopback_server_start(struct loopback_server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(listener >= 0);
    assert_int_equal(0, bind(listener, (struct sockaddr *)&address, len));
    assert_int_equal(0, listen(listener, 16));
    assert_int_equal(0, getsockname(listener, (struct sockaddr *)&address, &len));
    server->port = ntohs(address.sin_port);
    server->child = fork();
    assert_true(server->child >= 0);
    if (server->child == 0) {
        serve(listener);
    }
    (void)close(listener);
}

void loopback_server_stop(struct loopback_server *server)
{
    assert_int_equal(0, kill(server->child, SIGKILL));
    assert_int_equal(server->child, waitpid(server->child, NULL, 0));
}
