/* The glass itself, on SDL's dummy driver. */
#include "check.h"

#include "ui_internal.h"

#include "kstr.h"
#include "samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct ui *ui;
static struct screen screen;
static int64_t now_ms;

static struct ui_config config_of(int w, int h, double mm)
{
    return (struct ui_config){.panel = {w, h, mm},
                              .headless = true,
                              .still = true,
                              .primary = 0x0b4fa8,
                              .on_primary = 0xffffff,
                              .accent = 0xf2a900};
}

static int open_portrait(void **state)
{
    (void)state;
    struct ui_config config = config_of(1080, 1920, 0.248);
    struct kerr err = {0};
    now_ms = 1000000;
    assert_ok(ui_open(&config, &ui, &err), &err);
    return 0;
}

static int close_it(void **state)
{
    (void)state;
    ui_close(&ui);
    ui_close(&ui);
    return 0;
}

static void show(enum sample sample, enum lang lang)
{
    sample_make(&screen, sample, lang);
    ui_show(ui, &screen, now_ms);
}

/* As the kiosk does: take the event, put the value into the screen, show it. */
static struct ui_event take(void)
{
    struct ui_event event = {.kind = UI_ALIVE};
    struct ui_event each;
    while (ui_wait(ui, 0, &each, 1) == 1) {
        event = each;
        if (event.kind == UI_FIELD) {
            (void)kstr_copy(screen.field.value, sizeof screen.field.value, event.text);
        }
    }
    ui_show(ui, &screen, now_ms);
    return event;
}

static int count_events(struct ui_event *last)
{
    int count = 0;
    struct ui_event event;
    while (ui_wait(ui, 0, &event, 1) == 1) {
        *last = event;
        count++;
    }
    return count;
}

/* ---- the frame ---- */

static void assert_frame_is_whole(const char *after)
{
    static uint32_t want[1920 * 1920];
    int w = ui->surface->w;
    int h = ui->surface->h;
    struct brush brush = {(uint8_t *)want, w * 4, {0, 0, w, h}};
    ui_paint(ui, &brush);
    for (int y = 0; y < h; y++) {
        const uint32_t *row = (const uint32_t *)(const void *)((const char *)ui->surface->pixels +
                                                               y * ui->surface->pitch);
        for (int x = 0; x < w; x++) {
            if ((row[x] & 0xffffffU) != (want[y * w + x] & 0xffffffU)) {
                print_error("after \"%s\": pixel %d,%d is %06x, not %06x\n", after, x, y,
                            row[x] & 0xffffffU, want[y * w + x]);
                fail();
            }
        }
    }
}

static uint32_t chance = 5;

static int pick(int count)
{
    chance = chance * 1664525U + 1013904223U;
    return (int)(chance >> 10) % count;
}

static void random_tap(enum sample *sample)
{
    const struct widget *w = &ui->view.widget[pick(ui->view.count)];
    if (!role_target(w->role)) {
        return;
    }
    char label[LIMIT_LABEL_BYTES];
    (void)kstr_format(label, sizeof label, "%.*s", w->text_len, w->text);
    now_ms += 1000;
    int x = w->box.x + w->box.w / 2;
    int y = w->box.y + w->box.h / 2;
    ui_pointer(ui, SDL_FINGERDOWN, 0, x, y, now_ms);
    struct ui_event none;
    assert_int_equal(ui_wait(ui, 0, &none, 1), 0);
    assert_frame_is_whole(label);
    ui_pointer(ui, SDL_FINGERUP, 0, x, y, now_ms);
    struct ui_event event = take();
    if (event.kind == UI_TOUCH) {
        *sample = (enum sample)pick(SAMPLE_COUNT);
        sample_make(&screen, *sample, pick(2) ? LANG_KO : LANG_EN);
        screen.serial += 1000U * (uint32_t)pick(100000);
        ui_show(ui, &screen, now_ms);
    }
    assert_frame_is_whole(label);
}

