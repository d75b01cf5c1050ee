/*
 * The kiosk's questions: a customer waits behind each, so every one is answered, at once with
 * "offline" when headquarters is known to be away. Tokens and numbers are never logged or stored.
 */
#define _GNU_SOURCE /* accept4 */
#include "courier_internal.h"

#include "json.h"
#include "kassert.h"
#include "kbuf.h"
#include "klog.h"
#include "kstr.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define QUESTIONS_MAX 8 /* read from one kiosk in one pass; it has one or two under way */

/* ---- the socket ---- */

enum kcode desk_open(struct desk *desk, const char *socket_path, struct kerr *err)
{
    desk->listen_fd = -1;
    for (int i = 0; i < LIMIT_ASK_CLIENTS; i++) {
        desk->client_fd[i] = -1;
    }
    for (int i = 0; i < ERRAND_MAX; i++) {
        desk->errand[i].slot = NO_SLOT;
    }
    if (!socket_path) {
        return K_OK;
    }
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!kstr_copy(address.sun_path, sizeof address.sun_path, socket_path)) {
        return kerr_fail(err, K_E_IO, "%s: path too long for a socket", socket_path);
    }
    (void)unlink(socket_path); /* of a courier that died: the lock says that we are the only one */
    desk->listen_fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (desk->listen_fd < 0 ||
        bind(desk->listen_fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
        chmod(socket_path, 0660) != 0 || listen(desk->listen_fd, LIMIT_ASK_CLIENTS) != 0) {
        return kerr_fail(err, K_E_IO, "%s: %s", socket_path, strerror(errno));
    }
    return K_OK;
}

static void close_fd(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
    *fd = -1;
}

void desk_close(struct desk *desk)
{
    close_fd(&desk->listen_fd);
    for (int i = 0; i < LIMIT_ASK_CLIENTS; i++) {
        close_fd(&desk->client_fd[i]);
    }
}

int desk_fds(const struct desk *desk, int ret_fds[LIMIT_ASK_CLIENTS + 1])
{
    int count = 0;
    if (desk->listen_fd >= 0) {
        ret_fds[count++] = desk->listen_fd;
    }
    for (int i = 0; i < LIMIT_ASK_CLIENTS; i++) {
        if (desk->client_fd[i] >= 0) {
            ret_fds[count++] = desk->client_fd[i];
        }
    }
    return count;
}

