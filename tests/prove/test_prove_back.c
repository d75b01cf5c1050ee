/*
 * Back and change lead nowhere that a way straight on does not lead: customers who go back, change
 * answers and go on, in a world as the prover assumes it, never meet what it says nobody meets.
 */
#include "chance.h"
#include "prove.h"

#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BOOKS = 400, RUNS = 12, ANSWERS = 25, DAY = 20000 };

static struct chance_book made;
static struct prove_report report;
static struct flow_run run;
static void *memory;
static uint32_t seed;
static long changed, taken_back, moves;

/* The world of one customer: it only goes on. */
struct customer {
    enum prove_who who;
    int64_t today;
    bool midnight;
};

static uint32_t dice(uint32_t below)
{
    seed = seed * 1664525U + 1013904223U;
    return (seed >> 16) % below;
}

static struct flow_facts world(struct customer *customer)
{
    static const int levels[PROVE_WHO_COUNT] = {0, 1, 1, 2, 3, 1, 2, 3};
    struct flow_facts facts = {.value = {[FLOW_FACT_WEEKDAY] = 1 + dice(7)}};
    if (customer->who == PROVE_GUEST && dice(3) == 0) {
        customer->who = (enum prove_who)dice(PROVE_WHO_COUNT);
    }
    if (!customer->midnight && dice(5) == 0) {
        customer->midnight = true;
        customer->today++;
    }
    facts.value[FLOW_FACT_LEVEL] = levels[customer->who];
    facts.value[FLOW_FACT_KNOWN] = customer->who >= PROVE_GREETED;
    facts.value[FLOW_FACT_RETURNING] = customer->who >= PROVE_GREETED_RETURNING;
    facts.value[FLOW_FACT_TODAY] = customer->today;
    facts.value[FLOW_FACT_HOUR] = dice(24);
    facts.value[FLOW_FACT_OFFICE_OPEN] = dice(2);
    facts.value[FLOW_FACT_HQ_REACHABLE] = dice(2);
    facts.value[FLOW_FACT_PRINTER] = dice(2);
    facts.value[FLOW_FACT_LANG] = dice(2);
    return facts;
}

static const char *some_text(void)
{
    static const char *const texts[] = {"0", "1", "2",        "3",        "4",  "a",
                                        "c", "7", "20261121", "19700101", "yes"};
    return texts[dice(11)];
}

static void answer(struct customer *customer)
{
    struct flow_facts facts = world(customer);
    const struct flow_step *step = flow_step_now(&run);
    if (facts.value[FLOW_FACT_LEVEL] < (int64_t)flow_needs(&run)) {
        return;
    }
    if (step->kind == FLOW_INPUT) {
        (void)flow_type(&run, some_text(), &facts, 0);
    } else if (step->kind == FLOW_CHECK) {
        (void)flow_checked(&run, (enum flow_check_exit)dice(3), dice(2) ? "a" : "b", &facts, 0);
    } else {
        (void)flow_choose(&run, (uint8_t)dice(step->exit_count), &facts, 0);
    }
}

static bool said(enum prove_kind kind, uint16_t flow, uint16_t step, uint8_t exit)
{
    for (uint16_t i = 0; i < report.finding_count; i++) {
        const struct prove_finding *f = &report.finding[i];
        if (f->kind == kind && f->flow == flow && f->step == step && f->exit == exit) {
            return true;
        }
    }
    return false;
}

/* A move that nobody makes, by the report. */
static void look(void *user, const struct flow_move *move)
{
    (void)user;
    moves++;
    bool branch = made.chart[move->flow].step[move->step].kind == FLOW_BRANCH;
    assert_false(said(PROVE_UNREACHED, move->flow, move->step, PROVE_NONE));
    assert_false(branch && move->exit != FLOW_NO_EXIT &&
                 said(PROVE_CASE_NEVER, move->flow, move->step, move->exit));
}

static void assert_holes_are_known(void)
{
    const struct flow_frame *frame = &run.frame[run.depth - 1];
    const struct flow_step *step = flow_step_now(&run);
    const struct flow_chart *chart = &made.chart[frame->flow];
    for (uint16_t v = 0; step && run.at == FLOW_AT_STEP && v < chart->var_count; v++) {
        char mark[32];
        (void)snprintf(mark, sizeof mark, "{%s}", chart->var[v].name);
        bool hole = frame->var[v].type == FLOW_UNKNOWN && strstr(step->text.in[0], mark);
        assert_true(!hole || said(PROVE_HOLE, frame->flow, frame->step, PROVE_NONE));
    }
}

static void play(void)
{
    struct customer customer = {(enum prove_who)dice(PROVE_WHO_COUNT), DAY + dice(3), false};
    struct flow_facts facts = world(&customer);
    flow_start(&run, &made.book, 0, &facts, 0);
    for (int i = 0; i < ANSWERS; i++) {
        if (run.at == FLOW_AT_STEP) {
            answer(&customer);
        }
        uint32_t next = dice(6);
        if (next == 0) {
            taken_back += flow_back(&run, 0);
        } else if (next == 1 && run.log_count > 0) {
            const char *typed = dice(2) ? some_text() : NULL;
            changed +=
                flow_change(&run, (uint16_t)dice(run.log_count), (uint8_t)dice(3), typed, 0) >= 0;
        }
        flow_trace(&run, look, NULL);
        assert_holes_are_known();
    }
}

static void back_and_change_lead_nowhere_else(void **state)
{
    (void)state;
    memory = malloc(PROVE_MEMORY_MIN);
    assert_non_null(memory);
    for (uint32_t book = 1; book <= BOOKS; book++) {
        struct kerr err = {.code = K_OK};
        struct prove_world whole = prove_world_default();
        whole.today_min = DAY;
        whole.today_max = DAY + 3;
        chance_make(&made, book);
        if (made.code_count == CHANCE_CODE || flow_check(&made.book, &err) != K_OK) {
            continue;
        }
        assert_ok(prove_book(&made.book, &whole, memory, PROVE_MEMORY_MIN, &report, &err), &err);
        seed = book;
        for (int i = 0; i < RUNS; i++) {
            play();
        }
    }
    free(memory);
    assert_true(changed > 1000);
    assert_true(taken_back > 1000);
    assert_true(moves > 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(back_and_change_lead_nowhere_else)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
