#include "charts.h"

#include <string.h>

static struct flow_run run;

static void start(const struct flow_book *book, uint16_t root)
{
    assert_sound(book);
    flow_start(&run, book, root, &no_facts, 100);
}

static void choose(uint8_t exit)
{
    assert_int_equal(FLOW_TAKEN, flow_choose(&run, exit, &no_facts, 200));
}

/* ---- a straight flow ---- */

static const struct flow_step modem_steps[] = {
    ASK("lights", 0, CHOICE("green", 2), CHOICE("red", 1)),
    TELL("restart", 2),
    SOLVED("better", 1, FLOW_NO_STEP, 3),
    HAND_OVER("person"),
};
static const struct flow_var modem_vars[] = {{"lights", FLOW_WORD, 0}, {"better", FLOW_WORD, 2}};
static const struct flow_chart modem_charts[] = {CHART("modem", modem_steps, modem_vars)};
static const struct flow_book modem = BOOK(modem_charts);

static void an_answer_leads_where_its_choice_points(void **state)
{
    (void)state;
    start(&modem, 0);
    assert_string_equal("lights", here(&run));
    choose(1);
    assert_string_equal("restart", here(&run));
    choose(0);
    assert_string_equal("better", here(&run));
    assert_string_equal("red", value_of(&run, "lights")->word);
    choose(1);
    assert_int_equal(FLOW_AT_END, run.at);
    assert_int_equal(FLOW_HANDED_OVER, run.outcome);
    assert_string_equal("person", here(&run));
    assert_string_equal("no", value_of(&run, "better")->word);
}

static void solved_yes_ends_the_run_as_solved(void **state)
{
    (void)state;
    start(&modem, 0);
    choose(0);
    choose(0);
    assert_int_equal(FLOW_AT_END, run.at);
    assert_int_equal(FLOW_SOLVED_END, run.outcome);
    assert_null(flow_step_now(&run));
    assert_int_equal(FLOW_REFUSED, flow_choose(&run, 0, &no_facts, 1));
}

static void what_is_no_answer_to_the_step_changes_nothing(void **state)
{
    (void)state;
    start(&modem, 0);
    static struct flow_run before;
    before = run;
    assert_int_equal(FLOW_REFUSED, flow_choose(&run, 2, &no_facts, 1));
    assert_int_equal(FLOW_REFUSED, flow_type(&run, "12", &no_facts, 1));
    assert_int_equal(FLOW_REFUSED, flow_checked(&run, FLOW_CHECK_OFFLINE, NULL, &no_facts, 1));
    assert_memory_equal(&before, &run, sizeof run);
}

static void an_answer_is_logged_with_its_times_and_facts(void **state)
{
    (void)state;
    start(&modem, 0);
    struct flow_facts facts = {.value = {[FLOW_FACT_HOUR] = 14}};
    assert_int_equal(FLOW_TAKEN, flow_choose(&run, 1, &facts, 350));
    assert_int_equal(1, run.log_count);
    assert_int_equal(100, run.log[0].shown_mono_ms);
    assert_int_equal(350, run.log[0].answered_mono_ms);
    assert_int_equal(14, run.log[0].facts.value[FLOW_FACT_HOUR]);
    assert_int_equal(350, run.shown_mono_ms);
}

/* ---- loops ---- */

static const struct flow_step loop_steps[] = {
    TELL("unplug", 1),
    AGAIN("retry", 0, 2, 2),
    END("stop", FLOW_UNSOLVED_END),
};
static const struct flow_chart loop_charts[] = {
    {.id = "loop", .title = BOTH("loop"), .step = loop_steps, .step_count = COUNT(loop_steps)}};
static const struct flow_book loop = BOOK(loop_charts);

static void again_goes_back_as_often_as_it_says(void **state)
{
    (void)state;
    start(&loop, 0);
    for (int visit = 1; visit <= 3; visit++) {
        assert_string_equal("unplug", here(&run));
        assert_int_equal(visit, flow_visits_here(&run));
        choose(0);
    }
    assert_string_equal("stop", here(&run));
    assert_int_equal(FLOW_UNSOLVED_END, run.outcome);
}

