/* A visit that is played becomes a test that passes, and says nothing of its customer. */
#include "booth.h"
#include "check.h"
#include "ground.h"
#include "kstr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct taping {
    struct ground ground;
    struct booth *booth;
    struct trial_recorder *recorder;
    uint16_t flow;
    char text[16384];
};

/* A private number on the way to the person. */
static int make(void **state)
{
    static struct taping taping;
    ground_make(&taping.ground);
    sources_edit(&taping.ground.sources, "flows/fix.yaml", "go: person", "go: pin");
    sources_edit(&taping.ground.sources, "flows/fix.yaml", "  - id: person\n",
                 "  - id: pin\n    input: {ko: 비밀번호, en: Pin}\n    type: code\n    min: 4\n"
                 "    max: 4\n    private: true\n  - id: person\n");
    ground_open(&taping.ground);
    taping.flow = flow_find(&taping.ground.content->book, "fix");
    *state = &taping;
    return 0;
}

static int unmake(void **state)
{
    struct taping *taping = *state;
    booth_close(&taping->booth);
    trial_recorder_close(&taping->recorder);
    ground_done(&taping->ground);
    return 0;
}

static void begin(struct taping *taping, const struct trial_given *given)
{
    booth_close(&taping->booth);
    trial_recorder_close(&taping->recorder);
    taping->booth = booth_open(taping->ground.content);
    taping->recorder = trial_recorder_open(taping->ground.content);
    booth_reset(taping->booth, given);
    taping->booth->on_event = trial_recorder_event;
    taping->booth->on_event_user = taping->recorder;
    assert_true(booth_start(taping->booth, taping->flow));
}

static void guest(struct taping *taping)
{
    struct trial_given given = trial_given_default(taping->ground.content);
    begin(taping, &given);
}

static void choose(struct taping *taping, int exit)
{
    booth_touch(taping->booth, ACT_CHOOSE, exit);
}

static void type(struct taping *taping, const char *text)
{
    booth_type(taping->booth, text);
    booth_touch(taping->booth, ACT_OK, 0);
}

/* What was written passes at once; its lines are these. */
static void assert_recorded(struct taping *taping, const char *lines)
{
    struct kerr err = {0};
    struct kbuf buf = KBUF(taping->text);
    trial_recorder_end(taping->recorder, &taping->booth->visit);
    assert_ok(trial_recorder_write(taping->recorder, taping->flow, &buf, &err), &err);
    const char *play = strstr(taping->text, "    play:\n");
    assert_non_null(play);
    assert_string_equal(lines, play + strlen("    play:\n"));
    booth_close(&taping->booth); /* the ground reads its content anew */
    trial_recorder_close(&taping->recorder);
    ground_play(&taping->ground, taping->text);
    assert_string_equal("", taping->ground.told);
    assert_int_equal(1, taping->ground.report.count);
    if (!taping->ground.report.result[0].passed) {
        print_error("%s\n%s", taping->ground.report.result[0].text, taping->text);
        fail();
    }
}

#define TO_TEST                                                                                    \
    "      - {at: lights, answer: dark}\n"                                                         \
    "      - {at: age, type: \"3\"}\n"                                                             \
    "      - {at: old, answer: done}\n"

static void answers_become_lines(void **state)
{
    struct taping *taping = *state;
    guest(taping);
    choose(taping, 2);
    type(taping, "3");
    booth_touch(taping->booth, ACT_OK, 0);
    choose(taping, 0);
    assert_recorded(taping, TO_TEST "      - {at: test, answer: \"yes\"}\n"
                                    "      - {end: solved}\n");
}

static void what_headquarters_answered_is_written(void **state)
{
    struct taping *taping = *state;
    guest(taping);
    choose(taping, 0);
    booth_answer(taping->booth, "fault");
    booth_touch(taping->booth, ACT_BACK, 0);
    choose(taping, 0);
    booth_answer(taping->booth, "failed");
    assert_recorded(taping, "      - {at: lights, answer: green}\n"
                            "      - {at: line, hq: fault}\n"
                            "      - {at: test, press: back}\n"
                            "      - {at: lights, answer: green}\n"
                            "      - {at: line, hq: failed}\n"
                            "      - {at: age}\n");
}