static void after_300_random_taps_the_frame_is_as_if_painted_whole(void **state)
{
    (void)state;
    enum sample sample = SAMPLE_HOME;
    show(sample, LANG_KO);
    for (int i = 0; i < 300; i++) {
        if (pick(4) == 0) {
            ui_press(ui, pick(2) ? "tab" : "down");
            (void)take();
        }
        random_tap(&sample);
    }
}

static void what_did_not_change_is_not_painted(void **state)
{
    (void)state;
    show(SAMPLE_HOME, LANG_KO);
    struct ui_stats before = ui_stats(ui);
    ui_show(ui, &screen, now_ms);
    assert_int_equal(ui_stats(ui).frames, before.frames);
    const struct widget *tile = view_find(&ui->view, "TV");
    ui_pointer(ui, SDL_FINGERDOWN, 0, tile->box.x + 9, tile->box.y + 9, now_ms);
    struct ui_event event;
    (void)ui_wait(ui, 0, &event, 1);
    int64_t pixels = ui_stats(ui).pixels - before.pixels;
    assert_true(pixels > 0);
    assert_true(pixels < (int64_t)(tile->box.w + 2 * CELL_PX) * (tile->box.h + 2 * CELL_PX));
}

static void samples_keep_the_rules_with_real_letters(void **state)
{
    (void)state;
    static const struct panel panels[] = {{1080, 1920, 0.248},
                                          {1920, 1080, 0.248},
                                          {1080, 1920, 0.369},
                                          {1366, 768, 0.253},
                                          {800, 1280, 0.170}};
    for (size_t p = 0; p < sizeof panels / sizeof panels[0]; p++) {
        struct ui_config config = config_of(1, 1, 1);
        config.panel = panels[p];
        struct kerr err = {0};
        ui_close(&ui);
        assert_ok(ui_open(&config, &ui, &err), &err);
        for (int i = 0; i < SAMPLE_COUNT * LANG_COUNT; i++) {
            show((enum sample)(i / LANG_COUNT), (enum lang)(i % LANG_COUNT));
            char text[4096];
            struct kbuf buf = KBUF(text);
            assert_ok(ui_faults(ui, &buf, &err), &err);
            if (buf.len > 0) {
                print_error("%s %dx%d: %s", sample_name((enum sample)(i / LANG_COUNT)),
                            panels[p].width_px, panels[p].height_px, text);
                fail();
            }
        }
    }
}

/* ---- touching ---- */

static void a_choice_counts_when_the_finger_leaves_it(void **state)
{
    (void)state;
    show(SAMPLE_ASK, LANG_KO);
    const struct box box = view_find(&ui->view, "꺼져")->box;
    struct ui_event event;
    ui_pointer(ui, SDL_FINGERDOWN, 7, box.x + 5, box.y + 5, now_ms);
    assert_int_equal(count_events(&event), 0);
    ui_pointer(ui, SDL_FINGERMOTION, 7, box.x + 5, box.y - 300, now_ms);
    ui_pointer(ui, SDL_FINGERUP, 7, box.x + 5, box.y - 300, now_ms);
    assert_int_equal(count_events(&event), 0);
    ui_pointer(ui, SDL_FINGERDOWN, 7, box.x + 5, box.y + 5, now_ms);
    ui_pointer(ui, SDL_FINGERUP, 7, box.x + 50, box.y + 9, now_ms);
    assert_int_equal(count_events(&event), 1);
    assert_int_equal(event.kind, UI_TOUCH);
    assert_int_equal(event.action.verb, ACT_CHOOSE);
    assert_int_equal(event.action.arg, 4);
}

static void a_trembling_hand_presses_once_but_two_choices_are_both_taken(void **state)
{
    (void)state;
    show(SAMPLE_ASK, LANG_KO);
    struct ui_event event;
    assert_true(ui_tap(ui, "꺼져 있습니다", now_ms));
    assert_true(ui_tap(ui, "꺼져 있습니다", now_ms + 300));
    assert_int_equal(count_events(&event), 1);
    assert_true(ui_tap(ui, "잘 모르겠습니다", now_ms + 320));
    assert_int_equal(count_events(&event), 1);
    assert_true(ui_tap(ui, "잘 모르겠습니다", now_ms + 900));
    assert_int_equal(count_events(&event), 1);
    assert_false(ui_tap(ui, "없는 단추", now_ms + 2000));
}

