#include "chance.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const ids[] = {"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9"};
static const char *const words[] = {"a", "b", "c", "7", "yes", "offline"};
static const char *const answers[] = {"a", "b"};

static uint32_t below(struct chance_book *m, uint32_t limit)
{
    m->seed ^= m->seed << 13;
    m->seed ^= m->seed >> 17;
    m->seed ^= m->seed << 5;
    return (m->seed >> 3) % limit;
}

static bool one_in(struct chance_book *m, uint32_t times)
{
    return below(m, times) == 0;
}

/* ---- expressions ---- */

struct writing {
    struct chance_book *m;
    uint16_t flow;
    struct flow_expr expr;
};

static void emit(struct writing *w, enum flow_op op, int64_t number, const char *word)
{
    if (w->m->code_count == CHANCE_CODE) {
        return;
    }
    w->m->code[w->m->code_count++] = (struct flow_instr){op, number, word};
    w->expr.code_count++;
}

/* A variable of this type; FLOW_NO_VAR when the flow has none. */
static uint16_t any_var(struct writing *w, enum flow_type type)
{
    const struct flow_chart *chart = &w->m->chart[w->flow];
    if (chart->var_count == 0) {
        return FLOW_NO_VAR;
    }
    uint16_t at = (uint16_t)below(w->m, chart->var_count);
    for (uint16_t i = 0; i < chart->var_count; i++) {
        uint16_t var = (uint16_t)((at + i) % chart->var_count);
        if (chart->var[var].type == type) {
            return var;
        }
    }
    return FLOW_NO_VAR;
}

static bool may_read(const struct writing *w, enum flow_fact fact)
{
    return w->m->facts >> fact & 1;
}

static void write_word(struct writing *w)
{
    uint16_t var = any_var(w, FLOW_WORD);
    if (var != FLOW_NO_VAR && !one_in(w->m, 4)) {
        emit(w, FLOW_OP_VAR, var, NULL);
    } else if (may_read(w, FLOW_FACT_LANG) && one_in(w->m, 2)) {
        emit(w, FLOW_OP_FACT, FLOW_FACT_LANG, NULL);
    } else {
        emit(w, FLOW_OP_WORD, 0, words[below(w->m, 6)]);
    }
}

static void write_atom(struct writing *w)
{
    static const enum flow_fact numbers[] = {FLOW_FACT_LEVEL, FLOW_FACT_HOUR, FLOW_FACT_WEEKDAY,
                                             FLOW_FACT_TODAY};
    enum flow_fact fact = numbers[below(w->m, 4)];
    uint16_t var = any_var(w, FLOW_NUMBER);
    if (may_read(w, fact) && one_in(w->m, 2)) {
        emit(w, FLOW_OP_FACT, fact, NULL);
    } else if (var != FLOW_NO_VAR && !one_in(w->m, 4)) {
        emit(w, FLOW_OP_VAR, var, NULL);
    } else {
        bool day = may_read(w, FLOW_FACT_TODAY) && one_in(w->m, 2);
        emit(w, FLOW_OP_NUMBER, day ? 20000 + below(w->m, 6) : below(w->m, 5), NULL);
    }
}

static void write_number(struct writing *w)
{
    write_atom(w);
    if (one_in(w->m, 2)) {
        if (one_in(w->m, 2)) {
            emit(w, FLOW_OP_NUMBER, below(w->m, 4), NULL);
        } else {
            write_atom(w);
        }
        emit(w, one_in(w->m, 2) ? FLOW_OP_ADD : FLOW_OP_SUB, 0, NULL);
    }
}

static void write_fact(struct writing *w)
{
    static const enum flow_fact truths[] = {FLOW_FACT_KNOWN, FLOW_FACT_RETURNING,
                                            FLOW_FACT_OFFICE_OPEN, FLOW_FACT_HQ_REACHABLE,
                                            FLOW_FACT_PRINTER};
    enum flow_fact fact = truths[below(w->m, 5)];
    uint16_t var = any_var(w, FLOW_TRUTH);
    if (may_read(w, fact)) {
        emit(w, FLOW_OP_FACT, fact, NULL);
    } else if (var != FLOW_NO_VAR) {
        emit(w, FLOW_OP_VAR, var, NULL);
    } else {
        emit(w, FLOW_OP_TRUTH, below(w->m, 2), NULL);
    }
}

