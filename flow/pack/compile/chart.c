/*
 * flows/: the heads of all flows first, then their steps, called flows before their callers: so a
 * caller knows the inputs and outputs of what it calls, and flows that call in a circle are what is
 * left over.
 */
#include "compile_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

static const char *const levels[] = {"guest", "greeted", "own", "change", NULL};
static const char *const value_types[] = {"", "truth", "number", "word", NULL};

struct head {
    struct flow_chart chart;
    const struct node *topic, *keywords, *inputs, *outputs, *steps;
};

static const struct field head_fields[] = {
    FIELD_AS("id", FIELD_ID, true, struct head, chart.id, .max = LIMIT_ID_BYTES),
    FIELD_AS("title", FIELD_WORDS, true, struct head, chart.title, .max = LIMIT_LABEL_BYTES),
    FIELD_AS("summary", FIELD_WORDS, false, struct head, chart.summary, .max = LIMIT_TEXT_BYTES),
    FIELD_AS("icon", FIELD_ID, false, struct head, chart.icon, .max = LIMIT_ID_BYTES),
    FIELD_AS("minutes", FIELD_INT, false, struct head, chart.minutes, .min = 1, .max = 120),
    FIELD_AS("needs", FIELD_NAME, false, struct head, chart.needs, .names = levels),
    FIELD(FIELD_NODE, false, struct head, topic, .max = 0),
    FIELD(FIELD_NODE, false, struct head, keywords, .max = 0),
    FIELD(FIELD_NODE, false, struct head, inputs, .max = 0),
    FIELD(FIELD_NODE, false, struct head, outputs, .max = 0),
    FIELD(FIELD_NODE, true, struct head, steps, .max = 0),
};

struct input {
    enum flow_type type;
    const struct node *values;
};

static const struct field input_fields[] = {
    FIELD(FIELD_NAME, true, struct input, type, .names = value_types),
    FIELD(FIELD_NODE, false, struct input, values, .max = 0),
};

bool var_add(struct compile *c, struct draft *draft, struct place at, struct flow_var var)
{
    struct flow_chart *chart = draft->chart;
    for (uint16_t i = 0; i < chart->var_count; i++) {
        if (strcmp(draft->var[i].name, var.name) == 0) {
            source_tell(c->source, at, A070_NAME_TAKEN, DIAG_ARGS(var.name));
            return false;
        }
    }
    if (chart->var_count == LIMIT_FLOW_VARS) {
        source_tell(c->source, at, A071_TOO_MANY_ANSWERS,
                    DIAG_ARGS(diag_number(LIMIT_FLOW_VARS).text));
        return false;
    }
    draft->var[chart->var_count++] = var;
    return true;
}

const struct node *input_values(const struct draft *draft, uint16_t var)
{
    if (var >= draft->chart->input_count) {
        return NULL;
    }
    const struct node *input = draft->inputs->child;
    while (strcmp(input->key, draft->var[var].name) != 0) {
        input = input->next; /* every input variable comes from this list */
    }
    return node_get(input, "values");
}

static void read_inputs(struct compile *c, struct draft *draft, const struct node *map)
{
    if (map == NULL || !field_is(c->source, map, NODE_MAP, "inputs")) {
        return;
    }
    if (map->count > LIMIT_FLOW_OUTPUTS) {
        source_tell(c->source, map->at, A043_WRONG_COUNT,
                    DIAG_ARGS(map->key, diag_number((long long)map->count).text, "0",
                              diag_number(LIMIT_FLOW_OUTPUTS).text));
        return;
    }
    draft->inputs = map;
    for (const struct node *node = map->child; node != NULL; node = node->next) {
        struct input input = {0};
        bool ok = field_read(c->source, node, FIELDS(input_fields), &input);
        struct flow_var var = {.name = node->key, .type = input.type, .step = FLOW_NO_STEP};
        if (ok && var_add(c, draft, node->key_at, var)) {
            draft->chart->input_count++;
        }
    }
}

