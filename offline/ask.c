/*
 * The kiosk's end of the courier's socket. Sends a question, remembers its deadline, and gives back
 * an answer in any case: a courier that is not there, is too slow or talks nonsense is "offline".
 */
#define _GNU_SOURCE /* SOCK_NONBLOCK */
#include "ask.h"

#include "json.h"
#include "kassert.h"
#include "kbuf.h"
#include "kstr.h"
#include "offline_internal.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MESSAGES_MAX 16                       /* taken in one poll */
#define TIME_MS_MAX  INT64_C(253402300799999) /* the year 9999: what a calendar can show */

/* One of a kind at a time: a customer who asks again does not wait for the answer before. */
struct question {
    bool open;
    bool lost; /* the courier has gone: nobody will answer */
    int64_t number;
    int64_t deadline_mono_ms;
    uint32_t serial;               /* the caller's */
    char token[LIMIT_FIELD_BYTES]; /* who is asked about: kept until it is answered */
    bool is_phone;
};

struct ask {
    struct sockaddr_un address;
    int fd; /* -1 = not connected */
    int64_t last_number;
    bool hq;
    struct question question[ASK_KIND_COUNT];
    char message[LIMIT_ANSWER_BYTES];
};

enum kcode ask_open(const char *socket_path, struct ask **ret_ask, struct kerr *err)
{
    K_CLEANUP(ask_close) struct ask *ask = calloc(1, sizeof *ask);
    if (!ask) {
        return kerr_fail(err, K_E_IO, "no memory for questions");
    }
    ask->fd = -1;
    ask->hq = true; /* until the first answer says otherwise, or does not come */
    ask->address.sun_family = AF_UNIX;
    if (!kstr_copy(ask->address.sun_path, sizeof ask->address.sun_path, socket_path)) {
        return kerr_fail(err, K_E_IO, "%s: path too long for a socket", socket_path);
    }
    *ret_ask = ask;
    ask = NULL; /* handed over */
    return K_OK;
}

static void hang_up(struct ask *ask)
{
    if (ask->fd >= 0) {
        (void)close(ask->fd);
    }
    ask->fd = -1;
    for (int i = 0; i < ASK_KIND_COUNT; i++) {
        ask->question[i].lost = true;
    }
}

void ask_close(struct ask **ask)
{
    if (!*ask) {
        return;
    }
    hang_up(*ask);
    kstr_wipe(*ask, sizeof **ask);
    free(*ask);
    *ask = NULL;
}

/* A Unix socket connects at once or not at all. */
static bool call(struct ask *ask)
{
    if (ask->fd >= 0) {
        return true;
    }
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return false;
    }
    if (connect(fd, (const struct sockaddr *)&ask->address, sizeof ask->address) != 0) {
        (void)close(fd);
        return false;
    }
    ask->fd = fd;
    return true;
}

static bool send_json(struct ask *ask, const struct json *root)
{
    char text[LIMIT_ASK_BYTES];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    bool sent = json_write(root, &buf, &err) == K_OK && call(ask) &&
                send(ask->fd, text, buf.len, MSG_NOSIGNAL) == (ssize_t)buf.len;
    kstr_wipe(text, sizeof text);
    return sent;
}

/* A question of this kind that is still open is given up: its answer finds no question. */
static struct question *put_question(struct ask *ask, enum ask_kind kind, struct json *root,
                                     int64_t deadline_mono_ms)
{
    struct question *q = &ask->question[kind];
    *q = (struct question){
        .open = true, .number = ++ask->last_number, .deadline_mono_ms = deadline_mono_ms};
    json_set_int(root, "n", q->number);
    if (!send_json(ask, root)) {
        hang_up(ask);
    }
    return q;
}

static void close_question(struct question *q)
{
    kstr_wipe(q, sizeof *q);
}

/* Nothing is known yet but whose answer it will be. */
static struct ask_answer answer_to(enum ask_kind kind, const struct question *q)
{
    struct ask_answer answer = {.kind = kind, .serial = q->serial, .is_phone = q->is_phone};
    (void)kstr_copy(answer.token, sizeof answer.token, q->token);
    return answer;
}

void ask_hello(struct ask *ask, int64_t deadline_mono_ms)
{
    K_CLEANUP(json_free) struct json *root = json_new_object();
    json_set_text(root, "ask", "hello");
    (void)put_question(ask, ASK_HELLO, root, deadline_mono_ms);
}

