#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "ask.h"
#include "check.h"
#include "fake_courier.h"
#include "kstr.h"

#include <stdlib.h>
#include <unistd.h>

/* The kiosk's end of the socket, against the courier of scripted visits. Time is an argument. */

static char dir[] = "/tmp/annae-ask-XXXXXX";
static char path[64];
static struct fake_courier courier;
static struct ask *ask;
static struct ask_answer answer;

static int open_both(void **state)
{
    (void)state;
    struct kerr err = {0};
    courier = (struct fake_courier){.customer_count = 2,
                                    .customer = {{.token = "A", .ref = "C-1", .name = "Ann"},
                                                 {.token = "B", .ref = "C-2", .name = "Bob"}},
                                    .answer_count = 1,
                                    .question = {"line-status"},
                                    .answer = {"ok"}};
    assert_ok(fake_courier_open(&courier, path, &err), &err);
    assert_ok(ask_open(path, &ask, &err), &err);
    return 0;
}

static int close_both(void **state)
{
    (void)state;
    ask_close(&ask);
    fake_courier_close(&courier);
    (void)unlink(path);
    return 0;
}

static bool answered_at(int64_t now_mono_ms)
{
    fake_courier_turn(&courier);
    return ask_poll(ask, now_mono_ms, &answer);
}

static void a_hello_tells_whether_headquarters_answers(void **state)
{
    (void)state;
    courier.line = FAKE_DOWN;
    assert_true(ask_hq_reachable(ask)); /* nobody has said otherwise */
    ask_hello(ask, 1000);
    assert_true(ask_is_open(ask, ASK_HELLO));
    assert_true(answered_at(0));
    assert_int_equal(ASK_HELLO, answer.kind);
    assert_true(answer.offline);
    assert_false(ask_hq_reachable(ask));
    courier.line = FAKE_UP;
    ask_hello(ask, 1000);
    assert_true(answered_at(0));
    assert_true(ask_hq_reachable(ask));
    assert_false(ask_is_open(ask, ASK_HELLO));
}

static void a_courier_that_does_not_answer_a_hello_is_as_good_as_none(void **state)
{
    (void)state;
    ask_hello(ask, 1000);
    assert_false(ask_poll(ask, 999, &answer));
    assert_true(ask_hq_reachable(ask));
    assert_true(ask_poll(ask, 1000, &answer));
    assert_true(answer.offline);
    assert_false(ask_hq_reachable(ask));
    assert_false(answered_at(1001)); /* too late */
    assert_false(ask_hq_reachable(ask));
}

static void a_courier_that_is_not_there_may_just_be_starting(void **state)
{
    (void)state;
    fake_courier_close(&courier);
    ask_hello(ask, 1000);
    assert_false(ask_poll(ask, 999, &answer));
    assert_true(ask_hq_reachable(ask));
    assert_true(ask_poll(ask, 1000, &answer));
    assert_false(ask_hq_reachable(ask));
}

static void a_hello_does_not_disturb_a_customer_who_waits(void **state)
{
    (void)state;
    ask_customer(ask, 1, "A", false, 800);
    ask_check(ask, 2, "line-status", "C-1", 800);
    ask_hello(ask, 100);
    assert_true(ask_poll(ask, 100, &answer)); /* only the hello is given up */
    assert_int_equal(ASK_HELLO, answer.kind);
    assert_false(ask_poll(ask, 100, &answer));
    assert_true(answered_at(100));
    assert_int_equal(ASK_CUSTOMER, answer.kind);
    assert_string_equal("C-1", answer.profile.ref);
    assert_true(answered_at(100));
    assert_int_equal(ASK_CHECK, answer.kind);
    assert_string_equal("ok", answer.text);
}

static void who_asks_again_gets_the_second_answer_only(void **state)
{
    (void)state;
    ask_customer(ask, 1, "A", false, 800);
    ask_customer(ask, 7, "B", false, 800);
    assert_true(answered_at(0));
    assert_int_equal(7, answer.serial);
    assert_string_equal("B", answer.token);
    assert_string_equal("C-2", answer.profile.ref);
    assert_false(answered_at(800));
}

static void an_answer_names_its_own_question_even_when_nobody_gave_it(void **state)
{
    (void)state;
    ask_customer(ask, 3, "A", true, 800);
    ask_check(ask, 4, "line-status", "C-1", 900);
    assert_true(ask_poll(ask, 800, &answer));
    assert_int_equal(3, answer.serial);
    assert_string_equal("A", answer.token);
    assert_true(answer.is_phone);
    assert_true(ask_poll(ask, 900, &answer));
    assert_int_equal(4, answer.serial);
    assert_string_equal("", answer.token);
}

static void who_has_gone_gets_no_answer(void **state)
{
    (void)state;
    ask_customer(ask, 1, "A", false, 800);
    ask_check(ask, 2, "line-status", "C-1", 800);
    ask_forget(ask);
    assert_false(ask_is_open(ask, ASK_CUSTOMER));
    assert_false(answered_at(0));
    assert_false(answered_at(800));
}

int main(void)
{
    if (!mkdtemp(dir)) {
        return 1;
    }
    (void)kstr_format(path, sizeof path, "%s/courier.sock", dir);
#define WITH_BOTH(test) cmocka_unit_test_setup_teardown(test, open_both, close_both)
    const struct CMUnitTest tests[] = {
        WITH_BOTH(a_hello_tells_whether_headquarters_answers),
        WITH_BOTH(a_courier_that_does_not_answer_a_hello_is_as_good_as_none),
        WITH_BOTH(a_courier_that_is_not_there_may_just_be_starting),
        WITH_BOTH(a_hello_does_not_disturb_a_customer_who_waits),
        WITH_BOTH(who_asks_again_gets_the_second_answer_only),
        WITH_BOTH(an_answer_names_its_own_question_even_when_nobody_gave_it),
        WITH_BOTH(who_has_gone_gets_no_answer),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)rmdir(dir);
    return failed;
}
