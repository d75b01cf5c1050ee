/* Every finding by hand: a small flow that has it, and one that has not. */
#include "proving.h"

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

/* ---- conditions ---- */

NAME(lights_any) = {{FLOW_OP_VAR, 0, NULL}, {FLOW_OP_KNOWN, 0, NULL}};

static void a_case_that_always_holds_leaves_the_later_ones_unsaid(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        ASK("lights", 0, CHOICE("green", 1), CHOICE("red", 1)),
        BRANCH("way", WHEN(lights_any, 2), WHEN(lights_red, 3), GO(3)),
        TELL("restart", 3),
        END("done", FLOW_SOLVED_END),
    };
    static const struct flow_var vars[] = {{"lights", FLOW_WORD, 0}};
    static const struct flow_chart charts[] = {TOPIC("internet", steps, vars)};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    assert_int_equal(2, report.finding_count);
    assert_int_equal(0, found(PROVE_CASE_ALWAYS, 1)->exit);
    const struct prove_finding *overlap = found(PROVE_CASE_OVERLAP, 1);
    assert_int_equal(0, overlap->exit);
    assert_int_equal(1, overlap->other);
    assert_int_equal(1, overlap->way[1].exit); /* only a red light makes both hold */
}

/* Bill: this month, last month; the difference decides. */
NAME(not_higher) = {{FLOW_OP_VAR, 0, NULL}, {FLOW_OP_VAR, 1, NULL}, {FLOW_OP_LE, 0, NULL}};
NAME(small) = {{FLOW_OP_VAR, 0, NULL},
               {FLOW_OP_VAR, 1, NULL},
               {FLOW_OP_SUB, 0, NULL},
               {FLOW_OP_NUMBER, 1000, NULL},
               {FLOW_OP_LT, 0, NULL}};
NAME(higher) = {{FLOW_OP_VAR, 0, NULL},
                {FLOW_OP_VAR, 1, NULL},
                {FLOW_OP_NUMBER, 999, NULL},
                {FLOW_OP_ADD, 0, NULL},
                {FLOW_OP_GT, 0, NULL}};

static void differences_of_numbers_are_exact_to_the_last_one(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        INPUT("this", 0, FLOW_INPUT_NUMBER, 0, 5000000, 1, FLOW_NO_STEP),
        INPUT("last", 1, FLOW_INPUT_NUMBER, 0, 5000000, 2, FLOW_NO_STEP),
        BRANCH("way", WHEN(not_higher, 3), WHEN(small, 4), WHEN(higher, 4), GO(5)),
        END("lower", FLOW_INFORMED_END),
        END("higher", FLOW_INFORMED_END),
        END("between", FLOW_INFORMED_END), /* not below 1000, not above 999: there is none */
    };
    static const struct flow_var vars[] = {{"this", FLOW_NUMBER, 0}, {"last", FLOW_NUMBER, 1}};
    static const struct flow_chart charts[] = {TOPIC("bill", steps, vars)};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    assert_non_null(found(PROVE_UNREACHED, 5));
    assert_int_equal(2, found(PROVE_CASE_ALWAYS, 2)->exit);
    assert_int_equal(1, found(PROVE_CASE_OVERLAP, 2)->other); /* the two ways of saying "lower" */
    assert_int_equal(3, report.finding_count);
    assert_int_equal(2, report.count[0].scenarios);
}

NAME(sum_is_ten) = {{FLOW_OP_VAR, 0, NULL},
                    {FLOW_OP_VAR, 1, NULL},
                    {FLOW_OP_ADD, 0, NULL},
                    {FLOW_OP_NUMBER, 10, NULL},
                    {FLOW_OP_EQ, 0, NULL}};

static const struct flow_var two_numbers[] = {{"a", FLOW_NUMBER, 0}, {"b", FLOW_NUMBER, 1}};

static void a_sum_of_two_large_numbers_is_refused_and_named(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        INPUT("a", 0, FLOW_INPUT_NUMBER, 0, 5000, 1, FLOW_NO_STEP),
        INPUT("b", 1, FLOW_INPUT_NUMBER, 0, 5000, 2, FLOW_NO_STEP),
        BRANCH("way", WHEN(sum_is_ten, 3), GO(4)),
        END("ten", FLOW_INFORMED_END),
        END("other", FLOW_INFORMED_END),
    };
    static const struct flow_chart charts[] = {TOPIC("sum", steps, two_numbers)};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    assert_int_equal(1, report.finding_count); /* nothing is said of ends that were not seen */
    assert_int_equal(0, found(PROVE_TOO_RICH, 2)->exit);
    assert_false(report.count[0].whole);
}

static void a_sum_of_two_small_numbers_is_tried_out(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        INPUT("a", 0, FLOW_INPUT_NUMBER, 0, 4, 1, FLOW_NO_STEP),
        INPUT("b", 1, FLOW_INPUT_NUMBER, 0, 5, 2, FLOW_NO_STEP),
        BRANCH("way", WHEN(sum_is_ten, 3), GO(4)),
        END("ten", FLOW_INFORMED_END),
        END("other", FLOW_INFORMED_END),
    };
    static const struct flow_chart charts[] = {TOPIC("sum", steps, two_numbers)};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    assert_non_null(found(PROVE_CASE_NEVER, 2));
    assert_non_null(found(PROVE_UNREACHED, 3));
    assert_int_equal(2, report.finding_count);
}

