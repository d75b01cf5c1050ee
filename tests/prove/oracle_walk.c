/* The moves between two answers, once more and as plainly as can be. */
#include "oracle_internal.h"

#include "check.h"

#include <stdio.h>
#include <string.h>

/* ---- what a condition hangs on ---- */

enum sure { SURE_NO, SURE_YES, SURE_NOT };

struct item {
    struct flow_value value; /* as the engine sees it */
    enum sure sure;
    uint16_t var; /* what it hangs on */
};

static struct item of_value(struct flow_value value)
{
    return (struct item){value, value.number ? SURE_YES : SURE_NO, FLOW_NO_VAR};
}

/* The engine's value of one operation on constants. */
static struct flow_value compute(enum flow_op op, const struct item *a, const struct item *b)
{
    static const struct flow_facts none = {{0}};
    const struct flow_instr code[] = {
        {FLOW_OP_VAR, 0, NULL}, {FLOW_OP_VAR, 1, NULL}, {op, 0, NULL}};
    const struct flow_instr one[] = {{FLOW_OP_VAR, 0, NULL}, {op, 0, NULL}};
    const struct flow_value vars[] = {a->value, b ? b->value : a->value};
    const struct flow_expr expr = {b ? code : one, b ? 3 : 2};
    return flow_eval(&expr, vars, 2, &none);
}

static struct item logic(enum flow_op op, const struct item *a, const struct item *b)
{
    struct item item = of_value(compute(op, a, b));
    enum sure wins = op == FLOW_OP_AND ? SURE_NO : SURE_YES;
    if (a->sure == wins || b->sure == wins) {
        item.sure = wins;
    } else if (a->sure == SURE_NOT || b->sure == SURE_NOT) {
        item.sure = SURE_NOT;
        item.var = a->sure == SURE_NOT ? a->var : b->var;
    } else {
        item.sure = wins == SURE_NO ? SURE_YES : SURE_NO;
    }
    return item;
}

static struct item binary(enum flow_op op, const struct item *a, const struct item *b)
{
    if (op == FLOW_OP_AND || op == FLOW_OP_OR) {
        return logic(op, a, b);
    }
    struct item item = of_value(compute(op, a, b));
    if (a->sure == SURE_NOT || b->sure == SURE_NOT) {
        item.sure = SURE_NOT;
        item.var = a->sure == SURE_NOT ? a->var : b->var;
    }
    return item;
}

static struct item unary(enum flow_op op, const struct item *a)
{
    struct item item = of_value(compute(op, a, NULL));
    if (op == FLOW_OP_NOT && a->sure == SURE_NOT) {
        item.sure = SURE_NOT;
        item.var = a->var;
    }
    return item;
}

static struct item load(const struct flow_instr *instr, const struct flow_frame *frame,
                        const struct flow_facts *facts)
{
    const struct flow_expr expr = {instr, 1};
    struct item item = of_value(flow_eval(&expr, frame->var, LIMIT_FLOW_VARS, facts));
    if (item.value.type == FLOW_UNKNOWN) {
        item.sure = SURE_NOT;
        item.var = (uint16_t)instr->number;
    }
    return item;
}

/* Operations take what the stack has: flow_check() has seen to it. */
static struct item judge(const struct flow_expr *expr, const struct flow_frame *frame,
                         const struct flow_facts *facts)
{
    struct item stack[LIMIT_EXPR_STACK + 1];
    int count = 0;
    memset(stack, 0, sizeof stack);
    for (uint16_t i = 0; i < expr->code_count; i++) {
        enum flow_op op = expr->code[i].op;
        if (op <= FLOW_OP_FACT) {
            stack[count++] = load(&expr->code[i], frame, facts);
        } else if (op == FLOW_OP_KNOWN || op == FLOW_OP_NOT) {
            stack[count - 1] = unary(op, &stack[count - 1]);
        } else {
            stack[count - 2] = binary(op, &stack[count - 2], &stack[count - 1]);
            count--;
        }
    }
    struct flow_value engine = flow_eval(expr, frame->var, LIMIT_FLOW_VARS, facts);
    assert_int_equal(engine.type, stack[0].value.type);
    assert_int_equal(engine.number, stack[0].value.number);
    return stack[0];
}

/* ---- faults ---- */

static struct oracle_fault fault(enum prove_kind kind, const struct flow_frame *frame)
{
    return (struct oracle_fault){kind,       frame->flow, frame->step,
                                 PROVE_NONE, PROVE_NONE,  FLOW_NO_VAR};
}

bool oracle_shows(const struct flow_step *step, const char *name)
{
    char mark[64];
    (void)snprintf(mark, sizeof mark, "{%s}", name);
    return step->text.in[LANG_KO] && strstr(step->text.in[LANG_KO], mark);
}

static bool is_known(int who)
{
    return who != PROVE_GUEST && who != PROVE_PHONE;
}

static int level_of(int who)
{
    static const int levels[PROVE_WHO_COUNT] = {0, 1, 1, 2, 3, 1, 2, 3};
    return levels[who];
}

int oracle_needs(const struct flow_book *book, const struct spot *spot)
{
    const struct flow_frame *top = &spot->frame[spot->depth - 1];
    int needs = (int)book->chart[top->flow].step[top->step].needs;
    for (int i = 0; i < spot->depth; i++) {
        int of_flow = (int)book->chart[spot->frame[i].flow].needs;
        needs = of_flow > needs ? of_flow : needs;
    }
    return needs;
}