static void write_known(struct writing *w)
{
    uint16_t count = w->m->chart[w->flow].var_count;
    if (count == 0) {
        write_fact(w);
        return;
    }
    emit(w, FLOW_OP_VAR, below(w->m, count), NULL);
    emit(w, FLOW_OP_KNOWN, 0, NULL);
}

static void write_simple(struct writing *w)
{
    static const uint32_t simple[CHANCE_FOCI] = {
        [CHANCE_NUMBERS] = 2, [CHANCE_FACTS] = 7, [CHANCE_WORDS] = 0};
    bool focused = w->m->focus != CHANCE_ALL && !one_in(w->m, 6);
    bool level = focused && may_read(w, FLOW_FACT_LEVEL) && one_in(w->m, 2);
    if (level && w->m->focus == CHANCE_FACTS) {
        emit(w, FLOW_OP_FACT, FLOW_FACT_LEVEL, NULL);
        emit(w, FLOW_OP_NUMBER, below(w->m, LEVEL_COUNT), NULL);
        emit(w, (enum flow_op)(FLOW_OP_EQ + below(w->m, 6)), 0, NULL);
        return;
    }
    switch (focused ? simple[w->m->focus] : below(w->m, 8)) {
    case 0:
    case 1:
        write_word(w);
        write_word(w);
        emit(w, one_in(w->m, 2) ? FLOW_OP_EQ : FLOW_OP_NE, 0, NULL);
        return;
    case 2:
    case 3:
    case 4:
        write_number(w);
        write_number(w);
        emit(w, (enum flow_op)(FLOW_OP_EQ + below(w->m, 6)), 0, NULL);
        return;
    case 5:
        write_known(w);
        return;
    case 6:
        write_fact(w);
        write_fact(w);
        emit(w, one_in(w->m, 2) ? FLOW_OP_EQ : FLOW_OP_NE, 0, NULL);
        return;
    default:
        write_fact(w);
        return;
    }
}

static void write_truth(struct writing *w)
{
    write_simple(w);
    for (uint32_t more = below(w->m, 3); more > 0; more--) {
        if (one_in(w->m, 3)) {
            emit(w, FLOW_OP_NOT, 0, NULL);
        }
        write_simple(w);
        if (one_in(w->m, 3)) {
            emit(w, FLOW_OP_NOT, 0, NULL);
        }
        emit(w, one_in(w->m, 2) ? FLOW_OP_AND : FLOW_OP_OR, 0, NULL);
    }
}

static struct flow_expr write(struct chance_book *m, uint16_t flow, enum flow_type type)
{
    struct writing w = {.m = m, .flow = flow, .expr = {.code = &m->code[m->code_count]}};
    if (type == FLOW_WORD) {
        write_word(&w);
    } else if (type == FLOW_NUMBER) {
        write_number(&w);
    } else {
        write_truth(&w);
    }
    return w.expr;
}

/* ---- steps ---- */

static uint16_t later(struct chance_book *m, uint16_t flow, uint16_t at)
{
    uint32_t room = (uint32_t)(m->chart[flow].step_count - at - 1);
    return (uint16_t)(at + 1 + below(m, room < 3 ? room : 3));
}

static void exits(struct chance_book *m, uint16_t flow, uint16_t at, uint8_t count)
{
    struct flow_step *step = &m->step[flow][at];
    step->exit_count = count;
    for (uint8_t e = 0; e < count; e++) {
        step->exit[e].to = later(m, flow, at);
    }
}

static uint16_t add_var(struct chance_book *m, uint16_t flow, const char *name, enum flow_type type,
                        uint16_t step)
{
    struct flow_chart *chart = &m->chart[flow];
    char *kept = m->name[flow][chart->var_count];
    (void)snprintf(kept, sizeof m->name[0][0], "%s", name);
    m->var[flow][chart->var_count] = (struct flow_var){kept, type, step};
    return chart->var_count++;
}

