/* The rules of annae-pack check: one flow that breaks one rule, told at the exact place. */
#include "content_check.h"

#include "check.h"
#include "kstr.h"
#include "sources.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* The small pack, without the one thing that is wrong with it. */
static void make(struct sources *sources)
{
    sources_make(sources);
    sources_edit(sources, "flows/fix.yaml", "{customer.name}님, 불빛이", "불빛이");
}

static enum kcode run(struct sources *sources, struct check_counts *ret_counts)
{
    const struct check_options options = {.lang = LANG_EN, .no_fit = true};
    struct kerr err = {0};
    struct compile *compile = NULL;
    assert_ok(compile_open(sources->dir, &compile, &err), &err);
    enum kcode code = check_run(compile, &options, ret_counts, &err);
    const struct source *source = compile_source(compile);
    sources->told_count = 0;
    for (size_t i = 0; i < source->diag_count && i < SOURCES_TOLD_MAX; i++) {
        char line[DIAG_LINE_BYTES];
        diag_line(&source->diag[i], LANG_EN, line);
        (void)kstr_copy(sources->told[sources->told_count++], SOURCES_TEXT, line);
    }
    compile_close(&compile);
    return code;
}

static bool was_told(const struct sources *sources, const char *wanted)
{
    for (int i = 0; i < sources->told_count; i++) {
        if (strncmp(sources->told[i], wanted, strlen(wanted)) == 0) {
            return true;
        }
    }
    return false;
}

/* A flow of its own, flows/one.yaml; its steps begin in line 5. */
#define HEAD "id: one\ntitle: {ko: 가, en: a}\ntopic: net\nsteps:\n"
#define ASK(id)                                                                                    \
    "  - id: " id "\n    ask: {ko: 가, en: a}\n    choices:\n"                                    \
    "      - {id: left, ko: 가, en: a}\n      - {id: right, ko: 나, en: b}\n"
#define TELL(id) "  - id: " id "\n    tell: {ko: 가, en: a}\n"
#define END      "  - id: over\n    end: informed\n"