static void two_fingers_on_two_keys_type_both(void **state)
{
    (void)state;
    show(SAMPLE_PHONE, LANG_KO);
    const struct box one = view_find(&ui->view, "1")->box;
    const struct box two = view_find(&ui->view, "2")->box;
    screen.field.value[0] = '\0';
    ui_show(ui, &screen, now_ms);
    ui_pointer(ui, SDL_FINGERDOWN, 1, one.x + 9, one.y + 9, now_ms);
    ui_pointer(ui, SDL_FINGERDOWN, 2, two.x + 9, two.y + 9, now_ms);
    ui_pointer(ui, SDL_FINGERUP, 1, one.x + 9, one.y + 9, now_ms);
    ui_pointer(ui, SDL_FINGERUP, 2, two.x + 9, two.y + 9, now_ms);
    assert_string_equal(take().text, "12");
}

static void a_finger_that_came_before_the_page_presses_nothing_on_it(void **state)
{
    (void)state;
    show(SAMPLE_ASK, LANG_KO);
    const struct box box = view_find(&ui->view, "꺼져")->box;
    ui_pointer(ui, SDL_FINGERDOWN, 0, box.x + 5, box.y + 5, now_ms);
    screen.serial++;
    ui_show(ui, &screen, now_ms);
    ui_pointer(ui, SDL_FINGERUP, 0, box.x + 5, box.y + 5, now_ms);
    struct ui_event event;
    assert_int_equal(count_events(&event), 0);
}

static void the_first_screen_starts_wherever_it_is_touched(void **state)
{
    (void)state;
    show(SAMPLE_ATTRACT, LANG_KO);
    ui_pointer(ui, SDL_FINGERDOWN, 0, 540, 400, now_ms);
    ui_pointer(ui, SDL_FINGERUP, 0, 540, 400, now_ms);
    struct ui_event event;
    assert_int_equal(count_events(&event), 1);
    assert_int_equal(event.action.verb, ACT_START);
}

static void finger_and_mouse_of_sdl_press_the_same_button(void **state)
{
    (void)state;
    show(SAMPLE_NOTICE, LANG_KO);
    const struct box box = view_find(&ui->view, "다른")->box;
    for (int i = 0; i < 2; i++) {
        SDL_Event down = {.type = i ? SDL_FINGERDOWN : SDL_MOUSEBUTTONDOWN};
        SDL_Event up = {.type = i ? SDL_FINGERUP : SDL_MOUSEBUTTONUP};
        if (i) {
            down.tfinger.x = up.tfinger.x = ((float)box.x + 9) / 1080;
            down.tfinger.y = up.tfinger.y = ((float)box.y + 9) / 1920;
        } else {
            down.button.button = up.button.button = SDL_BUTTON_LEFT;
            down.button.x = up.button.x = box.x + 9;
            down.button.y = up.button.y = box.y + 9;
        }
        now_ms += 1000;
        ui_input(ui, &down, now_ms);
        ui_input(ui, &up, now_ms);
        struct ui_event event;
        assert_int_equal(count_events(&event), 1);
        assert_int_equal(event.action.verb, ACT_OK);
    }
}

/* ---- keys ---- */

static void keys_move_the_ring_and_press(void **state)
{
    (void)state;
    show(SAMPLE_ASK, LANG_KO);
    assert_string_equal(ui_focus(ui), "");
    ui_press(ui, "tab");
    assert_string_equal(ui_focus(ui), "초록색으로 켜져 있습니다");
    ui_press(ui, "down");
    assert_string_equal(ui_focus(ui), "빨간색이거나 깜빡입니다");
    ui_press(ui, "enter");
    struct ui_event event = take();
    assert_int_equal(event.kind, UI_TOUCH);
    assert_int_equal(event.action.arg, 3);
    ui_press(ui, "escape");
    assert_int_equal(take().action.verb, ACT_BACK);
    ui_press(ui, "F3");
    event = take();
    assert_int_equal(event.kind, UI_KEY);
    assert_string_equal(event.text, "F3");
}

