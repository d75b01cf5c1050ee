/* The door of the engine: one sound book, damaged in one place at a time. */
#include "charts.h"
#include "random_book.h"

#include "kstr.h"

#include <string.h>

enum { FIRST, SUB, FLOWS };
enum { ASKS, TELLS, INPUTS, BRANCHES, CHECKS, CALLS, AGAINS, SOLVES, HANDS, ENDS, STEPS };

static const char *const line_words[] = {"ok", "fault"};
static const char *const our_words[] = {"ok", "offline"};
static const struct flow_instr is_green[] = {
    {FLOW_OP_VAR, 0, NULL}, {FLOW_OP_WORD, 0, "green"}, {FLOW_OP_EQ, 0, NULL}};
static const struct flow_instr just_word[] = {{FLOW_OP_WORD, 0, "modem"}};
static const struct flow_instr just_truth[] = {{FLOW_OP_TRUTH, 1, NULL}};

static const struct flow_step first_steps[STEPS] = {
    [ASKS] = ASK("lights", 0, CHOICE("green", TELLS), CHOICE("red", TELLS)),
    [TELLS] = TELL("restart", INPUTS),
    [INPUTS] = INPUT("count", 1, FLOW_INPUT_NUMBER, 1, 9, BRANCHES, FLOW_NO_STEP),
    [BRANCHES] = BRANCH("way", WHEN(is_green, CHECKS), GO(CALLS)),
    [CHECKS] = CHECK("line", 2, line_words, CALLS, CALLS, CALLS),
    [CALLS] = {.id = "sub",
               .kind = FLOW_CALL,
               .var = FLOW_NO_VAR,
               EXITS(GO(AGAINS)),
               .call = {.flow = SUB,
                        .gift_count = 1,
                        .gift = {{.var = 0, .value = CODE(just_word)}},
                        .take_count = 1,
                        .take = {{.output = 0, .var = 4}}}},
    [AGAINS] = AGAIN("retry", TELLS, 2, SOLVES),
    [SOLVES] = SOLVED("better", 3, FLOW_NO_STEP, HANDS),
    [HANDS] = HAND_OVER("person"),
    [ENDS] = END("end", FLOW_INFORMED_END),
};
static const struct flow_var first_vars[] = {
    {"lights", FLOW_WORD, ASKS},   {"count", FLOW_NUMBER, INPUTS},    {"line", FLOW_WORD, CHECKS},
    {"better", FLOW_WORD, SOLVES}, {"sub.worked", FLOW_TRUTH, CALLS},
};
static const struct flow_step sub_steps[] = {TELL("wait", 1), END("back", FLOW_INFORMED_END)};
static const struct flow_var sub_vars[] = {{"device", FLOW_WORD, FLOW_NO_STEP}};
static const struct flow_output sub_outputs[] = {{"worked", CODE(just_truth)}};

/* The sound book; every test damages it anew. */
static struct flow_step step[STEPS];
static struct flow_step sub_step[COUNT(sub_steps)];
static struct flow_var var[LIMIT_FLOW_VARS + 1];
static struct flow_output output[1];
static struct flow_chart chart[FLOWS];
static struct flow_book book;
static struct kerr err;

static int sound(void **state)
{
    (void)state;
    memcpy(step, first_steps, sizeof step);
    memcpy(sub_step, sub_steps, sizeof sub_step);
    memcpy(var, first_vars, sizeof first_vars);
    memcpy(output, sub_outputs, sizeof output);
    chart[FIRST] = (struct flow_chart)CHART("first", step, first_vars);
    chart[FIRST].var = var;
    chart[SUB] = (struct flow_chart)CHART("sub", sub_step, sub_vars);
    chart[SUB].input_count = 1;
    chart[SUB].output = output;
    chart[SUB].output_count = 1;
    book = (struct flow_book)BOOK(chart);
    err = (struct kerr){0};
    return 0;
}

