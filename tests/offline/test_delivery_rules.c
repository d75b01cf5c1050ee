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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_waits_between_a_second_and_a_cap_that_doubles),
        cmocka_unit_test(retry_after_is_obeyed_but_nobody_can_switch_us_off),
        cmocka_unit_test(headquarters_is_probed_every_second_at_first_and_every_minute_for_ever),
        cmocka_unit_test(only_headquarters_own_words_end_an_items_life),
        cmocka_unit_test(an_item_that_cannot_be_opened_waits_for_the_right_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
