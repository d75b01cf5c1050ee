#include "check.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

static uint32_t first(const char *text)
{
    uint32_t c = 0;
    assert_true(utf8_get(text, &c) > 0);
    return c;
}

static void a_syllable_is_taken_apart(void **state)
{
    (void)state;
    assert_true(hangul_is_syllable(first("가")));
    assert_true(hangul_is_syllable(first("힣")));
    assert_false(hangul_is_syllable(first("ㄱ")));
    assert_false(hangul_is_syllable(0xABFF));
    assert_false(hangul_is_syllable(0xD7A4));
    assert_true(hangul_is_jamo(first("ㅣ")));
    assert_true(hangul_is_consonant(first("ㅎ")));
    assert_false(hangul_is_consonant(first("ㅏ")));
    assert_int_equal(3, hangul_initial(first("닭")));
    assert_int_equal(0, hangul_vowel(first("닭")));
    assert_int_equal(9, hangul_final(first("닭")));
    assert_int_equal(18, hangul_initial(first("힣")));
    assert_int_equal(20, hangul_vowel(first("힣")));
    assert_int_equal(27, hangul_final(first("힣")));
    assert_int_equal(0, hangul_final(first("가")));
}

static void text_becomes_single_jamo(void **state)
{
    (void)state;
    char out[128];
    hangul_jamo("닭갈비 환불 꽃 왜", out, sizeof out);
    assert_string_equal("ㄷㅏㄹㄱㄱㅏㄹㅂㅣ ㅎㅗㅏㄴㅂㅜㄹ ㄲㅗㅊ ㅇㅗㅐ", out);
    hangul_jamo("WiFi ㅄ ㅘ 의", out, sizeof out);
    assert_string_equal("wifi ㅂㅅ ㅗㅏ ㅇㅡㅣ", out);
    hangul_jamo("가나다", out, 8); /* two jamo and the NUL: 7 bytes */
    assert_string_equal("ㄱㅏ", out);
}

static bool matches(const char *q, const char *t, bool last)
{
    return hangul_matches(first(q), first(t), last);
}

static void an_unfinished_word_finds_its_whole(void **state)
{
    (void)state;
    assert_true(matches("배", "배", false));
    assert_true(matches("ㅂ", "배", false));
    assert_true(matches("ㄲ", "꽃", false));
    assert_false(matches("ㄱ", "꽃", false));
    assert_false(matches("ㅐ", "배", true));
    assert_true(matches("소", "송", true)); /* 배소 -> 배송 */
    assert_false(matches("소", "송", false));
    assert_true(matches("달", "닭", true));
    assert_true(matches("고", "광", true));
    assert_false(matches("송", "소", true));
    assert_false(matches("사", "송", true));
    assert_false(matches("소", "a", true));
    assert_false(matches("a", "b", true));
}

static void english_keys_become_hangul(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"dhkdlvkdl", "와이파이"},   {"ghdrlfehd", "홍길동"},   {"ekfrl", "달기"},
        {"ekfrrkfql", "닭갈비"},     {"rhksfl", "관리"},        {"ghksqnf", "환불"},
        {"Rhcdlqslek", "꽃입니다"},  {"dksgek", "않다"},        {"dlTek", "있다"},
        {"rkqtdl", "값이"},          {"Dhkdlvkdl", "와이파이"}, {"dOrl", "얘기"},
        {"zkem rufwp", "카드 결제"}, {"dmldjqh", "의어보"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char out[64] = "";
        assert_true(hangul_from_qwerty(pairs[i][0], out, sizeof out));
        assert_string_equal(pairs[i][1], out);
    }
}

/* Not all of it: "wifi" types 쟈랴, so a search tries the word as it is too. */
static void what_is_really_english_stays_english(void **state)
{
    (void)state;
    static const char *const words[] = {"",     "router", "printer",  "USB",     "rk",  "qqq",
                                        "hong", "rk1sk",  "와이파이", "dk dk k", "rkw", "   "};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char out[64] = "as before";
        assert_false(hangul_from_qwerty(words[i], out, sizeof out));
        assert_string_equal("as before", out);
    }
    char small[12] = "as before";
    assert_false(hangul_from_qwerty("dhkdlvkdl", small, sizeof small)); /* 12 bytes and the NUL */
    assert_string_equal("as before", small);
}

/* Every syllable, typed by its jamo before 다, comes back: the keys are found by brute force. */
static void every_syllable_can_be_typed(void **state)
{
    (void)state;
    static const char *const keys = "abcdefghijklmnopqrstuvwxyzQWERTOP";
    char key_of[0x40] = {0}; /* by jamo - ㄱ */
    for (size_t i = 0; i < strlen(keys); i++) {
        char probe[8];
        char out[32];
        char jamo[32];
        uint32_t c = 0;
        bool vowel = strchr("bhijklmnopuyOP", keys[i]) != NULL;
        (void)kstr_copy(probe, sizeof probe, vowel ? "d.ek" : ".kek");
        *strchr(probe, '.') = keys[i];
        assert_true(hangul_from_qwerty(probe, out, sizeof out));
        hangul_jamo(out, jamo, sizeof jamo);
        assert_true(utf8_get(vowel ? jamo + 3 : jamo, &c) > 0);
        key_of[c - 0x3131] = keys[i];
    }
    for (uint32_t c = 0xAC00; c <= 0xD7A3; c++) {
        char want[16] = {0};
        char typed[16] = {0};
        char jamo[64];
        char out[32] = "";
        (void)utf8_put(c, want);
        (void)kstr_append(want, sizeof want, "다");
        hangul_jamo(want, jamo, sizeof jamo);
        size_t count = utf8_count(jamo);
        for (size_t i = 0; i < count; i++) {
            typed[i] = key_of[first(jamo + 3 * i) - 0x3131];
        }
        assert_true(hangul_from_qwerty(typed, out, sizeof out));
        assert_string_equal(want, out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_syllable_is_taken_apart),
        cmocka_unit_test(text_becomes_single_jamo),
        cmocka_unit_test(an_unfinished_word_finds_its_whole),
        cmocka_unit_test(english_keys_become_hangul),
        cmocka_unit_test(what_is_really_english_stays_english),
        cmocka_unit_test(every_syllable_can_be_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
