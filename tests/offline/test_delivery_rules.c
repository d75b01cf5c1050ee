#include "check.h"
#include "delivery.h"

static void an_item_waits_between_a_second_and_a_cap_that_doubles(void **state)
{
    (void)state;
    static const struct {
        uint32_t failures;
        int64_t cap_ms;
    } table[] = {{0, 1000},   {1, 2000},    {2, 4000},    {5, 32000},
                 {9, 512000}, {10, 900000}, {31, 900000}, {UINT32_MAX, 900000}};
    for (unsigned i = 0; i < sizeof table / sizeof table[0]; i++) {
        int64_t longest = 0;
        for (uint32_t random = 0; random < 2000000; random += 997) {
            int64_t wait_ms = backoff_ms(table[i].failures, random, -1);
            assert_in_range(wait_ms, BACKOFF_MS_MIN, table[i].cap_ms);
            longest = wait_ms > longest ? wait_ms : longest;
        }
        assert_true(longest > table[i].cap_ms * 9 / 10); /* the jitter is full */
    }
}

static void retry_after_is_obeyed_but_nobody_can_switch_us_off(void **state)
{
    (void)state;
    assert_in_range(backoff_ms(1, 12345, 30000), 30000, 31000);
    assert_in_range(backoff_ms(9, 0, 0), 0, 1000);
    assert_in_range(backoff_ms(1, 4294967295U, INT64_MAX), RETRY_AFTER_MS_MAX,
                    RETRY_AFTER_MS_MAX + BACKOFF_MS_MIN);
}

static void headquarters_is_probed_every_second_at_first_and_every_minute_for_ever(void **state)
{
    (void)state;
    for (uint32_t random = 0; random < 100000; random += 97) {
        assert_in_range(probe_ms(1, random), 500, 1000);
        assert_in_range(probe_ms(59, random), 500, 1000);
        assert_in_range(probe_ms(60, random), 1000, 2000);
        assert_in_range(probe_ms(1000000, random), 1000, PROBE_MS_MAX);
    }
}

static void only_headquarters_own_words_end_an_items_life(void **state)
{
    (void)state;
    for (int status = 100; status < 600; status++) {
        assert_int_equal(VERDICT_LATER, verdict_of(status, false, ""));
    }
    static const struct {
        int status;
        enum verdict verdict;
    } table[] = {{200, VERDICT_DELIVERED}, {201, VERDICT_DELIVERED}, {202, VERDICT_LATER},
                 {204, VERDICT_LATER},     {301, VERDICT_LATER},     {302, VERDICT_LATER},
                 {400, VERDICT_REFUSED},   {401, VERDICT_LATER},     {403, VERDICT_LATER},
                 {404, VERDICT_LATER},     {407, VERDICT_LATER},     {408, VERDICT_LATER},
                 {409, VERDICT_REFUSED},   {413, VERDICT_REFUSED},   {422, VERDICT_REFUSED},
                 {429, VERDICT_LATER},     {500, VERDICT_LATER},     {502, VERDICT_LATER},
                 {503, VERDICT_LATER}};
    for (unsigned i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_int_equal(table[i].verdict, verdict_of(table[i].status, true, ""));
        assert_int_equal(table[i].verdict, verdict_of(table[i].status, true, "something else"));
    }
}

static void an_item_that_cannot_be_opened_waits_for_the_right_key(void **state)
{
    (void)state;
    for (int status = 100; status < 600; status++) {
        enum verdict plain = verdict_of(status, true, "");
        enum verdict with_error = verdict_of(status, true, "cannot be opened");
        assert_int_equal(status == 422 ? VERDICT_LATER : plain, with_error);
    }
}

/* ---- the life of an item ---- */

