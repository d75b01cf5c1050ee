/*
 * What each kind of step has of its own: where it leads, its choices, cases, answers and ranges.
 * Ways point forward; `again` alone points back.
 */
#include "step_internal.h"

#include "kassert.h"

#include <string.h>

/* ---- ways out ---- */

/* The step that a key names, at..: after this one. What was told gives FLOW_NO_STEP. */
static uint16_t forward(const struct building *b, const struct node *name)
{
    uint16_t to = step_named(b->c, b->draft, name);
    if (to != FLOW_NO_STEP && to <= b->at) {
        source_tell(b->c->source, name->at, A103_NOT_BELOW, DIAG_ARGS(name->text));
        return FLOW_NO_STEP;
    }
    return to;
}

/* go, or the next step when it is left out. */
static uint16_t go_or_next(const struct building *b, const struct node *go, struct place at)
{
    if (go != NULL) {
        return forward(b, go);
    }
    if (b->at + 1 == b->draft->chart->step_count) {
        source_tell(b->c->source, at, A105_NOTHING_COMES_AFTER, NULL);
        return FLOW_NO_STEP;
    }
    return (uint16_t)(b->at + 1);
}

static void add_exit(struct flow_step *step, uint16_t to)
{
    KASSERT(step->exit_count < LIMIT_FLOW_EXITS);
    step->exit[step->exit_count++].to = to;
}

void build_go(const struct building *b, struct flow_step *step)
{
    add_exit(step, go_or_next(b, b->keys->go, b->keys->map->at));
}

/* ---- ask ---- */

struct choice {
    struct flow_exit exit;
    const struct node *go;
};

static const struct field choice_fields[] = {
    FIELD_AS("id", FIELD_ID, true, struct choice, exit.id, .max = LIMIT_ID_BYTES),
    FIELD_AS("ko", FIELD_LINE, true, struct choice, exit.label.in[LANG_KO],
             .max = LIMIT_LABEL_BYTES),
    FIELD_AS("en", FIELD_LINE, true, struct choice, exit.label.in[LANG_EN],
             .max = LIMIT_LABEL_BYTES),
    FIELD_AS("more", FIELD_WORDS, false, struct choice, exit.more, .max = LIMIT_LABEL_BYTES),
    FIELD_AS("icon", FIELD_ID, false, struct choice, exit.icon, .max = LIMIT_ID_BYTES),
    FIELD(FIELD_NODE, false, struct choice, go, .max = 0),
};

static void build_choice(const struct building *b, struct flow_step *step, const struct node *map)
{
    struct choice choice = {0};
    if (!field_read(b->c->source, map, FIELDS(choice_fields), &choice)) {
        return;
    }
    for (uint8_t i = 0; i < step->exit_count; i++) {
        if (strcmp(step->exit[i].id, choice.exit.id) == 0) {
            tell_twice(b->c, b->keys->choices, node_get(map, "id"));
        }
    }
    field_note(b->c->source, map, "/label", choice.exit.label, LIMIT_LABEL_BYTES);
    template_check(b->c, b->draft, map, &choice.exit.label);
    template_check(b->c, b->draft, map, &choice.exit.more);
    choice.exit.to = go_or_next(b, choice.go, map->at);
    step->exit[step->exit_count++] = choice.exit;
}

void build_ask(const struct building *b, struct flow_step *step)
{
    const struct node *list = b->keys->choices;
    if (list == NULL || !field_is(b->c->source, list, NODE_LIST, "choices")) {
        return;
    }
    if (list->count < 2 || list->count > LIMIT_FLOW_CHOICES) {
        source_tell(b->c->source, list->at, A043_WRONG_COUNT,
                    DIAG_ARGS(list->key, diag_number((long long)list->count).text, "2",
                              diag_number(LIMIT_FLOW_CHOICES).text));
        return;
    }
    for (const struct node *map = list->child; map != NULL; map = map->next) {
        build_choice(b, step, map);
    }
}

/* ---- input ---- */

/* Lengths fit LIMIT_FIELD_BYTES in Hangul; dates reach a hundred years either way. */
static const struct {
    int64_t least, most;
} input_ranges[FLOW_INPUT_COUNT] = {
    [FLOW_INPUT_NUMBER] = {-1000000000000, 1000000000000},
    [FLOW_INPUT_TEXT] = {1, (LIMIT_FIELD_BYTES - 1) / 3},
    [FLOW_INPUT_DATE] = {-36525, 36525},
    [FLOW_INPUT_PHONE] = {0, 0},
    [FLOW_INPUT_CODE] = {1, (LIMIT_FIELD_BYTES - 1) / 3},
};

void build_input(const struct building *b, struct flow_step *step)
{
    const struct node *min = node_get(b->keys->map, "min");
    const struct node *max = node_get(b->keys->map, "max");
    int64_t least = input_ranges[step->input.type].least;
    int64_t most = input_ranges[step->input.type].most;
    step->input.min = min != NULL ? step->input.min : least;
    step->input.max = max != NULL ? step->input.max : most;
    step->input.tries = step->input.tries != 0 ? step->input.tries : 3;
    const struct node *range = max != NULL ? max : min; /* what a problem is about */
    if (range != NULL && step->input.type == FLOW_INPUT_PHONE) {
        source_tell(b->c->source, range->key_at, A069_PHONE_RANGE, NULL);
    } else if (range != NULL && (step->input.min < least || step->input.max > most ||
                                 step->input.min > step->input.max)) {
        source_tell(b->c->source, range->at, A068_RANGE_ORDER,
                    DIAG_ARGS(diag_number(step->input.min).text, diag_number(step->input.max).text,
                              diag_number(least).text, diag_number(most).text));
    }
    build_go(b, step);
    add_exit(step, b->keys->otherwise != NULL ? forward(b, b->keys->otherwise) : FLOW_NO_STEP);
}

