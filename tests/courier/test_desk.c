/* The courier's desk between a kiosk and a headquarters of which either may talk nonsense. */
#include "ask.h"
#include "check.h"
#include "courier.h"
#include "fake_hq.h"
#include "kstr.h"
#include "ksys.h"
#include "world.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PATIENCE_MS 20000
#define JSON        "application/json"
#define PERSON      "\"ref\":\"C-1\",\"name\":\"홍길동\",\"lang\":\"ko\",\"level\":\"own\""

/* How headquarters answers; 0 = well. */
struct script {
    const char *type, *body;
    const char *states; /* to GET /v1/requests; NULL = nothing new */
    int status;
    bool raw;    /* body is the whole answer */
    bool drips;  /* one byte at a time */
    bool huge;   /* longer than any answer may be */
    bool silent; /* takes the call and hangs up */
    bool posts_drip;
    int states_calls, posts;
};

static struct fake_hq fake;
static struct world w;
static struct ask *ask;
static struct ask_answer answer;

static bool answer_by_script(struct script *s, char *text, size_t size)
{
    static char long_body[70 * 1024];
    if (s->silent) {
        return false;
    }
    fake.drips = s->drips;
    if (s->huge) {
        memset(long_body, ' ', sizeof long_body - 1);
        fake_answer(text, size, s->status, s->type, long_body);
    } else if (s->raw) {
        assert_true(kstr_copy(text, size, s->body));
    } else {
        fake_answer(text, size, s->status, s->type, s->body);
    }
    return true;
}

static bool reply(void *user, const struct fake_call *call, char *text, size_t size)
{
    struct script *s = user;
    if (kstr_equal(call->path, "/v1/hello")) {
        fake_answer(text, size, 200, JSON, "{\"annae\":\"hq\",\"version\":1}");
        return true;
    }
    if (kstr_starts(call->path, "/v1/requests")) {
        bool posts = kstr_equal(call->method, "POST");
        s->states_calls += !posts;
        s->posts += posts;
        fake.drips = posts && s->posts_drip;
        fake_answer(text, size, 200, JSON,
                    s->states ? s->states : "{\"annae\":\"hq\",\"revision\":0,\"requests\":[]}");
        return true;
    }
    return answer_by_script(s, text, size);
}

static void pass(void)
{
    courier_pass(w.courier, 2);
    fake_poll(&fake);
}

static void start(struct script *s)
{
    struct kerr err = {0};
    fake_open(&fake, reply, s);
    world_open(&w, fake.port);
    world_start_courier(&w);
    assert_ok(ask_open(w.socket_path, &ask, &err), &err);
    int64_t end_ms = ksys_mono_ms() + PATIENCE_MS;
    while (!courier_hq_reachable(w.courier)) {
        assert_true(ksys_mono_ms() < end_ms);
        pass();
    }
}

static void end(void)
{
    ask_close(&ask);
    world_close(&w);
    fake_close(&fake);
}

/* Ask as the kiosk does and wait for the answer, which comes within the kiosk's deadline. */
static void ask_and_wait(bool is_check, int deadline_ms)
{
    int64_t begun_ms = ksys_mono_ms();
    if (is_check) {
        ask_check(ask, 2, "line-status", "C-1", begun_ms + deadline_ms);
    } else {
        ask_customer(ask, 1, "9410123456789012", false, begun_ms + deadline_ms);
    }
    while (!ask_poll(ask, ksys_mono_ms(), &answer)) {
        pass();
    }
    assert_true(ksys_mono_ms() - begun_ms <= deadline_ms + 500);
}