static void an_item_takes_only_the_steps_of_the_picture(void **state)
{
    (void)state;
    static const char *const steps[ITEM_STATE_COUNT] = {
        /* to:             waiting sending set-aside delivered expired */
        [ITEM_WAITING] = "xxxxx",   [ITEM_SENDING] = "x-xx-", [ITEM_SET_ASIDE] = "x--x-",
        [ITEM_DELIVERED] = "-----", [ITEM_EXPIRED] = "-----",
    };
    for (int from = 0; from < ITEM_STATE_COUNT; from++) {
        for (int to = 0; to < ITEM_STATE_COUNT; to++) {
            assert_int_equal(steps[from][to] == 'x',
                             item_may_go((enum item_state)from, (enum item_state)to));
        }
        enum item_state state_of_name = item_state_find(item_state_name((enum item_state)from));
        assert_int_equal(from, state_of_name);
    }
    assert_int_equal(ITEM_STATE_COUNT, item_state_find("gone"));
}

static void what_is_delivered_has_left_and_what_is_set_aside_has_a_reason(void **state)
{
    (void)state;
    struct item_facts facts = {.state = ITEM_DELIVERED, .has_row = true};
    assert_false(item_is_sound(&facts));
    facts.has_row = false;
    assert_true(item_is_sound(&facts));
    facts.request_is_saved = true; /* "saved here" is not true any more */
    assert_false(item_is_sound(&facts));
    facts = (struct item_facts){.state = ITEM_SET_ASIDE, .has_row = true};
    assert_false(item_is_sound(&facts));
    facts.has_reason = true;
    assert_true(item_is_sound(&facts));
    facts = (struct item_facts){.state = ITEM_SENDING, .has_row = true};
    assert_false(item_is_sound(&facts)); /* nobody has tried */
    facts = (struct item_facts){.state = ITEM_EXPIRED};
    assert_false(item_is_sound(&facts)); /* a request never is */
}

static void only_feedback_grows_too_old(void **state)
{
    (void)state;
    assert_false(queue_is_late(-1)); /* nothing waits */
    assert_false(queue_is_late(QUEUE_LATE_MS));
    assert_true(queue_is_late(QUEUE_LATE_MS + 1));
    assert_false(item_has_expired(false, INT64_MAX));
    assert_false(item_has_expired(true, EXPIRE_FEEDBACK_MS));
    assert_true(item_has_expired(true, EXPIRE_FEEDBACK_MS + 1));
    assert_false(item_has_expired(true, -1));
}

/* ---- what follows from an answer ---- */

static enum delivery_move move_of(bool was_asked, int status, bool is_ours, bool is_other)
{
    struct answer_facts facts = {.outcome = ANSWER_WHOLE,
                                 .status = status,
                                 .is_ours = is_ours,
                                 .is_other_content = is_other,
                                 .error = ""};
    return delivery_decide(was_asked, &facts);
}

static void an_answer_to_the_question_settles_it_only_by_200_and_404(void **state)
{
    (void)state;
    for (int status = 100; status < 600; status++) {
        enum delivery_move want = status == 200   ? MOVE_DELIVERED
                                  : status == 404 ? MOVE_POST
                                                  : MOVE_LATER;
        assert_int_equal(want, move_of(true, status, true, false));
        assert_int_equal(MOVE_LATER, move_of(true, status, false, false));
        assert_int_equal(MOVE_LATER, move_of(false, status, false, false));
    }
}

static void our_id_with_other_content_is_never_taken_for_our_item(void **state)
{
    (void)state;
    assert_int_equal(MOVE_REFUSED, move_of(true, 200, true, true));
    assert_int_equal(MOVE_REFUSED, move_of(false, 200, true, true));
    assert_int_equal(MOVE_REFUSED, move_of(false, 201, true, true));
    assert_int_equal(MOVE_REFUSED, move_of(false, 409, true, false));
    assert_int_equal(MOVE_LATER,
                     move_of(false, 200, false, true)); /* a proxy's page proves nothing */
}

