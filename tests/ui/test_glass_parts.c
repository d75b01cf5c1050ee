/* Palette, keyboards, changed cells, bursts: the small pure parts of the glass. */
#include "check.h"

#include "burst.h"
#include "cells.h"
#include "icons.h"
#include "keys.h"
#include "palette.h"

#include "kstr.h"

#include <stdio.h>
#include <string.h>

/* ---- palette ---- */

static void assert_readable(const struct palette *p, uint32_t primary)
{
    for (int i = 0; i < palette_pair_count; i++) {
        const struct palette_pair *pair = &palette_pairs[i];
        double contrast = palette_contrast(p->rgb[pair->ink], p->rgb[pair->ground]);
        if (contrast < pair->least) {
            print_error("brand %06x: pair %d has %.2f\n", primary, i, contrast);
            fail();
        }
    }
}

static void contrast_is_what_the_standard_says(void **state)
{
    (void)state;
    assert_true(palette_contrast(0x767676, 0xffffff) > 4.53 &&
                palette_contrast(0x767676, 0xffffff) < 4.55);
    assert_true(palette_contrast(0x777777, 0xffffff) < 4.5);
    assert_true(palette_contrast(0xffffff, 0x000000) > 20.99);
    assert_true(palette_contrast(0xe07856, 0xffffff) > 2.95 &&
                palette_contrast(0xe07856, 0xffffff) < 3.05);
}

static void no_brand_can_break_the_contrast(void **state)
{
    (void)state;
    for (uint32_t rgb = 0; rgb <= 0xffffff; rgb += 0x010307 * 29) {
        struct palette p = palette_make(rgb, 0xffffff, rgb ^ 0x5a5a5a);
        assert_readable(&p, rgb);
    }
    struct palette ours = palette_make(0x0b4fa8, 0xffffff, 0xf2a900);
    assert_readable(&ours, 0x0b4fa8);
    assert_int_equal(ours.rgb[TINT_PRIMARY], 0x0b4fa8); /* a brand that can be read stays */
}

static void high_contrast_has_seven_for_every_text(void **state)
{
    (void)state;
    struct palette p = palette_high();
    for (int i = 0; i < palette_pair_count; i++) {
        const struct palette_pair *pair = &palette_pairs[i];
        double least = palette_least(pair, true);
        assert_true(least >= 7 || least == 3);
        assert_true(palette_contrast(p.rgb[pair->ink], p.rgb[pair->ground]) >= least);
    }
    assert_true(palette_contrast(p.rgb[TINT_LINE], p.rgb[TINT_PAGE]) >= 7); /* edges show */
}

/* ---- keyboards ---- */

static const struct key *key_named(const struct key *keys, int count, const char *label)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(keys[i].label, label) == 0) {
            return &keys[i];
        }
    }
    return NULL;
}

static void keys_lie_side_by_side_inside_their_board(void **state)
{
    (void)state;
    for (int i = 0; i < 16; i++) {
        struct key_mode mode = {.keyboard = i & 1 ? KEYBOARD_TEXT : KEYBOARD_DIGITS,
                                .hangul = i & 2,
                                .shift = i & 4,
                                .done = i & 8};
        struct key keys[KEYS_MAX];
        int count = keys_list(&mode, keys);
        assert_true(count >= 11);
        for (int k = 0; k < count; k++) {
            assert_true(keys[k].label[0] != '\0');
            assert_true(keys[k].at + keys[k].span <= keys_across(mode.keyboard));
            assert_true(keys[k].row < keys_rows(mode.keyboard));
            bool same_row = k > 0 && keys[k - 1].row == keys[k].row;
            assert_true(!same_row || keys[k - 1].at + keys[k - 1].span == keys[k].at);
        }
    }
}

static void shift_shows_the_double_consonants(void **state)
{
    (void)state;
    struct key keys[KEYS_MAX];
    struct key_mode mode = {.keyboard = KEYBOARD_TEXT, .hangul = true, .shift = true};
    int count = keys_list(&mode, keys);
    assert_non_null(key_named(keys, count, "ㅃ"));
    assert_int_equal(key_named(keys, count, "ㅃ")->code, 'Q');
    assert_null(key_named(keys, count, "ㅂ"));
    mode.hangul = false;
    count = keys_list(&mode, keys);
    assert_int_equal(key_named(keys, count, "Q")->code, 'Q');
}

static void done_is_there_when_no_button_takes_the_value(void **state)
{
    (void)state;
    struct key keys[KEYS_MAX];
    struct key_mode mode = {.keyboard = KEYBOARD_TEXT, .done = true};
    assert_non_null(key_named(keys, keys_list(&mode, keys), "완료"));
    mode.done = false;
    assert_null(key_named(keys, keys_list(&mode, keys), "완료"));
}

/* ---- cells ---- */

static void only_what_changed_is_painted(void **state)
{
    (void)state;
    static struct cells cells;
    struct box rects[CELLS_RECTS];
    struct mark marks[2] = {
        {.kind = MARK_RECT, .box = {0, 0, 1080, 1920}, .tint = TINT_PAGE, .text = ""},
        {.kind = MARK_RECT, .box = {200, 300, 50, 50}, .tint = TINT_TEXT, .text = ""}};
    cells_reset(&cells, 1080, 1920);
    assert_int_equal(cells_diff(&cells, marks, 2, rects), 1);
    assert_int_equal(rects[0].w, 1080);
    assert_int_equal(rects[0].h, 1920);
    assert_int_equal(cells_diff(&cells, marks, 2, rects), 0);
    marks[1].tint = TINT_FOCUS;
    assert_int_equal(cells_diff(&cells, marks, 2, rects), 1);
    assert_int_equal(rects[0].x, 192);
    assert_int_equal(rects[0].y, 288);
    assert_int_equal(rects[0].w, 96);
    assert_int_equal(rects[0].h, 96);
}

