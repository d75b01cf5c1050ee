/* annae-pack test, play and record as an author runs them: exit codes, words, files. */
#include "check.h"
#include "ground.h"
#include "kstr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OUTPUT_BYTES = 65536 };

struct desk {
    struct ground ground;
    int status;
    char text[OUTPUT_BYTES];
};

static int make(void **state)
{
    static struct desk desk;
    ground_make(&desk.ground);
    *state = &desk;
    return 0;
}

static int unmake(void **state)
{
    struct desk *desk = *state;
    ground_done(&desk->ground);
    return 0;
}

/* Run annae-pack NAME FOLDER ARGS, both streams into desk->text. */
static void run(struct desk *desk, const char *input, const char *name, const char *args)
{
    char command[8 * SOURCES_PATH];
    assert_true(kstr_format(command, sizeof command,
                            "printf '%s' | %s/bin/annae-pack %s %s %s 2>&1", input, BINARY_DIR,
                            name, desk->ground.sources.dir, args));
    FILE *pipe = popen(command, "r"); // NOLINT(cert-env33-c): a command of our own
    assert_non_null(pipe);
    size_t count = fread(desk->text, 1, sizeof desk->text - 1, pipe);
    desk->text[count] = '\0';
    int status = pclose(pipe);
    assert_true(WIFEXITED(status));
    desk->status = WEXITSTATUS(status);
}

static void assert_says(const struct desk *desk, int status, const char *text)
{
    if (desk->status != status || !strstr(desk->text, text)) {
        print_error("want %d \"%s\"\n got %d %s\n", status, text, desk->status, desk->text);
        fail();
    }
}

/* The contents of a file of the folder; freed by the caller. */
static char *file_of(const struct desk *desk, const char *name)
{
    char path[2 * SOURCES_PATH];
    size_t count = 0;
    (void)kstr_format(path, sizeof path, "%s/%s", desk->ground.sources.dir, name);
    return sources_bytes(path, &count);
}

#define GOOD                                                                                       \
    "flow: fix\ncases:\n  - name: old <modem> & \"lamp\"\n"                                        \
    "    play: [{at: lights, answer: dark}, {at: age, type: \"3\"}, {at: old}]\n"

static void a_folder_without_tests_is_no_success(void **state)
{
    struct desk *desk = *state;
    run(desk, "", "test", "");
    assert_says(desk, 1, "there is nothing to play");
}

static void good_tests_pass_and_tell_what_is_left(void **state)
{
    struct desk *desk = *state;
    sources_write(&desk->ground.sources, "tests/fix.yaml", GOOD);
    run(desk, "", "test", "");
    assert_says(desk, 0, "1 file, 1 case, 0 failed\n");
    assert_says(desk, 0, "steps   3/9    33 %   ways   2/16   12 %");
    assert_says(desk, 0, "flows/fix.yaml:17:5: note A720: No test comes to the step 'restart'.");
    run(desk, "", "test", "--lang ko");
    assert_says(desk, 0, "참고 A720: 'restart' 단계에 이르는 시험이 없습니다.");
}

static void too_little_coverage_is_a_failure(void **state)
{
    struct desk *desk = *state;
    run(desk, "", "test", "--min-coverage 100");
    assert_says(desk, 1, "a flow is covered to 0 %, which is less than 100 %");
    run(desk, "", "test", "--min-coverage 101");
    assert_says(desk, 2, "--min-coverage is 0 to 100");
    run(desk, "", "test", "--min-coverage");
    assert_says(desk, 2, "--min-coverage; see annae-pack --help");
}

static void a_failure_shows_the_line_the_reason_and_the_screen(void **state)
{
    struct desk *desk = *state;
    sources_write(&desk->ground.sources, "tests/bad.yaml",
                  "flow: fix\ncases:\n  - name: wrong\n    play: [{at: age}]\n");
    run(desk, "", "test", "");
    assert_says(desk, 1,
                "tests/bad.yaml:4:12: error A719: The case 'wrong' fails: the customer should come "
                "to 'age'; the customer stands at 'lights'.");
    assert_says(desk, 1, "    | [초록색]\n");
    run(desk, "", "test", "--lang ko");
    assert_says(
        desk, 1,
        "오류 A719: 'wrong' 사례가 실패했습니다: 고객이 'age' 단계에 이르러야 합니다; 고객은 "
        "'lights' 단계에 있습니다.");
    run(desk, "", "test", "");
    assert_says(desk, 1, "2 files, 2 cases, 1 failed\n");
    sources_remove(&desk->ground.sources, "tests/bad.yaml");
}