/* Names only: their values are compiled with the steps. */
static void read_outputs(struct compile *c, struct draft *draft, const struct node *map)
{
    if (map == NULL || !field_is(c->source, map, NODE_MAP, "outputs")) {
        return;
    }
    if (map->count > LIMIT_FLOW_OUTPUTS) {
        source_tell(c->source, map->at, A043_WRONG_COUNT,
                    DIAG_ARGS(map->key, diag_number((long long)map->count).text, "0",
                              diag_number(LIMIT_FLOW_OUTPUTS).text));
        return;
    }
    draft->outputs = map;
    draft->output = karena_take(&c->source->arena, map->count + 1, sizeof *draft->output);
    draft->chart->output = draft->output;
    for (const struct node *node = map->child; node != NULL; node = node->next) {
        draft->output[draft->chart->output_count++].name = node->key;
    }
}

static void read_steps_head(struct compile *c, struct draft *draft, const struct node *list)
{
    if (list == NULL || !field_is(c->source, list, NODE_LIST, "steps")) {
        return;
    }
    if (list->count == 0 || list->count > LIMIT_FLOW_STEPS) {
        source_tell(c->source, list->at, A043_WRONG_COUNT,
                    DIAG_ARGS(list->key, diag_number((long long)list->count).text, "1",
                              diag_number(LIMIT_FLOW_STEPS).text));
        return;
    }
    draft->steps = list;
    draft->step = karena_take(&c->source->arena, list->count, sizeof *draft->step);
    draft->chart->step = draft->step;
}

static void read_head(struct compile *c, const char *name, struct draft *draft,
                      struct flow_chart *chart)
{
    char path[SOURCE_PATH_SIZE];
    (void)kstr_format(path, sizeof path, "flows/%s", name);
    const struct node *map = node_file(c->source, path, NODE_MAP);
    *chart = (struct flow_chart){.id = source_stem(c->source, name, ".yaml")};
    if (map == NULL) {
        return;
    }
    struct head head = {.chart = {.topic = UINT16_MAX}};
    (void)field_read(c->source, map, FIELDS(head_fields), &head);
    const struct node *id = node_get(map, "id");
    if (head.chart.id != NULL && strcmp(head.chart.id, chart->id) != 0) {
        source_tell(c->source, id->at, A045_NOT_THE_FILE_NAME, DIAG_ARGS(head.chart.id));
    }
    head.chart.id = chart->id;
    *chart = head.chart;
    draft->chart = chart;
    draft->map = map;
    draft->var = karena_take(&c->source->arena, LIMIT_FLOW_VARS, sizeof *draft->var);
    chart->var = draft->var;
    if (head.topic != NULL) {
        chart->topic = topic_named(c, head.topic);
    }
    draft->keywords = field_keywords(c->source, head.keywords);
    read_inputs(c, draft, head.inputs);
    read_outputs(c, draft, head.outputs);
    read_steps_head(c, draft, head.steps);
}

static const char *flow_name(const void *names, size_t index)
{
    const struct flow_book *book = names;
    return index < book->chart_count ? book->chart[index].id : NULL;
}

uint16_t flow_named(struct compile *c, const struct node *name)
{
    const char *id = NULL;
    const struct flow_book *book = &c->data.content.book;
    if (!field_id(c->source, name, &id)) {
        return UINT16_MAX;
    }
    for (uint16_t i = 0; i < book->chart_count; i++) {
        if (strcmp(book->chart[i].id, id) == 0) {
            return i;
        }
    }
    source_tell_near(c->source, name->at, A102_NO_SUCH_FLOW, DIAG_ARGS(id),
                     source_near(id, flow_name, book));
    return UINT16_MAX;
}

/* Index of the flow that a step calls, UINT16_MAX when it calls none (that exists). */
static uint16_t called_by(const struct compile *c, const struct node *step)
{
    const struct node *name = step->kind == NODE_MAP ? node_get(step, "call") : NULL;
    const struct flow_book *book = &c->data.content.book;
    for (uint16_t i = 0; name != NULL && name->kind == NODE_WORD && i < book->chart_count; i++) {
        if (strcmp(book->chart[i].id, name->text) == 0) {
            return i;
        }
    }
    return UINT16_MAX;
}

