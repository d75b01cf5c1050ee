/*
 * What headquarters, or whoever answers in its place, says to the courier: a whole courier with a
 * network that is made up. Bytes: flags, status in two bytes, body.
 */
#include "fuzz.h"

#include "courier_internal.h"
#include "json.h"
#include "kassert.h"
#include "kstr.h"
#include "trust.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Flags: 0x01 the type is not JSON; 0x0C the outcome; 0x30 Retry-After; 0xC0 which exchange is
 * answered so. The others get what a good headquarters says. */
enum { FLAG_NO_JSON = 1 };
enum exchange { EXCHANGE_DESK, EXCHANGE_DELIVERY, EXCHANGE_STATES, EXCHANGE_HELLO };

static struct {
    const uint8_t *bytes;
    size_t count;
} input;

/* ---- a made-up network and clock ---- */

static struct {
    enum exchange exchange;
    bool is_taken;
    char id[KUUID_TEXT_SIZE]; /* of the item that is delivered */
} slots[NET_MAX];
static int64_t now_mono_ms = 1000000;

int64_t __wrap_ksys_mono_ms(void);
enum kcode __wrap_net_open(struct net **ret_net, struct kerr *err);
void __wrap_net_close(struct net **net);
enum kcode __wrap_net_start(struct net *net, const struct net_request *request, int *ret_slot,
                            struct kerr *err);
void __wrap_net_poll(struct net *net, const int *extra_fds, int extra_fd_count, int wait_ms);
bool __wrap_net_take(struct net *net, int slot, struct net_answer *ret_answer);
void __wrap_net_drop(struct net *net, int slot);

int64_t __wrap_ksys_mono_ms(void)
{
    return now_mono_ms;
}

enum kcode __wrap_net_open(struct net **ret_net, struct kerr *err)
{
    static char nothing;
    (void)err;
    *ret_net = (struct net *)(void *)&nothing;
    return K_OK;
}

void __wrap_net_close(struct net **net)
{
    *net = NULL;
}

static enum exchange exchange_of(const char *url)
{
    return strstr(url, "/v1/hello")      ? EXCHANGE_HELLO
           : strstr(url, "?kiosk=")      ? EXCHANGE_STATES
           : strstr(url, "/v1/requests") ? EXCHANGE_DELIVERY
                                         : EXCHANGE_DESK;
}

enum kcode __wrap_net_start(struct net *net, const struct net_request *request, int *ret_slot,
                            struct kerr *err)
{
    (void)net;
    int slot = 0;
    while (slot < NET_MAX && slots[slot].is_taken) {
        slot++;
    }
    if (slot == NET_MAX) {
        return kerr_fail(err, K_E_FULL, "all slots run");
    }
    slots[slot].is_taken = true;
    slots[slot].exchange = exchange_of(request->url);
    (void)kstr_copy(slots[slot].id, sizeof slots[slot].id,
                    request->id ? request->id : strrchr(request->url, '/') + 1);
    *ret_slot = slot;
    return K_OK;
}

void __wrap_net_poll(struct net *net, const int *extra_fds, int extra_fd_count, int wait_ms)
{
    (void)net;
    (void)extra_fds;
    (void)extra_fd_count;
    (void)wait_ms;
}

/* A good headquarters, which happens to be too busy to take the item. */
static void answer_well(enum exchange exchange, const char *id, struct net_answer *answer)
{
    static const char *const bodies[] = {
        [EXCHANGE_DESK] = "{\"annae\":\"hq\",\"known\":false,\"answer\":\"ok\"}",
        [EXCHANGE_STATES] = "{\"annae\":\"hq\",\"revision\":0,\"requests\":[]}",
        [EXCHANGE_HELLO] = "{\"annae\":\"hq\",\"version\":1}",
    };
    bool delivers = exchange == EXCHANGE_DELIVERY;
    answer->outcome = NET_ANSWERED;
    answer->status = delivers ? 503 : 200;
    answer->retry_after_s = -1;
    answer->is_json = true;
    if (delivers) {
        (void)kstr_format(answer->body, sizeof answer->body,
                          "{\"annae\":\"hq\",\"state\":\"later\",\"id\":\"%s\"}", id);
    } else {
        (void)kstr_copy(answer->body, sizeof answer->body, bodies[exchange]);
    }
    answer->body_len = strlen(answer->body);
}

