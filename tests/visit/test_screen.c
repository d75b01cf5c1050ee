#include "check.h"
#include "kstr.h"
#include "screen.h"

#include <string.h>

static struct screen screen;

static void every_verb_and_kind_has_its_own_name(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ACT_VERB_COUNT; i++) {
        assert_int_equal(i, action_find(action_name((enum action_verb)i)));
    }
    assert_int_equal(ACT_VERB_COUNT, action_find("jump"));
    for (unsigned i = 0; i < SCREEN_KIND_COUNT; i++) {
        for (unsigned j = 0; j < i; j++) {
            assert_string_not_equal(screen_kind_name((enum screen_kind)i),
                                    screen_kind_name((enum screen_kind)j));
        }
    }
}

static void compose(void)
{
    screen_start(&screen, SCREEN_INPUT, 7, LANG_KO);
    (void)kstr_copy(screen.header, sizeof(screen.header), "고객센터");
    screen.progress_done = 2;
    screen.progress_total = 5;
    screen_add(&screen, ITEM_LEAD, "번호를 입력하십시오.");
    screen_add(&screen, ITEM_FIELD, NULL);
    screen_button(&screen, STYLE_CARD, "다른 방법", ACT_NO, 3);
    screen_button(&screen, STYLE_MAIN, "다른", ACT_OK, 0);
    screen_add(&screen, ITEM_NUMBERED, "하나")->number = 1;
    screen.field = (struct screen_field){.keyboard = KEYBOARD_DIGITS, .masked = true};
    (void)kstr_copy(screen.field.label, sizeof(screen.field.label), "번호");
    (void)kstr_copy(screen.field.value, sizeof(screen.field.value), "0101");
    screen.bar[BAR_HOME].kind = ITEM_BUTTON;
    screen.bar[BAR_HOME].action.verb = ACT_HOME;
    (void)kstr_copy(screen.bar[BAR_HOME].text, LIMIT_TEXT_BYTES, "처음으로");
}

static void a_screen_reads_line_by_line_and_a_masked_value_as_dots(void **state)
{
    (void)state;
    char text[1000];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    compose();
    assert_ok(screen_text(&screen, &buf, &err), &err);
    assert_string_equal("고객센터\n2/5\n번호를 입력하십시오.\n<번호: ••••>\n[다른 방법]\n[다른]\n"
                        "1. 하나\n[처음으로]\n",
                        text);
}

static void a_picture_says_what_it_shows_when_that_is_known(void **state)
{
    (void)state;
    char text[100];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    screen_start(&screen, SCREEN_STEP, 1, LANG_KO);
    (void)kstr_copy(screen_add(&screen, ITEM_PICTURE, "모뎀")->picture, LIMIT_ID_BYTES, "modem");
    (void)kstr_copy(screen_add(&screen, ITEM_PICTURE, NULL)->picture, LIMIT_ID_BYTES, "socket");
    assert_ok(screen_text(&screen, &buf, &err), &err);
    assert_string_equal("그림: 모뎀\n", text);
}

static void a_text_that_is_too_long_for_the_buffer_is_refused(void **state)
{
    (void)state;
    char text[60];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    compose();
    assert_int_equal(K_E_FULL, screen_text(&screen, &buf, &err));
}

static void a_button_is_found_by_its_label_first_and_by_its_beginning_then(void **state)
{
    (void)state;
    compose();
    assert_int_equal(ACT_OK, screen_find(&screen, "다른")->action.verb);
    assert_int_equal(ACT_NO, screen_find(&screen, "다른 방")->action.verb);
    assert_int_equal(ACT_HOME, screen_find(&screen, "처음으로")->action.verb);
    assert_null(screen_find(&screen, "번호를 입력하십시오."));
    assert_null(screen_find(&screen, "뒤로"));
}

static void any_difference_a_customer_could_see_makes_screens_unequal(void **state)
{
    (void)state;
    compose();
    struct screen other = screen;
    assert_true(screen_equal(&screen, &other));
    other.field.value[0] = '1';
    assert_false(screen_equal(&screen, &other));
    other = screen;
    other.item[2].selected = true;
    assert_false(screen_equal(&screen, &other));
    other = screen;
    other.countdown_s = 20;
    assert_false(screen_equal(&screen, &other));
    other = screen;
    other.bar[BAR_HOME].text[0] = 'X';
    assert_false(screen_equal(&screen, &other));
    other = screen;
    other.item_count--;
    assert_false(screen_equal(&screen, &other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_verb_and_kind_has_its_own_name),
        cmocka_unit_test(a_screen_reads_line_by_line_and_a_masked_value_as_dots),
        cmocka_unit_test(a_picture_says_what_it_shows_when_that_is_known),
        cmocka_unit_test(a_text_that_is_too_long_for_the_buffer_is_refused),
        cmocka_unit_test(a_button_is_found_by_its_label_first_and_by_its_beginning_then),
        cmocka_unit_test(any_difference_a_customer_could_see_makes_screens_unequal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
