/* A test file that is wrong says where and how to cure it, and is not played. */
#include "check.h"
#include "ground.h"

#include <stdio.h>
#include <string.h>

static int make(void **state)
{
    static struct ground ground;
    ground_make(&ground);
    ground_open(&ground);
    *state = &ground;
    return 0;
}

static int unmake(void **state)
{
    ground_done(*state);
    return 0;
}

static void assert_told(struct ground *ground, const char *yaml, const char *want)
{
    ground_play(ground, yaml);
    if (strncmp(want, ground->told, strlen(want)) != 0) {
        print_error("want %s\n got %s\n  of %s\n", want, ground->told, yaml);
        fail();
    }
    assert_false(ground->report.is_readable);
    assert_int_equal(0, ground->report.count);
}

#define CASE(lines) "flow: fix\ncases:\n  - name: a\n    play:\n" lines
#define GIVEN(map, line)                                                                           \
    "flow: fix\ncases:\n  - name: a\n    given: " map "\n    play: [" line "]\n"
#define END "      - {end: solved}\n"

static void a_file_says_which_flow_it_tests(void **state)
{
    assert_told(*state, "", "tests/t.yaml:1:1: error A024:");
    assert_told(*state, "cases: [{name: a, play: [{end: solved}]}]\n",
                "tests/t.yaml:1:1: error A013: The key 'flow' is missing.");
    assert_told(*state, "flow: fixx\ncases: [{name: a, play: [{end: solved}]}]\n",
                "tests/t.yaml:1:7: error A102: There is no flow 'fixx' in flows/. Did you mean "
                "'fix'?");
    assert_told(*state, "flow: restart-it\ncases: [{name: a, play: [{end: solved}]}]\n",
                "tests/t.yaml:1:7: error A702:");
    assert_told(*state, "flow: fix\ncases: []\n", "tests/t.yaml:2:8: error A701:");
    assert_told(*state, "flow: fix\ncase: []\n",
                "tests/t.yaml:1:1: error A013: The key 'cases' is missing.");
}

static void what_is_given_must_be_possible(void **state)
{
    assert_told(*state, GIVEN("{tim: 1}", "{end: solved}"), "tests/t.yaml:4:13: error A012:");
    assert_told(*state, GIVEN("{time: tomorrow}", "{end: solved}"),
                "tests/t.yaml:4:19: error A703: 'tomorrow' is not a time.");
    assert_told(*state, GIVEN("{time: 2026-02-30 10:00}", "{end: solved}"),
                "tests/t.yaml:4:19: error A703:");
    assert_told(*state, GIVEN("{time: 2026-11-22 10:30, office: open}", "{end: solved}"),
                "tests/t.yaml:4:45: error A704: The office is not open at that time.");
    assert_told(*state, GIVEN("{office: shut}", "{end: solved}"), "tests/t.yaml:4:21: error A037:");
    assert_told(*state, GIVEN("{hq: {line-state: ok}}", "{end: solved}"),
                "tests/t.yaml:4:18: error A705: No flow asks headquarters 'line-state'. Did you "
                "mean 'line-status'?");
    assert_told(*state, GIVEN("{hq: {line-status: broken}}", "{end: solved}"),
                "tests/t.yaml:4:31: error A706: 'broken' is not an answer to 'line-status'. Write "
                "one of: ok, fault, offline, failed.");
    assert_told(*state, GIVEN("{customer: nobody}", "{end: solved}"),
                "tests/t.yaml:4:23: error A037:");
    assert_told(*state, GIVEN("{customer: {level: boss}}", "{end: solved}"),
                "tests/t.yaml:4:31: error A037:");
}

static void a_line_names_what_is_there(void **state)
{
    assert_told(*state, CASE("      - {at: light, answer: red}\n" END),
                "tests/t.yaml:5:14: error A707: The flow 'fix' has no step 'light'. Did you mean "
                "'lights'?");
    assert_told(*state, CASE("      - {at: restart-it/of}\n" END),
                "tests/t.yaml:5:14: error A707: The flow 'restart-it' has no step 'of'. Did you "
                "mean 'off'?");
    assert_told(*state, CASE("      - {at: restart/off}\n" END), "tests/t.yaml:5:14: error A102:");
    assert_told(*state, CASE("      - {at: lights, answer: rad}\n" END),
                "tests/t.yaml:5:30: error A709: The step 'lights' has no choice 'rad'. Did you "
                "mean 'red'?");
    assert_told(*state, CASE("      - {at: lights, anser: red}\n" END),
                "tests/t.yaml:5:22: error A012: Nothing is called 'anser' here. Did you mean "
                "'answer'?");
    assert_told(*state, CASE("      - {at: line, hq: okay}\n" END),
                "tests/t.yaml:5:24: error A706:");
    assert_told(*state, CASE("      - {end: solvd}\n"), "tests/t.yaml:5:15: error A037:");
    assert_told(*state, CASE("      - {press: forward}\n" END), "tests/t.yaml:5:17: error A037:");
}