/* The damage just done is noticed, and the sentence names flow, step or thing. */
static void assert_refused(const char *says)
{
    err = (struct kerr){0};
    assert_int_equal(K_E_FORMAT, flow_check(&book, &err));
    if (!strstr(err.text, says)) {
        print_error("want \"%s\", got \"%s\"\n", says, err.text);
    }
    assert_non_null(strstr(err.text, says));
    assert_int_equal(0, sound(NULL));
    assert_sound(&book);
}

static void a_sound_book_passes(void **state)
{
    (void)state;
    assert_sound(&book);
    book.chart_count = 0;
    assert_sound(&book); /* a pack may hold articles only */
}

static void only_again_points_back(void **state)
{
    (void)state;
    step[TELLS].exit[0].to = TELLS;
    assert_refused("first: restart: way 1");
    step[TELLS].exit[0].to = ASKS;
    assert_refused("restart");
    step[BRANCHES].exit[1].to = ASKS;
    assert_refused("way: way 2");
    step[CALLS].exit[0].to = ASKS;
    assert_refused("sub: way 1");
    step[AGAINS].exit[0].to = AGAINS;
    assert_refused("retry");
    step[AGAINS].exit[0].to = SOLVES;
    assert_refused("retry");
    step[AGAINS].exit[1].to = TELLS;
    assert_refused("retry");
}

static void every_way_leads_somewhere(void **state)
{
    (void)state;
    step[TELLS].exit[0].to = STEPS;
    assert_refused("restart");
    step[TELLS].exit[0].to = FLOW_NO_STEP;
    assert_refused("restart");
    step[INPUTS].exit[0].to = FLOW_NO_STEP;
    assert_refused("count");
    step[SOLVES].exit[1].to = FLOW_NO_STEP;
    assert_refused("better");
    step[CHECKS].exit[2].to = FLOW_NO_STEP;
    assert_refused("line");
    step[TELLS].exit_count = 0;
    assert_refused("restart: 0 ways");
    step[ASKS].exit_count = 1;
    assert_refused("lights: 1 ways");
    step[ASKS].exit_count = LIMIT_FLOW_CHOICES + 1;
    assert_refused("lights");
    step[CHECKS].exit_count = 2;
    assert_refused("line");
    step[ENDS].exit_count = 1;
    assert_refused("end");
}

static void ids_are_ids_and_unique(void **state)
{
    (void)state;
    step[TELLS].id = "lights";
    assert_refused("another step");
    step[TELLS].id = "Lights";
    assert_refused("step 2");
    step[TELLS].id = NULL;
    assert_refused("step 2");
    step[TELLS].id = "";
    assert_refused("step 2");
    step[TELLS].id = "a-name-that-is-much-longer-than-the-sixty-three-characters-allowed";
    assert_refused("step 2");
    chart[SUB].id = "first";
    assert_refused("another flow");
    chart[SUB].id = "a b";
    assert_refused("flow 2");
    step[ASKS].exit[1].id = "green";
    assert_refused("two choices");
    step[ASKS].exit[1].id = NULL;
    assert_refused("choice 2");
}

static void every_text_is_there_in_both_languages(void **state)
{
    (void)state;
    static char longer[LIMIT_TEXT_BYTES + 1];
    memset(longer, 'x', LIMIT_TEXT_BYTES);
    step[TELLS].text.in[LANG_EN] = NULL;
    assert_refused("in 1 of 2");
    step[TELLS].text = (struct words){{NULL, NULL}};
    assert_refused("in 0 of 2");
    step[TELLS].more.in[LANG_KO] = "한쪽";
    assert_refused("in 1 of 2");
    step[ENDS].text.in[LANG_KO] = "";
    assert_refused("(ko)");
    step[TELLS].text.in[LANG_EN] = "\xff";
    assert_refused("(en)");
    step[TELLS].text.in[LANG_EN] = longer;
    assert_refused("(en)");
    step[ASKS].exit[0].label.in[LANG_KO] = NULL;
    assert_refused("green");
    step[TELLS].done.in[LANG_KO] = "끝";
    assert_refused("restart");
    chart[SUB].title.in[LANG_KO] = NULL;
    assert_refused("sub");
}

