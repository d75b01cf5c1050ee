/* annae-pack check and explain as an author and a build server run them. */
#include "check.h"
#include "json.h"
#include "kstr.h"
#include "sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define OUTPUT_BYTES ((size_t)64 * 1024)

struct shop {
    struct sources sources;
    int status;
    char out[OUTPUT_BYTES]; /* what was printed */
};

static int make(void **state)
{
    struct shop *shop = calloc(1, sizeof *shop);
    assert_non_null(shop);
    sources_make(&shop->sources);
    sources_edit(&shop->sources, "flows/fix.yaml", "{customer.name}님, 불빛이", "불빛이");
    *state = shop;
    return 0;
}

static int unmake(void **state)
{
    struct shop *shop = *state;
    sources_done(&shop->sources);
    free(shop);
    return 0;
}

/* Run in the folder of sources; what is kept between runs lies in there, too. */
static void play(struct shop *shop, const char *args)
{
    char line[8 * SOURCES_PATH];
    assert_true(kstr_format(line, sizeof line,
                            "cd %s && XDG_CACHE_HOME=%s/cache %s/bin/annae-pack %s",
                            shop->sources.dir, shop->sources.dir, BINARY_DIR, args));
    FILE *pipe = popen(line, "r"); // NOLINT(cert-env33-c): a command of our own
    assert_non_null(pipe);
    shop->out[fread(shop->out, 1, OUTPUT_BYTES - 1, pipe)] = '\0';
    int status = pclose(pipe);
    assert_true(WIFEXITED(status));
    shop->status = WEXITSTATUS(status);
}

static void break_flow(const struct shop *shop)
{
    sources_edit(&shop->sources, "flows/fix.yaml", "minutes: 6", "minuts: 6");
}

/* A topic that nothing belongs to: a warning. */
static void make_bare(const struct shop *shop)
{
    sources_edit(&shop->sources, "pack.yaml", "topics:\n",
                 "topics:\n  - {id: bare, icon: globe, title: {ko: 빈 주제, en: Bare}}\n");
}

static void sound_sources_are_one_line_and_exit_code_0(void **state)
{
    struct shop *shop = *state;
    play(shop, "check . --no-fit 2>&1");
    assert_int_equal(0, shop->status);
    assert_non_null(strstr(shop->out, ".: 2 flows, 2 proved: "));
    assert_non_null(strstr(shop->out, "; 0 errors, "));
}

static void a_command_says_how_it_is_used(void **state)
{
    struct shop *shop = *state;
    play(shop, "explain --help 2>&1");
    assert_int_equal(0, shop->status);
    assert_string_equal(
        "  annae-pack explain CODE [--lang ko|en]\n"
        "                                         what a code means, with an example\n",
        shop->out);
}

static void an_error_is_told_with_its_place_and_exit_code_1(void **state)
{
    struct shop *shop = *state;
    break_flow(shop);
    play(shop, "check . --no-fit");
    assert_int_equal(1, shop->status);
    assert_non_null(strstr(shop->out,
                           "./flows/fix.yaml:6:1: error A012: Nothing is called 'minuts' "
                           "here. Did you mean 'minutes'?\n"));
    play(shop, "check . --no-fit --lang ko");
    assert_non_null(strstr(shop->out,
                           "./flows/fix.yaml:6:1: 오류 A012: 여기에는 'minuts'라는 항목이 "
                           "없습니다. 혹시 'minutes'를 쓰려고 하셨습니까?\n"));
    assert_non_null(strstr(shop->out, "오류 1, "));
}

static void a_warning_is_exit_code_0_unless_it_counts_as_an_error(void **state)
{
    struct shop *shop = *state;
    make_bare(shop);
    play(shop, "check . --no-fit");
    assert_non_null(strstr(shop->out, "warning A116"));
    assert_int_equal(0, shop->status);
    play(shop, "check . --no-fit --warnings-as-errors");
    assert_int_equal(1, shop->status);
}

