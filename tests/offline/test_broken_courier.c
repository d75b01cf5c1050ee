/* The kiosk's end of the courier's socket, with a courier behind it that may be broken. */
#include "ask.h"
#include "check.h"
#include "kstr.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define ASK_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define KNOWN          ",\"lookup\":\"known\",\"customer\":"

static char dir[64];
static char path[128];
static int listen_fd, fd;
static struct ask *ask;
static struct ask_answer answer;

static int setup(void **state)
{
    (void)state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct kerr err = {0};
    (void)kstr_copy(dir, sizeof dir, "/tmp/annae-ask-XXXXXX");
    assert_non_null(mkdtemp(dir));
    (void)kstr_format(path, sizeof path, "%s/sock", dir);
    assert_true(kstr_copy(address.sun_path, sizeof address.sun_path, path));
    listen_fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    assert_true(listen_fd >= 0);
    assert_int_equal(0, bind(listen_fd, (struct sockaddr *)&address, sizeof address));
    assert_int_equal(0, listen(listen_fd, 4));
    assert_ok(ask_open(path, &ask, &err), &err);
    fd = -1;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    ask_close(&ask);
    (void)close(fd);
    (void)close(listen_fd);
    (void)unlink(path);
    return rmdir(dir);
}

static void say(const char *text, size_t len)
{
    assert_int_equal(len, send(fd, text, len, MSG_NOSIGNAL));
}

/* The question is number 1; the courier has taken the call. */
static void ask_about_a_card(int64_t deadline_mono_ms)
{
    ask_customer(ask, 1, "9410123456789012", false, deadline_mono_ms);
    fd = accept(listen_fd, NULL, NULL);
    assert_true(fd >= 0);
}

static void what_is_no_answer_is_waited_past_and_then_it_is_offline(void **state)
{
    (void)state;
    static char big[LIMIT_ANSWER_BYTES * 2];
    static const char *const messages[] = {
        "nonsense",
        "{\"n\":1,\"lookup\":",
        "[1]",
        "{}",
        "{\"n\":\"1\",\"lookup\":\"unknown\"}",
        "{\"n\":2,\"lookup\":\"unknown\"}",
        "{\"n\":1,\"n\":1,\"lookup\":\"unknown\"}",
        "{\"n\":1.0,\"lookup\":\"unknown\"}",
        "{\"n\":99999999999999999999,\"lookup\":\"unknown\"}",
        "{\"n\":1,\"lookup\":\"unknown\"} and more",
        "\xff\xfe\x01",
        big,
    };
    memset(big, ' ', sizeof big - 1);
    memcpy(big, "{\"n\":1,\"lookup\":\"unknown\"", 25);
    big[sizeof big - 2] = '}';
    ask_about_a_card(1000);
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        say(messages[i], strlen(messages[i]));
        assert_false(ask_poll(ask, 999, &answer));
    }
    assert_true(ask_poll(ask, 1000, &answer));
    assert_true(answer.offline);
    assert_int_equal(LOOKUP_OFFLINE, answer.lookup);
    assert_false(ask_is_open(ask, ASK_CUSTOMER));
}

/* Answer the question under way with its number in front of rest. */
static void answer_with(const char *rest)
{
    char question[LIMIT_ASK_BYTES];
    char text[1024];
    const char *at = NULL;
    while (!at || !strstr(question, "\"customer\"")) { /* hellos are in between */
        ssize_t got = recv(fd, question, sizeof question - 1, 0);
        assert_true(got > 0);
        question[got] = '\0';
        at = strstr(question, "\"n\":");
    }
    assert_true(kstr_format(text, sizeof text, "{\"n\":%ld%s}", strtol(at + 4, NULL, 10), rest));
    say(text, strlen(text));
}

static void an_answer_that_lacks_what_a_greeting_needs_is_offline_at_once(void **state)
{
    (void)state;
    static const char *const rests[] = {
        "",
        ",\"lookup\":\"maybe\"",
        ",\"lookup\":true",
        KNOWN "{}",
        KNOWN "[1,2]",
        KNOWN "\"C-1\"",
        KNOWN "{\"ref\":7,\"name\":\"A\"}",
        KNOWN "{\"ref\":\"C\\u00011\",\"name\":\"A\"}",
        KNOWN "{\"ref\":\"C-1\\nC-2\",\"name\":\"A\"}",
        KNOWN "{\"ref\":\"0123456789012345678901234567890123456789012345678901234567890123\"}",
    };
    ask_about_a_card(INT64_MAX);
    for (size_t i = 0; i < sizeof rests / sizeof rests[0]; i++) {
        if (i > 0) {
            ask_customer(ask, 1, "9410123456789012", false, INT64_MAX);
        }
        answer_with(rests[i]);
        assert_true(ask_poll(ask, 0, &answer));
        assert_true(answer.offline);
        assert_int_equal(LOOKUP_OFFLINE, answer.lookup);
        assert_string_equal("", answer.profile.ref);
    }
}

static void nothing_of_a_profile_can_spoil_a_screen(void **state)
{
    (void)state;
    ask_about_a_card(INT64_MAX);
    answer_with(KNOWN
                "{\"ref\":\"C-1\",\"name\":\"a\\nb\\u0007\",\"lang\":\"xx\",\"level\":\"boss\","
                "\"phone_masked\":{},\"last\":{\"kind\":\"x\",\"matter\":\"m\","
                "\"at\":-9223372036854775808},\"requests\":[1,{},{\"id\":\"x\"},"
                "{\"id\":\"017f22e2-79b0-7fff-bfff-ffff00000021\",\"state\":\"lost\","
                "\"created\":9223372036854775807,\"subject\":\"a\\tb\"}]}");
    assert_true(ask_poll(ask, 0, &answer));
    assert_int_equal(LOOKUP_KNOWN, answer.lookup);
    assert_string_equal("", answer.profile.name);
    assert_int_equal(LANG_KO, answer.profile.lang);
    assert_int_equal(LEVEL_GUEST, answer.profile.level);
    assert_int_equal(0, answer.profile.last_wall_ms);
    assert_int_equal(1, answer.profile.request_count);
    assert_int_equal(0, answer.profile.request[0].created_wall_ms);
    assert_string_equal("", answer.profile.request[0].subject);
}

static void a_courier_that_never_stops_talking_is_not_listened_to_for_ever(void **state)
{
    (void)state;
    ask_about_a_card(1000);
    for (int i = 0; i < 100; i++) {
        say("nonsense", 8);
    }
    answer_with(",\"lookup\":\"unknown\"");
    assert_true(ask_poll(ask, 1000, &answer)); /* the deadline counts, not what is on its way */
    assert_true(answer.offline);
}

static void a_courier_that_does_not_read_blocks_nobody(void **state)
{
    (void)state;
    ask_about_a_card(1000);
    for (int i = 0; i < 1000; i++) { /* more than its socket holds */
        ask_customer(ask, 1, "9410123456789012", false, 1000);
    }
    assert_true(ask_poll(ask, 1000, &answer));
    assert_true(answer.offline);
}

int main(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        ASK_TEST(what_is_no_answer_is_waited_past_and_then_it_is_offline),
        ASK_TEST(an_answer_that_lacks_what_a_greeting_needs_is_offline_at_once),
        ASK_TEST(nothing_of_a_profile_can_spoil_a_screen),
        ASK_TEST(a_courier_that_never_stops_talking_is_not_listened_to_for_ever),
        ASK_TEST(a_courier_that_does_not_read_blocks_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