static const struct flow_step long_steps[] = {
    TELL("a", 1), AGAIN("a1", 0, 9, 2),  AGAIN("a2", 0, 9, 3),  AGAIN("a3", 0, 9, 4),
    TELL("b", 5), AGAIN("b1", 4, 9, 6),  AGAIN("b2", 0, 9, 7),  AGAIN("b3", 0, 9, 8),
    TELL("c", 9), AGAIN("c1", 0, 9, 10), AGAIN("c2", 0, 9, 11), END("e", FLOW_UNSOLVED_END),
};
static const struct flow_chart long_charts[] = {
    {.id = "long", .title = BOTH("long"), .step = long_steps, .step_count = COUNT(long_steps)}};
static const struct flow_book longest = BOOK(long_charts);

static void a_full_log_refuses_and_changes_nothing(void **state)
{
    (void)state;
    start(&longest, 0);
    for (int i = 0; i < LIMIT_FLOW_LOG; i++) {
        choose(0);
    }
    static struct flow_run before;
    before = run;
    assert_int_equal(FLOW_LOG_FULL, flow_choose(&run, 0, &no_facts, 9));
    assert_memory_equal(&before, &run, sizeof run);
}

/* ---- inputs ---- */

static const struct flow_step input_steps[] = {
    INPUT("count", 0, FLOW_INPUT_NUMBER, 1, 10, 1, 5),
    INPUT("name", 1, FLOW_INPUT_TEXT, 2, 5, 2, FLOW_NO_STEP),
    INPUT("bought", 2, FLOW_INPUT_DATE, -30, 0, 3, FLOW_NO_STEP),
    INPUT("phone", 3, FLOW_INPUT_PHONE, 0, 0, 4, FLOW_NO_STEP),
    INPUT("pin", 4, FLOW_INPUT_CODE, 4, 6, 5, FLOW_NO_STEP),
    END("done", FLOW_INFORMED_END),
};
static const struct flow_var input_vars[] = {
    {"count", FLOW_NUMBER, 0}, {"name", FLOW_WORD, 1}, {"bought", FLOW_NUMBER, 2},
    {"phone", FLOW_WORD, 3},   {"pin", FLOW_WORD, 4},
};
static const struct flow_chart input_charts[] = {CHART("inputs", input_steps, input_vars)};
static const struct flow_book inputs = BOOK(input_charts);

/* 2026-11-21 */
static const struct flow_facts today = {.value = {[FLOW_FACT_TODAY] = 20778}};

/* Stand on input step number `at` by giving right answers to those before. */
static void stand_at(uint16_t at)
{
    static const char *const right[] = {"3", "홍길동", "20261111", "010-1234-5678", "1234"};
    start(&inputs, 0);
    for (uint16_t i = 0; i < at; i++) {
        assert_int_equal(FLOW_TAKEN, flow_type(&run, right[i], &today, 1));
    }
}

static void inputs_take_what_fits_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        enum flow_reply reply;
        uint16_t at;
    } cases[] = {
        {"1", FLOW_TAKEN, 0},
        {"10", FLOW_TAKEN, 0},
        {" 7 ", FLOW_TAKEN, 0},
        {"0", FLOW_WRONG, 0},
        {"11", FLOW_WRONG, 0},
        {"-1", FLOW_WRONG, 0},
        {"", FLOW_WRONG, 0},
        {"3x", FLOW_WRONG, 0},
        {"--3", FLOW_WRONG, 0},
        {"99999999999999999999", FLOW_WRONG, 0},
        {"+3", FLOW_WRONG, 0},
        {"0003", FLOW_TAKEN, 0},
        {"홍길", FLOW_TAKEN, 1},
        {"홍길동", FLOW_TAKEN, 1},
        {"홍", FLOW_WRONG, 1},
        {"홍길동홍길동", FLOW_WRONG, 1},
        {" 홍 ", FLOW_WRONG, 1},
        {"a\nb", FLOW_WRONG, 1},
        {"\xff\xff\xff", FLOW_WRONG, 1},
        {"20261121", FLOW_TAKEN, 2},
        {"20261022", FLOW_TAKEN, 2},
        {"20261021", FLOW_WRONG, 2},
        {"20261122", FLOW_WRONG, 2},
        {"20261131", FLOW_WRONG, 2},
        {"2026112", FLOW_WRONG, 2},
        {"2026-11-2", FLOW_WRONG, 2},
        {"01012345678", FLOW_TAKEN, 3},
        {"12345", FLOW_WRONG, 3},
        {"1234", FLOW_TAKEN, 4},
        {"012345", FLOW_TAKEN, 4},
        {"123", FLOW_WRONG, 4},
        {"1234567", FLOW_WRONG, 4},
        {"12a4", FLOW_WRONG, 4},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        stand_at(cases[i].at);
        enum flow_reply reply = flow_type(&run, cases[i].typed, &today, 1);
        if (reply != cases[i].reply) {
            print_error("case %zu: \"%s\"\n", i, cases[i].typed);
        }
        assert_int_equal(cases[i].reply, reply);
    }
}