void ask_customer(struct ask *ask, uint32_t serial, const char *token, bool is_phone,
                  int64_t deadline_mono_ms)
{
    K_CLEANUP(json_free) struct json *root = json_new_object();
    json_set_text(root, "ask", "customer");
    json_set_text(root, is_phone ? "phone" : "token", token);
    struct question *q = put_question(ask, ASK_CUSTOMER, root, deadline_mono_ms);
    q->serial = serial;
    q->is_phone = is_phone;
    (void)kstr_copy(q->token, sizeof q->token, token);
}

void ask_check(struct ask *ask, uint32_t serial, const char *question, const char *customer_ref,
               int64_t deadline_mono_ms)
{
    K_CLEANUP(json_free) struct json *root = json_new_object();
    json_set_text(root, "ask", "check");
    json_set_text(root, "question", question);
    json_set_text(root, "customer", customer_ref);
    put_question(ask, ASK_CHECK, root, deadline_mono_ms)->serial = serial;
}

/* ---- reading answers ---- */

/* The courier passes on what headquarters wrote about a customer: one line of text without control
 * characters, or nothing. False when it is nothing or was cut. */
static bool read_words(const struct json *object, const char *key, char *ret_text, size_t size)
{
    const char *text = json_get_text(object, key);
    bool good = utf8_valid(text) && !strchr(text, '\n');
    return kstr_copy(ret_text, size, good ? text : "") && ret_text[0] != '\0';
}

static int64_t read_time(const struct json *object, const char *key)
{
    int64_t wall_ms = json_int(json_get(object, key), 0);
    return wall_ms > 0 && wall_ms <= TIME_MS_MAX ? wall_ms : 0;
}

static void read_requests(const struct json *list, struct profile *profile)
{
    for (size_t i = 0; i < json_count(list) && profile->request_count < LIMIT_VISIT_REQUESTS; i++) {
        const struct json *item = json_at(list, i);
        const char *id = json_get_text(item, "id");
        if (!kuuid_valid(id)) {
            continue; /* cannot be joined or followed */
        }
        struct open_request *r = &profile->request[profile->request_count++];
        r->state = request_state_of_hq(json_get_text(item, "state"));
        r->created_wall_ms = read_time(item, "created");
        (void)kstr_copy(r->id, sizeof r->id, id);
        (void)read_words(item, "matter", r->matter, sizeof r->matter);
        (void)read_words(item, "subject", r->subject, sizeof r->subject);
        kuuid_number(r->id, r->number);
    }
}

static void read_last(const struct json *last, struct profile *profile)
{
    const char *kind = json_get_text(last, "kind");
    if (!read_words(last, "matter", profile->last_matter, sizeof profile->last_matter)) {
        return;
    }
    profile->last_kind = kstr_equal(kind, "article") ? MATTER_ARTICLE : MATTER_FLOW;
    profile->last_solved = json_bool(json_get(last, "solved"), false);
    profile->last_wall_ms = read_time(last, "at");
}

/* False when the answer lacks what a greeting needs. */
static bool read_profile(const struct json *customer, struct profile *ret_profile)
{
    struct profile profile = {
        .lang = kstr_equal(json_get_text(customer, "lang"), "en") ? LANG_EN : LANG_KO,
        .level = level_find(json_get_text(customer, "level")),
    };
    (void)read_words(customer, "name", profile.name, sizeof profile.name);
    (void)read_words(customer, "phone_masked", profile.contact_masked,
                     sizeof profile.contact_masked);
    read_last(json_get(customer, "last"), &profile);
    read_requests(json_get(customer, "requests"), &profile);
    bool good = read_words(customer, "ref", profile.ref, sizeof profile.ref);
    if (good) {
        *ret_profile = profile;
    }
    kstr_wipe(&profile, sizeof profile);
    return good;
}

static void read_customer(const struct json *root, struct ask_answer *answer)
{
    const char *lookup = json_get_text(root, "lookup");
    answer->lookup = LOOKUP_OFFLINE;
    if (kstr_equal(lookup, "unknown")) {
        answer->lookup = LOOKUP_UNKNOWN;
    } else if (kstr_equal(lookup, "known") &&
               read_profile(json_get(root, "customer"), &answer->profile)) {
        answer->lookup = LOOKUP_KNOWN;
    }
    answer->offline = answer->lookup == LOOKUP_OFFLINE;
}