static void a_line_does_one_thing_that_fits_its_step(void **state)
{
    assert_told(*state, CASE("      - {at: lights, type: red}\n" END),
                "tests/t.yaml:5:22: error A708: 'type' does not fit the step 'lights', which is "
                "'ask'.");
    assert_told(*state, CASE("      - {at: age, hq: ok}\n" END), "tests/t.yaml:5:19: error A708:");
    assert_told(*state, CASE("      - {at: age, answer: old}\n" END),
                "tests/t.yaml:5:19: error A708:");
    assert_told(*state, CASE("      - {at: lights, answer: red, press: back}\n" END),
                "tests/t.yaml:5:35: error A711: This line does two things: 'answer' and 'press'.");
    assert_told(*state, CASE("      - {answer: red}\n" END),
                "tests/t.yaml:5:10: error A712: 'answer' needs to know at which step.");
    assert_told(*state, CASE("      - {change: {lights: red, age: \"3\"}}\n" END),
                "tests/t.yaml:5:18: error A710:");
    assert_told(*state, CASE("      - {at: lights, shows: \"\"}\n"),
                "tests/t.yaml:5:29: error A031:");
}

static void a_case_expects_something_and_ends_with_it(void **state)
{
    assert_told(*state, "flow: fix\ncases: [{name: a, play: []}]\n",
                "tests/t.yaml:2:9: error A716: The case 'a' expects nothing.");
    assert_told(*state, CASE("      - {press: language}\n"), "tests/t.yaml:3:5: error A716:");
    assert_told(*state, CASE("      - {at: lights, answer: red}\n"),
                "tests/t.yaml:5:9: error A717:");
    assert_told(*state, CASE("      - {at: lights}\n      - {at: age}\n"),
                "tests/t.yaml:5:9: error A714: The question 'lights' is not answered");
    assert_told(*state, CASE("      - {request: {reason: asked}}\n" END),
                "tests/t.yaml:6:9: error A715:");
    assert_told(*state, CASE("      - {at: lights}\n  - name: a\n    play: [{at: lights}]\n"),
                "tests/t.yaml:6:5: error A718: Two cases are called 'a'.");
    assert_told(*state, CASE("      - {request: {wrong: {age: often}}}\n"),
                "tests/t.yaml:5:33: error A034:");
    assert_told(*state, CASE("      - {request: {tried: [lights]}}\n"),
                "tests/t.yaml:5:28: error A713: The step 'lights' is no attempt to solve");
}

static void yaml_that_is_none_is_told_not_played(void **state)
{
    assert_told(*state, "flow: [\n", "tests/t.yaml:2:1: error A010:");
    assert_told(*state, "flow: fix\nflow: fix\ncases: []\n", "tests/t.yaml:2:1: error A011:");
    assert_told(*state, "- a\n", "tests/t.yaml:1:1: error A016:");
    assert_told(*state, "flow: fix\ncases: all\n", "tests/t.yaml:2:8: error A015:");
    assert_told(*state, "flow: fix\ncases: [all]\n", "tests/t.yaml:2:9: error A016:");
    assert_told(*state, CASE("      - red\n"), "tests/t.yaml:5:9: error A016:");
    assert_told(*state, CASE("      - {at: [lights]}\n"), "tests/t.yaml:5:14: error A014:");
}

static const struct trial_given *given_of(struct ground *ground, const char *yaml)
{
    ground_play(ground, yaml);
    assert_string_equal("", ground->told);
    return &ground->report.result[0].item->given;
}

