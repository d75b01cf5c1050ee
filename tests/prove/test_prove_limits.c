/* How long a flow is, how much of a book is proved, in how much memory. */
#include "proving.h"

#include <stdio.h>

NAME(open_at_three) = {{FLOW_OP_FACT, FLOW_FACT_OFFICE_OPEN, NULL},
                       {FLOW_OP_FACT, FLOW_FACT_HOUR, NULL},
                       {FLOW_OP_NUMBER, 3, NULL},
                       {FLOW_OP_EQ, 0, NULL},
                       {FLOW_OP_AND, 0, NULL}};

static const struct flow_step night_steps[] = {
    BRANCH("way", WHEN(open_at_three, 1), GO(2)),
    END("night", FLOW_INFORMED_END),
    END("day", FLOW_INFORMED_END),
};
static const struct flow_chart night_charts[] = {
    {.id = "night", .title = BOTH("night"), .step = night_steps, .step_count = 3}};

NAME(is_own) = {{FLOW_OP_FACT, FLOW_FACT_LEVEL, NULL},
                {FLOW_OP_NUMBER, LEVEL_OWN, NULL},
                {FLOW_OP_GE, 0, NULL}};

static const struct flow_step long_steps[] = {
    TELL("a", 1),
    {STEP("b", FLOW_ASK), .var = FLOW_NO_VAR, .seconds = 100,
     EXITS(CHOICE("on", 2), CHOICE("off", 4))},
    TELL("c", 3),
    AGAIN("more", 0, 9, 4),
    SOLVED("solved", FLOW_NO_VAR, FLOW_NO_STEP, 5),
    TELL("d", 6),
    END("done", FLOW_UNSOLVED_END),
};

static void long_ways_are_measured_and_shown(void **state)
{
    (void)state;
    static const struct flow_chart charts[] = {
        {.id = "long", .title = BOTH("long"), .step = long_steps, .step_count = COUNT(long_steps)}};
    static const struct flow_book book = BOOK(charts);
    struct prove_world world = prove_world_default();
    world.unasked_max = 29;
    world.longest_max_s = 600;
    world.typical_max_s = 60;
    prove_in(&book, &world);
    const struct prove_count *count = &report.count[0];
    assert_int_equal(32, count->answers);   /* ten rounds of three, solved, d */
    assert_int_equal(30, count->unasked);   /* up to solved */
    assert_int_equal(22, count->scenarios); /* ten ways out by b, one by more; yes, no */
    assert_int_equal(10 * (30 + 100 + 30) + 15 + 30, count->longest_s);
    assert_int_equal(3, report.finding_count);
    const struct prove_finding *unasked = found(PROVE_LONG_UNASKED, FLOW_NO_STEP);
    assert_int_equal(30, unasked->number);
    assert_int_equal(31, unasked->way_count); /* the start, and every answer */
    assert_int_equal(count->longest_s, found(PROVE_SLOW_LONGEST, FLOW_NO_STEP)->number);
    assert_int_equal(count->typical_s, found(PROVE_SLOW_TYPICAL, FLOW_NO_STEP)->number);
}

static void a_way_longer_than_the_log_is_found(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        TELL("a", 1),
        TELL("b", 2),
        TELL("c", 3),
        TELL("d", 4),
        TELL("e", 5),
        TELL("f", 6),
        TELL("g", 7),
        TELL("h", 8),
        TELL("i", 9),
        TELL("j", 10),
        AGAIN("more", 0, 9, 11),
        END("done", FLOW_SOLVED_END),
    };
    static const struct flow_chart charts[] = {
        {.id = "long", .title = BOTH("long"), .step = steps, .step_count = COUNT(steps)}};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    assert_int_equal(1, report.finding_count);
    assert_int_equal(100, found(PROVE_LONG_LOG, FLOW_NO_STEP)->number);
    assert_int_equal(101, found(PROVE_LONG_LOG, FLOW_NO_STEP)->way_count);
}

/* ---- one flow only; little memory ---- */

static void one_flow_is_proved_with_all_that_call_it(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        {STEP("call", FLOW_CALL), .var = FLOW_NO_VAR, EXITS(GO(1)), .call = {.flow = 1}},
        END("done", FLOW_INFORMED_END),
    };
    static const struct flow_step called[] = {
        BRANCH("way", WHEN(is_own, 1), GO(2)),
        END("own", FLOW_INFORMED_END),
        END("back", FLOW_INFORMED_END),
    };
    static const struct flow_chart charts[] = {
        {.id = "outer", .title = BOTH("outer"), .step = steps, .step_count = 2},
        {.id = "inner",
         .title = BOTH("inner"),
         .topic = UINT16_MAX,
         .step = called,
         .step_count = COUNT(called)},
        {.id = "other", .title = BOTH("other"), .step = night_steps, .step_count = 3}};
    static const struct flow_book book = BOOK(charts);
    struct prove_world world = prove_world_default();
    world.only = 1;
    prove_in(&book, &world);
    assert_int_equal(0, report.finding_count);
    assert_int_equal(1, report.count_count);
    assert_int_equal(0, report.count[0].flow);
}

