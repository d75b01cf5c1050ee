/* Sources in memory: what is sound stays usable beside what is not, and everything has a place. */
#include "check.h"
#include "compile.h"
#include "pack.h"
#include "sources.h"

#include <stdlib.h>
#include <string.h>

struct opened {
    struct sources sources;
    struct compile *compile;
    const struct content *content;
};

static void reopen(struct opened *o)
{
    struct kerr err = {0};
    compile_close(&o->compile);
    assert_ok(compile_open(o->sources.dir, &o->compile, &err), &err);
    o->content = compile_content(o->compile);
}

static int open_small(void **state)
{
    struct opened *o = calloc(1, sizeof *o);
    assert_non_null(o);
    sources_make(&o->sources);
    reopen(o);
    *state = o;
    return 0;
}

static int close_small(void **state)
{
    struct opened *o = *state;
    compile_close(&o->compile);
    sources_done(&o->sources);
    free(o);
    return 0;
}

static uint16_t flow_of(const struct opened *o, const char *id)
{
    uint16_t flow = flow_find(&o->content->book, id);
    assert_int_not_equal(UINT16_MAX, flow);
    return flow;
}

#define assert_place(wanted_file, wanted_line, wanted_column, at)                                  \
    do {                                                                                           \
        const struct place place_ = (at);                                                          \
        assert_string_equal(wanted_file, place_.file);                                             \
        assert_int_equal(wanted_line, place_.line);                                                \
        assert_int_equal(wanted_column, place_.column);                                            \
    } while (0)

static void what_is_read_is_what_a_pack_of_it_holds(void **state)
{
    struct opened *o = *state;
    struct kerr err = {0};
    struct pack *pack = NULL;
    static struct article read;
    static struct article packed;
    assert_ok(compile_write(o->compile, o->sources.pack, &err), &err);
    assert_ok(pack_open(o->sources.pack, &pack, &err), &err);
    assert_ok(compile_article(o->compile, 0, LANG_EN, &read, &err), &err);
    assert_ok(pack_article(pack, 0, LANG_EN, &packed, &err), &err);
    assert_int_equal(packed.block_count, read.block_count);
    for (uint16_t i = 0; i < read.block_count; i++) {
        assert_string_equal(packed.block[i].text, read.block[i].text);
    }
    assert_int_equal(pack_content(pack)->book.chart_count, o->content->book.chart_count);
    assert_int_equal(2, pack_content(pack)->reading_count);
    const struct spoken *reading = pack_content(pack)->reading;
    assert_string_equal("Wi-Fi", reading[0].word);
    assert_string_equal("와이파이", reading[0].said.in[LANG_KO]);
    assert_null(reading[0].said.in[LANG_EN]);
    assert_string_equal("sim", reading[1].said.in[LANG_EN]);
    pack_close(&pack);
}

static void a_picture_is_drawn_as_a_pack_holds_it(void **state)
{
    struct opened *o = *state;
    struct kerr err = {0};
    static char one[256 * 1024];
    static char other[256 * 1024];
    char alt[LIMIT_TEXT_BYTES];
    struct kbuf drawn = KBUF(one);
    struct kbuf packed = KBUF(other);
    struct pack *pack = NULL;
    assert_int_equal(1, compile_picture_count(o->compile));
    struct compile_picture picture = compile_picture(o->compile, 0);
    assert_string_equal("modem", picture.id);
    assert_string_equal("pictures/modem.svg", picture.path);
    assert_ok(compile_draw(o->compile, "modem", &drawn, &err), &err);
    assert_ok(compile_write(o->compile, o->sources.pack, &err), &err);
    assert_ok(pack_open(o->sources.pack, &pack, &err), &err);
    assert_ok(pack_picture(pack, "modem", LANG_EN, &packed, alt, &err), &err);
    assert_string_equal(alt, picture.alt.in[LANG_EN]);
    assert_int_equal(packed.len, drawn.len);
    assert_memory_equal(packed.data, drawn.data, drawn.len);
    pack_close(&pack);
    assert_int_equal(K_E_NOT_FOUND, compile_draw(o->compile, "moon", &drawn, &err));
}

