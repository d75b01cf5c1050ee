/* A book by chance, to be read. */
#include "chance.h"

#include <inttypes.h>
#include <stdio.h>

static void print_expr(const struct flow_chart *chart, const struct flow_expr *expr)
{
    static const char *const ops[FLOW_OP_COUNT] = {
        [FLOW_OP_KNOWN] = "known", [FLOW_OP_NOT] = "not", [FLOW_OP_AND] = "and",
        [FLOW_OP_OR] = "or",       [FLOW_OP_EQ] = "=",    [FLOW_OP_NE] = "!=",
        [FLOW_OP_LT] = "<",        [FLOW_OP_LE] = "<=",   [FLOW_OP_GT] = ">",
        [FLOW_OP_GE] = ">=",       [FLOW_OP_ADD] = "+",   [FLOW_OP_SUB] = "-"};
    for (uint16_t i = 0; i < expr->code_count; i++) {
        const struct flow_instr *instr = &expr->code[i];
        if (instr->op == FLOW_OP_VAR) {
            printf(" %s", chart->var[instr->number].name);
        } else if (instr->op == FLOW_OP_FACT) {
            printf(" %s", flow_fact_name((enum flow_fact)instr->number));
        } else if (instr->op == FLOW_OP_WORD) {
            printf(" '%s'", instr->word);
        } else if (instr->op <= FLOW_OP_TRUTH) {
            printf(" %s%" PRId64, instr->op == FLOW_OP_TRUTH ? "truth" : "", instr->number);
        } else {
            printf(" %s", ops[instr->op]);
        }
    }
}

static void print_step(const struct chance_book *made, const struct flow_chart *chart, uint16_t at)
{
    const struct flow_step *step = &chart->step[at];
    printf("  %s %s needs %d \"%s\"", step->id, flow_kind_name(step->kind), (int)step->needs,
           step->text.in[0] ? step->text.in[0] : "");
    if (step->kind == FLOW_INPUT) {
        printf(" type %d %" PRId64 "..%" PRId64, (int)step->input.type, step->input.min,
               step->input.max);
    }
    if (step->kind == FLOW_CALL) {
        printf(" %s", made->chart[step->call.flow].id);
        for (uint8_t i = 0; i < step->call.gift_count; i++) {
            printf(" give");
            print_expr(chart, &step->call.gift[i].value);
        }
        for (uint8_t i = 0; i < step->call.take_count; i++) {
            printf(" take o%d", step->call.take[i].output);
        }
    }
    for (uint8_t e = 0; e < step->exit_count; e++) {
        printf(" |");
        print_expr(chart, &step->exit[e].when);
        printf(" -> %d", step->exit[e].to == FLOW_NO_STEP ? -1 : step->exit[e].to);
    }
    printf("\n");
}

void chance_print(const struct chance_book *made)
{
    for (uint16_t f = 0; f < CHANCE_FLOWS; f++) {
        const struct flow_chart *chart = &made->chart[f];
        printf("%s topic %d needs %d\n", chart->id, chart->topic, (int)chart->needs);
        for (uint8_t i = 0; i < chart->output_count; i++) {
            printf("  o%d:", i);
            print_expr(chart, &chart->output[i].value);
            printf("\n");
        }
        for (uint16_t at = 0; at < chart->step_count; at++) {
            print_step(made, chart, at);
        }
    }
}