static void read_check(const struct json *root, struct ask_answer *answer)
{
    const char *check = json_get_text(root, "check");
    answer->check = FLOW_CHECK_FAILED;
    if (kstr_equal(check, "answered") &&
        kstr_copy(answer->text, sizeof answer->text, json_get_text(root, "answer"))) {
        answer->check = FLOW_CHECK_ANSWERED;
    } else if (kstr_equal(check, "offline")) {
        answer->check = FLOW_CHECK_OFFLINE;
    }
    answer->offline = answer->check == FLOW_CHECK_OFFLINE;
}

/* ASK_KIND_COUNT when the message answers no open question. */
static enum ask_kind find_kind(const struct ask *ask, int64_t number)
{
    int kind = 0;
    while (kind < ASK_KIND_COUNT &&
           (!ask->question[kind].open || ask->question[kind].number != number)) {
        kind++;
    }
    return (enum ask_kind)kind;
}

/* True when the message answers an open question. */
static bool read_message(struct ask *ask, size_t len, struct ask_answer *ret_answer)
{
    K_CLEANUP(json_free) struct json *root = NULL;
    struct kerr err = {0};
    if (json_parse(ask->message, len, &root, &err) != K_OK) {
        return false;
    }
    enum ask_kind kind = find_kind(ask, json_int(json_get(root, "n"), -1));
    if (kind == ASK_KIND_COUNT) {
        return false; /* too late */
    }
    ask->hq = json_bool(json_get(root, "hq"), false);
    *ret_answer = answer_to(kind, &ask->question[kind]);
    ret_answer->offline = !ask->hq;
    close_question(&ask->question[kind]);
    if (kind == ASK_CUSTOMER) {
        read_customer(root, ret_answer);
    } else if (kind == ASK_CHECK) {
        read_check(root, ret_answer);
    }
    return true;
}

/* Bytes of the next message, 0 when none is there; hangs up on a courier that went away. */
static size_t take_message(struct ask *ask)
{
    if (ask->fd < 0) {
        return 0;
    }
    ssize_t len = recv(ask->fd, ask->message, sizeof ask->message, 0);
    if (len > 0) {
        return (size_t)len;
    }
    bool nothing_yet = len < 0 && (errno == EAGAIN || errno == EINTR);
    if (!nothing_yet) {
        hang_up(ask);
    }
    return 0;
}

/* Take messages until one answers a question. */
static bool receive(struct ask *ask, struct ask_answer *ret_answer)
{
    for (int i = 0; i < MESSAGES_MAX; i++) {
        size_t len = take_message(ask);
        bool answered = len > 0 && read_message(ask, len, ret_answer);
        kstr_wipe(ask->message, len);
        if (len == 0 || answered) {
            return answered;
        }
    }
    return false; /* whatever else it says can wait for the next poll */
}

/* A customer does not wait for a courier that has gone. A hello does: it may be starting. */
static bool is_over(const struct question *question, enum ask_kind kind, int64_t now_mono_ms)
{
    bool is_in_vain = question->lost && kind != ASK_HELLO;
    return question->open && (is_in_vain || question->deadline_mono_ms <= now_mono_ms);
}

static bool give_up(struct ask *ask, int64_t now_mono_ms, struct ask_answer *ret_answer)
{
    for (int kind = 0; kind < ASK_KIND_COUNT; kind++) {
        struct question *q = &ask->question[kind];
        if (!is_over(q, (enum ask_kind)kind, now_mono_ms)) {
            continue;
        }
        *ret_answer = answer_to((enum ask_kind)kind, q);
        ret_answer->offline = true;
        ret_answer->lookup = LOOKUP_OFFLINE;
        ret_answer->check = FLOW_CHECK_OFFLINE;
        ask->hq = ask->hq && !q->lost && kind != ASK_HELLO;
        close_question(q);
        return true;
    }
    return false;
}

bool ask_poll(struct ask *ask, int64_t now_mono_ms, struct ask_answer *ret_answer)
{
    return receive(ask, ret_answer) || give_up(ask, now_mono_ms, ret_answer);
}

void ask_forget(struct ask *ask)
{
    close_question(&ask->question[ASK_CUSTOMER]);
    close_question(&ask->question[ASK_CHECK]);
}

bool ask_is_open(const struct ask *ask, enum ask_kind kind)
{
    KASSERT(kind < ASK_KIND_COUNT);
    return ask->question[kind].open;
}

bool ask_hq_reachable(const struct ask *ask)
{
    return ask->hq;
}