static void a_flow_with_an_error_takes_its_callers_along_and_nobody_else(void **state)
{
    struct opened *o = *state;
    struct kerr err = {0};
    sources_write(&o->sources, "flows/apart.yaml",
                  "id: apart\ntitle: {ko: 가, en: a}\nsteps:\n  - id: over\n    end: informed\n");
    sources_edit(&o->sources, "flows/restart-it.yaml", "end: informed", "end: happy");
    reopen(o);
    assert_true(compile_flow_sound(o->compile, flow_of(o, "apart")));
    assert_false(compile_flow_sound(o->compile, flow_of(o, "restart-it")));
    assert_false(compile_flow_sound(o->compile, flow_of(o, "fix")));
    assert_true(compile_settings_sound(o->compile));
    assert_true(compile_article_sound(o->compile, 0));
    assert_int_equal(1, compile_source(o->compile)->count[DIAG_ERROR]);
    assert_ok(flow_check(&o->content->book, &err), &err);
    const struct flow_chart *fix = &o->content->book.chart[flow_of(o, "fix")];
    assert_int_equal(1, fix->step_count);
    assert_string_equal("The internet is down", fix->title.in[LANG_EN]);
    assert_int_equal(K_E_FORMAT, compile_write(o->compile, o->sources.pack, &err));
}

static void whatever_is_broken_the_book_passes_the_engines_check(void **state)
{
    struct opened *o = *state;
    static const struct {
        const char *file, *text;
    } broken[] = {
        {"flows/fix.yaml", "steps: ["},
        {"flows/fix.yaml", "id: fix\n"},
        {"flows/fix.yaml", "id: fix\ntitle: {ko: 가, en: a}\nsteps: []\n"},
        {"flows/Bad_Name.yaml", "id: bad\n"},
        {"flows/circle.yaml", "id: circle\ntitle: {ko: 가, en: a}\nsteps:\n  - id: a\n"
                              "    call: circle\n  - id: over\n    end: solved\n"},
        {"flows/spin.yaml", "id: spin\ntitle: {ko: 가, en: a}\nsteps:\n  - id: a\n    branch:\n"
                            "      - {else: b}\n  - id: b\n    again: a\n    times: 9\n"
                            "  - id: over\n    end: solved\n"},
        {"pack.yaml", "- a list\n"},
        {"articles/lights.md", "nothing"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct kerr err = {0};
        sources_write(&o->sources, broken[i].file, broken[i].text);
        reopen(o);
        assert_true(compile_source(o->compile)->count[DIAG_ERROR] > 0);
        assert_ok(flow_check(&o->content->book, &err), &err);
    }
}

static void one_broken_file_hides_no_other(void **state)
{
    struct opened *o = *state;
    sources_write(&o->sources, "pack.yaml", "id: [");
    sources_edit(&o->sources, "flows/fix.yaml", "needs: guest", "needs: king");
    sources_edit(&o->sources, "flows/restart-it.yaml", "end: informed", "end: happy");
    sources_edit(&o->sources, "articles/lights.md", "flow: fix", "flow: fixx");
    reopen(o);
    const struct source *source = compile_source(o->compile);
    static const char *const files[] = {"articles/lights.md", "flows/fix.yaml",
                                        "flows/restart-it.yaml", "pack.yaml"};
    assert_int_equal(4, source->diag_count);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(files[i], source->diag[i].at.file);
    }
}

static void told_first(struct opened *o, const char *wanted)
{
    char line[DIAG_LINE_BYTES];
    reopen(o);
    assert_true(compile_source(o->compile)->diag_count > 0);
    diag_line(&compile_source(o->compile)->diag[0], LANG_EN, line);
    line[strlen(wanted)] = '\0';
    assert_string_equal(wanted, line);
}

static void a_file_that_looks_like_a_flow_but_is_not_read_is_told(void **state)
{
    struct opened *o = *state;
    sources_write(&o->sources, "flows/slow.yml", "id: slow\n");
    told_first(o, "flows/slow.yml:1:1: warning A047: This file is not read: in flows/ only names "
                  "ending in .yaml are.");
}

static void an_article_with_the_id_of_a_flow_is_told(void **state)
{
    struct opened *o = *state;
    sources_write(&o->sources, "articles/fix.md",
                  "---\nid: fix\ntopic: net\ntitle: {ko: 가, en: a}\n---\n::: ko\n가\n::: en\na\n");
    told_first(o, "articles/fix.md:2:5: warning A048: The article 'fix' has the id of a flow.");
}

