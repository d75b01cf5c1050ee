/*
 * Flows as pictures. What draw says in Mermaid, import understands: the pack that is built of the
 * imported flows is the same to the byte.
 */
#include "check.h"
#include "compile.h"
#include "draw.h"
#include "import.h"
#include "kstr.h"
#include "ksys.h"
#include "sources.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHART_BYTES ((size_t)1024 * 1024)

static char *room(void)
{
    char *bytes = malloc(CHART_BYTES);
    assert_non_null(bytes);
    return bytes;
}

static void ignore(void *user, const struct diag *diag)
{
    char line[DIAG_LINE_BYTES];
    (void)user;
    diag_line(diag, LANG_EN, line);
    print_error("%s\n", line);
}

static char *build(const char *dir, size_t *ret_count)
{
    char pack[SOURCES_PATH + 16];
    struct kerr err = {0};
    (void)kstr_format(pack, sizeof pack, "%s/out.pack", dir);
    assert_ok(compile_pack(dir, pack, ignore, NULL, &err), &err);
    char *bytes = sources_bytes(pack, ret_count);
    assert_int_equal(0, unlink(pack));
    return bytes;
}

/* flows/ID.yaml as a chart and back. */
static void there_and_back(const char *dir, const char *id, enum lang lang)
{
    struct source source;
    struct draw_flow flow;
    struct mermaid chart = {0};
    struct kerr err = {0};
    int todos = 0;
    char path[SOURCES_PATH + LIMIT_ID_BYTES];
    struct kbuf text = {.data = room(), .size = CHART_BYTES};
    struct kbuf yaml = {.data = room(), .size = CHART_BYTES};
    source_init(&source, dir);
    assert_true(draw_read(&source, id, &flow));
    assert_ok(draw_mermaid(&source.arena, &flow, lang, &text, &err), &err);
    assert_ok(mermaid_read(text.data, text.len, false, 0, &chart, &err), &err);
    assert_ok(tree_write(import_flow(&chart, id, &todos), &yaml, &err), &err);
    assert_int_equal(0, todos);
    if (chart.note_count > 0) {
        print_error("%s: %d: %s\n", id, chart.note[0].line, chart.note[0].text);
    }
    assert_int_equal(0, chart.note_count);
    (void)kstr_format(path, sizeof path, "%s/flows/%s.yaml", dir, id);
    assert_ok(ksys_write_file(path, yaml.data, yaml.len, 0644, &err), &err);
    mermaid_done(&chart);
    source_done(&source);
    free(text.data);
    free(yaml.data);
}

static void all_there_and_back(const char *dir, enum lang lang)
{
    struct source source;
    size_t count = 0;
    source_init(&source, dir);
    const char *const *names = source_list(&source, "flows", ".yaml", &count);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        there_and_back(dir, source_stem(&source, names[i], ".yaml"), lang);
    }
    source_done(&source);
}

/* The same bytes before and after, in either language. */
static void expect_same(const char *dir)
{
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        size_t before_count = 0;
        size_t after_count = 0;
        char *before = build(dir, &before_count);
        all_there_and_back(dir, lang);
        char *after = build(dir, &after_count);
        assert_int_equal(before_count, after_count);
        assert_memory_equal(before, after, before_count);
        free(before);
        free(after);
    }
}

static void telecoms_flows_come_back_as_they_were(void **state)
{
    char dir[] = "/tmp/annae-draw-XXXXXX";
    char command[256];
    (void)state;
    assert_non_null(mkdtemp(dir));
    (void)kstr_format(command, sizeof command, "cp -r " SOURCE_DIR "/content/telecom/. %s", dir);
    assert_int_equal(0, system(command)); // NOLINT(cert-env33-c): paths of ours
    expect_same(dir);
    (void)kstr_format(command, sizeof command, "rm -r %s", dir);
    assert_int_equal(0, system(command)); // NOLINT(cert-env33-c)
}

static void a_flow_with_every_kind_and_every_sign_comes_back(void **state)
{
    struct sources sources;
    size_t count = 0;
    (void)state;
    sources_make(&sources);
    char *nasty = sources_bytes(TEST_DIR "/nasty.yaml", &count);
    sources_write(&sources, "flows/nasty.yaml", nasty);
    free(nasty);
    expect_same(sources.dir);
    sources_done(&sources);
}

/* ---- Graphviz ---- */

static const char fix[] =
    "id: fix\ntitle: {ko: 고침, en: Fix}\nminutes: 3\nsteps:\n"
    "  - id: lights\n    ask: {ko: 켜졌습니까?, en: 'On <or> off?'}\n    choices:\n"
    "      - {id: a, ko: 예, en: Yes, go: call-it}\n"
    "      - {id: b, ko: 아니요, en: No, go: test}\n"
    "  - id: call-it\n    call: restart-it\n"
    "  - id: test\n    solved: {ko: 됩니까?, en: Works?}\n    no: back\n"
    "  - id: back\n    again: lights\n    times: 1\n    go: person\n"
    "  - id: person\n    hand_over: broken\n";