/* Depth of a flow once all it calls are done, 0 before; *ret_call is a call that is not. */
static uint8_t depth_of(const struct compile *c, const struct draft *draft,
                        const struct node **ret_call)
{
    uint8_t deepest = 0;
    for (const struct node *step = draft->steps->child; step != NULL; step = step->next) {
        uint16_t called = called_by(c, step);
        if (called == UINT16_MAX || c->flow[called].steps == NULL) {
            continue;
        }
        if (c->flow[called].depth == 0) {
            *ret_call = node_get(step, "call");
            return 0;
        }
        deepest = c->flow[called].depth > deepest ? c->flow[called].depth : deepest;
    }
    return (uint8_t)(deepest + 1);
}

/* Read the steps of every flow whose called flows are done; how many that were. */
static int read_ready(struct compile *c)
{
    int read = 0;
    const struct node *call = NULL;
    for (uint16_t i = 0; i < c->data.content.book.chart_count; i++) {
        struct draft *draft = &c->flow[i];
        if (draft->steps == NULL || draft->depth > 0) {
            continue;
        }
        draft->depth = depth_of(c, draft, &call);
        if (draft->depth > LIMIT_FLOW_NESTING) {
            source_tell(
                c->source, draft->steps->at, A108_CALLS_TOO_DEEP,
                DIAG_ARGS(diag_number(draft->depth).text, diag_number(LIMIT_FLOW_NESTING).text));
        }
        if (draft->depth > 0) {
            steps_read(c, draft);
            read++;
        }
    }
    return read;
}

/* What flow `from` calls and was not seen yet, behind todo[count]; the new count. */
static uint16_t add_calls(const struct compile *c, uint16_t from, bool *seen, uint16_t *todo,
                          uint16_t count)
{
    const struct node *steps = c->flow[from].steps;
    for (const struct node *step = steps ? steps->child : NULL; step != NULL; step = step->next) {
        uint16_t called = called_by(c, step);
        if (called != UINT16_MAX && !seen[called]) {
            seen[called] = true;
            todo[count++] = called;
        }
    }
    return count;
}

/* The first call of this flow that leads to `to` in the end; NULL when none does. */
static const struct node *call_to(const struct compile *c, uint16_t from, uint16_t to)
{
    bool seen[LIMIT_FLOWS] = {false};
    uint16_t todo[LIMIT_FLOWS];
    for (const struct node *step = c->flow[from].steps->child; step != NULL; step = step->next) {
        uint16_t count = 0;
        uint16_t next = called_by(c, step);
        memset(seen, 0, sizeof seen);
        while (next != UINT16_MAX && next != to) {
            count = add_calls(c, next, seen, todo, count);
            next = count > 0 ? todo[--count] : UINT16_MAX;
        }
        if (next == to) {
            return node_get(step, "call");
        }
    }
    return NULL;
}

static void tell_circles(struct compile *c)
{
    for (uint16_t i = 0; i < c->data.content.book.chart_count; i++) {
        const struct draft *draft = &c->flow[i];
        const struct node *call =
            draft->steps != NULL && draft->depth == 0 ? call_to(c, i, i) : NULL;
        if (call != NULL) {
            source_tell(c->source, call->at, A107_CALL_CIRCLE, DIAG_ARGS(call->text));
        }
    }
}

void flows_read(struct compile *c)
{
    size_t count = 0;
    const char *const *names = source_list(c->source, "flows", ".yaml", &count);
    source_others(c->source, "flows", ".yaml", "");
    if (count > LIMIT_FLOWS) {
        source_tell(c->source, (struct place){"flows", 1, 1}, A043_WRONG_COUNT,
                    DIAG_ARGS("flows", diag_number((long long)count).text, "1",
                              diag_number(LIMIT_FLOWS).text));
        return;
    }
    struct flow_chart *chart = karena_take(&c->source->arena, count + 1, sizeof *chart);
    struct flow_book *book = &c->data.content.book;
    c->flow = karena_take(&c->source->arena, count + 1, sizeof *c->flow);
    book->chart = chart;
    c->chart = chart;
    c->flow_name = names;
    book->chart_count = (uint16_t)count;
    for (size_t i = 0; i < count; i++) {
        chart[i].id =
            source_stem(c->source, names[i], ".yaml"); /* known to all before any is read */
    }
    for (size_t i = 0; i < count; i++) {
        read_head(c, names[i], &c->flow[i], &chart[i]);
    }
    while (read_ready(c) > 0) {
    }
    tell_circles(c);
}
