/* Every page laid out: what a customer could not see is found, and nothing else. */
#include "check.h"

#include "fit.h"
#include "sources.h"

#include "kstr.h"

#include <stdlib.h>
#include <string.h>

/* ---- the glass breaks when it is told to ---- */

static const char *breaks_on; /* a page whose first words are these ends the process; NULL = none */

static bool faults;                /* every fault that there is, on every page */
static const char *faulty_picture; /* that finds no room */

int __real_ui_try(struct ui *ui, const struct screen *screen, ui_fault_fn tell, void *user);
int __wrap_ui_try(struct ui *ui, const struct screen *screen, ui_fault_fn tell, void *user);

int __wrap_ui_try(struct ui *ui, const struct screen *screen, ui_fault_fn tell, void *user)
{
    if (breaks_on && strstr(screen->item[0].text, breaks_on)) {
        _Exit(3);
    }
    if (faults) {
        struct ui_fault fault = {.role = "card"};
        for (int i = 0; i < VIEW_FAULT_COUNT; i++) {
            bool of_picture = i == FAULT_PICTURE;
            fault.fault = (enum view_fault)i;
            fault.label = of_picture ? faulty_picture : "빨간색";
            fault.label_len = (int)strlen(fault.label);
            tell(user, &fault);
        }
    }
    return __real_ui_try(ui, screen, tell, user);
}

/* ---- a check ---- */

struct checked {
    struct sources sources;
    struct compile *compile;
    struct stage *stage;
    struct fit_report report;
};

static void make(struct checked *c)
{
    *c = (struct checked){0};
    breaks_on = NULL;
    faults = false;
    faulty_picture = "modem";
    sources_make(&c->sources);
}

static void run(struct checked *c, const struct fit_work *work)
{
    struct kerr err = {0};
    assert_ok(compile_open(c->sources.dir, &c->compile, &err), &err);
    assert_ok(stage_open(c->compile, &c->stage, &err), &err);
    assert_ok(fit_run(c->stage, work, &c->report, &err), &err);
}

static void done(struct checked *c)
{
    fit_done(&c->report);
    stage_close(&c->stage);
    compile_close(&c->compile);
    sources_done(&c->sources);
}

static const struct fit_finding *find(const struct checked *c, enum fit_problem problem)
{
    for (size_t i = 0; i < c->report.count; i++) {
        if (c->report.finding[i].problem == problem) {
            return &c->report.finding[i];
        }
    }
    return NULL;
}

/* The line of the first finding of a problem. */
static void line_of(struct checked *c, enum diag_code code, char ret_line[DIAG_LINE_BYTES])
{
    struct source *source = compile_source(c->compile);
    fit_tell(&c->report, c->compile);
    source_sort(source);
    ret_line[0] = '\0';
    for (size_t i = 0; i < source->diag_count && ret_line[0] == '\0'; i++) {
        if (source->diag[i].code == code) {
            diag_line(&source->diag[i], LANG_EN, ret_line);
        }
    }
}

/* ---- findings ---- */

static void a_sound_pack_has_no_findings(void **state)
{
    (void)state;
    struct checked c;
    make(&c);
    run(&c, &(struct fit_work){.workers = 2});
    for (size_t i = 0; i < c.report.count; i++) {
        print_error("%d %s\n", (int)c.report.finding[i].problem, c.report.finding[i].label);
    }
    assert_int_equal(c.report.count, 0);
    assert_true(c.report.screens >= 8L * FIT_LOOKS * LANG_COUNT);
    assert_true(c.report.pages > c.report.screens);
    done(&c);
}

#define LONG_KO "아주아주아주아주아주아주아주긴선택지이름입니다아주아주아주아주긴이름입니다그"
#define LONG_MORE                                                                                  \
    "이선택지에는둘째줄도아주길게쓰여있어서한쪽에다들어가지않습니다정말로길어서그렇습니다"

