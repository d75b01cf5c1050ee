#include "charts.h"

#include "kstr.h"

#include <stdio.h>

/* lights ─► (dark) again lights, once ─► call restart ─► way: red? person : done */
enum { CALLER, CALLED };
static const struct flow_instr is_red[] = {
    {FLOW_OP_VAR, 0, NULL}, {FLOW_OP_WORD, 0, "red"}, {FLOW_OP_EQ, 0, NULL}};
static const struct flow_step caller_steps[] = {
    ASK("lights", 0, CHOICE("red", 2), CHOICE("dark", 1), CHOICE("green", 2)),
    AGAIN("look", 0, 1, 2),
    {.id = "restart",
     .kind = FLOW_CALL,
     .var = FLOW_NO_VAR,
     .call = {.flow = CALLED},
     EXITS(GO(3))},
    BRANCH("way", WHEN(is_red, 4), GO(5)),
    HAND_OVER("person"),
    END("done", FLOW_SOLVED_END),
};
static const struct flow_var caller_vars[] = {{"lights", FLOW_WORD, 0}};
static const struct flow_step called_steps[] = {TELL("plug", 1), END("back", FLOW_INFORMED_END)};
static const struct flow_chart charts[] = {
    [CALLER] = CHART("caller", caller_steps, caller_vars),
    [CALLED] = {.id = "called",
                .title = BOTH("called"),
                .step = called_steps,
                .step_count = COUNT(called_steps)},
};
static const struct flow_book book = BOOK(charts);

static struct flow_run run;
static char told[1024];

static void tell(void *user, const struct flow_move *move)
{
    (void)user;
    const char *id = book.chart[move->flow].step[move->step].id;
    char text[80];
    if (move->exit == FLOW_NO_EXIT) {
        (void)snprintf(text, sizeof text, " %s", id);
    } else {
        (void)snprintf(text, sizeof text, ":%d", move->exit);
    }
    (void)kstr_append(told, sizeof told, text);
}

static void trace(void)
{
    told[0] = '\0';
    flow_trace(&run, tell, NULL);
}

static void choose(uint8_t exit)
{
    assert_int_equal(FLOW_TAKEN, flow_choose(&run, exit, &no_facts, 10));
}

static void a_trace_tells_every_step_and_every_exit_in_order(void **state)
{
    (void)state;
    assert_sound(&book);
    flow_start(&run, &book, CALLER, &no_facts, 0);
    trace();
    assert_string_equal(" lights", told);
    choose(1);
    choose(1);
    trace();
    assert_string_equal(" lights:1 look:0 lights:1 look:1 restart plug", told);
    choose(0);
    trace();
    /* the call is left only when the called flow has returned */
    assert_string_equal(" lights:1 look:0 lights:1 look:1 restart plug:0 back:0 way:1 done", told);
}

static void a_trace_leaves_the_run_as_it_was(void **state)
{
    (void)state;
    static struct flow_run before;
    flow_start(&run, &book, CALLER, &no_facts, 0);
    choose(0);
    before = run;
    trace();
    assert_memory_equal(&before, &run, sizeof run);
    choose(0);
    before = run;
    trace();
    assert_string_equal(" lights:0 restart plug:0 back:0 way:0 person", told);
    assert_memory_equal(&before, &run, sizeof run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trace_tells_every_step_and_every_exit_in_order),
        cmocka_unit_test(a_trace_leaves_the_run_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
