/* A case is played by the real visit: it passes when everything it expects is so. */
#include "check.h"
#include "ground.h"

#include <stdio.h>
#include <string.h>

/* A step that shows customer data, and one that is typed in private. */
static void widen(const struct sources *sources)
{
    sources_edit(sources, "flows/fix.yaml", "go: person", "go: pin");
    sources_edit(sources, "flows/fix.yaml", "  - id: person\n",
                 "  - id: pin\n    input: {ko: 비밀번호, en: Pin}\n    type: code\n    min: 4\n"
                 "    max: 4\n    private: true\n    needs: own\n  - id: person\n");
}

static int make(void **state)
{
    static struct ground ground;
    ground_make(&ground);
    widen(&ground.sources);
    ground_open(&ground);
    *state = &ground;
    return 0;
}

static int unmake(void **state)
{
    ground_done(*state);
    return 0;
}

#define CASE(lines) "flow: fix\ncases:\n  - name: a\n    play:\n" lines
#define GIVEN(given, lines)                                                                        \
    "flow: fix\ncases:\n  - name: a\n    given: " given "\n    play:\n" lines

static void assert_passes(struct ground *ground, const char *yaml)
{
    ground_play(ground, yaml);
    if (ground->report.count != 1 || !ground->report.result[0].passed) {
        print_error("%s\n%s\n%s\n  of %s\n", ground->told,
                    ground->report.count ? ground->report.result[0].text : "",
                    ground->report.count ? ground->report.result[0].screen : "", yaml);
        fail();
    }
}

/* Fails at this line, for this reason; the screen is told. */
static void assert_fails(struct ground *ground, const char *yaml, int line, const char *why)
{
    ground_play(ground, yaml);
    assert_string_equal("", ground->told);
    assert_int_equal(1, ground->report.failed);
    const struct trial_result *result = &ground->report.result[0];
    if (result->at.line != line || !strstr(result->text, why)) {
        print_error("want %d: %s\n got %d: %s\n", line, why, result->at.line, result->text);
        fail();
    }
}

static void a_customer_is_led_to_the_end(void **state)
{
    assert_passes(*state, GIVEN("{hq: {line-status: ok}}",
                                "      - {at: lights, shows: 불빛이, answer: green}\n"
                                "      - {at: line, shows: 확인하고, hides: 초록색}\n"
                                "      - {at: test, answer: yes}\n"
                                "      - {end: solved}\n"));
}

static void what_has_one_way_only_need_not_be_said(void **state)
{
    /* the check of the line is answered by what is given, the instruction is done */
    assert_passes(*state, GIVEN("{hq: {line-status: fault}}",
                                "      - {at: lights, answer: red}\n"
                                "      - {at: restart-it/asked, answer: \"yes\"}\n"
                                "      - {at: test}\n"));
    /* a question is never answered by itself */
    assert_fails(*state,
                 CASE("      - {at: lights, answer: red}\n"
                      "      - {at: age, type: \"3\"}\n      - {end: solved}\n"),
                 6, "the customer should come to 'age'; the customer stands at 'restart-it/asked'");
}

static void a_check_without_a_given_answer_waits(void **state)
{
    assert_fails(*state, CASE("      - {at: lights, answer: green}\n      - {at: test}\n"), 6,
                 "the customer stands at 'line'");
    assert_passes(*state, CASE("      - {at: lights, answer: green}\n"
                               "      - {at: line, hq: failed}\n      - {at: age}\n"));
    assert_passes(*state, GIVEN("{hq: offline}", "      - {at: lights, answer: green}\n"
                                                 "      - {at: age, shows: \"본사 연결\"}\n"));
}