static void numbers_stay_within_their_limits(void **state)
{
    (void)state;
    step[AGAINS].again.times = 0;
    assert_refused("again");
    step[AGAINS].again.times = 10;
    assert_refused("again");
    step[INPUTS].input.tries = 0;
    assert_refused("tries");
    step[INPUTS].input.min = 10;
    assert_refused("min and max");
    step[INPUTS].input.type = FLOW_INPUT_COUNT;
    step[INPUTS].var = FLOW_NO_VAR;
    assert_refused("type");
    step[CHECKS].check.wait_s = 21;
    assert_refused("wait");
    step[TELLS].kind = FLOW_KIND_COUNT;
    assert_refused("kind");
    step[TELLS].needs = LEVEL_COUNT;
    assert_refused("level");
    step[ENDS].end.outcome = FLOW_HANDED_OVER;
    assert_refused("outcome");
    chart[FIRST].step_count = 0;
    assert_refused("0 steps");
    chart[FIRST].step_count = LIMIT_FLOW_STEPS + 1;
    assert_refused("steps");
    chart[FIRST].var_count = LIMIT_FLOW_VARS + 1;
    assert_refused("variables");
    chart[SUB].input_count = 2;
    assert_refused("inputs");
    chart[SUB].output_count = LIMIT_FLOW_OUTPUTS + 1;
    assert_refused("outputs");
    book.chart_count = LIMIT_FLOWS + 1;
    assert_refused("flows");
}

static void text_lengths_fit_a_field(void **state)
{
    (void)state;
    var[1].type = FLOW_WORD;
    step[INPUTS].input.type = FLOW_INPUT_TEXT;
    step[INPUTS].input.max = LIMIT_FIELD_BYTES / 3 + 1;
    assert_refused("min and max");
    step[INPUTS].input.type = FLOW_INPUT_DATE;
    step[INPUTS].input.max = 40000;
    assert_refused("min and max");
}

static void answers_have_variables_of_their_own(void **state)
{
    (void)state;
    step[ASKS].var = 1;
    assert_refused("lights: its answer");
    step[ASKS].var = 2; /* the check's, of the same type */
    assert_refused("lights: its answer");
    step[ASKS].var = 40;
    assert_refused("lights: its answer");
    step[TELLS].var = 0;
    assert_refused("restart: its answer");
    var[1].type = FLOW_WORD;
    assert_refused("count: its answer");
    var[1].name = "lights";
    assert_refused("two variables");
    var[1].name = NULL;
    assert_refused("variable 1");
    var[1].step = STEPS;
    assert_refused("belongs to no step");
    var[1].type = FLOW_UNKNOWN;
    assert_refused("variable 1");
}

static void conditions_are_conditions(void **state)
{
    (void)state;
    step[BRANCHES].exit[0].when = (struct flow_expr)CODE(just_word);
    assert_refused("case 1");
    step[BRANCHES].exit[1].when = (struct flow_expr)CODE(is_green);
    assert_refused("else");
    step[BRANCHES].exit[0].when.code_count = 0;
    assert_refused("condition");
    step[BRANCHES].exit[0].when.code_count = 2;
    assert_refused("left");
    output[0].value.code_count = 0;
    assert_refused("sub: condition");
}

static void calls_match_what_is_called(void **state)
{
    (void)state;
    step[CALLS].call.flow = FLOWS;
    assert_refused("no such flow");
    step[CALLS].call.gift_count = 0;
    assert_refused("give");
    step[CALLS].call.gift_count = LIMIT_FLOW_OUTPUTS + 1;
    assert_refused("give");
    step[CALLS].call.gift[0].var = 1;
    assert_refused("give");
    step[CALLS].call.gift[0].value = (struct flow_expr)CODE(just_truth);
    assert_refused("give");
    step[CALLS].call.take[0].output = 1;
    assert_refused("take");
    step[CALLS].call.take[0].var = 0;
    assert_refused("take");
    step[CALLS].call.take_count = LIMIT_FLOW_OUTPUTS + 1;
    assert_refused("give");
    var[4].type = FLOW_WORD;
    assert_refused("take");
    var[4].step = TELLS;
    assert_refused("take");
    static const struct flow_var two_inputs[] = {{"device", FLOW_WORD, FLOW_NO_STEP},
                                                 {"room", FLOW_WORD, FLOW_NO_STEP}};
    chart[SUB].var = two_inputs;
    chart[SUB].var_count = 2;
    chart[SUB].input_count = 2;
    step[CALLS].call.gift_count = 2;
    step[CALLS].call.gift[1] = step[CALLS].call.gift[0];
    assert_refused("'device' twice");
}

