/* The window on the sources, on SDL's dummy driver: what is saved is on the glass. */
#include "check.h"

#include "preview.h"
#include "sources.h"

#include "kstr.h"
#include "ksys.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define PATIENCE_MS 20000 /* of a loaded machine; what is promised is printed, not asserted */

static struct sources sources;
static struct preview *preview;
static char glass[64 * 1024];

static int open_it(void **state)
{
    (void)state;
    struct kerr err = {0};
    sources_make(&sources);
    const struct preview_config config = {.dir = sources.dir,
                                          .at = "fix/age",
                                          .lang = LANG_EN,
                                          .glass = {.panel = {540, 960, 0.496}}};
    assert_ok(preview_open(&config, &preview, &err), &err);
    return 0;
}

static int close_it(void **state)
{
    (void)state;
    preview_close(&preview);
    preview_close(&preview);
    sources_done(&sources);
    return 0;
}

/* Turn until the sources were read once more. */
static void wait_for_save(void)
{
    struct preview_counts before = preview_counts(preview);
    int64_t from = ksys_mono_ms();
    for (;;) {
        assert_true(preview_turn(preview, 50));
        struct preview_counts now = preview_counts(preview);
        if (now.good + now.broken > before.good + before.broken) {
            break;
        }
        assert_true(ksys_mono_ms() - from < PATIENCE_MS);
    }
    print_message("on the glass after %d ms\n", (int)(ksys_mono_ms() - from));
}

/* Something is drawn with these words. */
static bool says(const char *wanted)
{
    struct kbuf buf = KBUF(glass);
    struct kerr err = {0};
    assert_ok(ui_dump(preview_glass(preview), &buf, &err), &err);
    return strstr(glass, wanted) != NULL;
}

static void what_is_saved_is_shown_at_the_same_step(void **state)
{
    (void)state;
    assert_true(says("How many years have you had it?"));
    sources_edit(&sources, "flows/fix.yaml", "How many years have you had it?", "How old is it?");
    wait_for_save();
    assert_true(says("How old is it?"));
    assert_int_equal(preview_counts(preview).good, 2);
}

static void broken_sources_leave_the_last_good_ones_and_tell_why(void **state)
{
    (void)state;
    sources_edit(&sources, "flows/fix.yaml", "tries: 2", "tires: 2");
    wait_for_save();
    assert_int_equal(preview_counts(preview).broken, 1);
    assert_true(says("How many years have you had it?"));
    assert_non_null(strstr(preview_note(preview), "flows/fix.yaml"));
    assert_non_null(strstr(preview_note(preview), "tires"));
    sources_edit(&sources, "flows/fix.yaml", "tires: 2", "tries: 3");
    wait_for_save();
    assert_int_equal(preview_counts(preview).good, 2);
    assert_null(strstr(preview_note(preview), "tires"));
    assert_true(says("How many years have you had it?"));
}

static void keys_change_language_size_panel_and_step(void **state)
{
    (void)state;
    struct stage_spot before = {0};
    struct stage_spot after = {0};
    preview_key(preview, "F1");
    assert_true(preview_turn(preview, 0));
    assert_true(says("몇 년 쓰셨습니까?"));
    preview_key(preview, "F2");
    preview_key(preview, "F3");
    preview_key(preview, "F4");
    assert_true(preview_turn(preview, 0));
    assert_true(says("몇 년 쓰셨습니까?"));
    assert_true(stage_spot_now(preview_stage(preview), &before));
    preview_key(preview, "F5");
    assert_true(preview_turn(preview, 0));
    assert_true(stage_spot_now(preview_stage(preview), &after));
    assert_int_not_equal(before.step, after.step);
    preview_key(preview, "F6");
    assert_true(stage_spot_now(preview_stage(preview), &after));
    assert_int_equal(before.step, after.step);
    preview_key(preview, "F7");
    assert_true(stage_spot_now(preview_stage(preview), &after));
    assert_int_not_equal(before.index, after.index);
}

