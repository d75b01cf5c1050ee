/* A visit on the sources, without a kiosk around it. */
#include "check.h"

#include "sources.h"
#include "stage.h"

#include "kbuf.h"
#include "kstr.h"
#include "ksys.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct screen screen;

struct set {
    struct compile *compile;
    struct stage *stage;
};

static void open_dir(struct set *set, const char *dir)
{
    struct kerr err = {0};
    assert_ok(compile_open(dir, &set->compile, &err), &err);
    assert_ok(stage_open(set->compile, &set->stage, &err), &err);
}

static void close_set(struct set *set)
{
    stage_close(&set->stage);
    stage_close(&set->stage);
    compile_close(&set->compile);
}

static struct stage_spot spot_of(const struct set *set, const char *name)
{
    struct stage_spot spot = {0};
    assert_true(stage_find(set->compile, name, &spot));
    return spot;
}

static void assert_says(struct stage *stage, const char *wanted)
{
    static char text[64 * 1024];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    stage_screen(stage, &screen);
    assert_ok(screen_text(&screen, &buf, &err), &err);
    if (!strstr(text, wanted)) {
        print_error("\"%s\" is not on:\n%s", wanted, text);
        fail();
    }
}

#define TELECOM SOURCE_DIR "/content/telecom"

static void a_page_is_put_with_the_longest_of_everything(void **state)
{
    (void)state;
    struct sources sources;
    struct set set = {0};
    sources_make(&sources);
    open_dir(&set, sources.dir);
    struct stage_spot spot = spot_of(&set, "fix/lights");
    stage_put(set.stage, &spot, LANG_KO, STAGE_LONGEST);
    assert_says(set.stage, "불빛이 어떻습니까?");
    assert_says(set.stage, "[지금까지의 답 보기]");
    assert_says(set.stage, "박"); /* the surname in the header, as the site wants it */
    assert_true(screen.state[0] != '\0');
    spot = spot_of(&set, "fix/age");
    stage_put(set.stage, &spot, LANG_EN, STAGE_WRONG);
    assert_says(set.stage, "30");
    assert_true(screen.field.error[0] != '\0');
    stage_put(set.stage, &spot, LANG_EN, STAGE_PLAIN);
    stage_screen(set.stage, &screen);
    assert_string_equal(screen.field.error, "");
    assert_string_equal(screen.who, "");
    spot = spot_of(&set, "lights");
    stage_put(set.stage, &spot, LANG_KO, STAGE_LONGEST);
    stage_screen(set.stage, &screen);
    assert_int_equal(screen.kind, SCREEN_ARTICLE);
    assert_true(screen.item_count > 3);
    close_set(&set);
    sources_done(&sources);
}

/* Really walked: the customer can go back from there to the first question, and on. */
static void a_way_is_found_to_every_step_of_the_telecom_pack(void **state)
{
    (void)state;
    struct set set = {0};
    open_dir(&set, TELECOM);
    const struct content *content = stage_content(set.stage);
    for (uint16_t flow = 0; flow < content->book.chart_count; flow++) {
        const struct flow_chart *chart = &content->book.chart[flow];
        for (uint16_t step = 0; step < chart->step_count; step++) {
            struct stage_spot spot = {.index = flow, .step = step};
            bool called = chart->topic == UINT16_MAX; /* its inputs are the caller's to give */
            if (!stage_shows(&chart->step[step])) {
                continue;
            }
            bool there = stage_walk(set.stage, &spot, LANG_KO);
            struct stage_spot now = {0};
            if (!there && !called) {
                print_error("no way to %s/%s\n", chart->id, chart->step[step].id);
                fail();
            }
            bool in_flow = stage_spot_now(set.stage, &now);
            assert_true(!there || (in_flow && now.index == flow && now.step == step));
            for (int i = 0; i < 30; i++) {
                stage_touch(set.stage, (struct action){.verb = ACT_BACK});
                stage_screen(set.stage, &screen);
            }
        }
    }
    close_set(&set);
}

static void a_visit_is_played_from_the_door_to_the_receipt(void **state)
{
    (void)state;
    struct sources sources;
    struct set set = {0};
    sources_make(&sources);
    open_dir(&set, sources.dir);
    stage_begin(set.stage, LANG_KO);
    stage_touch(set.stage, (struct action){.verb = ACT_START});
    stage_touch(set.stage, (struct action){.verb = ACT_GUEST});
    stage_touch(set.stage, (struct action){.verb = ACT_TOPIC});
    stage_touch(set.stage, (struct action){.verb = ACT_FLOW, .arg = 0});
    assert_says(set.stage, "불빛이 어떻습니까?");
    stage_touch(set.stage, (struct action){.verb = ACT_CHOOSE, .arg = 0});
    stage_screen(set.stage, &screen); /* headquarters has answered already */
    assert_int_not_equal(screen.kind, SCREEN_CHECK);
    stage_touch(set.stage, (struct action){.verb = ACT_PERSON});
    stage_touch(set.stage, (struct action){.verb = ACT_CHANNEL, .arg = CHANNEL_EMAIL});
    stage_type(set.stage, "a@example.org");
    stage_touch(set.stage, (struct action){.verb = ACT_OK});
    stage_touch(set.stage, (struct action){.verb = ACT_YES});
    stage_screen(set.stage, &screen);
    assert_int_equal(screen.kind, SCREEN_RECEIPT);
    close_set(&set);
    sources_done(&sources);
}

