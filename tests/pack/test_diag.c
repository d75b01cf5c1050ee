/* The table of diagnostics: every code has its sentences, and a list of them is told in order. */
#include "check.h"
#include "kstr.h"
#include "source.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static const char *const no_args[DIAG_ARGS_MAX];

/* Which arguments a text shows, as bits. */
static unsigned shown(const char *text)
{
    unsigned bits = 0;
    for (const char *at = strchr(text, '{'); at != NULL; at = strchr(at + 1, '{')) {
        bool is_argument =
            at[1] >= '1' && at[1] <= '9' && (at[2] == '}' || at[2] == ':' || at[2] == '|');
        bits |= is_argument ? 1U << (at[1] - '1') : 0U;
    }
    return bits;
}

static void codes_ascend_and_none_comes_twice(void **state)
{
    (void)state;
    for (enum diag_code code = 1; code < DIAG_CODE_COUNT; code++) {
        assert_true(strcmp(diag_rule(code - 1)->code, diag_rule(code)->code) < 0);
    }
}

static void every_code_says_what_is_wrong_and_how_to_cure_it_in_both_languages(void **state)
{
    (void)state;
    for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++) {
        const struct diag_rule *rule = diag_rule(code);
        const struct words all[] = {rule->what, rule->cure};
        assert_int_equal(4, strlen(rule->code));
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
            for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
                const char *text = all[i].in[lang];
                assert_true(utf8_valid(text));
                assert_true(strlen(text) > 1);
                char last = text[strlen(text) - 1];
                assert_true(last == '.' || last == '?');
            }
        }
        /* Nothing is known in one language only. */
        assert_int_equal(shown(rule->what.in[LANG_EN]) | shown(rule->cure.in[LANG_EN]),
                         shown(rule->what.in[LANG_KO]) | shown(rule->cure.in[LANG_KO]));
        assert_true(shown(rule->what.in[LANG_EN]) < 1U << DIAG_ARGS_MAX);
    }
}

static void every_particle_of_the_korean_texts_is_one(void **state)
{
    (void)state;
    for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++) {
        const char *text = diag_rule(code)->what.in[LANG_KO];
        for (const char *at = strpbrk(text, ":|"); at != NULL; at = strpbrk(at + 1, ":|")) {
            char pair[32];
            const char *end = strchr(at, '}');
            bool is_pair = at - text >= 2 && at[-2] == '{' && end != NULL;
            (void)kstr_format(pair, sizeof pair, "%.*s", is_pair ? (int)(end - at - 1) : 0, at + 1);
            assert_true(!is_pair || particle_known(pair));
        }
    }
}

static void a_code_is_found_by_its_name(void **state)
{
    (void)state;
    assert_int_equal(A012_UNKNOWN_KEY, diag_find("A012"));
    assert_int_equal(A012_UNKNOWN_KEY, diag_find("a012"));
    assert_int_equal(DIAG_CODE_COUNT, diag_find("A000"));
}

static void arguments_particles_and_the_near_thing_are_filled_in(void **state)
{
    char line[DIAG_LINE_BYTES];
    (void)state;
    struct diag diag = {.code = A030_NOT_AN_ID, .at = {"pack.yaml", 3, 7}, .arg = {"모뎀", "63"}};
    diag_line(&diag, LANG_KO, line);
    assert_string_equal("pack.yaml:3:7: 오류 A030: '모뎀'은 id가 될 수 없습니다. 영문 소문자, "
                        "숫자, 붙임표로 1자에서 63자까지 쓰십시오.",
                        line);
    diag = (struct diag){
        .code = A012_UNKNOWN_KEY, .at = {"pack.yaml", 3, 7}, .arg = {"nane"}, .near = "name"};
    diag_line(&diag, LANG_EN, line);
    assert_string_equal(
        "pack.yaml:3:7: error A012: Nothing is called 'nane' here. Did you mean 'name'?", line);
}

