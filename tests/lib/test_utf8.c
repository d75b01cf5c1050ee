#include "check.h"
#include "kstr.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static void every_character_survives_the_round_trip(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        char bytes[5] = {0};
        uint32_t back = 0;
        if (c == 0xD800) {
            c = 0xE000; /* surrogates are no characters */
        }
        int len = utf8_put(c, bytes);
        assert_int_equal(len, utf8_get(bytes, &back));
        assert_int_equal(c, back);
    }
}

static void bytes_that_are_not_utf8_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",
        "\xbf",
        "\xc0\xaf",
        "\xc1\xbf",
        "\xe0\x80\xaf",
        "\xed\xa0\x80",
        "\xed\xbf\xbf",
        "\xf0\x80\x80\xaf",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xff",
        "\xfe",
        "\xec",
        "\xec\x9d",
        "\xec\x9d\x41",
        "\xf0\x9f\x98",
        "\xf8\x88\x80\x80\x80",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        uint32_t c = 7;
        assert_int_equal(-1, utf8_get(bad[i], &c));
        assert_int_equal(7, c);
        assert_false(utf8_valid(bad[i]));
    }
}

static void control_characters_are_refused_but_the_line_end_is_not(void **state)
{
    (void)state;
    assert_true(utf8_valid(""));
    assert_true(utf8_valid("안녕하십니까\nHello"));
    assert_false(utf8_valid("a\tb"));
    assert_false(utf8_valid("a\r\n"));
    assert_false(utf8_valid("\x1b[2J"));
    assert_false(utf8_valid("\x7f"));
    assert_false(utf8_valid("\xc2\x85"));
    assert_true(utf8_valid("\xc2\xa0"));
}

static void characters_are_counted_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(0, utf8_count(""));
    assert_int_equal(4, utf8_count("홍A길동"));
    assert_int_equal(3, utf8_count("a\xff"
                                   "b"));
}

/* Ten thousand spoiled texts: whatever the bytes are, no function reads or writes outside. */
static void spoiled_text_does_no_harm(void **state)
{
    (void)state;
    static const char *const corpus[] = {"홍길동 010-1234-5678", "공유기를 껐다 켜십시오",
                                         "dhkdlvkdl", "Gildong Hong 😀 ㅎㄱㄷ", "+82 (0)10-1234"};
    srand(20261121);
    for (int round = 0; round < 10000; round++) {
        char text[64];
        char out[24];
        (void)kstr_copy(text, sizeof text, corpus[round % 5]);
        size_t len = strlen(text);
        for (int i = rand() % 4; i >= 0; i--) {
            text[(size_t)rand() % len] = (char)rand();
        }
        size_t size = 1 + (size_t)rand() % sizeof out;
        (void)utf8_count(text);
        hangul_jamo(text, out, size);
        assert_true(strlen(out) < size);
        (void)hangul_from_qwerty(text, out, size);
        mask_name(text, out, size);
        assert_true(strlen(out) < size);
        mask_surname(text, out, size);
        assert_true(strlen(out) < size);
        particle_pick(text, "은/는", out, size);
        (void)phone_parse(text);
        particle_strip(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_survives_the_round_trip),
        cmocka_unit_test(bytes_that_are_not_utf8_are_refused),
        cmocka_unit_test(control_characters_are_refused_but_the_line_end_is_not),
        cmocka_unit_test(characters_are_counted_not_bytes),
        cmocka_unit_test(spoiled_text_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