static void checks_ask_something(void **state)
{
    (void)state;
    step[CHECKS].check.question = NULL;
    assert_refused("no question");
    step[CHECKS].check.answer_count = 0;
    assert_refused("no answers");
    step[CHECKS].check.answers = our_words;
    assert_refused("answer 2");
    step[HANDS].hand_over.reason = NULL;
    assert_refused("no reason");
    step[INPUTS].fix = true;
    assert_refused("fix");
}

/* ---- what needs the whole book ---- */

/* Flow i calls flow (i + 1) % count; the last one does not when circle is false. */
static void assert_chain(int count, bool circle, bool accepted)
{
    static const char *const ids[] = {"f0", "f1", "f2", "f3", "f4"};
    struct flow_step steps[5][2];
    struct flow_chart charts[5];
    memset(charts, 0, sizeof charts);
    for (int i = 0; i < count; i++) {
        bool calls = circle || i + 1 < count;
        steps[i][0] = calls ? (struct flow_step){.id = "call",
                                                 .kind = FLOW_CALL,
                                                 .var = FLOW_NO_VAR,
                                                 EXITS(GO(1)),
                                                 .call = {.flow = (uint16_t)((i + 1) % count)}}
                            : (struct flow_step)TELL("tell", 1);
        steps[i][1] = (struct flow_step)END("end", FLOW_INFORMED_END);
        charts[i] = (struct flow_chart){
            .id = ids[i], .title = BOTH("?"), .step = steps[i], .step_count = 2};
    }
    const struct flow_book chain = {.chart = charts, .chart_count = (uint16_t)count};
    err = (struct kerr){0};
    assert_int_equal(accepted ? K_OK : K_E_FORMAT, flow_check(&chain, &err));
}

static void calls_nest_so_deep_and_never_in_a_circle(void **state)
{
    (void)state;
    assert_chain(LIMIT_FLOW_NESTING, false, true);
    assert_chain(LIMIT_FLOW_NESTING + 1, false, false);
    assert_chain(1, true, false);
    assert_chain(2, true, false);
    assert_chain(4, true, false);
}

static void a_loop_shows_something(void **state)
{
    (void)state;
    struct flow_step steps[] = {
        TELL("tell", 1),
        BRANCH("way", GO(2)),
        AGAIN("spin", 1, 2, 3),
        END("end", FLOW_INFORMED_END),
    };
    const struct flow_chart one = {
        .id = "spin", .title = BOTH("?"), .step = steps, .step_count = COUNT(steps)};
    const struct flow_book spin = {.chart = &one, .chart_count = 1};
    err = (struct kerr){0};
    assert_int_equal(K_E_FORMAT, flow_check(&spin, &err));
    assert_non_null(strstr(err.text, "show nothing"));
    steps[2].exit[0].to = 0; /* round by the tell: fine */
    assert_sound(&spin);
}

