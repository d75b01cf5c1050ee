#include "check.h"
#include "kstr.h"
#include "ksys.h"
#include "loopback_server.h"
#include "net.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LONG_MS 20000 /* never reached in a test that passes */

struct fixture {
    struct loopback_server server;
    struct net *net;
    struct net_answer answer;
    char url[128];
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct kerr err = {0};
    assert_non_null(f);
    loopback_server_start(&f->server);
    assert_ok(net_open(&f->net, &err), &err);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    net_close(&f->net);
    net_close(&f->net);
    loopback_server_stop(&f->server);
    free(f);
    return 0;
}

static const char *url_of(struct fixture *f, const char *path)
{
    (void)kstr_format(f->url, sizeof f->url, "http://127.0.0.1:%d%s", f->server.port, path);
    return f->url;
}

/* The request whose url is the fixture's. */
static enum kcode start(struct fixture *f, struct net_request request, int *ret_slot,
                        struct kerr *err)
{
    request.url = f->url;
    request.timeout_ms = request.timeout_ms > 0 ? request.timeout_ms : LONG_MS;
    return net_start(f->net, &request, ret_slot, err);
}

static void wait_for(struct fixture *f, int slot)
{
    int64_t end_ms = ksys_mono_ms() + LONG_MS;
    while (!net_take(f->net, slot, &f->answer)) {
        assert_true(ksys_mono_ms() < end_ms);
        net_poll(f->net, NULL, 0, 1000);
    }
}

static const struct net_answer *get(struct fixture *f, const char *path, int timeout_ms)
{
    struct kerr err = {0};
    int slot = -1;
    (void)url_of(f, path);
    assert_ok(start(f, (struct net_request){.timeout_ms = timeout_ms}, &slot, &err), &err);
    wait_for(f, slot);
    return &f->answer;
}

static void a_request_arrives_with_its_body_and_its_id(void **state)
{
    struct fixture *f = *state;
    struct kerr err = {0};
    int slot = -1;
    char body[] = "{\"a\":1}";
    struct net_request request = {.body = body, .body_len = 7, .id = "id-1"};
    (void)url_of(f, "/echo");
    assert_ok(start(f, request, &slot, &err), &err);
    memset(body, 'x', sizeof body); /* it was copied */
    wait_for(f, slot);
    assert_int_equal(NET_ANSWERED, f->answer.outcome);
    assert_int_equal(200, f->answer.status);
    assert_true(f->answer.is_json);
    assert_int_equal(-1, f->answer.retry_after_s);
    assert_true(kstr_starts(f->answer.body, "POST /echo HTTP/1.1\r\n"));
    assert_non_null(strstr(f->answer.body, "\r\nIdempotency-Key: id-1\r\n"));
    assert_non_null(strstr(f->answer.body, "\r\nContent-Type: application/json\r\n"));
    assert_null(strstr(f->answer.body, "Expect"));
    assert_string_equal("\r\n\r\n{\"a\":1}", strstr(f->answer.body, "\r\n\r\n"));
    assert_int_equal(strlen(f->answer.body), f->answer.body_len);
}

static void a_question_without_a_body_is_a_get(void **state)
{
    const struct net_answer *answer = get(*state, "/echo", LONG_MS);
    assert_int_equal(NET_ANSWERED, answer->outcome);
    assert_true(kstr_starts(answer->body, "GET /echo HTTP/1.1\r\n"));
    assert_null(strstr(answer->body, "Idempotency-Key"));
}

static void a_body_may_be_empty(void **state)
{
    struct fixture *f = *state;
    struct kerr err = {0};
    int slot = -1;
    (void)url_of(f, "/echo");
    assert_ok(start(f, (struct net_request){.body = ""}, &slot, &err), &err);
    wait_for(f, slot);
    assert_non_null(strstr(f->answer.body, "Content-Length: 0\r\n"));
}

static void an_answer_that_breaks_off_is_unknown(void **state)
{
    static const char *const paths[] = {"/cut",      "/cut-head",   "/nothing", "/garbage",
                                        "/open-end", "/cut-chunks", "/early",   "/cut-204"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        const struct net_answer *answer = get(*state, paths[i], LONG_MS);
        assert_int_equal(NET_UNKNOWN, answer->outcome);
        assert_int_equal(0, answer->body_len);
        assert_false(answer->is_json);
    }
}