static void a_text_longer_than_a_field_is_wrong(void **state)
{
    (void)state;
    char typed[LIMIT_FIELD_BYTES + 20];
    memset(typed, 'x', sizeof typed);
    typed[sizeof typed - 1] = '\0';
    stand_at(1);
    assert_int_equal(FLOW_WRONG, flow_type(&run, typed, &today, 1));
}

static void a_number_is_a_number_and_a_date_is_days(void **state)
{
    (void)state;
    stand_at(5);
    assert_int_equal(3, value_of(&run, "count")->number);
    assert_int_equal(20768, value_of(&run, "bought")->number);
    assert_string_equal("010-1234-5678", value_of(&run, "phone")->word);
}

static void a_wrong_try_lowers_the_tries_and_nothing_else(void **state)
{
    (void)state;
    stand_at(0);
    static struct flow_run before;
    before = run;
    assert_int_equal(FLOW_WRONG, flow_type(&run, "0", &today, 500));
    before.tries_left = 1;
    assert_memory_equal(&before, &run, sizeof run);
}

static void after_the_last_try_the_run_goes_the_other_way(void **state)
{
    (void)state;
    stand_at(0);
    assert_int_equal(FLOW_WRONG, flow_type(&run, "0", &today, 1));
    assert_int_equal(FLOW_TRIES_UP, flow_type(&run, "0", &today, 1));
    assert_string_equal("done", here(&run));
    assert_int_equal(2, run.log[run.log_count - 1].wrong);
    assert_int_equal(FLOW_UNKNOWN, value_of(&run, "count")->type);
    assert_true(flow_back(&run, 9));
    assert_string_equal("count", here(&run));
    assert_int_equal(2, run.tries_left);
}

static void without_another_way_the_run_stays_and_still_takes_the_right_answer(void **state)
{
    (void)state;
    stand_at(1);
    assert_int_equal(FLOW_WRONG, flow_type(&run, "x", &today, 1));
    assert_int_equal(FLOW_TRIES_UP, flow_type(&run, "x", &today, 1));
    assert_int_equal(FLOW_TRIES_UP, flow_type(&run, "x", &today, 1));
    assert_string_equal("name", here(&run));
    assert_int_equal(1, run.log_count);
    assert_int_equal(FLOW_TAKEN, flow_type(&run, "홍길동", &today, 1));
    assert_string_equal("bought", here(&run));
}

/* ---- checks ---- */

static const char *const line_words[] = {"ok", "fault"};
static const struct flow_instr is_fault[] = {
    {FLOW_OP_VAR, 0, NULL}, {FLOW_OP_WORD, 0, "fault"}, {FLOW_OP_EQ, 0, NULL}};
static const struct flow_step check_steps[] = {
    CHECK("line", 0, line_words, 1, 3, 4), BRANCH("result", WHEN(is_fault, 2), GO(5)),
    END("fault", FLOW_INFORMED_END),       END("offline", FLOW_UNSOLVED_END),
    END("failed", FLOW_UNSOLVED_END),      END("ok", FLOW_SOLVED_END),
};
static const struct flow_var check_vars[] = {{"line", FLOW_WORD, 0}};
static const struct flow_chart check_charts[] = {CHART("check", check_steps, check_vars)};
static const struct flow_book checks = BOOK(check_charts);

