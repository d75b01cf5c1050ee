#include "charts.h"

#include <string.h>
#include <time.h>

static struct flow_run run;

static const char *const line_words[] = {"ok", "fault"};
static const struct flow_instr is_red[] = {
    {FLOW_OP_VAR, 1, NULL}, {FLOW_OP_WORD, 0, "red"}, {FLOW_OP_EQ, 0, NULL}};
static const struct flow_instr is_morning[] = {
    {FLOW_OP_FACT, FLOW_FACT_HOUR, NULL}, {FLOW_OP_NUMBER, 12, NULL}, {FLOW_OP_LT, 0, NULL}};

/* where ─► check line ─► lights ─► (red) power ─► colour; else colour ─► solved ─► times ─► done */
static const struct flow_step steps[] = {
    ASK("where", 0, CHOICE("home", 1), CHOICE("work", 1)),
    CHECK("line", 2, line_words, 2, 2, 2),
    ASK("lights", 1, CHOICE("green", 3), CHOICE("red", 3)),
    BRANCH("way", WHEN(is_red, 4), GO(5)),
    FIX("power", 5),
    FIX("cable", 6),
    SOLVED("better", 3, FLOW_NO_STEP, 7),
    INPUT("times", 4, FLOW_INPUT_NUMBER, 1, 9, 8, FLOW_NO_STEP),
    BRANCH("hour", WHEN(is_morning, 9), GO(10)),
    END("early", FLOW_UNSOLVED_END),
    END("late", FLOW_UNSOLVED_END),
};
static const struct flow_var vars[] = {
    {"where", FLOW_WORD, 0},  {"lights", FLOW_WORD, 2},  {"line", FLOW_WORD, 1},
    {"better", FLOW_WORD, 6}, {"times", FLOW_NUMBER, 7},
};
static const struct flow_chart charts[] = {CHART("internet", steps, vars)};
static const struct flow_book book = BOOK(charts);

static const struct flow_facts at_nine = {.value = {[FLOW_FACT_HOUR] = 9}};

static void choose(uint8_t exit)
{
    assert_int_equal(FLOW_TAKEN, flow_choose(&run, exit, &at_nine, 10));
}

/* where=home, line=ok, lights=red or green */
static void start_with_lights(uint8_t lights)
{
    assert_sound(&book);
    flow_start(&run, &book, 0, &at_nine, 0);
    choose(0);
    assert_int_equal(FLOW_TAKEN, flow_checked(&run, FLOW_CHECK_ANSWERED, "ok", &at_nine, 10));
    choose(lights);
}

/* The same up to the end of the flow. */
static void start_and_finish(void)
{
    start_with_lights(1);
    choose(0);
    choose(0);
    choose(1);
    assert_int_equal(FLOW_TAKEN, flow_type(&run, "3", &at_nine, 10));
    assert_string_equal("early", here(&run));
}

static void at_the_first_step_there_is_no_back(void **state)
{
    (void)state;
    flow_start(&run, &book, 0, &at_nine, 0);
    assert_false(flow_back(&run, 5));
    assert_int_equal(0, run.shown_mono_ms);
}

static void a_check_goes_back_with_the_question_before_it(void **state)
{
    (void)state;
    start_with_lights(1);
    assert_true(flow_back(&run, 11));
    assert_string_equal("lights", here(&run));
    assert_true(flow_back(&run, 12));
    assert_string_equal("where", here(&run));
    assert_int_equal(0, run.log_count);
    assert_int_equal(FLOW_UNKNOWN, value_of(&run, "line")->type);
}

static void back_from_a_waiting_check_takes_the_question_back(void **state)
{
    (void)state;
    flow_start(&run, &book, 0, &at_nine, 0);
    choose(0);
    assert_string_equal("line", here(&run));
    assert_true(flow_back(&run, 1));
    assert_string_equal("where", here(&run));
}

static void back_from_an_end_stands_on_the_last_question(void **state)
{
    (void)state;
    start_and_finish();
    assert_true(flow_back(&run, 60));
    assert_int_equal(FLOW_AT_STEP, run.at);
    assert_string_equal("times", here(&run));
    assert_int_equal(60, run.shown_mono_ms);
}

static void what_was_taken_back_leaves_no_trace(void **state)
{
    (void)state;
    static struct flow_run before;
    start_with_lights(1);
    choose(0);
    choose(0);
    choose(1);
    before = run;
    assert_int_equal(FLOW_TAKEN, flow_type(&run, "7", &at_nine, 10));
    assert_true(flow_back(&run, 10));
    assert_memory_equal(&before, &run, sizeof run);
}

