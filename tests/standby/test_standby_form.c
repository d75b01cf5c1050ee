/* The standby screen as its customers meet it: typed, agreed, kept or not, forgotten. */
#include "check.h"

#include "face.h"
#include "strip.h"

#include "kstr.h"

#include <string.h>

static struct form form;
static struct facts facts;
static struct face face;
static const struct face_panel panels[] = {
    {1080, 1920, 0.248}, {1920, 1080, 0.248}, {540, 960, 0.496}, {800, 480, 0.3}, {480, 800, 0.16},
};

static int setup(void **state)
{
    (void)state;
    form = (struct form){.can_keep = true};
    facts = (struct facts){.hotline = "1588-0000"};
    return 0;
}

static void type(const char *digits)
{
    for (; *digits; digits++) {
        assert_false(form_act(&form, (enum form_act)(FORM_DIGIT + *digits - '0'), 1000));
    }
}

static void expect_shown(const char *digits, const char *want)
{
    char shown[FORM_DIGITS + 3];
    form = (struct form){.can_keep = true};
    type(digits);
    form_shown(&form, shown);
    assert_string_equal(want, shown);
}

static void a_number_is_grouped_as_it_is_said(void **state)
{
    (void)state;
    expect_shown("", "");
    expect_shown("010", "010");
    expect_shown("0101", "010-1");
    expect_shown("01012345678", "010-1234-5678");
    expect_shown("0101234567899", "010-1234-5678"); /* no more than there is */
    expect_shown("021234567", "02-123-4567");
    expect_shown("0212345678", "02-1234-5678");
    expect_shown("0311234567", "031-123-4567");
}

static void only_a_whole_number_can_be_sent(void **state)
{
    (void)state;
    char phone[FORM_DIGITS + 4];
    type("01012345");
    assert_false(form_act(&form, FORM_SEND, 1000));
    type("678");
    assert_true(form_act(&form, FORM_SEND, 1000));
    form_e164(&form, phone);
    assert_string_equal("+821012345678", phone);
    (void)form_act(&form, FORM_CLOSE, 1000);
    type("11012345678");
    assert_false(form_act(&form, FORM_SEND, 1000));
}

static void what_was_kept_is_forgotten_by_the_screen(void **state)
{
    (void)state;
    type("01012345678");
    form_kept(&form, "K7Q-2M4", 2000);
    assert_int_equal(FORM_KEPT, form.at);
    assert_string_equal("", form.digits);
    assert_false(form_act(&form, FORM_SEND, 2000)); /* a trembling hand sends nothing twice */
    assert_false(form_tick(&form, 2000 + FORM_KEPT_MS - 1));
    assert_true(form_tick(&form, 2000 + FORM_KEPT_MS));
    assert_false(form_busy(&form));
    assert_int_equal(-1, form_due_ms(&form, 99999999));
}

static void what_could_not_be_kept_is_said_and_can_be_tried_again(void **state)
{
    (void)state;
    type("01012345678");
    form_kept(&form, NULL, 2000);
    assert_int_equal(FORM_NOT_KEPT, form.at);
    assert_true(form_act(&form, FORM_SEND, 3000));
    (void)form_act(&form, FORM_CLOSE, 3000);
    assert_string_equal("", form.digits);
    assert_int_equal(FORM_ENTRY, form.at);
}

static void half_a_number_does_not_wait_for_the_next_customer(void **state)
{
    (void)state;
    (void)form_act(&form, FORM_LANG, 500);
    type("0101");
    assert_true(form_busy(&form));
    assert_false(form_tick(&form, 1000 + FORM_QUIET_MS - 1));
    assert_true(form_tick(&form, 1000 + FORM_QUIET_MS));
    assert_false(form_busy(&form));
    assert_int_equal(SAY_KO, form.lang);
}