static void the_ring_starts_anew_on_another_page(void **state)
{
    (void)state;
    show(SAMPLE_ASK, LANG_KO);
    ui_press(ui, "tab");
    screen.progress_done++;
    ui_show(ui, &screen, now_ms);
    assert_string_equal(ui_focus(ui), "초록색으로 켜져 있습니다");
    screen.serial++;
    ui_show(ui, &screen, now_ms);
    assert_string_equal(ui_focus(ui), "");
}

/* ---- typing ---- */

static void show_empty_search(enum lang lang)
{
    sample_make(&screen, SAMPLE_SEARCH, lang);
    screen.field.value[0] = '\0';
    ui_show(ui, &screen, now_ms);
}

static void letters_compose_hangul_by_keyboard_and_on_the_glass(void **state)
{
    (void)state;
    show_empty_search(LANG_KO);
    ui_type(ui, "ghdrlfehd");
    assert_string_equal(take().text, "홍길동");
    static const char *const jamo[] = {"ㅎ", "ㅗ", "ㅇ"};
    for (int i = 0; i < 3; i++) {
        now_ms += 300;
        assert_true(ui_tap(ui, jamo[i], now_ms));
    }
    assert_string_equal(take().text, "홍길동홍");
    ui_press(ui, "backspace");
    assert_string_equal(take().text, "홍길동호");
    assert_true(ui_tap(ui, "띄어쓰기", now_ms));
    assert_string_equal(take().text, "홍길동호 ");
}

static bool has_underline(void)
{
    for (int i = 0; i < ui->mark_count; i++) {
        const struct mark *mark = &ui->mark[i];
        bool flat = mark->box.h == ui->scale.hair * 2 && mark->box.w > mark->box.h * 4;
        if (mark->kind == MARK_RECT && flat && mark->tint == TINT_PRIMARY_INK) {
            return true;
        }
    }
    return false;
}

static void the_syllable_being_composed_is_underlined_until_it_is_done(void **state)
{
    (void)state;
    show_empty_search(LANG_KO);
    ui_type(ui, "gks");
    (void)take();
    assert_true(has_underline());
    ui_type(ui, " ");
    (void)take();
    assert_false(has_underline());
}

static void a_field_of_latin_letters_begins_with_them(void **state)
{
    (void)state;
    show_empty_search(LANG_KO);
    screen.field.latin = true;
    screen.field.serial++;
    ui_show(ui, &screen, 0);
    ui_type(ui, "gil@");
    assert_string_equal(ui->typing.text, "gil@");
}

static void shift_types_one_double_consonant(void **state)
{
    (void)state;
    show_empty_search(LANG_KO);
    assert_true(ui_tap(ui, "ㄲㅆ", now_ms += 500));
    assert_true(ui_tap(ui, "ㅃ", now_ms += 500));
    assert_false(ui_tap(ui, "ㅉ", now_ms += 500));
    assert_true(ui_tap(ui, "ㅏ", now_ms += 500));
    assert_string_equal(take().text, "빠");
}

static void latin_letters_stay_latin_after_the_mode_key(void **state)
{
    (void)state;
    show_empty_search(LANG_KO);
    assert_true(ui_tap(ui, "한/영", now_ms += 500));
    ui_type(ui, "wifi");
    assert_string_equal(take().text, "wifi");
    show_empty_search(LANG_EN);
    ui_type(ui, "tv");
    assert_string_equal(take().text, "tv");
}

static void a_full_field_takes_no_more_and_loses_nothing(void **state)
{
    (void)state;
    show_empty_search(LANG_KO);
    screen.field.max_chars = 2;
    ui_show(ui, &screen, now_ms);
    ui_type(ui, "ghdrlfehd");
    assert_string_equal(take().text, "홍길");
    for (int i = 0; i < 400; i++) {
        ui_type(ui, "gks");
    }
    assert_string_equal(ui->typing.text, "홍길");
}