static const struct broken {
    const char *flow; /* the whole of flows/one.yaml */
    const char *told; /* how one of the lines begins */
} flows[] = {
    {"id: one\ntitle: {ko: 가, en: a}\nsteps:\n" END,
     "flows/one.yaml:1:5: warning A120: The flow 'one' has no topic, and nothing calls it."},
    {HEAD
     "  - id: call\n    call: restart-it\n    give: {device: \"'modem'\"}\n    take: [done]\n" END,
     "flows/one.yaml:8:12: warning A226: Nothing uses 'call.done'"},
    {HEAD ASK("way") "  - id: fork\n    branch:\n"
                     "      - {when: \"way = 'left' and way = 'right'\", go: there}\n"
                     "      - {else: over}\n" TELL("there") END,
     "flows/one.yaml:12:9: error A122: This case never holds."},
    {HEAD ASK("way") "  - id: fork\n    branch:\n"
                     "      - {when: \"way = 'left' and way = 'right'\", go: there}\n"
                     "      - {else: over}\n" TELL("there") END,
     "flows/one.yaml:14:5: error A121: No customer ever comes to the step 'there'."},
    {HEAD ASK("way") "  - id: fork\n    branch:\n"
                     "      - {when: \"way = 'left' or way = 'right'\", go: over}\n"
                     "      - {else: over}\n" END,
     "flows/one.yaml:12:9: error A123: This case always holds"},
    {HEAD ASK("way") "  - id: fork\n    branch:\n"
                     "      - {when: \"way = 'left'\", go: there}\n"
                     "      - {when: \"time.hour < 12\", go: over}\n"
                     "      - {else: over}\n" TELL("there") END,
     "flows/one.yaml:12:9: note A124: This case and case 2 can hold at the same time and lead to "
     "different steps: "},
    {HEAD "  - id: mine\n    tell: {ko: 가, en: a}\n    needs: own\n" END,
     "flows/one.yaml:5:5: warning A125: A customer who can never have the level of this step "
     "stands here: "},
    {HEAD "  - id: when\n    input: {ko: 가, en: a}\n    type: date\n    min: -36525\n"
          "    max: -36000\n" END,
     "flows/one.yaml:5:5: error A126: Nothing that can be typed here is taken."},
    {HEAD TELL("a") TELL("b") TELL("c") TELL("d") TELL("e") TELL("f") TELL("g") TELL("h") TELL("i")
         TELL("j") "  - id: turn\n    again: a\n    times: 9\n" END,
     "flows/one.yaml:1:5: error A127: The flow 'one' can ask for"},
    {HEAD "  - id: a\n    input: {ko: 가, en: a}\n    type: number\n"
          "  - id: b\n    input: {ko: 가, en: a}\n    type: number\n"
          "  - id: c\n    input: {ko: 가, en: a}\n    type: number\n"
          "  - id: fork\n    branch:\n      - {when: \"a + b > c\", go: there}\n"
          "      - {else: over}\n" TELL("there") END,
     "flows/one.yaml:16:9: error A128: This condition adds up more unknown numbers than can be "
     "proved."},
    {HEAD ASK("a") ASK("b") ASK("c") ASK("d") ASK("e") ASK("f") ASK(
         "g") "  - id: fork\n"
              "    branch:\n      - {when: \"a = b and c = d and e = f and f = g\", go: there}\n"
              "      - {else: over}\n" TELL("there") END,
     "flows/one.yaml:5:5: error A129: The flow is too large to be proved; the step 'a'"},
    {HEAD ASK("way") "  - id: fork\n    branch:\n      - {when: \"way = 'left'\", go: size}\n"
                     "      - {else: use}\n"
                     "  - id: size\n    input: {ko: 가, en: a}\n    type: number\n"
                     "  - id: use\n    branch:\n      - {when: \"size > 3\", go: there}\n"
                     "      - {else: over}\n" TELL("there") END,
     "flows/one.yaml:19:9: warning A221: This case asks for 'size', which was not answered on this "
     "way: start; way: b."},
    {HEAD ASK("way") "  - id: fork\n    branch:\n      - {when: \"way = 'left'\", go: size}\n"
                     "      - {else: use}\n"
                     "  - id: size\n    ask: {ko: 가, en: a}\n    choices:\n"
                     "      - {id: modem, ko: 가, en: a}\n      - {id: router, ko: 나, en: b}\n"
                     "  - id: use\n    call: restart-it\n    give: {device: \"size\"}\n" END,
     "flows/one.yaml:21:20: error A222: The value given here needs 'size', which was not answered "
     "on this way: start; way: b."},
    {HEAD ASK("way") "  - id: fork\n    branch:\n      - {when: \"way = 'left'\", go: size}\n"
                     "      - {else: say}\n"
                     "  - id: size\n    input: {ko: 가, en: a}\n    type: number\n"
                     "  - id: say\n    tell: {ko: \"{size}년\", en: \"{size} years\"}\n" END,
     "flows/one.yaml:17:5: error A224: A text of this step shows 'size', which was not answered on "
     "this way: start; way: b."},
    {HEAD "  - id: say\n    tell: {ko: \"{customer.name}님\", en: \"{customer.name}\"}\n" END,
     "flows/one.yaml:5:5: error A225: A text of this step shows the customer's name"},
    {HEAD ASK("way") END, "flows/one.yaml:5:5: warning A226: Nothing uses 'way'"},
    {HEAD TELL("a") TELL("b") TELL("c") TELL("d") END,
     "flows/one.yaml:1:5: warning A302: 4 steps are shown in a row without asking whether the "
     "problem is solved: "},
    {HEAD "  - id: a\n    tell: {ko: 가, en: a}\n    seconds: 200\n" END,
     "flows/one.yaml:1:5: warning A303: The longest way takes 4 minutes: "},
    {HEAD "  - id: a\n    tell: {ko: 가, en: a}\n    seconds: 200\n" END,
     "flows/one.yaml:1:5: warning A304: The typical way takes 4 minutes."},
};

static const char limits[] = "limits: {steps_without_solved: 3, minutes_longest: 3, "
                             "minutes_typical: 3, states: 120}\ntopics:";

static void every_rule_is_told_where_it_is_broken(void **state)
{
    int wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof flows / sizeof *flows; i++) {
        struct sources sources;
        struct check_counts counts;
        make(&sources);
        sources_edit(&sources, "pack.yaml", "topics:", limits);
        sources_write(&sources, "flows/one.yaml", flows[i].flow);
        assert_int_equal(K_OK, run(&sources, &counts));
        if (!was_told(&sources, flows[i].told)) {
            print_error("flow %zu\n  want %s\n", i, flows[i].told);
            for (int k = 0; k < sources.told_count; k++) {
                print_error("  got  %s\n", sources.told[k]);
            }
            wrong++;
        }
        sources_done(&sources);
    }
    assert_int_equal(0, wrong);
}

