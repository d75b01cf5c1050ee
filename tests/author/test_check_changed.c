/* annae-pack check --changed: what was found sound is not looked at again, and nothing is missed.
 */
#include "content_check.h"

#include "check.h"
#include "kstr.h"
#include "sources.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct desk {
    struct sources sources;
    char cache[2 * SOURCES_PATH];
};

static int make(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    sources_make(&desk->sources);
    sources_edit(&desk->sources, "flows/fix.yaml", "{customer.name}님, 불빛이", "불빛이");
    sources_write(&desk->sources, "flows/apart.yaml",
                  "id: apart\ntitle: {ko: 가, en: a}\ntopic: net\nsteps:\n  - id: over\n"
                  "    end: informed\n");
    (void)kstr_format(desk->cache, sizeof desk->cache, "%s/cache", desk->sources.dir);
    *state = desk;
    return 0;
}

static int unmake(void **state)
{
    struct desk *desk = *state;
    sources_done(&desk->sources);
    free(desk);
    return 0;
}

static struct check_counts run_with(const struct desk *desk, bool changed, bool no_fit)
{
    const struct check_options options = {
        .lang = LANG_EN, .changed = changed, .cache = desk->cache, .no_fit = no_fit};
    struct check_counts counts = {0};
    struct kerr err = {0};
    struct compile *compile = NULL;
    assert_ok(compile_open(desk->sources.dir, &compile, &err), &err);
    assert_ok(check_run(compile, &options, &counts, &err), &err);
    compile_close(&compile);
    return counts;
}

static struct check_counts run(const struct desk *desk, bool changed)
{
    return run_with(desk, changed, true);
}

static void without_an_earlier_run_everything_is_proved(void **state)
{
    assert_int_equal(3, run(*state, true).proved);
}

static void what_was_found_sound_is_not_proved_again(void **state)
{
    assert_int_equal(3, run(*state, false).proved);
    assert_int_equal(0, run(*state, true).proved);
    assert_int_equal(0, run(*state, true).proved);
    assert_int_equal(3, run(*state, false).proved);
}

static void a_changed_flow_is_proved_with_those_that_call_it(void **state)
{
    struct desk *desk = *state;
    (void)run(desk, false);
    sources_edit(&desk->sources, "flows/restart-it.yaml", "en: Is it on?", "en: Is it on now?");
    assert_int_equal(2, run(desk, true).proved);
    assert_int_equal(0, run(desk, true).proved);
    sources_edit(&desk->sources, "flows/apart.yaml", "informed", "solved");
    assert_int_equal(1, run(desk, true).proved);
}

static void changed_settings_change_every_verdict(void **state)
{
    struct desk *desk = *state;
    (void)run(desk, false);
    sources_edit(&desk->sources, "pack.yaml", "mon: 09:00", "mon: 10:00");
    assert_int_equal(3, run(desk, true).proved);
}

static void what_is_wrong_is_told_in_every_run(void **state)
{
    struct desk *desk = *state;
    sources_edit(&desk->sources, "flows/fix.yaml", "불빛이", "{customer.name}님, 불빛이");
    for (int i = 0; i < 3; i++) {
        struct check_counts counts = run(desk, true);
        assert_int_equal(1, counts.errors);
        assert_int_equal(i == 0 ? 3 : 2, counts.proved);
    }
}

static void a_page_that_fits_is_not_laid_out_again(void **state)
{
    struct desk *desk = *state;
    uint64_t all = run_with(desk, false, false).pages;
    assert_true(all > 0);
    struct check_counts again = run_with(desk, true, false);
    assert_int_equal(0, again.errors);
    assert_int_equal(0, again.pages);
    (void)run_with(desk, true, true);
    assert_int_equal(0, run_with(desk, true, false).pages);
    sources_edit(&desk->sources, "pictures/modem.svg", "<svg", "<!-- new --><svg");
    uint64_t some = run_with(desk, true, false).pages;
    assert_true(some > 0);
    assert_true(some < all);
}

static void a_changed_picture_is_drawn_again_and_what_is_wrong_with_it_told(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(0, run(desk, false).errors);
    assert_int_equal(0, run(desk, true).errors);
    sources_edit(&desk->sources, "pictures/modem.svg", " viewBox=\"0 0 96 54\"", "");
    assert_int_equal(1, run(desk, true).errors);
    assert_int_equal(1, run(desk, true).errors);
}

/* The one file in the cache. */
static void path_of_marks(const struct desk *desk, char ret_path[4 * SOURCES_PATH])
{
    DIR *dir = opendir(desk->cache);
    assert_non_null(dir);
    ret_path[0] = '\0';
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (entry->d_name[0] != '.') {
            (void)kstr_format(ret_path, 4 * SOURCES_PATH, "cache/%s", entry->d_name);
        }
    }
    (void)closedir(dir);
    assert_true(ret_path[0] != '\0');
}

static void a_damaged_cache_only_costs_time(void **state)
{
    static const char *const damages[] = {
        "", "annae-pack check 1 0000000000000000\n0123456789abcdef\n", "\x7f\x45\x4c\x46"};
    struct desk *desk = *state;
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        char path[4 * SOURCES_PATH];
        (void)run(desk, false);
        path_of_marks(desk, path);
        sources_write(&desk->sources, path, damages[i]);
        assert_int_equal(3, run(desk, true).proved);
    }
}

static void a_cache_that_cannot_be_written_only_costs_time(void **state)
{
    struct desk *desk = *state;
    (void)kstr_copy(desk->cache, sizeof desk->cache, "/proc/nowhere");
    assert_int_equal(3, run(desk, true).proved);
    assert_int_equal(3, run(desk, true).proved);
}

int main(void)
{
#define AT_A_DESK(test) cmocka_unit_test_setup_teardown(test, make, unmake)
    const struct CMUnitTest tests[] = {
        AT_A_DESK(without_an_earlier_run_everything_is_proved),
        AT_A_DESK(what_was_found_sound_is_not_proved_again),
        AT_A_DESK(a_changed_flow_is_proved_with_those_that_call_it),
        AT_A_DESK(changed_settings_change_every_verdict),
        AT_A_DESK(what_is_wrong_is_told_in_every_run),
        AT_A_DESK(a_page_that_fits_is_not_laid_out_again),
        AT_A_DESK(a_changed_picture_is_drawn_again_and_what_is_wrong_with_it_told),
        AT_A_DESK(a_damaged_cache_only_costs_time),
        AT_A_DESK(a_cache_that_cannot_be_written_only_costs_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