static void a_digit_field_takes_digits_only(void **state)
{
    (void)state;
    show(SAMPLE_PHONE, LANG_KO);
    screen.field.value[0] = '\0';
    ui_show(ui, &screen, now_ms);
    ui_type(ui, "0a1b-0");
    assert_string_equal(take().text, "010");
    assert_true(ui_tap(ui, "지움", now_ms));
    assert_string_equal(take().text, "01");
    ui_press(ui, "enter");
    assert_int_equal(take().action.verb, ACT_OK);
}

static void another_field_begins_empty_of_the_old_composition(void **state)
{
    (void)state;
    show_empty_search(LANG_KO);
    ui_type(ui, "gk");
    (void)take();
    screen.field.serial++;
    screen.field.value[0] = '\0';
    ui_show(ui, &screen, now_ms);
    ui_type(ui, "s");
    assert_string_equal(take().text, "ㄴ");
}

static void a_burst_is_an_event_and_never_in_the_field(void **state)
{
    (void)state;
    show_empty_search(LANG_KO);
    ui_press(ui, "%B4929^HONG/GILDONG^2512?");
    ui_press(ui, "enter");
    struct ui_event event;
    assert_int_equal(count_events(&event), 1);
    assert_int_equal(event.kind, UI_BURST);
    assert_string_equal(event.text, "%B4929^HONG/GILDONG^2512?");
    assert_string_equal(ui->typing.text, "");
    for (size_t i = 0; i < sizeof ui->burst.text; i++) {
        assert_int_equal(ui->burst.text[i], 0);
    }
}

static void a_masked_field_never_shows_what_was_typed(void **state)
{
    (void)state;
    show(SAMPLE_PHONE, LANG_KO);
    screen.field.value[0] = '\0';
    ui_show(ui, &screen, now_ms);
    ui_type(ui, "01098765432");
    (void)take();
    char text[8192];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    assert_ok(ui_dump(ui, &buf, &err), &err);
    assert_null(strstr(text, "0109876"));
    assert_non_null(strstr(text, "●●●●●●●●●●2"));
}

static bool memory_holds(const void *memory, size_t size, const char *text)
{
    const char *at = memory;
    size_t len = strlen(text);
    for (size_t i = 0; i + len <= size; i++) {
        if (memcmp(at + i, text, len) == 0) {
            return true;
        }
    }
    return false;
}

static void a_wipe_leaves_nothing_of_a_customer(void **state)
{
    (void)state;
    show(SAMPLE_PHONE, LANG_KO);
    ui_type(ui, "9");
    screen.field.value[0] = '\0';
    ui_show(ui, &screen, now_ms);
    ui_type(ui, "01055554444");
    (void)take();
    assert_true(memory_holds(ui, sizeof *ui, "01055554444"));
    ui_wipe(ui);
    assert_false(memory_holds(ui, sizeof *ui, "01055554444"));
    assert_false(memory_holds(ui, sizeof *ui, "0105555"));
    char text[64] = "";
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    assert_ok(ui_dump(ui, &buf, &err), &err);
    assert_int_equal(buf.len, 0);
}

/* ---- paging ---- */

static void paging_shows_the_rest_and_counts(void **state)
{
    (void)state;
    struct ui_config config = config_of(1920, 1080, 0.248);
    struct kerr err = {0};
    ui_close(&ui);
    assert_ok(ui_open(&config, &ui, &err), &err);
    show(SAMPLE_ARTICLE, LANG_KO);
    assert_true(ui->view.page_count > 1);
    assert_false(ui_tap(ui, "이전 쪽", now_ms));
    for (int i = 1; i < ui->view.page_count; i++) {
        assert_true(ui_tap(ui, "다음 쪽", now_ms += 600));
        assert_int_equal(take().kind, UI_ALIVE);
        assert_int_equal(ui->view.page, i);
        assert_non_null(view_find(&ui->view, "예")); /* the way on stays */
    }
    assert_false(ui_tap(ui, "다음 쪽", now_ms += 600));
    assert_true(ui_tap(ui, "이전 쪽", now_ms += 600));
}

/* ---- waiting and opening ---- */

