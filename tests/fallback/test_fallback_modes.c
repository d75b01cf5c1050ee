#include "check.h"
#include "fallback.h"

#include <string.h>

static void every_failure_has_a_name_a_state_and_a_sentence_in_both_languages(void **state)
{
    (void)state;
    for (unsigned i = 0; i < MISSING_COUNT; i++) {
        const struct fallback_mode *mode = fallback_mode((enum missing)i);
        assert_true(strlen(mode->name) > 0);
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            bool speaks = mode->state.in[lang][0] != '\0' && mode->sentence.in[lang][0] != '\0';
            assert_int_equal(i != MISSING_NOTHING, speaks);
        }
    }
}

static void only_a_missing_pack_stops_the_guides_and_only_disk_or_store_stop_requests(void **state)
{
    (void)state;
    for (unsigned i = 0; i < MISSING_COUNT; i++) {
        const struct fallback_mode *mode = fallback_mode((enum missing)i);
        assert_int_equal(i != MISSING_PACK, mode->can_guide);
        assert_int_equal(i != MISSING_DISK && i != MISSING_STORE, mode->can_keep);
    }
}

static void a_person_is_offered_after_two_failed_attempts(void **state)
{
    (void)state;
    struct escalation escalation = {.failed_fixes = 1, .returns = 2};
    assert_false(escalation_due(&escalation));
    escalation.failed_fixes = 2;
    assert_true(escalation_due(&escalation));
}

static void a_person_is_offered_the_third_time_at_one_step(void **state)
{
    (void)state;
    struct escalation escalation = {.returns = 3};
    assert_true(escalation_due(&escalation));
}

static void a_declined_offer_comes_back_with_the_next_failure_only(void **state)
{
    (void)state;
    struct escalation escalation = {.failed_fixes = 2, .returns = 1};
    escalation_decline(&escalation);
    assert_false(escalation_due(&escalation));
    escalation.returns = 2; /* coming back once is no failure yet */
    assert_false(escalation_due(&escalation));
    escalation.failed_fixes = 3;
    assert_true(escalation_due(&escalation));
    escalation_decline(&escalation);
    escalation.returns = 3;
    assert_true(escalation_due(&escalation));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failure_has_a_name_a_state_and_a_sentence_in_both_languages),
        cmocka_unit_test(only_a_missing_pack_stops_the_guides_and_only_disk_or_store_stop_requests),
        cmocka_unit_test(a_person_is_offered_after_two_failed_attempts),
        cmocka_unit_test(a_person_is_offered_the_third_time_at_one_step),
        cmocka_unit_test(a_declined_offer_comes_back_with_the_next_failure_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