static void look_at_text(struct looking *l, const struct spot *spot, const struct flow_step *step,
                         int needs)
{
    const struct flow_frame *frame = &spot->frame[spot->depth - 1];
    const struct flow_chart *chart = &l->book->chart[frame->flow];
    for (uint16_t v = 0; v < chart->var_count; v++) {
        if (oracle_shows(step, chart->var[v].name) && frame->var[v].type == FLOW_UNKNOWN) {
            struct oracle_fault hole = fault(PROVE_HOLE, frame);
            hole.var = v;
            oracle_note(l, hole);
        }
    }
    if (oracle_shows(step, "customer.name") && !is_known(spot->who) &&
        level_of(spot->who) >= needs) {
        oracle_note(l, fault(PROVE_NAMELESS, frame));
    }
}

/* ---- moves ---- */

static void branch(struct looking *l, struct flow_frame *frame, const struct flow_step *step,
                   const struct flow_facts *facts)
{
    uint8_t e = 0;
    for (; step->exit[e].when.code_count > 0; e++) {
        struct item item = judge(&step->exit[e].when, frame, facts);
        if (item.sure == SURE_NOT) {
            struct oracle_fault unset = fault(PROVE_UNSET_CASE, frame);
            unset.exit = e;
            unset.var = item.var;
            oracle_note(l, unset);
        }
        if (item.value.number) {
            break;
        }
        l->seen->failed[frame->flow][frame->step][e] = true;
    }
    l->seen->held[frame->flow][frame->step][e] = true;
    for (uint8_t other = (uint8_t)(e + 1); other + 1 < step->exit_count; other++) {
        if (judge(&step->exit[other].when, frame, facts).value.number &&
            step->exit[other].to != step->exit[e].to) {
            struct oracle_fault overlap = fault(PROVE_CASE_OVERLAP, frame);
            overlap.exit = e;
            overlap.other = other;
            oracle_note(l, overlap);
        }
    }
    frame->step = step->exit[e].to;
}

/* The value for another flow; what is not sure is a fault. */
static struct flow_value hand(struct looking *l, const struct flow_expr *expr,
                              const struct flow_frame *frame, const struct flow_facts *facts,
                              struct oracle_fault unset)
{
    struct item item = judge(expr, frame, facts);
    if (item.sure == SURE_NOT) {
        unset.var = item.var;
        oracle_note(l, unset);
    }
    return item.value;
}

static void call(struct looking *l, struct spot *spot, const struct flow_step *step,
                 const struct flow_facts *facts)
{
    struct flow_frame *caller = &spot->frame[spot->depth - 1];
    struct flow_frame *called = &spot->frame[spot->depth];
    memset(called, 0, sizeof *called);
    called->flow = step->call.flow;
    for (uint8_t i = 0; i < step->call.gift_count; i++) {
        struct oracle_fault unset = fault(PROVE_UNSET_GIVEN, caller);
        unset.exit = i;
        called->var[step->call.gift[i].var] =
            hand(l, &step->call.gift[i].value, caller, facts, unset);
    }
    l->seen->entered[step->call.flow] = true;
    spot->depth++;
}

static void come_back(struct looking *l, struct spot *spot, const struct flow_facts *facts)
{
    struct flow_frame *called = &spot->frame[spot->depth - 1];
    struct flow_frame *caller = &spot->frame[spot->depth - 2];
    const struct flow_step *step = &l->book->chart[caller->flow].step[caller->step];
    for (uint8_t i = 0; i < step->call.take_count; i++) {
        const struct flow_take *take = &step->call.take[i];
        struct oracle_fault unset = fault(PROVE_UNSET_OUTPUT, called);
        unset.exit = i;
        caller->var[take->var] =
            hand(l, &l->book->chart[called->flow].output[take->output].value, called, facts, unset);
    }
    memset(called, 0, sizeof *called);
    spot->depth--;
    caller->step = step->exit[0].to;
}

static void end(struct looking *l, struct spot *spot, const struct flow_step *step,
                enum flow_outcome outcome)
{
    const struct flow_frame *frame = &spot->frame[spot->depth - 1];
    look_at_text(l, spot, step, 0);
    spot->at = FLOW_AT_END;
    spot->outcome = outcome;
    spot->end_flow = frame->flow;
    spot->end_step = frame->step;
}

static void rest(struct looking *l, const struct spot *spot, const struct flow_step *step)
{
    int needs = oracle_needs(l->book, spot);
    look_at_text(l, spot, step, needs);
    if (spot->who != PROVE_GUEST && level_of(spot->who) < needs) {
        oracle_note(l, fault(PROVE_LOCKED, &spot->frame[spot->depth - 1]));
    }
}

void oracle_walk(struct looking *l, struct spot *spot, const struct flow_facts *facts)
{
    for (int moves = 0; spot->at == FLOW_AT_STEP; moves++) {
        assert_true(moves <= LIMIT_FLOW_MOVES);
        struct flow_frame *frame = &spot->frame[spot->depth - 1];
        const struct flow_step *step = &l->book->chart[frame->flow].step[frame->step];
        l->seen->reached[frame->flow][frame->step] = true;
        if (step->kind == FLOW_BRANCH) {
            branch(l, frame, step, facts);
        } else if (step->kind == FLOW_CALL) {
            call(l, spot, step, facts);
        } else if (step->kind == FLOW_AGAIN) {
            bool back = frame->again_taken[frame->step] < step->again.times;
            frame->again_taken[frame->step] = (uint8_t)(frame->again_taken[frame->step] + back);
            frame->step = step->exit[back ? 0 : 1].to;
        } else if (step->kind == FLOW_HAND_OVER) {
            end(l, spot, step, FLOW_HANDED_OVER);
        } else if (step->kind == FLOW_END && spot->depth > 1) {
            come_back(l, spot, facts);
        } else if (step->kind == FLOW_END) {
            end(l, spot, step, step->end.outcome);
        } else {
            rest(l, spot, step);
            return;
        }
    }
}
