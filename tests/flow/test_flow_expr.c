#include "charts.h"
#include "random_book.h"

#include "flow_expr.h"
#include "kstr.h"

#include <string.h>

/* Variables of the flow the conditions stand in. */
static const struct flow_var vars[] = {
    {"lights", FLOW_WORD, FLOW_NO_STEP},          {"count", FLOW_NUMBER, FLOW_NO_STEP},
    {"restart.worked", FLOW_TRUTH, FLOW_NO_STEP}, {"change", FLOW_WORD, FLOW_NO_STEP},
    {"last-visit", FLOW_NUMBER, FLOW_NO_STEP},    {"unset", FLOW_WORD, FLOW_NO_STEP},
};

static uint16_t find(void *user, const char *name, enum flow_type *ret_type)
{
    (void)user;
    for (uint16_t i = 0; i < COUNT(vars); i++) {
        if (strcmp(vars[i].name, name) == 0) {
            *ret_type = vars[i].type;
            return i;
        }
    }
    return UINT16_MAX;
}

static const struct flow_expr_names names = {.find = find};
static struct flow_compiled compiled;

static struct flow_value evaluate(const char *text)
{
    struct kerr err = {0};
    assert_ok(flow_expr_compile(text, &names, &compiled, &err), &err);
    static const struct flow_value values[COUNT(vars)] = {
        {.type = FLOW_WORD, .word = "red"},     {.type = FLOW_NUMBER, .number = 7},
        {.type = FLOW_TRUTH, .number = 1},      {.type = FLOW_WORD, .word = "yes"},
        {.type = FLOW_NUMBER, .number = 20000}, {.type = FLOW_UNKNOWN},
    };
    static const struct flow_facts facts = {.value = {[FLOW_FACT_LEVEL] = LEVEL_OWN,
                                                      [FLOW_FACT_HOUR] = 14,
                                                      [FLOW_FACT_TODAY] = 20015,
                                                      [FLOW_FACT_OFFICE_OPEN] = 1,
                                                      [FLOW_FACT_LANG] = LANG_EN}};
    const struct flow_expr expr = {.code = compiled.code, .code_count = compiled.code_count};
    return flow_eval(&expr, values, COUNT(vars), &facts);
}

static void conditions_mean_what_they_say(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool holds;
    } cases[] = {
        {"lights = 'red'", true},
        {"lights != 'red'", false},
        {"lights = 'green' or count > 5", true},
        {"lights = 'green' and count > 5", false},
        {"not lights = 'green'", true},
        {"not (lights = 'red' and count = 7)", false},
        {"true or false and false", true}, /* and binds closer */
        {"(true or false) and false", false},
        {"not true or true", true}, /* not binds closest */
        {"restart.worked", true},
        {"restart.worked = true", true},
        {"restart.worked != true", false},
        {"count + 3 - 1 = 9", true},
        {"10 - 2 - 3 = 5", true}, /* from the left */
        {"count>=7 and count<=7", true},
        {"count < -1", false},
        {"time.today - last-visit > 14", true},
        {"time.today - last-visit > 15", false},
        {"customer.level >= own", true},
        {"customer.level >= greeted and customer.level < guest + 3", true},
        {"change = 'yes'", true}, /* a step's name before the constant */
        {"office.open and not hq.reachable", true},
        {"visit.lang = 'en'", true},
        {"visit.lang = 'ko'", false},
        {"known(lights)", true},
        {"known(unset)", false},
        {"unset = 'x'", false},
        {"unset != 'x'", false}, /* unknown: every comparison is false */
        {"unset = unset", false},
        {"not unset = 'x'", true},
        {"9223372036854775807 + 1 = 9223372036854775807", true}, /* saturates */
        {"-9223372036854775808 - 1 = -9223372036854775808", true},
        {"99999999999999999999 = 9223372036854775807", true},
        {" true\n", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct flow_value value = evaluate(cases[i].text);
        if (value.type != FLOW_TRUTH || (value.number != 0) != cases[i].holds) {
            print_error("%s\n", cases[i].text);
        }
        assert_int_equal(FLOW_TRUTH, value.type);
        assert_int_equal(cases[i].holds, value.number);
        assert_int_equal(FLOW_TRUTH, compiled.type);
    }
}

static void values_for_subflows_keep_their_type(void **state)
{
    (void)state;
    assert_string_equal("modem", evaluate("'modem'").word);
    assert_int_equal(FLOW_WORD, compiled.type);
    assert_int_equal(10, evaluate("count + 3").number);
    assert_int_equal(FLOW_NUMBER, compiled.type);
    assert_string_equal("홍 길동", evaluate("'홍 길동'").word);
    assert_int_equal(FLOW_UNKNOWN, evaluate("unset").type);
}

