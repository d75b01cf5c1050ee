/*
 * Steps of one flow: YAML -> struct flow_step, one table of keys and one function per kind. The
 * steps' ids, kinds and answers are gathered first, so that ways and conditions can name them.
 */
#include "step_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

static const char *const levels[] = {"guest", "greeted", "own", "change", NULL};
static const char *const input_types[] = {"number", "text", "date", "phone", "code", NULL};
static const char *const outcomes[] = {"solved", "unsolved", "informed", NULL};

#define ID_FIELD(key, needed, member)                                                              \
    FIELD_AS(key, FIELD_ID, needed, struct step_keys, member, .max = LIMIT_ID_BYTES)
#define TEXT_FIELD(key, needed, member, most)                                                      \
    FIELD_AS(key, FIELD_WORDS, needed, struct step_keys, member, .max = (most))
#define NODE_FIELD(key, needed, member)                                                            \
    FIELD_AS(key, FIELD_NODE, needed, struct step_keys, member, .max = 0)
#define INT_FIELD(key, member, low, high)                                                          \
    FIELD_AS(key, FIELD_INT, false, struct step_keys, member, .min = (low), .max = (high))

/* Keys of every shown step. */
#define SHOWN_FIELDS                                                                               \
    ID_FIELD("id", true, step.id), TEXT_FIELD("more", false, step.more, LIMIT_TEXT_BYTES),         \
        ID_FIELD("picture", false, step.picture), ID_FIELD("icon", false, step.icon),              \
        FIELD_AS("needs", FIELD_NAME, false, struct step_keys, step.needs, .names = levels),       \
        INT_FIELD("seconds", step.seconds, 1, 3600)
#define FIX_FIELD FIELD_AS("fix", FIELD_TRUTH, false, struct step_keys, step.fix, .max = 0)
#define GO_FIELD  NODE_FIELD("go", false, go)

static const struct field tell_fields[] = {
    SHOWN_FIELDS,
    FIX_FIELD,
    GO_FIELD,
    TEXT_FIELD("tell", true, step.text, LIMIT_TEXT_BYTES),
    TEXT_FIELD("done", false, step.done, LIMIT_LABEL_BYTES),
};
static const struct field ask_fields[] = {
    SHOWN_FIELDS,
    FIX_FIELD,
    TEXT_FIELD("ask", true, step.text, LIMIT_TEXT_BYTES),
    NODE_FIELD("choices", true, choices),
};
static const struct field input_fields[] = {
    SHOWN_FIELDS,
    GO_FIELD,
    TEXT_FIELD("input", true, step.text, LIMIT_TEXT_BYTES),
    FIELD_AS("type", FIELD_NAME, true, struct step_keys, step.input.type, .names = input_types),
    INT_FIELD("min", step.input.min, -1000000000000, 1000000000000),
    INT_FIELD("max", step.input.max, -1000000000000, 1000000000000),
    TEXT_FIELD("unit", false, step.input.unit, LIMIT_LABEL_BYTES),
    FIELD_AS("private", FIELD_TRUTH, false, struct step_keys, step.input.is_private, .max = 0),
    INT_FIELD("tries", step.input.tries, 1, 9),
    NODE_FIELD("otherwise", false, otherwise),
};
static const struct field branch_fields[] = {
    ID_FIELD("id", true, step.id),
    NODE_FIELD("branch", true, branch),
};
static const struct field check_fields[] = {
    SHOWN_FIELDS,
    GO_FIELD,
    ID_FIELD("check", true, step.check.question),
    INT_FIELD("wait", step.check.wait_s, 1, 20),
    NODE_FIELD("answers", false, answers),
    TEXT_FIELD("say", true, step.text, LIMIT_TEXT_BYTES),
    NODE_FIELD("offline", true, offline),
    NODE_FIELD("failed", true, failed),
};
static const struct field call_fields[] = {
    ID_FIELD("id", true, step.id),   GO_FIELD,
    NODE_FIELD("call", true, kind),  NODE_FIELD("give", false, give),
    NODE_FIELD("take", false, take),
};
static const struct field again_fields[] = {
    ID_FIELD("id", true, step.id),
    GO_FIELD,
    NODE_FIELD("again", true, kind),
    FIELD_AS("times", FIELD_INT, true, struct step_keys, step.again.times, .min = 1, .max = 9),
};
static const struct field solved_fields[] = {
    SHOWN_FIELDS,
    TEXT_FIELD("solved", true, step.text, LIMIT_TEXT_BYTES),
    NODE_FIELD("yes", false, yes),
    NODE_FIELD("no", true, no),
};
static const struct field hand_over_fields[] = {
    SHOWN_FIELDS,
    ID_FIELD("hand_over", true, step.hand_over.reason),
    TEXT_FIELD("say", false, step.text, LIMIT_TEXT_BYTES),
};
static const struct field end_fields[] = {
    SHOWN_FIELDS,
    FIELD_AS("end", FIELD_NAME, true, struct step_keys, step.end.outcome, .names = outcomes),
    TEXT_FIELD("say", false, step.text, LIMIT_TEXT_BYTES),
};