static void a_check_goes_where_its_result_says(void **state)
{
    (void)state;
    static const struct {
        enum flow_check_exit exit;
        const char *answer, *step, *word;
    } cases[] = {
        {FLOW_CHECK_ANSWERED, "ok", "ok", "ok"},
        {FLOW_CHECK_ANSWERED, "fault", "fault", "fault"},
        {FLOW_CHECK_ANSWERED, "melted", "failed", "failed"}, /* a word the step does not declare */
        {FLOW_CHECK_ANSWERED, NULL, "failed", "failed"},
        {FLOW_CHECK_OFFLINE, NULL, "offline", "offline"},
        {FLOW_CHECK_FAILED, NULL, "failed", "failed"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        start(&checks, 0);
        assert_int_equal(FLOW_TAKEN,
                         flow_checked(&run, cases[i].exit, cases[i].answer, &no_facts, 1));
        assert_string_equal(cases[i].step, here(&run));
        assert_string_equal(cases[i].word, value_of(&run, "line")->word);
    }
    start(&checks, 0);
    assert_int_equal(FLOW_REFUSED, flow_checked(&run, 3, NULL, &no_facts, 1));
    assert_int_equal(FLOW_REFUSED, flow_choose(&run, 0, &no_facts, 1));
}

/* ---- called flows ---- */

enum { CALLER, CALLED };

static const struct flow_instr give_modem[] = {{FLOW_OP_WORD, 0, "modem"}};
static const struct flow_instr give_lamp[] = {
    {FLOW_OP_VAR, 1, NULL}, {FLOW_OP_WORD, 0, "on"}, {FLOW_OP_EQ, 0, NULL}};
static const struct flow_instr worked[] = {{FLOW_OP_VAR, 0, NULL}};

static const struct flow_step caller_steps[] = {
    {.id = "restart",
     .kind = FLOW_CALL,
     .var = FLOW_NO_VAR,
     EXITS(GO(1)),
     .call = {.flow = CALLED,
              .gift_count = 1,
              .gift = {{.var = 0, .value = CODE(give_modem)}},
              .take_count = 1,
              .take = {{.output = 0, .var = 0}}}},
    BRANCH("result", WHEN(worked, 2), GO(3)),
    END("good", FLOW_SOLVED_END),
    END("bad", FLOW_UNSOLVED_END),
};
static const struct flow_var caller_vars[] = {{"restart.worked", FLOW_TRUTH, 0}};
static const struct flow_step called_steps[] = {
    TELL("unplug", 1),
    ASK("lamp", 1, CHOICE("on", 2), CHOICE("off", 2), CHOICE("smoke", 3), CHOICE("fixed", 4)),
    END("back", FLOW_INFORMED_END),
    HAND_OVER("fire"),
    SOLVED("sure", FLOW_NO_VAR, FLOW_NO_STEP, 5),
    END("not", FLOW_UNSOLVED_END),
};
static const struct flow_var called_vars[] = {{"device", FLOW_WORD, FLOW_NO_STEP},
                                              {"lamp", FLOW_WORD, 1}};
static const struct flow_output called_outputs[] = {{"worked", CODE(give_lamp)}};
static const struct flow_chart call_charts[] = {
    [CALLER] = CHART("caller", caller_steps, caller_vars),
    [CALLED] = {.id = "called",
                .title = BOTH("called"),
                .step = called_steps,
                .step_count = COUNT(called_steps),
                .var = called_vars,
                .var_count = COUNT(called_vars),
                .input_count = 1,
                .output = called_outputs,
                .output_count = 1},
};
static const struct flow_book calls = BOOK(call_charts);

static void a_called_flow_gets_its_inputs_and_gives_its_outputs(void **state)
{
    (void)state;
    start(&calls, CALLER);
    assert_int_equal(2, run.depth);
    assert_string_equal("unplug", here(&run));
    assert_string_equal("modem", value_of(&run, "device")->word);
    choose(0);
    choose(0);
    assert_string_equal("good", here(&run));
    assert_int_equal(1, run.depth);
    assert_int_equal(FLOW_TRUTH, value_of(&run, "restart.worked")->type);
    assert_int_equal(1, value_of(&run, "restart.worked")->number);

    start(&calls, CALLER);
    choose(0);
    choose(1);
    assert_string_equal("bad", here(&run));
}

static void an_end_returns_but_a_person_or_a_yes_ends_everything(void **state)
{
    (void)state;
    start(&calls, CALLER);
    choose(0);
    choose(2);
    assert_int_equal(FLOW_AT_END, run.at);
    assert_int_equal(FLOW_HANDED_OVER, run.outcome);
    assert_int_equal(CALLED, run.end_flow);
    assert_string_equal("fire", here(&run));

    start(&calls, CALLER);
    choose(0);
    choose(3);
    choose(0);
    assert_int_equal(FLOW_AT_END, run.at);
    assert_int_equal(FLOW_SOLVED_END, run.outcome);
    assert_int_equal(FLOW_NO_STEP, run.end_step);
}

static void a_called_flow_started_alone_does_not_know_its_inputs(void **state)
{
    (void)state;
    start(&calls, CALLED);
    assert_int_equal(FLOW_UNKNOWN, value_of(&run, "device")->type);
    assert_int_equal(FLOW_UNKNOWN, value_of(&run, "nonsense")->type);
    choose(0);
    choose(0);
    assert_int_equal(FLOW_INFORMED_END, run.outcome);
}

static void a_wiped_run_holds_nothing(void **state)
{
    (void)state;
    stand_at(3);
    flow_wipe(&run);
    static const struct flow_run nothing;
    assert_memory_equal(&nothing, &run, sizeof run);
}

static void names_are_those_of_the_language(void **state)
{
    (void)state;
    assert_string_equal("ko", lang_name(LANG_KO));
    assert_string_equal("hand_over", flow_kind_name(FLOW_HAND_OVER));
    assert_string_equal("office.open", flow_fact_name(FLOW_FACT_OFFICE_OPEN));
    assert_null(flow_fact_name(FLOW_FACT_COUNT));
    assert_int_equal(CALLED, flow_find(&calls, "called"));
    assert_int_equal(UINT16_MAX, flow_find(&calls, "nobody"));
    assert_int_equal(2, flow_find_step(&modem_charts[0], "better"));
    assert_int_equal(UINT16_MAX, flow_find_step(&modem_charts[0], "worse"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_leads_where_its_choice_points),
        cmocka_unit_test(solved_yes_ends_the_run_as_solved),
        cmocka_unit_test(what_is_no_answer_to_the_step_changes_nothing),
        cmocka_unit_test(an_answer_is_logged_with_its_times_and_facts),
        cmocka_unit_test(again_goes_back_as_often_as_it_says),
        cmocka_unit_test(a_full_log_refuses_and_changes_nothing),
        cmocka_unit_test(inputs_take_what_fits_and_nothing_else),
        cmocka_unit_test(a_text_longer_than_a_field_is_wrong),
        cmocka_unit_test(a_number_is_a_number_and_a_date_is_days),
        cmocka_unit_test(a_wrong_try_lowers_the_tries_and_nothing_else),
        cmocka_unit_test(after_the_last_try_the_run_goes_the_other_way),
        cmocka_unit_test(without_another_way_the_run_stays_and_still_takes_the_right_answer),
        cmocka_unit_test(a_check_goes_where_its_result_says),
        cmocka_unit_test(a_called_flow_gets_its_inputs_and_gives_its_outputs),
        cmocka_unit_test(an_end_returns_but_a_person_or_a_yes_ends_everything),
        cmocka_unit_test(a_called_flow_started_alone_does_not_know_its_inputs),
        cmocka_unit_test(a_wiped_run_holds_nothing),
        cmocka_unit_test(names_are_those_of_the_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