static void make_ask(struct chance_book *m, uint16_t flow, uint16_t at)
{
    struct flow_step *step = &m->step[flow][at];
    step->kind = FLOW_ASK;
    exits(m, flow, at, (uint8_t)(2 + below(m, 2)));
    for (uint8_t e = 0; e < step->exit_count; e++) {
        step->exit[e].id = words[e];
        step->exit[e].label = (struct words){{words[e], words[e]}};
    }
    step->var = add_var(m, flow, ids[at], FLOW_WORD, at);
}

static void make_input(struct chance_book *m, uint16_t flow, uint16_t at)
{
    static const int8_t range[FLOW_INPUT_COUNT][2] = {[FLOW_INPUT_NUMBER] = {0, 4},
                                                      [FLOW_INPUT_TEXT] = {1, 3},
                                                      [FLOW_INPUT_DATE] = {-1, 1},
                                                      [FLOW_INPUT_PHONE] = {0, 0},
                                                      [FLOW_INPUT_CODE] = {1, 1}};
    struct flow_step *step = &m->step[flow][at];
    step->kind = FLOW_INPUT;
    exits(m, flow, at, 2);
    step->exit[1].to = one_in(m, 2) ? step->exit[1].to : FLOW_NO_STEP;
    enum flow_input type =
        one_in(m, 2) ? FLOW_INPUT_NUMBER : (enum flow_input)below(m, FLOW_INPUT_COUNT);
    step->input.type = type;
    step->input.min = range[type][0];
    step->input.max = range[type][1] - (int)below(m, 2);
    step->input.is_private = one_in(m, 4);
    step->input.tries = (uint8_t)(1 + below(m, 2));
    if (step->input.min > step->input.max || (type == FLOW_INPUT_CODE && one_in(m, 2))) {
        step->input.min = 0;
        step->input.max = 0; /* nothing fits a code without digits */
    }
    bool number = type == FLOW_INPUT_NUMBER || type == FLOW_INPUT_DATE;
    step->var = add_var(m, flow, ids[at], number ? FLOW_NUMBER : FLOW_WORD, at);
}

static enum flow_type output_type(uint8_t at)
{
    return at == 0 ? FLOW_TRUTH : FLOW_NUMBER;
}

static void make_call(struct chance_book *m, uint16_t flow, uint16_t at)
{
    struct flow_step *step = &m->step[flow][at];
    uint16_t called = (uint16_t)(flow + 1 + below(m, (uint32_t)(CHANCE_FLOWS - flow - 1)));
    const struct flow_chart *chart = &m->chart[called];
    step->kind = FLOW_CALL;
    exits(m, flow, at, 1);
    step->call.flow = called;
    for (uint8_t i = 0; i < chart->output_count; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "%s.o%d", ids[at], i);
        if (!one_in(m, 4)) {
            step->call.take[step->call.take_count++] =
                (struct flow_take){i, add_var(m, flow, name, output_type(i), at)};
        }
    }
}

static bool make_again(struct chance_book *m, uint16_t flow, uint16_t at)
{
    struct flow_step *step = &m->step[flow][at];
    if (at == 0) {
        return false;
    }
    exits(m, flow, at, 2);
    step->kind = FLOW_AGAIN;
    step->exit[0].to = (uint16_t)below(m, at);
    step->again.times = (uint8_t)(1 + below(m, 2));
    return true;
}