static void an_answer_in_chunks_is_whole_with_its_last_chunk(void **state)
{
    const struct net_answer *answer = get(*state, "/chunks", LONG_MS);
    assert_int_equal(NET_ANSWERED, answer->outcome);
    assert_string_equal("abcde", answer->body);
}

static void an_answer_as_long_as_the_limit_fits_and_a_longer_one_is_unknown(void **state)
{
    const struct net_answer *answer = get(*state, "/limit", LONG_MS);
    assert_int_equal(NET_ANSWERED, answer->outcome);
    assert_int_equal(LIMIT_ANSWER_BYTES - 1, answer->body_len);
    answer = get(*state, "/long", LONG_MS);
    assert_int_equal(NET_UNKNOWN, answer->outcome);
    assert_int_equal(0, answer->body_len);
}

static void an_answer_that_does_not_come_in_time_is_unknown(void **state)
{
    static const char *const paths[] = {"/slow", "/drip"}; /* silent; busy but never finished */
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        int64_t begun_ms = ksys_mono_ms();
        const struct net_answer *answer = get(*state, paths[i], 200);
        assert_int_equal(NET_UNKNOWN, answer->outcome);
        assert_int_equal(0, answer->body_len);
        assert_true(ksys_mono_ms() - begun_ms < LONG_MS / 4);
    }
}

static void a_redirect_is_an_answer_and_not_followed(void **state)
{
    const struct net_answer *answer = get(*state, "/redirect", LONG_MS);
    assert_int_equal(NET_ANSWERED, answer->outcome);
    assert_int_equal(302, answer->status);
    assert_int_equal(0, answer->body_len);
}

static void the_page_of_a_captive_portal_is_not_json(void **state)
{
    const struct net_answer *answer = get(*state, "/portal", LONG_MS);
    assert_int_equal(NET_ANSWERED, answer->outcome);
    assert_int_equal(200, answer->status);
    assert_false(answer->is_json);
    assert_string_equal("<html>", answer->body);
}

static void a_busy_server_says_when_to_come_back(void **state)
{
    const struct net_answer *answer = get(*state, "/busy", LONG_MS);
    assert_int_equal(NET_ANSWERED, answer->outcome);
    assert_int_equal(503, answer->status);
    assert_int_equal(7, answer->retry_after_s);
    assert_true(answer->is_json); /* whatever its case and parameters */
}

static void an_answer_without_a_body_is_an_answer(void **state)
{
    const struct net_answer *answer = get(*state, "/empty", LONG_MS);
    assert_int_equal(NET_ANSWERED, answer->outcome);
    assert_int_equal(204, answer->status);
    assert_false(answer->is_json); /* application/jsonx is something else */
}

static void a_refused_connection_was_certainly_not_sent(void **state)
{
    struct fixture *f = *state;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof address;
    struct kerr err = {0};
    int slot = -1;
    int taken = socket(AF_INET, SOCK_STREAM, 0); /* holds the port and does not listen */
    assert_true(taken >= 0);
    assert_int_equal(0, bind(taken, (struct sockaddr *)&address, len));
    assert_int_equal(0, getsockname(taken, (struct sockaddr *)&address, &len));
    (void)kstr_format(f->url, sizeof f->url, "http://127.0.0.1:%d/", ntohs(address.sin_port));
    struct net_request request = {.body = "{}", .body_len = 2, .id = "id"};
    assert_ok(start(f, request, &slot, &err), &err);
    wait_for(f, slot);
    assert_int_equal(NET_NOT_SENT, f->answer.outcome);
    (void)close(taken);
}

