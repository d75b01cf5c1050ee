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
        problem_at(b->c, name->at,
                   "'%s' is not below this step; only 'again' goes back, move the step down",
                   name->text);
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
        problem_at(b->c, at, "nothing comes after the last step; add 'go', or end the flow here");
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
    add_exit(step, go_or_next(b, b->source->go, b->source->map->at));
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
    if (!field_read(b->c, map, FIELDS(choice_fields), &choice)) {
        return;
    }
    for (uint8_t i = 0; i < step->exit_count; i++) {
        if (strcmp(step->exit[i].id, choice.exit.id) == 0) {
            problem_at(b->c, node_get(map, "id")->at, "choice '%s' comes twice; rename one",
                       choice.exit.id);
        }
    }
    template_check(b->c, b->draft, map, &choice.exit.label);
    template_check(b->c, b->draft, map, &choice.exit.more);
    choice.exit.to = go_or_next(b, choice.go, map->at);
    step->exit[step->exit_count++] = choice.exit;
}

void build_ask(const struct building *b, struct flow_step *step)
{
    const struct node *list = b->source->choices;
    if (list == NULL || !field_is(b->c, list, NODE_LIST, "choices")) {
        return;
    }
    if (list->count < 2 || list->count > LIMIT_FLOW_CHOICES) {
        problem_at(b->c, list->at, "%zu choices; a question has 2 to %d", list->count,
                   LIMIT_FLOW_CHOICES);
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
    const struct node *min = node_get(b->source->map, "min");
    const struct node *max = node_get(b->source->map, "max");
    int64_t least = input_ranges[step->input.type].least;
    int64_t most = input_ranges[step->input.type].most;
    step->input.min = min != NULL ? step->input.min : least;
    step->input.max = max != NULL ? step->input.max : most;
    step->input.tries = step->input.tries != 0 ? step->input.tries : 3;
    const struct node *range = max != NULL ? max : min; /* what a problem is about */
    if (range != NULL && step->input.type == FLOW_INPUT_PHONE) {
        problem_at(b->c, range->key_at, "a phone number has no range; remove it");
    } else if (range != NULL && (step->input.min < least || step->input.max > most ||
                                 step->input.min > step->input.max)) {
        problem_at(b->c, range->at, "min %lld and max %lld must be in order, from %lld to %lld",
                   (long long)step->input.min, (long long)step->input.max, (long long)least,
                   (long long)most);
    }
    build_go(b, step);
    add_exit(step, b->source->otherwise != NULL ? forward(b, b->source->otherwise) : FLOW_NO_STEP);
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
    if (!field_read(b->c, map, FIELDS(case_fields), &found)) {
        return;
    }
    bool is_else = found.other != NULL && found.when == NULL && found.go == NULL;
    bool is_when = found.other == NULL && found.when != NULL && found.go != NULL;
    if (is_last ? !is_else : !is_when) {
        problem_at(b->c, map->at, "%s",
                   is_last ? "the last case must be {else: STEP}; add it"
                           : "a case is {when: \"CONDITION\", go: STEP}, else comes last");
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
    const struct node *list = b->source->branch;
    if (list == NULL || !field_is(b->c, list, NODE_LIST, "branch")) {
        return;
    }
    if (list->count < 1 || list->count > LIMIT_FLOW_EXITS) {
        problem_at(b->c, list->at, "%zu cases; a branch has 1 to %d", list->count,
                   LIMIT_FLOW_EXITS);
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
    if (list == NULL && b->c->has_settings) {
        char hint[PROBLEM_HINT_SIZE];
        problem_hint(question, node_key_at, b->c->checks, hint);
        problem_at(b->c, node_get(b->source->map, "check")->at,
                   "no question '%s' in checks of pack.yaml%s", question,
                   hint[0] != '\0' ? hint : "; add it there");
    }
    return list;
}

static void build_answers(const struct building *b, struct flow_step *step)
{
    const struct node *all = declared_answers(b, step->check.question);
    const struct node *list = b->source->answers != NULL ? b->source->answers : all;
    if (all == NULL || !field_is(b->c, list, NODE_LIST, "answers")) {
        return;
    }
    if (list->count < 1 || list->count > LIMIT_FLOW_EXITS) {
        problem_at(b->c, list->at, "%zu answers; a check has 1 to %d", list->count,
                   LIMIT_FLOW_EXITS);
        return;
    }
    const char **answers = arena_take(&b->c->arena, list->count, sizeof *answers);
    step->check.answers = answers;
    for (const struct node *word = list->child; word != NULL; word = word->next) {
        const char *id = NULL;
        if (!field_id(b->c, word, &id)) {
            continue;
        }
        if (!node_holds(all, id)) {
            char hint[PROBLEM_HINT_SIZE];
            problem_hint(id, node_word_at, all, hint);
            problem_at(b->c, word->at, "'%s' is no answer of '%s' in pack.yaml%s", id,
                       step->check.question, hint[0] != '\0' ? hint : "; add it there");
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
    add_exit(step, b->source->offline != NULL ? forward(b, b->source->offline) : FLOW_NO_STEP);
    add_exit(step, b->source->failed != NULL ? forward(b, b->source->failed) : FLOW_NO_STEP);
}

/* ---- again, solved ---- */

void build_again(const struct building *b, struct flow_step *step)
{
    const struct node *name = b->source->kind;
    uint16_t to = name != NULL ? step_named(b->c, b->draft, name) : FLOW_NO_STEP;
    if (to != FLOW_NO_STEP && to >= b->at) {
        problem_at(b->c, name->at, "'%s' is not above this step; use 'go' to go forward",
                   name->text);
    }
    add_exit(step, to);
    build_go(b, step);
}

void build_solved(const struct building *b, struct flow_step *step)
{
    add_exit(step, b->source->yes != NULL ? forward(b, b->source->yes) : FLOW_NO_STEP);
    add_exit(step, b->source->no != NULL ? forward(b, b->source->no) : FLOW_NO_STEP);
}

void build_nothing(const struct building *b, struct flow_step *step)
{
    (void)b;
    (void)step;
}