static void everything_has_its_place(void **state)
{
    const struct opened *o = *state;
    const struct compile *c = o->compile;
    uint16_t fix = flow_of(o, "fix");
    const struct flow_chart *chart = &o->content->book.chart[fix];
    uint16_t line = flow_find_step(chart, "line");
    assert_place("flows/fix.yaml", 1, 5, compile_place_flow(c, fix, NULL));
    assert_place("flows/fix.yaml", 6, 10, compile_place_flow(c, fix, "minutes"));
    assert_place("flows/fix.yaml", 10, 5, compile_place_step(c, fix, 0, NULL));
    assert_place("flows/fix.yaml", 12, 14, compile_place_step(c, fix, 0, "picture"));
    assert_place("flows/fix.yaml", 15, 9, compile_place_exit(c, fix, 0, 1));
    assert_place("flows/fix.yaml", 24, 9, compile_place_exit(c, fix, 2, 1));
    assert_place("flows/fix.yaml", 31, 14, compile_place_exit(c, fix, line, FLOW_CHECK_OFFLINE));
    assert_place("flows/fix.yaml", 19, 20, compile_place_gift(c, fix, 1, 0));
    assert_place("flows/fix.yaml", 10, 5, compile_place_var(c, fix, chart->step[0].var));
    assert_place("flows/fix.yaml", 20, 12,
                 compile_place_var(c, fix, chart->step[1].call.take[0].var));
    uint16_t called = flow_of(o, "restart-it");
    assert_place("flows/restart-it.yaml", 4, 3, compile_place_var(c, called, 0));
    assert_place("flows/restart-it.yaml", 5, 11, compile_place_output(c, called, 0));
    assert_place("flows/fix.yaml", 15, 32,
                 compile_place_text(c, chart->step[0].exit[1].label.in[LANG_EN]));
    assert_place("flows/fix.yaml", 2, 29, compile_place_text(c, chart->title.in[LANG_EN]));
    assert_place("articles/lights.md", 2, 5, compile_place_block(c, 0, LANG_KO, UINT16_MAX));
    assert_place("articles/lights.md", 24, 1, compile_place_block(c, 0, LANG_EN, 1));
    assert_place("pictures/pictures.yaml", 1, 1, compile_place_picture(c, 0));
    assert_place("pack.yaml", 20, 9, compile_place_topic(c, 0));
    assert_place("pack.yaml", 11, 43, compile_place_setting(c, "callback.days_ahead"));
    assert_place("pack.yaml", 1, 1, compile_place_setting(c, "nothing"));
}

static void every_text_is_listed_with_the_way_to_it(void **state)
{
    struct opened *o = *state;
    static const char *const wanted[] = {
        "pack/name",
        "pack/topics/net/title",
        "pack/holidays/2026-12-25/name",
        "flows/fix/title",
        "flows/fix/steps/lights/ask",
        "flows/fix/steps/lights/choices/red/label",
        "flows/fix/keywords",
        "flows/fix/steps/old/done",
        "articles/lights/title",
        "articles/lights/body",
        "pictures/pictures/modem/alt",
    };
    const struct source *source = compile_source(o->compile);
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++) {
        const struct source_text *found = NULL;
        for (size_t i = 0; i < source->text_count; i++) {
            found = strcmp(source->text[i].id, wanted[k]) == 0 ? &source->text[i] : found;
        }
        if (found == NULL) {
            fail_msg("no text %s", wanted[k]);
            return;
        }
        assert_non_null(found->words.in[LANG_KO]);
        assert_non_null(found->words.in[LANG_EN]);
    }
}

int main(void)
{
#define WITH_SMALL(test) cmocka_unit_test_setup_teardown(test, open_small, close_small)
    const struct CMUnitTest tests[] = {
        WITH_SMALL(what_is_read_is_what_a_pack_of_it_holds),
        WITH_SMALL(a_picture_is_drawn_as_a_pack_holds_it),
        WITH_SMALL(a_flow_with_an_error_takes_its_callers_along_and_nobody_else),
        WITH_SMALL(whatever_is_broken_the_book_passes_the_engines_check),
        WITH_SMALL(one_broken_file_hides_no_other),
        WITH_SMALL(a_file_that_looks_like_a_flow_but_is_not_read_is_told),
        WITH_SMALL(an_article_with_the_id_of_a_flow_is_told),
        WITH_SMALL(everything_has_its_place),
        WITH_SMALL(every_text_is_listed_with_the_way_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
