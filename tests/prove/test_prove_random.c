/*
 * check finds a fault if and only if a customer could meet it: the prover and the oracle find the
 * same in thousands of small books made by chance. A seed that fails is printed with its book;
 * PROVE_SEED=n runs that one, PROVE_BOOKS=n all up to that one, PROVE_FIRST=n from there on.
 */
#include "chance.h"
#include "oracle.h"

#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BOOKS = 2000, STATES_MAX = 1000 };

static struct chance_book made;
static struct oracle oracle;
static struct prove_report report;
static void *memory;
static long met[PROVE_KIND_COUNT];
static long states, plays, books, skipped, unsound, rich, proved_states, ways;

static bool by_number(enum prove_kind kind)
{
    return kind >= PROVE_LONG_LOG;
}

static bool same(const struct oracle_fault *a, const struct prove_finding *b)
{
    return a->kind == b->kind && a->flow == b->flow && a->step == b->step && a->exit == b->exit &&
           a->other == b->other && a->var == b->var;
}

static void print_place(const char *who, enum prove_kind kind, uint16_t flow, uint16_t step,
                        uint8_t exit, uint8_t other, uint16_t var)
{
    printf("%s: %s flow %d step %d exit %d other %d var %d\n", who, prove_kind_name(kind), flow,
           step, exit, other, var);
}

static int count_missed(void)
{
    int wrong = 0;
    for (int i = 0; i < oracle.fault_count; i++) {
        const struct oracle_fault *f = &oracle.fault[i];
        bool hit = false;
        for (uint16_t j = 0; j < report.finding_count; j++) {
            hit = hit || same(f, &report.finding[j]);
        }
        if (!hit) {
            print_place("only the oracle", f->kind, f->flow, f->step, f->exit, f->other, f->var);
            wrong++;
        }
    }
    return wrong;
}

static int count_invented(void)
{
    int wrong = 0;
    for (uint16_t j = 0; j < report.finding_count; j++) {
        const struct prove_finding *f = &report.finding[j];
        bool hit = by_number(f->kind);
        met[f->kind]++;
        for (int i = 0; i < oracle.fault_count; i++) {
            hit = hit || same(&oracle.fault[i], f);
        }
        if (!hit) {
            print_place("only the prover", f->kind, f->flow, f->step, f->exit, f->other, f->var);
            wrong++;
        }
    }
    return wrong;
}

static int count_other_numbers(void)
{
    int wrong = report.count_count != oracle.root_count;
    for (int i = 0; i < oracle.root_count && !wrong; i++) {
        const struct oracle_root *a = &oracle.root[i];
        const struct prove_count *b = &report.count[i];
        proved_states += b->states;
        wrong += a->flow != b->flow || !b->whole || a->answers != b->answers ||
                 a->unasked != b->unasked || a->longest_s != b->longest_s;
        if (wrong) {
            printf("flow %d/%d whole %d: answers %d/%d unasked %d/%d seconds %u/%u\n", a->flow,
                   b->flow, b->whole, a->answers, b->answers, a->unasked, b->unasked, a->longest_s,
                   b->longest_s);
        }
    }
    return wrong;
}

/* Sums of numbers without bounds: said so, and not compared. */
static bool is_rich(void)
{
    bool any = false;
    for (uint16_t i = 0; i < report.finding_count; i++) {
        any = any || report.finding[i].kind == PROVE_TOO_RICH;
    }
    return any;
}

/* ---- ways are real ---- */

struct passing {
    uint16_t flow, step;
    bool passed;
};

static void look(void *user, const struct flow_move *move)
{
    struct passing *passing = user;
    passing->passed =
        passing->passed || (move->flow == passing->flow && move->step == passing->step);
}

static struct flow_facts facts_of(const struct prove_moment *moment)
{
    static const int levels[PROVE_WHO_COUNT] = {0, 1, 1, 2, 3, 1, 2, 3};
    struct flow_facts facts = {.value = {[FLOW_FACT_TODAY] = 20000, [FLOW_FACT_WEEKDAY] = 1}};
    int who = moment->who == PROVE_NONE ? PROVE_GUEST : moment->who;
    facts.value[FLOW_FACT_LEVEL] = levels[who];
    facts.value[FLOW_FACT_KNOWN] = who >= PROVE_GREETED;
    facts.value[FLOW_FACT_RETURNING] = who >= PROVE_GREETED_RETURNING;
    facts.value[FLOW_FACT_HQ_REACHABLE] = moment->hq == 1;
    facts.value[FLOW_FACT_PRINTER] = moment->printer == 1;
    facts.value[FLOW_FACT_OFFICE_OPEN] = moment->open == 1;
    facts.value[FLOW_FACT_LANG] = moment->lang == 1;
    if (moment->hour != PROVE_NONE) {
        facts.value[FLOW_FACT_HOUR] = moment->hour;
        facts.value[FLOW_FACT_WEEKDAY] = moment->weekday;
    }
    return facts;
}

static bool reads_clock(const struct flow_expr *expr)
{
    bool any = false;
    for (uint16_t i = 0; i < expr->code_count; i++) {
        int64_t number = expr->code[i].number;
        any = any || (expr->code[i].op == FLOW_OP_FACT &&
                      (number == FLOW_FACT_HOUR || number == FLOW_FACT_WEEKDAY));
    }
    return any;
}