static void let_in(struct desk *desk)
{
    if (desk->listen_fd < 0) {
        return;
    }
    for (int i = 0; i < LIMIT_ASK_CLIENTS; i++) {
        if (desk->client_fd[i] < 0) {
            desk->client_fd[i] = accept4(desk->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        }
    }
    int one_too_many = accept4(desk->listen_fd, NULL, NULL, SOCK_CLOEXEC);
    close_fd(&one_too_many); /* told at once rather than left waiting */
}

/* Its questions are nobody's any more. */
static void see_off(struct courier *courier, int client)
{
    close_fd(&courier->desk.client_fd[client]);
    courier->desk.hello[client] = 0;
    for (int i = 0; i < ERRAND_MAX; i++) {
        struct errand *errand = &courier->desk.errand[i];
        if (errand->slot != NO_SLOT && errand->client == client) {
            net_drop(courier->net, errand->slot);
            errand->slot = NO_SLOT;
        }
    }
}

/* ---- answers ---- */

/* {"n":1,"hq":true, KEY: "value" [, "customer": {...} or "answer": "..."]} */
struct answer {
    const char *key, *value; /* NULL: only whether headquarters is there */
    const char *text;        /* check: the answer word; NULL = none */
    const struct json *customer;
};

static enum kcode write_answer(struct courier *courier, int64_t number, const struct answer *answer,
                               struct kbuf *buf, struct kerr *err)
{
    K_CLEANUP(json_free) struct json *root = json_new_object();
    json_set_int(root, "n", number);
    json_set_bool(root, "hq", link_is_up(courier));
    if (answer->key) {
        json_set_text(root, answer->key, answer->value);
    }
    json_set_text(root, "answer", answer->text);
    if (json_write(root, buf, err) != K_OK || !answer->customer) {
        return err->code;
    }
    KASSERT(buf->data[buf->len - 1] == '}');
    buf->len--; /* the customer goes in as headquarters wrote it */
    return kbuf_text(buf, ",\"customer\":", err) == K_OK &&
                   json_write(answer->customer, buf, err) == K_OK
               ? kbuf_text(buf, "}", err)
               : err->code;
}

static void say(struct courier *courier, int client, int64_t number, const struct answer *answer)
{
    struct kbuf buf = KBUF(courier->message);
    struct kerr err = {0};
    int fd = courier->desk.client_fd[client];
    KASSERT(fd >= 0);
    if (write_answer(courier, number, answer, &buf, &err) != K_OK) {
        klog_err("ask.not_answered", &err);
    } else if (send(fd, buf.data, buf.len, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)buf.len) {
        see_off(courier, client); /* it does not read its answers */
    }
    kstr_wipe(courier->message, buf.len);
}

/* Before the first probe has ended nobody knows: the last hello waits for it. */
static void say_hello(struct courier *courier, int client, int64_t number)
{
    courier->desk.hello[client] = link_is_known(courier) ? 0 : number;
    if (link_is_known(courier)) {
        say(courier, client, number, &(struct answer){0});
    }
}

static void say_offline(struct courier *courier, int client, int64_t number, bool is_check)
{
    struct answer answer = {.key = is_check ? "check" : "lookup", .value = "offline"};
    say(courier, client, number, &answer);
}

static void say_customer(struct courier *courier, const struct errand *errand,
                         const struct json *root)
{
    struct answer answer = {.key = "lookup", .value = "offline"};
    const struct json *known = json_get(root, "known");
    const struct json *customer = json_get(root, "customer");
    bool is_said = json_bool(known, true) == json_bool(known, false); /* true or false, no text */
    if (courier->answer.status == 200 && is_said && !json_bool(known, false)) {
        answer.value = "unknown";
    } else if (courier->answer.status == 200 && is_said && json_is_object(customer)) {
        answer.value = "known";
        answer.customer = customer;
    }
    say(courier, errand->client, errand->number, &answer);
}

static void say_check(struct courier *courier, const struct errand *errand, const struct json *root)
{
    const char *word = json_get_text(root, "answer");
    struct answer answer = {.key = "check", .value = "failed"};
    if (!root) {
        answer.value = "offline";
    } else if (courier->answer.status == 200 && word[0] != '\0') {
        answer.value = "answered";
        answer.text = word;
    }
    say(courier, errand->client, errand->number, &answer);
}

static void bring_answer(struct courier *courier, struct errand *errand, int64_t now_mono_ms)
{
    struct errand done = *errand;
    errand->slot = NO_SLOT;
    K_CLEANUP(json_free) struct json *root = answer_of_hq(&courier->answer);
    if (courier->answer.outcome == NET_NOT_SENT) {
        link_lost(courier, done.via, now_mono_ms, "no connection");
    }
    if (done.is_check) {
        say_check(courier, &done, root);
    } else {
        say_customer(courier, &done, root);
    }
    kstr_wipe(courier->answer.body, courier->answer.body_len);
}

/* ---- questions ---- */

static struct errand *free_errand(struct desk *desk)
{
    for (int i = 0; i < ERRAND_MAX; i++) {
        if (desk->errand[i].slot == NO_SLOT) {
            return &desk->errand[i];
        }
    }
    return NULL;
}

/* What headquarters is asked, in docs/api.md's words; false when it is no question we know. */
static bool write_question(const struct json *root, bool is_check, struct kbuf *buf)
{
    static const char *const keys[2][2] = {{"token", "phone"}, {"question", "customer"}};
    K_CLEANUP(json_free) struct json *body = json_new_object();
    struct kerr err = {0};
    bool asked = false;
    for (int i = 0; i < 2; i++) {
        const char *text = json_text(json_get(root, keys[is_check][i]), NULL);
        json_set_text(body, keys[is_check][i], text);
        asked = asked || (text && text[0] != '\0');
    }
    return asked && json_write(body, buf, &err) == K_OK;
}

/* False when nobody can be sent. */
static bool send_errand(struct courier *courier, int client, const struct json *root, bool is_check)
{
    char body[LIMIT_ASK_BYTES];
    char url[LIMIT_FIELD_BYTES + 32];
    struct kbuf buf = KBUF(body);
    struct kerr err = {0};
    struct errand *errand = free_errand(&courier->desk);
    int slot = NO_SLOT;
    int via = link_used(courier);
    if (via < 0 || !errand || !write_question(root, is_check, &buf)) {
        return false;
    }
    (void)kstr_format(url, sizeof url, "%s/v1/%s", courier->link[via].url,
                      is_check ? "checks" : "customers/lookup");
    struct net_request request = {.url = url,
                                  .body = body,
                                  .body_len = buf.len,
                                  .timeout_ms = is_check ? CHECK_TIMEOUT_MS : LOOKUP_TIMEOUT_MS};
    bool sent = net_start(courier->net, &request, &slot, &err) == K_OK;
    kstr_wipe(body, sizeof body);
    if (sent) {
        *errand = (struct errand){.slot = slot,
                                  .via = via,
                                  .client = client,
                                  .number = json_int(json_get(root, "n"), 0),
                                  .is_check = is_check};
    }
    return sent;
}

/* False when the message is no question: whoever sends that is not our kiosk. */
static bool read_question(struct courier *courier, int client, const char *text, size_t len)
{
    K_CLEANUP(json_free) struct json *root = NULL;
    struct kerr err = {0};
    if (json_parse(text, len, &root, &err) != K_OK) {
        return false;
    }
    const char *ask = json_get_text(root, "ask");
    int64_t number = json_int(json_get(root, "n"), 0);
    bool is_check = kstr_equal(ask, "check");
    if (kstr_equal(ask, "hello")) {
        say_hello(courier, client, number);
        return true;
    }
    if (!is_check && !kstr_equal(ask, "customer")) {
        return false;
    }
    if (!send_errand(courier, client, root, is_check)) {
        say_offline(courier, client, number, is_check);
    }
    return true;
}

/* A kiosk that never stops asking must not stop deliveries: the rest is read in the next pass. */
static void listen_to(struct courier *courier, int client)
{
    char text[LIMIT_ASK_BYTES + 1];
    for (int i = 0; i < QUESTIONS_MAX && courier->desk.client_fd[client] >= 0; i++) {
        ssize_t len = recv(courier->desk.client_fd[client], text, sizeof text, MSG_DONTWAIT);
        if (len < 0 && (errno == EAGAIN || errno == EINTR)) {
            break;
        }
        bool good =
            len > 0 && len <= LIMIT_ASK_BYTES && read_question(courier, client, text, (size_t)len);
        if (!good) {
            see_off(courier, client);
        }
    }
    kstr_wipe(text, sizeof text);
}

void desk_step(struct courier *courier, int64_t now_mono_ms)
{
    let_in(&courier->desk);
    for (int i = 0; i < LIMIT_ASK_CLIENTS; i++) {
        listen_to(courier, i);
        if (courier->desk.hello[i] != 0) {
            say_hello(courier, i, courier->desk.hello[i]);
        }
    }
    for (int i = 0; i < ERRAND_MAX; i++) {
        struct errand *errand = &courier->desk.errand[i];
        if (errand->slot != NO_SLOT && net_take(courier->net, errand->slot, &courier->answer)) {
            bring_answer(courier, errand, now_mono_ms);
        }
    }
}