/* Every sentence has its letters, on the panel, apart from the others, big enough to be hit. */
static void check_face(const struct face_panel *panel)
{
    face_make(&face, panel, &form, &facts);
    for (int i = 0; i < face.count; i++) {
        const struct face_item *item = &face.item[i];
        uint32_t code = 0;
        for (const char *at = strip_next(item->text, &code); code; at = strip_next(at, &code)) {
            assert_non_null(strip_find(code));
        }
        assert_in_range(item->x, 0, panel->width_px - item->w);
        assert_in_range(item->y, 0, panel->height_px - item->h);
        int wide = strip_width(item->text, (int)strlen(item->text)) * item->size / STRIP_EM;
        assert_in_range(wide, 0, item->w);
        if (item->kind == FACE_BUTTON && panel->height_px >= 900) {
            assert_true(item->h * panel->mm_per_px >= 9);
        }
        for (int j = i + 1; j < face.count; j++) {
            const struct face_item *other = &face.item[j];
            bool is_apart = item->x + item->w <= other->x || other->x + other->w <= item->x ||
                            item->y + item->h <= other->y || other->y + other->h <= item->y;
            assert_true(is_apart || item->kind == FACE_BAND);
        }
    }
}

static void every_screen_fits_every_panel_in_both_languages(void **state)
{
    (void)state;
    for (int day = 1; day <= 6; day++) {
        facts.hours[day] = (struct facts_hours){540, day == 6 ? 780 : 1080};
    }
    for (int i = 0; i < 5 * 2 * 4; i++) {
        form = (struct form){.can_keep = i % 4 != 3, .lang = i / 4 % 2 ? SAY_EN : SAY_KO};
        form.at = i % 4 == 3 ? FORM_ENTRY : (enum form_at)(i % 4);
        (void)kstr_copy(form.number, sizeof form.number, "WWW-WWW");
        check_face(&panels[i / 8]);
    }
}

static void every_button_is_reached_by_arrows_and_by_tab(void **state)
{
    (void)state;
    type("01012345678");
    for (size_t p = 0; p < sizeof panels / sizeof panels[0]; p++) {
        bool is_reached[FACE_ITEMS] = {false};
        face_make(&face, &panels[p], &form, &facts);
        int at = face_move(&face, -1, FACE_NEXT);
        for (int turn = 0; turn < FACE_ITEMS; turn++) { /* all arrows from all that is reached */
            is_reached[at] = true;
            for (int i = 0; i < face.count; i++) {
                for (int move = 0; is_reached[i] && move <= FACE_RIGHT; move++) {
                    is_reached[face_move(&face, i, (enum face_move)move)] = true;
                }
            }
        }
        int tabs = 0;
        for (int i = 0, next = at; i == 0 || next != at; i++) {
            next = face_move(&face, next, FACE_NEXT);
            tabs++;
        }
        int buttons = 0;
        for (int i = 0; i < face.count; i++) {
            buttons += face.item[i].kind == FACE_BUTTON;
            assert_true(face.item[i].kind != FACE_BUTTON || is_reached[i]);
        }
        assert_int_equal(buttons, tabs);
    }
}

static void nonsense_in_the_files_is_not_said(void **state)
{
    (void)state;
    char text[] = "id = K-0001\nsite = a b\nhotline = <b>1588</b>\nhours.1 = 25:00-10:00\n"
                  "hours.8 = 09:00-10:00\nhours.2 = 09:00-18:00\nhours.3 = 9-18\nhours. = 1\n"
                  "primary = red\non_primary = 00FF00\n= x\nno line\n#id = K-2\nhours.4";
    facts = (struct facts){.primary = 7};
    facts_text(&facts, text);
    assert_string_equal("K-0001", facts.kiosk);
    assert_string_equal("", facts.site);
    assert_string_equal("", facts.hotline);
    assert_int_equal(0, facts.hours[1].close_min);
    assert_int_equal(1080, facts.hours[2].close_min);
    assert_int_equal(0, facts.hours[3].close_min);
    assert_int_equal(7, facts.primary);
    assert_int_equal(0x00FF00, facts.on_primary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_number_is_grouped_as_it_is_said, setup),
        cmocka_unit_test_setup(only_a_whole_number_can_be_sent, setup),
        cmocka_unit_test_setup(what_was_kept_is_forgotten_by_the_screen, setup),
        cmocka_unit_test_setup(what_could_not_be_kept_is_said_and_can_be_tried_again, setup),
        cmocka_unit_test_setup(half_a_number_does_not_wait_for_the_next_customer, setup),
        cmocka_unit_test_setup(every_screen_fits_every_panel_in_both_languages, setup),
        cmocka_unit_test_setup(every_button_is_reached_by_arrows_and_by_tab, setup),
        cmocka_unit_test_setup(nonsense_in_the_files_is_not_said, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