/* Two flows with a topic call the same one, which adds up what nobody bounds. */
static void a_rich_condition_is_named_once_however_many_flows_lead_to_it(void **state)
{
    (void)state;
    NAME(sum) = {{FLOW_OP_VAR, 0, NULL},
                 {FLOW_OP_VAR, 0, NULL},
                 {FLOW_OP_ADD, 0, NULL},
                 {FLOW_OP_NUMBER, 10, NULL},
                 {FLOW_OP_EQ, 0, NULL}};
    static const struct flow_step steps[] = {
        {STEP("call", FLOW_CALL), .var = FLOW_NO_VAR, EXITS(GO(1)), .call = {.flow = 2}},
        END("done", FLOW_INFORMED_END),
    };
    static const struct flow_step called[] = {
        INPUT("a", 0, FLOW_INPUT_NUMBER, 0, 5000, 1, FLOW_NO_STEP),
        BRANCH("way", WHEN(sum, 2), GO(3)),
        END("ten", FLOW_INFORMED_END),
        END("other", FLOW_INFORMED_END),
    };
    static const struct flow_var vars[] = {{"a", FLOW_NUMBER, 0}};
    static const struct flow_chart charts[] = {
        {.id = "one", .title = BOTH("one"), .step = steps, .step_count = 2},
        {.id = "two", .title = BOTH("two"), .step = steps, .step_count = 2},
        {.id = "inner",
         .title = BOTH("inner"),
         .topic = UINT16_MAX,
         .step = called,
         .step_count = COUNT(called),
         .var = vars,
         .var_count = 1}};
    static const struct flow_book book = BOOK(charts);
    struct prove_world world = prove_world_default();
    prove_in(&book, &world);
    assert_int_equal(1, report.finding_count);
    assert_non_null(found(PROVE_TOO_RICH, 1));
    assert_false(report.count[0].whole);
    assert_false(report.count[1].whole);
}

static void more_numbers_at_once_than_are_told_apart_are_refused(void **state)
{
    (void)state;
    enum { COUNT_OF = 24 };
    static struct flow_step steps[COUNT_OF + 3];
    static struct flow_var vars[COUNT_OF];
    static struct flow_instr code[LIMIT_EXPR_CODE];
    static char names[COUNT_OF + 3][8];
    uint16_t length = 0;
    for (uint16_t i = 0; i < COUNT_OF + 3; i++) {
        (void)snprintf(names[i], sizeof names[i], "n%d", i);
        steps[i] = (struct flow_step){.id = names[i], .kind = FLOW_INPUT, .text = BOTH("?")};
        steps[i].var = i;
        steps[i].exit_count = 2;
        steps[i].exit[0].to = (uint16_t)(i + 1);
        steps[i].exit[1].to = FLOW_NO_STEP;
        steps[i].input.type = FLOW_INPUT_NUMBER;
        steps[i].input.max = 9;
        steps[i].input.tries = 1;
    }
    for (uint16_t i = 0; i < COUNT_OF; i++) {
        vars[i] = (struct flow_var){names[i], FLOW_NUMBER, i};
        code[length++] = (struct flow_instr){FLOW_OP_VAR, i, NULL};
        code[length++] = (struct flow_instr){FLOW_OP_NUMBER, 5, NULL};
        code[length++] = (struct flow_instr){FLOW_OP_GT, 0, NULL};
        if (i > 0) {
            code[length++] = (struct flow_instr){FLOW_OP_AND, 0, NULL};
        }
    }
    steps[COUNT_OF] = (struct flow_step)BRANCH("way", GO(COUNT_OF + 1), GO(COUNT_OF + 2));
    steps[COUNT_OF].exit[0].when = (struct flow_expr){code, length};
    steps[COUNT_OF + 1] = (struct flow_step)END("all", FLOW_INFORMED_END);
    steps[COUNT_OF + 2] = (struct flow_step)END("some", FLOW_INFORMED_END);
    static const struct flow_chart charts[] = {TOPIC("many", steps, vars)};
    static const struct flow_book book = BOOK(charts);
    struct prove_world world = prove_world_default();
    prove_in(&book, &world);
    assert_int_equal(1, report.finding_count);
    assert_int_equal(PROVE_TOO_RICH, report.finding[0].kind);
    assert_int_equal(COUNT_OF - 1, report.finding[0].step);
}

static void too_little_memory_is_refused(void **state)
{
    (void)state;
    static const struct flow_book book = BOOK(night_charts);
    struct kerr err = {.code = K_OK};
    struct prove_world world = prove_world_default();
    assert_int_equal(K_E_FULL,
                     prove_book(&book, &world, memory, PROVE_MEMORY_MIN - 1, &report, &err));
    assert_non_null(strstr(err.text, "31 MiB"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_ways_are_measured_and_shown),
        cmocka_unit_test(a_way_longer_than_the_log_is_found),
        cmocka_unit_test(one_flow_is_proved_with_all_that_call_it),
        cmocka_unit_test(a_rich_condition_is_named_once_however_many_flows_lead_to_it),
        cmocka_unit_test(more_numbers_at_once_than_are_told_apart_are_refused),
        cmocka_unit_test(too_little_memory_is_refused),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