static void a_change_is_written_and_what_stays_is_not_said_again(void **state)
{
    struct taping *taping = *state;
    guest(taping);
    choose(taping, 0);
    booth_answer(taping->booth, "ok");
    booth_touch(taping->booth, ACT_ANSWERS, 0);
    booth_touch(taping->booth, ACT_CHANGE, 0);
    choose(taping, 1);
    assert_recorded(taping, "      - {at: lights, answer: green}\n"
                            "      - {at: line, hq: ok}\n"
                            "      - {change: {lights: \"red\"}}\n"
                            "      - {at: restart-it/off}\n");
}

static void a_request_is_written_with_what_was_tried(void **state)
{
    struct taping *taping = *state;
    struct trial_given given = trial_given_default(taping->ground.content);
    given.name = "김카나리아";
    given.level = LEVEL_OWN;
    given.phone = "010-****-9876";
    given.returning = true;
    given.lang = LANG_EN;
    begin(taping, &given);
    choose(taping, 2);
    type(taping, "3");
    booth_touch(taping->booth, ACT_OK, 0);
    booth_touch(taping->booth, ACT_PERSON, 0);
    booth_touch(taping->booth, ACT_CHANNEL, CHANNEL_EMAIL);
    type(taping, "canary@example.com");
    booth_touch(taping->booth, ACT_YES, 0);
    assert_true(taping->booth->has_request);
    assert_recorded(taping, TO_TEST "      - {request: {reason: asked, tried: [old]}}\n");
    assert_non_null(strstr(taping->text, "given: {customer: {level: own, returning: true}, "
                                         "time: 2026-11-23 10:30, lang: en}"));
    assert_null(strstr(taping->text, "카나리아"));
    assert_null(strstr(taping->text, "canary"));
    assert_null(strstr(taping->text, "9876"));
}

static void who_typed_a_number_stays_nameless(void **state)
{
    struct taping *taping = *state;
    struct trial_given given = trial_given_default(taping->ground.content);
    given.by_number = true;
    begin(taping, &given);
    choose(taping, 2);
    assert_recorded(taping, "      - {at: lights, answer: dark}\n      - {at: age}\n");
    assert_non_null(strstr(taping->text, "given: {customer: number, time: 2026-11-23 10:30}"));
    assert_null(strstr(taping->text, "0101234"));
}

static void a_card_in_mid_flow_is_written(void **state)
{
    struct taping *taping = *state;
    guest(taping);
    choose(taping, 2);
    booth_card(taping->booth, LEVEL_OWN);
    type(taping, "3");
    assert_recorded(taping, "      - {at: lights, answer: dark}\n"
                            "      - {at: age, card: own}\n"
                            "      - {at: age, type: \"3\"}\n"
                            "      - {at: old}\n");
}

static void a_flow_that_was_only_looked_at_leaves_its_first_step(void **state)
{
    struct taping *taping = *state;
    guest(taping);
    booth_touch(taping->booth, ACT_LANG, 0);
    assert_recorded(taping, "      - {at: lights, press: language}\n      - {at: lights}\n");
}

static void a_recording_is_saved_once_and_only_when_it_passes(void **state)
{
    struct taping *taping = *state;
    struct kerr err = {0};
    char path[SOURCES_PATH + 32];
    (void)kstr_format(path, sizeof path, "%s/tests/saved.yaml", taping->ground.sources.dir);
    guest(taping);
    choose(taping, 2);
    trial_recorder_end(taping->recorder, &taping->booth->visit);
    assert_ok(trial_recorder_save(taping->recorder, taping->flow, path, &err), &err);
    assert_int_equal(K_E_IO, trial_recorder_save(taping->recorder, taping->flow, path, &err));
    assert_non_null(strstr(err.text, "is there already, and is kept"));
    err = (struct kerr){0};
    assert_int_equal(K_E_NOT_FOUND,
                     trial_recorder_save(taping->recorder, 1 - taping->flow, "/nowhere", &err));
    assert_int_equal(0, unlink(path));
}