/* The flow above (or another) for Graphviz; malloc'ed. */
static char *dot_of(const char *yaml, const struct draw_marks *marks)
{
    struct sources sources;
    struct source source;
    struct draw_flow flow;
    struct kerr err = {0};
    struct kbuf buf = {.data = room(), .size = CHART_BYTES};
    sources_make(&sources);
    sources_write(&sources, "flows/fix.yaml", yaml);
    source_init(&source, sources.dir);
    assert_true(draw_read(&source, "fix", &flow));
    assert_ok(draw_dot(&flow, marks, &buf, &err), &err);
    source_done(&source);
    sources_done(&sources);
    return buf.data;
}

/* The line of the drawing that begins like this; in `line`. */
static const char *line_of(const char *dot, const char *begins, char line[2048])
{
    const char *at = strstr(dot, begins);
    if (at == NULL) {
        print_error("no %s in\n%s\n", begins, dot);
    }
    assert_non_null(at);
    (void)kstr_format(line, 2048, "%.*s", at != NULL ? (int)strcspn(at, "\n") : 0, at);
    return line;
}

static void steps_have_ids_links_and_the_other_language(void **state)
{
    const struct draw_marks marks = {.lang = LANG_EN};
    char line[2048];
    (void)state;
    char *dot = dot_of(fix, &marks);
    assert_non_null(strstr(line_of(dot, "  \"lights\" [", line), "id=\"lights\""));
    assert_non_null(strstr(line, "On &lt;or&gt; off?"));
    assert_non_null(strstr(line, "켜졌습니까?"));
    assert_null(strstr(line, "URL"));
    assert_non_null(strstr(line_of(dot, "  \"call-it\" [", line), "URL=\"restart-it.svg\""));
    assert_non_null(strstr(line_of(dot, "  \"lights\" -> \"call-it\"", line), "Yes"));
    assert_non_null(strstr(line_of(dot, "  \"back\" -> \"lights\"", line), "style=dashed"));
    assert_non_null(strstr(line_of(dot, "  \"test\" -> \"test/\"", line), "yes"));
    free(dot);
    const struct draw_marks with = {.lang = LANG_KO, .has_storyboard = true};
    dot = dot_of(fix, &with);
    assert_non_null(strstr(line_of(dot, "  \"lights\" [", line), "URL=\"fix.html#lights\""));
    free(dot);
}

static void what_no_test_reached_is_red(void **state)
{
    static const char json[] = "{\"flows\":{\"fix\":{\"steps\":{\"lights\":2,\"call-it\":0},"
                               "\"exits\":{\"lights\":[0,2],\"test\":[0,1],\"call-it\":[-1]}}}}";
    char line[2048];
    struct json *coverage = NULL;
    struct kerr err = {0};
    (void)state;
    assert_ok(json_parse(json, strlen(json), &coverage, &err), &err);
    const struct draw_marks marks = {.coverage = coverage};
    char *dot = dot_of(fix, &marks);
    assert_null(strstr(line_of(dot, "  \"lights\" [", line), "penwidth"));
    assert_non_null(strstr(line, "시험 2"));
    assert_non_null(strstr(line_of(dot, "  \"call-it\" [", line), "penwidth"));
    assert_non_null(strstr(line_of(dot, "  \"lights\" -> \"call-it\"", line), "penwidth"));
    assert_null(strstr(line_of(dot, "  \"lights\" -> \"test\"", line), "penwidth"));
    assert_null(strstr(line_of(dot, "  \"call-it\" -> ", line), "penwidth")); /* nobody can */
    assert_non_null(strstr(line_of(dot, "  \"test\" -> \"test/\"", line), "penwidth"));
    assert_null(strstr(line_of(dot, "  \"back\" [", line), "penwidth"));
    free(dot);
    json_free(&coverage);
}

static void where_customers_gave_up_is_warm(void **state)
{
    static const char json[] =
        "{\"flows\":{\"fix\":{\"steps\":{\"lights\":{\"shown\":100,\"left\":30,\"person\":10},"
        "\"test\":{\"shown\":100,\"left\":0}}}}}";
    char line[2048];
    struct json *counts = NULL;
    struct kerr err = {0};
    (void)state;
    assert_ok(json_parse(json, strlen(json), &counts, &err), &err);
    const struct draw_marks marks = {.counts = counts};
    char *dot = dot_of(fix, &marks);
    assert_non_null(strstr(line_of(dot, "  \"lights\" [", line), "fillcolor=\"#F47248\""));
    assert_non_null(strstr(line, "100명 가운데 40명 그만둠"));
    assert_non_null(strstr(line_of(dot, "  \"test\" [", line), "fillcolor=\"#FFFFFF\""));
    free(dot);
    json_free(&counts);
}