static void a_person_is_one_touch_away_and_looking_changes_nothing(void **state)
{
    (void)state;
    struct set set = {0};
    open_dir(&set, TELECOM);
    struct stage_spot spot = spot_of(&set, "internet-down");
    assert_true(stage_walk(set.stage, &spot, LANG_KO));
    assert_int_equal(stage_touches_to_person(set.stage, 2), 1);
    struct stage_spot now = {0};
    assert_true(stage_spot_now(set.stage, &now));
    assert_int_equal(now.step, spot.step);
    stage_begin(set.stage, LANG_KO);
    stage_touch(set.stage, (struct action){.verb = ACT_PERSON});
    assert_int_equal(stage_touches_to_person(set.stage, 2), 0);
    close_set(&set);
}

/* ---- another version ---- */

static void follow(struct sources *sources, struct set *set)
{
    struct set newer = {0};
    open_dir(&newer, sources->dir);
    (void)stage_follow(newer.stage, set->stage);
    close_set(set);
    *set = newer;
}

static void a_visit_follows_the_author_to_the_same_step(void **state)
{
    (void)state;
    struct sources sources;
    struct set set = {0};
    sources_make(&sources);
    open_dir(&set, sources.dir);
    struct stage_spot spot = spot_of(&set, "fix/age");
    assert_true(stage_walk(set.stage, &spot, LANG_EN));
    sources_edit(&sources, "flows/fix.yaml", "How many years have you had it?", "How old is it?");
    follow(&sources, &set);
    assert_says(set.stage, "How old is it?");
    stage_touch(set.stage, (struct action){.verb = ACT_BACK});
    assert_says(set.stage, "What do the lights look like?"); /* a real way led there */
    close_set(&set);
    sources_done(&sources);
}

static void a_place_that_is_gone_leads_to_the_flow_or_home(void **state)
{
    (void)state;
    struct sources sources;
    struct set set = {0};
    struct set newer = {0};
    sources_make(&sources);
    open_dir(&set, sources.dir);
    struct stage_spot spot = spot_of(&set, "lights");
    assert_true(stage_walk(set.stage, &spot, LANG_KO));
    sources_remove(&sources, "articles/lights.md");
    sources_edit(&sources, "synonyms.yaml", "", "");
    open_dir(&newer, sources.dir);
    assert_false(stage_follow(newer.stage, set.stage));
    stage_screen(newer.stage, &screen);
    assert_int_equal(screen.kind, SCREEN_HOME);
    close_set(&newer);
    close_set(&set);
    sources_done(&sources);
}

/* ---- pictures ---- */

static void a_page_is_painted_by_the_real_glass(void **state)
{
    (void)state;
    struct sources sources;
    struct set set = {0};
    struct kerr err = {0};
    sources_make(&sources);
    open_dir(&set, sources.dir);
    const struct stage_glass glass = {.panel = {540, 960, 0.496}, .look = {.size = 150}};
    struct ui *ui = NULL;
    assert_ok(stage_glass(set.stage, &glass, &ui, &err), &err);
    struct stage_spot spot = spot_of(&set, "fix/lights");
    stage_put(set.stage, &spot, LANG_KO, STAGE_LONGEST);
    char path[SOURCES_PATH + 16];
    (void)kstr_format(path, sizeof path, "%s/page.png", sources.dir);
    assert_ok(stage_png(set.stage, ui, path, &err), &err);
    size_t count = 0;
    char *bytes = sources_bytes(path, &count);
    assert_true(count > 2000 && memcmp(bytes, "\x89PNG", 4) == 0);
    free(bytes);
    (void)unlink(path);
    ui_close(&ui);
    close_set(&set);
    sources_done(&sources);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_put_with_the_longest_of_everything),
        cmocka_unit_test(a_way_is_found_to_every_step_of_the_telecom_pack),
        cmocka_unit_test(a_visit_is_played_from_the_door_to_the_receipt),
        cmocka_unit_test(a_person_is_one_touch_away_and_looking_changes_nothing),
        cmocka_unit_test(a_visit_follows_the_author_to_the_same_step),
        cmocka_unit_test(a_place_that_is_gone_leads_to_the_flow_or_home),
        cmocka_unit_test(a_page_is_painted_by_the_real_glass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