static void a_replay_goes_by_the_facts_of_then(void **state)
{
    (void)state;
    start_and_finish(); /* in the morning */
    int dropped = flow_change(&run, 0, 1, NULL, 99);
    assert_int_equal(0, dropped);
    assert_string_equal("early", here(&run));
    assert_string_equal("work", value_of(&run, "where")->word);
}

static void a_branch_goes_by_the_facts_of_the_answer_before_it(void **state)
{
    (void)state;
    static const struct flow_facts at_two = {.value = {[FLOW_FACT_HOUR] = 14}};
    start_and_finish();
    assert_true(flow_back(&run, 0));
    assert_int_equal(FLOW_TAKEN, flow_type(&run, "3", &at_two, 10));
    assert_string_equal("late", here(&run));
}

static const struct flow_step greet_steps[] = {
    BRANCH("hour", WHEN(is_morning, 1), GO(2)),
    TELL("morning", 3),
    TELL("afternoon", 3),
    END("end", FLOW_INFORMED_END),
};
static const struct flow_chart greet_charts[] = {
    {.id = "greet", .title = BOTH("?"), .step = greet_steps, .step_count = COUNT(greet_steps)}};
static const struct flow_book greet = BOOK(greet_charts);

static void the_first_step_goes_by_the_facts_of_the_start_also_after_back(void **state)
{
    (void)state;
    static const struct flow_facts at_two = {.value = {[FLOW_FACT_HOUR] = 14}};
    assert_sound(&greet);
    flow_start(&run, &greet, 0, &at_two, 0);
    assert_string_equal("afternoon", here(&run));
    choose(0); /* at nine the next day, say */
    assert_true(flow_back(&run, 0));
    assert_string_equal("afternoon", here(&run));
}

static void a_change_keeps_the_later_answers_that_fit(void **state)
{
    (void)state;
    start_and_finish();
    assert_int_equal(7, run.log_count);
    assert_int_equal(0, flow_change(&run, 6, 0, "8", 99));
    assert_int_equal(8, value_of(&run, "times")->number);
    assert_int_equal(10, run.log[6].answered_mono_ms); /* times stay */
    assert_int_equal(99, run.shown_mono_ms);
}

static void a_change_drops_the_answers_on_the_way_that_is_left(void **state)
{
    (void)state;
    start_and_finish();
    assert_int_equal(4, flow_change(&run, 2, 0, NULL, 99)); /* green: power is never shown */
    assert_string_equal("cable", here(&run));
    assert_int_equal(3, run.log_count);
    assert_int_equal(FLOW_UNKNOWN, value_of(&run, "times")->type);
    assert_int_equal(0, flow_change(&run, 2, 1, NULL, 99));
    assert_string_equal("power", here(&run));
}

static void a_change_may_end_the_run(void **state)
{
    (void)state;
    start_and_finish();
    assert_int_equal(1, flow_change(&run, 5, 0, NULL, 99));
    assert_int_equal(FLOW_AT_END, run.at);
    assert_int_equal(FLOW_SOLVED_END, run.outcome);
}

static void a_change_that_does_not_fit_changes_nothing(void **state)
{
    (void)state;
    static struct flow_run before;
    start_and_finish();
    before = run;
    assert_int_equal(-1, flow_change(&run, 7, 0, NULL, 99)); /* no such answer */
    assert_int_equal(-1, flow_change(&run, 0, 2, NULL, 99)); /* no such choice */
    assert_int_equal(-1, flow_change(&run, 0, 0, "1", 99));  /* typed at a question */
    assert_int_equal(-1, flow_change(&run, 1, 0, NULL, 99)); /* a check's answer */
    assert_int_equal(-1, flow_change(&run, 6, 0, NULL, 99)); /* a choice at an input */
    assert_int_equal(-1, flow_change(&run, 6, 0, "10", 99)); /* out of range */
    assert_memory_equal(&before, &run, sizeof run);
}

static void a_fix_has_failed_at_the_next_fix_or_at_a_no(void **state)
{
    (void)state;
    start_with_lights(1);
    assert_int_equal(0, flow_failed_fixes(&run)); /* standing on the first */
    choose(0);
    assert_string_equal("cable", here(&run));
    assert_int_equal(1, flow_failed_fixes(&run)); /* the next fix is shown */
    choose(0);
    assert_int_equal(1, flow_failed_fixes(&run)); /* is it better? not known yet */
    choose(1);
    assert_int_equal(2, flow_failed_fixes(&run));
    assert_int_equal(FLOW_TAKEN, flow_type(&run, "3", &at_nine, 10));
    assert_int_equal(2, flow_failed_fixes(&run));
}