static void json_says_the_same_to_programs(void **state)
{
    struct shop *shop = *state;
    struct kerr err = {0};
    struct json *root = NULL;
    break_flow(shop);
    play(shop, "check . --no-fit --json");
    assert_int_equal(1, shop->status);
    assert_ok(json_parse(shop->out, strlen(shop->out), &root, &err), &err);
    const struct json *list = json_get(root, "diagnostics");
    const struct json *first = json_at(list, 0);
    assert_int_equal(json_count(list),
                     json_int(json_get(json_get(root, "counts"), "errors"), -1) +
                         json_int(json_get(json_get(root, "counts"), "warnings"), -1) +
                         json_int(json_get(json_get(root, "counts"), "notes"), -1));
    assert_true(json_bool(json_get(root, "failed"), false));
    assert_string_equal("A012", json_get_text(first, "code"));
    assert_string_equal("error", json_get_text(first, "severity"));
    assert_string_equal("flows/fix.yaml", json_get_text(first, "file"));
    assert_int_equal(6, json_int(json_get(first, "line"), 0));
    assert_int_equal(1, json_int(json_get(first, "column"), 0));
    assert_string_equal("Nothing is called 'minuts' here.", json_get_text(first, "what"));
    assert_string_equal("Did you mean 'minutes'?", json_get_text(first, "cure"));
    assert_string_equal("minutes", json_get_text(first, "near"));
    json_free(&root);
}

static void junit_has_a_case_for_what_failed_and_for_what_passed(void **state)
{
    struct shop *shop = *state;
    sources_edit(&shop->sources, "flows/fix.yaml", "minutes: 6", "\"<&>\": 6");
    play(shop, "check . --no-fit --junit report.xml >/dev/null; cat report.xml");
    assert_int_equal(0, strncmp(shop->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", 39));
    assert_non_null(strstr(shop->out, "<testcase classname=\"annae-pack.check\" "
                                      "name=\"flows/fix.yaml\">\n    <failure type=\"A012\">"));
    assert_non_null(strstr(shop->out, "'&lt;&amp;&gt;'"));
    assert_non_null(strstr(shop->out, "name=\"flows/restart-it.yaml\">\n  </testcase>"));
    assert_non_null(strstr(shop->out, "</testsuite>\n"));
    play(shop, "check . --no-fit --junit /nowhere/report.xml 2>&1");
    assert_int_equal(1, shop->status);
}

static void changed_looks_at_nothing_when_nothing_changed(void **state)
{
    struct shop *shop = *state;
    play(shop, "check . --no-fit");
    play(shop, "check . --no-fit --changed");
    assert_int_equal(0, shop->status);
    assert_non_null(strstr(shop->out, ".: 2 flows, 0 proved: "));
}

static void explain_prints_the_longer_text(void **state)
{
    struct shop *shop = *state;
    play(shop, "explain A012");
    assert_int_equal(0, shop->status);
    assert_int_equal(0, strncmp(shop->out, "error A012: ", 12));
    assert_non_null(strstr(shop->out, "minuts: 6      # A012"));
    assert_null(strstr(shop->out, "없습니다"));
    play(shop, "explain a012 --lang ko");
    assert_int_equal(0, strncmp(shop->out, "오류 A012: ", strlen("오류 A012: ")));
    assert_non_null(strstr(shop->out, "minuts: 6      # A012"));
}

static void what_is_not_understood_is_exit_code_2(void **state)
{
    static const char *const wrong[] = {
        "check",        "check . --lang de",      "check . --quickly",
        "check . more", "check . --junit",        "explain",
        "explain A000", "explain A012 --lang de", "explain A012 A013"};
    struct shop *shop = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char line[256];
        (void)kstr_format(line, sizeof line, "%s 2>&1", wrong[i]);
        play(shop, line);
        if (shop->status != 2) {
            fail_msg("%s: exit code %d: %s", wrong[i], shop->status, shop->out);
        }
    }
    play(shop, "check nowhere 2>&1");
    assert_int_equal(1, shop->status);
    assert_non_null(strstr(shop->out, "nowhere: no such folder"));
}

int main(void)
{
#define IN_A_SHOP(test) cmocka_unit_test_setup_teardown(test, make, unmake)
    const struct CMUnitTest tests[] = {
        IN_A_SHOP(a_command_says_how_it_is_used),
        IN_A_SHOP(sound_sources_are_one_line_and_exit_code_0),
        IN_A_SHOP(an_error_is_told_with_its_place_and_exit_code_1),
        IN_A_SHOP(a_warning_is_exit_code_0_unless_it_counts_as_an_error),
        IN_A_SHOP(json_says_the_same_to_programs),
        IN_A_SHOP(junit_has_a_case_for_what_failed_and_for_what_passed),
        IN_A_SHOP(changed_looks_at_nothing_when_nothing_changed),
        IN_A_SHOP(explain_prints_the_longer_text),
        IN_A_SHOP(what_is_not_understood_is_exit_code_2),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