static void too_many_states_name_what_multiplies_them(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        INPUT("a", 0, FLOW_INPUT_NUMBER, 0, 300, 1, FLOW_NO_STEP),
        INPUT("b", 1, FLOW_INPUT_NUMBER, 0, 300, 2, FLOW_NO_STEP),
        BRANCH("way", WHEN(sum_is_ten, 3), GO(3)),
        TELL("on", 4),
        BRANCH("again", WHEN(sum_is_ten, 5), GO(5)),
        END("other", FLOW_INFORMED_END),
    };
    static const struct flow_chart charts[] = {TOPIC("sum", steps, two_numbers)};
    static const struct flow_book book = BOOK(charts);
    struct prove_world world = prove_world_default();
    world.states_max = 100;
    prove_in(&book, &world);
    const struct prove_finding *finding = &report.finding[0];
    assert_int_equal(1, report.finding_count);
    assert_int_equal(PROVE_TOO_LARGE, finding->kind);
    assert_true(finding->var == 0 || finding->var == 1);
    assert_int_equal(finding->var, finding->step); /* the step that sets it */
    assert_int_equal(100, finding->number);
}

/* ---- the world ---- */

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

static void the_office_is_open_in_its_hours_only(void **state)
{
    (void)state;
    static const struct flow_book book = BOOK(night_charts);
    static const uint32_t hours[8] = {0, 0x3fe00, 0x3fe00, 0x3fe00, 0x3fe00, 0x3fe00, 0x1e00, 0};
    struct prove_world world = prove_world_default();
    prove_in(&book, &world);
    assert_int_equal(0, report.finding_count);
    world.open_hours = hours;
    prove_in(&book, &world);
    assert_non_null(found(PROVE_CASE_NEVER, 0));
    assert_non_null(found(PROVE_UNREACHED, 1));
}

/* bought: today or yesterday, typed at one moment and compared at a later one. */
NAME(two_days_ago) = {{FLOW_OP_FACT, FLOW_FACT_TODAY, NULL},
                      {FLOW_OP_VAR, 0, NULL},
                      {FLOW_OP_SUB, 0, NULL},
                      {FLOW_OP_NUMBER, 2, NULL},
                      {FLOW_OP_EQ, 0, NULL}};
NAME(three_days_ago) = {{FLOW_OP_FACT, FLOW_FACT_TODAY, NULL},
                        {FLOW_OP_VAR, 0, NULL},
                        {FLOW_OP_SUB, 0, NULL},
                        {FLOW_OP_NUMBER, 3, NULL},
                        {FLOW_OP_EQ, 0, NULL}};

static void midnight_may_pass_between_two_answers_but_once(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        INPUT("bought", 0, FLOW_INPUT_DATE, -1, 0, 1, FLOW_NO_STEP),
        TELL("wait", 2),
        TELL("more", 3),
        BRANCH("way", WHEN(two_days_ago, 4), WHEN(three_days_ago, 5), GO(6)),
        END("two", FLOW_INFORMED_END),
        END("three", FLOW_INFORMED_END),
        END("other", FLOW_INFORMED_END),
    };
    static const struct flow_var vars[] = {{"bought", FLOW_NUMBER, 0}};
    static const struct flow_chart charts[] = {TOPIC("date", steps, vars)};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    assert_int_equal(2, report.finding_count);
    assert_int_equal(1, found(PROVE_CASE_NEVER, 3)->exit);
    assert_non_null(found(PROVE_UNREACHED, 5));
}

NAME(is_own) = {{FLOW_OP_FACT, FLOW_FACT_LEVEL, NULL},
                {FLOW_OP_NUMBER, LEVEL_OWN, NULL},
                {FLOW_OP_GE, 0, NULL}};

static void who_is_known_too_little_is_locked_out_and_a_guest_has_no_name(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        {.id = "hello",
         .kind = FLOW_TELL,
         .text = BOTH("{customer.name}!"),
         .var = FLOW_NO_VAR,
         EXITS(GO(1))},
        BRANCH("way", WHEN(is_own, 2), GO(3)),
        {STEP("safe", FLOW_TELL), .var = FLOW_NO_VAR, .needs = LEVEL_OWN, EXITS(GO(4))},
        {STEP("bill", FLOW_TELL), .var = FLOW_NO_VAR, .needs = LEVEL_OWN, EXITS(GO(4))},
        END("done", FLOW_INFORMED_END),
    };
    static const struct flow_chart charts[] = {
        {.id = "bill", .title = BOTH("bill"), .step = steps, .step_count = COUNT(steps)}};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    assert_int_equal(2, report.finding_count);
    assert_non_null(found(PROVE_NAMELESS, 0));
    const struct prove_finding *lock = found(PROVE_LOCKED, 3);
    assert_non_null(lock);
    assert_int_equal(PROVE_PHONE, lock->way[lock->way_count - 1].moment.who);
}