static const struct flow_step twice_steps[] = {
    FIX("first", 1),     SOLVED("better", FLOW_NO_VAR, FLOW_NO_STEP, 2),
    FIX("second", 3),    SOLVED("now", FLOW_NO_VAR, FLOW_NO_STEP, 4),
    HAND_OVER("person"),
};
static const struct flow_chart twice_charts[] = {
    {.id = "twice", .title = BOTH("?"), .step = twice_steps, .step_count = COUNT(twice_steps)}};
static const struct flow_book twice = BOOK(twice_charts);

static void a_fix_fails_once(void **state)
{
    (void)state;
    assert_sound(&twice);
    flow_start(&run, &twice, 0, &no_facts, 0);
    choose(0);
    choose(1);
    assert_string_equal("second", here(&run));
    assert_int_equal(1, flow_failed_fixes(&run)); /* the no counts, the next fix not once more */
    choose(0);
    choose(1);
    assert_int_equal(2, flow_failed_fixes(&run));
}

static void a_yes_is_no_failure(void **state)
{
    (void)state;
    start_with_lights(0);
    choose(0);
    choose(0);
    assert_int_equal(FLOW_SOLVED_END, run.outcome);
    assert_int_equal(0, flow_failed_fixes(&run));
}

static void progress_counts_the_longest_way_that_is_left(void **state)
{
    (void)state;
    int done = 0;
    int total = 0;
    flow_start(&run, &book, 0, &at_nine, 0);
    flow_progress(&run, &done, &total);
    assert_int_equal(0, done);
    assert_int_equal(7, total); /* where line lights power cable better times */
    start_with_lights(0);       /* not by power */
    flow_progress(&run, &done, &total);
    assert_int_equal(3, done);
    assert_int_equal(6, total);
    start_and_finish();
    flow_progress(&run, &done, &total);
    assert_int_equal(7, done);
    assert_int_equal(7, total);
}

/* ---- progress through called flows ---- */

static const struct flow_step outer_steps[] = {
    TELL("hello", 1),
    {.id = "sub", .kind = FLOW_CALL, .var = FLOW_NO_VAR, EXITS(GO(2)), .call = {.flow = 1}},
    TELL("bye", 3),
    END("end", FLOW_INFORMED_END),
};
static const struct flow_step inner_steps[] = {
    TELL("one", 1),
    TELL("two", 2),
    AGAIN("more", 0, 3, 3),
    END("back", FLOW_INFORMED_END),
};
static const struct flow_chart nested_charts[] = {
    {.id = "outer", .title = BOTH("outer"), .step = outer_steps, .step_count = COUNT(outer_steps)},
    {.id = "inner", .title = BOTH("inner"), .step = inner_steps, .step_count = COUNT(inner_steps)},
};
static const struct flow_book nested = BOOK(nested_charts);

static void progress_looks_into_called_flows_but_not_round_loops(void **state)
{
    (void)state;
    int done = 0;
    int total = 0;
    assert_sound(&nested);
    flow_start(&run, &nested, 0, &no_facts, 0);
    flow_progress(&run, &done, &total);
    assert_int_equal(4, total); /* hello one two bye */
    choose(0);
    choose(0);
    assert_string_equal("two", here(&run));
    flow_progress(&run, &done, &total);
    assert_int_equal(2, done);
    assert_int_equal(4, total);
    choose(0); /* round again */
    flow_progress(&run, &done, &total);
    assert_int_equal(3, done);
    assert_int_equal(6, total);
}

/* ---- levels of called flows ---- */

static const struct flow_step ours_steps[] = {
    TELL("hello", 1),
    {.id = "sub", .kind = FLOW_CALL, .var = FLOW_NO_VAR, EXITS(GO(2)), .call = {.flow = 1}},
    {.id = "bye",
     .kind = FLOW_TELL,
     .var = FLOW_NO_VAR,
     .text = BOTH("bye"),
     .needs = LEVEL_GREETED,
     EXITS(GO(3))},
    END("end", FLOW_INFORMED_END),
};
static const struct flow_step bills_steps[] = {
    {.id = "deeper", .kind = FLOW_CALL, .var = FLOW_NO_VAR, EXITS(GO(1)), .call = {.flow = 2}},
    END("back", FLOW_INFORMED_END),
};
static const struct flow_step sums_steps[] = {
    TELL("sum", 1),
    END("done", FLOW_INFORMED_END),
};
static const struct flow_chart levels_charts[] = {
    {.id = "ours", .title = BOTH("ours"), .step = ours_steps, .step_count = COUNT(ours_steps)},
    {.id = "bills",
     .title = BOTH("bills"),
     .needs = LEVEL_OWN,
     .step = bills_steps,
     .step_count = COUNT(bills_steps)},
    {.id = "sums", .title = BOTH("sums"), .step = sums_steps, .step_count = COUNT(sums_steps)},
};
static const struct flow_book levels = BOOK(levels_charts);