static void a_mistake_is_named_with_its_column(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "column 1: expected a value"},
        {"lights = ", "column 10: expected a value"},
        {"lights == 'red'", "column 9: expected a value"},
        {"lamp = 'red'", "column 1: nothing is called 'lamp'"},
        {"lights = red", "column 10: nothing is called 'red'"},
        {"lights = 'red", "column 10: this quote is never closed"},
        {"lights < 'red'", "column 8: expected numbers"},
        {"lights = 3", "column 8: the two sides are of different types"},
        {"count and true", "column 7: expected conditions"},
        {"not count", "column 1: expected a condition after not"},
        {"(true", "column 6: expected ')'"},
        {"true)", "column 5: expected 'and', 'or'"},
        {"1 < 2 < 3", "column 7: expected 'and', 'or'"},
        {"known lights", "column 7: expected '('"},
        {"known('red')", "column 7: expected a name"},
        {"known(lights", "column 13: expected ')'"},
        {"count + - x = 1", "column 11: expected a number"},
        {"true and and", "column 10: expected a value"},
        {"1 $ 2", "column 3: expected 'and', 'or'"},
        {"count - lights = 1", "column 7: the two sides"},
        {"'a' + 'b' = 'ab'", "column 5: expected numbers"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kerr err = {0};
        compiled.code_count = 99;
        enum kcode code = flow_expr_compile(cases[i].text, &names, &compiled, &err);
        if (code != K_E_FORMAT || !kstr_starts(err.text, cases[i].says)) {
            print_error("%s -> %s\n", cases[i].text, err.text);
        }
        assert_int_equal(K_E_FORMAT, code);
        assert_true(kstr_starts(err.text, cases[i].says));
        assert_int_equal(99, compiled.code_count);
    }
}

/* text = count times part, then end */
static enum kcode compile_repeated(const char *part, int count, const char *end)
{
    static char text[128 * 1024];
    struct kerr err = {0};
    text[0] = '\0';
    for (int i = 0; i < count; i++) {
        assert_true(kstr_append(text, sizeof text, part));
    }
    assert_true(kstr_append(text, sizeof text, end));
    return flow_expr_compile(text, &names, &compiled, &err);
}

static void what_is_too_long_is_refused_not_cut(void **state)
{
    (void)state;
    /* each "true and " is two instructions, the last true is one */
    assert_int_equal(K_OK, compile_repeated("true and ", LIMIT_EXPR_CODE / 2 - 1, "true"));
    assert_int_equal(K_E_FULL, compile_repeated("true and ", LIMIT_EXPR_CODE / 2, "true"));
    assert_int_equal(K_E_FULL, compile_repeated("(", LIMIT_EXPR_STACK + 1, "true"));
    assert_int_equal(K_E_FULL, compile_repeated("(", 10000, "true"));
    assert_int_equal(K_E_FULL, compile_repeated("not (", 10000, "true"));
    assert_int_equal(K_E_FULL, compile_repeated("1 < (2 + (", 10000, "3"));
    assert_int_equal(K_E_FORMAT, compile_repeated("a", 200, ""));
    assert_int_equal(K_E_FULL, compile_repeated("'' = '' and ''='x' or ", 40, "true"));
}

/* 1 + (1 + ( ... 1)) = 3, with so many parentheses */
static enum kcode compile_nested(int depth)
{
    char end[4 * LIMIT_EXPR_STACK] = "1";
    for (int i = 0; i < depth; i++) {
        assert_true(kstr_append(end, sizeof end, ")"));
    }
    assert_true(kstr_append(end, sizeof end, " = 3"));
    return compile_repeated("1 + (", depth, end);
}

static void the_stack_is_never_deeper_than_the_engine_s(void **state)
{
    (void)state;
    assert_int_equal(K_OK, compile_nested(LIMIT_EXPR_STACK - 1));
    assert_int_equal(K_E_FULL, compile_nested(LIMIT_EXPR_STACK));
}

static void words_have_their_limits(void **state)
{
    (void)state;
    static char text[2 * LIMIT_FIELD_BYTES];
    struct kerr err = {0};
    text[0] = '\'';
    memset(text + 1, 'x', LIMIT_FIELD_BYTES - 1);
    text[LIMIT_FIELD_BYTES] = '\'';
    assert_ok(flow_expr_compile(text, &names, &compiled, &err), &err);
    assert_int_equal(LIMIT_FIELD_BYTES - 1, strlen(compiled.code[0].word));
    text[LIMIT_FIELD_BYTES] = 'x';
    text[LIMIT_FIELD_BYTES + 1] = '\'';
    assert_int_equal(K_E_FULL, flow_expr_compile(text, &names, &compiled, &err));
}

/* ---- fuzz ---- */

static const struct flow_step plain_steps[] = {
    BRANCH("branch", WHEN(compiled.code, 1), GO(1)),
    END("end", FLOW_INFORMED_END),
};

static enum kcode check_with(const struct flow_expr *expr)
{
    struct flow_step steps[COUNT(plain_steps)];
    memcpy(steps, plain_steps, sizeof steps);
    steps[0].exit[0].when = *expr;
    const struct flow_chart chart = {.id = "fuzz",
                                     .title = BOTH("fuzz"),
                                     .step = steps,
                                     .step_count = COUNT(steps),
                                     .var = vars,
                                     .var_count = COUNT(vars),
                                     .input_count = COUNT(vars)};
    const struct flow_book book = {.chart = &chart, .chart_count = 1};
    struct kerr err = {0};
    return flow_check(&book, &err);
}