static void texts_are_looked_for_on_the_screen(void **state)
{
    struct ground *ground = *state;
    assert_fails(ground, CASE("      - {at: lights, shows: 파란색}\n"), 5,
                 "the screen should say \"파란색\"");
    assert_non_null(strstr(ground->report.result[0].screen, "[초록색]"));
    assert_fails(ground, CASE("      - {at: lights, shows: [초록색, 빨간색], hides: 꺼짐}\n"), 5,
                 "the screen should not say \"꺼짐\"");
    assert_passes(ground, GIVEN("{lang: en}", "      - {at: lights, shows: Green}\n"));
    assert_passes(ground, CASE("      - {press: language}\n      - {at: lights, shows: Green}\n"));
}

static void the_customer_is_who_the_case_says(void **state)
{
    assert_passes(*state,
                  GIVEN("{customer: {name: 김영희}}", "      - {at: lights, shows: 김*희님}\n"));
    assert_passes(*state, CASE("      - {at: lights, shows: 고객님}\n"));
    assert_passes(*state, GIVEN("{customer: number}", "      - {at: lights, shows: 고객님}\n"));
}

static void a_wrong_number_is_refused_and_told(void **state)
{
    assert_passes(*state, CASE("      - {at: lights, answer: dark}\n"
                               "      - {at: age, type: \"99\"}\n"
                               "      - {at: age, shows: \"30\", type: \"3\"}\n"
                               "      - {at: old, shows: 3년}\n"));
}

static void back_and_change_take_answers_back(void **state)
{
    assert_passes(*state, CASE("      - {at: lights, answer: dark}\n"
                               "      - {at: age, press: back}\n"
                               "      - {at: lights, answer: dark}\n"
                               "      - {at: age, type: \"3\"}\n"
                               "      - {at: old, change: {lights: red}}\n"
                               "      - {at: restart-it/off}\n"));
    assert_fails(*state,
                 CASE("      - {at: lights, answer: dark}\n"
                      "      - {change: {age: \"3\"}}\n      - {at: age}\n"),
                 6, "'age' should be changed, but was never answered");
    assert_fails(*state, CASE("      - {at: lights}\n      - {press: next}\n      - {at: age}\n"),
                 6, "there is no button for 'next'");
}

/* From the start to the step that needs to know the customer. */
#define TO_PIN                                                                                     \
    "      - {at: lights, answer: dark}\n      - {at: age, type: \"3\"}\n"                         \
    "      - {at: test, answer: no}\n      - {at: lights, answer: dark}\n"                         \
    "      - {at: age, type: \"3\"}\n      - {at: test, answer: no}\n"

static void a_step_that_needs_more_is_locked_until_a_card_is_shown(void **state)
{
    assert_fails(*state, CASE(TO_PIN "      - {at: pin}\n"), 11,
                 "this step needs to know the customer better");
    assert_passes(*state, CASE(TO_PIN "      - {at: pin, locked: true, card: own}\n"
                                      "      - {at: pin, type: \"1234\"}\n"
                                      "      - {end: handed-over, at: person}\n"));
    assert_fails(*state, CASE("      - {at: lights, locked: true}\n"), 5,
                 "this step should ask who the customer is");
}

static void who_typed_a_number_is_greeted_and_not_known(void **state)
{
    struct ground *ground = *state;
    sources_edit(&ground->sources, "flows/fix.yaml", "  - id: old\n",
                 "  - id: who\n    branch:\n      - {when: \"customer.known\", go: test}\n"
                 "      - {when: \"customer.level = greeted\", go: old}\n      - {else: test}\n"
                 "  - id: old\n");
    assert_passes(ground, GIVEN("{customer: number}", "      - {at: lights, answer: dark}\n"
                                                      "      - {at: age, type: \"3\"}\n"
                                                      "      - {at: old}\n"));
    assert_passes(ground, GIVEN("{customer: {level: greeted}}",
                                "      - {at: lights, answer: dark}\n"
                                "      - {at: age, type: \"3\"}\n      - {at: test}\n"));
    sources_edit(&ground->sources, "flows/fix.yaml",
                 "  - id: who\n    branch:\n      - {when: \"customer.known\", go: test}\n"
                 "      - {when: \"customer.level = greeted\", go: old}\n      - {else: test}\n",
                 "");
    ground_open(ground);
}