static void a_wrong_test_file_fails_loudly(void **state)
{
    struct desk *desk = *state;
    sources_write(&desk->ground.sources, "tests/bad.yaml", "flow: fix\ncase: []\n");
    run(desk, "", "test", "");
    assert_says(desk, 1, "tests/bad.yaml:2:1: error A012: Nothing is called 'case' here.");
    assert_says(desk, 1, "2 files, 1 case, 0 failed\n");
    sources_remove(&desk->ground.sources, "tests/bad.yaml");
}

static void wrong_sources_are_told_and_nothing_is_played(void **state)
{
    struct desk *desk = *state;
    sources_edit(&desk->ground.sources, "flows/fix.yaml", "go: line", "go: lyne");
    run(desk, "", "test", "");
    assert_says(desk, 1, "flows/fix.yaml:14:");
    assert_null(strstr(desk->text, "failed\n"));
    sources_edit(&desk->ground.sources, "flows/fix.yaml", "go: lyne", "go: line");
}

static void reports_are_written_for_other_programs(void **state)
{
    struct desk *desk = *state;
    char args[4 * SOURCES_PATH];
    const char *dir = desk->ground.sources.dir;
    sources_write(&desk->ground.sources, "tests/bad.yaml",
                  "flow: fix\ncases:\n  - name: wrong\n    play: [{at: age}]\n");
    (void)kstr_format(args, sizeof args, "--junit %s/junit.xml --coverage %s/coverage.json", dir,
                      dir);
    run(desk, "", "test", args);
    assert_int_equal(1, desk->status);
    char *junit = file_of(desk, "junit.xml");
    char *coverage = file_of(desk, "coverage.json");
    assert_non_null(strstr(junit, "tests=\"2\" failures=\"1\""));
    assert_non_null(strstr(junit, "name=\"old &lt;modem&gt; &amp; &quot;lamp&quot;\"/>"));
    assert_non_null(strstr(junit, "<failure message=\"tests/bad.yaml:4\">the customer should"));
    assert_non_null(strstr(coverage, "\"fix\": {\n      \"steps\": {\n        \"lights\": 2,"));
    assert_non_null(strstr(coverage, "\"lights\": [0, 0, 1]"));
    free(junit);
    free(coverage);
    sources_remove(&desk->ground.sources, "tests/bad.yaml");
}

static void what_is_left_is_suggested_as_cases_that_pass(void **state)
{
    struct desk *desk = *state;
    run(desk, "", "test", "--suggest fix");
    assert_says(desk, 0,
                "flow: fix\ncases:\n  - name: \"TODO: say what this customer shows (1)\"\n");
    assert_null(strstr(desk->text, "customer:")); /* the plainest customer is enough */
    sources_write(&desk->ground.sources, "tests/suggested.yaml", desk->text);
    run(desk, "", "test", "--min-coverage 100");
    assert_says(desk, 0, " 0 failed\n");
    run(desk, "", "test", "--suggest fix");
    assert_says(desk, 0, "annae-pack: nothing is left to be tested in fix\n");
    run(desk, "", "test", "--suggest nowhere");
    assert_says(desk, 1, "nowhere: no such flow");
    sources_remove(&desk->ground.sources, "tests/suggested.yaml");
}

