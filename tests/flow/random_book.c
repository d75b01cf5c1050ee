#include "random_book.h"

#include <stdio.h>
#include <string.h>

static const char *const choice_ids[] = {"a", "b", "c", "d", "e", "f"};
static const char *const check_words[] = {"ok", "fault"};

/* Conditions over whatever the flow's first two variables hold; the types are patched in below. */
static const struct flow_instr word_is_a[] = {
    {FLOW_OP_VAR, 0, NULL}, {FLOW_OP_WORD, 0, "a"}, {FLOW_OP_EQ, 0, NULL}};
static const struct flow_instr known[] = {{FLOW_OP_VAR, 0, NULL}, {FLOW_OP_KNOWN, 0, NULL}};
static const struct flow_instr morning[] = {
    {FLOW_OP_FACT, FLOW_FACT_HOUR, NULL}, {FLOW_OP_NUMBER, 12, NULL}, {FLOW_OP_LT, 0, NULL}};
static const struct flow_instr open_not[] = {{FLOW_OP_FACT, FLOW_FACT_OFFICE_OPEN, NULL},
                                             {FLOW_OP_NOT, 0, NULL}};
static const struct flow_instr input_word[] = {{FLOW_OP_VAR, 0, NULL}};
static const struct flow_expr conditions[] = {
    {word_is_a, 3}, {known, 2}, {morning, 3}, {open_not, 2}};

uint32_t random_below(uint32_t *seed, uint32_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed % below;
}

/* Variable 0 of every flow is its input, a word; each answering step adds one. */
static uint16_t add_var(struct flow_chart *chart, struct flow_var *vars, const char *name,
                        enum flow_type type, uint16_t step)
{
    vars[chart->var_count] = (struct flow_var){.name = name, .type = type, .step = step};
    return chart->var_count++;
}

static uint16_t later(uint32_t *seed, uint16_t at)
{
    uint32_t room = (uint32_t)(RANDOM_STEPS - at - 1);
    return (uint16_t)(at + 1 + random_below(seed, room < 5 ? room : 5)); /* near: long ways */
}

static void make_exits(struct flow_step *step, uint8_t count, uint16_t at, uint32_t *seed)
{
    step->exit_count = count;
    for (uint8_t i = 0; i < count; i++) {
        step->exit[i].to = later(seed, at);
    }
}

static void make_ask(struct flow_step *step, uint16_t at, uint32_t *seed)
{
    step->kind = FLOW_ASK;
    make_exits(step, (uint8_t)(2 + random_below(seed, 5)), at, seed);
    for (uint8_t i = 0; i < step->exit_count; i++) {
        step->exit[i].id = choice_ids[i];
        step->exit[i].label = (struct words){{choice_ids[i], choice_ids[i]}};
    }
    step->fix = random_below(seed, 4) == 0;
}

static void make_input(struct flow_step *step, uint16_t at, uint32_t *seed)
{
    step->kind = FLOW_INPUT;
    make_exits(step, 2, at, seed);
    step->exit[1].to = random_below(seed, 2) ? step->exit[1].to : FLOW_NO_STEP;
    step->input.type = (enum flow_input)random_below(seed, FLOW_INPUT_COUNT);
    step->input.min = 0;
    step->input.max = 9;
    step->input.tries = (uint8_t)(1 + random_below(seed, 3));
}

static void make_branch(struct flow_step *step, uint16_t at, uint32_t *seed)
{
    step->kind = FLOW_BRANCH;
    make_exits(step, (uint8_t)(1 + random_below(seed, 4)), at, seed);
    for (uint8_t i = 0; i + 1 < step->exit_count; i++) {
        step->exit[i].when = conditions[random_below(seed, 4)];
    }
}

static void make_call(struct flow_step *step, uint16_t flow, uint16_t at, uint32_t *seed)
{
    step->kind = FLOW_CALL;
    make_exits(step, 1, at, seed);
    step->call.flow =
        (uint16_t)(flow + 1 + random_below(seed, (uint32_t)(RANDOM_FLOWS - flow - 1)));
    step->call.gift_count = 1;
    step->call.gift[0].value = (struct flow_expr){input_word, 1};
    step->call.take_count = 1;
}

/* A loop goes back to a step that waits, so that it always shows something. */
static bool make_again(struct flow_step *steps, uint16_t at, uint32_t *seed)
{
    struct flow_step *step = &steps[at];
    if (at == 0) {
        return false;
    }
    uint16_t back = (uint16_t)random_below(seed, at);
    step->kind = FLOW_AGAIN;
    make_exits(step, 2, at, seed);
    step->exit[0].to = back;
    step->again.times = (uint8_t)(1 + random_below(seed, 3));
    return steps[back].kind <= FLOW_INPUT;
}

static void make_tell(struct flow_step *step, uint16_t at, uint32_t *seed)
{
    step->kind = FLOW_TELL;
    make_exits(step, 1, at, seed);
    step->fix = random_below(seed, 2) == 0;
}

static void make_check(struct flow_step *step, uint16_t at, uint32_t *seed)
{
    step->kind = FLOW_CHECK;
    make_exits(step, 3, at, seed);
    step->check.question = "line";
    step->check.answers = check_words;
    step->check.answer_count = 2;
    step->check.wait_s = 5;
}