/* ---- answers that are not there ---- */

static void what_a_subflow_is_given_and_gives_back_must_be_set(void **state)
{
    (void)state;
    NAME(count) = {{FLOW_OP_VAR, 0, NULL}};
    static const struct flow_step steps[] = {
        INPUT("count", 0, FLOW_INPUT_NUMBER, 0, 9, 1, 1),
        {STEP("call", FLOW_CALL), .var = FLOW_NO_VAR, EXITS(GO(2)),
         .call = {.flow = 1,
                  .gift_count = 1,
                  .gift = {{0, CODE(count)}},
                  .take_count = 1,
                  .take = {{0, 1}}}},
        {.id = "show",
         .kind = FLOW_TELL,
         .text = BOTH("{call.o} {count}"),
         .var = FLOW_NO_VAR,
         EXITS(GO(3))},
        END("done", FLOW_INFORMED_END),
    };
    static const struct flow_var vars[] = {{"count", FLOW_NUMBER, 0}, {"call.o", FLOW_NUMBER, 1}};
    static const struct flow_step called[] = {TELL("hi", 1), END("back", FLOW_INFORMED_END)};
    static const struct flow_var called_vars[] = {{"i", FLOW_NUMBER, FLOW_NO_STEP}};
    static const struct flow_output outputs[] = {{"o", CODE(count)}};
    static const struct flow_chart charts[] = {TOPIC("outer", steps, vars),
                                               {.id = "inner",
                                                .title = BOTH("inner"),
                                                .topic = UINT16_MAX,
                                                .step = called,
                                                .step_count = 2,
                                                .var = called_vars,
                                                .var_count = 1,
                                                .input_count = 1,
                                                .output = outputs,
                                                .output_count = 1}};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    assert_int_equal(4, report.finding_count);
    assert_int_equal(0, found(PROVE_UNSET_GIVEN, 1)->var);
    assert_int_equal(1, found(PROVE_UNSET_OUTPUT, 1)->flow);
    assert_non_null(found(PROVE_HOLE, 2));
}

static void an_input_that_takes_nothing_strands_its_customer(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        INPUT("code", 0, FLOW_INPUT_CODE, 0, 0, 1, FLOW_NO_STEP),
        END("done", FLOW_INFORMED_END),
    };
    static const struct flow_var vars[] = {{"code", FLOW_WORD, 0}};
    static const struct flow_chart charts[] = {TOPIC("code", steps, vars)};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    assert_non_null(found(PROVE_STUCK, 0));
    assert_int_equal(1, found(PROVE_STUCK, 0)->way_count);
    assert_non_null(found(PROVE_UNREACHED, 1));
    assert_non_null(found(PROVE_VAR_UNUSED, 0));
}

static void a_flow_without_topic_that_nobody_calls_is_unused_and_proved_all_the_same(void **state)
{
    (void)state;
    static const struct flow_step steps[] = {
        BRANCH("way", WHEN(lights_red, 1), WHEN(lights_blue, 2), GO(3)),
        END("red", FLOW_INFORMED_END),
        END("blue", FLOW_INFORMED_END),
        END("other", FLOW_INFORMED_END),
    };
    static const struct flow_var vars[] = {{"lights", FLOW_WORD, FLOW_NO_STEP}};
    static const struct flow_chart charts[] = {{.id = "inner",
                                                .title = BOTH("inner"),
                                                .topic = UINT16_MAX,
                                                .step = steps,
                                                .step_count = COUNT(steps),
                                                .var = vars,
                                                .var_count = 1,
                                                .input_count = 1}};
    static const struct flow_book book = BOOK(charts);
    prove(&book);
    assert_int_equal(1, report.finding_count);
    assert_non_null(found(PROVE_FLOW_UNUSED, FLOW_NO_STEP));
    assert_int_equal(3, report.count[0].states);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flow_without_a_fault_has_no_finding),
        cmocka_unit_test(a_case_that_never_holds_is_found_and_what_lies_behind_it),
        cmocka_unit_test(a_condition_on_an_answer_never_given_is_found_with_its_way),
        cmocka_unit_test(a_case_that_always_holds_leaves_the_later_ones_unsaid),
        cmocka_unit_test(differences_of_numbers_are_exact_to_the_last_one),
        cmocka_unit_test(a_sum_of_two_large_numbers_is_refused_and_named),
        cmocka_unit_test(a_sum_of_two_small_numbers_is_tried_out),
        cmocka_unit_test(too_many_states_name_what_multiplies_them),
        cmocka_unit_test(the_office_is_open_in_its_hours_only),
        cmocka_unit_test(midnight_may_pass_between_two_answers_but_once),
        cmocka_unit_test(who_is_known_too_little_is_locked_out_and_a_guest_has_no_name),
        cmocka_unit_test(what_a_subflow_is_given_and_gives_back_must_be_set),
        cmocka_unit_test(an_input_that_takes_nothing_strands_its_customer),
        cmocka_unit_test(a_flow_without_topic_that_nobody_calls_is_unused_and_proved_all_the_same),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