static void make_middle(struct chance_book *m, uint16_t flow, uint16_t at)
{
    struct flow_step *step = &m->step[flow][at];
    uint32_t dice = below(m, 16);
    if (m->focus != CHANCE_ALL && one_in(m, 2)) { /* answers first, then branches with tells */
        dice = at < 3 && m->focus != CHANCE_FACTS ? 3 : at % 2 ? 6 : 15;
    }
    if (dice < 3) {
        make_ask(m, flow, at);
    } else if (dice < 6) {
        make_input(m, flow, at);
    } else if (dice < 10) {
        step->kind = FLOW_BRANCH;
        exits(m, flow, at, (uint8_t)(2 + below(m, 2)));
    } else if (dice == 10) {
        step->kind = FLOW_CHECK;
        exits(m, flow, at, 3);
        step->check.question = "line";
        step->check.answers = answers;
        step->check.answer_count = 2;
        step->check.wait_s = 5;
        step->var = add_var(m, flow, ids[at], FLOW_WORD, at);
    } else if (dice == 11) {
        step->kind = FLOW_SOLVED;
        exits(m, flow, at, 2);
        step->exit[0].to = one_in(m, 2) ? FLOW_NO_STEP : step->exit[0].to;
        step->var = add_var(m, flow, ids[at], FLOW_WORD, at);
    } else if (dice < 14 && flow + 1 < CHANCE_FLOWS) {
        make_call(m, flow, at);
    } else if (dice != 14 || !make_again(m, flow, at)) {
        step->kind = FLOW_TELL;
        exits(m, flow, at, 1);
    }
}

static void make_last(struct chance_book *m, struct flow_step *step)
{
    step->kind = one_in(m, 3) ? FLOW_HAND_OVER : FLOW_END;
    if (step->kind == FLOW_HAND_OVER) {
        step->hand_over.reason = "help";
    } else {
        step->end.outcome = (enum flow_outcome)below(m, FLOW_HANDED_OVER);
    }
}

static void make_step(struct chance_book *m, uint16_t flow, uint16_t at)
{
    struct flow_step *step = &m->step[flow][at];
    step->id = ids[at];
    step->var = FLOW_NO_VAR;
    step->seconds = (uint16_t)(1 + below(m, 9));
    if (at + 2 < m->chart[flow].step_count) {
        make_middle(m, flow, at);
    } else {
        make_last(m, step);
    }
    bool waits = step->kind <= FLOW_INPUT || step->kind == FLOW_CHECK || step->kind == FLOW_SOLVED;
    if (waits && may_read(&(struct writing){.m = m}, FLOW_FACT_LEVEL) && one_in(m, 6)) {
        step->needs = (enum level)below(m, LEVEL_COUNT);
    }
}

/* ---- flows ---- */

static void make_frame(struct chance_book *m, uint16_t flow)
{
    static const char *const flow_ids[] = {"f0", "f1", "f2"};
    struct flow_chart *chart = &m->chart[flow];
    chart->id = flow_ids[flow];
    chart->title = (struct words){{"?", "?"}};
    chart->step = m->step[flow];
    chart->var = m->var[flow];
    chart->output = m->output[flow];
    chart->step_count = (uint16_t)(4 + below(m, flow == 0 ? CHANCE_STEPS - 3 : 4));
    chart->topic = flow == 0 || one_in(m, 5) ? 0 : UINT16_MAX;
    static const enum flow_type types[] = {FLOW_WORD, FLOW_NUMBER, FLOW_TRUTH};
    static const char *const names[] = {"i0", "i1"};
    chart->input_count = flow == 0 ? 0 : (uint8_t)below(m, 3);
    uint32_t first = below(m, 3); /* of different types: few numbers */
    for (uint8_t i = 0; i < chart->input_count; i++) {
        (void)add_var(m, flow, names[i], types[(first + i) % 3], FLOW_NO_STEP);
    }
    chart->output_count = flow == 0 ? 0 : (uint8_t)below(m, 3);
    static const char *const outputs[] = {"o0", "o1"};
    for (uint8_t i = 0; i < chart->output_count; i++) {
        m->output[flow][i].name = outputs[i];
    }
    for (uint16_t at = 0; at < chart->step_count; at++) {
        make_step(m, flow, at);
    }
}