static void waiting_without_input_takes_the_time_and_no_more(void **state)
{
    (void)state;
    show(SAMPLE_HOME, LANG_KO);
    struct ui_event event;
    uint32_t from = SDL_GetTicks();
    assert_int_equal(ui_wait(ui, 60, &event, 1), 0);
    uint32_t passed = SDL_GetTicks() - from;
    assert_true(passed >= 59);
    from = SDL_GetTicks();
    assert_true(ui_tap(ui, "TV", now_ms));
    assert_int_equal(ui_wait(ui, 60000, &event, 1), 1);
    assert_true(SDL_GetTicks() - from < 10000);
}

static void motion_ends_at_the_still_frame(void **state)
{
    (void)state;
    struct ui_config config = config_of(1080, 1920, 0.248);
    config.still = false;
    struct kerr err = {0};
    ui_close(&ui);
    assert_ok(ui_open(&config, &ui, &err), &err);
    show(SAMPLE_HOME, LANG_KO);
    show(SAMPLE_ASK, LANG_KO);
    assert_true(ui->moving);
    assert_true(ui_tap(ui, "꺼져", now_ms)); /* a touch does not wait for it */
    struct ui_event event;
    assert_int_equal(count_events(&event), 1);
    while (ui->moving) {
        (void)ui_wait(ui, UI_MOTION_MS, &event, 1);
    }
    assert_frame_is_whole("motion");
    for (int i = 0; i < ui->mark_count; i++) {
        assert_int_equal(ui->mark[i].alpha, 255);
    }
}

/* Fontconfig finds nothing: even so there is something to see, with or without a number. */
static int ink_without_font(const char *hotline)
{
    struct ui_config config = config_of(1080, 1920, 0.248);
    struct ui *plain = NULL;
    struct kerr err = {0};
    assert_ok(ui_open_plain(&config, hotline, &plain, &err), &err);
    const uint32_t *pixel = plain->surface->pixels;
    uint32_t ground = pixel[0];
    int ink = 0;
    for (int i = 0; i < plain->surface->w * plain->surface->h; i++) {
        ink += pixel[i] != ground;
    }
    SDL_Event sent = {0};
    sent.tfinger = (SDL_TouchFingerEvent){.type = SDL_FINGERDOWN, .x = 0.5F, .y = 0.5F};
    (void)SDL_PushEvent(&sent);
    sent.key = (SDL_KeyboardEvent){.type = SDL_KEYDOWN, .keysym.sym = SDLK_RETURN};
    (void)SDL_PushEvent(&sent);
    struct ui_event event[4];
    assert_int_equal(ui_wait(plain, 0, event, 4), 0); /* there is nothing to press */
    sent.quit = (SDL_QuitEvent){.type = SDL_QUIT};
    (void)SDL_PushEvent(&sent);
    assert_int_equal(ui_wait(plain, 0, event, 4), 1);
    assert_int_equal(event[0].kind, UI_QUIT);
    ui_close(&plain);
    return ink;
}

static void without_a_font_there_is_a_sentence_and_the_number(void **state)
{
    (void)state;
    (void)setenv("FONTCONFIG_FILE", "/nowhere/fonts.conf", 1);
    int ink = ink_without_font("");
    assert_in_range(ink, 100000, 1000000);
    assert_in_range(ink_without_font("1588-0246"), ink + 10000, ink + 300000);
    (void)ink_without_font("전화 없음"); /* what has no strokes is left out */
    (void)unsetenv("FONTCONFIG_FILE");
}

static void a_missing_font_is_named_with_its_package(void **state)
{
    (void)state;
    char dir[] = "/tmp/annae-ui-XXXXXX";
    char path[64];
    assert_non_null(mkdtemp(dir));
    (void)kstr_format(path, sizeof path, "%s/fonts.conf", dir);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    (void)fprintf(out, "<?xml version=\"1.0\"?><fontconfig><dir>%s</dir></fontconfig>", dir);
    (void)fclose(out);
    (void)setenv("FONTCONFIG_FILE", path, 1);
    struct ui_config config = config_of(1080, 1920, 0.248);
    struct ui *none = NULL;
    struct kerr err = {0};
    assert_int_equal(ui_open(&config, &none, &err), K_E_NOT_FOUND);
    (void)unsetenv("FONTCONFIG_FILE");
    assert_non_null(strstr(err.text, "fonts-noto-cjk"));
    assert_null(none);
    (void)unlink(path);
    (void)rmdir(dir);
}