/* ---- all kinds ---- */

static const struct kind {
    struct fields fields;
    void (*build)(const struct building *b, struct flow_step *step);
} kinds[FLOW_KIND_COUNT] = {
    [FLOW_TELL] = {FIELDS_OF(tell_fields), build_go},
    [FLOW_ASK] = {FIELDS_OF(ask_fields), build_ask},
    [FLOW_INPUT] = {FIELDS_OF(input_fields), build_input},
    [FLOW_BRANCH] = {FIELDS_OF(branch_fields), build_branch},
    [FLOW_CHECK] = {FIELDS_OF(check_fields), build_check},
    [FLOW_CALL] = {FIELDS_OF(call_fields), build_call},
    [FLOW_AGAIN] = {FIELDS_OF(again_fields), build_again},
    [FLOW_SOLVED] = {FIELDS_OF(solved_fields), build_solved},
    [FLOW_HAND_OVER] = {FIELDS_OF(hand_over_fields), build_nothing},
    [FLOW_END] = {FIELDS_OF(end_fields), build_nothing},
};

static const char *kind_name(const void *names, size_t index)
{
    (void)names;
    return index < FLOW_KIND_COUNT ? flow_kind_name((enum flow_kind)index) : NULL;
}

static enum flow_kind step_kind(struct compile *c, const struct node *map)
{
    enum flow_kind found = FLOW_KIND_COUNT;
    int count = 0;
    for (enum flow_kind kind = 0; kind < FLOW_KIND_COUNT; kind++) {
        if (node_get(map, flow_kind_name(kind)) != NULL) {
            found = kind;
            count++;
        }
    }
    const char *near = NULL;
    for (const struct node *key = map->child; key != NULL && count == 0; key = key->next) {
        if (near == NULL && strcmp(key->key, "id") != 0) {
            near = source_near(key->key, kind_name, NULL);
        }
    }
    if (count != 1) {
        source_tell_near(c->source, map->at, A065_STEP_KIND, NULL, near);
    }
    return count == 1 ? found : FLOW_KIND_COUNT;
}

/* ---- before the steps are read: ids, kinds, answers ---- */

/* Type of a step's answer; FLOW_UNKNOWN when it has none. */
static enum flow_type answer_type(const struct node *map, enum flow_kind kind)
{
    const struct node *type = node_get(map, "type");
    bool is_word = type != NULL && type->kind == NODE_WORD;
    switch (kind) {
    case FLOW_ASK:
    case FLOW_CHECK:
    case FLOW_SOLVED:
        return FLOW_WORD;
    case FLOW_INPUT:
        return is_word && (strcmp(type->text, "number") == 0 || strcmp(type->text, "date") == 0)
                   ? FLOW_NUMBER
                   : FLOW_WORD;
    case FLOW_TELL:
    case FLOW_BRANCH:
    case FLOW_CALL:
    case FLOW_AGAIN:
    case FLOW_HAND_OVER:
    case FLOW_END:
    case FLOW_KIND_COUNT:
        break;
    }
    return FLOW_UNKNOWN;
}