/* What any server, proxy or broken headquarters may answer to any question. */
static const struct script nonsense[] = {
    {.status = 200, .type = "text/html", .body = "<html>Please sign in to the hotel</html>"},
    {.status = 200, .type = "text/html", .body = "{\"annae\":\"hq\",\"known\":false}"},
    {.status = 200, .type = JSON, .body = "{\"known\":true,\"customer\":{" PERSON "}}"},
    {.status = 200, .type = JSON, .body = "{\"annae\":\"proxy\",\"known\":false}"},
    {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":true,\"customer\":{"},
    {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":false,\"known\":false}"},
    {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":\"no\"}"},
    {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":1}"},
    {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":true}"},
    {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":true,\"customer\":[]}"},
    {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":true,\"customer\":{}}"},
    {.status = 200,
     .type = JSON,
     .body = "{\"annae\":\"hq\",\"known\":true,\"customer\":{\"ref\":7,\"name\":[]}}"},
    {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\"}"},
    {.status = 200, .type = JSON, .body = "[\"annae\",\"hq\"]"},
    {.status = 200, .type = JSON, .body = "\xff\xfe{}"},
    {.status = 200, .type = JSON, .body = ""},
    {.status = 302, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":false}"},
    {.status = 500, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":false}"},
    {.status = 502, .type = "text/html", .body = "Bad Gateway"},
    {.raw = true, .body = "HTTP/1.1 204 No Content\r\n\r\n"},
    {.raw = true, .body = "HTTP/1.1 302 Found\r\nLocation: /v1/hello\r\nContent-Length: 0\r\n\r\n"},
    {.raw = true, .body = "SSH-2.0-OpenSSH_9.2\r\n"},
    {.raw = true, .body = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"},
    {.status = 200, .type = JSON, .huge = true},
    {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":false}", .silent = true},
};

static void no_nonsense_of_headquarters_is_taken_for_an_answer_about_a_customer(void **state)
{
    (void)state;
    struct script s = {0};
    start(&s);
    for (unsigned i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++) {
        s = nonsense[i];
        ask_and_wait(false, ASK_DEADLINE_MS);
        if (answer.kind != ASK_CUSTOMER || !answer.offline || answer.lookup != LOOKUP_OFFLINE) {
            print_error("row %u: lookup %d\n", i, (int)answer.lookup);
            fail();
        }
        assert_string_equal("", answer.profile.name);
    }
    s = (struct script){.status = 200,
                        .type = JSON,
                        .body = "{\"annae\":\"hq\",\"known\":true,\"customer\":{" PERSON "}}"};
    ask_and_wait(false, ASK_DEADLINE_MS); /* and then headquarters is itself again */
    assert_int_equal(LOOKUP_KNOWN, answer.lookup);
    assert_string_equal("홍길동", answer.profile.name);
    end();
}

static void no_nonsense_of_headquarters_answers_a_check(void **state)
{
    (void)state;
    static const char *const words[] = {
        "{\"annae\":\"hq\",\"answer\":\"\"}",
        "{\"annae\":\"hq\",\"answer\":{\"ok\":1}}",
        "{\"annae\":\"hq\",\"answer\":\"a word of more than sixty-three bytes, which no branch of "
        "a "
        "flow can be called\"}",
    };
    struct script s = {0};
    start(&s);
    for (unsigned i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++) {
        s = nonsense[i];
        ask_and_wait(true, 5000);
        assert_int_equal(ASK_CHECK, answer.kind);
        assert_true(answer.check == FLOW_CHECK_OFFLINE || answer.check == FLOW_CHECK_FAILED);
        assert_string_equal("", answer.text);
    }
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        s = (struct script){.status = 200, .type = JSON, .body = words[i]};
        ask_and_wait(true, 5000);
        assert_int_equal(FLOW_CHECK_FAILED, answer.check);
    }
    end();
}

static void an_answer_that_drips_is_not_waited_for_beyond_the_deadline(void **state)
{
    (void)state;
    struct script s = {.status = 200,
                       .type = JSON,
                       .body =
                           "{\"annae\":\"hq\",\"known\":true,\"customer\":{" PERSON "},"
                           "\"padding\":\"......................................................"
                           "............................................................."
                           "............................................................."
                           "............................................................."
                           ".............................................................\"}",
                       .drips = true};
    start(&s);
    ask_and_wait(false, ASK_DEADLINE_MS);
    assert_int_equal(LOOKUP_OFFLINE, answer.lookup);
    end();
}

static void a_delivery_that_hangs_holds_up_no_customer(void **state)
{
    (void)state;
    struct script s = {.status = 200,
                       .type = JSON,
                       .body = "{\"annae\":\"hq\",\"known\":false}",
                       .posts_drip = true};
    struct request request = fixture_request();
    start(&s);
    (void)fixture_accept(&w.fx, &request);
    int64_t end_ms = ksys_mono_ms() + PATIENCE_MS;
    while (s.posts == 0) {
        assert_true(ksys_mono_ms() < end_ms);
        pass();
    }
    ask_and_wait(false, ASK_DEADLINE_MS);
    assert_int_equal(LOOKUP_UNKNOWN, answer.lookup);
    assert_int_equal(1, world_waiting(&w));
    end();
}

/* ---- states ---- */

static void nonsense_about_states_changes_none_and_is_not_asked_for_without_pause(void **state)
{
    (void)state;
    static const char *const lists[] = {
        "{\"annae\":\"hq\",\"revision\":\"one\",\"requests\":[]}",
        "{\"annae\":\"hq\",\"revision\":1,\"requests\":{}}",
        "{\"annae\":\"hq\",\"revision\":1,\"requests\":[null,7,[],{}]}",
        "{\"annae\":\"hq\",\"revision\":9223372036854775807,\"requests\":[{\"id\":\"x\"}]}",
        "{\"annae\":\"hq\",\"revision\":-5,\"requests\":[{\"id\":\"x\",\"state\":\"closed\"}]}",
        "{\"annae\":\"hq\",\"requests\":[1,2,3]}",
        "{\"annae\":\"hq\",\"revision\":0,\"requests\":[1]}",
        "{\"annae\":\"hq\"",
        "nonsense",
    };
    struct request request = fixture_request();
    for (unsigned i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        struct script s = {.states = lists[i]};
        start(&s);
        struct visit_accepted accepted = fixture_accept(&w.fx, &request);
        int64_t end_ms = ksys_mono_ms() + 400;
        while (ksys_mono_ms() < end_ms) {
            pass();
        }
        assert_true(s.states_calls <= 3); /* every 3 seconds, and twice for a list with news */
        assert_int_equal(REQUEST_SAVED, world_state(&w, accepted.id));
        assert_int_equal(1, world_waiting(&w));
        end();
    }
}