static void what_is_given_is_what_is_played(void **state)
{
    struct ground *ground = *state;
    const struct trial_given plain = trial_given_default(ground->content);
    const struct trial_given *given =
        given_of(ground, "flow: fix\ncases: [{name: a, play: [{at: lights}]}]\n");
    assert_null(given->name);
    assert_int_equal(plain.wall_ms, given->wall_ms);
    given = given_of(ground, GIVEN("{time: 2026-11-24 09:05, lang: en, hq: {line-status: fault}}",
                                   "{at: lights}"));
    assert_int_equal(plain.wall_ms + INT64_C(86400000) - 85 * 60000, given->wall_ms);
    assert_int_equal(LANG_EN, given->lang);
    assert_string_equal("fault", given->word[0].answer);
    given = given_of(ground, GIVEN("{customer: {returning: true}, hq: offline}", "{at: lights}"));
    assert_string_equal("홍길동", given->name);
    assert_int_equal(LEVEL_GREETED, given->level);
    assert_true(given->returning);
    assert_true(given->is_offline);
}

static void a_moment_is_chosen_when_only_the_office_is_said(void **state)
{
    struct ground *ground = *state;
    int64_t plain_ms = trial_given_default(ground->content).wall_ms;
    const struct trial_given *given = given_of(ground, GIVEN("{office: open}", "{at: lights}"));
    assert_int_equal(plain_ms, given->wall_ms);
    given = given_of(ground, GIVEN("{office: closed}", "{at: lights}"));
    assert_int_equal(plain_ms + INT64_C(41400000), given->wall_ms); /* 22:00 */
}

static void a_case_says_otherwise_than_its_file(void **state)
{
    struct ground *ground = *state;
    ground_play(ground, "flow: fix\ngiven: {customer: {level: own}, lang: en, hq: offline}\n"
                        "cases:\n  - {name: a, play: [{at: lights}]}\n"
                        "  - {name: b, given: {customer: guest, hq: {line-status: ok}}, "
                        "play: [{at: lights}]}\n");
    const struct trial_result *result = ground->report.result;
    assert_int_equal(2, ground->report.count);
    assert_int_equal(LEVEL_OWN, result[0].item->given.level);
    assert_true(result[0].item->given.is_offline);
    assert_null(result[1].item->given.name);
    assert_int_equal(LEVEL_GUEST, result[1].item->given.level);
    assert_false(result[1].item->given.is_offline);
    assert_int_equal(LANG_EN, result[1].item->given.lang);
}

/* "flow: fix ... play: [LINE, LINE ...]" with so many lines. */
static void many_lines(int count, struct kbuf *yaml)
{
    struct kerr err = {0};
    kbuf_clear(yaml);
    assert_ok(kbuf_text(yaml, CASE(""), &err), &err);
    for (int i = 0; i < count; i++) {
        assert_ok(kbuf_text(yaml, "      - {at: lights}\n", &err), &err);
    }
}

static void more_than_fits_is_refused(void **state)
{
    static char text[16384];
    struct kbuf yaml = KBUF(text);
    many_lines(TRIAL_LINES + 1, &yaml);
    assert_told(*state, text, "tests/t.yaml:5:7: error A023:");
    many_lines(TRIAL_LINES, &yaml);
    ground_play(*state, text);
    assert_int_equal(1, ((struct ground *)*state)->report.count);
    assert_told(*state, CASE("      - {at: lights, shows: [a, b, c, d, e, f, g, h, i]}\n"),
                "tests/t.yaml:5:54: error A023:");
}

static void all_that_is_wrong_is_told_in_one_run(void **state)
{
    struct ground *ground = *state;
    ground_play(ground, CASE("      - {at: light}\n      - {at: ages}\n      - {end: x}\n"));
    assert_int_equal(3, compile_source(ground->compile)->diag_count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_says_which_flow_it_tests),
        cmocka_unit_test(what_is_given_must_be_possible),
        cmocka_unit_test(a_line_names_what_is_there),
        cmocka_unit_test(a_line_does_one_thing_that_fits_its_step),
        cmocka_unit_test(a_case_expects_something_and_ends_with_it),
        cmocka_unit_test(yaml_that_is_none_is_told_not_played),
        cmocka_unit_test(what_is_given_is_what_is_played),
        cmocka_unit_test(a_moment_is_chosen_when_only_the_office_is_said),
        cmocka_unit_test(a_case_says_otherwise_than_its_file),
        cmocka_unit_test(more_than_fits_is_refused),
        cmocka_unit_test(all_that_is_wrong_is_told_in_one_run),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
