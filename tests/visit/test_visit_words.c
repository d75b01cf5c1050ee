#include "check.h"
#include "request.h"
#include "text.h"
#include "words.h"

#include <string.h>

/* The table of the visit's own words against the tone rules: docs/facts.md, glass and tone. */

enum { LEAD_CHARS = 40 /* two lines of 20 Hangul on a 21.5 inch panel */ };

static const char *say(int word, enum lang lang)
{
    return word_text((enum word)word, lang);
}

static void every_word_is_said_in_both_languages(void **state)
{
    (void)state;
    for (int i = 0; i < W_COUNT; i++) {
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            const char *text = say(i, (enum lang)lang);
            if (text == NULL || text[0] == '\0' || !utf8_valid(text)) {
                print_error("word %d, language %d\n", i, lang);
                fail();
            }
        }
    }
}

static void a_lead_fits_two_lines(void **state)
{
    (void)state;
    for (int i = 0; i < W_COUNT; i++) {
        if (word_is_lead((enum word)i) && utf8_count(say(i, LANG_KO)) > LEAD_CHARS) {
            print_error("too long: %s\n", say(i, LANG_KO));
            fail();
        }
    }
}

static void no_word_shouts_blames_honours_things_or_mixes_in_casual_speech(void **state)
{
    static const char *const forbidden[] = {
        "!",       "잘못 입력", "나오셨습니다", "가능하십니다", "품절이십니다", "해요.", "예요.",
        "이에요.", "세요.",     "까요.",        "돼요",         "오류",         "에러",  "에러코드",
    };
    (void)state;
    for (int i = 0; i < W_COUNT; i++) {
        for (size_t j = 0; j < sizeof(forbidden) / sizeof(forbidden[0]); j++) {
            if (strstr(say(i, LANG_KO), forbidden[j]) != NULL) {
                print_error("%s in: %s\n", forbidden[j], say(i, LANG_KO));
                fail();
            }
        }
        assert_null(strchr(say(i, LANG_EN), '!'));
    }
}

static void both_languages_have_the_same_placeholders(void **state)
{
    (void)state;
    for (int i = 0; i < W_COUNT; i++) {
        int braces[LANG_COUNT] = {0};
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            for (const char *c = say(i, (enum lang)lang); *c != '\0'; c++) {
                braces[lang] += *c == '{';
            }
        }
        if (braces[LANG_KO] != braces[LANG_EN]) {
            print_error("%s / %s\n", say(i, LANG_KO), say(i, LANG_EN));
            fail();
        }
    }
}

static void a_placeholder_is_filled_and_an_unknown_one_left_out(void **state)
{
    (void)state;
    char text[200];
    struct word_value value = {"name", "홍*동"};
    word_fill(W_LEAD_GREET, LANG_KO, &value, 1, text, sizeof(text));
    assert_string_equal("안녕하십니까, 홍*동님", text);
    word_fill(W_NAME_WHO, LANG_KO, NULL, 0, text, sizeof(text));
    assert_string_equal("님", text);
}

static void a_state_that_nobody_knows_promises_no_more_than_that_it_was_sent(void **state)
{
    (void)state;
    assert_int_equal(REQUEST_SENT, request_state_of_hq("received"));
    assert_int_equal(REQUEST_HANDLED, request_state_of_hq("handled"));
    assert_int_equal(REQUEST_CLOSED, request_state_of_hq("closed"));
    assert_int_equal(REQUEST_SENT, request_state_of_hq(""));
    assert_int_equal(REQUEST_SENT, request_state_of_hq("parked"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_is_said_in_both_languages),
        cmocka_unit_test(a_lead_fits_two_lines),
        cmocka_unit_test(no_word_shouts_blames_honours_things_or_mixes_in_casual_speech),
        cmocka_unit_test(both_languages_have_the_same_placeholders),
        cmocka_unit_test(a_state_that_nobody_knows_promises_no_more_than_that_it_was_sent),
        cmocka_unit_test(a_placeholder_is_filled_and_an_unknown_one_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