static void only_this_machine_is_reachable(void **state)
{
    struct fixture *f = *state;
    static const char *const urls[] = {
        "",
        "127.0.0.1:80/",
        "https://127.0.0.1/",
        "http://example.com/",
        "http://10.0.0.1/",
        "http://127.0.0.1.example.com/",
        "http://127.0.0.1@example.com/",
        "http://user:secret@127.0.0.1/",
        "http://localhost.example.com/",
        "http://0.0.0.0/",
        "http://[::2]/",
        "http://[::ffff:10.0.0.1]/",
        "http://128.0.0.1/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http://example.com#@127.0.0.1/",
        "http://127.0.0.1\\@example.com/",
        "http://0x0a000001/",
    };
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        struct kerr err = {0};
        int slot = -1;
        (void)kstr_copy(f->url, sizeof f->url, urls[i]);
        assert_int_equal(K_E_NET, start(f, (struct net_request){0}, &slot, &err));
        assert_int_equal(-1, slot);
        assert_null(strstr(err.text, "secret"));
    }
    static const char *const good[] = {"http://localhost:1/", "http://[::1]:1/",
                                       "http://127.9.9.9:1/"};
    for (size_t i = 0; i < 3; i++) {
        struct kerr err = {0};
        int slot = -1;
        (void)kstr_copy(f->url, sizeof f->url, good[i]);
        assert_ok(start(f, (struct net_request){0}, &slot, &err), &err);
        net_drop(f->net, slot);
    }
}

static void a_proxy_of_the_environment_is_not_asked(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(0, setenv("http_proxy", "http://127.0.0.1:1", 1));
    assert_int_equal(0, setenv("all_proxy", "http://127.0.0.1:1", 1));
    const struct net_answer *answer = get(f, "/echo", LONG_MS);
    assert_int_equal(NET_ANSWERED, answer->outcome);
    assert_null(strstr(answer->body, "http://")); /* an absolute URI is for proxies */
    assert_int_equal(0, unsetenv("http_proxy"));
    assert_int_equal(0, unsetenv("all_proxy"));
}

static void as_many_exchanges_run_as_there_are_slots(void **state)
{
    struct fixture *f = *state;
    struct kerr err = {0};
    int slots[NET_MAX];
    int slot = -1;
    (void)url_of(f, "/echo");
    for (int i = 0; i < NET_MAX; i++) {
        assert_ok(start(f, (struct net_request){0}, &slots[i], &err), &err);
    }
    assert_int_equal(K_E_FULL, start(f, (struct net_request){0}, &slot, &err));
    assert_int_equal(-1, slot);
    net_drop(f->net, slots[3]);
    net_drop(f->net, slots[3]);
    err = (struct kerr){0};
    assert_ok(start(f, (struct net_request){0}, &slots[3], &err), &err);
    for (int i = 0; i < NET_MAX; i++) {
        wait_for(f, slots[i]);
        assert_int_equal(NET_ANSWERED, f->answer.outcome);
    }
}

static void exchanges_may_be_left_when_the_net_is_closed(void **state)
{
    struct fixture *f = *state;
    struct kerr err = {0};
    int slot = -1;
    (void)url_of(f, "/slow");
    assert_ok(start(f, (struct net_request){.body = "{}", .body_len = 2}, &slot, &err), &err);
    net_poll(f->net, NULL, 0, 0);
    net_close(&f->net);
    assert_null(f->net);
}

static void other_descriptors_end_the_wait(void **state)
{
    struct fixture *f = *state;
    int ends[2];
    assert_int_equal(0, pipe(ends));
    assert_int_equal(1, write(ends[1], "x", 1));
    int64_t start_ms = ksys_mono_ms();
    net_poll(f->net, ends, 1, LONG_MS);
    assert_true(ksys_mono_ms() - start_ms < LONG_MS / 2);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

#define NET_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        NET_TEST(a_request_arrives_with_its_body_and_its_id),
        NET_TEST(a_question_without_a_body_is_a_get),
        NET_TEST(a_body_may_be_empty),
        NET_TEST(an_answer_that_breaks_off_is_unknown),
        NET_TEST(an_answer_in_chunks_is_whole_with_its_last_chunk),
        NET_TEST(an_answer_as_long_as_the_limit_fits_and_a_longer_one_is_unknown),
        NET_TEST(an_answer_that_does_not_come_in_time_is_unknown),
        NET_TEST(a_redirect_is_an_answer_and_not_followed),
        NET_TEST(the_page_of_a_captive_portal_is_not_json),
        NET_TEST(a_busy_server_says_when_to_come_back),
        NET_TEST(an_answer_without_a_body_is_an_answer),
        NET_TEST(a_refused_connection_was_certainly_not_sent),
        NET_TEST(only_this_machine_is_reachable),
        NET_TEST(a_proxy_of_the_environment_is_not_asked),
        NET_TEST(as_many_exchanges_run_as_there_are_slots),
        NET_TEST(exchanges_may_be_left_when_the_net_is_closed),
        NET_TEST(other_descriptors_end_the_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
