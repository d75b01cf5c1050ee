/*
 * Conditions: evaluated on a small stack, total, no error at run time. Code is checked once
 * (flow_code_check()) and trusted afterwards; the asserts below can only fail by a bug of ours.
 */
#include "flow_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* Like flow_value, but words stay where they are: nothing is copied while evaluating. */
struct slot {
    enum flow_type type;
    int64_t number;
    const char *word;
};

struct stack {
    struct slot slot[LIMIT_EXPR_STACK];
    uint16_t count;
};

/* What a condition is evaluated over. */
struct scope {
    const struct flow_value *vars;
    uint16_t var_count;
    const struct flow_facts *facts;
};

struct flow_value flow_word(const char *word)
{
    struct flow_value value = {.type = FLOW_WORD};
    (void)kstr_copy(value.word, sizeof value.word, word);
    return value;
}

enum flow_type flow_fact_type(enum flow_fact fact)
{
    static const enum flow_type types[FLOW_FACT_COUNT] = {
        [FLOW_FACT_LEVEL] = FLOW_NUMBER,      [FLOW_FACT_KNOWN] = FLOW_TRUTH,
        [FLOW_FACT_RETURNING] = FLOW_TRUTH,   [FLOW_FACT_HOUR] = FLOW_NUMBER,
        [FLOW_FACT_WEEKDAY] = FLOW_NUMBER,    [FLOW_FACT_TODAY] = FLOW_NUMBER,
        [FLOW_FACT_OFFICE_OPEN] = FLOW_TRUTH, [FLOW_FACT_HQ_REACHABLE] = FLOW_TRUTH,
        [FLOW_FACT_PRINTER] = FLOW_TRUTH,     [FLOW_FACT_LANG] = FLOW_WORD,
    };
    KASSERT((unsigned)fact < FLOW_FACT_COUNT);
    return types[fact];
}

int flow_op_takes(enum flow_op op)
{
    if (op <= FLOW_OP_FACT) {
        return 0;
    }
    return op == FLOW_OP_KNOWN || op == FLOW_OP_NOT ? 1 : 2;
}

enum flow_type flow_op_type(enum flow_op op, enum flow_type left, enum flow_type right)
{
    if (op == FLOW_OP_KNOWN) {
        return FLOW_TRUTH;
    }
    if (op == FLOW_OP_NOT) {
        return right == FLOW_TRUTH ? FLOW_TRUTH : FLOW_UNKNOWN;
    }
    if (left != right) {
        return FLOW_UNKNOWN;
    }
    if (op == FLOW_OP_AND || op == FLOW_OP_OR) {
        return left == FLOW_TRUTH ? FLOW_TRUTH : FLOW_UNKNOWN;
    }
    if (op == FLOW_OP_EQ || op == FLOW_OP_NE) {
        return FLOW_TRUTH;
    }
    if (left != FLOW_NUMBER) {
        return FLOW_UNKNOWN;
    }
    return op == FLOW_OP_ADD || op == FLOW_OP_SUB ? FLOW_NUMBER : FLOW_TRUTH;
}

static struct slot truth(bool holds)
{
    return (struct slot){.type = FLOW_TRUTH, .number = holds ? 1 : 0};
}

static bool is_true(struct slot slot)
{
    return slot.type == FLOW_TRUTH && slot.number != 0;
}

static void push(struct stack *stack, struct slot slot)
{
    KASSERT(stack->count < LIMIT_EXPR_STACK);
    stack->slot[stack->count++] = slot;
}

static struct slot pop(struct stack *stack)
{
    KASSERT(stack->count > 0);
    return stack->slot[--stack->count];
}

static struct slot fact_slot(enum flow_fact fact, const struct flow_facts *facts)
{
    int64_t number = facts->value[fact];
    if (fact != FLOW_FACT_LANG) {
        return (struct slot){.type = flow_fact_type(fact), .number = number};
    }
    if (number < 0 || number >= LANG_COUNT) {
        return (struct slot){.type = FLOW_UNKNOWN};
    }
    return (struct slot){.type = FLOW_WORD, .word = lang_name((enum lang)number)};
}