static void a_mark_beyond_the_panel_is_no_harm(void **state)
{
    (void)state;
    static struct cells cells;
    struct box rects[CELLS_RECTS];
    struct mark mark = {.kind = MARK_RECT, .box = {-500, 4000, 9000, 9000}, .text = ""};
    cells_reset(&cells, 1080, 1920);
    assert_true(cells_diff(&cells, &mark, 1, rects) > 0);
}

/* ---- bursts ---- */

static void type_at(struct burst *burst, const char *text, int64_t *ms, int64_t gap)
{
    for (; *text; text++) {
        char character[2] = {*text, '\0'};
        *ms += gap;
        burst_add(burst, character, *ms);
    }
}

static void a_scanner_is_told_from_a_person(void **state)
{
    (void)state;
    struct burst burst = {0};
    char text[LIMIT_FIELD_BYTES];
    int64_t ms = 1000;
    type_at(&burst, "4901234567894", &ms, 3);
    assert_int_equal(burst_rest(&burst, ms, text), BURST_NOTHING);
    assert_int_equal(burst_close(&burst, true, ms + 2, text), BURST_READ);
    assert_string_equal(text, "4901234567894");
    assert_int_equal(burst.len, 0);
}

static void what_a_person_types_comes_out_after_the_gap(void **state)
{
    (void)state;
    struct burst burst = {0};
    char text[LIMIT_FIELD_BYTES];
    burst_add(&burst, "a", 1000);
    assert_int_equal(burst_wait_ms(&burst, 1000), BURST_GAP_MS + 1);
    assert_int_equal(burst_rest(&burst, 1000 + BURST_GAP_MS, text), BURST_NOTHING);
    assert_int_equal(burst_rest(&burst, 1001 + BURST_GAP_MS, text), BURST_TYPED);
    assert_string_equal(text, "a");
    assert_int_equal(burst_wait_ms(&burst, 2000), -1);
}

static void a_magnetic_track_is_short_and_slow_and_still_a_reading(void **state)
{
    (void)state;
    struct burst burst = {0};
    char text[LIMIT_FIELD_BYTES];
    int64_t ms = 0;
    type_at(&burst, ";12?", &ms, 3);
    burst_add(&burst, "x", ms + 200);
    assert_int_equal(burst_close(&burst, true, ms + 205, text), BURST_READ);
    assert_string_equal(text, ";12?x");
}

static void a_reading_without_its_end_is_forgotten(void **state)
{
    (void)state;
    struct burst burst = {0};
    char text[LIMIT_FIELD_BYTES] = "untouched";
    int64_t ms = 0;
    type_at(&burst, "490123456789", &ms, 2);
    assert_int_equal(burst_rest(&burst, ms + 500, text), BURST_BROKEN);
    assert_string_equal(text, "untouched");
    for (size_t i = 0; i < sizeof burst.text; i++) {
        assert_int_equal(burst.text[i], 0);
    }
}

static void a_burst_longer_than_any_token_does_not_overrun(void **state)
{
    (void)state;
    struct burst burst = {0};
    char text[LIMIT_FIELD_BYTES];
    int64_t ms = 0;
    for (int i = 0; i < 5000; i++) {
        type_at(&burst, "7", &ms, 1);
    }
    assert_int_equal(burst_close(&burst, true, ms, text), BURST_READ);
    assert_int_equal(strlen(text), LIMIT_FIELD_BYTES - 1);
}

/* ---- signs ---- */

static void every_sign_is_in_the_list_for_authors(void **state)
{
    (void)state;
    char doc[8192];
    FILE *in = fopen(SOURCE_DIR "/docs/icons.md", "r");
    assert_non_null(in);
    size_t len = fread(doc, 1, sizeof doc - 1, in);
    (void)fclose(in);
    doc[len] = '\0';
    int listed = 0;
    for (const char *c = doc; (c = strstr(c, "\n| `")) != NULL; c++) {
        listed++;
    }
    int count = 0;
    for (; icon_name_at(count); count++) {
        char row[64];
        (void)kstr_format(row, sizeof row, "\n| `%s` |", icon_name_at(count));
        assert_non_null(strstr(doc, row));
        assert_non_null(icon_path(icon_name_at(count)));
    }
    assert_int_equal(listed, count);
    assert_null(icon_path("no such sign"));
    assert_null(icon_name_at(-1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contrast_is_what_the_standard_says),
        cmocka_unit_test(no_brand_can_break_the_contrast),
        cmocka_unit_test(high_contrast_has_seven_for_every_text),
        cmocka_unit_test(keys_lie_side_by_side_inside_their_board),
        cmocka_unit_test(shift_shows_the_double_consonants),
        cmocka_unit_test(done_is_there_when_no_button_takes_the_value),
        cmocka_unit_test(only_what_changed_is_painted),
        cmocka_unit_test(a_mark_beyond_the_panel_is_no_harm),
        cmocka_unit_test(a_scanner_is_told_from_a_person),
        cmocka_unit_test(what_a_person_types_comes_out_after_the_gap),
        cmocka_unit_test(a_magnetic_track_is_short_and_slow_and_still_a_reading),
        cmocka_unit_test(a_reading_without_its_end_is_forgotten),
        cmocka_unit_test(a_burst_longer_than_any_token_does_not_overrun),
        cmocka_unit_test(every_sign_is_in_the_list_for_authors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