/* ---- a broken kiosk ---- */

static int connect_raw(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_true(kstr_copy(address.sun_path, sizeof address.sun_path, w.socket_path));
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(0, connect(fd, (struct sockaddr *)&address, sizeof address));
    return fd;
}

/* Until the courier has hung up on fd. */
static void wait_for_hang_up(int fd)
{
    char byte;
    int64_t end_ms = ksys_mono_ms() + PATIENCE_MS;
    while (recv(fd, &byte, 1, 0) < 0 && errno == EAGAIN) {
        assert_true(ksys_mono_ms() < end_ms);
        pass();
    }
    (void)close(fd);
}

static void whoever_talks_nonsense_is_hung_up_on_and_nobody_else_notices(void **state)
{
    (void)state;
    static char big[LIMIT_ASK_BYTES * 2];
    static const char *const messages[] = {
        "hello",
        "{\"ask\":",
        "[]",
        "{}",
        "{\"n\":1}",
        "{\"n\":1,\"ask\":7}",
        "{\"n\":1,\"ask\":\"dance\"}",
        "{\"n\":1,\"n\":1,\"ask\":\"hello\"}",
        "{\"n\":1,\"ask\":\"customer\",\"token\":\"\xff\"}",
        "\x01\x02\x03",
        big,
    };
    struct script s = {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":false}"};
    start(&s);
    memset(big, ' ', sizeof big - 1);
    memcpy(big, "{\"ask\":\"hello\"}", 15);
    for (unsigned i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        int fd = connect_raw();
        size_t len = strlen(messages[i]);
        assert_int_equal(len, send(fd, messages[i], len, MSG_NOSIGNAL));
        wait_for_hang_up(fd);
        ask_and_wait(false, ASK_DEADLINE_MS);
        assert_int_equal(LOOKUP_UNKNOWN, answer.lookup);
    }
    end();
}

static void a_question_about_nothing_is_answered_offline(void **state)
{
    (void)state;
    static const char *const messages[] = {
        "{\"n\":1,\"ask\":\"customer\"}",
        "{\"n\":\"x\",\"ask\":\"customer\",\"token\":\"\"}",
        "{\"n\":1,\"ask\":\"customer\",\"token\":{\"a\":1}}",
        "{\"n\":1,\"ask\":\"check\",\"question\":[]}",
    };
    struct script s = {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":false}"};
    start(&s);
    for (unsigned i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        char text[256];
        int fd = connect_raw();
        ssize_t got = -1;
        (void)send(fd, messages[i], strlen(messages[i]), MSG_NOSIGNAL);
        int64_t end_ms = ksys_mono_ms() + PATIENCE_MS;
        while (got < 0) {
            assert_true(ksys_mono_ms() < end_ms);
            pass();
            got = recv(fd, text, sizeof text - 1, 0);
        }
        text[got] = '\0';
        assert_non_null(strstr(text, "\"offline\""));
        (void)close(fd);
    }
    end();
}

static int read_all(int fd)
{
    char text[256];
    int count = 0;
    while (recv(fd, text, sizeof text, 0) > 0) {
        count++;
    }
    return count;
}

static void a_kiosk_that_never_stops_asking_stops_nothing_else(void **state)
{
    (void)state;
    static const char hello[] = "{\"n\":1,\"ask\":\"hello\"}";
    enum { HELLOS = 100 };
    struct script s = {.status = 200, .type = JSON, .body = "{\"annae\":\"hq\",\"known\":false}"};
    start(&s);
    int fd = connect_raw();
    for (int i = 0; i < HELLOS; i++) {
        assert_int_equal(sizeof hello - 1, send(fd, hello, sizeof hello - 1, MSG_NOSIGNAL));
    }
    pass();
    int answered = read_all(fd);
    assert_in_range(answered, 1, HELLOS / 4); /* then it was everybody else's turn */
    int64_t end_ms = ksys_mono_ms() + PATIENCE_MS;
    while (answered < HELLOS) {
        assert_true(ksys_mono_ms() < end_ms);
        pass();
        answered += read_all(fd);
    }
    (void)close(fd);
    end();
}

int main(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_nonsense_of_headquarters_is_taken_for_an_answer_about_a_customer),
        cmocka_unit_test(no_nonsense_of_headquarters_answers_a_check),
        cmocka_unit_test(an_answer_that_drips_is_not_waited_for_beyond_the_deadline),
        cmocka_unit_test(a_delivery_that_hangs_holds_up_no_customer),
        cmocka_unit_test(nonsense_about_states_changes_none_and_is_not_asked_for_without_pause),
        cmocka_unit_test(whoever_talks_nonsense_is_hung_up_on_and_nobody_else_notices),
        cmocka_unit_test(a_question_about_nothing_is_answered_offline),
        cmocka_unit_test(a_kiosk_that_never_stops_asking_stops_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