static void a_look_is_drawn_at_once_and_ends_with_the_visit(void **state)
{
    (void)state;
    show(SAMPLE_ASK, LANG_KO);
    int small = ui->view.widget[2].box.h;
    uint32_t paper = *(const uint32_t *)ui->surface->pixels & 0xffffffU;
    ui_set_look(ui, &(struct ui_look){.size = 200, .high_contrast = true});
    struct ui_event event;
    (void)ui_wait(ui, 0, &event, 1);
    assert_frame_is_whole("look");
    assert_true(ui->view.widget[2].box.h > small);
    assert_int_equal(paper, 0xffffff);
    assert_int_equal(*(const uint32_t *)ui->surface->pixels & 0xffffffU, 0);
    ui_wipe(ui);
    show(SAMPLE_ASK, LANG_KO);
    assert_int_equal(ui->view.widget[2].box.h, small);
    assert_int_equal(*(const uint32_t *)ui->surface->pixels & 0xffffffU, paper);
}

static void samples_keep_the_rules_in_every_look(void **state)
{
    (void)state;
    for (int i = 0; i < 2 * SAMPLE_COUNT; i++) {
        ui_set_look(ui, &(struct ui_look){.size = 150 + 50 * (i % 2), .high_contrast = i % 3 == 0});
        show((enum sample)(i / 2), i % 4 < 2 ? LANG_KO : LANG_EN);
        char text[4096];
        struct kbuf buf = KBUF(text);
        struct kerr err = {0};
        assert_ok(ui_faults(ui, &buf, &err), &err);
        if (buf.len > 0) {
            print_error("%s:\n%s", sample_name((enum sample)(i / 2)), text);
            fail();
        }
    }
}

#define ON_GLASS(test) cmocka_unit_test_setup_teardown(test, open_portrait, close_it)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GLASS(after_300_random_taps_the_frame_is_as_if_painted_whole),
        ON_GLASS(what_did_not_change_is_not_painted),
        ON_GLASS(samples_keep_the_rules_with_real_letters),
        ON_GLASS(a_choice_counts_when_the_finger_leaves_it),
        ON_GLASS(a_trembling_hand_presses_once_but_two_choices_are_both_taken),
        ON_GLASS(two_fingers_on_two_keys_type_both),
        ON_GLASS(a_finger_that_came_before_the_page_presses_nothing_on_it),
        ON_GLASS(the_first_screen_starts_wherever_it_is_touched),
        ON_GLASS(finger_and_mouse_of_sdl_press_the_same_button),
        ON_GLASS(keys_move_the_ring_and_press),
        ON_GLASS(the_ring_starts_anew_on_another_page),
        ON_GLASS(letters_compose_hangul_by_keyboard_and_on_the_glass),
        ON_GLASS(the_syllable_being_composed_is_underlined_until_it_is_done),
        ON_GLASS(a_field_of_latin_letters_begins_with_them),
        ON_GLASS(shift_types_one_double_consonant),
        ON_GLASS(latin_letters_stay_latin_after_the_mode_key),
        ON_GLASS(a_full_field_takes_no_more_and_loses_nothing),
        ON_GLASS(a_digit_field_takes_digits_only),
        ON_GLASS(another_field_begins_empty_of_the_old_composition),
        ON_GLASS(a_burst_is_an_event_and_never_in_the_field),
        ON_GLASS(a_masked_field_never_shows_what_was_typed),
        ON_GLASS(a_wipe_leaves_nothing_of_a_customer),
        ON_GLASS(paging_shows_the_rest_and_counts),
        ON_GLASS(waiting_without_input_takes_the_time_and_no_more),
        ON_GLASS(a_look_is_drawn_at_once_and_ends_with_the_visit),
        ON_GLASS(samples_keep_the_rules_in_every_look),
        ON_GLASS(motion_ends_at_the_still_frame),
        cmocka_unit_test(a_missing_font_is_named_with_its_package),
        cmocka_unit_test(without_a_font_there_is_a_sentence_and_the_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