static void a_choice_that_does_not_fit_large_names_page_language_panel_and_size(void **state)
{
    (void)state;
    struct checked c;
    make(&c);
    sources_edit(&c.sources, "flows/fix.yaml", "ko: 빨간색,", "ko: " LONG_KO ",");
    sources_edit(&c.sources, "flows/fix.yaml", "{ko: 두 개,", "{ko: " LONG_MORE ",");
    run(&c, &(struct fit_work){.workers = 1});
    const struct fit_finding *found = find(&c, FIT_CLIPPED);
    assert_non_null(found);
    assert_int_equal(found->lang, LANG_KO);
    assert_int_equal(found->looks & 1U, 0); /* at 100 % on the upright panel it fits */
    assert_true((found->looks >> (FIT_LOOKS - 1) & 1U) != 0);
    assert_false(c.report.green[0]);
    char line[DIAG_LINE_BYTES];
    line_of(&c, A601_TEXT_CUT_OFF, line);
    assert_non_null(strstr(line, "flows/fix.yaml:10:5: error A601: '" LONG_KO));
    assert_non_null(strstr(line, "(ko, "));
    assert_non_null(strstr(line, "1920x1080"));
    assert_non_null(strstr(line, "200 %"));
    done(&c);
}

static void the_order_is_the_same_however_many_processes_there_are(void **state)
{
    (void)state;
    struct checked one;
    struct checked many;
    make(&one);
    make(&many);
    struct checked *both[] = {&one, &many};
    for (int i = 0; i < 2; i++) {
        sources_edit(&both[i]->sources, "flows/fix.yaml", "ko: 빨간색,", "ko: " LONG_KO ",");
        sources_edit(&both[i]->sources, "flows/fix.yaml", "{ko: 두 개,", "{ko: " LONG_MORE ",");
        run(both[i], &(struct fit_work){.workers = i == 0 ? 1 : 3});
    }
    assert_int_equal(one.report.count, many.report.count);
    assert_true(one.report.count > 0);
    assert_memory_equal(one.report.finding, many.report.finding,
                        one.report.count * sizeof *one.report.finding);
    assert_int_equal(one.report.pages, many.report.pages);
    done(&one);
    done(&many);
}

static void a_brand_that_cannot_be_read_is_told(void **state)
{
    (void)state;
    struct checked c;
    make(&c);
    sources_edit(&c.sources, "pack.yaml", "#FFFFFF", "#1B5FB8");
    run(&c, &(struct fit_work){.workers = 1});
    assert_int_equal(c.report.count, 1);
    char line[DIAG_LINE_BYTES];
    line_of(&c, A607_BRAND_UNREADABLE, line);
    assert_non_null(strstr(line, "pack.yaml:4:"));
    assert_non_null(strstr(line, "#1B5FB8, #0B4FA8"));
    done(&c);
}

static void a_page_that_ends_the_process_is_named_and_the_others_are_still_seen(void **state)
{
    (void)state;
    struct checked c;
    struct checked sound;
    make(&sound);
    run(&sound, &(struct fit_work){.workers = 1});
    make(&c);
    breaks_on = "불빛이 어떻습니까?";
    run(&c, &(struct fit_work){.workers = 1});
    breaks_on = NULL;
    assert_int_equal(c.report.count, 1);
    assert_int_equal(c.report.finding[0].problem, FIT_BROKEN);
    assert_true(c.report.pages > sound.report.pages / 3);
    char line[DIAG_LINE_BYTES];
    line_of(&c, A610_NOT_LAID_OUT, line);
    assert_non_null(strstr(line, "flows/fix.yaml:"));
    done(&c);
    done(&sound);
}