static void a_called_flow_keeps_its_level_whoever_called_it(void **state)
{
    (void)state;
    assert_sound(&levels);
    flow_start(&run, &levels, 0, &no_facts, 0);
    assert_string_equal("hello", here(&run));
    assert_int_equal(LEVEL_GUEST, flow_needs(&run));
    choose(0);
    assert_string_equal("sum",
                        here(&run)); /* its own flow asks for nothing, the one between does */
    assert_int_equal(LEVEL_OWN, flow_needs(&run));
    choose(0);
    assert_string_equal("bye", here(&run));
    assert_int_equal(LEVEL_GREETED, flow_needs(&run));
    choose(0);
    assert_int_equal(FLOW_AT_END, run.at);
    assert_int_equal(LEVEL_GUEST, flow_needs(&run));
}

/* ---- the longest log ---- */

static const struct flow_step round_steps[] = {
    TELL("a", 1),
    AGAIN("a1", 0, 9, 2),
    AGAIN("a2", 0, 9, 3),
    AGAIN("a3", 0, 9, 4),
    AGAIN("a4", 0, 9, 5),
    AGAIN("a5", 0, 9, 6),
    AGAIN("a6", 0, 9, 7),
    AGAIN("a7", 0, 9, 8),
    AGAIN("a8", 0, 9, 9),
    AGAIN("a9", 0, 9, 10),
    AGAIN("a10", 0, 9, 11),
    AGAIN("a11", 0, 9, 12),
    END("end", FLOW_UNSOLVED_END),
};
static const struct flow_chart round_charts[] = {
    {.id = "round", .title = BOTH("round"), .step = round_steps, .step_count = COUNT(round_steps)}};
static const struct flow_book rounds = BOOK(round_charts);

static int64_t cpu_us(void)
{
    struct timespec now;
    assert_int_equal(0, clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now));
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void back_through_a_full_log_is_not_felt(void **state)
{
    (void)state;
    assert_sound(&rounds);
    flow_start(&run, &rounds, 0, &no_facts, 0);
    while (run.log_count < LIMIT_FLOW_LOG) {
        choose(0);
    }
    int64_t start_us = cpu_us();
    int backs = 0;
    while (flow_back(&run, 0)) {
        backs++;
    }
    int64_t each_us = (cpu_us() - start_us) / LIMIT_FLOW_LOG;
    print_message("one back: %d us, a run: %zu bytes\n", (int)each_us, sizeof run);
    assert_int_equal(LIMIT_FLOW_LOG, backs);
    assert_true(each_us < 20000); /* 1 ms is the wish; sanitizers and a busy machine need room */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_the_first_step_there_is_no_back),
        cmocka_unit_test(a_check_goes_back_with_the_question_before_it),
        cmocka_unit_test(back_from_a_waiting_check_takes_the_question_back),
        cmocka_unit_test(back_from_an_end_stands_on_the_last_question),
        cmocka_unit_test(what_was_taken_back_leaves_no_trace),
        cmocka_unit_test(a_replay_goes_by_the_facts_of_then),
        cmocka_unit_test(a_branch_goes_by_the_facts_of_the_answer_before_it),
        cmocka_unit_test(the_first_step_goes_by_the_facts_of_the_start_also_after_back),
        cmocka_unit_test(a_change_keeps_the_later_answers_that_fit),
        cmocka_unit_test(a_change_drops_the_answers_on_the_way_that_is_left),
        cmocka_unit_test(a_change_may_end_the_run),
        cmocka_unit_test(a_change_that_does_not_fit_changes_nothing),
        cmocka_unit_test(a_fix_has_failed_at_the_next_fix_or_at_a_no),
        cmocka_unit_test(a_fix_fails_once),
        cmocka_unit_test(a_yes_is_no_failure),
        cmocka_unit_test(progress_counts_the_longest_way_that_is_left),
        cmocka_unit_test(progress_looks_into_called_flows_but_not_round_loops),
        cmocka_unit_test(a_called_flow_keeps_its_level_whoever_called_it),
        cmocka_unit_test(back_through_a_full_log_is_not_felt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