/* ---- branch ---- */

struct branch_case {
    const struct node *when, *go, *other;
};

static const struct field case_fields[] = {
    FIELD(FIELD_NODE, false, struct branch_case, when, .max = 0),
    FIELD(FIELD_NODE, false, struct branch_case, go, .max = 0),
    FIELD_AS("else", FIELD_NODE, false, struct branch_case, other, .max = 0),
};

static void build_case(const struct building *b, struct flow_step *step, const struct node *map)
{
    struct branch_case found = {0};
    enum flow_type type = FLOW_UNKNOWN;
    bool is_last = map->next == NULL;
    if (!field_read(b->c->source, map, FIELDS(case_fields), &found)) {
        return;
    }
    bool is_else = found.other != NULL && found.when == NULL && found.go == NULL;
    bool is_when = found.other == NULL && found.when != NULL && found.go != NULL;
    if (is_last ? !is_else : !is_when) {
        source_tell(b->c->source, map->at, is_last ? A067_LAST_CASE : A066_CASE_FORM, NULL);
        return;
    }
    struct flow_exit *exit = &step->exit[step->exit_count++];
    exit->to = forward(b, is_else ? found.other : found.go);
    if (is_when) {
        exit->when = expr_read(b->c, b->draft, found.when, FLOW_TRUTH, &type);
    }
}

void build_branch(const struct building *b, struct flow_step *step)
{
    const struct node *list = b->keys->branch;
    if (list == NULL || !field_is(b->c->source, list, NODE_LIST, "branch")) {
        return;
    }
    if (list->count < 1 || list->count > LIMIT_FLOW_EXITS) {
        source_tell(b->c->source, list->at, A043_WRONG_COUNT,
                    DIAG_ARGS(list->key, diag_number((long long)list->count).text, "1",
                              diag_number(LIMIT_FLOW_EXITS).text));
        return;
    }
    for (const struct node *map = list->child; map != NULL; map = map->next) {
        build_case(b, step, map);
    }
}

/* ---- check ---- */

/* The answers that pack.yaml declares for the question; NULL after telling. */
static const struct node *declared_answers(const struct building *b, const char *question)
{
    const struct node *list = b->c->checks != NULL ? node_get(b->c->checks, question) : NULL;
    if (list == NULL && b->c->settings != NULL) {
        source_tell_near(b->c->source, node_get(b->keys->map, "check")->at, A204_NO_SUCH_QUESTION,
                         DIAG_ARGS(question), source_near(question, node_key_at, b->c->checks));
    }
    return list;
}

static void build_answers(const struct building *b, struct flow_step *step)
{
    const struct node *all = declared_answers(b, step->check.question);
    const struct node *list = b->keys->answers != NULL ? b->keys->answers : all;
    if (all == NULL || !field_is(b->c->source, list, NODE_LIST, "answers")) {
        return;
    }
    if (list->count < 1 || list->count > LIMIT_FLOW_EXITS) {
        source_tell(b->c->source, list->at, A043_WRONG_COUNT,
                    DIAG_ARGS(list->key, diag_number((long long)list->count).text, "1",
                              diag_number(LIMIT_FLOW_EXITS).text));
        return;
    }
    const char **answers = karena_take(&b->c->source->arena, list->count, sizeof *answers);
    step->check.answers = answers;
    for (const struct node *word = list->child; word != NULL; word = word->next) {
        const char *id = NULL;
        if (!field_id(b->c->source, word, &id)) {
            continue;
        }
        if (!node_holds(all, id)) {
            source_tell_near(b->c->source, word->at, A205_NO_SUCH_ANSWER,
                             DIAG_ARGS(id, step->check.question),
                             source_near(id, node_word_at, all));
        }
        answers[step->check.answer_count++] = id;
    }
}

void build_check(const struct building *b, struct flow_step *step)
{
    step->check.wait_s = step->check.wait_s != 0 ? step->check.wait_s : 5;
    if (step->check.question != NULL) {
        build_answers(b, step);
    }
    build_go(b, step);
    add_exit(step, b->keys->offline != NULL ? forward(b, b->keys->offline) : FLOW_NO_STEP);
    add_exit(step, b->keys->failed != NULL ? forward(b, b->keys->failed) : FLOW_NO_STEP);
}

/* ---- again, solved ---- */

void build_again(const struct building *b, struct flow_step *step)
{
    const struct node *name = b->keys->kind;
    uint16_t to = name != NULL ? step_named(b->c, b->draft, name) : FLOW_NO_STEP;
    if (to != FLOW_NO_STEP && to >= b->at) {
        source_tell(b->c->source, name->at, A104_NOT_ABOVE, DIAG_ARGS(name->text));
    }
    add_exit(step, to);
    build_go(b, step);
}

void build_solved(const struct building *b, struct flow_step *step)
{
    add_exit(step, b->keys->yes != NULL ? forward(b, b->keys->yes) : FLOW_NO_STEP);
    add_exit(step, b->keys->no != NULL ? forward(b, b->keys->no) : FLOW_NO_STEP);
}

void build_nothing(const struct building *b, struct flow_step *step)
{
    (void)b;
    (void)step;
}