static struct slot load(const struct flow_instr *instr, const struct scope *scope)
{
    if (instr->op == FLOW_OP_WORD) {
        return (struct slot){.type = FLOW_WORD, .word = instr->word};
    }
    if (instr->op == FLOW_OP_VAR) {
        KASSERT(instr->number >= 0 && instr->number < scope->var_count);
        const struct flow_value *var = &scope->vars[instr->number];
        return (struct slot){.type = var->type, .number = var->number, .word = var->word};
    }
    if (instr->op == FLOW_OP_FACT) {
        KASSERT(instr->number >= 0 && instr->number < FLOW_FACT_COUNT);
        return fact_slot((enum flow_fact)instr->number, scope->facts);
    }
    return instr->op == FLOW_OP_TRUTH ? truth(instr->number != 0)
                                      : (struct slot){.type = FLOW_NUMBER, .number = instr->number};
}

/* -1, 0, 1; for equality of words and truths only 0 matters. */
static int compare(struct slot left, struct slot right)
{
    if (left.type == FLOW_WORD) {
        return strcmp(left.word, right.word);
    }
    return (left.number > right.number) - (left.number < right.number);
}

static int64_t add_saturating(int64_t a, int64_t b)
{
    if (b > 0 && a > INT64_MAX - b) {
        return INT64_MAX;
    }
    if (b < 0 && a < INT64_MIN - b) {
        return INT64_MIN;
    }
    return a + b;
}

static int64_t sub_saturating(int64_t a, int64_t b)
{
    if (b < 0 && a > INT64_MAX + b) {
        return INT64_MAX;
    }
    if (b > 0 && a < INT64_MIN + b) {
        return INT64_MIN;
    }
    return a - b;
}

static struct slot sum(enum flow_op op, struct slot left, struct slot right)
{
    if (left.type != FLOW_NUMBER || right.type != FLOW_NUMBER) {
        return (struct slot){.type = FLOW_UNKNOWN};
    }
    int64_t number = op == FLOW_OP_ADD ? add_saturating(left.number, right.number)
                                       : sub_saturating(left.number, right.number);
    return (struct slot){.type = FLOW_NUMBER, .number = number};
}

/* A comparison with something unknown is false, also "!=". */
static struct slot relation(enum flow_op op, struct slot left, struct slot right)
{
    if (left.type == FLOW_UNKNOWN || left.type != right.type) {
        return truth(false);
    }
    int order = compare(left, right);
    const bool holds[FLOW_OP_COUNT] = {
        [FLOW_OP_EQ] = order == 0,
        [FLOW_OP_NE] = order != 0,
        [FLOW_OP_LT] = order<0, [FLOW_OP_LE] = order <= 0, [FLOW_OP_GT] = order> 0,
        [FLOW_OP_GE] = order >= 0,
    };
    return truth(holds[op]);
}

static struct slot combine(enum flow_op op, struct slot left, struct slot right)
{
    if (op == FLOW_OP_AND) {
        return truth(is_true(left) && is_true(right));
    }
    if (op == FLOW_OP_OR) {
        return truth(is_true(left) || is_true(right));
    }
    return op == FLOW_OP_ADD || op == FLOW_OP_SUB ? sum(op, left, right)
                                                  : relation(op, left, right);
}

static void run_instr(struct stack *stack, const struct flow_instr *instr,
                      const struct scope *scope)
{
    int takes = flow_op_takes(instr->op);
    if (takes == 0) {
        push(stack, load(instr, scope));
        return;
    }
    struct slot right = pop(stack);
    if (instr->op == FLOW_OP_KNOWN) {
        push(stack, truth(right.type != FLOW_UNKNOWN));
    } else if (instr->op == FLOW_OP_NOT) {
        push(stack, truth(!is_true(right)));
    } else {
        struct slot left = pop(stack);
        push(stack, combine(instr->op, left, right));
    }
}