static void words_of_ours_are_told_in_the_readers_language(void **state)
{
    char text[DIAG_TEXT_BYTES];
    const struct diag diag = {.code = A015_WANTS_LIST, .arg = {DIAG_FILE}};
    (void)state;
    diag_what(&diag, LANG_EN, text, sizeof text);
    assert_string_equal("The file must be a list.", text);
    diag_what(&diag, LANG_KO, text, sizeof text);
    assert_string_equal("이 파일에는 목록이 와야 합니다.", text);
}

static void what_libraries_say_is_told_in_korean_too(void **state)
{
    char text[DIAG_TEXT_BYTES];
    const struct diag diag = {.code = A010_YAML_BROKEN, .arg = {"did not find expected key", "3"}};
    (void)state;
    diag_what(&diag, LANG_KO, text, sizeof text);
    assert_string_equal("YAML이 아닙니다: 항목 이름이 와야 합니다 (3행에서 시작).", text);
    diag_what(&diag, LANG_EN, text, sizeof text);
    assert_string_equal("This is not YAML: did not find expected key (begun in line 3).", text);
}

static void what_is_told_comes_by_file_line_and_column_and_once(void **state)
{
    struct source source;
    (void)state;
    source_init(&source, ".");
    source_tell(&source, (struct place){"b.yaml", 1, 1}, A004_TAB, no_args);
    source_tell(&source, (struct place){"a.yaml", 2, 1}, A004_TAB, NULL);
    source_tell(&source, (struct place){"a.yaml", 1, 9}, A004_TAB, NULL);
    source_tell(&source, (struct place){"a.yaml", 1, 2}, A011_KEY_TWICE, DIAG_ARGS("x", "1"));
    source_tell(&source, (struct place){"a.yaml", 1, 2}, A011_KEY_TWICE, DIAG_ARGS("x", "1"));
    source_tell(&source, (struct place){"a.yaml", 1, 2}, A011_KEY_TWICE, DIAG_ARGS("y", "1"));
    source_sort(&source);
    assert_int_equal(5, source.diag_count);
    assert_int_equal(5, source.count[DIAG_ERROR]);
    assert_string_equal("x", source.diag[0].arg[0]);
    assert_string_equal("y", source.diag[1].arg[0]);
    assert_int_equal(9, source.diag[2].at.column);
    assert_string_equal("b.yaml", source.diag[4].at.file);
    assert_int_equal(4, source_errors_in(&source, "a.yaml"));
    source_done(&source);
}

static void more_than_the_list_holds_is_counted_and_said(void **state)
{
    struct source source;
    char line[DIAG_LINE_BYTES];
    (void)state;
    source_init(&source, ".");
    for (int i = 0; i < SOURCE_DIAGS_MAX + 5; i++) {
        source_tell(&source, (struct place){"a.yaml", i + 1, 1}, A004_TAB, NULL);
    }
    source_sort(&source);
    assert_int_equal(SOURCE_DIAGS_MAX, source.diag_count);
    diag_line(&source.diag[SOURCE_DIAGS_MAX - 1], LANG_EN, line);
    assert_string_equal("a.yaml:10000:1: error A099: There are 10005 problems; only 9999 are "
                        "shown. Cure some and check again.",
                        line);
    source_done(&source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_ascend_and_none_comes_twice),
        cmocka_unit_test(every_code_says_what_is_wrong_and_how_to_cure_it_in_both_languages),
        cmocka_unit_test(every_particle_of_the_korean_texts_is_one),
        cmocka_unit_test(a_code_is_found_by_its_name),
        cmocka_unit_test(arguments_particles_and_the_near_thing_are_filled_in),
        cmocka_unit_test(words_of_ours_are_told_in_the_readers_language),
        cmocka_unit_test(what_libraries_say_is_told_in_korean_too),
        cmocka_unit_test(what_is_told_comes_by_file_line_and_column_and_once),
        cmocka_unit_test(more_than_the_list_holds_is_counted_and_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