static void fill_text(struct chance_book *m, uint16_t flow, uint16_t at)
{
    struct flow_step *step = &m->step[flow][at];
    const struct flow_chart *chart = &m->chart[flow];
    char *text = m->text[flow][at];
    (void)snprintf(text, sizeof m->text[0][0], "?");
    if (chart->var_count > 0 && one_in(m, 3)) {
        (void)snprintf(text, sizeof m->text[0][0], "x {%s} y",
                       chart->var[below(m, chart->var_count)].name);
    } else if (may_read(&(struct writing){.m = m}, FLOW_FACT_KNOWN) && one_in(m, 4)) {
        (void)snprintf(text, sizeof m->text[0][0], "{customer.name}!");
    }
    step->text = (struct words){{text, text}};
    if (step->kind == FLOW_BRANCH || step->kind == FLOW_CALL || step->kind == FLOW_AGAIN) {
        step->text = (struct words){{NULL, NULL}};
    }
}

static void fill_flow(struct chance_book *m, uint16_t flow)
{
    for (uint16_t at = 0; at < m->chart[flow].step_count; at++) {
        struct flow_step *step = &m->step[flow][at];
        fill_text(m, flow, at);
        for (uint8_t e = 0; step->kind == FLOW_BRANCH && e + 1 < step->exit_count; e++) {
            step->exit[e].when = write(m, flow, FLOW_TRUTH);
        }
        if (step->kind != FLOW_CALL) {
            continue;
        }
        const struct flow_chart *called = &m->chart[step->call.flow];
        step->call.gift_count = called->input_count;
        for (uint8_t i = 0; i < called->input_count; i++) {
            step->call.gift[i].var = i;
            step->call.gift[i].value = write(m, flow, called->var[i].type);
        }
    }
    for (uint8_t i = 0; i < m->chart[flow].output_count; i++) {
        m->output[flow][i].value = write(m, flow, output_type(i));
    }
}

/* Few facts at a time: the oracle tries all of them together. */
static uint32_t some_facts(struct chance_book *m)
{
    static const uint32_t groups[] = {
        0,
        1U << FLOW_FACT_LEVEL | 1U << FLOW_FACT_KNOWN | 1U << FLOW_FACT_RETURNING,
        1U << FLOW_FACT_LEVEL | 1U << FLOW_FACT_KNOWN | 1U << FLOW_FACT_HQ_REACHABLE,
        1U << FLOW_FACT_HOUR,
        1U << FLOW_FACT_TODAY,
        1U << FLOW_FACT_LANG | 1U << FLOW_FACT_PRINTER,
        1U << FLOW_FACT_HOUR | 1U << FLOW_FACT_OFFICE_OPEN,
        1U << FLOW_FACT_WEEKDAY | 1U << FLOW_FACT_OFFICE_OPEN,
        1U << FLOW_FACT_HQ_REACHABLE | 1U << FLOW_FACT_TODAY,
    };
    return groups[below(m, sizeof groups / sizeof groups[0])];
}

void chance_make(struct chance_book *made, uint32_t seed)
{
    memset(made, 0, sizeof *made);
    made->seed = seed * 2654435761U + 1;
    for (int i = 0; i < 8; i++) {
        (void)below(made, 2);
    }
    made->focus = (enum chance_focus)below(made, CHANCE_FOCI);
    made->facts = some_facts(made);
    if (made->focus == CHANCE_FACTS) {
        made->facts = 1U << FLOW_FACT_LEVEL | 1U << FLOW_FACT_KNOWN | 1U << FLOW_FACT_RETURNING;
    } else if (made->focus != CHANCE_ALL) {
        made->facts = 0;
    }
    made->book = (struct flow_book){.chart = made->chart, .chart_count = CHANCE_FLOWS};
    for (uint16_t flow = CHANCE_FLOWS; flow > 0; flow--) {
        make_frame(made, (uint16_t)(flow - 1));
    }
    for (uint16_t flow = 0; flow < CHANCE_FLOWS; flow++) {
        bool wants = one_in(made, 12) && (made->facts & 1U << FLOW_FACT_LEVEL);
        made->chart[flow].needs = wants ? LEVEL_GREETED : LEVEL_GUEST;
    }
    for (uint16_t flow = 0; flow < CHANCE_FLOWS; flow++) {
        fill_flow(made, flow);
    }
}