static void a_flow_is_played_line_by_line(void **state)
{
    struct desk *desk = *state;
    run(desk, "3\\n99\\n3\\n1\\n2\\n1\\nfault\\n1\\n", "play", "fix");
    assert_says(desk, 0,
                "고객님, 불빛이 어떻습니까?\n  1) 초록색\n  2) 빨간색  - 두 개\n  3) 꺼짐\n");
    assert_says(desk, 0, "년 된 모뎀을 누르십시오.");
    assert_says(desk, 0, "본사의 답 'line-status' (ok fault offline failed)> fault\n");
    run(desk, "l\\nsomething\\nb\\n", "play", "fix --customer own --lang ko");
    assert_says(desk, 0, "  2) Red  - two of them\n");
    assert_says(desk, 0, "not understood: something");
    run(desk, "", "play", "fix --offline --time \"2026-11-23 25:30\"");
    assert_says(desk, 2, "--time is like \"2026-11-23 10:30\"");
    run(desk, "3\\n", "play", "fix --customer number");
    assert_says(desk, 0, "몇 년 쓰셨습니까?");
    run(desk, "", "play", "fix --customer boss");
    assert_says(desk, 2, "--customer is guest, number, greeted, own or change");
    run(desk, "", "play", "nowhere");
    assert_says(desk, 1, "nowhere: no such flow");
    run(desk, "", "play", "restart-it");
    assert_says(desk, 1, "restart-it: is in no topic, nobody can start it");
    run(desk, "", "play", "fix --returning");
    assert_says(desk, 2, "--returning needs --customer");
}

static void what_headquarters_cannot_say_is_answered_by_itself(void **state)
{
    struct desk *desk = *state;
    run(desk, "1\\n", "play", "fix --offline");
    assert_says(desk, 0, "몇 년 쓰셨습니까?");
}

static void what_was_played_is_recorded_as_a_test(void **state)
{
    struct desk *desk = *state;
    char args[2 * SOURCES_PATH];
    (void)kstr_format(args, sizeof args, "fix --record %s/tests/played.yaml",
                      desk->ground.sources.dir);
    run(desk, "3\\n3\\n1\\n1\\n", "play", args);
    assert_int_equal(0, desk->status);
    run(desk, "", "test", "");
    assert_says(desk, 0, "2 files, 2 cases, 0 failed\n");
    run(desk, "3\\n", "play", args);
    assert_says(desk, 1, "is there already, and is kept");
}

static void a_journal_is_recorded_as_a_test(void **state)
{
    struct desk *desk = *state;
    char args[4 * SOURCES_PATH];
    const char *dir = desk->ground.sources.dir;
    sources_write(&desk->ground.sources, "journal.txt",
                  "annae-journal 1\npack 1.0.0\ntouch 1000 1795400000000 start 0\n"
                  "touch 1500 1795400000000 guest 0\ntouch 2000 1795400001000 topic 0\n"
                  "touch 3000 1795400002000 flow 0\ntouch 4000 1795400003000 choose 2\n");
    (void)kstr_format(args, sizeof args, "--journal %s/journal.txt", dir);
    run(desk, "", "record", args);
    assert_says(desk, 0, "      - {at: lights, answer: dark}\n      - {at: age}\n");
    (void)kstr_format(args, sizeof args, "--journal %s/journal.txt -o %s/tests/shop.yaml", dir,
                      dir);
    run(desk, "", "record", args);
    assert_says(desk, 0, "tests/shop.yaml: a test of fix that passes\n");
    run(desk, "", "record", "--journal /nowhere.txt");
    assert_says(desk, 1, "/nowhere.txt");
    run(desk, "", "record", "");
    assert_says(desk, 2, "record wants DIR --journal FILE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_without_tests_is_no_success),
        cmocka_unit_test(good_tests_pass_and_tell_what_is_left),
        cmocka_unit_test(too_little_coverage_is_a_failure),
        cmocka_unit_test(a_failure_shows_the_line_the_reason_and_the_screen),
        cmocka_unit_test(a_wrong_test_file_fails_loudly),
        cmocka_unit_test(wrong_sources_are_told_and_nothing_is_played),
        cmocka_unit_test(reports_are_written_for_other_programs),
        cmocka_unit_test(what_is_left_is_suggested_as_cases_that_pass),
        cmocka_unit_test(a_flow_is_played_line_by_line),
        cmocka_unit_test(what_headquarters_cannot_say_is_answered_by_itself),
        cmocka_unit_test(what_was_played_is_recorded_as_a_test),
        cmocka_unit_test(a_journal_is_recorded_as_a_test),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