static void what_compiles_is_accepted_by_the_checker(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "lights", "count",       "restart.worked",
        "unset",  "'red'",       "7",
        "(",      ")",           "and ",
        "or ",    "not ",        "=",
        "!=",     "<",           ">=",
        "+",      "- ",          "known(",
        "true",   "own",         "visit.lang",
        " ",      "last-visit",  "'",
        "홍",     "$",           "-",
        "known",  "office.open",
    };
    uint32_t seed = 20261121;
    int good = 0;
    for (int i = 0; i < 60000; i++) {
        char text[256] = "";
        for (uint32_t n = 1 + random_below(&seed, 9); n > 0; n--) {
            (void)kstr_append(text, sizeof text, parts[random_below(&seed, COUNT(parts))]);
            (void)kstr_append(text, sizeof text, random_below(&seed, 4) ? " " : "");
        }
        struct kerr err = {0};
        if (flow_expr_compile(text, &names, &compiled, &err) != K_OK) {
            assert_true(strlen(err.text) > 0);
            continue;
        }
        const struct flow_expr expr = {compiled.code, compiled.code_count};
        enum kcode code = check_with(&expr);
        assert_int_equal(compiled.type == FLOW_TRUTH ? K_OK : K_E_FORMAT, code);
        good++;
        (void)evaluate(text);
    }
    assert_true(good > 1000);
}

static void code_that_passes_the_checker_never_harms(void **state)
{
    (void)state;
    static const char *const words[] = {"", "red", "ko", NULL};
    uint32_t seed = 42;
    int good = 0;
    for (int i = 0; i < 200000; i++) {
        struct flow_instr code[LIMIT_EXPR_CODE];
        uint16_t count = (uint16_t)random_below(&seed, 9);
        for (uint16_t k = 0; k < count; k++) {
            bool loads = random_below(&seed, 2);
            code[k].op = (enum flow_op)random_below(&seed, loads ? FLOW_OP_NOT : FLOW_OP_COUNT + 1);
            code[k].number = (int64_t)random_below(&seed, 12) - 1;
            code[k].word = words[random_below(&seed, COUNT(words))];
        }
        const struct flow_expr expr = {code, count};
        if (check_with(&expr) != K_OK) {
            continue;
        }
        good += count > 1;
        struct flow_value values[COUNT(vars)] = {{.type = FLOW_UNKNOWN}};
        for (size_t k = 0; k < COUNT(vars); k++) {
            values[k].type = random_below(&seed, 3) ? vars[k].type : FLOW_UNKNOWN;
            values[k].number = random_below(&seed, 2) ? INT64_MAX : INT64_MIN;
        }
        struct flow_facts facts = {.value = {0}};
        for (int k = 0; k < FLOW_FACT_COUNT; k++) {
            facts.value[k] = (int64_t)random_below(&seed, 5) - 2;
        }
        struct flow_value value = flow_eval(&expr, values, COUNT(vars), &facts);
        assert_true(value.type == FLOW_TRUTH || value.type == FLOW_UNKNOWN);
    }
    assert_true(good > 500);
}

static void code_that_leaves_the_stack_is_refused(void **state)
{
    (void)state;
    struct flow_instr code[LIMIT_EXPR_CODE + 1];
    for (int i = 0; i <= LIMIT_EXPR_CODE; i++) {
        code[i] = (struct flow_instr){.op = FLOW_OP_TRUTH, .number = 1};
    }
    for (int i = LIMIT_EXPR_STACK; i < 2 * LIMIT_EXPR_STACK - 1; i++) {
        code[i] = (struct flow_instr){.op = FLOW_OP_AND};
    }
    struct flow_expr expr = {code, 2 * LIMIT_EXPR_STACK - 1};
    assert_int_equal(K_OK, check_with(&expr)); /* the stack is just full */
    code[LIMIT_EXPR_STACK].op = FLOW_OP_TRUTH;
    assert_int_equal(K_E_FORMAT, check_with(&expr));
    expr.code_count = LIMIT_EXPR_CODE + 1;
    assert_int_equal(K_E_FORMAT, check_with(&expr));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_mean_what_they_say),
        cmocka_unit_test(values_for_subflows_keep_their_type),
        cmocka_unit_test(a_mistake_is_named_with_its_column),
        cmocka_unit_test(what_is_too_long_is_refused_not_cut),
        cmocka_unit_test(the_stack_is_never_deeper_than_the_engine_s),
        cmocka_unit_test(words_have_their_limits),
        cmocka_unit_test(what_compiles_is_accepted_by_the_checker),
        cmocka_unit_test(code_that_passes_the_checker_never_harms),
        cmocka_unit_test(code_that_leaves_the_stack_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