static void a_finger_goes_on_from_there(void **state)
{
    (void)state;
    struct stage_spot before = {0};
    struct stage_spot after = {0};
    assert_true(stage_spot_now(preview_stage(preview), &before));
    ui_type(preview_glass(preview), "12");
    assert_true(preview_turn(preview, 0));
    assert_true(ui_tap(preview_glass(preview), "OK", ksys_mono_ms()));
    assert_true(preview_turn(preview, 0));
    assert_true(stage_spot_now(preview_stage(preview), &after));
    assert_true(before.step != after.step || before.index != after.index);
}

static void what_is_played_becomes_a_test_that_passes(void **state)
{
    (void)state;
    char path[PATH_MAX];
    struct kerr err = {0};
    struct preview *playing = NULL;
    (void)snprintf(path, sizeof path, "%s/played.yaml", sources.dir);
    const struct preview_config config = {
        .dir = sources.dir, .lang = LANG_EN, .glass = {.panel = {540, 960, 0.496}}, .record = path};
    static const char *const taps[] = {"Start", "Go on without a card", "Internet",
                                       "The internet is down", "None"};
    assert_ok(preview_open(&config, &playing, &err), &err);
    for (size_t i = 0; i < sizeof taps / sizeof *taps; i++) {
        if (!ui_tap(preview_glass(playing), taps[i], ksys_mono_ms())) {
            struct kbuf buf = KBUF(glass);
            assert_ok(ui_dump(preview_glass(playing), &buf, &err), &err);
            fail_msg("no '%s' on the glass:\n%s", taps[i], glass);
        }
        assert_true(preview_turn(playing, 0));
    }
    assert_ok(preview_record_save(playing, &err), &err);
    preview_close(&playing);
    char text[4096] = "";
    struct kbuf buf = KBUF(text);
    assert_ok(ksys_read_file(path, &buf, &err), &err);
    assert_non_null(strstr(text, "flow: fix"));
    assert_non_null(strstr(text, "at: lights"));
    assert_non_null(strstr(text, "answer: dark"));
    assert_non_null(strstr(text, "at: age"));
}

static void nothing_played_is_told_and_nothing_written(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct preview *idle = NULL;
    const struct preview_config config = {.dir = sources.dir,
                                          .glass = {.panel = {540, 960, 0.496}},
                                          .record = "/nowhere/played.yaml"};
    assert_ok(preview_open(&config, &idle, &err), &err);
    assert_int_equal(K_E_NOT_FOUND, preview_record_save(idle, &err));
    assert_non_null(strstr(err.text, "no flow was played"));
    preview_close(&idle);
}

static void a_folder_that_was_never_good_is_refused_with_its_first_mistake(void **state)
{
    (void)state;
    struct preview *none = NULL;
    struct kerr err = {0};
    sources_edit(&sources, "flows/fix.yaml", "tries: 2", "tires: 2");
    const struct preview_config config = {.dir = sources.dir,
                                          .glass = {.panel = {540, 960, 0.496}}};
    assert_int_equal(preview_open(&config, &none, &err), K_E_FORMAT);
    assert_non_null(strstr(err.text, "tires"));
    assert_null(none);
}

#define ON_GLASS(test) cmocka_unit_test_setup_teardown(test, open_it, close_it)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_GLASS(what_is_saved_is_shown_at_the_same_step),
        ON_GLASS(broken_sources_leave_the_last_good_ones_and_tell_why),
        ON_GLASS(keys_change_language_size_panel_and_step),
        ON_GLASS(a_finger_goes_on_from_there),
        ON_GLASS(what_is_played_becomes_a_test_that_passes),
        ON_GLASS(nothing_played_is_told_and_nothing_written),
        ON_GLASS(a_folder_that_was_never_good_is_refused_with_its_first_mistake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