struct flow_value flow_eval(const struct flow_expr *expr, const struct flow_value *vars,
                            uint16_t var_count, const struct flow_facts *facts)
{
    KASSERT(expr->code_count > 0);
    struct stack stack = {.count = 0};
    const struct scope scope = {.vars = vars, .var_count = var_count, .facts = facts};
    for (uint16_t i = 0; i < expr->code_count; i++) {
        run_instr(&stack, &expr->code[i], &scope);
    }
    struct slot result = pop(&stack);
    KASSERT(stack.count == 0);
    if (result.type == FLOW_WORD) {
        return flow_word(result.word);
    }
    return (struct flow_value){.type = result.type, .number = result.number};
}

bool flow_holds(const struct flow_expr *expr, const struct flow_frame *frame, uint16_t var_count,
                const struct flow_facts *facts)
{
    struct flow_value value = flow_eval(expr, frame->var, var_count, facts);
    return value.type == FLOW_TRUTH && value.number != 0;
}

/* Type of what an operation without operands pushes; FLOW_UNKNOWN when it names nothing. */
static enum flow_type load_type(const struct flow_instr *instr, const struct flow_chart *chart)
{
    if (instr->op == FLOW_OP_NUMBER) {
        return FLOW_NUMBER;
    }
    if (instr->op == FLOW_OP_TRUTH) {
        return instr->number == 0 || instr->number == 1 ? FLOW_TRUTH : FLOW_UNKNOWN;
    }
    if (instr->op == FLOW_OP_WORD) {
        bool fits = instr->word && strnlen(instr->word, LIMIT_FIELD_BYTES) < LIMIT_FIELD_BYTES;
        return fits ? FLOW_WORD : FLOW_UNKNOWN;
    }
    int64_t end = instr->op == FLOW_OP_VAR ? chart->var_count : FLOW_FACT_COUNT;
    if (instr->number < 0 || instr->number >= end) {
        return FLOW_UNKNOWN;
    }
    return instr->op == FLOW_OP_VAR ? chart->var[instr->number].type
                                    : flow_fact_type((enum flow_fact)instr->number);
}

enum kcode flow_code_check(const struct flow_expr *expr, const struct flow_chart *chart,
                           enum flow_type *ret_type, struct kerr *err)
{
    if (expr->code_count == 0 || expr->code_count > LIMIT_EXPR_CODE || !expr->code) {
        return kerr_fail(err, K_E_FORMAT, "condition: %d instructions, 1 to %d are allowed",
                         expr->code_count, LIMIT_EXPR_CODE);
    }
    enum flow_type stack[LIMIT_EXPR_STACK];
    int count = 0;
    for (int i = 0; i < expr->code_count; i++) {
        const struct flow_instr *instr = &expr->code[i];
        if ((unsigned)instr->op >= FLOW_OP_COUNT) {
            return kerr_fail(err, K_E_FORMAT, "condition: instruction %d is unknown", i);
        }
        int takes = flow_op_takes(instr->op);
        if (count < takes || count - takes >= LIMIT_EXPR_STACK) {
            return kerr_fail(err, K_E_FORMAT, "condition: instruction %d leaves the stack", i);
        }
        enum flow_type right = takes >= 1 ? stack[count - 1] : FLOW_UNKNOWN;
        enum flow_type left = takes == 2 ? stack[count - 2] : FLOW_UNKNOWN;
        enum flow_type type =
            takes == 0 ? load_type(instr, chart) : flow_op_type(instr->op, left, right);
        if (type == FLOW_UNKNOWN) {
            return kerr_fail(err, K_E_FORMAT, "condition: instruction %d does not fit its values",
                             i);
        }
        count -= takes;
        stack[count++] = type;
    }
    if (count != 1) {
        return kerr_fail(err, K_E_FORMAT, "condition: %d values are left, not one", count);
    }
    *ret_type = stack[0];
    return K_OK;
}