static const struct edit {
    const char *file, *find, *replace, *told;
} edits[] = {
    {"flows/restart-it.yaml", "outputs: {done:", "outputs: {more: \"asked = 'no'\", done:",
     "flows/restart-it.yaml:5:11: warning A115: No call takes the output 'more'."},
    {"pack.yaml", "topics:\n", "topics:\n  - {id: bare, title: {ko: 가, en: a}}\n",
     "pack.yaml:20:10: warning A116: The topic 'bare' has no flow and no article."},
    {"pack.yaml", "slot_minutes: 120", "slot_minutes: 15",
     "pack.yaml:11:26: warning A305: 52 call-back times fit into 6 days, but only the first 32"},
    {"flows/restart-it.yaml", "outputs: {done: \"asked = 'yes'\"}\nsteps:\n",
     "outputs: {done: \"asked = 'yes'\"}\nsteps:\n  - id: fork\n    branch:\n"
     "      - {when: \"device = 'modem'\", go: over}\n      - {else: \"off\"}\n",
     "flows/restart-it.yaml:5:11: warning A223: The output needs 'asked', which was not answered "
     "on this way: "},
};

static void what_parts_owe_each_other_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        struct sources sources;
        struct check_counts counts;
        make(&sources);
        sources_edit(&sources, edits[i].file, edits[i].find, edits[i].replace);
        assert_int_equal(K_OK, run(&sources, &counts));
        if (!was_told(&sources, edits[i].told)) {
            fail_msg("want %s\n got %s", edits[i].told, sources.told[0]);
        }
        sources_done(&sources);
    }
}

static void the_small_pack_is_proved_whole(void **state)
{
    struct sources sources;
    struct check_counts counts;
    (void)state;
    make(&sources);
    assert_int_equal(K_OK, run(&sources, &counts));
    assert_string_equal("", sources.told[0]);
    assert_int_equal(2, counts.flows);
    assert_int_equal(2, counts.proved);
    assert_true(counts.states > 10);
    assert_true(counts.scenarios > 100);
    assert_int_equal(0, counts.errors);
    sources_done(&sources);
}

static void a_broken_flow_does_not_keep_the_others_from_being_proved(void **state)
{
    struct sources sources;
    struct check_counts counts;
    (void)state;
    make(&sources);
    sources_edit(&sources, "flows/fix.yaml", "minutes: 6", "minuts: 6");
    sources_write(&sources, "flows/one.yaml", HEAD ASK("way") END);
    assert_int_equal(K_OK, run(&sources, &counts));
    assert_int_equal(2, sources.told_count);
    assert_true(was_told(&sources, "flows/fix.yaml:6:1: error A012"));
    assert_true(was_told(&sources, "flows/one.yaml:5:5: warning A226"));
    assert_int_equal(2, counts.proved);
    sources_done(&sources);
}

/* Only the broken flow asks for more than one; nobody knows what it would give. */
static void what_a_broken_flow_might_bring_is_not_called_impossible(void **state)
{
    struct sources sources;
    struct check_counts counts;
    (void)state;
    make(&sources);
    sources_write(&sources, "flows/part.yaml",
                  "id: part\ntitle: {ko: 가, en: a}\ninputs: {size: {type: number}}\nsteps:\n"
                  "  - id: fork\n    branch:\n      - {when: \"size > 1\", go: there}\n"
                  "      - {else: over}\n" TELL("there") END);
    sources_write(&sources, "flows/one.yaml",
                  HEAD "  - id: some\n    call: part\n    give: {size: \"1\"}\n" END);
    assert_int_equal(K_OK, run(&sources, &counts));
    assert_true(was_told(&sources, "flows/part.yaml:7:9: error A122"));
    assert_true(was_told(&sources, "flows/part.yaml:9:5: error A121"));

    sources_write(&sources, "flows/two.yaml",
                  "id: two\ntitel: {ko: 가, en: a}\ntopic: net\nsteps:\n"
                  "  - id: some\n    call: part\n    give: {size: \"2\"}\n" END);
    assert_int_equal(K_OK, run(&sources, &counts));
    assert_true(was_told(&sources, "flows/two.yaml:2:1: error A012"));
    assert_false(was_told(&sources, "flows/part.yaml"));
    sources_done(&sources);
}