static void gather_step(struct compile *c, struct draft *draft, const struct node *map,
                        struct flow_step *step)
{
    *step = (struct flow_step){.id = "", .kind = FLOW_KIND_COUNT, .var = FLOW_NO_VAR};
    if (!field_is(c->source, map, NODE_MAP, DIAG_STEP)) {
        return;
    }
    const struct node *id = node_get(map, "id");
    if (id != NULL &&
        id->kind == NODE_WORD) { /* what is wrong with it is told with the other keys */
        step->id = id->text;
        const struct flow_chart so_far = {.step = draft->step,
                                          .step_count = (uint16_t)(step - draft->step)};
        if (flow_find_step(&so_far, step->id) != UINT16_MAX) {
            tell_twice(c, draft->steps, id);
        }
    }
    step->kind = step_kind(c, map);
    enum flow_type type = answer_type(map, step->kind);
    struct flow_var var = {step->id, type, (uint16_t)(step - draft->step)};
    if (type != FLOW_UNKNOWN && var_add(c, draft, map->at, var)) {
        step->var = (uint16_t)(draft->chart->var_count - 1);
    }
    if (step->kind == FLOW_CALL) {
        call_takes(c, draft, map, step);
    }
}

/* ---- reading ---- */

static void check_texts(const struct building *b, const struct flow_step *step)
{
    const struct node *map = b->keys->map;
    const char *say = node_get(map, "say") != NULL ? "say" : flow_kind_name(step->kind);
    const struct {
        const char *key;
        const struct words *words;
    } texts[] = {{say, &step->text}, {"more", &step->more}, {"done", &step->done}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct node *node = node_get(map, texts[i].key);
        if (node != NULL) {
            template_check(b->c, b->draft, node, texts[i].words);
        }
    }
    if (step->picture != NULL) {
        (void)picture_named(b->c, step->picture, node_get(map, "picture")->at);
    }
}

static void read_step(struct compile *c, struct draft *draft, uint16_t at, const struct node *map)
{
    struct flow_step *step = &draft->step[at];
    if (step->kind == FLOW_KIND_COUNT) {
        return; /* told already */
    }
    struct step_keys keys = {.step = *step, .map = map};
    const struct building b = {.c = c, .draft = draft, .at = at, .keys = &keys};
    const struct kind *kind = &kinds[step->kind];
    (void)field_read(c->source, map, kind->fields, &keys);
    *step = keys.step;
    check_texts(&b, step);
    kind->build(&b, step);
}

static void read_outputs(struct compile *c, struct draft *draft)
{
    const struct node *node = draft->outputs != NULL ? draft->outputs->child : NULL;
    for (uint8_t i = 0; node != NULL; i++) {
        draft->output[i].value = expr_read(c, draft, node, FLOW_UNKNOWN, &draft->output_type[i]);
        node = node->next;
    }
}

/* Mark where the step leads; true when that was new. */
static bool mark_ways(const struct flow_step *step, bool *reached)
{
    bool grew = false;
    for (uint8_t i = 0; i < step->exit_count; i++) {
        uint16_t to = step->exit[i].to;
        if (to != FLOW_NO_STEP && !reached[to]) {
            reached[to] = true;
            grew = true;
        }
    }
    return grew;
}

/* A step that no way leads to is a slip of the author's pen. */
static void check_reached(struct compile *c, const struct draft *draft)
{
    bool reached[LIMIT_FLOW_STEPS] = {true};
    bool grew = true;
    while (grew) {
        grew = false;
        for (uint16_t i = 0; i < draft->chart->step_count; i++) {
            grew = (reached[i] && mark_ways(&draft->step[i], reached)) || grew;
        }
    }
    const struct node *map = draft->steps->child;
    for (uint16_t i = 0; map != NULL; i++) {
        if (!reached[i]) {
            source_tell(c->source, map->at, A106_STEP_NOT_LED_TO, DIAG_ARGS(draft->step[i].id));
        }
        map = map->next;
    }
}

void steps_read(struct compile *c, struct draft *draft)
{
    size_t errors_before = c->source->count[DIAG_ERROR];
    const struct node *map = draft->steps->child;
    for (uint16_t i = 0; map != NULL; i++) {
        gather_step(c, draft, map, &draft->step[i]);
        draft->chart->step_count = (uint16_t)(i + 1);
        map = map->next;
    }
    map = draft->steps->child;
    for (uint16_t i = 0; map != NULL; i++) {
        read_step(c, draft, i, map);
        map = map->next;
    }
    read_outputs(c, draft);
    if (c->source->count[DIAG_ERROR] == errors_before) {
        check_reached(c, draft);
    }
}