static void a_flow_that_is_half_written_is_drawn(void **state)
{
    static const char half[] =
        "steps:\n  - id: a\n    tell: {ko: 가}\n  - id: b\n    ask: {}\n"
        "  - id: b\n    tell: x\n  - nothing\n  - id: c\n    go: a\n"
        "  - id: d\n    ask: {ko: 나}\n    choices: [x, {id: e, go: zz}, {}]\n"
        "  - id: f\n    branch: {}\n  - id: g\n    again: a\n    go: []\n";
    const struct draw_marks marks = {.lang = LANG_EN};
    char line[2048];
    (void)state;
    char *dot = dot_of(half, &marks);
    (void)line_of(dot, "  \"a\" -> \"b\"", line);
    (void)line_of(dot, "  \"g\" -> \"a\"", line);
    assert_null(strstr(dot, "zz"));
    free(dot);
}

static void graphviz_makes_a_picture_of_it(void **state)
{
    struct sources sources;
    struct kerr err = {0};
    char path[SOURCES_PATH + 16];
    size_t count = 0;
    const struct draw_marks marks = {.lang = LANG_KO};
    (void)state;
    sources_make(&sources);
    char *dot = dot_of(fix, &marks);
    (void)kstr_format(path, sizeof path, "%s/fix.svg", sources.dir);
    assert_ok(draw_svg(dot, strlen(dot), path, &err), &err);
    char *svg = sources_bytes(path, &count);
    assert_non_null(strstr(svg, "켜졌습니까?"));
    assert_non_null(strstr(svg, "xlink:href=\"restart-it.svg\""));
    free(svg);
    assert_int_equal(K_E_FORMAT, draw_svg("digraph {", 9, path, &err));
    svg = sources_bytes(path, &count); /* the picture that was there stays */
    assert_non_null(strstr(svg, "</svg>"));
    free(svg);
    free(dot);
    (void)kstr_format(path, sizeof path, "%s/fix.svg.dot", sources.dir);
    assert_int_equal(-1, access(path, F_OK));
    sources_done(&sources);
}

/* Only the question has a screen. */
static bool picture_of(void *user, const struct draw_flow *of, const struct draw_step *step,
                       char ret_path[DRAW_PICTURE_BYTES], struct kerr *err)
{
    int *made = user;
    (void)err;
    (void)kstr_format(ret_path, DRAW_PICTURE_BYTES, "screens/%s-%s.png", of->id, step->id);
    *made += step->kind == FLOW_ASK;
    return step->kind == FLOW_ASK;
}

static void a_storyboard_shows_every_step_and_its_ways(void **state)
{
    struct sources sources;
    struct source source;
    struct draw_flow drawn;
    struct kerr err = {0};
    int made = 0;
    struct kbuf buf = {.data = room(), .size = CHART_BYTES};
    const struct draw_pictures pictures = {picture_of, &made};
    (void)state;
    sources_make(&sources);
    sources_write(&sources, "flows/fix.yaml", fix);
    source_init(&source, sources.dir);
    assert_true(draw_read(&source, "fix", &drawn));
    assert_ok(draw_board(&drawn, LANG_EN, &pictures, &buf, &err), &err);
    assert_int_equal(1, made);
    assert_non_null(strstr(buf.data, "<section class=\"step\" id=\"lights\">\n<a "
                                     "href=\"screens/fix-lights.png\">"));
    assert_non_null(strstr(buf.data, "alt=\"On &lt;or&gt; off?\""));
    assert_non_null(strstr(buf.data, "<li>Yes → <a href=\"#call-it\">call-it</a></li>"));
    assert_non_null(strstr(buf.data, "<a href=\"restart-it.html\">"));
    assert_non_null(strstr(buf.data, "<li>yes → solved</li>"));
    assert_non_null(strstr(buf.data, "<p class=\"other\">켜졌습니까?</p>"));
    assert_non_null(strstr(buf.data, "<a href=\"fix.svg\">"));
    source_done(&source);
    sources_done(&sources);
    free(buf.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(telecoms_flows_come_back_as_they_were),
        cmocka_unit_test(a_flow_with_every_kind_and_every_sign_comes_back),
        cmocka_unit_test(steps_have_ids_links_and_the_other_language),
        cmocka_unit_test(what_no_test_reached_is_red),
        cmocka_unit_test(where_customers_gave_up_is_warm),
        cmocka_unit_test(a_flow_that_is_half_written_is_drawn),
        cmocka_unit_test(a_storyboard_shows_every_step_and_its_ways),
        cmocka_unit_test(graphviz_makes_a_picture_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