static void answer_input(struct net_answer *answer)
{
    static const enum net_outcome outcomes[] = {NET_ANSWERED, NET_ANSWERED, NET_UNKNOWN,
                                                NET_NOT_SENT};
    static const int64_t retry_after_s[] = {-1, 0, 30, INT64_MAX};
    unsigned flags = input.bytes[0];
    int status = 100 + (input.bytes[1] | input.bytes[2] << 8) % 500;
    size_t len =
        input.count - 3 < LIMIT_ANSWER_BYTES - 1 ? input.count - 3 : LIMIT_ANSWER_BYTES - 1;
    answer->outcome = outcomes[flags >> 2 & 3U];
    answer->retry_after_s = retry_after_s[flags >> 4 & 3U];
    if (answer->outcome == NET_ANSWERED) {
        answer->status = status;
        answer->is_json = (flags & FLAG_NO_JSON) == 0;
        memcpy(answer->body, input.bytes + 3, len);
        answer->body_len = len;
    }
}

bool __wrap_net_take(struct net *net, int slot, struct net_answer *ret_answer)
{
    (void)net;
    KASSERT(slots[slot].is_taken);
    slots[slot].is_taken = false;
    memset(ret_answer, 0, sizeof *ret_answer);
    if (input.count >= 3 && slots[slot].exchange == (enum exchange)(input.bytes[0] >> 6)) {
        answer_input(ret_answer);
    } else {
        answer_well(slots[slot].exchange, slots[slot].id, ret_answer);
    }
    return true;
}

void __wrap_net_drop(struct net *net, int slot)
{
    (void)net;
    slots[slot].is_taken = false;
}

/* ---- a kiosk beside it ---- */

static struct courier *courier;
static int kiosk_fd = -1;

static void close_all(void)
{
    (void)close(kiosk_fd);
    courier_close(&courier);
}

static void accept_one_request(void)
{
    struct request request = {.kind = REQUEST_CALLBACK, .solved = -1, .soon = true};
    struct visit_accepted accepted;
    struct kerr err = {0};
    (void)kstr_copy(request.customer_ref, sizeof request.customer_ref, "C-1");
    (void)kstr_copy(request.contact, sizeof request.contact, "+821023456789");
    (void)kstr_copy(request.matter, sizeof request.matter, "internet-down");
    KASSERT(device_store_accept(courier->store, &request, 1795266000000, 1, &accepted, &err) ==
            K_OK);
}

static void open_all(void)
{
    static const char conf[] = "id = K-0001\nsite = SEOUL-01\n";
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct trust_pair pair;
    char text[64];
    struct kbuf key = KBUF(text);
    struct kerr err = {0};
    KASSERT(kstr_format(address.sun_path, sizeof address.sun_path, "%s/sock", fuzz_dir()));
    KASSERT(trust_make_pair(&pair, &err) == K_OK);
    KASSERT(trust_base64(pair.open, sizeof pair.open, &key, &err) == K_OK);
    fuzz_write("kiosk.conf", conf, sizeof conf - 1);
    fuzz_write("hq.pub", text, key.len);
    struct courier_options options = {
        .state_dir = fuzz_dir(), .hq_url = "http://127.0.0.1:1", .socket_path = address.sun_path};
    KASSERT(courier_open(&options, &courier, &err) == K_OK);
    KASSERT(atexit(close_all) == 0);
    accept_one_request();
    kiosk_fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    KASSERT(connect(kiosk_fd, (struct sockaddr *)&address, sizeof address) == 0);
}

static void pass(int64_t ms)
{
    now_mono_ms += ms;
    courier_pass(courier, 0);
}

/* Every question is answered, in JSON that says which one it was. */
static void ask(const char *question)
{
    static char text[LIMIT_ANSWER_BYTES];
    struct json *root = NULL;
    struct kerr err = {0};
    KASSERT(send(kiosk_fd, question, strlen(question), MSG_NOSIGNAL) == (ssize_t)strlen(question));
    pass(1); /* passes it on */
    pass(1); /* brings the answer */
    ssize_t got = recv(kiosk_fd, text, sizeof text, 0);
    KASSERT(got > 0);
    KASSERT(json_parse(text, (size_t)got, &root, &err) == K_OK);
    KASSERT(json_int(json_get(root, "n"), 0) == 7);
    if (strcmp(json_get_text(root, "lookup"), "known") == 0) {
        fuzz_inside();
    }
    json_free(&root);
}

/* No answer can name the item's id, so nothing ends its life. */
static void expect_kept(void)
{
    struct outbox_status status;
    struct kerr err = {0};
    KASSERT(outbox_status(courier->store, &status, &err) == K_OK);
    KASSERT(status.waiting == 1);
    KASSERT(status.set_aside == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    if (count < 3) {
        return 0;
    }
    if (!courier) {
        open_all();
    }
    input.bytes = bytes;
    input.count = count;
    pass(INT64_C(4000000)); /* beyond every pause: hello, delivery, states */
    pass(1);
    ask("{\"n\":7,\"ask\":\"customer\",\"token\":\"1\"}");
    ask("{\"n\":7,\"ask\":\"check\",\"question\":\"line\",\"customer\":\"C-1\"}");
    pass(1);
    expect_kept();
    return 0;
}