/* Round a call: fine as long as nobody gets through the called flow without a screen. */
static void a_loop_round_a_call_counts_what_the_called_flow_shows(void **state)
{
    (void)state;
    struct flow_step outer[] = {
        {.id = "sub", .kind = FLOW_CALL, .var = FLOW_NO_VAR, EXITS(GO(1)), .call = {.flow = 1}},
        AGAIN("spin", 0, 9, 2),
        END("end", FLOW_INFORMED_END),
    };
    struct flow_step inner[] = {
        BRANCH("way", WHEN(just_truth, 1), GO(1)),
        TELL("tell", 2),
        END("end", FLOW_INFORMED_END),
    };
    const struct flow_chart two[] = {
        {.id = "outer", .title = BOTH("?"), .step = outer, .step_count = COUNT(outer)},
        {.id = "inner", .title = BOTH("?"), .step = inner, .step_count = COUNT(inner)},
    };
    const struct flow_book spin = BOOK(two);
    assert_sound(&spin);
    inner[0].exit[1].to = 2; /* past the tell */
    err = (struct kerr){0};
    assert_int_equal(K_E_FORMAT, flow_check(&spin, &err));
    assert_non_null(strstr(err.text, "outer"));
}

/* ---- fuzz ---- */

static struct random_book made;
static struct flow_run run;

/* Overwrite a few bytes that are not pointers with small numbers. */
static void damage(uint32_t *seed)
{
    struct flow_step *any =
        &made.step[random_below(seed, RANDOM_FLOWS)][random_below(seed, RANDOM_STEPS)];
    uint16_t number = (uint16_t)random_below(seed, RANDOM_STEPS + 2);
    uint8_t exit = (uint8_t)random_below(seed, LIMIT_FLOW_EXITS);
    struct flow_chart *of = &made.chart[random_below(seed, RANDOM_FLOWS)];
    switch (random_below(seed, 8)) {
    case 0:
        any->exit[exit].to = number;
        return;
    case 1:
        any->exit_count = exit;
        return;
    case 2:
        any->kind = any->kind == FLOW_TELL ? FLOW_SOLVED : FLOW_TELL;
        return;
    case 3:
        any->var = number;
        return;
    case 4:
        of->var_count = number;
        return;
    case 5:
        any->exit[exit].when.code_count = exit;
        return;
    case 6:
        of->step_count = number <= RANDOM_STEPS ? number : 0; /* never past the array */
        return;
    default:
        any->needs = (enum level)exit;
        return;
    }
}

static void whatever_passes_the_door_runs(void **state)
{
    (void)state;
    int passed = 0;
    int refused = 0;
    for (uint32_t seed = 1; seed <= 3000; seed++) {
        uint32_t dice = seed * 7919;
        random_book_make(&made, 1 + seed % 50);
        for (uint32_t n = 1 + random_below(&dice, 3); n > 0; n--) {
            damage(&dice);
        }
        err = (struct kerr){0};
        if (flow_check(&made.book, &err) != K_OK) {
            refused++;
            continue;
        }
        passed++;
        flow_start(&run, &made.book, 0, &no_facts, 0);
        for (int i = 0; i < 200 && run.at == FLOW_AT_STEP; i++) {
            (void)random_answer(&run, &dice, i);
            if (random_below(&dice, 8) == 0) {
                (void)flow_back(&run, i);
            }
        }
    }
    assert_true(passed > 200);
    assert_true(refused > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_sound_book_passes, sound),
        cmocka_unit_test_setup(only_again_points_back, sound),
        cmocka_unit_test_setup(every_way_leads_somewhere, sound),
        cmocka_unit_test_setup(ids_are_ids_and_unique, sound),
        cmocka_unit_test_setup(every_text_is_there_in_both_languages, sound),
        cmocka_unit_test_setup(numbers_stay_within_their_limits, sound),
        cmocka_unit_test_setup(text_lengths_fit_a_field, sound),
        cmocka_unit_test_setup(answers_have_variables_of_their_own, sound),
        cmocka_unit_test_setup(conditions_are_conditions, sound),
        cmocka_unit_test_setup(calls_match_what_is_called, sound),
        cmocka_unit_test_setup(checks_ask_something, sound),
        cmocka_unit_test(calls_nest_so_deep_and_never_in_a_circle),
        cmocka_unit_test(a_loop_shows_something),
        cmocka_unit_test(a_loop_round_a_call_counts_what_the_called_flow_shows),
        cmocka_unit_test(whatever_passes_the_door_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
