/* Every finding by hand: a small flow that has it, and one that has not. */
#include "charts.h"
#include "prove.h"

#include <stdlib.h>
#include <string.h>

static void *memory;
static struct prove_report report;

static int open_memory(void **state)
{
    (void)state;
    memory = malloc(PROVE_MEMORY_MIN * 2);
    return memory ? 0 : -1;
}

static int close_memory(void **state)
{
    (void)state;
    free(memory);
    return 0;
}

static void prove_in(const struct flow_book *book, const struct prove_world *world)
{
    struct kerr err = {.code = K_OK};
    assert_sound(book);
    assert_ok(prove_book(book, world, memory, PROVE_MEMORY_MIN * 2, &report, &err), &err);
}

static void prove(const struct flow_book *book)
{
    struct prove_world world = prove_world_default();
    prove_in(book, &world);
}

static const struct prove_finding *found(enum prove_kind kind, uint16_t step)
{
    for (uint16_t i = 0; i < report.finding_count; i++) {
        if (report.finding[i].kind == kind && report.finding[i].step == step) {
            return &report.finding[i];
        }
    }
    return NULL;
}

#define TOPIC(id_, steps_, vars_)                                                                  \
    {                                                                                              \
        .id = (id_), .title = BOTH(id_), .topic = 0, .step = (steps_),                             \
        .step_count = COUNT(steps_), .var = (vars_), .var_count = COUNT(vars_)                     \
    }

static const struct flow_instr lights_red[] = {
    {FLOW_OP_VAR, 0, NULL}, {FLOW_OP_WORD, 0, "red"}, {FLOW_OP_EQ, 0, NULL}};
static const struct flow_instr lights_blue[] = {
    {FLOW_OP_VAR, 0, NULL}, {FLOW_OP_WORD, 0, "blue"}, {FLOW_OP_EQ, 0, NULL}};

static const struct flow_instr more_than_five[] = {
    {FLOW_OP_VAR, 2, NULL}, {FLOW_OP_NUMBER, 5, NULL}, {FLOW_OP_GT, 0, NULL}};

static void a_flow_without_a_fault_has_no_finding(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        ASK("lights", 0, CHOICE("green", 1), CHOICE("red", 1)),
        BRANCH("way", WHEN(lights_red, 2), GO(3)),
        TELL("restart", 3),
        END("done", FLOW_SOLVED_END),
    };
    static const struct flow_var vars[] = {{"lights", FLOW_WORD, 0}};
    static const struct flow_chart charts[] = {TOPIC("internet", steps, vars)};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    assert_int_equal(0, report.finding_count);
    assert_int_equal(1, report.count_count);
    assert_true(report.count[0].whole);
    assert_int_equal(2, report.count[0].scenarios);
    assert_int_equal(3, report.count[0].states); /* lights, restart, the end */
    assert_int_equal(2, report.count[0].answers);
}

static void a_case_that_never_holds_is_found_and_what_lies_behind_it(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        ASK("lights", 0, CHOICE("green", 1), CHOICE("red", 1)),
        BRANCH("way", WHEN(lights_blue, 2), GO(3)),
        TELL("restart", 3),
        END("done", FLOW_SOLVED_END),
    };
    static const struct flow_var vars[] = {{"lights", FLOW_WORD, 0}};
    static const struct flow_chart charts[] = {TOPIC("internet", steps, vars)};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    assert_int_equal(2, report.finding_count);
    assert_non_null(found(PROVE_CASE_NEVER, 1));
    assert_int_equal(0, found(PROVE_CASE_NEVER, 1)->exit);
    assert_non_null(found(PROVE_UNREACHED, 2));
    assert_null(found(PROVE_UNREACHED, 2)->way);
}

static void a_condition_on_an_answer_never_given_is_found_with_its_way(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        ASK("lights", 0, CHOICE("green", 2), CHOICE("red", 2)),
        TELL("never", 2),
        ASK("more", 1, CHOICE("a", 3), CHOICE("b", 4)),
        INPUT("count", 2, FLOW_INPUT_NUMBER, 0, 9, 4, 4),
        BRANCH("way", WHEN(more_than_five, 5), GO(6)),
        TELL("many", 6),
        END("done", FLOW_SOLVED_END),
    };
    static const struct flow_var vars[] = {
        {"lights", FLOW_WORD, 0}, {"more", FLOW_WORD, 2}, {"count", FLOW_NUMBER, 3}};
    static const struct flow_chart charts[] = {TOPIC("internet", steps, vars)};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    const struct prove_finding *finding = found(PROVE_UNSET_CASE, 4);
    assert_non_null(finding);
    assert_int_equal(2, finding->var);
    assert_int_equal(3, finding->way_count); /* start, lights, more: b */
    assert_int_equal(2, finding->way[2].step);
    assert_int_equal(1, finding->way[2].exit);
    char text[LIMIT_TEXT_BYTES];
    prove_way_text(&book, finding, LANG_EN, text, sizeof text);
    assert_string_equal("start\nlights: <green>\nmore: <b>", text);
    assert_non_null(found(PROVE_VAR_UNUSED, 0)); /* both choices go the same way */
    assert_non_null(found(PROVE_UNREACHED, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flow_without_a_fault_has_no_finding),
        cmocka_unit_test(a_case_that_never_holds_is_found_and_what_lies_behind_it),
        cmocka_unit_test(a_condition_on_an_answer_never_given_is_found_with_its_way),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