static void a_person_is_offered_after_two_attempts(void **state)
{
    assert_passes(*state, GIVEN("{customer: {level: own}}", TO_PIN
                                "      - {offered: true, shows: 상담원}\n"
                                "      - {request: {reason: offered, tried: [old, old]}}\n"));
    assert_fails(*state, CASE("      - {offered: true}\n"), 5, "a person should be offered here");
}

static void an_end_is_the_right_one(void **state)
{
    assert_fails(*state, CASE("      - {at: lights, answer: dark}\n      - {end: solved}\n"), 6,
                 "the flow should end here as solved");
    assert_fails(*state,
                 CASE("      - {at: lights, answer: dark}\n      - {at: age, type: \"3\"}\n"
                      "      - {at: test, answer: yes}\n      - {end: informed}\n"),
                 8, "the flow should end as informed; the flow has ended as solved");
}

#define TO_END(last) TO_PIN "      - {at: pin, type: \"1234\"}\n      - {end: handed-over}\n" last

static void the_request_tells_what_the_agent_needs_and_nothing_private(void **state)
{
    assert_passes(*state,
                  GIVEN("{customer: {level: own, name: 홍길동}}",
                        TO_END("      - {request: {reason: line-fault, matter: fix, customer: "
                               "홍길동, tried: [old, old], answers: {lights: 꺼짐, age: 3년, pin: "
                               "\"***\"}, without: [\"1234\", 파란색]}}\n")));
    static const struct {
        const char *expects, *why;
    } wrong[] = {
        {"{reason: asked}", "the request's 'reason' should be 'asked'; it is 'line-fault'"},
        {"{matter: other}", "the request's 'matter' should be 'other'; it is 'fix'"},
        {"{tried: [old]}", "the request should tell other attempts; it tells [old, old]"},
        {"{tried: []}", "it tells [old, old]"},
        {"{answers: {lights: 초록색}}",
         "the request should tell '초록색' as the answer to 'lights'; it tells '꺼짐'"},
        {"{says: 기다리십시오}",
         "the request's 'says' should be '기다리십시오'; it is '상담원이 돕겠습니다.'"},
        {"{wrong: {age: 2}}", "the request's 'wrong: age' should be '2'; it is '0'"},
        {"{answers: {line: ok}}", "the request should tell the answer to 'line'"},
        {"{without: [꺼짐]}", "the request should not say '꺼짐'"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char yaml[2048];
        (void)snprintf(yaml, sizeof yaml,
                       GIVEN("{customer: {level: own}}", TO_END("      - request: %s\n")),
                       wrong[i].expects);
        assert_fails(*state, yaml, 14, wrong[i].why);
    }
}

static void wrong_tries_are_told_to_the_agent(void **state)
{
    assert_passes(*state, CASE("      - {at: lights, answer: dark}\n"
                               "      - {at: age, type: \"99\"}\n"
                               "      - {at: age, type: \"3\"}\n"
                               "      - {request: {reason: asked, wrong: {age: 1}}}\n"));
}

static void coverage_counts_cases_that_came_there(void **state)
{
    struct ground *ground = *state;
    ground_play(ground,
                "flow: fix\ncases:\n"
                "  - name: a\n    play: [{at: lights, answer: dark}, {at: age}]\n"
                "  - name: b\n    play: [{at: lights, answer: dark}, {at: age, type: \"3\"}, "
                "{at: old}]\n");
    const struct trial_coverage *coverage = &ground->report.coverage;
    uint16_t fix = flow_find(&ground->content->book, "fix");
    const struct flow_chart *chart = &ground->content->book.chart[fix];
    const struct trial_tally *tally = &coverage->flow[fix];
    assert_int_equal(2, tally->step[flow_find_step(chart, "lights")].cases);
    assert_int_equal(2, tally->exit[flow_find_step(chart, "lights")][2].cases);
    assert_int_equal(0, tally->exit[flow_find_step(chart, "lights")][0].cases);
    assert_int_equal(2, tally->step[flow_find_step(chart, "age")].cases);
    assert_int_equal(1, tally->exit[flow_find_step(chart, "age")][0].cases);
    struct trial_sum sum = trial_coverage_sum(coverage, fix);
    assert_int_equal(3, sum.steps_reached);
    assert_int_equal(2, sum.exits_taken);
    assert_int_equal(10, sum.steps);
    /* ask 3, call 1, branch 2, check 3, input 2, tell 1, solved 2, again 2, input without
     * otherwise 1; hand_over none */
    assert_int_equal(17, sum.exits);
    assert_int_equal(11, trial_percent(sum));
}

static void a_way_that_nobody_can_take_is_not_asked_for(void **state)
{
    struct ground *ground = *state;
    const struct flow_book *book = &ground->content->book;
    const struct flow_chart *fix = &book->chart[flow_find(book, "fix")];
    const struct flow_step *pin = &fix->step[flow_find_step(fix, "pin")];
    assert_true(trial_exit_is(book, pin, 0));
    assert_false(trial_exit_is(book, pin, 1)); /* no `otherwise` */
    struct trial_coverage none;
    static char text[16384];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    trial_coverage_init(&none, book);
    assert_ok(trial_coverage_json(&none, &buf, &err), &err);
    assert_non_null(strstr(text, "\"pin\": [0, -1]"));
    trial_coverage_done(&none);
    assert_true(trial_exit_is(book, &fix->step[flow_find_step(fix, "restart")], 0));
    sources_edit(&ground->sources, "flows/restart-it.yaml", "end: informed",
                 "hand_over: help\n    say: {ko: 상담원, en: A person}");
    ground_open(ground);
    book = &ground->content->book;
    fix = &book->chart[flow_find(book, "fix")];
    assert_false(trial_exit_is(book, &fix->step[flow_find_step(fix, "restart")], 0));
    sources_edit(&ground->sources, "flows/restart-it.yaml",
                 "hand_over: help\n    say: {ko: 상담원, en: A person}", "end: informed");
    ground_open(ground);
}

static void what_no_test_takes_is_told_with_its_line(void **state)
{
    struct ground *ground = *state;
    char line[DIAG_LINE_BYTES];
    ground_play(ground, CASE("      - {at: lights, answer: dark}\n      - {at: age}\n"));
    trial_tell_untested(ground->compile, &ground->report.coverage);
    struct source *source = compile_source(ground->compile);
    source_sort(source);
    diag_line(&source->diag[0], LANG_EN, line);
    assert_string_equal("flows/fix.yaml:14:9: note A721: No test takes the way 'green' of the step "
                        "'lights'. Add a case that does.",
                        line);
    diag_line(&source->diag[2], LANG_EN, line);
    assert_string_equal("flows/fix.yaml:17:5: note A720: No test comes to the step 'restart'. Add "
                        "a case that does.",
                        line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_customer_is_led_to_the_end),
        cmocka_unit_test(what_has_one_way_only_need_not_be_said),
        cmocka_unit_test(a_check_without_a_given_answer_waits),
        cmocka_unit_test(texts_are_looked_for_on_the_screen),
        cmocka_unit_test(the_customer_is_who_the_case_says),
        cmocka_unit_test(a_wrong_number_is_refused_and_told),
        cmocka_unit_test(back_and_change_take_answers_back),
        cmocka_unit_test(a_step_that_needs_more_is_locked_until_a_card_is_shown),
        cmocka_unit_test(who_typed_a_number_is_greeted_and_not_known),
        cmocka_unit_test(a_person_is_offered_after_two_attempts),
        cmocka_unit_test(an_end_is_the_right_one),
        cmocka_unit_test(the_request_tells_what_the_agent_needs_and_nothing_private),
        cmocka_unit_test(wrong_tries_are_told_to_the_agent),
        cmocka_unit_test(coverage_counts_cases_that_came_there),
        cmocka_unit_test(a_way_that_nobody_can_take_is_not_asked_for),
        cmocka_unit_test(what_no_test_takes_is_told_with_its_line),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
