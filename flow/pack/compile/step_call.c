/* A step that calls another flow: what it gives and what it takes. */
#include "step_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* Input of the called flow by name, FLOW_NO_VAR when it has none. */
static uint16_t input_named(const struct draft *called, const char *name)
{
    for (uint16_t i = 0; i < called->chart->input_count; i++) {
        if (strcmp(called->var[i].name, name) == 0) {
            return i;
        }
    }
    return FLOW_NO_VAR;
}

static void build_gift(const struct building *b, struct flow_step *step, const struct draft *called,
                       const struct node *value)
{
    enum flow_type type = FLOW_UNKNOWN;
    uint16_t var = input_named(called, value->key);
    if (var == FLOW_NO_VAR) {
        source_tell_near(b->c->source, value->key_at, A110_NO_SUCH_INPUT,
                         DIAG_ARGS(called->chart->id, value->key),
                         source_near(value->key, node_key_at, called->inputs));
        return;
    }
    struct flow_gift *gift = &step->call.gift[step->call.gift_count++];
    gift->var = var;
    gift->value = expr_read(b->c, b->draft, value, called->var[var].type, &type);
    const struct node *values = input_values(called, var);
    bool is_word = gift->value.code_count == 1 && gift->value.code[0].op == FLOW_OP_WORD;
    if (is_word && values != NULL && !node_holds(values, gift->value.code[0].word)) {
        const char *word = gift->value.code[0].word;
        source_tell_near(b->c->source, value->at, A112_INPUT_IS_NEVER,
                         DIAG_ARGS(value->key, called->chart->id, word),
                         source_near(word, node_word_at, values));
    }
}

static void build_gifts(const struct building *b, struct flow_step *step,
                        const struct draft *called)
{
    const struct node *give = b->keys->give;
    if (give != NULL && field_is(b->c->source, give, NODE_MAP, "give")) {
        for (const struct node *value = give->child; value != NULL; value = value->next) {
            build_gift(b, step, called, value);
        }
    }
    for (uint16_t i = 0; i < called->chart->input_count; i++) {
        bool given =
            give != NULL && give->kind == NODE_MAP && node_get(give, called->var[i].name) != NULL;
        if (!given) {
            source_tell(b->c->source, b->keys->kind->at, A111_INPUT_NOT_GIVEN,
                        DIAG_ARGS(called->chart->id, called->var[i].name));
        }
    }
}

void build_call(const struct building *b, struct flow_step *step)
{
    uint16_t flow = b->keys->kind != NULL ? flow_named(b->c, b->keys->kind) : UINT16_MAX;
    if (flow != UINT16_MAX && b->c->flow[flow].chart != NULL) {
        step->call.flow = flow;
        build_gifts(b, step, &b->c->flow[flow]);
    }
    build_go(b, step);
}

/* ---- take ---- */

static const char *output_name(const void *names, size_t index)
{
    const struct flow_chart *chart = names;
    return index < chart->output_count ? chart->output[index].name : NULL;
}

static uint16_t output_named(const struct flow_chart *chart, const char *name)
{
    uint16_t i = 0;
    while (i < chart->output_count && strcmp(chart->output[i].name, name) != 0) {
        i++;
    }
    return i;
}

static void take_one(struct compile *c, struct draft *draft, const struct draft *called,
                     const struct node *word, struct flow_step *step)
{
    if (!field_is(c->source, word, NODE_WORD, "take")) {
        return;
    }
    uint16_t output = output_named(called->chart, word->text);
    if (output == called->chart->output_count) {
        source_tell_near(c->source, word->at, A113_NO_SUCH_OUTPUT,
                         DIAG_ARGS(called->chart->id, word->text),
                         source_near(word->text, output_name, called->chart));
        return;
    }
    char name[2 * LIMIT_ID_BYTES];
    (void)kstr_format(name, sizeof name, "%s.%s", step->id, word->text);
    struct flow_var var = {.name = karena_text(&c->source->arena, name),
                           .type = called->output_type[output],
                           .step = (uint16_t)(step - draft->step)};
    if (var_add(c, draft, word->at, var)) {
        step->call.take[step->call.take_count++] =
            (struct flow_take){output, (uint16_t)(draft->chart->var_count - 1)};
    }
}

void call_takes(struct compile *c, struct draft *draft, const struct node *map,
                struct flow_step *step)
{
    const struct node *name = node_get(map, "call");
    const struct node *take = node_get(map, "take");
    if (take == NULL || !field_is(c->source, take, NODE_LIST, "take")) {
        return;
    }
    if (take->count > LIMIT_FLOW_OUTPUTS) {
        source_tell(c->source, take->at, A043_WRONG_COUNT,
                    DIAG_ARGS(take->key, diag_number((long long)take->count).text, "0",
                              diag_number(LIMIT_FLOW_OUTPUTS).text));
        return;
    }
    const struct flow_book *book = &c->data.content.book;
    for (uint16_t i = 0; name->kind == NODE_WORD && i < book->chart_count; i++) {
        if (strcmp(book->chart[i].id, name->text) != 0 || c->flow[i].chart == NULL) {
            continue;
        }
        for (const struct node *word = take->child; word != NULL; word = word->next) {
            take_one(c, draft, &c->flow[i], word, step);
        }
    }
}