/* ---- a journal ---- */

static enum kcode read_journal(struct taping *taping, const char *text, struct kerr *err)
{
    guest(taping);
    trial_recorder_close(&taping->recorder);
    taping->recorder = trial_recorder_open(taping->ground.content);
    *err = (struct kerr){0};
    return trial_journal_read(taping->ground.content, text, taping->recorder, err);
}

#define JOURNAL "annae-journal 1\npack 1.0.0\n"
#define KNOWN                                                                                      \
    "token 1000 1795400000000\nprofile own fix\ncustomer 1200 1795400000200 known C\n"             \
    "touch 2000 1795400001000 topic 0\ntouch 3000 1795400002000 flow 0\n"

static void an_exported_journal_becomes_a_test(void **state)
{
    struct taping *taping = *state;
    struct kerr err = {0};
    assert_ok(read_journal(taping,
                           JOURNAL KNOWN "touch 4000 1795400003000 choose 2\n"
                                         "field 5000 1795400004000 3\n"
                                         "touch 6000 1795400005000 ok 0\n",
                           &err),
              &err);
    assert_recorded(taping, "      - {at: lights, answer: dark}\n"
                            "      - {at: age, type: \"3\"}\n"
                            "      - {at: old}\n");
    assert_non_null(strstr(taping->text, "customer: {level: own, returning: true}"));
}

static void a_private_answer_ends_the_case_before_it(void **state)
{
    struct taping *taping = *state;
    struct kerr err = {0};
    assert_ok(read_journal(taping,
                           JOURNAL KNOWN "touch 4000 1795400003000 choose 2\n"
                                         "gap 5000 1795400004000\n"
                                         "touch 6000 1795400005000 ok 0\n",
                           &err),
              &err);
    assert_recorded(taping, "      - {at: lights, answer: dark}\n      - {at: age}\n");
}

static void a_journal_that_is_none_says_its_line(void **state)
{
    struct taping *taping = *state;
    struct kerr err;
    assert_int_equal(K_E_FORMAT, read_journal(taping, "hello\n", &err));
    assert_string_equal("line 1 of the journal: not an exported journal", err.text);
    assert_int_equal(K_E_FORMAT, read_journal(taping, JOURNAL "touch 1 1 jump 0\n", &err));
    assert_string_equal("line 3 of the journal: saved event: is not one of ours", err.text);
    assert_int_equal(K_E_FORMAT, read_journal(taping, JOURNAL "profile boss -\n", &err));
    assert_int_equal(K_E_ROLLBACK, read_journal(taping, "annae-journal 1\npack 0.9.0\n", &err));
    assert_int_equal(K_OK, read_journal(taping, JOURNAL, &err));
    assert_int_equal(0, trial_recorder_count(taping->recorder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_become_lines),
        cmocka_unit_test(what_headquarters_answered_is_written),
        cmocka_unit_test(a_change_is_written_and_what_stays_is_not_said_again),
        cmocka_unit_test(a_request_is_written_with_what_was_tried),
        cmocka_unit_test(who_typed_a_number_stays_nameless),
        cmocka_unit_test(a_card_in_mid_flow_is_written),
        cmocka_unit_test(a_flow_that_was_only_looked_at_leaves_its_first_step),
        cmocka_unit_test(a_recording_is_saved_once_and_only_when_it_passes),
        cmocka_unit_test(an_exported_journal_becomes_a_test),
        cmocka_unit_test(a_private_answer_ends_the_case_before_it),
        cmocka_unit_test(a_journal_that_is_none_says_its_line),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