static void a_flow_too_large_is_not_called_proved(void **state)
{
    struct sources sources;
    struct check_counts counts;
    (void)state;
    make(&sources);
    sources_edit(&sources, "pack.yaml", "topics:", limits);
    sources_write(&sources, "flows/one.yaml",
                  HEAD ASK("a") ASK("b") ASK("c") ASK("d") ASK("e") ASK("f") ASK(
                      "g") "  - id: fork\n    branch:\n"
                           "      - {when: \"a = b and c = d and e = f and f = g\", go: there}\n"
                           "      - {else: over}\n" TELL("there") END);
    assert_int_equal(K_OK, run(&sources, &counts));
    assert_true(was_told(&sources, "flows/one.yaml:5:5: error A129"));
    assert_int_equal(3, counts.flows);
    assert_int_equal(2, counts.proved);
    sources_done(&sources);
}

static void a_way_too_long_for_a_line_says_that_it_goes_on(void **state)
{
    struct sources sources;
    struct check_counts counts;
    char flow[8192] = HEAD;
    bool goes_on = false;
    (void)state;
    make(&sources);
    sources_edit(&sources, "pack.yaml", "topics:", limits);
    for (int i = 0; i < 30; i++) {
        size_t used = strlen(flow);
        assert_true(kstr_format(flow + used, sizeof flow - used,
                                "  - id: some-long-name-%d\n    tell: {ko: 가, en: a}\n", i));
    }
    assert_true(kstr_append(flow, sizeof flow, END));
    sources_write(&sources, "flows/one.yaml", flow);
    assert_int_equal(K_OK, run(&sources, &counts));
    for (int i = 0; i < sources.told_count; i++) {
        goes_on = goes_on || strstr(sources.told[i], ": Next; .... Add") != NULL;
    }
    assert_true(goes_on);
    sources_done(&sources);
}

static void an_answer_that_an_agent_will_read_is_in_use(void **state)
{
    struct sources sources;
    struct check_counts counts;
    (void)state;
    make(&sources);
    sources_write(&sources, "flows/one.yaml",
                  HEAD ASK("way") "  - id: over\n    hand_over: help\n");
    assert_int_equal(K_OK, run(&sources, &counts));
    assert_string_equal("", sources.told[0]);
    sources_done(&sources);
}

/* Both languages and an example, whatever the code. */
static void every_code_is_explained(void **state)
{
    (void)state;
    for (enum diag_code code = 0; code < DIAG_CODE_COUNT; code++) {
        char text[LANG_COUNT][4096] = {"", ""};
        for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
            FILE *out = fmemopen(text[lang], sizeof text[lang], "w");
            assert_non_null(out);
            if (!check_explain(code, lang, out)) {
                fail_msg("docs/diagnostics.md has no section %s", diag_rule(code)->code);
            }
            assert_int_equal(0, fclose(out));
            assert_true(utf8_valid(text[lang]));
            assert_non_null(strstr(text[lang], diag_rule(code)->code));
            const char *paragraph = strstr(text[lang], "\n\n");
            if (paragraph == NULL || strncmp(paragraph, "\n\n```", 5) == 0 ||
                strstr(paragraph, "\n```\n") == NULL) {
                fail_msg("%s has no text or no example in %s", diag_rule(code)->code,
                         lang_name(lang));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_is_told_where_it_is_broken),
        cmocka_unit_test(what_parts_owe_each_other_is_told),
        cmocka_unit_test(the_small_pack_is_proved_whole),
        cmocka_unit_test(a_broken_flow_does_not_keep_the_others_from_being_proved),
        cmocka_unit_test(what_a_broken_flow_might_bring_is_not_called_impossible),
        cmocka_unit_test(a_flow_too_large_is_not_called_proved),
        cmocka_unit_test(a_way_too_long_for_a_line_says_that_it_goes_on),
        cmocka_unit_test(every_code_is_explained),
        cmocka_unit_test(an_answer_that_an_agent_will_read_is_in_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