static void an_item_that_met_no_connection_does_not_wait(void **state)
{
    (void)state;
    struct answer_facts facts = {.outcome = ANSWER_NOT_SENT, .retry_after_s = -1, .error = ""};
    assert_int_equal(MOVE_LATER, delivery_decide(false, &facts));
    assert_int_equal(0, delivery_wait_ms(&facts, 7, 12345));
    facts.outcome = ANSWER_UNKNOWN;
    assert_int_equal(MOVE_LATER, delivery_decide(true, &facts));
    assert_true(delivery_wait_ms(&facts, 7, 12345) >= BACKOFF_MS_MIN);
    facts = (struct answer_facts){
        .outcome = ANSWER_WHOLE, .status = 503, .retry_after_s = 20, .error = ""};
    assert_in_range(delivery_wait_ms(&facts, 1, 4711), 20000, 21000);
}

/* ---- two headquarters ---- */

static void the_first_that_is_there_is_used(void **state)
{
    (void)state;
    assert_int_equal(-1, endpoint_choose((const bool[]){false, false}, 2));
    assert_int_equal(1, endpoint_choose((const bool[]){false, true}, 2));
    assert_int_equal(0, endpoint_choose((const bool[]){true, true}, 2));
    assert_int_equal(-1, endpoint_choose((const bool[]){false, true}, 1));
}

static void an_item_that_may_be_somewhere_stays_known_as_such(void **state)
{
    (void)state;
    struct answer_facts facts = {.outcome = ANSWER_NOT_SENT, .error = ""};
    assert_int_equal(0, endpoint_unknown(false, 0, 1, &facts)); /* it certainly is not */
    assert_int_equal(3, endpoint_unknown(true, 3, 1, &facts));  /* still to be asked at both */
    facts.outcome = ANSWER_UNKNOWN;
    assert_int_equal(2, endpoint_unknown(false, 0, 1, &facts));
    facts = (struct answer_facts){.outcome = ANSWER_WHOLE, .status = 500, .error = ""};
    assert_int_equal(1, endpoint_unknown(false, 0, 0, &facts));
}

static void after_a_long_outage_each_device_has_a_moment_of_its_own(void **state)
{
    (void)state;
    assert_int_equal(0, spread_ms(3, 4711)); /* nobody noticed */
    int64_t sum_ms = 0;
    for (uint32_t device = 0; device < 1000; device++) {
        int64_t wait_ms = spread_ms(100, device * 2654435761U);
        assert_in_range(wait_ms, 0, SPREAD_MS_MAX - 1);
        assert_int_equal(wait_ms, spread_ms(500, device * 2654435761U));
        sum_ms += wait_ms;
    }
    assert_in_range(sum_ms / 1000, SPREAD_MS_MAX * 4 / 10, SPREAD_MS_MAX * 6 / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_takes_only_the_steps_of_the_picture),
        cmocka_unit_test(what_is_delivered_has_left_and_what_is_set_aside_has_a_reason),
        cmocka_unit_test(the_first_that_is_there_is_used),
        cmocka_unit_test(an_item_that_may_be_somewhere_stays_known_as_such),
        cmocka_unit_test(after_a_long_outage_each_device_has_a_moment_of_its_own),
        cmocka_unit_test(only_feedback_grows_too_old),
        cmocka_unit_test(an_answer_to_the_question_settles_it_only_by_200_and_404),
        cmocka_unit_test(our_id_with_other_content_is_never_taken_for_our_item),
        cmocka_unit_test(an_item_that_met_no_connection_does_not_wait),
        cmocka_unit_test(an_item_waits_between_a_second_and_a_cap_that_doubles),
        cmocka_unit_test(retry_after_is_obeyed_but_nobody_can_switch_us_off),
        cmocka_unit_test(headquarters_is_probed_every_second_at_first_and_every_minute_for_ever),
        cmocka_unit_test(only_headquarters_own_words_end_an_items_life),
        cmocka_unit_test(an_item_that_cannot_be_opened_waits_for_the_right_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