static void make_middle(struct random_book *book, uint16_t flow, uint16_t at)
{
    struct flow_step *step = &book->step[flow][at];
    uint32_t *seed = &book->seed;
    switch (random_below(seed, 9)) {
    case 0:
    case 1:
        make_ask(step, at, seed);
        return;
    case 2:
        make_input(step, at, seed);
        return;
    case 3:
        make_branch(step, at, seed);
        return;
    case 4:
        make_check(step, at, seed);
        return;
    case 5:
        step->kind = FLOW_SOLVED;
        make_exits(step, 2, at, seed);
        step->exit[0].to = random_below(seed, 2) ? FLOW_NO_STEP : step->exit[0].to;
        return;
    case 6:
        if (flow + 1 < RANDOM_FLOWS) {
            make_call(step, flow, at, seed);
            return;
        }
        break;
    case 7:
        if (make_again(book->step[flow], at, seed)) {
            return;
        }
        break;
    default:
        break;
    }
    make_tell(step, at, seed);
}

static void make_last(struct flow_step *step, uint32_t *seed)
{
    step->kind = random_below(seed, 3) == 0 ? FLOW_HAND_OVER : FLOW_END;
    step->exit_count = 0;
    if (step->kind == FLOW_HAND_OVER) {
        step->hand_over.reason = "help";
    } else {
        step->end.outcome = (enum flow_outcome)random_below(seed, FLOW_HANDED_OVER);
    }
}

static enum flow_type type_of(const struct flow_step *step)
{
    if (step->kind == FLOW_CALL) {
        return FLOW_TRUTH;
    }
    bool number = step->kind == FLOW_INPUT &&
                  (step->input.type == FLOW_INPUT_NUMBER || step->input.type == FLOW_INPUT_DATE);
    return number ? FLOW_NUMBER : FLOW_WORD;
}

static void name_step(struct random_book *book, uint16_t flow, uint16_t at)
{
    static char ids[RANDOM_STEPS][8];
    struct flow_step *step = &book->step[flow][at];
    (void)snprintf(ids[at], sizeof ids[at], "s%d", at);
    step->id = ids[at];
    step->text = (struct words){{"?", "?"}};
    step->var = FLOW_NO_VAR;
    bool sets = step->kind == FLOW_ASK || step->kind == FLOW_INPUT || step->kind == FLOW_CHECK ||
                step->kind == FLOW_SOLVED || step->kind == FLOW_CALL;
    if (!sets) {
        return;
    }
    uint16_t var = add_var(&book->chart[flow], book->var[flow], ids[at], type_of(step), at);
    if (step->kind == FLOW_CALL) {
        step->call.take[0].var = var;
    } else {
        step->var = var;
    }
}

void random_book_make(struct random_book *book, uint32_t seed)
{
    static const char *const flow_ids[RANDOM_FLOWS] = {"f0", "f1", "f2", "f3"};
    memset(book, 0, sizeof *book);
    book->seed = seed * 2654435761U + 1;
    book->book = (struct flow_book){.chart = book->chart, .chart_count = RANDOM_FLOWS};
    for (uint16_t flow = 0; flow < RANDOM_FLOWS; flow++) {
        struct flow_chart *chart = &book->chart[flow];
        chart->id = flow_ids[flow];
        chart->title = (struct words){{"?", "?"}};
        chart->step = book->step[flow];
        chart->step_count = RANDOM_STEPS;
        chart->var = book->var[flow];
        chart->input_count = 1;
        chart->output = &book->output[flow];
        chart->output_count = 1;
        book->output[flow] = (struct flow_output){.name = "o", .value = {word_is_a, 3}};
        (void)add_var(chart, book->var[flow], "in", FLOW_WORD, FLOW_NO_STEP);
        for (uint16_t at = 0; at < RANDOM_STEPS; at++) {
            if (at + 3 < RANDOM_STEPS) {
                make_middle(book, flow, at);
            } else {
                make_last(&book->step[flow][at], &book->seed);
            }
            name_step(book, flow, at);
        }
    }
}

enum flow_reply random_answer(struct flow_run *run, uint32_t *seed, int64_t now_mono_ms)
{
    static const char *const typed[] = {"5", "12345", "홍길동", "20261121", "01012345678", "", "x"};
    struct flow_facts facts = {.value = {[FLOW_FACT_TODAY] = 20778}};
    facts.value[FLOW_FACT_HOUR] = random_below(seed, 24);
    facts.value[FLOW_FACT_OFFICE_OPEN] = random_below(seed, 2);
    const struct flow_step *step = flow_step_now(run);
    if (step->kind == FLOW_INPUT) {
        return flow_type(run, typed[random_below(seed, 7)], &facts, now_mono_ms);
    }
    if (step->kind == FLOW_CHECK) {
        return flow_checked(run, (enum flow_check_exit)random_below(seed, 3),
                            check_words[random_below(seed, 2)], &facts, now_mono_ms);
    }
    return flow_choose(run, (uint8_t)random_below(seed, step->exit_count), &facts, now_mono_ms);
}