/* An hour is kept in a variable: it is like a number that was typed. */
static bool keeps_clock(void)
{
    bool any = false;
    for (uint16_t f = 0; f < CHANCE_FLOWS; f++) {
        for (uint8_t i = 0; i < made.chart[f].output_count; i++) {
            any = any || reads_clock(&made.output[f][i].value);
        }
        for (uint16_t s = 0; s < made.chart[f].step_count; s++) {
            const struct flow_step *step = &made.step[f][s];
            for (uint8_t i = 0; step->kind == FLOW_CALL && i < step->call.gift_count; i++) {
                any = any || reads_clock(&step->call.gift[i].value);
            }
        }
    }
    return any;
}

/* Numbers are not spelled out in a way, nor is the day. */
static bool is_spelled_out(const struct prove_finding *f)
{
    const struct flow_chart *root = &made.book.chart[f->root];
    bool whole = f->way != NULL && !(made.facts >> FLOW_FACT_TODAY & 1) && !keeps_clock() &&
                 (root->topic != UINT16_MAX || root->input_count == 0);
    for (uint16_t i = 1; i < f->way_count && whole; i++) {
        const struct flow_step *step = &made.book.chart[f->way[i].flow].step[f->way[i].step];
        whole = step->kind != FLOW_INPUT || f->way[i].exit == 1 || f->way[i].word != NULL;
    }
    return whole;
}

static enum flow_reply give(struct flow_run *run, const struct prove_answer *answer)
{
    struct flow_facts facts = facts_of(&answer->moment);
    const struct flow_step *step = flow_step_now(run);
    if (step->kind == FLOW_CHECK) {
        const char *word = answer->exit == 0 ? answer->word : "";
        return flow_checked(run, (enum flow_check_exit)answer->exit, word, &facts, 0);
    }
    if (step->kind != FLOW_INPUT) {
        return flow_choose(run, answer->exit, &facts, 0);
    }
    enum flow_reply said = FLOW_WRONG;
    while (said == FLOW_WRONG) {
        said = flow_type(run, answer->exit == 1 ? "\n" : answer->word, &facts, 0);
    }
    return said == FLOW_TRIES_UP ? FLOW_TAKEN : said;
}

/* The engine goes the way of the finding, and comes past the step that it names. */
static int count_unreal_ways(void)
{
    static struct flow_run run;
    int wrong = 0;
    for (uint16_t i = 0; i < report.finding_count; i++) {
        const struct prove_finding *f = &report.finding[i];
        if (!is_spelled_out(f)) {
            continue;
        }
        struct flow_facts facts = facts_of(&f->way[0].moment);
        flow_start(&run, &made.book, f->root, &facts, 0);
        bool goes = true;
        for (uint16_t a = 1; a < f->way_count && goes; a++) {
            const struct flow_frame *frame = &run.frame[run.depth - 1];
            goes = run.at == FLOW_AT_STEP && frame->flow == f->way[a].flow &&
                   frame->step == f->way[a].step && give(&run, &f->way[a]) == FLOW_TAKEN;
        }
        struct passing passing = {f->flow, f->step, false};
        flow_trace(&run, look, &passing);
        if (!goes || !passing.passed) {
            char text[LIMIT_TEXT_BYTES];
            prove_way_text(&made.book, f, LANG_EN, text, sizeof text);
            printf("%s flow %d step %d: no way:\n%s\n", prove_kind_name(f->kind), f->flow, f->step,
                   text);
            wrong++;
        }
        ways++;
    }
    return wrong;
}

static const uint32_t *hours_of(uint32_t seed)
{
    static const uint32_t hours[8] = {0, 0xff00, 0xff00, 0, 0x00f0, 0xf0f00, 0, 0};
    return seed % 2 ? hours : NULL;
}

static void compare_book(uint32_t seed)
{
    struct kerr err = {.code = K_OK};
    struct prove_world world = prove_world_default();
    world.today_min = 20000;
    world.today_max = 20002;
    world.open_hours = hours_of(seed);
    chance_make(&made, seed);
    if (made.code_count == CHANCE_CODE || flow_check(&made.book, &err) != K_OK) {
        unsound++;
        return;
    }
    if (!oracle_prove(&made.book, &world, STATES_MAX, &oracle)) {
        skipped++;
        return;
    }
    assert_ok(prove_book(&made.book, &world, memory, PROVE_MEMORY_MIN, &report, &err), &err);
    if (is_rich()) {
        rich++;
        return;
    }
    int wrong = count_missed() + count_invented() + count_other_numbers() + count_unreal_ways();
    if (wrong != 0) {
        printf("seed %u\n", seed);
        chance_print(&made);
        fail();
    }
    books++;
    states += oracle.states;
    plays += oracle.plays;
}

static long number_from(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 10) : otherwise;
}

static void prover_and_oracle_find_the_same(void **state)
{
    (void)state;
    long only = number_from("PROVE_SEED", 0);
    long last = only > 0 ? only : number_from("PROVE_BOOKS", BOOKS);
    memory = malloc(PROVE_MEMORY_MIN);
    assert_non_null(memory);
    for (long seed = only > 0 ? only : number_from("PROVE_FIRST", 1); seed <= last; seed++) {
        compare_book((uint32_t)seed);
    }
    free(memory);
    printf("%ld books, %ld situations by the oracle in %ld plays, %ld by the prover; %ld unsound, "
           "%ld too large for the oracle, %ld too rich; "
           "%ld ways played\n",
           books, states, plays, proved_states, unsound, skipped, rich, ways);
    for (int kind = 0; kind < PROVE_LONG_LOG; kind++) {
        printf("  %-14s %ld\n", prove_kind_name((enum prove_kind)kind), met[kind]);
        assert_true(only > 0 || met[kind] > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(prover_and_oracle_find_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
