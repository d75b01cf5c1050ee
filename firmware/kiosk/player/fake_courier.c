#include "fake_courier.h"

#include "json.h"
#include "kbuf.h"
#include "kstr.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static bool set_nonblocking(int fd)
{
    return fcntl(fd, F_SETFL, O_NONBLOCK) == 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

enum kcode fake_courier_open(struct fake_courier *courier, const char *socket_path,
                             struct kerr *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    courier->client_fd = -1;
    courier->listen_fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    if (!kstr_copy(address.sun_path, sizeof address.sun_path, socket_path)) {
        return kerr_fail(err, K_E_IO, "%s: path too long for a socket", socket_path);
    }
    if (courier->listen_fd < 0 || !set_nonblocking(courier->listen_fd) ||
        bind(courier->listen_fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
        listen(courier->listen_fd, 1) != 0) {
        return kerr_fail(err, K_E_IO, "%s: %s", socket_path, strerror(errno));
    }
    return K_OK;
}

static void close_fd(int *fd)
{
    if (*fd > 0) {
        (void)close(*fd);
    }
    *fd = -1;
}

void fake_courier_close(struct fake_courier *courier)
{
    close_fd(&courier->client_fd);
    close_fd(&courier->listen_fd);
}

static void put_customer(struct json *answer, const struct fake_customer *customer)
{
    struct json *object = json_set_object(answer, "customer");
    json_set_text(object, "ref", customer->ref);
    json_set_text(object, "name", customer->name);
    json_set_text(object, "lang", customer->lang);
    json_set_text(object, "level", customer->level);
    json_set_text(object, "phone_masked", customer->phone_masked);
    if (customer->last[0] != '\0') {
        struct json *last = json_set_object(object, "last");
        json_set_text(last, "kind", customer->last_kind);
        json_set_text(last, "matter", customer->last);
        json_set_bool(last, "solved", customer->last_solved);
        json_set_int(last, "at", customer->at_wall_ms);
    }
    (void)json_set_array(object, "requests");
}

static void answer_customer(const struct fake_courier *courier, const struct json *question,
                            struct json *answer)
{
    const char *token = json_get_text(question, "token");
    const char *phone = json_get_text(question, "phone");
    json_set_text(answer, "lookup", courier->line == FAKE_UP ? "unknown" : "offline");
    for (int i = 0; courier->line == FAKE_UP && i < courier->customer_count; i++) {
        const struct fake_customer *customer = &courier->customer[i];
        if ((token[0] != '\0' && kstr_equal(token, customer->token)) ||
            (phone[0] != '\0' && kstr_equal(phone, customer->e164))) {
            json_set_text(answer, "lookup", "known");
            put_customer(answer, customer);
        }
    }
}

static void answer_check(const struct fake_courier *courier, const struct json *question,
                         struct json *answer)
{
    json_set_text(answer, "check", courier->line == FAKE_UP ? "failed" : "offline");
    for (int i = 0; courier->line == FAKE_UP && i < courier->answer_count; i++) {
        if (kstr_equal(json_get_text(question, "question"), courier->question[i])) {
            json_set_text(answer, "check", "answered");
            json_set_text(answer, "answer", courier->answer[i]);
        }
    }
}

static void answer_one(struct fake_courier *courier, const char *bytes, size_t count)
{
    struct kerr err = {0};
    K_CLEANUP(json_free) struct json *question = NULL;
    if (json_parse(bytes, count, &question, &err) != K_OK) {
        return;
    }
    const char *ask = json_get_text(question, "ask");
    if (courier->line == FAKE_SLOW && strcmp(ask, "hello") != 0) {
        return; /* the courier itself is not slow, and hopes */
    }
    K_CLEANUP(json_free) struct json *answer = json_new_object();
    json_set_int(answer, "n", json_int(json_get(question, "n"), 0));
    json_set_bool(answer, "hq", courier->line != FAKE_DOWN);
    if (strcmp(ask, "customer") == 0) {
        answer_customer(courier, question, answer);
    } else if (strcmp(ask, "check") == 0) {
        answer_check(courier, question, answer);
    }
    static char text[LIMIT_ANSWER_BYTES];
    struct kbuf buf = KBUF(text);
    if (json_write(answer, &buf, &err) == K_OK) {
        (void)send(courier->client_fd, buf.data, buf.len, MSG_NOSIGNAL);
    }
    kstr_wipe(text, sizeof text);
}

void fake_courier_turn(struct fake_courier *courier)
{
    if (courier->listen_fd < 0) {
        return;
    }
    int fresh = accept(courier->listen_fd, NULL, NULL);
    if (fresh >= 0) {
        close_fd(&courier->client_fd);
        courier->client_fd = fresh;
        (void)set_nonblocking(fresh);
    }
    char bytes[4096];
    while (courier->client_fd >= 0) {
        ssize_t got = recv(courier->client_fd, bytes, sizeof bytes, 0);
        if (got < 0) {
            break;
        }
        if (got == 0) {
            close_fd(&courier->client_fd);
            break;
        }
        answer_one(courier, bytes, (size_t)got);
    }
    kstr_wipe(bytes, sizeof bytes);
}