static void every_fault_of_a_page_is_told(void **state)
{
    (void)state;
    static const enum diag_code wanted[] = {A601_TEXT_CUT_OFF, A602_NO_ROOM_FOR_IT,
                                            A603_TARGET_TOO_SMALL, A604_CONTROL_LOST,
                                            A605_PICTURE_LEFT_OUT};
    struct checked c;
    make(&c);
    faults = true;
    run(&c, &(struct fit_work){.workers = 1});
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        char line[DIAG_LINE_BYTES];
        line_of(&c, wanted[i], line);
        bool of_picture = wanted[i] == A605_PICTURE_LEFT_OUT;
        assert_non_null(strstr(line, of_picture ? "'modem'" : "'빨간색'"));
        assert_non_null(
            strstr(line, "(en, 1080x1920 100 % 150 % 200 %, 1920x1080 100 % 150 % 200 %)"));
    }
    done(&c);
}

static void a_picture_that_is_not_there_does_not_lack_room(void **state)
{
    (void)state;
    struct checked c;
    char line[DIAG_LINE_BYTES];
    make(&c);
    faults = true;
    faulty_picture = "modme";
    run(&c, &(struct fit_work){.workers = 1});
    line_of(&c, A605_PICTURE_LEFT_OUT, line);
    assert_string_equal(line, "");
    done(&c);
}

/* What sound programs never tell is told right all the same. */
static void what_only_a_broken_program_does_has_its_words(void **state)
{
    (void)state;
    static const struct {
        enum fit_problem problem;
        enum diag_code code;
        const char *says;
    } table[] = {{FIT_CONTRAST, A606_COLOUR_UNREADABLE, "#000001"},
                 {FIT_NO_PERSON, A608_NO_WAY_TO_A_PERSON, "no button to a person"},
                 {FIT_PERSON_FAR, A609_PERSON_TOO_FAR, "more than 2 touches"}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct checked c;
        char line[DIAG_LINE_BYTES];
        make(&c);
        run(&c, &(struct fit_work){.workers = 1});
        struct fit_finding finding = {.problem = table[i].problem, .number = 2};
        finding.of_brand = table[i].problem == FIT_CONTRAST;
        (void)kstr_copy(finding.label, sizeof finding.label, "#000001, #000002");
        struct fit_report report = {.finding = &finding, .count = 1};
        fit_tell(&report, c.compile);
        struct fit_report own = c.report;
        c.report = (struct fit_report){0};
        line_of(&c, table[i].code, line);
        c.report = own;
        assert_non_null(strstr(line, table[i].says));
        done(&c);
    }
}

static void what_is_skipped_is_not_looked_at(void **state)
{
    (void)state;
    struct checked c;
    make(&c);
    static const bool all[16] = {true, true, true, true, true, true, true, true};
    run(&c, &(struct fit_work){.skip = all});
    assert_int_equal(c.report.pages, 0);
    assert_true(c.report.green[0]);
    done(&c);
}

static void count_up(void *user, int done_count, int total)
{
    int *last = user;
    assert_true(done_count > *last && done_count <= total);
    *last = done_count == total ? -1 : done_count;
}

static void progress_is_told_to_the_end(void **state)
{
    (void)state;
    struct checked c;
    make(&c);
    int last = 0;
    run(&c, &(struct fit_work){.workers = 2, .progress = count_up, .user = &last});
    assert_int_equal(last, -1);
    done(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_pack_has_no_findings),
        cmocka_unit_test(a_choice_that_does_not_fit_large_names_page_language_panel_and_size),
        cmocka_unit_test(the_order_is_the_same_however_many_processes_there_are),
        cmocka_unit_test(a_brand_that_cannot_be_read_is_told),
        cmocka_unit_test(a_page_that_ends_the_process_is_named_and_the_others_are_still_seen),
        cmocka_unit_test(every_fault_of_a_page_is_told),
        cmocka_unit_test(a_picture_that_is_not_there_does_not_lack_room),
        cmocka_unit_test(what_only_a_broken_program_does_has_its_words),
        cmocka_unit_test(what_is_skipped_is_not_looked_at),
        cmocka_unit_test(progress_is_told_to_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
